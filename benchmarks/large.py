"""Large counts from R: layers, batches, epochs, models, rows; how time and memory grow."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import growth


def describe(extra: dict[str, Any]) -> str:
    """Say what the large counts left in memory.

    Args:
        extra: What `large_in_r.R` measured beside its times.
    """
    models, rows = extra["models"], extra["rows"]
    half = len(models) // 2
    return (
        f"- *{extra['count']:,} models made, used and dropped in R*: {(models[-1] - models[half]) / 1e6:+.0f} MB "
        "over the second half of them.\n"
        f"- *A generator of R* leaves {extra['generator']:+.0f} bytes a batch.\n"
        f"- *`fit()` on {rows['data'] / 1e6:,.0f} MB of doubles* holds at most {rows['most'] / 1e6:,.0f} MB more, "
        f"{rows['most'] / rows['data']:.2f} of the data (float32 is half of it).\n"
    )


def section(here: str, measure: Any, scale: float = 1) -> str:
    """Measure, and put times into a table.

    Args:
        here: This folder.
        measure: Runs a script and reads what it found.
        scale: Share of the counts, for a quick look.
    """
    found = measure(["Rscript", "large_in_r.R", here, "1", str(scale)])
    return f"{growth.table(found['rows'])}\n{describe(found['extra'])}"


def main() -> None:
    """Print the tables, for all counts or a share of them."""
    here = str(Path(__file__).resolve().parent)

    def measure(command: list[str]) -> Any:
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=here)
        return json.loads(done.stdout.splitlines()[-1])

    print(section(here, measure, float(sys.argv[1]) if len(sys.argv) > 1 else 1))


if __name__ == "__main__":
    main()
