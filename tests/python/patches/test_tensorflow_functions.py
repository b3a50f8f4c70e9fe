"""TensorFlow's functions on symbolic tensors give in a model what they give for values."""

from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from backend_support import assert_same, normal
from support import sampled

from rkeras_py.engine.loading import keras as load

load()
X = normal(3, 4, 6)

OPERATIONS = {
    "relu": tf.nn.relu,
    "one axis": lambda x: tf.reduce_mean(x, axis=1),
    "two axes": lambda x: tf.reduce_sum(x, [1, 2], keepdims=True),
    "concat": lambda x: tf.concat([x, 2 * x], axis=1),
    "stack": lambda x: tf.stack([x, x], axis=2),
    "transpose": lambda x: tf.transpose(x, [0, 2, 1]),
    "matmul": lambda x: tf.matmul(x, tf.ones((6, 2))),
    "where": lambda x: tf.where(x > 0, x, tf.zeros_like(x)),
    "cast": lambda x: tf.cast(tf.greater(x, 0.0), tf.int32),
    "normalize": lambda x: tf.nn.l2_normalize(x, axis=-1),
    "softmax": tf.nn.softmax,
    "split": lambda x: tf.split(x, [2, 4], axis=2),
    "gather": lambda x: tf.gather(x, [0, 2], axis=1),
    "one hot": lambda x: tf.one_hot(tf.argmax(x, axis=-1), 6),
    "pad": lambda x: tf.pad(x, np.array([[0, 0], [1, 1], [0, 0]])),
    "difference": lambda x: tf.math.squared_difference(x, 0.5),
    "moments": lambda x: tf.nn.moments(x, axes=[1]),
    "right side": lambda x: tf.subtract(1.0, x),
}
"""Functions for which Keras has operations, which a file can hold."""

LAYERS = {
    "open size": lambda x: tf.reshape(x, [tf.shape(x)[0], 24]),
    "transposed": lambda x: tf.matmul(x, x, transpose_b=True),
    "einsum": lambda x: tf.einsum("bij,bkj->bik", x, x),
    "top": lambda x: tf.math.top_k(x, 2)[0],
    "lgamma": lambda x: tf.math.lgamma(tf.abs(x) + 1),
    "whole mean": lambda x: tf.reduce_mean(tf.cast(x * 9, "int32"), axis=1),
}


@pytest.mark.parametrize("sizes", [(4, 6), (None, 6)])
@pytest.mark.parametrize("name", [*OPERATIONS, *LAYERS])
def test_numbers_are_those_of_values(name: str, sizes: tuple[int | None, ...]) -> None:
    function = {**OPERATIONS, **LAYERS}[name]
    inputs = keras.Input(sizes)
    outputs, right = function(inputs), function(tf.constant(X))
    assert_same(keras.Model(inputs, outputs).predict(X, verbose=0), right)
    for symbol, value in zip(tf.nest.flatten(outputs), tf.nest.flatten(right), strict=True):
        assert all(size in (None, seen) for size, seen in zip(symbol.shape, value.shape, strict=True))


@pytest.mark.parametrize("name", sampled(OPERATIONS, 4))
def test_operations_are_saved(name: str, tmp_path: Path) -> None:
    inputs = keras.Input((4, 6))
    model = keras.Model(inputs, OPERATIONS[name](inputs))
    model.save(tmp_path / "model.keras")
    again = keras.models.load_model(tmp_path / "model.keras")
    assert_same(again.predict(X, verbose=0), model.predict(X, verbose=0))


def test_a_layer_that_no_file_can_hold_says_so(tmp_path: Path) -> None:
    inputs = keras.Input((4, 6))
    model = keras.Model(inputs, tf.linalg.band_part(inputs, 0, -1))
    with pytest.raises(
        NotImplementedError, match=r"^tf\.linalg\.band_part\(\): a model with it cannot be described in"
    ):
        model.save(tmp_path / "model.keras")


def test_shapes_of_tensorflow_are_shapes() -> None:
    outputs = tf.reshape(keras.Input((4, 6)), tf.TensorShape([None, 24]))
    assert outputs.shape == (None, 24)


def test_errors_are_those_of_keras_and_tensorflow() -> None:
    with pytest.raises(ValueError, match=r"^tf\.concat\(\): Every value in `xs` must have the same shape"):
        tf.concat([keras.Input((4, 6)), keras.Input((3, 5))], axis=1)
    with pytest.raises(ValueError, match=r"^tf\.einsum\(\): Dimensions must be equal, but are 6 and 5"):
        tf.einsum("bij,bkj->bik", keras.Input((4, 6)), keras.Input((4, 5)))


def test_keras_itself_gets_the_answer_it_knows() -> None:
    with pytest.raises(ValueError, match="A KerasTensor cannot be used as input to a TensorFlow function"):
        eval("tf.convert_to_tensor(x)", {"tf": tf, "x": keras.Input((3,)), "__name__": "keras.src.anything"})


def test_the_calls_of_values_fail_as_before() -> None:
    with pytest.raises((TypeError, ValueError)):
        tf.concat(["a", 1], axis=0)
