"""Loops over tensors, and connectionist temporal classification (CTC; Graves et al., 2006)."""

import functools
from collections.abc import Callable
from typing import Any

from ..data.arrays import to_tensor
from ..define import operation
from ..engine.internals.modules import run_recurrence
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..graph.lambda_layers import compute_in_layer, is_symbolic
from ..messages import errors
from ..on_tensorflow import computing
from ..on_tensorflow.tensors import drop_padding
from ..signatures.backends import on_tensorflow
from ..signatures.object_words import Name
from ..signatures.results import Tensor
from ..signatures.words import MISSING, ArrayLike, Bool, Count, Dtype, FunctionOfOne, FunctionOfTwo, Value
from .shared import to_float


def _convert_tensors(values: Any) -> Any:
    if isinstance(values, (list, tuple)) and any(hasattr(value, "shape") for value in values):
        return [to_tensor(value) for value in values]
    return to_tensor(values)


@operation
def k_map_fn(
    fn: FunctionOfOne = MISSING, elems: ArrayLike = MISSING, name: Name | None = None, dtype: Dtype | None = None
) -> Any:
    """Apply a function to each element along the first axis.

    Use it if a function handles one sample at a time. Functions of whole tensors are faster. See also op_map().

    Args:
        fn: A function of one element. In a model it is called once, to trace its operations.
        elems: A tensor, or a list of tensors; in the latter case the function gets a list with an element of each.
        name: Ignored; kept for R keras.
        dtype: Name of the data type of the results; NULL keeps their type.

    Differences:
        Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model
        instead.

    Example:
        >>> k_map_fn(lambda x: x * x, [1.0, 2.0, 3.0])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 4., 9.], dtype=float32)>
    """

    def mapped(element: Any) -> Any:
        result = fn(element)
        return result if dtype is None else keras().tree.map_structure(lambda one: keras().ops.cast(one, dtype), result)

    return compute_in_layer(lambda values: keras().ops.map(mapped, values), _convert_tensors(elems), "map_fn")


@operation
def k_foldl(
    fn: FunctionOfTwo = MISSING, elems: ArrayLike = MISSING, initializer: Value = None, name: Name | None = None
) -> Any:
    """Combine the elements along the first axis, from the first to the last.

    Use it for a running computation of which you need only the last value, such as a sum. op_scan() also returns the
    intermediate values.

    Args:
        fn: A function of the result so far and the next element. In a model it is called once, to trace its operations.
        elems: A tensor.
        initializer: The result to start with; NULL uses the first element.
        name: Ignored; kept for R keras.

    Differences:
        Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model
        instead.

    Example:
        >>> k_foldl(lambda result, x: result - x, [10.0, 2.0, 3.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=5.0>
    """
    return _fold("foldl", fn, elems, initializer)


@operation
def k_foldr(
    fn: FunctionOfTwo = MISSING, elems: ArrayLike = MISSING, initializer: Value = None, name: Name | None = None
) -> Any:
    """Combine the elements along the first axis, from the last to the first.

    Use it for a running computation that starts at the end. For x, y, z it computes `fn(fn(z, y), x)`; k_foldl() starts
    at x.

    Args:
        fn: A function of the result so far and the next element. In a model it is called once, to trace its operations.
        elems: A tensor.
        initializer: The result to start with; NULL uses the last element.
        name: Ignored; kept for R keras.

    Differences:
        Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model
        instead.

    Example:
        >>> k_foldr(lambda result, x: result - x, [10.0, 2.0, 3.0])
        <tf.Tensor: shape=(), dtype=float32, numpy=-9.0>
    """
    return _fold("foldr", fn, elems, initializer)


def _fold(direction: str, fn: Callable[[Any, Any], Any], elems: Any, initializer: Any) -> Any:
    values = {"elems": _convert_tensors(elems)}
    if initializer is not None:
        values["initializer"] = _convert_tensors(initializer)
    fold = functools.partial(computing.fold if runs_on_tensorflow() else _fold_parts, direction)
    return compute_in_layer(
        lambda given: fold(functools.partial(_take_step, direction, fn), **given), values, direction
    )


