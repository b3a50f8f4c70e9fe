"""Weights train that were free to train at compile(): Keras 2 (tf_keras) is the oracle."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras

import rkeras_py as rk

pytestmark = pytest.mark.quick

RNG = np.random.default_rng(7)
NOISE, REAL = RNG.normal(size=(8, 3)).astype("float32"), RNG.normal(size=(8, 4)).astype("float32")
ONES, ZEROS = np.ones((8, 1), "float32"), np.zeros((8, 1), "float32")


def gan(kind: Any) -> tuple[Any, Any]:
    """A discriminator, frozen after it was compiled, and the model that trains a generator through it."""
    layers = kind.layers
    generator = kind.Sequential([kind.Input((3,)), layers.Dense(5, activation="tanh"), layers.Dense(4)])
    discriminator = kind.Sequential(
        [kind.Input((4,)), layers.Dense(6, activation="relu"), layers.BatchNormalization(), layers.Dense(1)]
    )
    inputs = kind.Input((3,))
    return discriminator, kind.Model(inputs, discriminator(generator(inputs)))


def play(discriminator: Any, whole: Any, on_batch: Any, fit: Any) -> list[float]:
    losses = []
    for _ in range(3):
        losses.append(on_batch(discriminator, REAL, ONES))
        losses.append(on_batch(whole, NOISE, ZEROS))
    fit(discriminator, REAL, ONES)
    fit(whole, NOISE, ZEROS)
    return losses


def test_a_gan_trains_as_in_keras_2() -> None:
    old, old_whole = gan(tf_keras)
    new, new_whole = gan(keras)
    new_whole.set_weights(old_whole.get_weights())
    old.compile(tf_keras.optimizers.SGD(0.1), "mse")
    old.trainable = False
    old_whole.compile(tf_keras.optimizers.SGD(0.1), "mse")
    rk.compile(new, rk.optimizer_sgd(0.1), "mse")
    rk.freeze_weights(new)
    rk.compile(new_whole, rk.optimizer_sgd(0.1), "mse")
    before = new.get_weights()

    expected = play(
        old,
        old_whole,
        lambda model, x, y: model.train_on_batch(x, y),
        lambda model, x, y: model.fit(x, y, epochs=2, verbose=0, shuffle=False),
    )
    received = play(
        new,
        new_whole,
        rk.train_on_batch,
        lambda model, x, y: rk.fit(model, x, y, epochs=2, verbose=0, shuffle=False),
    )

    np.testing.assert_allclose(received, expected, rtol=1e-4)
    for one, other in zip(new_whole.get_weights(), old_whole.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    assert any((one != other).any() for one, other in zip(before, new.get_weights(), strict=True))
    assert not new.trainable and not any(layer.trainable for layer in new.layers)


def model_of_two() -> Any:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(1)])
    rk.compile(model, rk.optimizer_sgd(0.1), "mse")
    return model


def changed(model: Any, train: Any) -> list[bool]:
    before = [layer.get_weights()[0] for layer in model.layers]
    train()
    return [bool((one != layer.get_weights()[0]).any()) for one, layer in zip(before, model.layers, strict=True)]


def test_freezing_takes_effect_with_the_next_compile() -> None:
    model = model_of_two()
    rk.freeze_weights(model, to=1)
    assert changed(model, lambda: rk.fit(model, REAL, ONES, epochs=1, verbose=0)) == [True, True]
    assert [layer.trainable for layer in model.layers] == [False, True]
    rk.compile(model, rk.optimizer_sgd(0.1), "mse")
    assert changed(model, lambda: rk.fit(model, REAL, ONES, epochs=1, verbose=0)) == [False, True]
    rk.unfreeze_weights(model)
    assert changed(model, lambda: rk.train_on_batch(model, REAL, ONES)) == [False, True]


def test_plain_keras_goes_by_its_own_rule() -> None:
    model = model_of_two()
    rk.freeze_weights(model, to=1)
    model.compile("sgd", "mse")
    assert changed(model, lambda: rk.fit(model, REAL, ONES, epochs=1, verbose=0)) == [False, True]
    model = model_of_two()
    rk.freeze_weights(model, to=1)
    assert changed(model, lambda: model.fit(REAL, ONES, verbose=0)) == [False, True]


def test_what_was_frozen_stays_so_when_the_training_fails() -> None:
    model = model_of_two()
    rk.freeze_weights(model, to=1)
    with pytest.raises(ValueError, match="fit"):
        rk.fit(model, REAL[:, :2], ONES, epochs=1, verbose=0)
    with pytest.raises(ZeroDivisionError):
        rk.fit(model, REAL, ONES, epochs=1, verbose=0, callbacks=rk.callback_lambda(on_epoch_end=lambda *_: 1 / 0))
    assert [layer.trainable for layer in model.layers] == [False, True]


def test_a_model_from_a_file_trains_what_it_did_when_it_was_saved(tmp_path: Path) -> None:
    rk.save_model_hdf5(model_of_two(), str(tmp_path / "model.h5"))
    model = rk.load_model_hdf5(str(tmp_path / "model.h5"))
    rk.freeze_weights(model, to=1)
    assert changed(model, lambda: rk.fit(model, REAL, ONES, epochs=1, verbose=0)) == [True, True]
