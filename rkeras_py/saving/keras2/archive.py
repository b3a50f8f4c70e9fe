"""`.keras` files from Keras 2: a description, and the weights by the path to each object that has some."""

import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from ...compat.to_keras3 import Upgrade, refuse_own_class
from ...engine.internals.layers import own_variables
from ...engine.loading import keras
from ...graph import shared_layers
from .. import hdf5, hdf5_models, optimizer_state

_OF_TRAINING = ("optimizer", "metrics", "loss")
_MEMBERS = ("layers", "_layer_checkpoint_dependencies")
"""Where a model has its layers: since Keras 2.14, and in Keras 2.12 and 2.13."""
_SINGLE = ("config.json", "model.weights.h5")


def read_archive(path: str, custom_objects: dict[str, Any], compile: bool, safe_mode: bool) -> Any:
    """Read a model from a `.keras` file by Keras 2.

    Args:
        path: Name of the file.
        custom_objects: Classes and functions by name.
        compile: Whether to compile it as it was.
        safe_mode: Whether code in the file is refused.

    Returns:
        The model.

    Raises:
        ValueError: If it cannot be made, or its weights do not fit.
    """
    import h5py

    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
        for name in _SINGLE:
            archive.extract(name, folder)
        with open(os.path.join(folder, _SINGLE[0]), encoding="utf-8") as stream:
            config = json.load(stream)
        refuse_own_class(config, "save_model_weights_hdf5() by Keras 2, load_model_weights_hdf5() here")
        upgrade = Upgrade(own=custom_objects)
        model = hdf5_models.build_model(config, upgrade, custom_objects, safe_mode)
        with h5py.File(os.path.join(folder, _SINGLE[1]), "r") as file:
            _read_weights(file, model, config, archive)
            training = config.get("compile_config")
            if compile and training:
                training = {**training, "optimizer_config": training.get("optimizer")}
                hdf5_models.compile_as(model, training, upgrade, custom_objects, safe_mode)
                if "optimizer" in file:
                    optimizer_state.read_unnamed_state(_read_values(file["optimizer"]), model, _list_layers(config))
    return model


def _read_weights(file: Any, model: Any, config: Mapping[str, Any], archive: zipfile.ZipFile) -> None:
    found: shared_layers.Found = []
    _find(file, model, config["config"], found, archive)
    shared_layers.fill_copies(model, found)
    held = {id(variable) for _, variables, _ in found for variable in variables}
    lacking = [variable.path for variable in hdf5.get_layer_weights(model) if id(variable) not in held]
    if lacking:
        raise hdf5.Misfit(f"the file lacks the weights {', '.join(lacking[:5])}.")
    hdf5.assign_values(model, found, skip_mismatch=False, reshape=False)


def _find(group: Any, layer: Any, config: Any, found: shared_layers.Found, archive: zipfile.ZipFile) -> None:
    """Pair the content of a group with the variables of a layer and of its parts."""
    if isinstance(layer, keras().layers.Pipeline):  # it stands for a Keras 2 layer, its last one
        layer = layer.layers[-1]
    if hasattr(layer, "get_vocabulary"):
        _read_vocabulary(group, layer, archive)
        return
    if hdf5.learns_bins(layer):
        hdf5.set_bins(layer, _read_values(group))
        return
    values = _read_values(group)
    own = own_variables(layer)
    variables = [variable for variable in own if variable.name != hdf5.STATE]
    if values or variables:
        found.append((f"layer '{layer.name}'", variables, values))
    for inner_group, part, inner_config in _list_parts(group, layer, config):
        _find(inner_group, part, inner_config, found, archive)


def _list_parts(group: Any, layer: Any, config: Any) -> Iterator[tuple[Any, Any, Any]]:
    """List the layers of a model, or the parts of a layer: the group, the object, its description."""
    for name, child in group.items():
        if name == "vars" or (group.name == "/" and name in _OF_TRAINING):
            continue
        part = getattr(layer, name, None)
        if name in _MEMBERS and "layers" in config:
            made = [one for one in config["layers"] if _is_kept(one)]
            for label, one in zip(_number_labels(one["class_name"] for one in made), made, strict=True):
                if label in child:
                    yield child[label], layer.get_layer(one["config"]["name"]), one["config"]
        elif isinstance(part, keras().layers.Layer):
            described = config.get(name) or config.get("layer") or {}
            yield child, part, described.get("config", {})
        elif isinstance(part, (list, tuple)):
            for label, one in zip(_number_labels(type(one).__name__ for one in part), part, strict=True):
                if label in child:
                    yield child[label], one, {}
        elif _holds_something(child):
            raise hdf5.Misfit(f"layer '{layer.name}' has no part '{name}' in Keras 3, and the file has weights for it.")


def _is_kept(layer: Mapping[str, Any]) -> bool:
    """Tell whether the layer can have weights."""
    return layer["class_name"] not in ("InputLayer", "TFOpLambda", "SlicingOpLambda")


def _number_labels(class_names: Iterable[str]) -> Iterator[str]:
    """Return Keras 2's names for the members of a list: their classes, numbered."""
    counts: dict[str, int] = {}
    for class_name in class_names:
        name = _make_snake_case(class_name.split(">")[-1])
        counts[name] = counts.get(name, -1) + 1
        yield f"{name}_{counts[name]}" if counts[name] else name


def _make_snake_case(name: str) -> str:
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def _read_values(group: Any) -> list[Any]:
    """Return the arrays of one object, in order."""
    values = group.get("vars", {})
    return [np.asarray(values[name]) for name in sorted(values, key=int)]


def _holds_something(group: Any) -> bool:
    return group.visititems(lambda _, item: True if hasattr(item, "shape") else None) is True


def _read_vocabulary(group: Any, layer: Any, archive: zipfile.ZipFile) -> None:
    """Read the vocabulary of a layer, which is in its own file."""
    name = f"assets{group.name}/vocabulary.txt"
    if name in archive.namelist():
        lines = archive.read(name).decode().split("\n")
        words = lines if layer.dtype == "string" else [int(line) for line in lines]
        weights = group.get("vars", {}).get("idf_weights")
        layer.set_vocabulary(words, *([] if weights is None else [np.asarray(weights)[: len(words)]]))


def _list_layers(config: Mapping[str, Any]) -> list[str]:
    return [layer["config"]["name"] for layer in config["config"]["layers"]]
