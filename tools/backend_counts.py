"""The counts of functions by backend, in tools/contract/backends.json and as a table in docs/backends.md.

`python -m tools.backends jax torch --record` measures them; `python -m tools.backend_counts` writes the table alone.
"""

import datetime
import json
import re
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[1]
COUNTS = _ROOT / "tools/contract/backends.json"
PAGE = _ROOT / "docs/backends.md"
KINDS = ("runs", "differs", "refuses")
"""The ways a function may behave on a backend, from the best to the least; "fails" is a mistake."""
_TABLE = re.compile(r"(?m)^\| Functions \|.*\n(?:\|.*\n)+")
_NAMES = {"jax": "JAX", "torch": "PyTorch"}


def record(backend: str, judged: Mapping[str, str], version: str | None = None) -> None:
    """Note what functions do on a backend, beside what is noted of others, and write the table.

    Args:
        backend: Its name.
        judged: By a function's name, perhaps with the number of a sample: one of KINDS, or what is wrong.
        version: The version of the backend; None: that of .cache/backends.
    """
    counts = read_counts()
    noted: dict[str, str] = {name: kind for kind in (*KINDS, "fails") for name in counts[backend][kind]}
    found: dict[str, str] = {}
    for sample, text in judged.items():
        name, kind = sample.split()[0], text if text in KINDS else "fails"
        found[name] = max(kind, found.get(name, kind), key=(*KINDS, "fails").index)
    # A run of the samples alone has nothing to say of what the examples showed.
    is_whole = any(" " not in sample for sample in judged)
    for name, kind in found.items():
        noted[name] = kind if is_whole else max(kind, noted.get(name, kind), key=(*KINDS, "fails").index)
    counts[backend] = {
        "version": version or _find_version(backend),
        "date": datetime.date.today().isoformat(),
        **{kind: sorted(name for name in noted if noted[name] == kind) for kind in (*KINDS, "fails")},
    }
    COUNTS.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    write_table()


def read_counts() -> dict[str, Any]:
    """Return what is noted, by backend."""
    counts: dict[str, Any] = json.loads(COUNTS.read_text(encoding="utf-8")) if COUNTS.exists() else {}
    return {
        name: {"version": "", "date": "", **{kind: [] for kind in (*KINDS, "fails")}, **counts.get(name, {})}
        for name in _NAMES
    }


def make_table() -> str:
    """Return the table of counts."""
    counts = read_counts()
    heads = [f"{_NAMES[name]} {one['version']}, {one['date']}" for name, one in counts.items()]
    rows = [("Functions", *heads), ("---", *["---:"] * len(heads))]
    labels = {"runs": "run, with TensorFlow's numbers", "differs": "differ on purpose", "refuses": "say why not",
              "fails": "fail"}  # fmt: skip
    rows += [(labels[kind], *[str(len(one[kind])) for one in counts.values()]) for kind in labels]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def write_table() -> None:
    """Write the table into the page, in the place of the one that is there."""
    text, times = _TABLE.subn(lambda _: make_table(), PAGE.read_text(encoding="utf-8"))
    if times != 1:
        raise ValueError(f"{PAGE} should have one table that begins with '| Functions |'; it has {times}")
    PAGE.write_text(text, encoding="utf-8")


def _find_version(backend: str) -> str:
    found = metadata.distributions(name=backend, path=[str(_ROOT / ".cache/backends" / backend), *sys.path])
    return next(iter(found)).version


if __name__ == "__main__":
    write_table()
