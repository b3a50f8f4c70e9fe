"""Symbolic tensors: placeholders, parts of models as functions, gradients."""

import functools
import math
from collections.abc import Callable
from typing import Any

from ..data.arrays import is_arrays, to_tensor
from ..define import export, operation
from ..engine.internals.graphs import keras_history, run_through_graph
from ..engine.internals.layers import takes_training
from ..engine.loading import keras, resolve
from ..engine.tensors import get_backend, has_values, read_values, runs_on_tensorflow
from ..graph.lambda_layers import compute_in_layer
from ..messages import errors
from ..on_tensorflow.gradients import compute_symbolic_gradients, make_tape, records_symbols
from ..on_tensorflow.tensors import convert, fill_sparse, is_sparse, print_values
from ..signatures.backends import on_tensorflow
from ..signatures.calls import name_errors
from ..signatures.object_words import Name
from ..signatures.results import Tensor, TensorList
from ..signatures.words import MISSING, ArrayLike, Bool, CountFromZero, Dtype, Shape, Str, Value
from .phase import get_current_phase
from .shared import to_tensor_of


@export
def k_placeholder(
    shape: Shape | None = None,
    ndim: CountFromZero | None = None,
    dtype: Dtype | None = None,
    sparse: Bool = False,
    name: Name | None = None,
) -> Any:
    """Create a symbolic tensor, as layer_input() does.

    It has a shape but no values. In new code use layer_input().

    Args:
        shape: Its shape with the batch axis (NA: any size).
        ndim: Number of axes of any size; needed if `shape` is omitted.
        dtype: Name of the data type; NULL uses Keras's float type.
        sparse: Whether it is sparse.
        name: Its name.

    Differences:
        Needs `shape` or `ndim`.

    Example:
        >>> x = k_placeholder(shape=[None, 3])
        >>> row_means = keras_model(x, layer_lambda(x, lambda rows: k_mean(rows, axis=2)))
        >>> predict(row_means, np.array([[1.0, 2.0, 6.0]]), verbose=0)
        array([3.], dtype=float32)
    """
    if shape is None and ndim is None:
        raise ValueError("k_placeholder(): `shape` or `ndim` should be supplied: Keras 3 needs the number of axes.")
    batch_shape = [None] * int(ndim or 0) if shape is None else shape
    with name_errors("k_placeholder"):
        return keras().Input(batch_shape=batch_shape, dtype=dtype, sparse=sparse, name=name)


@operation
def k_is_placeholder(x: Value = MISSING) -> bool:
    """Test whether an object is a symbolic tensor from k_placeholder() or layer_input().

    Use it in functions that accept both symbolic tensors and values. Results of layers are not placeholders.

    Args:
        x: Any object.

    Returns:
        TRUE or FALSE.

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> x = k_placeholder(shape=[None, 3])
        >>> k_is_placeholder(x)
        True
        >>> k_is_placeholder(k_square(x))
        False
    """
    history = keras_history(x)
    return isinstance(getattr(history, "operation", None), keras().layers.InputLayer)


@operation
def k_is_sparse(tensor: Value = MISSING) -> bool:
    """Test whether a tensor is sparse.

    Use it before functions that accept only dense tensors. A sparse tensor stores only its values that are not 0.

    Args:
        tensor: A tensor.

    Returns:
        TRUE or FALSE.

    Example:
        >>> k_is_sparse(k_placeholder(shape=[None, 3], sparse=True))
        True
        >>> k_is_sparse(k_constant([1.0, 0.0]))
        False
    """
    if not runs_on_tensorflow():
        return hasattr(tensor, "todense") or getattr(tensor, "sparse", False) is True
    return is_sparse(tensor) or getattr(tensor, "sparse", False) is True


@operation
def k_to_dense(tensor: Value = MISSING) -> Any:
    """Convert a sparse tensor to a dense one.

    A dense tensor is returned unchanged. It stores the zeros, so the result can need much more memory.

    Args:
        tensor: A tensor.

    Differences:
        Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model
        instead.

    Example:
        >>> labels = k_ctc_label_dense_to_sparse([[1, 2, 9]], [2])
        >>> k_to_dense(labels)
        <tf.Tensor: shape=(1, 3), dtype=int32, numpy=array([[1, 2, 0]], dtype=int32)>
    """
    if not k_is_sparse(tensor):
        return to_tensor(tensor)
    fill = fill_sparse if runs_on_tensorflow() else _call_todense
    return compute_in_layer(fill, tensor, "to_dense")


def _call_todense(tensor: Any) -> Any:
    return tensor.todense()


