"""Conversion of arrays for Keras: one conversion for both languages.

Doubles become the Keras float type, whole-number vectors int32, strings a tensor; memory is row-major. Tensors and
datasets are passed unchanged.
"""

import functools
import math
import numbers
import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..engine.loading import keras
from ..engine.tensors import cast_beside, get_backend, is_open_size, read_variable, runs_on_tensorflow, tensor_class
from ..messages import errors
from ..on_tensorflow.tensors import make_constant, view_array
from . import array_values, categories
from .sentinels import NAType


class Frame(dict[str, Any]):
    """A data frame as it arrives from R: its columns by name."""


class Factor:
    """A factor: class numbers, and the names of the classes.

    An array made of it holds the class numbers.

    Args:
        codes: The class of each sample, counted from 0.
        levels: Names of the classes.
    """

    def __init__(self, codes: Any, levels: Sequence[str]) -> None:
        self.codes = np.asarray(codes, "int32")
        self.levels = tuple(levels)

    @property
    def labels(self) -> list[str]:
        """The name of the class of each sample."""
        return np.asarray(self.levels)[self.codes].tolist()  # type: ignore[no-any-return]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        """Return the class numbers."""
        return np.array(self.codes, dtype, copy=copy) if copy else np.asarray(self.codes, dtype)

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self.codes)

    def __repr__(self) -> str:
        """Return the names of the classes, and of the first samples."""
        first = ", ".join(self.levels[code] for code in self.codes[:5])
        return f"Factor({first}{', ...' if len(self) > 5 else ''}; levels: {', '.join(self.levels)})"


def as_factor(value: Any) -> Factor | None:
    """Return the factor that a value is, or None; a categorical is one, and so is the only column of a frame.

    Args:
        value: Anything.

    Raises:
        ValueError: If values are missing.
    """
    if isinstance(value, Factor):
        return value
    if is_frame(value):
        found = list(get_columns(value).values())
        return found[0] if len(found) == 1 and isinstance(found[0], Factor) else None
    return Factor(*categories.read_categories(value)) if categories.holds_categories(value) else None


def is_factor(value: Any) -> bool:
    """Tell whether a value is a factor, a categorical, or a column of one."""
    return isinstance(value, Factor) or categories.holds_categories(value)


def is_mask(value: Any) -> bool:
    """Tell whether a value is a tensor or an array of truth values along an axis or several."""
    return (is_tensor(value) or isinstance(value, np.ndarray)) and "bool" in str(value.dtype) and len(value.shape) > 0


def is_complex(value: Any) -> bool:
    """Tell whether a value is a complex number, an array or tensor of such, or a list with one."""
    if isinstance(value, (list, tuple)):
        return any(map(is_complex, value))
    return isinstance(value, complex) or "complex" in str(getattr(value, "dtype", ""))


def refuse_complex(value: Any, dtype: Any, function: str, argument: str) -> None:
    """Refuse complex numbers for what holds real ones: TensorFlow would drop their imaginary parts.

    Args:
        value: Numbers, an array or a tensor.
        dtype: The data type that they are to have.
        function: The function to name in errors.
        argument: The argument to name in errors.

    Raises:
        ValueError: If they are complex, and the type is not.
    """
    if is_complex(value) and "complex" not in str(dtype):
        hint = "Take the parts apart: Re(x) and Im(x) in R, x.real and x.imag in Python."
        raise errors.bad_argument(function, argument, "real numbers", errors.Words("complex ones"), hint)


def to_tensor(value: Any) -> Any:
    """Return a tensor for numbers and arrays; tensors, symbolic or not, stay what they are.

    A variable stays one, too, but gives its value on JAX, unless a model is made: many functions take none there.

    Args:
        value: A number, a list of numbers, an array or a tensor. Tensors of one shape in a list are stacked.
    """
    if is_tensor(value):
        return read_variable(value) if get_backend() == "jax" else value
    if holds_tensors(value):
        return keras().ops.stack([to_tensor(part) for part in value])
    if is_open_size(value) or (isinstance(value, (list, tuple)) and any(map(is_open_size, value))):
        return keras().ops.convert_to_tensor(value)
    return keras().ops.convert_to_tensor(array_values.refuse_texts(to_array(value, scalar_rank=0)))


def holds_tensors(value: Any) -> bool:
    """Tell whether a value is a list in which tensors are."""
    return isinstance(value, (list, tuple)) and any(map(is_tensor, keras().tree.flatten(value)))


def join_floats(values: dict[str, Any]) -> dict[str, Any]:
    """Return arguments in which tensors of several float types are those of the type that Keras joins them to.

    Args:
        values: The arguments by name; what is no tensor of floats stays what it is.
    """
    dtypes = {name: keras().backend.standardize_dtype(one.dtype) for name, one in values.items() if is_tensor(one)}
    floats = {name: dtype for name, dtype in dtypes.items() if "float" in dtype}
    if len(set(floats.values())) < 2:
        return values
    joined = keras().backend.result_type(*floats.values())
    return {name: cast_beside(one, joined, values.values()) if name in floats else one for name, one in values.items()}


