"""The arguments of a layer call, matched as in R: by name first, the rest by position."""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ..data import array_values, arrays
from ..engine.internals.graphs import sequential_graph
from ..engine.internals.layers import context_arguments
from ..engine.loading import keras
from ..messages import errors
from ..signatures.conversions import Wrong, as_truth
from ..signatures.registry import REGISTRY
from . import nodes

_FIRST = ("object", "inputs")
"""The first argument's names in R keras and Keras 2, whatever the name in a layer's `call`."""

_KINDS = inspect.Parameter
_BY_PLACE = (_KINDS.POSITIONAL_ONLY, _KINDS.POSITIONAL_OR_KEYWORD)


def arrange_call(
    name: str, layer: Any, args: Sequence[Any], named: Mapping[str, Any]
) -> tuple[Any, list[Any], dict[str, Any]]:
    """Match what came with the arguments of a layer's `call`.

    Args:
        name: The function or layer to name in errors.
        layer: The layer or model.
        args: What came by position; what is no tensor goes by name, as Keras 3 wants it.
        named: What came by name.

    Returns:
        The input, what follows it by position, and the rest by name.

    Raises:
        TypeError: If the input is missing, a name is unknown or came twice, or there is too much.
        ValueError: If `training` is arrays, or a layer of Keras's gets text or a factor beside its input.
    """
    if len(args) == 1 and not named:
        return args[0], [], {}
    takes = _list_parameters(layer)
    places = [argument for argument, parameter in takes.items() if parameter.kind in _BY_PLACE]
    if not places:
        return (args[0] if args else None), list(args[1:]), dict(named)
    named = _use_own_names(name, places, takes, named)
    _refuse_unknown(name, layer, takes, named)
    open_places = [place for place in places if place not in named]
    further = list(args[len(open_places) :])
    if further and not _has(takes, _KINDS.VAR_POSITIONAL):
        raise _describe_too_many(name, places, args)
    values = named | dict(zip(open_places, args, strict=False))
    if places[0] not in values:
        raise no_input(name, places[0])
    _refuse_other_training(name, values.get("training"), places)
    if values.get("training") is False and has_call_of_keras(layer):
        values["training"] = 0  # unlike the default of a layer, call_training.keep_false()
    target = values.pop(places[0])
    if has_call_of_keras(layer):
        _refuse_text(name, values)
    values = {argument: _as_input(value, takes.get(argument)) for argument, value in values.items()}
    if has_call_of_keras(layer) and not isinstance(target, (list, tuple, dict)) and is_numbers(values.get("mask")):
        values["mask"] = np.asarray(values["mask"])
    leading: list[Any] = []
    by_place = _has(inspect.signature(type(layer).__call__).parameters, _KINDS.VAR_POSITIONAL)
    for place in places[1:]:
        if not by_place or place not in values or not (further or is_input(values[place])):
            break
        leading.append(values.pop(place))
    return target, [*leading, *further], values


def no_input(name: str, first: str = "inputs") -> TypeError:
    """Return the error for a layer that was called on nothing."""
    return TypeError(
        f"{name}(): the input of the layer, argument `{first}` of its call, is missing. Call it on a tensor, a list of "
        "tensors, an array, or a Sequential model to add it to."
    )


def is_numbers(value: Any) -> bool:
    """Tell whether a value is a number, a logical value, or a list of them or of such lists.

    Args:
        value: Anything.
    """
    is_list = isinstance(value, (list, tuple)) and len(value)
    return all(map(is_numbers, value)) if is_list else isinstance(value, (bool, int, float))


def is_input(value: Any) -> bool:
    """Tell whether a value is a tensor, an array, or a list or dict of them, so that a layer can be called on it."""
    if isinstance(value, (list, tuple)):
        return bool(value) and all(is_input(item) for item in value)
    if isinstance(value, dict):
        return bool(value) and all(is_input(item) for item in value.values())
    if isinstance(value, (np.generic, type)):  # a NumPy number is an argument: layer_dense(np.int64(64))
        return False
    return hasattr(value, "shape") and hasattr(value, "dtype") and not arrays.is_factor(value)


def is_vector(value: Any) -> bool:
    """Tell whether a value is a vector of several numbers or strings, as R sends it; one alone may be an argument."""
    several = isinstance(value, (list, tuple)) and len(value) > 1
    return several and all(isinstance(item, (int, float, str)) for item in value)


def convert_inputs(value: Any, looks_up: bool = False) -> Any:
    """Return the arrays of numpy that a layer is called on as numbers or strings, and all else as it is.

    Args:
        value: A tensor, an array, or a list or dict of them.
        looks_up: Whether the layer looks numbers of any size up, in a table of TensorFlow.

    Raises:
        array_values.UnusableError: If an array holds something else, or values are missing.
    """

    def convert(part: Any) -> Any:
        if not isinstance(part, np.ndarray):
            return part
        part = array_values.check_values(part)
        return part if looks_up else array_values.refuse_wide(part)

    return keras().tree.map_structure(convert, value)


