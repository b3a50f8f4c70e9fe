"""Workers on this machine: started together, with their output collected, and stopped together."""

import collections
import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from .cluster import describe_task, find_addresses, share_gpus
from .guardian import GRACE, Guardian
from .output import Board, Place, open_stream, read_lines, write_all

INTERRUPTED, TIMED_OUT, UNREAD = 130, 124, 141  # exit codes of a shell, of `timeout`, and after SIGPIPE
_LAST_LINES = 15
_POLL = 0.05
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
_STOPPING = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@dataclass
class Job:
    """The job that is to be run.

    Attributes:
        command: The program and its arguments.
        count: Number of workers.
        variables: The environment.
        log_dir: A folder for a file of each worker's output; None: none.
        timeout: After how many seconds to end them; None: never.
        restarts: How often to start all again when one fails.
        gpus: How many GPUs each worker gets; None leaves them all visible.
        progress: Whether to show the last line of each worker instead of all lines.
        caller: The process on whose behalf they run, and with which they end; None: this one alone.
    """

    command: Sequence[str]
    count: int
    variables: Mapping[str, str]
    log_dir: Path | None = None
    timeout: float | None = None
    restarts: int = 0
    gpus: int | None = None
    progress: bool = False
    caller: int | None = None


@dataclass
class Worker:
    """A process, and what it has written.

    Attributes:
        index: Its number, from 0.
        process: The process.
        lines: Its last lines.
        reader: The thread that reads them.
    """

    index: int
    process: "subprocess.Popen[bytes]"
    lines: "collections.deque[str]" = field(default_factory=lambda: collections.deque(maxlen=_LAST_LINES))
    reader: threading.Thread | None = None

    def send(self, number: int) -> None:
        """Send a signal to the process and to all that it started."""
        try:
            if os.name == "nt":
                self.process.send_signal(number) if number != _KILL else self.process.kill()
            else:
                os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):  # the process is gone; on macOS, possibly not yet waited for
            return


def run_workers(job: Job) -> int:
    """Run a command in several processes that know of each other, and wait for all of them.

    Args:
        job: What is to be run.

    Returns:
        The exit status, that of the first that failed. What is to be said of it was said.

    Raises:
        OSError: If they cannot be started.
    """
    run = _Run(job)
    previous = {number: signal.signal(number, run.hear) for number in _list_heard()}
    code, said = 0, ""
    try:
        for again in range(job.restarts + 1):
            code, said, failed = run.run_once(again)
            if not failed or again == job.restarts:
                break
            run.say(
                f"{said}\nrkeras launch: restart {again + 1} of {job.restarts}, from the last backup of the script."
            )
    finally:
        for number in previous:  # ignore a second signal while the workers end
            signal.signal(number, signal.SIG_IGN)
        run.close(said)
        for number, handler in previous.items():
            signal.signal(number, handler)
    return code


def _list_heard() -> list[int]:
    """Return the signals that end all workers: not those that are ignored, as by nohup, and none on another thread."""
    if threading.current_thread() is not threading.main_thread():
        return []
    return [number for number in _STOPPING if signal.getsignal(number) is not signal.SIG_IGN]


class _Caller:
    """The R session that waits for the launcher, which ends with it; a killed session sends no signal."""

    def __init__(self, number: int | None) -> None:
        self._number = number if os.name != "nt" else None
        self._file = -1
        if number is not None and hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):  # the process is gone, or the kernel lacks pidfd
                self._file = os.pidfd_open(number)

    def lives(self) -> bool:
        """Tell whether it has not ended; true where there is none."""
        if self._file >= 0:
            return not select.select([self._file], [], [], 0)[0]
        if self._number is not None:
            try:
                os.kill(self._number, 0)
            except ProcessLookupError:
                return False
        return True


