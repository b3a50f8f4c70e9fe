"""What plain Keras does, for everything that is measured here; also called from R, in R's process."""

import gc
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import keras
import numpy as np

WIDTH = 16
ROWS = 60_000


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


def lambdas(layers: int) -> None:
    """Build a functional chain of functions as layers."""
    x = keras.Input((WIDTH,))
    for _ in range(layers):
        x = keras.layers.Lambda(lambda x: x * 2.0)(x)


class Scale(keras.layers.Layer):
    """A layer as users write them: an argument, a weight, a computation."""

    def __init__(self, factor: float, **options: Any) -> None:
        """Keep the argument."""
        super().__init__(**options)
        self.factor = factor

    def build(self, input_shape: Any) -> None:
        """Make the weight."""
        self.scale = self.add_weight(name="scale", shape=(input_shape[1],), initializer="ones")

    def call(self, inputs: Any) -> Any:
        """Compute."""
        return inputs * self.scale * self.factor


def scales(layers: int) -> None:
    """Build a functional chain of custom layers."""
    x = keras.Input((WIDTH,))
    for _ in range(layers):
        x = Scale(3.0)(x)


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


def now_in_thread() -> list[float]:
    """Read the clocks, of the processor's time only that of this thread, which runs the loop over the batches."""
    return [time.thread_time(), time.perf_counter()]


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


def small_network() -> Any:
    """Make a compiled network that leaves most of the time of a batch to what is around it."""
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model


class Callback(keras.callbacks.Callback):
    """Hears of each batch."""

    def __init__(self, function: Callable[..., Any]) -> None:
        """Keep what is called."""
        super().__init__()
        self.function = function

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """Call the function."""
        self.function(batch, logs)


def nothing(batch: int, logs: Any) -> None:
    """Do nothing, as a callback."""


def clocked_fit(model: Any, x: Any, y: Any, callback: Any) -> list[float]:
    """Train on batches of one sample, and give the medians of what the callback takes after each, on both clocks."""
    method, times = callback.on_train_batch_end, []

    def clocked(batch: int, logs: Any) -> None:
        start = now_in_thread()
        method(batch, logs)
        times.append([end - begin for begin, end in zip(start, now_in_thread(), strict=True)])

    callback.on_train_batch_end = clocked
    try:
        model.fit(x, y, epochs=1, batch_size=1, verbose=0, callbacks=[callback])
    finally:
        del callback.on_train_batch_end
    return [statistics.median(of_clock) for of_clock in zip(*times, strict=True)]


def call_back(function: Callable[..., Any], times: int) -> None:
    """Call a function as Keras calls what hears of a batch."""
    for number in range(times):
        function(number, {"loss": 1.0})


def peak() -> int:
    """Return the most memory that this process has held, in bytes.

    On Linux `ru_maxrss` begins with what the process held that started this one; the system's own count does not.
    """
    if os.path.exists("/proc/self/status"):
        with open("/proc/self/status") as file:
            return int(file.read().split("VmHWM:")[1].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def peak_of_fit() -> int:
    """Train on float32 in this process, which should be a fresh one, and return its peak of memory."""
    x = np.empty((ROWS, 784), "float32")
    np.random.default_rng(1).random(out=x, dtype="float32")
    fit(network(), x, np.floor(x[:, 0] * 10).astype("int32"), 1)
    return peak()


def batches(pictures: list[Any], y: Any) -> Any:
    """Give the same batch without end."""
    inputs = tuple(pictures) if len(pictures) > 1 else pictures[0]
    while True:
        yield inputs, y


def fit_steps(model: Any, generator: Any, steps: int) -> None:
    """Train on batches of a generator."""
    model.fit(generator, steps_per_epoch=steps, epochs=1, verbose=0)


def fit_logged(model: Any, x: Any, y: Any) -> None:
    """Train on batches of one sample, with a callback that keeps the logs of each."""
    logs: list[Any] = []
    callback = Callback(lambda _, of_batch: logs.append(dict(of_batch)))
    model.fit(x, y, epochs=1, batch_size=1, verbose=0, callbacks=[callback])
