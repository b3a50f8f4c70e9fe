"""Values that reticulate would change on the way to R: large whole numbers, the values of `parts`, and texts.

R gets such numbers as doubles, while plain reticulate keeps only their lower bits. For numbers that doubles would
round, and texts that R strings cannot hold, which plain reticulate cuts, R gets the nearest value with a warning: see
`limits`.
"""

import ctypes
import datetime
import functools
import importlib.util
import sys
import threading
import warnings
from collections.abc import Iterable
from typing import Any

from rkeras_py.r.evaluator import find_flag
from rkeras_py.r.limits import MAX_EXACT, fits_text, make_double, make_text, take_losses
from rkeras_py.r.missing import NAType
from rkeras_py.r.recursion import DEEP, has_room_in_python, make_recursion_error

_MAX_INT = 2**31 - 1

_HOLDERS = (list, tuple, dict)
"""The types that reticulate converts to vectors and lists; it keeps lists of other classes as objects."""

_KEPT = frozenset((float, bool, bytes, complex, type(None)))
_OTHERS = _KEPT | {str}


def exceeds(value: Any) -> bool:
    """Tell whether a value is, or holds, a number beyond R's integers, an unfit text, or what R makes of parts."""
    if isinstance(value, int):
        return not -_MAX_INT <= value <= _MAX_INT
    if isinstance(value, str):
        return not fits_text(value)
    kind = type(value)
    if _is_object_array(value):
        return has_gaps(set(map(type, value.flat)), _GAPS) or any(map(exceeds, value.flat))
    if kind not in _HOLDERS:
        return is_changed(value)
    items = value
    if kind is dict:
        items = value.values()
        if not _are_fit(value):
            return True
    kinds = set(map(type, items))
    if str in kinds and not _are_fit(items):
        return True
    if kinds == {int}:
        return bool(max(items) > _MAX_INT or min(items) < -_MAX_INT)
    if kind is not dict and has_gaps(kinds):
        return True
    return not kinds <= _OTHERS and any(exceeds(item) for item in items if type(item) not in _OTHERS)


def _are_fit(items: Iterable[Any]) -> bool:
    return fits_text("".join(item for item in items if isinstance(item, str)))


def is_changed(value: Any) -> bool:
    """Tell whether reticulate would change a value or leave it in Python.

    Moments, masked arrays, objects of pandas, sparse matrices of whole numbers or truth values, the integer that is
    R's NA, and arrays of values without a form in R.
    """
    kind = type(value)
    module = getattr(kind, "__module__", "")  # a class made by type() outside of a module lacks it
    if module == "numpy":
        return kind.__name__ in _OF_NUMPY and _is_changed_array(value)
    if isinstance(value, datetime.datetime | datetime.timedelta):
        return _has_numpy()
    if module.split(".")[0] == "pandas":
        return _is_of_pandas(value)
    if module.startswith("scipy.sparse"):
        return getattr(value, "ndim", 0) == 2 and value.dtype.kind in "biuc"
    return kind.__name__ in ("MaskedArray", "MaskedConstant") and module.startswith("numpy.ma")


def _is_changed_array(value: Any) -> bool:
    dtype = value.dtype
    if dtype.kind in "iu" and value.size and dtype.itemsize >= 4:
        least = _MAX_INT if dtype.itemsize == 4 else MAX_EXACT
        return bool(value.min() < -least or (value.max() > MAX_EXACT and dtype.itemsize > 4))
    if dtype.kind == "U":
        return not _are_fit(value.ravel().tolist())
    if dtype.kind == "S" and type(value).__name__ == "bytes_":
        return True  # reticulate crashes
    if dtype.kind == "S":
        texts = b"".join(value.ravel().tolist())
        return b"\0" in texts or not texts.isascii()
    return dtype.kind in "mM" or dtype.char in "gG"


def has_gaps(kinds: set[type], gaps: frozenset[type] = frozenset((NAType,))) -> bool:
    """Tell whether items of these types are a vector of R with missing values, as on the bridge.

    Args:
        kinds: The types.
        gaps: Those of missing items; in an array of objects None is one.
    """
    present = kinds - gaps
    return bool(present) and present != kinds and any(present <= {*sort} for sort in _SORTS) and _has_numpy()


