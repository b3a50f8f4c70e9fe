"""Files that Keras 2 (tf-keras) writes open here: equal weights, equal predictions, and the training goes on."""

import json
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from saving_zoo import Make, difference, outputs, scrambled, stack

import rkeras_py as rk

pytestmark = pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")  # tf-keras says so

X = np.random.default_rng(1).normal(size=(16, 4)).astype("float32")
Y = X[:, :1] * 2 - X[:, 1:2]


def hard_movie(k: Any) -> Any:
    return stack(k, (2, 6, 6, 1), k.layers.ConvLSTM2D(2, 3))


def first_layer_knows_the_shape(k: Any) -> Any:
    return k.Sequential([k.layers.Dense(2, batch_input_shape=(None, 4)), k.layers.Dense(2)])


@pytest.mark.parametrize("make", [hard_movie, first_layer_knows_the_shape])
def test_further_models_open(make: Make, tmp_path: Path) -> None:
    model = scrambled(make(tf_keras))
    model.save(tmp_path / "m.h5")
    model.save_weights(tmp_path / "w")
    opened = rk.load_model_hdf5(str(tmp_path / "m.h5"))
    assert isinstance(opened, keras.Model)
    assert difference(model, opened) < 1e-5
    described = rk.model_from_json(model.to_json())
    rk.load_model_weights_tf(described, str(tmp_path / "w"))
    assert difference(model, described) < 1e-5
    for one, two in zip(opened.get_weights(), described.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)
    same = [np.sort(weight, axis=None).tobytes() for weight in model.get_weights()]
    assert sorted(same) == sorted(np.sort(weight, axis=None).tobytes() for weight in opened.get_weights())


def measured(model: Any, y: Any) -> dict[str, float]:
    model.reset_metrics()
    return {name: float(value) for name, value in model.test_on_batch(X, y, return_dict=True).items()}


OPTIMIZERS = {
    "adam": lambda k: k.optimizers.Adam(0.02, amsgrad=True),
    "adagrad": lambda k: k.optimizers.Adagrad(0.05),
    "rmsprop": lambda k: k.optimizers.RMSprop(0.02, momentum=0.5, centered=True),
    "sgd": lambda k: k.optimizers.SGD(0.05, momentum=0.9, nesterov=True),
    "legacy adam": lambda k: k.optimizers.legacy.Adam(0.02),
    "legacy sgd": lambda k: k.optimizers.legacy.SGD(0.05, decay=0.1, momentum=0.9),
    "legacy rmsprop": lambda k: k.optimizers.legacy.RMSprop(0.02, momentum=0.5, centered=True),
    "averages": lambda k: k.optimizers.SGD(0.05, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=3),
}
FILES = [(name, "m.h5") for name in OPTIMIZERS]
FILES += [("averages", "m.keras"), ("averages", "folder"), ("legacy rmsprop", "folder")]


@pytest.mark.parametrize(("name", "file"), FILES)
def test_training_goes_on_as_keras_2_would(name: str, file: str, tmp_path: Path) -> None:
    model = stack(tf_keras, (4,), tf_keras.layers.Dense(3, activation="tanh"), tf_keras.layers.Dense(1))
    model.compile(OPTIMIZERS[name](tf_keras), "mse", metrics=["mae"], run_eagerly=True)
    for _ in range(3):
        model.train_on_batch(X, Y)
    model.save(tmp_path / file)
    opened = rk.load_model(str(tmp_path / file))
    opened.run_eagerly = True
    assert int(opened.optimizer.iterations) == 3
    for _ in range(3):
        for one in (model, opened):
            one.train_on_batch(X, Y)
    for one, two in zip(model.get_weights(), opened.get_weights(), strict=True):
        np.testing.assert_allclose(one, two, rtol=2e-5, atol=1e-6)
    assert measured(opened, Y) == pytest.approx(measured(model, Y), rel=1e-4)


def test_the_momentum_schedule_of_an_old_nadam_is_no_decay_of_its_rate(tmp_path: Path) -> None:
    model = stack(tf_keras, (4,), tf_keras.layers.Dense(1))
    model.compile(tf_keras.optimizers.legacy.Nadam(0.02), "mse", run_eagerly=True)
    model.train_on_batch(X, Y)
    model.save(tmp_path / "m.h5")
    with pytest.warns(UserWarning, match="momentum more slowly"):
        opened = rk.load_model(str(tmp_path / "m.h5"))
    assert float(opened.optimizer.learning_rate) == pytest.approx(0.02) and int(opened.optimizer.iterations) == 1


@pytest.mark.parametrize("name", ["legacy adam", "legacy sgd"])
def test_optimizers_of_before_keras_2_11_open_in_newer_files(name: str, tmp_path: Path) -> None:
    model = stack(tf_keras, (4,), tf_keras.layers.Dense(1))
    model.compile(OPTIMIZERS[name](tf_keras), "mse", run_eagerly=True)
    model.save(tmp_path / "m.keras")  # Keras 2 leaves their state out
    opened = rk.load_model_hdf5(str(tmp_path / "m.keras"))
    opened.run_eagerly = True
    for _ in range(3):
        for one in (model, opened):
            one.train_on_batch(X, Y)
    for one, two in zip(model.get_weights(), opened.get_weights(), strict=True):
        np.testing.assert_allclose(one, two, rtol=2e-5, atol=1e-6)


