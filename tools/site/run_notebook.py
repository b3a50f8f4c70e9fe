"""`python run_notebook.py NOTEBOOK` runs a notebook.

In the current folder it leaves cells.json, with the source of each cell, what it printed, and the names of its
pictures, which are in figures/. Cells that are to fail say so by the tag that Jupyter has for it.
"""

import base64
import json
import re
import sys
from pathlib import Path
from typing import Any

import nbclient
import nbformat

_COLOR = re.compile(r"\x1b\[[0-9;]*m")


def run(path: Path) -> list[dict[str, Any]]:
    """Run the cells of a notebook."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbclient.NotebookClient(notebook, timeout=300).execute()
    return [read(cell, f"{path.stem}-{number}") for number, cell in enumerate(notebook.cells)]


def read(cell: Any, name: str) -> dict[str, Any]:
    """Return what a cell holds; its pictures are written to files."""
    printed: list[str] = []
    pictures: list[str] = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" in data:
            Path("figures").mkdir(exist_ok=True)
            pictures.append(f"{name}-{len(pictures)}.png")
            Path("figures", pictures[-1]).write_bytes(base64.b64decode(data["image/png"]))
        elif output.output_type == "error":
            printed.append(f"{output.ename}: {output.evalue}\n")
        else:
            printed.append(output.get("text") or data.get("text/plain", ""))
    text = _COLOR.sub("", "".join(printed))
    return {"label": cell.cell_type, "code": cell.source, "printed": text, "pictures": pictures}


if __name__ == "__main__":
    Path("cells.json").write_text(json.dumps(run(Path(sys.argv[1]))), encoding="utf-8")
