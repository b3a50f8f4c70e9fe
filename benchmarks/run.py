"""Compares rkeras_py and the R package with plain Keras in the same run; prints a table and writes README.md.

The two sides take turns. Judged is the median over the rounds of the ratio of processor times, which other
programs on the machine disturb least; the ratio by the clock on the wall stands beside it.
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
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import calls
import crossings
import footprint
import growth
import large
import picture
import programs
import where
from layout import lay_out

HERE = Path(__file__).resolve().parent
LAYERS = 200
TENSOR_CALLS = 500
ONE_CALL = 150  # us from R beyond plain Keras, the goal

COLD = {
    "plain": [sys.executable, "-c", "import keras; keras.layers.Dense(4)(keras.Input((4,)))"],
    "python": [sys.executable, "-c", "from rkeras_py import *; layer_input(4) >> layer_dense(4)"],
    "r": ["Rscript", "-e", "library(rkeras); layer_input(4) %>% layer_dense(4)"],
    "import rkeras_py": [sys.executable, "-c", "import rkeras_py"],
    "library(rkeras)": ["Rscript", "-e", "library(rkeras)"],
    "bare Python": [sys.executable, "-c", "pass"],
    "bare R": ["Rscript", "-e", "1"],
}

MEMORY = {
    "plain": [sys.executable, "-c", "import plain; print(plain.peak_of_fit())"],
    "r": ["Rscript", "memory_in_r.R", str(HERE)],
}
DOUBLES = 60_000 * 784 * 8

HEAD = """# Benchmarks

`make bench` repeats the measurements and writes this page; `python benchmarks/run.py --part programs` measures one of
the tables below the first. Every ratio is to plain Keras in the same run: in the same process for chains, models and
calls, in fresh, alternating processes for cold starts, memory and whole programs.

![Ratios to plain Keras; the table has the numbers](ratios.svg)

Times are medians of processor time, which other programs on the machine disturb least. "Ratio" is the median of the
ratios of all rounds, and "spread" the range of their middle half. "By the clock" is the ratio of the shortest elapsed
times; on a quiet machine both agree. "R keras3" has the ratios of R's own keras3 at the time when the goals were set;
they are not measured again.

"""

FOOT = """
- *Chain*: `x >> layer_dense(16)`, or `x %>% layer_dense(16)`, against `x = keras.layers.Dense(16)(x)`; from R, plain
  Keras runs in R's own process, in a Python function that Python times.
- *Sequential*: `model >> layer_dense(16)` against `model.add(keras.layers.Dense(16))`, which calls every layer again.
  rkeras only adds a link to the graph of the model (`rkeras_py/graph/sequential.py`);
  `tests/python/graph/test_sequential_growth.py` checks that the graph equals that of Keras's constructor.
- *One call*: the additional time of `x >> layer_activation("relu")` compared with `keras.layers.Activation("relu")(x)`.
- *`layer_lambda`, custom layers*: chains of 50 layers, against `keras.layers.Lambda` and a Python class that compute
  the same: a product with a number, or with an argument and a weight. R code runs only while the graph is built.
- *Operators and functions of tensors*: 500 calls each on eager tensors of 4 x 4, against TensorFlow's own functions,
  called from R by reticulate: `tf$add(x, y)`, `tf$reduce_sum(x)`, `tf$matmul(x, y)`, `tf$gather(x, 0L)`.
- *Calls of a model, from R*: a dense network of 16 and 1 units on 32 rows, each side in a loop in its own language. R's
  arrays are doubles, Python's float32. The training step has a tape, three operations, and `apply_gradients`; chains of
  three lengths give the exponent. `make bench-quick` measures these rows, `python benchmarks/run.py --only step` one of
  them.
- *`fit`, `predict`*: dense layers of 64, 64 and 10 units, batches of 128 in `fit`. From R, including all conversions;
  plain Keras gets R's own array in `fit`, in R's order, and an array of float32 in row order in `predict`.
- *Memory*: the peak memory of a fresh process (`VmHWM`) up to the end of that `fit`, with R, Python and their
  libraries. Plain Keras, in Python, gets float32; the goal is its peak plus R's array of doubles, 376 MB: that leaves
  room for R's array and one copy in float32.
- *`on_batch_end`*: `callback_lambda(on_batch_end = function(batch, logs) NULL)` in a `fit` on 2,000 batches of one row:
  the median time of its method, as processor time of the training thread and, "by the clock", as elapsed time. The next
  row is the same R function, called by a plain Keras callback through reticulate, and (left) called in a loop, where R
  stays in the processor's caches.
