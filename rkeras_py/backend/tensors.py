"""Tensors with the data's precision, and the properties of a tensor: shape, rank and data type."""

import math
from typing import Any

import numpy as np

from ..data.array_values import UnusableError, refuse_texts, refuse_wide
from ..data.arrays import to_numpy, to_tensor
from ..define import export, operation
from ..engine.loading import keras
from ..engine.tensors import TracedSizes, computing_error, get_backend, has_values, runs_on_tensorflow
from ..graph.lambda_layers import compute_in_layer, is_symbolic
from ..messages import errors
from ..on_tensorflow.tensors import convert_as, make_constant, read_shape
from ..signatures.object_words import Name
from ..signatures.results import Tensor
from ..signatures.words import MISSING, ArrayLike, Dtype, Value, convert_value, get_word
from ..signatures.words import Shape as ShapeWord


@export(in_layers=True, s3="default")
def as_tensor(
    x: ArrayLike = MISSING, dtype: Dtype | None = None, *, name: Name | None = None, **options: Value
) -> Tensor:
    """Create a tensor from a value, or convert a tensor to another data type.

    Unlike k_constant() it keeps the precision: integers become int32, other numbers float64.

    Args:
        x: A number, a vector, an array, a tensor, or a list of tensors of the same shape.
        dtype: Name of the data type; NULL uses the type of `x`.
        name: Ignored; kept for R keras.
        options: `shape`, the shape of the tensor: a single value is repeated; several values fill it row by row.

    Returns:
        A tensor.

    Example:
        >>> as_tensor([1.5, 2.0])
        <tf.Tensor: shape=(2,), dtype=float64, numpy=array([1.5, 2. ])>
        >>> as_tensor([1.0, 2.0], dtype="int32")
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([1, 2], dtype=int32)>
        >>> as_tensor(0.5, shape=[1, 3])
        <tf.Tensor: shape=(1, 3), dtype=float64, numpy=array([[0.5, 0.5, 0.5]])>
    """
    shape = options.pop("shape", None)
    if options:
        raise errors.unknown_argument("as_tensor", next(iter(options)), ("x", "dtype", "name", "shape"))
    try:
        tensor = _convert_tensor(x, dtype)
        return tensor if shape is None else _reshape(tensor, convert_value("as_tensor", "shape", _SHAPE, shape, None))
    except UnusableError:  # the caller adds function and argument to this error
        raise
    except (TypeError, ValueError) as error:
        raise errors.rejected("as_tensor", error) from error
    except computing_error() as error:
        raise ValueError(f"as_tensor(): {getattr(error, 'message', error)}") from error


_SHAPE = get_word(ShapeWord)


def _convert_tensor(x: Any, dtype: Any) -> Any:
    ops = keras().ops
    if isinstance(x, keras().KerasTensor):
        return x if dtype is None else ops.cast(x, getattr(dtype, "name", dtype))
    if isinstance(x, keras().Variable):
        x = x.value
    name = getattr(dtype, "name", dtype)
    if type(x) is np.ndarray and x.dtype.kind == "f" and name in ("float32", "float64"):
        with np.errstate(over="ignore"):
            x = x.astype(name)  # NumPy casts faster than the backend
        return make_constant(x) if runs_on_tensorflow() else ops.convert_to_tensor(x)
    several = isinstance(x, (list, tuple)) and any(hasattr(item, "dtype") for item in x)
    if runs_on_tensorflow():
        return convert_as(x, dtype, lambda x: x if several else to_numpy(x))
    if not ops.is_tensor(x):
        x = ops.convert_to_tensor(x if several else refuse_texts(refuse_wide(refuse_wide(to_numpy(x)), name)))
    return x if dtype is None else ops.cast(x, name)


def _reshape(tensor: Any, shape: tuple[int | None, ...]) -> Any:
    ops = keras().ops
    if None not in shape and math.prod(size or 0 for size in tensor.shape) == 1:
        return ops.broadcast_to(ops.reshape(tensor, ()), shape)
    return ops.reshape(tensor, [-1 if size is None else size for size in shape])


@operation
def k_shape(x: ArrayLike = MISSING) -> Tensor:
    """Return the shape as a tensor, computed when the model runs.

    Use it for sizes that are known only when the model runs, such as the batch size. See also op_shape().

    Returns:
        A tensor of whole numbers, one for each axis.

    Differences:
        For a symbolic tensor, the result comes from a layer that cannot be saved in a file; save the weights of the
        model instead.

    Example:
        >>> k_shape(np.zeros((2, 3)))
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([2, 3], dtype=int32)>
    """
    tensor = to_tensor(x)
    if get_backend() == "jax" and not is_symbolic(tensor) and not has_values(tensor):
        return TracedSizes(tensor.shape)
    return compute_in_layer(_read_shape, tensor, "shape")


def _read_shape(tensor: Any) -> Any:
    if runs_on_tensorflow():
        return read_shape(tensor)
    return keras().ops.convert_to_tensor(keras().ops.shape(tensor), "int32")


@operation
def k_int_shape(x: ArrayLike = MISSING) -> tuple[int | None, ...] | None:
    """Return the known part of the shape.

    Sizes that are not known yet, such as the batch size, are NULL. Use it while a model is built.

    Returns:
        A tuple (in R a list) of whole numbers, NULL for a size that is not known.

    Example:
        >>> k_int_shape(layer_input(shape=3))
        (None, 3)
        >>> scores = k_constant([[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]])
        >>> k_sum(scores, axis=1) / k_int_shape(scores)[0]
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([3., 5.], dtype=float32)>
    """
    return tuple(to_tensor(x).shape)


@operation
def k_ndim(x: ArrayLike = MISSING) -> int:
    """Return the number of axes.

    For example, a batch of images has 4 axes. Keras 3 calls it op_ndim().

    Example:
        >>> k_ndim(np.zeros((2, 3)))
        2
    """
    return len(to_tensor(x).shape)


@operation
def k_dtype(x: ArrayLike = MISSING) -> str:
    """Return the name of the data type.

    For example, "float32". Keras 3 calls it op_dtype().

    Example:
        >>> k_dtype(k_constant(1.0))
        'float32'
        >>> k_dtype(k_constant(1.0) > 0.0)
        'bool'
    """
    return str(keras().backend.standardize_dtype(to_tensor(x).dtype))
