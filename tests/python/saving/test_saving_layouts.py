"""Models in the layouts of Keras 2.2 and 2.4 open: numbers of tf-keras with the same weights."""

import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import tf_keras
import yaml
from saving_layouts import described_by_2_2, described_by_2_4, layers_of, write_2_2, write_2_4
from saving_matrix import BY_KERAS_2
from saving_zoo import difference, outputs, scrambled, stack
from support import sampled

import rkeras_py as rk

pytestmark = [
    pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file"),  # tf-keras says so
]

SINCE_2_2 = [
    "recurrent", "bidirectional", "sequences", "words", "time_distributed", "stateful", "branched",
    "shared_layer", "shared_model", "shared_stack", "nested_twice", "given_state", "merges", "masked",
    "recurrent_settings", "encoder_decoder", "gru_states", "residual", "unet", "autoencoder", "several_ends_inside",
    "stacks_in_stacks", "frozen", "any_length",
]  # fmt: skip
SINCE_2_4 = [*SINCE_2_2, "movie", "convolutions_2d", "both_ways", "self_attention", "einsums"]


def opens_like(model: Any, path: Path) -> None:
    opened = rk.load_model_hdf5(str(path))
    assert difference(model, opened) < 1e-5
    for one, two in zip(model.get_weights(), opened.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize("name", sampled(SINCE_2_2, 4))
def test_files_of_keras_2_2_open(name: str, tmp_path: Path) -> None:
    model = scrambled(BY_KERAS_2[name](tf_keras))
    for stack_as_list in (False, True):
        write_2_2(tmp_path / "m.h5", model, stack_as_list=stack_as_list)
        opens_like(model, tmp_path / "m.h5")


@pytest.mark.parametrize("name", sampled(SINCE_2_4, 4))
def test_files_of_keras_2_4_open(name: str, tmp_path: Path) -> None:
    model = scrambled(BY_KERAS_2[name](tf_keras))
    write_2_4(tmp_path / "m.h5", model)
    opens_like(model, tmp_path / "m.h5")
    described = {**described_by_2_4(model), "keras_version": "2.4.0", "backend": "tensorflow"}
    again = rk.model_from_yaml(yaml.dump(tuples(described)))
    model.save_weights(tmp_path / "w.h5")
    rk.load_model_weights_hdf5(again, str(tmp_path / "w.h5"))
    assert difference(model, again) < 1e-5


def tuples(item: Any) -> Any:
    """Sizes as tuples: to_yaml() of Keras 2.4 marked them as Python's."""
    if isinstance(item, dict):
        return {key: tuples(value) for key, value in item.items()}
    if isinstance(item, list) and item and all(isinstance(part, int) for part in item):
        return tuple(item)
    return [tuples(part) for part in item] if isinstance(item, list) else item


X = np.random.default_rng(1).normal(size=(16, 4)).astype("float32")
Y = X[:, :1] * 2 - X[:, 1:2]
LEGACY = tf_keras.optimizers.legacy
OPTIMIZERS: dict[str, Any] = {
    "Adam": LEGACY.Adam(0.02), "Adam amsgrad": LEGACY.Adam(0.02, amsgrad=True), "SGD": LEGACY.SGD(0.05, momentum=0.9),
    "SGD plain": LEGACY.SGD(0.05), "RMSprop": LEGACY.RMSprop(0.02), "Adagrad": LEGACY.Adagrad(0.05),
    "Adadelta": LEGACY.Adadelta(0.5), "Adamax": LEGACY.Adamax(0.02),
}  # fmt: skip
UNNAMED = ("RMSprop", "Adagrad", "Adadelta")
"""Keras 2.2 did not save the number of steps of these."""


def by_2_2(model: Any, names: str) -> dict[str, Any]:
    """How Keras 2.2.4 (2.3 with `names` "m_") kept the training: rate as `lr`, the state without names of weights."""
    optimizer = model.optimizer
    kind = type(optimizer).__name__
    config = {
        key: value if isinstance(value, bool) else float(value)
        for key, value in optimizer.get_config().items()
        if key not in ("name", "learning_rate") and value is not None
    }
    steps, *values = optimizer.get_weights()
    if kind == "SGD" and not values:
        values = [np.zeros_like(weight) for weight in model.get_weights()]
    if kind == "Adam" and not config["amsgrad"]:
        values += [np.zeros(1, "float32") for _ in model.get_weights()]
    labels = [f"training/{kind}/{names}{f'_{place}' if place else ''}:0" for place in range(len(values))]
    state = list(zip(labels, values, strict=True))
    if kind not in UNNAMED:
        state = [(f"{kind}/iterations:0", steps), *state]
    return {
        "optimizer_config": {"class_name": kind, "config": {"lr": float(optimizer.learning_rate.numpy()), **config}},
        "loss": "mse", "metrics": ["mae"], "sample_weight_mode": None, "loss_weights": None, "weights": state,
    }  # fmt: skip


@pytest.mark.parametrize("name", sampled(OPTIMIZERS, 3))
@pytest.mark.parametrize("version", ["2.2", "2.4"])
def test_training_of_old_files_goes_on(version: str, name: str, tmp_path: Path) -> None:
    tf_keras.utils.set_random_seed(1)
    optimizer = type(OPTIMIZERS[name]).from_config(OPTIMIZERS[name].get_config())
    model = stack(tf_keras, (4,), tf_keras.layers.Dense(3, activation="tanh"), tf_keras.layers.Dense(1))
    model.compile(optimizer, "mse", metrics=["mae"], run_eagerly=True)
    for _ in range(3):
        model.train_on_batch(X, Y)
    if version == "2.2":
        write_2_2(tmp_path / "m.h5", model, by_2_2(model, "Variable"))
    else:
        write_2_4(tmp_path / "m.h5", model)
    opened = rk.load_model_hdf5(str(tmp_path / "m.h5"))
    opened.run_eagerly = True
    assert int(opened.optimizer.iterations) == (0 if version == "2.2" and name in UNNAMED else 3)
    for _ in range(3):
        old, new = (one.train_on_batch(X, Y, return_dict=True) for one in (model, opened))
        opened.reset_metrics(), model.reset_metrics()
        assert new == pytest.approx(old, rel=1e-5)


def test_losses_and_policies_of_2_4_open(tmp_path: Path) -> None:
    n = tf_keras.layers
    model = stack(tf_keras, (4,), n.Dense(3, dtype="mixed_float16"), n.Dense(1, activation="sigmoid", dtype="float32"))
    loss = tf_keras.losses.BinaryCrossentropy(label_smoothing=0.1)
    model.compile(LEGACY.Adam(0.01, decay=0.1), loss, metrics=["accuracy", "mse"], run_eagerly=True)
    write_2_4(tmp_path / "m.h5", model)
    with h5py.File(tmp_path / "m.h5") as file:
        assert '"class_name": "Policy", "config": {"name": "mixed_float16"}' in file.attrs["model_config"]
        assert json.loads(file.attrs["training_config"])["loss"]["config"]["reduction"] == "auto"
    opened = rk.load_model_hdf5(str(tmp_path / "m.h5"))
    opened.run_eagerly = True
    assert opened.layers[0].compute_dtype == "float16"
    y = (Y > 0).astype("float32")
    old, new = (one.test_on_batch(X, y, return_dict=True) for one in (model, opened))
    assert new == pytest.approx(old, rel=1e-3)


def for_cudnn(weights: list[Any]) -> list[Any]:
    """The weights of a plain recurrent layer as cuDNN has them; the two biases of an LSTM are added."""
    kernel, recurrent, bias = weights
    gates = 4 if bias.ndim == 1 else 3
    kernels = [part.reshape(part.shape[::-1], order="F").T for part in np.hsplit(kernel, gates)]
    first = np.random.default_rng(0).normal(size=bias.shape).astype("float32")
    flat = np.concatenate([first, bias - first]) if gates == 4 else bias.reshape(-1)
    return [np.hstack(kernels), np.hstack([part.T for part in np.hsplit(recurrent, gates)]), flat]


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
@pytest.mark.parametrize("place", sampled(["alone", "both ways", "in a model"], 2))
def test_layers_for_cudnn_become_plain_ones(kind: str, place: str, tmp_path: Path) -> None:
    n = tf_keras.layers
    layer = getattr(n, kind)(2, name="memory")
    inner = {"alone": layer, "both ways": n.Bidirectional(layer), "in a model": stack(tf_keras, (5, 3), layer)}[place]
    model = scrambled(stack(tf_keras, (5, 3), inner, n.Dense(1)))
    write_2_2(tmp_path / "m.h5", model)
    with h5py.File(tmp_path / "m.h5", "a") as file:
        described = file.attrs["model_config"].replace(f'"{kind}"', f'"CuDNN{kind}"')
        file.attrs["model_config"] = described.encode()
        group = file["model_weights"][inner.name]
        names = group.attrs["weight_names"]
        for start in range(0, len(names), 3):
            three = names[start : start + 3]
            for name, value in zip(three, for_cudnn([group[one][()] for one in three]), strict=True):
                del group[name]
                group.create_dataset(name, data=value)
    by_keras_2 = tf_keras.models.clone_model(model)
    by_keras_2.load_weights(tmp_path / "m.h5")
    for one in (by_keras_2, rk.load_model_hdf5(str(tmp_path / "m.h5"))):
        np.testing.assert_allclose(outputs(one)[0], outputs(model)[0], atol=1e-5)


def test_unknown_arguments_of_2_2_are_none() -> None:
    """The fixtures write no argument that came after Keras 2.2."""
    config = described_by_2_2(BY_KERAS_2["residual"](tf_keras))
    convolution = next(layer for layer in layers_of(config) if layer["class_name"] == "Conv2D")
    assert not {"groups", "dtype", "module"} & {*convolution, *convolution["config"]}
    assert convolution["config"]["kernel_initializer"]["class_name"] == "VarianceScaling"
    assert config["class_name"] == "Model"
