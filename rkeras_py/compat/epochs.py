"""Epochs whose `steps_per_epoch` is not the number of batches: in Keras 2 each has as many steps.

Arrays begin again where they end, and the batches of a PyDataset with each epoch. In Keras 3 an epoch ends with the
data: of three batches, two steps are two, the one that is left, two, and so on. Datasets of TensorFlow and generators
go on in both.
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
