"""From what a user supplied as data to what Keras's fit(), evaluate() and predict() take.

Arrays are arranged and checked as a whole. Batches of functions, iterators and PyDatasets are drawn on the main
thread, in the training loop, and each is arranged and checked by the same rules. Datasets of TensorFlow pass.
"""

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..data import array_values
from ..data.arrangement import arrange, list_names
from ..data.arrays import are_numbers, as_factor, get_columns, hand_over, is_arrays, is_frame, to_array, to_dense
from ..engine.internals.compiled import distribution
from ..engine.internals.graphs import inputs_structure
from ..engine.loading import keras
from ..graph import sequential
from ..messages import errors, notices
from ..models import levels, target_kinds
from ..models.outputs import (
    find_unjudged_outputs,
    get_given_names,
    get_input_names,
    get_input_tensors,
    get_output_names,
)
from ..signatures.words import Count
from . import check_inputs, check_targets, class_weights, retracing

_STEPS = {"fit": "steps_per_epoch", "evaluate": "steps", "predict": "steps"}


def prepare_inputs(model: Any, x: Any, function: str, argument: str = "x") -> Any:
    """Return a model's inputs as arrays in its order, checked."""
    tensors = get_input_tensors(model)
    names = get_input_names(model)
    if x is None and names:
        raise errors.bad_argument(function, argument, "data: an array, a list of arrays, or what gives batches", None)
    text = {name for name, tensor in zip(names, tensors, strict=True) if tensor.dtype == "string"}
    if not names and is_frame(x) and sequential.takes_columns(model):
        x = get_columns(x)
    arranged = arrange(x, names, function, argument, text, of_inputs=True)
    _refuse_nan(arranged, function, argument)
    if len(names) > 1 and hasattr(arranged, "shape"):
        expected = f"a list of {len(names)} arrays, for {list_names(names)}"
        raise errors.bad_argument(function, argument, expected, arranged)
    check_inputs.check_shapes(model, arranged, function, argument)
    return _structured(model, arranged)


def _structured(model: Any, arrays: Any) -> Any:
    """Return arrays in the structure that the inputs of a model were given in: by name where these were."""
    names = get_given_names(model, inputs_structure)
    return dict(zip(names, arrays if isinstance(arrays, list) else [arrays], strict=True)) if names else arrays


def prepare_targets(model: Any, y: Any, function: str, argument: str = "y") -> Any:
    """Return the targets of a model's outputs as arrays in its order, checked."""
    names = get_output_names(model)
    with array_values.name_data_errors(function, argument):
        factor = as_factor(y)
    y = y if factor is None else factor
    if type(y) is not np.ndarray:
        target_kinds.check_kinds(model, y, names, function, argument)
    if y is not None and len(names) > 1 and not isinstance(y, dict) and not is_arrays(y):
        y = [y] * len(names)
    optional = () if type(y) is np.ndarray else find_unjudged_outputs(model, names)
    arranged = arrange(y, names, function, argument, optional=optional)
    _refuse_nan(arranged, function, argument)
    arrays = _filled(to_dense(arranged), np.zeros)
    check_targets.check_targets(model, arrays, function, argument)
    return arrays


def _refuse_nan(arranged: Any, function: str, argument: str) -> None:
    """Refuse NaN in arrays as in data frames, and as in matrices of R, which the R side has looked at."""
    for array in [arranged] if type(arranged) is np.ndarray else keras().tree.flatten(arranged):
        if isinstance(array, np.ndarray) and array.dtype.kind == "f" and np.isnan(array.sum()):
            with array_values.name_data_errors(function, argument):
                array_values.refuse_missing_values({"": int(np.isnan(array).sum())}, array.size)


def prepare_weights(model: Any, sample_weight: Any, function: str) -> Any:
    """Return the weights of the samples as an array, or as one for each output."""
    names = get_output_names(model)
    arranged = arrange(sample_weight, names, function, "sample_weight", optional=names)
    return check_targets.check_weights(model, _filled(to_dense(arranged), np.ones), function)


