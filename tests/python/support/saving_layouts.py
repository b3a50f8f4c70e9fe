"""Files as Keras 2.2 and 2.4 wrote them, made from models of tf-keras: descriptions and HDF5 in the old layouts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np

_WEIGHTS = ("kernel", "recurrent", "bias", "depthwise", "pointwise", "embeddings", "gamma", "beta", "alpha")
_OF_WEIGHTS = [f"{name}_{kind}" for name in _WEIGHTS for kind in ("initializer", "regularizer", "constraint")]
_DENSE = ["units", "activation", "use_bias", "activity_regularizer", *_OF_WEIGHTS]
_PLACE = ["padding", "strides", "data_format"]
_CONV = ["filters", "kernel_size", "dilation_rate", *_PLACE, *_DENSE]
_RNN = ["return_sequences", "return_state", "go_backwards", "stateful", "unroll"]
_GATED = [*_RNN, *_DENSE, "recurrent_activation", "dropout", "recurrent_dropout", "implementation"]
_POOL = ["pool_size", *_PLACE]
_MOVING = ["moving_mean_initializer", "moving_variance_initializer"]
KNOWN_TO_2_2: dict[str, list[str]] = {
    "Dense": _DENSE,
    "Activation": ["activation"],
    "Dropout": ["rate", "noise_shape", "seed"],
    "Flatten": ["data_format"],
    "Reshape": ["target_shape"],
    "Permute": ["dims"],
    "RepeatVector": ["n"],
    "Masking": ["mask_value"],
    "Embedding": ["input_dim", "output_dim", "mask_zero", "input_length", "activity_regularizer", *_OF_WEIGHTS],
    "BatchNormalization": ["axis", "momentum", "epsilon", "center", "scale", *_MOVING, *_OF_WEIGHTS],
    "LeakyReLU": ["alpha"],
    "ReLU": ["max_value", "negative_slope", "threshold"],
    "PReLU": ["shared_axes", *_OF_WEIGHTS],
    "ELU": ["alpha"],
    "Softmax": ["axis"],
    "GaussianNoise": ["stddev"],
    "SpatialDropout1D": ["rate", "noise_shape", "seed"],
    **{name: _CONV for name in ("Conv1D", "Conv2D", "Conv3D")},
    "Conv2DTranspose": [*_CONV, "output_padding"],
    **{name: [*_CONV, "depth_multiplier"] for name in ("SeparableConv1D", "SeparableConv2D")},
    "DepthwiseConv2D": [*_CONV, "depth_multiplier"],
    **{name: _POOL for name in ("MaxPooling1D", "MaxPooling2D", "AveragePooling2D", "AveragePooling1D")},
    **{name: ["data_format"] for name in ("GlobalAveragePooling1D", "GlobalMaxPooling1D")},
    **{name: ["data_format"] for name in ("GlobalAveragePooling2D", "GlobalMaxPooling2D")},
    **{name: ["size", "data_format", "interpolation"] for name in ("UpSampling2D", "UpSampling1D")},
    **{name: ["padding", "data_format"] for name in ("ZeroPadding2D", "ZeroPadding1D")},
    **{name: ["cropping", "data_format"] for name in ("Cropping2D", "Cropping1D")},
    "LSTM": [*_GATED, "unit_forget_bias"],
    "GRU": [*_GATED, "reset_after"],
    "SimpleRNN": [name for name in _GATED if name not in ("recurrent_activation", "implementation")],
    **{name: ["units", *_RNN[:4], "unit_forget_bias", *_OF_WEIGHTS] for name in ("CuDNNLSTM", "CuDNNGRU")},
    "Bidirectional": ["layer", "merge_mode"],
    "TimeDistributed": ["layer"],
    **{name: [] for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")},
    "Concatenate": ["axis"],
    "Dot": ["axes", "normalize"],
}
"""The arguments that Keras 2.2.4 wrote for each class, beside the name and whether it trains."""

_FIRST_2_2 = ("GlorotUniform", "GlorotNormal", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform")
_NEWER = ("module", "registered_name", "build_config", "compile_config", "shared_object_id")
_SINCE_2_4 = {
    "BatchNormalization": ("synchronized",),
    "Embedding": ("sparse",),
    "Attention": ("score_mode",),
    "InputLayer": ("optional",),
}
"""Arguments that came after Keras 2.4, by class."""


def plain(item: Any) -> Any:
    """A description by tf-keras 2.21 as Keras wrote it before it noted modules."""
    if isinstance(item, (list, tuple)):
        return [plain(part) for part in item]
    if not isinstance(item, dict):
        return item
    name = item.get("class_name")
    if name == "__tuple__":
        return plain(item["items"])
    if name in ("function", "builtin function"):
        return item["config"]
    if name in ("Policy", "DTypePolicy"):
        policy = item["config"]["name"]
        return {"class_name": "Policy", "config": {"name": policy}} if "mixed" in policy else policy
    return {key: plain(value) for key, value in item.items() if name is None or key not in _NEWER}


def described_by_2_4(model: Any) -> dict[str, Any]:
    """The `model_config` of tf.keras 2.4."""
    config: dict[str, Any] = plain(json.loads(model.to_json()))
    for layer in layers_of(config):
        for argument in _SINCE_2_4.get(layer["class_name"], ()):
            layer["config"].pop(argument, None)
    return {"class_name": config["class_name"], "config": config["config"]}


def layers_of(config: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All layers of a description, with those in models and wrappers."""
    inner = config["config"]
    for layer in inner if isinstance(inner, list) else inner.get("layers", []):
        yield layer
        yield from layers_of(layer)
    if isinstance(inner, dict):
        for key in ("layer", "backward_layer", "cell"):
            if key in inner:
                yield inner[key]
                yield from layers_of(inner[key])


