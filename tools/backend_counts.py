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
_NAMED = (*KINDS[1:], "fails")
_TABLE = re.compile(r"(?m)^\| Functions \|.*\n(?:\|.*\n)+")
_NAMES = {"jax": "JAX", "torch": "PyTorch"}


def record(backend: str, judged: Mapping[str, str], is_whole: bool, version: str | None = None) -> None:
    """Note what functions do on a backend, and write the table. Those that run are a number, others have their names.

    Args:
        backend: Its name.
        judged: By a function's name, perhaps with the number of a sample: one of KINDS, or what is wrong.
        is_whole: Whether the examples of all functions ran; what others showed is added to what is noted.
        version: The version of the backend; None: that of .cache/backends.
    """
    counts, order = read_counts(), (*KINDS, "fails")
    found: dict[str, str] = {}
    for sample, text in judged.items():
        name, kind = sample.split()[0], text if text in KINDS else "fails"
        found[name] = max(kind, found.get(name, kind), key=order.index)
    noted = {} if is_whole else {name: kind for kind in _NAMED for name in counts[backend][kind]}
    number = len(found) if is_whole else counts[backend]["runs"] + len(noted)
    for name, kind in found.items():  # a sample that runs has nothing to say of what the examples showed
        is_sample = any(" " in one for one in judged)
        noted[name] = max(kind, noted.get(name, kind), key=order.index) if is_sample else kind
    named = {kind: sorted(name for name in noted if noted[name] == kind) for kind in _NAMED}
    counts[backend] = {
        "version": version or _find_version(backend),
        "date": datetime.date.today().isoformat(),
        "runs": number - sum(map(len, named.values())),
        **named,
    }
    COUNTS.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    write_table()


def read_counts() -> dict[str, Any]:
    """Return what is noted, by backend."""
    counts: dict[str, Any] = json.loads(COUNTS.read_text(encoding="utf-8")) if COUNTS.exists() else {}
    unknown = {"version": "", "date": "", "runs": 0, **{kind: [] for kind in _NAMED}}
    return {name: unknown | counts.get(name, {}) for name in _NAMES}


def make_table() -> str:
    """Return the table of counts."""
    counts = read_counts()
    heads = [f"{_NAMES[name]} {one['version']}, {one['date']}" for name, one in counts.items()]
    rows = [("Functions", *heads), ("---", *["---:"] * len(heads))]
    labels = {"runs": "run, with TensorFlow's numbers", "differs": "differ on purpose", "refuses": "say why not",
              "fails": "fail"}  # fmt: skip
    rows += [
        (labels[kind], *[str(len(one[kind]) if kind in _NAMED else one[kind]) for one in counts.values()])
        for kind in labels
    ]
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
