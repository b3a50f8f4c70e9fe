"""The fuzzer of arguments: it gives wrong values of every kind to every argument of every function.

    python -m tools.fuzz arguments --language r --seed 1 --count 2000

Functions and arguments come from the registry; what is right for an argument is told by its word: the `hint` by kind,
the `range` for numbers. A wrong value must be refused by one line that names the function and the argument, in
bounded time and memory. Calls run in a process of its own, which is replaced when it hangs or dies.
"""

import argparse
import collections
import contextlib
import json
import math
import os
import random
import re
import resource
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argument_bases import MATRIX, get_base
from argument_excuses import ALIKE, SKIPPED, get_excuse
from argument_values import TRIED, Tried

from rkeras_py.signatures.registry import REGISTRY, Param, Spec
from rkeras_py.signatures.words import Word
from tools.codegen.files import load_all

FOLDER = Path(__file__).resolve().parent
COMMANDS = {
    "python": [sys.executable, str(FOLDER / "argument_worker.py")],
    "r": ["Rscript", str(FOLDER / "argument_worker.R")],
}
MEMORY = 4 << 30
"""Bytes that a process may have in addition to what it has at its start."""
BAD = ("accepted wrong", "poor", "died", "hangs")
READABLE = 700
"""Characters that an error may have."""
_MEASURED = ("y_true", "y_pred")
NOT_MEANT = re.compile(
    r"Traceback|py_last_error|object has no attribute|recursion|Cannot convert .* to|unsupported type|Op:|_node "
    r"|cannot (open|coerce)|is not subsettable|invalid .* argument|argument is of length|missing value where"
)
NOT_OURS = ("RecursionError", "AttributeError", "SystemError", "MemoryError", "AssertionError", "UnboundLocalError")


@dataclass
class Trial:
    """A call, and its outcome.

    Attributes:
        spec: The function.
        param: The argument that gets the value; None in a call with right arguments only.
        tried: The value.
        code: The call.
        outcome: "legal", "accepted wrong", "clear", "poor", "died", "hangs".
        words: The message, or the class of the result.
    """

    spec: Spec
    param: Param | None
    tried: Tried | None
    code: str
    outcome: str = ""
    words: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """The names of function, argument and value."""
        return self.spec.name, self.param.name if self.param else "", self.tried.name if self.tried else ""


def is_legal(word: Word, tried: Tried) -> bool:
    """Tell whether a value is right for a word."""
    if word.cuts_off and tried.number is not None and math.isfinite(tried.number):
        return word.range is not None and word.range.holds(tried.number)
    kinds = set(re.split(r"[^\w.]+", word.hint))
    if tried.name == "NULL":
        return word.takes_none
    if word.choices or not kinds & set(tried.kinds):
        return False
    return tried.number is None or word.range is None or word.range.holds(tried.number)


def make_trials(language: str) -> list[Trial]:
    """Make all trials of a language."""
    load_all()
    place = ("python", "r").index(language)
    trials = []
    for name, spec in sorted(REGISTRY.items()):
        if name in SKIPPED or ALIKE.match(name) or (language == "r" and spec.python_only):
            continue
        base = {argument: code[place] for argument, code in get_base(spec).items()}
        trials.append(Trial(spec, None, None, _call(spec, base, language)))
        for param in spec.params.values():
            more = base | _add_partner(param.name, place)
            for tried in TRIED:
                code = tried.r if language == "r" else f"values[{tried.name!r}].make()" if tried.make else ""
                if code:
                    trials.append(Trial(spec, param, tried, _call(spec, more | {param.name: code}, language)))
    return trials


def _add_partner(argument: str, place: int) -> dict[str, str]:
    """Return labels and predictions where one of them is tried: neither goes without the other."""
    return dict.fromkeys(_MEASURED, MATRIX[place]) if argument in _MEASURED else {}


def _call(spec: Spec, arguments: dict[str, str], language: str) -> str:
    if language == "r":
        given = ", ".join(f"`{name}` = {code}" for name, code in arguments.items())
        return f"{spec.name}({given})"
    names = {param.name: param.python_name for param in spec.params.values()}
    given = ", ".join(f"{names.get(name, name)}={code}" for name, code in arguments.items())
    return f"rk.{spec.name}({given})"


