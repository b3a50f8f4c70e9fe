"""Kinds of targets under kinds of losses, and numbers that no training can use: one table, by every road."""

import functools
import pickle
import re
import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import polars
import pyarrow
import pytest
import scipy.sparse
import tensorflow as tf
from support import ROOT

import rkeras_py as rk
from rkeras_py.data.arrays import Factor, Frame, as_factor
from rkeras_py.models.levels import get_remembered_levels, name_columns
from rkeras_py.models.target_kinds import describe_rules
from rkeras_py.r.results import Probabilities

pytestmark = pytest.mark.quick

X = np.sin(np.arange(12.0)).reshape(6, 2)
Y = np.cos(np.arange(6.0))
LEVELS = Factor([0, 1, 2, 0, 1, 2], ["10", "20", "30"])
TWO = Factor([0, 1, 1, 0, 1, 0], ["no", "yes"])
SILENT = {"epochs": 1, "verbose": 0}


def make(loss: Any, units: int = 1) -> Any:
    model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(units=units, activation="sigmoid")
    return rk.compile(model, optimizer="sgd", loss=loss, run_eagerly=True)


def as_enumeration(factor: Factor) -> Any:
    return polars.Series(factor.labels, dtype=polars.Enum(factor.levels))


def own(y_true: Any, y_pred: Any) -> Any:
    return tf.reduce_mean(tf.square(y_true - y_pred), axis=-1)


NUMBERS = ["mse", "mae", "mape", "msle", "huber", "logcosh", "poisson", "cosine_similarity", rk.loss_kl_divergence]


@pytest.mark.parametrize("loss", NUMBERS)
def test_a_factor_is_no_number(loss: Any) -> None:
    found = loss() if callable(loss) else loss
    with pytest.raises(ValueError, match=r"as\.numeric\(as\.character\(y\)\).*sparse_categorical.*a factor with 3 lev"):
        rk.fit(make(found), X, LEVELS, **SILENT)


ROADS = {
    "frame": lambda model, y: rk.fit(model, X, Frame(y=y), **SILENT),
    "categorical": lambda model, y: rk.fit(model, X, pd.Categorical(y.labels), **SILENT),
    "series": lambda model, y: rk.fit(model, X, pd.Series(y.labels, dtype="category"), **SILENT),
    "list": lambda model, y: rk.evaluate(model, X, [y], verbose=0),
    "generator": lambda model, y: rk.fit(model, lambda: [X, y], steps_per_epoch=1, **SILENT),
    "validation": lambda model, y: rk.fit(model, X, Y, validation_data=[X, y], **SILENT),
    "polars": lambda model, y: rk.fit(model, X, polars.Series(y.labels, dtype=polars.Categorical), **SILENT),
    "enumeration": lambda model, y: rk.fit(model, X, polars.DataFrame({"y": as_enumeration(y)}), **SILENT),
    "arrow": lambda model, y: rk.fit(model, X, pyarrow.array(y.labels).dictionary_encode(), **SILENT),
    "index": lambda model, y: rk.fit(model, X, pd.CategoricalIndex(y.labels), **SILENT),
    "method": lambda model, y: model.fit(X, pd.Categorical(y.labels), **SILENT),
    "method of a test": lambda model, y: model.evaluate(X, y=pd.DataFrame({"y": pd.Categorical(y.labels)}), verbose=0),
    "method for one batch": lambda model, y: model.train_on_batch(X, as_enumeration(y)),
    "method, validation": lambda model, y: model.fit(X, Y, validation_data=(X, pd.Categorical(y.labels)), **SILENT),
    "one batch": lambda model, y: rk.train_on_batch(model, X, y),
    "one batch of a test": lambda model, y: rk.test_on_batch(model, X, y),
}


@pytest.mark.parametrize("road", ROADS)
def test_by_every_road(road: str) -> None:
    with pytest.raises(ValueError, match="a factor with 3 levels"):
        ROADS[road](make("mse"), LEVELS)
    if "validation" not in road and road != "list":
        model = make("sparse_categorical_crossentropy", 3)
        ROADS[road](model, LEVELS)
        assert get_remembered_levels(model, 0) == (None if "test" in road else LEVELS.levels)


def test_labels_have_the_order_of_their_classes() -> None:
    turned = ["b", "a", "c"]
    parts = [pyarrow.array(one).dictionary_encode() for one in (["b", "a"], ["c", "b"])]
    for value, levels in (
        (polars.Series(["a", "c"], dtype=polars.Enum(turned)), turned),
        (polars.Series(["c", "a"], dtype=polars.Categorical), ["a", "c"]),
        (pyarrow.chunked_array(parts), turned),
        (parts[0].cast(pyarrow.dictionary(pyarrow.int32(), pyarrow.large_string())), turned[:2]),
    ):
        factor = as_factor(value)
        assert factor is not None and list(factor.levels) == levels and factor.labels == list(np.asarray(value))
    for missing in (
        polars.Series(["a", None], dtype=polars.Categorical),
        pyarrow.array(["a", None]).dictionary_encode(),
    ):
        with pytest.raises(ValueError, match=r"1 missing value\(s\)"):
            rk.fit(make(own), X[:2], missing, **SILENT)


