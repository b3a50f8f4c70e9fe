"""SavedModel folders from Keras 2: the description of the model, and the weights from the object graph."""

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

from ...compat.to_keras3 import Upgrade, refuse_own_class
from ...on_tensorflow import checkpoints
from .. import checkpoint, hdf5, hdf5_models, limits, optimizer_state
from . import vocabularies

METADATA = "keras_metadata.pb"
"""The file in which Keras 2 describes a model, since TensorFlow 2.5."""
_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"
_VALUE = "VARIABLE_VALUE"


def read_metadata(folder: str) -> dict[str, Any] | None:
    """Read what Keras 2 noted about the model in a SavedModel.

    Args:
        folder: Name of the folder.

    Returns:
        The notes on the model, or None where it is no model of Keras 2.
    """
    text = _read_newer(os.path.join(folder, METADATA)) or _read_older(os.path.join(folder, "saved_model.pb"))
    return json.loads(text, object_hook=_drop_tuples) if text else None


def _drop_tuples(item: dict[str, Any]) -> Any:
    """Convert a marked tuple to a list; only files of this kind distinguish the two."""
    is_tuple = item.get("class_name") in ("__tuple__", "TensorShape") and "items" in item
    return item["items"] if is_tuple else item


def _read_newer(path: str) -> str:
    """Read the descriptions from a separate file, which TensorFlow has since 2.5."""
    if not os.path.isfile(path):
        return ""
    notes = _make_notes_class()()
    with open(path, "rb") as stream:
        notes.ParseFromString(stream.read())
    return next((str(node.metadata) for node in notes.nodes if node.node_path == "root"), "")


def _read_older(path: str) -> str:
    """Read the descriptions from the graph, where they were before TensorFlow 2.5."""
    if not os.path.isfile(path):
        return ""
    saved = checkpoints.read_saved_model(path)
    nodes = saved.meta_graphs[0].object_graph_def.nodes if saved.meta_graphs else []
    return str(nodes[0].user_object.metadata) if nodes else ""


def _make_notes_class() -> Any:
    """Make the message class of `keras_metadata.pb`, with the field numbers that are needed here."""
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    field = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(name="notes.proto", package="rkeras", syntax="proto3")
    node = file.message_type.add(name="Node")
    for name, number in (("node_path", 3), ("metadata", 5)):
        node.field.add(name=name, number=number, type=field.TYPE_STRING, label=field.LABEL_OPTIONAL)
    notes = file.message_type.add(name="Notes")
    notes.field.add(
        name="nodes", number=1, type=field.TYPE_MESSAGE, type_name=".rkeras.Node", label=field.LABEL_REPEATED
    )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("rkeras.Notes"))


def read_keras2_saved_model(folder: str, custom_objects: dict[str, Any], compile: bool, safe_mode: bool) -> Any:
    """Read a model from a SavedModel by Keras 2.

    Args:
        folder: Name of the folder.
        custom_objects: Classes and functions by name.
        compile: Whether to compile it as it was.
        safe_mode: Whether code in the description is refused.

    Returns:
        The model.

    Raises:
        ValueError: If it cannot be made, or its weights do not fit.
    """
    notes = read_metadata(folder) or {}
    config = notes.get("model_config") or {"class_name": notes.get("class_name"), "config": {}}
    hint = f"load_model_weights_tf(model, '{folder}/variables/variables')"
    refuse_own_class(config, hint)
    upgrade = Upgrade(own=custom_objects)
    saved = _Objects(os.path.join(folder, "variables", "variables"))
    limits.check_description(notes)
    model = hdf5_models.build_model(config, upgrade, custom_objects, safe_mode)
    names = [layer["config"]["name"] for layer in _list_layers(config)]
    _read_weights(saved, model, names)
    _read_words(saved, vocabularies.Tables(folder), model, config, ())
    training = notes.get("training_config")
    if compile and training:
        hdf5_models.compile_as(model, training, upgrade, custom_objects, safe_mode)
        _read_optimizer(saved, model, names)
    return model


