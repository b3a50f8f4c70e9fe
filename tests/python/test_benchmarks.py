"""The profiles of the benchmarks: where the time of a row goes, in both languages."""

import cProfile
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from support import ROOT

BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture
def where(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield importlib.import_module("where")
    del sys.modules["where"]


def test_rooms_are_those_of_the_code(where: Any) -> None:
    site = "/v/lib/python3.11/site-packages"
    rooms = {
        f"{ROOT}/rkeras_py/training/fit.py": "rkeras_py/training",
        f"{ROOT}/rkeras_py/define.py": "rkeras_py/define",
        "/rkeras_py/lib/rkeras_py/graph/compose.py": "rkeras_py/graph",
        f"{site}/keras/src/backend/tensorflow/trainer.py": "Keras",
        f"{site}/tensorflow/python/keras/engine.py": "TensorFlow",
        f"{site}/numpy/lib/function_base.py": "numpy",
        f"{site}/other/keras/x.py": "Python",
        "/usr/lib/R/library/reticulate/python/rpytools/call.py": "reticulate",
        f"{BENCHMARKS}/plain_calls.py": "benchmarks",
        "/usr/lib/python3.11/inspect.py": "Python",
    }
    assert {file: where.get_room(file, "f") for file in rooms} == rooms
    assert where.get_room("~", "<built-in method tensorflow.python._pywrap_tfe.TFE_Py_Execute>") == "TensorFlow"
    assert where.get_room("~", "<built-in method numpy.array>") == "numpy"
    assert where.get_room("~", "<method 'append' of 'list' objects>") == "Python"


def test_tables_have_all_the_time_and_what_takes_most(where: Any) -> None:
    lines = [where.Line(f"f{number}", "ab"[number % 2], number / 100, number / 10) for number in range(20)]
    text = where.show("row", lines)
    assert "row: 1.9 s" in text
    assert re.findall(r"([\d.]+)%.* ([ab])$", text, re.MULTILINE) == [("52.6", "b"), ("47.4", "a")]
    alone, together = text.split("most, alone:")[1].split("most, with what they call:")
    for part, column in ((alone, "0.1900 s"), (together, "1.9000 s")):
        assert re.findall(r"f(\d+)$", part, re.MULTILINE) == [str(number) for number in range(19, 4, -1)]
        assert column in part
    profiler = cProfile.Profile()
    profiler.runcall(where.get_room, f"{BENCHMARKS}/plain.py", "f")
    found = {line.what.split()[-1]: line for line in where.read(profiler)}
    assert found["get_room"].room == "benchmarks" and found["get_room"].together >= found["get_room"].alone


@pytest.mark.parametrize(
    ("row", "rooms"),
    [
        ("pad_sequences", ["rkeras_py/preprocessing", "numpy"]),
        ("get_weights, R", ["rkeras", "rkeras_py/from_r"]),
    ],
    ids=["Python", "R"],
)
def test_a_row_is_profiled(row: str, rooms: list[str]) -> None:
    command = [sys.executable, "run.py", "--profile", row]
    done = subprocess.run(command, capture_output=True, text=True, cwd=BENCHMARKS, timeout=240)
    assert done.returncode == 0, done.stderr
    assert f"## {row}" in done.stdout and "The 15 functions that take most, with what they call" in done.stdout
    for room in rooms:
        assert re.search(rf"^ +[\d.]+% +[\d.]+ s  {room}$", done.stdout, re.MULTILINE), (room, done.stdout)


def test_all_rows_about_calls_can_be_profiled(where: Any) -> None:
    calls = importlib.import_module("calls")
    assert {f"{name}{where.SUFFIX}" for name in calls.TITLES} <= set(where.ROWS)
    assert set(calls.IN_PYTHON) <= set(where.ROWS)


def test_whole_programs_have_twins_and_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    programs = importlib.import_module("programs")
    for suffix in (".R", ".py"):
        assert {file.stem for file in programs.FOLDER.glob(f"*{suffix}")} == set(programs.TITLES)
    assert all("rkeras" not in file.read_text() for file in programs.FOLDER.glob("*.py"))
