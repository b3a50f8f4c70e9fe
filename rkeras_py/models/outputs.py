"""What a model's inputs and outputs are called, and how its outputs are judged."""

from collections.abc import Sequence
from typing import Any

from ..engine.loading import keras


def outputs_of(model: Any) -> Sequence[Any]:
    """The symbolic outputs of a model, or none where it does not know them."""
    outputs = getattr(model, "outputs", None) if getattr(model, "built", False) else None
    return list(outputs or [])


def losses_of(model: Any, number: int) -> list[Any]:
    """The loss of each output, as the model was compiled."""
    loss = getattr(model, "loss", None)
    if isinstance(loss, dict):
        return [loss.get(name) for name in getattr(model, "output_names", ())]
    return list(keras().tree.flatten(loss)) if isinstance(loss, (list, tuple)) else [loss] * number


def unjudged(model: Any, names: Sequence[str]) -> list[str]:
    """The names of the outputs that have neither a loss nor a metric, and so need no targets."""
    metrics = getattr(model, "_compile_metrics", None)
    judges = [getattr(model, "loss", None)]
    if metrics is not None:
        judges += [metrics._user_metrics, metrics._user_weighted_metrics]
    return [name for place, name in enumerate(names) if not any(of_output(one, place, name) for one in judges)]


def of_output(value: Any, place: int, name: str) -> Any:
    """What a model was compiled with for one output: by name, by position, or the same for all."""
    if isinstance(value, dict):
        return value.get(name)
    return value[place] if isinstance(value, (list, tuple)) else value


def output_names(model: Any) -> list[str]:
    """Names of a model's outputs, in order; empty where the model does not know them yet."""
    if isinstance(model, keras().Sequential):
        return [model._functional.output_names[0]] if model._functional else []
    return given_names(model, "_outputs_struct") or list(getattr(model, "output_names", None) or [])


def log_lone_loss(model: Any) -> None:
    """Log the loss of an output that alone has one, as Keras 2 does; Keras 3 logs the losses of several only.

    Args:
        model: A model that was just compiled, or read.
    """
    compiled = getattr(model, "_compile_loss", None)
    names = output_names(model)
    if compiled is None or len(names) < 2 or compiled.metrics:
        return
    judged = [name for place, name in enumerate(names) if of_output(compiled._user_loss, place, name)]
    if len(judged) == 1:
        compiled._tracker.add_to_store("metrics", keras().metrics.Mean(name=f"{judged[0]}_loss"))


def input_names(model: Any) -> list[str]:
    """Names of a model's inputs, in order; empty where the model does not know them yet."""
    return given_names(graph_of(model), "_inputs_struct") or [
        tensor._keras_history.operation.name for tensor in input_tensors(model)
    ]


def graph_of(model: Any) -> Any:
    """Return the Functional model that holds the graph of a model; a model that has none is returned as it is."""
    return model._functional if isinstance(model, keras().Sequential) else model


def input_tensors(model: Any) -> list[Any]:
    """Return the symbolic inputs of a model, in order; none where it does not know them yet."""
    return list(getattr(graph_of(model), "inputs", None) or [])


def given_names(graph: Any, what: str) -> list[str]:
    """The names under which a model was given its inputs or outputs, if it was, in the order of Keras."""
    structure = getattr(graph, what, None)
    if not isinstance(structure, dict) or any(map(keras().tree.is_nested, structure.values())):
        return []
    return list(keras().tree.flatten({name: name for name in structure}))
