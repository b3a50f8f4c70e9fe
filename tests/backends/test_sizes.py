"""Sizes that are known only when a model runs, in functions of layers, on the backend that KERAS_BACKEND names."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from rkeras_py import (
    compile,
    k_cast,
    k_constant,
    k_ones,
    k_reshape,
    k_shape,
    k_tile,
    keras_model,
    layer_input,
    layer_lambda,
    op_broadcast_to,
    op_shape,
    op_zeros,
    predict,
    random_normal,
    random_seed_generator,
)
from rkeras_py.engine.loading import keras

X = np.random.default_rng(2).normal(size=(6, 4)).astype("float32")
FORMS: dict[str, tuple[Callable[[Any], Any], Any]] = {
    "reshape": (lambda z: k_reshape(z, [k_shape(z)[0], 2, 2]), X.reshape(6, 2, 2)),
    "tile": (lambda z: k_tile(k_ones([1, 3]), [k_shape(z)[0], 1]), np.ones((6, 3))),
    "number": (lambda z: z / k_cast(k_shape(z)[0], "float32"), X / 6),
    "numbers": (lambda z: z / k_cast(k_shape(z), "float32")[0], X / 6),
    "whole": (lambda z: op_broadcast_to(k_ones([1, 4]), k_shape(z)) + op_zeros(op_shape(z)), np.ones((6, 4))),
}


@pytest.mark.parametrize("form", FORMS)
def test_functions_of_layers_take_the_sizes_of_a_batch(form: str) -> None:
    function, right = FORMS[form]
    inputs = layer_input(4)
    model = keras_model(inputs, layer_lambda(inputs, function))
    np.testing.assert_allclose(predict(model, X, verbose=0), right, rtol=1e-6)
    np.testing.assert_array_equal(np.asarray(k_shape(k_constant(X))), [6, 4])


class Noise(keras().layers.Layer):  # type: ignore[misc]
    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.seeds = random_seed_generator(1)

    def call(self, x: Any) -> Any:
        return random_normal(k_shape(x), seed=self.seeds) + 0 * x


def test_a_layer_with_a_generator_of_seeds_draws_for_each_batch() -> None:
    inputs = layer_input(4)
    model = keras_model(inputs, Noise()(inputs)) >> compile("sgd", "mse")
    drawn = predict(model, X, batch_size=3, verbose=0)
    assert len(np.unique(drawn.round(4))) > 20 and not np.allclose(drawn, predict(model, X, batch_size=3, verbose=0))


def test_sizes_count_as_tensors_of_them() -> None:
    inputs = layer_input(4)
    model = keras_model(
        inputs, layer_lambda(inputs, lambda z: z * 0 + k_cast(k_shape(z) * k_shape(z)[1], "float32")[1])
    )
    assert predict(model, X, verbose=0).tolist() == [[16.0] * 4] * 6
