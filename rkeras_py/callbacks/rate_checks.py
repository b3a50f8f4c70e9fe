"""The learning rates that a schedule of the user gives while a model is trained: none below 0, none NaN."""

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
        if number.size != 1 or number.dtype.kind in "OSU" or not number.min() >= 0:
            name = getattr(rate, "__name__", type(rate).__name__)
            raise ValueError(
                f"fit(): the schedule of the learning rate, {name}, should return one number of at least 0. It "
                f"returned for step {int(model.optimizer.iterations)}: {number.tolist()}"
            )

    callback = keras().callbacks.Callback()
    callback.on_epoch_begin = callback.on_epoch_end = check
    return [callback]
