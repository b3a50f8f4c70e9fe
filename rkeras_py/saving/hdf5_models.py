"""Whole models in HDF5: the description, the weights, the compile settings, the optimizer state."""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from ..compat import keras2_arguments, operations
from ..compat.to_keras2 import NotInKeras2, describe_in_common_dialect, describe_layer_by_name
from ..compat.to_keras3 import Upgrade
from ..engine import filling
from ..engine.internals.compiled import wrapped_options
from ..engine.internals.layers import flat_layers, lookup_layer
from ..engine.internals.modules import functional_class
from ..engine.loading import keras
from ..engine.tensors import read_values
from ..graph import nodes, shared_layers
from ..graph.log_names import name_outputs
from ..messages.keras_errors import get_known_names
from ..models import levels, named_inputs
from ..models.outputs import CHOSEN_BY_SHAPE
from ..signatures.calls import get_keras_arguments
from . import hdf5, limits, optimizer_state, parts_in_files

_KINDS = {"losses": "loss", "metrics": "metric", "optimizers": "optimizer"}


def write_hdf5_model(file: Any, model: Any, include_optimizer: bool) -> None:
    """Write a model.

    Args:
        file: An open HDF5 file.
        model: A functional or Sequential model that is built.
        include_optimizer: Whether to write how it was compiled, and the state of its optimizer.
    """
    shared_layers.warn_of_split(model, "the saved model")
    with parts_in_files.describe_for_file(model) as memory:
        _write_described(file, model, include_optimizer, memory)


def _write_described(file: Any, model: Any, include_optimizer: bool, memory: dict[str, Any]) -> None:
    config = named_inputs.note_named_shapes(keras().saving.serialize_keras_object(model), model)
    keep_vocabularies(config, model)
    file.attrs["keras_version"] = keras().__version__
    file.attrs["backend"] = keras().backend.backend()
    file.attrs["model_config"] = json.dumps(_make_readable(config, describe_layer_by_name))
    if memory:
        file.attrs[levels.IN_FILES] = json.dumps(memory)
    hdf5.write_weights(file.create_group("model_weights"), model)
    if include_optimizer and getattr(model, "compiled", False) and model.optimizer is not None:
        file.attrs["training_config"] = json.dumps(describe_training(model))
        optimizer_state.prepare_optimizer(model)
        hdf5.write_variables(file.create_group("optimizer_weights"), model.optimizer.variables)


def _make_readable(
    config: dict[str, Any], words: Callable[[dict[str, Any]], dict[str, Any]] = describe_in_common_dialect
) -> dict[str, Any]:
    """Describe a model in the format that Keras 2 reads, too, if possible, else in Keras 3's own."""
    try:
        return words(config)
    except NotInKeras2:
        return config


def keep_vocabularies(config: Any, model: Any) -> None:
    """Put words that layers learned into a description; Keras keeps them in files of their own.

    Args:
        config: The description of a model, which is changed.
        model: The model.
    """
    layers = {layer.name: layer for layer in flat_layers(model) if hasattr(layer, "get_vocabulary")}
    if layers:
        _fill_vocabularies(config, layers)


def _fill_vocabularies(config: Any, layers: Mapping[str, Any]) -> None:
    if isinstance(config, list):
        for item in config:
            _fill_vocabularies(item, layers)
    elif isinstance(config, dict):
        layer = layers.get(config.get("name", ""))
        if layer is not None and "vocabulary" in config and config["vocabulary"] is None:
            config.update(read_vocabulary(layer))
        for value in config.values():
            _fill_vocabularies(value, layers)


def read_vocabulary(layer: Any) -> dict[str, Any]:
    """Return the words that a layer learned, and their weights, as arguments of its class; nothing where it has none.

    Args:
        layer: A layer with `get_vocabulary()`.
    """
    words = layer.get_vocabulary(include_special_tokens=False)
    if not words:
        return {}
    found = {"vocabulary": [getattr(word, "item", lambda word=word: word)() for word in words]}
    lookup = lookup_layer(layer)
    if lookup.output_mode == "tf_idf":
        special = len(layer.get_vocabulary()) - len(words)
        found["idf_weights"] = read_values(lookup.idf_weights)[special : special + len(words)].tolist()
    return found


