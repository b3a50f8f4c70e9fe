"""Plain Python code in an R that hosts: what functions of R give it, and whole numbers beyond R's integers from it."""

import re
import sys
import venv
from pathlib import Path

import numpy as np
import pytest
from support import run_script

from rkeras_py.r.limits import take_losses
from rkeras_py.r.wide import exceeds, fit

WIDE = (2**31, -(2**31), [1, 2**31], (True, -(2**40)), ["a", 2**40], {"a": [1, (2, {"b": 2**40})]}, [1.5, 2**40])
NARROW = (2**31 - 1, -(2**31) + 1, True, 1.5, "a", None, [], {}, [[]], [1, 2.0, None], {2**40: 1}, range(2**40))


def test_only_whole_numbers_beyond_rs_integers_become_doubles() -> None:
    assert all(map(exceeds, WIDE)) and not any(map(exceeds, NARROW))
    assert repr(fit(WIDE)) == (
        "(2147483648.0, -2147483648.0, [1.0, 2147483648.0], (True, -1099511627776.0), ['a', 1099511627776.0], "
        "{'a': [1, (2, {'b': 1099511627776.0})]}, [1.5, 1099511627776.0])"
    )
    assert repr(fit(NARROW)) == repr(NARROW)
    objects = np.array([[2**40, "a"], [[2**31, 1], None]], object)
    assert exceeds(objects) and not any(map(exceeds, (np.array([1, "a"], object), np.array([2**40]))))
    assert fit(objects).tolist() == [[2.0**40, "a"], [[2.0**31, 1.0], None]]
    assert not take_losses()
    assert fit([10**400, 1]) == [float("inf"), 1.0] and fit(-(10**400)) == -float("inf")
    assert fit({"a": [2**53 + 1, "b\0"]}) == {"a": [2.0**53, "b\\x00"]}
    number, text = take_losses()
    assert re.match(r"R got the nearest double\. A whole number of 1329 bits is beyond R's numbers\. Pass its", number)
    assert re.match(r"R got a text with escapes\. .*NUL", text) and not take_losses()


