"""Copies of R objects in Python, on which nothing of the other depends, and nothing frees an R object that is in use.

How they are pickled, tests/python/saving/test_pickles.py shows.
"""

import concurrent.futures
import copy
import gc
import inspect
import pickle
import subprocess
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bridge_support import environment
from support import ALL_CASES

from rkeras_py.bridge import RFunction, RObject, RSession, r_session

FUZZ = Path(__file__).parents[1] / "support" / "handle_fuzz.py"
OPERATIONS, UNDER_TORTURE = (4000, 150) if ALL_CASES else (2000, 60)
KINDS = ["function(x) x + 1", "y ~ x", "structure(list(1), class = 'mine')", "quote(a + b)", "sum"]


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    yield session
    session("rm(list = ls(globalenv()))")


@pytest.mark.parametrize("code", KINDS)
def test_copies_of_what_nobody_changes_are_the_object_itself(R: RSession, code: str) -> None:
    value = R(code)
    assert copy.copy(value) is value
    if isinstance(value, RFunction):
        assert copy.deepcopy({"a": [value]})["a"][0] is value
    R["first"], R["second"] = value, copy.deepcopy(value)
    assert R("identical(first, second)") is True


COPIED = {
    "environment": ("list2env(list(v = 1, inner = list2env(list(v = 1))))", "x$v <- 2; x$inner$v <- 2"),
    "R6": (
        "R6::R6Class('C', public = list(v = 1, inner = NULL, initialize = function() self$inner <- new.env()))$new()",
        "x$v <- 2; x$inner$v <- 2",
    ),
    "reference class": (
        "setRefClass('P', fields = list(v = 'numeric', inner = 'environment'))$new(v = 1, inner = new.env())",
        "x$v <- 2; x$inner$v <- 2",
    ),
}


@pytest.mark.parametrize("kind", COPIED)
def test_a_copy_of_what_changes_has_values_of_its_own(R: RSession, kind: str) -> None:
    made, change = COPIED[kind]
    value = R(made, convert=False)
    R["x"], R["flat"], R["deep"] = value, copy.copy(value), copy.deepcopy(value)
    R(change)
    assert R("c(flat$v, flat$inner$v)") == pytest.approx([1, 2])
    assert R("deep$v") == 1 and R("identical(deep$inner$v, 2)") is False
    assert R("identical(class(deep), class(x))") is True
    assert copy.copy(R("globalenv()", convert=False)).sexp == R("globalenv()", convert=False).sexp


def test_a_hundred_copied_functions_leave_r_whole(R: RSession) -> None:
    kept = R("a <- 1; b <- 2; f <- function(x) x + a * b; f")
    copies = [copy.copy(kept) for _ in range(100)]
    for _ in range(100):
        twin = object.__new__(RFunction)
        twin.__dict__.update(kept.__dict__)
        copies.append(twin)
    assert copies[-1](1) == 3
    del copies, twin
    gc.collect()
    R("rm(f)")
    assert R("invisible(gc()); sum(vapply(1:1000, function(i) i * a * b, 0))") == 1001000
    assert kept(1) == 3


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_what_is_read_is_read_at_its_first_use(R: RSession, protocol: int) -> None:
    f = R("k <- 7; helper <- function(x) x * k; function(x, ...) helper(x)")
    read = pickle.loads(pickle.dumps(f, protocol))
    R("k <- 8")
    assert str(inspect.signature(read)) == "(x, *dots)" and "first use" in repr(read)
    assert pickle.loads(pickle.dumps(read, protocol))(6) == read(6) == 42
    assert f(6) == 48


def test_other_threads_write_while_the_main_thread_waits_or_runs_r(R: RSession) -> None:
    f = R("k <- 2; function(x) x * k")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        written = [pool.submit(pickle.dumps, f) for _ in range(20)]
        R("Sys.sleep(0.1)")
        assert {pickle.loads(one.result(60))(3) for one in written} == {6}


@pytest.mark.parametrize("kind", [RObject, RFunction])
def test_half_made_objects_release_nothing(R: RSession, kind: Any, recwarn: pytest.WarningsRecorder) -> None:
    gc.collect()
    R("0")  # lets go of what was released before
    before = len(R.api.released)
    object.__new__(kind)
    for args in [(), (R, None), (None, R.api.nil)]:
        with pytest.raises((TypeError, AttributeError)):
            kind(*args)
    gc.collect()
    assert len(R.api.released) == before
    assert not [warning for warning in recwarn if "unraisable" in str(warning.category).lower()]


def test_an_object_that_is_made_twice_holds_one(R: RSession) -> None:
    value = R("function() 1")
    value.__init__(R, R("function() 2").sexp)
    gc.collect()
    R("invisible(gc())")
    assert value() == 2


def test_weak_references_end_with_the_last_copy(R: RSession) -> None:
    value = R("function() 1")
    other, watch = copy.copy(value), weakref.ref(value)
    del value
    assert watch() is other
    del other
    assert watch() is None


def test_random_copies_drops_and_collections(R: RSession) -> None:
    done = subprocess.run(
        [sys.executable, str(FUZZ), str(OPERATIONS), str(UNDER_TORTURE), "20"],
        capture_output=True,
        text=True,
        timeout=240,
        env=environment(),
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0 and done.stdout.startswith(f"right {OPERATIONS}"), done.stdout + done.stderr


@pytest.mark.parametrize(
    "code",
    [
        "as.POSIXlt(c('2024-02-29 12:00', NA), tz = 'UTC')",
        "numeric_version(c('1.2.3', '4'))",
        "structure(list(a = as.POSIXlt('2024-01-01'), b = list(2)), class = 'own', note = 'kept')",
        "structure(list(1, 2), dim = 2:1, class = 'own')",
    ],
)
def test_lists_whose_class_has_parts_of_its_own_are_pickled(R: RSession, code: str) -> None:
    R(f"value <- {code}; holds <- function() value")
    R["read"], R["of_function"] = (
        pickle.loads(pickle.dumps(R.get(name, convert=False))) for name in ("value", "holds")
    )
    assert R("identical(read, value) && identical(of_function(), value)") is True


def test_parts_of_a_time_are_members(R: RSession) -> None:
    moment = R("as.POSIXlt('2024-02-29', tz = 'UTC')", convert=False)
    assert (moment.year, moment["mon"], moment.mday) == (124, 1, 29) and "hour" in list(moment)
