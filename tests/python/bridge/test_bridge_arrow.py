"""Tables of Arrow are data frames of R, and the other way, with names, categories, dates and gaps."""

import datetime
import decimal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import duckdb
import numpy as np
import pandas
import polars
import pyarrow
import pytest

import rkeras_py as rk
from rkeras_py.bridge import RSession, r_session


@pytest.fixture(scope="module")
def R() -> Iterator[RSession]:
    session = r_session()
    yield session
    session("rm(list = ls(globalenv()))")


NAMES = ["x.y", "whole", "flag", "text", "kind", "day", "time", "span"]
EXPECTED = """
data.frame(
  x.y = c(1.5, NA, 3), whole = c(1L, NA, 3L), flag = c(TRUE, NA, FALSE), text = c("a", NA, "\\u00e9"),
  kind = factor(c("u", NA, "v")), day = as.Date(c("2024-01-02", NA, "2024-03-04")),
  time = as.POSIXct(c("2024-01-02 03:04:05", NA, "2024-03-04 05:06:07"), tz = "UTC"),
  span = as.difftime(c(60, NA, 120), units = "secs")
)
"""


def _make_polars() -> Any:
    return polars.DataFrame(
        {
            "x.y": [1.5, None, 3.0],
            "whole": [1, None, 3],
            "flag": [True, None, False],
            "text": ["a", None, "é"],
            "kind": polars.Series(["u", None, "v"], dtype=polars.Categorical),
            "day": [datetime.date(2024, 1, 2), None, datetime.date(2024, 3, 4)],
            "time": [datetime.datetime(2024, 1, 2, 3, 4, 5), None, datetime.datetime(2024, 3, 4, 5, 6, 7)],
            "span": [datetime.timedelta(minutes=1), None, datetime.timedelta(minutes=2)],
        }
    )


def _make_query(frame: Any) -> Any:
    return duckdb.from_arrow(frame).project("* replace (kind::enum('u', 'v') as kind)")  # it reads texts


