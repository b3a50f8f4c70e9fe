"""A value that was changed in Python comes to R as it is now: nothing of the R object that it was is left on it."""

import copy
import datetime
import gc
import json
import pickle
import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import scipy.sparse
from bridge_support import run_python

import rkeras_py
from rkeras_py.bridge import RFunction, RObject, RSession, r_session
from rkeras_py.bridge.capi import ForeignText
from rkeras_py.bridge.values.origins import UNUSED, count_references
from rkeras_py.r.missing import NA, NA_character_, NA_integer_


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    yield session
    session("rm(list = ls(globalenv()))")


def arrives(R: RSession, value: Any, code: str) -> bool:
    """Let R judge whether a Python value arrives as what the R code makes."""
    R["value"] = value
    return bool(R(f"identical(value, {code})"))


def change(value: Any, statement: str) -> Any:
    exec(statement, {"x": value, "np": np})
    return value


@pytest.mark.parametrize(
    ("code", "statement", "now"),
    [
        ("c('a', NA)", "x.append('b')", "c('a', NA, 'b')"),
        ("c(p = 'a', q = 'b')", "x.append('c')", "c('a', 'b', 'c')"),
        ("c(p = 'a', q = 'b')", "x.reverse()", "c('b', 'a')"),
        ("c(p = 'a', q = 'b')", "x.clear()", "character()"),
        ("character()", "x.append('a')", "'a'"),
        ("c('a', NA)", "x.append(1)", "list('a', NULL, 1L)"),
        ("list(1, 2)", "x.append(3.0)", "list(1, 2, 3)"),
        ("list(1, 2)", "x.pop()", "list(1)"),
        ("list(a = 1, 2)", "x[1] = 'b'", "list(1, 'b')"),
        ("list(a = 1, 2)", "x.append('b')", "list(1, 2, 'b')"),
        ("structure(list(a = 1), note = 'n')", "x['b'] = 2.0", "list(a = 1, b = 2)"),
        ("structure(list(a = 1), note = 'n')", "x['a'] = 2.0", "list(a = 2)"),
        ("structure(list(a = 1, b = 2), note = 'n')", "x['a'] = x.pop('a')", "list(b = 2, a = 1)"),
        ("structure(list(a = list(1)), note = 'n')", "x['a'].append(2.0)", "list(a = list(1, 2))"),
        ("c(p = 1, q = 2)", "x[0] = 5", "c(5, 2)"),
        ("c(p = 1, q = 2)", "x[:] = x[::-1].copy()", "c(2, 1)"),
        ("c(p = NaN, q = 2)", "x[0] = 0", "c(0, 2)"),
        ("c(p = NA, q = 2)", "x[0] = np.nan", "c(NaN, 2)"),
        ("c(p = 0, q = 2)", "x[0] = -0.0", "c(-0.0, 2)"),
        ("c(1L, NA)", "x[0] = 7", "c(7L, NA)"),
        ("c(1L, NA)", "x[0] = 0.5", "c(0.5, NA)"),
        ("c(TRUE, NA)", "x[0] = False", "c(FALSE, NA)"),
        ("c(TRUE, NA)", "x[0] = None", "c(NA, NA)"),
        ("1:3", "x[0] = 9", "c(9L, 2L, 3L)"),
        ("table(c('a', 'b', 'a'))", "x[0] = 9", "array(c(9L, 1L))"),
        ("ts(1:3, start = 2000)", "x[0] = 9", "c(9L, 2L, 3L)"),
        ("matrix(1:2, 1, dimnames = list('r', NULL))", "x[0, 0] = 9", "matrix(c(9L, 2L), 1)"),
        ("matrix(as.raw(1:2), 1)", "x[0, 0] = 9", "matrix(as.raw(c(9, 2)), 1)"),
        ("matrix(list(1, 2), 1)", "x[0, 0] = 'a'", "matrix(list('a', 2), 1)"),
        ("as.Date(c(a = '2024-01-01', b = NA))", "x[1] = x[0]", "as.Date(c('2024-01-01', '2024-01-01'))"),
        ("as.difftime(c(1, 2), units = 'hours')", "x[0] = x[1]", "as.difftime(c(7200, 7200), units = 'secs')"),
        ("bit64::as.integer64(c('1', '2'))", "x[0] = 2**60", "bit64::as.integer64(c('1152921504606846976', '2'))"),
        ("bit64::as.integer64(c('1', NA))", "x[0] = 3", "bit64::as.integer64(c('3', NA))"),
        (
            "data.frame(x = 1:2, row.names = c('a', 'b'))",
            "x['y'] = [3., 4.]",
            "data.frame(x = 1:2, y = c(3, 4), row.names = c('a', 'b'))",
        ),
        ("tibble::tibble(x = 1:2)", "x.loc[0, 'x'] = 9", "data.frame(x = c(9L, 2L))"),
        (
            "structure(data.frame(l = I(list(1, 2))), note = 'n')",
            "x.at[0, 'l'] = 'a'",
            "data.frame(l = I(list('a', 2)))",
        ),
        (
            "data.frame(f = factor(c('u', 'v')))",
            "x['f'] = x['f'].cat.reorder_categories(['v', 'u'])",
            "data.frame(f = factor(c('u', 'v'), c('v', 'u')))",
        ),
    ],
)
def test_a_changed_value_is_what_it_is_now(R: RSession, code: str, statement: str, now: str) -> None:
    value = change(R(code), statement)
    R["value"] = value
    if "I(list" in now:
        R("value$l <- I(value$l)")
    assert R(f"identical(value, {now})") is True, R("paste(capture.output(str(value)), collapse = '\n')")