@operation
def k_count_params(x: ArrayLike = MISSING) -> int:
    """Return the number of elements of a tensor or variable.

    It is the product of its sizes. For all weights of a layer or model use count_params().

    Example:
        >>> k_count_params(k_zeros([2, 3]))
        6
    """
    sizes = to_tensor(x).shape
    if None in sizes:
        raise errors.bad_argument("k_count_params", "x", "a tensor whose size is known", x)
    return math.prod(sizes)


@operation
def k_get_variable_shape(x: ArrayLike = MISSING) -> Any:
    """Return the shape of a variable.

    Use it to check weights. For tensors use k_int_shape().

    Args:
        x: A variable, or a tensor.

    Returns:
        A tuple (in R a list) of whole numbers, NULL for a size that is not known.

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> kernel = k_variable([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
        >>> size = k_get_variable_shape(kernel)
        >>> op_norm(kernel, axis=1) / size[0]
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([2.0615528, 2.6925824, 3.354102 ], dtype=float32)>
    """
    return tuple(to_tensor(x).shape)


@operation
def k_print_tensor(x: ArrayLike = MISSING, message: Str = "") -> Tensor:
    """Print the values of a tensor whenever they are computed, and return it.

    Use it to debug a model or a loss: the values appear at each step, also in compiled code.

    Args:
        message: The text to print before the values.

    Returns:
        The tensor. Use it in further computations; otherwise nothing is printed.

    Differences:
        Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model
        instead.

    Example:
        >>> k_print_tensor(k_constant([1.0, 2.0]), message="x is")
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 2.], dtype=float32)>
    """

    def show(values: Any) -> Any:
        if not runs_on_tensorflow():
            tell = functools.partial(print, message, flush=True)
            if get_backend() == "jax":
                resolve("jax.debug.callback")(tell, values)
            elif has_values(values):
                tell(read_values(values))
            return values
        return print_values(message, values)

    return compute_in_layer(show, to_tensor(x), "print_tensor")


@operation
def k_function(
    inputs: Value = MISSING, outputs: Value = MISSING, updates: Value = None, **options: Any
) -> Callable[..., Any]:
    """Create a function that computes tensors of a model from others.

    Use it to look at the outputs of hidden layers, by their symbolic tensors. In new code use keras_model().

    Args:
        inputs: A list of symbolic tensors, such as `model$input`. They can include k_learning_phase(), for which you
            then pass 1 for training or 0 for inference.
        outputs: A list of symbolic tensors that depend on them, or one.
        updates: Not possible in Keras 3, must be NULL.
        options: Only `name` is accepted.

    Returns:
        A function of a list of arrays, one for each input. It returns a list of arrays, or one array if `outputs` is
        one tensor.

    Differences:
        `updates` raise an error: change variables in a layer or a training step instead.

    Example:
        >>> x = layer_input(shape=2)
        >>> twice = k_function([x], [x * 2.0])
        >>> twice([np.array([[1.0, 5.0]])])
        [array([[ 2., 10.]], dtype=float32)]
    """
    for option in options:
        if option != "name":
            raise errors.unknown_argument("k_function", option, ("inputs", "outputs", "updates", "name"))
    if updates:
        hint = "Change variables after the call, by k_update()."
        raise errors.bad_argument("k_function", "updates", "NULL", updates, hint)
    places = list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]
    symbols = [place for place in places if isinstance(place, keras().KerasTensor)]
    if not symbols or not all(isinstance(place, (keras().KerasTensor, int)) for place in places):
        expected = f"symbolic tensors, such as model{errors.for_reader('$', '.')}input"
        raise errors.bad_argument("k_function", "inputs", expected, inputs)
    return BackendFunction(places, keras().Function(symbols, outputs))


class BackendFunction:
    """The result of k_function(): a part of a model as a function of arrays.

    Args:
        places: The inputs: symbolic tensors, and a whole number where the phase is an argument.
        replay: The Keras function of the symbolic tensors.
    """

    def __init__(self, places: list[Any], replay: Any) -> None:
        self._places, self._replay = places, replay

    def __call__(self, inputs: Any) -> Any:
        """Return the arrays that come from some.

        Args:
            inputs: A list of arrays, or one array where there is one input.
        """
        with name_errors("k_function"):
            arrays, training = self._sort_arguments(inputs)
            result = _run(self._replay, arrays, training)
        return keras().tree.map_structure(read_values, result)

    def _sort_arguments(self, values: Any) -> tuple[list[Any], bool | None]:
        """Return the tensors for the inputs, and whether layers are to train."""
        if len(self._places) == 1 and not is_arrays(values):
            values = [values]
        if not isinstance(values, (list, tuple)) or len(values) != len(self._places):
            came = f"{len(values)} values" if isinstance(values, (list, tuple)) else errors.show_value(values)
            raise ValueError(f"k_function(): `inputs` should be a list of {len(self._places)} arrays. Received: {came}")
        phase, arrays = get_current_phase(), []
        for number, (place, value) in enumerate(zip(self._places, values, strict=True), start=1):
            if isinstance(place, keras().KerasTensor):
                arrays.append(_check_fit(number, place, to_tensor_of(value, place.dtype)))
            else:
                phase = value
        return arrays, None if phase is None else bool(phase)


