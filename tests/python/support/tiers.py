"""Two tiers of tests: `make test` runs the usual ones in minutes, `make test-slow` the slow ones; CI runs both.

`slow.json` lists the slow test functions, each with the number of its cases that stay usual, and files of testthat.
`python tests/python/support/tiers.py` writes it anew from the last whole run, for which conftest.py notes the time of
each test.
"""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SLOW = Path(__file__).with_name("slow.json")
NOTED = ROOT / ".cache/run"
TIER = os.environ.get("RKERAS_TIER", "")
"""The tier that runs: "usual", "slow", or both where nothing is said, as by plain `pytest`."""
SECONDS = {"py": 360.0, "R": 100.0}
"""The seconds of a core for the usual tests of pytest and of testthat."""
SMALL = 3.0
"""The least expensive test of a file is a usual one, unless it takes more seconds than this."""


@dataclass
class Unit:
    """Tests that share what is expensive, and so run in one tier.

    Attributes:
        functions: The names of the test functions, or the file of testthat.
        seconds: The time of all of them.
        kept: The time of the first case, where that can be usual alone.
    """

    functions: set[str] = field(default_factory=set)
    seconds: float = 0.0
    kept: float = 0.0

    @property
    def file(self) -> str:
        """The file of the tests."""
        return min(self.functions).split("::")[0]


def name_function(item: pytest.Item) -> str:
    """Return the name of a test without its case."""
    return item.nodeid.split("[")[0]


def take_tier(items: list[pytest.Item]) -> list[pytest.Item]:
    """Remove the tests that are not of the tier that runs from a list; return them."""
    if not TIER:
        return []
    slow: dict[str, int] = json.loads(SLOW.read_text())
    seen = Counter[str]()
    tiers: dict[str, list[pytest.Item]] = {"usual": [], "slow": []}
    for item in items:
        name = name_function(item)
        tiers["slow" if seen[name] >= slow.get(name, 1 << 30) else "usual"].append(item)
        seen[name] += 1
    items[:] = tiers.pop(TIER)
    return [item for left in tiers.values() for item in left]


def note(item: pytest.Item, seconds: float) -> str:
    """Return the line that tells what a test took, and which fixtures of its module it shares with others."""
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    shared = [one.argname for some in fixtures for one in some if one.scope in ("module", "class") and one.baseid]
    file = item.nodeid.split("::")[0]
    return f"{seconds:.3f}\t{item.nodeid}\t{','.join(f'{file}::{name}' for name in shared)}\n"


def read_units() -> list[Unit]:
    """Return the units of the last whole run, of both languages."""
    cases: dict[str, list[float]] = defaultdict(list)
    unit_of: dict[str, str] = {}
    members: dict[str, set[str]] = defaultdict(set)
    for path in sorted(NOTED.glob("items-*.txt")):
        for line in path.read_text().splitlines():
            seconds, case, shared = line.split("\t")
            name = case.split("[")[0]
            cases[name].append(float(seconds))
            groups = {unit_of.get(key, key) for key in [name, *filter(None, shared.split(","))]}
            first = min(groups)
            for key in [name, *filter(None, shared.split(","))]:
                unit_of[key] = first
            for group in groups:
                members[first] |= members.pop(group, set()) if group != first else set()
            members[first].add(name)
            for key, group in unit_of.items():
                unit_of[key] = first if group in groups else group
    found = []
    for names in members.values():
        alone = len(names) == 1 and len(cases[min(names)]) > 2
        kept = cases[min(names)][0] if alone else 0.0
        found.append(Unit(names, sum(sum(cases[name]) for name in names), kept))
    for line in (NOTED / "cpu-testthat.txt").read_text().splitlines():
        file, seconds = line.split("\t")
        found.append(Unit({file}, float(seconds)))
    return found


def choose_slow(units: Iterable[Unit], seconds: float) -> dict[str, int]:
    """Return the slow ones of some units, such that the others take no more than some seconds.

    Those that take most are slow first, but for the least expensive of each file.
    """
    ranked = sorted(units, key=lambda unit: unit.kept - unit.seconds)
    least: dict[str, Unit] = {}
    for unit in reversed(ranked):
        if "::" in min(unit.functions) and unit.seconds <= SMALL:
            least.setdefault(unit.file, unit)
    stays, found = sum(unit.seconds for unit in ranked), dict[str, int]()
    for unit in ranked:
        if stays > seconds and least.get(unit.file) is not unit:
            found |= dict.fromkeys(unit.functions, int(unit.kept > 0))
            stays += unit.kept - unit.seconds
    return found


if __name__ == "__main__":
    units = read_units()
    chosen: dict[str, int] = {}
    for ending, most in SECONDS.items():
        chosen |= choose_slow([unit for unit in units if unit.file.endswith(f".{ending}")], most)
    SLOW.write_text(json.dumps(dict(sorted(chosen.items())), indent=1) + "\n")
