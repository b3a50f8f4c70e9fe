"""Targets in the training steps of user-written models: a vector becomes a column, (n, 1), as for losses.

Keras 2 and 3 pass the data to a `train_step` unchanged. A step that was written for vectors would then silently combine
each sample with every other one; pairs.py detects this.
"""

import functools
import inspect
from collections.abc import Callable
from typing import Any

from ..engine.backend_choice import BACKENDS
from ..engine.internals.layers import flat_layers
from ..engine.loading import keras
from ..engine.tensors import computes_now, get_backend
from . import pairs, targets

STEPS = ("train_step", "test_step")
_MARK = "gives_columns"
_WATCHED = "rkeras_step_watched"
_KEEPS_TRAINING = "rkeras_keeps_training"


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
    vars(model).pop(_WATCHED, None)
    for name in STEPS:
        own, by_hand = getattr(type(model), name), vars(model).get(name)
        if by_hand is not None and not hasattr(by_hand, _MARK):
            continue
        vars(model).pop(name, None)
        is_written = own is not getattr(keras().Model, name) and not hasattr(own, _MARK)
        if is_written and targets.is_marked(model):
            vars(model)[name] = _wrap(name, own).__get__(model)
    return model


def mark_made(model: Any, of_keras2: bool | None = None) -> Any:
    """Mark a model that was made here; `training` of its calls holds in Keras 2's dialect.

    Args:
        model: The model.
        of_keras2: As in mark_model().
    """
    mark_model(model, of_keras2)
    vars(model)[_KEEPS_TRAINING] = targets.is_marked(model)
    return model


def mark_read(model: Any, of_keras2: bool | None = None) -> Any:
    """Mark a model that was read, and the models inside, as models that were made here.

    Args:
        model: The model, or another object.
        of_keras2: As in mark_model().
    """
    mark_model(model, of_keras2)
    if isinstance(model, keras().Model):
        keep_training(model, targets.is_marked(model))
    return model


def keep_training(model: Any, keeps: bool) -> None:
    """Note whether `training` of the calls of a new model holds, and of the models inside.

    Args:
        model: The model.
        keeps: Whether it does.
    """
    for one in flat_layers(model):
        if isinstance(one, keras().Model):
            vars(one)[_KEEPS_TRAINING] = keeps


def keeps_training(model: Any) -> bool | None:
    """Tell whether `training` of a call in a functional model goes before that of the model, as in Keras 2.

    Args:
        model: The model.

    Returns:
        None for a plain Keras model, which does as the one around it.
    """
    keeps: bool | None = vars(model).get(_KEEPS_TRAINING)
    return keeps


def refuse_step(model: Any, what: str) -> None:
    """Refuse a step of a user's class that was written for another backend: on JAX it takes the model's state, too.

    Args:
        model: The model.
        what: The method that will call its step.

    Raises:
        TypeError: If the step cannot take what the backend gives it.
    """
    name = _STEPS_OF[what.split("_on_")[0]]
    step, on_jax = getattr(type(model), name, None), get_backend() == "jax"
    if step is None or step is getattr(keras().Model, name):
        return
    signature, given = inspect.signature(step), (model, *("state" for _ in range(on_jax)), "data")
    try:
        signature.bind(*given)
    except TypeError:
        takes = "the state of the model and a batch, and return the new state, too" if on_jax else "a batch alone"
        should = f"{name}() of {type(model).__name__} should take {takes}"
        raise TypeError(
            f"{what}(): {should}: Keras runs on {BACKENDS[get_backend()]}. "
            f'The vignette "Three backends" has a step for each backend. Received: {name}{signature}'
        ) from None


_STEPS_OF = {"fit": "train_step", "train": "train_step", "evaluate": "test_step", "test": "test_step",
             "predict": "predict_step"}  # fmt: skip


def _wrap(name: str, own: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(own)
    def run(self: Any, *state: Any, data: Any = None) -> Any:
        if data is None:  # on JAX the state comes before the data
            *state, data = state  # type: ignore[assignment]
        given = _give_columns(self, data) if targets.is_marked(self) else data
        if given is data or not _is_watched(self, name, given[1]):
            return own(self, *state, given)
        with pairs.refuse_pairs(f"{name}() of {type(self).__name__}", given):
            return own(self, *state, given)

    setattr(run, _MARK, True)
    return run


def _give_columns(model: Any, data: Any) -> Any:
    """Return a batch whose target vectors have a second axis, unless the model's outputs are vectors, too."""
    if not isinstance(data, (tuple, list)) or len(data) < 2:
        return data
    outputs, tree = getattr(model, "outputs", None) or (), keras().tree
    is_vector = [targets.get_rank(one) == 1 for one in tree.flatten(data[1])]
    if not any(is_vector) or (outputs and all(targets.get_rank(one) == 1 for one in outputs)):
        return data
    leaves = zip(tree.flatten(data[1]), is_vector, strict=True)
    columns = [keras().ops.expand_dims(one, -1) if expands else one for one, expands in leaves]
    return type(data)((data[0], tree.pack_sequence_as(data[1], columns), *data[2:]))


def _is_watched(model: Any, step: str, y: Any) -> bool:
    """Tell whether to watch a step's computations: while it is traced, else at the first batch of several samples."""
    if not computes_now():
        return True
    seen = vars(model).setdefault(_WATCHED, set())
    if step in seen:
        return False
    if keras().tree.flatten(y)[0].shape[0] > 1:
        seen.add(step)
    return True
