"""The pipe: `x >> layer_dense(64)`, `model >> fit(x, y)`, and `pipe(x, f, g)`, which needs no operator."""

import sys
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

from ..engine.loading import keras
from .piped import Piped


def is_model_or_layer(value: Any) -> bool:
    """Tell whether a value is a Keras model or layer."""
    return isinstance(value, keras().layers.Layer)


class Subject(NamedTuple):
    """The first argument of verbs: in words, by a name that stands for one, a test for it, the error for another."""

    words: str
    name: str
    fits: Callable[[Any], bool]
    error: type[Exception] = TypeError


def is_model(value: Any) -> bool:
    """Tell whether a value is a Keras model."""
    return isinstance(value, keras().Model)


def has_config(value: Any) -> bool:
    """Tell whether a value is a Keras object that a configuration can describe."""
    return hasattr(value, "get_config") and not isinstance(value, type)


MODELS = Subject("a model or layer", "model", is_model_or_layer)
ONLY_MODELS = Subject("a model", "model", is_model)
CONFIGURED = Subject("a layer, a model or another Keras object", "model", has_config)


class Waiting:
    """A verb that was called without what it is about and waits for the pipe to bring it.

    Args:
        name: Name of the verb.
        of: What it is about.
        call: Function of that.
    """

    __array_ufunc__ = None

    def __init__(self, name: str, of: Subject, call: Callable[[Any], Any]) -> None:
        self._name = name
        self._of = of
        self._call = call
        self._place: tuple[str, int] | None = _find_calling_line()

    def __rrshift__(self, left: Any) -> Any:
        return self(left)

    def __call__(self, piped: Any) -> Any:
        """Do it, on this model."""
        self.excuse()
        return self._call(piped)

    def __repr__(self) -> str:
        return f"<{self._name}(...) waits for {self._of.words}: {self._of.name} >> {self._name}(...)>"

    def excuse(self) -> None:
        """Keep an unused call from causing a warning."""
        self._place = None

    def __del__(self, warn: Callable[..., None] = warnings.warn_explicit) -> None:
        """Warn where nobody piped anything into it: the line did nothing."""
        if self._place is None:
            return
        file, line = self._place
        use = f"{self._of.name} >> {self._name}(...) or {self._name}({self._of.name}, ...)"
        warn(
            f"{self._name}() did nothing: it got no {self._of.name}. Use {use}. {file}:{line}",
            RuntimeWarning,
            file,
            line,
        )


def _find_calling_line() -> tuple[str, int]:
    """Return file and line of the nearest frame outside of this package."""
    frame = sys._getframe(1)
    while frame.f_back is not None and str(frame.f_globals.get("__name__")).split(".")[0] == __package__.split(".")[0]:
        frame = frame.f_back
    return frame.f_code.co_filename, frame.f_lineno


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
            value = value >> step if isinstance(step, Waiting | Piped) or is_model_or_layer(step) else step(value)
        except Exception as error:
            for left in steps[number:]:
                if isinstance(left, Waiting):
                    left.excuse()
            error.add_note(f"in step {number} of the pipe: {getattr(step, 'name', step)!r}")
            raise
    return value
