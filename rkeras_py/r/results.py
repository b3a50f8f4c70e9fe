"""Lists that need a type in R: an empty one is a vector of a certain type there."""

import ctypes
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np


class Words(list[str]):
    """Words of a text; in R a character vector."""


class Indices(list[int]):
    """Numbers of the words of a text; in R an integer vector."""


class Sequences(list[list[int]]):
    """Numbers of the words of several texts; in R a list of integer vectors."""


class Skipgrams(NamedTuple):
    """Pairs of words, and whether they were found together; can be unpacked, as Keras's own."""

    couples: list[list[int]]
    labels: list[int] | list[list[int]]


class TopK(NamedTuple):
    """The largest values, and where they are; in R a list with these names."""

    values: Any
    indices: Any


class QR(NamedTuple):
    """The factors of a matrix; in R a list with these names."""

    q: Any
    r: Any


class Probabilities(np.ndarray[Any, Any]):
    """An array with a column for each class; in R the columns have their names.

    Attributes:
        levels: Names of the classes; None of what is computed from it.
    """

    levels: Sequence[str] | None

    @classmethod
    def of(cls, values: Any, levels: Sequence[str]) -> "Probabilities":
        """Make it of an array.

        Args:
            values: The array.
            levels: Names of the classes.
        """
        made = np.asarray(values).view(cls)
        made.levels = tuple(levels)
        return made

    def __array_finalize__(self, source: Any) -> None:
        """Begin what is made of another array without names."""
        self.levels = None


class NamedColumns:
    """An array on its way to R, where its columns have names.

    Args:
        values: The array.
        names: The names.
    """

    def __init__(self, values: Any, names: Sequence[str]) -> None:
        self.values, self.names = values, list(names)


class Interrupted:
    """Stands for KeyboardInterrupt, which R raises itself when it has Python behind it.

    Args:
        message: Where it ended what ran.
        history: The history of a training that it ended, if it had begun.
    """

    def __init__(self, message: str = "", history: Any = None) -> None:
        self.message, self.history = message, history


class Warned:
    """The value of a function, and the warnings that R is to give.

    Args:
        value: What it returned.
        messages: The warnings.
    """

    def __init__(self, value: Any, messages: list[str]) -> None:
        self.value, self.messages = value, messages


LARGE = 2**16  # number of values; reticulate converts fewer as fast


_BLOCK = 200_000  # number of values that fit the processor's cache in both orders


_LINE = 8  # doubles in one line of the processor's cache


class LargeArray:
    """An array of floats on its way to R, which owns the memory that it is written to, once.

    Args:
        values: The array.

    Attributes:
        values: The array.
        shape: Its shape.
    """

    def __init__(self, values: Any) -> None:
        self.values = values
        self.shape = list(values.shape)

    def write(self, target: Any) -> None:
        """Write the numbers into the memory of an R array that was made for them.

        Args:
            target: reticulate's view of the R array, which is for reading only.
        """
        memory = (ctypes.c_double * target.size).from_address(target.ctypes.data)
        result = np.frombuffer(memory).reshape(target.shape, order="F")
        rows = len(self.values)
        if (result.ndim == 2 and rows > result.shape[1]) or result.ndim > 2:
            rows = max(_LINE, _BLOCK * rows // result.size)
        for first in range(0, len(self.values), rows):
            result[first : first + rows] = self.values[first : first + rows]


def widen(value: Any) -> Any:
    """Return numbers of a type that reticulate does not know, such as bfloat16, in one that holds each exactly.

    Args:
        value: A numpy array, or a number of numpy's.

    Returns:
        Them, or None if the type is none of these.
    """
    if value.dtype.type.__module__ != "ml_dtypes":
        return None
    return value.astype(np.int32 if "int" in value.dtype.name else np.float64)


def convert_for_r(value: Any) -> Any:
    """Return a result as reticulate brings it to R whole and fast.

    A large array of floats is wrapped for one copy.
    """
    if isinstance(value, Probabilities):
        plain = convert_for_r(np.asarray(value))
        names = value.levels
        return plain if names is None or len(names) != value.shape[-1] else NamedColumns(plain, names)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size >= LARGE:
        return LargeArray(value)
    if isinstance(value, (TopK, QR)):
        value = value._asdict()
    if type(value) is dict:
        return {key: convert_for_r(item) for key, item in value.items()}
    if type(value) is list:
        return [convert_for_r(item) for item in value]
    return value
