"""Applications: the architectures of Keras, images prepared as Keras 2 does, and classes named."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from keras.src.applications import imagenet_utils
from keras.src.utils import file_utils
from support import sampled

import rkeras_py as rk
from rkeras_py.engine.loading import resolve
from rkeras_py.signatures.calls import get_keras_arguments
from rkeras_py.signatures.registry import REGISTRY
from tools.codegen.files import load_all

load_all()
APPLICATIONS = sorted(name for name, spec in REGISTRY.items() if name.startswith("application_") and spec.target)
IMAGES = np.random.default_rng(2).uniform(0, 255, (2, 4, 5, 3)).astype("float32")

PARAMETERS = {
    "convnext_tiny": 28_589_128,
    "densenet121": 8_062_504,
    "efficientnet_b0": 5_330_571,
    "efficientnet_v2b0": 7_200_312,
    "mobilenet": 4_253_864,
    "mobilenet_v2": 3_538_984,
    "mobilenet_v3_small": 2_554_968,
    "resnet50": 25_636_712,
    "xception": 22_910_480,
}
"""As Keras's documentation and the papers have them."""


@pytest.mark.parametrize("name", sampled(PARAMETERS, 3))
def test_architectures_have_their_parameters(name: str) -> None:
    model = getattr(rk, f"application_{name}")(weights=None)
    assert model.count_params() == PARAMETERS[name]
    assert model.output_shape == (None, 1000)


@pytest.mark.parametrize("name", APPLICATIONS)
def test_arguments_are_known_to_keras(name: str) -> None:
    spec = REGISTRY[name]
    assert set(spec.params) <= set(get_keras_arguments(resolve(spec.target)))


def test_there_are_those_of_both_packages() -> None:
    assert len(APPLICATIONS) == 30 + 14


def test_arguments_have_effect() -> None:
    model = rk.application_mobilenet(input_shape=[32.0, 32.0, 3.0], alpha=0.25, weights=None, classes=7.0, name="small")
    assert (model.input_shape, model.output_shape, model.name) == ((None, 32, 32, 3), (None, 7), "small")
    features = rk.application_vgg16(include_top=False, weights=None, input_shape=(32, 32, 3), pooling="avg")
    assert features.output_shape == (None, 512)
    inputs = rk.layer_input((40, 40, 3))
    model = rk.application_densenet([1, 1, 1, 1], input_tensor=inputs, weights=None, classes=3)
    assert model.inputs[0] is inputs and model.output_shape == (None, 3)
    model = rk.application_nasnet((32, 32, 3), penultimate_filters=96, num_blocks=1, stem_block_filters=8, classes=2)
    assert model.output_shape == (None, 2)


def test_weights_come_from_a_file(tmp_path: Path) -> None:
    arguments = {"input_shape": (32, 32, 3), "alpha": 0.25, "classes": 3}
    model = rk.application_mobilenet(weights=None, **arguments)
    path = tmp_path / "mobile.weights.h5"
    model.save_weights(path)
    again = rk.application_mobilenet(weights=str(path), **arguments)
    images = np.ones((1, 32, 32, 3), "float32")
    np.testing.assert_array_equal(again(images), model(images))


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match=r"application_vgg16\(\): .*include_top"):
        rk.application_vgg16(classes=5)
    with pytest.raises(ValueError, match=r"application_resnet50\(\): `classes` should be a whole number"):
        rk.application_resnet50(weights=None, classes=1.5)
    with pytest.raises(ValueError, match=r"application_resnet50\(\): .*none.h5"):
        rk.application_resnet50(weights="none.h5")


PREPARED = {
    "densenet": ("densenet", [{}, {"data_format": "channels_first"}]),
    "imagenet": ("imagenet_utils", [{}, {"mode": "tf"}, {"mode": "torch"}, {"data_format": "channels_first"}]),
    "inception_resnet_v2": ("inception_resnet_v2", [{}]),
    "inception_v3": ("inception_v3", [{}]),
    "mobilenet": ("mobilenet", [{}]),
    "mobilenet_v2": ("mobilenet_v2", [{}]),
    "nasnet": ("nasnet", [{}]),
    "resnet": ("resnet", [{}]),
    "resnet_v2": ("resnet_v2", [{}]),
    "xception": ("xception", [{}]),
}


@pytest.mark.parametrize("name", PREPARED)
def test_images_are_prepared_as_keras_2_does(name: str) -> None:
    module, settings = PREPARED[name]
    ours = getattr(rk, f"{name}_preprocess_input")
    oracle = getattr(tf_keras.applications, module).preprocess_input
    for arguments in settings:
        images = np.moveaxis(IMAGES, -1, 1) if "data_format" in arguments else IMAGES
        before = images.copy()
        found = ours(images, **arguments)
        np.testing.assert_allclose(found, oracle(images.copy(), **arguments), rtol=1e-6, atol=1e-5)
        np.testing.assert_array_equal(images, before)
        np.testing.assert_allclose(ours(tf.constant(images), **arguments), found, rtol=1e-5, atol=1e-4)
        np.testing.assert_allclose(ours(images[0].tolist(), **arguments), found[0], rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize("name", ["imagenet", "mobilenet", "mobilenet_v2"])
def test_classes_are_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_utils.config, "keras_home", lambda: str(tmp_path))
    monkeypatch.setattr(file_utils, "validate_file", lambda *args, **kwargs: True)
    monkeypatch.setattr(imagenet_utils, "CLASS_INDEX", None)
    (tmp_path / "models").mkdir()
    names = {str(number): [f"n{number:08}", f"thing_{number}"] for number in range(1000)}
    (tmp_path / "models/imagenet_class_index.json").write_text(json.dumps(names))
    predicted = np.zeros((2, 1000))
    predicted[0, [3, 7]] = 0.25, 0.75
    predicted[1, 999] = 1
    decode = getattr(rk, f"{name}_decode_predictions")
    first, second = decode(predicted, top=2)
    assert first == [("n00000007", "thing_7", 0.75), ("n00000003", "thing_3", 0.25)]
    assert second[0] == ("n00000999", "thing_999", 1.0)
    assert [len(best) for best in decode(predicted)] == [5, 5]
    with pytest.raises(
        ValueError, match=rf"{name}_decode_predictions\(\): `preds` should be a matrix with 1000 columns"
    ):
        decode(predicted[:, 1:])
    with pytest.raises(ValueError, match=r"`top` should be a whole number of at least 1"):
        decode(predicted, top=0)


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file:UserWarning")
@pytest.mark.parametrize("name", ["mobilenet", "mobilenet_v2"])
def test_old_files_of_mobile_nets_open(name: str, tmp_path: Path) -> None:
    def relu6(x: Any) -> Any:
        return tf.nn.relu6(x)

    inputs = tf_keras.Input((4, 4, 3))
    features = tf_keras.layers.DepthwiseConv2D(3, name="conv_dw")(inputs)
    old = tf_keras.Model(inputs, tf_keras.layers.Activation(relu6, name="conv_dw_relu")(features))
    old.save(tmp_path / "old.h5")
    images = 20 * np.random.default_rng(3).normal(size=(2, 4, 4, 3)).astype("float32")
    loaded = getattr(rk, f"{name}_load_model_hdf5")(str(tmp_path / "old.h5"))
    expected = np.asarray(old(images))
    assert expected.max() == 6
    np.testing.assert_allclose(loaded(images), expected, rtol=1e-5, atol=1e-6)
    with pytest.raises(FileNotFoundError, match=r"there is no file"):
        getattr(rk, f"{name}_load_model_hdf5")(str(tmp_path / "none.h5"))
