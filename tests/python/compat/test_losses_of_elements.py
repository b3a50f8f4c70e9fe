"""Losses of elements and metrics of whole batches, under masks and weights of steps: the numbers of tf_keras."""

from typing import Any

import keras
import numpy as np
import tensorflow as tf
import tf_keras
from support import for_each

import rkeras_py as rk

SAMPLES, STEPS = 10, 5
X = np.random.default_rng(0).normal(size=(SAMPLES, STEPS, 3)).astype("float32")
for place in range(SAMPLES):
    X[place, STEPS - place % 4 :] = 0
Y = np.random.default_rng(1).normal(size=(SAMPLES, STEPS, 2)).astype("float32")
OF_STEPS = np.linspace(0.1, 2, SAMPLES * STEPS).reshape(SAMPLES, STEPS)
OF_SAMPLES = np.linspace(0.1, 2, SAMPLES)


def square(y_true: Any, y_pred: Any) -> Any:
    return tf.square(y_true - y_pred)


def off(y_true: Any, y_pred: Any) -> Any:
    return tf.reduce_mean(tf.abs(y_true - y_pred))


def fit(k: Any, loss: Any, weights: Any, masks: bool = True) -> list[float]:
    """Train a model of one dense layer on sequences; the losses, the metrics and the weights."""
    x = k.Input((STEPS, 3))
    dense = k.layers.Dense(2, kernel_initializer="ones")
    model = k.Model(x, dense(k.layers.Masking()(x) if masks else x))
    settings: dict[str, Any] = {"loss": loss, "metrics": [off, "mae"]}
    arguments: dict[str, Any] = {"batch_size": STEPS, "epochs": 2, "shuffle": False, "verbose": 0}
    arguments |= {} if weights is None else {"sample_weight": weights}
    if k is tf_keras:
        model.compile("sgd", **settings)
        logs = model.fit(X, Y, **arguments).history
    else:
        logs = rk.fit(rk.compile(model, "sgd", **settings), X, Y, **arguments).metrics
    return [*np.concatenate([*logs.values(), *map(np.ravel, model.get_weights())])]


@for_each("loss", [square, off, "mse"])
def test_masks_and_weights_of_steps_weigh_each_element(loss: Any) -> None:
    for weights in (None, OF_SAMPLES, OF_STEPS):
        np.testing.assert_allclose(fit(keras, loss, weights), fit(tf_keras, loss, weights), rtol=1e-5)
    np.testing.assert_allclose(fit(keras, loss, OF_STEPS, False), fit(tf_keras, loss, OF_STEPS, False), rtol=1e-5)


def test_weights_of_as_many_samples_as_steps_weigh_samples() -> None:
    by_step = np.repeat(OF_SAMPLES[:, None], STEPS, 1)
    np.testing.assert_allclose(fit(keras, square, OF_SAMPLES, False), fit(keras, square, by_step, False), rtol=1e-6)
