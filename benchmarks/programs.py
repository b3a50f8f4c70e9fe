"""Whole programs: the R scripts of programs/, against the same in plain Keras, in fresh processes by turns.

`python benchmarks/programs.py 3` prints the table for three rounds. Both sides must print the same numbers.
"""

import math
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from layout import lay_out

FOLDER = Path(__file__).resolve().parent / "programs"
TITLES = {
    "classes": "Classes of digits, dense, 60 epochs",
    "images": "Classes of images, convolutions, callbacks",
    "augmentation": "Augmented images",
    "vae": "Variational autoencoder, a layer and a loss in R",
    "gan": "GAN, `train_step` in R",
    "forecasting": "Forecasts by an LSTM",
    "texts": "Classes of texts, vocabulary, convolutions",
    "addition": "Addition as text, two GRUs, attention",
    "transformer": "Transformer, a layer in R",
    "recommender": "Recommender, two embeddings",
    "folds": "Cross-validation, 4 models",
    "steps": "960 training steps in a loop, `tf_function()`",
}
GOAL, MOST = 1.05, 1.15


def run(program: Path) -> tuple[list[float], list[float]]:
    """Run a program; return processor time and time by the clock, and the numbers of its last line."""
    command = [sys.executable if program.suffix == ".py" else "Rscript", str(program)]
    env = {**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
    start, before = time.perf_counter(), used_by_children()
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    taken = [used_by_children() - before, time.perf_counter() - start]
    return taken, [float(number) for number in done.stdout.splitlines()[-1].split()]


def used_by_children() -> float:
    """Return the processor time of the processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def compare(name: str, rounds: int) -> list[tuple[list[float], list[float]]]:
    """Run both sides by turns, and hold their numbers against each other; a round before the first fills the caches."""
    pairs = []
    for number in range(rounds + 1):
        sides = [FOLDER / f"{name}.py", FOLDER / f"{name}.R"]
        found = {side.suffix: run(side) for side in (sides if number % 2 else reversed(sides))}
        (theirs, plain), (ours, here) = found[".py"], found[".R"]
        if not all(math.isclose(*both, rel_tol=1e-3, abs_tol=1e-6) for both in zip(plain, here, strict=True)):
            raise SystemExit(f"programs/{name}: plain Keras printed {plain}, the R script {here}.")
        if number:
            pairs.append((theirs, ours))
    return pairs


def section(rounds: int) -> str:
    """Measure all programs, and put them into a table.

    Args:
        rounds: How often each side takes its turn.
    """
    lines = [
        ["Whole program, from R (left: in plain Python)", "Plain Keras", "Here", "Ratio", "Spread", "By the clock"],
        ["---", "---:", "---:", "---:", "---:", "---:"],
    ]
    ratios = []
    for name, title in TITLES.items():
        pairs = compare(name, rounds)
        theirs, ours = (statistics.median(pair[side][0] for pair in pairs) for side in (0, 1))
        each = [our[0] / their[0] for their, our in pairs]
        wall = min(our[1] for _, our in pairs) / min(their[1] for their, _ in pairs)
        ratios.append(statistics.median(each))
        spread = f"{min(each):.2f}-{max(each):.2f}"
        lines.append([title, f"{theirs:.1f} s", f"{ours:.1f} s", f"{ratios[-1]:.2f}", spread, f"{wall:.2f}"])
    median, most = statistics.median(ratios), max(ratios)
    goals = f"Median {median:.2f} (goal {GOAL}), most {most:.2f} (goal {MOST})"
    return f"{lay_out(lines)}\n{goals}. Both sides print the same numbers, which is checked in each round.\n"


if __name__ == "__main__":
    print(section(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
