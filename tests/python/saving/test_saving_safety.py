"""Nothing half-written, nothing lost, no code run from a file, and errors that say what to do."""

import os
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
import tf_keras

import rkeras_py as rk
from rkeras_py.saving import atomic_files, hdf5_models, saved_model


def model_of(units: int = 2) -> Any:
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(units)])


def units_of(model: Any) -> int:
    return int(model.layers[-1].units)


@pytest.mark.parametrize("name", ["m.h5", "m"])
def test_a_failure_leaves_the_old_one_and_no_rest(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save, load = (rk.save_model_hdf5, rk.load_model_hdf5) if name == "m.h5" else (rk.save_model_tf, rk.load_model_tf)
    path = str(tmp_path / name)
    save(model_of(2), path)

    def fail(*_: Any) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(hdf5_models.hdf5, "write_weights", fail)
        patched.setattr(saved_model, "write_living_model", fail)
        with pytest.raises(OSError, match="no space left"):
            save(model_of(5), path)
    assert units_of(load(path)) == 2
    assert [file.name for file in tmp_path.iterdir()] == [name]
    save(model_of(5), path)
    assert units_of(load(path)) == 5


def test_a_saved_model_that_cannot_take_its_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(tmp_path / "m")
    rk.save_model_tf(model_of(2), path)
    rename = os.rename

    def rename_once(source: str, target: str) -> None:
        if source.endswith("new") and target == path:
            raise OSError("busy")
        rename(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(atomic_files, "_exchange", lambda *_: False)  # as where the system cannot
        patched.setattr(os, "rename", rename_once)
        with pytest.raises(OSError, match="busy"):
            rk.save_model_tf(model_of(5), path)
    assert units_of(rk.load_model_tf(path)) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["m"]


def test_existing_files_are_kept_unless_overwritten(tmp_path: Path) -> None:
    file, folder = str(tmp_path / "m.h5"), str(tmp_path / "m")
    rk.save_model_hdf5(model_of(), file)
    rk.save_model_tf(model_of(), folder)
    (tmp_path / "m" / "notes.txt").write_text("mine")
    for save, path in ((rk.save_model_hdf5, file), (rk.save_model_weights_hdf5, file), (rk.save_model_tf, folder)):
        with pytest.raises(FileExistsError) as caught:
            save(model_of(5), path, overwrite=False)
        assert str(caught.value) == f"File '{path}' already exists (pass overwrite = True to force save)."
    rk.save_model_tf(model_of(5), folder)
    assert units_of(rk.load_model_tf(folder)) == 5
    assert (tmp_path / "m" / "notes.txt").read_text() == "mine"
    with pytest.raises(IsADirectoryError, match=r"save_model_hdf5\(\): .* is a folder"):
        rk.save_model_hdf5(model_of(), folder)
    with pytest.raises(NotADirectoryError, match="is a file, and a SavedModel is a folder"):
        rk.save_model_tf(model_of(), file)
    with pytest.raises(NotADirectoryError, match="contains files that are not a SavedModel"):
        rk.save_model_tf(model_of(), str(tmp_path))


def test_paths_are_expanded_and_folders_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    rk.save_model_hdf5(model_of(), "~/a/b/m")
    monkeypatch.chdir(tmp_path / "a")
    assert units_of(rk.load_model_hdf5("b/m")) == 2
    target = tmp_path / "elsewhere.h5"
    (tmp_path / "link.h5").symlink_to(target)
    rk.save_model_hdf5(model_of(), tmp_path / "link.h5")
    assert target.is_file()
    assert (tmp_path / "link.h5").is_symlink()


def test_code_in_files_is_refused_unless_wanted(tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Lambda(lambda x: x * 2)])
    old = tf_keras.Sequential([tf_keras.layers.InputLayer((3,)), tf_keras.layers.Lambda(lambda x: x * 2)])
    rk.save_model_hdf5(model, str(tmp_path / "m.h5"))
    rk.save_model_tf(model, str(tmp_path / "m"))
    with pytest.warns(UserWarning, match="HDF5"):
        old.save(tmp_path / "old.h5")
    loads = (
        (rk.load_model_hdf5, "m.h5"),
        (rk.load_model, "m.h5"),
        (rk.load_model_tf, "m"),
        (rk.load_model_hdf5, "old.h5"),
    )
    for load, name in loads:
        told = rf"{load.__name__}\(\): .* contains code .*: {load.__name__}\(\.\.\., safe_mode = FALSE"
        with pytest.raises(ValueError, match=told):
            load(str(tmp_path / name))
        np.testing.assert_array_equal(load(str(tmp_path / name), safe_mode=False)(np.ones((1, 3))), [[2, 2, 2]])
    for text in (model.to_json(), old.to_json()):
        with pytest.raises(ValueError, match=r"model_from_json\(\): .* contains code"):
            rk.model_from_json(text)
    with pytest.raises(ValueError, match=r"unserialize_model\(\): .* contains code"):
        rk.unserialize_model(rk.serialize_model(model))
    with pytest.raises(ValueError, match=r"model_from_yaml\(\): `yaml` .*cannot be read as plain data"):
        rk.model_from_yaml("!!python/object/apply:os.system ['true']")


def test_damaged_and_foreign_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "m.h5"
    rk.save_model_hdf5(model_of(), str(path))
    content = path.read_bytes()
    for length in (0, 5, 200, len(content) // 2, len(content) - 100):
        path.write_bytes(content[:length])
        with pytest.raises(
            ValueError, match=r"load_model_hdf5\(\): '.*m\.h5' is (not a model file|incomplete or damaged)"
        ):
            rk.load_model_hdf5(str(path))
        with pytest.raises(ValueError, match=r"unserialize_model\(\): `model`"):
            rk.unserialize_model(content[:length])
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(
        ValueError, match=r"load_model_hdf5\(\): '.*m\.h5' is incomplete or damaged: File is not a zip file"
    ):
        rk.load_model_hdf5(str(path))
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = "{"
    with pytest.raises(ValueError, match="is incomplete or damaged: Expecting property name"):
        rk.load_model_hdf5(str(path))
    rk.save_model_weights_hdf5(model_of(), str(path))
    with pytest.raises(ValueError, match=r"the file contains only weights. Create.*load_model_weights_hdf5\(\)"):
        rk.load_model_hdf5(str(path))
    with pytest.raises(FileNotFoundError, match=r"load_model_tf\(\): there is no file '.*absent'"):
        rk.load_model_tf(str(tmp_path / "absent"))
    with pytest.raises(ValueError, match="is a folder without a model"):
        rk.load_model_tf(str(tmp_path))


class Doubled(keras.layers.Layer):
    def call(self, x: Any) -> Any:
        return 2 * x


def half(x: Any) -> Any:
    return x / 2


def off(y_true: Any, y_pred: Any) -> Any:
    return keras.ops.mean(y_pred - y_true, axis=-1)


def test_custom_objects_are_known_by_their_names(tmp_path: Path) -> None:
    path = str(tmp_path / "m.h5")
    model = keras.Sequential([keras.Input((3,)), Doubled(), keras.layers.Dense(1, activation=half)])
    model.compile("sgd", off, metrics=[off])
    rk.save_model_hdf5(model, path)
    with pytest.raises(ValueError, match="names the class 'Doubled', which is not part of Keras 3"):
        rk.load_model_hdf5(path)
    with pytest.raises(ValueError, match="names the function 'half'"):
        rk.load_model_hdf5(path, custom_objects=[Doubled])
    with pytest.raises(ValueError, match=r"names the loss 'off'.*compile = FALSE"):
        rk.load_model_hdf5(path, custom_objects=[Doubled, half])
    x = np.ones((2, 3), "float32")
    opened = [
        rk.load_model_hdf5(path, custom_objects=[Doubled, half], compile=False),
        rk.load_model_hdf5(path, custom_objects=[Doubled, half, off]),
        rk.load_model_hdf5(path, custom_objects={"Doubled": Doubled, "half": half, "off": off}),
        rk.with_custom_object_scope([Doubled, half, off], lambda: rk.load_model_hdf5(path)),
    ]
    with rk.with_custom_object_scope([Doubled, half, off]):
        opened.append(rk.load_model_hdf5(path))
    for one in opened:
        np.testing.assert_array_equal(one(x), model(x))
    assert [one.compiled for one in opened] == [False, True, True, True, True]
    with pytest.raises(ValueError, match=r"should be a named list .* name of this function is not known"):
        rk.load_model_hdf5(path, custom_objects=[lambda x: x])


def test_models_without_description_or_weights_say_what_to_do(tmp_path: Path) -> None:
    class Own(keras.Model):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.dense = keras.layers.Dense(2)

        def call(self, x: Any) -> Any:
            return self.dense(x)

    own, x = Own(), np.ones((1, 3), "float32")
    for save in (rk.save_model_hdf5, rk.save_model_tf, rk.save_model_weights_hdf5, rk.save_model_weights_tf):
        with pytest.raises(ValueError, match=rf"{save.__name__}\(\): the model has no weights yet"):
            save(own, str(tmp_path / "m"))
        with pytest.raises(TypeError, match=rf"{save.__name__}\(\): `object` should be a model"):
            save(object=keras.layers.Dense(1), filepath=str(tmp_path / "m"))
    own(x)
    with pytest.raises(ValueError, match=r"a Own can be described only by its code.*save_model_tf\(\)"):
        rk.save_model_hdf5(own, str(tmp_path / "m"))
    assert not list(tmp_path.iterdir())
    rk.save_model_tf(own, str(tmp_path / "m"))
    np.testing.assert_array_equal(rk.load_model_tf(str(tmp_path / "m"), custom_objects=[Own])(x), own(x))
    with pytest.raises(TypeError, match=r"serialize_model\(\): `model` should be a model"):
        rk.serialize_model(1)
    with pytest.raises(TypeError, match=r"load_model_hdf5\(\): unknown argument `safemode`. Did you mean `safe_mode`"):
        rk.load_model_hdf5(str(tmp_path / "m"), safemode=False)


def test_verbs_wait_for_the_pipe(tmp_path: Path) -> None:
    model = model_of()
    assert model >> rk.save_model_hdf5(str(tmp_path / "m.h5")) is True
    assert (model >> rk.load_model_weights_hdf5(str(tmp_path / "m.h5"))) is model
