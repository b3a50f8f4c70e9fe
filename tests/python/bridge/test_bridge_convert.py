"""Values across the bridge: numpy judges on one side, R's own identical() and all.equal() on the other."""

import collections
import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rkeras_py.bridge import RFunction, RObject, RSession, r_session
from rkeras_py.r.missing import NA, NA_character_, NA_integer_

pytestmark = pytest.mark.quick

SHAPES = [(1,), (5,), (2, 3), (1, 4), (3, 1), (2, 3, 4), (2, 1, 3, 4), (2, 3, 4, 2, 3), (0,), (0, 3)]
DTYPES = [
    "float64",
    "float32",
    "float16",
    "int8",
    "uint8",
    "int32",
    "int64",
    "uint64",
    "bool",
    "complex128",
    "complex64",
    "U3",
]
R_TYPES = {"f": "double", "i": "integer", "u": "integer", "b": "logical", "c": "complex", "U": "character"}


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    yield session
    session("rm(list = ls(globalenv()))")


def same(R: RSession, value: object, code: str) -> bool:
    """Let R judge whether a Python value arrives as what the R code makes."""
    R["value"] = value
    return bool(R(f"identical(value, {code})"))


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", DTYPES)
def test_arrays_keep_shape_order_and_values(R: RSession, dtype: str, shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape)).reshape(shape).astype(dtype)
    R["a"] = array
    back = R["a"]
    assert back.shape == shape
    np.testing.assert_array_equal(back, array)
    assert R("typeof(a)") == R_TYPES[array.dtype.kind]
    assert np.array_equal(np.atleast_1d(R("dim(a)")), shape)
    # R's own order: the first index runs fastest.
    assert np.array_equal(np.atleast_1d(R("as.vector(a)")), array.ravel(order="F")) or array.size == 0


@pytest.mark.parametrize("layout", ["C", "F", "strided", "reversed", "transposed"])
def test_memory_layout_does_not_matter(R: RSession, layout: str) -> None:
    base = np.arange(4 * 6 * 5, dtype=np.float32).reshape(4, 6, 5)
    array = {
        "C": base,
        "F": np.asfortranarray(base),
        "strided": base[::2, 1::2],
        "reversed": base[::-1, :, ::-1],
        "transposed": base.T,
    }[layout]
    R["a"] = array
    np.testing.assert_array_equal(R["a"], array)
    first = ", ".join(["1"] * array.ndim)
    last = ", ".join(map(str, array.shape))
    assert R(f"a[{first}]") == array.flat[0]
    assert R(f"a[{last}]") == array[tuple(n - 1 for n in array.shape)]


def test_large_arrays_are_turned_round_in_blocks(R: RSession) -> None:
    array = np.random.default_rng(1).random((1500, 7, 101), dtype=np.float32)
    R["a"] = array
    np.testing.assert_array_equal(R["a"], array)
    assert R("a[1321, 3, 77]") == array[1320, 2, 76]


def test_a_large_float32_array_keeps_its_numbers(R: RSession) -> None:
    array = np.arange(6000 * 784, dtype=np.float32).reshape(6000, 784)  # 19 MB
    R["a"] = array
    np.testing.assert_array_equal(R["a"], array)
    assert R("a[6000, 784]") == array[-1, -1]


