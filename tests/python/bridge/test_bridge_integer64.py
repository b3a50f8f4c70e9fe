"""64-bit integers of R across the bridge."""

from collections.abc import Iterator

import numpy as np
import pytest

from rkeras_py.bridge import RSession, r_session
from rkeras_py.r.missing import NA_integer64_


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    yield session
    session("rm(list = ls(globalenv()))")


def integer64(R: RSession, values: list[int | None]) -> None:
    """Assign `x` in R: doubles with the bits of 64-bit integers, as bit64 has them; that need not be installed."""
    whole = np.array([-(2**63) if value is None else value for value in values], np.int64)
    R["bytes"] = whole.tobytes()
    R("x <- structure(readBin(bytes, 'double', length(bytes) / 8), class = 'integer64')")


def test_integer64_are_whole_numbers(R: RSession) -> None:
    for values in ([1, 2, -3], [2**53 + 1, -(2**62)], [0]):
        integer64(R, values)
        found = R("x")
        assert np.asarray(found).dtype == np.int64 and np.atleast_1d(found).tolist() == values
    integer64(R, [1, 2, -3, 4])
    assert R("dim(x) <- c(2, 2); x").tolist() == [[1, -3], [2, 4]]
    integer64(R, [5, -6])
    assert R("structure(list(n = x), class = 'data.frame', row.names = 1:2)")["n"].tolist() == [5, -6]


def test_integer64_that_are_missing_are_so_in_python(R: RSession) -> None:
    integer64(R, [1, None, -3])
    np.testing.assert_array_equal(R("x"), [1, np.nan, -3])
    integer64(R, [2**53 + 1, None])
    assert R("x").tolist() == [2**53 + 1, None]
    integer64(R, [None])
    assert R("x") is NA_integer64_
