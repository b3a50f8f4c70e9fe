"""Functions that convert between arrays and tensors, and that describe tensors."""

from typing import Any

import numpy as np

from ..data.array_values import refuse_wide
from ..data.arrays import to_tensor
from ..define import export
from ..engine.loading import keras
from ..signatures.results import Array
from ..signatures.tensor_words import AnyData, TensorArg
from ..signatures.words import MISSING, Bool, Dtype, Value
from .family import operation


@operation
def op_convert_to_tensor(
    x: AnyData = MISSING, dtype: Dtype | None = None, sparse: Bool | None = None, ragged: Bool | None = None
) -> Any:
    """Create a tensor.

    Use it to bring arrays, lists and numbers into a computation, with a data type of your choice. Most op_* functions
    do this automatically.

    Args:
        dtype: Name of the data type; NULL uses Keras's float type for R's numbers, and "int32" for its integers.
        sparse: Whether a sparse tensor stays sparse; NULL: TRUE.
        ragged: Whether a ragged tensor stays ragged; NULL: TRUE.

    Example:
        >>> op_convert_to_tensor([1.5, 2.5], "float64")
        <tf.Tensor: shape=(2,), dtype=float64, numpy=array([1.5, 2.5])>
    """
    x = to_tensor(x) if dtype is None else _refuse_wide(x, dtype)
    return keras().ops.convert_to_tensor(x, dtype, sparse, ragged)


@operation
def op_array(x: AnyData = MISSING, dtype: Dtype | None = None) -> Any:
    """Create a tensor of values.

    It converts numbers, lists and arrays, as op_convert_to_tensor() does. NumPy and keras3 use this name.

    Args:
        dtype: Name of the data type; NULL uses Keras's float type for R's numbers, and "int32" for its integers.

    Example:
        >>> op_array([[1, 2], [3, 4]], dtype="float32")
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 2.],
               [3., 4.]], dtype=float32)>
    """
    return keras().ops.array(to_tensor(x) if dtype is None else _refuse_wide(x, dtype), dtype)


def _refuse_wide(x: Any, dtype: str | None = None) -> Any:
    return refuse_wide(x, dtype) if isinstance(x, np.ndarray) else x


@operation
def op_convert_to_array(x: AnyData = MISSING) -> Array:
    """Return the values of a tensor as an array, in R as an R array.

    Use it to look at results or to continue in R or NumPy. Symbolic tensors have no values and raise an error.

    Example:
        >>> op_convert_to_array(op_ones((2, 2)))
        array([[1., 1.],
               [1., 1.]], dtype=float32)
    """
    array = keras().ops.convert_to_numpy(x)
    return array.astype("float32") if array.dtype.name == "bfloat16" else array  # R has no bfloat16


@export(python_only=True)
def op_convert_to_numpy(x: AnyData = MISSING) -> Array:
    """Return the values of a tensor as a NumPy array, also in R.

    Use it to pass results to other Python packages. In R, op_convert_to_array() returns an R array.

    Example:
        >>> op_convert_to_numpy(op_ones((2, 2)))
        array([[1., 1.],
               [1., 1.]], dtype=float32)
    """
    return keras().ops.convert_to_numpy(x)


@operation
def op_cast(x: AnyData = MISSING, dtype: Dtype = MISSING) -> Any:
    """Convert to another data type.

    Use it to turn integers and logical values into floats before arithmetic. Floats lose their fraction when they
    become integers.

    Args:
        dtype: Name of the data type.

    Example:
        >>> op_cast([1.7, -1.7], "int32")
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([ 1, -1], dtype=int32)>
        >>> correct = op_equal([1, 0, 2, 2], [1, 0, 2, 1])
        >>> op_mean(op_cast(correct, "float32"))
        <tf.Tensor: shape=(), dtype=float32, numpy=0.75>
    """
    return keras().ops.cast(keras().ops.convert_to_tensor(_refuse_wide(_refuse_wide(x), dtype)), dtype)


@operation
def op_saturate_cast(x: AnyData = MISSING, dtype: Dtype = MISSING) -> Any:
    """Convert to another data type and clip values to its range.

    Use it to turn floats into image values of type "uint8": 300 becomes 255 and does not overflow.

    Args:
        dtype: Name of the data type.

    Example:
        >>> op_saturate_cast([300.0, -5.0, 7.0], "uint8")
        <tf.Tensor: shape=(3,), dtype=uint8, numpy=array([255,   0,   7], dtype=uint8)>
    """
    return keras().ops.saturate_cast(keras().ops.convert_to_tensor(_refuse_wide(x)), dtype)


@operation
def op_is_tensor(x: Value = MISSING) -> bool:
    """Test whether an object is a tensor.

    Use it in functions that accept both tensors and arrays. It is true for symbolic tensors and variables, too.

    Args:
        x: Any object.

    Returns:
        TRUE or FALSE.

    Example:
        >>> op_is_tensor(op_ones(2))
        True
        >>> op_is_tensor([1, 2])
        False
    """
    return bool(keras().ops.is_tensor(x)) or isinstance(x, (keras().KerasTensor, keras().Variable))


@operation
def op_shape(x: TensorArg = MISSING) -> tuple[Any, ...]:
    """Return the shape of a tensor.

    Use it for sizes that are known only when the model runs, such as the batch size. Sizes that are still open are
    NULL.

    Returns:
        A tuple (in R a list) of whole numbers; a size that is known only when a model runs is NULL, or a tensor inside
        a model.

    Example:
        >>> op_shape(layer_input(shape=28))
        (None, 28)
        >>> scores = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]])
        >>> op_sum(scores, axis=1) / op_shape(scores)[0]
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([3., 5.], dtype=float32)>
    """
    return tuple(keras().ops.shape(x))


@operation
def op_ndim(x: TensorArg = MISSING) -> int:
    """Return the number of axes of a tensor.

    A vector has 1 axis, a matrix 2, a batch of images 4: samples, rows, columns, channels.

    Example:
        >>> op_ndim([[1, 2, 3], [4, 5, 6]])
        2
    """
    return len(x.shape)


@operation
def op_size(x: TensorArg = MISSING) -> Any:
    """Return the number of elements of a tensor.

    It is the product of the sizes of all axes. For example, a batch of 32 images of 28 by 28 pixels has 25088 elements.

    Example:
        >>> op_size([[1, 2, 3], [4, 5, 6]])
        <tf.Tensor: shape=(), dtype=int32, numpy=6>
    """
    return keras().ops.size(x)


@operation
def op_dtype(x: TensorArg = MISSING) -> str:
    """Return the name of the data type of a tensor.

    For example, "float32". op_cast() changes it.

    Example:
        >>> op_dtype([1.5, 2.5])
        'float32'
        >>> op_dtype(op_cast([1.5, 2.5], "int8"))
        'int8'
    """
    return str(keras().backend.standardize_dtype(x.dtype))
