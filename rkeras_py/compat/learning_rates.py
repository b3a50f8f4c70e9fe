"""Decaying learning rates (the `decay` argument of older optimizers) that can still be set.

In Keras 3 a schedule computes the decay, and a schedule cannot be set. Here its initial rate is a variable, which Keras
2 called the learning rate: callbacks and scripts read and set it, and the effective rate decays from it.
"""

import contextlib
import functools
from collections.abc import Iterator
from typing import Any

from ..engine.internals.compiled import learning_rate_variable, put_learning_rate
from ..engine.internals.layers import share_memory
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..on_tensorflow.tensors import is_variable


def make_decaying_schedule(rate: float, decay: float) -> Any:
    """Return a schedule that divides a rate by `1 + decay * step`.

    Args:
        rate: The first rate.
        decay: How fast it falls.
    """
    return _make_settable(keras().optimizers.schedules.InverseTimeDecay(rate, decay_steps=1, decay_rate=decay))


def find_variable(rate: Any) -> Any:
    """Return the variable of TensorFlow that a learning rate is; None for any other rate.

    Args:
        rate: What the user gave.
    """
    if not hasattr(rate, "assign") or not runs_on_tensorflow():
        return None
    variable = rate.value if isinstance(rate, keras().Variable) else rate
    return variable if is_variable(variable) else None


def link(optimizer: Any, variable: Any) -> Any:
    """Have an optimizer keep its learning rate in a variable of the user; return the optimizer.

    Args:
        optimizer: The optimizer, made with the value of the variable.
        variable: The variable of TensorFlow.
    """
    share_memory(learning_rate_variable(optimizer), variable)
    return optimizer


def make_settable(optimizer: Any) -> None:
    """Make the rate settable that an optimizer from a file starts from, where it decays.

    Args:
        optimizer: The optimizer, or None.
    """
    rate = learning_rate_variable(optimizer)
    if is_decay(rate) and find_first_rate(optimizer) is None:
        _make_settable(rate)


def _make_settable(schedule: Any) -> Any:
    """Turn the first rate into a variable; files still store a number."""
    first = keras().Variable(float(schedule.initial_learning_rate), trainable=False, name="initial_learning_rate")
    schedule.initial_learning_rate = first
    schedule.get_config = functools.partial(_make_config, schedule)
    return schedule


def _make_config(schedule: Any) -> dict[str, Any]:
    config: dict[str, Any] = type(schedule).get_config(schedule)
    return {**config, "initial_learning_rate": float(schedule.initial_learning_rate)}


def is_decay(rate: Any) -> bool:
    """Tell whether a learning rate is what `decay` makes.

    Args:
        rate: A number, a variable, or a schedule.
    """
    return isinstance(rate, keras().optimizers.schedules.InverseTimeDecay) and rate.decay_steps == 1


def find_first_rate(optimizer: Any) -> Any:
    """Return the variable from which the learning rate of an optimizer decays, or None.

    Args:
        optimizer: An optimizer.
    """
    rate: Any = learning_rate_variable(optimizer)
    first = rate.initial_learning_rate if is_decay(rate) else None
    return first if isinstance(first, keras().Variable) else None


@contextlib.contextmanager
def expose_first_rate(optimizer: Any) -> Iterator[None]:
    """Put the first rate in the place of an optimizer's learning rate for a while, so that Keras's callbacks set it.

    Args:
        optimizer: An optimizer.
    """
    first, decaying = find_first_rate(optimizer), learning_rate_variable(optimizer)
    if first is None:
        yield
        return
    put_learning_rate(optimizer, first)
    try:
        yield
    finally:
        put_learning_rate(optimizer, decaying)