VALUES = """
library(rkeras)
library(reticulate)
py_run_string("
def call(f, *args, **named): return repr(f(*args, **named))
def wide(f): return f(2**40, [2**40, 1], a={'b': 2**33})
def give(): return 2**40
def draw():
    yield 2**40
    yield 3
class Owner:
    value = (2**40, 'a')
numbers, nested, owner = [-2**31, 1], {'id': 2**40, 'of': [1, {'id': 2**41}]}, Owner()
")
same <- function(x, y) if (!identical(x, y)) stop(deparse(sys.call()), " gave ", deparse(x))

results <- list(
  `NA_integer_` = NA_integer_, `NA` = NA, `NA_character_` = NA_character_,
  "[1.0, nan]" = list(1, NA_real_), "['a', None]" = c("a", NA), "{'a': NA_integer_}" = list(a = NA_integer_),
  "[1, NA]" = list(1L, NA), "array([ 1., nan])" = c(1L, NA), "array([True, None], dtype=object)" = c(TRUE, NA),
  "1" = 1L, "'a'" = "a", "None" = NULL, "[1, 2]" = 1:2
)
py_run_string("def of_list(d): return repr(d['f']())")
for (i in seq_along(results)) {
  f <- function(...) results[[i]]
  py$assigned <- f
  ways <- list(
    py$call(f), py_eval("repr(assigned())"), py_to_r(py_call(py$call, f)), py$call(structure(f, class = "own")),
    py$of_list(list(f = f)), py$call(r_to_py(f)), py$call(function() f())
  )
  for (way in ways) same(way, names(results)[[i]])
}

# R's builtins, with a class or without, are as reticulate has them; arguments stay arguments.
kinds <- py_run_string("def kinds(d): return {k: type(v).__name__ for k, v in d.items()}")$kinds
same(kinds(list(a = c, b = sum)), list(a = "PyCapsule", b = "PyCapsule"))
same(kinds(list(a = suppressWarnings(structure(c, class = "own")))), list(a = "PyCapsule"))
tell <- function(x, y = 2, ...) paste(missing(x), missing(y), nargs(), deparse(match.call()$x))
same(py$call(tell, 1, z = 3), "'FALSE TRUE 2 1'")
same(conditionMessage(tryCatch(py$call(function() stop("mine")), error = identity)), "mine")

same(py$give(), 2^40)
same(import_main()$give(), 2^40)
same(py_call(py$give) |> py_to_r(), 2^40)
same(py$numbers, c(-2^31, 1))
same(py$nested, list(id = 2^40, of = list(1L, list(id = 2^41))))
same(py$owner$value, list(2^40, "a"))
same(py_eval("2**40"), 2^40)
same(py_eval("[1, 2]"), 1:2)
same(class(py_eval("2**40", convert = FALSE))[[1L]], "python.builtin.int")
same(py_run_string("x = 2**40", local = TRUE)$x, 2^40)
same(iterate(py$draw()), list(2^40, 3L))
drawn <- py$draw()
same(lapply(1:3, function(i) iter_next(drawn, "over")), list(2^40, 3L, "over"))
same(iter_next(as_iterator(list(2, 3))), 2)
same(tryCatch(iter_next(py_eval("[1]", convert = FALSE)), error = function(e) "no iterator"), "no iterator")
same(py_eval("__import__('numpy').array([2**40, 'a'], object)"), array(list(2^40, "a"), 2))
same(import("json")$loads('{"id": 5000000000}'), list(id = 5e9))
taken <- NULL
py$wide(function(...) taken <<- list(...))
same(taken, list(2^40, c(2^40, 1), a = list(b = 2^33)))
import_main(convert = FALSE)$wide(function(first, ...) taken <<- first)
same(class(taken)[[1L]], "python.builtin.int") # reticulate converts nothing here

# Numbers beyond doubles serve code that needs only a part of them, or none, and R warns once a call.
warned <- function(run, words) {
  told <- character()
  value <- withCallingHandlers(run(), warning = function(condition) {
    told <<- c(told, conditionMessage(condition))
    invokeRestart("muffleWarning")
  })
  if (length(told) != 1L || !all(grepl(words, told))) stop(deparse(run), ": ", told)
  value
}
rounded <- "nearest double.*exact up to 2"
py_run_string("
def draw_ids():
    yield 2**53 + 1
    yield 'next'
big = 2**60 + 1
")
same(warned(function() py_eval("10**400"), "beyond R's numbers"), Inf)
same(warned(function() import("sys")$maxsize > 2^32, rounded), TRUE)
same(warned(function() import("json")$loads('{"id": 1234567890123456789, "text": "hi"}'), rounded)$text, "hi")
same(warned(function() iterate(py$draw_ids()), rounded), list(2^53, "next"))
same(warned(function() iter_next(py$draw_ids()), rounded), 2^53)
same(warned(function() py$big, rounded), 2^60)
same(tryCatch(py$big, warning = function(condition) "handled"), "handled")
same(py_str(import_main(convert = FALSE)$big), "1152921504606846977")
same(warned(function() py_str(py_eval("'a\\\\udce9'", convert = FALSE)), "escapes"), "a\\\\udce9")
py_run_string("call(lambda: None)\ndef give_big(f): f(2**60)")
py$give_big(function(x) taken <<- x)
same(taken, 2^60)
cat("all values")
"""


def test_plain_functions_of_python_in_an_r_that_hosts() -> None:
    done = run_script(VALUES, "r", timeout=120)
    assert done.code == 0 and "all values" in done.stdout, done.stdout + done.stderr
    assert "<string>:2: UserWarning: R got the nearest double." in done.stderr


