"""TensorFlow's files: checkpoints, and the messages in a SavedModel."""

import os
from typing import Any

from ..engine.loading import resolve


def open_reader(prefix: str) -> Any:
    """Return TensorFlow's reader of a checkpoint, whose file names begin with `prefix`."""
    return resolve("tensorflow.train.load_checkpoint")(prefix)


def make_trackable(tree: dict[str, Any]) -> Any:
    """Turn a tree of dicts into one of objects that TensorFlow saves."""
    return resolve("tensorflow.train.Checkpoint")(
        **{name: make_trackable(part) if isinstance(part, dict) else part for name, part in tree.items()}
    )


def divide_in_two(prefix: str) -> str:
    """Split the data of a checkpoint into two files, so that they do not replace those of an older one.

    The index alone says which of them are in force, and it is replaced in one step.

    Args:
        prefix: How the names of its files begin.

    Returns:
        A folder with such a checkpoint of the same name.
    """
    tf = resolve("tensorflow")
    reader = open_reader(prefix)
    names = sorted(reader.get_variable_to_shape_map())
    parts = [f"{prefix}.part{number}" for number in range(2)]
    for part, some in zip(parts, (names[:1], names[1:]), strict=True):
        values = [reader.get_tensor(name) for name in some]
        tf.raw_ops.SaveV2(prefix=part, tensor_names=some, shape_and_slices=[""] * len(some), tensors=values)
    folder = os.path.join(os.path.dirname(prefix), "two")
    os.mkdir(folder)
    tf.raw_ops.MergeV2Checkpoints(
        checkpoint_prefixes=parts, destination_prefix=os.path.join(folder, os.path.basename(prefix))
    )
    return folder


def read_saved_model(path: str) -> Any:
    """Return the message in the file `saved_model.pb`."""
    saved = resolve("tensorflow.core.protobuf.saved_model_pb2").SavedModel()
    with open(path, "rb") as stream:
        saved.ParseFromString(stream.read())
    return saved


def parse_objects(data: bytes) -> Any:
    """Return the graph of objects that a checkpoint describes."""
    graph = resolve("tensorflow.core.protobuf.trackable_object_graph_pb2").TrackableObjectGraph()
    graph.ParseFromString(data)
    return graph


def read_array(node: Any) -> Any:
    """Return the array that a constant in a graph holds."""
    return resolve("tensorflow.make_ndarray")(node.attr["value"].tensor)
