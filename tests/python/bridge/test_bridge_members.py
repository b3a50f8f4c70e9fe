"""Objects of R have their members as attributes, and packages of R are modules."""

import inspect
import pydoc
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rkeras_py.bridge import RError, RObject, RSession, r_session

pytestmark = pytest.mark.quick


@pytest.fixture(scope="module")
def R() -> Iterator[RSession]:
    session = r_session()
    session("""
    counter <- R6::R6Class("Counter", public = list(
      v = 1, data.set = 3, add = function(n) { self$v <- self$v + n; invisible(self) }, get = function() self$v
    ))$new()
    Account <- setRefClass("Account", fields = list(total = "numeric"), methods = list(
      put = function(x) { total <<- total + x; invisible(.self) }
    ))
    account <- Account$new(total = 5)
    setClass("Point", representation(x = "numeric", y = "numeric"))
    point <- new("Point", x = 1, y = 2)
    linear <- lm(dist ~ speed, cars)
    scope <- new.env(); scope$a.b <- 1
    """)
    yield session
    session("rm(list = ls(globalenv()))")


def test_r6_objects(R: RSession) -> None:
    counter = R["counter"]
    assert counter.v == 1.0 and counter["v"] == 1.0 and counter.data_set == 3.0
    counter.v = 9
    assert R("counter$v") == 9
    counter.add(2).add(np.float64(1))
    assert counter.get() == 12.0 and R("counter$get()") == 12.0
    assert {"v", "add", "get"} <= set(counter) and "v" in counter and len(counter) == len(counter.keys())
    assert {"v", "add"} <= set(dir(counter)) and "data.set" in counter._ipython_key_completions_()
    with pytest.raises(AttributeError, match=r"Counter.*has no 'nothing'.*'add'"):
        _ = counter.nothing
    with pytest.raises(RError, match="cannot add"):
        counter.new_field = 1


def test_reference_classes_and_environments(R: RSession) -> None:
    account = R["account"]
    account.put(4)
    assert account.total == 9.0
    assert list(account) == ["total", "put"] and "put" in dir(account)
    account.total = 1.0
    assert R("account$total") == 1.0
    made = R["Account"].new(total=3.0)
    made.put(1)
    assert made.total == 4.0 and made["total"] == 4.0
    scope = R["scope"]
    scope.a_b = 2
    scope.other = 3
    assert R("c(scope$a.b, scope$other)").tolist() == [2.0, 3.0]


def test_s4_objects_and_lists_with_a_class(R: RSession) -> None:
    point = R["point"]
    assert (point.x, point["y"]) == (1.0, 2.0) and list(point) == ["x", "y"]
    point.x = 5.0
    assert point.x == 5.0 and R["point"].x == 1.0  # a value, of which this handle has a new one
    assert R.call("slot", point, "x") == 5.0
    with pytest.raises(RError, match=r"slot|valid"):
        point.x = "text"
    R("""
    setClass("Reading", representation(values = "numeric"))
    setMethod("length", "Reading", function(x) length(x@values))
    setClass("Items", contains = "list")
    """)
    lengths = [len(R(code)) for code in ("new('Reading', values = 1:7)", "new('Items', list(1, 2, 3))")]
    assert lengths == [7, 3] and len(point) == 2
    linear = R["linear"]
    assert linear.df_residual == 48 and linear["rank"] == 2 and "coefficients" in dir(linear)
    assert bool(linear) and isinstance(linear.terms, RObject)
    with pytest.raises(KeyError, match="no_such"):
        _ = linear["no_such"]


def test_arrays_of_one_axis_are_vectors_for_slots_and_fields(R: RSession) -> None:
    R("Vector <- setClass('Vector', representation(x = 'numeric', a = 'array'))(x = 1, a = array(1))")
    R("Field <- setRefClass('Field', fields = list(x = 'numeric'))$new(x = 1)")
    for name in ("Vector", "Field"):
        held = R[name]
        held.x = np.array([1.5, 2.5])
        R["held"] = held
        assert R("identical(held" + ("@" if name == "Vector" else "$") + "x, c(1.5, 2.5))") is True
    held = R["Vector"]
    held.a = np.array([2.0])
    R["held"] = held
    assert R("identical(held@a, array(2))") is True


def test_an_object_stays_one_cell_of_an_array(R: RSession) -> None:
    cells = np.empty(2, object)
    cells[:] = [R["point"], R["linear"]]
    assert [type(cell) for cell in cells] == [RObject, RObject]
    frame = R("structure(list(a = 1:2, b = I(list(linear, linear))), class = 'data.frame', row.names = 1:2)")
    assert frame.shape == (2, 2) and isinstance(frame["b"][0], RObject)


