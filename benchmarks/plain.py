"""What plain Keras does, for everything that is measured here; also called from R, in R's process."""

import gc
import time
from collections.abc import Callable
from typing import Any

import keras

WIDTH = 16


def chain(layers: int) -> None:
    """Build a functional chain of dense layers."""
    x = keras.Input((WIDTH,))
    for _ in range(layers):
        x = keras.layers.Dense(WIDTH)(x)


def sequential(layers: int) -> None:
    """Grow a Sequential model."""
    model = keras.Sequential()
    model.add(keras.Input((WIDTH,)))
    for _ in range(layers):
        model.add(keras.layers.Dense(WIDTH))


def calls(x: Any, times: int) -> None:
    """Make a cheap layer and call it, again and again."""
    for _ in range(times):
        keras.layers.Activation("relu")(x)


def seconds(function: Callable[..., Any], *args: Any) -> list[float]:
    """Time one call, from a clean state: processor time, and by the clock on the wall."""
    keras.backend.clear_session()
    gc.collect()
    start = now()
    function(*args)
    return [end - begin for begin, end in zip(start, now(), strict=True)]


def now() -> list[float]:
    """Read both clocks."""
    return [time.process_time(), time.perf_counter()]