def _filled(arrays: Any, fill: Callable[[int], Any]) -> Any:
    """Give an array to the outputs that were left out; Keras wants one for each."""
    given = [array for array in arrays if array is not None] if isinstance(arrays, list) else []
    return [fill(len(given[0])) if array is None else array for array in arrays] if given else arrays


def is_drawn(x: Any) -> bool:
    """Tell whether batches come one by one: from a function, an iterator, or a PyDataset without workers of its own."""
    if isinstance(x, keras().utils.PyDataset):
        return bool(x.workers <= 1 and not x.use_multiprocessing)
    return hasattr(x, "__next__") or (callable(x) and not hasattr(x, "shape"))


def is_dataset(x: Any) -> bool:
    """Tell whether a value brings its own batches, and its own targets."""
    return is_drawn(x) or hasattr(x, "element_spec") or isinstance(x, keras().utils.PyDataset)


def feed_data(
    model: Any,
    function: str,
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    batch_size: Count | None = None,
    steps: Count | None = None,
) -> dict[str, Any]:
    """Return Keras's arguments for the data, without those that are not needed.

    Args:
        model: The model.
        function: The function that the user called.
        x: Inputs, or what gives batches.
        y: Targets.
        sample_weight: Weights of the samples.
        batch_size: Size of the batches.
        steps: How many batches make an epoch.
    """
    if function not in _STEPS and sample_weight is None and check_targets.passes_at_once(model, x, y):
        return {"x": _converted(x)} if y is None else {"x": _converted(x), "y": _converted(y)}
    if is_dataset(x) and function in _STEPS:
        _refuse(function, y=y, sample_weight=sample_weight)
        _leave_aside(function, batch_size)
        return {
            "x": draw_batches(model, function, x, _STEPS[function], steps)
            if is_drawn(x)
            else _checked(model, function, x)
        }
    return _feed_arrays(model, function, x, y, sample_weight, batch_size)


def _converted(array: Any) -> Any:
    """Return an array of numbers as `to_array()` does, which leaves most as they are."""
    return array if array.flags.c_contiguous and array.dtype.char not in "di" else to_array(array)


def _feed_arrays(
    model: Any, function: str, x: Any, y: Any, sample_weight: Any, batch_size: Count | None
) -> dict[str, Any]:
    """Return Keras's arguments for data in memory."""
    arranged = prepare_inputs(model, x, function)
    parts = {
        "x": arranged,
        "y": None if y is None else prepare_targets(model, y, function),
        "sample_weight": None if sample_weight is None else prepare_weights(model, sample_weight, function),
    }
    check_inputs.check_rows(parts, function, may_be_empty=function.startswith("predict"))
    if function not in _STEPS:
        arranged = to_dense(arranged)
    elif function == "fit":  # the others take slices of arrays
        arranged = hand_over(arranged)
    arguments = parts | {"x": arranged, "batch_size": batch_size}
    return {name: value for name, value in arguments.items() if value is not None}


def _refuse(function: str, **arguments: Any) -> None:
    for name, value in arguments.items():
        if value is not None:
            hint = "Batches bring targets and weights along."
            raise errors.bad_argument(function, name, "left out where `x` gives batches", value, hint)


def _leave_aside(function: str, batch_size: Count | None) -> None:
    if batch_size is not None:
        notices.say_once(f"{function}(): `batch_size` has no effect where `x` gives batches, which have a size.")


