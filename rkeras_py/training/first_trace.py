"""The state of losses, optimizer and metrics, made before the first step, so that TensorFlow traces the step once.

Keras makes it while the first step is traced, and TensorFlow traces a function that made variables a second time. That
doubles the wait before the first batch. The state depends on shapes alone, those of the labels and of the outputs.
"""

from typing import Any

from ..compat import targets
from ..engine.internals.compiled import compile_loss, compile_metrics, distribution, map_user_metrics, user_metrics
from ..engine.internals.graphs import graph_of, outputs_structure
from ..engine.loading import keras
from ..models.outputs import CHOSEN_BY_SHAPE

_STEPS = ("train_step", "test_step", "compute_loss", "compute_metrics", "make_train_function", "make_test_function")
_TRAIN = ("fit", "train_on_batch")


def build_state(model: Any, what: str, arguments: dict[str, Any]) -> None:
    """Build the losses, the optimizer and the metrics of a compiled model.

    Left to Keras: a model without a graph, with steps of its own or on several devices, and labels that nobody has
    seen yet or that have not the structure of the outputs.

    Args:
        model: The model.
        what: The method that is about to be called.
        arguments: Its arguments.

    Raises:
        ValueError: If Keras refuses what the model was compiled with.
    """
    graph, optimizer = graph_of(model), model.optimizer
    if graph is None or model.run_eagerly or distribution(model) is not None or not _has_kerass_steps(model):
        return
    losses, metrics = compile_loss(model), compile_metrics(model)
    tree = keras().tree
    outputs = tree.map_structure(_describe, outputs_structure(graph))
    labels = _describe_labels(model, arguments, outputs)
    if labels is not None and losses is not None and not losses.built:
        losses.build(labels, outputs)
    if what in _TRAIN and model.trainable_weights and not getattr(optimizer, "built", True):
        optimizer.build(model.trainable_weights)
    given = tree.flatten(user_metrics(model))
    if metrics is None or metrics.built or any(map(_resets_its_own_way, given)):
        return
    if labels is None and not any(metric in CHOSEN_BY_SHAPE for metric in given):
        labels = outputs  # no metric depends on them
    if labels is not None:
        if targets.is_marked(model):
            map_user_metrics(model, targets.wrap_metric)
        metrics.build(labels, outputs)


def _has_kerass_steps(model: Any) -> bool:
    own = keras().Model
    return all(getattr(type(model), step) is getattr(own, step) and step not in vars(model) for step in _STEPS)


def _resets_its_own_way(metric: Any) -> bool:
    """Tell whether a reset may give a metric another state than it was made with; Keras's first step knows none."""
    return isinstance(metric, keras().Metric) and type(metric).reset_state.__module__.partition(".")[0] != "keras"


def _describe(value: Any) -> Any:
    return keras().KerasTensor(value.shape, "float32")


def _describe_labels(model: Any, arguments: dict[str, Any], outputs: Any) -> Any:
    """Return symbolic labels as losses and metrics get them; None where they are not known."""
    tree, x, y = keras().tree, arguments["x"], arguments.get("y")
    spec = getattr(x, "element_spec", None)
    if isinstance(spec, tuple) and len(spec) > 1:
        y = spec[1]
    if y is None or not all(getattr(leaf, "shape", None) is not None for leaf in tree.flatten(y)):
        return None
    if any(getattr(leaf.shape, "rank", 0) is None for leaf in tree.flatten(y)):
        return None
    labels = tree.map_structure(_describe, y)
    if targets.is_marked(model):
        labels, _ = targets.match_outputs(model, labels, outputs, None)
    try:
        tree.assert_same_structure(labels, outputs)
    except ValueError:
        return None
    return labels
