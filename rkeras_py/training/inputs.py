"""From the data that a user passes to the arguments of Keras's fit(), evaluate() and predict().

Arrays are arranged and checked as a whole. Batches of functions, iterators and PyDatasets are drawn on the main thread,
in the training loop, and each is arranged and checked by the same rules. TensorFlow datasets check the values of their
batches as these pass. Data frames are read with the formula that the model was fitted with.
"""

import functools
import inspect
import math
from collections.abc import Iterator
from typing import Any

from ..data.arrays import hand_over, is_frame, to_array, to_dense
from ..data.formulas import Recipe
from ..data.streams import read_stream
from ..engine.internals.compiled import distribution
from ..engine.loading import keras
from ..messages import errors, notices
from ..models import levels
from ..models.outputs import get_input_names
from ..signatures.words import Count
from . import check_targets, class_weights, retracing
from .given import ARRAYS, DRAWN, Given, take_by_place

_STEPS = {"fit": "steps_per_epoch", "evaluate": "steps", "predict": "steps"}


def feed_data(model: Any, function: str, x: Any, y: Any = None, sample_weight: Any = None) -> dict[str, Any]:
    """Return Keras's arguments for one batch, without those that are not needed.

    Args:
        model: The model.
        function: The function that the user called.
        x: Inputs.
        y: Targets.
        sample_weight: Weights of the samples.
    """
    if sample_weight is None and check_targets.passes_at_once(model, x, y):
        return {"x": _convert(x)} if y is None else {"x": _convert(x), "y": _convert(y)}
    return feed_batch(Given(model, function, x, y, sample_weight))


def feed_batch(given: Given) -> dict[str, Any]:
    """Return Keras's arguments for one batch, arranged and checked.

    Args:
        given: The batch.
    """
    parts = given.arrange().parts
    return parts | {name: to_dense(part) for name, part in parts.items() if name == "x"}


def _convert(array: Any) -> Any:
    """Return numbers as an array by `to_array()`, which leaves most arrays unchanged."""
    return array if array.flags.c_contiguous and array.dtype.char not in "di" else to_array(array)


