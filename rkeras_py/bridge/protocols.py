"""Protocols between the parts of the bridge, so that lower modules need not import higher ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from rkeras_py.bridge.capi import Array as Array
from rkeras_py.bridge.capi import RApi
from rkeras_py.r.tables import TableWriter


class Session(Protocol):
    """The R session, for the objects of R that Python holds."""

    api: RApi

    def enter(self, what: str) -> None:
        """Begin a stretch in which R may run."""

    def leave(self) -> None:
        """End it."""

    def internal(self, name: str) -> Any:
        """Return a function of the R side of the bridge."""

    def inspect(self, function: str, *args: Any, convert: bool = True) -> Any:
        """Call a function of the R side of the bridge."""

    def apply(self, function: str, value: Any) -> Any:
        """Call a function of the R side of the bridge with an R object."""

    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call an R function."""

    def convert(self, value: Any) -> Any:
        """Return the Python form of an object of R."""

    def write(self, value: Any) -> tuple[Any, ...]:
        """Return what Python's pickle writes of an object of R."""

    def find_formals(self, function: Any) -> dict[str, Any]:
        """Return the defaults of a function's arguments as texts."""

    def export_arrow(self, value: Any, requested: Any) -> Any:
        """Return Arrow's stream of a data frame of R."""


class Writer(TableWriter, Protocol):
    """The conversion of plain values to R, for those that are made of them."""

    api: RApi
    rlib: Any
    na_real: float

    def list_to_r(self, values: Iterable[Any], names: Sequence[str] | None = None) -> Any:
        """Return a list of R."""


class Reader(Protocol):
    """The conversion of values of R to Python, for those that are made of them."""

    api: RApi
    session: Session

    def to_python(self, value: Any, scalar: bool = True) -> Any:
        """Return the Python value of an R value."""