def test_copies_slices_and_results_are_pythons_own(R: RSession) -> None:
    named = R("c(a = 1, b = 2)")
    for value in (named.copy(), named[:], named * 1, copy.deepcopy(named), pickle.loads(pickle.dumps(named))):
        assert arrives(R, value, "array(c(1, 2))")
    texts = R("c(a = 'x', b = 'y')")
    for value in (list(texts), texts[:], [*texts], copy.copy(texts)):
        assert arrives(R, value, "c('x', 'y')")
    assert arrives(R, R("c(a = 1L)") + 0, "1L")
    assert arrives(R, R("c(a = 'x')") + "", "c(a = 'x')") or arrives(R, str(R("c(a = 'x')")), "'x'")
    assert arrives(R, named, "c(a = 1, b = 2)")


def test_a_new_value_at_the_place_of_an_old_one_is_not_taken_for_it(R: RSession) -> None:
    for _ in range(300):
        R("list(1, 2)")
        assert arrives(R, [1.0, 2.0], "c(1, 2)")
        R("c(a = 2)")
        assert arrives(R, float("2"), "2")


def test_r_changes_its_variable_and_not_what_python_holds(R: RSession) -> None:
    value = R("a <- c(p = 1, q = 2); a")
    R("a[1] <- 9; names(a) <- c('x', 'y'); attr(a, 'note') <- 'n'")
    assert value.tolist() == [1, 2]
    assert arrives(R, value, "c(p = 1, q = 2)")
    R["b"] = value
    R("b[['p']] <- 5")
    assert arrives(R, value, "c(p = 1, q = 2)")


def test_values_are_ordinary_ones_of_python(R: RSession) -> None:
    assert type(R("c(a = 1)")) is float and type(R("c(a = 1i)")) is complex
    assert type(R("c('a', NA)")) is list and type(R("list(a = 1, 2)")) is list
    assert type(R("structure(list(a = 1), n = 1)")) is dict
    assert type(R("c(a = 1, b = 2)")) is np.ndarray
    one, text = R("c(a = 1L)"), R("c(a = 'x')")
    assert isinstance(one, int) and one == 1 and repr(one) == "1" and one + 1 == 2 and [7, 8][one] == 8
    assert isinstance(text, str) and text == "x" and repr(text) == "'x'" and {"x": 3}[text] == 3
    assert json.dumps([one, text]) == '[1, "x"]' and np.array([one]).dtype == np.int64
    assert pickle.loads(pickle.dumps([one, text])) == [1, "x"]
    assert not R("c(a = FALSE)") and R("c(a = TRUE)")


def test_missing_values(R: RSession) -> None:
    assert rkeras_py.NA is NA is R("NA")
    assert R("NA_integer_") is NA_integer_ and R("NA_character_") is NA_character_
    assert NA == NA_integer_ == NA_character_ and NA is not None and not NA and NA != 0
    assert copy.deepcopy([NA_integer_])[0] is NA_integer_ is pickle.loads(pickle.dumps(NA_integer_))
    assert [repr(value) for value in (NA, NA_integer_, NA_character_)] == ["NA", "NA_integer_", "NA_character_"]
    assert R.call("is.na", NA) is True
    assert np.isnan(R("NA_real_")) and np.isnan(R("c(1L, NA)")[1])
    for code in ("NA", "NA_integer_", "NA_real_", "NaN", "NA_character_", "NULL"):
        R["a"] = R(code)
        same = [
            R(f"identical(a, {other})") for other in ("NA", "NA_integer_", "NA_real_", "NaN", "NA_character_", "NULL")
        ]
        assert same.count(True) == 1