- *Cold start*: a fresh process up to the output of the first layer; files and byte code are in the system's caches.
- *Whole programs*: the R scripts in `programs/`, similar to the gallery, in Rscript, against the same in plain Keras.
- *Crossings*: the first of the two tables compares R with reticulate alone and R with rkeras attached, each in its own
  process; the second compares rpy2 and `r_session()` in one Python process.
- *Start-up alone* includes the start of Python or R itself, which the left column shows.
"""


def measure(command: list[str]) -> Any:
    """Run a measuring script and read what it found."""
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE)
    return json.loads(done.stdout.strip().splitlines()[-1])


def cold_starts(rounds: int) -> dict[str, list[list[float]]]:
    """Time fresh processes, all kinds by turns; a round before the first fills the caches, that of byte code too."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times: dict[str, list[list[float]]] = {what: [] for what in COLD}
    for number in range(rounds + 1):
        order = list(COLD.items())
        for what, command in order if number % 2 else reversed(order):
            start, used = time.perf_counter(), programs.used_by_children()
            subprocess.run(command, check=True, capture_output=True, env=env)
            if number:
                times[what].append([programs.used_by_children() - used, time.perf_counter() - start])
    return times


def memory(rounds: int) -> dict[str, list[float]]:
    """Take the peaks of memory of fresh processes."""
    found: dict[str, list[float]] = {side: [] for side in MEMORY}
    for _ in range(rounds):
        for side, command in MEMORY.items():
            found[side].append(measure(command))
    return found


@dataclass
class Compared:
    """Times of plain Keras and ours in turns, as pairs (theirs, ours) of (processor, wall)."""

    title: str
    pairs: list
    goal: float | None = None
    keras3: float | None = None

    @property
    def ratio(self) -> float:
        """The median over the rounds."""
        return statistics.median(our[0] / their[0] for their, our in self.pairs)

    @property
    def spread(self) -> str:
        """The middle half of the rounds, where there are enough, else all."""
        ratios = sorted(our[0] / their[0] for their, our in self.pairs)
        cut = len(ratios) // 4
        return f"{ratios[cut]:.2f}-{ratios[-1 - cut]:.2f}"

    def row(self) -> list[str]:
        """A row of the table."""
        theirs, ours = (statistics.median(one[0] for one in side) for side in zip(*self.pairs, strict=True))
        wall = min(our[1] for _, our in self.pairs) / min(their[1] for their, _ in self.pairs)
        return [
            self.title, f"{theirs:.3g} s", f"{ours:.3g} s", f"{self.ratio:.2f}", self.spread, f"{wall:.2f}",
            f"<= {self.goal}" if self.goal else "", _verdict(self.ratio, self.goal),
            f"{self.keras3}" if self.keras3 else "",
        ]  # fmt: skip


def _verdict(value: float, goal: float | None) -> str:
    if goal is None:
        return ""
    return "met" if value <= goal else "missed"


def call_row(title: str, pairs: list, goal: float | None = None) -> list[str]:
    """The row of what one call costs beyond plain Keras."""
    theirs, ours = (statistics.median(one[0] for one in side) * 1e6 for side in zip(*pairs, strict=True))
    more = statistics.median(our[0] - their[0] for their, our in pairs) * 1e6
    wall = (min(our[1] for _, our in pairs) - min(their[1] for their, _ in pairs)) * 1e6
    taken = [f"{theirs:.0f} us", f"{ours:.0f} us", f"{more:+.0f} us", "", f"{wall:+.0f} us"]
    return [title, *taken, f"<= {goal:+.0f} us" if goal else "", _verdict(more, goal), ""]


def cost_row(title: str, goal: float | None, pairs: list) -> list[str]:
    """The row of a cost that is judged by itself."""
    theirs, ours = (statistics.median(one[0] for one in side) * 1e6 for side in zip(*pairs, strict=True))
    wall = statistics.median(our[1] for _, our in pairs) * 1e6
    limit = f"<= {goal:.0f} us" if goal else ""
    return [title, f"{theirs:.0f} us", f"{ours:.0f} us", "", "", f"{wall:.0f} us", limit, _verdict(ours, goal), ""]


def memory_row(title: str, peaks: dict[str, list[float]]) -> list[str]:
    """The row of the peaks of memory; the goal is what plain Keras needs and R's own array of doubles."""
    theirs, ours = (statistics.median(peaks[side]) / 1e6 for side in ("plain", "r"))
    goal = theirs + DOUBLES / 1e6
    sizes = [f"{theirs:,.0f} MB", f"{ours:,.0f} MB"]
    return [title, *sizes, "", "", "", f"<= {goal:,.0f} MB", _verdict(ours, goal), ""]