def _take_step(direction: str, fn: Callable[[Any, Any], Any], so_far: Any, element: Any) -> Any:
    result = fn(so_far, element)
    if result is None or isinstance(result, (str, bytes)):
        raise errors.bad_argument(f"k_{direction}", "fn", "a function that returns the next result", result)
    return result


def _fold_parts(direction: str, fn: Callable[[Any, Any], Any], elems: Any, initializer: Any = None) -> Any:
    """Fold step by step, as TensorFlow does; each step takes the parts of all tensors at one position."""
    tree, ops = keras().tree, keras().ops
    length = tree.flatten(elems)[0].shape[0]
    order = list(range(length) if direction == "foldl" else reversed(range(length)))
    take = [tree.map_structure(lambda tensor, place=place: ops.take(tensor, place, axis=0), elems) for place in order]
    return functools.reduce(fn, take if initializer is None else [initializer, *take])


@operation
def k_rnn(
    step_function: FunctionOfTwo = MISSING,
    inputs: ArrayLike = MISSING,
    initial_states: Value = MISSING,
    go_backwards: Bool = False,
    mask: Value = None,
    constants: Value = None,
    unroll: Bool = False,
    input_length: Count | None = None,
) -> Any:
    """Iterate over the time steps of sequences.

    Use it in recurrent custom layers; layer_rnn() with a cell is usually simpler. The function gets the input of a
    step and the states, and returns an output and the new states.

    Args:
        step_function: A function of the inputs of one step, (batch, features), and a list of states (followed by the
            constants). It returns a list of two: the output, and the list of new states. In a model it is called once,
            to trace its operations.
        inputs: The sequences: (batch, steps, features).
        initial_states: A list of the states before the first step.
        go_backwards: Whether to go from the last step to the first; the outputs are then in that order.
        mask: A tensor (batch, steps); where it is 0, the state and the output of the previous step are kept.
        constants: A list of tensors that are passed to each step.
        input_length: Number of steps; NULL uses all steps of `inputs`.

    Returns:
        A list of three: the last output, all outputs (batch, steps, ...), and the list of last states.

    Differences:
        Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model
        instead.

    Example:
        >>> x = np.array([1.0, 2.0, 3.0]).reshape(1, 3, 1)
        >>> add_up = lambda x, states: [states[0] + x, [states[0] + x]]
        >>> results = k_rnn(add_up, x, [np.zeros((1, 1))])
        >>> k_flatten(results[1])
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 3., 6.], dtype=float32)>
    """
    states = list(initial_states) if isinstance(initial_states, (list, tuple)) else [initial_states]
    values: dict[str, Any] = {"inputs": to_tensor(inputs), "initial_states": [to_tensor(state) for state in states]}
    if mask is not None:
        values["mask"] = to_tensor(mask)
    if constants is not None:
        values["constants"] = [to_tensor(one) for one in constants]

    def step(inputs: Any, states: Any) -> Any:
        result = step_function(inputs, list(states))
        if not isinstance(result, (list, tuple)) or len(result) != 2:
            expected = "a function that returns a list of two: the output and the list of new states"
            raise errors.bad_argument("k_rnn", "step_function", expected, result)
        output, new_states = result
        return output, tuple(new_states) if isinstance(new_states, (list, tuple)) else (new_states,)

    def run(given: dict[str, Any]) -> Any:
        last, outputs, new_states = run_recurrence(
            step,
            given["inputs"],
            tuple(given["initial_states"]),
            go_backwards=go_backwards,
            mask=given.get("mask"),
            constants=given.get("constants"),
            unroll=unroll,
            input_length=input_length,
        )
        return last, outputs, list(new_states)

    return compute_in_layer(run, values, "rnn")


def _convert_lengths(values: Any) -> Any:
    return keras().ops.cast(keras().ops.reshape(to_tensor(values), (-1,)), "int32")


def _compute_log(y_pred: Any) -> Any:
    return keras().ops.log(to_float(y_pred) + keras().config.epsilon())


