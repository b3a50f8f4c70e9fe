"""rpy2 objects passed to R, where each becomes its R object, and our R objects passed to rpy2."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from rkeras_py.bridge.protocols import Writer

CALLERS = ("functools", "cloudpickle")
"""The modules that choose what to do with an object by the class that it says it has, and want the real one: that of
`singledispatch`, by which rpy2 chooses its conversions, and cloudpickle, wherever it is, which reads functions."""

get_sexp: Callable[[Any], Any] = attrgetter("__sexp__._cdata")
"""Returns the R object of an object of rpy2."""


def make_capsule(sexp: Any) -> Any:
    """Return an R object as rpy2's objects hold theirs, by which rpy2 knows it for one.

    Args:
        sexp: The R object.
    """
    from rpy2.rinterface_lib._rinterface_capi import SexpCapsule

    return SexpCapsule(sexp)


def is_dispatch() -> bool:
    """Tell whether one of `CALLERS` asks for the class of an object."""
    return str(sys._getframe(2).f_globals.get("__name__")).rpartition(".")[2] in CALLERS


class Rpy2Objects:
    """Converts objects of rpy2 for one session.

    Args:
        convert: The conversion of plain values.
        of_ours: The class of R objects of the bridge, which rpy2 then takes for its own.
    """

    def __init__(self, convert: Writer, of_ours: type) -> None:
        from rpy2 import rinterface
        from rpy2.rinterface_lib import sexp
        from rpy2.rinterface_lib._rinterface_capi import SupportsSEXP
        from rpy2.rlike.container import NamedList

        SupportsSEXP.register(of_ours)
        self._convert = convert
        self._missing = type(rinterface.MissingArg)
        self._kinds: tuple[tuple[type, Callable[[Any], Any]], ...] = (
            (sexp.CharSexp, lambda value: convert.rlib.Rf_ScalarString(get_sexp(value))),
            (SupportsSEXP, self._convert_sexp),
            (NamedList, self._list_to_r),
        )
        self._vectors: dict[type, tuple[set[type], Any]] = {
            sexp.NALogicalType: ({bool}, rinterface.BoolSexpVector),
            sexp.NAIntegerType: ({int}, rinterface.IntSexpVector),
            sexp.NARealType: ({float, int}, rinterface.FloatSexpVector),
            sexp.NAComplexType: ({complex}, rinterface.ComplexSexpVector),
            sexp.NACharacterType: ({str}, rinterface.StrSexpVector),
        }

    def find(self, value: Any) -> Callable[[Any], Any] | None:
        """Return what converts an object of rpy2 to R, whose result is not yet protected; None for other objects."""
        if type(value) in self._vectors:
            return lambda value: self.vector_to_r([value])
        return next((to_r for kind, to_r in self._kinds if isinstance(value, kind)), None)

    def vector_to_r(self, values: Sequence[Any]) -> Any:
        """Return the vector of a list of plain values with rpy2's NA among them; None for other lists."""
        kinds = set(map(type, values))
        for missing in kinds & self._vectors.keys():
            plain, vector = self._vectors[missing]
            if kinds <= {missing, *plain}:
                return get_sexp(vector(values))
        return None

    def _convert_sexp(self, value: Any) -> Any:
        if isinstance(value, self._missing):
            raise TypeError("rpy2's MissingArg stands for a missing argument: omit the argument instead.")
        return get_sexp(value)

    def _list_to_r(self, value: Any) -> Any:
        return self._convert.list_to_r(value, [name or "" for name in value.names()])
