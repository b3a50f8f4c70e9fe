"""Copies of R objects in Python are the objects themselves, and nothing frees an R object that is in use."""

import copy
import gc
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

pytestmark = pytest.mark.quick

FUZZ = Path(__file__).parents[1] / "support" / "handle_fuzz.py"
OPERATIONS, UNDER_TORTURE = (4000, 150) if ALL_CASES else (2000, 60)
KINDS = ["function(x) x + 1", "new.env()", "y ~ x", "structure(list(1), class = 'mine')", "quote(a + b)", "sum"]


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    yield session
    session("rm(list = ls(globalenv()))")


@pytest.mark.parametrize("code", KINDS)
def test_copies_are_the_object_itself(R: RSession, code: str) -> None:
    value = R(code)
    assert copy.copy(value) is value
    assert copy.deepcopy(value) is value
    assert copy.deepcopy({"a": [value]})["a"][0] is value
    R["first"], R["second"] = value, copy.deepcopy(value)
    assert R("identical(first, second)") is True


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
def test_pickling_says_what_to_do_instead(R: RSession, protocol: int) -> None:
    for value in (R("function() 1"), R("new.env()")):
        with pytest.raises(TypeError, match=r"(?s)an R(Function|Object) is an object of the R .*saveRDS.*serialize"):
            pickle.dumps(value, protocol)
    path = R("tempfile()")
    R.call("saveRDS", R("function(x) x * 7"), path)
    assert R.call("readRDS", path)(6) == 42
    assert R.call("unserialize", R.call("serialize", R("function(x) x * 7"), None))(6) == 42


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
    value = R("new.env()")
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
