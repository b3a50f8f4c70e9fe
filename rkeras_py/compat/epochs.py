"""Epochs whose `steps_per_epoch` is not the number of batches: in Keras 2 all have the same number of steps.

In Keras 2 arrays restart at their end, and a PyDataset with each epoch. In Keras 3 an epoch ends with the data: with
three batches and two steps per epoch, epochs have 2, 1, 2, ... steps. TensorFlow datasets and generators continue in
both.
"""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from . import targets

_OF_KERAS2: ContextVar[bool] = ContextVar("_OF_KERAS2", default=False)


@contextlib.contextmanager
def run(model: Any, method: str) -> Iterator[None]:
    """Give a model epochs as in Keras 2 while it trains, if it gets its data so; validation goes through its data once.

    Args:
        model: The model.
        method: The name of the method that runs.
    """
    token = _OF_KERAS2.set(method == "fit" and targets.is_marked(model))
    try:
        yield
    finally:
        _OF_KERAS2.reset(token)


def are_of_keras2() -> bool:
    """Tell whether the model that trains has epochs as in Keras 2."""
    return _OF_KERAS2.get()
