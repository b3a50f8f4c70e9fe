"""Code that the tests of the k_* functions share."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

RNG = np.random.default_rng(5)


def normal(*shape: int) -> np.ndarray:
    return RNG.normal(size=shape).astype("float32")


def leaves(value: Any) -> list[np.ndarray]:
    if isinstance(value, list) and isinstance(value[0], (float, list)):
        return [np.asarray(value)]
    return [np.asarray(one) for one in tf.nest.flatten(value)]


def assert_same(found: Any, right: Any) -> None:
    for ours, theirs in zip(leaves(found), leaves(right), strict=True):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def assert_same_in_model(function: Callable[[Any], Any], x: np.ndarray) -> None:
    """A function gives in a functional model what it gives eagerly, and tells the shape and type before."""
    inputs = keras.Input(x.shape[1:], dtype=str(x.dtype))
    outputs, right = function(inputs), function(x)
    found = keras.Model(inputs, outputs)(x)
    assert_same(found, right)
    for symbol, value in zip(tf.nest.flatten(outputs), tf.nest.flatten(right), strict=True):
        assert symbol.dtype == value.dtype.name
        assert all(size in (None, seen) for size, seen in zip(symbol.shape, value.shape, strict=True))
