"""R's values by every door: those of reticulate give what the bridge gives, or say what they do not."""

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from conversion_cases_r import OF_RETICULATE, R_CASES, goes_by_reticulate
from plain_forms import plain_form
from support import run_script

from rkeras_py import NA, fit, keras_model_sequential, layer_dense, op_sum, predict
from rkeras_py import compile as compile_model
from rkeras_py.bridge import RSession, r_session
from rkeras_py.r.missing import NA_integer_

CODES = [code for codes in R_CASES.values() for code in codes if goes_by_reticulate(code)]

VARIABLES = "reticulate::py_get_attr(reticulate::import_main(convert = FALSE), '__dict__')"


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    yield session
    session("rm(list = ls(globalenv()))")
    vars(sys.modules["__main__"]).pop("door_", None)


def assign(R: RSession) -> Any:
    R("local({ py <- reticulate::py; py$door_ <- value; NULL })")
    return vars(sys.modules["__main__"])["door_"]


def give(R: RSession) -> Any:
    taken: list[Any] = []
    R["take_"] = taken.append
    R("take_(value)")
    return taken[0]


def convert(R: RSession) -> Any:
    R("reticulate::py_set_attr(reticulate::import_main(), 'door_', reticulate::r_to_py(value))")
    return vars(sys.modules["__main__"])["door_"]


def call(R: RSession) -> Any:
    taken: list[Any] = []
    R["take_"] = taken.append
    R("reticulate::py_call(take_, value); NULL")
    return taken[0]


def put_into_dict(R: RSession) -> Any:
    return R("reticulate::dict(door_ = value)")["door_"]


def put_into_tuple(R: RSession) -> Any:
    return R("reticulate::tuple(list(value, 1))")[0]


def set_item(R: RSession) -> Any:
    R(f"reticulate::py_set_item({VARIABLES}, 'door_', value); NULL")
    return vars(sys.modules["__main__"])["door_"]


def assign_item(R: RSession) -> Any:
    R(f"local({{ found <- {VARIABLES}; found['door_'] <- value; NULL }})")
    return vars(sys.modules["__main__"])["door_"]


def set_attribute(R: RSession) -> Any:
    R("reticulate::py_set_attr(reticulate::import_main(), 'door_', value); NULL")
    return vars(sys.modules["__main__"])["door_"]


DOORS = (assign, give, convert, call, put_into_dict, put_into_tuple, set_item, assign_item, set_attribute)


def test_a_value_is_the_same_by_every_door(R: RSession) -> None:
    differing = set()
    for code in CODES:
        R(f"value <- {code}; invisible(NULL)")
        expected = plain_form(R["value"])
        for door in DOORS:
            try:
                form = plain_form(door(R))
            except Exception as error:
                form = str(error)
            if form != expected:
                differing.add((code, door))
    of_reticulate = {(code, door) for code in OF_RETICULATE for door in DOORS}
    assert differing == of_reticulate | {("NULL", assign_item)}  # which takes the item away


def test_what_a_function_of_r_returns_keeps_its_missing_values(R: RSession) -> None:
    taken = R("reticulate::r_to_py(function(x = 2L) c(x, NA))")
    assert np.array_equal(taken(), [2, np.nan], equal_nan=True)
    assert R("is.na(reticulate::import_builtins()$list(list(NA_integer_, 1L))[[1]])") is True


def test_missing_values_of_python_are_those_of_r(R: RSession) -> None:
    R["give"] = lambda: [NA, NA_integer_]
    assert R("identical(give(), list(NA, NA_integer_)) || identical(give(), c(NA, NA_integer_))") is True


