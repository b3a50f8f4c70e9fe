"""Checks of targets against the outputs of a model and their losses: shape, range, numbers.

A TensorFlow dataset checks its values in its pipeline, as each batch passes, so that none is read twice.
"""

import warnings
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from ..data import array_values
from ..data.arrays import refuse_complex
from ..engine.internals.compiled import option_of
from ..engine.internals.graphs import graph_of, inputs_structure
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..graph import categories
from ..messages import errors
from ..models.outputs import get_given_names, get_losses, get_output_names, get_outputs
from ..models.target_kinds import BINARY, OF_OTHER_SHAPE, ONE_HOT, SPARSE, get_loss_name, refuse_text
from ..on_tensorflow import datasets
from . import check_inputs

_OF_PROBABILITIES = ("categorical_crossentropy", "categorical_focal_crossentropy", "kl_divergence")
_NOT_NEGATIVE = ("poisson", "mean_squared_logarithmic_error")
_MORE_THAN_ONE = 1 + 1e-3
"""Probabilities add up to less than this; sums below 1 are accepted, since zeros mask a sample."""
_LOOKED_AT = (SPARSE, *BINARY, *_OF_PROBABILITIES, *_NOT_NEGATIVE)


def check_targets(model: Any, y: Any, function: str, argument: str = "y") -> None:
    """Compare targets with the outputs of a model, for each output with a loss of Keras.

    Args:
        model: A compiled model.
        y: An array, or a list of arrays in the order of the outputs.
        function: The function to name in errors.
        argument: The argument to name in errors.

    Raises:
        ValueError: If targets do not fit; Keras and TensorFlow stretch them, give NaN, or an error about shapes inside.
    """
    arrays = y if isinstance(y, (list, tuple)) else [y]
    for array in arrays:
        if type(array).__name__ == "RaggedTensor":
            hint = "pad_sequences() makes them equal."
            raise errors.bad_argument(function, argument, "an array whose rows have the same length", array, hint)
    for array, loss in zip(arrays, get_losses(model, len(arrays)), strict=False):
        if check_inputs.is_text(getattr(array, "dtype", None)):
            raise refuse_text(loss, function, argument)
    for array, tensor in zip(arrays, get_outputs(model), strict=False):
        if "complex" in str(getattr(array, "dtype", "")):
            refuse_complex(array, tensor.dtype, function, argument)
    for array, output in zip(arrays, _list_outputs(model, len(arrays)), strict=False):
        _check_shape(array, output, function, argument)
        if (numbers := array_values.read_numbers(array)) is not None:
            _check_values(numbers, output, function, argument)


class _Fitting(NamedTuple):
    """The shapes of samples that a model takes, or None, and the parts of the model with these shapes."""

    input: Any
    output: Any
    loss: Any
    x: tuple[int | None, ...] | None
    y: tuple[int | None, ...] | None = None
    is_judged: bool = False


_FITTING = "rkeras_fitting"
_NUMBERS = "fiub"
"""The kinds of NumPy dtypes whose values need no check here."""


def passes_at_once(model: Any, x: Any, y: Any) -> bool:
    """Tell at once whether arrays pass all checks: most batches are like those before.

    Args:
        model: The model.
        x: Its inputs.
        y: Its targets; None without.

    Returns:
        Whether they do; False also where it takes a closer look to know.
    """
    graph = graph_of(model) if type(x) is np.ndarray and (y is None or type(y) is np.ndarray) else None
    if graph is None or not model.built:
        return False
    inputs, outputs, loss = graph.inputs, graph.outputs, getattr(model, "loss", None)
    if len(inputs) != 1 or len(outputs) != 1 or ("int" in inputs[0].dtype and inputs[0].dtype != x.dtype):
        return False
    own = vars(model)
    known = own.get(_FITTING)
    if known is None or known.input is not inputs[0] or known.output is not outputs[0] or known.loss is not loss:
        known = own[_FITTING] = _Fitting(inputs[0], outputs[0], loss, _find_input_shape(model, inputs[0]))
    if not _is_fitting(x, known.x):
        return False
    if y is None:
        return True
    if not known.is_judged:
        known = own[_FITTING] = known._replace(y=_find_target_shape(outputs[0], loss), is_judged=True)
    return _is_fitting(y, known.y) and len(x) == len(y)


