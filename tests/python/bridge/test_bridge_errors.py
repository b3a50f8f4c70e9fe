"""Errors keep their class and their message across the bridge, both ways."""

import pickle
import time
import warnings
from collections.abc import Iterator

import numpy as np
import pytest

from rkeras_py.bridge import RError, RSession, RWarning, r_session
from rkeras_py.r.missing import NA_integer_

pytestmark = pytest.mark.quick


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    yield session
    session("rm(list = ls(globalenv()))")


def test_an_r_error_has_its_message_call_classes_and_traceback(R: RSession) -> None:
    R("inner <- function(x) stop('bad x: ', x); outer <- function(y) inner(y + 1)")
    with pytest.raises(RError) as caught:
        R("outer(1)")
    error = caught.value
    assert error.message == "bad x: 2"
    assert error.call == "inner(y + 1)"
    assert error.classes == ("simpleError", "error", "condition")
    assert error.traceback == ["outer(1)", "inner(y + 1)", 'stop("bad x: ", x)']
    assert str(error) == "bad x: 2\n  in the R call: inner(y + 1)"
    assert isinstance(error, RuntimeError)


def test_an_error_without_a_call(R: RSession) -> None:
    with pytest.raises(RError) as caught:
        R("stop('plain')")
    assert (str(caught.value), caught.value.call) == ("plain", None)


def test_an_error_of_a_builtin(R: RSession) -> None:
    with pytest.raises(RError, match="non-numeric argument") as caught:
        R("log('a')")
    assert caught.value.call == 'log("a")'


@pytest.mark.parametrize("code", ["1 +", "x <- (", "a b", "'open"])
def test_a_parse_error_is_an_r_error(R: RSession, code: str) -> None:
    with pytest.raises(RError, match=r"unexpected|unclosed|incomplete|INCOMPLETE") as caught:
        R(code)
    assert caught.value.call is None


def test_a_missing_variable_and_a_missing_function(R: RSession) -> None:
    with pytest.raises(RError, match="object 'nowhere' not found"):
        R("nowhere")
    with pytest.raises(RError, match="there is no R function `nowhere`"):
        R.call("nowhere")


def test_an_rlang_error_is_not_empty(R: RSession) -> None:
    with pytest.raises(RError) as caught:
        R("rlang::abort(c('top line', i = 'a hint'), class = 'my_error', parent = simpleError('deep'))")
    assert "top line" in caught.value.message and "a hint" in caught.value.message
    assert caught.value.classes[0] == "my_error"


def test_an_rlang_error_about_a_python_error_names_it_as_its_cause(R: RSession) -> None:
    cause = ZeroDivisionError("by zero")

    def fail() -> None:
        raise cause

    R["fail"] = fail
    with pytest.raises(RError, match="around") as caught:
        R("tryCatch(fail(), error = function(e) rlang::abort('around', parent = e))")
    assert caught.value.__cause__ is cause


@pytest.mark.parametrize(
    "error", [AttributeError("a"), KeyError("k"), ValueError(), SystemExit(3), StopIteration(1)], ids=repr
)
def test_a_python_error_under_r_is_the_same_object(R: RSession, error: BaseException) -> None:
    def fail() -> None:
        raise error

    R["fail"] = fail
    with pytest.raises(type(error)) as caught:
        R("f <- function() fail(); f()")
    assert caught.value is error
    assert vars(error) == {}  # none of reticulate's marks
    names = [entry.name for entry in caught.traceback]
    assert names[-1] == "fail"


def test_a_python_error_is_a_classed_condition_in_r(R: RSession) -> None:
    def fail() -> None:
        raise AttributeError("no such thing")

    R["fail"] = fail
    caught = R("tryCatch(fail(), python.builtin.AttributeError = function(e) conditionMessage(e))")
    assert caught.startswith("AttributeError: no such thing")


def test_an_r_error_passes_through_python_and_r_as_itself(R: RSession) -> None:
    seen = []

    def between() -> None:
        try:
            R("deep <- function() stop('deep down'); deep()")
        except RError as error:
            seen.append(error)
            raise

    R["between"] = between
    with pytest.raises(RError, match="deep down") as caught:
        R("between()")
    assert caught.value is seen[0]
    assert caught.value.call == "deep()"
    R["between"] = lambda: R("stop('of no call')")
    with pytest.raises(RError) as caught:
        R("between()")
    assert caught.value.call is None and str(caught.value) == "of no call"


def test_an_error_of_an_r_function_that_python_called_through_reticulate(R: RSession) -> None:
    R["apply"] = lambda function: function()
    with pytest.raises(RError, match="from R") as caught:
        R("apply(function() stop('from R'))")
    assert caught.value.message == "from R"
    assert caught.value.classes == ("simpleError", "error", "condition")
    assert "from R" in str(caught.value.call)


def test_an_r_function_that_r_gave_to_python(R: RSession) -> None:
    f = R("function(x) stop('not ', x)")
    with pytest.raises(RError) as caught:
        f("this")
    assert caught.value.message == "not this"
    assert caught.value.call == 'R_function("this")'


def test_large_arguments_do_not_fill_the_error(R: RSession) -> None:
    R("choke <- function(x) stop('no')")
    with pytest.raises(RError) as caught:
        R.call("choke", np.zeros((1000, 1000)))
    assert caught.value.call == "choke(arg1)"


