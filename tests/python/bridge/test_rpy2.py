"""Beside rpy2 as its users use it: its objects are R objects for us, ours for it, and models are themselves."""

import copy
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest

from rkeras_py.bridge import RSession, keras2ri, r_session
from rkeras_py.bridge.handles import RFunction, RObject

R = r_session()

import rpy2.rinterface as ri  # noqa: E402 - after our session, which starts R
import rpy2.robjects as ro  # noqa: E402
from rpy2.rlike.container import NamedList  # noqa: E402
from rpy2.robjects import numpy2ri, pandas2ri  # noqa: E402

DEFAULT = ro.default_converter
RULES: dict[str, Callable[[], Any]] = {
    "rpy2": lambda: DEFAULT,
    "numpy": lambda: DEFAULT + numpy2ri.converter,
    "pandas": lambda: DEFAULT + numpy2ri.converter + pandas2ri.converter,
    "ours": lambda: DEFAULT + keras2ri.converter,
    "all, ours first": lambda: DEFAULT + keras2ri.converter + numpy2ri.converter + pandas2ri.converter,
    "all, ours last": lambda: DEFAULT + numpy2ri.converter + pandas2ri.converter + keras2ri.converter,
}
OURS = [name for name in RULES if name.startswith(("ours", "all"))]

SETUP = """
a_function <- function(x, by.two = 2) x * by.two
an_environment <- new.env()
an_environment$inside <- 5
setClass("Point", representation(at = "numeric"))
a_point <- new("Point", at = c(1, 2))
a_sequential <- keras_model_sequential(input_shape = 3) %>% layer_dense(2)
compile(a_sequential, "sgd", "mse")
a_history <- fit(a_sequential, matrix(0, 4, 3), matrix(0, 4, 2), epochs = 2, verbose = 0)
a_model <- keras_model(a_sequential$input, a_sequential$output)
a_layer <- layer_dense(units = 2)
a_root <- reticulate::import("math")$sqrt
several <- list(model = a_model, n = 1L)
"""


@pytest.fixture(scope="module", autouse=True)
def session() -> Iterator[RSession]:
    before = R("ls()")
    R(SETUP)
    yield R
    R["before"] = before
    R("rm(list = setdiff(ls(), before))")


