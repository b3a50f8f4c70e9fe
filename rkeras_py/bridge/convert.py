"""Conversion of values between Python and R.

Python to R

=============================================  ==================================================================
Python                                         R
=============================================  ==================================================================
``None``                                       ``NULL``
bool, int, float, complex, str (and numpy's)   vector of length 1; an int beyond R's integers becomes a double, one
                                               beyond 2**53 is an OverflowError
bytes, bytearray                               raw vector
numpy array, rank n                            array with ``dim`` of the same shape (rank 1 too, as in reticulate);
                                               float16/32/64 are doubles, ints are integers where all fit, else doubles
datetime64, datetime, date, timedelta          POSIXct (UTC), Date, difftime
list, tuple of bools, of numbers, of strings   plain vector without ``dim`` (ints among floats become doubles)
any other list, tuple                          list
object array of one sort, or with None         vector with NA (a list if it holds more than one sort)
dict (keys: strings, numbers), namedtuple      named list
pandas DataFrame, Series, Index, Categorical   data.frame, plain vector, plain vector, factor; NA, NaT are R's NA
`RObject`, `RFunction`                         the R object itself
history of `fit()`                             keras_training_history
anything else                                  a reticulate handle for that very object
=============================================  ==================================================================

R to Python

=============================================  ==================================================================
R                                              Python
=============================================  ==================================================================
``NULL``                                       ``None``
vector of length 1 without ``dim``             bool, int, float, complex, str; ``NA`` is None, ``NA_real_`` is nan
numeric or logical vector, length 0 or > 1     numpy array of rank 1; names are dropped
character vector, length 0 or > 1              list of str, None for NA; names are dropped
array, matrix                                  numpy array of the same shape
integers with NA; logicals with NA             float array with nan; object array with None
integer64 (of bit64)                           int, int64 array; with NA as integers, with None where floats would round
raw vector                                     bytes (uint8 array if it has ``dim``)
Date, POSIXct, difftime                        date, aware datetime, timedelta; datetime64 (UTC), timedelta64 arrays
factor                                         pandas Categorical (list of str where there is no pandas)
data.frame                                     pandas DataFrame (dict of columns where there is no pandas)
list with unique names; without                dict; list
function                                       `RFunction`
reticulate handle                              the Python object itself
keras_training_history                         the history that `fit()` returns in Python
anything else (environment, formula, S4, a     `RObject`, which R takes back as the same object
list with a class)
=============================================  ==================================================================
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from rkeras_py.bridge import frames
from rkeras_py.bridge.capi import RApi
from rkeras_py.bridge.handles import Handles, RFunction, RObject
from rkeras_py.bridge.protocols import Array, Session

MAX_INT = 2**31 - 1  # R's; its most negative one is NA
MAX_EXACT = 2**53  # the largest whole number up to which doubles hold every one
NA_INT = -(2**31)
HISTORY = "keras_training_history"
BLOCK = 1 << 9  # rows that are turned round at once: what fits the processor's cache


class Converter:
    """Converts values for one session; see the module for the rules."""

    def __init__(self, session: Session, handles: Handles) -> None:
        self._session = session
        self._handles = handles
        self.api: RApi = session.api
        rlib = self.rlib = self.api.rlib
        self._to_r: dict[type, Callable[[Any], Any]] = {
            type(None): lambda value: rlib.R_NilValue,
            bool: lambda value: rlib.Rf_ScalarLogical(value),
            int: self._int_to_r,
            float: lambda value: rlib.Rf_ScalarReal(value),
            str: self._str_to_r,
            np.ndarray: self.array_to_r,
            RFunction: lambda value: value.sexp,
            list: self._sequence_to_r,
            tuple: self._sequence_to_r,
            dict: self._dict_to_r,
        }
        self._readers: dict[int, tuple[Any, Any]] = {
            rlib.LGLSXP: (rlib.LOGICAL, np.int32),
            rlib.INTSXP: (rlib.INTEGER, np.int32),
            rlib.REALSXP: (rlib.REAL, np.float64),
            rlib.CPLXSXP: (rlib.COMPLEX, np.complex128),
            rlib.RAWSXP: (rlib.RAW, np.uint8),
        }
        self._elements: dict[int, Any] = {
            rlib.LGLSXP: rlib.LOGICAL_ELT,
            rlib.INTSXP: rlib.INTEGER_ELT,
            rlib.REALSXP: rlib.REAL_ELT,
        }
        self._functions = (rlib.CLOSXP, rlib.BUILTINSXP, rlib.SPECIALSXP)

    # Python to R ----------------------------------------------------------------------------------

    def to_r(self, value: Any) -> Any:
        """Return the R form of a Python value, not yet protected."""
        convert = self._to_r.get(type(value)) or self._converter_for(value)
        return convert(value)

    def _converter_for(self, value: Any) -> Callable[[Any], Any]:
        # Subclasses and rarer types; the order matters, since bool is an int and datetime a date.
        for types, convert in (
            (RObject, lambda value: value.sexp),
            (np.generic, lambda value: self._numpy_scalar_to_r(value)),
            (np.ndarray, self.array_to_r),
            (dict, self._dict_to_r),
            ((list, tuple), self._sequence_to_r),
            ((bytes, bytearray), lambda value: self.array_to_r(np.frombuffer(value, np.uint8), dim=False, raw=True)),
            (str, self._str_to_r),
            (complex, lambda value: self.array_to_r(np.array([value]), dim=False)),
            ((datetime.date, datetime.timedelta), lambda value: frames.moment_to_r(self, value)),
        ):
            if isinstance(value, types):
                return convert
        if frames.is_pandas(value):
            return lambda value: frames.pandas_to_r(self, value)
        return self._handles.to_r

    def _int_to_r(self, value: int) -> Any:
        if -MAX_INT <= value <= MAX_INT:
            return self.rlib.Rf_ScalarInteger(value)
        check_exact(value, value)
        return self.rlib.Rf_ScalarReal(float(value))

    def _str_to_r(self, value: str) -> Any:
        return self.rlib.Rf_ScalarString(self.api.charsxp(value))

    def _numpy_scalar_to_r(self, value: np.generic) -> Any:
        if value.dtype.kind in "biufcU":
            return self.to_r(value.item())
        return self.array_to_r(np.asarray(value).reshape(1), dim=False)

    def _sequence_to_r(self, value: Sequence[Any]) -> Any:
        if hasattr(value, "_fields"):
            return self._dict_to_r(dict(zip(value._fields, value, strict=True)))
        kinds = set(map(type, value))
        if kinds == {str}:
            return self.strings_to_r(value)
        if kinds and (kinds <= {int, float} or kinds in ({bool}, {complex}) or is_plain_numpy(kinds)):
            return self.array_to_r(np.array(value), dim=False)
        return self.list_to_r(value)

    def list_to_r(self, values: Iterable[Any], names: Sequence[str] | None = None) -> Any:
        """Return an R list of the converted values, not yet protected."""
        values = list(values)
        rlib = self.rlib
        with self.api.scope() as scope:
            result = scope.keep(self.api.vector(rlib.VECSXP, "list", len(values)))
            for i, value in enumerate(values):
                rlib.SET_VECTOR_ELT(result, i, self.to_r(value))
            if names is not None:
                rlib.Rf_setAttrib(result, self.api.symbol("names"), scope.keep(self.strings_to_r(names)))
        return result

    def _dict_to_r(self, value: dict[Any, Any]) -> Any:
        if not all(isinstance(key, str | int | float) for key in value):
            return self._handles.to_r(value)
        return self.list_to_r(value.values(), [str(key) for key in value])

    def strings_to_r(self, values: Iterable[str | None]) -> Any:
        """Return an R character vector, not yet protected; None becomes NA."""
        values = list(values)
        rlib, charsxp = self.rlib, self.api.charsxp
        with self.api.scope() as scope:
            result = scope.keep(self.api.vector(rlib.STRSXP, "character", len(values)))
            for i, value in enumerate(values):
                rlib.SET_STRING_ELT(result, i, rlib.R_NaString if value is None else charsxp(value))
        return result

    def array_to_r(self, value: Array, dim: bool = True, raw: bool = False) -> Any:
        """Return an R array, not yet protected, filled in one pass.

        Args:
            value: A numpy array of any rank.
            dim: Whether an array of rank 1 keeps its rank, as a `dim`.
            raw: Whether bytes stay bytes.

        Raises:
            OverflowError: If a whole number has no exact R form.
        """
        kind = value.dtype.kind
        if kind in "mM":
            return frames.moments_to_r(self, value, dim)
        if isinstance(value, np.ma.MaskedArray):
            plain = np.ma.filled(value.astype(np.float64), np.nan) if np.any(value.mask) else value.data
            return self.array_to_r(plain, dim, raw)
        with self.api.scope() as scope:
            if kind in "USO":
                result = scope.keep(self._elements_to_r(value))
            elif kind == "V" and (value.dtype.names or value.dtype.itemsize > 2):
                return self._handles.to_r(value)
            else:
                result = scope.keep(self._numbers_to_r(value, raw))
            if value.ndim and (dim or value.ndim > 1):
                shape = scope.keep(self._numbers_to_r(np.array(value.shape, np.int64), False))
                self.rlib.Rf_setAttrib(result, self.rlib.R_DimSymbol, shape)
        return result

    def _numbers_to_r(self, value: Array, raw: bool) -> Any:
        rlib, kind = self.rlib, value.dtype.kind
        if raw:
            sexptype, mode = rlib.RAWSXP, "raw"
        elif kind == "b":
            sexptype, mode = rlib.LGLSXP, "logical"
        elif kind == "c":
            sexptype, mode = rlib.CPLXSXP, "complex"
        elif kind in "iu" and fits_integer(value):
            sexptype, mode = rlib.INTSXP, "integer"
        else:
            sexptype, mode = rlib.REALSXP, "double"
        result = self.api.vector(sexptype, mode, value.size)
        reader, dtype = self._readers[sexptype]
        copy_column_major(self.api.view(result, reader, dtype).reshape(value.shape, order="F"), value)
        return result

    def _elements_to_r(self, value: Array) -> Any:
        items = value.ravel(order="F").tolist()
        if value.dtype.kind == "S":
            items = [item.decode("utf-8") for item in items]
        kinds = set(map(type, items)) - {type(None)}
        if value.dtype.kind != "O" or kinds == {str}:
            return self.strings_to_r(items)
        if kinds == {bool}:
            marks = np.array([NA_INT if item is None else item for item in items], np.int32)
            result = self.api.vector(self.rlib.LGLSXP, "logical", len(items))
            self.api.view(result, self.rlib.LOGICAL, np.int32)[:] = marks
            return result
        if kinds and (kinds <= {int, float} or kinds == {complex}):
            filled = np.array([np.nan if item is None else item for item in items])
            return self._numbers_to_r(filled, False) if filled.dtype != object else self.list_to_r(items)
        return self.list_to_r(items)

    # R to Python ----------------------------------------------------------------------------------

    def to_python(self, value: Any, scalar: bool = True) -> Any:
        """Return the Python form of an R object, which must be protected.

        Args:
            value: The R object.
            scalar: Whether a vector of length 1 becomes a scalar.
        """
        rlib, kind = self.rlib, value.sxpinfo.type
        if kind == rlib.NILSXP:
            return None
        classed = rlib.Rf_getAttrib(value, rlib.R_ClassSymbol) != self.api.nil
        if classed and self._handles.is_handle(value):
            try:
                return self._handles.to_python(value)
            except LookupError:
                return self._session.inspect("bridge_load_module", RObject(self._session, value))
        if kind == rlib.STRSXP or kind in self._readers:
            return self._vector_to_python(value, scalar, classed)
        if kind == rlib.VECSXP:
            return self._list_to_python(value, classed)
        if kind in self._functions:
            return RFunction(self._session, value)
        return RObject(self._session, value)

    def _list_to_python(self, value: Any, classed: bool) -> Any:
        rlib = self.rlib
        if classed:
            if "data.frame" in self.classes(value):
                return frames.data_frame_to_python(self, value)
            if HISTORY in self.classes(value):
                return self._session.inspect("bridge_to_python", RObject(self._session, value))
            if not set(self.classes(value)) <= {"list", "AsIs"}:
                return RObject(self._session, value)
        items = [self.to_python(rlib.VECTOR_ELT(value, i)) for i in range(rlib.Rf_xlength(value))]
        shape = self._shape(value)
        if shape is not None:
            cells = np.empty(len(items), object)
            cells[:] = items
            return cells.reshape(shape, order="F")
        names = self.strings(value, "names")
        if names is not None and all(names) and len(set(names)) == len(names):
            return dict(zip(names, items, strict=True))
        return items

    def _vector_to_python(self, value: Any, scalar: bool, classed: bool) -> Any:
        kind, shape = value.sxpinfo.type, self._shape(value)
        if classed:
            found = frames.classed_to_python(self, value, scalar and shape is None)
            if found is not frames.UNKNOWN:
                return found if shape is None or not isinstance(found, np.ndarray) else found.reshape(shape, order="F")
        if kind == self.rlib.STRSXP:
            texts = self.strings(value) or []
            if shape is None:
                return texts[0] if scalar and len(texts) == 1 else texts
            return np.array(texts, object if None in texts else np.str_).reshape(shape, order="F")
        if kind == self.rlib.RAWSXP and shape is None:
            return self.numbers(value).tobytes()
        if scalar and shape is None and self.rlib.Rf_xlength(value) == 1:
            return self._scalar(kind, value)
        array = restore_na(self.numbers(value), kind == self.rlib.LGLSXP)
        return array.copy() if shape is None else array.reshape(shape, order="F").copy(order="K")

    def _scalar(self, kind: int, value: Any) -> Any:
        element = self._elements.get(kind)
        item = self.numbers(value).item() if element is None else element(value, 0)
        if kind in (self.rlib.LGLSXP, self.rlib.INTSXP) and item == NA_INT:
            return None
        return bool(item) if kind == self.rlib.LGLSXP else item

    def numbers(self, value: Any) -> Array:
        """Return R's own memory of a numeric, logical or raw vector; valid while R keeps the vector."""
        reader, dtype = self._readers[value.sxpinfo.type]
        return self.api.view(value, reader, dtype)

    def strings(self, value: Any, attribute: str | None = None) -> list[Any] | None:
        """Return the elements of a character vector, or of an attribute if there is such; NA is None."""
        rlib = self.rlib
        if attribute is not None:
            value = self.api.attribute(value, attribute)
        if value is None or value.sxpinfo.type != rlib.STRSXP:
            return None
        size = rlib.Rf_xlength(value)
        if size < 16:
            elements = [rlib.STRING_ELT(value, i) for i in range(size)]
            return [None if e == rlib.R_NaString else self.api.string(e) for e in elements]
        # R keeps each distinct string once: read only those, then look up by address.
        addresses = self.api.view(value, rlib.STRING_PTR_RO, np.uintp)
        distinct, first, places = np.unique(addresses, return_index=True, return_inverse=True)
        texts = np.empty(len(distinct), object)
        for i, index in enumerate(first.tolist()):
            element = rlib.STRING_ELT(value, index)
            texts[i] = None if element == rlib.R_NaString else self.api.string(element)
        found: list[Any] = texts[places].tolist()
        return found

    def classes(self, value: Any) -> list[str]:
        """Return the class attribute of an R object."""
        return self.strings(value, "class") or []

    def _shape(self, value: Any) -> tuple[int, ...] | None:
        dim = self.rlib.Rf_getAttrib(value, self.rlib.R_DimSymbol)
        return None if dim == self.api.nil else tuple(self.numbers(dim).tolist())


