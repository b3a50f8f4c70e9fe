"""Code that several test modules need."""

import contextlib
import fcntl
import functools
import inspect
import itertools
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

ROOT = Path(__file__).resolve().parents[3]
ALL_CASES = bool(os.environ.get("RKERAS_ALL_CASES"))
"""True if tests take all their cases, as under `make test-all`."""

Case = TypeVar("Case")


def sampled(cases: Iterable[Case], one_in: int) -> list[Case]:
    """Every so many of some cases, or all of them under `make test-all`."""
    return list(cases)[:: 1 if ALL_CASES else one_in]


def pairs(*factors: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Combinations in which every value meets every value of each other factor; all of them under `make test-all`.

    Nearly all faults come of one value, or of two together.
    """
    values = [list(factor) for factor in factors]
    numbers = list(itertools.product(*(range(len(some)) for some in values)))
    if not ALL_CASES:
        meet = [set(itertools.combinations(enumerate(case), 2)) for case in numbers]
        missing, chosen = set().union(*meet), list[int]()
        while missing:
            chosen.append(max(range(len(numbers)), key=lambda number: len(meet[number] & missing)))
            missing -= meet[chosen[-1]]
        numbers = [numbers[number] for number in sorted(chosen)]
    return [tuple(some[number] for some, number in zip(values, case, strict=True)) for case in numbers]


def for_each(name: str, cases: Iterable[Case]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As `pytest.mark.parametrize`, in one test, which tells all cases that fail.

    For hundreds of cases of which each takes less than pytest does to count it: 3 milliseconds in each process.
    """
    from pytest import fail  # which would be in each prepared process

    listed = list(cases)

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        def try_each(**fixtures: Any) -> None:
            failed: list[BaseException] = []
            for case in listed:
                try:
                    test(**{name: case}, **fixtures)
                except (Exception, fail.Exception) as error:
                    error.add_note(f"{name} = {case!r}")
                    failed.append(error)
            if failed:
                raise BaseExceptionGroup(f"{len(failed)} of {len(listed)} cases failed", failed)

        functools.update_wrapper(try_each, test)
        signature = inspect.signature(test)
        left = [param for param in signature.parameters.values() if param.name != name]
        try_each.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return try_each

    return decorate


def in_front(variable: str, *paths: Path) -> str:
    """The folders that an environment variable lists, after some others."""
    first = [str(path) for path in paths]
    listed = os.environ.get(variable, "").split(os.pathsep)
    return os.pathsep.join([*first, *(path for path in listed if path not in ("", *first))])


def project_env() -> dict[str, str]:
    """The environment variables of `make env`, of the Makefile and of tools/test.py."""
    return {
        "CUDA_VISIBLE_DEVICES": os.environ.get("CUDA_VISIBLE_DEVICES", "-1"),
        "MPLBACKEND": "Agg",
        "PYTHONPATH": in_front("PYTHONPATH", ROOT / "tools/lean", ROOT),
        "RETICULATE_PYTHON": sys.executable,
        "R_LIBS": in_front("R_LIBS", ROOT / ".rlib"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


@dataclass(frozen=True)
class Finished:
    """How a script ended."""

    stdout: str
    stderr: str
    code: int


def run_script(
    code: str,
    host: Literal["python", "r"] = "python",
    *args: str,
    timeout: float = 120,
    env: dict[str, str] | None = None,
) -> Finished:
    """Run `code` in a process of its own, for what may hang, crash, or needs a fresh start.

    A script that is not done after `timeout` seconds is killed, with all that it started, and fails the test.
    """
    interpreter = sys.executable if host == "python" else "Rscript"
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "script")
        script.write_text(code)
        process = subprocess.Popen(
            [interpreter, str(script), *args],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **project_env(), **(env or {})},
            start_new_session=True,
        )
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            stdout, stderr = process.communicate()
            raise AssertionError(f"Not done after {timeout} s.\nstdout:\n{stdout}\nstderr:\n{stderr}") from None
    return Finished(stdout, stderr, process.returncode)


def displayed(text: str) -> str:
    """A text as a console or a notebook shows it: what comes after a carriage return is written over the line."""
    assert not re.search(r"[\b\x1b]", text), "codes that not every console knows"
    lines = []
    for line in text.split("\n"):
        shown = ""
        for part in line.split("\r"):
            shown = part + shown[len(part) :]
        lines.append(shown.rstrip())
    return "\n".join(lines)


def in_a_terminal(command: list[str], timeout: float = 120) -> str:
    """Run a command in a terminal of its own, 80 columns wide, and return what it wrote there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **project_env()},
        start_new_session=True,
    )
    os.close(theirs)
    watchdog = threading.Timer(timeout, os.killpg, (process.pid, signal.SIGKILL))
    watchdog.start()
    output = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
        while part := os.read(ours, 4096):
            output += part
    os.close(ours)
    code = process.wait()
    watchdog.cancel()
    assert code == 0, output.decode()
    return output.decode().replace("\r\n", "\n")
