"""Short calls in plain Keras, for those that are measured from R; also called from R, in R's process."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

ROWS, COLUMNS, UNITS = 32, 8, 16


def data() -> tuple[Any, Any]:
    """Make one batch of inputs and targets, as float32."""
    draw = np.random.default_rng(1)
    return draw.random((ROWS, COLUMNS), "float32"), draw.random((ROWS, 1), "float32")


def network() -> Any:
    """Make a compiled network that leaves most of the time of a batch to what is around it."""
    keras.utils.set_random_seed(1)
    dense = keras.layers.Dense
    model = keras.Sequential([keras.Input((COLUMNS,)), dense(UNITS, activation="relu"), dense(1)])
    model.compile(keras.optimizers.SGD(0.01), "mse")
    return model


def call(model: Any, x: Any, times: int) -> None:
    """Call a model on a tensor, again and again."""
    for _ in range(times):
        model(x)


def bind_call(model: Any, x: Any) -> Callable[[], None]:
    """Make a function that calls a model on a tensor, and takes and returns nothing."""
    return lambda: call(model, x, 1)


def train_on_batch(model: Any, x: Any, y: Any, times: int) -> None:
    """Train on one batch, again and again."""
    for _ in range(times):
        model.train_on_batch(x, y)


def predict_on_batch(model: Any, x: Any, times: int) -> None:
    """Predict one batch, again and again."""
    for _ in range(times):
        model.predict_on_batch(x)


def get_weights(model: Any, times: int) -> None:
    """Take the weights, again and again."""
    for _ in range(times):
        model.get_weights()


def steps(model: Any, x: Any, y: Any, times: int) -> None:
    """Train step by step, as scripts do that write the step themselves."""
    ops, weights, optimizer = keras.ops, model.trainable_variables, model.optimizer
    for _ in range(times):
        with tf.GradientTape() as tape:
            loss = ops.mean(ops.square(ops.subtract(y, model(x))))
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