def has_call_of_keras(layer: Any) -> bool:
    """Tell whether the `call` of a layer is Keras's, and not a user's."""
    return str(getattr(type(layer).call, "__module__", "")).startswith("keras.")


def find_wrong_axis(name: str, layer: Any, target: Any) -> Exception | None:
    """Return the error for an axis of a layer that its input does not have; None where it has them all, or no axes.

    Args:
        name: The function or layer to name in errors.
        layer: The layer.
        target: The input; the first one of a list tells the axes.
    """
    argument = next((one for one in ("axis", "axes", "shared_axes", "attention_axes") if hasattr(layer, one)), "")
    if isinstance(target, keras().Sequential):
        target = getattr(sequential_graph(target), "outputs", None)
    shape = getattr(target[0] if isinstance(target, (list, tuple)) and target else target, "shape", None)
    if not argument or shape is None or getattr(shape, "rank", 0) is None:
        return None
    rank, spec = len(shape), REGISTRY.get(nodes.get_maker(layer))
    axes = [axis for axis in keras().tree.flatten(getattr(layer, argument)) if isinstance(axis, int)]
    if all(-rank <= axis < rank for axis in axes):
        return None
    counts_from_one = spec is not None and argument in spec.params and spec.params[argument].word.base == 1
    shown = [axis + (counts_from_one and axis >= 0) for axis in axes]
    hint = "" if counts_from_one else "It counts from 0."
    received = shown[0] if len(shown) == 1 else shown
    return errors.bad_argument(name, argument, f"an axis of the input, which has {rank}", received, hint)


def _list_parameters(layer: Any) -> Mapping[str, inspect.Parameter]:
    """Return the parameters of a layer's `call`, or of another callable."""
    return inspect.signature(getattr(layer, "call", layer)).parameters


def _has(takes: Mapping[str, inspect.Parameter], kind: Any) -> bool:
    return any(parameter.kind is kind for parameter in takes.values())


def _use_own_names(
    name: str, places: Sequence[str], takes: Mapping[str, inspect.Parameter], named: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the arguments under the layer's own names for them."""
    own: dict[str, Any] = {}
    for argument, value in named.items():
        known = places[0] if argument in _FIRST and argument not in takes else argument
        if known in own:
            raise errors.repeated_argument(name, known)
        own[known] = value
    return own


def _refuse_unknown(name: str, layer: Any, takes: Mapping[str, inspect.Parameter], named: Mapping[str, Any]) -> None:
    """Refuse unknown names, since a Keras model accepts any name and ignores it."""
    if _has(takes, _KINDS.VAR_KEYWORD) and not has_call_of_keras(layer):
        return
    own = [argument for argument, parameter in takes.items() if parameter.kind is not _KINDS.VAR_KEYWORD]
    errors.check_options(name, named, own, context_arguments(layer))


def _describe_too_many(name: str, places: Sequence[str], args: Sequence[Any]) -> TypeError:
    hint = "" if len(places) > 1 and places[1] not in ("training", "mask") else " Several inputs go in a list."
    return TypeError(
        f"{name}(): the call of the layer takes {', '.join(f'`{place}`' for place in places)}.{hint} "
        f"Received: {len(args)} arguments by position"
    )


def _refuse_other_training(name: str, value: Any, places: Sequence[str]) -> None:
    """Refuse what is neither true nor false, as a second tensor, since Keras would ignore it or take it for true."""
    if value is None or getattr(value, "shape", None) == ():
        return
    try:
        as_truth(value)
    except Wrong:
        hint = f"It is argument {places.index('training') + 1} of the call. " if "training" in places else ""
        hint = f"{hint}Several inputs go in a list."
        raise errors.bad_argument(name, "training", "TRUE or FALSE", value, hint) from None


def _refuse_text(name: str, values: Mapping[str, Any]) -> None:
    """Refuse factors, whose codes Keras would take for numbers, and text."""
    for argument, value in values.items():
        is_text = isinstance(value, str) or (isinstance(value, np.ndarray) and arrays.is_text(value))
        if is_text or arrays.is_factor(value):
            raise errors.bad_argument(name, argument, "numbers, logical values or tensors", value)


def _as_input(value: Any, parameter: inspect.Parameter | None) -> Any:
    """Convert a vector to an array for a required argument, which is an input of the layer."""
    wanted = parameter is not None and parameter.default is parameter.empty and parameter.kind in _BY_PLACE
    return arrays.to_array(value) if wanted and is_vector(value) else value