OBJECTS: dict[str, tuple[Callable[[], Any], str]] = {
    "integers": (lambda: ro.IntVector([1, 2]), "1:2"),
    "one integer": (lambda: ro.IntVector([7]), "7L"),
    "no integers": (lambda: ro.IntVector([]), "integer()"),
    "integers with NA": (lambda: ro.IntVector([1, ro.NA_Integer]), "c(1L, NA)"),
    "doubles": (lambda: ro.FloatVector([0.5, ro.NA_Real, float("nan")]), "c(0.5, NA, NaN)"),
    "logicals": (lambda: ro.BoolVector([True, ro.NA_Logical]), "c(TRUE, NA)"),
    "texts": (lambda: ro.StrVector(["a", "é", ro.NA_Character]), "c('a', 'é', NA)"),
    "complex": (lambda: ro.ComplexVector([1 + 2j]), "1+2i"),
    "raw": (lambda: ro.vectors.ByteVector(b"\x01\x02"), "as.raw(1:2)"),
    "names": (lambda: ro.r("c(a = 1, b = 2)"), "c(a = 1, b = 2)"),
    "matrix": (lambda: ro.r.matrix(ro.IntVector(range(6)), nrow=2), "matrix(0:5, 2)"),
    "array": (lambda: ro.r("array(1:24, 2:4)"), "array(1:24, 2:4)"),
    "factor": (lambda: ro.FactorVector(ro.StrVector(["u", "v", "u"])), "factor(c('u', 'v', 'u'))"),
    "dates": (lambda: ro.r("as.Date('2020-02-29')"), "as.Date('2020-02-29')"),
    "list": (lambda: ro.ListVector({"a": 1, "b": "z"}), "list(a = 1L, b = 'z')"),
    "data frame": (lambda: ro.DataFrame({"n": ro.IntVector([1, 2])}), "data.frame(n = 1:2)"),
    "function": (lambda: ro.r["a_function"], "a_function"),
    "builtin": (lambda: ro.r["sum"], "sum"),
    "formula": (lambda: ro.Formula("y ~ x + z"), "y ~ x + z"),
    "S4": (lambda: ro.r["a_point"], "a_point"),
    "environment": (lambda: ro.r["an_environment"], "an_environment"),
    "global environment": (lambda: ro.globalenv, "globalenv()"),
    "NULL": (lambda: ro.NULL, "NULL"),
    "NA_integer_": (lambda: ro.NA_Integer, "NA_integer_"),
    "NA": (lambda: ro.NA_Logical, "NA"),
    "NA_real_": (lambda: ro.NA_Real, "NA_real_"),
    "NA_complex_": (lambda: ro.NA_Complex, "NA_complex_"),
    "NA_character_": (lambda: ro.NA_Character, "NA_character_"),
    "symbol": (lambda: ri.SexpSymbol("abc"), "quote(abc)"),
    "call": (lambda: ro.r("quote(f(x, 2))"), "quote(f(x, 2))"),
    "expression": (lambda: ro.r("expression(a, b)"), "expression(a, b)"),
    "low level": (lambda: ri.FloatSexpVector([1.5]), "1.5"),
    "named list": (lambda: NamedList([1, "z"], names=["a", None]), "list(a = 1L, 'z')"),
    "NA among integers": (lambda: [1, ro.NA_Integer, 3], "c(1L, NA, 3L)"),
    "NA among doubles": (lambda: (0.5, 2, ro.NA_Real), "c(0.5, 2, NA)"),
    "NA among texts": (lambda: ["a", ro.NA_Character], "c('a', NA)"),
    "NA among logicals": (lambda: [ro.NA_Logical, True], "c(NA, TRUE)"),
    "NA among others": (lambda: [1, "a", ro.NA_Integer], "list(1L, 'a', NA_integer_)"),
    "inside": (
        lambda: {"a": ro.IntVector([1]), "b": [ro.NULL, ro.Formula("y ~ x")]},
        "list(a = 1L, b = list(NULL, y ~ x))",
    ),
}


def ours(code: str) -> RObject:
    """An R object as the bridge holds it where it does not convert."""
    return RObject(R, ri.evalr(code).__sexp__._cdata)


@pytest.mark.parametrize("name", OBJECTS)
def test_objects_of_rpy2_arrive_as_the_r_objects_that_they_are(name: str) -> None:
    make, code = OBJECTS[name]
    R(f"expected <- {code}")
    R["arrived"] = make()
    assert R("identical(arrived, expected)"), R("capture.output(str(arrived))")
    assert R.call("identical", make(), ours("expected"))


def test_an_environment_is_the_same_one_and_not_a_copy() -> None:
    R["again"] = ro.r["an_environment"]
    R("again$inside <- 6")
    assert ro.r("an_environment$inside")[0] == 6


def test_an_argument_that_is_missing_is_not_passed() -> None:
    with pytest.raises(TypeError, match="a missing argument: omit the argument instead"):
        R.call("paste", ri.MissingArg)


@pytest.mark.parametrize("rules", RULES)
def test_our_r_objects_are_r_objects_for_rpy2(rules: str) -> None:
    numbers, function, formula = ours("c(u = 5L, v = 6L)"), R["a_function"], R("y ~ x")
    with RULES[rules]().context() as convert:
        assert np.ravel(ro.r["sum"](numbers)) == [11]
        assert np.ravel(ro.r["a_function"](numbers, by_two=ours("3"))).tolist() == [15, 18]
        assert np.ravel(ro.r["sapply"](numbers, function)).tolist() == [10, 12]
        assert np.ravel(ro.r["do.call"](function, ro.ListVector({"x": numbers}))).tolist() == [10, 12]
        ro.globalenv["taken"] = numbers
        ro.globalenv["taken_function"] = function
        ro.Environment()["taken"] = R["an_environment"]
        assert list(ro.IntVector(numbers).names) == ["u", "v"]
        assert ro.DataFrame({"n": numbers}).nrow == 2
        assert np.ravel(ro.r["inherits"](formula, "formula")) == [True]
        assert ri.ListSexpVector([convert.py2rpy(numbers), convert.py2rpy(function)])[0].rsame(numbers.__sexp__)
    assert R("identical(taken, c(u = 5L, v = 6L)) && identical(taken_function, a_function)")