def start_row(title: str, bare: list, ours: list, goal: float) -> list[str]:
    """The row of a start-up alone, whose goal is in seconds on the wall."""
    before, processor = (statistics.median(one[0] for one in times) for times in (bare, ours))
    wall = min(one[1] for one in ours)
    return [
        title,
        f"{before:.2f} s",
        f"{processor:.2f} s",
        "",
        "",
        f"{wall:.2f} s",
        f"< {goal} s",
        _verdict(wall, goal),
        "",
    ]


def compare_tensors(found: dict[str, dict]) -> dict[str, Compared]:
    """Name the functions of eager tensors."""
    return {
        what: Compared(f"`{what}` on eager tensors, R", pairs, 0.8) for what, pairs in found.get("tensors", {}).items()
    }


def compare(found: dict[str, dict]) -> dict[str, Compared]:
    """Name all that has a ratio, in the order of the picture."""
    python, r, data, cold = (found[part] for part in ("python", "r", "data", "cold"))
    tensors = compare_tensors(found)
    return {
        "chain": Compared(f"Chain of {LAYERS} layers, Python", python["chain"], 1.02),
        "chain R": Compared(f"Chain of {LAYERS} layers, R", r["chain"], 1.04),
        "sequential": Compared(f"Sequential grown by {LAYERS} layers, Python", python["sequential"], 0.35),
        "lambda": Compared("`layer_lambda` of an R function, R", r["lambda"], 2.0, 4.7),
        "custom": Compared("Custom layer by `new_layer_class`, R", r["custom"], 2.0, 3.4),
        "R6": Compared("Custom layer by `R6Class`, R", r["R6"], 2.0),
        **tensors,
        "fit": Compared("`fit`, an epoch of 60,000 x 784 doubles, R", data["fit"], 1.0, 1.28),
        "128": Compared("`predict` 60,000 rows by 128, R", data["predict 128"], 1.2, 1.9),
        "4096": Compared("`predict` 60,000 rows by 4,096, R", data["predict 4096"], 1.3, 3.1),
        "row": Compared("`predict` 1 row, Python", python["row"], 0.1),
        "row R": Compared("`predict` 1 row, R", data["predict 1"], 0.1, 1.16),
        "cold": Compared("Cold start, Python", _pairs(cold, "python"), 1.1),
        "cold R": Compared("Cold start, R", _pairs(cold, "r"), 1.2),
    }


def table(compared: dict[str, Compared], found: dict[str, dict]) -> str:
    """Put all that was measured into a table."""
    cold, callback = found["cold"], found["callback"]
    rows = {name: one.row() for name, one in compared.items()}
    lines = [
        ["What", "Plain Keras", "Here", "Ratio", "Spread", "By the clock", "Goal", "", "R keras3"],
        ["---", "---:", "---:", "---:", "---:", "---:", "---:", "---", "---:"],
        rows["chain"],
        rows["chain R"],
        rows["sequential"],
        Compared("... its layers 151-200 (here) against 1-50 (left)", found["python"]["flat"]).row(),
        call_row("One call, Python", found["python"]["call"]),
        call_row("One call, R", found["r"]["call"], ONE_CALL),
        *(rows[name] for name in ("lambda", "custom", "R6", *found["tensors"], "fit", "128", "4096", "row", "row R")),
        Compared("188 MB of float32 become doubles of R (left: copied)", found["data"]["back"]).row(),
        memory_row("Peak of memory in that `fit`, R", found["memory"]),
        cost_row("An R `on_batch_end`, each batch (left: in Python)", 60, callback["callback"]),
        cost_row("... a bare R function there (left: in a loop)", None, callback["bare"]),
        *calls.rows(found, Compared),
        rows["cold"],
        rows["cold R"],
        start_row("`import rkeras_py` alone (left: Python alone)", cold["bare Python"], cold["import rkeras_py"], 0.3),
        start_row("`library(rkeras)` alone (left: R alone)", cold["bare R"], cold["library(rkeras)"], 0.3),
    ]
    return lay_out(lines)


def table_of_calls(found: dict[str, dict]) -> str:
    """Put what the quick mode measured into a table."""
    lines = [
        ["What", "Plain Keras", "Here", "Ratio", "Spread", "By the clock", "Goal", "", ""],
        ["---", "---:", "---:", "---:", "---:", "---:", "---:", "---", "---:"],
        *(one.row() for one in compare_tensors(found).values()),
        *calls.rows(found, Compared),
    ]
    for what, pairs in found.get("r", {}).items():
        lines.append(
            call_row("One call, R", pairs, ONE_CALL) if what == "call" else Compared("Chain, R", pairs, 1.04).row()
        )
    return lay_out(lines)