@functools.cache
def _has_numpy() -> bool:
    return importlib.util.find_spec("numpy") is not None


def _is_of_pandas(value: Any) -> bool:
    pandas = sys.modules["pandas"]
    kinds = (pandas.DataFrame, pandas.Series, pandas.Index, pandas.api.extensions.ExtensionArray)
    return isinstance(value, kinds)


def _take_apart(value: Any) -> Any:
    return importlib.import_module("rkeras_py.r.parts").take_apart(value)  # late: it needs numpy


def _is_object_array(value: Any) -> bool:
    kind = type(value)
    return kind.__name__ == "ndarray" and kind.__module__ == "numpy" and bool(value.dtype == object)


_OF_NUMPY = (
    *("ndarray", "bytes_", "datetime64", "timedelta64", "longdouble", "clongdouble"),
    *("int32", "int64", "uint64", "longlong", "ulonglong"),
)

_GAPS: frozenset[type] = frozenset((NAType, type(None)))

_SORTS = ((bool,), (str,), (int, float), (complex,))
"""The groups of types that may be in one R vector."""


class Reach:
    """R's integers, to compare values with, which costs R a fifth of a call: those beyond them are more."""

    def __lt__(self, value: Any) -> bool:
        """Tell whether a value is, or holds, a whole number beyond them."""
        return exceeds(value)


REACH = Reach()


def fit(value: Any) -> Any:
    """Return a value with doubles or parts for such; in a list that has one, all whole numbers are doubles."""
    if isinstance(value, int):
        return make_double(value) if exceeds(value) else value
    if isinstance(value, str):
        return value if fits_text(value) else make_text(value)
    kind = type(value)
    if kind is dict:
        return {fit(key) if isinstance(key, str) else key: fit(item) for key, item in value.items()}
    if _is_object_array(value):
        if has_gaps(set(map(type, value.flat)), _GAPS):
            return importlib.import_module("rkeras_py.r.parts").take_list(value.ravel().tolist(), value.shape)
        return sys.modules["numpy"].frompyfunc(fit, 1, 1)(value)
    if kind not in _HOLDERS:
        return _take_apart(value) if is_changed(value) else value
    if has_gaps(set(map(type, value))):
        return importlib.import_module("rkeras_py.r.parts").take_list(value)
    wide = any(isinstance(item, int) and exceeds(item) for item in value)
    return kind(make_double(item) if wide and type(item) is int else fit(item) for item in value)


def fit_arguments() -> None:
    """Have functions of R that Python calls get such numbers so, where reticulate converts what they get.

    R handles interrupts and time limits only in the functions themselves: see R/python-jumps.R.

    A reticulate that has them elsewhere keeps them: tests/testthat/test-reticulate-internals.R tells of it.
    """
    module: Any = importlib.import_module("rpytools.call")
    call = getattr(module, "call_r_function", None)
    if call is None or call.__module__ == __name__:
        return
    converts = ctypes.pythonapi.PyCapsule_GetContext
    converts.argtypes, converts.restype = [ctypes.py_object], ctypes.c_void_p

    suspended, main, depth = find_flag("R_interrupts_suspended"), threading.main_thread().ident, 0

    def call_r_function(function: Any, *args: Any, **named: Any) -> Any:
        nonlocal depth
        for value in (*args, *named.values()) if named else args:
            if type(value) not in _KEPT and exceeds(value) and converts(function):
                args, named = tuple(map(fit, args)), fit(named)
                for loss in take_losses():
                    warnings.warn(loss, stacklevel=3)
                break
        if depth >= DEEP and not has_room_in_python(0.45):
            raise make_recursion_error("A call of an R function", depth, "Python")
        if threading.get_ident() != main:
            return call(function, *args, **named)
        before, suspended.value = suspended.value, 1
        depth += 1
        try:
            return call(function, *args, **named)
        finally:
            depth -= 1
            suspended.value = before

    module.call_r_function = call_r_function
