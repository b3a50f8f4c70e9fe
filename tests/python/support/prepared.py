"""Processes for scripts, in which TensorFlow, Keras and rkeras_py are there already: a fork takes milliseconds.

They are forked from a process that has imported these, which takes seconds, and done nothing with them: it has one
thread, and no thread can so hold a lock that a fork would wait for. Who asks how anything starts has no use for them:
run_script() and run_python() start a process that has nothing.
"""

import atexit
import functools
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import types
from pathlib import Path
from typing import Any

from support import Finished, project_env, run_script

spent: list[float] = []
"""The seconds of a core that each script took, which this process is not told as those of its own children."""

THREADS = Path("/proc/self/task")
"""Where Linux lists the threads of a process."""

RUNS_KERAS = "callbacks.runs"
"""The module that has Keras make a tensor, with which its threads begin, as it is imported."""


def run_prepared(code: str, *args: str, timeout: float = 120) -> Finished:
    """Run `code` as run_script() does, in a process of its own in which TensorFlow, Keras and rkeras_py are imported.

    Where that process has several threads, or nobody can tell, it is a process which has nothing.
    """
    code = textwrap.dedent(code)
    prepares = preparing_process() if THREADS.exists() else None
    if prepares is None:
        return run_script(code, "python", *args, timeout=timeout)
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "script")
        script.write_text(code)
        streams = [Path(folder, name) for name in ("stdout", "stderr")]
        ended, write_end = os.pipe()
        task = {"script": str(script), "args": args, "cwd": os.getcwd(), "env": environment()}
        with streams[0].open("wb") as output, streams[1].open("wb") as errors:
            files = [output.fileno(), errors.fileno(), write_end]
            socket.send_fds(prepares, [json.dumps(task).encode()], files)
        os.close(write_end)
        with open(ended) as facts:
            process = int(facts.readline())
            in_time = bool(select.select([facts], [], [], timeout)[0])
            if not in_time:
                os.killpg(process, signal.SIGKILL)
            code_of_exit = os.waitstatus_to_exitcode(int(facts.readline()))
            spent.append(float(facts.readline()))
        stdout, stderr = (path.read_text() for path in streams)
    assert in_time, f"Not done after {timeout} s.\nstdout:\n{stdout}\nstderr:\n{stderr}"
    return Finished(stdout, stderr, code_of_exit)


def run_to_the_end(code: str, *args: str, timeout: float = 120) -> Finished:
    """Run `code` as run_prepared() does; fail with its output unless it ends by itself with code 0."""
    done = run_prepared(code, *args, timeout=timeout)
    assert done.code == 0, f"exit code {done.code}\n{done.stdout}\n{done.stderr}"
    return done


def environment() -> dict[str, str]:
    """This process's environment, without what an R that runs in it has left there."""
    left = ("R_HOME", "R_SESSION_INITIALIZED", "PYTHON_SESSION_INITIALIZED")
    return {**{name: value for name, value in os.environ.items() if name not in left}, **project_env()}


@functools.cache
def preparing_process() -> socket.socket | None:
    """Start the process that prepares others; None where it has several threads, and so is not to be forked.

    It ends when its socket is closed, at the latest with this process.
    """
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, __file__, str(its.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**environment(), "OPENBLAS_NUM_THREADS": "1"},  # or numpy would start a thread
        pass_fds=[its.fileno()],
        start_new_session=True,
    )
    its.close()

    @atexit.register
    def end() -> None:
        ours.close()
        process.wait()

    return ours if ours.recv(100) == b"1" else None


def wait_for_tasks(requests: socket.socket) -> dict[str, Any]:
    """Fork for each task that is sent; return it in the process that is to do it."""
    while True:
        message, files, _, _ = socket.recv_fds(requests, 1 << 20, 3)
        if not message:
            os._exit(0)
        if os.fork() == 0:  # it waits for the process that does the task
            os.setsid()
            requests.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            process = os.fork()
            if process == 0:
                os.setsid()
                for file, stream in zip(files[:2], (1, 2), strict=True):
                    os.dup2(file, stream)
                for file in files:
                    os.close(file)
                task: dict[str, Any] = json.loads(message)
                return task
            os.write(files[2], f"{process}\n".encode())
            _, status, used = os.wait4(process, 0)
            os.write(files[2], f"{status}\n{used.ru_utime + used.ru_stime}\n".encode())
            os._exit(0)
        for file in files:
            os.close(file)


def begin(task: dict[str, Any]) -> None:
    """Make this process one that has begun to run a script."""
    os.environ.clear()
    os.environ.update(task["env"])
    os.chdir(task["cwd"])
    script = task["script"]
    sys.argv = [script, *task["args"]]
    sys.path[0] = str(Path(script).parent)
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__file__ = script
    exec(compile(Path(script).read_text(), script, "exec"), main.__dict__)


if __name__ == "__main__":
    requests = socket.socket(fileno=int(sys.argv[1]))
    import tensorflow  # noqa: F401  imports Keras, too

    from rkeras_py.names import MODULES

    for module in sorted({*MODULES.values()} - {RUNS_KERAS}):
        if not module.startswith("bridge."):
            importlib.import_module(f"rkeras_py.{module}")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait
    requests.send(str(len(list(THREADS.iterdir()))).encode())
    begin(wait_for_tasks(requests))
