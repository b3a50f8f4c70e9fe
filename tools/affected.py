"""The tests that a change can break: those of the room that changed, and of all rooms above it in the import contract.

A test uses its room and what is below it (ARCHITECTURE.md). Tests of no room, such as those of the command, use all.
"""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests/python"
FOLDERS = {"losses": "metrics", "doctor": "setup"}
"""The folders of the tests of rooms, where they have another name."""
IN_R = {
    **dict.fromkeys(["bridge", "r", "from_r", "data", "engine", "messages"], "python"),
    **dict.fromkeys(["porting", "launch", "cli"], "scripts"),
    **dict.fromkeys(["define", "signatures"], "mistakes"),
    "graph": "nodes",
    "doctor": "setup",
}
"""How files of testthat begin that test rooms, where that is not the room's name."""


@dataclass
class Affected:
    """Tests that a change can break.

    Attributes:
        python: The files and folders for pytest.
        r: A pattern of files for testthat, empty for none.
        rooms: The rooms that may be broken.
    """

    python: list[str] = field(default_factory=list)
    r: str = ""
    rooms: list[str] = field(default_factory=list)


def list_floors() -> dict[str, int]:
    """Return the rooms, each with its floor in the import contract, counted from the top."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return {room.strip(): floor for floor, rooms in enumerate(contract["layers"]) for room in rooms.split("|")}


def list_users(rooms: set[str]) -> list[str]:
    """Return rooms, and those that may import them: all on the floors above."""
    floors = list_floors()
    lowest = max(floors[room] for room in rooms)
    return sorted(room for room, floor in floors.items() if floor < lowest or room in rooms)


def by_room(room: str) -> Affected:
    """Return the tests that a change in a room can break."""
    if room not in list_floors():
        sys.exit(f"ROOM should be one of {', '.join(sorted(list_floors()))}. Received: {room}")
    return _find_tests({room})


def _find_tests(rooms: set[str]) -> Affected:
    users = list_users(rooms)
    folders = [TESTS / FOLDERS.get(room, room) for room in users]
    files = [*(folder for folder in folders if folder.is_dir()), *sorted(TESTS.glob("test_*.py"))]
    others = {start for room in list_floors().keys() - set(users) for start in (room, IN_R.get(room, room))}
    others -= {start for room in users for start in (room, IN_R.get(room, room))}
    return Affected(
        [str(file.relative_to(ROOT)) for file in files], _list_in_r(lambda name: _start(name) not in others), users
    )


def _start(name: str) -> str:
    return name.split("-")[0]


def _list_in_r(chosen: Callable[[str], bool]) -> str:
    names = [path.stem.removeprefix("test-") for path in sorted((ROOT / "tests/testthat").glob("test-*.R"))]
    found = [name for name in names if chosen(name)]
    return f"^({'|'.join(found)})$" if found else ""


def by_git() -> Affected:
    """Return the tests that can be broken by what changed since this branch left main, or is not committed.

    Of R files, those whose names begin with the same word; what begins with "python" concerns all.
    """
    base = _run_git("merge-base", "main", "HEAD")[0]
    changed = {*_run_git("diff", "--name-only", base), *_run_git("ls-files", "--others", "--exclude-standard")}
    rooms = {Path(name).parts[1].removesuffix(".py") for name in changed if re.match(r"rkeras_py/.+\.py$", name)}
    rooms = {room for room in rooms if room in list_floors()}
    found = _find_tests(rooms) if rooms else Affected()
    own = {name for name in changed if re.match(r"tests/python/.*test_\w+\.py$", name) and (ROOT / name).exists()}
    helpers = {Path(name).stem for name in changed if re.match(r"tests/python/support/\w+\.py$", name)}
    for path in TESTS.rglob("test_*.py") if helpers else []:
        if set(re.findall(r"^(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)) & helpers:
            own.add(str(path.relative_to(ROOT)))
    found.python = [*found.python, *sorted(name for name in own if not name.startswith(tuple(found.python)))]
    in_r = [Path(name).stem for name in changed if re.match(r"(R|tests/testthat)/.+\.R$", name)]
    starts = {_start(name.removeprefix("gen-")) for name in in_r if not name.startswith(("test-", "helper-"))}
    own_in_r = {name.removeprefix("test-") for name in in_r}
    all_of_r = "python" in starts or any(name.startswith("helper-") for name in in_r)
    more = _list_in_r(lambda name: all_of_r or name in own_in_r or _start(name) in starts)
    found.r = "|".join(filter(None, [found.r, more]))
    return found


def _run_git(*args: str) -> list[str]:
    return subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")[:-1]
