"""A small model and its data, for the tests of callbacks."""

from typing import Any

import keras
import numpy as np
import tf_keras

import rkeras_py as rk

RNG = np.random.default_rng(4)
X = RNG.normal(size=(24, 3)).astype("float32")
Y = (X[:, :1] - X[:, 1:2] > 0).astype("float32")
START = [RNG.normal(size=(3, 1)).astype("float32"), np.zeros(1, "float32")]


def model(engine: Any = keras, rate: Any = 0.5, metrics: Any = (), optimizer: str = "SGD") -> Any:
    """A small model; eager, since tracing would take longer than training it."""
    made = engine.Sequential([engine.layers.Input((3,)), engine.layers.Dense(1, activation="sigmoid")])
    made.set_weights(START)
    made.compile(
        getattr(engine.optimizers, optimizer)(rate), "binary_crossentropy", metrics=list(metrics), run_eagerly=True
    )
    return made


def fit(made: Any, *callbacks: Any, epochs: int = 6, **settings: Any) -> dict[str, list[float]]:
    arguments = {"epochs": epochs, "verbose": 0, "shuffle": False, "batch_size": 24, "callbacks": list(callbacks)}
    trained = made.fit if isinstance(made, tf_keras.Model) else lambda *a, **b: rk.fit(made, *a, **b)
    return dict(trained(X, Y, validation_data=(X[:8], Y[:8]), **{**arguments, **settings}).history)
