"""Ctrl-C at moments of every kind, under both hosts; tools/fuzz/interrupts.py tries all of them."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from support import ROOT, project_env, sampled

MOMENTS = (
    "fit, in the middle",
    "fit, generator that computes",
    "predict on arrays",
    "saving HDF5",
    "R that computes",
    "Python that computes, called from R",
    "R in Python in R in Python",
)


@pytest.fixture(scope="module")
def interrupts() -> Any:
    """The tool."""
    spec = importlib.util.spec_from_file_location("interrupts", ROOT / "tools/fuzz/interrupts.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["interrupts"] = module  # where its dataclass looks for it
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("host", sampled(["python", "r"], 2))
def test_what_runs_ends_and_the_process_works_on(host: str, interrupts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in project_env().items():
        monkeypatch.setenv(name, value)
    found = interrupts.try_moments(host, list(MOMENTS))
    assert {name: result for name, result in found.items() if not result[0]} == {}
    assert len(found) == len(MOMENTS) + 2  # the end of the process, and what saving left


SCRIPTS = {
    "computes": "tidy <- function() { on.exit(cat('exit\\n')); cat('ready\\n'); repeat {} }\ntidy()\ncat('went on\\n')",
    "handles": (
        "r <- tryCatch({ cat('ready\\n'); repeat {} }, interrupt = function(i) class(i)[[1]], "
        "finally = cat('tidy\\n'))\n"
        "print(r)"
    ),
    "looks": "options(error = quote({ cat('seen\\n'); q('no', 7) }))\ncat('ready\\n')\nrepeat {}",
}


def _interrupted(command: list[str]) -> tuple[int, str]:
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **project_env()},
        text=True,
        start_new_session=True,
    )
    with process:
        assert process.stdout is not None
        while process.stdout.readline() != "ready\n":
            assert process.poll() is None
        time.sleep(0.5)  # until the line after it runs
        os.killpg(process.pid, signal.SIGINT)
        try:
            output, _ = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return process.returncode, output


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_ends_as_under_rscript(script: str, tmp_path: Path) -> None:
    path = tmp_path / "script.R"
    path.write_text(SCRIPTS[script])
    hosted = [sys.executable, "-m", "rkeras_py", "run", "--host", "python", str(path)]
    assert _interrupted(hosted) == _interrupted(["Rscript", str(path)])
