"""`decay` of older optimizers together with what sets the learning rate; tf_keras's old optimizers are the oracle."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras

import rkeras_py as rk

RNG = np.random.default_rng(4)
X, Y = RNG.normal(size=(24, 3)).astype("float32"), RNG.normal(size=(24, 1)).astype("float32")


def models() -> tuple[Any, Any]:
    tf_keras.utils.set_random_seed(1)
    old = tf_keras.Sequential([tf_keras.Input((3,)), tf_keras.layers.Dense(4), tf_keras.layers.Dense(1)])
    new = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4), keras.layers.Dense(1)])
    new.set_weights(old.get_weights())
    old.compile(tf_keras.optimizers.legacy.SGD(0.1, momentum=0.9, decay=0.05), "mse")
    rk.compile(new, rk.optimizer_sgd(lr=0.1, momentum=0.9, decay=0.05), "mse")
    return old, new


def halved(epoch: int, lr: float) -> float:
    return lr * 0.5 if epoch == 2 else lr


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (
            lambda: tf_keras.callbacks.LearningRateScheduler(halved),
            lambda: rk.callback_learning_rate_scheduler(halved),
        ),
        (
            lambda: tf_keras.callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=1, min_delta=0.2),
            lambda: rk.callback_reduce_lr_on_plateau("loss", factor=0.5, patience=1, min_delta=0.2),
        ),
    ],
)
def test_callbacks_set_the_rate_from_which_it_decays(theirs: Any, ours: Any) -> None:
    old, new = models()
    arguments = {"epochs": 5, "batch_size": 8, "shuffle": False, "verbose": 0}
    for _ in range(2):  # the second time with the function that is traced already
        expected = old.fit(X, Y, callbacks=[theirs()], **arguments).history
        received = rk.fit(new, X, Y, callbacks=[ours()], **arguments).metrics
        assert min(expected["lr"]) < 0.1
        np.testing.assert_allclose(received["lr"], expected["lr"], rtol=1e-6)
        np.testing.assert_allclose(received["loss"], expected["loss"], rtol=1e-5)
    for one, other in zip(new.get_weights(), old.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_scripts_read_and_set_it_as_lr() -> None:
    old, new = models()
    assert rk.k_get_value(new.optimizer.lr) == pytest.approx(0.1)
    rk.k_set_value(new.optimizer.lr, 0.02)
    tf_keras.backend.set_value(old.optimizer.lr, 0.02)
    rk.fit(new, X, Y, epochs=2, batch_size=8, shuffle=False, verbose=0)
    old.fit(X, Y, epochs=2, batch_size=8, shuffle=False, verbose=0)
    new.optimizer.lr, old.optimizer.lr = 0.03, 0.03
    rk.fit(new, X, Y, epochs=2, batch_size=8, shuffle=False, verbose=0)
    old.fit(X, Y, epochs=2, batch_size=8, shuffle=False, verbose=0)
    for one, other in zip(new.get_weights(), old.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)
    assert float(new.optimizer.learning_rate) == pytest.approx(0.03 / (1 + 0.05 * 12))


@pytest.mark.parametrize("ending", [".keras", ".h5"])
def test_files_have_a_plain_schedule_and_models_from_them_can_be_set_too(tmp_path: Path, ending: str) -> None:
    _, new = models()
    rk.fit(new, X, Y, epochs=1, batch_size=8, verbose=0)
    new.optimizer.lr = 0.05
    rk.save_model_hdf5(new, str(tmp_path / "model.h5")) if ending == ".h5" else new.save(tmp_path / "model.keras")
    path = str(tmp_path / f"model{ending}")
    plain = keras.models.load_model(path)
    assert type(plain.optimizer._learning_rate) is keras.optimizers.schedules.InverseTimeDecay
    assert plain.optimizer._learning_rate.get_config()["initial_learning_rate"] == pytest.approx(0.05)
    loaded = rk.load_model_hdf5(path)
    rk.fit(loaded, X, Y, epochs=1, callbacks=rk.callback_learning_rate_scheduler(lambda epoch: 0.01), verbose=0)
    assert float(loaded.optimizer.lr) == pytest.approx(0.01)