def _is_fitting(array: Any, of_sample: Any) -> bool:
    shape = array.shape
    if not shape or shape[0] < 1 or shape[1:] != of_sample or array.dtype.kind not in _NUMBERS:
        return False
    if array.dtype.char in "lqLQ" and not runs_on_tensorflow():  # numbers of 64 bits, which the tensor may not hold
        return False
    return array.dtype.kind != "f" or bool(np.isfinite(array.sum()))


def _find_input_shape(model: Any, one: Any) -> tuple[int | None, ...] | None:
    is_plain = len(model.inputs) == 1 and model.inputs[0] is one and one.dtype != "string"
    if not runs_on_tensorflow() and any(categories.find_fed(model, one)):
        return None
    return tuple(one.shape[1:]) if is_plain and not get_given_names(model, inputs_structure) else None


def _find_target_shape(output: Any, loss: Any) -> tuple[int | None, ...] | None:
    """Return the shape of targets if their values need no check."""
    is_looked_at = isinstance(loss, (list, tuple, dict)) or get_loss_name(loss) in _LOOKED_AT
    return None if is_looked_at else tuple(output.shape[1:])


def check_weights(model: Any, weights: Any, function: str, y: Any = None) -> Any:
    """Compare weights of samples with the outputs of a model, for each output with a loss of Keras.

    Args:
        model: A compiled model.
        weights: An array, or a list of arrays in the order of the outputs.
        function: The function to name in errors.
        y: The targets: as many arrays.

    Returns:
        The weights; those of whole samples have an axis for each axis of the losses, which Keras 3 stretches else as if
        they were weights of steps.

    Raises:
        ValueError: If weights do not fit.
    """
    several = isinstance(weights, (list, tuple))
    arrays = list(weights) if several else [weights]
    for array in arrays:
        _check_finite(array, function)
    targets = list(y) if isinstance(y, (list, tuple)) else [y] * len(arrays)
    for place, output in enumerate(_list_outputs(model, len(arrays))):
        if check_inputs.get_shape(arrays[place]) is not None and output.loss_name and len(output.shape) > 1:
            arrays[place] = _fit_weights(arrays[place], output, function, check_inputs.get_shape(targets[place]))
    return arrays if several else arrays[0]


def _check_finite(weights: Any, function: str) -> None:
    if any(kind in str(getattr(weights, "dtype", "")) for kind in ("str", "<U", "|S", "object")):
        raise errors.bad_argument(function, "sample_weight", "made of numbers", errors.Words("text"))
    numbers = array_values.read_numbers(weights)
    if numbers is not None and numbers.size:
        wrong = numbers.size - np.count_nonzero(np.isfinite(numbers))
        if wrong:
            hint = f"{wrong} of {numbers.size} are NaN or infinite: the loss would be, too."
            raise errors.bad_argument(function, "sample_weight", "made of finite numbers", weights, hint)
        if (lowest := numbers.min()) < 0:
            raise errors.bad_argument(function, "sample_weight", "made of numbers of at least 0", lowest.item())


def _fit_weights(weights: Any, output: "_Output", function: str, of_targets: Any) -> Any:
    of_steps, shape = output.shape[:-1], tuple(weights.shape)
    if of_targets is not None and 1 < len(of_targets) == len(of_steps) and output.shape[-1] == 1:
        of_steps = of_steps[:-1]  # the axis of length 1 is dropped, and losses are means over the steps
    if shape[1:] in ((), (1,)):
        return weights if len(of_steps) == 1 else _add_axes(weights, len(of_steps))
    if check_inputs.fits_shape((*of_steps, 1), shape):
        return weights
    expected = "one number for each sample" + f", or an array of shape {of_steps}" * (len(of_steps) > 1)
    raise errors.bad_argument(function, "sample_weight", expected, weights)


