"""Targets of the training steps that a user's class of models has: a vector is a column, (n, 1), as for losses.

Keras, 2 and 3, hands a `train_step` what the data hold. One that was written for vectors would combine each sample with
every other here, without a word of TensorFlow: where a step is traced, that is an error.
"""

import functools
import sys
from collections.abc import Callable
from typing import Any

from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from . import targets

STEPS = ("train_step", "test_step")
_MARK = "gives_columns"
_STRETCHING = {
    "Add", "AddV2", "Sub", "Mul", "Div", "RealDiv", "DivNoNan", "FloorDiv", "FloorMod", "Maximum", "Minimum", "Pow",
    "SquaredDifference", "Xdivy", "Xlogy", "Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual",
    "LogicalAnd", "LogicalOr",
}  # fmt: skip
"""Operations of TensorFlow that work number by number, and stretch one value to the shape of the other."""


def wrap_steps(namespace: dict[str, Any]) -> None:
    """Give the steps of a class of models vectors of targets as columns, as its losses and metrics get them.

    Args:
        namespace: The members of the class, changed in place.
    """
    for name in STEPS:
        if name in namespace:
            namespace[name] = _wrap(name, namespace[name])


def mark_model(model: Any, of_keras2: bool | None = None) -> Any:
    """Note whether a model gets its data as in Keras 2, as targets.mark_model() does, with the steps of its class.

    Args:
        model: A model that a function of this package made, compiled or read.
        of_keras2: Whether it does; None as the class of the model says, and else as in Keras 2.
    """
    targets.mark_model(model, of_keras2)
    if not isinstance(model, keras().Model):
        return model
    for name in STEPS:
        own, by_hand = getattr(type(model), name), vars(model).get(name)
        if by_hand is not None and not hasattr(by_hand, _MARK):
            continue
        vars(model).pop(name, None)
        is_written = own is not getattr(keras().Model, name) and not hasattr(own, _MARK)
        if is_written and targets.is_marked(model):
            vars(model)[name] = _wrap(name, own).__get__(model)
    return model


def _wrap(name: str, own: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(own)
    def run(self: Any, *state: Any, data: Any = None) -> Any:
        if data is None:  # on JAX the state stands before the data
            *state, data = state  # type: ignore[assignment]
        given = _give_columns(self, data) if targets.is_marked(self) else data
        before = None if given is data else _count_operations()
        result = own(self, *state, given)
        if before is not None:
            _refuse_pairs(self, name, given[1], before)
        return result

    setattr(run, _MARK, True)
    return run


def _give_columns(model: Any, data: Any) -> Any:
    """Return a batch whose vectors of targets have a second axis, unless the outputs of the model are vectors, too."""
    if not isinstance(data, (tuple, list)) or len(data) < 2:
        return data
    outputs, tree = getattr(model, "outputs", None) or (), keras().tree
    is_vector = [targets.get_rank(one) == 1 for one in tree.flatten(data[1])]
    if not any(is_vector) or (outputs and all(targets.get_rank(one) == 1 for one in outputs)):
        return data
    leaves = zip(tree.flatten(data[1]), is_vector, strict=True)
    columns = [keras().ops.expand_dims(one, -1) if expands else one for one, expands in leaves]
    return type(data)((data[0], tree.pack_sequence_as(data[1], columns), *data[2:]))


def _count_operations() -> int | None:
    """Count the operations of the function that TensorFlow records; None where it records none."""
    is_recorded = runs_on_tensorflow() and sys.modules["tensorflow"].inside_function()
    return len(_list_operations()) if is_recorded else None


def _list_operations() -> list[Any]:
    return list(sys.modules["tensorflow"].compat.v1.get_default_graph().get_operations())


def _refuse_pairs(model: Any, step: str, y: Any, before: int) -> None:
    """Refuse a step that combines the targets of each sample with all samples, since numbers of axes differ."""
    reached = {id(one) for one in keras().tree.flatten(y)}
    for operation in _list_operations()[before:]:
        if not any(id(one) in reached for one in operation.inputs):
            continue
        reached.update(map(id, operation.outputs))
        shapes = [one.shape for one in (*operation.inputs, *operation.outputs)]
        if operation.type in _STRETCHING and _is_pairing(*shapes):
            raise ValueError(
                f"{step}() of {type(model).__name__}: {operation.type} combines shape {_spell(shapes[0])} with "
                f"{_spell(shapes[1])}, each sample with every other, and gives {_spell(shapes[2])}. A vector of "
                "targets arrives as a column, (n, 1), as in custom losses: do not squeeze the predictions, and do "
                "not add an axis to the targets."
            )


def _is_pairing(first: Any, second: Any, result: Any) -> bool:
    if None in (first.rank, second.rank, result.rank) or first.rank == second.rank:
        return False
    unknown = [list(shape).count(None) for shape in (first, second, result)]
    return unknown[:2] == [1, 1] and unknown[2] > 1


def _spell(shape: Any) -> str:
    sizes = ["n" if size is None else str(size) for size in shape]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"
