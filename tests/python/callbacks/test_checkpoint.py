"""Checkpoints and backups: their formats, their names, and resuming."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras
from callback_models import X, fit, model

import rkeras_py as rk

pytestmark = pytest.mark.quick


def predictions(made: Any) -> Any:
    return made.predict(X, verbose=0)


OPENS = {".keras": keras.saving.load_model, ".h5": rk.load_model_hdf5, ".hdf5": rk.load_model_hdf5}


@pytest.mark.parametrize("name", ["m.keras", "m.h5", "m.hdf5", "m.weights.h5", "folder/m", "m.ckpt"])
def test_a_checkpoint_of_the_model_has_the_format_of_its_name(tmp_path: Path, name: str) -> None:
    made = model(optimizer="Adam")
    path = tmp_path / "deep" / name
    fit(made, rk.callback_model_checkpoint(path), epochs=2)
    loaded = OPENS.get(path.suffix, rk.load_model_tf)(path)
    np.testing.assert_allclose(predictions(loaded), predictions(made), rtol=1e-5)
    assert int(loaded.optimizer.iterations) == 2
    np.testing.assert_array_equal(loaded.optimizer.variables[2], made.optimizer.variables[2])


@pytest.mark.parametrize("name", ["w.weights.h5", "w.h5", "w.hdf5", "w.keras", "folder/w", "w-{epoch:02d}.ckpt"])
def test_a_checkpoint_of_weights_has_the_format_of_its_name(tmp_path: Path, name: str) -> None:
    import tensorflow as tf

    made, old = model(), model(tf_keras)
    fit(made, rk.callback_model_checkpoint(str(tmp_path / name), save_weights_only=True), epochs=2)
    path = name.format(epoch=2)
    if name.endswith(".weights.h5"):
        old = model()
    if "h" not in path and not path.endswith(".keras"):
        assert tf.train.latest_checkpoint((tmp_path / path).parent) == str(tmp_path / path)
    old.load_weights(str(tmp_path / path))
    np.testing.assert_array_equal(old.get_weights()[0], made.get_weights()[0])


def saved(folder: Path, **settings: Any) -> set[str]:
    pattern = str(folder / "w.{epoch:02d}-{val_loss:.2f}.hdf5")
    fit(model(), rk.callback_model_checkpoint(pattern, save_weights_only=True, **settings))
    return {path.name for path in folder.iterdir()}


def expected(folder: Path, **settings: Any) -> set[str]:
    pattern = str(folder / "w.{epoch:02d}-{val_loss:.2f}.hdf5")
    fit(model(tf_keras), tf_keras.callbacks.ModelCheckpoint(pattern, save_weights_only=True, **settings))
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(
    "settings",
    [{"period": 2}, {"save_best_only": True, "initial_value_threshold": 1.5}, {"save_best_only": True, "mode": "max"}],
)
def test_writes_the_files_that_keras_2_writes(tmp_path: Path, settings: dict[str, Any]) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "theirs").mkdir()
    names = saved(tmp_path / "ours", **settings)
    assert 0 < len(names) < 6
    assert names == expected(tmp_path / "theirs", **settings)


def test_saves_after_batches(tmp_path: Path) -> None:
    path = str(tmp_path / "{epoch}-{batch}.weights.h5")
    best = rk.callback_model_checkpoint(path, "loss", save_best_only=True, save_weights_only=True, save_freq=2.0)
    fit(model(), best, epochs=2, batch_size=8)
    assert {file.name for file in tmp_path.iterdir()} <= {"1-2.weights.h5", "2-1.weights.h5", "2-3.weights.h5"}
    assert (tmp_path / "1-2.weights.h5").exists()


def test_what_a_checkpoint_cannot_do(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^callback_model_checkpoint\(\): `filepath` cannot.*epoch, loss, val_loss$"):
        fit(model(), rk.callback_model_checkpoint(str(tmp_path / "{val_acc}.keras")))
    with pytest.warns(
        UserWarning,
        match=r"callback_model_checkpoint\(\): `monitor` = \"val_acc\" is not among the logs .*Nothing is saved",
    ):
        fit(model(), rk.callback_model_checkpoint(tmp_path / "a.keras", "val_acc", save_best_only=True), epochs=1)
    assert not list(tmp_path.iterdir())
    with pytest.raises(ValueError, match=r"callback_model_checkpoint\(\): `save_freq` should be \"epoch\" or a whole"):
        rk.callback_model_checkpoint("a.keras", save_freq="batch")
    with pytest.raises(ValueError, match=r"^callback_model_checkpoint\(\): `filepath` should be .*best\.TXT"):
        rk.callback_model_checkpoint("best.TXT")
    rk.callback_model_checkpoint("best.txt", save_weights_only=True)
    with pytest.raises(OSError, match=r"^callback_model_checkpoint\(\): '/proc/a.keras' cannot be written"):
        fit(model(), rk.callback_model_checkpoint("/proc/a.keras"), epochs=1)


def test_resumes_where_a_training_was_interrupted(tmp_path: Path) -> None:
    class Stop(keras.callbacks.Callback):  # type: ignore[misc]
        def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
            if epoch == 3:
                raise InterruptedError("power cut")

    (tmp_path / "mine.txt").write_text("stays")
    whole, broken, resumed = (model(rate=0.1, optimizer="Adam") for _ in range(3))
    history = fit(whole)
    with pytest.raises(InterruptedError, match=r"^power cut$"):
        fit(broken, rk.callback_backup_and_restore(tmp_path), Stop())
    rest = fit(resumed, rk.callback_backup_and_restore(tmp_path))
    np.testing.assert_allclose(rest["loss"], history["loss"][3:], rtol=1e-6)
    np.testing.assert_allclose(resumed.get_weights()[0], whole.get_weights()[0], rtol=1e-6)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert len(fit(resumed, epochs=2)["loss"]) == 2