@pytest.mark.parametrize("rules", OURS)
def test_our_rules_give_rpy2s_objects_for_ours(rules: str) -> None:
    with RULES[rules]().context() as convert:
        assert isinstance(convert.rpy2py(R["a_function"]), ro.functions.SignatureTranslatedFunction)
        assert isinstance(convert.rpy2py(R["an_environment"]), ro.Environment)
        assert isinstance(convert.py2rpy(R["a_function"]), ri.SexpClosure)


def test_a_function_of_r_is_still_a_function_for_keras() -> None:
    function = R["a_function"]
    assert inspect.isfunction(function) and type(function) is RFunction and copy.copy(function) is function


@pytest.mark.parametrize("rules", OURS)
def test_models_are_themselves_under_our_rules(rules: str) -> None:
    with RULES[rules]().context():
        for name in ("a_model", "a_sequential", "a_layer", "a_root"):
            assert ro.globalenv[name] is R[name] is ro.r(name) is ro.globalenv.find(name)
        assert type(ro.globalenv["a_history"]) is type(R["a_history"])
        assert ro.globalenv["a_history"].metrics == R["a_history"].metrics
        several = ro.globalenv["several"]
        assert (several.rx2("model") if hasattr(several, "rx2") else several[0]) is R["a_model"]
        made = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        ro.globalenv["made"] = made
        assert R["made"] is made and R("inherits(made, 'keras.src.models.sequential.Sequential')")
        assert np.ravel(ro.r["count_params"](made)) == [4]
        ro.globalenv["made"] = keras.optimizers.SGD(0.25)
        assert R("as.array(made$learning_rate)") == 0.25
        ro.globalenv["plus"] = lambda x: x + 1
        assert R("plus(3)") == 4
        assert isinstance(ro.globalenv["an_environment"], ro.Environment)
        assert isinstance(ro.globalenv["a_function"], ro.functions.SignatureTranslatedFunction)


@pytest.mark.parametrize("rules", OURS)
def test_other_rules_keep_what_is_theirs(rules: str) -> None:
    arrays = "all" in rules
    R("frame <- data.frame(n = 1:2, t = c('a', 'b'))")
    with RULES[rules]().context():
        assert isinstance(ro.r("c(1, 2)"), np.ndarray if arrays else ro.FloatVector)
        assert isinstance(ro.globalenv["frame"], pd.DataFrame if arrays else ro.DataFrame)
        ro.globalenv["matrix_of_numpy"] = np.arange(6.0).reshape(2, 3)
        ro.globalenv["frame_of_pandas"] = pd.DataFrame({"n": [1, 2]})
    assert R("identical(matrix_of_numpy, matrix(c(0, 3, 1, 4, 2, 5), 2))")
    assert R("is.data.frame(frame_of_pandas) && identical(c(frame_of_pandas$n), 1:2)")


def test_our_rules_alone_are_enough_for_models() -> None:
    with keras2ri.converter.context():
        model = ro.globalenv["a_model"]
        assert model is R["a_model"]
        ro.globalenv["here"] = {"model": model, "none": None, "n": (1, 2)}
    assert R("identical(here$n, 1:2) && is.null(here$none)") and R("here$model") is model
    with pytest.raises(AttributeError, match="no attribute 'convertor'"):
        _ = keras2ri.convertor
