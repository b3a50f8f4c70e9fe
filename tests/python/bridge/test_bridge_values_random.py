"""Random nested values, there and back, in a process of their own."""

import subprocess
import sys
from pathlib import Path

from bridge_support import environment
from support import ALL_CASES

FUZZ = Path(__file__).parents[1] / "support" / "conversion_fuzz.py"
COUNT = 10_000 if ALL_CASES else 4_000


def test_random_values() -> None:
    done = subprocess.run(
        [sys.executable, str(FUZZ), str(COUNT), "20"],
        capture_output=True,
        text=True,
        timeout=240,
        env=environment(),
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0 and done.stdout == f"right {COUNT}\n", done.stdout[-9000:] + done.stderr[-9000:]
