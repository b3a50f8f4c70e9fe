"""R keras's makers of classes, from Python: numbers against plain Keras and its classes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk

pytestmark = pytest.mark.quick

X = np.random.default_rng(1).normal(size=(8, 3)).astype("float32")
Y = X.sum(axis=1, keepdims=True)


def scale_init(self: Any, factor: float = 2.0) -> None:
    self.factor = factor


def scale_build(self: Any, input_shape: Any) -> None:
    self.offset = self.add_weight(name="offset", shape=(input_shape[-1],), initializer="ones")


def scale_call(self: Any, inputs: Any) -> Any:
    return inputs * self.factor + self.offset


def test_a_layer_composes_and_survives_a_file(tmp_path: Path) -> None:
    layer_scale = rk.new_layer_class("Scale", initialize=scale_init, build=scale_build, call=scale_call)
    inputs = rk.layer_input(3)
    outputs = inputs >> layer_scale(factor=3.0, name="scaled")
    model = rk.keras_model(inputs, outputs)
    np.testing.assert_allclose(model(X), X * 3 + 1, rtol=1e-6)
    assert model.layers[1].name == "scaled" and isinstance(model.layers[1], keras.layers.Layer)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras", custom_objects={"Scale": type(model.layers[1])})
    np.testing.assert_array_equal(loaded(X), model(X))
    grown = rk.keras_model_sequential(input_shape=3)
    assert layer_scale(grown, 0.5) is grown
    np.testing.assert_allclose(grown(X), X / 2 + 1, rtol=1e-6)
    with pytest.raises(TypeError, match=r"Scale\(\): unknown argument `factr`. Did you mean `factor`\?"):
        layer_scale(factr=1)


def test_the_older_maker_of_layers() -> None:
    layer_scale = rk.Layer("Scale", scale_init, scale_build, scale_call, inherit=keras.layers.Layer)
    np.testing.assert_allclose(layer_scale(factor=4.0)(X), X * 4 + 1, rtol=1e-6)


def test_losses_metrics_schedules_and_callbacks_train() -> None:
    seen: list[int] = []

    def update(self: Any, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self.largest.assign(keras.ops.maximum(self.largest, keras.ops.max(y_pred)))

    def metric_init(self: Any) -> None:
        self.largest = self.add_weight(name="largest", initializer="zeros")

    loss = rk.new_loss_class("Absolute", call=lambda self, y, p: keras.ops.mean(keras.ops.abs(y - p), axis=-1))
    metric = rk.new_metric_class(
        "Largest", initialize=metric_init, update_state=update, result=lambda self: self.largest + 0
    )
    schedule = rk.new_learning_rate_schedule_class(
        "Halving", call=lambda self, step: 0.1 / keras.ops.cast(step + 1, "float32")
    )
    callback = rk.new_callback_class("Seen", on_epoch_end=lambda self, epoch, logs=None: seen.append(epoch))
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="ones")])
    twin = keras.models.clone_model(model)
    twin.set_weights(model.get_weights())
    fit: dict[str, Any] = {"epochs": 2, "batch_size": 4, "shuffle": False, "verbose": 0}
    model.compile(keras.optimizers.SGD(schedule()), loss(), metrics=[metric(name="largest")])
    history = model.fit(X, Y + 1, callbacks=[callback()], **fit).history
    twin.compile(keras.optimizers.SGD(keras.optimizers.schedules.InverseTimeDecay(0.1, 1, 1.0)), "mae")
    assert history["loss"] == pytest.approx(twin.fit(X, Y + 1, **fit).history["loss"], rel=1e-5)
    np.testing.assert_allclose(model.get_weights()[0], twin.get_weights()[0], rtol=1e-5)
    assert seen == [0, 1] and history["largest"][0] > 0


@pytest.mark.parametrize("read", [lambda self: self.sum, lambda self: {"sum": self.sum.value}])
def test_a_metric_that_returns_its_variable_is_that_of_training(read: Callable[[Any], Any]) -> None:
    """Validation begins it anew before the history is made: plain Keras gives the value of validation for both."""
    metric = rk.new_metric_class(
        "Sum",
        initialize=lambda self: setattr(self, "sum", self.add_weight(name="sum", initializer="zeros")),
        update_state=lambda self, y, p, sample_weight=None: self.sum.assign_add(keras.ops.sum(p)),
        result=read,
        reset_state=lambda self: self.sum.assign(0.0),
    )
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(keras.optimizers.SGD(0.0), "mse", metrics=[metric(name="sum")])
    history = model.fit(X, Y, batch_size=2, validation_data=(X[:1], Y[:1]), verbose=0).history
    assert [history["sum"], history["val_sum"]] == [pytest.approx([X.sum()]), pytest.approx([X[:1].sum()])]


def test_models() -> None:
    def init(self: Any, units: int) -> None:
        self.dense = keras.layers.Dense(units, kernel_initializer="ones")

    model_class = rk.new_model_class("Sums", initialize=init, call=lambda self, inputs: self.dense(inputs))
    np.testing.assert_allclose(model_class(units=2)(X), np.repeat(Y, 2, 1), rtol=1e-5)

    def model_fn(model: Any) -> Any:
        model.dense = keras.layers.Dense(1, kernel_initializer="ones")
        return lambda inputs, training=None: model.dense(inputs) * (2 if training else 1)

    made = rk.keras_model_custom(model_fn, name="mine")
    np.testing.assert_allclose(made(X), Y, rtol=1e-5)
    np.testing.assert_allclose(made(X, training=True), 2 * Y, rtol=1e-5)
    assert made.name == "mine" and len(made.trainable_weights) == 2


def test_what_r_extends_are_keras_classes_here() -> None:
    assert rk.KerasLayer is keras.layers.Layer
    assert rk.KerasWrapper is keras.layers.Wrapper
    assert rk.KerasConstraint is keras.constraints.Constraint
    assert rk.KerasCallback is keras.callbacks.Callback


def test_wrong_arguments() -> None:
    with pytest.raises(ValueError, match=r'new_layer_class\(\): `classname` should be a name, such as "MyLayer"'):
        rk.new_layer_class("my layer")
    with pytest.raises(ValueError, match=r"new_loss_class\(\): `call` should be a function"):
        rk.new_loss_class("Loss", call="mse")