def test_an_array_from_r_is_the_users_own(R: RSession) -> None:
    array = R("m <- matrix(1:6 + 0, 2)")
    array[0, 0] = 99.0
    assert R("m[1, 1]") == 1.0


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "NULL"),
        (True, "TRUE"),
        (7, "7L"),
        (2**31 - 1, ".Machine$integer.max"),
        (2**31, "2147483648"),
        (-(2**31), "-2147483648"),
        (2.5, "2.5"),
        (float("inf"), "Inf"),
        (1 + 2j, "1+2i"),
        ("grün 漢字 🙂", '"gr\\u00fcn \\u6f22\\u5b57 \\U1f642"'),
        ("", '""'),
        (b"\x00\xff", "as.raw(c(0, 255))"),
        (np.float32(0.5), "0.5"),
        (np.int64(3), "3L"),
        (np.bool_(True), "TRUE"),
        (np.str_("s"), '"s"'),
        (np.array(4.0), "4"),
        ([1, 2, 3], "1:3"),
        ((1, 2.5), "c(1, 2.5)"),
        ([True, False], "c(TRUE, FALSE)"),
        (["a", "b"], 'c("a", "b")'),
        ([1j, 2j], "c(0+1i, 0+2i)"),
        ([np.float32(1), np.float32(2)], "c(1, 2)"),
        ([1, "a"], 'list(1L, "a")'),
        ([None, 10], "list(NULL, 10L)"),
        ([True, 1], "list(TRUE, 1L)"),
        ([[1, 2], [3]], "list(1:2, 3L)"),
        ([], "list()"),
        ({"a": 1, "b": {"c": [1, 2]}}, "list(a = 1L, b = list(c = 1:2))"),
        ({}, "setNames(list(), character())"),
        ({0: 1.5, 1: 2.5}, 'list("0" = 1.5, "1" = 2.5)'),
        (collections.OrderedDict(z=1, a=2), "list(z = 1L, a = 2L)"),
        (collections.namedtuple("P", "x y")(1, "b"), 'list(x = 1L, y = "b")'),
        (np.array(["a", None], object), 'array(c("a", NA))'),
        (np.array([True, None], object), "array(c(TRUE, NA))"),
        (np.ma.masked_array([1.0, 2.0], [False, True]), "array(c(1, NA))"),
        (datetime.date(2024, 2, 29), 'as.Date("2024-02-29")'),
        (pd.NA, "NA"),
        (pd.Series([1, 2]), "1:2"),
        (pd.Series([1, None], dtype="Int64"), "c(1L, NA)"),
        (pd.Series([True, None], dtype="boolean"), "c(TRUE, NA)"),
        (pd.Series(["a", None]), 'c("a", NA)'),
        (pd.Categorical(["u", None, "v"], categories=["v", "u"]), 'factor(c("u", NA, "v"), levels = c("v", "u"))'),
        (pd.Categorical(["lo"], categories=["lo", "hi"], ordered=True), 'factor("lo", c("lo", "hi"), ordered = TRUE)'),
    ],
    ids=repr,
)
def test_python_values_arrive_in_r(R: RSession, value: Any, code: str) -> None:
    assert same(R, value, code)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("NULL", None),
        ("TRUE", True),
        ("3L", 3),
        ("1.5", 1.5),
        ("1i", 1j),
        ("'x'", "x"),
        ("c(a = 1)", 1.0),
        ("NA", NA),
        ("NA_integer_", NA_integer_),
        ("NA_character_", NA_character_),
        ("c('a', NA)", ["a", None]),
        ("character()", []),
        ("as.raw(1:3)", b"\x01\x02\x03"),
        ("list(1L, 'a')", [1, "a"]),
        ("list(a = 1L, b = list('x', NULL))", {"a": 1, "b": ["x", None]}),
        ("list()", []),
        ("setNames(list(), character())", {}),
        ("list(a = 1L, 2L)", [1, 2]),
        ("list(a = 1L, a = 2L)", [1, 2]),
        ("as.Date('2024-02-29')", datetime.date(2024, 2, 29)),
        ("as.POSIXct(1.5, origin = '1970-01-01')", datetime.datetime(1970, 1, 1, 0, 0, 1, 500000, datetime.UTC)),
        ("as.difftime(2, units = 'hours')", datetime.timedelta(hours=2)),
        ("'\\u00e9'", "é"),
        ("iconv('\\u00e9', 'UTF-8', 'latin1')", "é"),
        ("invisible(5)", 5.0),
        ("x <- 3L", 3),
        ("1; 2; 3L", 3),
        ("", None),
        ("# nothing", None),
    ],
)
def test_r_values_arrive_in_python(R: RSession, code: str, expected: Any) -> None:
    value = R(code)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("c(1, 2)", np.array([1.0, 2.0])),
        ("c(a = 1, b = 2)", np.array([1.0, 2.0])),
        ("1:3", np.array([1, 2, 3], np.int32)),
        ("numeric()", np.array([], np.float64)),
        ("c(TRUE, FALSE)", np.array([True, False])),
        ("c(1L, NA)", np.array([1.0, np.nan])),
        ("c(TRUE, NA)", np.array([True, None], object)),
        ("c(1, NA, NaN)", np.array([1.0, np.nan, np.nan])),
        ("matrix(1:6, 2)", np.array([[1, 3, 5], [2, 4, 6]], np.int32)),
        ("array(7)", np.array([7.0])),
        ("matrix(c('a', NA), 1)", np.array([["a", None]], object)),
        ("array(as.raw(1:2))", np.array([1, 2], np.uint8)),
        ("table(c('a', 'b', 'a'))", np.array([2, 1], np.int32)),
        ("as.Date(c('2024-01-01', NA))", np.array(["2024-01-01", "NaT"], "M8[D]")),
    ],
)
def test_r_vectors_arrive_as_numpy_arrays(R: RSession, code: str, expected: np.ndarray[Any, Any]) -> None:
    value = R(code)
    assert isinstance(value, np.ndarray)
    assert value.dtype == expected.dtype
    np.testing.assert_array_equal(value, expected)


