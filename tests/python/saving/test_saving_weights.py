"""Weights alone: in HDF5 and as checkpoints, to and from plain Keras 3 and tf-keras; descriptions as text."""

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
import yaml
from saving_zoo import Make, attention, cells, difference, images, normalized, recurrent, scrambled, shared_model, stack

import rkeras_py as rk

pytestmark = [
    pytest.mark.quick,
    pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file"),  # tf-keras says so
]


def small(units: int = 2, k: Any = keras, first: str = "first") -> Any:
    return stack(k, (3,), k.layers.Dense(units, name=first), k.layers.Dense(4, name="last"))


def same_weights(one: Any, other: Any) -> bool:
    pairs = zip(one.get_weights(), other.get_weights(), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


@pytest.mark.parametrize("make", [recurrent, images, shared_model])
def test_hdf5_weights_travel_between_all_three(make: Make, tmp_path: Path) -> None:
    model, plain, old = scrambled(make(keras)), make(keras), make(tf_keras)
    path = str(tmp_path / "w.h5")
    assert rk.save_model_weights_hdf5(model, path)
    plain.load_weights(path)
    old.load_weights(path)
    assert same_weights(model, plain)
    assert difference(model, old) < 1e-5
    old.save_weights(path)
    again = make(keras)
    assert rk.load_model_weights_hdf5(again, path) is again
    assert same_weights(model, again)


def test_the_layout_of_keras_3_under_its_name(tmp_path: Path) -> None:
    model, plain, again = scrambled(small()), small(), small()
    path = str(tmp_path / "m.weights.h5")
    rk.save_model_weights_hdf5(model, path)
    plain.load_weights(path)
    rk.load_model_weights_hdf5(again, path)
    assert same_weights(model, plain)
    assert same_weights(model, again)
    before = small(5).get_weights()
    other = small(5)
    other.set_weights(before)
    with pytest.raises(ValueError, match=r"load_model_weights_hdf5\(\): .*cannot be loaded"):
        rk.load_model_weights_hdf5(other, path)
    np.testing.assert_array_equal(other.get_weights()[2], before[2])
    with pytest.raises(ValueError, match="omit by_name and reshape"):
        rk.load_model_weights_hdf5(model, path, by_name=True)


def test_weights_come_out_of_a_whole_model(tmp_path: Path) -> None:
    model, again = scrambled(small()), small()
    rk.save_model_hdf5(model, str(tmp_path / "m.h5"))
    rk.load_model_weights_hdf5(again, str(tmp_path / "m.h5"))
    assert same_weights(model, again)


def test_by_name_takes_what_is_there(tmp_path: Path) -> None:
    model = scrambled(small())
    rk.save_model_weights_hdf5(model, str(tmp_path / "w.h5"))
    other = stack(
        keras, (3,), keras.layers.Dense(2, name="other"), keras.layers.Dense(2), keras.layers.Dense(4, name="last")
    )
    before = other.get_weights()
    rk.load_model_weights_hdf5(other, str(tmp_path / "w.h5"), by_name=True)
    np.testing.assert_array_equal(other.layers[2].get_weights()[0], model.layers[1].get_weights()[0])
    np.testing.assert_array_equal(other.get_weights()[0], before[0])
    with pytest.raises(ValueError, match=r"has 3 layers with weights .*the file has 2 \(first, last\).*by_name = TRUE"):
        rk.load_model_weights_hdf5(other, str(tmp_path / "w.h5"))


def test_what_does_not_fit_changes_nothing_or_is_skipped(tmp_path: Path) -> None:
    rk.save_model_weights_hdf5(scrambled(small()), str(tmp_path / "w.h5"))
    rk.save_model_weights_tf(scrambled(small()), str(tmp_path / "w"))
    for load, path in ((rk.load_model_weights_hdf5, "w.h5"), (rk.load_model_weights_tf, "w")):
        other = stack(keras, (3,), keras.layers.Dense(2, name="first"), keras.layers.Dense(7, name="last"))
        before = other.get_weights()
        with pytest.raises(ValueError, match=r"\(2, 7\).* the file has .*\(2, 4\)"):
            load(other, str(tmp_path / path))
        np.testing.assert_array_equal(other.get_weights()[0], before[0])
        with pytest.warns(
            UserWarning, match="Weights that do not match were not loaded: .*(last|layer_with_weights-1)"
        ):
            load(other, str(tmp_path / path), skip_mismatch=True)
        np.testing.assert_array_equal(other.get_weights()[0], scrambled(small()).get_weights()[0])
        np.testing.assert_array_equal(other.get_weights()[2], before[2])


def test_weights_are_reshaped_on_request(tmp_path: Path) -> None:
    model = stack(keras, (4, 2), keras.layers.Conv1D(3, 2))
    rk.save_model_weights_hdf5(scrambled(model), str(tmp_path / "w.h5"))
    other = stack(keras, (4, 1), keras.layers.Conv1D(3, 4))
    with pytest.raises(ValueError, match="has weights of the shapes"):
        rk.load_model_weights_hdf5(other, str(tmp_path / "w.h5"))
    rk.load_model_weights_hdf5(other, str(tmp_path / "w.h5"), reshape=True)
    np.testing.assert_array_equal(other.get_weights()[0].ravel(), model.get_weights()[0].ravel())


@pytest.mark.parametrize("make", [recurrent, cells, images, shared_model, attention, normalized])
def test_keras_2_loads_our_checkpoints(make: Make, tmp_path: Path) -> None:
    model, old = scrambled(make(keras)), make(tf_keras)
    rk.save_model_weights_tf(model, str(tmp_path / "w"))
    old.load_weights(str(tmp_path / "w")).assert_existing_objects_matched()
    for layer in old.layers:
        if hasattr(layer, "finalize_state"):
            layer.finalize_state()
    assert difference(model, old) < 1e-5
    assert tf.train.latest_checkpoint(str(tmp_path)) == str(tmp_path / "w")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["checkpoint", "w.data-00000-of-00001", "w.index"]


def test_checkpoints_know_no_names(tmp_path: Path) -> None:
    model = small()
    rk.save_model_weights_tf(model, str(tmp_path / "w"))
    with pytest.raises(ValueError, match=r"load_model_weights_tf\(\): `by_name` should be False"):
        rk.load_model_weights_tf(model, str(tmp_path / "w"), by_name=True)
    with pytest.raises(FileExistsError, match="pass overwrite = True"):
        rk.save_model_weights_tf(model, str(tmp_path / "w"), overwrite=False)
    with pytest.raises(ValueError, match="the checkpoint lacks layer_with_weights-2/kernel"):
        rk.load_model_weights_tf(stack(keras, (3,), *[keras.layers.Dense(n) for n in (2, 4, 1)]), str(tmp_path / "w"))


def test_the_content_says_what_it_is_and_not_the_name_of_the_function(tmp_path: Path) -> None:
    model, path = scrambled(small()), str(tmp_path / "w")
    rk.save_model_weights_tf(model, path)
    rk.save_model_weights_hdf5(model, f"{path}.h5")
    for load, name in ((rk.load_model_weights_hdf5, path), (rk.load_model_weights_tf, f"{path}.h5")):
        again = small()
        load(again, name)
        assert same_weights(model, again)


def test_what_holds_no_weights_is_named(tmp_path: Path) -> None:
    model = small()
    model.save(tmp_path / "m.keras")
    (tmp_path / "words.h5").write_text("hello")
    wrong = {
        "m.keras": "neither an HDF5 file nor a checkpoint. It holds a whole model: load_model_hdf5",
        "words.h5": "'.*words.h5' does not contain weights: it is neither an HDF5 file nor a checkpoint",
        "": "is a folder. If it is a SavedModel, load_model_tf",
        "absent": "there is no file '.*absent', and no checkpoint",
    }
    for name, words in wrong.items():
        for load in (rk.load_model_weights_hdf5, rk.load_model_weights_tf):
            with pytest.raises((ValueError, FileNotFoundError), match=rf"{load.__name__}\(\): .*{words}"):
                load(model, str(tmp_path / name))


@pytest.mark.parametrize("make", [images, shared_model])
def test_texts_describe_a_model(make: Make) -> None:
    model = scrambled(make(keras))
    text = rk.model_to_json(model)
    described = yaml.safe_load(rk.model_to_yaml(model))
    assert described["config"] == json.loads(text)["config"]
    for made in (
        rk.model_from_json(text),
        rk.model_from_yaml(rk.model_to_yaml(model)),
        keras.models.model_from_json(text),
    ):
        made.set_weights(model.get_weights())
        assert difference(model, made) == 0
