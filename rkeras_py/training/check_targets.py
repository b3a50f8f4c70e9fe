"""What targets must be for the outputs of a model and their losses: shape, range, numbers."""

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..engine.internals.modules import snake_case
from ..engine.loading import keras
from ..messages import errors
from ..models.outputs import losses_of, outputs_of

_ONE_HOT = ("categorical_crossentropy", "categorical_focal_crossentropy", "categorical_hinge")
_SPARSE = "sparse_categorical_crossentropy"
_BINARY = ("binary_crossentropy", "binary_focal_crossentropy")
_TO_NUMBERS = "Class numbers count from 0, as.integer(factor(y)) - 1 in R, pandas.factorize(y)[0] in Python."


def check(model: Any, y: Any, function: str, argument: str = "y") -> Any:
    """Compare targets with the outputs of a model, for each output with a loss of Keras.

    Args:
        model: A compiled model.
        y: An array, or a list of arrays in the order of the outputs.
        function: The function to name in errors.
        argument: The argument to name in errors.

    Returns:
        The targets. A vector for an output of several units becomes one column, which stands for all, as in Keras 2.

    Raises:
        ValueError: If targets do not fit; Keras and TensorFlow give NaN, or an error about the shapes inside.
    """
    outputs = outputs_of(model)
    losses = losses_of(model, len(outputs))
    several = isinstance(y, (list, tuple))
    arrays = list(y) if several else [y]
    for array in arrays:
        if getattr(array, "dtype", None) == "string":
            raise errors.bad_argument(function, argument, "numbers", errors.Words("text"), _TO_NUMBERS)
    if not len(outputs) == len(losses) == len(arrays):
        return y
    for place, (output, loss) in enumerate(zip(outputs, losses, strict=True)):
        if isinstance(arrays[place], np.ndarray) and arrays[place].dtype.kind in "iufb":
            what = f'the output "{model.output_names[place]}"' if len(outputs) > 1 else "the output"
            described = _Output(what, output.shape, loss)
            checked = _checked(arrays[place], described, function, argument)
            arrays[place] = _as_column(checked, described) if _steps_by_keras(model) else checked
    return arrays if several else arrays[0]


@dataclass(frozen=True)
class _Output:
    """An output of a model: what to call it, its shape, and the loss that targets are compared with."""

    words: str
    shape: tuple[int | None, ...]
    loss: Any

    @property
    def has_units(self) -> str:
        return f"{self.words} has {self.shape[-1]} unit{'s' * (self.shape[-1] != 1)}"


def _checked(y: Any, output: _Output, function: str, argument: str) -> Any:
    name, units = _name(output.loss), output.shape[-1] if len(output.shape) > 1 else None
    if name is None or units is None:
        return y
    if name == _SPARSE:
        _check_class_numbers(y, output, function, argument)
        return y
    width = y.shape[-1] if y.ndim == len(output.shape) else 1
    if name in _ONE_HOT:
        if y.ndim <= len(output.shape) and width != units:
            raise _not_one_hot(name, y, width, output, function, argument)
        return y
    if width != units and 1 not in (width, units):
        expected = f"an array of {units} columns, as {output.has_units}"
        raise errors.bad_argument(function, argument, expected, y)
    if name in _BINARY and y.size and not (y.min() >= 0 and y.max() <= 1):
        warnings.warn(
            f"{function}(): the loss {name} is made for `{argument}` from 0 to 1. For several classes use as many "
            f"units, softmax and {_SPARSE}. Received: from {y.min():g} to {y.max():g}",
            stacklevel=2,
        )
    return y


def _as_column(y: Any, output: _Output) -> Any:
    """A vector as a column, for an output (batch, units), as Keras's losses make it.

    So labels have one rank however they come, and TensorFlow does not have to trace the model for any rank, which Keras
    refuses.
    """
    is_vector = y.ndim == 1 and len(output.shape) == 2
    return y.reshape(-1, 1) if is_vector and (output.shape[-1] == 1 or _name(output.loss)) else y


def _steps_by_keras(model: Any) -> bool:
    """Whether Keras's own steps use the labels; those of a user's class get them as they are."""
    own = keras().Model
    return all(getattr(type(model), step) is getattr(own, step) for step in ("train_step", "test_step", "compute_loss"))


def _name(loss: Any) -> str | None:
    """The name of a loss of Keras; None for a user's own."""
    if isinstance(loss, str):
        loss = keras().losses.get(loss)
    if not getattr(loss, "__module__", "").startswith("keras."):
        return None
    name = getattr(loss, "__name__", None)
    return str(name) if name else snake_case(type(loss).__name__)


def _not_one_hot(name: str, y: Any, width: int, output: _Output, function: str, argument: str) -> Exception:
    expected = f"an array of one column for each class, {output.shape[-1]}, since {output.has_units}"
    hint = "to_categorical() makes them of class numbers."
    if width > 1:
        hint = "The last layer needs one unit for each class; classes count from 0."
    elif name == "categorical_crossentropy":
        hint = f"to_categorical() makes them of class numbers; the loss {_SPARSE} takes these as they are."
    return errors.bad_argument(function, argument, expected, y, hint)


def _check_class_numbers(y: Any, output: _Output, function: str, argument: str) -> None:
    classes = output.shape[-1] or 0
    expected = f"class numbers from 0 to {classes - 1}, since {output.has_units}"
    if y.ndim == len(output.shape) and y.shape[-1] > 1:
        hint = "For one column for each class the loss is categorical_crossentropy."
        raise errors.bad_argument(function, argument, expected, y, hint)
    ignored = getattr(output.loss, "ignore_class", None)
    if ignored is not None:
        y = y[y != ignored]
    if not y.size:
        return
    low, high = y.min(), y.max()
    if low < 0 or high >= classes:
        hint = "Labels start at 0: subtract 1." if low == 1 and high == classes else "Labels start at 0."
        received = errors.Words(f"labels from {low:g} to {high:g}")
        raise errors.bad_argument(function, argument, expected, received, hint)
    if y.dtype.kind == "f" and (broken := y[y != np.floor(y)]).size:
        raise errors.bad_argument(function, argument, expected, errors.Words(f"a label {broken[0]:g}"))
