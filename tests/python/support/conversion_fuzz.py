"""`python conversion_fuzz.py NUMBER SEED`: so many random nested values, half of Python and half of R, there and back.

What Python sends has to come back as `expected()` says; what R has of it, or sent, as what identical() calls the same.
"""

import datetime
import faulthandler
import sys
from typing import Any

import numpy as np

from rkeras_py import NA
from rkeras_py.bridge import r_session

BATCH = 25
LETTERS = "ab yzé漢🙂\n\\'\"%0"
DTYPES = (
    "f8",
    "f4",
    "f2",
    "g",
    "i1",
    "i4",
    "i8",
    "u1",
    "u2",
    "u8",
    "?",
    "c16",
    "c8",
    "U3",
    "M8[D]",
    "M8[us]",
    "m8[ms]",
    "O",
)

R_VALUES = """
random_text <- function(n) {
  pool <- c(letters, 'a b', '', '\\u00e9', iconv('\\u00fc', 'UTF-8', 'latin1'), '\\U1f642', 'x\\xff', NA)
  vapply(seq_len(n), function(i) paste0(sample(pool, 1L), if (runif(1) < 0.3) sample(pool, 1L)), '')
}
random_vector <- function() {
  n <- sample(c(0:4, 20L), 1L, prob = c(1, 4, 2, 2, 1, 1))
  gaps <- function(x) { if (length(x) && runif(1) < 0.3) x[sample(length(x), 1L)] <- NA; x }
  switch(sample(16L, 1L),
    gaps(sample(c(TRUE, FALSE), n, TRUE)),
    gaps(sample.int(.Machine$integer.max, n)),
    gaps(rnorm(n)), sample(c(NA, NaN, Inf, -Inf, 0, -0, 1e308, 5e-324), n, TRUE),
    gaps(complex(real = rnorm(n), imaginary = rnorm(n))),
    gaps(random_text(n)), ifelse(runif(n) < 0.3, NA, random_text(n)),
    as.raw(sample(0:255, n)),
    factor(sample(letters[1:3], n, TRUE), letters[1:4], ordered = runif(1) < 0.5),
    gaps(as.Date(sample(-5e4:5e4, n))),
    gaps(as.POSIXct(runif(n, -1e9, 4e9), tz = sample(c('UTC', '', 'Asia/Tokyo', 'America/New_York'), 1L))),
    gaps(as.difftime(rnorm(n), units = sample(c('secs', 'mins', 'hours', 'days', 'weeks'), 1L))),
    structure(gaps(rnorm(n)), class = 'integer64'),
    if (n) table(sample(letters[1:3], n, TRUE)) else integer(),
    if (n) ts(rnorm(n), start = 2000, frequency = 4) else numeric(),
    if (n) as.POSIXlt(Sys.Date() + seq_len(n)) else list())
}
random_names <- function(n) {
  switch(sample(4L, 1L), NULL, letters[seq_len(n)], sample(c('', 'a', NA, 'b c', '\\u00e9'), n, TRUE), NULL)
}
decorated <- function(x) {
  n <- length(x)
  if (is.object(x) || n > 26L) return(x)
  if (runif(1) < 0.4) names(x) <- random_names(n)
  if (runif(1) < 0.2) {
    dim(x) <- list(n, c(1L, n), c(n, 1L), c(1L, n, 1L))[[sample(4L, 1L)]]
    if (length(dim(x)) == 2L && runif(1) < 0.5 && n) dimnames(x) <- list(NULL, random_names(ncol(x)))
  }
  if (runif(1) < 0.1) attr(x, 'note') <- random_vector()
  if (runif(1) < 0.1 && !is.list(x)) class(x) <- c('own', 'kind')
  x
}
random_frame <- function() {
  n <- sample(0:3, 1L)
  columns <- list(rnorm(n), sample(c(NA, 1:9), n, TRUE), rep_len(random_text(3L), n), Sys.Date() + seq_len(n))
  names(columns) <- letters[1:4]
  frame <- data.frame(columns[sample(4L, sample(4L, 1L))])
  if (runif(1) < 0.3) frame$l <- lapply(seq_len(n), function(i) random_vector())
  if (n && runif(1) < 0.3) rownames(frame) <- rev(letters[seq_len(n)])
  if (runif(1) < 0.2) class(frame) <- c('tbl_df', 'tbl', 'data.frame')
  frame
}
random_value <- function(depth) {
  kind <- runif(1)
  if (depth == 0L || kind < 0.5) return(decorated(random_vector()))
  if (kind < 0.6) return(random_frame())
  if (kind < 0.65) {
    return(list(NULL, quote(a + b), y ~ x, globalenv(), sum, as.name('a'), expression(1))[[sample(7L, 1L)]])
  }
  decorated(lapply(seq_len(sample(0:3, 1L)), function(i) random_value(depth - 1L)))
}
"""


