"""Processes for scripts, in which TensorFlow and Keras are there already: a fork takes milliseconds, an import seconds.

They are forked from a process that has imported these, and done nothing with them: it has one thread, and no thread can
so hold a lock that a fork would wait for. In R rkeras_py is there, too; in Python it is not, as there are scripts that
show that plain Keras does without. Who asks how anything starts has no use for such processes: run_script() and
run_python() start one that has nothing.
"""

import atexit
import ctypes
import functools
import importlib
import json
import os
import re
import secrets
import select
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import types
from pathlib import Path
from typing import Any, Literal

from support import ROOT, Finished, in_front, project_env, run_script

spent: list[float] = []
"""The seconds of a core that each script took, which this process is not told as those of its own children."""

THREADS = Path("/proc/self/task")
"""Where Linux lists the threads of a process."""

Host = Literal["python", "r"]
MAY_HAVE = {"python": 1, "r": 3}
"""How many threads it may have. In R, two of reticulate's sleep, but for moments in which they look at the clock."""
HAS_THREADS = "pyarrow"
"""A package that starts a thread as it is loaded, by pandas, which does without where it is missing."""
OWN_PATHS = (ROOT / "tools/lean", ROOT, Path(__file__).parent)
RUNS_KERAS = "callbacks.runs"
"""The module that has Keras make a tensor, with which its threads begin, as it is imported."""


def run_prepared(code: str, *args: str, host: Host = "python", timeout: float = 120) -> Finished:
    """Run `code` as run_script() does, in a process of its own in which TensorFlow and Keras are imported.

    Where that process has threads that a fork would miss, or nobody can tell, it is a process which has nothing.
    """
    code = textwrap.dedent(code)
    prepares = preparing_process(host) if THREADS.exists() else None
    if prepares is None:
        return run_script(code, host, *args, timeout=timeout)
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
def preparing_process(host: Host = "python") -> socket.socket | None:
    """Start the process that prepares others; None where it has other threads than it may, and is not to be forked.

    It ends when its socket is closed, at the latest with this process.
    """
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    program = [sys.executable, __file__] if host == "python" else ["Rscript", str(Path(__file__).with_suffix(".R"))]
    process = subprocess.Popen(
        [*program, str(its.fileno())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**environment(), "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": in_front("PYTHONPATH", *OWN_PATHS)},
        pass_fds=[its.fileno()],
        start_new_session=True,
    )
    its.close()

    @atexit.register
    def end() -> None:
        ours.close()
        process.wait()

    threads = ours.recv(100)  # nothing where it has ended: an R that is no library, say
    return ours if threads and int(threads) <= MAY_HAVE[host] else None


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


def prepare(requests: socket.socket) -> dict[str, Any]:
    """Say how many threads there are after the import, and return a task in each process that is to do one."""
    sys.modules[HAS_THREADS] = None  # type: ignore[assignment]
    import tensorflow  # noqa: F401  imports Keras, too, and that pandas

    del sys.modules[HAS_THREADS]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait
    requests.send(str(len(list(THREADS.iterdir()))).encode())
    return wait_for_tasks(requests)


def prepare_in_r(file: float) -> list[str]:
    """Do so in R; have R read on in the script of the task instead of prepared.R, and return its arguments."""
    name_of_temporary_folder()  # here an R ends that has it elsewhere
    from rkeras_py.names import MODULES

    for module in sorted({*MODULES.values()} - {RUNS_KERAS}):
        if not module.startswith("bridge."):
            importlib.import_module(f"rkeras_py.{module}")
    task = prepare(socket.socket(fileno=int(file)))
    parent = os.environ["R_SESSION_INITIALIZED"]
    os.environ.update(task["env"] | {"R_SESSION_INITIALIZED": re.sub(r"PID=\d+", f"PID={os.getpid()}", parent)})
    os.chdir(task["cwd"])
    own_temporary_folder()
    (reads,) = (int(one.name) for one in Path("/proc/self/fd").iterdir() if one.resolve().name == "prepared.R")
    with open(task["script"], "rb") as script:
        os.dup2(script.fileno(), reads)
    take_numbers_of_threads(MAY_HAVE["r"] - 1)
    arguments: list[str] = task["args"]
    return arguments


def name_of_temporary_folder() -> ctypes.c_char_p:
    """R's variable."""
    return ctypes.c_char_p.in_dll(ctypes.CDLL(None), "R_TempDir")


def own_temporary_folder() -> None:
    """Give R another temporary folder than its parent's, which it removes as it ends: it has two pointers to it."""
    name = name_of_temporary_folder()
    assert name.value
    prefix = name.value[:-6].decode()
    folder = next(path for path in iter(lambda: f"{prefix}{secrets.token_hex(3)}", "") if not os.path.exists(path))
    os.mkdir(folder, 0o700)
    ctypes.memmove(name, folder.encode(), len(folder))
    os.environ["R_SESSION_TMPDIR"] = folder


def take_numbers_of_threads(count: int) -> None:
    """Have threads that do nothing where the parent had reticulate's, which reticulate ends, by their numbers, with R.

    Else threads of TensorFlow would get these numbers, and be ended.
    """
    libc = ctypes.CDLL(None)
    for _ in range(count):
        libc.pthread_create(ctypes.byref(ctypes.c_ulong()), None, libc.pause, None)


if __name__ == "__main__":
    begin(prepare(socket.socket(fileno=int(sys.argv[1]))))
