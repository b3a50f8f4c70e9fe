"""Objects of a user, and ways to compile a model, for plain Keras 3 and Keras 2 (tf-keras) alike."""

from functools import cache
from typing import Any

import keras
import tensorflow as tf


@cache
def own_objects(k: Any) -> dict[str, Any]:
    """A layer, an activation, a regularizer, a loss and a metric of a user, by the names that files know them by."""

    class Scale(k.layers.Layer):  # type: ignore[misc, name-defined]
        def __init__(self, start: float = 2.0, **options: Any) -> None:
            super().__init__(**options)
            self.start = start

        def build(self, shape: Any) -> None:
            self.factor = self.add_weight(
                shape=(shape[-1],), initializer=k.initializers.Constant(self.start), name="factor"
            )
            super().build(shape)

        def call(self, x: Any) -> Any:
            return x * self.factor

        def get_config(self) -> Any:
            return {**super().get_config(), "start": self.start}

    class Pull(k.regularizers.Regularizer):  # type: ignore[misc, name-defined]
        def __init__(self, by: float) -> None:
            self.by = by

        def __call__(self, x: Any) -> Any:
            return self.by * tf.reduce_sum(x * x)

        def get_config(self) -> Any:
            return {"by": self.by}

    def bend(x: Any) -> Any:
        return x / (1 + abs(x))

    def far_off(y: Any, prediction: Any) -> Any:
        return tf.reduce_mean(abs(y - prediction) ** 1.5, axis=-1)

    return {one.__name__: one for one in (Scale, Pull, bend, far_off)}


Compiled = dict[str, Any]


def compile_settings(k: Any) -> list[Compiled]:
    """Ways to compile a model; each is for some of the models."""
    o, n, own = k.optimizers, k.losses, own_objects(k)
    schedule = o.schedules.ExponentialDecay(0.001, 2, 0.5)
    return [
        {"optimizer": o.Adam(0.01), "loss": "mse", "metrics": ["mae"]},
        {"optimizer": o.SGD(0.01, momentum=0.9, nesterov=True), "loss": n.Huber(0.3), "weighted_metrics": ["mse"]},
        {"optimizer": o.RMSprop(0.01, momentum=0.5), "loss": "mae", "metrics": [k.metrics.RootMeanSquaredError()]},
        {"optimizer": o.Adagrad(0.05), "loss": "logcosh" if k is not keras else "log_cosh"},
        {"optimizer": o.SGD(schedule), "loss": own["far_off"], "metrics": [own["far_off"]]},
        {"optimizer": o.Adamax(0.01), "loss": n.MeanSquaredError()},
        {"optimizer": o.Adadelta(0.5), "loss": "mean_squared_logarithmic_error"},
        {"optimizer": o.AdamW(0.01, weight_decay=0.01), "loss": "mse"},
        {"optimizer": o.Nadam(0.01), "loss": "mse"},
        {"optimizer": o.Ftrl(0.05, l1_regularization_strength=0.01), "loss": "mse"},
        {"optimizer": o.Adam(0.01, amsgrad=True, clipnorm=1.0), "loss": n.MeanAbsoluteError()},
    ]
