"""Checks of the learning rates from a user's schedule during training: not below 0, NaN or infinite."""

from typing import Any

import numpy as np

from ..engine.internals.compiled import learning_rate_variable
from ..engine.loading import keras


def list_rate_checks(model: Any) -> list[Any]:
    """Return the callback that looks at the learning rate before and after each epoch; none where it cannot change.

    Args:
        model: A compiled model.
    """
    rate = learning_rate_variable(getattr(model, "optimizer", None))
    if rate is None or not callable(rate):
        return []

    def check(*_: Any) -> None:
        number = np.asarray(model.optimizer.learning_rate)
        is_number = number.size == 1 and number.ndim < 2 and number.dtype.kind not in "OSU"
        if not is_number or not 0 <= number.min() < np.inf:
            name = getattr(rate, "__name__", type(rate).__name__)
            raise ValueError(
                f"fit(): the schedule of the learning rate, {name}, should return one number of at least 0. It "
                f"returned for step {int(model.optimizer.iterations)}: {number.tolist()}"
            )

    callback = keras().callbacks.Callback()
    callback.on_epoch_begin = callback.on_epoch_end = check
    return [callback]