def test_time_zones_in_python(R: RSession) -> None:
    moment = R("as.POSIXct('2024-07-01 12:00', tz = 'Europe/Berlin')")
    assert moment == datetime.datetime(2024, 7, 1, 10, tzinfo=datetime.UTC)
    assert moment.hour == 12 and str(moment.tzinfo) == "Europe/Berlin"
    later = moment + datetime.timedelta(days=1)
    assert arrives(R, later, "as.POSIXct('2024-07-02 12:00', tz = 'Europe/Berlin')")
    assert R("as.POSIXct(1e15, tz = 'UTC')") == np.datetime64(10**15, "s")
    assert R("as.Date(5e6)") == np.datetime64(5 * 10**6, "D")


def test_sparse_matrices_in_python(R: RSession) -> None:
    R("i <- c(1, 2, 3); j <- c(1, 3, 3); x <- c(1, 2, 3)")
    full = np.array([[1, 0, 0], [0, 0, 2], [0, 0, 3.0]])
    for options, expected in (
        ("", full),
        (", triangular = TRUE", full),
        (", symmetric = TRUE", full + np.triu(full, 1).T),
    ):
        found = R(f"Matrix::sparseMatrix(i, j, x = x{options})")
        assert isinstance(found, scipy.sparse.csc_matrix)
        np.testing.assert_array_equal(found.toarray(), expected)
    unit = R("as(as(Matrix::Diagonal(3), 'CsparseMatrix'), 'triangularMatrix')")
    np.testing.assert_array_equal(unit.toarray(), np.eye(3))
    pattern = R("Matrix::sparseMatrix(i, j)")
    assert pattern.dtype == bool and np.array_equal(pattern.toarray(), full > 0)
    dense = R("Matrix::Matrix(c(2, 1, 1, 2), 2, sparse = FALSE)")
    assert type(dense) is np.ndarray and dense.tolist() == [[2, 1], [1, 2]]
    assert R("Matrix::sparseMatrix(i, j, x = x, repr = 'R')").format == "csr"
    assert R("Matrix::sparseMatrix(i, j, x = x, repr = 'T')").format == "coo"
    changed = R("Matrix::sparseMatrix(i, j, x = x, dimnames = list(letters[1:3], NULL))")
    changed.data[0] = 9
    assert arrives(R, changed, "Matrix::sparseMatrix(i, j, x = c(9, 2, 3))")
    unsorted = scipy.sparse.csc_matrix(([1.0, 2.0, 5.0], [2, 0, 0], [0, 3]), (3, 1))
    assert arrives(R, unsorted, "Matrix::sparseMatrix(c(1, 3), c(1, 1), x = c(7, 1))")
    assert unsorted.nnz == 3


def test_many_texts_at_once_are_those_one_by_one(R: RSession) -> None:
    texts = ["", "a", "gr\u00fcn", "\u6f22\u5b57", "\U0001f642", "a\nb", NA] * 5
    R["x"] = texts
    read = [None if text is NA else text for text in texts]
    assert R["x"] == read
    assert [R(f"x[[{i + 1}]]") for i, text in enumerate(read) if text is not None] == [x for x in read if x is not None]
    assert R("identical(nchar(x, 'bytes', keepNA = TRUE), rep(c(0L, 1L, 5L, 6L, 4L, 3L, NA), 5))") is True
    for held in ("a\0b", "\ud83d"):
        with pytest.raises(ValueError, match="R strings cannot hold"):
            R["x"] = [*texts, held]
    many = "c(rep(c('a\\xff', iconv('\\u00e9', 'UTF-8', 'latin1'), 'ok'), 5), `Encoding<-`('b\\xe9', 'bytes'))"
    R(f"y <- {many}")
    y = R["y"]
    assert y == [*["a\\xff", "\u00e9", "ok"] * 5, "b\\xe9"]
    R["z"] = y[::-1]
    assert R("identical(z, rev(y))") is True


def test_texts_that_are_no_utf_8(R: RSession) -> None:
    R("bad <- 'a\\xffb'")
    text = R["bad"]
    assert text == "a\\xffb" and isinstance(text, ForeignText)
    R["pair"] = [text, "more"]
    assert R("identical(pair, c(bad, 'more'))") is True
    R["named"] = {text: 1}
    assert R("identical(names(named), bad)") is True


@pytest.mark.parametrize(
    "make",
    [
        "x = []; x.append(x)",
        "x = {}; x['a'] = x",
        "x = []\nfor _ in range(3000): x = [x]",
        "x = {}\nfor _ in range(3000): x = {'a': x}",
    ],
)
def test_endless_and_deep_lists_are_one_clear_error(R: RSession, make: str) -> None:
    names: dict[str, Any] = {}
    exec(make, names)
    with pytest.raises(ValueError, match="more than 200 levels deep, or a list that contains itself") as caught:
        R["value"] = names["x"]
    assert len(caught.traceback) < 12 and caught.value.__cause__ is None
    with pytest.raises(ValueError, match="more than 200 levels deep"):
        R.call("length", names["x"])
    assert "value" not in R


