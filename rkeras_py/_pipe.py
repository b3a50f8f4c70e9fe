"""The pipe: `x >> layer_dense(64)`, `model >> fit(x, y)`, and `pipe(x, f, g)` for those who dislike operators."""

from collections.abc import Callable
from typing import Any

from ._keras import keras


class Waiting:
    """A verb that was called without its model and waits for the pipe to bring it."""

    __array_ufunc__ = None

    def __init__(self, name: str, call: Callable[[Any], Any]) -> None:
        """Keep a call for later.

        Args:
            name: Name of the verb.
            call: Function of the model.
        """
        self._name = name
        self._call = call

    def __rrshift__(self, left: Any) -> Any:
        return self(left)

    def __call__(self, model: Any) -> Any:
        """Do it, on this model."""
        return self._call(model)

    def __repr__(self) -> str:
        return f"<{self._name}(...) waits for a model or layer: model >> {self._name}(...)>"


def is_model_or_layer(value: Any) -> bool:
    """Whether a value is a Keras model or layer."""
    return isinstance(value, keras().layers.Layer)


def pipe(value: Any, *steps: Callable[[Any], Any]) -> Any:
    """Send a value through functions, layers, models and waiting verbs, one after the other.

    Args:
        value: A tensor, an array, a list of tensors, or a model.
        steps: What to send it through; `pipe(x, f, g)` is `g(f(x))`, and a Sequential model grows by a layer.

    Returns:
        What the last step gave.

    Raises:
        Exception: What a step raised, with a note that says which step it was.
    """
    for number, step in enumerate(steps, start=1):
        try:
            value = value >> step if is_model_or_layer(step) or isinstance(step, Waiting) else step(value)
        except Exception as error:
            error.add_note(f"in step {number} of the pipe: {getattr(step, 'name', step)!r}")
            raise
    return value
