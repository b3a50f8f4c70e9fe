"""The runner of all tests, also after one has failed: pytest, and beside it testthat, the examples and the vignettes.

With --tier, the usual or the slow ones, by tests/python/support/tiers.py; with --quick, a part that touches everything;
with --room and --changed, the tests that a change can break, by tools/affected.py. Expects the environment of
tools/env.sh. .cache/run keeps what each job printed, in cpu.txt the seconds of a core that each file of tests took, and
.cache/run/running says which test each process runs.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from affected import Affected, by_git, by_room

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".cache/run"  # where examples leave their pictures and models, too
RUNNING = KEPT / "running"  # written by tests/python/conftest.py and tools/testthat.R
LIMIT = 3600  # seconds; a hang is a failure too
BUDGETS = ROOT / "tests/python/support/budgets.json"
SLOW = ROOT / "tests/python/support/slow.json"
LEAN = str(ROOT / "tools/lean")  # Keras starts more quickly, but in the examples, which start it as users do
QUICK_IN_R = "^(python-errors|layers|syntax-pipe)$"
OWN_PROCESS = ("distributed_training",)  # a vignette that sets up devices, before anything is computed
ALL_CASES = bool(os.environ.get("RKERAS_ALL_CASES"))  # else a third of the examples and vignettes, in both languages


@dataclass
class Job:
    """A command, and how it went.

    Attributes:
        name: What it is called.
        command: The command.
        folder: Where it runs.
        live: Whether its output is shown as it comes; the first job may do that.
        lean: Whether Keras starts without what it imports in case it is there.
        problem: What was wrong with its end, or nothing.
        seconds: How long it took.
        cpu: How long a core would have worked for it, and for what it started.
    """

    name: str
    command: list[str]
    folder: Path = ROOT
    live: bool = False
    lean: bool = True
    problem: str = ""
    seconds: float = 0
    cpu: float = 0
    process: subprocess.Popen[bytes] | None = None

    def kept(self, stream: str = "") -> Path:
        """Return the file with what it wrote to standard output, or to another stream."""
        return KEPT / f"{self.name.replace('/', '-')}{stream}.txt"

    def printed(self, stream: str = "") -> str:
        """Return what it has written."""
        return self.kept(stream).read_text(errors="replace")

    def run(self) -> None:
        """Run the command to its end, or to the limit."""
        start = time.monotonic()
        with self.kept().open("wb") as output, self.kept(".errors").open("wb") as errors:
            to = subprocess.PIPE if self.live else output
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=to,
                stderr=errors,
                start_new_session=True,
            )
            watchdog = threading.Timer(LIMIT, self.stop, [f"not done after {LIMIT} s"])
            watchdog.start()
            while self.process.stdout and (part := os.read(self.process.stdout.fileno(), 65536)):
                output.write(part)
                sys.stdout.buffer.write(part)
                sys.stdout.flush()
            _, status, used = os.wait4(self.process.pid, 0)
            code = self.process.returncode = os.waitstatus_to_exitcode(status)
            watchdog.cancel()
        self.cpu = used.ru_utime + used.ru_stime
        self.problem = self.problem or (f"exit code {code}" if code else "")
        self.seconds = time.monotonic() - start

    def environment(self) -> dict[str, str]:
        """Return the environment of the command."""
        paths = [*([LEAN] if self.lean else []), *filter(None, [os.environ.get("PYTHONPATH")])]
        return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}

    def stop(self, reason: str) -> None:
        """End the command with all that it started; note which tests ran."""
        if not self.process or self.process.returncode is not None:
            return
        during = [path.read_text() for path in sorted(RUNNING.glob(f"{self.name}*"))]
        self.problem = "; ".join([reason, *(f"in {test}" for test in during)])
        for how in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            time.sleep(1)


class Run:
    """Jobs, until somebody asks to stop."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.stopped = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stop())

    def stop(self) -> None:
        """Stop what runs; start no more."""
        self.stopped = True
        for job in self.jobs:
            job.stop("interrupted")

    def __call__(self, jobs: list[Job], lanes: int = 1) -> None:
        """Run jobs, this many at a time; show what they printed one after the other."""
        with ThreadPoolExecutor(lanes) as pool:
            for job, ended in [(job, pool.submit(self.one, job)) for job in jobs]:
                ended.result()
                if job not in self.jobs:
                    continue
                if not job.live:
                    print(f"\n== {job.name}\n{job.printed()}", end="")
                print(
                    f"{job.printed('.errors')}== {job.name}: {job.seconds:.0f} s, {job.cpu:.0f} of a core", flush=True
                )

    def one(self, job: Job) -> None:
        """Run a job unless it is too late."""
        if self.stopped:
            return
        self.jobs.append(job)
        if job.live:
            print(f"\n== {job.name}", flush=True)
        job.run()

    def summary(self) -> int:
        """Print how each job went, and last the closing lines of pytest; return the exit code."""
        print("\n== summary")
        for job in self.jobs:
            print(f"{job.name}: {job.problem or 'passed'}, {job.seconds:.0f} s, {job.cpu:.0f} of a core")
        print(f"together: {sum(job.cpu for job in self.jobs):.0f} s of a core\n{self.over_budget()}", end="")
        for name, closing in (("testthat", r"^\[ FAIL .*"), ("pytest", r"^=+ (short test summary|\d+ \w+.* in ).*")):
            for job in (job for job in self.jobs if job.name == name):
                found = re.search(closing, job.printed(), re.MULTILINE | re.DOTALL)
                print(found.group().strip() if found else f"{name} did not come to its end: {job.problem}")
        return int(self.stopped or any(job.problem for job in self.jobs))

    def over_budget(self) -> str:
        """Name the files of tests that took more of a core than they may, and leave in cpu.txt what each took."""
        lines = [line for file in sorted(KEPT.glob("cpu-*.txt")) for line in file.read_text().splitlines()]
        taken = {file: float(seconds) for file, seconds in (line.split("\t") for line in lines)}
        ranked = sorted(taken, key=lambda file: -taken[file])
        (KEPT / "cpu.txt").write_text("".join(f"{taken[file]:8.2f} {file}\n" for file in ranked))
        budgets = json.loads(BUDGETS.read_text())
        may = {file: budgets.get(file, budgets["others"]) for file in ranked}
        return "".join(
            f"over budget: {file}, {taken[file]:.1f} s of a core, budget {may[file]:g}\n"
            for file in ranked
            if taken[file] > may[file] and not ALL_CASES
        )


