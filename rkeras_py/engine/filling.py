"""Weights of a model that is being loaded: they come from the file, so no random numbers are drawn for them."""

import contextlib
import math
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from .internals.modules import draws_at_random

_LARGE = 1 << 16
"""Number of weights from which drawing them takes long."""

_FILLS: ContextVar[bool] = ContextVar("_FILLS", default=False)


@contextlib.contextmanager
def fill_weights() -> Iterator[None]:
    """Make a model within, and give every weight its value or raise an error."""
    token = _FILLS.set(True)
    try:
        yield
    finally:
        _FILLS.reset(token)


def choose_initializer(layer: Any, shape: Any, initializer: Any) -> Any:
    """Return how a weight begins: as asked, or with zeros where a layer of Keras's own asks for random numbers.

    Args:
        layer: The layer that asks for a weight; others than Keras's own may look at what it begins with.
        shape: The shape of the weight.
        initializer: What the layer asks for.
    """
    if _FILLS.get() and draws_at_random(layer, initializer) and math.prod(shape or ()) >= _LARGE:
        return "zeros"
    return initializer