def describe_training(model: Any) -> dict[str, Any]:
    """Describe how a model was compiled, as Keras 2 and 3 write it: everything built in by its full name.

    Args:
        model: A compiled model.
    """
    compiled = dict(model.get_compile_config())
    optimizer = compiled.pop("optimizer")
    kept = {key: compiled[key] for key in ("run_eagerly", "steps_per_execution", "jit_compile") if key in compiled}
    return {
        **kept,
        "loss": _replace_names(describe_loss(model.loss), _find_loss_by_name),
        "metrics": _replace_names(compiled.get("metrics"), _describe_metric_by_name),
        "weighted_metrics": _replace_names(compiled.get("weighted_metrics"), _describe_metric_by_name),
        "loss_weights": compiled.get("loss_weights"),
        "optimizer_config": _describe_optimizer(_make_readable(optimizer)),
    }


def describe_loss(loss: Any) -> Any:
    """Describe losses with all their arguments: Keras 3 leaves some out, such as the delta of Huber's.

    Args:
        loss: The loss of a compiled model: a name, a function, an object, or several of them.
    """
    if isinstance(loss, Mapping):
        return {name: describe_loss(one) for name, one in loss.items()}
    if isinstance(loss, (list, tuple)):
        return [describe_loss(one) for one in loss]
    config = keras().saving.serialize_keras_object(loss)
    if isinstance(loss, keras().losses.Loss):
        known = get_keras_arguments(cast(Any, type(loss)))
        further = {name: value for name, value in wrapped_options(loss).items() if name in known}
        config["config"] = {**keras().saving.serialize_keras_object(further), **config["config"]}
    return config


def _describe_optimizer(config: dict[str, Any]) -> dict[str, Any]:
    """Describe an optimizer without unused arguments, for which Keras 2 would choose another class."""
    arguments = dict(config["config"])
    if not arguments.get("use_ema"):
        for name in ("use_ema", "ema_momentum", "ema_overwrite_frequency"):
            arguments.pop(name, None)
    for name in ("weight_decay", "clipnorm", "global_clipnorm", "clipvalue"):
        if arguments.get(name, 0) is None:
            arguments.pop(name)
    return {"class_name": config.get("registered_name") or config["class_name"], "config": arguments}


def _replace_names(value: Any, by_name: Callable[[str], Any]) -> Any:
    if isinstance(value, str):
        return by_name(value)
    if isinstance(value, Mapping) and value.get("class_name") == "function":
        return dict(value) if _is_mistakable(value) else value["config"]
    if isinstance(value, Mapping) and "class_name" in value:
        return _make_readable(dict(value))
    if isinstance(value, Mapping):
        return {key: _replace_names(item, by_name) for key, item in value.items()}
    return [_replace_names(item, by_name) for item in value] if isinstance(value, (list, tuple)) else value


def _is_mistakable(function: Mapping[str, Any]) -> bool:
    """Tell whether a user's function has the name of a Keras function, which readers would use instead."""
    name = function["config"]
    known = (*get_known_names("loss"), *get_known_names("metric"), *CHOSEN_BY_SHAPE, *keras2_arguments.LOSSES)
    return function.get("module") == "builtins" and name in known


def _find_loss_by_name(name: str) -> Any:
    """Return the full name of a loss: from a file, Keras reads "mean_squared_error", but not "mse"."""
    found = keras().losses.get(name)
    return getattr(found, "__name__", None) or keras().saving.serialize_keras_object(found)


def _describe_metric_by_name(name: str) -> Any:
    """Describe a metric so that it keeps its name in logs, such as "mae", after loading."""
    if name in CHOSEN_BY_SHAPE:
        return name
    found = keras().metrics.get(name)
    if not isinstance(found, keras().Metric):
        found = keras().metrics.MeanMetricWrapper(found)
    config = keras().saving.serialize_keras_object(found)
    config["config"]["name"] = name
    return _make_readable(config)


def read_hdf5_model(file: Any, custom_objects: dict[str, Any], compile: bool, safe_mode: bool) -> Any:
    """Read a model that Keras 2 or 3 wrote.

    Args:
        file: An open HDF5 file.
        custom_objects: Classes and functions by name.
        compile: Whether to compile it as it was.
        safe_mode: Whether code in the file is refused.

    Returns:
        The model.

    Raises:
        ValueError: If the file holds no model, or one that cannot be made.
    """
    config = hdf5.read_json(file, "model_config")
    if config is None:
        raise ValueError(
            "the file contains only weights. Create the model with its code, then call load_model_weights_hdf5()."
        )
    limits.check_description(config)
    memory = hdf5.read_json(file, levels.IN_FILES) or {}
    training = hdf5.read_json(file, "training_config")
    with parts_in_files.add_parts(memory, custom_objects, safe_mode) as known:
        upgrade = Upgrade(is_by_keras2(file.attrs), known)
        with filling.fill_weights():
            model = build_model(config, upgrade, known, safe_mode)
            hdf5.read_weights(file["model_weights"], model, new=True)
        shared_layers.warn_of_shared(config, model)
        if compile and training is not None:
            compile_as(model, training, upgrade, known, safe_mode)
    levels.restore_memory(model, memory)
    if compile and training is not None and "optimizer_weights" in file:
        optimizer_state.read_state(file, model)
    return model


