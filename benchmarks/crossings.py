"""Values and calls that cross between the languages: from R against reticulate alone, from Python against rpy2."""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from layout import lay_out

HEAD = [["What", "Compared with", "Here", "Ratio"], ["---", "---:", "---:", "---:"]]
TEXTS = 500_000


def in_r(rounds: int, measure: Callable[[list[str]], Any]) -> dict[str, list[tuple[float, float]]]:
    """Measure in R, in processes of the two packages by turns.

    Args:
        rounds: How many processes of each.
        measure: Runs a script and reads what it found.

    Returns:
        For each row pairs of seconds of processor time, of reticulate alone and here.
    """
    found: dict[str, list[tuple[float, float]]] = {}
    for number in range(rounds):
        order = ("reticulate", "rkeras") if number % 2 else ("rkeras", "reticulate")
        sides = {side: measure(["Rscript", "crossings_in_r.R", side, "5"]) for side in order}
        for what, seconds in sides["rkeras"].items():
            found.setdefault(what, []).append((sides["reticulate"][what], seconds))
    return found


def in_python(rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Measure in Python, in this process: 500,000 texts by each way and a large array.

    Args:
        rounds: How often each side takes its turn.

    Returns:
        As `in_r()`, with rpy2 in the place of reticulate.
    """
    from rpy2 import robjects
    from rpy2.robjects import numpy2ri

    from rkeras_py.bridge import r_session

    session, of_rpy2 = r_session(), robjects.globalenv
    texts = [f"text number {i}" for i in range(TEXTS)]
    array = np.zeros((6000, 784), np.float32)

    def send_array() -> None:
        with (robjects.default_converter + numpy2ri.converter).context():
            of_rpy2["array"] = array

    def read_array() -> None:
        with (robjects.default_converter + numpy2ri.converter).context():
            of_rpy2["array"]

    def send_texts() -> None:
        of_rpy2["texts"] = robjects.StrVector(texts)

    def send(value: Any) -> Callable[[], None]:
        return lambda: session.__setitem__("x", value)

    title = f"{TEXTS:,} texts"
    rows: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
        "19 MB of float32 to R": (send_array, send(array)),
        "... and back": (read_array, lambda: session["x"]),
    }
    for way, (make, read) in _ways().items():
        rows[f"{title} of {way} to R"] = (send_texts, send(make(texts)))
        rows[f"... and back, as {way}"] = (lambda: list(of_rpy2["texts"]), lambda read=read: read(session))
    found = {}
    for what, (theirs, ours) in rows.items():
        pairs = [(_seconds(theirs), _seconds(ours)) for _ in range(rounds + 1)]
        found[what] = pairs[1:]
    return found


def _ways() -> dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]]:
    import duckdb
    import pandas
    import polars
    import pyarrow

    def held(session: Any) -> Any:
        return session.get("x", convert=False)

    def query(texts: Any) -> Any:
        return duckdb.from_arrow(pyarrow.table({"t": texts}))

    return {
        "a list": (list, lambda session: session["x"]),
        "numpy": (np.array, lambda session: session["x"]),
        "pandas": (lambda texts: pandas.DataFrame({"t": texts}), lambda session: session["x"]["t"]),
        "polars": (lambda texts: polars.DataFrame({"t": texts}), lambda session: polars.DataFrame(held(session))["t"]),
        "pyarrow": (lambda texts: pyarrow.table({"t": texts}), lambda session: pyarrow.table(held(session))["t"]),
        "duckdb": (query, lambda session: duckdb.from_arrow(pyarrow.table(held(session))).to_arrow_table()["t"]),
    }


def _seconds(function: Callable[[], Any]) -> float:
    gc.collect()
    start = time.process_time()
    function()
    return time.process_time() - start


def table(found: dict[str, list[tuple[float, float]]]) -> str:
    """Put rows into a table.

    Args:
        found: For each row pairs of seconds, of the other side and here.
    """
    lines = list(HEAD)
    for what, pairs in found.items():
        theirs, ours = (statistics.median(side) for side in zip(*pairs, strict=True))
        ratio = statistics.median(our / their for their, our in pairs)
        lines.append([what, _spell(theirs), _spell(ours), f"{ratio:.2f}"])
    return lay_out(lines)


def _spell(seconds: float) -> str:
    return f"{seconds:.3g} s" if seconds >= 1e-2 else f"{seconds * 1e6:.3g} us"


def section(rounds: int, measure: Callable[[list[str]], Any]) -> str:
    """Measure both hosts.

    Args:
        rounds: How many turns each side takes.
        measure: Runs a script and reads what it found.
    """
    found = measure([sys.executable, "crossings.py", str(rounds)])
    return f"{table(in_r(rounds, measure))}\n{table(found)}"


if __name__ == "__main__":
    print(json.dumps(in_python(int(sys.argv[1]))))
