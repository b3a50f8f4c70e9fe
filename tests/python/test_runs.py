"""Of a run that is cut off it is said which test ran."""

import importlib.util
import json
import os
import re
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import tiers
from support import ROOT, run_script

pytestmark = pytest.mark.quick


def test_a_process_says_which_test_it_runs(request: pytest.FixtureRequest) -> None:
    process = os.environ.get("PYTEST_XDIST_WORKER", "main")
    assert (ROOT / ".cache/run/running" / f"pytest-{process}").read_text() == request.node.nodeid


def test_testthat_says_which_test_it_runs(tmp_path: Path) -> None:
    tests = tmp_path / "tests/testthat"
    tests.mkdir(parents=True)
    (tests / "test-long.R").write_text('test_that("something is long", { cat("\\nSAID", readLines(note), "\\n") })')
    code = (ROOT / "tools/testthat.R").read_text().replace('load_package = "installed"', 'load_package = "none"')
    done = run_script(f"setwd({str(tmp_path)!r})\n{code}", "r", "long")
    assert "SAID test-long.R: something is long" in done.stdout, done.stderr
    assert not (tmp_path / ".cache/run/running/testthat").exists()


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module tools/test.py, which keeps its files elsewhere."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    spec = importlib.util.spec_from_file_location("tools_test", ROOT / "tools/test.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "KEPT", tmp_path)
    monkeypatch.setattr(module, "RUNNING", tmp_path / "running")
    module.RUNNING.mkdir()
    return module


def test_a_job_that_is_stopped_names_its_tests(tool: Any, tmp_path: Path) -> None:
    job = tool.Job("long", [sys.executable, "-uc", "import time; print('so far'); time.sleep(100)"])
    thread = threading.Thread(target=job.run)
    thread.start()
    while not (tmp_path / "long.txt").exists() or not job.printed():
        time.sleep(0.05)
    for number in (0, 1):
        (tool.RUNNING / f"long-{number}").write_text(f"test {number}")
    job.stop("interrupted")
    thread.join(20)
    assert not thread.is_alive()
    assert (job.printed(), job.problem) == ("so far\n", "interrupted; in test 0; in test 1")


def test_a_job_that_hangs_is_stopped(tool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "LIMIT", 0.1)
    job = tool.Job("hung", [sys.executable, "-c", "import time; time.sleep(100)"])
    job.run()
    assert job.problem == "not done after 0.1 s"
    assert job.seconds < 50