def _list_layers(config: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the layers as Keras 2 counts them: without the input of a Sequential model."""
    layers = config["config"] if isinstance(config["config"], list) else config["config"]["layers"]
    is_stack = config["class_name"] == "Sequential"
    return [layer for layer in layers if not (is_stack and layer["class_name"] == "InputLayer")]


def _read_words(
    saved: "_Objects", tables: vocabularies.Tables, model: Any, config: Mapping[str, Any], way: tuple[str, ...]
) -> None:
    """Set the vocabularies of lookup layers, also of those in an inner model."""
    for number, described in enumerate(_list_layers(config)):
        place = (*way, f"layer-{number}")
        inner = described["config"]
        if "layers" in inner:
            name = described.get("name") or inner["name"]
            _read_words(saved, tables, model.get_layer(name), described, place)
        elif inner.get("vocabulary", "") is None:
            layer = model.get_layer(inner["name"])
            words = tables.words(layer, place)
            weighed = saved.child(0, *place, "_lookup_layer", "idf_weights") or saved.child(0, *place, "idf_weights")
            special = len(layer.get_vocabulary()) - len(layer.get_vocabulary(include_special_tokens=False))
            by_word = [value[special : special + len(words)] for value in saved.value(weighed)]
            layer.set_vocabulary(words, *by_word)


def _read_weights(saved: "_Objects", model: Any, names: list[str]) -> None:
    ours = {layer.name: layer for layer in model.layers}
    found = []
    for number, name in enumerate(names):
        node = saved.child(0, f"layer-{number}")
        if name in ours and hdf5.learns_bins(ours[name]):
            hdf5.set_bins(ours[name], list(saved.value(saved.child(node, "summary"))))
            continue
        values = saved.values(node, "trainable_variables") + saved.values(node, "keras_api", "non_trainable_variables")
        weights = hdf5.get_layer_weights(ours[name]) if name in ours else []
        if weights and not values:  # a layer that learns only by adapt()
            values = [value for one in weights for value in saved.value(saved.child(node, one.name))]
        if weights:
            found.append((f"layer '{name}'", weights, values))
    hdf5.assign_values(model, found, skip_mismatch=False, reshape=False)


def _read_optimizer(saved: "_Objects", model: Any, names: list[str]) -> None:
    optimizer = saved.child(0, "optimizer")
    if optimizer is None:
        return
    values = saved.values(optimizer, "_variables")
    if values:
        optimizer_state.read_unnamed_state(values, model, names)
    else:
        optimizer_state.read_named_state(saved.slots(optimizer), model, names)


class _Objects:
    """The graph of objects in a checkpoint, with the values of its variables."""

    def __init__(self, prefix: str) -> None:
        self.reader = checkpoint.open_checkpoint(prefix)
        self.nodes = checkpoints.parse_objects(self.reader.get_tensor(_GRAPH)).nodes

    def child(self, node: int | None, *way: str) -> int | None:
        """Return the object that an attribute of another holds."""
        for name in way:
            children = self.nodes[node].children if node is not None else ()
            node = next((child.node_id for child in children if child.local_name == name), None)
        return node

    def values(self, node: int | None, *way: str) -> list[Any]:
        """Return the values of a list of variables."""
        found = self.child(node, *way)
        if found is None:
            return []
        members = {int(child.local_name): child.node_id for child in self.nodes[found].children}
        return [value for number in sorted(members) for value in self.value(members[number])]

    def value(self, node: int | None) -> Iterator[Any]:
        """Return the value of a variable; objects of other kinds have none."""
        for attribute in self.nodes[node].attributes if node is not None else ():
            if attribute.name == _VALUE:
                yield self.reader.get_tensor(attribute.checkpoint_key)

    def slots(self, optimizer: int) -> dict[str, Any]:
        """Return what an optimizer before Keras 2.11 keeps for each weight, by the weight's place and the kind."""
        order = self.child(0, "trainable_variables")
        members = self.nodes[order].children if order is not None else ()
        places = {child.node_id: int(child.local_name) for child in members}
        found = dict(zip(("iter",), self.value(self.child(optimizer, "iter")), strict=False))
        slots = [(places[slot.original_variable_node_id], slot) for slot in self.nodes[optimizer].slot_variables]
        for place, slot in sorted(slots, key=lambda pair: pair[0]):
            for value in self.value(slot.slot_variable_node_id):
                found[f"{place}/{slot.slot_name}"] = value
        return found
