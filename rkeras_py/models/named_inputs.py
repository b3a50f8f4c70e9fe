"""Sequential models that start with a layer of named inputs, layer_dense_features(): without a graph of shapes.

Their description contains the shapes, as in Keras 2, and loaded models are built from these.
"""

from collections.abc import Mapping
from typing import Any

from ..engine.internals.graphs import sequential_graph
from ..engine.internals.modules import exported_signature
from ..engine.loading import keras
from ..on_tensorflow.tensors import make_spec

_SHAPES = "build_input_shape"


def get_named_shapes(model: Any) -> dict[str, tuple[Any, ...]]:
    """Return the shapes of the named inputs of a Sequential model; none where it is another model, or not built.

    Args:
        model: The model.
    """
    if not isinstance(model, keras().Sequential) or not model.built or sequential_graph(model) is not None:
        return {}
    shapes = (model.get_build_config() or {}).get("input_shape")
    return {name: (None, *shape[1:]) for name, shape in shapes.items()} if isinstance(shapes, Mapping) else {}


def note_named_shapes(config: dict[str, Any], model: Any) -> dict[str, Any]:
    """Return the description of a model with the shapes of its named inputs.

    Args:
        config: The description, which is changed.
        model: The model.
    """
    shapes = get_named_shapes(model)
    if shapes:
        config["config"][_SHAPES] = {name: list(shape) for name, shape in shapes.items()}
    return config


def build_by_named_shapes(model: Any, config: Mapping[str, Any]) -> None:
    """Build a Sequential model that was read, where its description has shapes of named inputs.

    Args:
        model: The model.
        config: Its description.
    """
    inner = config.get("config")
    shapes = inner.get(_SHAPES) if isinstance(inner, Mapping) else None
    if not isinstance(model, keras().Sequential) or model.built or not isinstance(shapes, Mapping):
        return
    shape: Any = {name: _as_shape(one) for name, one in shapes.items()}
    model.build_from_config({"input_shape": shape})
    for layer in model.layers:
        if not layer.built:
            layer.build(shape)
        shape = layer.compute_output_shape(shape)
    model.built = True


def _as_shape(shape: Any) -> tuple[Any, ...]:
    return tuple(shape["items"] if isinstance(shape, Mapping) else shape)  # Keras 2 writes a TensorShape as a dict


def get_signature(model: Any) -> Any:
    """Return what the graph of a model is called on: the TensorSpecs of its inputs.

    Args:
        model: The model.
    """
    shapes = get_named_shapes(model)
    if not shapes:
        return exported_signature(model)
    types: dict[str, Any] = getattr(model.layers[0], "feature_types", dict)()
    return [{name: make_spec(shape, types.get(name, model.input_dtype), name) for name, shape in shapes.items()}]
