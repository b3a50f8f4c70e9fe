"""Names that tools of Python would take for something else."""

import subprocess
import sys
from pathlib import Path


def test_pytest_takes_no_function_of_a_star_import_for_a_test(tmp_path: Path) -> None:
    file = tmp_path / "test_user.py"
    file.write_text("from rkeras_py import *\n\n\ndef test_own():\n    assert callable(test_on_batch)\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=120)
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout + done.stderr