class Streamed:
    """A table with Arrow's interface and nothing else."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self._table.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("door", ["polars", "pyarrow", "stream", "duckdb"])
def test_a_table_is_a_data_frame(R: RSession, door: str) -> None:
    frame = _make_polars()
    names = list(NAMES)
    if door == "duckdb":  # whose intervals have months
        frame = frame.drop(names.pop())
    make = {"polars": lambda x: x, "pyarrow": pyarrow.table, "stream": Streamed, "duckdb": _make_query}
    table = make[door](frame)
    R["got"] = table
    R(f"expected <- {EXPECTED.strip()}[, seq_along(got)]\nif (!is.null(got$span)) units(got$span) <- 'secs'")
    assert R("all.equal(got, expected, check.attributes = FALSE)") is True, R("capture.output(str(got))")
    assert R("names(got)") == names and R("levels(got$kind)") == ["u", "v"] and R("nrow(got)") == 3
    assert R("is.factor(got$kind) && inherits(got$time, 'POSIXct')") is True
    assert R("anyNA(got$text[-2])") is False and R("is.na(got$text[2])") is True


def test_columns_are_vectors_and_names_are_kept(R: RSession) -> None:
    R["column"] = polars.Series("n", [1, 2, None])
    assert R("identical(column, c(1:2, NA))") is True
    R["column"] = pyarrow.chunked_array([["a"], ["b", None]])
    assert R("identical(column, c('a', 'b', NA))") is True


@pytest.mark.parametrize("make", [lambda frame: frame, pyarrow.table], ids=["polars", "pyarrow"])
def test_a_column_that_does_not_fit_names_itself(R: RSession, make: Any) -> None:
    with pytest.raises(ValueError, match=r"Column 'clock' of type .*does not fit into R"):
        R["bad"] = make(polars.DataFrame({"a": [1], "clock": [datetime.time(1, 2)]}))


def test_columns_of_one_name_and_short_types_keep_their_values(R: RSession) -> None:
    R["twice"] = pyarrow.table([pyarrow.array([1, 2]), pyarrow.array(["a", "b"])], names=["x", "x"])
    assert R("identical(as.list(twice), list(x = 1:2, x = c('a', 'b')))") is True
    R["short"] = polars.DataFrame({"x": polars.Series([1.5, None, float("nan")], dtype=polars.Float32)})
    R["half"] = pyarrow.array(np.array([1.5, 0], np.float16), mask=np.array([False, True]))
    assert R("identical(short$x, c(1.5, NA, NaN)) && identical(half, c(1.5, NA))") is True
    with pytest.raises(ValueError, match=r"Column 'long' of type Int128 does not fit into R"):
        R["bad"] = polars.DataFrame({"long": polars.Series([2**100], dtype=polars.Int128)})
    days = pandas.array([datetime.date(2024, 1, 2), None], dtype=pandas.ArrowDtype(pyarrow.date32()))
    R["days"] = pandas.DataFrame({"day": days})
    assert R("identical(days$day, as.Date(c('2024-01-02', NA)))") is True


def test_a_null_or_a_value_twice_in_a_dictionary_is_no_level(R: RSession) -> None:
    make = pyarrow.DictionaryArray.from_arrays
    R["kinds"] = pyarrow.table({"k": make([0, 1, 2, 3, None], ["b", None, "a", "b"])})
    assert R("identical(kinds$k, factor(c('b', NA, 'a', 'b', NA), c('b', 'a')))") is True
    R["none"] = make(pyarrow.array([None, None], pyarrow.int8()), pyarrow.array([], pyarrow.string()))
    assert R("identical(none, factor(c(NA, NA)))") is True


@pytest.mark.parametrize("make", [polars.DataFrame, pyarrow.table], ids=["polars", "pyarrow"])
def test_a_null_in_a_list_is_na(R: RSession, make: Any) -> None:
    R["lists"] = make({"i": [[1, None], None, [2]], "t": [["a", "b"], [None, "c"], None]})
    assert R("identical(lists$i, list(c(1L, NA), NULL, 2L))") is True
    assert R("identical(unlist(lists$t), c('a', 'b', NA, 'c'))") is True


def test_gaps_and_types_of_r_are_those_of_arrow(R: RSession) -> None:
    R("frame <- data.frame(whole = c(1L, NA), number = c(NA, NaN), day = as.Date(c('2024-01-02', NA)))")
    frame = polars.DataFrame(R.get("frame", convert=False))
    assert frame.dtypes == [polars.Int32, polars.Float64, polars.Date]
    assert frame["whole"].to_list() == [1, None] and frame["day"].to_list() == [datetime.date(2024, 1, 2), None]
    assert frame["number"].is_null().to_list() == [True, False] and frame["number"].is_nan()[1]
    R["back"] = frame
    assert R("identical(back, frame)") is True
    R("frame$nested <- I(list(1, 'a'))")
    with pytest.raises(ValueError, match="Column 'nested' of class AsIs does not fit into Arrow"):
        pyarrow.table(R.get("frame", convert=False))


VECTORS = {
    "list(1:2, NULL, 3L, integer())": [[1, 2], None, [3], []],
    "list('b', c('a', NA))": [["b"], ["a", None]],
    "list(1, 2)": [[1.0], [2.0]],
    "list(c(1L, NA), 2L)": [[1, None], [2]],
    "list(NA, 1.5)": [[None], [1.5]],
    "list(as.Date('2024-01-02'), as.Date(c(NA, '2024-03-04')))": [
        [datetime.date(2024, 1, 2)],
        [None, datetime.date(2024, 3, 4)],
    ],
    "list(factor('b', c('a', 'b')), factor(NA))": [["b"], [None]],
    "list(bit64::as.integer64('9007199254740993'))": [[9007199254740993]],
}


@pytest.mark.parametrize("code", VECTORS)
def test_columns_of_vectors_are_lists_also_of_one(R: RSession, code: str) -> None:
    R(f"frame <- data.frame(l = I({code}))")
    table = pyarrow.table(R.get("frame", convert=False))
    assert pyarrow.types.is_large_list(table["l"].type) and table["l"].to_pylist() == VECTORS[code]


def test_columns_of_only_missing_values_keep_their_type(R: RSession) -> None:
    for code, kind in (("NA_character_", polars.String), ("character()", polars.String), ("NA", polars.Boolean)):
        R(f"frame <- data.frame(x = {code})")
        assert polars.DataFrame(R.get("frame", convert=False)).dtypes == [kind]


def test_whole_decimals_that_doubles_would_round_are_refused(R: RSession) -> None:
    total = duckdb.sql("select sum(i) as total from (values (9007199254740992::bigint), (1)) t(i)")
    whole = pyarrow.table({"total": pyarrow.array([decimal.Decimal(2**53 + 1)], pyarrow.decimal128(38, 0))})
    for table in (total, whole, polars.DataFrame(whole)):
        with pytest.raises(ValueError, match=r"Column 'total' .*R cannot exactly represent .* 9007199254740993"):
            R["x"] = table
    R["x"] = duckdb.sql("select sum(i) as total, 1.25 as part from range(5) t(i)")
    assert R("identical(x, data.frame(total = 10, part = 1.25))") is True


def test_times_at_a_fixed_distance_to_utc_are_in_utc(R: RSession) -> None:
    R["x"] = pyarrow.array([0], pyarrow.timestamp("us", "+02:00"))
    assert R("identical(x, .POSIXct(0, 'UTC'))") is True


def test_data_frames_of_r_are_tables(R: RSession) -> None:
    R(f"frame <- {EXPECTED}")
    frame = polars.DataFrame(R.get("frame", convert=False))
    assert frame.columns == NAMES and frame["text"].to_list() == ["a", None, "é"]
    assert frame["kind"].cast(polars.String).to_list() == ["u", None, "v"]
    assert frame["day"].to_list()[0].day == 2
    assert pyarrow.table(R.get("frame", convert=False)).num_rows == 3
    with pytest.raises(TypeError, match="only an R data frame"):
        pyarrow.table(R("y ~ x", convert=False))


def test_duckdb_reads_data_frames_of_r(R: RSession) -> None:
    R(f"frame <- {EXPECTED}")
    held, as_pandas = R.get("frame", convert=False), R["frame"]  # noqa: F841  duckdb finds variables by name
    as_arrow = pyarrow.table(held)  # noqa: F841
    for name in ("as_arrow", "as_pandas"):
        assert duckdb.sql(f'select "x.y", whole, flag, text, kind, day::date from {name}').fetchall() == [
            (1.5, 1, True, "a", "u", datetime.date(2024, 1, 2)),
            (None,) * 6,
            (3.0, 3, False, "é", "v", datetime.date(2024, 3, 4)),
        ]
    with ThreadPoolExecutor(1) as pool, pytest.raises(RuntimeError, match=r"on R's thread. Pass pyarrow.table"):
        pool.submit(pyarrow.table, held).result()


WAYS = {
    "list": (lambda texts: texts, lambda R: R["texts"]),
    "array": (np.array, lambda R: R["texts"]),
    "pandas": (lambda texts: pandas.DataFrame({"t": texts}), lambda R: R["texts"]["t"]),
    "polars": (
        lambda texts: polars.DataFrame({"t": texts}),
        lambda R: polars.DataFrame(R.get("texts", convert=False))["t"],
    ),
    "pyarrow": (lambda texts: pyarrow.table({"t": texts}), lambda R: pyarrow.table(R.get("texts", convert=False))["t"]),
    "duckdb": (
        lambda texts: duckdb.from_arrow(pyarrow.table({"t": texts})),
        lambda R: duckdb.from_arrow(pyarrow.table(R.get("texts", convert=False))).to_arrow_table()["t"],
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_many_texts_cross(R: RSession, way: str) -> None:
    texts = [f"text number {i}" for i in range(100_000)]
    make, read = WAYS[way]
    R["texts"] = make(texts)
    back = read(R)
    assert (back.to_pylist() if hasattr(back, "to_pylist") else list(back)) == texts
    R("rm(texts)")


def _from_r(frame: Any) -> Any:
    session = r_session()
    session["frame"] = frame
    return session.get("frame", convert=False)


TABLES = {"polars": lambda frame: frame, "pyarrow": pyarrow.table, "duckdb": duckdb.from_arrow, "held by R": _from_r}


@pytest.mark.parametrize("make", TABLES.values(), ids=TABLES)
def test_verbs_take_tables(R: RSession, make: Any) -> None:
    numbers = np.arange(12.0).reshape(4, 3)
    table = make(polars.DataFrame(numbers, schema=["a", "b", "c"]))
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(1, kernel_initializer="ones")
    np.testing.assert_allclose(rk.predict(model, table), numbers.sum(1, keepdims=True))
    rk.compile(model, "sgd", "mse")
    rk.fit(model, table, make(polars.DataFrame({"y": [1.0, 2.0, 3.0, 4.0]})), epochs=1, verbose=0)
    classes = make(polars.DataFrame({"y": [0, 2, 1]}))
    np.testing.assert_array_equal(rk.to_categorical(classes, 3), np.eye(3)[[0, 2, 1]])


@pytest.mark.parametrize("make", TABLES.values(), ids=TABLES)
def test_formulas_take_tables(R: RSession, make: Any) -> None:
    frame = polars.DataFrame({"a": [1.0, 2.0, 3.0, 4.0], "kind": ["u", "v", "u", "v"], "y": [1, 2, 3, 4]})
    models = [rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(1, kernel_initializer="ones") for _ in "12"]
    for model, data in zip(models, (make(frame), frame.to_pandas()), strict=True):
        rk.compile(model, "sgd", "mse")
        rk.fit(model, "y ~ a + kind", data=data, validation_data=data, epochs=1, shuffle=False, verbose=0)
    np.testing.assert_array_equal(*(rk.predict(model, make(frame), verbose=0) for model in models))
    assert rk.evaluate(models[0], make(frame), verbose=0) == rk.evaluate(models[1], frame.to_pandas(), verbose=0)


def test_missing_labels_and_columns_without_a_name_say_so(R: RSession) -> None:
    for labels in (polars.Series([0, None]), pandas.Series([0, None]), pandas.array([0, None], dtype="Int64")):
        with pytest.raises(ValueError, match=r"to_categorical\(\): `y` should be .*1 of 2 are missing"):
            rk.to_categorical(labels)
    with pytest.raises(ValueError, match="This column of type Binary does not fit"):
        R["bytes"] = polars.Series([b"a"])


def test_lazy_tables_are_computed() -> None:
    frame = polars.DataFrame({"a": [1.0, 2.0], "y": [0.5, 1.5]})
    lazy = frame.lazy()
    losses = []
    for x, y in ((frame.select("a"), frame["y"]), (lazy.select("a"), lazy.select("y"))):
        model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(1, kernel_initializer="ones")
        model >> rk.compile("sgd", "mse")
        losses.append([rk.train_on_batch(model, x, y), rk.fit(model, x, y, epochs=1, verbose=0).metrics["loss"]])
        losses[-1].append(rk.predict(model, x, verbose=0).tolist())
    assert losses[0] == losses[1]


COLUMNS = {
    "polars": lambda lists: polars.Series(lists),
    "pyarrow": lambda lists: pyarrow.chunked_array([lists]),
    "pandas": pandas.Series,
    "polars frame": lambda lists: polars.DataFrame({"l": lists}),
    "pyarrow table": lambda lists: pyarrow.table({"l": lists}),
    "duckdb": lambda lists: duckdb.from_arrow(pyarrow.table({"l": lists})),
}


@pytest.mark.parametrize("make", COLUMNS.values(), ids=COLUMNS)
def test_columns_of_lists_are_sequences(make: Any) -> None:
    np.testing.assert_array_equal(rk.pad_sequences(make([[1, 2], [3], []])), [[1, 2], [0, 3], [0, 0]])
