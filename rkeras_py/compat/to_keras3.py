"""Convert model descriptions from Keras 2's terms to those of Keras 3."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..engine.internals.modules import FUNCTIONAL_MODULE
from ..engine.loading import keras
from ..messages.errors import show_value
from . import cudnn, hosted, keras2_arguments, learning_rates, old_parts, operations
from .file_terms import ANYTHING, DROPPED, EVERYWHERE, FORMER, LEFT_OUT, RENAMED, NotUpgradable
from .flags import read_flags

_MODULES = ("layers", "optimizers", "optimizers.schedules", "initializers", "regularizers", "constraints")
_GRAPHS = ("Functional", "Model")
_WITH_STATE = ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")
_WRAPPERS = ("MeanMetricWrapper", "SumOverBatchSizeMetricWrapper")
_CONSTANT = "_CONSTANT_VALUE"


@dataclass(frozen=True)
class Upgrade:
    """The upgrade of one description.

    Attributes:
        keras2: Whether Keras 2 wrote it. Keras 3 writes HDF5 files in a dialect that lacks modules only.
        own: The user's classes and functions by name; they go before those of Keras.
    """

    keras2: bool = True
    own: Mapping[str, Any] = field(default_factory=dict)

    def upgraded(self, item: Any, module: str = "") -> Any:
        """Turn a description by Keras 2 into one that `keras.saving.deserialize_keras_object()` takes.

        Args:
            item: A config: a dict with `class_name` and `config`, or anything made of such.
            module: Where to look first for the class, such as "keras.metrics".

        Returns:
            The same in Keras 3's terms; the item itself is not changed.

        Raises:
            NotUpgradable: If a layer asks for what Keras 3 can no longer do.
        """
        if isinstance(item, (list, tuple)):
            return [self.upgraded(part, module) for part in item]
        if not isinstance(item, Mapping):
            return item
        name = item.get("class_name")
        if name in ("__tuple__", "TensorShape"):
            return [self.upgraded(part, module) for part in item["items"]]
        if not isinstance(name, str) or "config" not in item:
            return {key: self.upgraded(value, module) for key, value in item.items()}
        if name.startswith("__") or name in ("function", "DTypePolicy"):
            return dict(item)
        if hosted.CLASS in (name, item.get("registered_name")):
            return {"module": None, "registered_name": name, **item}
        return self._upgrade_object(dict(item), name, module)

    def _upgrade_object(self, item: dict[str, Any], name: str, module: str) -> dict[str, Any]:
        if name in _WRAPPERS and isinstance(item["config"].get("fn"), str):
            return _describe_wrapped(item["config"])
        name = _drop_custom_prefix(name)
        config = item["config"]
        if isinstance(config, Mapping):
            name, config = cudnn.convert_cudnn_layer(name, config)
        registered = keras().saving.get_registered_object(name, custom_objects=self.own)
        is_own = registered is not None and not str(registered.__module__).startswith(("keras.", "rkeras_py."))
        hint, extension = item.get("module") or module, None
        if registered is None:
            former, (name, config) = name, old_parts.rename_class(name, config)
            hint = hint if name == former else module
            extension, config = old_parts.find_extension(name, config, self.keras2)
        found = None if registered is not None or extension else find_module(name, hint)
        if name == "Sequential":
            config = self._upgrade_stack(config)
        elif name in _GRAPHS and isinstance(config, Mapping) and "layers" in config:
            name, config = "Functional", self._upgrade_graph(config)
        elif isinstance(config, Mapping):
            config = self._upgrade_arguments("" if is_own else name, found or module, dict(config))
            if found == "keras.layers" and self.keras2:
                name, config = old_parts.describe_as_two(name, config)
        made: dict[str, Any] = {"module": found, "class_name": name, "config": config, "registered_name": None}
        if found is None:
            known = extension or item.get("registered_name") or name
            made.update(module=item.get("module"), registered_name=known)
        if "shared_object_id" in item:
            made["shared_object_id"] = item["shared_object_id"]
        return made

    def _upgrade_arguments(self, name: str, module: str, config: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of a class under Keras 3's names."""
        label = config.get("name", name)
        if name == "TensorFlowOpLayer":
            raise NotUpgradable(
                f"layer '{label}' ({name}) is arithmetic on tensors as Keras wrote it before 2.4. {operations.INSTEAD}"
            )
        if name == "Lambda":
            return self._upgrade_lambda(config)
        config = read_flags(name, module, config)
        if self.keras2:
            config = {**LEFT_OUT.get(name, {}), **config}
        renamed = {**RENAMED.get(name, {}), **FORMER.get(name, {})}
        dropped = {**EVERYWHERE.get(module, {}), **DROPPED.get(name, {})} if self.keras2 else {}
        made: dict[str, Any] = {}
        for key, value in config.items():
            if key in dropped and key not in renamed:
                allowed = dropped[key]
                if allowed is not ANYTHING and value not in allowed:
                    raise NotUpgradable(
                        f"layer '{label}' ({name}) asks for {key} = {show_value(value)}, which Keras 3 does not have."
                    )
                continue
            made[renamed.get(key, key)] = self._upgrade_value(key, value, config)
        return self._upgrade_special(name, module, made)

    def _upgrade_value(self, key: str, value: Any, config: Mapping[str, Any]) -> Any:
        if isinstance(value, Mapping) and value.get("type") == "ndarray":  # JSON of Keras 2.0 has alpha = 0.3 like this
            value = value["value"]
        if key in keras2_arguments.ACTIVATIONS and value == "hard_sigmoid" and self.keras2:
            return keras().saving.serialize_keras_object(keras2_arguments.hard_sigmoid(config.get("dtype")))
        if key in keras2_arguments.ACTIVATIONS and isinstance(value, str) and not _is_activation(value):
            return _describe_function(value)
        if key.endswith(("_initializer", "_regularizer", "_constraint")) and isinstance(value, str):
            return old_parts.rename_part(value)
        if key == "dtype" and isinstance(value, Mapping):
            return _upgrade_policy(value)
        if key == "reduction":
            return keras2_arguments.VALUES["reduction"](value)
        return self.upgraded(value)

    def _upgrade_special(self, name: str, module: str, config: dict[str, Any]) -> dict[str, Any]:
        axis = config.get("axis")
        if name == "VarianceScaling" and config.get("distribution") == "normal":
            config["distribution"] = "truncated_normal"
        if name == "BatchNormalization" and isinstance(axis, list) and len(axis) == 1:
            config["axis"] = axis[0]
        if module == "keras.optimizers":
            return _upgrade_optimizer(name, config)
        if module == "keras.optimizers.schedules" and config.get("name", "") is None:
            del config["name"]
        return config

    def _upgrade_lambda(self, config: dict[str, Any]) -> dict[str, Any]:
        kept = ("name", "trainable", "dtype", "arguments", "mask", "output_shape")
        made = {key: self._upgrade_value(key, config[key], config) for key in kept if config.get(key) is not None}
        code = config["function"]
        if isinstance(code, (list, tuple)):
            keys = ("code", "defaults", "closure")
            made["function"] = {"class_name": "__lambda__", "config": dict(zip(keys, code, strict=True))}
        elif isinstance(code, str):
            made["function"] = _describe_function(code)
        else:
            made["function"] = code
        return made

    def _upgrade_stack(self, config: Any) -> dict[str, Any]:
        """Upgrade a Sequential model; before Keras 2.2.3 its config was a list of layers."""
        stack: dict[str, Any] = {"name": "sequential", "layers": config} if isinstance(config, list) else dict(config)
        layers = stack["layers"]
        first = layers[0] if layers else None
        made = [self.upgraded(layer, "keras.layers") for layer in layers]
        if (
            first
            and _drop_custom_prefix(first["class_name"]) != "InputLayer"
            and "batch_input_shape" in first["config"]
        ):
            inner = first["config"]
            shape = self.upgraded(inner["batch_input_shape"])
            dtype = inner.get("dtype") if first["class_name"] != "Embedding" else "float32"
            settings = {"batch_shape": shape, "dtype": _upgrade_policy(dtype) if isinstance(dtype, Mapping) else dtype}
            made.insert(0, self.upgraded({"class_name": "InputLayer", "config": settings}, "keras.layers"))
        stack["layers"] = made
        return stack

    def _upgrade_graph(self, config: Mapping[str, Any]) -> dict[str, Any]:
        """Upgrade a functional model: its layers and their connections."""
        made = dict(config)
        given = operations.remove_shape_computations(config["layers"])
        starts = {layer["name"]: _find_first_node(layer) * self.keras2 for layer in given}
        names_of_stacks = {layer["name"] for layer in given if layer["class_name"] == "Sequential"}
        stacks = {name: start for name, start in starts.items() if name in names_of_stacks}
        layers = []
        for layer in given:
            if layer["class_name"] in operations.LAYERS:
                layers += self._upgrade_operations(layer, starts)
                continue
            one = self.upgraded(layer, "keras.layers")
            one["name"] = layer["name"]
            one["inbound_nodes"] = [
                self._upgrade_node(node, layer["class_name"], starts) for node in layer["inbound_nodes"]
            ]
            layers.append(one)
        made["layers"] = layers
        for key in ("input_layers", "output_layers"):
            made[key] = self._upgrade_ends(config[key], stacks)
        return made

    def _upgrade_operations(self, layer: Mapping[str, Any], starts: Mapping[str, int]) -> list[dict[str, Any]]:
        """Upgrade arithmetic on tensors; each such layer is called once."""
        name, class_name = layer["name"], layer["class_name"]
        function = layer["config"]["function"]
        nodes = [self._upgrade_node(node, class_name, starts) for node in layer["inbound_nodes"]]
        if len(nodes) != 1:
            raise NotUpgradable(f"layer '{name}' ({class_name}, tf.{function}) is called {len(nodes)} times.")
        return operations.translate_operation(name, class_name, function, nodes[0])

    def _upgrade_ends(self, item: Any, stacks: Mapping[str, int]) -> Any:
        """Upgrade inputs and outputs. Keras 3 itself subtracts 1 for functional models, but not for Sequential ones."""
        if _is_reference(item):
            return [item[0], item[1] - stacks.get(item[0], 0), item[2]]
        if isinstance(item, Mapping):
            return {key: self._upgrade_ends(value, stacks) for key, value in item.items()}
        made = [self._upgrade_ends(part, stacks) for part in item]
        return made[0] if len(made) == 1 else made

    def _upgrade_node(self, node: Any, class_name: str, starts: Mapping[str, int]) -> Any:
        """Upgrade one call of a layer: its positional and named arguments."""
        if isinstance(node, Mapping) and "args" in node:
            return node
        kwargs: dict[str, Any] = {}
        tensors = self._upgrade_tensors(node, starts, kwargs)
        if isinstance(tensors, list) and len(tensors) == 1:
            tensors = tensors[0]
        if class_name in _WITH_STATE and isinstance(tensors, list):
            tensors, kwargs["initial_state"] = tensors[0], tensors[1:]
        return {"args": [tensors], "kwargs": {key: value for key, value in kwargs.items() if value is not None}}

    def _upgrade_tensors(self, item: Any, starts: Mapping[str, int], kwargs: dict[str, Any]) -> Any:
        if _is_reference(item):
            if len(item) > 3:
                kwargs.update({key: self._upgrade_keyword(value, starts) for key, value in item[3].items()})
                if self.keras2 and kwargs.get("training") is False:
                    kwargs["training"] = 0  # Keras 2 writes what a user gave, and Keras 3 defaults, too
            return item[2] if item[0] == _CONSTANT else self._describe_tensor(item, starts)
        if isinstance(item, Mapping):
            return {key: self._upgrade_tensors(value, starts, kwargs) for key, value in item.items()}
        return [self._upgrade_tensors(part, starts, kwargs) for part in item]

    def _upgrade_keyword(self, value: Any, starts: Mapping[str, int]) -> Any:
        if _is_reference(value) and value[0] in starts:
            return self._describe_tensor(value, starts)
        if isinstance(value, (list, tuple)):
            return [self._upgrade_keyword(part, starts) for part in value]
        return value

    def _describe_tensor(self, item: Any, starts: Mapping[str, int]) -> dict[str, Any]:
        """Describe a tensor by its layer, call and position; Keras reads shape and dtype from the layer."""
        if item[0] not in starts:
            raise NotUpgradable(
                f"layer '{item[0]}' computes the shape of a tensor while the model runs, and not only to reshape it. "
                f"{operations.INSTEAD}"
            )
        history = [item[0], item[1] - starts[item[0]], item[2]]
        return {"class_name": "__keras_tensor__", "config": {"shape": [], "dtype": "float32", "keras_history": history}}


