"""Wrong and right values of every kind, in Python and in R, each with what it is right for.

`kinds` are the names that hints of words are made of (signatures/words.py): a value is right where the hint of the
argument's word has one of them; a number must lie in the range of the word, too.
"""

import ctypes
import datetime
import decimal
import fractions
import math
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Tried:
    """A value to try.

    Attributes:
        name: What it is called in the report.
        make: Makes it in Python; None where Python has no such value.
        r: The code for it in R; "" where R has no such value.
        kinds: Names in the hints of words for which it is right.
        number: The number that it is, where it is one.
    """

    name: str
    make: Callable[[], Any] | None
    r: str
    kinds: tuple[str, ...] = ()
    number: float | None = None


class Unspeakable:
    """An object that cannot be shown."""

    def __repr__(self) -> str:
        """Raise an error."""
        raise RuntimeError("no representation")


def _make_number(name: str, number: float, r: str = "") -> Tried:
    whole = math.isfinite(number) and number == math.floor(number)
    kinds = ("Int", "Ints", "IntVector", "Shape", *(["bool"] if number == 0 else [])) if whole else ()
    made = int(number) if whole and abs(number) < 1e18 else number
    return Tried(name, lambda: made, r or name, ("Number", "Numbers", "AnyTensor", *kinds), number)


def _make_circle() -> list[Any]:
    around: list[Any] = []
    around.append(around)
    return around


def _make_deep() -> list[Any]:
    deep: list[Any] = [1]
    for _ in range(5000):
        deep = [deep]
    return deep


ONE = ("Int", "Ints", "IntVector", "Number", "Numbers", "Shape", "AnyTensor", "bool")
"""The words that take a named list of one number, since R's named vectors come as such."""

TRIED = (
    _make_number("NaN", math.nan),
    _make_number("Inf", math.inf),
    _make_number("-Inf", -math.inf),
    _make_number("-1", -1),
    _make_number("-3", -3),
    _make_number("0", 0),
    _make_number("1.5", 1.5),
    _make_number("-0.5", -0.5),
    _make_number("7", 7),
    _make_number("2^31", 2**31),
    _make_number("2^63", 2.0**63),
    _make_number("-2^63", -(2.0**63)),
    _make_number("1e300", 1e300),
    _make_number("-1e300", -1e300),
    Tried("NULL", lambda: None, "NULL", ("None",)),
    Tried("TRUE", lambda: True, "TRUE", ("bool", "AnyTensor", "Int", "Ints", "IntVector"), 1),
    Tried("text", lambda: "abc", '"abc"', ("str", "Path", "Strings", "NameOrObject", "AnyTensor")),
    Tried("no text", lambda: "", '""', ("str", "Strings", "AnyTensor")),
    Tried("a NUL", lambda: "a\0b", "", ("str", "Strings", "AnyTensor")),
    Tried("invalid UTF-8", lambda: "a\udcffb", r'"a\xffb"', ("Path",)),
    Tried("text as bytes", None, r'local({x <- "a\xfcb"; Encoding(x) <- "bytes"; x})'),
    Tried("long text", lambda: "x" * 100_000, 'strrep("x", 100000)', ("str", "Strings", "AnyTensor")),
    Tried("bytes", lambda: b"abc", "as.raw(1:3)", ("bytes", "AnyTensor")),
    Tried("a module", lambda: math, 'reticulate::import("math")'),
    Tried("a date", lambda: datetime.date(2024, 1, 1), 'as.Date("2024-01-01")'),
    Tried("a time", lambda: datetime.datetime(2024, 1, 1), 'as.POSIXct("2024-01-01", tz = "UTC")'),
    Tried("a duration", lambda: datetime.timedelta(1), ""),
    Tried("a duration of R", None, 'as.difftime(1, units = "days")', ONE, 1),
    Tried("an environment", lambda: types.SimpleNamespace(a=1), "new.env()"),
    Tried("a generator", lambda: (i for i in range(3)), 'reticulate::py_eval("(i for i in range(3))")', ("Batches",)),
    Tried("a function", lambda: lambda *args: 1.0, "function(...) 1", ("Function", "NameOrObject")),
    Tried("a formula", None, "y ~ x", ("Function",)),
    Tried("a pointer", lambda: ctypes.pointer(ctypes.c_int(1)), 'methods::new("externalptr")'),
    Tried("a third", lambda: fractions.Fraction(1, 3), 'reticulate::import("fractions")$Fraction(1L, 3L)'),
    Tried("a decimal", lambda: decimal.Decimal("0.1"), 'reticulate::import("decimal")$Decimal("0.1")'),
    Tried("a complex number", lambda: 1 + 2j, "1+2i", ("AnyTensor",)),
    Tried("the unspeakable", Unspeakable, "unspeakable()"),
    Tried("an object", object, 'reticulate::py_eval("object()")'),
    Tried("a class", lambda: dict, 'reticulate::py_eval("dict")', ("Function",)),
    Tried("nothing", lambda: [], "list()", ("AnyTensor", "Shape", "dict", "Strings")),
    Tried("an empty array", lambda: np.zeros(0), "numeric(0)", ("AnyTensor", "Shape")),
    Tried("an array", lambda: np.full((2, 2, 2), 0.5), "array(0.5, c(2, 2, 2))", ("AnyTensor",)),
    Tried("a named list", lambda: {"a": 1}, "list(a = 1)", (*ONE, "dict")),
    Tried("nested lists", lambda: [[1, [2]], [3]], "list(list(1, list(2)), list(3))"),
    Tried("itself", _make_circle, ""),
    Tried("deep lists", _make_deep, ""),
    Tried("NaN in a vector", lambda: [0.5, math.nan], "c(0.5, NaN)", ("AnyTensor",)),
    Tried("negative ones", lambda: [-1, -2], "c(-1L, -2L)", ("AnyTensor", "IntVector", "Ints"), -1),
    Tried("huge ones", lambda: [1e300, 2.0**63], "c(1e300, 2^63)", ("AnyTensor",)),
    Tried("a set", lambda: {1, 2}, ""),
    Tried("a symbol", None, "quote(x)"),
    Tried("an expression", None, "expression(1)"),
    Tried("a data frame", None, "data.frame(a = 1:2)", ("AnyTensor",)),
    Tried("a factor", None, 'factor(c("a", "b"))', ("AnyTensor",)),
    Tried("NA as text", None, "NA_character_"),
)  # fmt: skip
"""All that is tried for every argument."""

BY_NAME = {tried.name: tried for tried in TRIED}
