"""The inputs of models, and the states of their layers, under the names of R's keras3."""

import inspect
from typing import Annotated, Any

from ..data import arrays
from ..define import export
from ..engine.loading import keras
from ..messages import errors
from ..signatures.object_words import NamedList
from ..signatures.results import Tensor
from ..signatures.words import MISSING, Bool, Count, Dtype, Shape, Str, Value, choice
from .making import layer_input

Aggregation = Annotated[str, choice("none", "mean", "sum", "only_first_replica")]
Synchronization = Annotated[str, choice("auto", "none", "on_write", "on_read")]
ValueFormat = Annotated[str, choice("backend_tensor", "numpy_array")]


@export
def keras_input(
    shape: Shape | None = None,
    batch_size: Count | None = None,
    dtype: Dtype | None = None,
    sparse: Bool | None = None,
    ragged: Bool | None = None,
    batch_shape: Shape | None = None,
    name: Str | None = None,
    tensor: Value = None,
    optional: Bool = False,
) -> Tensor:
    """Create the input of a model; the same as layer_input(), with the arguments of R's keras3.

    It starts a functional model: apply layers to the result and call keras_model(). The tensor is symbolic: it has a
    shape and a data type, but no values.

    Args:
        shape: Shape of one sample, without the batch axis: a whole number or a vector. NA stands for any size.
        batch_size: Fixed size of the batches; NULL: any.
        dtype: Name of the data type. NULL uses the Keras configuration, usually "float32".
        sparse: Whether the input is a sparse tensor.
        ragged: Whether the input is a ragged tensor.
        batch_shape: Shape with the batch axis, instead of `shape` and `batch_size`.
        tensor: An existing tensor to wrap instead of creating a new one.
        optional: Whether the input may be NULL when the model is called.

    Returns:
        A symbolic tensor, to which you can apply layers.

    Raises:
        ValueError: If none of `shape`, `batch_shape` and `tensor` is given.

    Example:
        >>> inputs = keras_input(shape=3)
        >>> model = keras_model(inputs, inputs >> layer_dense(units=1, kernel_initializer="ones"))
        >>> model(np.array([[1.0, 2.0, 3.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[6.]], dtype=float32)>
        >>> op_shape(keras_input(shape=4, batch_size=32))
        (32, 4)
    """
    if shape is None and batch_shape is None and tensor is None:
        raise errors.bad_argument("keras_input", "shape", "a whole number or a vector of them", None)
    with errors.told_as("layer_input", "keras_input"):
        return layer_input(
            shape, batch_shape, name, dtype, bool(sparse), tensor, bool(ragged),
            batch_size=batch_size, optional=optional,
        )  # fmt: skip


@export
def get_source_inputs(tensor: Value = MISSING) -> Any:
    """Return the inputs from which a symbolic tensor is computed.

    Use it to find the inputs for keras_model() if a function returns only an output tensor. It follows the layers back
    from the tensor and returns the inputs in the order in which the layers use them.

    Args:
        tensor: A symbolic tensor.

    Returns:
        A list of symbolic tensors.

    Raises:
        ValueError: If it is not a symbolic tensor.

    Example:
        >>> one = layer_input(shape=2, name="one")
        >>> two = layer_input(shape=3, name="two")
        >>> inputs = get_source_inputs(layer_concatenate(one, two))
        >>> inputs[1].name
        'two'
    """
    if not isinstance(tensor, keras().KerasTensor):
        raise errors.bad_argument("get_source_inputs", "tensor", "a tensor of a model", tensor)
    return keras().utils.get_source_inputs(tensor)


@export
def keras_variable(
    initializer: Value = MISSING,
    shape: Shape | None = None,
    dtype: Dtype | None = None,
    trainable: Bool = True,
    autocast: Bool = True,
    aggregation: Aggregation = "none",
    synchronization: Synchronization = "auto",
    name: Str | None = None,
    **options: Any,
) -> Any:
    """Create a variable: a tensor whose values can be changed, such as a weight.

    Use it for state in custom layers and training loops. Change it with `variable$assign()`.

    Args:
        initializer: The initial values: an array or a number, or an initializer, which needs `shape`.
        shape: The shape, if the values come from an initializer.
        autocast: Whether layers that compute with a different data type convert the variable to it.
        aggregation: How changes on several devices are combined: "none", "mean", "sum" or "only_first_replica".
        synchronization: When copies on several devices are synchronized: "auto", "none", "on_write" or "on_read".
        options: `layout`, of Keras's class.

    Returns:
        A `keras.Variable`.

    Raises:
        ValueError: If the values do not match.

    Example:
        >>> variable = keras_variable(np.array([1.0, 2.0]))
        >>> variable.assign_add(np.array([10.0, 10.0]))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([11., 12.], dtype=float32)>
        >>> k_get_value(variable)
        array([11., 12.], dtype=float32)
    """
    own = ("initializer", "shape", "dtype", "trainable", "autocast", "aggregation", "synchronization", "name")
    errors.check_options("keras_variable", options, own, ("layout",))
    given = {"shape": shape, "dtype": dtype, "name": name}
    further = {
        "trainable": trainable,
        "autocast": autocast,
        "aggregation": aggregation,
        "synchronization": synchronization,
    }
    arguments = {**{key: value for key, value in given.items() if value is not None}, **further, **options}
    try:
        return keras().Variable(_convert_initial(initializer, dtype), **arguments)
    except (TypeError, ValueError) as error:
        raise errors.rejected("keras_variable", error) from error