def test_packages(R: RSession) -> None:
    stats = R.pkg("stats")
    x = np.array([1.0, np.nan, 3.0])
    assert stats.sd(x, na_rm=True) == pytest.approx(np.sqrt(2))
    assert stats.t_test(np.array([1.0, 2.0, 4.0]), conf_level=0.9)["conf.int"].shape == (2,)
    assert R.pkg("base").mean(x, na_rm=True) == 2.0  # an argument of a method
    assert R["stats::sd"](np.array([1.0, 3.0])) == pytest.approx(np.sqrt(2))
    assert {"sd", "t_test", "lm"} <= set(dir(stats))
    assert R.pkg("datasets").cars.shape == (50, 2)
    assert str(inspect.signature(stats.sd)) == "(x, na_rm=False)"
    assert "standard deviation" in stats.sd.__doc__
    assert "Fitting Linear Models" in R.help("lm") and "Description" in repr(R.help("stats::lm"))
    with pytest.raises(AttributeError, match="exports no 'nothing'"):
        _ = stats.nothing
    with pytest.raises(RError, match="no package called"):
        R.pkg("no.such.package")
    with pytest.raises(RError, match="no help of `no_such_topic`"):
        R.help("no_such_topic")


def test_signatures_have_rs_defaults(R: RSession) -> None:
    function: Any = R("function(x, y = 2, z = TRUE, t = 'a', n = NULL, code = c(1, 2), ...) 1")
    assert str(inspect.signature(function)) == "(x, y=2.0, z=True, t='a', n=None, code=c(1, 2), *dots)"


def test_names_of_arguments_have_underscores_for_dots_wherever_a_function_is_called(R: RSession) -> None:
    R("""
    takes <- function(x, na.rm = FALSE, ..., `two words` = 3, from = 0, my_own = 4) {
      c(na.rm, `two words`, from, my_own, ...length())
    }
    asks <- function(x, ...) UseMethod("asks")
    asks.default <- function(x, my.option = 1, ...) my.option
    rest <- function(...) names(list(...))
    place <- list2env(list(f = takes))
    """)
    takes = R["takes"]
    given = {"na_rm": True, "two_words": 7, "from_": 8, "my_own": 9, "other_one": 1}
    assert list(inspect.signature(takes).parameters) == ["x", "na_rm", "dots", "two_words", "from_", "my_own"]
    for call in (takes, R["place"].f, lambda *args, **named: R.call("takes", *args, **named), R.in_main(takes)):
        assert call(1, **given).tolist() == [1, 7, 8, 9, 1]
    assert R["asks"](1, my_option=5) == 5
    assert R["rest"](a_b=1, from_=2) == ["a_b", "from_"]
    gap = np.array([1.0, np.nan])
    assert (
        R["mean"](gap, na_rm=True) == R.call("base::mean", gap, na_rm=True) == R.pkg("base").mean(gap, na_rm=True) == 1
    )
    assert R.call("base::`+`", 1, 2) == R["base::`+`"](1, 2) == R.call("base::+", 1, 2) == 3
    assert R["rep"](1, length_out=3).tolist() == [1, 1, 1]  # a primitive, whose formals do not tell
    assert R.pkg("base").seq(from_=1, to=5, length_out=3).tolist() == [1, 3, 5]


def test_a_function_of_r_is_a_function_for_pandas_and_help(R: RSession) -> None:
    column = pd.Series([1.0, 4.0])
    assert column.apply(R["sqrt"]).tolist() == column.map(R["sqrt"]).tolist() == [1, 2]
    frame = pd.DataFrame({"a": column, "b": [1, 1]})
    assert frame.agg(R["sum"]).tolist() == [5, 2] and frame.groupby("b").agg(R["mean"])["a"].tolist() == [2.5]
    assert np.array([R["sum"]], object).shape == (1,) and "A function of R" in pydoc.render_doc(R["sum"])
    for use in (list, len, lambda f: f["x"], lambda f: "x" in f):
        with pytest.raises(TypeError, match=r"not iterable|no length|no elements|not a container"):
            use(R["sum"])


def test_generators_of_r6_make_objects_of_r(R: RSession) -> None:
    R('Kept <- R6::R6Class("Kept", public = list(v = 1, initialize = function(v) self$v <- v))')
    made = R["Kept"].new(v=7)
    assert made.v == 7 and made.classes == ["Kept", "R6"] and R["Kept"](7).v == 7


def test_fields_and_slots_for_functions_take_those_of_python(R: RSession) -> None:
    R("""
    OfField <- setRefClass("OfField", fields = list(f = "function"))$new(f = sum)
    of_slot <- setClass("OfSlot", representation(f = "function"))(f = sum)
    """)
    field, slot = R["OfField"], R["of_slot"]
    field.f = slot.f = lambda x: x + 1
    assert field.f(1) == slot.f(1) == R("OfField$f(1)") == 2
    with pytest.raises(RError, match="function"):
        field.f = 5


def test_a_method_of_the_dollar_gives_elements(R: RSession) -> None:
    R("""
    `$.stack` <- function(x, name) if (name == "top") 99 else unclass(x)[[name]]
    `[[.stack` <- function(x, i) unclass(x)$items[[i]]
    names.stack <- function(x) c("top", "items")
    stack <- structure(list(items = 1:5), class = "stack")
    """)
    assert R["stack"].top == 99 and R["stack"].items.tolist() == [1, 2, 3, 4, 5]
