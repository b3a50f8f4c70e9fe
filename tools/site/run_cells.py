"""`python run_cells.py TWIN` runs the twin of a vignette, a script of cells that begin with `# %% label`.

In the current folder it leaves cells.json, with the code of each cell, what it printed, and the names of its pictures,
which are in figures/.
"""

import contextlib
import io
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any


def run(path: Path) -> list[dict[str, Any]]:
    """Run the cells of a script, in a module of its own."""
    source = path.read_text(encoding="utf-8")
    module = sys.modules[path.stem] = ModuleType(path.stem)
    module.__file__ = str(path)
    _, *parts = re.split(r"^# %% *(.*)\n", source, flags=re.MULTILINE)
    found = []
    for label, code in zip(parts[::2], parts[1::2], strict=True):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, str(path), "exec"), module.__dict__)
        pictures = save_pictures(f"{path.stem}-python-{label.strip()}")
        found.append({"label": label.strip(), "code": code, "printed": printed.getvalue(), "pictures": pictures})
    return found


def save_pictures(name: str) -> list[str]:
    """Save what matplotlib has open, and close it; return the names of the files."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if not pyplot:
        return []
    names = []
    for number in pyplot.get_fignums():
        Path("figures").mkdir(exist_ok=True)
        names.append(f"{name}-{number}.png")
        pyplot.figure(number).savefig(f"figures/{names[-1]}", dpi=110, bbox_inches="tight")
    pyplot.close("all")
    return names


if __name__ == "__main__":
    Path("cells.json").write_text(json.dumps(run(Path(sys.argv[1]))), encoding="utf-8")