def _add_axes(weights: Any, rank: int) -> Any:
    if isinstance(weights, np.ndarray):
        return weights.reshape(-1, *[1] * (rank - 1))
    return keras().ops.reshape(weights, (-1, *[1] * (rank - 1))) if keras().ops.is_tensor(weights) else weights


def _list_outputs(model: Any, number: int) -> "list[_Output]":
    """Return a model's outputs if there is one for each array; none if they are unknown."""
    outputs = get_outputs(model)
    losses = get_losses(model, len(outputs))
    if not len(outputs) == len(losses) == number:
        return []
    names = model.output_names
    words = [f'the output "{name}"' for name in names] if len(outputs) > 1 else ["the output"]
    return [_Output(*parts) for parts in zip(words, (tuple(one.shape) for one in outputs), losses, strict=True)]


@dataclass(frozen=True)
class _Output:
    """An output of a model: its name in messages, its shape, and the loss that compares targets with it."""

    words: str
    shape: tuple[int | None, ...]
    loss: Any

    @property
    def loss_name(self) -> str | None:
        return get_loss_name(self.loss)

    @property
    def has_units(self) -> str:
        return f"{self.words} has {self.shape[-1]} unit{'s' * (self.shape[-1] != 1)}"


def _check_shape(y: Any, output: _Output, function: str, argument: str) -> None:
    name, units, rank = output.loss_name, output.shape[-1] if len(output.shape) > 1 else None, len(output.shape)
    if name is None or name in OF_OTHER_SHAPE or units is None:
        return
    shape = check_inputs.get_shape(y)
    if shape is None:
        return
    width = shape[-1] if len(shape) == rank else 1
    if name == SPARSE and len(shape) == rank and width not in (1, None):
        hint = "For one column for each class the loss is categorical_crossentropy."
        raise errors.bad_argument(function, argument, _describe_class_numbers(output), y, hint)
    if name in ONE_HOT and len(shape) <= rank and width not in (units, None):
        raise _describe_not_one_hot(name, y, width, output, function, argument)
    if name not in (SPARSE, *ONE_HOT) and not check_inputs.fits_shape(output.shape, shape):
        columns = f"{units} column{'s' * (units != 1)}, as {output.has_units}"
        expected = f"an array of {columns}" if rank == 2 else f"an array of shape {output.shape}, as {output.words} is"
        raise errors.bad_argument(function, argument, expected, y)


def _check_values(y: Any, output: _Output, function: str, argument: str) -> None:
    name = output.loss_name
    if len(output.shape) < 2:
        return
    if name == SPARSE:
        _check_class_numbers(y, output, function, argument)
    elif not y.size:
        return
    elif name in (*BINARY, *_OF_PROBABILITIES) and not (y.min() >= 0 and y.max() <= 1):
        advice = f" For several classes use as many units, softmax and {SPARSE}." if name in BINARY else ""
        warnings.warn(
            f"{function}(): the loss {name} expects `{argument}` from 0 to 1.{advice} "
            f"Received: from {y.min():g} to {y.max():g}",
            stacklevel=2,
        )
    elif name in _NOT_NEGATIVE and (lowest := y.min()) < 0:
        warnings.warn(
            f"{function}(): the loss {name} expects `{argument}` of at least 0. Received: from {lowest:g}",
            stacklevel=2,
        )
    elif name in _OF_PROBABILITIES and y.ndim == len(output.shape):
        most = y.sum(getattr(output.loss, "axis", -1), dtype="float32").max()
        if most > _MORE_THAN_ONE:
            warnings.warn(
                f"{function}(): the loss {name} expects `{argument}` to be probabilities, which sum to 1. For "
                f"several classes at once use sigmoid and {BINARY[0]}. Received: the sum for a sample is {most:g}",
                stacklevel=2,
            )


