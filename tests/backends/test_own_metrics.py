"""Metrics that a user writes, on the backend that KERAS_BACKEND names."""

import numpy as np

from rkeras_py import compile, evaluate, fit, keras_model_sequential, layer_dense, new_metric_class

X, Y = np.random.default_rng(2).normal(size=(8, 4)).astype("float32"), np.ones((8, 1), "float32")


def test_a_metric_may_return_its_variables() -> None:
    batches = new_metric_class(
        "Batches",
        initialize=lambda self: setattr(self, "seen", self.add_weight(name="seen", initializer="zeros")),
        update_state=lambda self, *given, **named: self.seen.assign_add(1.0),
        result=lambda self: {"batches": self.seen},
    )
    model = keras_model_sequential(input_shape=4) >> layer_dense(units=1)
    compile(model, "sgd", "mse", metrics=[batches()])
    assert fit(model, X, Y, batch_size=2, epochs=2, verbose=0).metrics["batches"] == [4, 4]
    assert evaluate(model, X, Y, batch_size=4, verbose=0)["batches"] == 2