def refuse_own_class(config: Mapping[str, Any], hint: str) -> None:
    """Refuse a model of a class of its own, which a description cannot make.

    Args:
        config: The description of a model.
        hint: How to load its weights.

    Raises:
        NotUpgradable: If it is one.
    """
    inner = config["config"]
    if not isinstance(inner, list) and "layers" not in inner:
        raise NotUpgradable(
            f"it holds a model of the class '{config['class_name']}', whose layers are defined only in its code. "
            f"Create the model with that code and load its weights: {hint}."
        )


def find_module(name: str, hint: str = "") -> str | None:
    """Name the module of Keras 3 that has a class, or None for a class of a user.

    Args:
        name: Name of the class.
        hint: The module to look into first; several have a class of the same name.
    """
    if name in _GRAPHS:
        return FUNCTIONAL_MODULE
    if name == "Sequential":
        return "keras"
    hinted = [hint.removeprefix("keras.").removesuffix(".legacy")] if hint.startswith("keras.") else []
    for module in (*hinted, *_MODULES, "losses", "metrics"):
        place: Any = keras()
        for part in module.split("."):
            place = getattr(place, part, None)
        if hasattr(place, name):
            return f"keras.{module}"
    return None


def _drop_custom_prefix(name: str) -> str:
    """Drop the prefix "Custom>" that Keras 2.11 and later add to their own optimizers."""
    plain = name.removeprefix("Custom>")
    return plain if hasattr(keras().optimizers, plain) else name


