"""What several test modules need."""

import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parents[2]


def project_env() -> dict[str, str]:
    """The environment variables of `make env` and of the Makefile."""
    rlib = str(ROOT / ".rlib")
    others = [path for path in os.environ.get("R_LIBS", "").split(os.pathsep) if path not in ("", rlib)]
    return {
        "CUDA_VISIBLE_DEVICES": os.environ.get("CUDA_VISIBLE_DEVICES", "-1"),
        "MPLBACKEND": "Agg",
        "RETICULATE_PYTHON": sys.executable,
        "R_LIBS": os.pathsep.join([rlib, *others]),
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