def test_na_real_is_nan(R: RSession) -> None:
    assert np.isnan(R("NA_real_"))


def test_many_strings_keep_order_and_na(R: RSession) -> None:
    texts = [None if i % 7 == 0 else f"s{i % 50}é" for i in range(1000)]
    R["s"] = np.array(texts, object)
    assert R["s"].tolist() == texts
    assert R("sum(is.na(s))") == sum(text is None for text in texts)


@pytest.mark.parametrize("value", [2**53 + 1, -(2**60), [2**53 + 1, 0], np.array([2**62])])
def test_whole_numbers_without_an_exact_r_form_are_refused(R: RSession, value: Any) -> None:
    with pytest.raises(OverflowError, match=r"cannot exactly represent the whole number .*float\("):
        R["x"] = value


def test_a_nul_in_a_string_is_refused(R: RSession) -> None:
    with pytest.raises(ValueError, match=r"cannot hold the NUL character.*pass bytes"):
        R["x"] = "a\0b"


def test_moments_round_trip(R: RSession) -> None:
    zone = datetime.timezone(datetime.timedelta(hours=2))
    moment = datetime.datetime(2024, 5, 6, 7, 8, 9, 123456, zone)
    R["t"] = moment
    assert R["t"] == moment
    assert R("format(t, tz = 'UTC')").startswith("2024-05-06 05:08:09")
    array = np.array(["2024-05-06T07:08:09.5", "NaT"], "M8[us]")
    R["t"] = array
    np.testing.assert_array_equal(R["t"], array)
    assert R("inherits(t, 'POSIXct')") and np.array_equal(R("is.na(t)"), [False, True])
    R["d"] = datetime.timedelta(days=1, seconds=2)
    assert R("as.numeric(d, units = 'secs')") == 86402.0
    assert R["d"] == datetime.timedelta(days=1, seconds=2)


# Data frames --------------------------------------------------------------------------------------


def test_data_frames_go_both_ways(R: RSession) -> None:
    R(
        "d <- data.frame(n = c(1.5, NA), i = 1:2, s = c('a', NA), l = c(TRUE, FALSE), f = factor(c('u', 'v')),"
        " t = as.POSIXct(c(0, 1), tz = 'UTC'), z = as.POSIXct(c(0, 1), tz = 'Europe/Berlin'), day = as.Date(c(0, 1)))"
    )
    frame = R["d"]
    assert list(frame.columns) == ["n", "i", "s", "l", "f", "t", "z", "day"]
    assert [frame[name].dtype.kind for name in ("n", "i", "l", "t")] == ["f", "i", "b", "M"]
    assert isinstance(frame["f"].dtype, pd.CategoricalDtype)
    assert str(frame["z"].dt.tz) == "Europe/Berlin"
    assert isinstance(frame.index, pd.RangeIndex)
    assert frame["s"].isna().tolist() == [False, True]
    R["e"] = frame.drop(columns="day")
    assert R("all.equal(d[names(d) != 'day'], e)") is True


def test_r_data_sets_round_trip(R: RSession) -> None:
    for name in ("iris", "mtcars", "airquality", "ToothGrowth", "women"):
        R["copy"] = R(name)
        assert R(f"all.equal(copy, as.data.frame({name}))") is True, name


def test_row_names(R: RSession) -> None:
    frame = pd.DataFrame({"x": [1, 2]}, index=["a", "b"])
    R["d"] = frame
    assert R("rownames(d)") == ["a", "b"]
    pd.testing.assert_frame_equal(R["d"], frame, check_dtype=False)
    R["d"] = pd.DataFrame({"x": [1, 2, 3]})[lambda d: d.x != 2]
    assert R("rownames(d)") == ["0", "2"]
    assert R["d"].index.tolist() == [0, 2]
    with pytest.raises(ValueError, match="reset_index"):
        R["d"] = pd.DataFrame({"x": [1, 2]}, index=["a", "a"])
    with pytest.raises(ValueError, match="one level of column names"):
        R["d"] = pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")]))


