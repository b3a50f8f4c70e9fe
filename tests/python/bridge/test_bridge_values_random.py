"""Ten thousand random nested values, there and back, in a process of their own."""

import subprocess
import sys
from pathlib import Path

from bridge_support import environment

FUZZ = Path(__file__).parents[1] / "support" / "conversion_fuzz.py"


def test_ten_thousand_random_values() -> None:
    done = subprocess.run(
        [sys.executable, str(FUZZ), "10000", "20"],
        capture_output=True,
        text=True,
        timeout=240,
        env=environment(),
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0 and done.stdout == "right 10000\n", done.stdout[-9000:] + done.stderr[-9000:]
