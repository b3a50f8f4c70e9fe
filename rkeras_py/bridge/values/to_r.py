"""Convert Python values to R; see `rkeras_py.bridge.values.convert` for the rules."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from rkeras_py.bridge.capi import RApi
from rkeras_py.bridge.classes import ClassForms, is_ours
from rkeras_py.bridge.handles import RFunction, RObject
from rkeras_py.bridge.protocols import Array, Reader, Session
from rkeras_py.bridge.rpy2_objects import Rpy2Objects
from rkeras_py.bridge.values import arrow, frames, sparse
from rkeras_py.bridge.values.moments import moment_to_r, moments_to_r
from rkeras_py.bridge.values.origins import IMMUTABLE, Int, Origin, Origins, Text, same
from rkeras_py.bridge.values.vectors import (
    MAX_INT,
    Sort,
    are_texts,
    copy_column_major,
    count_whole,
    fill_masked,
    find_sort,
    fits_integer,
    is_missing,
)
from rkeras_py.r.limits import check_exact, decode
from rkeras_py.r.missing import NA_character_, NA_integer64_, NA_integer_, NAType
from rkeras_py.r.tables import arrow_to_r
from rkeras_py.r.vectors import NA_INT

MAX_DEPTH = 200


class ToR(arrow.FrameWriter):
    """Converts values of Python.

    Args:
        session: The session.
        forms: What R's methods make of objects with a class; handles, of those that R has no form of.
        origins: What is known of values that came from R.
        reader: The conversion the other way, by which one sees whether a value is still what it was.
    """

    def __init__(self, session: Session, forms: ClassForms, origins: Origins, reader: Reader) -> None:
        self._session = session
        self._forms = forms
        self._origins = origins
        self._reader = reader
        self._depth = 0
        self.api: RApi = session.api
        rlib = self.rlib = self.api.rlib
        self.na_real: float = rlib.R_NaReal
        self._kinds: dict[type, Callable[[Any], Any]] = {
            type(None): lambda value: rlib.R_NilValue,
            bool: lambda value: rlib.Rf_ScalarLogical(value),
            int: self._convert_int,
            float: lambda value: rlib.Rf_ScalarReal(value),
            str: self._convert_str,
            np.ndarray: self.array_to_r,
            RFunction: lambda value: value.sexp,
            list: self._convert_sequence,
            tuple: self._convert_sequence,
            dict: self._convert_dict,
            NAType: lambda value: self._convert_missing_items([value]),
            Int: self._convert_int,
            Text: self._convert_str,
        }
        self._rpy2 = Rpy2Objects(self, RObject)

    def to_r(self, value: Any) -> Any:
        """Return the R form of a Python value, not yet protected."""
        origin = self._origins.find(value)
        if origin is not None:
            return self._send_back(value, origin)
        convert = self._kinds.get(type(value)) or self._find_converter(value)
        return convert(value)

    def _find_converter(self, value: Any) -> Callable[[Any], Any]:
        if of_rpy2 := self._rpy2.find(value):
            return of_rpy2
        if is_ours(value):
            return self._forms.to_r
        # Subclasses and rarer types. The order matters: bool is a subclass of int, and datetime of date.
        if sparse.is_sparse(value):  # some sparse arrays are also dicts
            return lambda value: sparse.sparse_to_r(self._session, value)
        for types, convert in (
            (RObject, lambda value: value.sexp),
            (np.generic, lambda value: self._convert_numpy_scalar(value)),
            (np.ndarray, self.array_to_r),
            (dict, self._convert_dict),
            ((list, tuple), self._convert_sequence),
            ((bytes, bytearray), lambda value: self._convert_raw(np.frombuffer(value, np.uint8))),
            (str, self._convert_str),
            (complex, lambda value: self.array_to_r(np.array([value]), dim=False)),
            ((datetime.date, datetime.timedelta), lambda value: moment_to_r(self, value)),
        ):
            if isinstance(value, types):
                return convert
        if frames.is_pandas(value):
            return lambda value: frames.pandas_to_r(self, value)
        if arrow.is_arrow(value):
            return lambda value: arrow_to_r(self, value)
        return self._forms.to_r

    # Values that came from R -----------------------------------------------------------------------------

    def _send_back(self, value: Any, origin: Origin) -> Any:
        if origin.place is not None:
            sexp = self._origins.get(origin.place)
            if isinstance(value, IMMUTABLE) or self._is_unchanged(value, sexp):
                return sexp
        if isinstance(value, np.ndarray):
            return self.array_to_r(value, origin.dim, origin)
        if type(value) is list and origin.kind == self.rlib.VECSXP:
            return self.list_to_r(value)
        if type(value) is list and origin.kind == self.rlib.STRSXP and are_texts(value):
            return self.strings_to_r(value)
        return (self._kinds.get(type(value)) or self._find_converter(value))(value)

    def _is_unchanged(self, value: Any, sexp: Any) -> bool:
        with self._origins.paused():
            return same(value, self._reader.to_python(sexp))

    def _convert_as_it_was(self, value: Array, origin: Origin) -> Any:
        """Return an array as its original R type, not yet protected; None if plain conversion has the same result."""
        rlib, kind, dtype = self.rlib, origin.kind, value.dtype
        if origin.whole:
            whole = count_whole(value, 2**63 - 1)
            return None if whole is None else self._convert_integer64(*whole)
        if kind == rlib.RAWSXP and dtype == np.uint8:
            return self._convert_raw(value)
        if kind == rlib.INTSXP and dtype == np.float64:
            whole = count_whole(value, MAX_INT)
            return None if whole is None else self.missing_to_r(*whole)
        items = value.ravel(order="F").tolist() if dtype.kind == "O" else None
        if items is not None and kind == rlib.VECSXP:
            return self.list_to_r(items)
        if items is not None and all(item is None for item in items):
            if kind == rlib.STRSXP:
                return self.strings_to_r(items)
            return self.missing_to_r(np.zeros(len(items), np.bool_), np.ones(len(items), np.bool_))
        return None

    # Single values --------------------------------------------------------------------------------

    def _convert_int(self, value: int) -> Any:
        if -MAX_INT <= value <= MAX_INT:
            return self.rlib.Rf_ScalarInteger(value)
        check_exact(value, value)
        return self.rlib.Rf_ScalarReal(float(value))

    def _convert_str(self, value: str) -> Any:
        return self.rlib.Rf_ScalarString(self.api.charsxp(value))

    def _convert_numpy_scalar(self, value: np.generic) -> Any:
        if value.dtype.kind in "biufcU" and value.dtype.char not in "gG":
            return self.to_r(value.item())
        if isinstance(value, np.void):
            return self._forms.to_r(value)
        return self.array_to_r(np.asarray(value).reshape(1), dim=False)

    # Lists ----------------------------------------------------------------------------------------

    def _convert_sequence(self, value: Sequence[Any]) -> Any:
        if hasattr(value, "_fields"):
            return self._convert_dict(dict(zip(value._fields, value, strict=True)))
        sort = find_sort(set(map(type, value)))
        if sort is None:
            return self._rpy2.vector_to_r(value) or self.list_to_r(value)
        return self._convert_items(value, sort)

    def _convert_items(self, items: Sequence[Any], sort: Sort) -> Any:
        """Convert items of one type to an R vector, not yet protected; missing items become NA."""
        if sort == "missing":
            return self._convert_missing_items(items)
        if sort == "text":
            return self.strings_to_r(items if are_texts(items) else [None if is_missing(i) else i for i in items])
        gaps = np.fromiter(map(is_missing, items), np.bool_, len(items))
        present = list(itertools.compress(items, ~gaps))
        if sort == "number":
            whole = [item for item in present if isinstance(item, int)]
            check_exact(min(whole, default=0), max(whole, default=0))
        numbers = np.array(present)
        if not gaps.any():
            return self.array_to_r(numbers, dim=False)
        filled = np.zeros(len(items), numbers.dtype)
        filled[~gaps] = numbers
        return self.missing_to_r(filled, gaps)

    def _convert_missing_items(self, items: Sequence[Any]) -> Any:
        gaps = np.ones(len(items), np.bool_)
        if any(item is NA_character_ for item in items):
            return self.strings_to_r([None] * len(items))
        if any(item is NA_integer64_ for item in items):
            return self._convert_integer64(np.zeros(len(items), np.int64), gaps)
        whole = any(item is NA_integer_ for item in items)
        return self.missing_to_r(np.zeros(len(items), np.int64 if whole else np.bool_), gaps)

    def list_to_r(self, values: Iterable[Any], names: Sequence[str] | None = None) -> Any:
        """Return an R list of the converted values, not yet protected.

        Raises:
            RecursionError: If lists within lists are too deep, or endless.
        """
        values = list(values)
        rlib, api = self.rlib, self.api
        if self._depth >= MAX_DEPTH:
            raise RecursionError(MAX_DEPTH)
        self._depth += 1
        try:
            with api.scope() as scope:
                result = scope.keep(api.vector(rlib.VECSXP, "list", len(values)))
                for i, value in enumerate(values):
                    rlib.SET_VECTOR_ELT(result, i, self.to_r(value))
                if names is not None:
                    api.set_attribute(scope, result, "names", self.strings_to_r(names))
        finally:
            self._depth -= 1
        return result

    def _convert_dict(self, value: dict[Any, Any]) -> Any:
        names = [key if isinstance(key, str) else str(key) for key in value]
        if not all(isinstance(key, str | int | float) for key in value) or "" in names or len(set(names)) < len(names):
            return self._forms.to_r(value)
        return self.list_to_r(value.values(), names)

    # Vectors --------------------------------------------------------------------------------------

    def strings_to_r(self, values: Iterable[Any]) -> Any:
        """Return an R character vector, not yet protected; None becomes NA."""
        return self.api.character(list(values))

    def array_to_r(self, value: Array, dim: bool = True, origin: Origin | None = None) -> Any:
        """Return an R array, not yet protected, filled in one pass.

        Args:
            value: A numpy array of any rank.
            dim: Whether an array of rank 1 keeps its rank, as a `dim`.
            origin: What is known of the R array that it was.

        Raises:
            OverflowError: If a number has no R form.
        """
        dtype = value.dtype
        if issubclass(dtype.type, np.void):
            return self._forms.to_r(value)
        if dtype.kind == "T":  # NumPy's StringDType: texts of variable length
            return self.array_to_r(value.astype(object), dim)
        if isinstance(value, np.ma.MaskedArray):
            return self.array_to_r(fill_masked(value), dim)
        if dtype.kind in "mM":
            return moments_to_r(self, value, dim)
        with self.api.scope() as scope:
            result = None if origin is None else self._convert_as_it_was(value, origin)
            if result is None:
                result = self._convert_elements(value) if dtype.kind in "USO" else self._convert_numbers(value)
            scope.keep(result)
            if value.ndim and (dim or value.ndim > 1):
                self.api.set_attribute(scope, result, "dim", self._convert_numbers(np.array(value.shape, np.int64)))
        return result

    def _convert_numbers(self, value: Array) -> Any:
        rlib, kind = self.rlib, value.dtype.kind
        if kind == "V" and "int" in value.dtype.name:  # integers of four bits or fewer
            value, kind = value.astype(np.int8 if value.dtype.name[0] == "i" else np.uint8), "i"
        if kind == "b":
            return self._fill(value, rlib.LGLSXP, "logical")
        if kind == "c":
            return self._fill(value, rlib.CPLXSXP, "complex")
        if kind in "iu" and fits_integer(value):
            return self._fill(value, rlib.INTSXP, "integer")
        return self._fill(value, rlib.REALSXP, "double")

    def _fill(self, value: Array, sexptype: int, mode: str) -> Any:
        result = self.api.vector(sexptype, mode, value.size)
        target = self.api.numbers(result).reshape(value.shape, order="F")
        if value.dtype.char not in "gG":
            copy_column_major(target, value)
            return result
        with np.errstate(over="ignore"):
            copy_column_major(target, value)
        if not np.array_equal(np.isfinite(target), np.isfinite(value)):
            raise OverflowError(
                "R cannot represent numbers beyond 1.8e308, the largest double; this array contains some."
            )
        return result

    def _convert_raw(self, value: Array) -> Any:
        return self._fill(value, self.rlib.RAWSXP, "raw")

    def missing_to_r(self, numbers: Array, missing: Array) -> Any:
        """Return a vector of R with NA at some places, not yet protected.

        Args:
            numbers: Numbers or truth values; those at these places do not count.
            missing: Where NA is to be.
        """
        rlib, kind = self.rlib, numbers.dtype.kind
        numbers = np.where(missing, np.zeros((), numbers.dtype), numbers)
        if kind in "mM":
            return moments_to_r(self, np.where(missing, np.array("NaT", numbers.dtype), numbers), dim=False)
        if kind == "b" or (kind in "iu" and fits_integer(numbers)):
            whole = np.where(missing, NA_INT, numbers.astype(np.int32))
            sexptype, mode = (rlib.LGLSXP, "logical") if kind == "b" else (rlib.INTSXP, "integer")
            return self._fill(whole, sexptype, mode)
        gap = complex(self.na_real, 0) if kind == "c" else self.na_real  # R's c(1i, NA) has the same form
        wide = numbers if kind == "c" else numbers.astype(np.float64)  # smaller float types cannot hold NA
        return self._convert_numbers(np.where(missing, gap, wide))

    def _convert_integer64(self, whole: Array, missing: Array) -> Any:
        bits = np.where(missing, np.iinfo(np.int64).min, whole.astype(np.int64))
        with self.api.scope() as scope:
            result = scope.keep(self._fill(bits.view(np.float64), self.rlib.REALSXP, "double"))
            self.api.set_attribute(scope, result, "class", self.strings_to_r(["integer64"]))
        return result

    def _convert_elements(self, value: Array) -> Any:
        items = value.ravel(order="F").tolist()
        if value.dtype.kind == "S":
            items = [decode(item) for item in items]
        if value.dtype.kind != "O":
            return self.strings_to_r(items)
        present = {type(item) for item in items if not is_missing(item)}
        sort = find_sort(present)
        if sort is None and not present and any(item is not None for item in items):
            sort = "missing"
        return self.list_to_r(items) if sort is None else self._convert_items(items, sort)