def feed_training(
    model: Any,
    x: Any,
    y: Any,
    sample_weight: Any,
    class_weight: Any,
    batch_size: Count | None,
    steps: Count | None,
    shuffle: Any,
    held_out: float,
) -> dict[str, Any]:
    """Return the arguments of Keras's fit() for the training data.

    Args:
        model: The model.
        x: Inputs, or what gives batches.
        y: Targets.
        sample_weight: Weights of the samples.
        class_weight: Weights of the classes.
        batch_size: Size of the batches.
        steps: How many batches make an epoch.
        shuffle: Whether to shuffle.
        held_out: Fraction of the samples to validate on.
    """
    of_class = class_weights.check_class_weights(class_weight, "fit", levels.get_levels(y))
    if is_dataset(x):
        _refuse("fit", y=y, sample_weight=sample_weight, validation_split=held_out or None)
        _leave_aside("fit", batch_size)
        of_python = isinstance(x, keras().utils.PyDataset)
        if of_class:
            class_weights.check_classes(of_class, model, None, "fit")
        if is_drawn(x) or (of_class and of_python):
            return {"x": draw_batches(model, "fit", x, "steps_per_epoch", steps, of_class, bool(shuffle))}
        x = _checked(model, "fit", x)
        if of_class:
            x = class_weights.weigh_dataset(of_class, model, x, "fit")
        return {"x": x, "shuffle": bool(shuffle) and of_python}
    arguments = _feed_arrays(model, "fit", x, y, sample_weight, batch_size) | {"shuffle": shuffle}
    if not of_class:
        return arguments | ({"validation_split": held_out} if held_out else {})
    class_weights.check_classes(of_class, model, arguments["y"], "fit")
    if held_out:
        _hold_out(arguments, held_out)
    own = arguments.get("sample_weight")
    return arguments | {"sample_weight": class_weights.weigh_samples(of_class, model, arguments["y"], own, "fit")}


def _hold_out(arguments: dict[str, Any], fraction: float) -> None:
    """Keep the last samples for validation, where class weights do not count."""
    parts = {name: arguments[name] for name in ("x", "y", "sample_weight") if name in arguments}
    flat = keras().tree.flatten(parts)
    number = flat[0].shape[0]
    first = math.floor(number * (1 - fraction))
    if not 0 < first < number:
        arguments["validation_split"] = fraction  # Keras says why not
        return
    arguments["validation_data"] = tuple(keras().tree.map_structure(lambda part: part[first:], parts).values())
    arguments.update(keras().tree.map_structure(lambda part: part[:first], parts))


def draw_batches(
    model: Any,
    function: str,
    source: Any,
    steps_name: str,
    steps: Count | None,
    of_class: dict[int, float] | None = None,
    shuffle: bool = False,
) -> Any:
    """Return what Keras draws batches from, on the main thread.

    Args:
        model: The model.
        function: "fit", "evaluate" or "predict".
        source: A function, an iterator or a PyDataset.
        steps_name: The argument that says how many batches to draw.
        steps: Its value.
        of_class: Weights by class number.
        shuffle: Whether to take the batches of a PyDataset in random order.

    Raises:
        ValueError: If nobody says how many batches a function is to give.
        RuntimeError: If the model is distributed over several devices.
    """
    from .data_adapters import MainThreadAdapter

    if steps is None and not hasattr(source, "__next__") and getattr(source, "num_batches", None) is None:
        hint = "A function can be called without end: say how often."
        raise errors.bad_argument(function, steps_name, "the number of batches to draw", None, hint)
    if distribution(model) is not None:
        raise RuntimeError(
            f"{function}(): batches drawn one by one cannot be distributed over several devices. "
            "Make a dataset of TensorFlow, or use arrays."
        )
    return MainThreadAdapter(
        source,
        functools.partial(_prepared, model, function, of_class, steps_name == "validation_steps"),
        functools.partial(_no_batch, function, "validation_data" if steps_name == "validation_steps" else "x"),
        model.steps_per_execution,
        shuffle,
        model if steps_name == "steps_per_epoch" else None,
    )


def _no_batch(function: str, argument: str) -> Exception:
    return ValueError(f"{function}(): `{argument}` gave no batch. An iterator that has ended must be made anew.")


def _checked(model: Any, function: str, dataset: Any, argument: str = "x") -> Any:
    """Check a dataset by what it tells of its batches; a PyDataset with threads checks each new shape itself."""
    if hasattr(dataset, "element_spec"):
        check_inputs.check_batched(model, dataset, function)
        _check_spec(model, function, dataset.element_spec, argument)
        return dataset
    if dataset.use_multiprocessing:  # in processes, to which the model does not go
        return dataset
    from .data_adapters import CheckedDataset

    return CheckedDataset(dataset, functools.partial(_arranged, model, function, None))


