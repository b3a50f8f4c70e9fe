"""Losses that a layer's `build` adds as tensors: terms of the weights, recomputed during training.

A tensor does not record how it was computed; only `build` can compute it. Therefore `build` runs again whenever the
loss is needed, with the variables that it created the first time, and nothing else in the layer changes.
"""

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..engine.internals.layers import inner_layers
from ..engine.tensors import has_values, read_values, runs_on_tensorflow
from ..messages import errors
from ..on_tensorflow.gradients import make_tape

_BUILT = threading.local()
"""The layer whose `build()` is running in this thread."""

_LOSSES = "_losses_of_build"
_REPLAY = "_losses_of_replay"


def watch_build(build: Callable[..., Any]) -> Callable[..., Any]:
    """Watch a `build` for tensors that it adds to the loss.

    Args:
        build: The method of a user's class.

    Returns:
        A method that does the same.
    """

    @functools.wraps(build)
    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        if _LOSSES in vars(self) or is_replaying(self):  # build() of a subclass called this one by super()
            return build(self, *args, **kwargs)
        made: list[Any] = []
        object.__setattr__(self, _LOSSES, [])
        object.__setattr__(self, "add_weight", _record_weights(self.add_weight, made))
        around, _BUILT.layer = getattr(_BUILT, "layer", None), self
        try:
            result = build(self, *args, **kwargs)
        finally:
            _BUILT.layer = around
            losses = vars(self).pop(_LOSSES)
            del vars(self)["add_weight"]
        if losses:
            _keep(self, functools.partial(_replay, self, functools.partial(build, self, *args, **kwargs), made), losses)
        return result

    return run


def _record_weights(add_weight: Callable[..., Any], made: list[Any]) -> Callable[..., Any]:
    def add(*args: Any, **kwargs: Any) -> Any:
        made.append(add_weight(*args, **kwargs))
        return made[-1]

    return add


def is_replaying(layer: Any) -> bool:
    """Tell whether `build` runs again, for its losses only."""
    return _REPLAY in vars(layer)


def take_loss(layer: Any, loss: Any) -> bool:
    """Take a loss that `build` adds, if that is what runs.

    Args:
        layer: The layer.
        loss: A tensor; functions are taken where `build` runs again, since they were kept the first time.

    Returns:
        Whether it was taken.
    """
    if is_replaying(layer):
        if not callable(loss):
            vars(layer)[_REPLAY].append(loss)
        return True
    if _LOSSES in vars(layer) and not callable(loss):
        vars(layer)[_LOSSES].append(loss)
        return True
    return False


def take_loss_within(layer: Any, loss: Any) -> bool:
    """Take a loss that the `build` of a user's wrapper adds to the layer that it wraps.

    Args:
        layer: The layer that gets the loss, which is not of a user's class.
        loss: A tensor.

    Returns:
        Whether it was taken.
    """
    around = getattr(_BUILT, "layer", None)
    return around is not None and any(layer is inner for inner in inner_layers(around)) and take_loss(around, loss)


def _replay(layer: Any, build: Callable[[], Any], made: list[Any]) -> list[Any]:
    """Return the losses that `build()` adds, for the current values of the variables."""
    variables: Iterator[Any] = iter(made)
    object.__setattr__(layer, _REPLAY, [])
    object.__setattr__(layer, "add_weight", lambda *args, **kwargs: next(variables))
    around, _BUILT.layer = getattr(_BUILT, "layer", None), layer
    try:
        build()
    finally:
        _BUILT.layer = around
        losses = vars(layer).pop(_REPLAY)
        del vars(layer)["add_weight"]
    return losses  # type: ignore[no-any-return]


def _keep(layer: Any, replay: Callable[[], list[Any]], losses: list[Any]) -> None:
    """Keep functions that compute the losses again; refuse losses that differ the second time."""
    watching = make_tape() if runs_on_tensorflow() else contextlib.nullcontext()
    try:
        with watching as tape:
            again = replay()
    except Exception as error:
        raise _needs_function(layer, losses[0]) from error
    known = {id(variable.value) for variable in layer.variables}
    watched = tape.watched_variables() if tape is not None else ()
    if len(again) != len(losses) or any(id(variable) not in known for variable in watched):
        raise _needs_function(layer, losses[0])
    if any(_differ(*pair) for pair in zip(losses, again, strict=True)):
        raise _needs_function(layer, losses[0])
    lasting = [functools.partial(_replay_one, replay, place) for place in range(len(losses))]
    object.__setattr__(layer, "_lasting_losses", [*vars(layer).get("_lasting_losses", ()), *lasting])


def _replay_one(replay: Callable[[], list[Any]], place: int) -> Any:
    return replay()[place]


def _differ(loss: Any, again: Any) -> bool:
    """Tell whether two losses have different values; while TensorFlow traces a function, they have none."""
    return all(map(has_values, (loss, again))) and not np.array_equal(*map(read_values, (loss, again)))


def _needs_function(layer: Any, loss: Any) -> Exception:
    return TypeError(
        f"{type(layer).__name__}$add_loss(): where a layer is made or built, a loss should be a function that "
        f"computes it, such as self$add_loss(function() k_sum(self$w)). Received: {errors.show_value(loss)}"
    )


def keep_function(layer: Any, loss: Any) -> None:
    """Keep a function that gives a term of the loss; a tensor would be forgotten when the layer is called.

    Args:
        layer: The layer.
        loss: The function.
    """
    if not callable(loss):
        raise _needs_function(layer, loss)
    object.__setattr__(layer, "_lasting_losses", [*vars(layer).get("_lasting_losses", ()), loss])
