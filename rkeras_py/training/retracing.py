"""The ranks of data that the compiled functions of a model were traced for.

When a compiled function gets data of another rank than before, TensorFlow traces it anew for data of any rank, which
Keras's losses and metrics refuse. So labels (n,) in one fit() and (n, 1) in the next would be an error. Such a
function is made anew.
"""

from typing import Any

import numpy as np

from ..engine.loading import keras

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


def renew_functions(model: Any, what: str, arguments: dict[str, Any]) -> None:
    """Have a model's compiled functions made anew where they were traced for data of other ranks.

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
    ranks = _ranks(batch)
    supplied = tuple(rank is None for rank in ranks)
    known = vars(model).setdefault(_RANKS, {}).setdefault(_FUNCTIONS[what], {}).setdefault(supplied, ranks)
    if known == ranks or len(batch) < 2 or not _takes_any_rank(model):
        return batch
    tree = keras().tree
    first = len(tree.flatten(batch[0]))
    labels = [_of_rank(label, rank) for label, rank in zip(tree.flatten(batch[1]), known[first:], strict=False)]
    return (batch[0], tree.pack_sequence_as(batch[1], labels), *batch[2:])


def _takes_any_rank(model: Any) -> bool:
    """Tell whether Keras's own steps use the labels."""
    own = keras().Model
    return all(getattr(type(model), step) is getattr(own, step) for step in ("train_step", "test_step", "compute_loss"))


def _of_rank(label: Any, rank: Any) -> Any:
    ops, ranks = keras().ops, (_rank(label), rank)
    if ranks == (1, 2):
        return ops.expand_dims(label, -1)
    return ops.squeeze(label, -1) if ranks == (2, 1) and label.shape[-1] == 1 else label


def _renew(model: Any, name: str, data: Any) -> None:
    ranks = _ranks(data)
    if ranks == _DRAWN:
        return
    supplied = tuple(rank is None for rank in ranks)  # with or without weights: traced apart, for good
    by_name = vars(model).setdefault(_RANKS, {})
    if by_name.setdefault(name, {}).setdefault(supplied, ranks) != ranks:
        by_name[name] = {supplied: ranks}
        setattr(model, name, None)


def _ranks(data: Any) -> tuple[Any, ...]:
    """Return the rank of each array; one word for batches that are drawn, since nobody has seen them yet."""
    parts = data if isinstance(data, tuple) else (data,)
    if len(parts) == 3 and all(part is None or type(part) is np.ndarray for part in parts) and parts[0] is not None:
        return tuple(None if part is None else part.ndim for part in parts)
    spec = getattr(parts[0], "element_spec", None)
    if spec is not None:
        parts = spec if isinstance(spec, tuple) else (spec,)
    elif keras().tree.flatten(parts[0]) and not all(hasattr(part, "shape") for part in keras().tree.flatten(parts[0])):
        return _DRAWN
    leaves = keras().tree.flatten((*parts, None, None)[:3])
    return tuple(None if leaf is None else _rank(leaf) for leaf in leaves)


def _rank(leaf: Any) -> int:
    shape = getattr(leaf, "shape", ())
    rank = getattr(shape, "rank", len(shape) if isinstance(shape, tuple) else -1)
    return -1 if rank is None else rank
