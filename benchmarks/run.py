"""Compares rkeras_py and the R package with plain Keras in the same run; prints a table and writes README.md.

The two sides take turns. Judged is the median over the rounds of the ratio of processor times, which other
programs on the machine disturb least; the ratio by the clock on the wall stands beside it.
"""

import argparse
import datetime
import json
import os
import platform
import resource
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

Times are medians of processor time, which other programs on the machine disturb least, and "ratio" is the median over
the rounds of their ratio. "By the clock" is the ratio of the shortest times on the wall; on a quiet machine both agree.

"""

FOOT = """
- *Chain*: `x >> layer_dense(16)`, or `x %>% layer_dense(16)`, against `x = keras.layers.Dense(16)(x)`; from R, plain
  Keras runs in R's own process, in a Python function that Python times.
- *Sequential*: `model >> layer_dense(16)` against `model.add(keras.layers.Dense(16))`, which calls every layer again.
  The graph of the model is extended by a link instead of being walked again (`rkeras_py/sequential.py`);
  `tests/python/test_sequential_growth.py` shows that it is what Keras's own constructor makes.
- *One call*: what `x >> layer_activation("relu")` takes beyond `keras.layers.Activation("relu")(x)`.
- *`fit`, `predict`*: dense layers of 64, 64 and 10 units, batches of 128 in `fit`. From R, with all that the way in and
  out takes; plain Keras gets R's very array in `fit`, as it lies, and in `predict` float32 packed by rows.
- *Cold start*: a fresh process up to the output of the first layer, its files in the page cache.
- *Start-up alone* counts the start of Python or R, too, which the second number gives.
"""


def measure(command: list[str]) -> dict[str, list]:
    """Run a measuring script and read what it found."""
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE)
    return json.loads(done.stdout.strip().splitlines()[-1])


def cold_starts(rounds: int) -> dict[str, list[list[float]]]:
    """Time fresh processes, all kinds by turns; a round before the first fills the page cache."""
    times: dict[str, list[list[float]]] = {what: [] for what in COLD}
    for number in range(rounds + 1):
        order = list(COLD.items())
        for what, command in order if number % 2 else reversed(order):
            start, used = time.perf_counter(), _used_by_children()
            subprocess.run(command, check=True, capture_output=True)
            if number:
                times[what].append([_used_by_children() - used, time.perf_counter() - start])
    return times


def _used_by_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def ratio_row(title: str, goal: float | None, pairs: list) -> list[str]:
    """One row of the table, from pairs (theirs, ours) of (processor, wall)."""
    theirs, ours = (statistics.median(one[0] for one in side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(our[0] / their[0] for their, our in pairs)
    wall = min(our[1] for _, our in pairs) / min(their[1] for their, _ in pairs)
    return [
        title, f"{theirs:.3g} s", f"{ours:.3g} s", f"{ratio:.2f}", f"{wall:.2f}",
        f"<= {goal}" if goal else "", _verdict(ratio, goal),
    ]  # fmt: skip


def _verdict(value: float, goal: float | None) -> str:
    if goal is None:
        return ""
    return "met" if value <= goal else "missed"


def call_row(title: str, pairs: list) -> list[str]:
    """The row of what one call costs beyond plain Keras."""
    theirs, ours = (statistics.median(one[0] for one in side) * 1e6 for side in zip(*pairs, strict=True))
    more = statistics.median(our[0] - their[0] for their, our in pairs) * 1e6
    wall = (min(our[1] for _, our in pairs) - min(their[1] for their, _ in pairs)) * 1e6
    return [title, f"{theirs:.0f} us", f"{ours:.0f} us", f"+{more:.0f} us", f"+{wall:.0f} us", "", ""]


def start_row(title: str, bare: list, ours: list, goal: float) -> list[str]:
    """The row of a start-up alone, whose goal is in seconds on the wall."""
    before, processor = (statistics.median(one[0] for one in times) for times in (bare, ours))
    wall = min(one[1] for one in ours)
    return [title, f"{before:.2f} s", f"{processor:.2f} s", "", f"{wall:.2f} s", f"< {goal} s", _verdict(wall, goal)]


def table(python: dict, r: dict, data: dict, cold: dict) -> str:
    """Put all that was measured into a table."""
    rows = [
        ["What", "Plain Keras", "Here", "Ratio", "By the clock", "Goal", ""],
        ["---", "---:", "---:", "---:", "---:", "---:", "---"],
        ratio_row(f"Chain of {LAYERS} layers, Python", 1.03, python["chain"]),
        ratio_row(f"Chain of {LAYERS} layers, R", 1.08, r["chain"]),
        ratio_row(f"Sequential grown by {LAYERS} layers, Python", 0.35, python["sequential"]),
        ratio_row("... its layers 151-200 (here) against 1-50 (left)", None, python["flat"]),
        call_row("One call, Python", python["call"]),
        call_row("One call, R", r["call"]),
        ratio_row("`fit`, an epoch of 60,000 x 784 doubles, R", 1.0, data["fit"]),
        ratio_row("`predict` 60,000 rows by 128, R", 1.2, data["predict 128"]),
        ratio_row("`predict` 60,000 rows by 4,096, R", 1.3, data["predict 4096"]),
        ratio_row("`predict` 1 row, Python", 0.1, python["row"]),
        ratio_row("`predict` 1 row, R", 0.1, data["predict 1"]),
        ratio_row("188 MB of float32 become doubles of R (left: copied)", None, data["back"]),
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


def _pairs(cold: dict[str, list[list[float]]], what: str) -> list:
    return list(zip(cold["plain"], cold[what], strict=True))


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
    parser.add_argument("--rounds", type=int, default=9, help="how often each side takes its turn")
    parser.add_argument("--no-page", action="store_true", help="only print")
    options = parser.parse_args()
    rounds = str(options.rounds)
    python = measure([sys.executable, "in_python.py", str(LAYERS), rounds])
    r = measure(["Rscript", "in_r.R", str(LAYERS), rounds, str(HERE)])
    data = measure(["Rscript", "data_in_r.R", str(min(options.rounds, 5)), str(HERE)])
    found = machine() + table(python, r, data, cold_starts(options.rounds))
    print(found)
    if not options.no_page:
        (HERE / "README.md").write_text(HEAD + found + FOOT)


if __name__ == "__main__":
    main()