def copy_column_major(target: Array, source: Array) -> None:
    """Copy an array into R's column-major memory, cast and turned round in one pass that stays within the cache."""
    if source.ndim < 2 or source.flags.f_contiguous or source.size < BLOCK * BLOCK:
        np.copyto(target, source, casting="unsafe")
        return
    for start in range(0, source.shape[0], BLOCK):
        np.copyto(target[start : start + BLOCK], source[start : start + BLOCK], casting="unsafe")


def restore_na(numbers: Array, logical: bool) -> Array:
    """Return R's integers or logicals as numpy has them: nan or None for NA."""
    if numbers.dtype != np.int32:
        return numbers
    missing = numbers == NA_INT
    if not missing.any():
        return numbers.astype(np.bool_) if logical else numbers
    if logical:
        cells = numbers.astype(np.bool_).astype(object)
        cells[missing] = None
        return cells
    return np.where(missing, np.nan, numbers)


def fits_integer(value: Array) -> bool:
    """Say whether all elements are R integers, and raise if one is neither that nor an exact double."""
    if value.size == 0 or value.dtype.itemsize <= 2:
        return True
    low, high = int(value.min()), int(value.max())
    if low >= -MAX_INT and high <= MAX_INT:
        return True
    check_exact(low, high)
    return False


def check_exact(low: int, high: int) -> None:
    """Raise an OverflowError if whole numbers in this range have no exact R form."""
    if low < -MAX_EXACT or high > MAX_EXACT:
        worst = low if low < -MAX_EXACT else high
        raise OverflowError(
            f"R has no exact form for the whole number {worst}: its doubles are exact up to 2**53. "
            f"Pass float({worst}) to round it, or str({worst}) to keep its digits."
        )


def is_plain_numpy(kinds: set[type]) -> bool:
    """Say whether all of these types are numpy's scalars of one sort of number."""
    return len(kinds) == 1 and issubclass(next(iter(kinds)), np.number | np.bool_)
