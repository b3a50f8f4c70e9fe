"""Classes whose methods are functions of another language; plain Python functions stand for R's here."""

import gc
import inspect
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras

from rkeras_py import compile, custom_metric, load_model_tf, optimizer_sgd
from rkeras_py.custom.classes import call_super_initialize, get_kept_value, keep_value, make_class
from rkeras_py.custom.layers import create_layer, describe_formals

pytestmark = pytest.mark.quick

X = np.sin(np.arange(160, dtype="float32")).reshape(40, 4)
Y = X.sum(axis=1)
START = [np.array([[0.1], [-0.2], [0.3], [0.4]], "float32"), np.array([0.5], "float32")]


def method(name: str, function: Callable[..., Any], *arguments: Sequence[Any]) -> dict[str, Any]:
    """A method as R hands it over, with the arguments as (name, default) or (name,)."""

    def call(self: Any, kept: Any, names: list[str], *values: Any) -> Any:
        positional = [value for given, value in zip(names, values, strict=True) if not given]
        named = {given: value for given, value in zip(names, values, strict=True) if given}
        return function(self, *positional, **named)

    return {"name": name, "call": call, "formals": [list(argument) for argument in arguments]}


def linear(cls: Any, library: Any) -> Any:
    inputs = library.Input((4,))
    model = cls(inputs=inputs, outputs=library.layers.Dense(1)(inputs))
    model.set_weights(START)
    return model


def fitted(model: Any, validates: bool = True, **settings: Any) -> dict[str, Any]:
    model.compile("sgd", "mse", **settings)
    options = {"epochs": 2, "batch_size": 10, "shuffle": False, "verbose": 0}
    if validates:
        options["validation_data"] = (X, Y)
    history: dict[str, Any] = model.fit(X, Y, **options).history
    return history


def assert_same(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert set(ours) == set(theirs)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, rtol=1e-4, err_msg=name)


def own_loss(self: Any, data: Any, **extra: Any) -> Any:
    """A step that minimizes something else than the compiled loss, and counts nothing."""
    x, y = data
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.abs(self(x, training=True) - tf.reshape(y, (-1, 1))))
    gradients = tape.gradient(loss, self.trainable_variables)
    self.optimizer.apply_gradients(list(zip(gradients, self.trainable_variables, strict=True)))
    return {"loss": loss, **extra}


def counted_loss(self: Any, data: Any) -> Any:
    """The step of the guide for Keras 2."""
    x, y = data
    with tf.GradientTape() as tape:
        y_pred = self(x, training=True)
        loss = self.compiled_loss(y, y_pred, regularization_losses=self.losses)
    gradients = tape.gradient(loss, self.trainable_variables)
    self.optimizer.apply_gradients(list(zip(gradients, self.trainable_variables, strict=True)))
    self.compiled_metrics.update_state(y, y_pred)
    return {metric.name: metric.result() for metric in self.metrics}


def computed_loss(self: Any, data: Any) -> Any:
    """The step for Keras 2.9 and later."""
    x, y = data
    with tf.GradientTape() as tape:
        y_pred = self(x, training=True)
        loss = self.compute_loss(x, y, y_pred, None)
    gradients = tape.gradient(loss, self.trainable_variables)
    self.optimizer.apply_gradients(list(zip(gradients, self.trainable_variables, strict=True)))
    return self.compute_metrics(x, y, y_pred, None)


@pytest.mark.parametrize(
    ("step", "metrics", "validates"),
    [(own_loss, None, False), (own_loss, ["mae"], True), (counted_loss, ["mae"], True), (computed_loss, None, True)],
)
def test_a_train_step_logs_what_keras_2_logs(step: Any, metrics: Any, validates: bool) -> None:
    cls = make_class("Stepwise", [keras.Model], [method("train_step", step, ["data"])])
    twin = type("Twin", (tf_keras.Model,), {"train_step": step})
    theirs = fitted(linear(twin, tf_keras), validates, metrics=metrics)
    assert_same(fitted(linear(cls, keras), validates, metrics=metrics), theirs)


def test_validation_does_not_hide_the_loss_that_a_train_step_returns() -> None:
    """In Keras 2 it does: after the first validation such a step logs a loss of 0."""
    cls = make_class("Stepwise", [keras.Model], [method("train_step", own_loss, ["data"])])
    losses = [fitted(linear(cls, keras), validates)["loss"] for validates in (True, False)]
    assert losses[0] == losses[1]
    assert losses[0][1] > 0