def test_a_model_of_plain_keras_takes_targets_as_keras_does() -> None:
    plain = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
    plain.compile("sgd", "mse")
    plain.fit(X, pd.Categorical([1, 2, 3, 1, 2, 3]), **SILENT)
    assert get_remembered_levels(plain, 0) is None


def test_factors_under_losses_of_classes() -> None:
    numbers = rk.evaluate(make("binary_crossentropy"), X, TWO.codes, verbose=0).keys()
    assert rk.evaluate(make("binary_crossentropy"), X, TWO, verbose=0).keys() == numbers
    assert rk.fit(make(own), X, TWO, **SILENT).metrics["loss"][0] > 0
    with pytest.raises(ValueError, match="a factor of two levels"):
        rk.fit(make("binary_crossentropy"), X, LEVELS, **SILENT)
    with pytest.raises(ValueError, match=r"one column for each class, 3.*to_categorical\(\)"):
        rk.fit(make("categorical_crossentropy", 3), X, LEVELS, **SILENT)


def test_each_output_has_its_own_rule() -> None:
    inputs = rk.layer_input(shape=2)
    outputs = [inputs >> rk.layer_dense(units=units, activation="sigmoid") for units in (3, 1)]
    model = rk.compile(
        rk.keras_model(inputs, outputs), optimizer="sgd", loss=["sparse_categorical_crossentropy", "mse"]
    )
    rk.train_on_batch(model, X, [LEVELS, Y])
    with pytest.raises(ValueError, match="the loss mean_squared_error compares"):
        rk.train_on_batch(model, X, [LEVELS.codes, LEVELS])


def test_a_factor_that_serves_several_outputs_is_held_against_each_loss() -> None:
    inputs = rk.layer_input(shape=2)
    outputs = [inputs >> rk.layer_dense(units=units, name=name) for name, units in (("a", 3), ("b", 1))]
    model = rk.compile(
        rk.keras_model(inputs, outputs), optimizer="sgd", loss=["sparse_categorical_crossentropy", "mse"]
    )
    frames = Frame(a=LEVELS.codes, b=LEVELS), pd.DataFrame({"a": LEVELS.codes, "b": pd.Categorical(LEVELS.labels)})
    for y in (LEVELS, *frames):
        with pytest.raises(ValueError, match="the loss mean_squared_error compares"):
            rk.train_on_batch(model, X, y)


@pytest.mark.parametrize(("loss", "advice"), [("mse", "as.numeric"), ("sparse_categorical_crossentropy", "factor(y)")])
def test_text_is_refused_with_what_to_do(loss: str, advice: str) -> None:
    model, labels = make(loss, 3), LEVELS.labels
    for y in (labels, np.array(labels, np.dtypes.StringDType()), pd.Series(labels), polars.DataFrame({"y": labels})):
        for fit in (functools.partial(rk.fit, model), model.fit):
            with pytest.raises(ValueError, match=re.escape(advice)):
                fit(X, y, **SILENT)


@pytest.mark.parametrize("place", range(7))
def test_nan_is_counted_in_arrays_as_in_frames(place: int) -> None:
    spoilt, model = np.where(np.arange(12).reshape(6, 2) == 3, np.nan, X), make("mse")
    roads = [
        lambda: rk.fit(model, spoilt, Y, **SILENT),
        lambda: rk.fit(model, X, spoilt[:, 1], **SILENT),
        lambda: rk.fit(model, pd.DataFrame(spoilt), Y, **SILENT),
        lambda: rk.predict(model, spoilt),
        lambda: rk.evaluate(model, X, spoilt[:, 1:], verbose=0),
        lambda: rk.train_on_batch(model, spoilt, Y[:, None]),
        lambda: rk.predict_on_batch(model, spoilt),
    ]
    with pytest.raises(ValueError, match=r"1 missing value\(s\)"):
        roads[place]()


