"""Compares rkeras_py and the R package with plain Keras in the same run; prints a table and writes README.md.

Times are wall-clock. The two sides take turns; the ratio is that of the shortest times, since whatever else the
machine does can only add to one; the median over the rounds stands beside it.
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
LAYERS = 200

COLD = {
    "plain": [sys.executable, "-c", "import keras; keras.layers.Dense(4)(keras.Input((4,)))"],
    "python": [sys.executable, "-c", "from rkeras_py import *; layer_input(4) >> layer_dense(4)"],
    "r": ["Rscript", "-e", "library(rkeras); layer_input(4) %>% layer_dense(4)"],
    "import rkeras_py": [sys.executable, "-c", "import rkeras_py"],
    "library(rkeras)": ["Rscript", "-e", "library(rkeras)"],
    "bare Python": [sys.executable, "-c", "pass"],
    "bare R": ["Rscript", "-e", "1"],
}

HEAD = """# Benchmarks

`make bench` measures this again and writes this page. Every ratio is to plain Keras in the same run: in the same
process for chains, models and calls, in fresh processes by turns for cold starts.

"Ratio" compares the shortest times of all rounds, since whatever else the machine does only adds to a time;
"median" is the median over the rounds.

"""

FOOT = """
- *Chain*: `x >> layer_dense(16)`, or `x %>% layer_dense(16)`, against `x = keras.layers.Dense(16)(x)`; from R, plain
  Keras runs in R's own process, in a Python function that Python times.
- *Sequential*: `model >> layer_dense(16)` against `model.add(keras.layers.Dense(16))`, which calls every layer again.
  The graph of the model is extended by a link instead of being walked again (`rkeras_py/sequential.py`);
  `tests/python/test_sequential_growth.py` shows that it is what Keras's own constructor makes.
- *One call*: what `x >> layer_activation("relu")` takes beyond `keras.layers.Activation("relu")(x)`.
- *Cold start*: a fresh process up to the output of the first layer, its files in the page cache.
- *Start-up alone* counts the start of Python or R, too, which the second number gives.
"""


def measure(command: list[str]) -> dict[str, list[list[float]]]:
    """Run a measuring script and read what it found."""
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE)
    return json.loads(done.stdout.strip().splitlines()[-1])


def cold_starts(rounds: int) -> dict[str, list[float]]:
    """Time fresh processes, all kinds by turns; a round before the first fills the page cache."""
    times: dict[str, list[float]] = {what: [] for what in COLD}
    for number in range(rounds + 1):
        order = list(COLD.items())
        for what, command in order if number % 2 else reversed(order):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            if number:
                times[what].append(time.perf_counter() - start)
    return times


def ratio_row(title: str, goal: float | None, pairs: list[list[float]], unit: float = 1.0) -> list[str]:
    """One row of the table, from pairs (theirs, ours)."""
    theirs, ours = (min(times) for times in zip(*pairs, strict=True))
    median = statistics.median(our / their for their, our in pairs)
    name = "ms" if unit == 1e3 else "s"
    return [
        title, f"{theirs * unit:.3g} {name}", f"{ours * unit:.3g} {name}", f"{ours / theirs:.2f}", f"{median:.2f}",
        f"<= {goal}" if goal else "", _verdict(ours / theirs, goal),
    ]  # fmt: skip


def _verdict(value: float, goal: float | None) -> str:
    if goal is None:
        return ""
    return "met" if value <= goal else "missed"


def call_row(title: str, pairs: list[list[float]]) -> list[str]:
    """The row of what one call costs beyond plain Keras."""
    theirs, ours = (min(times) * 1e6 for times in zip(*pairs, strict=True))
    more = statistics.median(our - their for their, our in pairs) * 1e6
    return [title, f"{theirs:.0f} us", f"{ours:.0f} us", f"+{ours - theirs:.0f} us", f"+{more:.0f} us", "", ""]


def start_row(title: str, bare: list[float], ours: list[float], goal: float) -> list[str]:
    """The row of a start-up alone, whose goal is in seconds."""
    shortest, median = min(ours), statistics.median(ours)
    took = f"{shortest:.2f} s"
    return [title, f"{min(bare):.2f} s", took, took, f"{median:.2f} s", f"< {goal} s", _verdict(shortest, goal)]


def table(python: dict, r: dict, cold: dict) -> str:
    """Put all that was measured into a table."""
    rows = [
        ["What", "Plain Keras", "Here", "Ratio", "Median", "Goal", ""],
        ["---", "---:", "---:", "---:", "---:", "---:", "---"],
        ratio_row(f"Chain of {LAYERS} layers, Python", 1.03, python["chain"]),
        ratio_row(f"Chain of {LAYERS} layers, R", 1.08, r["chain"]),
        ratio_row(f"Sequential grown by {LAYERS} layers, Python", 0.35, python["sequential"]),
        ratio_row("... its layers 151-200 (here) against 1-50 (left)", None, python["flat"]),
        call_row("One call, Python", python["call"]),
        call_row("One call, R", r["call"]),
        ratio_row("Cold start, Python", 1.1, _pairs(cold, "python")),
        ratio_row("Cold start, R", 1.55, _pairs(cold, "r")),
        start_row("`import rkeras_py` alone (left: Python alone)", cold["bare Python"], cold["import rkeras_py"], 0.3),
        start_row("`library(rkeras)` alone (left: R alone)", cold["bare R"], cold["library(rkeras)"], 0.3),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _pairs(cold: dict[str, list[float]], what: str) -> list[list[float]]:
    return [list(pair) for pair in zip(cold["plain"], cold[what], strict=True)]


def machine() -> str:
    """Say where and with what this was measured."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    r_code = 'cat(as.character(getRversion()), as.character(packageVersion("reticulate")))'
    r_version, reticulate = subprocess.run(
        ["Rscript", "-e", r_code], check=True, capture_output=True, text=True
    ).stdout.split()
    packages = ", ".join(f"{name} {version(name)}" for name in ("keras", "tensorflow", "numpy"))
    return (
        f"Measured on {datetime.date.today()}: {model}, {os.cpu_count()} cores, {platform.system()}; "
        f"Python {platform.python_version()}, {packages}; R {r_version}, reticulate {reticulate}.\n\n"
    )


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description="Compare with plain Keras.")
    parser.add_argument("--rounds", type=int, default=7, help="how often each side takes its turn")
    parser.add_argument("--no-page", action="store_true", help="only print")
    options = parser.parse_args()
    rounds = str(options.rounds)
    python = measure([sys.executable, "in_python.py", str(LAYERS), rounds])
    r = measure(["Rscript", "in_r.R", str(LAYERS), rounds, str(HERE)])
    found = machine() + table(python, r, cold_starts(options.rounds))
    print(found)
    if not options.no_page:
        (HERE / "README.md").write_text(HEAD + found + FOOT)


if __name__ == "__main__":
    main()
