"""Scripts in processes of their own, for what may hang, crash or send signals."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

from support import project_env

HARD_LIMIT = 120.0
START = "from rkeras_py.bridge import r_session; R = r_session()"
"""How such a script begins."""


def environment(**changes: str | None) -> dict[str, str]:
    """Return this process's environment with changes; None removes a variable."""
    env = os.environ | project_env()
    # An R that runs in this process announces itself here, with this process's number.
    for name in ("R_SESSION_INITIALIZED", "PYTHON_SESSION_INITIALIZED"):
        env.pop(name, None)
    for name, value in changes.items():
        if value is None:
            env.pop(name, None)
        else:
            env[name] = value
    return env


def run_python(code: str, *, timeout: float = HARD_LIMIT, **env: str | None) -> subprocess.CompletedProcess[str]:
    """Run a script; fail with its output unless it ends by itself with code 0."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment(**env),
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def run_and_interrupt(
    code: str,
    *,
    after: float = 0.7,
    signals: int = 1,
    timeout: float = HARD_LIMIT,
    command: tuple[str, ...] = (sys.executable, "-u", "-c"),
) -> str:
    """Run a script and press Ctrl-C, as it were, some time after each `ready` it prints; return its output."""
    process = subprocess.Popen(
        [*command, textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
        stdin=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    watchdog = threading.Timer(timeout, process.kill)
    watchdog.start()
    output = ""
    try:
        for line in process.stdout:
            output += line
            if line.strip() == "ready":
                time.sleep(after)
                for _ in range(signals):
                    process.send_signal(signal.SIGINT)
        code_of_exit = process.wait()
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
        process.stdout.close()
    assert code_of_exit == 0, f"exit code {code_of_exit}\n{output}"
    return output
