"""Functions that create, read and set tensors and variables."""

import math
from typing import Any

from ..data.arrays import refuse_complex, to_tensor
from ..define import operation
from ..engine.loading import keras
from ..engine.tensors import computes_now, has_values, read_texts, read_values
from ..messages import errors
from ..signatures.object_words import Name
from ..signatures.results import Array, ArrayList, Variable
from ..signatures.words import MISSING, ArrayLike, Constraint, Count, Dtype, Int, Shape, Value
from .shared import make_tensor, to_tensor_of


def tensor_values(function: str, x: Any) -> Any:
    """Return the values of a tensor as an array.

    Args:
        function: The function to name in errors.
        x: A tensor, a variable, an array or a number.
    """
    tensor = to_tensor(x)
    if k_is_keras_tensor(tensor) or not has_values(tensor):
        hint = "A symbolic tensor has values only when its model runs: predict() gives them."
        raise errors.bad_argument(function, "x", "a tensor with values, or a variable", tensor, hint)
    return (read_texts if "string" in str(tensor.dtype) and function[:2] != "k_" else read_values)(tensor)


def _assign(function: str, argument: str, variable: Any, value: Any, how: str = "assign") -> None:
    if not hasattr(variable, how):
        argument = "lists" if argument == "lists" else "x"
        raise errors.bad_argument(function, argument, "a variable, such as a weight of a layer", variable)
    refuse_complex(value, variable.dtype, function, argument)
    getattr(variable, how)(to_tensor_of(value, keras().backend.standardize_dtype(variable.dtype)))


def _make_variable(start: Any, name: str | None, constraint: Any = None) -> Any:
    if not computes_now():
        return start
    variable = keras().Variable(start, dtype=start.dtype, name=name)
    variable.constraint = keras().constraints.get(constraint)
    return variable


@operation
def k_constant(
    value: ArrayLike = MISSING, dtype: Dtype | None = None, shape: Shape | None = None, name: Name | None = None
) -> Any:
    """Create a tensor of constants.

    Use it to bring your own numbers into a computation. k_variable() creates a tensor that can change.

    Args:
        value: A number, a vector or an array.
        dtype: Name of the data type; NULL uses Keras's float type.
        shape: The shape, for a single number (which is repeated) or to reshape; NULL uses the shape of `value`.
        name: Ignored; kept for R keras.

    Example:
        >>> k_constant([1.0, 2.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
        >>> k_constant(7.0, dtype="int32", shape=3)
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([7, 7, 7], dtype=int32)>
    """
    ops = keras().ops
    constant = make_tensor("k_constant", value, dtype)
    if shape is None:
        return constant
    single = math.prod(constant.shape) == 1
    return ops.broadcast_to(ops.reshape(constant, ()), shape) if single else ops.reshape(constant, shape)


@operation
def k_variable(
    value: ArrayLike = MISSING,
    dtype: Dtype | None = None,
    name: Name | None = None,
    constraint: Constraint | None = None,
) -> Variable:
    """Create a variable: a tensor whose values can be changed with k_set_value() or k_update().

    Use it for state, such as weights or counters, in custom layers and training loops. k_constant() creates a tensor
    that never changes.

    Args:
        value: The initial values.
        dtype: Name of the data type; NULL uses Keras's float type.
        name: Name of the variable.
        constraint: Constraint applied to it by an optimizer after each update.

    Returns:
        A Keras variable.

    Example:
        >>> weight = k_variable([1.0, 2.0], name="weight")
        >>> k_update_add(weight, [0.5, 0.5])
        <Variable path=weight, shape=(2,), dtype=float32, value=[1.5 2.5]>
    """
    return _make_variable(make_tensor("k_variable", value, dtype), name, constraint)


@operation
def k_zeros(shape: Shape = MISSING, dtype: Dtype | None = None, name: Name | None = None) -> Any:
    """Create a variable of zeros.

    Use it for a state that starts at 0. Inside the graph of a model, which cannot have new ones, it returns a tensor.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        dtype: Name of the data type; NULL uses Keras's float type.
        name: Name of the variable.

    Example:
        >>> k_zeros(3)
        <Variable path=variable, shape=(3,), dtype=float32, value=[0. 0. 0.]>
    """
    return _make_variable(keras().ops.zeros(shape, dtype or keras().config.floatx()), name)