def described_by_2_2(model: Any, stack_as_list: bool = False) -> dict[str, Any]:
    """The `model_config` of Keras 2.2.4; of Keras 2.2.2, where a stack is the list of its layers."""
    return _older(described_by_2_4(model), stack_as_list)


def _older(layer: dict[str, Any], stack_as_list: bool, is_first: bool = False) -> dict[str, Any]:
    name, config = layer["class_name"], layer["config"]
    rest = {key: layer[key] for key in ("name", "inbound_nodes") if key in layer}
    if name == "Sequential":
        given = config["layers"]
        shape = given[0]["config"]["batch_input_shape"]
        made = [_older(one, stack_as_list) for one in given if one["class_name"] != "InputLayer"]
        if isinstance(made[0]["config"], dict):  # a stack as the first layer knows its shape itself
            made[0]["config"] = {**made[0]["config"], "batch_input_shape": shape, "dtype": "float32"}
        return {"class_name": name, "config": made if stack_as_list else {**_named(config), "layers": made}, **rest}
    if name == "Functional":
        layers = [_older(one, stack_as_list) for one in config["layers"]]
        return {"class_name": "Model", "config": {**config, "layers": layers}, **rest}
    if name == "InputLayer":
        kept: dict[str, Any] = {key: config[key] for key in ("batch_input_shape", "dtype", "sparse", "name")}
        return {"class_name": name, "config": kept, **rest}
    kept = {"name": config["name"], "trainable": config["trainable"]}
    for key in KNOWN_TO_2_2[name]:
        if key in config:
            kept[key] = _argument_2_2(key, config[key], stack_as_list)
    if isinstance(kept.get("axis"), list) and name == "BatchNormalization":
        kept["axis"] = kept["axis"][0]
    if "implementation" in kept:
        kept["implementation"] = 1
    return {"class_name": name, "config": kept, **rest}


def _named(config: dict[str, Any]) -> dict[str, Any]:
    return {"name": config["name"]}


def _argument_2_2(key: str, value: Any, stack_as_list: bool) -> Any:
    if key == "layer":
        return _older(value, stack_as_list)
    if isinstance(value, dict) and value.get("class_name") in _FIRST_2_2:
        return {"class_name": "VarianceScaling", "config": _scaling(value["class_name"])}
    if isinstance(value, dict) and value.get("class_name") in ("L1", "L2"):
        return {"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.0, **value["config"]}}
    return value


def _scaling(name: str) -> dict[str, Any]:
    scale, mode = {"G": (1.0, "fan_avg"), "H": (2.0, "fan_in"), "L": (1.0, "fan_in")}[name[0]]
    distribution = "uniform" if name.endswith("Uniform") else "normal"
    return {"scale": scale, "mode": mode, "distribution": distribution, "seed": None}


def write_2_2(path: Path, model: Any, training: dict[str, Any] | None = None, stack_as_list: bool = False) -> None:
    """Write a model as Keras 2.2.4 with TensorFlow did.

    Args:
        path: Name of the file.
        model: A model of tf-keras.
        training: The `training_config`, and under "weights" the names and values of the optimizer's variables.
        stack_as_list: Whether a stack is the list of its layers, as before Keras 2.2.3.
    """
    version = b"2.2.2" if stack_as_list else b"2.2.4"
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"], file.attrs["backend"] = version, b"tensorflow"
        file.attrs["model_config"] = json.dumps(described_by_2_2(model, stack_as_list)).encode()
        group = file.create_group("model_weights")
        group.attrs["keras_version"], group.attrs["backend"] = version, b"tensorflow"
        layers = [one for one in model.layers if not (type(model).__name__ == "Sequential" and not one.inbound_nodes)]
        group.attrs["layer_names"] = [layer.name.encode() for layer in layers]
        for layer in layers:
            weights = [*layer.trainable_weights, *layer.non_trainable_weights]
            _write(group.create_group(layer.name), [(_plain_name(one.name), one.numpy()) for one in weights])
        if training is not None:
            kept = dict(training)
            _write(file.create_group("optimizer_weights"), kept.pop("weights"))
            file.attrs["training_config"] = json.dumps(kept).encode()


def _plain_name(name: str) -> str:
    """Before Keras 2.3 the weights of a recurrent layer were its own, not its cell's."""
    parts = name.split("/")
    return "/".join(part for part in parts if not part.rstrip("_0123456789").endswith("_cell"))


def _write(group: Any, weights: list[tuple[str, Any]]) -> None:
    group.attrs["weight_names"] = np.asarray([name.encode() for name, _ in weights])
    for name, value in weights:
        group.create_dataset(name, data=value)


def write_2_4(path: Path, model: Any) -> None:
    """Write a model as tf.keras 2.4 did: what tf-keras writes today, in the older words.

    Args:
        path: Name of the file.
        model: A model of tf-keras, compiled with one of the optimizers of that time (`legacy`), or not.
    """
    model.save(path, save_format="h5")
    with h5py.File(path, "a") as file:
        file.attrs["keras_version"] = "2.4.0"
        file["model_weights"].attrs["keras_version"] = b"2.4.0"
        file.attrs["model_config"] = json.dumps(described_by_2_4(model))
        if "training_config" in file.attrs:
            training = plain(json.loads(file.attrs["training_config"]))
            optimizer = training["optimizer_config"]
            for newer in ("is_legacy_optimizer", "jit_compile"):
                optimizer["config"].pop(newer, None)
            file.attrs["training_config"] = json.dumps(training)
