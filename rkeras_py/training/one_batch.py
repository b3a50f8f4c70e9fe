"""Keras's methods for one batch, on tensors: TensorFlow is slow to tell what an array is to a compiled function.

The function that Keras has compiled for the model is the same, and so are its traces and the numbers.
"""

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..engine.internals.compiled import distribution
from ..engine.internals.counting import reset_metrics
from ..engine.loading import keras, resolve

_KINDS = "fiubc"
"""Of numpy's data types, those that mean the same to TensorFlow."""


def choose_method(model: Any, what: str) -> Callable[..., Any] | None:
    """Return what calls a method of a model on tensors; None where somebody might look at the arrays.

    Args:
        model: The model.
        what: "train_on_batch", "test_on_batch" or "predict_on_batch".
    """
    plain = _is_kerass_own(model, what) and distribution(model) is None
    if not plain or model.run_eagerly or resolve("tensorflow.config.functions_run_eagerly")():
        return None
    return functools.partial(_call_on_tensors, getattr(model, what))


def _is_kerass_own(model: Any, what: str) -> bool:
    return getattr(type(model), what) is getattr(keras().Model, what) and what not in vars(model)


def _call_on_tensors(method: Callable[..., Any], **arguments: Any) -> Any:
    return method(**{name: _as_tensors(value) for name, value in arguments.items()})


def _as_tensors(value: Any) -> Any:
    if type(value) is np.ndarray:
        return resolve("tensorflow.constant")(value) if value.dtype.kind in _KINDS else value
    if type(value) is list:
        return [_as_tensors(part) for part in value]
    if type(value) is dict:
        return {name: _as_tensors(part) for name, part in value.items()}
    return value


@contextlib.contextmanager
def count(model: Any, resets: bool) -> Iterator[None]:
    """Have a model count anew within, as Keras's methods for one batch do, or go on counting.

    Args:
        model: The model.
        resets: Whether to count anew.
    """
    if resets and not _is_kerass_own(model, "reset_metrics"):
        yield
        return
    own = vars(model)  # before Keras's class
    before = {name: own[name] for name in ("reset_metrics",) if name in own}
    own["reset_metrics"] = functools.partial(reset_metrics, model) if resets else _go_on
    try:
        yield
    finally:
        del own["reset_metrics"]
        own.update(before)


def _go_on() -> None:
    """Leave the metrics as they are."""
