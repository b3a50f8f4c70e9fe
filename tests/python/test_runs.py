"""Of a run that is cut off it is said which test ran."""

import importlib.util
import json
import os
import re
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
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
        names += [job.name for job in (*tool.list_programs(), *tool.list_comparisons())]
    assert set(part) < set(all_of_it)
    assert {"examples/demo.py", "vignettes in R", "vignettes in Python", "vignettes in both languages"} <= set(part)
    assert len([name for name in part if name.startswith("examples/") and name.endswith(" in both languages")]) == 2
    assert len([name for name in all_of_it if name.endswith((".py", ".R"))]) == len(
        [*(ROOT / "examples").rglob("*.py"), *(ROOT / "examples").rglob("*.R")]
    )


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