def list_programs(tier: str) -> list[Job]:
    """Make jobs of the examples in both languages, and of the vignettes with their twins, which are slow."""
    found = []
    if tier != "usual":
        together = [name for name in list_vignettes() if name not in OWN_PROCESS]
        alone = [name for name in list_vignettes() if name in OWN_PROCESS]
        for job, names in (("vignettes", together), *((f"vignettes/{name}", [name]) for name in alone)):
            found.append(Job(f"{job} in R", ["Rscript", "tools/vignettes.R", str(KEPT), *names]))
            found.append(Job(f"{job} in Python", [sys.executable, "tools/vignettes.py", str(KEPT), *names]))
    chosen = list_examples() if tier != "slow" else []
    for pattern, program in (("*.py", sys.executable), ("*.R", "Rscript")):
        for file in sorted((ROOT / "examples").rglob(pattern)):
            if file.stem in chosen:
                found.append(Job(str(file.relative_to(ROOT)), [program, str(file)], KEPT, lean=False))
    return found


def list_examples() -> list[str]:
    """Return the names of the examples that run: a part, or all under `make test-all`."""
    names = sorted({file.stem for file in (ROOT / "examples").rglob("*.[Rp]*")})
    return names if ALL_CASES else names[2::3]


def list_vignettes() -> list[str]:
    """Return the names of the vignettes that run: a part, or all under `make test-all`."""
    names = [file.stem for file in sorted((ROOT / "vignettes").glob("*.Rmd"))]
    return names if ALL_CASES else names[::3]


