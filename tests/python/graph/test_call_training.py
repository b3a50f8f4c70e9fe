"""`training` of a call in a functional model: it holds however the model is called, as in Keras 2."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras

import rkeras_py as rk

X = np.random.default_rng(0).normal(1, 2, (8, 3)).astype("float32")


def make_sampler() -> Any:
    x = rk.layer_input(3)
    return rk.keras_model(x, rk.layer_dropout(rate=0.99)(x, training=True))


def nest(model: Any) -> Any:
    x = rk.layer_input(3)
    return rk.keras_model(x, model(x))


def call_as_stack() -> Any:
    stack = rk.keras_model_sequential() >> rk.layer_dropout(rate=0.99, input_shape=3)
    x = rk.layer_input(3)
    return rk.keras_model(x, stack(x, training=True))


def save(model: Any, path: Path) -> Any:
    rk.save_model_hdf5(model, str(path))
    return rk.load_model_hdf5(str(path))


ROADS: dict[str, Callable[[Any, Path], Any]] = {
    "made": lambda model, _: model,
    "stack": lambda *_: call_as_stack(),
    "nested": lambda model, _: nest(model),
    "clone": lambda model, _: rk.clone_model(model),
    "config": lambda model, _: rk.from_config(rk.get_config(model)),
    "json": lambda model, _: rk.model_from_json(rk.model_to_json(model)),
    "keras": lambda model, folder: save(model, folder / "m.keras"),
    "h5, nested": lambda model, folder: save(nest(model), folder / "m.h5"),
    "h5, taken out": lambda model, folder: save(nest(model), folder / "m.h5").layers[-1],
    "pickled": lambda model, _: pickle.loads(pickle.dumps(nest(model))),
}


@pytest.mark.parametrize("road", ROADS)
def test_dropout_for_predictions(road: str, tmp_path: Path) -> None:
    model = ROADS[road](make_sampler(), tmp_path)
    for predicted in (rk.predict(model, X), model.predict(X, verbose=0), np.asarray(model(X, training=False))):
        assert np.mean(predicted == 0) > 0.6


def test_a_plain_model_is_as_before_also_within_ours() -> None:
    x = keras.Input((3,))
    plain = keras.Model(x, keras.layers.Dropout(0.99)(x, training=True))
    rk.compile(plain, "sgd", "mse")
    ours = nest(plain)
    assert np.mean(ours.predict(X, verbose=0) == 0) > 0.6
    copies = (plain, pickle.loads(pickle.dumps(plain)), rk.clone_model(plain), rk.from_config(rk.get_config(plain)))
    for model in copies:
        np.testing.assert_array_equal(model(X, training=False), X)


def test_an_inherited_argument_is_none_of_the_call() -> None:
    class Late(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.block = keras.Sequential([keras.layers.BatchNormalization()])

        def call(self, x: Any, training: Any = None) -> Any:
            return self.block(x)

    model = Late()
    model(X, training=True)
    rk.compile(model, "sgd", "mse")
    mean, variance = (np.asarray(one) for one in model.non_trainable_weights)
    np.testing.assert_allclose(model(X, training=False), (X - mean) / np.sqrt(variance + 1e-3), rtol=1e-4)


def test_a_base_model_stays_in_inference_mode_while_others_train() -> None:
    base = tf_keras.Sequential([tf_keras.Input((3,)), tf_keras.layers.BatchNormalization(momentum=0.5)])
    x = tf_keras.Input((3,))
    theirs = tf_keras.Model(x, tf_keras.layers.Dense(1, kernel_initializer="ones")(base(x, training=False)))
    stack = rk.keras_model_sequential() >> rk.layer_batch_normalization(momentum=0.5, input_shape=3)
    x = rk.layer_input(3)
    ours = rk.keras_model(x, stack(x, training=False) >> rk.layer_dense(units=1, kernel_initializer="ones"))
    read = rk.model_from_json(theirs.to_json())
    read.set_weights(theirs.get_weights())
    theirs.compile("sgd", "mse")
    theirs.fit(X, X[:, :1], epochs=2, shuffle=False, verbose=0)
    for model in (ours, read):
        rk.compile(model, "sgd", "mse")
        rk.fit(model, X, X[:, :1], epochs=2, shuffle=False, verbose=0)
        for mine, its in zip(model.get_weights(), theirs.get_weights(), strict=True):
            np.testing.assert_allclose(mine, its, rtol=1e-5)


def test_shown_code_says_where_keras_3_computes_otherwise() -> None:
    model, note = make_sampler(), "Keras 3 replaces `training` of a call"
    assert "training=True" in str(rk.show_python(model)) and note not in str(rk.show_python(model))
    assert note in str(rk.show_python(model, style="keras")) and note in str(rk.show_r(model, dialect="keras3"))


def make_silent(library: Any) -> Any:
    x = library.Input((3,))
    return library.Model(x, library.layers.Dropout(0.9)(x, training=False))


def compose_silent() -> Any:
    x = rk.layer_input(3)
    return rk.keras_model(x, rk.layer_dropout(rate=0.9)(x, training=False))


def compose_default() -> Any:
    x = rk.layer_input(3)
    return rk.keras_model(x, rk.layer_dropout(rate=0.9)(x))


def share_default(road: str, folder: Path) -> float:
    """Return the share of numbers that dropout leaves in training, where no call says `training`."""
    return float(np.mean(np.asarray(ROADS[road](compose_default(), folder)(X, training=True)) != 0))


@pytest.mark.parametrize("road", [road for road in ROADS if road != "stack"])
def test_false_holds_where_it_is_the_default(road: str, tmp_path: Path) -> None:
    for model in (compose_silent(), rk.model_from_json(make_silent(tf_keras).to_json())):
        np.testing.assert_array_equal(ROADS[road](model, tmp_path)(X, training=True), X)
    assert share_default(road, tmp_path) < 0.7


def test_false_of_plain_keras_follows_the_model() -> None:
    model = make_silent(keras)
    assert np.mean(np.asarray(model(X, training=True)) == 0) > 0.5
    assert "training=False" in str(rk.show_python(compose_silent()))