def _convert_initial(values: Any, dtype: str | None) -> Any:
    """Return initial values as an array, in the precision of the data where a type is given; an initializer stays."""
    if inspect.isroutine(values):
        return lambda shape, dtype: keras().ops.cast(values(shape, dtype=dtype), dtype)
    if callable(values) or isinstance(values, str):
        return values
    return arrays.to_array(values, 0) if dtype is None or arrays.is_tensor(values) else arrays.to_numpy(values)


@export
def get_state_tree(object: Value = MISSING, value_format: ValueFormat = "backend_tensor") -> Any:
    """Return the values of all variables of a model, in nested lists named after the layers.

    Use it to copy the complete training state, including the optimizer, or to inspect it by name. set_state_tree()
    restores the state.

    Args:
        object: A compiled model.
        value_format: "backend_tensor" for tensors, "numpy_array" for arrays.

    Returns:
        A named list: the trainable and non-trainable variables, those of the optimizer, and those of the metrics.

    Raises:
        ValueError: If it is not a compiled model.

    Example:
        >>> model = keras_model_sequential(input_shape=2, name="model")
        >>> model = model >> layer_dense(units=1, kernel_initializer="ones", name="line")
        >>> model = model >> compile(loss="mse", optimizer="sgd")
        >>> tree = get_state_tree(model, value_format="numpy_array")
        >>> tree["trainable_variables"]["model"]["line"]["kernel"]
        array([[1.],
               [1.]], dtype=float32)
    """
    _check_compiled("get_state_tree", object)
    return object.get_state_tree(value_format)


@export(returns="object")
def set_state_tree(object: Value = MISSING, state_tree: NamedList = MISSING) -> Any:
    """Set the values of the variables of a model, in the form of get_state_tree().

    Use it to restore a state that get_state_tree() saved. The model must have the same structure; a custom training
    loop, for example in JAX, writes its result back with this function.

    Args:
        object: A compiled model.
        state_tree: The values; omitted variables do not change.

    Returns:
        The model.

    Raises:
        ValueError: If it is not a compiled model, or has no variable with a given name.

    Example:
        >>> model = keras_model_sequential(input_shape=2, name="model") >> layer_dense(units=1, name="line")
        >>> model = model >> compile(loss="mse", optimizer="sgd")
        >>> line = {"kernel": np.array([[3.0], [4.0]])}
        >>> model = set_state_tree(model, {"trainable_variables": {"model": {"line": line}}})
        >>> get_weights(model)[0]
        array([[3.],
               [4.]], dtype=float32)
    """
    _check_compiled("set_state_tree", object)
    _refuse_unknown(state_tree, object.get_state_tree(), "")
    object.set_state_tree(state_tree)
    return object


def _refuse_unknown(given: Any, known: Any, place: str) -> None:
    """Refuse unknown names of variables, which Keras ignores silently."""
    for name, value in given.items():
        path = f"{place}{name}"
        if name not in known or isinstance(value, dict) != isinstance(known[name], dict):
            names = ", ".join(f'"{place}{one}"' for one in known) or "nothing"
            expected = f"a tree as get_state_tree() gives it, which has here: {names}"
            raise errors.bad_argument("set_state_tree", "state_tree", expected, errors.Words(f'"{path}"'))
        if isinstance(value, dict):
            _refuse_unknown(value, known[name], f"{path}$")


def _check_compiled(function: str, model: Any) -> None:
    if not isinstance(model, keras().Model) or getattr(model, "optimizer", None) is None:
        hint = "compile() it: the state of its optimizer is a part of the tree."
        raise errors.bad_argument(function, "object", "a compiled model", model, hint)
