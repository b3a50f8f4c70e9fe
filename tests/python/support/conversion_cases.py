"""Values of Python that cross to R and back: the cases of the tests, and of the table in docs/conversions.md."""

from __future__ import annotations

import collections
import datetime
import decimal
import zoneinfo
from typing import Any

import ml_dtypes
import numpy as np
import pandas as pd
import scipy.sparse

import rkeras_py

NAMES: dict[str, Any] = {
    "NA": rkeras_py.NA,
    "collections": collections,
    "datetime": datetime,
    "decimal": decimal,
    "ml_dtypes": ml_dtypes,
    "np": np,
    "pd": pd,
    "sparse": scipy.sparse,
    "zoneinfo": zoneinfo,
}
"""The names that the code of the cases of Python knows."""

SAME = ""
PYTHON_CASES: dict[str, list[tuple[str, str, str]]] = {
    "Nothing and missing": [
        ("None", "NULL", SAME),
        ("NA", "NA", SAME),
        ("pd.NA", "NA", "NA"),
        ("float('nan')", "NaN", SAME),
        ("[1, NA]", "c(1L, NA)", "np.array([1, np.nan])"),
        ("[1.5, NA]", "c(1.5, NA)", "np.array([1.5, np.nan])"),
        ("['a', NA]", "c('a', NA)", "['a', None]"),
        ("[True, NA]", "c(TRUE, NA)", "np.array([True, None])"),
        ("[1j, NA]", "c(1i, NA)", "np.array([1j, complex(np.nan, 0)])"),
        ("['a', None]", "list('a', NULL)", SAME),
        ("np.datetime64('NaT', 'D')", "as.Date(NA)", SAME),
        ("np.ma.masked", "NA_real_", "float('nan')"),
        ("np.datetime64('NaT')", "as.POSIXct(NA, tz = 'UTC')", "np.datetime64('NaT', 'us')"),
        ("np.timedelta64('NaT')", "as.difftime(NA_real_, units = 'secs')", "np.timedelta64('NaT', 'us')"),
        ("pd.NaT", "as.POSIXct(NA, tz = 'UTC')", "np.datetime64('NaT', 'us')"),
    ],
    "Scalars": [
        ("True", "TRUE", SAME),
        ("7", "7L", SAME),
        ("2**40", "2^40", "float(2**40)"),
        ("-0.0", "-0.0", SAME),
        ("1 + 2j", "1+2i", SAME),
        ("'gr\\u00fcn \\U0001f642'", "'gr\\u00fcn \\U1f642'", SAME),
        ("b'\\x00\\xff'", "as.raw(c(0, 255))", SAME),
        ("bytearray(b'ab')", "charToRaw('ab')", "b'ab'"),
        ("np.bytes_(b'ab')", "'ab'", "'ab'"),
        ("[np.bytes_(b'ab')]", "list('ab')", "['ab']"),
        ("{'a': np.bytes_(b'ab')}", "list(a = 'ab')", "{'a': 'ab'}"),
        ("np.int8(-5)", "-5L", "-5"),
        ("np.int32(-(2**31))", "-2^31", "-(2.0**31)"),
        ("np.uint64(2**53)", "2^53", "float(2**53)"),
        ("np.float16(1.5)", "1.5", "1.5"),
        ("np.longdouble(1.5)", "1.5", "1.5"),
        ("np.clongdouble(1 + 2j)", "1+2i", "1 + 2j"),
        ("ml_dtypes.bfloat16(1.5)", "1.5", "1.5"),
        ("np.bool_(False)", "FALSE", "False"),
        ("np.array(4)", "4L", "4"),
        ("decimal.Decimal('1.5')", "", SAME),
        ("{1, 2}", "", SAME),
        ("range(3)", "", SAME),
    ],
    "Times": [
        ("datetime.date(2024, 2, 29)", "as.Date('2024-02-29')", SAME),
        (
            "datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC)",
            "as.POSIXct('2024-02-29 12:00', tz = 'UTC')",
            SAME,
        ),
        (
            "datetime.datetime(2024, 2, 29, 12, tzinfo=zoneinfo.ZoneInfo('Asia/Tokyo'))",
            "as.POSIXct('2024-02-29 12:00', tz = 'Asia/Tokyo')",
            SAME,
        ),
        (
            "datetime.datetime(2024, 2, 29, 12)",
            ".POSIXct(as.numeric(as.POSIXct('2024-02-29 12:00')))",
            "datetime.datetime(2024, 2, 29, 12).astimezone(datetime.UTC)",
        ),
        (
            "datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))",
            "as.POSIXct('2024-02-29 10:00', tz = 'UTC')",
            "datetime.datetime(2024, 2, 29, 10, tzinfo=datetime.UTC)",
        ),
        (
            "pd.Timestamp('2024-02-29 12:00')",
            "as.POSIXct('2024-02-29 12:00', tz = 'UTC')",
            "datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC)",
        ),
        ("datetime.timedelta(hours=1)", "as.difftime(3600, units = 'secs')", SAME),
        ("np.array(['2024-02-29', 'NaT'], 'M8[D]')", "structure(array(c(19782, NA)), class = 'Date')", SAME),
        ("np.datetime64('2024-02')", "as.Date('2024-02-01')", "datetime.date(2024, 2, 1)"),
        (
            "np.array(['2024-02-29T12:00:00.5'], 'M8[ns]')",
            "structure(array(1709208000.5), class = c('POSIXct', 'POSIXt'), tzone = 'UTC')",
            "np.array(['2024-02-29T12:00:00.5'], 'M8[us]')",
        ),
        (
            "np.array([90], 'm8[m]')",
            "structure(array(5400), class = 'difftime', units = 'secs')",
            "np.array([5400 * 10**6], 'm8[us]')",
        ),
        (
            "np.array([1, 333333333], 'm8[ns]')",
            "structure(array(c(1e-9, 0.333333333)), class = 'difftime', units = 'secs')",
            SAME,
        ),
        ("pd.Timedelta(1, 'ns')", "as.difftime(1e-9, units = 'secs')", SAME),
        ("pd.Timestamp(1, unit='ns', tz='UTC')", ".POSIXct(1e-9, 'UTC')", SAME),
        (
            "pd.Timestamp('2024-02-29', tz='Asia/Tokyo')",
            "as.POSIXct('2024-02-29', tz = 'Asia/Tokyo')",
            "datetime.datetime(2024, 2, 29, tzinfo=zoneinfo.ZoneInfo('Asia/Tokyo'))",
        ),
        ("datetime.time(1, 2)", "", SAME),
    ],
    "Arrays": [
        ("np.array([1.5, np.nan])", "array(c(1.5, NaN))", SAME),
        ("np.array([[1, 2], [3, 4]], np.int32)", "matrix(c(1L, 3L, 2L, 4L), 2)", SAME),
        ("np.array([1, 2], np.int8)", "array(1:2)", "np.array([1, 2], np.int32)"),
        ("np.array([1, 2**40], np.int64)", "array(c(1, 2^40))", "np.array([1, 2**40], np.float64)"),
        ("np.array([200], np.uint8)", "array(200L)", "np.array([200], np.int32)"),
        ("np.array([[1.5]], np.float16)", "matrix(1.5)", "np.array([[1.5]])"),
        ("np.array([1.5], np.longdouble)", "array(1.5)", "np.array([1.5])"),
        ("np.array([1.5], ml_dtypes.bfloat16)", "array(1.5)", "np.array([1.5])"),
        ("np.array([-1], ml_dtypes.int4)", "array(-1L)", "np.array([-1], np.int32)"),
        ("np.array([True, False])", "array(c(TRUE, FALSE))", SAME),
        ("np.array([1 + 2j])", "array(1+2i)", SAME),
        ("np.array([['a', 'bc']])", "matrix(c('a', 'bc'), 1)", SAME),
        ("np.array([b'ab'])", "array('ab')", "np.array(['ab'])"),
        (
            "np.arange(24.).reshape(2, 3, 4)[:, ::2, ::-1]",
            "array(c(3, 15, 11, 23, 2, 14, 10, 22, 1, 13, 9, 21, 0, 12, 8, 20), c(2, 2, 4))",
            SAME,
        ),
        ("np.asfortranarray([[1., 2.], [3., 4.]])", "matrix(c(1, 3, 2, 4), 2)", SAME),
        ("np.array([1.5], '>f8')", "array(1.5)", "np.array([1.5])"),
        ("np.array(['a', 'bc'], np.dtypes.StringDType())", "array(c('a', 'bc'))", "np.array(['a', 'bc'])"),
        ("np.array(True)", "TRUE", "True"),
        ("np.array('a')", "'a'", "'a'"),
        ("np.array(np.timedelta64(1, 's'))", "as.difftime(1, units = 'secs')", "datetime.timedelta(seconds=1)"),
        ("np.zeros((0, 3, 2))", "array(0, c(0, 3, 2))", SAME),
        ("np.array([1, None], object)", "array(c(1L, NA))", "np.array([1, np.nan])"),
        ("np.array([[True, None]], object)", "matrix(c(TRUE, NA), 1)", SAME),
        ("np.array(['a', None], object)", "array(c('a', NA))", SAME),
        ("np.array([1, 'a'], object)", "array(list(1L, 'a'))", SAME),
        ("np.ma.masked_array([1, 2], [False, True])", "array(c(1L, NA))", "np.array([1, np.nan])"),
        ("np.ma.masked_array([1.5, 2], [False, True])", "array(c(1.5, NA))", "np.array([1.5, np.nan])"),
        ("np.ma.masked_array([1j, 2], [False, True])", "array(c(1i, NA))", "np.array([1j, complex(np.nan, 0)])"),
        ("np.array([-(2**31), 1], np.int32)", "array(c(-2^31, 1))", "np.array([-(2.0**31), 1])"),
        ("np.array([(1, 2.5)], [('a', 'i4'), ('b', 'f8')])", "", SAME),
        ("np.rec.array([(1, 2.5)], names=['a', 'b'])", "", SAME),
    ],
    "Lists and dicts": [
        ("[]", "list()", SAME),
        ("[1, 2]", "1:2", "np.array([1, 2], np.int32)"),
        ("(1, 2.5)", "c(1, 2.5)", "np.array([1, 2.5])"),
        ("['a', 'b']", "c('a', 'b')", SAME),
        ("['a']", "'a'", "'a'"),
        ("[1, 'a', None]", "list(1L, 'a', NULL)", SAME),
        ("{'a': 1, 'b': {'c': [True]}}", "list(a = 1L, b = list(c = TRUE))", "{'a': 1, 'b': {'c': True}}"),
        ("{}", "setNames(list(), character())", SAME),
        ("{1: 'a'}", "list('1' = 'a')", "{'1': 'a'}"),
        ("{(1, 2): 'a'}", "", SAME),
        ("{'': 1}", "", SAME),
        ("collections.namedtuple('P', 'x y')(1, 'b')", "list(x = 1L, y = 'b')", "{'x': 1, 'y': 'b'}"),
    ],
    "pandas": [
        ("pd.Series([1, None], dtype='Int64')", "c(1L, NA)", "np.array([1, np.nan])"),
        ("pd.Series([2**40, None], dtype='Int64')", "c(2^40, NA)", "np.array([2**40, np.nan])"),
        ("pd.Series([1.5, None], dtype='Float64')", "c(1.5, NA)", "np.array([1.5, np.nan])"),
        ("pd.Series([True, None], dtype='boolean')", "c(TRUE, NA)", "np.array([True, None])"),
        ("pd.Series(['a', None], dtype='string')", "c('a', NA)", "['a', None]"),
        ("pd.Series([None, None], dtype='string')", "c(NA_character_, NA)", "[None, None]"),
        ("pd.Series([None, None])", "c(NA, NA)", "np.array([None, None])"),
        ("pd.Series([1, 'a', None])", "list(1L, 'a', NA)", "[1, 'a', NA]"),
        ("pd.array([1, None], dtype='UInt8')", "c(1L, NA)", "np.array([1, np.nan])"),
        (
            "pd.Categorical(['b', None], ['b', 'a'], ordered=True)",
            "factor(c('b', NA), c('b', 'a'), ordered = TRUE)",
            SAME,
        ),
        ("pd.Categorical([1, '1', None])", "factor(c('1', '1', NA))", "pd.Categorical(['1', '1', None])"),
        ("pd.Series(['x'], dtype='category')", "factor('x')", "pd.Categorical(['x'])"),
        ("pd.Index(['a', 'b'])", "c('a', 'b')", "['a', 'b']"),
        (
            "pd.date_range('2024-01-01', periods=1, tz='Asia/Tokyo')",
            "as.POSIXct('2024-01-01', tz = 'Asia/Tokyo')",
            "datetime.datetime(2024, 1, 1, tzinfo=zoneinfo.ZoneInfo('Asia/Tokyo'))",
        ),
        ("pd.Series(pd.arrays.SparseArray([1., 0.]))", "c(1, 0)", "np.array([1., 0.])"),
        ("pd.DataFrame({'x': [1.5, 2.5], 's': ['a', None]})", "data.frame(x = c(1.5, 2.5), s = c('a', NA))", SAME),
        ("pd.DataFrame({'x': [1.5]}, index=['row'])", "data.frame(x = 1.5, row.names = 'row')", SAME),
    ],
    "scipy": [
        (
            "sparse.csc_matrix([[1., 0.], [0., 2.]])",
            "as(matrix(c(1, 0, 0, 2), 2), 'sparseMatrix') |> as('generalMatrix')",
            SAME,
        ),
        ("sparse.csr_matrix([[1., 0.]])", "Matrix::sparseMatrix(1, 1, x = 1, dims = 1:2, repr = 'R')", SAME),
        ("sparse.coo_matrix(([2.], ([0], [1])), (1, 2))", "Matrix::sparseMatrix(1, 2, x = 2, repr = 'T')", SAME),
        ("sparse.csc_matrix([[True, False]])", "Matrix::sparseMatrix(1, 1, x = TRUE, dims = 1:2)", SAME),
        (
            "sparse.csr_array([[3, 0]])",
            "Matrix::sparseMatrix(1, 1, x = 3, dims = 1:2, repr = 'R')",
            "sparse.csr_matrix([[3., 0.]])",
        ),
        (
            "sparse.dok_matrix([[3., 0.]])",
            "Matrix::sparseMatrix(1, 1, x = 3, dims = 1:2)",
            "sparse.csc_matrix([[3., 0.]])",
        ),
        (
            "sparse.lil_matrix([[3, 0]])",
            "Matrix::sparseMatrix(1, 1, x = 3, dims = 1:2)",
            "sparse.csc_matrix([[3., 0.]])",
        ),
        (
            "sparse.dok_matrix(np.array([[3, 0]]))",
            "Matrix::sparseMatrix(1, 1, x = 3, dims = 1:2)",
            "sparse.csc_matrix([[3., 0.]])",
        ),
    ],
}
"""By kind of value: code of Python, the R value that it becomes, and what comes back where that is not the same.

No R value means that R holds the Python object itself.
"""

