"""Data for methods of Keras's own classes, as in Keras 2: R vectors, which arrive as lists, become arrays.

Feature spaces take data frames, too.

Models that are made here train on data, and are measured, by the rules of fit() and evaluate().
"""

import contextlib
import functools
import inspect
import numbers
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from ..compat import epochs, targets, without_effect
from ..data import array_values, arrays
from ..engine.loading import keras
from ..engine.tensors import step_errors
from ..messages import errors, tensorflow_errors
from ..training import class_weights, inputs, model_calls, retracing
from ..training.given import ARE_CHECKED
from .patch import Patch, replace_members
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


def adapt_to_columns(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that adapts a feature space to a dataset, a data frame or a named list."""

    @functools.wraps(own)
    def adapt(self: Any, dataset: Any) -> Any:
        return own(self, _read_columns(self, dataset, "adapt", "data"))

    return adapt


def call_on_columns(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that calls a feature space on a data frame, or on a named list of columns or tensors."""

    @functools.wraps(own)
    def call(self: Any, data: Any) -> Any:
        return own(self, _read_columns(self, data, self.name, "data"))

    return call


def _read_columns(space: Any, data: Any, function: str, argument: str) -> Any:
    """Return the columns that are features, by their names; a factor as its labels, and tensors as they are."""
    if isinstance(data, Mapping):
        names = list(data)
        if all(map(arrays.is_tensor, data.values())):
            return data
    elif arrays.is_frame(data):
        names = arrays.list_names(data)
    else:
        return data
    with array_values.name_data_errors(function, argument):
        missing = [name for name in space.features if name not in names]
        if missing:
            expected = f"columns with the names of the features, {', '.join(space.features)}"
            raise errors.bad_argument(function, argument, expected, errors.Words(f"none for {', '.join(missing)}"))
        return {name: _convert_column(name, kind, data[name]) for name, kind in space.features.items()}


def _convert_column(name: str, kind: Any, column: Any) -> Any:
    factor = arrays.as_factor(column)
    values = factor.labels if factor is not None else column
    converted = arrays.to_array(values, scalar_rank=0)
    is_array = isinstance(converted, np.ndarray)
    is_text = arrays.is_text(converted) if is_array else converted.dtype == "string"
    if is_text != (kind.dtype == "string"):
        raise array_values.UnusableError(f'The feature "{name}" should be {"numbers" if is_text else "text"}.')
    if is_array and converted.dtype.kind == "f" and "int" in kind.dtype:
        if (converted != np.floor(converted)).any():
            raise array_values.UnusableError(f'The feature "{name}" should be whole numbers.')
        return converted.astype("int64")
    return converted


OF_FEATURE_SPACES: list[Patch] = replace_members(
    "keras.utils.FeatureSpace",
    {"adapt": adapt_to_columns, "__call__": call_on_columns},
    "data frames, with factors, and named lists of R's vectors, are columns",
    "It raises ValueError for data frames.",
)