def test_a_part_of_examples_and_vignettes_is_of_all_and_compared(tool: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    part, all_of_it = [], []
    for names, takes_all in ((part, False), (all_of_it, True)):
        monkeypatch.setattr(tool, "ALL_CASES", takes_all)
        programs = tool.list_programs("")
        names += [job.name for job in (*programs, *tool.list_comparisons(programs))]
    assert set(part) < set(all_of_it)
    assert {"examples/demo.py", "vignettes in R", "vignettes in Python", "vignettes in both languages"} <= set(part)
    assert len([name for name in part if name.startswith("examples/") and name.endswith(" in both languages")]) == 2
    assert len([name for name in all_of_it if name.endswith((".py", ".R"))]) == len(
        [*(ROOT / "examples").rglob("*.py"), *(ROOT / "examples").rglob("*.R")]
    )


def test_each_program_and_file_of_r_is_usual_or_slow(tool: Any) -> None:
    usual, slow = ([job.name for job in tool.list_programs(tier)] for tier in ("usual", "slow"))
    assert sorted([*usual, *slow]) == sorted(job.name for job in tool.list_programs(""))
    files = [path.name[len("test-") : -len(".R")] for path in (ROOT / "tests/testthat").glob("test-*.R")]
    patterns = [tool.match_files_of_r(tier)[0] for tier in ("usual", "slow")]
    assert {sum(bool(re.match(pattern, file)) for pattern in patterns) for file in files} == {1}


def test_tests_that_take_most_are_slow_but_one_of_each_file() -> None:
    units = [
        tiers.Unit({"a.py::test_cases"}, 30.0, kept=1.0),
        tiers.Unit({"a.py::test_one"}, 4.0),
        tiers.Unit({"b.py::test_one", "b.py::test_two"}, 6.0),
        tiers.Unit({"b.py::test_quick"}, 2.5),
        tiers.Unit({"c.py::test_process"}, 5.0),
    ]
    assert tiers.choose_slow(units, 40.0) == {"a.py::test_cases": 1}
    two = {"b.py::test_one": 0, "b.py::test_two": 0}
    assert tiers.choose_slow(units, 13.0) == {"a.py::test_cases": 1, **two}
    assert tiers.choose_slow(units, 0.0) == {"a.py::test_cases": 1, **two, "c.py::test_process": 0, "a.py::test_one": 0}


def test_both_tiers_have_all_tests(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tiers, "SLOW", tmp_path / "slow.json")
    tiers.SLOW.write_text('{"t.py::test_cases": 1, "t.py::test_slow": 0}')
    ids = ["t.py::test_cases[a]", "t.py::test_slow", "t.py::test_cases[b]", "t.py::test_other"]
    taken = {}
    for tier in ("usual", "slow", ""):
        monkeypatch.setattr(tiers, "TIER", tier)
        items: list[Any] = [SimpleNamespace(nodeid=name) for name in ids]
        left = tiers.take_tier(items)
        assert len(items) + len(left) == len(ids)
        taken[tier] = [item.nodeid for item in items]
    assert taken == {"usual": [ids[0], ids[3]], "slow": [ids[1], ids[2]], "": ids}


def test_tests_that_share_a_fixture_are_in_one_tier(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tiers, "NOTED", tmp_path)
    lines = [
        "1\tt.py::a[1]\t",
        "2\tt.py::a[2]\t",
        "3\tt.py::a[3]\t",
        "4\tt.py::b\tt.py::f",
        "5\tt.py::c\tt.py::f,t.py::g",
    ]
    (tmp_path / "items-gw0.txt").write_text("\n".join([*lines, "6\tt.py::d\tt.py::g", "7\tt.py::e\t"]))
    (tmp_path / "cpu-testthat.txt").write_text("tests/testthat/test-x.R\t8\n")
    found = {min(unit.functions): (len(unit.functions), unit.seconds, unit.kept) for unit in tiers.read_units()}
    parts = {"t.py::a": (1, 6.0, 1.0), "t.py::b": (3, 15.0, 0.0), "t.py::e": (1, 7.0, 0.0)}
    assert found == {**parts, "tests/testthat/test-x.R": (1, 8.0, 0.0)}


def test_slow_tests_are_there() -> None:
    for name in json.loads(tiers.SLOW.read_text()):
        file, _, function = name.partition("::")
        assert (
            (ROOT / file).exists() and f"def {function.split('::')[-1]}(" in (ROOT / file).read_text()
        ) or not function


def test_the_end_is_that_of_pytest(tool: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run = tool.Run.__new__(tool.Run)
    run.jobs, run.stopped = [], False
    closing = "=== short test summary info ===\nFAILED a.py::test\n=== 1 failed, 2 passed in 3s ==="
    say = [sys.executable, "-c", "import sys; print(sys.argv[1]); sys.exit(int(sys.argv[2]))"]
    run([tool.Job("pytest", [*say, f"..F\n{closing}", "1"]), tool.Job("testthat", [*say, "[ FAIL 0 | PASS 3 ]", "0"])])
    (tmp_path / "cpu-pytest.txt").write_text("tests/a.py\t1000\ntests/b.py\t0.5\n")
    capsys.readouterr()
    assert run.summary() == 1
    said = capsys.readouterr().out
    over = "over budget: tests/a.py, 1000.0 s of a core, budget "
    assert said.endswith(f"\n[ FAIL 0 | PASS 3 ]\n{closing}\n") and over in said and "b.py" not in said
    assert (tmp_path / "cpu.txt").read_text() == " 1000.00 tests/a.py\n    0.50 tests/b.py\n"


def test_budgets_follow_a_run(tool: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "BUDGETS", tmp_path / "budgets.json")
    tool.BUDGETS.write_text('{"others": 5, "tests/gone.py": 7}')
    (tmp_path / "cpu.txt").write_text("   30.00 tests/b.py\n    3.00 tests/a.py\n")
    monkeypatch.setattr(sys, "argv", ["test.py", "--set-budgets"])
    assert tool.main() == 0
    assert json.loads(tool.BUDGETS.read_text()) == {"others": 5, "tests/b.py": 40}


def test_a_job_tells_what_it_and_its_processes_took_of_a_core(tool: Any) -> None:
    spins = "import time\nwhile time.process_time() < 0.3: pass"
    job = tool.Job(
        "spins", [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {spins!r}])"]
    )
    job.run()
    assert job.problem == "" and 0.3 <= job.cpu < 5


def test_a_change_concerns_its_room_and_those_above(tool: Any) -> None:
    engine, saving = tool.by_room("engine"), tool.by_room("saving")
    assert "tests/python/saving" in saving.python and "tests/python/training" in saving.python
    assert not {"tests/python/layers", "tests/python/bridge"} & {*saving.python}
    assert {*saving.python} < {*engine.python}
    assert re.match(saving.r, "training-data") and re.match(saving.r, "contract") and not re.match(saving.r, "layers")
    with pytest.raises(SystemExit, match=r"ROOM should be one of .*saving.* Received: cellar"):
        tool.by_room("cellar")
