"""Files by Keras 2 of models that share a layer with a model within them, and checkpoints under other names."""

import copy
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras

import rkeras_py as rk

n = tf_keras.layers
X = np.random.default_rng(1).normal(size=(3, 4)).astype("float32")


def share_model() -> Any:
    base = tf_keras.Sequential([tf_keras.Input((4,)), n.Dense(4, "tanh")], name="base")
    inner = tf_keras.Sequential([base, n.Dense(4)])
    x = tf_keras.Input((4,))
    return tf_keras.Model(x, n.Concatenate()([inner(x), base(x)]))


def share_layer() -> Any:
    dense = n.Dense(4, "tanh", name="shared")
    inner = tf_keras.Sequential([tf_keras.Input((4,)), dense, n.Dense(4)])
    x = tf_keras.Input((4,))
    return tf_keras.Model(x, n.Concatenate()([inner(x), dense(x)]))


def read_checkpoint(model: Any, path: str) -> Any:
    model.save_weights(path)
    return rk.load_model_weights_tf(rk.model_from_json(model.to_json()), path)


def read_file(model: Any, path: str) -> Any:
    model.save(path)
    with pytest.warns(UserWarning, match="training changes the copies separately"):
        return rk.load_model_hdf5(path)


READ: dict[str, Callable[[Any, str], Any]] = {"c": read_checkpoint, "old.keras": read_file, "old.h5": read_file}


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")
@pytest.mark.parametrize("kind", READ)
@pytest.mark.parametrize("make", [share_model, share_layer])
def test_a_shared_layer_is_read_wherever_it_stands(make: Callable[[], Any], kind: str, tmp_path: Path) -> None:
    model = make()
    np.testing.assert_allclose(READ[kind](model, str(tmp_path / kind))(X), model(X), rtol=1e-5)


def share_new() -> Any:
    base = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(units=4, name="shared")
    inner = rk.keras_model_sequential() >> base.layers[-1] >> rk.layer_dense(units=4)
    x = rk.layer_input(shape=4)
    return rk.keras_model(x, rk.layer_concatenate([inner(x), base.layers[-1](x)]))


UNREADABLE: dict[str, Callable[[Any, str], Any]] = {
    "save_model": lambda model, folder: rk.save_model(model, f"{folder}/new.keras"),
    "save_model_tf": lambda model, folder: rk.save_model_tf(model, f"{folder}/new"),
    "model_to_saved_model": lambda model, folder: rk.model_to_saved_model(model, f"{folder}/new"),
    "callback_model_checkpoint": lambda model, folder: (
        (model >> rk.compile("sgd", "mse"))
        >> rk.fit(X, np.ones((3, 8)), verbose=0, callbacks=rk.callback_model_checkpoint(f"{folder}/new.keras"))
    ),
    "pickle": lambda model, folder: pickle.dumps(model),
    "copy": lambda model, folder: copy.deepcopy(model),
}


@pytest.mark.parametrize("door", UNREADABLE)
def test_a_file_that_nobody_can_read_is_not_written(door: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=rf"^{'' if door == 'copy' else door}.*several models .* share the layer 'sh"):
        UNREADABLE[door](share_new(), str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_keras_cannot_read_its_own_file_of_a_shared_layer(tmp_path: Path) -> None:
    share_new().save(str(tmp_path / "plain.keras"))
    with pytest.raises((ValueError, UserWarning), match=r"could not be loaded|freshly-initialized weights"):
        keras.saving.load_model(str(tmp_path / "plain.keras"))


@keras.saving.register_keras_serializable("test_shared_layers")
class Both(keras.Model):
    """Two models of one layer, which the code of the class makes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        x = keras.Input((4,))
        code = keras.layers.Dense(3)(x)
        self.encoder, self.whole = keras.Model(x, code), keras.Model(x, keras.layers.Dense(4)(code))

    def call(self, x: Any) -> Any:
        return self.whole(x)


def test_models_that_share_a_layer_by_their_class_are_saved(tmp_path: Path) -> None:
    model = Both()
    expected = model(X)
    for save, load, file in (
        (rk.save_model, rk.load_model, "both.keras"),
        (rk.save_model_tf, rk.load_model_tf, "both"),
    ):
        save(model, str(tmp_path / file))
        read = load(str(tmp_path / file))
        assert len(read.weights) == 4
        np.testing.assert_array_equal(read(X), expected)


def save_hdf5(model: Any, folder: str) -> Any:
    rk.save_model_hdf5(model, f"{folder}/new.h5")
    return rk.load_model_hdf5(f"{folder}/new.h5")


SPLIT: dict[str, Callable[[Any, str], Any]] = {
    "save_model_hdf5": save_hdf5,
    "serialize_model": lambda model, folder: rk.unserialize_model(rk.serialize_model(model)),
    "model_to_json": lambda model, folder: rk.model_from_json(rk.model_to_json(model)),
    "model_to_yaml": lambda model, folder: rk.model_from_yaml(rk.model_to_yaml(model)),
    "clone_model": lambda model, folder: rk.clone_model(model),
}


@pytest.mark.parametrize("door", SPLIT)
def test_where_a_shared_layer_becomes_two_it_is_told(door: str, tmp_path: Path) -> None:
    model = share_new()
    with pytest.warns(UserWarning, match="share the layer 'shared'; in the .* each has its own copy"):
        copied = SPLIT[door](model, str(tmp_path))
    assert (len(model.weights), len(copied.weights)) == (4, 6)
    if door in ("save_model_hdf5", "serialize_model"):
        np.testing.assert_allclose(copied(X), model(X), rtol=1e-6)


def test_weights_of_a_shared_layer_go_into_the_model_of_the_same_code(tmp_path: Path) -> None:
    model, other = share_new(), share_new()
    rk.save_model_weights_hdf5(model, str(tmp_path / "new.weights.h5"))
    rk.load_model_weights_hdf5(other, str(tmp_path / "new.weights.h5"))
    assert len(other.weights) == 4
    np.testing.assert_array_equal(other(X), model(X))


def test_a_causal_separable_convolution_is_read_from_a_checkpoint(tmp_path: Path) -> None:
    steps, options = X.reshape(2, 3, 2), {"padding": "causal", "dilation_rate": 2}
    old = tf_keras.Sequential([tf_keras.Input((3, 2)), n.SeparableConv1D(4, 3, **options)])
    old.save_weights(str(tmp_path / "c"))
    new = rk.keras_model_sequential(input_shape=[3, 2]) >> rk.layer_separable_conv_1d(
        filters=4, kernel_size=3, **options
    )
    rk.load_model_weights_tf(new, str(tmp_path / "c"))
    np.testing.assert_allclose(new(steps), old(steps), rtol=1e-5, atol=1e-6)


def test_a_checkpoint_without_weights_fits_a_model_without(tmp_path: Path) -> None:
    for name, layers in (("none", [n.ReLU()]), ("some", [n.Dense(1)])):
        tf_keras.Sequential([tf_keras.Input((4,)), *layers]).save_weights(str(tmp_path / name))
    model = rk.keras_model_sequential(input_shape=4) >> rk.layer_activation_relu()
    rk.load_model_weights_tf(model, str(tmp_path / "none"))
    with pytest.raises(ValueError, match="the model has none"):
        rk.load_model_weights_tf(model, str(tmp_path / "some"))