@operation
def k_zeros_like(x: ArrayLike = MISSING, dtype: Dtype | None = None, name: Name | None = None) -> Any:
    """Create a tensor of zeros in the shape of another.

    Use it for initial sums or for masks of the right shape. Keras 3 calls it op_zeros_like().

    Args:
        dtype: Name of the data type; NULL uses the type of `x`.
        name: Ignored; kept for R keras.

    Example:
        >>> k_zeros_like([1.5, 2.5])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0., 0.], dtype=float32)>
    """
    return keras().ops.zeros_like(to_tensor(x), dtype=dtype)


@operation
def k_ones(shape: Shape = MISSING, dtype: Dtype | None = None, name: Name | None = None) -> Any:
    """Create a variable of ones.

    Use it for scales that start at 1. Inside the graph of a model, which cannot have new ones, it returns a tensor.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        dtype: Name of the data type; NULL uses Keras's float type.
        name: Name of the variable.

    Example:
        >>> k_ones(3)
        <Variable path=variable, shape=(3,), dtype=float32, value=[1. 1. 1.]>
    """
    return _make_variable(keras().ops.ones(shape, dtype or keras().config.floatx()), name)


@operation
def k_ones_like(x: ArrayLike = MISSING, dtype: Dtype | None = None, name: Name | None = None) -> Any:
    """Create a tensor of ones in the shape of another.

    Use it to build masks and targets of the right shape. Keras 3 calls it op_ones_like().

    Args:
        dtype: Name of the data type; NULL uses the type of `x`.
        name: Ignored; kept for R keras.

    Example:
        >>> k_ones_like([1.5, 2.5])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 1.], dtype=float32)>
    """
    return keras().ops.ones_like(to_tensor(x), dtype=dtype)


@operation
def k_eye(size: Count = MISSING, dtype: Dtype | None = None, name: Name | None = None) -> Any:
    """Create a variable with the identity matrix.

    It is R's `diag(n)`. Inside the graph of a model, where variables cannot be created, it returns a tensor.

    Args:
        size: Number of rows and columns.
        dtype: Name of the data type; NULL uses Keras's float type.
        name: Name of the variable.

    Example:
        >>> k_get_value(k_eye(2))
        array([[1., 0.],
               [0., 1.]], dtype=float32)
    """
    return _make_variable(keras().ops.eye(size, dtype=dtype or keras().config.floatx()), name)


@operation
def k_arange(start: Int = MISSING, stop: Int | None = None, step: Int = 1, dtype: Dtype = "int32") -> Any:
    """Create a sequence of whole numbers.

    Use it for positions, such as those of a position embedding. See also op_arange().

    Args:
        start: The first number; if it is the only argument, the end of a sequence that starts at 0.
        stop: The end, which is not included.
        step: The difference between neighbors.

    Example:
        >>> k_arange(4)
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([0, 1, 2, 3], dtype=int32)>
        >>> k_arange(1, 10, 3)
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 4, 7], dtype=int32)>
    """
    return keras().ops.arange(start, stop, step, dtype=dtype)


@operation
def k_eval(x: ArrayLike = MISSING) -> Array:
    """Return the values of a tensor or variable as an array.

    Use it to look at a result in R or NumPy. k_get_value() is the same.

    Example:
        >>> k_eval(k_square([1.0, 3.0]))
        array([1., 9.], dtype=float32)
    """
    return tensor_values("k_eval", x)


@operation
def k_get_value(x: ArrayLike = MISSING) -> Array:
    """Return the values of a tensor or variable as an array.

    Use it to look at a result or a weight in R or NumPy. k_set_value() sets the values of a variable.

    Example:
        >>> k_get_value(k_variable([1.0, 2.0]))
        array([1., 2.], dtype=float32)
    """
    return tensor_values("k_get_value", x)


@operation
def k_batch_get_value(ops: Value = MISSING) -> ArrayList:
    """Return the values of several tensors or variables as arrays.

    Use it to read many weights at once. k_batch_set_value() sets them again.

    Args:
        ops: A list of tensors or variables.

    Example:
        >>> k_batch_get_value([k_variable([1.0, 2.0]), k_constant(3.0)])
        [array([1., 2.], dtype=float32), np.float32(3.0)]
    """
    return [tensor_values("k_batch_get_value", item) for item in ops]


