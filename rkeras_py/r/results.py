"""Lists that R has to know apart: an empty one is a vector of a certain type there."""

from typing import NamedTuple


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
