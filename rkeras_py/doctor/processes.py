"""Child processes that test something, and that may hang, crash or print anything."""

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence

MARK = "rkeras-doctor"
"""The start of a line with a fact: this mark, the fact's name and its value, separated by tabs."""

NOT_DONE = "it did not finish within"
"""The start of a problem about a time limit."""

_LONGEST = 400


def run_probe(
    command: Sequence[str], seconds: float, env: Mapping[str, str] | None = None
) -> tuple[dict[str, str], str]:
    """Run a command, and end it with all that it started when its time is over.

    Its output goes to files: pipes would be waited for as long as a child of a child has them open.

    Args:
        command: The command.
        seconds: How long it may take.
        env: The environment; None is this one.

    Returns:
        The facts that it told, by name, and what went wrong; "" if nothing did.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, env=env, start_new_session=True
            )
        except OSError as error:
            return {}, f"{command[0]} cannot be run: {error.strerror or error}"
        try:
            code = process.wait(seconds)
            problem = _explain(code, _read(errors)) if code else ""
        except subprocess.TimeoutExpired:
            problem = f"{NOT_DONE} {seconds:g} s"
        finally:
            end_process(process)
        return read_facts(_read(output)), problem


def _read(file: object) -> str:
    file.seek(0)  # type: ignore[attr-defined]
    return str(file.read().decode(errors="replace"))  # type: ignore[attr-defined]


def _explain(code: int, errors: str) -> str:
    """Tell in one line why a process failed: its last line of output, or the signal that ended it."""
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"it was stopped by {signal.Signals(-code).name}"
    said = [line.strip() for line in errors.splitlines() if line.strip() and line.strip() != "Execution halted"]
    return said[-1][:_LONGEST] if said else f"it ended with exit status {code}"


def end_process(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started; Windows has no groups of processes, so there the tree is ended.

    Args:
        process: The process, which began a session of its own.
    """
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    process.wait()


def read_facts(text: str) -> dict[str, str]:
    """Return the facts in what a probe printed, among whatever else that may be.

    Args:
        text: The output.
    """
    lines = (line.split("\t", 2) for line in text.splitlines() if line.startswith(f"{MARK}\t"))
    return {parts[1]: parts[2].strip() for parts in lines if len(parts) == 3}