def test_empty_data_frames(R: RSession) -> None:
    assert R("data.frame()").shape == (0, 0)
    assert R("iris[0, ]").shape == (0, 5)
    R["d"] = pd.DataFrame({"x": np.array([], float)})
    assert np.array_equal(R("dim(d)"), [0, 1])


def test_cells_that_hold_more_than_one_value(R: RSession) -> None:
    frame = R("d <- data.frame(i = 1:2); d$l <- list(1L, 'a'); d$m <- matrix(1:4, 2); d")
    assert frame["l"].tolist() == [1, "a"]
    assert [row.tolist() for row in frame["m"]] == [[1, 3], [2, 4]]


def test_without_pandas_a_data_frame_is_a_dict_of_columns(R: RSession, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("bridge.values.frames", "r.vectors"):
        monkeypatch.setattr(f"rkeras_py.{place}.load_pandas", lambda: None)
    columns = R("data.frame(x = c(1, 2), f = factor(c('u', NA)))")
    assert columns["x"].tolist() == [1.0, 2.0]
    assert columns["f"] == ["u", None]


# R's own things -----------------------------------------------------------------------------------


def test_r_functions_are_python_callables(R: RSession) -> None:
    R("power <- function(base, exponent = 2) base^exponent")
    power = R["power"]
    assert isinstance(power, RFunction) and callable(power)
    assert power.__name__ == "power"
    assert power(3) == 9.0
    assert power(exponent=3, base=2) == 8.0
    assert np.array_equal(power(np.array([1.0, 2.0])), [1.0, 4.0])
    assert same(R, power, "power")
    assert R("sum")([1, 2]) == 3


def test_other_r_objects_come_back_as_themselves(R: RSession) -> None:
    for code in (
        "new.env()",
        "y ~ x",
        "quote(a + b)",
        "as.name('a')",
        "expression(a)",
        "lm(dist ~ speed, cars)",
        "getClass('numeric')",
    ):
        value = R(f"thing <- {code}")
        assert isinstance(value, RObject), code
        assert same(R, value, "thing"), code
        assert R("class(thing)[1]") == value.classes[0]


def test_elements_of_r_objects(R: RSession) -> None:
    model = R("lm(dist ~ speed, cars)")
    assert model.classes == ["lm"]
    assert "coefficients" in model.keys()  # noqa: SIM118  RObject is no mapping
    np.testing.assert_allclose(model["coefficients"], [-17.579095, 3.932409], rtol=1e-6)
    with pytest.raises(KeyError, match="not an element of this R object"):
        model["nothing"]
    assert "Coefficients:" in repr(model)


# Variables and calls ------------------------------------------------------------------------------


def test_variables(R: RSession) -> None:
    R["a b"] = 1
    assert "a b" in R and R["a b"] == 1 and R("`a b`") == 1
    del R["a b"]
    assert "a b" not in R
    with pytest.raises(KeyError, match=r"R has no variable .*a b"):
        R["a b"]
    with pytest.raises(KeyError, match="no variable 'a b' to remove"):
        del R["a b"]
    with pytest.raises(TypeError, match="non-empty string, not 3"):
        R[3]  # type: ignore[index]
    R["nothing"] = None
    assert "nothing" in R and R["nothing"] is None
    assert R["pi"] == np.pi
    R["symbol"] = R("quote(undefined_name)")
    assert R("is.name(symbol)")


def test_call(R: RSession) -> None:
    assert R.call("sd", [1, 2, 3]) == 1.0
    assert R.call("stats::sd", [1, 2, 3]) == 1.0
    assert R.call("stats:::sd", [1, 2, 3]) == 1.0
    assert R.call("paste", "a", "b", sep="-") == "a-b"
    assert R.call("list", None, x=None) == [None, None]
    assert R.call("+", 1, 2) == 3
    assert R.call("identity", R("quote(undefined_name)")).classes == ["name"]
    with pytest.raises(TypeError, match=r"R.call\(function, ...\): function must be the name"):
        R.call(len, [1])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"code must be a string of R code, not int"):
        R(3)  # type: ignore[arg-type]


def test_arguments_have_short_names_in_r_calls(R: RSession) -> None:
    R("show <- function(x, ...) deparse(match.call())")
    assert R.call("show", 1, data=np.zeros(10)) == "show(x = 1L, data = data)"
    assert R.call("show", np.zeros(10), show=np.zeros(10)) == "show(x = arg1, show = .show)"
