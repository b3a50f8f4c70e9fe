"""A value of length one of any kind is a number where a number is asked, and a logical where R keras took one."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import rkeras_py as rk

pytestmark = pytest.mark.quick

KINDS = {
    "tensor": lambda number: tf.constant(number),
    "tensor of one axis": lambda number: tf.constant([number]),
    "variable": lambda number: tf.Variable(number),
    "variable of Keras": lambda number: keras.Variable(float(number)),
    "number of numpy": lambda number: np.array(number)[()],
    "array without axes": lambda number: np.array(number),
    "result of k_*": lambda number: rk.k_sum(rk.k_constant([number - 1, 1])),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_a_number(kind: str) -> None:
    make = KINDS[kind]
    assert rk.layer_dense(units=make(3)).units == 3
    assert rk.layer_dropout(rate=make(0.25)).rate == 0.25
    assert rk.layer_input(shape=make(3)).shape == (None, 3)
    assert rk.loss_huber(delta=make(2.0)).get_config()["delta"] == 2
    assert rk.optimizer_adam(beta_1=make(0.5)).beta_1 == 0.5
    assert rk.initializer_constant(make(0.5)).get_config() == {"value": 0.5}
    assert float(rk.optimizer_sgd(learning_rate=make(0.25)).learning_rate) == 0.25
    assert type(rk.layer_dropout(rate=0.5, noise_shape=(None, make(1))).noise_shape[1]) is int
    assert type(rk.layer_reshape(target_shape=(make(3), make(1))).target_shape[0]) is int
    assert rk.k_ones((make(3), 1)).shape == (3, 1)
    np.testing.assert_array_equal(rk.k_sum([[1.0, 2.0]], axis=make(2)), [3.0])
    np.testing.assert_array_equal(rk.k_clip([1.0, 5.0], make(2.0), make(3.0)), [2.0, 3.0])


DRAWS: dict[str, Callable[[Any], Any]] = {
    "k_random_normal": lambda value: rk.k_random_normal((3, 2), mean=value, seed=1),
    "k_truncated_normal": lambda value: rk.k_truncated_normal((3, 2), stddev=value, seed=1),
    "k_random_uniform": lambda value: rk.k_random_uniform((3, 2), maxval=value, seed=1),
    "random_normal": lambda value: rk.random_normal((3, 2), stddev=value, seed=1),
    "random_truncated_normal": lambda value: rk.random_truncated_normal((3, 2), mean=value, dtype="float16", seed=1),
    "random_gamma": lambda value: rk.random_gamma((3, 2), alpha=value, seed=1),
    "random_beta": lambda value: rk.random_beta((3, 2), alpha=value, beta=3, seed=1),
    "k_clip": lambda value: rk.k_clip([[-5.0, 5.0]], rk.k_cast(value, "float64") - 5, value),
}


@pytest.mark.parametrize("name", DRAWS)
def test_parameters_may_be_tensors_of_another_type(name: str) -> None:
    """TensorFlow takes no whole numbers, and no other floats, for the mean of float32."""
    draw = DRAWS[name]
    for plain, others in (
        (2.0, (tf.constant(2), tf.constant(2.0, tf.float64), tf.Variable(2), keras.Variable(2, dtype="int32"))),
        ([2.0, 3.0], ([2, 3], np.array([2, 3]), tf.constant([2, 3]), tf.constant([2.0, 3.0], tf.float16))),
    ):
        expected = draw(plain)
        for other in others:
            found = draw(other)
            assert found.dtype == expected.dtype
            np.testing.assert_allclose(found, expected, rtol=1e-6)
    with pytest.raises(ValueError, match="should be"):
        draw(tf.constant(2 + 1j))


def test_probabilities_may_be_of_another_type_than_the_draws() -> None:
    for dtype in ("float32", "float64", "int32"):
        expected = np.array(rk.k_random_bernoulli(6, p=0.5, dtype=dtype, seed=1))
        for p in (tf.constant(0.5), tf.constant(0.5, tf.float64), np.array([0.5] * 6)):
            np.testing.assert_array_equal(rk.k_random_bernoulli(6, p=p, dtype=dtype, seed=1), expected)


def test_a_named_number_is_a_number() -> None:
    variable = rk.k_variable(0.0)
    rk.k_set_value(variable, {"lr": 0.5})
    assert rk.k_get_value(variable) == 0.5
    assert rk.layer_reshape(target_shape={"n": 3}).target_shape == (3,)


@pytest.mark.parametrize("make", [list, tuple, np.array, tf.constant, tf.Variable, keras.Variable])
def test_several_numbers_are_a_vector_whatever_holds_them(make: Callable[[Any], Any]) -> None:
    with pytest.raises(ValueError, match="kernel_size"):
        rk.layer_conv_2d(filters=1, kernel_size=range(10**30))
    for whole in (make([2, 3]), range(2, 4)):
        assert rk.layer_conv_2d(filters=1, kernel_size=whole).kernel_size == (2, 3)
        assert rk.layer_reshape(target_shape=whole).target_shape == (2, 3)
        assert rk.k_ones(whole).shape == (2, 3)
        np.testing.assert_array_equal(rk.k_sum(np.ones((1, 2, 3)), axis=whole), [6.0])
    fractions = make([0.25, 0.5])
    np.testing.assert_allclose(rk.metric_auc(thresholds=fractions).thresholds[1:-1], [0.25, 0.5])
    assert rk.image_data_generator(zoom_range=fractions).zoom_range == (0.25, 0.5)
    assert list(rk.layer_discretization(bin_boundaries=fractions).bin_boundaries) == [0.25, 0.5]


def test_a_whole_number_is_a_float_where_keras_refuses_ints() -> None:
    assert rk.optimizer_sgd(momentum=1).momentum == 1
    assert type(rk.optimizer_sgd(momentum=0).momentum) is float
    assert rk.metric_fbeta_score(beta=1, threshold=1).get_config()["beta"] == 1
    with pytest.raises(ValueError, match="`momentum` should be a number from 0 to 1"):
        rk.optimizer_sgd(momentum=True)


def test_bounds_and_parameters_may_be_tensors_of_several() -> None:
    np.testing.assert_array_equal(rk.k_clip([[1.0, 9.0]], tf.constant([2.0, 3.0]), 5), [[2.0, 5.0]])
    np.testing.assert_array_equal(rk.k_clip([1.0, 9.0], min_value=float("-inf"), max_value=4), [1.0, 4.0])
    for draw in (rk.k_random_normal, rk.k_truncated_normal, rk.random_normal, rk.random_truncated_normal):
        drawn = np.asarray(draw((200, 2), mean=tf.constant([0.0, 100.0]), stddev=[1.0, 2.0], seed=1))
        assert abs(drawn.mean(0) - [0, 100]).max() < 1
    for draw in (rk.k_random_uniform, rk.random_uniform):
        drawn = np.asarray(draw((200, 2), minval=tf.constant([0.0, 5.0]), maxval=[1.0, 6.0], seed=1))
        assert (drawn.min(0) >= [0, 5]).all()
        assert (drawn.max(0) <= [1, 6]).all()
    assert np.asarray(rk.k_random_bernoulli((200, 2), p=tf.constant([0.0, 1.0]), seed=1)).mean(0).tolist() == [0, 1]
    with pytest.raises(ValueError, match="`stddev` should be"):
        rk.k_random_normal(2, stddev=-1)


@pytest.mark.parametrize("variable", [tf.Variable, keras.Variable])
def test_a_learning_rate_stays_linked_to_its_variable(variable: type) -> None:
    rate = variable(0.5)
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1, kernel_initializer="zeros")
    optimizer = rk.optimizer_sgd(rate)
    rk.compile(model, optimizer=optimizer, loss=lambda y, p: -tf.reduce_sum(p))
    kernel = model.layers[0].kernel
    for expected in (0.5, 0.25):
        rate.assign(expected)
        before = float(kernel.numpy().item())
        rk.train_on_batch(model, np.ones((1, 1)), np.ones((1, 1)))
        assert kernel.numpy().item() - before == pytest.approx(expected)
    optimizer.learning_rate = 0.125
    assert float(rate.numpy()) == 0.125
    assert optimizer.get_config()["learning_rate"] == 0.125


def test_a_logical_is_one_where_r_keras_had_as_integer() -> None:
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1)
    rk.compile(model, optimizer="sgd", loss="mse", run_eagerly=True)
    assert rk.fit(model, np.ones((1, 1)), np.ones(1), verbose=False, epochs=1).params["verbose"] == 0
    for make in KINDS.values():
        assert rk.fit(model, np.ones((1, 1)), np.ones(1), verbose=make(0), epochs=make(1)).params["verbose"] == 0
    assert rk.callback_early_stopping(patience=True).patience == 1
    assert rk.callback_tensorboard("logs", histogram_freq=False).histogram_freq == 0
    with pytest.raises(ValueError, match="`rate` should be a number"):
        rk.layer_dropout(rate=True)


def test_a_weight_of_a_class_may_be_an_array_of_one() -> None:
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1, kernel_initializer="ones")
    rk.compile(model, optimizer=rk.optimizer_sgd(0), loss="mse", run_eagerly=True)
    for weight in (0.5, np.full((1, 1), 0.5), tf.constant([0.5])):
        assert rk.train_on_batch(model, np.ones((1, 1)), np.zeros(1), class_weight={0: weight}) == 0.5


def test_text_that_spells_labels() -> None:
    np.testing.assert_array_equal(rk.to_categorical(["0", "1", "0"]), [[1, 0], [0, 1], [1, 0]])
    with pytest.raises(ValueError, match=r"np\.unique\(y, return_inverse=True\)"):
        rk.to_categorical(["a", "b"])
    assert rk.k_cast_to_floatx(5) == 5
    assert isinstance(rk.k_cast_to_floatx(5), np.float32)