REFUSED: dict[str, tuple[type[Exception], str]] = {
    "2**53 + 1": (OverflowError, "cannot exactly represent the whole number 9007199254740993"),
    "[2**53 + 1, 0.5]": (OverflowError, "cannot exactly represent"),
    "[2**63 + 1, -1]": (OverflowError, "cannot exactly represent"),
    "np.array([2**60, None], object)": (OverflowError, "cannot exactly represent"),
    "np.array([2**64 - 1], np.uint64)": (
        OverflowError,
        "cannot exactly represent the whole number 18446744073709551615",
    ),
    "np.uint64(2**63)": (OverflowError, "cannot exactly represent"),
    "pd.Series([2**60, None], dtype='Int64')": (OverflowError, "cannot exactly represent"),
    "sparse.csc_matrix([[2**60]])": (OverflowError, "cannot exactly represent"),
    "np.array([np.longdouble('1e4000')])": (OverflowError, "the largest double"),
    "'a\\0b'": (ValueError, "cannot hold the NUL character.*pass bytes"),
    "['a', 'b\\0']": (ValueError, "NUL"),
    "{'a\\0': 1}": (ValueError, "NUL"),
    "np.array(['a\\0b'])": (ValueError, "NUL"),
    "'\\ud800'": (ValueError, "half of a surrogate pair"),
    "['a', '\\ud800']": (ValueError, "surrogate"),
    "{'\\udfff': 1}": (ValueError, "surrogate"),
    "np.array(['\u00e9', 'b\\ud800'])": (ValueError, "surrogate"),
    "np.array(['a', '\\ud800'], object)": (ValueError, "surrogate"),
    "pd.DataFrame({'c': np.array(['\\ud800'], object)}, dtype=object)": (ValueError, "surrogate"),
    "np.array([b'a\\0b'])": (ValueError, "NUL"),
    "np.array([b'\\xff'])": (ValueError, "is not valid UTF-8: decode the array"),
    "np.timedelta64(2, 'Y')": (ValueError, "no durations in years"),
    "pd.MultiIndex.from_tuples([(1, 2)])": (ValueError, "MultiIndex: call reset_index"),
    "pd.period_range('2024-01', periods=2, freq='M')": (ValueError, "no periods.*to_timestamp"),
    "pd.Period('2024-01')": (ValueError, "no periods"),
    "pd.interval_range(0, 2)": (ValueError, "no intervals.*astype"),
    "pd.DataFrame({'p': pd.period_range('2024-01', periods=1, freq='M')})": (ValueError, "column 'p' has"),
    "sparse.csr_matrix([[1j]])": (ValueError, "no complex matrices"),
    "sparse.coo_array([1., 0.])": (ValueError, "two dimensions"),
}
"""Values that R has no form of, and the words of the bridge's error, which are those of reticulate's warning."""

