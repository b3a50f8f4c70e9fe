"""A few hundred wrong arguments, drawn anew from a seed: none is taken, and each error names function and argument."""

import os
import subprocess
import sys

import pytest
from support import ALL_CASES, ROOT, project_env


@pytest.mark.parametrize(
    ("language", "count"), [("python", 400), ("r", 200)] if ALL_CASES else [("python", 80), ("r", 50)]
)
def test_wrong_arguments_are_refused_by_name(language: str, count: int) -> None:
    command = [sys.executable, "tools/fuzz", "arguments", "--language", language, "--count", str(count), "--seed", "7"]
    done = subprocess.run(
        [*command, "--only", "^(?!application_|fit|evaluate|predict|export|save|load)"],
        cwd=ROOT, env={**os.environ, **project_env()}, capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