def arrange_arguments(model: Any, function: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a model's own method with arrays arranged, and these and datasets checked.

    Args:
        model: The model.
        function: Name of the method.
        arguments: Its arguments.

    Raises:
        ValueError: If data and model do not fit.
    """
    for name in ("x", "validation_data"):
        if inspect.isroutine(source := arguments.get(name)):
            hint = f"{function}(model, ...) takes a function that gives batches." if function in _STEPS else ""
            raise errors.bad_argument(function, name, "data", source, hint)
    given = Given(model, function, arguments.get("x"), arguments.get("y"), arguments.get("sample_weight"))
    of_class = class_weights.check_class_weights(arguments.get("class_weight"), function, given.class_names)
    if given.kind == ARRAYS:
        arguments = arguments | (feed_batch(given) if function.endswith("on_batch") else given.arrange().parts)
    elif not of_class:
        arguments = arguments | {"x": _check_dataset(given)}
    if of_class:
        arguments = _weigh_classes(given, arguments, of_class)
    held = arguments.get("validation_data")
    if isinstance(held, (list, tuple)) and 2 <= len(held) <= 3:
        arguments = arguments | {"validation_data": feed_validation(model, held, None)[0]}
    elif held is not None:
        arguments = arguments | {
            "validation_data": _check_dataset(Given(model, "fit", held, argument="validation_data"))
        }
    return arguments


def _weigh_classes(given: Given, arguments: dict[str, Any], of_class: dict[int, float]) -> dict[str, Any]:
    """Return the arguments of a model's own method with weights of samples in place of those of classes."""
    steps, shuffle = arguments.get("steps_per_epoch"), arguments.get("shuffle", True)
    if given.kind != ARRAYS:
        return arguments | {"x": _feed_source(given, steps, of_class, shuffle), "class_weight": None}
    held_out = arguments.get("validation_split") if arguments.get("validation_data") is None else None
    return weigh_samples(given, arguments, of_class, held_out) | {"class_weight": None}


def feed_method(given: Given, batch_size: Count | None, steps: Count | None) -> dict[str, Any]:
    """Return the arguments of Keras's evaluate() or predict() for the data.

    Args:
        given: The data.
        batch_size: Size of the batches.
        steps: How many batches to use.
    """
    if given.kind == ARRAYS:
        return given.parts | _find_size(batch_size)
    _refuse_beside_batches(given, batch_size)
    return {"x": draw_batches(given, steps) if given.kind == DRAWN else _check_dataset(given)}


def _find_size(batch_size: Count | None) -> dict[str, Any]:
    return {} if batch_size is None else {"batch_size": batch_size}


def _refuse_beside_batches(given: Given, batch_size: Count | None, held_out: float | None = None) -> None:
    """Refuse arguments that batches already contain, and tell that a batch size has no effect."""
    function = given.function
    supplied = {"y": given.y, "sample_weight": given.sample_weight, "validation_split": held_out}
    for name, value in supplied.items():
        if value is not None:
            hint = "Batches bring targets and weights along."
            raise errors.bad_argument(function, name, "omitted if `x` is a source of batches", value, hint)
    if batch_size is not None:
        notices.say_once(f"{function}(): `batch_size` has no effect if `x` returns batches, which have a size.")


def feed_training(
    given: Given, class_weight: Any, batch_size: Count | None, steps: Count | None, shuffle: Any, held_out: float
) -> dict[str, Any]:
    """Return the arguments of Keras's fit() for the training data.

    Args:
        given: The data.
        class_weight: Weights of the classes.
        batch_size: Size of the batches.
        steps: Number of batches in an epoch.
        shuffle: Whether to shuffle.
        held_out: Fraction of the samples to validate on.
    """
    of_class = class_weights.check_class_weights(class_weight, "fit", given.class_names)
    if given.kind != ARRAYS:
        _refuse_beside_batches(given, batch_size, held_out or None)
        of_python = isinstance(given.x, keras().utils.PyDataset)
        return {"x": _feed_source(given, steps, of_class, shuffle), "shuffle": bool(shuffle) and of_python}
    arguments = given.parts | _find_size(batch_size) | {"x": hand_over(given.parts["x"]), "shuffle": shuffle}
    if not of_class:
        return arguments | ({"validation_split": held_out} if held_out else {})
    return weigh_samples(given, arguments, of_class, held_out)


def _feed_source(given: Given, steps: Count | None, of_class: dict[int, float] | None, shuffle: Any) -> Any:
    """Return a source of batches for Keras's fit(), in which classes have their weights."""
    of_python = isinstance(given.x, keras().utils.PyDataset)
    if of_class:
        class_weights.check_classes(of_class, given.model, None, given.function)
    if given.kind == DRAWN or (of_class and of_python):
        return draw_batches(given, steps, of_class, bool(shuffle))
    x = _check_dataset(given)
    return class_weights.weigh_dataset(of_class, given.model, x, given.function) if of_class else x


def weigh_samples(
    given: Given, arguments: dict[str, Any], of_class: dict[int, float], held_out: float | None = None
) -> dict[str, Any]:
    """Return the arguments of a method for arrays, whose weights of samples include those of the classes.

    Args:
        given: The data.
        arguments: The arguments.
        of_class: Weights by class number.
        held_out: Fraction of the samples to validate on.
    """
    y = arguments.get("y")
    if y is None:
        raise errors.bad_argument(given.function, "y", "targets, whose classes `class_weight` weighs", None)
    class_weights.check_classes(of_class, given.model, y, given.function)
    if held_out:
        arguments = _hold_out(arguments, held_out)
    y, own = arguments["y"], arguments.get("sample_weight")
    return arguments | {"sample_weight": class_weights.weigh_samples(of_class, given.model, y, own, given.function)}


def _hold_out(arguments: dict[str, Any], fraction: float) -> dict[str, Any]:
    """Hold out the last samples for validation, to which class weights do not apply."""
    parts = {name: arguments[name] for name in ("x", "y", "sample_weight") if arguments.get(name) is not None}
    number = keras().tree.flatten(parts)[0].shape[0]
    first = math.floor(number * (1 - fraction))
    if not 0 < first < number:
        return arguments | {"validation_split": fraction}  # Keras reports the problem
    held = keras().tree.map_structure(lambda part: part[first:], parts)
    trained: dict[str, Any] = keras().tree.map_structure(lambda part: part[:first], parts)
    return arguments | trained | {"validation_data": tuple(held.values())}


def draw_batches(
    given: Given, steps: Count | None, of_class: dict[int, float] | None = None, shuffle: bool = False
) -> Any:
    """Return what Keras draws batches from, on the main thread.

    Args:
        given: The data: a function, an iterator or a PyDataset.
        steps: How many batches to draw.
        of_class: Weights by class number.
        shuffle: Whether to take the batches of a PyDataset in random order.

    Raises:
        ValueError: If nobody says how many batches a function is to give.
        RuntimeError: If the model is distributed over several devices.
    """
    from .data_adapters import MainThreadAdapter

    model, function, source = given.model, given.function, given.x
    if steps is None and not hasattr(source, "__next__") and getattr(source, "num_batches", None) is None:
        hint = "A function can be called without end: say how often."
        name = "validation_steps" if given.argument else _STEPS[function]
        raise errors.bad_argument(function, name, "the number of batches to draw", None, hint)
    if distribution(model) is not None:
        raise RuntimeError(
            f"{function}(): single batches cannot be distributed over several devices. Use a "
            "TensorFlow dataset or arrays."
        )
    return MainThreadAdapter(
        source,
        functools.partial(_prepare_batch, given, of_class),
        functools.partial(_tell_no_batch, function, given.argument or "x"),
        model.steps_per_execution,
        shuffle,
        model if function == "fit" and not given.argument else None,
    )


def _tell_no_batch(function: str, argument: str) -> Exception:
    return ValueError(f"{function}(): `{argument}` gave no batch. An iterator that has ended must be created again.")


def _check_dataset(given: Given) -> Any:
    """Return a dataset that checks the values of each batch; check its element spec now.

    An iterator or a PyDataset checks each batch as a whole.
    """
    dataset = given.x
    if hasattr(dataset, "element_spec"):
        given.check_dataset()
        dataset = check_targets.check_passing(given.model, dataset, given.function, given.argument)
    if not isinstance(dataset, keras().utils.PyDataset):  # image datasets are also iterators
        return _arrange_each(dataset, given) if hasattr(dataset, "__next__") else dataset
    if dataset.use_multiprocessing:
        return dataset  # worker processes do not get the model
    from .data_adapters import CheckedDataset

    return CheckedDataset(dataset, lambda batch: tuple(given.arrange_batch(batch).parts.values()))


def _arrange_each(batches: Iterator[Any], given: Given) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        yield tuple(given.arrange_batch(batch).parts.values())


def _prepare_batch(given: Given, of_class: dict[int, float] | None, batch: Any) -> tuple[Any, ...]:
    """Return one batch as tensors: (x,), (x, y) or (x, y, sample_weight)."""
    tree, model, function = keras().tree, given.model, given.function
    parts = given.arrange_batch(batch).parts
    if of_class and "y" in parts:
        own = parts.get("sample_weight")
        parts["sample_weight"] = class_weights.weigh_samples(of_class, model, parts["y"], own, function)
    tensors = tuple(
        tree.map_structure(keras().ops.convert_to_tensor, part, none_is_leaf=False) for part in parts.values()
    )
    return retracing.align_ranks(model, "evaluate" if given.argument else function, tensors)


def feed_validation(model: Any, value: Any, steps: Count | None) -> tuple[Any, int | None]:
    """Return Keras's `validation_data`, and how many samples it has, where that is known.

    Args:
        model: The model.
        value: The argument of fit().
        steps: How many batches to draw.

    Raises:
        ValueError: If it is no data, or does not fit the model.
    """
    if value is None:
        return None, None
    argument = "validation_data"
    given = Given(model, "fit", value, argument=argument)
    if given.kind != ARRAYS:
        return draw_batches(given, steps) if given.kind == DRAWN else _check_dataset(given), None
    if isinstance(value, dict):
        value = take_by_place(value, "fit", argument)
    if not isinstance(value, (list, tuple)) or not 2 <= len(value) <= 3:
        raise errors.bad_argument("fit", argument, "list(x, y) or list(x, y, sample_weight)", value)
    x, y, sample_weight = (*value, None)[:3]
    given = Given(model, "fit", x, y, sample_weight, argument).arrange()
    parts = given.parts | {"x": hand_over(given.parts.get("x"))}
    return (parts["x"], parts.get("y"), *([parts["sample_weight"]] if "sample_weight" in parts else [])), given.number


def read_formula(model: Any, x: Any, y: Any, data: Any) -> tuple[Any, Any, Recipe | None]:
    """Return inputs and targets, and the recipe where a formula chose them.

    Args:
        model: The model to fit.
        x: Inputs, or a formula.
        y: Targets; none beside a formula.
        data: The data frame of a formula.

    Raises:
        ValueError: If the formula and the data frame do not fit.
    """
    is_formula = isinstance(x, str) and "~" in x
    if not is_formula:
        if data is not None:
            raise errors.bad_argument("fit", "x", "a formula such as y ~ . beside `data`", x)
        return x, y, None
    if data is None:
        example = errors.for_reader("fit(model, y ~ ., data = frame)", 'fit(model, "y ~ .", data=frame)')
        raise errors.bad_argument("fit", "data", "the data frame of the formula", None, f"Write {example}.")
    if y is not None:
        raise errors.bad_argument("fit", "y", "omitted, because the formula names the target", y)
    recipe = Recipe.learn(x, data, get_input_names(model), "fit")
    return recipe.read_inputs(data, "fit", "data"), recipe.read_targets(data, "fit", "data"), recipe


def read_validation(recipe: Recipe | None, validation_data: Any) -> Any:
    """Return data to validate on, of a data frame by the recipe.

    Args:
        recipe: The recipe of a formula, if one was given.
        validation_data: As the user gave them.
    """
    validation_data = read_stream(validation_data)
    if recipe is None or not is_frame(validation_data):
        return validation_data
    name = "validation_data"
    return recipe.read_inputs(validation_data, "fit", name), recipe.read_targets(validation_data, "fit", name)


def read_frame(model: Any, function: str, x: Any, y: Any = None) -> tuple[Any, Any]:
    """Return inputs and targets, of a data frame by the recipe of the model where a formula fitted it.

    Args:
        model: The model.
        function: The function to name in errors.
        x: Inputs.
        y: Targets.
    """
    x = read_stream(x)
    recipe = levels.get_recipe(model) if is_frame(x) else None
    if recipe is None:
        return x, y
    if y is None and function == "evaluate":
        y = recipe.read_targets(x, function, "x")
    return recipe.read_inputs(x, function, "x"), y