def test_deep_lists_of_r(R: RSession) -> None:
    R("deep <- 1; for (i in 1:3000) deep <- list(deep); near <- 1; for (i in 1:150) near <- list(near)")
    with pytest.raises(ValueError, match=r"200 levels deep.*R.get\(name, convert=False\)"):
        R["deep"]
    kept = R.get("deep", convert=False)
    assert arrives(R, kept, "deep")
    assert arrives(R, R["near"], "near")


def test_deep_lists_crash_no_process_whose_limit_is_high() -> None:
    run_python("""
        import sys
        from rkeras_py.bridge import r_session
        R = r_session()
        sys.setrecursionlimit(10**6)
        value = []
        value.append(value)
        for make in (lambda: R.call("identity", value), lambda: R("x <- 1; for (i in 1:1e5) x <- list(x); x")):
            try:
                make()
            except ValueError as error:
                assert "200 levels deep" in str(error)
            else:
                raise AssertionError
        assert R("1 + 1") == 2
    """)


# R objects that stay so ---------------------------------------------------------------------------


def test_values_that_are_not_converted(R: RSession) -> None:
    R("x <- c(a = 1, b = 2); f <- function(x) x; n <- NULL")
    for kept in (R.get("x", convert=False), R("x", convert=False)):
        assert type(kept) is RObject and kept.classes == ["numeric"] and kept["a"] == 1
        assert arrives(R, kept, "x")
        np.testing.assert_array_equal(kept.to_python(), [1, 2])
        assert arrives(R, kept.to_python(), "x")
    assert type(R.get("f", convert=False)) is RFunction and R.get("f", convert=False)(3) == 3
    assert R.get("f", convert=False).__name__ == "f"
    assert type(R.get("n", convert=False)) is RObject and R.get("n", convert=False).to_python() is None
    assert R.get("x").tolist() == [1, 2] and R.get("n") is None
    with pytest.raises(KeyError, match=r"no variable .*absent"):
        R.get("absent", convert=False)
    thing = object()
    R["thing"] = thing
    assert type(R.get("thing", convert=False)) is RObject and R.get("thing", convert=False).to_python() is thing
    environment = R("new.env()")
    assert environment.to_python().sexp == environment.sexp


def test_what_is_remembered_ends_with_the_value(R: RSession) -> None:
    origins = R._convert.origins
    gc.collect()
    R("rm(list = ls(globalenv()))")
    before = len(origins._weak) + len(origins._held)
    kept: Any = [R("c(a = 1, b = 2)"), R("list(1, 2)"), R("c(a = 1)"), R("as.Date('2024-01-01')"), R("iris")]
    assert len(origins._weak) + len(origins._held) == before + 5
    watch = weakref.ref(kept[0])
    del kept
    gc.collect()
    assert watch() is None and len(origins._weak) + len(origins._held) == before
    for i in range(2000):
        R(f"list({i}, 'a', c(a = {i}))")
        R(f"structure(list({i}), note = 1)")
    assert len(origins._held) <= before + 600


def test_objects_in_remembered_lists_live_no_longer_than_the_list(R: RSession) -> None:
    class Thing:
        pass

    thing = Thing()
    R["thing"] = thing
    watch = weakref.ref(thing)
    held = R("list(a = thing, 2)")
    R("rm(thing); invisible(gc())")
    del thing
    assert watch() is held[0]
    del held
    for _ in range(2):
        gc.collect()
        R("invisible(gc())")
    assert watch() is None


def test_a_held_value_is_counted_as_python_counts(R: RSession) -> None:
    value = R("c(a = 12345.5)")
    assert count_references((value,)) == UNUSED + 2  # this test's and the memory's
    gc.collect()
    assert arrives(R, value, "c(a = 12345.5)")


def test_missing_values_of_every_type_are_missing_in_our_functions(R: RSession) -> None:
    for value in (NA, NA_integer_, NA_character_):
        assert rkeras_py.layer_input([value, 3]).shape == (None, None, 3)
        with pytest.raises(
            ValueError, match=r"`units` should be a whole number of at least 1\. NA has no meaning here"
        ):
            rkeras_py.layer_dense(units=value)
        with pytest.raises(ValueError, match=r"`y` should be whole numbers from 0.*Received: y = \[NA"):
            rkeras_py.to_categorical([value, 1])


def test_large_values_that_nobody_has_any_more_are_not_held(R: RSession) -> None:
    R("large <- setNames(as.character(1:60000), 1:60000)")
    for _ in range(20):
        R["large"]
    origins = R._convert.origins
    assert sum(len(value) for value, _ in origins._held.values() if isinstance(value, list)) <= 3 * 60_000
    kept = [R["large"] for _ in range(4)]
    R["again"] = kept[0]
    assert R("identical(again, large)")
