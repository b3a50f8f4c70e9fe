"""Arrays and shapes under their R names, for ported code."""

from typing import Annotated, Any

import numpy as np

from ..data import array_values, arrays
from ..data.sentinels import NAType
from ..define import export
from ..engine.loading import keras
from ..engine.tensors import has_values, read_values, runs_on_tensorflow
from ..messages import errors
from ..on_tensorflow.tensors import make_shape
from ..r.code import RCode
from ..signatures.results import Array
from ..signatures.words import MISSING, Dtype, Value, choice

_Order = Annotated[Any, choice("C", "F")]


@export(python_only=True)
def array_reshape(x: Value = MISSING, dim: Value = MISSING, order: _Order = RCode('c("C", "F")', "C")) -> Array:
    """Change the shape of an array, reading and filling it row by row.

    NumPy and Keras fill arrays row by row, but R's `dim<-` fills them column by column. Use this function to prepare
    data for Keras.

    Args:
        x: An array, a tensor, a list of numbers, or a data frame.
        dim: Whole numbers, the new shape; one of them can be -1 (or `NA`) and is then computed from the others.
        order: `"C"`: the last index moves fastest, `"F"`: the first.

    Returns:
        A NumPy array.

    Example:
        >>> array_reshape([1, 2, 3, 4], [2, 2])
        array([[1, 2],
               [3, 4]], dtype=int32)
        >>> array_reshape([1, 2, 3, 4], [2, 2], order="F")
        array([[1, 3],
               [2, 4]], dtype=int32)
    """
    if isinstance(x, keras().KerasTensor):
        raise errors.bad_argument(
            "array_reshape", "x", "an array, or another value that is known", x, "See k_reshape()."
        )
    sizes = [_as_size("array_reshape", "dim", size) for size in _as_list(dim)]
    try:
        return _to_numpy("array_reshape", x).reshape([-1 if size is None else size for size in sizes], order=order)
    except ValueError as error:
        raise errors.rejected("array_reshape", error) from None


@export(python_only=True)
def keras_array(x: Value = MISSING, dtype: Dtype | None = None) -> Any:
    """Convert data to the array that Keras uses: row by row, with Keras's float type.

    fit() and predict() convert their data this way; use it to see or reuse the converted array.

    Args:
        x: Numbers, strings, an array or a data frame of numbers; or a list or dict of arrays. `NULL`, tensors and other
            objects stay unchanged.
        dtype: Name of the data type; `NULL` chooses it from the type of `x`.

    Returns:
        A NumPy array; for a list or dict of arrays, a list or dict of NumPy arrays.

    Example:
        >>> keras_array([1.0, 2.0])
        array([1., 2.], dtype=float32)
        >>> keras_array([1, 2], dtype="int8")
        array([1, 2], dtype=int8)
    """
    if isinstance(x, dict):
        return {name: keras_array(one, dtype) for name, one in x.items()}
    if isinstance(x, (list, tuple)) and any(isinstance(one, dict) or hasattr(one, "shape") for one in x):
        return [keras_array(one, dtype) for one in x]
    if not _is_data(x):
        return x
    value = _to_numpy("keras_array", x)
    if dtype is None:
        dtype = {"d": keras().config.floatx(), "U": object}.get(value.dtype.char)
    try:
        return np.asarray(value, dtype=dtype, order="C")
    except (TypeError, ValueError) as error:
        raise errors.rejected("keras_array", error) from None


@export(python_only=True)
def shape(*sizes: Any, dims: Value = RCode("list(...)", MISSING)) -> Any:
    """Create the shape of a tensor.

    Use it if a shape contains sizes that are not known yet (NULL or NA). Every argument that accepts a shape also
    accepts the result.

    Args:
        sizes: Whole numbers; `NA`, `NULL` or -1: any size.
        dims: The sizes as one vector or list; `NULL`: a shape with an unknown number of axes.

    Returns:
        A `tf.TensorShape`; on other backends a tuple.

    Example:
        >>> model = keras_model_sequential(input_shape=shape(2)) >> layer_dense(units=3)
        >>> count_params(model)
        9
        >>> shape(None, 28, 28)
        TensorShape([None, 28, 28])
    """
    if dims is None:
        return make_shape(None) if runs_on_tensorflow() else None
    given = sizes if dims is MISSING else _as_list(dims)
    flat = [one for size in given for one in (_as_list(size) if size is not None else [None])]
    known = [_as_size("shape", "dims", size) for size in flat]
    return make_shape(known) if runs_on_tensorflow() else tuple(known)


def _as_list(value: Any) -> list[Any]:
    return list(value) if np.ndim(value) or isinstance(value, (list, tuple)) or hasattr(value, "as_list") else [value]


def _as_size(function: str, argument: str, size: Any) -> int | None:
    """Return a size of a shape; None for any."""
    if size is None or isinstance(size, NAType):
        return None
    number = np.asarray(size)
    if number.ndim or number.dtype.kind not in "iuf" or number != np.floor(number) or number < -1:
        raise errors.bad_argument(function, argument, "made of whole numbers, or NA for any size", size)
    return None if number == -1 else int(number)


def _is_data(value: Any) -> bool:
    is_list = isinstance(value, (list, tuple))
    return (
        is_list
        or np.isscalar(value)
        or isinstance(value, (np.ndarray, arrays.Factor))
        or (arrays.is_frame(value) or arrays.is_column(value))
    )


def _to_numpy(function: str, value: Any) -> Any:
    if hasattr(value, "shape") and has_values(value):
        return read_values(value)
    try:
        return np.asarray(arrays.to_numpy(value))
    except array_values.UnusableError as error:
        raise ValueError(f"{function}(): `x`: {error}") from None
