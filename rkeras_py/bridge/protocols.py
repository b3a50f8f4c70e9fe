"""Protocols by which the parts of the bridge know each other, so that none imports what stands on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np

from rkeras_py.bridge.capi import RApi

Array = np.ndarray[Any, Any]


class Session(Protocol):
    """The R session, for the objects of R that Python holds."""

    api: RApi

    def inspect(self, function: str, *args: Any) -> Any:
        """Call a function of the R side of the bridge."""

    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call an R function."""


class Conversion(Protocol):
    """The conversion of plain values, for those that are made of them."""

    api: RApi
    rlib: Any

    def to_python(self, value: Any, scalar: bool = True) -> Any:
        """Return the Python value of an R value."""

    def list_to_r(self, values: Iterable[Any], names: Sequence[str] | None = None) -> Any:
        """Return a list of R."""

    def strings_to_r(self, values: Iterable[str | None]) -> Any:
        """Return a character vector of R."""

    def array_to_r(self, value: Array, dim: bool = True, raw: bool = False) -> Any:
        """Return a vector or an array of R."""

    def numbers(self, value: Any) -> Array:
        """Return the memory of an R vector."""

    def strings(self, value: Any, attribute: str | None = None) -> list[Any] | None:
        """Return the texts of a character vector, or of an attribute of a value."""

    def classes(self, value: Any) -> list[str]:
        """Return the S3 classes of an R value."""
