"""Layers that are applied to each time step, by number against Keras 2: losses, statistics, masks, shapes."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras

import rkeras_py as rk

n = tf_keras.layers
STEPS = np.sin(np.arange(120.0)).reshape(6, 5, 4)
PARTS = np.sin(np.arange(480.0)).reshape(6, 5, 4, 4)
WORDS = np.array([[[1, 2, 0], [3, 0, 0]], [[1, 1, 1], [0, 0, 0]], [[2, 0, 0], [1, 3, 0]]] * 2)
Y = np.cos(np.arange(6.0))


def old_stack() -> Any:
    return tf_keras.Sequential([tf_keras.Input((4,)), n.Dense(3), n.BatchNormalization()])


def new_stack() -> Any:
    return rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(units=3) >> rk.layer_batch_normalization()


def finish(library: Any, inputs: Any, outputs: Any) -> Any:
    model = library.Model(inputs, library.layers.Dense(1)(library.layers.LSTM(2)(outputs)))
    random = np.random.RandomState(3)
    model.set_weights([random.uniform(0.1, 0.5, weight.shape) for weight in model.get_weights()])
    return model


CASES: dict[str, tuple[Any, Any, Callable[[], Any]]] = {
    "activity": (
        STEPS,
        lambda: n.Dense(3, activity_regularizer="l2"),
        lambda: rk.layer_dense(units=3, activity_regularizer="l2"),
    ),
    "statistics": (STEPS, n.BatchNormalization, rk.layer_batch_normalization),
    "a model": (STEPS, old_stack, new_stack),
    "an embedding": (
        WORDS,
        lambda: n.Embedding(4, 3, mask_zero=True),
        lambda: rk.layer_embedding(input_dim=4, output_dim=3, mask_zero=True),
    ),
}


def build_both(name: str) -> tuple[Any, Any]:
    x, make_old, make_new = CASES[name]
    old, new = tf_keras.Input(x.shape[1:]), rk.layer_input(shape=x.shape[1:])
    theirs, ours = n.TimeDistributed(make_old())(old), rk.time_distributed(new, make_new())
    if x is WORDS:
        theirs, ours = n.TimeDistributed(n.LSTM(3))(theirs), rk.time_distributed(ours, rk.layer_lstm(units=3))
    return finish(tf_keras, old, theirs), finish(keras, new, ours)


def assert_trains_alike(theirs: Any, ours: Any, x: Any, weights: str = "weights") -> None:
    given: dict[str, Any] = {"epochs": 1, "batch_size": 4, "shuffle": False, "verbose": 0, "validation_data": (x, Y)}
    theirs.compile(tf_keras.optimizers.SGD(0.1), "mse", run_eagerly=True)
    rk.compile(ours, optimizer=rk.optimizer_sgd(0.1), loss="mse", run_eagerly=True)
    expected = theirs.fit(x, Y, **given).history
    found = rk.fit(ours, x, Y, **given).metrics
    for part, values in expected.items():
        np.testing.assert_allclose(found[part], values, rtol=1e-4, err_msg=part)
    for mine, its in zip(getattr(ours, weights), getattr(theirs, weights), strict=True):
        np.testing.assert_allclose(mine, its, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("name", CASES)
def test_layers_of_each_step_train_as_in_keras_2(name: str) -> None:
    theirs, ours = build_both(name)
    # Keras 2 runs a model within a second time, for its mask, and so updates its statistics twice.
    assert_trains_alike(theirs, ours, CASES[name][0], "trainable_weights" if name == "a model" else "weights")


def test_a_model_of_keras_2_trains_on_as_there() -> None:
    theirs, _ = build_both("a model")
    ours = rk.model_from_json(theirs.to_json())
    ours.set_weights(theirs.get_weights())
    assert_trains_alike(theirs, ours, STEPS, "trainable_weights")


def test_steps_of_unknown_number_and_their_mask() -> None:
    x = STEPS.copy()
    x[1, 2:] = 0.0
    theirs, ours = tf_keras.Input((None, 4)), rk.layer_input(shape=(None, 4))
    old = n.TimeDistributed(n.BatchNormalization())(n.Masking()(theirs))
    new = rk.time_distributed(rk.layer_masking(ours), rk.layer_batch_normalization())
    assert_trains_alike(finish(tf_keras, theirs, old), finish(keras, ours, new), x)


def test_a_mask_of_parts_of_steps_becomes_one_of_steps() -> None:
    x = PARTS.copy()
    x[1, 2:] = x[3, 4, 2:] = 0.0
    theirs, ours = tf_keras.Input((5, 4, 4)), rk.layer_input(shape=(5, 4, 4))
    old = n.TimeDistributed(n.LSTM(3))(n.Masking()(theirs))
    new = rk.time_distributed(rk.layer_masking(ours), rk.layer_lstm(units=3))
    assert_trains_alike(finish(tf_keras, theirs, old), finish(keras, ours, new), x)


def test_a_layer_of_the_user_need_not_tell_its_shape() -> None:
    doubled = type("Doubled", (keras.layers.Layer,), {"call": lambda self, inputs: 2.0 * inputs[..., :2]})
    outputs = rk.time_distributed(rk.layer_input(shape=(5, 4)), doubled())
    assert outputs.shape == (None, 5, 2)
    np.testing.assert_allclose(rk.time_distributed(STEPS, doubled()), 2.0 * STEPS[..., :2], rtol=1e-6)


def test_layers_of_plain_models_go_step_by_step() -> None:
    inputs = keras.Input((5, 4))
    wrapped = keras.layers.TimeDistributed(keras.layers.Dense(3, activity_regularizer="l2"))
    model = keras.Model(inputs, wrapped(inputs))
    model(STEPS)
    assert not model.losses
    rk.compile(model, loss="mse")
    model(STEPS)
    assert len(model.losses) == 1
    rk.compile(model, loss="mse", match_targets=False)
    model(STEPS)
    assert not model.losses