ERRORS = """
library(rkeras)
library(reticulate)
py_run_string("
def call(f): return f()
def draw(f): yield f()
")
own <- structure(class = c("own", "error", "condition"), list(message = "my message", call = quote(f(1)), field = 7))
fails <- function(...) stop(own)
py$assigned <- fails
writeLines("assigned()", file <- tempfile(fileext = ".py"))
ways <- list(
  function() py$call(fails), function() py_eval("assigned()"), function() py_eval("assigned()", convert = FALSE),
  function() py_run_string("assigned()"), function() py_run_file(file), function() source_python(file),
  function() iterate(py$draw(fails)), function() iterate(py_iterator(function() fails())),
  function() iter_next(py$draw(fails))
)
for (way in ways) {
  found <- tryCatch(way(), own = identity)
  if (!identical(unclass(found)[c("message", "field")], unclass(own)[c("message", "field")])) stop(deparse(way))
}
of_python <- tryCatch(py_run_string("raise ValueError('half \\\\ud800, all')"), error = conditionMessage)
stopifnot(startsWith(of_python, "ValueError: half \\\\ud800, all\nRun `reticulate::py_last_error"))
py_run_string("def zero(): raise ValueError('a\\\\0b')")
stopifnot(startsWith(tryCatch(py$zero(), error = conditionMessage), "ValueError: a\\\\x00b\nRun"))
named <- tryCatch(layer_dense(units = 1, activation = py_eval("'re\\\\ud800lu'", FALSE)), error = conditionMessage)
stopifnot(endsWith(named, 'Received: activation = "re\\\\ud800lu"'))
of_python <- tryCatch(py_run_string("{}['k']"), python.builtin.KeyError = identity)
stopifnot(inherits(of_python, "python.builtin.KeyError"), grepl("KeyError", conditionMessage(of_python)))
cat("all errors")
"""


def test_an_error_of_r_is_itself_again_by_all_doors_of_reticulate() -> None:
    done = run_script(ERRORS, "r", timeout=120)
    assert done.code == 0 and "all errors" in done.stdout, done.stdout + done.stderr


BARE = """
library(rkeras)
library(reticulate)
py_run_string("def call(f): return repr(f())")
stopifnot(!py_numpy_available(), py$call(function() NA_integer_) == "NA_integer_")
stopifnot(py$call(function() c(1L, NA)) == "[1.0, nan]", py$call(function() c(NA, TRUE)) == "[None, True]")
stopifnot(identical(py_eval("[2**40, 1]"), c(2^40, 1)), identical(py_eval("1"), 1L))
stopifnot(format(py_eval("__import__('datetime').datetime(2024, 7, 1, 12)")) == "2024-07-01 12:00:00")
stopifnot(conditionMessage(tryCatch(py$call(function() stop("mine")), error = identity)) == "mine")
cat("without numpy")
"""


def test_a_python_without_packages(tmp_path: Path) -> None:
    venv.create(tmp_path, symlinks=True)
    env = {"RETICULATE_PYTHON": str(tmp_path / Path("bin", "python"))}
    done = run_script(BARE, "r", timeout=120, env=env)
    assert done.code == 0 and "without numpy" in done.stdout, done.stdout + done.stderr


# R or Python may be the one that hears the signal, and both may have called the other.
INTERRUPTS = """
library(rkeras)
library(reticulate)
py_run_string("
def call(f, *args): return f(*args)
def rescue(f):
    try: return f(2**40)
    except KeyboardInterrupt: return 'heard'
")
press <- function() system(sprintf("(sleep 0.4; kill -INT %d) &", Sys.getpid()))
ways <- list(
  py$call, function(f) py$call(f, 2^40), function(f) py$call(function() py$call(f, py_eval("2**40", FALSE))),
  function(f) iterate(py_eval("iter(int, 1)"), function(x) f()), py$rescue
)
for (way in ways) {
  press()
  ended <- tryCatch(way(function(...) repeat Sys.sleep(0.01)), interrupt = function(condition) "heard")
  stopifnot(identical(ended, "heard"), identical(py_eval("1 + 1"), 2L))
}
cat("all heard")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_ctrl_c_in_functions_of_r_that_plain_python_calls() -> None:
    done = run_script(INTERRUPTS, "r", timeout=60)
    assert done.code == 0 and "all heard" in done.stdout, done.stdout + done.stderr


FIRST = """
library(reticulate)
py_run_string("def call(f): return repr(f())")
before <- py$call
stopifnot(before(function() NA_integer_) == "-2147483648", !"rkeras" %in% loadedNamespaces())
stopifnot(identical(py_eval("2**40"), 0L), !py_eval("'rkeras_py' in __import__('sys').modules"))
library(rkeras)
stopifnot(py$call(function() NA_integer_) == "NA_integer_", identical(py_eval("2**40"), 2^40))
cat("late")
"""


def test_an_r_that_loads_rkeras_after_python_has_started() -> None:
    done = run_script(FIRST, "r", timeout=120)
    assert done.code == 0 and "late" in done.stdout, done.stdout + done.stderr
