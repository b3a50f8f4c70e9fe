"""Names of a model's inputs and outputs, and the losses and metrics of its outputs."""

from collections.abc import Callable, Sequence
from typing import Any

from ..engine.internals.compiled import compile_loss, log_loss, user_loss, user_metrics
from ..engine.internals.graphs import graph_of, inputs_structure, keras_history, outputs_structure, sequential_graph
from ..engine.loading import keras

CHOSEN_BY_SHAPE = ("accuracy", "acc", "crossentropy", "ce")
"""Names of metrics that Keras chooses by the loss and the output shape; they stay names until then."""


def get_outputs(model: Any) -> Sequence[Any]:
    """Return the symbolic outputs of a model, or none where it does not know them."""
    outputs = getattr(model, "outputs", None) if getattr(model, "built", False) else None
    return list(outputs or [])


def get_losses(model: Any, number: int) -> list[Any]:
    """Return the loss of each output, as the model was compiled."""
    loss = getattr(model, "loss", None)
    if isinstance(loss, dict):
        return [loss.get(name) for name in getattr(model, "output_names", ())]
    return list(keras().tree.flatten(loss)) if isinstance(loss, (list, tuple)) else [loss] * number


def find_unjudged_outputs(model: Any, names: Sequence[str]) -> list[str]:
    """Return the names of the outputs that have neither a loss nor a metric, and so need no targets."""
    judges = [getattr(model, "loss", None), *user_metrics(model)]
    return [name for place, name in enumerate(names) if not any(select_for_output(one, place, name) for one in judges)]


def select_for_output(value: Any, place: int, name: str) -> Any:
    """Return what a model was compiled with for one output: by name, by position, or the same for all."""
    if isinstance(value, dict):
        return value.get(name)
    return value[place] if isinstance(value, (list, tuple)) else value


def get_output_names(model: Any) -> list[str]:
    """Return the names of a model's outputs, in order; none where the model does not know them yet."""
    if isinstance(model, keras().Sequential):
        return [sequential_graph(model).output_names[0]] if sequential_graph(model) else []
    return get_given_names(model, outputs_structure) or list(getattr(model, "output_names", None) or [])


def log_lone_loss(model: Any) -> None:
    """Log the loss of an output that alone has one, as Keras 2 does; Keras 3 logs the losses of several only.

    Args:
        model: A model that was just compiled, or read.
    """
    compiled = compile_loss(model)
    names = get_output_names(model)
    if compiled is None or len(names) < 2 or compiled.metrics:
        return
    judged = [name for place, name in enumerate(names) if select_for_output(user_loss(model), place, name)]
    if len(judged) == 1:
        log_loss(model, f"{judged[0]}_loss")


def get_input_names(model: Any) -> list[str]:
    """Return the names of a model's inputs, in order; none where the model does not know them yet."""
    return get_given_names(model, inputs_structure) or [
        keras_history(tensor).operation.name for tensor in get_input_tensors(model)
    ]


def get_input_tensors(model: Any) -> list[Any]:
    """Return the symbolic inputs of a model, in order; none where it does not know them yet."""
    return list(getattr(graph_of(model), "inputs", None) or [])


def get_given_names(model: Any, structure_of: Callable[[Any], Any]) -> list[str]:
    """Return the names under which a model was given its inputs or outputs, if it was, in the order of Keras.

    Args:
        model: The model.
        structure_of: Returns the inputs, or the outputs, of its graph.
    """
    graph = graph_of(model)
    structure = None if graph is None else structure_of(graph)
    if not isinstance(structure, dict) or any(map(keras().tree.is_nested, structure.values())):
        return []
    return list(keras().tree.flatten({name: name for name in structure}))