def test_whole_numbers_that_hold_na_of_r_are_refused(R: RSession) -> None:
    bad = np.array([[1, -(2**31)], [3, 4]], np.int32)
    model = keras_model_sequential(input_shape=2) >> layer_dense(1)
    compile_model(model, "sgd", "mse")
    for call, name in (
        (lambda: fit(model, bad, [1.0, 2.0], verbose=0), r"fit\(\): `x`"),
        (lambda: fit(model, bad.tolist(), [1.0, 2.0], verbose=0), r"fit\(\): `x`"),
        (lambda: fit(model, bad[::-1], np.array([1, -(2**31)]), verbose=0), r"fit\(\)"),
        (lambda: predict(model, bad, verbose=0), r"predict\(\): `x`"),
        (lambda: op_sum(bad), r"op_sum\(\): `x`"),
        (lambda: layer_dense(bad, 1), r"layer_dense\(\)"),
    ):
        with pytest.raises(ValueError, match=name + r".*-2147483648.*R's NA"):
            call()
    assert op_sum(bad.astype("int64")) == 8 - 2**31


SCRIPT = """
library(reticulate)
py$first <- list(n = c(1L, NA), f = factor("u"), l = c(TRUE, NA))  # it starts Python
stopifnot(!exists("first"), inherits(py, "python.builtin.module"))
x <- c(1L, NA); l <- c(TRUE, NA); s <- c("a", NA); f <- factor(c("u", NA)); d <- as.Date(c("2024-01-01", NA))
g <- function() c(1L, NA)
frame <- data.frame(i = c(1L, NA), l = c(TRUE, NA))
py_run_string('
import numpy as np, pandas as pd
assert np.isnan(first["n"][1]) and isinstance(first["f"], pd.Categorical) and first["l"][1] is None
assert np.isnan(r.x[1]) and r.l[1] is None and r.s == ["a", None]
assert isinstance(r.f, pd.Categorical) and r.f.codes.tolist() == [0, -1] and np.isnat(r.d[1])
assert np.isnan(r.g()[1]) and r.frame["i"].isna().tolist() == [False, True] and r.frame["l"][1] is None
def check(values):
    assert np.isnan(values[1]), values
    return values
from rkeras_py.bridge import r as session
assert session.x[0] == 1 and np.isnan(session.x[1]) and "x" in dir(session)
session.back = session.f
')
source <- tempfile(fileext = ".py")
writeLines("import numpy as np\ndef of_file(values): return bool(np.isnan(values[1]))", source)
source_python(source)
stopifnot(identical(is.na(py$check(x)), array(c(FALSE, TRUE))), of_file(x), identical(back, f))
py$assigned <- x
stopifnot(py_eval("np.isnan(assigned[1])"))
inside <- new.env()
inside$n <- c(a = 1L, b = NA)
chunk <- c("```{python}", "r.named, r.factor, r.whole = r.n, r.f, 2**40", "del r.whole", "r['same'] = r['n']", "```")
invisible(knitr::knit(text = chunk, quiet = TRUE, envir = inside))
stopifnot(identical(inside$named, inside$n), identical(inside$same, inside$n), identical(inside$factor, f))
stopifnot(identical(ls(inside), c("factor", "n", "named", "same")), !exists("named"))
cat("all doors\n")
"""

WITHOUT_RPY2 = """
x <- c(1L, NA)
reticulate::py_run_string("
import sys
sys.modules['rpy2'] = None
assert r.x[0] == 1 and r.x[1] != r.x[1]
r.y = r['x']
assert 'rkeras_py.bridge' in sys.modules
")
stopifnot(is.double(y), identical(is.na(y), array(c(FALSE, TRUE))))
cat("without rpy2")
"""


def test_python_code_in_an_r_that_hosts() -> None:
    done = run_script("library(rkeras)\n" + SCRIPT, "r", timeout=120)
    assert done.code == 0 and "all doors" in done.stdout, done.stdout + done.stderr


def test_variables_are_those_of_reticulate_without_rpy2() -> None:
    done = run_script("library(rkeras)\n" + WITHOUT_RPY2, "r", timeout=120)
    assert done.code == 0 and "without rpy2" in done.stdout, done.stdout + done.stderr