def _upgrade_policy(value: Mapping[str, Any]) -> Any:
    return value["config"]["name"] if value.get("class_name") in ("Policy", "PolicyV1") else dict(value)


def _describe_function(name: str) -> dict[str, Any]:
    """Describe a user's function, which Keras looks up among the custom objects."""
    return {"module": None, "class_name": "function", "config": name, "registered_name": name}


def _is_activation(name: str) -> bool:
    try:
        keras().activations.get(name)
    except ValueError:
        return False
    return True


def _describe_wrapped(config: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a metric by the name of its function: Keras 3 has a class for each built-in function."""
    name = config["fn"]
    further = {key: value for key, value in config.items() if key != "fn"}
    try:
        made: dict[str, Any] = keras().saving.serialize_keras_object(keras().metrics.get(name))
    except ValueError:
        if further.get("name") == name:
            return _describe_function(name)  # Keras names the metric after its function anyway
        arguments = {**further, "fn": _describe_function(name)}
        return {"module": "keras.metrics", "class_name": "MeanMetricWrapper", "config": arguments}
    made["config"].update(further)
    return made


def _upgrade_optimizer(name: str, config: dict[str, Any]) -> dict[str, Any]:
    """Upgrade an optimizer: older ones have `lr`, and `decay`, which is now a schedule, or Nadam's momentum decay."""
    rate = config.pop("lr", None)
    if rate is not None:
        config["learning_rate"] = rate
    decay = config.pop("decay", None)
    if name == "Nadam" and decay:
        warnings.warn(
            "Nadam raises its momentum more slowly in files of Keras before 2.11 (`schedule_decay`) than in Keras 3, "
            "which continues the training.",
            stacklevel=2,
        )
    elif decay:
        schedule = learning_rates.make_decaying_schedule(config["learning_rate"], decay)
        config["learning_rate"] = keras().saving.serialize_keras_object(schedule)
    if not config.get("use_ema"):
        config.pop("ema_overwrite_frequency", None)
    return config


def _is_reference(item: Any) -> bool:
    return isinstance(item, (list, tuple)) and len(item) >= 3 and isinstance(item[0], str) and isinstance(item[1], int)


def _find_first_node(layer: Mapping[str, Any]) -> int:
    """Return the number of a model's first call: Keras 2 counts from 1, since the model's own graph is call 0."""
    if layer["class_name"] in _GRAPHS:
        return 1
    if layer["class_name"] != "Sequential":
        return 0
    config = layer["config"]
    layers = config if isinstance(config, list) else config["layers"]
    return int(bool(layers) and (layers[0]["class_name"] == "InputLayer" or "batch_input_shape" in layers[0]["config"]))
