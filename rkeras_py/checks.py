"""What data must be for a model: shapes of the inputs, range of the labels."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from . import errors
from ._keras import keras

_SPARSE = ("sparse_categorical_crossentropy", "SparseCategoricalCrossentropy")


def check_shapes(model: Any, x: Any, function: str, argument: str = "x") -> None:
    """Compare the shapes of arrays with those of the model's inputs.

    Args:
        model: The model; one that is not built yet takes any shape.
        x: An array, or a list of arrays in the order of the inputs.
        function: The function to name in errors.
        argument: The argument to name in errors.

    Raises:
        ValueError: If a shape does not fit.
    """
    inputs = (getattr(model, "inputs", None) or []) if getattr(model, "built", False) else []
    arrays = x if isinstance(x, (list, tuple)) else [x]
    if not isinstance(inputs, (list, tuple)) or len(arrays) != len(inputs):
        return
    for array, tensor in zip(arrays, inputs, strict=True):
        expected = tuple(tensor.shape)
        received = getattr(array, "shape", None)
        if received is None or fits(expected, tuple(received)):
            continue
        which = f' for the input "{tensor.name}"' if len(inputs) > 1 else ""
        hint = _hint(expected, tuple(received))
        raise errors.bad_argument(function, argument, f"an array of shape {expected}{which}", array, hint)


def check_rows(x: Any, function: str, argument: str = "x") -> None:
    """Refuse arrays without a sample, from which nothing can be learnt or measured.

    Args:
        x: An array, or several of them.
        function: The function to name in errors.
        argument: The argument to name in errors.

    Raises:
        ValueError: If there is none.
    """
    for array in keras().tree.flatten(x):
        if tuple(getattr(array, "shape", ()))[:1] == (0,):
            raise errors.bad_argument(function, argument, "at least one sample", array)


def fits(expected: tuple[int | None, ...], received: tuple[int | None, ...]) -> bool:
    """Whether Keras takes an array of this shape: apart from the batch axis, and from a last axis of size 1."""
    if len(received) == len(expected) - 1 and expected[-1] == 1:
        expected = expected[:-1]
    elif len(received) == len(expected) + 1 and received[-1] == 1:
        received = received[:-1]
    pairs = zip(expected[1:], received[1:], strict=False)
    return len(expected) == len(received) and all(None in (want, got) or want == got for want, got in pairs)


def _hint(expected: tuple[int | None, ...], received: tuple[int | None, ...]) -> str:
    """One row taken from a matrix is the commonest mistake: R drops its axis."""
    if len(received) == 1 and len(expected) == 2 and expected[1] == received[0]:
        return "For one row of a matrix keep its axes: x[1, , drop = FALSE] in R, x[:1] in Python."
    return "The first axis counts the samples." if len(received) != len(expected) else ""


def check_labels(model: Any, y: Any, function: str) -> None:
    """Compare class numbers with the number of classes, for each output with a sparse loss.

    Args:
        model: A compiled model.
        y: An array, or a list of arrays in the order of the outputs.
        function: The function to name in errors.

    Raises:
        ValueError: If a label is none of the classes; TensorFlow gives NaN, or an error about logits.
    """
    outputs = outputs_of(model)
    losses = losses_of(model, len(outputs))
    arrays = y if isinstance(y, (list, tuple)) else [y]
    if not len(outputs) == len(losses) == len(arrays):
        return
    for output, loss, labels in zip(outputs, losses, arrays, strict=True):
        if is_sparse(loss) and isinstance(labels, np.ndarray) and labels.dtype.kind in "iuf":
            _check_range(labels, output.shape[-1], getattr(loss, "ignore_class", None), function)


def _check_range(labels: Any, classes: int | None, ignored: int | None, function: str) -> None:
    if ignored is not None:
        labels = labels[labels != ignored]
    if classes is None or not labels.size:
        return
    low, high = labels.min(), labels.max()
    if low >= 0 and high < classes:
        return
    expected = f"class numbers from 0 to {classes - 1}, since the output has {classes} units"
    hint = "Labels start at 0: subtract 1." if low == 1 and high == classes else "Labels start at 0."
    raise errors.bad_argument(function, "y", expected, errors.Words(f"labels from {low:g} to {high:g}"), hint)


def outputs_of(model: Any) -> Sequence[Any]:
    """The symbolic outputs of a model, or none where it does not know them."""
    outputs = getattr(model, "outputs", None) if getattr(model, "built", False) else None
    return list(outputs or [])


def losses_of(model: Any, number: int) -> list[Any]:
    """The loss of each output, as the model was compiled."""
    loss = getattr(model, "loss", None)
    if isinstance(loss, dict):
        return [loss.get(name) for name in getattr(model, "output_names", ())]
    return list(keras().tree.flatten(loss)) if isinstance(loss, (list, tuple)) else [loss] * number


def is_sparse(loss: Any) -> bool:
    """Whether a loss takes class numbers instead of one column for each class."""
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", type(loss).__name__)
    return name in _SPARSE