def test_a_test_step_alone_leaves_the_training_of_keras() -> None:
    cls = make_class("Tested", [keras.Model], [method("test_step", lambda self, data: {"loss": 7.0}, ["data"])])
    ours, plain = fitted(linear(cls, keras)), fitted(linear(keras.Model, keras))
    np.testing.assert_allclose(ours["loss"], plain["loss"], rtol=1e-6)
    assert ours["val_loss"] == [7.0, 7.0]


def test_an_own_compute_loss_is_minimized_and_logged() -> None:
    def compute_loss(self: Any, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        return keras.ops.mean(keras.ops.abs(y - y_pred[:, 0]))

    arguments = [["x", None], ["y", None], ["y_pred", None], ["sample_weight", None]]
    cls = make_class("Lossy", [keras.Model], [method("compute_loss", compute_loss, *arguments)])
    plain = linear(keras.Model, keras)
    plain.compile("sgd", "mae")
    options = {"epochs": 2, "batch_size": 10, "shuffle": False, "verbose": 0}
    expected = plain.fit(X, Y, **options).history["loss"]
    model = linear(cls, keras)
    model.compile("sgd", "mse")
    np.testing.assert_allclose(model.fit(X, Y, **options).history["loss"], expected, rtol=1e-5)


def test_keras_reads_the_arguments_of_the_functions() -> None:
    methods = [
        method("__init__", lambda self, **options: None, ["units"], ["rate", 0.5], ["..."], ["last", None]),
        method("call", lambda self, inputs: inputs, ["inputs"], ["mask"], ["lambda"]),
        method("build", lambda self, shape: None, ["input_shape"]),
        method("help", lambda self: None, ["a", 1], ["b"]),
    ]
    cls = make_class("Signed", [keras.layers.Layer], methods)
    members = vars(cls)
    assert str(inspect.signature(members["__init__"])) == "(self, units, rate=0.5, *, last=None, **kwargs)"
    assert str(inspect.signature(members["call"])) == "(self, inputs, mask=None, **kwargs)"
    assert str(inspect.signature(members["build"])) == "(self, input_shape)"
    assert str(inspect.signature(members["help"])) == "(self, a=1, b=None)"
    assert describe_formals(cls) == [["units"], ["rate", "0.5"], ["last", "NULL"], ["..."]]


ORDERS = [
    (("w", [2, 3.0]), {"initializer": "ones"}),
    (("w", [2.0, 3.0], "float32", "ones"), {}),
    ((), {"name": "w", "shape": (2, 3), "initializer": "ones", "use_resource": True, "regularizer": None}),
    (([2, 3], "ones"), {"name": "w", "experimental_autocast": False}),
]


@pytest.mark.parametrize(("args", "kwargs"), ORDERS)
def test_weights_are_added_in_either_order_of_arguments(args: Any, kwargs: Any) -> None:
    def build(self: Any, input_shape: Any) -> None:
        self.w = self.add_weight(*args, **kwargs)

    methods = [method("build", build, ["input_shape"]), method("call", lambda self, inputs: inputs, ["inputs"])]
    layer: Any = make_class("Weighted", [keras.layers.Layer], methods)()
    layer(X)
    assert (layer.w.name, tuple(layer.w.shape), float(layer.w[1, 2])) == ("w", (2, 3), 1.0)
    with pytest.raises(ValueError, match=r"add_weight\(\): `shape` should be"):
        layer.add_weight("v", [1.5])


def test_shapes_may_be_lists_of_whole_floats() -> None:
    methods = [
        method("call", lambda self, inputs: [inputs[:, :2], inputs], ["inputs"]),
        method("compute_output_shape", lambda self, input_shape: [[None, 2.0], list(input_shape)], ["input_shape"]),
    ]
    layer: Any = make_class("Shaped", [keras.layers.Layer], methods)()
    assert [tensor.shape for tensor in layer(keras.Input((4,)))] == [(None, 2), (None, 4)]


def test_the_constructors_arguments_are_saved_and_keras_gets_its_own() -> None:
    owner: list[Any] = []

    def initialize(self: Any, units: Any, inner: Any = None) -> None:
        call_super_initialize(owner[0], self)
        self.units, self.inner = units, inner

    methods = [
        method("__init__", initialize, ["units"], ["inner", None]),
        method("call", lambda self, inputs: self.inner(inputs), ["inputs"]),
    ]
    cls = make_class("Kept", [keras.layers.Layer], methods)
    owner.append(cls)
    layer = create_layer(cls, None, ["units", "inner", "name", "trainable"], [3, keras.layers.Dense(2), "mine", None])
    inputs = keras.Input((4,))
    model = keras.Model(inputs, layer(inputs))
    again = keras.Model.from_config(model.get_config(), custom_objects={"Kept": cls})
    copy = again.get_layer("mine")
    assert (copy.units, copy.inner.units, copy.inner is layer.inner) == (3, 2, False)
    with pytest.raises(TypeError, match=r"Kept\(\): unknown argument `unit`. Did you mean `units`\?"):
        create_layer(cls, None, ["unit"], [3])


def test_an_error_names_class_and_method_once() -> None:
    def call(self: Any, inputs: Any) -> Any:
        return self.inner()

    def inner(self: Any) -> Any:
        raise ValueError("no")

    cls: Any = make_class("Failing", [keras.layers.Layer], [method("call", call, ["inputs"]), method("inner", inner)])
    with pytest.raises(ValueError, match=r"^Failing\$inner\(\): no$"):
        cls()(X)


def test_labels_have_the_rank_of_predictions() -> None:
    def update(self: Any, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self.worst.assign(keras.ops.max(keras.ops.abs(y_true - y_pred)))

    metric_methods = [
        method("update_state", update, ["y_true"], ["y_pred"], ["sample_weight", None]),
        method("result", lambda self: self.worst),
    ]
    loss_methods = [method("call", lambda self, y, p: keras.ops.mean(keras.ops.abs(y - p), -1), ["y_true"], ["y_pred"])]
    metric: Any = make_class("Worst", [keras.metrics.Metric], metric_methods)(name="worst")
    metric.worst = metric.add_weight("worst", initializer="zeros")
    loss: Any = make_class("Absolute", [keras.losses.Loss], loss_methods)(reduction="sum_over_batch_size")
    mean = custom_metric("mean", lambda y_true, y_pred: keras.ops.mean(keras.ops.abs(y_true - y_pred), -1))
    model = linear(keras.Model, keras)
    model.compile("sgd", loss, metrics=[metric, mean])
    off = np.abs(model.predict(X, verbose=0)[:, 0] - Y)
    found = model.evaluate(X, Y, batch_size=40, verbose=0, return_dict=True)
    assert found == pytest.approx({"loss": off.mean(), "worst": off.max(), "mean": off.mean()}, rel=1e-5)


def test_a_plain_function_as_metric_gets_labels_of_that_rank_too() -> None:
    def off(y_true: Any, y_pred: Any) -> Any:
        return keras.ops.mean(keras.ops.abs(y_true - y_pred), -1)

    model = linear(keras.Model, keras)
    for metrics, name in ((off, "off"), ({"named": off}, "named")):
        compile(model, "sgd", "mae", metrics=metrics)
        found = model.evaluate(X, Y, verbose=0, return_dict=True)
        assert found[name] == pytest.approx(found["loss"], rel=1e-5)


def test_what_is_kept_for_an_instance_goes_with_it() -> None:
    cls: Any = make_class("Holder", [], [])
    instance, value = cls(), cls()
    keep_value(instance, value)
    assert get_kept_value(instance) is value
    assert get_kept_value(value) is None
    reference = weakref.ref(value)
    del instance, value
    gc.collect()
    assert reference() is None


def test_a_metric_function_that_is_registered_comes_back_from_a_file(tmp_path: Path) -> None:
    @keras.saving.register_keras_serializable("metrics_of_mine")
    def off(y_true: Any, y_pred: Any) -> Any:
        return keras.ops.mean(keras.ops.abs(y_true - y_pred), -1)

    model = linear(keras.Model, keras)
    compile(model, "sgd", "mae", metrics={"named": off, " ": off})
    expected = model.evaluate(X, Y, verbose=0, return_dict=True)
    model.save(tmp_path / "model.keras")
    assert load_model_tf(str(tmp_path / "model.keras")).evaluate(X, Y, verbose=0, return_dict=True) == expected


def test_a_function_of_the_step_is_no_learning_rate() -> None:
    for name in ("learning_rate", "lr"):
        with pytest.raises(ValueError, match=r"optimizer_sgd\(\): `learning_rate` should be .*schedule_class"):
            optimizer_sgd(**{name: lambda step: 0.1 / step})
    assert float(optimizer_sgd(lambda: 0.25).learning_rate) == 0.25
