"""Traces of a model's compiled functions: one for its first step, and another for data of a different rank.

Keras creates the state of losses, metrics and the optimizer while it traces the first step, and TensorFlow traces a
function that created variables a second time. That doubles the time before the first batch. The state only depends on
the shapes of the labels and outputs, so it is created before. On other backends Keras traces once, and draws an order
of samples for it, which changes all later ones under a seed: there it is left to Keras.

If a compiled function gets data of a different rank, TensorFlow traces it again for data of any rank, which Keras's
losses and metrics reject: labels (n,) in one fit() and (n, 1) in the next would be an error. Such a function is created
again.
"""

from typing import Any

import numpy as np

from ..compat import targets
from ..engine.internals.compiled import compile_loss, compile_metrics, distribution, map_user_metrics, user_metrics
from ..engine.internals.graphs import graph_of, outputs_structure
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..models.outputs import CHOSEN_BY_SHAPE

_FUNCTIONS = {
    "fit": "train_function",
    "train_on_batch": "train_function",
    "evaluate": "test_function",
    "test_on_batch": "test_function",
    "predict": "predict_function",
    "predict_on_batch": "predict_function",
}
_RANKS = "rkeras_ranks"
_DRAWN = ("drawn",)
_STEPS = ("train_step", "test_step", "compute_loss", "compute_metrics", "make_train_function", "make_test_function")
_TRAIN = ("fit", "train_on_batch")


def prepare_functions(model: Any, what: str, arguments: dict[str, Any]) -> None:
    """Have the compiled functions of a model fit the data of a call, and be traced once.

    Args:
        model: The model.
        what: The method that is about to be called.
        arguments: Its arguments.

    Raises:
        ValueError: If Keras refuses what the model was compiled with.
    """
    renew_functions(model, what, arguments)
    if not what.startswith("predict") and runs_on_tensorflow():
        build_state(model, what, arguments)


def renew_functions(model: Any, what: str, arguments: dict[str, Any]) -> None:
    """Have a model's compiled functions made again where they were traced for data of other ranks.

    Args:
        model: The model.
        what: The method that is about to be called.
        arguments: Its arguments.
    """
    data = tuple(arguments.get(name) for name in ("x", "y", "sample_weight"))
    _renew(model, _FUNCTIONS[what], data)
    if what != "fit":
        return
    if "validation_data" in arguments:
        _renew(model, "test_function", arguments["validation_data"])
    elif arguments.get("validation_split"):
        _renew(model, "test_function", data)


def align_ranks(model: Any, what: str, batch: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give the labels of a batch that was drawn the rank that those before had: vectors and columns are the same.

    The function that takes it is running, and cannot be made anew. Steps of a user's class get labels as they are.

    Args:
        model: The model.
        what: The method that it was drawn for.
        batch: The batch: x, and y and weights where there are any.

    Returns:
        The batch; its ranks are remembered for the data that come after, where there were none before.
    """
    ranks = _list_ranks(batch)
    supplied = tuple(rank is None for rank in ranks)
    known = vars(model).setdefault(_RANKS, {}).setdefault(_FUNCTIONS[what], {}).setdefault(supplied, ranks)
    if known == ranks or len(batch) < 2 or not _takes_any_rank(model):
        return batch
    tree = keras().tree
    first = len(tree.flatten(batch[0]))
    labels = [_fit_rank(label, rank) for label, rank in zip(tree.flatten(batch[1]), known[first:], strict=False)]
    return (batch[0], tree.pack_sequence_as(batch[1], labels), *batch[2:])


def _takes_any_rank(model: Any) -> bool:
    """Tell whether Keras's own steps use the labels."""
    own = keras().Model
    return all(getattr(type(model), step) is getattr(own, step) for step in ("train_step", "test_step", "compute_loss"))


def _fit_rank(label: Any, rank: Any) -> Any:
    ops, ranks = keras().ops, (_get_rank(label), rank)
    if ranks == (1, 2):
        return ops.expand_dims(label, -1)
    return ops.squeeze(label, -1) if ranks == (2, 1) and label.shape[-1] == 1 else label


def _renew(model: Any, name: str, data: Any) -> None:
    ranks = _list_ranks(data)
    if ranks == _DRAWN:
        return
    supplied = tuple(rank is None for rank in ranks)  # Keras traces calls with and without weights separately
    by_name = vars(model).setdefault(_RANKS, {})
    if by_name.setdefault(name, {}).setdefault(supplied, ranks) != ranks:
        by_name[name] = {supplied: ranks}
        setattr(model, name, None)


def _list_ranks(data: Any) -> tuple[Any, ...]:
    """Return the rank of each array; one word for batches that are drawn, which are not known yet."""
    parts = data if isinstance(data, tuple) else (data,)
    if len(parts) == 3 and all(part is None or type(part) is np.ndarray for part in parts) and parts[0] is not None:
        return tuple(None if part is None else part.ndim for part in parts)
    spec = getattr(parts[0], "element_spec", None)
    if spec is not None:
        parts = spec if isinstance(spec, tuple) else (spec,)
    elif keras().tree.flatten(parts[0]) and not all(hasattr(part, "shape") for part in keras().tree.flatten(parts[0])):
        return _DRAWN
    leaves = keras().tree.flatten((*parts, None, None)[:3])
    return tuple(None if leaf is None else _get_rank(leaf) for leaf in leaves)


def _get_rank(leaf: Any) -> int:
    shape = getattr(leaf, "shape", ())
    rank = getattr(shape, "rank", len(shape) if isinstance(shape, tuple) else -1)
    return -1 if rank is None else rank


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
    parts = compile_loss(model), compile_metrics(model), model.optimizer
    if all(getattr(part, "built", True) for part in parts):
        return
    (losses, metrics, optimizer), graph = parts, graph_of(model)
    if graph is None or model.run_eagerly or distribution(model) is not None or not _has_kerass_steps(model):
        return
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
        labels = outputs  # no metric depends on the labels
    if labels is not None:
        if targets.is_marked(model):
            map_user_metrics(model, targets.wrap_metric)
        metrics.build(labels, outputs)


def _has_kerass_steps(model: Any) -> bool:
    own = keras().Model
    return all(getattr(type(model), step) is getattr(own, step) and step not in vars(model) for step in _STEPS)


def _resets_its_own_way(metric: Any) -> bool:
    """Tell whether a reset may give a metric another than its initial state, which Keras's first step cannot know."""
    return isinstance(metric, keras().Metric) and type(metric).reset_state.__module__.partition(".")[0] != "keras"


def _describe(value: Any) -> Any:
    return keras().KerasTensor(value.shape, "float32")


def _describe_labels(model: Any, arguments: dict[str, Any], outputs: Any) -> Any:
    """Return symbolic labels in the form that losses and metrics get; None if unknown."""
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