def _pairs(cold: dict[str, list[list[float]]], what: str) -> list:
    return list(zip(cold["plain"], cold[what], strict=True))


def machine_speeds() -> str:
    """Measure how fast this machine copies memory and runs a loop of Python, so that two machines can be compared."""
    block = bytearray(200_000_000)

    def loop() -> None:
        for _ in range(5_000_000):
            pass

    def least(function: Callable[[], Any]) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            function()
            times.append(time.perf_counter() - start)
        return min(times)

    copying, looping = least(lambda: bytes(block)), least(loop)
    return f"It copies {0.2 / copying:.1f} GB/s, and a loop of Python makes {5 / looping:.0f} million turns a second."


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
        f"Python {platform.python_version()}, {packages}; R {r_version}, reticulate {reticulate}. "
        f"{machine_speeds()}\n\n"
    )


ROWS = {
    **dict.fromkeys(("x + y", "k_sum(x)", "k_dot(x, y)", "x[1, ]"), "tensors"),
    **dict.fromkeys(calls.TITLES, "calls"),
    **dict.fromkeys(("chain", "call"), "r"),
}
"""Those about calls from R, by the part that measures them; what Python calls is a part as a whole."""


PARTS: dict[str, Callable[[int], str]] = {
    "growth": lambda rounds: growth.section(str(rounds), str(HERE), measure),
    "programs": programs.section,
    "footprint": footprint.section,
    "large": lambda _: large.section(str(HERE), measure),
    "crossings": lambda rounds: crossings.section(rounds, measure),
}
"""The tables below the first, by the number of rounds."""


def measure_calls(rounds: int, only: str | None) -> dict[str, dict]:
    """Measure the rows about calls, roughly: all of them, one, or those of Python."""
    here = str(HERE)
    parts = {
        "tensors": ["Rscript", "tensors_in_r.R", here, str(rounds), "60"],
        **calls.commands(here, rounds, quick=True),
        "r": ["Rscript", "in_r.R", here, str(rounds), "50"],
    }
    os.environ["RKERAS_BENCH_ROWS"] = only or "|".join(ROWS)
    return {
        part: measure(command) for part, command in parts.items() if not only or part == ROWS.get(only, "calls_python")
    }


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description="Compare with plain Keras.")
    parser.add_argument("--rounds", type=int, default=9, help="how often each side takes its turn")
    parser.add_argument("--no-page", action="store_true", help="only print")
    parser.add_argument("--quick", action="store_true", help="only the rows about calls, roughly, in under 3 minutes")
    parser.add_argument("--only", choices=[*ROWS, "python"], help="one of these rows, or those of Python, roughly")
    parser.add_argument("--part", choices=PARTS, help="one of the tables below the first")
    parser.add_argument("--profile", choices=where.ROWS, help="say where the time of one of these rows goes")
    options = parser.parse_args()
    if options.profile:
        print(where.report(options.profile))
        return
    if options.part:
        print(PARTS[options.part](min(options.rounds, 3)))
        return
    rounds, here = str(options.rounds), str(HERE)
    if options.quick or options.only:
        print(table_of_calls(measure_calls(min(options.rounds, 3), options.only)))
        return
    found = {
        "python": measure([sys.executable, "in_python.py", str(LAYERS), rounds]),
        "r": measure(["Rscript", "in_r.R", here, rounds, str(LAYERS)]),
        "tensors": measure(["Rscript", "tensors_in_r.R", here, rounds, str(TENSOR_CALLS)]),
        "data": measure(["Rscript", "data_in_r.R", here, str(min(options.rounds, 5))]),
        **{part: measure(command) for part, command in calls.commands(here, options.rounds, False).items()},
        "callback": measure(["Rscript", "callback_in_r.R", here, str(min(options.rounds, 7))]),
        "memory": memory(min(options.rounds, 3)),
        "cold": cold_starts(options.rounds),
    }
    compared = compare(found)
    text = (
        machine() + table(compared, found) + "\n".join(["", *(part(min(options.rounds, 3)) for part in PARTS.values())])
    )
    print(text)
    if not options.no_page:
        picture.draw(list(compared.values()), HERE / "ratios.svg")
        (HERE / "README.md").write_text(HEAD + text + FOOT)


if __name__ == "__main__":
    main()
