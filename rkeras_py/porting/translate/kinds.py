"""The kind of value of an expression, as far as it can be inferred without running the script."""

import ast
from dataclasses import dataclass

NONE_YET = "none yet"
"""The kind of what no pass has seen a value of."""
POSITIVE, INT, COUNT, NUMBER, BOOL, TEXT = "positive", "int", "count", "number", "bool", "text"
"""A whole number of R that is at least 1; any; a number with a fraction in R that is whole and at least 1; any."""
INTS, NUMBERS, BOOLS, TEXTS = "ints", "numbers", "bools", "texts"
ARRAY, LIST, DICT, FRAME, NULL = "array", "list", "dict", "frame", "null"
FUNCTION, LAYER_CLASS, TENSOR, OBJECT, HISTORY, ANY = "function", "layer class", "tensor", "object", "history", "any"
MODEL, ERROR = "model", "error"
MEASURES = "measures"
"""The result of plain Keras's evaluate(), a dict in R's order where Translation.measures has the names."""

WHOLE = (POSITIVE, INT)
NATURAL = (POSITIVE, COUNT)
SCALAR_NUMBERS = (POSITIVE, INT, COUNT, NUMBER, BOOL)
SCALARS = (*SCALAR_NUMBERS, TEXT)
VECTORS = (INTS, NUMBERS, BOOLS, TEXTS)
NUMBER_VECTORS = (INTS, NUMBERS, BOOLS)
FOREIGN = (TENSOR, OBJECT, HISTORY)
ORDERED = ((POSITIVE, INT, NUMBER), (POSITIVE, COUNT, NUMBER), (INTS, NUMBERS))


DATA_SET, DATA_PART = "data set", "part of a data set"
"""A data set of Keras as a dict, and its part to train or to test on."""


@dataclass(frozen=True)
class Value:
    """A translated expression.

    Attributes:
        code: The code in Python.
        kind: Its kind.
        fresh: Whether nothing else holds the value.
    """

    code: ast.expr
    kind: str = ANY
    fresh: bool = False


def join(one: str | None, other: str | None) -> str:
    """Return the kind of a value that is of one kind or of another; None stands for no value yet."""
    if one in (None, NONE_YET) or one == other:
        return other or NONE_YET
    if other is None or other == NONE_YET:
        return one or NONE_YET
    for row in ORDERED:
        if one in row and other in row:
            return row[max(row.index(one), row.index(other))]
    if {one, other} == {INT, COUNT}:
        return NUMBER
    return ANY


def element_of(kind: str) -> str:
    """Return the kind of an element of what has a kind."""
    vectors = {NONE_YET: NONE_YET, INTS: INT, NUMBERS: NUMBER, BOOLS: BOOL, TEXTS: TEXT, ARRAY: NUMBER, TENSOR: TENSOR}
    return vectors.get(kind, kind if kind in SCALARS else ANY)


def vector_of(kind: str) -> str:
    """Return the kind of a vector whose elements have a kind."""
    return {
        NONE_YET: NONE_YET,
        POSITIVE: INTS,
        INT: INTS,
        COUNT: NUMBERS,
        NUMBER: NUMBERS,
        BOOL: BOOLS,
        TEXT: TEXTS,
    }.get(kind, ANY)