NEAREST = {
    "2**53 + 1": "2^53",
    "[2**53 + 1, 0.5]": "c(2^53, 0.5)",
    "[2**63 + 1, -1]": "c(2^63, -1)",
    "np.array([2**60, None], object)": "array(c(2^60, NA))",
    "np.array([2**64 - 1], np.uint64)": "array(2^64)",
    "np.uint64(2**63)": "2^63",
    "pd.Series([2**60, None], dtype='Int64')": "c(2^60, NA)",
    "sparse.csc_matrix([[2**60]])": "Matrix::sparseMatrix(1, 1, x = 2^60, dims = c(1, 1))",
    "np.array([np.longdouble('1e4000')])": "array(Inf)",
    "'a\\0b'": "'a\\\\x00b'",
    "['a', 'b\\0']": "c('a', 'b\\\\x00')",
    "{'a\\0': 1}": "list('a\\\\x00' = 1L)",
    "np.array(['a\\0b'])": "array('a\\\\x00b')",
    "'\\ud800'": "'\\\\ud800'",
    "['a', '\\ud800']": "c('a', '\\\\ud800')",
    "{'\\udfff': 1}": "list('\\\\udfff' = 1L)",
    "np.array(['\u00e9', 'b\\ud800'])": "array(c('\u00e9', 'b\\\\ud800'))",
    "np.array(['a', '\\ud800'], object)": "array(c('a', '\\\\ud800'))",
    "pd.DataFrame({'c': np.array(['\\ud800'], object)}, dtype=object)": "data.frame(c = '\\\\ud800')",
    "np.array([b'a\\0b'])": "array('a\\\\x00b')",
    "np.array([b'\\xff'])": "array('\\\\xff')",
    "sparse.csr_matrix([[1j]])": "error",
}
"""The R values that reticulate's functions give for them, with a warning, or "error"; others stay objects."""

OF_RETICULATE_IN_R = {
    "b'\\x00\\xff'": "object (R code calls its methods)",
    "np.array(4)": "array (as all of numpy's arrays)",
    "np.array(True)": "array (as all of numpy's arrays)",
    "np.array('a')": "array (as all of numpy's arrays)",
    "(1, 2.5)": "list (R code takes tuples apart)",
    "collections.namedtuple('P', 'x y')(1, 'b')": "object (R code reads its fields)",
    "sparse.csr_array([[3, 0]])": "object (reticulate knows scipy's matrices)",
}
"""Forms that reticulate gives R of values with other forms on the bridge, and why; none is wrong without a word."""
