"""Functions that convert between arrays and tensors, and that tell what a tensor is."""

from typing import Any

from ..data.arrays import to_tensor
from ..define import python_export
from ..engine.loading import keras
from ..signatures.results import Array
from ..signatures.tensor_words import AnyData, TensorArg
from ..signatures.words import MISSING, Bool, Dtype, Value
from .family import operation


@operation
def op_convert_to_tensor(
    x: AnyData = MISSING, dtype: Dtype | None = None, sparse: Bool | None = None, ragged: Bool | None = None
) -> Any:
    """Make a tensor.

    Args:
        dtype: Name of the data type; NULL takes Keras's float type for R's numbers, "int32" for its whole numbers.
        sparse: Whether a sparse tensor may stay one; NULL: it stays.
        ragged: Whether a ragged tensor may stay one; NULL: it stays.

    Example:
        op_convert_to_tensor([1.5, 2.5], "float64")
    """
    return keras().ops.convert_to_tensor(to_tensor(x) if dtype is None else x, dtype, sparse, ragged)


@operation
def op_array(x: AnyData = MISSING, dtype: Dtype | None = None) -> Any:
    """Make a tensor, as op_convert_to_tensor() does.

    Args:
        dtype: Name of the data type; NULL takes Keras's float type for R's numbers, "int32" for its whole numbers.
    """
    return keras().ops.array(to_tensor(x) if dtype is None else x, dtype)


@operation
def op_convert_to_array(x: AnyData = MISSING) -> Array:
    """Return the values of a tensor as an array, in R as an R array."""
    array = keras().ops.convert_to_numpy(x)
    return array.astype("float32") if array.dtype.name == "bfloat16" else array  # which R does not know


@python_export
def op_convert_to_numpy(x: AnyData = MISSING) -> Array:
    """Return the values of a tensor as an array of numpy, in R too."""
    return keras().ops.convert_to_numpy(x)


@operation
def op_cast(x: AnyData = MISSING, dtype: Dtype = MISSING) -> Any:
    """Convert to another data type.

    Args:
        dtype: Name of the data type.
    """
    return keras().ops.cast(keras().ops.convert_to_tensor(x), dtype)


@operation
def op_saturate_cast(x: AnyData = MISSING, dtype: Dtype = MISSING) -> Any:
    """Convert to another data type; what is out of its range becomes its smallest or largest value.

    Args:
        dtype: Name of the data type.
    """
    return keras().ops.saturate_cast(keras().ops.convert_to_tensor(x), dtype)


@operation
def op_is_tensor(x: Value = MISSING) -> bool:
    """Test whether something is a tensor, symbolic ones included.

    Args:
        x: Anything.

    Returns:
        TRUE or FALSE.
    """
    return bool(keras().ops.is_tensor(x)) or isinstance(x, keras().KerasTensor)


@operation
def op_shape(x: TensorArg = MISSING) -> tuple[Any, ...]:
    """Return the shape of a tensor.

    Returns:
        A tuple (in R a list) of whole numbers; what is known only when a model runs is NULL, inside of a model a
        tensor.
    """
    return tuple(keras().ops.shape(x))


@operation
def op_ndim(x: TensorArg = MISSING) -> int:
    """Return how many axes a tensor has."""
    return len(x.shape)


@operation
def op_size(x: TensorArg = MISSING) -> Any:
    """Return how many elements a tensor has."""
    return keras().ops.size(x)


@operation
def op_dtype(x: TensorArg = MISSING) -> str:
    """Return the name of the data type of a tensor."""
    return str(keras().backend.standardize_dtype(x.dtype))
