"""The fuzzer: it gives damaged and hostile files to the loaders of rkeras_py, and reports each harm that one did.

    python tools/fuzz --mutations 2000 --seed 1

With `arguments` as its first argument it is that of arguments.py, which gives wrong values to every function.

Each file must load, or be refused by an error that names the function and the source, in bounded time and memory, and
no code in it may run. Workers are processes of their own: one that hangs, dies or grows is replaced, and its file kept.
"""

import argparse
import collections
import importlib
import math
import multiprocessing
import os
import sys
import tempfile
import time
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from seeds import Seed, write_seeds
from trial import Outcome, make_case, serve

PATIENCE = 10
"""How many times the seconds a file may take by the clock, where other work has the processors."""

HARMLESS = ("loaded", "loaded, does not predict", "refused")
"""A description that was changed may be of another model, one that has no use."""


class Worker:
    """A process that loads files, and the number of the one that it has now."""

    def __init__(self, seeds: list[Seed], seed: int, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.number: int | None = None
        self.since = time.monotonic()
        self.spent = 0.0
        self.pipe, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self.process = context.Process(target=serve, args=(theirs, seeds, seed, folder), daemon=True)
        self.process.start()
        theirs.close()

    def give(self, number: int) -> None:
        """Send the next number."""
        self.number, self.since, self.spent = number, time.monotonic(), self._count_seconds()
        self.pipe.send(number)

    def hangs(self, seconds: float) -> bool:
        """Tell whether a file takes longer than it may: by the processor, or much longer by the clock."""
        passed = time.monotonic() - self.since if self.number is not None else 0
        return passed > seconds and (passed > PATIENCE * seconds or self._count_seconds() - self.spent > seconds)

    def _count_seconds(self) -> float:
        """Return the seconds of a processor that the process has had."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def take(self) -> Outcome | None:
        """Return what became of the file; None at the start."""
        try:
            found: Outcome | None = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self.process.join()
            found = Outcome("died", f"exit code {self.process.exitcode}")
        return found

    def end(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.join()


def run(
    seeds: list[Seed], seed: int, numbers: list[int], workers: int, seconds: float, folder: Path, end: float = math.inf
) -> dict[int, Outcome]:
    """Give all numbers to the workers.

    Args:
        seeds: The real files.
        seed: Of the random numbers.
        numbers: What to try.
        workers: How many processes.
        seconds: After how long one hangs.
        folder: A folder for their files.
        end: The time of `time.monotonic()` from which on no further file is tried.

    Returns:
        What became of each.
    """
    waiting, outcomes = collections.deque(numbers), dict[int, Outcome]()
    team = [Worker(seeds, seed, folder / str(one)) for one in range(min(workers, len(numbers)))]
    while len(outcomes) < len(numbers):
        if time.monotonic() > end and outcomes:
            waiting.clear()
            if all(worker.number is None for worker in team):
                break
        ready = wait([worker.pipe for worker in team], timeout=1)
        for place, worker in enumerate(team):
            if worker.pipe in ready:
                found = worker.take()
            elif worker.hangs(seconds):
                found = Outcome("hangs", f"longer than {seconds} s", time.monotonic() - worker.since)
            else:
                continue
            if worker.number is None and found is not None:
                raise RuntimeError(f"A worker {found.kind} at its start: {found.words}.")
            if worker.number is not None and found is not None:
                outcomes[worker.number] = found
                tell(worker.number, found, seeds)
            if found is not None and found.kind in ("hangs", "died"):
                worker.end()
                team[place] = Worker(seeds, seed, folder / str(place))
            elif waiting:
                worker.give(waiting.popleft())
            else:
                worker.number = None
    for worker in team:
        worker.end()
    return outcomes


def main() -> int:
    """Run from the command line."""
    if sys.argv[1:2] == ["arguments"]:
        return importlib.import_module("arguments").main(sys.argv[2:])
    parser = argparse.ArgumentParser(description="Give the loaders damaged and hostile files.")
    parser.add_argument("--mutations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, nargs="*", help="numbers of files to try again")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="how many processes")
    parser.add_argument("--seconds", type=float, default=20, help="after how long a file is said to hang")
    parser.add_argument("--minutes", type=float, default=math.inf, help="after how long no further file is tried")
    parser.add_argument("--format", nargs="*", help="these formats of files alone, such as keras, json, tokenizer")
    parser.add_argument("--keep", type=Path, help="a folder for the files that did harm")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / "seeds").mkdir()
        seeds = [seed for seed in write_seeds(folder / "seeds") if not options.format or seed.format in options.format]
        numbers = options.only or list(range(options.mutations))
        end = time.monotonic() + 60 * options.minutes
        outcomes = run(seeds, options.seed, numbers, options.workers, options.seconds, folder, end)
        return report(outcomes, seeds, options, folder)


def tell(number: int, outcome: Outcome, seeds: list[Seed]) -> None:
    """Print what did harm, as soon as it is known."""
    if outcome.kind not in HARMLESS:
        words = " ".join(outcome.words.split())[:400]
        print(
            f"{number} {seeds[number % len(seeds)].name}: {outcome.kind} ({outcome.seconds:.1f} s) {words}", flush=True
        )


def report(outcomes: dict[int, Outcome], seeds: list[Seed], options: Any, folder: Path) -> int:
    """Print what was found; 1 if anything was."""
    counts = collections.Counter(outcome.kind for outcome in outcomes.values())
    for number, outcome in sorted(outcomes.items()):
        if options.keep and outcome.kind not in HARMLESS:
            options.keep.mkdir(parents=True, exist_ok=True)
            make_case(seeds, options.seed, number, options.keep / str(number))
    formats = collections.Counter(seeds[number % len(seeds)].format for number in outcomes)
    slowest = max(outcomes, key=lambda number: outcomes[number].seconds)
    told = ", ".join(f"{kind}: {count}" for kind, count in counts.most_common())
    print(", ".join(f"{name}: {count}" for name, count in formats.most_common()))
    print(
        f"{len(outcomes)} files of {len(seeds)} kinds; {told}; slowest: {outcomes[slowest].seconds:.1f} s ({slowest})"
    )
    return int(any(kind not in HARMLESS for kind in counts))


if __name__ == "__main__":
    sys.exit(main())