def test_losses_and_metrics_of_all_sorts_open(tmp_path: Path) -> None:
    model = stack(tf_keras, (4,), tf_keras.layers.Dense(1, activation="sigmoid"))
    metrics = ["accuracy", "mse", tf_keras.metrics.AUC(num_thresholds=7), tf_keras.metrics.Precision(thresholds=0.3)]
    losses = [tf_keras.losses.BinaryCrossentropy(label_smoothing=0.2), tf_keras.losses.Huber(0.3), "mae", "logcosh"]
    y = (Y > 0).astype("float32")
    for loss in losses:
        model.compile("adam", loss, metrics=metrics if loss is losses[0] else None, run_eagerly=True)
        model.save(tmp_path / "m.h5")
        opened = rk.load_model_hdf5(str(tmp_path / "m.h5"))
        opened.run_eagerly = True
        assert measured(opened, y) == pytest.approx(measured(model, y), rel=1e-5)


def test_several_outputs_keep_their_losses(tmp_path: Path) -> None:
    x = tf_keras.Input((4,))
    outs = [tf_keras.layers.Dense(1, name="a")(x), tf_keras.layers.Dense(1, name="b")(x)]
    model = tf_keras.Model(x, outs)
    model.compile(
        "sgd", {"a": "mse", "b": "mae"}, loss_weights={"a": 1.0, "b": 0.25}, metrics={"b": "mse"}, run_eagerly=True
    )
    model.save(tmp_path / "m.h5")
    opened = rk.load_model_hdf5(str(tmp_path / "m.h5"))
    opened.run_eagerly = True
    assert measured(opened, [Y, Y]) == pytest.approx(measured(model, [Y, Y]), rel=1e-5)


def test_weights_of_a_saved_model_folder_open(tmp_path: Path) -> None:
    model = scrambled(first_layer_knows_the_shape(tf_keras))
    model.save(tmp_path / "m")
    opened = rk.load_model_weights_tf(rk.model_from_json(model.to_json()), str(tmp_path / "m/variables/variables"))
    assert difference(model, opened) == 0


def test_layers_that_cannot_be_made_say_so(tmp_path: Path) -> None:
    x = tf_keras.Input((4,))
    tf_keras.Model(x, tf.math.lbeta(x)).save(tmp_path / "m.h5")
    with pytest.raises(ValueError, match=r"m\.h5' cannot be loaded: layer 'tf.math.lbeta.*' \(TFOpLambda, tf.ma"):
        rk.load_model_hdf5(str(tmp_path / "m.h5"))


def test_layouts_of_keras_2_2_open() -> None:
    dense = {"class_name": "Dense", "config": {"name": "dense_1", "units": 2, "batch_input_shape": [None, 3]}}
    kernel = {"class_name": "VarianceScaling", "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform"}}
    dense["config"]["kernel_initializer"] = kernel  # type: ignore[index]
    old = {"class_name": "Sequential", "config": [dense], "keras_version": "2.2.0", "backend": "tensorflow"}
    marked = "class_name: Sequential\nkeras_version: 2.2.4\nconfig:\n- class_name: Dense\n  config:\n    name: d\n"
    marked += "    units: 2\n    batch_input_shape: !!python/tuple [null, 3]\n"

    for model in (rk.model_from_json(json.dumps(old)), rk.model_from_yaml(marked)):
        assert model.input_shape == (None, 3)
        assert [weight.shape for weight in model.get_weights()] == [(3, 2), (2,)]
        assert outputs(model)[0].shape == (4, 2)


STANDS_FOR_TWO: dict[str, Make] = {
    "causal separable convolution": lambda k: stack(k, (6, 3), k.layers.SeparableConv1D(2, 3, padding="causal")),
    "random crop": lambda k: stack(k, (6, 7, 3), k.layers.RandomCrop(4, 5)),
}


@pytest.mark.parametrize("name", STANDS_FOR_TWO)
@pytest.mark.parametrize("suffix", ["h5", "keras"])
def test_layers_that_are_two_in_keras_3_open(name: str, suffix: str, tmp_path: Path) -> None:
    model = scrambled(STANDS_FOR_TWO[name](tf_keras))
    model.save(tmp_path / f"m.{suffix}")
    opened = rk.load_model(str(tmp_path / f"m.{suffix}"))
    assert difference(model, opened) < 1e-5
    assert opened.layers[-1].name == model.layers[-1].name


def test_weights_of_words_open_from_hdf5(tmp_path: Path) -> None:
    words = {"vocabulary": ["a", "b"], "output_mode": "tf_idf", "idf_weights": [0.25, 0.75]}
    inputs = tf_keras.Input((2,), dtype="string")
    model = tf_keras.Model(inputs, tf_keras.layers.Dense(1)(tf_keras.layers.StringLookup(**words)(inputs)))
    model.save(tmp_path / "m.h5")
    opened = rk.load_model_hdf5(str(tmp_path / "m.h5"))
    given = tf.constant([["a", "b"], ["b", "c"]])
    np.testing.assert_allclose(opened(given), model(given), rtol=1e-5)
