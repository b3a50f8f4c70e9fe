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


def network() -> Any:
    """Make a compiled network of three dense layers on 784 numbers, always with the same weights."""
    keras.utils.set_random_seed(1)
    dense = keras.layers.Dense
    layers = [keras.Input((784,)), dense(64, activation="relu"), dense(64, activation="relu"), dense(10)]
    model = keras.Sequential([*layers, keras.layers.Softmax()])
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def fit(model: Any, x: Any, y: Any, epochs: int) -> None:
    """Train."""
    model.fit(x, y, epochs=epochs, batch_size=128, verbose=0)


def predict(model: Any, x: Any, size: int, times: int = 1) -> None:
    """Predict, some times."""
    for _ in range(times):
        model.predict(x, batch_size=size, verbose=0)


def copy(x: Any) -> None:
    """Copy an array as it lies."""
    x.copy()
