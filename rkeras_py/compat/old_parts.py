"""Classes and layer parts under the names that older versions of Keras 2 wrote."""

from collections.abc import Mapping
from typing import Any

from ..engine.loading import find

_MODULES = ("layers", "initializers", "regularizers", "constraints")
_FORMER = {
    "uniform": "RandomUniform",
    "normal": "RandomNormal",
    "zero": "Zeros",
    "one": "Ones",
    "maxnorm": "MaxNorm",
    "nonneg": "NonNeg",
    "unitnorm": "UnitNorm",
    "SyncBatchNormalization": "BatchNormalization",
}
_IMPLIED: Mapping[str, Mapping[str, Any]] = {"SyncBatchNormalization": {"synchronized": True}}
_VERSIONS = ("V1", "V2")
_RECURRENT = ("SimpleRNN", "LSTM", "GRU", "RNN")
_ATTENTION = ("Attention", "AdditiveAttention")


def rename_class(name: str, config: Any) -> tuple[str, Any]:
    """Return a class of Keras, and its arguments, under the name that Keras 3 gives it; others stay as they are.

    Args:
        name: The name in a file, such as "LSTMV2" or "uniform".
        config: The arguments.
    """
    implied = _IMPLIED.get(name)
    if implied and isinstance(config, Mapping):
        config = {**config, **implied}
    plain = name[:-2] if name.endswith(_VERSIONS) else name
    plain = _FORMER.get(plain, plain)
    for module in _MODULES:
        cls = getattr(find(f"keras.{module}"), plain, None)
        if isinstance(cls, type):
            return cls.__name__, config
    return name, config


def find_extension(name: str, config: Any, keras2: bool) -> tuple[str | None, Any]:
    """Return the class of this package that does what a layer asks for and Keras 3's cannot, and its arguments.

    Args:
        name: The name of the class in Keras 3.
        config: The arguments.
        keras2: Whether Keras 2 wrote them.

    Returns:
        The name under which Keras knows the class, or None, and the arguments without the one that asked for it.
    """
    if not isinstance(config, Mapping):
        return None, config
    if name in _RECURRENT and config.get("time_major"):
        return f"rkeras.time_major>{name}", {**config, "time_major": False}
    if name in _ATTENTION and config.get("causal"):
        return f"rkeras.causal>{name}", {**config, "causal": False}
    if name == "MultiHeadAttention" and keras2 and config.get("activity_regularizer"):
        return f"rkeras.of_output>{name}", config
    inner = config.get("layer")
    if name == "Bidirectional" and isinstance(inner, Mapping) and inner.get("config", {}).get("time_major"):
        layers = {key: config[key] for key in ("layer", "backward_layer") if config.get(key)}
        turned = {key: {**one, "config": {**one["config"], "time_major": False}} for key, one in layers.items()}
        return "rkeras.time_major>Bidirectional", {**config, **turned}
    return None, config


def describe_as_two(name: str, config: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Describe a layer of Keras 2 as the two of Keras 3, one after the other, that compute the same.

    Args:
        name: The name of the class in Keras 3; most stay as they are.
        config: The arguments, in the terms of Keras 3.
    """
    of_both = {key: config[key] for key in ("data_format", "dtype", "trainable") if key in config}
    if name == "SeparableConv1D" and config.get("padding") == "causal":
        size, dilation = (_unpack(config.get(key, 1)) for key in ("kernel_size", "dilation_rate"))
        zeros = {**of_both, "padding": [dilation * (size - 1), 0]}
        layers: dict[str, Any] = {"ZeroPadding1D": zeros, name: {**config, "padding": "valid"}}
    elif name == "RandomCrop":
        size = {key: config[key] for key in ("height", "width")}
        layers = {name: config, "Resizing": {**of_both, **size, "crop_to_aspect_ratio": True}}
    else:
        return name, config
    described = [
        {"module": "keras.layers", "class_name": inner, "config": one, "registered_name": None}
        for inner, one in layers.items()
    ]
    return "Pipeline", {"name": config.get("name"), "layers": described}


def _unpack(value: Any) -> Any:
    return value[0] if isinstance(value, (list, tuple)) else value


def rename_part(name: str) -> Any:
    """Return an initializer, regularizer or constraint as Keras 3 knows it by its name; others stay as they are.

    Args:
        name: A name that stands for a part with its default arguments.
    """
    if name == "l1_l2":
        return {"module": "keras.regularizers", "class_name": "L1L2", "config": {"l1": 0.01, "l2": 0.01}}
    return _FORMER.get(name, name)
