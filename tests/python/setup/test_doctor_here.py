"""`rkeras doctor` where all is well: the environment of the tests."""

import os
import subprocess
import sys
from pathlib import Path


def test_the_real_ones_work_together(tmp_path: Path) -> None:
    env = {name: value for name, value in os.environ.items() if name != "R_HOME"}
    done = subprocess.run(
        [sys.executable, "-m", "rkeras_py", "doctor", "--timeout", "130"],
        capture_output=True,
        text=True,
        timeout=290,
        cwd=tmp_path,
        env={**env, "RETICULATE_PYTHON": sys.executable},
    )
    assert "\nNo problem was found.\n" in done.stdout and (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "API mode" in done.stdout or "ABI mode" in done.stdout
    assert "first layer   Python, R, R in Python" in done.stdout
    assert "which would use" in done.stdout and "CPU:0" in done.stdout