def list_comparisons(programs: list[Job]) -> list[Job]:
    """Make jobs that compare what examples and vignettes have printed in both languages."""
    found, ran = [], {job.name for job in programs}
    for file in sorted((ROOT / "examples/r").glob("*.R")):
        if f"examples/r/{file.name}" in ran and "\n# Prints the same as " in f"\n{file.read_text()}":
            both = [str(KEPT / f"examples-{name}.txt") for name in (f"python-{file.stem}.py", f"r-{file.name}")]
            found.append(Job(f"examples/{file.stem} in both languages", ["diff", *both]))
    compare = [sys.executable, "tools/vignettes.py", "--compare", str(KEPT), *list_vignettes()]
    return [*found, *([Job("vignettes in both languages", compare)] if "vignettes in R" in ran else [])]


def set_budgets() -> int:
    """Give each file a budget of a third more than what it took in the last run, which should be one of `make test`."""
    lines = [line.split() for line in (KEPT / "cpu.txt").read_text().splitlines()]
    usual = json.loads(BUDGETS.read_text())["others"]
    budgets = {file: round(1.33 * float(seconds)) for seconds, file in lines}
    kept = {file: seconds for file, seconds in sorted(budgets.items()) if seconds > usual}
    BUDGETS.write_text(json.dumps({"others": usual, **kept}, indent=2) + "\n")
    return 0


def match_files_of_r(tier: str) -> list[str]:
    """Return a pattern of the files of testthat in a tier."""
    slow = {Path(name).name for name in json.loads(SLOW.read_text()) if name.endswith(".R")}
    every = {path.name for path in (ROOT / "tests/testthat").glob("test-*.R")}
    names = sorted(every & slow if tier == "slow" else every - slow)
    return [f"^({'|'.join(name[len('test-') : -len('.R')] for name in names)})$"]


def list_tests(quick: bool, tier: str, part: Affected | None) -> list[Job]:
    """Make the jobs of pytest and testthat: all tests, a quick part, a tier, or those that a change can break."""
    pytest = [sys.executable, "-m", "pytest", "--numprocesses", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    testthat = ["Rscript", "tools/testthat.R"]
    if part:
        print(f"rooms: {', '.join(part.rooms)}\n" if part.rooms else "", end="")
        in_python, in_r = part.python, [part.r] if part.r else None
    else:
        in_python, in_r = (["-m", "quick"], [QUICK_IN_R]) if quick else ([], match_files_of_r(tier) if tier else [])
    found = [Job("pytest", [*pytest, *in_python], live=True)] if in_python or not part else []
    return [*found, Job("testthat", [*testthat, *in_r])] if in_r is not None else found


def main() -> int:
    """Run all, or a part."""
    parser = argparse.ArgumentParser(description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--tier", choices=("usual", "slow"), default="", help="run one of the two tiers")
    which.add_argument("--quick", action="store_true", help="run a part that touches everything")
    which.add_argument("--room", help="run the tests that a change in a room of rkeras_py can break")
    which.add_argument("--changed", action="store_true", help="run those that what changed since main can break")
    which.add_argument("--set-budgets", action="store_true", help="run nothing; have budgets.json follow the last run")
    given = parser.parse_args()
    if given.set_budgets:
        return set_budgets()
    part = by_room(given.room) if given.room else by_git() if given.changed else None
    shutil.rmtree(RUNNING, ignore_errors=True)
    RUNNING.mkdir(parents=True)
    for old in (*KEPT.glob("cpu-*.txt"), *KEPT.glob("items-*.txt")):
        old.unlink()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each process would compile the package anew
    os.environ["RKERAS_TIER"] = given.tier
    run = Run()
    tests = list_tests(given.quick, given.tier, part)
    programs = list_programs(given.tier) if not (given.quick or part) else []
    # pytest has a process for each core, which often waits for what it started.
    run([*tests, *programs], lanes=1 + max(1, (os.cpu_count() or 1) // 2))
    run(list_comparisons(programs))
    return run.summary()


if __name__ == "__main__":
    sys.exit(main())
