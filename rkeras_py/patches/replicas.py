"""Keras's training in replicas of unequal batches, and in replicas of several processes."""

import functools
from collections.abc import Callable
from typing import Any

from ..engine.internals.compiled import distribution, local_specs
from ..engine.loading import keras


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
        import tensorflow as tf

        if isinstance(strategy, tf.distribute.MultiWorkerMirroredStrategy) and reduction in ("auto", "mean"):
            return keras().tree.map_structure(lambda value: strategy.reduce("MEAN", value, axis=None), values)
        return own(values, strategy, reduction)

    return reduce
