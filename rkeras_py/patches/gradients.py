"""What a step of training leaves behind."""

import functools
from collections.abc import Callable, Iterable
from typing import Any


def sum_over_replicas_only(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the optimizer's sum of gradients over replicas, which is left out where there is one replica.

    TensorFlow's sum has a gradient of its own, which it registers under a new name in each graph of a training step and
    never forgets: with it stays the whole graph, about 4 MB a model.
    """

    @functools.wraps(own)
    def reduce(optimizer: Any, grads_and_vars: Iterable[tuple[Any, Any]]) -> Any:
        import tensorflow as tf

        pairs = list(grads_and_vars)
        if tf.distribute.has_strategy() or any(gradient is None for gradient, _ in pairs):
            return own(optimizer, pairs)
        return pairs

    return reduce
