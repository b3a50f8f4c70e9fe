"""Two small models and their data, for the tests of training."""

from typing import Any

import keras
import numpy as np

import rkeras_py as rk

RNG = np.random.default_rng(1)
A = RNG.normal(size=(12, 4))
B = RNG.normal(size=(12, 3))
ONE = (A.sum(1, keepdims=True) > 0).astype(float)
TWO = np.column_stack([B[:, :1] > 0, B[:, 1:2] > 0]).astype(float)
SILENT = {"epochs": 2, "verbose": 0}


def single(engine: Any = None) -> Any:
    if engine is None:
        return rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(1, activation="sigmoid", name="out")
    x = engine.Input((4,))
    return engine.Model(x, engine.layers.Dense(1, activation="sigmoid", name="out")(x))


def double(engine: Any = None) -> Any:
    if engine is None:
        a, b = rk.layer_input(4, name="a"), rk.layer_input(3, name="b")
        both = rk.layer_concatenate([a, b])
        main = rk.layer_dense(both, 1, activation="sigmoid", name="main")
        return rk.keras_model([a, b], [main, rk.layer_dense(a, 2, activation="sigmoid", name="aux")])
    a, b = engine.Input((4,), name="a"), engine.Input((3,), name="b")
    both = engine.layers.Concatenate()([a, b])
    main = engine.layers.Dense(1, activation="sigmoid", name="main")(both)
    return engine.Model([a, b], [main, engine.layers.Dense(2, activation="sigmoid", name="aux")(a)])


def data(model: Any) -> tuple[Any, Any]:
    return ([A, B], [ONE, TWO]) if len(model.inputs) == 2 else (A, ONE)


def seeded(make: Any, *args: Any) -> Any:
    keras.backend.clear_session()
    keras.utils.set_random_seed(3)
    return make(*args)
