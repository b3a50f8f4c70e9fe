"""The runner of all tests, also after one has failed: pytest, and beside it testthat, the examples and the vignettes.

With --quick, a part of them that touches everything. Expects the environment of tools/env.sh.
.cache/run keeps what each job printed, and .cache/run/running says which test each process runs.
"""

import argparse
import contextlib
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

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".cache/run"  # where examples leave their pictures and models, too
RUNNING = KEPT / "running"  # written by tests/python/conftest.py and tools/testthat.R
LIMIT = 3000  # seconds; a hang is a failure too
LEAN = str(ROOT / "tools/lean")  # Keras starts more quickly
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
        problem: What was wrong with its end, or nothing.
        seconds: How long it took.
    """

    name: str
    command: list[str]
    folder: Path = ROOT
    live: bool = False
    problem: str = ""
    seconds: float = 0
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
            code = self.process.wait()
            watchdog.cancel()
        self.problem = self.problem or (f"exit code {code}" if code else "")
        self.seconds = time.monotonic() - start

    def stop(self, reason: str) -> None:
        """End the command with all that it started; note which tests ran."""
        if not self.process or self.process.poll() is not None:
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
                print(f"{job.printed('.errors')}== {job.name}: {job.seconds:.0f} s", flush=True)

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
            print(f"{job.name}: {job.problem or 'passed'}, {job.seconds:.0f} s")
        for name, closing in (("testthat", r"^\[ FAIL .*"), ("pytest", r"^=+ (short test summary|\d+ \w+.* in ).*")):
            said = next((job.printed() for job in self.jobs if job.name == name), "")
            found = re.search(closing, said, re.MULTILINE | re.DOTALL)
            print(found.group().strip() if found else f"{name} did not come to its end")
        return int(self.stopped or any(job.problem for job in self.jobs))


def list_programs() -> list[Job]:
    """Make jobs of the vignettes and their twins, which take longest, and of the examples in both languages."""
    found = []
    together = [name for name in list_vignettes() if name not in OWN_PROCESS]
    alone = [name for name in list_vignettes() if name in OWN_PROCESS]
    for job, names in (("vignettes", together), *((f"vignettes/{name}", [name]) for name in alone)):
        found.append(Job(f"{job} in R", ["Rscript", "tools/vignettes.R", str(KEPT), *names]))
        found.append(Job(f"{job} in Python", [sys.executable, "tools/vignettes.py", str(KEPT), *names]))
    chosen = list_examples()
    for pattern, program in (("*.py", sys.executable), ("*.R", "Rscript")):
        for file in sorted((ROOT / "examples").rglob(pattern)):
            if file.stem in chosen:
                found.append(Job(str(file.relative_to(ROOT)), [program, str(file)], KEPT))
    return found


def list_examples() -> list[str]:
    """Return the names of the examples that run: a part, or all under `make test-all`."""
    names = sorted({file.stem for file in (ROOT / "examples").rglob("*.[Rp]*")})
    return names if ALL_CASES else names[2::3]


def list_vignettes() -> list[str]:
    """Return the names of the vignettes that run: a part, or all under `make test-all`."""
    names = [file.stem for file in sorted((ROOT / "vignettes").glob("*.Rmd"))]
    return names if ALL_CASES else names[::3]


def list_comparisons() -> list[Job]:
    """Make jobs that compare what examples and vignettes have printed in both languages."""
    found = []
    chosen = list_examples()
    for file in sorted((ROOT / "examples/r").glob("*.R")):
        if file.stem in chosen and "\n# Prints the same as " in f"\n{file.read_text()}":
            both = [str(KEPT / f"examples-{name}.txt") for name in (f"python-{file.stem}.py", f"r-{file.name}")]
            found.append(Job(f"examples/{file.stem} in both languages", ["diff", *both]))
    compare = [sys.executable, "tools/vignettes.py", "--compare", str(KEPT), *list_vignettes()]
    return [*found, Job("vignettes in both languages", compare)]


def main() -> int:
    """Run all, or the quick part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="run a part that touches everything")
    quick = parser.parse_args().quick
    shutil.rmtree(RUNNING, ignore_errors=True)
    RUNNING.mkdir(parents=True)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each process would compile the package anew
    os.environ["PYTHONPATH"] = os.pathsep.join([LEAN, *filter(None, [os.environ.get("PYTHONPATH")])])
    run = Run()
    pytest = [sys.executable, "-m", "pytest", "--numprocesses", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    jobs = [
        Job("pytest", [*pytest, *(["-m", "quick"] if quick else [])], live=True),
        Job("testthat", ["Rscript", "tools/testthat.R", *([QUICK_IN_R] if quick else [])]),
    ]
    # pytest has a process for each core, which often waits for what it started.
    run(jobs if quick else [*jobs, *list_programs()], lanes=1 + max(1, (os.cpu_count() or 1) // 2))
    run([] if quick else list_comparisons())
    return run.summary()


if __name__ == "__main__":
    sys.exit(main())
