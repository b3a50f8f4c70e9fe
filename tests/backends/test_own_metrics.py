"""Metrics that a user writes, on the backend that KERAS_BACKEND names."""

import keras
import numpy as np
import pytest

import rkeras_py as rk
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


@pytest.mark.parametrize("run_eagerly", [False, True])
def test_metrics_leave_masked_steps_out_in_each_way_of_training(run_eagerly: bool) -> None:
    random = np.random.default_rng(1)
    ids, classes = random.integers(0, 4, (40, 6)), random.integers(0, 3, (40, 6))
    ids[:, 3:] = 0
    x = rk.layer_input(6, dtype="int32")
    states = rk.layer_embedding(x, 4, 8, mask_zero=True) >> rk.layer_lstm(8, return_sequences=True)
    outputs = [rk.layer_dense(states, 3, activation="softmax", name="a"), rk.layer_dense(states, 1, name="b")]
    model = rk.keras_model(x, outputs)
    area = keras.metrics.MeanIoU(3, sparse_y_pred=False, name="area")
    rk.compile(
        model,
        rk.optimizer_sgd(0.0),
        loss=["sparse_categorical_crossentropy", "mse"],
        metrics=[["accuracy", area], ["mae"]],
        run_eagerly=run_eagerly,
    )
    data = (ids, [classes, classes[..., None].astype("float32")])
    found = [
        {name: value[-1] for name, value in rk.fit(model, *data, batch_size=40, verbose=0).metrics.items()},
        rk.evaluate(model, *data, batch_size=40, verbose=0),
    ]
    kept = ids != 0
    chosen, numbers = (np.asarray(one) for one in rk.predict(model, ids, verbose=0))
    right = np.argmax(chosen, -1)[kept] == classes[kept]
    own = keras.metrics.MeanIoU(3)
    own.update_state(classes[kept], np.argmax(chosen, -1)[kept])
    expected = {
        "a_accuracy": right.mean(),
        "a_area": float(own.result()),
        "b_mae": np.abs(numbers[..., 0] - classes)[kept].mean(),
    }
    for values in found:
        np.testing.assert_allclose([values[name] for name in expected], list(expected.values()), rtol=1e-5)
    np.testing.assert_allclose(rk.train_on_batch(model, *data), list(found[1].values()), rtol=1e-5)
