"""Keras 2's rules for losses, variables and results of custom layers, where they differ from Keras 3."""

import functools
from collections.abc import Callable
from typing import Any

from ..engine.internals.layers import OWN_LOSSES, share_memory
from ..engine.loading import keras
from ..messages import errors
from ..on_tensorflow.tensors import is_variable
from . import build_losses


def adapt_state(namespace: dict[str, Any], owner: list[Any], beyond: Callable[[Any, str], Any]) -> None:
    """Add to a class of layers what the scripts rely on.

    Args:
        namespace: The members of the class, changed in place.
        owner: Will hold the class.
        beyond: Finds the method of the first class that is Keras's own.
    """

    def add_loss(self: Any, losses: Any, inputs: Any = None) -> None:
        """Add terms to the loss; `inputs`, which Keras 2 takes, says nothing."""
        for loss in losses if isinstance(losses, (list, tuple)) else [losses]:
            if build_losses.take_loss(self, loss):
                continue
            if vars(self).get("_runs_call") or (self.built and not callable(loss)):
                beyond(self, "add_loss")(loss() if callable(loss) else loss)
            else:
                build_losses.keep_function(self, loss)

    def own_losses(self: Any) -> list[Any]:
        return [*beyond(self, OWN_LOSSES)(), *(loss() for loss in vars(self).get("_lasting_losses", ()))]

    def set_attribute(self: Any, name: str, value: Any) -> None:
        if not build_losses.is_replaying(self):
            super(owner[0], self).__setattr__(name, _replace_variables(value))

    namespace.setdefault("add_loss", add_loss)
    namespace.setdefault(OWN_LOSSES, own_losses)
    namespace.setdefault("__setattr__", set_attribute)
    if "build" in namespace:
        namespace["build"] = build_losses.watch_build(namespace["build"])
    if "call" in namespace:
        namespace["call"] = _watch_call(require_result(namespace["call"], "a tensor, or several"))


def _replace_variables(value: Any) -> Any:
    """Replace TensorFlow's variables by Keras's: Keras counts, trains and saves only its own class."""
    if is_variable(value):
        return _make_keras_variable(value)
    if type(value) in (list, tuple) and any(map(is_variable, value)):
        return type(value)(_replace_variables(item) for item in value)
    if type(value) is dict:
        return {name: _replace_variables(item) for name, item in value.items()}
    return value


def _make_keras_variable(value: Any) -> Any:
    name = value.name.split(":")[0].split("/")[-1]
    variable = keras().Variable(value, dtype=value.dtype.name, trainable=value.trainable, name=name)
    share_memory(variable, value)  # so that both variables always have the same value
    return variable


def _watch_call(call: Callable[..., Any]) -> Callable[..., Any]:
    """Record that `call` is running."""

    @functools.wraps(call)
    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        before = vars(self).get("_runs_call", False)
        object.__setattr__(self, "_runs_call", True)
        try:
            return call(self, *args, **kwargs)
        finally:
            object.__setattr__(self, "_runs_call", before)

    return run


def require_result(call: Callable[..., Any], expected: str) -> Callable[..., Any]:
    """Make it an error that a `call` returns nothing."""

    @functools.wraps(call)
    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = call(self, *args, **kwargs)
        if result is None:
            error = TypeError(f"{type(self).__name__}$call(): it should return {expected}, and returned nothing.")
            errors.mark_as_of_method(error)
            raise error
        return result

    return run
