"""Conversion of values between Python and R; docs/conversions.md shows what becomes of each kind of value.

Python to R

=============================================  ==================================================================
Python                                         R
=============================================  ==================================================================
``None``                                       ``NULL``
bool, int, float, complex, str (and numpy's)   vector of length 1; an int beyond R's integers becomes a double, one
                                               beyond 2**53 is an OverflowError
`NA`                                           ``NA``; among numbers or strings in a list, the NA of their type
bytes, bytearray                               raw vector
numpy array, rank n                            array with ``dim`` of the same shape (rank 1 too, as in reticulate);
                                               floats are doubles, ints are integers where all fit, else doubles
datetime64, datetime, date, timedelta          POSIXct (UTC, the zone of a datetime, local), Date, difftime
list, tuple of bools, of numbers, of strings   plain vector without ``dim`` (ints among floats become doubles)
any other list, tuple                          list
object array of one sort, or with None         vector with NA (a list if it holds more than one sort)
dict (keys: strings, numbers), namedtuple      named list
pandas DataFrame, Series, Index, Categorical   data.frame, plain vector, plain vector, factor; NA, NaT are R's NA
table, column of Arrow (polars, pyarrow)       data.frame, plain vector; categories are factors
sparse matrix of scipy                         dgCMatrix, dgRMatrix or dgTMatrix of Matrix; lgCMatrix and so on of bools
`RObject`, `RFunction`, objects of rpy2,       the R object itself; rpy2's NA among values of its type make a vector
R6 object, R's class
of a class with a method of `py_to_r()` in R   what that makes of it: a history is a keras_training_history
anything else                                  a reticulate handle for that very object
=============================================  ==================================================================

R to Python

=============================================  ==================================================================
R                                              Python
=============================================  ==================================================================
``NULL``                                       ``None``
vector of length 1 without ``dim``             bool, int, float, complex, str; `NA`, and ``NA_real_`` is nan
numeric or logical vector, length 0 or > 1     numpy array of rank 1
character vector, length 0 or > 1              list of str, None for NA
array, matrix                                  numpy array of the same shape
integers with NA; logicals with NA             float array with nan; object array with None
integer64 (of bit64)                           int, int64 array; with NA as integers, with None where floats would round
raw vector                                     bytes (uint8 array if it has ``dim``)
Date, POSIXct, difftime                        date, aware datetime, timedelta; datetime64 (UTC), timedelta64 arrays
factor                                         pandas Categorical (list of str where there is no pandas)
data.frame                                     pandas DataFrame (dict of columns where there is no pandas)
list with unique names; without                dict; list
matrix of Matrix                               csc_matrix, csr_matrix, coo_matrix of scipy; array, if it is dense
function                                       `RFunction`
reticulate handle                              the Python object itself
R6Class(), `new_layer_class()` and similar     the Python class
R6 object of KerasCallback or KerasConstraint  an object of Keras's class, with the fields of the R6 object
of a class with a method of `r_to_py()` in R   what that makes of it: a history, a tuple for the shape of a tensor
anything else (environment, formula, S4, S3)   `RObject`, which R takes back as the same object
=============================================  ==================================================================

Names, dimnames, classes, time zones, units and all else that Python's types have no room for travel beside the value
(`rkeras_py.bridge.values.origins`): sent back, it is identical to what it was in R. A value that was changed in Python
has lost them, and keeps its type.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rkeras_py.bridge.classes import ClassForms
from rkeras_py.bridge.handles import Handles, RObject
from rkeras_py.bridge.protocols import Session
from rkeras_py.bridge.values.origins import Origins
from rkeras_py.bridge.values.to_python import ToPython
from rkeras_py.bridge.values.to_r import MAX_DEPTH, ToR

TOO_DEEP = (
    f"This value has lists nested more than {MAX_DEPTH} levels deep, or a list that contains itself: such lists "
    "cannot be converted between Python and R."
)


class Converter:
    """Converts values for one session; see the module for the rules.

    Args:
        session: The session.
        handles: The handles of objects that cross as themselves.
        forms: What R's methods make of objects with a class.
    """

    def __init__(self, session: Session, handles: Handles, forms: ClassForms) -> None:
        self.origins = Origins(session.api)
        self._reader = ToPython(session, handles, forms, self.origins)
        self._writer = ToR(session, forms, self.origins, self._reader)

    def to_r(self, value: Any) -> Any:
        """Return the R form of a Python value, not yet protected."""
        with refuse_depth():
            return self._writer.to_r(value)

    def list_to_r(self, values: Iterable[Any], names: Sequence[str] | None = None) -> Any:
        """Return an R list of the converted values, not yet protected."""
        with refuse_depth():
            return self._writer.list_to_r(values, names)

    def to_python(self, value: Any) -> Any:
        """Return the Python form of an R object, which must be protected."""
        with refuse_depth(" R.get(name, convert=False) returns such a value as an R object."):
            return self._reader.to_python(value)

    def keep(self, value: Any) -> RObject:
        """Return an R object, which must be protected, as Python's handle of it."""
        return self._reader.keep(value)


@contextmanager
def refuse_depth(advice: str = "") -> Iterator[None]:
    """Say of a value that is nested too deep that it is, without the calls that found it.

    Args:
        advice: The advice in the error.

    Raises:
        ValueError: If a value is nested too deep.
    """
    try:
        yield
    except RecursionError:
        error = ValueError(TOO_DEEP + advice)
    else:
        return
    raise error