@operation
def k_ctc_batch_cost(
    y_true: ArrayLike = MISSING,
    y_pred: ArrayLike = MISSING,
    input_length: ArrayLike = MISSING,
    label_length: ArrayLike = MISSING,
) -> Tensor:
    """Return the CTC loss of each sequence.

    Use it to train speech and handwriting models whose labels have no known position (Graves et al., 2006). See
    loss_ctc().

    Args:
        y_true: The labels, whole numbers from 0: (batch, longest label).
        y_pred: The predicted probabilities: (batch, steps, classes); the last class is the blank.
        input_length: Number of steps of each sequence: (batch, 1).
        label_length: Number of labels of each sequence: (batch, 1).

    Returns:
        A tensor (batch, 1).

    Example:
        >>> y_pred = np.array([0.5, 0.5, 0.5, 0.5]).reshape(1, 2, 2)
        >>> k_ctc_batch_cost([[0]], y_pred, input_length=[[2]], label_length=[[1]])
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[0.28768206]], dtype=float32)>
    """
    ops = keras().ops
    output = _compute_log(y_pred)
    labels = ops.cast(to_tensor(y_true), "int32")
    blank = output.shape[-1] - 1
    cost = ops.ctc_loss(
        labels, output, _convert_lengths(label_length), _convert_lengths(input_length), mask_index=blank
    )
    return ops.expand_dims(cost, 1)


@operation
@on_tensorflow("op_ctc_decode() decodes there, with its own beam search.")
def k_ctc_decode(
    y_pred: ArrayLike = MISSING,
    input_length: ArrayLike = MISSING,
    greedy: Bool = True,
    beam_width: Count = 100,
    top_paths: Count = 1,
) -> Any:
    """Find the likely labels of sequences from CTC outputs.

    Use it after predict() to read the labels of a model trained with k_ctc_batch_cost(). See also op_ctc_decode().

    Args:
        y_pred: The predicted probabilities: (batch, steps, classes); the last class is the blank.
        input_length: Number of steps of each sequence: (batch).
        greedy: Whether to use the most likely class of each step; otherwise a beam search is used.
        beam_width: Number of candidates that the beam search keeps.
        top_paths: Number of results of the beam search for each sequence.

    Returns:
        A list of two: a list of the decoded labels, each (batch, steps) with -1 after the end; and log probabilities,
        or for the greedy search the negative sum of the largest logits.

    Differences:
        Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model
        instead.

    Example:
        >>> y_pred = np.array([0.9, 0.1, 0.2, 0.8, 0.7, 0.3]).reshape(1, 3, 2)
        >>> decoded = k_ctc_decode(y_pred, input_length=[3])
        >>> decoded[0][0]
        <tf.Tensor: shape=(1, 3), dtype=int64, numpy=array([[ 0,  0, -1]])>
    """
    search = functools.partial(computing.decode_ctc, greedy=greedy, beam_width=beam_width, top_paths=top_paths)
    values = [_compute_log(y_pred), _convert_lengths(input_length)]
    return compute_in_layer(search, values, "ctc_decode")


@operation
@on_tensorflow("op_ctc_loss() and k_ctc_batch_cost() take the labels as they are.")
def k_ctc_label_dense_to_sparse(labels: ArrayLike = MISSING, label_lengths: ArrayLike = MISSING) -> Any:
    """Convert labels with padding to a sparse tensor.

    TensorFlow's CTC loss takes labels in this form; k_ctc_batch_cost() converts them automatically. Use it to call
    TensorFlow's own functions, such as `tf$nn$ctc_loss()` and `tf$edit_distance()`.

    Args:
        labels: The labels: (batch, longest label).
        label_lengths: Number of labels of each sequence.

    Returns:
        A sparse TensorFlow tensor.

    Example:
        >>> labels = k_ctc_label_dense_to_sparse([[1, 2, 9]], [2])
        >>> k_to_dense(labels)
        <tf.Tensor: shape=(1, 3), dtype=int32, numpy=array([[1, 2, 0]], dtype=int32)>
    """
    if is_symbolic([labels, label_lengths]):
        hint = "Call it in the function of a layer_lambda() or in a loss."
        raise errors.bad_argument("k_ctc_label_dense_to_sparse", "labels", "a tensor with values", labels, hint)
    return drop_padding(to_tensor(labels), _convert_lengths(label_lengths))