KINDS = {
    "tensor": tf.constant,
    "variable": tf.Variable,
    "variable of Keras": keras.Variable,
    "list": lambda x: x.tolist(),
    "masked": np.ma.masked_invalid,
    "sparse": scipy.sparse.csr_matrix,
    "polars": polars.DataFrame,
    "arrow": lambda x: pyarrow.table({"a": x[:, 0], "b": x[:, 1]}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_nan_is_counted_whatever_holds_the_numbers(kind: str) -> None:
    spoilt, model = np.where(np.arange(12).reshape(6, 2) == 3, np.nan, X), make("mse", 2)
    right, wrong = KINDS[kind](X), KINDS[kind](spoilt)
    rk.fit(model, right, X, **SILENT)
    for road in (
        lambda: rk.fit(model, wrong, X, **SILENT),
        lambda: rk.fit(model, X, wrong, **SILENT),
        lambda: rk.fit(model, lambda: [wrong, X], steps_per_epoch=1, **SILENT),
        lambda: rk.fit(model, X, X, validation_data=[X, wrong], **SILENT),
        lambda: rk.predict(model, wrong),
        lambda: rk.evaluate(model, X, wrong, verbose=0),
        lambda: rk.train_on_batch(model, X, wrong),
        lambda: rk.predict_on_batch(model, wrong),
    ):
        with pytest.raises(ValueError, match=r"1 missing value\(s\)"):
            road()


def test_columns_of_arrow_are_columns() -> None:
    model = make("binary_crossentropy")
    numbers = [rk.evaluate(model, X, y, verbose=0) for y in (TWO.codes, pyarrow.array(TWO.codes == 1))]
    assert numbers[0] == numbers[1]
    with pytest.raises(ValueError, match=r"2 missing value\(s\)"):
        rk.fit(model, X, pyarrow.array([1, None, 0, 1, None, 0]), **SILENT)
    with pytest.raises(ValueError, match=r"factor\(y\)"):
        rk.fit(model, X, pyarrow.array(TWO.labels), **SILENT)


def test_weights_and_classes_in_tensors_are_looked_at() -> None:
    with pytest.raises(ValueError, match="`sample_weight` should be made of numbers of at least 0"):
        rk.fit(make("mse"), X, Y, sample_weight=tf.constant([1.0, -1, 1, 1, 1, 1]), **SILENT)
    with pytest.raises(ValueError, match=r"`sample_weight` should be made of finite numbers. 1 of 6 are NaN"):
        rk.train_on_batch(make("mse"), X, Y, sample_weight=tf.constant([1.0, np.nan, 1, 1, 1, 1]))
    with pytest.raises(ValueError, match="Labels start at 0: subtract 1"):
        rk.fit(make("sparse_categorical_crossentropy", 3), X, tf.constant([1, 2, 3, 1, 2, 3]), **SILENT)


@pytest.mark.parametrize("loss", ["categorical_crossentropy", "categorical_focal_crossentropy", "kl_divergence"])
def test_probabilities_of_more_than_one(loss: str) -> None:
    model = make(loss, 3)
    with pytest.warns(UserWarning, match=f"the loss {loss} expects `y` to be probabilities.* sum to"):
        rk.evaluate(model, X, np.array([[1, 1, 0]] * 6), verbose=0)
    for right in ([1, 0, 0], [0, 0, 0], [0.3, 0.3, 0.4]):  # zeros leave a sample aside
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            rk.evaluate(model, X, np.array([right] * 6), verbose=0)


@pytest.mark.parametrize("loss", ["poisson", "msle"])
def test_counts_below_zero(loss: str) -> None:
    """Keras takes them for 0 under the second loss."""
    for y in (Y, Y[:, None], tf.constant(Y)):
        with pytest.warns(UserWarning, match=r"expects `y` of at least 0\. Received: from -0\.9"):
            rk.train_on_batch(make(loss), X, y)


class Falling(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """A schedule that goes below 0 after the tenth step."""

    def __call__(self, step: Any) -> Any:
        return 0.1 - 0.01 * keras.ops.cast(step, "float32")


@pytest.mark.parametrize(("rate", "step"), [(Falling(), 12), (lambda: -0.1, 0), (lambda: float("nan"), 0)])
def test_a_schedule_of_the_user_stays_above_zero(rate: Any, step: int) -> None:
    model = rk.compile(make("mse"), optimizer=rk.optimizer_sgd(rate), loss="mse")
    with pytest.raises(ValueError, match=rf"the learning rate, .* at least 0. It returned for step {step}: (-0|nan)"):
        rk.fit(model, X, Y, epochs=4, batch_size=1, verbose=0)


def test_numbers_that_no_training_can_use() -> None:
    with pytest.warns(UserWarning, match="categorical_crossentropy expects `y` from 0 to 1"):
        rk.fit(make("categorical_crossentropy", 2), X, X, **SILENT)
    with pytest.raises(ValueError, match="`sample_weight` should be made of numbers of at least 0"):
        rk.fit(make("mse"), X, Y, sample_weight=np.arange(-1, 5), **SILENT)
    falling = rk.callback_learning_rate_scheduler(lambda epoch: -0.1)
    with pytest.raises(ValueError, match="one number of at least 0"):
        rk.fit(make("mse"), X, Y, callbacks=falling, **SILENT)


def test_a_vector_is_the_target_of_an_output_of_one_number_and_several_axes() -> None:
    model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(units=1) >> rk.layer_reshape(target_shape=(1, 1))
    rk.compile(model, optimizer=rk.optimizer_sgd(0), loss=own, metrics=["mae", own], run_eagerly=True)
    squares = np.mean(np.square(rk.predict(model, X, verbose=0).ravel() - Y))
    for measured in (
        rk.evaluate(model, X, Y, verbose=0),
        rk.evaluate(model, X, Y[:, None], verbose=0),
        rk.evaluate(model, lambda: [X, Y], steps=1, verbose=0),
        model.evaluate(X, Y, verbose=0, return_dict=True),
    ):
        np.testing.assert_allclose([measured["loss"], measured["own"]], squares, rtol=1e-5)


def test_the_page_of_differences_has_the_table() -> None:
    page = (ROOT / "docs/differences.md").read_text()
    assert page.partition("<!-- kinds of targets -->\n")[2].strip() == describe_rules()


def fitted(y: Any = LEVELS, units: int = 3) -> Any:
    model = make("sparse_categorical_crossentropy" if units > 1 else "binary_crossentropy", units)
    rk.fit(model, X, y, **SILENT)
    return model


def names_of(model: Any) -> Any:
    named = name_columns(model, rk.predict(model, X, verbose=0))
    return list(named.levels) if isinstance(named, Probabilities) else None


def test_columns_of_predictions_have_the_names_of_the_classes(tmp_path: Path) -> None:
    model = fitted()
    assert type(rk.predict(model, X, verbose=0)) is np.ndarray
    assert names_of(model) == ["10", "20", "30"]
    rk.fit(model, lambda: [X, LEVELS], steps_per_epoch=1, **SILENT)
    assert names_of(model) == ["10", "20", "30"]
    assert names_of(fitted(TWO, 1)) == ["yes"]
    assert names_of(fitted(TWO, 3)) is None
    paths = [str(tmp_path / name) for name in ("m.h5", "m.keras", "folder")]
    for save, path in zip((rk.save_model_hdf5, rk.save_model, rk.save_model_tf), paths, strict=True):
        save(model, path)
        assert names_of(rk.load_model_tf(path)) == ["10", "20", "30"]
    assert names_of(pickle.loads(pickle.dumps(model))) == ["10", "20", "30"]
    keras.saving.load_model(paths[1])
    rk.fit(model, X, np.array(LEVELS), **SILENT)
    assert names_of(model) is None


def test_a_fit_that_does_not_begin_leaves_the_names_of_classes() -> None:
    model, other = fitted(), Factor([0, 1, 2, 0, 1, 2], ["x", "y", "z"])
    for wrong in ({"class_weight": {"none": 1}}, {"validation_data": [X[:, :1], LEVELS]}):
        with pytest.warns(UserWarning, match="their places go to"), pytest.raises(ValueError, match=next(iter(wrong))):
            rk.fit(model, X, other, **SILENT, **wrong)
        assert names_of(model) == ["10", "20", "30"]


def test_classes_keep_their_places_whatever_the_order_of_levels() -> None:
    model = fitted()
    expected = rk.evaluate(model, X, LEVELS, verbose=0)
    turned = Factor([2, 1, 0, 2, 1, 0], ["30", "20", "10"])
    assert rk.evaluate(model, X, turned, verbose=0) == pytest.approx(expected)
    assert rk.evaluate(model, lambda: [X, turned], steps=1, verbose=0) == pytest.approx(expected)
    two, data = Factor([0, 1], ["20", "30"]), X[1:3]
    expected = rk.evaluate(model, data, np.array([1, 2]), verbose=0)
    assert rk.evaluate(model, data, two, verbose=0) == pytest.approx(expected)
    assert rk.test_on_batch(model, data, two) == pytest.approx(expected["loss"])
    history = rk.fit(model, X, LEVELS, validation_data=[data, two], **SILENT)
    assert history.metrics["val_loss"][0] == pytest.approx(rk.evaluate(model, data, two, verbose=0)["loss"], rel=1e-5)
    with pytest.warns(UserWarning, match="classes keep the places"):
        rk.fit(model, X, turned, **SILENT)
    assert names_of(model) == ["10", "20", "30"]
    other = Factor([0, 1, 2, 0, 1, 2], ["a", "b", "10"])
    with pytest.raises(ValueError, match=r"evaluate\(\): `y` should be a factor of the levels 10, 20, 30"):
        rk.evaluate(model, X, other, verbose=0)
    with pytest.warns(UserWarning, match="was fitted to the classes 10, 20, 30; their places go to a, b, 10"):
        rk.fit(model, X, other, **SILENT)
    assert names_of(model) == ["a", "b", "10"]