def is_by_keras2(attributes: Mapping[str, Any]) -> bool:
    """Tell whether a file, or a description, is by Keras 1 or 2."""
    return hdf5.decode_text(attributes.get("keras_version", "1")).split(".")[0] in ("1", "2")


def build_model(config: Any, upgrade: Upgrade | None, custom_objects: dict[str, Any], safe_mode: bool) -> Any:
    """Make the model that a description describes.

    Args:
        config: The description.
        upgrade: How to read it; None if it is in Keras 3's terms.
        custom_objects: Classes and functions by name.
        safe_mode: Whether code in the description is refused.
    """
    limits.check_description(config)
    known = {**custom_objects, **{f"Custom>{name}": item for name, item in custom_objects.items()}}
    described = upgrade.upgraded(config, "keras.layers") if upgrade else config
    model = keras().saving.deserialize_keras_object(described, custom_objects=known, safe_mode=safe_mode)
    if upgrade and upgrade.keras2:
        operations.refuse_whole_means(config, model)
    named_inputs.build_by_named_shapes(model, described)
    mark_layers_as_ours(model)
    return model


def mark_layers_as_ours(model: Any) -> None:
    """Give a model that was read, and its layers, what those made here have."""
    for layer in flat_layers(model):
        nodes.mark_as_ours(layer)
    if isinstance(model, functional_class()):
        name_outputs(model)


def compile_as(
    model: Any, training: dict[str, Any], upgrade: Upgrade, custom_objects: dict[str, Any], safe_mode: bool
) -> None:
    """Compile a model as a file says it was.

    Args:
        model: The model.
        training: The arguments of compile(), the optimizer as `optimizer_config`.
        upgrade: How to read descriptions in it.
        custom_objects: Classes and functions by name.
        safe_mode: Whether code in the description is refused.
    """
    limits.check_description(training)

    def revived(value: Any, module: str) -> Any:
        if isinstance(value, str):
            return _find_by_name(value, module, custom_objects)
        if isinstance(value, Mapping) and "class_name" in value:
            config = upgrade.upgraded(value, f"keras.{module}")
            return keras().saving.deserialize_keras_object(config, custom_objects=custom_objects, safe_mode=safe_mode)
        if isinstance(value, Mapping):
            return {key: revived(item, module) for key, item in value.items()}
        return [revived(item, module) for item in value] if isinstance(value, (list, tuple)) else value

    settings = {
        "optimizer": revived(training["optimizer_config"], "optimizers"),
        "loss": revived(training.get("loss"), "losses"),
        "metrics": _translate_metrics(revived(training.get("metrics"), "metrics"), model),
        "weighted_metrics": _translate_metrics(revived(training.get("weighted_metrics"), "metrics"), model),
        "loss_weights": training.get("loss_weights"),
    }
    kept = ("run_eagerly", "steps_per_execution", "jit_compile")
    settings.update({key: training[key] for key in kept if training.get(key) is not None})
    model.compile(**{key: value for key, value in settings.items() if value is not None})


def _find_by_name(name: str, module: str, custom_objects: dict[str, Any]) -> Any:
    """Find a built-in object by name; others must be among the custom objects."""
    name = keras2_arguments.LOSSES.get(name, name)
    given = keras().saving.get_registered_object(name, custom_objects=custom_objects)
    if given is None and module == "metrics" and name in CHOSEN_BY_SHAPE:
        return name
    if given is not None:
        return given
    try:
        getattr(keras(), module).get(name)
    except ValueError:
        raise ValueError(f"Unknown {_KINDS[module]} '{name}'.") from None
    return name


def _translate_metrics(metrics: Any, model: Any) -> Any:
    """Convert Keras 2's metrics, a list for each output that starts with its name, for compile()."""
    if not isinstance(metrics, list) or not any(isinstance(one, list) for one in metrics):
        return metrics
    metrics = [[metric for metric in one or [] if metric is not None] for one in metrics]
    if len(metrics) == 1:
        return metrics[0]
    for output, several in zip(model.output_names, metrics, strict=False):
        for metric in several:
            if isinstance(metric, keras().Metric):
                metric.name = metric.name.removeprefix(f"{output}_")
    return metrics
