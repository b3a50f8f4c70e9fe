"""The state of an optimizer, from files of Keras 3 and Keras 2."""

import re
import warnings
from collections import defaultdict
from typing import Any

import numpy as np

from ..compat.file_terms import IN_ORDER, KINDS
from ..engine.internals.compiled import learning_rate_variable, momentum_product
from . import hdf5

_STEPS = ("iteration", "iter", "iterations")
_ALONE = (*_STEPS, "learning_rate", "decay", "beta_1", "beta_2", "momentum", "rho")


def prepare_optimizer(model: Any) -> None:
    """Make the variables of an optimizer that has not trained yet, as its first step would.

    Args:
        model: A compiled model.
    """
    if not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)


def read_state(file: Any, model: Any) -> None:
    """Give the optimizer of a model the state that a file holds; warn where it does not fit.

    Args:
        file: An open HDF5 file.
        model: The compiled model, with its weights.
    """
    group = file["optimizer_weights"]
    saved = {name: group[name] for name in hdf5.read_list(group, "weight_names")}
    read_named_state(saved, model, hdf5.list_layers_with_weights(file["model_weights"]))


def read_named_state(saved: dict[str, Any], model: Any, written: list[str]) -> None:
    """Give the optimizer of a model the state that was saved by name; warn where it does not fit.

    Args:
        saved: Values by the names of the variables, in the order of the weights.
        model: The compiled model, with its weights.
        written: Names of the layers in the file.
    """
    optimizer = model.optimizer
    prepare_optimizer(model)
    if all(_get_last(name) in _ALONE and not value.shape for name, value in saved.items()):
        _assign(
            [(optimizer.iterations, value) for name, value in saved.items() if _get_last(name) in _STEPS], optimizer
        )
        return
    ways = (_pair_by_path, _pair_by_kind, _pair_by_place) if _is_in_order(written, model) else ()
    _assign(next(filter(None, (way(optimizer, saved) for way in ways)), None), optimizer)


def read_unnamed_state(values: list[Any], model: Any, written: list[str]) -> None:
    """Give the optimizer of a model the state that Keras 2 saved without names; warn where it does not fit.

    Args:
        values: The number of steps, then the variables in the order in which both Keras 2 and 3 make them.
        model: The compiled model.
        written: Names of the layers in the file.
    """
    prepare_optimizer(model)
    ours = [model.optimizer.iterations, *_list_remembered(model.optimizer)]
    if len(ours) == 1 or len(values) == 1:  # one of them stores only the number of steps
        ours, values = ours[:1], values[:1]
    elif not _is_in_order(written, model):
        ours = []
    elif type(model.optimizer).__name__ == "SGD" and not model.optimizer.momentum:
        values = values[: len(ours)]  # Keras 2 also saves momenta if momentum is 0
    fits = [tuple(variable.shape) for variable in ours] == [value.shape for value in values]
    _assign(list(zip(ours, values, strict=True)) if fits else None, model.optimizer)


def _list_remembered(optimizer: Any) -> list[Any]:
    """Return the variables that an optimizer keeps for the weights."""
    others = (optimizer.iterations, learning_rate_variable(optimizer), momentum_product(optimizer))
    return [variable for variable in optimizer.variables if not any(variable is one for one in others)]


def _is_in_order(written: list[str], model: Any) -> bool:
    """Tell whether the layers with weights have the same order as in the file."""
    ours = [layer.name for layer in model.layers if hdf5.get_layer_weights(layer)]
    return [name for name in written if name in ours] == ours


def _assign(assigned: list[tuple[Any, Any]] | None, optimizer: Any) -> None:
    if assigned is None:
        message = "The state of the optimizer in the file does not match: the optimizer starts from zero."
        warnings.warn(message, stacklevel=2)
        return
    for variable, value in assigned:
        variable.assign(np.asarray(value))
    product = momentum_product(optimizer)
    if product is not None and not any(variable is product for variable, _ in assigned):
        product.assign(_compute_momentum_product(optimizer.beta_1, int(optimizer.iterations)))


def _compute_momentum_product(beta: float, steps: int) -> float:
    """Compute the product that Keras 2's Nadam updates in each step and does not save."""
    return float(np.prod(beta * (1 - 0.5 * 0.96 ** np.arange(1, steps + 1))))


def _pair_by_path(optimizer: Any, saved: dict[str, Any]) -> list[tuple[Any, Any]] | None:
    """Pair the variables by path, which Keras 3 writes in its own order."""
    variables = optimizer.variables
    values = list(saved.values())
    if any(":" in name for name in saved) or [v.shape for v in values] != [tuple(v.shape) for v in variables]:
        return None
    return list(zip(variables, values, strict=True))


def _pair_by_kind(optimizer: Any, saved: dict[str, Any]) -> list[tuple[Any, Any]] | None:
    """Pair the variables by kind, in the order of the weights, which Keras 2 keeps."""
    theirs: defaultdict[str, list[Any]] = defaultdict(list)
    steps = None
    for name, value in saved.items():
        if _get_last(name) in ("iteration", "iter"):
            steps = value
        elif value.shape or _get_last(name) not in _ALONE:
            theirs[_find_kind(name.split(":")[0].split("/"))].append(value)
    ours: defaultdict[str, list[Any]] = defaultdict(list)
    for variable in _list_remembered(optimizer):
        ours[_find_our_kind(variable.name)].append(variable)
    if "norm" in ours and "velocity" in theirs:  # Adamax's name for it before Keras 2.11
        theirs["norm"] = theirs.pop("velocity")
    if steps is None or not set(ours) <= set(theirs):
        return None
    pairs = [(optimizer.iterations, steps)]
    for kind, variables in ours.items():
        if [tuple(v.shape) for v in variables] != [v.shape for v in theirs[kind]]:
            return None
        pairs += zip(variables, theirs[kind], strict=True)
    return pairs


def _pair_by_place(optimizer: Any, saved: dict[str, Any]) -> list[tuple[Any, Any]] | None:
    """Pair the variables by position: early versions of Keras 2 wrote them without the weights' names."""
    kinds = IN_ORDER.get(type(optimizer).__name__, ())
    steps = [value for name, value in saved.items() if _get_last(name) in _STEPS]
    values = [value for name, value in saved.items() if _get_last(name) not in _STEPS]
    ours = [[one for one in _list_remembered(optimizer) if _find_our_kind(one.name) == kind] for kind in kinds]
    number = max(map(len, ours), default=0)
    theirs = [values[number * place : number * (place + 1)] for place in range(len(kinds))]
    if sum(map(len, ours)) < len(_list_remembered(optimizer)):
        return None
    pairs = [*zip([optimizer.iterations], steps, strict=False)]
    for variables, arrays in zip(ours, theirs, strict=True):
        if variables:  # otherwise the optimizer does not need them, as with momentum 0
            if [tuple(one.shape) for one in variables] != [one.shape for one in arrays]:
                return None
            pairs += zip(variables, arrays, strict=True)
    return pairs if kinds else None


def _get_last(name: str) -> str:
    return name.split(":")[0].split("/")[-1]


def _find_kind(parts: list[str]) -> str:
    """Return the kind of a variable: `m` of `Adam/m/dense/kernel`, or of `training/Adam/dense/kernel/m` before 2.11."""
    for part in (parts[1] if len(parts) > 1 else "", parts[-1]):
        if part in KINDS:
            return KINDS[part]
    return "/".join(parts)


def _find_our_kind(name: str) -> str:
    known = sorted(set(KINDS.values()), key=len, reverse=True)
    match = re.search(rf"_({'|'.join(known)})$", name)
    return match.group(1) if match else name
