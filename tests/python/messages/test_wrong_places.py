"""Values in the wrong place: functions without parentheses, data for a model, text for numbers, tensors for data."""

import re
import warnings
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import rkeras_py as rk
from rkeras_py.graph import user_parts

pytestmark = pytest.mark.quick

X = np.random.RandomState(0).rand(8, 4).astype("float32")
Y = X.sum(1, keepdims=True)
SECRET = [f"secret{number}" for number in range(10_000)]
TEXT = np.array([["a"], ["b"]])
ODDS = [[0.2, 0.8]]


def model(**compiling: Any) -> Any:
    made = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(1)
    return rk.compile(made, "sgd", "mse", **compiling)


def fit_with(activation: Any) -> Any:
    made = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(1, activation=activation)
    return rk.compile(made, "sgd", "mse") >> rk.fit(X, Y, verbose=0)


def draw() -> Any:
    yield X, Y


def of_model(size: int = 4) -> Any:
    return rk.layer_input(size)


WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    # a function where what it makes is meant
    "fit": (lambda: rk.fit(model, X, Y), r"`object` should be a model.*parentheses.*the function model"),
    "summary": (lambda: rk.summary(model), r"`object` should be a model.*parentheses"),
    "get_layer": (lambda: rk.get_layer(model, "a"), r"`object` .*parentheses"),
    "set_weights": (lambda: rk.set_weights(model, [X]), r"`object` .*parentheses"),
    "get_weights": (lambda: rk.get_weights(rk.layer_dense), r"`object` .*parentheses.*the function layer_dense"),
    "adapt": (lambda: rk.adapt(rk.layer_normalization, X), r"`object` .*parentheses"),
    "save_model": (lambda: rk.save_model(model, "a.keras"), r"`model` should be a model.*parentheses"),
    "fit_text_tokenizer": (lambda: rk.fit_text_tokenizer(rk.text_tokenizer, ["a"]), r"`object` .*parentheses"),
    "optimizer_sgd": (
        lambda: rk.optimizer_sgd(rk.learning_rate_schedule_cosine_decay), r"`learning_rate` .*parentheses",
    ),
    "layer_dense": (lambda: rk.layer_dense(units=1, activation=keras.layers.ReLU), r"`activation` .*parentheses"),
    # what another function makes
    "layer_conv_1d": (lambda: rk.layer_conv_1d(None, 1, 1, activation=rk.loss_huber), r"`activation` .*This is a loss"),
    "layer_gru": (lambda: rk.layer_gru(units=1, kernel_initializer=rk.regularizer_l2), r"`kernel_i.*is a regularizer"),
    "optimizer_adam": (lambda: rk.optimizer_adam(rk.optimizer_sgd), r"`learning_rate` .*This is an optimizer"),
    # the first argument is no model, tensor or data
    "count_params": (lambda: rk.count_params(X), r"`object` should be a model or layer.*ndarray of shape \(8, 4\)"),
    "model_to_json": (lambda: rk.model_to_json(X), r"`object` should be"),
    "layer_flatten": (lambda: rk.layer_flatten(rk.NA, data_format="channels_last"), r"`object` should be.*object = NA"),
    "layer_dropout": (lambda: rk.layer_dropout(rk.optimizer_adam(), rate=0.1), r"`object` should be a tensor.*Adam"),
    "predict": (lambda: rk.predict(model(), of_model()), r"`x` should be data with values"),
    "evaluate": (lambda: rk.evaluate(model(), X, of_model(1)), r"`y` should be data with values"),
    "predict_on_batch": (lambda: rk.predict_on_batch(model(), rk.NA), r"`x`: .*1 missing"),
    "train_on_batch": (lambda: rk.train_on_batch(model(), X, b"12345678"), r"`y` should be .*8 bytes"),
    "evaluate_generator": (
        lambda: rk.evaluate_generator(model(), draw, 1), r"`generator` should be .*generator function has to be called",
    ),
    "predict_generator": (lambda: rk.predict_generator(model(), draw, 1), r"`generator` .*with parentheses"),
    "fit_generator": (
        lambda: rk.fit_generator(model(), iter([(X, Y)]), 1, validation_data=model()), r"`validation_data` should be",
    ),
    "test_on_batch": (lambda: rk.test_on_batch(model(), [(X, Y)], Y), r"`x`: the parts have different shapes"),
    # numbers that a type does not hold, missing ones, complex ones
    "k_constant": (lambda: rk.k_constant([1, 300], dtype="uint8"), r"`value` .* from 0 to 255, .*value = 300"),
    "k_variable": (lambda: rk.k_variable(1.5, dtype="int32"), r"`value` .*which int32 holds.*value = 1\.5"),
    "k_ones_like": (lambda: rk.k_ones_like([rk.NA]), r"`x`: .*1 missing"),
    "loss_mean_squared_error": (lambda: rk.loss_mean_squared_error([1.0], [rk.NA]), r"`y_pred`: .*1 missing"),
    "loss_sparse_categorical_crossentropy": (
        lambda: rk.loss_sparse_categorical_crossentropy([0.5], ODDS), r"`y_true` should be class numbers",
    ),
    "metric_sparse_categorical_accuracy": (
        lambda: rk.metric_sparse_categorical_accuracy([0.5], ODDS), r"`y_true` should be class numbers",
    ),
    "layer_normalization": (lambda: rk.layer_normalization(mean=0, variance=-1), r"`variance` .*at least 0"),
    "layer_discretization": (lambda: rk.layer_discretization(bin_boundaries=[2, 1]), r"`bin_boundaries` .*increasing"),
    "loss_categorical_crossentropy": (
        lambda: rk.loss_categorical_crossentropy(ODDS, ODDS, axis=5), r"`axis` should be .*has 2\. Received: axis = 5",
    ),
    # text where numbers are meant
    "layer_add": (lambda: rk.layer_add([SECRET, SECRET]), r"`inputs` should be numbers.*text"),
    "layer_multiply": (lambda: rk.layer_multiply([TEXT, TEXT]), r"`inputs` should be numbers"),
    # Keras's own words, made plain
    "layer_concatenate": (lambda: rk.layer_concatenate([of_model(), of_model()], axis=9), r"`axis` should be an axis"),
    "layer_dot": (lambda: rk.layer_dot([of_model(), of_model()], axes=9), r"`axes` .*, which has 2\. .* axes = 9$"),
    "layer_batch_normalization": (lambda: rk.layer_batch_normalization(X, axis=9), r"`axis` .*has 2\. .* axis = 9$"),
    "layer_unit_normalization": (lambda: rk.layer_unit_normalization(X, axis=-9), r"`axis` .*has 2\. .* axis = -9$"),
    "layer_activation_softmax": (lambda: rk.layer_activation_softmax(X, axis=9), r"`axis` .*has 2\. .* axis = 9$"),
    "layer_embedding": (lambda: rk.layer_embedding(5 * X, 5, 2), r"the layer .* from 0 to 4, .*`input_dim` is 5\. Rec"),
    "op_sum": (lambda: rk.op_sum(X, axis=9), r"`axis` should be an axis of `x`, which has 2"),
    "op_mean": (lambda: rk.op_mean({}), r"`x` should be a tensor, an array or numbers\. Received: x = {}$"),
    "op_vectorized_map": (lambda: rk.op_vectorized_map(X, lambda one: None), r"`f` .* returns a tensor\. .* None$"),
    "split_dataset": (lambda: rk.split_dataset("a", 0.5), r"`dataset` should be a dataset, .* dataset = 'a'$"),
    "op_argmax": (lambda: rk.op_argmax(X, axis=9), r"`axis` should be an axis of `x`, which has 2"),
    "k_concatenate": (lambda: rk.k_concatenate([X, Y], axis=3), r"`axis` should be an axis of the tensor, which has 2"),
    "k_conv2d": (lambda: rk.k_conv2d(X, X), r"Input rank not supported: 2"),
    "k_set_value": (lambda: rk.k_set_value(rk.k_variable(X), Y), r"The shape of .*must match\. [^<]*$"),
    "create_layer": (lambda: rk.create_layer(keras.layers.Dense), r"argument `units` is missing"),
    "k_stack": (lambda: rk.k_stack([]), r"`x` should be a list of tensors or arrays\. It is empty\. Received: x"),
    "op_split": (lambda: rk.op_split(X, 0), r"`indices_or_sections` should be a number that divides .*, 8\. .* = 0$"),
    "op_unstack": (lambda: rk.op_unstack(X, 3, 2), r"`num` should be the size of the axis, 4, or left out\. .* = 3$"),
    "op_slice_update": (lambda: rk.op_slice_update(X, (1, 1), Y[:, 0]), r"`updates` should be a block of 2 axes"),
    "op_diff": (lambda: rk.op_diff(X, axis=9), r"`axis` should be an axis of `a`, which has 2\. Received: axis = 9$"),
    "model_from_yaml": (lambda: rk.model_from_yaml("a: b: c"), r"`yaml` should be .* mapping values are not allowed"),
    "metric_iou": (lambda: rk.metric_iou(2, [5]), r"takes at most 0 .*Name the others: num_classes"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_the_error_is_short_and_begins_with_the_function(name: str) -> None:
    make, words = WRONG[name]
    with warnings.catch_warnings(), pytest.raises((ValueError, TypeError, RuntimeError)) as raised:
        warnings.simplefilter("ignore")
        make()
    message = str(raised.value)
    assert re.match(rf"{name}\(\): {words}", message), message
    assert "\n" not in message
    assert len(message) < 600
    assert "secret" not in message


@pytest.mark.parametrize("activation", [lambda x: "a", lambda x: 3, lambda x: keras.ops.mean(x)])
def test_an_activation_keeps_the_axes(activation: Any) -> None:
    with pytest.raises(ValueError, match=r"^layer_dense\(\): `activation`: .* same number of axes as it gets"):
        fit_with(activation)


def test_what_is_right_stays_right() -> None:
    """The same arguments in their own places, and numbers that fit."""
    rows = iter([(X, Y)])
    assert len((model() >> rk.fit(lambda: next(rows), steps_per_epoch=1, epochs=1, verbose=0)).metrics["loss"]) == 1
    assert list(fit_with(lambda x: x * 2).metrics) == ["loss"]
    assert rk.k_constant([1.0, 255.0], dtype="uint8").numpy().tolist() == [1, 255]
    assert rk.k_constant(2**40, dtype="int64").numpy() == 2**40
    count = tf.function(lambda n: rk.k_constant([2, 3], dtype="int32") * rk.k_constant([n, 1], dtype="int32"))
    assert count(tf.constant(5)).numpy().tolist() == [10, 3]
    assert list(fit_with(lambda x: x[:, 0]).metrics) == ["loss"]
    unknown = tf.function(lambda x: tf.numpy_function(lambda a: a * 2, [x], tf.float32))
    assert (
        user_parts.CHECKS["activation"]("f", unknown.get_concrete_function(X).outputs[0], [tf.constant(X)]) is not None
    )
    sparse = rk.loss_sparse_categorical_crossentropy([1.0], ODDS)
    assert np.allclose(sparse, keras.losses.sparse_categorical_crossentropy(np.array([1]), np.array(ODDS)))
    assert rk.layer_concatenate([TEXT, TEXT]).shape == (2, 2)
    bins = rk.layer_discretization(np.array([[0.5, 2.5]]), bin_boundaries=[-np.inf, 1, 1, 2])
    assert np.array_equal(bins, [[1, 4]])


def test_a_layer_is_not_compiled() -> None:
    with pytest.raises(TypeError, match=r"^compile\(\): `object` should be a model"):
        rk.compile(rk.layer_dense(units=2), "adam", "mse")
