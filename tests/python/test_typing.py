"""Type checkers on the stub: right calls have types, each wrong call is flagged."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = ["tests/python/typing_sample.py", "tests/python/typing_star.py", "tests/python/typing_wrong.py"]


def test_mypy_passes_right_calls_and_flags_each_wrong_one():
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", *FILES], cwd=ROOT, capture_output=True, text=True, timeout=200
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_each_wrong_call_has_its_ignore():
    lines = (ROOT / FILES[-1]).read_text(encoding="utf-8").splitlines()
    wrong = [line for line in lines if "# type: ignore[" in line]
    assert len(wrong) >= 35
    assert not [line for line in lines if line.startswith("rk.") and line not in wrong]
