"""Whole numbers that need more than 32 bits: JAX has none, and makes others of them without a word."""

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from rkeras_py import (
    as_tensor,
    compile,
    evaluate,
    fit,
    k_cast,
    k_constant,
    k_gather,
    k_one_hot,
    k_sum,
    keras_model_sequential,
    layer_dense,
    layer_embedding,
    layer_flatten,
    layer_hashing,
    layer_rescaling,
    loss_mean_squared_error,
    op_add,
    op_array,
    op_cast,
    op_equal,
    op_full,
    op_max,
    op_one_hot,
    op_take,
    predict,
    predict_on_batch,
    train_on_batch,
)

FAR = np.array([2**32 + 1])
X = np.ones((1, 1), "float32")


def make() -> Any:
    model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="ones")
    return model >> compile(loss="mse", optimizer="sgd")


def make_whole() -> Any:
    return keras_model_sequential(input_shape=1, dtype="int64") >> layer_flatten()


DOORS: dict[str, Callable[[], Any]] = {
    "positions": lambda: op_take(np.arange(5), FAR),
    "positions, k_*": lambda: k_gather(np.arange(5), FAR),
    "classes": lambda: op_one_hot(FAR, 3),
    "classes, k_*": lambda: k_one_hot(FAR, 3),
    "sum": lambda: k_sum(FAR),
    "largest": lambda: op_max(np.array([2**32 + 1, 2])),
    "list": lambda: op_array([2**32 + 1, 1]),
    "unsigned": lambda: op_array(FAR.astype("uint64")),
    "other type": lambda: op_array([2**32 + 1], "int64"),
    "tensor": lambda: as_tensor(FAR),
    "double": lambda: as_tensor([2.0**32 + 1], "int64"),
    "cast": lambda: op_cast(FAR, "float32"),
    "cast of doubles": lambda: k_cast(np.array([2.0**32 + 1]), "int64"),
    "number": lambda: op_add(np.int32([1]), 2**32 + 1),
    "compared": lambda: op_equal(np.int32([1]), 2**32 + 1),
    "filled": lambda: op_full((2,), 2**32 + 1, dtype="int64"),
    "constant": lambda: k_constant(FAR, dtype="int64"),
    "layer": lambda: layer_rescaling(FAR, scale=2.0),
    "embedding": lambda: layer_embedding(FAR[None], input_dim=5, output_dim=2),
    "loss": lambda: loss_mean_squared_error(FAR[None], X),
    "x": lambda: predict(make(), FAR[None], verbose=0),
    "model": lambda: make()(FAR[None]),
    "model of whole numbers": lambda: make_whole()(FAR[None]),
    "model of whole numbers, doubles": lambda: make_whole()(FAR[None].astype("float64")),
    "model of whole numbers, call()": lambda: make_whole().call(FAR[None]),
    "layer that is there": lambda: layer_rescaling(scale=2.0)(FAR),
    "x, Keras's method": lambda: make().predict(FAR[None], verbose=0),
    "batch": lambda: predict_on_batch(make(), FAR[None]),
    "generator": lambda: fit(make(), iter([(X, FAR[None])]), steps_per_epoch=1, verbose=0),
    "y": lambda: evaluate(make(), X, FAR[None], verbose=0),
    "y, batch": lambda: train_on_batch(make(), X, FAR[None]),
    "weights": lambda: fit(make(), X, X, sample_weight=FAR, verbose=0),
}


@pytest.mark.skipif(os.environ["KERAS_BACKEND"] != "jax", reason="PyTorch has 64 bits")
@pytest.mark.parametrize("door", DOORS)
def test_numbers_beyond_32_bits_are_refused(door: str) -> None:
    with pytest.raises(ValueError, match=r"^\w+\(\): .*(have 32 bits|which int32 holds|from 1 to 5|to 2147483647)"):
        DOORS[door]()


def test_numbers_that_fit_are_taken() -> None:
    np.testing.assert_array_equal(np.asarray(op_array(np.array([2**31 - 1, -(2**31)]))), [2**31 - 1, -(2**31)])
    assert predict(make(), np.array([[3]]), verbose=0).item() == 3
    far, near = np.asarray(layer_hashing(np.array([2**32 + 1, 1]), num_bins=1000))
    assert far != near
