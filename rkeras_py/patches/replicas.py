"""Keras's distributed training: unequal batches, several processes, and the sum of the gradients."""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from ..engine.internals.compiled import distribution, local_specs
from ..engine.loading import keras
from ..engine.replicas import is_of_workers, samples_of_replica
from ..on_tensorflow import strategies


def build_by_specs(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return what builds a model, its metrics and its optimizer before data come, from what the data say of themselves.

    Args:
        own: Keras's method, which adds up what the replicas have of the first batch.
    """

    @functools.wraps(own)
    def build(model: Any, iterator: Any = None, data_batch: Any = None) -> Any:
        strategy = distribution(model)
        if strategy is None or iterator is None:
            return own(model, iterator, data_batch)
        tree = keras().tree
        batch = tree.map_structure(
            lambda spec: keras().KerasTensor(spec.shape, spec.dtype.name), tree.lists_to_tuples(local_specs(iterator))
        )
        with strategy.scope():
            return model._symbolic_build(data_batch=batch)

    return build


def reduce_scalars(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return what makes one value of those of the replicas, means of numbers over several processes too.

    Args:
        own: Keras's function, which takes these for means along an axis.
    """

    @functools.wraps(own)
    def reduce(values: Any, strategy: Any, reduction: str) -> Any:
        if is_of_workers(strategy) and reduction in ("auto", "mean"):
            return keras().tree.map_structure(lambda value: strategy.reduce("MEAN", value, axis=None), values)
        return own(values, strategy, reduction)

    return reduce


def sum_over_replicas_only(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the optimizer's sum of gradients over replicas, which is left out where there is one replica.

    TensorFlow's sum has a gradient of its own, which it registers under a new name in each graph of a training step and
    never forgets: with it stays the whole graph, about 4 MB a model.

    Replicas of unequal batches count by their samples where training says how many these are.
    """

    @functools.wraps(own)
    def reduce(optimizer: Any, grads_and_vars: Iterable[tuple[Any, Any]]) -> Any:
        pairs = list(grads_and_vars)
        samples = samples_of_replica()
        if samples is not None:
            return strategies.weigh(own, optimizer, pairs, samples)
        if strategies.is_in_scope() or any(gradient is None for gradient, _ in pairs):
            return own(optimizer, pairs)
        return pairs

    return reduce