def _check_fit(number: int, place: Any, tensor: Any) -> Any:
    sizes, found = tuple(place.shape), tuple(tensor.shape)
    if len(sizes) != len(found) or any(size not in (None, seen) for size, seen in zip(sizes, found, strict=True)):
        shape = ", ".join("NA" if size is None else str(size) for size in sizes)
        raise errors.bad_argument("k_function", f"inputs[[{number}]]", f"of shape ({shape})", tensor)
    return tensor


def _run(replay: Any, values: list[Any], training: bool | None, see: Callable[[Any], None] | None = None) -> Any:
    """Compute a part of a model, and call `see` with the outputs of every operation."""

    def called(operation: Any) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if training is not None and isinstance(operation, keras().Layer) and takes_training(operation):
                kwargs["training"] = training
            outputs = operation(*args, **kwargs)
            if see is not None:
                for tensor in keras().tree.flatten(outputs):
                    see(tensor)
            return outputs

        return call

    return run_through_graph(replay, values, called)


@operation
@on_tensorflow(
    jax="jax.grad() differentiates a function of values, in R reticulate::import('jax')$grad().",
    torch="torch.autograd.grad() differentiates values, in R reticulate::import('torch')$autograd$grad().",
)
def k_gradients(loss: Value = MISSING, variables: Value = MISSING) -> TensorList:
    """Return the gradients of a loss with respect to tensors or variables.

    Use it for saliency maps or for custom training steps. For arbitrary code use a gradient tape, `tf$GradientTape()`.

    Args:
        loss: A symbolic tensor; its elements are summed.
        variables: A tensor that the loss depends on, such as `model$input`, a weight, or a list of them.

    Returns:
        A list of symbolic tensors, one for each of `variables`. k_function() gives their values.

    Differences:
        For values instead of symbolic tensors, it raises an error that names `tf$GradientTape()`. Called on a
        symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model instead.

    Example:
        >>> x = layer_input(shape=2)
        >>> gradients = k_gradients(k_square(x), x)
        >>> k_function([x], gradients)([np.array([[1.0, 5.0]])])
        [array([[ 2., 10.]], dtype=float32)]
    """
    wanted = list(variables) if isinstance(variables, (list, tuple)) else [variables]
    wanted = [one.value if isinstance(one, keras().Variable) else one for one in wanted]
    if isinstance(loss, keras().KerasTensor):
        return _add_gradient_layer(loss, wanted)
    if not records_symbols(loss):
        raise ValueError(
            "k_gradients(): `loss` should be a symbolic tensor, made from the input of a model or layer_input(); "
            f"TensorFlow's GradientTape() records those of values. Received: loss = {errors.show_value(loss)}"
        )
    return compute_symbolic_gradients(loss, wanted)


def _add_gradient_layer(loss: Any, wanted: list[Any]) -> Any:
    """Add a layer that computes the loss again under a gradient tape."""
    sources = keras().utils.get_source_inputs(loss)
    symbols = []
    for number, one in enumerate(wanted, start=1):
        if isinstance(one, keras().KerasTensor):
            if not _comes_from(one, sources):
                raise _describe_independent(number)
            symbols.append(one)
    replay = keras().Function(sources, [loss, *symbols])

    def compute(values: list[Any], training: bool | None = None) -> list[Any]:
        with make_tape() as tape:

            def watch(value: Any) -> None:
                if value.dtype.is_floating:
                    tape.watch(value)

            for value in [*values, *(one for one in wanted if not isinstance(one, keras().KerasTensor))]:
                watch(value)
            total, *found = _run(replay, values, training, watch)
        found.reverse()
        at = [found.pop() if isinstance(one, keras().KerasTensor) else one for one in wanted]
        gradients = tape.gradient(total, at)
        for number, gradient in enumerate(gradients, start=1):
            if gradient is None:
                raise _describe_independent(number)
        return [convert(gradient) for gradient in gradients]

    return compute_in_layer(compute, sources, "gradients")


def _comes_from(tensor: Any, sources: list[Any]) -> bool:
    return all(any(source is one for one in sources) for source in keras().utils.get_source_inputs(tensor))


def _describe_independent(number: int) -> Exception:
    return ValueError(f"k_gradients(): `loss` does not depend on number {number} of `variables`.")