def match_floats(value: Any, tensor: Any) -> Any:
    """Return a value that goes with a tensor: one of another type of numbers is of the floats that the tensor holds."""
    dtype = keras().backend.standardize_dtype(tensor.dtype)
    is_alike = "float" not in dtype or getattr(value, "dtype", dtype) == dtype
    return value if is_alike else cast_beside(value, dtype, [tensor])


def to_array(value: Any, scalar_rank: int = 1) -> Any:
    """Return the array that Keras is to get for one value.

    Args:
        value: A number, a vector, an array, a data frame, a tensor, or None.
        scalar_rank: Rank of the array that a single number becomes.

    Returns:
        An array (float type of Keras for floats), or the value itself where it is a tensor or not data.
    """
    if type(value) is np.ndarray:
        value = array_values.check_values(value)
    else:
        if is_sparse(value):
            return value.tocsr().sorted_indices()  # Keras reads the entries in the order in which they are stored
        if value is None or is_tensor(value):
            return value
        value = to_numpy(value)
        if is_tensor(value):  # texts of a data frame become a tensor
            return value
    if value.ndim == 0 and scalar_rank == 1:
        value = value.reshape(1)
    if is_text(value):  # fit() and predict() of Keras 3 accept no string arrays
        return make_constant(value) if runs_on_tensorflow() else value
    if value.dtype == np.float64:
        return _pack(value, keras().config.floatx())
    return np.asarray(array_values.refuse_wide(value), order="C")


_LARGE = 2**16  # number of elements; smaller arrays are copied as fast
_ALIGNMENT = 64  # bytes; TensorFlow copies arrays that are not aligned like this
_own: "weakref.WeakValueDictionary[int, Any]" = weakref.WeakValueDictionary()


def _pack(value: Any, dtype: str) -> Any:
    """Copy doubles, row by row, to another precision, into memory that TensorFlow can use without a copy."""
    packed = make_array(value.shape, dtype)
    with np.errstate(invalid="ignore"):  # R's NA; a later check looks for it
        packed[...] = value
    return packed


def make_array(shape: Sequence[int], dtype: Any) -> Any:
    """Return an array to be filled, a large one in memory that `hand_over()` gives to TensorFlow.

    Args:
        shape: Its shape.
        dtype: Its data type.
    """
    dtype, number = np.dtype(dtype), math.prod(shape)
    if number < _LARGE or dtype not in ("float16", "float32"):
        return np.empty(shape, dtype)
    size = number * dtype.itemsize
    memory = np.empty(size + _ALIGNMENT, "uint8")
    first = -memory.ctypes.data % _ALIGNMENT
    made = memory[first : first + size].view(dtype).reshape(shape)
    _own[id(made)] = made
    return made


def hand_over(value: Any) -> Any:
    """Return tensors on the very memory of the large arrays that were made here; Keras would copy them, twice.

    Args:
        value: An array, or a list of them. Nobody else may use them afterwards.
    """

    def hand_over(part: Any) -> Any:
        if id(part) not in _own or not runs_on_tensorflow():
            return part
        return view_array(part)

    return keras().tree.map_structure(hand_over, value)


def to_numpy(value: Any) -> Any:
    """Return an array in the precision of the data: float64 for doubles, int32 for whole numbers.

    Args:
        value: A number, a vector, an array, or a data frame.
    """
    if is_frame(value):
        return to_matrix(value)
    factor = as_factor(value)
    if factor is not None:
        return factor.codes
    value = array_values.as_unnamed(value, unpacks=True)
    if isinstance(value, (list, tuple)):
        refuse_na(value)
    if is_column(value):
        missing, value = array_values.count_missing(value), np.asarray(value)
        array_values.refuse_missing_values({"": missing}, value.size)
    if isinstance(value, np.ndarray):
        return array_values.check_values(value)
    try:
        value = np.asanyarray(value)
    except (ValueError, TypeError) as error:
        raise array_values.explain_unusable(error) from None
    value = array_values.check_values(value)
    if value.dtype == np.int64 and _fits_int32(value):
        return array_values.check_values(value.astype(np.int32))
    return value


def refuse_na(values: Sequence[Any]) -> None:
    """Refuse a list or vector in which R's NA, or None, is."""
    array_values.refuse_missing_values({"": sum(isinstance(value, NAType) for value in values)}, len(values))


def _fits_int32(value: Any) -> bool:
    limits = np.iinfo(np.int32)
    return bool(value.size == 0 or (value.min() >= limits.min and value.max() <= limits.max))


def is_text(array: Any) -> bool:
    """Tell whether all values of an array are strings."""
    kind = array.dtype.kind
    return bool(kind in "UST" or (kind == "O" and array.size and all(isinstance(item, str) for item in array.flat)))


def is_tensor(value: Any) -> bool:
    """Tell whether a value is a tensor, symbolic or not, or a variable: no array of numpy, and no column of a frame."""
    if isinstance(value, (np.ndarray, np.generic)) or is_column(value) or is_pandas(value, "Categorical"):
        return False
    return hasattr(value, "dtype") and hasattr(value, "shape")


