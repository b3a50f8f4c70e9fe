"""The rows about short calls: which scripts measure them, and how they are called in the table."""

import math
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

TITLES = {
    "model(x)": ("`model(x)` on a tensor, R (left: in Python)", 1.1),
    "empty crossing": ("... if only control crosses, and no value (left: in Python)", None),
    "train_on_batch": ("`train_on_batch`, R (left: in Python)", 1.1),
    "predict_on_batch": ("`predict_on_batch`, R (left: in Python)", 1.1),
    "get_weights": ("`get_weights`, R (left: in Python)", 2.0),
    "step": ("A training step with GradientTape, R (left: in Python)", 1.2),
}
IN_PYTHON = {
    "train_on_batch": ("`train_on_batch`, Python", 1.02),
    "predict_on_batch": ("`predict_on_batch`, Python", None),
}


def commands(here: str, rounds: int, quick: bool) -> dict[str, list[str]]:
    """Return the commands that measure, by the part of the table.

    Args:
        here: The folder of the scripts.
        rounds: How often each side takes its turn.
        quick: Whether few calls and short chains will do.
    """
    times, sizes = (40, (20, 60, 200)) if quick else (200, (50, 200, 2000))
    return {
        "calls": ["Rscript", "calls_in_r.R", here, str(rounds), str(times)],
        "calls_python": [sys.executable, "calls_in_python.py", str(rounds), str(times), *map(str, sizes)],
    }


def rows(found: dict[str, dict[str, Any]], compared: Callable[..., Any]) -> Iterator[list[str]]:
    """Yield the rows of the table.

    Args:
        found: What the scripts found, by part.
        compared: Makes an object with a method `row()` of a title, pairs and a goal.
    """
    for what, pairs in found.get("calls", {}).items():
        title, goal = TITLES[what]
        yield compared(title, pairs, goal).row()
    chains = {}
    for what, pairs in found.get("calls_python", {}).items():
        if what in IN_PYTHON:
            title, goal = IN_PYTHON[what]
            yield compared(title, pairs, goal).row()
        else:
            chains[int(what.split()[1])] = pairs
            yield compared(f"Chain of {what.split()[1]} layers, Python", pairs, 1.02).row()
    if chains:
        theirs, ours = (_exponent(chains, side) for side in (0, 1))
        yield ["... how its time grows: the exponent of the number", f"{theirs:.2f}", f"{ours:.2f}", *[""] * 6]


def _exponent(chains: dict[int, Sequence[Any]], side: int) -> float:
    """Return the power of the number of layers by which processor time grows, between two chains."""
    first, last = min(chains), max(chains)
    taken = {size: statistics.median(pair[side][0] for pair in chains[size]) for size in (first, last)}
    return math.log(taken[last] / taken[first]) / math.log(last / first)