class _Run:
    """The workers of a job, and the places for their output."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._deadline = time.monotonic() + job.timeout if job.timeout else None
        self._workers: list[Worker] = []
        self._notes = open_stream(sys.stderr, lambda text: None)
        self._screen = open_stream(sys.stdout, self.say)
        redraws = sys.stdout is not None and sys.stdout.isatty()
        self._board = Board(job.count, self._screen, redraws) if job.progress else None
        self._caller = _Caller(job.caller)
        self._guardian = Guardian()
        self._logs: list[Place] = []
        self._files: list[int] = []
        self._heard = 0

    def hear(self, number: int, frame: FrameType | None) -> None:
        """Take a signal that ends all workers.

        It raises nothing: an error between the start of a worker and its record would leave that worker running.
        """
        self._heard = self._heard or number

    def run_once(self, again: int) -> tuple[int, str, bool]:
        """Start all workers, wait for them, and end those that still run.

        Args:
            again: How often they were started before.

        Returns:
            The exit status, what is to be said of it, and whether a worker failed.
        """
        if not self._logs and self._job.log_dir is not None:
            self._open_logs(self._job.log_dir)
        addresses = find_addresses(self._job.count)
        for index in range(self._job.count):
            if self._heard:
                break
            self._start(index, {"TF_CONFIG": describe_task(addresses, index), "RKERAS_RESTARTS": str(again)})
        code, said, failed = self._wait()
        if self._heard:
            self._send(self._heard)
            code, said, failed = 128 + self._heard, "interrupted: all workers were stopped.", False
        self._end()
        return code, said, failed

    def _open_logs(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OSError(f"{folder} cannot be used as the log folder: {error.strerror}.") from error
        # O_NONBLOCK: if a log is a named pipe, do not wait for its reader.
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
        for index in range(self._job.count):
            path = folder / f"worker-{index}.log"
            try:
                number = os.open(path, flags, 0o666)
            except OSError as error:
                raise OSError(f"the log {path} cannot be written: {error.strerror}.") from error
            self._files.append(number)
            self._logs.append(Place(str(path), lambda text, to=number: write_all(to, text.encode()), self.say))  # type: ignore[misc]

    def _start(self, index: int, variables: Mapping[str, str]) -> None:
        job = self._job
        process = subprocess.Popen(
            job.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            bufsize=0,
            env={**job.variables, **share_gpus(job.gpus, index, job.variables), **variables},
            start_new_session=True,  # Ctrl-C reaches only this process, which passes it on
        )
        worker = Worker(index, process)
        self._workers.append(worker)
        self._guardian.begin(process.pid)
        worker.reader = threading.Thread(target=self._read, args=(worker,), daemon=True)
        worker.reader.start()

    def _read(self, worker: Worker) -> None:
        def take(line: str) -> None:
            worker.lines.append(line)
            if self._logs:
                self._logs[worker.index].put(line)
            if self._board is None:
                self._screen.put(f"[worker {worker.index}] {line}")
            else:
                self._board.put(worker.index, line)

        assert worker.process.stdout is not None
        read_lines(worker.process.stdout.fileno(), take)

    def _wait(self) -> tuple[int, str, bool]:
        """Wait until all workers succeed, one fails, the time is over, or nobody reads the output."""
        while not self._heard:
            codes = [worker.process.poll() for worker in self._workers]
            failed = next((place for place, code in enumerate(codes) if code), None)
            if failed is not None:
                return _exit_status(codes[failed]), _describe(self._workers, failed, codes[failed]), True
            if all(code == 0 for code in codes):
                return 0, "", False
            if self._screen.broken:
                return UNREAD, "the output is no longer read: all workers were stopped.", False
            if not self._caller.lives():
                return 128 + signal.SIGTERM, "the calling process has ended: all workers were stopped.", False
            if self._deadline is not None and time.monotonic() > self._deadline:
                running = ", ".join(str(place) for place, code in enumerate(codes) if code is None)
                said = f"not finished after {self._job.timeout:g} seconds: {running}. All workers were stopped."
                return TIMED_OUT, said, False
            time.sleep(_POLL)
        return 0, "", False

    def say(self, text: str) -> None:
        """Say something on the standard error, without waiting for whoever reads that."""
        self._notes.put(f"rkeras launch: {text}")

    def _send(self, number: int) -> None:
        for worker in self._workers:
            worker.send(number)

    def _end(self) -> None:
        """End the running workers and their children: ask them first, and kill them after some seconds."""
        for worker in self._workers:
            if worker.process.poll() is None:
                worker.send(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and any(worker.process.poll() is None for worker in self._workers):
            time.sleep(_POLL)
        for worker in self._workers:
            worker.send(_KILL)  # also kills children that outlived the worker
            worker.process.wait()
            self._guardian.end(worker.process.pid)
        deadline = time.monotonic() + GRACE
        for worker in self._workers:
            if worker.reader is not None:  # a child in another session may hold the pipe open
                worker.reader.join(max(0, deadline - time.monotonic()))
                if not worker.reader.is_alive() and worker.process.stdout is not None:
                    worker.process.stdout.close()
        self._workers.clear()

    def close(self, said: str) -> None:
        """End what still runs, and write what waits and a last word."""
        self._end()
        self._guardian.close()
        if self._board is not None:
            self._board.close()
        for place in (self._screen, *self._logs):
            place.close(GRACE)
        if said:
            self.say(said)
        self._notes.close(GRACE)
        for number in self._files:
            os.close(number)


def _exit_status(code: int | None) -> int:
    return code if code and code > 0 else 128 - (code or 0)


def _describe(workers: Sequence[Worker], failed: int, code: int | None) -> str:
    reader = workers[failed].reader
    if reader is not None:
        reader.join(GRACE)
    how = f"exit status {code}" if code and code > 0 else f"signal {-(code or 0)}"
    last = "".join(f"  {line.rstrip()}\n" for line in workers[failed].lines).rstrip("\n")
    said = f"worker {failed} of {len(workers)} ended with {how}, and the others were stopped."
    return f"{said} Its last lines:\n{last}" if last else f"{said} It printed nothing."