@operation
def k_set_value(x: Value = MISSING, value: ArrayLike = MISSING) -> None:
    """Set the values of a variable.

    Use it to change a learning rate or a weight during training, for example in a callback. The shape must stay the
    same.

    Args:
        x: A variable, such as a weight of a layer.
        value: The new values, of the same shape.

    Example:
        >>> weight = k_variable([1.0, 2.0])
        >>> k_set_value(weight, [3.0, 4.0])
        >>> k_get_value(weight)
        array([3., 4.], dtype=float32)
    """
    _assign("k_set_value", "value", x, value)


@operation
def k_batch_set_value(lists: Value = MISSING) -> None:
    """Set the values of several variables.

    Use it to restore many weights at once. Each pair is a variable and its new values.

    Args:
        lists: A list of pairs: list(variable, values).

    Example:
        >>> weight = k_variable([1.0, 2.0])
        >>> bias = k_variable(0.0)
        >>> k_batch_set_value([[weight, [3.0, 4.0]], [bias, 5.0]])
        >>> k_batch_get_value([weight, bias])
        [array([3., 4.], dtype=float32), np.float32(5.0)]
    """
    for variable, value in lists:
        _assign("k_batch_set_value", "lists", variable, value)


@operation
def k_update(x: Value = MISSING, new_x: ArrayLike = MISSING) -> Variable:
    """Set the values of a variable and return it.

    Use it in custom layers to keep state. k_set_value() does the same and returns nothing.

    Args:
        x: A variable.
        new_x: The new values.

    Returns:
        The variable.

    Example:
        >>> weight = k_variable([1.0, 2.0])
        >>> k_update(weight, [3.0, 4.0])
        <Variable path=variable, shape=(2,), dtype=float32, value=[3. 4.]>
    """
    _assign("k_update", "new_x", x, new_x)
    return x


@operation
def k_update_add(x: Value = MISSING, increment: ArrayLike = MISSING) -> Variable:
    """Add to the values of a variable.

    Use it for counters and sums in custom layers and metrics. The variable changes in place and is returned.

    Args:
        x: A variable.
        increment: The numbers to add.

    Returns:
        The variable.

    Example:
        >>> weight = k_variable([1.0, 2.0])
        >>> k_update_add(weight, [10.0, 20.0])
        <Variable path=variable, shape=(2,), dtype=float32, value=[11. 22.]>
    """
    _assign("k_update_add", "increment", x, increment, "assign_add")
    return x


@operation
def k_update_sub(x: Value = MISSING, decrement: ArrayLike = MISSING) -> Variable:
    """Subtract from the values of a variable.

    Use it for counters and for custom update steps. The variable changes in place and is returned.

    Args:
        x: A variable.
        decrement: The numbers to subtract.

    Returns:
        The variable.

    Example:
        >>> weight = k_variable([1.0, 2.0])
        >>> k_update_sub(weight, [0.5, 0.5])
        <Variable path=variable, shape=(2,), dtype=float32, value=[0.5 1.5]>
    """
    _assign("k_update_sub", "decrement", x, decrement, "assign_sub")
    return x


@operation
def k_is_tensor(x: ArrayLike = MISSING) -> bool:
    """Test whether something is a tensor.

    Use it in functions that accept both tensors and arrays. It is also true for symbolic tensors.

    Args:
        x: Any object.

    Returns:
        TRUE or FALSE.

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> k_is_tensor(k_constant(1.0))
        True
        >>> k_is_tensor(1.0)
        False
    """
    return isinstance(x, keras().Variable) or bool(keras().ops.is_tensor(x)) or k_is_keras_tensor(x)


@operation
def k_is_keras_tensor(x: ArrayLike = MISSING) -> bool:
    """Test whether something is a symbolic tensor of Keras.

    Use it to check whether a function is called while a functional model is built. Such tensors have no values.

    Args:
        x: Any object.

    Example:
        >>> k_is_keras_tensor(layer_input(shape=2))
        True
        >>> k_is_keras_tensor(k_constant(1.0))
        False
    """
    return isinstance(x, keras().KerasTensor)