@dataclass
class Worker:
    """The process that runs the calls."""

    language: str
    folder: Path
    process: subprocess.Popen[str] = field(init=False)

    def start(self) -> None:
        """Start it, and bound its memory."""
        self.process = subprocess.Popen(
            COMMANDS[self.language],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            bufsize=1,
            cwd=self.folder,
            env={**os.environ, "FUZZ": str(FOLDER)},
            start_new_session=True,
        )
        while (line := self.ask(120)) != "ready":
            if not line:
                raise RuntimeError("The process that tries arguments does not start.")
        mapped = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.prlimit(self.process.pid, resource.RLIMIT_AS, (mapped + MEMORY, mapped + MEMORY))

    def ask(self, seconds: float) -> str | None:
        """Return the next line, or None where none comes in time; "" where the process has died."""
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(seconds):
                return None
        return self.process.stdout.readline().rstrip("\n")

    def run(self, number: int, code: str, seconds: float) -> dict[str, Any]:
        """Run one call."""
        reply = ""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(f"{number}\t{code}\n")
            until = time.monotonic() + seconds
            while (reply := self.ask(until - time.monotonic())) and not reply.startswith("{"):
                pass
        if reply:
            return json.loads(reply)
        self.end()
        died = reply == ""
        self.start()
        return {"raised": "died" if died else "hangs", "words": ""}

    def end(self) -> None:
        """Kill it."""
        self.process.kill()
        self.process.wait()


def judge(trial: Trial, reply: dict[str, Any]) -> None:
    """Note what became of a trial."""
    trial.words = reply["words"]
    raised = reply["raised"]
    if "cannot be downloaded" in trial.words:  # all arguments were taken
        raised = ""
    if trial.param is None:
        trial.outcome = "no base" if raised else "base"
    elif raised in ("died", "hangs"):
        trial.outcome = raised
    elif not raised:
        legal = is_legal(trial.param.word, trial.tried) or (_is_default(trial) and not reply.get("nonsense"))
        trial.outcome = "legal" if legal else "accepted wrong"
    else:
        trial.outcome = "clear" if is_clear(trial, raised) else "poor"


def _is_default(trial: Trial) -> bool:
    return trial.tried.name == "NULL" and trial.param.default is None


def is_clear(trial: Trial, raised: str) -> bool:
    """Tell whether an error is one line that names the function and the argument."""
    words = trial.words
    start = re.match(rf"(?:Error in )?{re.escape(trial.spec.name)}\(", words)
    named = re.search(rf"(?<!\w){re.escape(trial.param.name)}(?!\w)", words.partition("(")[2])
    bad_class = any(name in raised for name in NOT_OURS)
    return (
        bool(start and named)
        and len(words) < READABLE
        and "\n" not in words.strip()
        and not (bad_class or NOT_MEANT.search(words))
    )


def run(trials: list[Trial], language: str, seconds: float) -> Iterator[Trial]:
    """Run trials, and yield each when it is judged."""
    with tempfile.TemporaryDirectory() as folder:
        worker = Worker(language, Path(folder))
        worker.start()
        for number, trial in enumerate(trials):
            judge(trial, worker.run(number, trial.code, seconds))
            yield trial
        worker.end()


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="fuzz arguments", description="Give wrong arguments to every function.")
    parser.add_argument("--language", choices=("python", "r"), default="python")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=0, help="how many of the trials to draw; 0 takes all")
    parser.add_argument("--only", default="", help="a regular expression for the names of functions")
    parser.add_argument("--seconds", type=float, default=20, help="after how long a call is said to hang")
    parser.add_argument("--save", type=Path, help="a file for all outcomes, as JSON")
    options = parser.parse_args(arguments)
    trials = [one for one in make_trials(options.language) if re.search(options.only, one.spec.name)]
    if options.count:
        trials = random.Random(options.seed).sample(trials, min(options.count, len(trials)))
    counts: collections.Counter[str] = collections.Counter()
    outcomes = []
    for trial in run(trials, options.language, options.seconds):
        excuse = get_excuse(*trial.key) if trial.outcome in BAD else ""
        counts["excused" if excuse else trial.outcome] += 1
        outcomes.append([*trial.key, trial.outcome, trial.words])
        if (trial.outcome in BAD and not excuse) or trial.outcome == "no base":
            print(f"{trial.outcome}: {trial.code}: {' '.join(trial.words.split())[:300]}", flush=True)
    if options.save:
        options.save.write_text(json.dumps(outcomes))
    print(f"{len(trials)} calls; " + ", ".join(f"{kind}: {count}" for kind, count in counts.most_common()))
    return int(any(counts[kind] for kind in (*BAD, "no base")))
