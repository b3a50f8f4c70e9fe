"""Arguments of a model's own methods, as in Keras 2: R vectors, which arrive as lists, become arrays.

Models that are made here train on data, and are measured, by the rules of fit() and evaluate().
"""

import contextlib
import functools
import inspect
import numbers
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..compat import epochs, targets, without_effect
from ..engine.loading import keras
from ..engine.tensors import step_errors
from ..messages import errors, tensorflow_errors
from ..training import class_weights, inputs, model_calls, retracing
from ..training.given import ARE_CHECKED
from .r_batches import is_of_r

_DATA = {"x": "inputs", "y": "outputs", "sample_weight": "outputs", "validation_data": "outputs"}
"""The arguments with data, and the model's attribute that tells their number."""

METHODS = ("fit", "evaluate", "predict", "train_on_batch", "test_on_batch", "predict_on_batch")
"""The methods with data among their arguments."""

_OF_VALIDATION = "_use_cached_eval_dataset"
"""Keras's fit() marks its calls of evaluate() with it; it prepared their data itself."""


def take_lists(method: str) -> Callable[[Any], Any]:
    """Return what makes a method that takes lists of numbers of the one that does not.

    Args:
        method: Its name.
    """

    def make(own: Callable[..., Any]) -> Callable[..., Any]:
        places = tuple(inspect.signature(own).parameters)[1:]

        @functools.wraps(own)
        def call(self: Any, *args: Any, **kwargs: Any) -> Any:
            token = ARE_CHECKED.set(False)
            by_r = is_of_r(sys._getframe().f_back)
            try:
                with epochs.run(self, method), errors.spell_as_r() if by_r else contextlib.nullcontext():
                    if token.old_value is True or _OF_VALIDATION in kwargs:
                        return own(self, *args, **kwargs)
                    placed = places[: len(args)]
                    data = _arrange(self, method, {**dict(zip(placed, args, strict=False)), **kwargs}, by_r)
                    retracing.renew_functions(self, method, data)
                    named = {name: data[name] for name in data if name in kwargs or name not in placed}
                    with _reword_errors(self, method, data):
                        return own(self, *map(data.get, placed), *args[len(placed) :], **named)
            finally:
                ARE_CHECKED.reset(token)

        return call

    return make


@contextlib.contextmanager
def _reword_errors(model: Any, method: str, data: dict[str, Any]) -> Iterator[None]:
    """Tell errors of TensorFlow's computations, and of targets that lack, as the function of the same name does."""
    try:
        yield
    except step_errors(TypeError, ValueError) as error:
        reworded = None
        if targets.is_marked(model):
            reworded = tensorflow_errors.explain_graph_error(method, error, model)
            if model_calls.lacks_targets(error, data):
                reworded = ValueError(f"{method}(): {model_calls.NO_TARGETS}")
        if reworded is None:
            raise
        raise reworded from error


def compile_without(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a compile() that also takes, as compile() of this package does, what Keras 2 took and did not use."""
    idle = without_effect.ARGUMENTS["compile"]

    @functools.wraps(own)
    def compile(self: Any, *args: Any, **kwargs: Any) -> None:
        own(self, *args, **{name: value for name, value in kwargs.items() if name not in idle})

    known = inspect.signature(own)
    further = inspect.Parameter("kwargs", inspect.Parameter.VAR_KEYWORD)  # R reads the signature for valid arguments
    compile.__signature__ = known.replace(parameters=[*known.parameters.values(), further])  # type: ignore[attr-defined]
    return compile


def _arrange(model: Any, method: str, data: dict[str, Any], by_r: bool) -> dict[str, Any]:
    if targets.is_marked(model):
        return inputs.arrange_arguments(model, method, data)
    if by_r and data.get("class_weight"):  # names of R's lists are text, which Keras looks up among numbers
        data = data | {"class_weight": class_weights.check_class_weights(data["class_weight"], method)}
    return {name: _convert(model, name, value) if name in _DATA else value for name, value in data.items()}


def _convert(model: Any, name: str, value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        return value
    if name == "validation_data":
        parts = zip(("x", "y", "sample_weight"), value, strict=False)
        return tuple(_convert(model, part, one) for part, one in parts) if 2 <= len(value) <= 3 else value
    several = len(keras().tree.flatten(getattr(model, _DATA[name], None) or [])) == len(value) > 1
    if several:
        return [_as_array(part) for part in value]
    return _as_array(value)


def _as_array(value: Any) -> Any:
    """Return a list of numbers, or of rows of numbers, as an array; anything else unchanged."""
    leaves = keras().tree.flatten(value) if isinstance(value, (list, tuple)) else []
    if not leaves or not all(isinstance(leaf, numbers.Real) for leaf in leaves):
        return value
    try:
        return np.asarray(value)
    except ValueError:  # ragged rows; Keras reports them itself
        return value