class Values:
    """Random values of Python, from a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def pick(self, items: Any) -> Any:
        return items[int(self.rng.integers(len(items)))]

    def text(self) -> str:
        return "".join(self.pick(LETTERS) for _ in range(self.rng.integers(5)))

    def number(self) -> float:
        return self.pick([float(self.rng.normal()), 0.0, -0.0, 1e308, float("inf"), float("nan"), 5e-324])

    def whole(self) -> int:
        return self.pick(
            [int(self.rng.integers(-9, 9)), 2**31 - 1, 2**31, -(2**31), 2**53, int(self.rng.integers(-(2**53), 2**53))]
        )

    def scalar(self) -> Any:
        return self.pick(
            [
                lambda: None,
                lambda: NA,
                lambda: bool(self.rng.integers(2)),
                self.whole,
                self.number,
                lambda: complex(self.number(), self.number()),
                self.text,
                lambda: self.rng.bytes(int(self.rng.integers(4))),
                lambda: datetime.date(1970, 1, 1) + datetime.timedelta(int(self.rng.integers(-99999, 99999))),
                lambda: datetime.timedelta(microseconds=int(self.rng.integers(-(10**15), 10**15))),
            ]
        )()

    def array(self) -> Any:
        shape = tuple(int(n) for n in self.rng.integers(0, 4, self.rng.integers(1, 4)))
        dtype = self.pick(DTYPES)
        numbers = self.rng.integers(0, 100, shape)
        if dtype == "O":
            cells = numbers.astype(object)
            cells[numbers % 3 == 0] = "text"
            return cells
        array = (numbers % 2 if dtype == "?" else numbers).astype(dtype)
        return self.pick([array, np.asfortranarray(array), array[::-1], array.T, array[..., ::2]])

    def value(self, depth: int) -> Any:
        kind = self.rng.random()
        if depth == 0 or kind < 0.4:
            return self.scalar()
        if kind < 0.6:
            return self.array()
        size = int(self.rng.integers(4))
        if kind < 0.7:
            make = self.pick([self.text, self.number, self.whole, lambda: bool(self.rng.integers(2))])
            return [make() for _ in range(size)]
        if kind < 0.85:
            return [self.value(depth - 1) for _ in range(size)]
        return {f"{i}{self.text()}": self.value(depth - 1) for i in range(size)}


def expected(value: Any) -> Any:
    """Return what is to come back for a value of Python: by the documented rules, written anew."""
    if isinstance(value, dict):
        return {key: expected(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return expected_array(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < 2**31 else float(value)
    if not isinstance(value, list):
        return value
    kinds = {type(item) for item in value if item is not NA}
    missing = any(item is NA for item in value)
    if not kinds and missing:
        return NA if len(value) == 1 else np.array([None] * len(value))
    if kinds == {str}:
        texts = [None if item is NA else item for item in value]
        return texts[0] if len(texts) == 1 else texts
    if kinds and (kinds <= {int, float} or kinds in ({bool}, {complex})):
        return expected_vector(value, kinds, missing)
    return [expected(item) for item in value]


def expected_vector(value: list[Any], kinds: set[type], missing: bool) -> Any:
    if len(value) == 1:
        return expected(value[0])
    if kinds == {bool}:
        return np.array([None if item is NA else item for item in value]) if missing else np.array(value)
    if missing:
        gap = complex(np.nan, 0) if kinds == {complex} else np.nan
        return np.array([gap if item is NA else item for item in value])
    array = np.array(value)
    return expected_array(array)


def expected_array(array: Any) -> Any:
    kind = array.dtype.kind
    if kind in "iu":
        small = array.size == 0 or max(abs(int(array.min())), abs(int(array.max()))) < 2**31
        return array.astype(np.int32 if small else np.float64)
    if kind in "mM":
        return array if array.dtype == "M8[D]" else array.astype(f"{kind}8[us]")
    if kind == "O" and array.size and len({type(item) for item in array.flat}) == 1:
        return array.astype(np.int32 if isinstance(array.flat[0], int) else np.str_)
    return array.astype({"f": np.float64, "c": np.complex128}.get(kind, array.dtype))


def alike(found: Any, wanted: Any) -> bool:
    if type(found) is not type(wanted):
        return False
    if isinstance(wanted, np.ndarray):
        texts = found.dtype.kind == wanted.dtype.kind == "U"
        if found.shape != wanted.shape or not (texts or found.dtype == wanted.dtype):
            return False
        if wanted.dtype.kind == "O":
            return all(map(alike, found.flat, wanted.flat))
        return bool(np.array_equal(found, wanted, equal_nan=wanted.dtype.kind in "fcmM"))
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(alike, found, wanted))
    if isinstance(wanted, dict):
        return list(found) == list(wanted) and all(map(alike, found.values(), wanted.values()))
    return found is wanted if wanted is NA else repr(found) == repr(wanted)


def main() -> None:
    faulthandler.enable()
    number, seed = int(sys.argv[1]), int(sys.argv[2])
    R, values = r_session(), Values(seed)
    for _ in range(number // 2 // BATCH):
        batch = ["a list", *(values.value(4) for _ in range(BATCH))]
        R["a"] = batch
        back = R["a"]
        wrong = [(one, got) for one, got in zip(batch, back, strict=True) if not alike(got, expected(one))]
        assert not wrong, f"sent {wrong[0][0]!r}\nwanted {expected(wrong[0][0])!r}\ngot {wrong[0][1]!r}"
        R["b"] = back
        assert R("identical(a, b)") is True, batch
    R(R_VALUES)
    R(f"set.seed({seed}); invisible(NULL)")
    for _ in range(number // 2 // BATCH):
        R(f"a <- lapply(1:{BATCH}, function(i) random_value(4L)); invisible(NULL)")
        R["b"] = R["a"]
        for i in [] if R("identical(a, b)") is True else range(1, BATCH + 1):
            assert R(f"identical(a[[{i}]], b[[{i}]])") is True, R(
                f"paste(capture.output(dput(a[[{i}]]), dput(b[[{i}]])), collapse = '\n')"
            )
    print("right", number)


if __name__ == "__main__":
    main()
