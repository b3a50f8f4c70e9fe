"""The seconds of a core that each file of tests takes, with the processes it starts, and how many it may take.

Seconds on the clock tell little where tests run side by side. tools/test.py prints which files took more than they may:
`budgets.json` has what they may.
"""

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import prepared

BUDGETS: dict[str, float] = json.loads(Path(__file__).with_name("budgets.json").read_text())
"""How many seconds files may take; the entry "others" is for those that have none."""

taken: dict[str, float] = {}
"""The time of each file in this process, and in those that it started."""


def seconds_of_a_core() -> float:
    """Return the time of this process, of those that it waited for, and of its prepared ones."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used) + sum(prepared.spent)


@contextmanager
def counted(file: str) -> Iterator[None]:
    """Add what is done meanwhile to a file's seconds."""
    before = seconds_of_a_core()
    yield
    taken[file] = taken.get(file, 0.0) + seconds_of_a_core() - before


def budget(file: str) -> float:
    """How many seconds a file may take."""
    return BUDGETS.get(file, BUDGETS["others"])
