"""Rows that are measured at several sizes: both sides by turns, and the exponent by which their times grow."""

import gc
import math
import statistics
import sys
from collections.abc import Callable
from typing import Any

import plain
from layout import lay_out

Pairs = list[tuple[list[float], list[float]]]


def take_turns(theirs: Callable[[], Any], ours: Callable[[], Any], rounds: int) -> Pairs:
    """Time two functions, each first as often as second; round 0 warms up.

    Args:
        theirs: What plain Keras does.
        ours: What is done here.
        rounds: How often.

    Returns:
        Pairs of (processor time, time by the clock on the wall).
    """
    pairs = []
    for number in range(rounds + 1):
        order = (theirs, ours) if number % 2 else (ours, theirs)
        found = {function: _seconds(function) for function in order}
        if number:
            pairs.append((found[theirs], found[ours]))
    return pairs


def _seconds(function: Callable[[], Any]) -> list[float]:
    gc.collect()
    start = plain.now()
    function()
    return [end - begin for begin, end in zip(start, plain.now(), strict=True)]


def table(rows: dict[str, dict[str, Pairs]]) -> str:
    """Put rows into a table, with one line for each size.

    Args:
        rows: Pairs by what was measured and by size, whose number is the first word.
    """
    lines = [
        ["What", "Size", "Compared with", "Here", "Ratio", "By the clock", "Grows by (left, here)"],
        ["---", "---:", "---:", "---:", "---:", "---:", "---:"],
    ]
    for title, sizes in rows.items():
        exponents = ", ".join(f"{_exponent(sizes, side):.2f}" for side in (0, 1)) if len(sizes) > 1 else ""
        for number, (size, pairs) in enumerate(sizes.items()):
            theirs, ours = (statistics.median(pair[side][0] for pair in pairs) for side in (0, 1))
            ratios = [statistics.median(pair[1][clock] / pair[0][clock] for pair in pairs) for clock in (0, 1)]
            last = exponents if number == len(sizes) - 1 else ""
            shown = [title if number == 0 else "", size, f"{theirs:.3g} s", f"{ours:.3g} s"]
            lines.append([*shown, *(f"{ratio:.2f}" for ratio in ratios), last])
    return lay_out(lines)


def section(rounds: str, here: str, measure: Callable[[list[str]], Any]) -> str:
    """Measure data and files, and put them into tables.

    Args:
        rounds: How often each side takes its turn.
        here: This folder.
        measure: Runs a script and reads what it found.
    """
    data = measure([sys.executable, "data.py", rounds])
    frames = measure(["Rscript", "frames_in_r.R", here, rounds, "100000"])
    files = measure([sys.executable, "files.py", rounds])
    notes = describe_memory(files["memory"], frames["bytes_a_crossing"])
    return f"{table({**data, **frames['rows'], **files['rows']})}\n{notes}"


def describe_memory(found: dict[str, Any], left: float) -> str:
    """Say what files, models and crossings take of memory.

    Args:
        found: What `files.py` measured.
        left: Bytes that a crossing of R and Python leaves.
    """
    upgraded, loaded, plainly = (found[what] for what in ("upgrade", "load", "plain load"))
    ours, plain = ((found[what][-1] - found[what][0]) / 1e6 for what in ("dropped", "plain dropped"))
    return (
        "- *Peak of memory*, in sizes of a file of Keras 2 in HDF5, in fresh processes: "
        f"`upgrade_model()` {upgraded:.2f}, `load_model_hdf5()` {loaded:.2f}, "
        f"plain Keras on the upgraded file {plainly:.2f}.\n"
        f"- *450 models built and dropped*, with `clear_session()` after each 50: {ours:+.1f} MB; "
        f"in plain Keras {plain:+.1f} MB.\n"
        f"- *A crossing of R and Python and back* leaves {left:+.0f} bytes; "
        "less than 0 where the process gave memory back meanwhile.\n"
    )


def _exponent(sizes: dict[str, Pairs], side: int) -> float:
    """Return the slope of the logarithm of the time over that of the size: 1 is linear."""
    x = [math.log(float(size.split()[0].replace(",", ""))) for size in sizes]
    y = [math.log(statistics.median(pair[side][0] for pair in pairs)) for pairs in sizes.values()]
    return statistics.linear_regression(x, y).slope
