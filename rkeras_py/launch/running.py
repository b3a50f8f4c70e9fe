"""Workers on this machine: started together, their output collected, and ended together."""

import collections
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, Any

from .cluster import describe_task, find_addresses

INTERRUPTED, TIMED_OUT = 130, 124  # as a shell, and as `timeout`
_LAST_LINES = 15
_GRACE = 5.0  # seconds between a signal that asks and one that does not
_POLL = 0.05


class _Stopped(Exception):
    """A signal to end all."""


@dataclass
class Worker:
    """A process, and what it has written.

    Attributes:
        name: What its lines begin with.
        process: The process.
        log: The file that its lines go to as well; None without.
        lines: The last ones.
        reader: The thread that reads them.
    """

    name: str
    process: "subprocess.Popen[str]"
    log: IO[str] | None
    lines: "collections.deque[str]" = field(default_factory=lambda: collections.deque(maxlen=_LAST_LINES))
    reader: threading.Thread | None = None

    def send(self, number: int) -> None:
        """Send a signal to the process and to all that it started."""
        try:
            if os.name == "nt":
                self.process.send_signal(number) if number != _KILL else self.process.kill()
            else:
                os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):  # gone; on macOS, gone and not waited for
            return


_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


def run_workers(
    command: Sequence[str],
    count: int,
    variables: Mapping[str, str],
    log_dir: Path | None = None,
    timeout: float | None = None,
    write: Callable[[str], Any] | None = None,
) -> tuple[int, str]:
    """Run a command in several processes that know of each other, and wait for all of them.

    Args:
        command: The program and its arguments.
        count: How many.
        variables: The environment.
        log_dir: A folder for a file of each worker's output; None: none.
        timeout: After how many seconds to end them; None: never.
        write: What gets each line; it is called from several threads. None prints it.

    Returns:
        The exit status, that of the first that failed, and what is to be said of it.
    """
    workers: list[Worker] = []
    say, lock = write or _print, threading.Lock()
    previous = {number: signal.signal(number, _stop) for number in _heard()}
    deadline = time.monotonic() + timeout if timeout else None
    try:
        addresses = find_addresses(count)
        for index in range(count):
            workers.append(_start(command, {**variables, "TF_CONFIG": describe_task(addresses, index)}, index, log_dir))
            _read(workers[-1], lambda line: _locked(lock, say, line))
        return _wait(workers, deadline, timeout)
    except _Stopped as stopped:
        for worker in workers:
            worker.send(stopped.args[0])
        return 128 + stopped.args[0], "interrupted: all workers were ended."
    finally:
        for number in previous:  # a second one while they end changes nothing
            signal.signal(number, signal.SIG_IGN)
        _end(workers)
        for number, handler in previous.items():
            signal.signal(number, handler)


def _heard() -> tuple[int, ...]:
    """Return the signals that end all; none where somebody else handles signals, as in R."""
    if threading.current_thread() is not threading.main_thread():
        return ()
    return (signal.SIGINT, signal.SIGTERM)


def _stop(number: int, frame: FrameType | None) -> None:
    raise _Stopped(number)


def _start(command: Sequence[str], variables: Mapping[str, str], index: int, log_dir: Path | None) -> Worker:
    log = None
    if log_dir is not None:
        log_dir.mkdir(parents=True, exist_ok=True)
        log = (log_dir / f"worker-{index}.log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=dict(variables),
        start_new_session=True,  # Ctrl-C reaches this process alone, which passes it on
    )
    return Worker(f"[worker {index}] ", process, log)


def _read(worker: Worker, say: Callable[[str], Any]) -> None:
    def read() -> None:
        assert worker.process.stdout is not None
        for line in worker.process.stdout:
            worker.lines.append(line)
            if worker.log is not None:
                worker.log.write(line)
                worker.log.flush()
            say(worker.name + line.rstrip("\n"))

    worker.reader = threading.Thread(target=read, daemon=True)
    worker.reader.start()


def _locked(lock: threading.Lock, say: Callable[[str], Any], line: str) -> None:
    with lock:
        say(line)


def _print(line: str) -> None:
    print(line, file=sys.stdout, flush=True)


def _wait(workers: Sequence[Worker], deadline: float | None, timeout: float | None) -> tuple[int, str]:
    """Wait until all have ended well, or one has not, or the time is over."""
    while True:
        codes = [worker.process.poll() for worker in workers]
        failed = next((place for place, code in enumerate(codes) if code), None)
        if failed is not None:
            return _exit_status(codes[failed]), _describe(workers, failed, codes[failed])
        if all(code == 0 for code in codes):
            return 0, ""
        if deadline is not None and time.monotonic() > deadline:
            running = ", ".join(str(place) for place, code in enumerate(codes) if code is None)
            return TIMED_OUT, f"not done after {timeout:g} seconds: all workers were ended. Still running: {running}."
        time.sleep(_POLL)


def _exit_status(code: int | None) -> int:
    return code if code and code > 0 else 128 - (code or 0)


def _describe(workers: Sequence[Worker], failed: int, code: int | None) -> str:
    reader = workers[failed].reader
    if reader is not None:
        reader.join(_GRACE)
    how = f"exit status {code}" if code and code > 0 else f"signal {-(code or 0)}"
    last = "".join(f"  {line.rstrip()}\n" for line in workers[failed].lines).rstrip("\n")
    said = f"worker {failed} of {len(workers)} ended with {how}, and the others were ended."
    return f"{said} Its last lines:\n{last}" if last else f"{said} It has written nothing."


def _end(workers: Sequence[Worker]) -> None:
    """End those that still run, and what they started: asked first, and killed after some seconds."""
    for worker in workers:
        if worker.process.poll() is None:
            worker.send(signal.SIGTERM)
    deadline = time.monotonic() + _GRACE
    while time.monotonic() < deadline and any(worker.process.poll() is None for worker in workers):
        time.sleep(_POLL)
    for worker in workers:
        worker.send(_KILL)  # children that outlived it, too
        worker.process.wait()
        if worker.reader is not None:
            worker.reader.join(_GRACE)
        if worker.log is not None:
            worker.log.close()
