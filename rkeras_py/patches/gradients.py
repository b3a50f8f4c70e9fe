"""The sum of gradients over replicas, and what it leaves behind."""

import functools
from collections.abc import Callable, Iterable
from typing import Any

from ..engine.replicas import samples_of_replica


def sum_over_replicas_only(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the optimizer's sum of gradients over replicas, which is left out where there is one replica.

    TensorFlow's sum has a gradient of its own, which it registers under a new name in each graph of a training step and
    never forgets: with it stays the whole graph, about 4 MB a model.

    Replicas of unequal batches count by their samples where training says how many these are.
    """

    @functools.wraps(own)
    def reduce(optimizer: Any, grads_and_vars: Iterable[tuple[Any, Any]]) -> Any:
        import tensorflow as tf

        pairs = list(grads_and_vars)
        samples = samples_of_replica()
        if samples is not None:
            return _weighed(own, optimizer, pairs, tf.cast(samples, "float32"))
        if tf.distribute.has_strategy() or any(gradient is None for gradient, _ in pairs):
            return own(optimizer, pairs)
        return pairs

    return reduce


def _weighed(own: Callable[..., Any], optimizer: Any, pairs: list[tuple[Any, Any]], samples: Any) -> Any:
    """Return the sums of gradients, each of which is that of a mean over samples divided by the number of replicas."""
    import tensorflow as tf

    *sums, (total, _) = own(optimizer, [*((_times(one, samples), v) for one, v in pairs), (samples, None)])
    factor = tf.cast(tf.distribute.get_strategy().num_replicas_in_sync, "float32") / total
    return [(_times(one, factor), variable) for one, variable in sums]


def _times(gradient: Any, factor: Any) -> Any:
    import tensorflow as tf

    if gradient is None:
        return None
    if isinstance(gradient, tf.IndexedSlices):
        values = _times(gradient.values, factor)
        return tf.IndexedSlices(values, gradient.indices, gradient.dense_shape)
    return gradient * tf.cast(factor, gradient.dtype)