def _describe_not_one_hot(name: str, y: Any, width: int, output: _Output, function: str, argument: str) -> Exception:
    expected = f"an array of one column for each class, {output.shape[-1]}, since {output.has_units}"
    hint = "to_categorical() makes them of class numbers."
    if width > 1:
        hint = "The last layer needs one unit for each class; classes count from 0."
    elif name == "categorical_crossentropy":
        hint = f"to_categorical() makes them of class numbers; the loss {SPARSE} takes these as they are."
    return errors.bad_argument(function, argument, expected, y, hint)


def _describe_class_numbers(output: _Output) -> str:
    return f"class numbers from 0 to {(output.shape[-1] or 0) - 1}, since {output.has_units}"


def _check_class_numbers(y: Any, output: _Output, function: str, argument: str) -> None:
    ignored = option_of(output.loss, "ignore_class")
    if ignored is not None:
        y = y[y != ignored]
    if not y.size:
        return
    classes, expected = output.shape[-1], _describe_class_numbers(output)
    low, high = y.min(), y.max()
    if low < 0 or (classes is not None and high >= classes):
        hint = "Labels start at 0: subtract 1." if low == 1 and high == classes else "Labels start at 0."
        received = errors.Words(f"labels from {low:g} to {high:g}")
        raise errors.bad_argument(function, argument, expected, received, hint)
    if y.dtype.kind == "f" and (broken := y[y != np.floor(y)]).size:
        raise errors.bad_argument(function, argument, expected, errors.Words(f"a label {broken[0]:g}"))


_PARTS = ("x", "y", "sample_weight")


def check_passing(model: Any, dataset: Any, function: str, argument: str) -> Any:
    """Return a dataset with the same batches, which refuses values as arrays with them are refused.

    Args:
        model: The model.
        dataset: A dataset of TensorFlow; one of several devices stays as it is.
        function: The function to name in errors.
        argument: The argument to name in errors, where one holds all of the data.
    """
    if not datasets.is_dataset(dataset):
        return dataset
    is_spread = type(dataset.element_spec) is tuple

    def check(*batch: Any) -> Any:
        parts = batch if is_spread or not isinstance(batch[0], tuple) else batch[0]
        for name, part in zip(_PARTS[: 1 if function == "predict" else None], parts, strict=False):
            if name == "sample_weight":
                _check_passing_weights(part, function)
                continue
            _check_passing_numbers(part, function, argument or name)
            if name == "x":
                check_inputs.check_passing_wholes(model, part, function, argument or name)
            else:
                _check_passing_labels(model, part, function, argument or name)
        return batch if is_spread else batch[0]

    return datasets.map_as_written(dataset, check)


def _check_passing_numbers(part: Any, function: str, argument: str) -> None:
    words = f"{function}(): `{argument}`: {array_values.describe_missing('{}', '{}')}"
    for values in datasets.list_values(part):
        if values.dtype.is_floating:
            datasets.refuse_missing(values, words)


def _check_passing_weights(part: Any, function: str) -> None:
    received = errors.Words("{} of {} negative, NaN or infinite")
    words = str(errors.bad_argument(function, "sample_weight", "made of finite numbers of at least 0", received))
    for values in datasets.list_values(part):
        datasets.refuse_weights(values, words)


def _check_passing_labels(model: Any, part: Any, function: str, argument: str) -> None:
    """Refuse labels that are not class numbers, for each output with a loss that takes class numbers."""
    arrays = keras().tree.flatten(part)
    if isinstance(part, dict):
        arrays = [part.get(name) for name in get_output_names(model)]
    for array, output in zip(arrays, _list_outputs(model, len(arrays)), strict=False):
        classes, ignored = output.shape[-1], option_of(output.loss, "ignore_class")
        if output.loss_name != SPARSE or not classes:
            continue
        for values in datasets.list_values(array):
            received = errors.Words("{} of {} labels that are no such number")
            expected, hint = _describe_class_numbers(output), "Labels start at 0."
            words = str(errors.bad_argument(function, argument, expected, received, hint))
            datasets.refuse_labels(values, classes, ignored, words)