def _check_spec(model: Any, function: str, spec: Any, argument: str) -> None:
    is_judged = function != "predict" and getattr(model, "loss", None) is not None
    if not (is_judged and isinstance(spec, tuple) and 2 <= len(spec) <= 3):
        return
    prepare_targets(model, spec[1], function, argument)
    for weight in spec[2:]:
        prepare_weights(model, weight, function)
    check_inputs.check_rows({argument: spec}, function)


def _prepared(
    model: Any, function: str, of_class: dict[int, float] | None, is_validation: bool, batch: Any
) -> tuple[Any, ...]:
    """Return one batch as tensors: (x,), (x, y) or (x, y, sample_weight)."""
    tree = keras().tree
    parts = _arranged(model, function, of_class, batch)
    tensors = tuple(tree.map_structure(keras().ops.convert_to_tensor, part, none_is_leaf=False) for part in parts)
    return retracing.align_ranks(model, "evaluate" if is_validation else function, tensors)


def _arranged(model: Any, function: str, of_class: dict[int, float] | None, batch: Any) -> list[Any]:
    x, y, sample_weight = _parts(model, function, batch)
    parts = {"x": to_dense(prepare_inputs(model, x, function))}
    if y is not None and function != "predict":
        parts["y"] = prepare_targets(model, y, function)
        parts["sample_weight"] = prepare_weights(model, sample_weight, function)
    check_inputs.check_rows(parts, function, may_be_empty=function == "predict")
    if of_class and "y" in parts:
        parts["sample_weight"] = class_weights.weigh_samples(
            of_class, model, parts["y"], parts["sample_weight"], function
        )
    return [part for part in parts.values() if part is not None]


def _parts(model: Any, function: str, batch: Any) -> tuple[Any, Any, Any]:
    names = get_input_names(model)
    if isinstance(batch, dict) and "x" in batch and "x" not in names:
        batch = [batch["x"], *(batch[name] for name in ("y", "sample_weight") if batch.get(name) is not None)]
    wants_targets = function != "predict" and getattr(model, "loss", None) is not None
    of_numbers = wants_targets and (are_numbers(batch, 2) or are_numbers(batch, 3))
    parts = list(batch) if isinstance(batch, (list, tuple)) and (of_numbers or is_arrays(batch)) else [batch]
    if function == "predict" and len(names) > 1 and len(parts) == len(names) and not _is_group(parts[0]):
        parts = [parts]  # the inputs themselves
    if not (2 if wants_targets else 1) <= len(parts) <= 3:
        expected = "list(x, y) or list(x, y, sample_weight)" if wants_targets else "list(x)"
        received = errors.Words(f"{len(parts)} parts" if isinstance(batch, (list, tuple)) else errors.show_value(batch))
        raise errors.bad_argument(function, "x", f"a source of batches, each {expected}", received)
    x, y, sample_weight = (*parts, None, None)[:3]
    outputs = len(get_output_names(model))
    if are_numbers(y, outputs) and (np.isscalar(x) or are_numbers(x, len(names))):
        y = [np.full(1, one) for one in y]  # one sample, a number for each output
    return x, y, sample_weight


def _is_group(value: Any) -> bool:
    return isinstance(value, (dict, list, tuple))


def prepare_validation(model: Any, value: Any, steps: Count | None) -> Any:
    """Return Keras's `validation_data`."""
    if value is not None and is_drawn(value):
        return draw_batches(model, "fit", value, "validation_steps", steps)
    if isinstance(value, dict):
        value = list(value.values())  # of list(x = , y = ): names do not matter
    if value is None or is_dataset(value):
        return value if value is None else _checked(model, "fit", value, "validation_data")
    if not isinstance(value, (list, tuple)) or not 2 <= len(value) <= 3:
        raise errors.bad_argument("fit", "validation_data", "list(x, y) or list(x, y, sample_weight)", value)
    argument = "validation_data"
    x = prepare_inputs(model, value[0], "fit", argument)
    y = prepare_targets(model, value[1], "fit", argument)
    parts = (y, *(prepare_weights(model, weight, "fit") for weight in value[2:]))
    check_inputs.check_rows({argument: [x, *parts]}, "fit")
    return (hand_over(x), *parts)
