"""Every kind of value, there and back: R's identical() judges what R sent, types and values what Python sent."""

import datetime
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from conversion_cases import NAMES, PYTHON_CASES, REFUSED
from conversion_cases_r import R_CASES

from rkeras_py import NA
from rkeras_py.bridge import RSession, r_session

pytestmark = pytest.mark.quick

FROM_R = [code for codes in R_CASES.values() for code in codes]
FROM_PYTHON = [case for cases in PYTHON_CASES.values() for case in cases]


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    yield session
    session("rm(list = ls(globalenv()))")


def make(code: str) -> Any:
    """Return the value of a case's code."""
    return eval(code, dict(NAMES))


def assert_alike(value: Any, expected: Any) -> None:
    """Fail unless two values are of one type, and the same."""
    assert type(value) is type(expected)
    if isinstance(expected, np.ndarray):
        if expected.dtype.kind != "U":
            assert value.dtype == expected.dtype
        np.testing.assert_array_equal(value, expected)
        assert np.array_equal(np.signbit(value), np.signbit(expected)) if expected.dtype.kind == "f" else True
    elif isinstance(expected, pd.DataFrame):
        pd.testing.assert_frame_equal(value, expected)
    elif isinstance(expected, pd.Categorical):
        pd.testing.assert_index_equal(pd.Index(value), pd.Index(expected))
    elif scipy.sparse.issparse(expected):
        assert value.dtype == expected.dtype
        np.testing.assert_array_equal(value.toarray(), expected.toarray())
    elif isinstance(expected, np.generic):
        np.testing.assert_array_equal(value, expected)
    else:
        assert value == expected or value != value
        assert repr(value) == repr(expected)


@pytest.mark.parametrize("code", FROM_R)
def test_what_r_sends_comes_back_identical(R: RSession, code: str) -> None:
    R(f"a <- {code}; invisible(NULL)")
    R["b"] = R["a"]
    assert R("identical(a, b)") is True, R["b"]
    R("a <- list(named = a, list(a, 1L))")
    R["b"] = R["a"]
    assert R("identical(a, b)") is True
    assert R.call("identical", R["a"], R.get("a", convert=False)) is True


@pytest.mark.parametrize(("code", "in_r", "back"), FROM_PYTHON, ids=[case[0] for case in FROM_PYTHON])
def test_what_python_sends_becomes_what_is_told_of_it(R: RSession, code: str, in_r: str, back: str) -> None:
    value = make(code)
    R["x"] = value
    if not in_r:
        assert R("inherits(x, 'python.builtin.object')") is True
        assert R["x"] is value
        return
    R(f"expected <- {in_r}")
    assert R("identical(x, expected)") is True, R("paste(capture.output(str(x)), collapse = '\n')")
    assert_alike(R["x"], make(back or code))
    R["again"] = R["x"]
    assert R("identical(x, again)") is True


@pytest.mark.parametrize("code", REFUSED)
def test_what_r_has_no_form_of_is_refused(R: RSession, code: str) -> None:
    error, words = REFUSED[code]
    for value in (make(code), {"inside": [make(code), "other"]}):
        with pytest.raises(error, match=words):
            R["x"] = value
    assert "x" not in R
    assert R("1 + 1") == 2.0


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
def test_the_first_and_the_last_datetime_arrive(R: RSession, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        least, most = datetime.datetime.min, datetime.datetime.max
        offsets = [
            (near.astimezone().utcoffset()) for near in (datetime.datetime(1, 1, 3), datetime.datetime(9999, 12, 1))
        ]
        R["moments"] = [least, most]
        for i, (moment, offset) in enumerate(zip((least, most), offsets, strict=True)):
            R["x"] = moment
            seconds = (moment - datetime.datetime(1970, 1, 1)).total_seconds() - offset.total_seconds()
            assert R("as.numeric(x)") == pytest.approx(seconds, abs=1e-3)
            assert R(f"as.numeric(moments[[{i + 1}]])") == pytest.approx(seconds, abs=1e-3)
        east = datetime.timezone(datetime.timedelta(hours=5))
        R["x"] = least.replace(tzinfo=east)
        assert R("as.numeric(x)") == (least - datetime.datetime(1970, 1, 1)).total_seconds() - 5 * 3600
    finally:
        monkeypatch.undo()
        time.tzset()


def test_many_texts_of_all_encodings_cross(R: RSession) -> None:
    texts = ["", "a", None, "é", "漢字", "\U0001f642", "\"q'\\", "a\nb", "NA", "\ufeff"] * 10
    R["many"] = [NA if text is None else text for text in texts]
    expected = r"""c('', 'a', NA, '\u00e9', '\u6f22\u5b57', '\U1f642', '"q\'\\', 'a\nb', 'NA', '\ufeff')"""
    assert R(f"identical(many, rep({expected}, 10))")
    assert R["many"] == texts
    R("many <- c(paste('text', 1:30), iconv('\\u00e9t\\u00e9', 'UTF-8', 'latin1'), NA, '')")
    assert R["many"] == [*(f"text {i}" for i in range(1, 31)), "été", None, ""]
    R("many <- c(many, 'a\\xffb', `Encoding<-`('\\u00e9', 'bytes'))")
    assert R["many"][30:] == ["été", None, "", "a\\xffb", "é"]
    R["back"] = R["many"]
    assert R("identical(many, back)")
    for bad in ("a\0b", "\ud800"):
        with pytest.raises(ValueError, match="R strings cannot hold"):
            R["many"] = ["a"] * 20 + [bad]
