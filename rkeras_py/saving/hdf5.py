"""The layout of HDF5 files: Keras 2's, which Keras 3 and tf-keras read too."""

import json
import math
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..compat.cudnn import convert_cudnn_weights
from ..engine.internals.layers import flat_layers
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..on_tensorflow.tensors import convert

_ATTRIBUTE_LIMIT = 64512  # bytes that fit the header of an HDF5 object; longer lists are split
STATE = "rnn_state"
"""The variables in which Keras 3 keeps the state of a stateful layer; they are not weights."""


def get_layer_weights(layer: Any) -> list[Any]:
    """Return the variables of a layer in Keras 2's order: what trains first."""
    variables = [*layer.trainable_weights, *layer.non_trainable_weights]
    return [variable for variable in variables if variable.name != STATE]


def get_own_weights(model: Any) -> list[Any]:
    """Return the variables that belong to the model itself instead of one of its layers."""
    kept = {id(variable) for layer in model.layers for variable in layer.weights}
    return [variable for variable in get_layer_weights(model) if id(variable) not in kept]


def write_weights(group: Any, model: Any) -> None:
    """Write the weights of a model.

    Args:
        group: An open HDF5 group or file.
        model: The model.
    """
    write_list(group, "layer_names", [layer.name for layer in model.layers])
    group.attrs["backend"] = np.bytes_(keras().backend.backend())
    group.attrs["keras_version"] = np.bytes_(keras().__version__)
    for layer in sorted(model.layers, key=lambda layer: str(layer.name)):
        write_variables(group.create_group(layer.name), get_layer_weights(layer))
    write_variables(group.create_group("top_level_model_weights"), get_own_weights(model))


def write_variables(group: Any, variables: Sequence[Any]) -> None:
    """Write variables in order, each under its path.

    Args:
        group: An open HDF5 group.
        variables: The variables.
    """
    paths = [variable.path for variable in variables]
    if len(set(paths)) < len(paths):  # two inner models have the same name
        paths = [f"{number}/{path}" for number, path in enumerate(paths)]
    write_list(group, "weight_names", paths)
    for path, variable in zip(paths, variables, strict=True):
        group.create_dataset(path, data=_view(variable))


def _view(variable: Any) -> Any:
    """Return a variable's numbers without a copy, or with one if NumPy does not know their type."""
    if not runs_on_tensorflow():
        return variable.numpy()
    tensor = convert(variable.value)
    try:
        return np.asarray(memoryview(tensor))
    except (TypeError, ValueError, BufferError):
        return variable.numpy()


