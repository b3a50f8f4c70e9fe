"""The commonest mistakes of beginners: each is told in one line, by the function in which it was made."""

import re
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import rkeras_py as rk

pytestmark = pytest.mark.quick

X, CLASSES = np.random.RandomState(0).rand(12, 4), np.arange(12) % 3
ONE_HOT = np.eye(3)[CLASSES]
IMAGES = np.zeros((2, 8, 8))
SPARSE = "sparse_categorical_crossentropy"


def grown(units: int = 3, **options: Any) -> Any:
    return rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(units=units, **options)


def compiled(units: int = 3, loss: Any = "mse", **options: Any) -> Any:
    return grown(units) >> rk.compile("sgd", loss, **options)


def functional() -> Any:
    inputs = rk.layer_input(4)
    return rk.keras_model(inputs, inputs >> rk.layer_dense(units=1))


def two_outputs() -> Any:
    inputs = rk.layer_input(4)
    return rk.keras_model(inputs, [inputs >> rk.layer_dense(units=1), inputs >> rk.layer_dense(units=2)])


MISTAKES: dict[str, tuple[Callable[[], Any], str]] = {
    "no units": (lambda: rk.layer_dense(), r"layer_dense\(\): argument `units` is missing"),
    "units as text": (lambda: rk.layer_dense(units="ten"), r"layer_dense\(\): `units` should be a whole number"),
    "a fraction of a unit": (lambda: rk.layer_dense(units=2.5), r"layer_dense\(\): `units` .*not rounded"),
    "no unit": (lambda: rk.layer_dense(units=0), r"layer_dense\(\): `units` should be a whole number of at least 1"),
    "too much dropped": (lambda: rk.layer_dropout(rate=50), r"layer_dropout\(\): `rate` should be a number from 0"),
    "nothing dropped": (lambda: rk.layer_dropout(), r"layer_dropout\(\): argument `rate` is missing"),
    "activation": (lambda: rk.layer_dense(units=1, activation="rleu"), r'layer_dense\(\): .*Did you mean "relu"'),
    "initializer": (
        lambda: rk.layer_dense(units=1, kernel_initializer="glorot_unifrom"),
        r'layer_dense\(\): .*Did you mean "glorot_uniform".* kernel_initializer = ',
    ),
    "argument": (lambda: rk.layer_dense(units=1, actvation="relu"), r"layer_dense\(\): .*Did you mean `activation`"),
    "negative shape": (lambda: rk.layer_input(shape=-1), r"layer_input\(\): `shape` .*negative"),
    "no shape": (lambda: rk.layer_input(), r"layer_input\(\): `shape` should be"),
    "padding": (lambda: rk.layer_conv_2d(filters=1, kernel_size=3, padding="sam"), r'.*`padding` .*"same"'),
    "no kernel": (lambda: rk.layer_conv_2d(filters=1), r"layer_conv_2d\(\): argument `kernel_size` is missing"),
    "no channels": (
        lambda: rk.keras_model_sequential(input_shape=(8, 8)) >> rk.layer_conv_2d(filters=1, kernel_size=3),
        r"layer_conv_2d\(\): .*axis of channels",
    ),
    "layers of numbers": (lambda: rk.keras_model_sequential([1]), r"keras_model_sequential\(\): `layers` should be"),
    "layer on text": (lambda: rk.layer_dense(object="abc", units=1), r"layer_dense\(\): `object` should be a tensor"),
    "layer on a functional model": (
        lambda: rk.layer_dense(functional(), units=1), r"layer_dense\(\): .*Use the output of the model",
    ),
    "same name": (lambda: grown(name="a") >> rk.layer_dense(units=1, name="a"), r"layer_dense\(\): .*unique"),
    "position": (lambda: rk.get_layer(functional(), index=9), r"get_layer\(\): `index` should be a position"),
    "position as name": (lambda: rk.get_layer(functional(), 2), r"get_layer\(\): `name` should be a string.*index = 2"),
    "name of a layer": (lambda: rk.get_layer(grown(name="one"), "noe"), r'get_layer\(\): `name` .*"one"'),
    "no compile": (lambda: rk.fit(grown(), X, ONE_HOT), r"fit\(\): the model is not compiled"),
    "loss": (lambda: compiled(loss="binary_crosentropy"), r'compile\(\): .*Did you mean "binary_crossentropy"'),
    "metric": (lambda: compiled(metrics="acuracy"), r'compile\(\): .*Did you mean "accuracy".* metrics = '),
    "optimizer": (lambda: grown() >> rk.compile("addam", "mse"), r'compile\(\): .*Did you mean "adam"'),
    "loss not called": (lambda: compiled(loss=rk), r"compile\(\): `loss` should be the name of one"),
    "losses": (lambda: two_outputs() >> rk.compile("sgd", ["mse"] * 3), r"compile\(\): `loss` should be one loss"),
    "output of metrics": (
        lambda: two_outputs() >> rk.compile("sgd", "mse", metrics={"zz": "mae"}),
        r'compile\(\): `metrics` should be named by the outputs of the model \("dense.*Received: metrics = \'zz\'',
    ),
    "weight of a loss": (lambda: compiled(loss_weights=float("nan")), r"compile\(\): `loss_weights` should be a"),
    "learning rate": (lambda: rk.optimizer_adam(learning_rate=-1), r"optimizer_adam\(\): `learning_rate` .*at least 0"),
    "momentum": (lambda: rk.optimizer_sgd(momentum=7), r"optimizer_sgd\(\): `momentum` should be a number from 0 to 1"),
    "columns": (lambda: rk.fit(compiled(), np.ones((12, 5)), ONE_HOT), r"fit\(\): `x` should be .*\(None, 4\)"),
    "samples": (lambda: rk.fit(compiled(), X, ONE_HOT[:5]), r"fit\(\): `y` should be data of as many samples"),
    "one column for classes": (
        lambda: rk.fit(compiled(loss="categorical_crossentropy"), X, CLASSES), r"fit\(\): `y` .*to_categorical\(\)",
    ),
    "one-hot for sparse": (lambda: rk.fit(compiled(loss=SPARSE), X, ONE_HOT), r"fit\(\): `y` .*categorical_cross"),
    "labels from 1": (lambda: rk.fit(compiled(loss=SPARSE), X, CLASSES + 1), r"fit\(\): `y` .*subtract 1"),
    "labels as text": (lambda: rk.fit(compiled(1), X, np.array(["a", "b"] * 6)), r"fit\(\): `y` should be numbers"),
    "targets": (lambda: rk.fit(compiled(), X), r"fit\(\): `y` is missing"),
    "batch of nothing": (lambda: rk.fit(compiled(), X, ONE_HOT, batch_size=0), r"fit\(\): `batch_size` should be"),
    "epochs without end": (lambda: rk.fit(compiled(), X, ONE_HOT, epochs=1e300), r"fit\(\): `epochs` should be"),
    "split": (lambda: rk.fit(compiled(), X, ONE_HOT, validation_split=20), r"fit\(\): `validation_split` should be"),
    "callback not called": (
        lambda: rk.fit(compiled(), X, ONE_HOT, callbacks="early"), r"fit\(\): `callbacks` should be a callback",
    ),
    "patience": (lambda: rk.callback_early_stopping(patience=-3), r"callback_early_stopping\(\): `patience` should be"),
    "one sample": (lambda: rk.predict(compiled(), X[0]), r"predict\(\): `x` should be an array of shape \(None, 4\)"),
    "classes": (lambda: rk.to_categorical([1, 2, 3], 3), r"to_categorical\(\): `num_classes` .*labels start at 0"),
    "no labels": (lambda: rk.to_categorical([]), r"to_categorical\(\): `y` should be labels"),
    "no file": (lambda: rk.load_model_hdf5("nowhere.h5"), r"load_model_hdf5\(\): .*nowhere\.h5"),
    "a function as targets": (lambda: rk.fit(compiled(), X, lambda: 1), r"fit\(\): `y` should be an array.* <lambda>$"),
    "layer as loss": (lambda: compiled(loss=rk.layer_dense), r"compile\(\): `loss` should be .*function layer_dense$"),
    "layer as metric": (lambda: compiled(metrics=rk.layer_dense), r"compile\(\): `metrics` should be .* layer_dense$"),
    "long windows": (
        lambda: rk.timeseries_dataset_from_array(X, None, sequence_length=7, sampling_rate=2),
        r"timeseries_dataset_from_array\(\): `sequence_length` should be at most as long.* 12 .*sampling_rate",
    ),
    "lambda without code": (
        lambda: rk.save_model(compiled(loss=eval("lambda y, p: y - p")), "model.keras"),
        r"save_model\(\): a lambda that was typed at a prompt cannot be saved\. Define it by `def`",
    ),
    "axis": (lambda: rk.k_sum(X, axis=3), r"k_sum\(\): `axis` should be an axis of `x`, which has 2"),
    "axis 0": (lambda: rk.k_sum(X, axis=0), r"k_sum\(\): `axis` .*count from 1"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_in_one_line(mistake: str) -> None:
    make, words = MISTAKES[mistake]
    with pytest.raises((ValueError, TypeError, RuntimeError, OSError)) as raised:
        make()
    message = str(raised.value)
    assert re.match(words, message), message
    assert "\n" not in message


@pytest.mark.parametrize(("make", "name", "words"), [
    (rk.callback_early_stopping, "acuracy", 'callback_early_stopping.*`monitor` = "acuracy" .*Did you mean "accuracy"'),
    (rk.callback_reduce_lr_on_plateau, "los", 'callback_reduce_lr_on_plateau.* Did you mean "loss"'),
    (rk.callback_early_stopping, "val_loss", "callback_early_stopping.* needs `validation_data` or `validation_split`"),
])  # fmt: skip
def test_a_mistyped_monitor_is_corrected(make: Callable[..., Any], name: str, words: str) -> None:
    model = compiled(metrics="accuracy")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        model >> rk.fit(X, ONE_HOT, epochs=1, verbose=0, callbacks=make(monitor=name))
    said = [str(one.message) for one in warned if name in str(one.message)]
    assert len(said) == 1
    assert re.match(words, said[0]), said


def test_infinite_values_are_told_before_weights_are_lost() -> None:
    broken = X.copy()
    broken[0, 0] = np.inf
    with pytest.warns(UserWarning, match=r"^fit\(\): `x` has infinite values.*Received: 1 of them"):
        rk.fit(compiled(), broken, ONE_HOT, epochs=1, verbose=0)
    with pytest.warns(UserWarning, match=r"^train_on_batch\(\): `y` has infinite values"):
        rk.train_on_batch(compiled(), X, np.full_like(ONE_HOT, -np.inf, dtype="float32"))
