"""TensorFlow's strategies, which distribute a model over several devices or processes."""

import sys
from collections.abc import Callable
from typing import Any

from ..engine.loading import resolve


def is_in_scope() -> bool:
    """Tell whether this is the scope of a strategy; TensorFlow is not loaded for the question."""
    tf = sys.modules.get("tensorflow")
    return tf is not None and bool(tf.distribute.has_strategy())


def has_parameter_servers(strategy: Any) -> bool:
    """Tell whether a strategy keeps variables in processes of their own."""
    return isinstance(strategy, resolve("tensorflow.distribute.ParameterServerStrategy"))


def weigh(own: Callable[..., Any], optimizer: Any, pairs: list[tuple[Any, Any]], samples: Any) -> Any:
    """Return the sums of gradients, each of which is that of a mean over samples divided by the number of replicas.

    Args:
        own: Keras's sum over replicas.
        optimizer: The optimizer.
        pairs: Gradients and variables.
        samples: Number of samples of this replica.
    """
    tf = resolve("tensorflow")
    samples = tf.cast(samples, "float32")
    *sums, (total, _) = own(optimizer, [*((_multiply(one, samples), v) for one, v in pairs), (samples, None)])
    factor = tf.cast(tf.distribute.get_strategy().num_replicas_in_sync, "float32") / total
    return [(_multiply(one, factor), variable) for one, variable in sums]


def _multiply(gradient: Any, factor: Any) -> Any:
    tf = resolve("tensorflow")
    if gradient is None:
        return None
    if isinstance(gradient, tf.IndexedSlices):
        values = _multiply(gradient.values, factor)
        return tf.IndexedSlices(values, gradient.indices, gradient.dense_shape)
    return gradient * tf.cast(factor, gradient.dtype)
