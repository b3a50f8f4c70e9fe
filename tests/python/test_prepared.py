"""The processes that other tests run scripts in: as those that begin with nothing, but for what is imported."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from prepared import THREADS, preparing_process, run_prepared

FACTS = """
import os, sys
import atexit, threading
before = "keras" in sys.modules, "tensorflow" in sys.modules, "rkeras_py" in sys.modules
atexit.register(lambda: print("last words"))
print(*before, sys.argv[1:], __name__, os.environ["WORD"], os.getcwd(), threading.active_count())
print(os.readlink("/proc/self/fd/0") if os.path.exists("/proc/self/fd/0") else "/dev/null", sys.stdin.read() == "")
print("careful", file=sys.stderr)
sys.exit(3)
"""


def test_a_script_has_its_own_arguments_environment_and_streams(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORD", "here")
    monkeypatch.chdir(tmp_path)
    done = run_prepared(FACTS, "a", "b c")
    first, second, last = done.stdout.splitlines()
    prepared = THREADS.exists() and preparing_process() is not None
    assert first == f"{prepared} {prepared} False ['a', 'b c'] __main__ here {tmp_path} 1"
    assert (second, last) == ("/dev/null True", "last words")
    assert (done.stderr, done.code) == ("careful\n", 3)


FACTS_OF_R = """
cat(commandArgs(TRUE), Sys.getenv("WORD"), getwd(), "tensorflow" %in% names(reticulate::import("sys")$modules), "\\n")
file.create(file.path(tempdir(), "mine"))
careful <- function() warning("careful")
careful()
library(rkeras)
model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1, kernel_initializer = "ones")
predict(model, matrix(2), verbose = 0)
reticulate::py_run_string("from rkeras_py.bridge import r_session; print(r_session())")
quit(status = 3)
"""


def test_a_script_of_r_runs_as_by_rscript(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORD", "here")
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        done = run_prepared(FACTS_OF_R, "a", "b c", host="r")
        assert done.stdout.split("\n") == [
            f"a b c here {tmp_path} TRUE ",
            "[1] TRUE",
            "     [,1]",
            "[1,]    2",
            "<R session, hosted by R>",
            "",
        ]
        assert (done.stderr, done.code) == ("Warning message:\nIn careful() : careful\n", 3)
    failed = run_prepared("1\nstop('no')\n2", host="r")
    assert (failed.stdout, failed.stderr, failed.code) == ("[1] 1\n", "Error: no\nExecution halted\n", 1)


def test_scripts_train_at_the_same_time_and_leave_nothing_to_the_next() -> None:
    code = """
    import sys
    import rkeras_py as rk
    import numpy as np
    assert not hasattr(sys, "mark")
    sys.mark = 1
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(1, kernel_initializer="ones")
    model >> rk.compile("sgd", "mse")
    rk.fit(model, np.ones((4, 1)), np.ones((4, 1)), verbose=0)
    print(rk.predict(model, np.full((1, 1), float(sys.argv[1])), verbose=0).tolist())
    """
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda number: run_prepared(code, str(number)), range(3)))
    assert [(one.stdout, one.code) for one in found] == [(f"[[{number}.0]]\n", 0) for number in range(3)], found


def test_how_a_script_ends_is_told() -> None:
    with pytest.raises(AssertionError, match=r"Not done after 1 s\.\nstdout:\nbefore\n"):
        run_prepared("import os, time\nprint('before', flush=True)\nos.fork()\ntime.sleep(600)", timeout=1)
    assert run_prepared("import os\nos.abort()").code == -6
    failed = run_prepared("1 / 0")
    assert failed.code == 1 and failed.stderr.endswith("ZeroDivisionError: division by zero\n")