def is_plain_tensor(value: Any) -> bool:
    """Tell at once whether a value is a tensor with values or a symbolic one, and no subclass: most are."""
    return type(value) in _find_tensor_classes()


@functools.cache
def _find_tensor_classes() -> tuple[Any, ...]:
    return tensor_class(), keras().KerasTensor


def is_pandas(value: Any, *names: str) -> bool:
    """Tell whether a value is of one of some classes of pandas, which need not be installed."""
    return type(value).__name__ in names and type(value).__module__.startswith("pandas")


def is_column(value: Any) -> bool:
    """Tell whether a value is a column of a data frame, of pandas, polars or others of their kind."""
    return hasattr(value, "to_numpy") and not hasattr(value, "columns")


def is_frame(value: Any) -> bool:
    """Tell whether a value is a data frame, from R, of pandas, polars or others of their kind."""
    return isinstance(value, Frame) or (
        hasattr(value, "columns") and (hasattr(value, "to_numpy") or hasattr(value, "column_names"))
    )


def list_names(frame: Any) -> list[Any]:
    """Return the names of the columns of a data frame of pandas, polars, pyarrow or others of their kind."""
    return list(getattr(frame, "column_names", frame.columns))


def get_columns(frame: Any) -> dict[str, Any]:
    """Return the columns of a data frame by name, each as an array or a Factor."""
    found = dict(frame) if isinstance(frame, Frame) else {str(name): frame[name] for name in list_names(frame)}
    return {name: as_factor(column) or _convert_column(column) for name, column in found.items()}


def get_complete_columns(frame: Any) -> dict[str, Any]:
    """Return the columns of a data frame in which nothing is missing; R has looked at its own."""
    if not isinstance(frame, Frame):
        counts = {str(name): array_values.count_missing(frame[name]) for name in list_names(frame)}
        array_values.refuse_missing_values(counts, math.prod(frame.shape))
    return get_columns(frame)


def _convert_column(column: Any) -> Any:
    """Return a column as an array; other values than numbers and strings stay, and are refused when used."""
    if isinstance(column, Frame):
        return to_matrix(column)
    values = np.asarray(column)
    try:
        return array_values.check_values(values)
    except array_values.UnusableError:
        return values


def replace_factors(frame: Frame) -> Frame:
    """Return a data frame of R with strings in place of factors."""
    return Frame({name: column.labels if isinstance(column, Factor) else column for name, column in frame.items()})


def to_matrix(frame: Any, floats: str | None = None) -> Any:
    """Turn a frame into a matrix of numbers, in a type or Keras's, or of strings; a matrix in it gives its columns."""
    found = {
        name: np.asarray(column.labels) if isinstance(column, Factor) else column
        for name, column in get_complete_columns(frame).items()
    }
    if found and all(is_text(column) for column in found.values()):
        return to_array(np.column_stack(list(found.values())))
    for name, column in found.items():
        if column.dtype.kind not in "fiub" or column.ndim > 2:
            value = column[:1].tolist()[0] if column.ndim == 1 else column
            dummies = errors.for_reader("model.matrix()", "pandas.get_dummies()")
            raise array_values.UnusableError(
                f'Column "{name}" of the data frame is not numeric. Convert it, e.g. by {dummies} or '
                f"to_categorical(), or omit it. Received: values such as {errors.show_value(value)}"
            )
    rows = len(next(iter(found.values()), ()))
    columns = [column[:, np.newaxis] if column.ndim == 1 else column for column in found.values()]
    width = sum(column.shape[1] for column in columns)
    matrix = make_array((rows, width), floats or keras().config.floatx())
    step = max(1, _LARGE // max(1, width))  # number of rows that fit the processor's cache
    for first in range(0, rows if width else 0, step):
        part = slice(first, first + step)
        np.concatenate([column[part] for column in columns], axis=1, out=matrix[part], casting="unsafe")
    return matrix


def to_dense(value: Any) -> Any:
    """Return arrays in place of sparse matrices.

    Args:
        value: An array, or a list or dict of them.
    """
    if type(value) is np.ndarray:
        return value
    return keras().tree.map_structure(lambda part: to_array(part.toarray()) if is_sparse(part) else part, value)


def is_sparse(value: Any) -> bool:
    """Tell whether a value is a sparse matrix of scipy, as those of R's Matrix become."""
    return type(value).__module__.startswith("scipy.sparse")


def is_arrays(value: Any) -> bool:
    """Tell whether a list holds several inputs rather than the numbers of one."""
    return isinstance(value, (list, tuple)) and any(
        item is None or isinstance(item, (list, tuple, dict, Factor)) or hasattr(item, "shape") for item in value
    )


def are_numbers(value: Any, count: int) -> bool:
    """Tell whether a value is a list of several bare numbers, as many as are wanted."""
    is_list = isinstance(value, (list, tuple)) and len(value) == count > 1
    return is_list and all(isinstance(item, numbers.Real) for item in value)