def write_list(group: Any, name: str, texts: Sequence[str]) -> None:
    """Write a list of texts as an attribute, or as several when it is too long for one.

    Args:
        group: An open HDF5 group.
        name: Name of the attribute.
        texts: The texts.
    """
    array = np.asarray([text.encode() for text in texts])
    parts = max(1, -(-array.nbytes // _ATTRIBUTE_LIMIT))
    if parts == 1:
        group.attrs[name] = array
        return
    for number, part in enumerate(np.array_split(array, parts + 1)):
        group.attrs[f"{name}{number}"] = part


def read_list(group: Any, name: str) -> list[str]:
    """Read what `write_list()` wrote."""
    parts = [name] if name in group.attrs else _list_numbered(group, name)
    return [decode_text(item) for part in parts for item in group.attrs[part]]


def has_list(group: Any, name: str) -> bool:
    """Tell whether there is such a list."""
    return name in group.attrs or f"{name}0" in group.attrs


def _list_numbered(group: Any, name: str) -> Iterator[str]:
    number = 0
    while f"{name}{number}" in group.attrs:
        yield f"{name}{number}"
        number += 1


def decode_text(value: Any) -> str:
    """Return an attribute as text: h5py gives bytes or text, by how it was written."""
    return value.decode() if isinstance(value, bytes) else str(value)


def read_json(file: Any, name: str) -> Any:
    """Read an attribute that holds JSON, or None where it lacks."""
    return json.loads(decode_text(file.attrs[name])) if name in file.attrs else None


def read_variables(group: Any) -> list[Any]:
    """Return the arrays of one layer, in order, not read yet."""
    return [group[name] for name in read_list(group, "weight_names")]


class Misfit(ValueError):
    """A file that holds weights of another model."""


def read_weights(
    group: Any,
    model: Any,
    by_name: bool = False,
    skip_mismatch: bool = False,
    reshape: bool = False,
    new: bool = False,
) -> None:
    """Read weights into a model: all that fits, or nothing and an error.

    Args:
        group: An open HDF5 group or file with the weights.
        model: The model; it must be built.
        by_name: Whether layers are found by name, and those that the file lacks keep their weights.
        skip_mismatch: Whether layers that do not fit keep their weights instead of being an error.
        reshape: Whether arrays that are as large, in another shape, are reshaped.
        new: Whether nobody has the model yet, as in `assign_values()`.

    Raises:
        Misfit: If the weights do not fit the model.
    """
    learned = {layer.name: layer for layer in model.layers if learns_bins(layer)}
    tables = {layer.name for layer in model.layers if hasattr(layer, "get_vocabulary")}  # their arguments hold all
    names = [name for name in list_layers_with_weights(group) if name not in learned and name not in tables]
    layers = [layer for layer in model.layers if get_layer_weights(layer)]
    known = {layer.name: layer for layer in layers}
    if by_name:
        pairs = [(name, known[name]) for name in names if name in known]
    elif set(names) == set(known):
        pairs = [(name, known[name]) for name in names]
    elif len(names) == len(layers):
        pairs = list(zip(names, layers, strict=True))
    else:
        raise Misfit(
            f"the model has {len(layers)} layers with weights ({', '.join(known)}), the file has {len(names)} "
            f"({', '.join(names)}). To load those that have the same name use by_name = TRUE."
        )
    found = [(f"layer '{layer.name}'", get_layer_weights(layer), read_variables(group[name])) for name, layer in pairs]
    if "top_level_model_weights" in group:
        found.append(("the model itself", get_own_weights(model), read_variables(group["top_level_model_weights"])))
    bins = [
        (layer, [np.asarray(one, "float32") for one in read_variables(group[name])])
        for name, layer in learned.items()
        if name in group
    ]
    assign_values(model, found, skip_mismatch, reshape, new)
    for layer, summary in bins:
        set_bins(layer, summary)


def learns_bins(layer: Any) -> bool:
    """Tell whether a layer finds the bounds of its bins by adapt(): a weight to Keras 2, none to Keras 3."""
    return isinstance(layer, keras().layers.Discretization) and layer.num_bins is not None


def set_bins(layer: Any, summary: Sequence[Any]) -> None:
    """Give such a layer the bounds that Keras 2 computes from the weight.

    Args:
        layer: The layer.
        summary: The weight, or nothing.
    """
    for values in summary:
        layer.summary = np.asarray(values)
        layer.finalize_state()


def assign_values(
    model: Any, found: list[tuple[str, list[Any], list[Any]]], skip_mismatch: bool, reshape: bool, new: bool = False
) -> None:
    """Assign arrays to the variables of a model, after all of them were looked at.

    Args:
        model: The model.
        found: What to call a layer in a message, its variables, and the arrays for them.
        skip_mismatch: Whether layers that do not fit keep their weights instead of being an error.
        reshape: Whether arrays that are as large, in another shape, are reshaped.
        new: Whether nobody has the model yet, so that one array may be assigned before the next is read.

    Raises:
        Misfit: If something does not fit; nothing is changed then.
    """
    skipped: list[str] = []
    ready: list[tuple[Any, Any]] = []
    for label, variables, values in found:
        expected = [tuple(variable.shape) for variable in variables]
        values = convert_cudnn_weights(expected, values)
        received = [tuple(value.shape) for value in values]
        if received == expected or (reshape and _compute_sizes(received) == _compute_sizes(expected)):
            ready += zip(variables, values, strict=True)
        elif skip_mismatch:
            skipped.append(label)
        else:
            raise Misfit(f"{label} has weights of the shapes {expected}, the file has {received}.")
    if skipped:
        warnings.warn(f"Weights that do not match were not loaded: {', '.join(skipped)}.", stacklevel=2)
    read = ((variable, _read_numbers(variable, value)) for variable, value in ready)
    for variable, value in read if new else list(read):
        variable.assign(value)
    for layer in flat_layers(model):
        if hasattr(layer, "finalize_state") and get_layer_weights(layer):
            layer.finalize_state()  # recomputes values that depend on the weights


def _read_numbers(variable: Any, value: Any) -> Any:
    values = np.asarray(value)
    if values.dtype.kind in "OSU" or (values.dtype.kind == "c" and "complex" not in str(variable.dtype)):
        raise Misfit(f"the weight '{variable.path}' is {values.dtype} in the file, and does not contain real numbers.")
    return values.reshape(variable.shape)


def _compute_sizes(shapes: list[tuple[int, ...]]) -> list[int]:
    return [math.prod(shape) for shape in shapes]


def list_layers_with_weights(source: Mapping[str, Any]) -> list[str]:
    """Return the names of the layers that have weights in a file, in its order."""
    return [name for name in read_list(source, "layer_names") if len(read_list(source[name], "weight_names"))]