@pytest.mark.parametrize("code", ["q()", "quit('no', 1)", "base::quit()", "base::q()"])
def test_quit_does_not_end_python(R: RSession, code: str) -> None:
    with pytest.raises(RError, match=r"would end the Python session.*sys\.exit\(\)"):
        R(code)


def test_endless_recursion_is_an_error(R: RSession) -> None:
    R("f <- function(n) f(n + 1)")
    with pytest.raises(RError, match="infinite recursion"):
        R("f(1)")
    with pytest.raises(RError, match=r"stack|recursion"):
        R("old <- options(expressions = 500000); tryCatch(f(1), finally = options(old))")
    assert R("1 + 1") == 2.0


def test_memory_that_is_not_there_is_an_error(R: RSession) -> None:
    with pytest.raises(RError, match=r"cannot allocate|vector memory|negative length|too large"):
        R("numeric(2^46)")
    with pytest.raises(RError, match=r"cannot allocate|vector memory"):
        R["x"] = np.broadcast_to(np.float32(0), (2**22, 2**22))
    assert R("1 + 1") == 2.0


def test_a_locked_variable(R: RSession) -> None:
    R("locked <- 1; lockBinding('locked', globalenv())")
    with pytest.raises(RError, match="cannot change value of locked binding"):
        R["locked"] = 2
    R("unlockBinding('locked', globalenv())")


def test_a_jump_to_the_top_level_is_an_error(R: RSession) -> None:
    with pytest.raises(RError, match="jump to its top level"):
        R("invokeRestart('abort')")


def test_warnings_are_python_warnings_at_the_callers_line(R: RSession) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = R("warning('one'); warning('two'); as.integer('x')")
    assert value is NA_integer_
    assert [str(w.message) for w in caught] == ["one", "two", "NAs introduced by coercion"]
    assert {w.category for w in caught} == {RWarning}
    assert {w.filename for w in caught} == {__file__}


def test_rs_own_ways_with_warnings_hold(R: RSession) -> None:
    assert R("suppressWarnings(as.integer('x'))") is NA_integer_
    assert R("tryCatch(warning('w'), warning = function(w) 'handled')") == "handled"
    with pytest.raises(RError, match="converted from warning"):
        R("old <- options(warn = 2); tryCatch(as.integer('x'), finally = options(old))")
    assert R("old <- options(warn = -1); warning('unheard'); options(old); 'done'") == "done"


def test_an_error_counts_for_more_than_a_warning(R: RSession) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(RError, match="in the end"):
            R("warning('first'); stop('in the end')")


def test_a_warning_made_an_error_is_raised(R: RSession) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(RWarning, match="first"):
            R("warning('first')")


def test_an_r_error_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(RError("m", "f(x)", ("a", "error"), ["g()", "f(x)"])))
    assert (error.message, error.call, error.classes, error.traceback) == ("m", "f(x)", ("a", "error"), ["g()", "f(x)"])


@pytest.mark.parametrize("depth", [50, 5000])
def test_endless_recursion_between_the_languages_is_an_error(depth: int) -> None:
    R = r_session()

    def descend(level: int) -> object:
        return R.call("descend_in_r", level - 1) if level else "bottom"

    R["descend"] = descend
    R("descend_in_r <- function(level) descend(level)")
    R("limits <- options(expressions = 500)")
    try:
        assert descend(5) == "bottom"
        with pytest.raises(
            RecursionError, match=r"R\.call\(\): Python and R call each other more than \d+ deep.*expressions"
        ):
            descend(depth)
        assert R("1 + 1") == 2.0 and descend(5) == "bottom"
    finally:
        R("options(limits); rm(descend, descend_in_r, limits)")


def test_endless_recursion_ends_soon_where_r_has_its_own_limits() -> None:
    R = r_session()

    def descend(level: int) -> object:
        return R.call("descend_in_r", level - 1) if level else "bottom"

    R["descend"] = descend
    R("descend_in_r <- function(level) descend(level)")
    descend(20)
    R("""looks <- 0L
    suppressMessages(trace("trace_back", quote(looks <<- looks + 1L), where = asNamespace("rlang"), print = FALSE))""")
    try:
        with pytest.raises(RecursionError, match="more than"):
            descend(1000)
        assert R("looks") == 0  # a look of reticulate at all calls takes one or two seconds
    finally:
        R('suppressMessages(untrace("trace_back", where = asNamespace("rlang"))); rm(descend, descend_in_r, looks)')


def test_endless_recursion_by_code_ends_soon_at_the_limit_of_python() -> None:
    R = r_session()

    def descend(level: int) -> object:
        return R(f"descend({level - 1})") if level else "bottom"

    R["descend"] = descend
    assert descend(60) == "bottom"
    started = time.process_time()
    with pytest.raises(RecursionError, match=r"R\(code\): .* and Python has no room .* sys\.setrecursionlimit"):
        descend(5000)
    assert time.process_time() - started < 3
    R("rm(descend)")


def test_an_exception_keeps_no_frames_of_r_on_its_way_through_many_levels() -> None:
    R = r_session()

    def descend(level: int) -> object:
        if not level:
            raise ValueError("bottom")
        return R.call("descend_in_r", level - 1)

    R["descend"] = descend
    R("descend_in_r <- function(level) descend(level)")
    with pytest.raises(ValueError, match="bottom") as raised:
        descend(20)
    assert "PyCapsule" not in {type(value).__name__ for value in vars(raised.value).values()}
    R("rm(descend, descend_in_r)")
