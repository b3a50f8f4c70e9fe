"""Targets and weights that losses and metrics get, by number against Keras 2."""

import functools
import itertools
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from support import for_each, sampled

import rkeras_py as rk

pytestmark = pytest.mark.quick

N = 6
X = np.sin(np.arange(2 * N, dtype="float32")).reshape(N, 2)
WEIGHTS = np.array([1, 2, 0.5, 3, 0, 1.5], "float32")
DOUBLES = np.cos(np.arange(float(N)))
ONE_HOT = np.eye(3, dtype="float32")[[0, 2, 1, 1, 0, 2]]


# Losses of a user, as they are written in R with k_* functions and 1:1, 1 -------------------------------------------


@tf.autograph.experimental.do_not_convert
def own_slice(y_true: Any, y_pred: Any) -> Any:
    return tf.reduce_mean(tf.square(tf.cast(y_true, "float32") - y_pred[:, :1]))


@tf.autograph.experimental.do_not_convert
def own_column(y_true: Any, y_pred: Any) -> Any:
    return tf.abs(tf.cast(y_true, "float32")[:, 0] - y_pred[:, 0])


@tf.autograph.experimental.do_not_convert
def own_sum(y_true: Any, y_pred: Any) -> Any:
    return tf.reduce_sum(tf.cast(y_true, "float32") * y_pred, axis=1)


@tf.autograph.experimental.do_not_convert
def quantiles(y_true: Any, y_pred: Any) -> Any:
    error = tf.cast(y_true, "float32") - y_pred
    levels = tf.constant([0.1, 0.5, 0.9])[: y_pred.shape[1]]
    return tf.reduce_mean(tf.maximum(levels * error, (levels - 1.0) * error), axis=-1)


@tf.autograph.experimental.do_not_convert
def each_number(y_true: Any, y_pred: Any) -> Any:
    return tf.square(tf.cast(y_true, "float32") - y_pred)


@tf.autograph.experimental.do_not_convert
def absolute(y_true: Any, y_pred: Any) -> Any:
    return tf.reduce_mean(tf.abs(y_true - y_pred), axis=-1)


@tf.autograph.experimental.do_not_convert
def squared(y_true: Any, y_pred: Any) -> Any:
    return tf.reduce_mean(tf.square(tf.cast(y_true, "float32") - y_pred), -1)


@functools.cache
def loss_class(library: Any) -> Any:
    return type("Squared", (library.losses.Loss,), {"call": lambda self, *args: squared(*args)})


@functools.cache
def metric_class(library: Any) -> Any:
    def __init__(self: Any) -> None:
        library.metrics.Metric.__init__(self, name="squared")
        self.total = self.add_weight(name="total", initializer="zeros")
        self.count = self.add_weight(name="count", initializer="zeros")

    @tf.autograph.experimental.do_not_convert
    def update_state(self: Any, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        values = tf.square(tf.cast(y_true, "float32") - y_pred)
        weights = tf.ones_like(values)
        if sample_weight is not None:
            missing = len(values.shape) - len(sample_weight.shape)
            weights *= tf.cast(sample_weight[..., None] if missing else sample_weight, "float32")
        self.total.assign_add(tf.reduce_sum(values * weights))
        self.count.assign_add(tf.reduce_sum(weights))

    @tf.autograph.experimental.do_not_convert
    def result(self: Any) -> Any:
        return self.total / self.count

    return type("Metric", (library.metrics.Metric,), {f.__name__: f for f in (__init__, update_state, result)})


OWN = [own_slice, own_column, own_sum, quantiles, each_number]
REGRESSION = ["mse", "mae", "huber", "msle", "poisson", "logcosh", "cosine_similarity"]
BINARY = ["binary_crossentropy", "hinge"]
INTEGERS = np.arange(N, dtype="int32") % 3
LOGICALS = np.arange(N) % 2 == 0
SINGLE = {
    f"{kind} {form}": y[(..., *[None] * axes)]
    for kind, y in (("doubles", DOUBLES), ("integers", INTEGERS), ("logicals", LOGICALS))
    for axes, form in enumerate(("(n)", "(n, 1)", "(n, 1, 1)"))
}
WIDE = {f"{kind} (n, k)": ONE_HOT.astype(kind) for kind in ("float64", "int32", "bool")}
TARGETS = SINGLE | WIDE
CASES: list[tuple[Any, int, str]] = [
    *((loss, width, name) for loss in OWN for width in (1, 3) for name in SINGLE),
    *((loss, 3, name) for loss in (*OWN, *REGRESSION, *BINARY, squared, "categorical_crossentropy") for name in WIDE),
    *((loss, 1, name) for loss in (*REGRESSION, squared) for name in SINGLE),
    *((loss, 1, name) for loss in BINARY for name in SINGLE if "logicals" in name),
    *(("sparse_categorical_crossentropy", 3, f"integers {form}") for form in ("(n)", "(n, 1)")),
]
"""Losses, of a user and by name, numbers of units, and targets."""


def batches(y: Any, weights: Any) -> tuple[Any, ...]:
    return (X, y) if weights is None else (X, y, weights)


def dataset(y: Any, weights: Any) -> Any:
    return tf.data.Dataset.from_tensor_slices(batches(y, weights)).batch(N)


def fit_arrays(model: Any, y: Any, weights: Any) -> Any:
    return rk.fit(model, X, y, sample_weight=weights, epochs=2, verbose=0).metrics


def fit_generator(model: Any, y: Any, weights: Any) -> Any:
    return rk.fit(model, lambda: list(batches(y, weights)), steps_per_epoch=1, epochs=2, verbose=0).metrics


def fit_dataset(model: Any, y: Any, weights: Any) -> Any:
    return rk.fit(model, dataset(y, weights), epochs=2, verbose=0).metrics


def fit_method(model: Any, y: Any, weights: Any) -> Any:
    return model.fit(X, y, sample_weight=weights, epochs=2, verbose=0, batch_size=N).history


def fit_method_on_dataset(model: Any, y: Any, weights: Any) -> Any:
    return model.fit(dataset(y, weights), epochs=2, verbose=0, shuffle=False).history


ROADS: list[Callable[..., Any]] = [fit_arrays, fit_generator, fit_dataset, fit_method, fit_method_on_dataset]


def choose_metrics(library: Any, loss: Any, width: int) -> list[Any]:
    if isinstance(loss, str) and "sparse" in loss:
        return ["accuracy"]
    own = [absolute, metric_class(library)()]
    named = ["accuracy", "mae", "mse", library.metrics.CosineSimilarity(name="cosine")] if width == 1 else []
    return [*own, *named] if loss != "categorical_crossentropy" else [*own, "accuracy"]


def make_start(width: int) -> list[Any]:
    return [np.linspace(-1, 1, 2 * width, dtype="float32").reshape(2, width), np.linspace(0, 0.5, width)]


def assert_same(ours: Any, theirs: Any) -> None:
    """Compare measures, which the two versions name and order otherwise."""
    ours, theirs = (np.sort(np.array([*values], "float64"), axis=0) for values in (ours, theirs))
    np.testing.assert_allclose(ours, theirs, rtol=2e-5, atol=1e-6)


def in_keras2(loss: Any, width: int, y: Any, weights: Any) -> tuple[dict[str, Any], list[float]]:
    inputs = tf_keras.Input((2,))
    model = tf_keras.Model(inputs, tf_keras.layers.Dense(width, "sigmoid")(inputs))
    made = loss_class(tf_keras)() if loss is squared else loss
    model.set_weights(make_start(width))
    metrics = [choose_metrics(tf_keras, loss, width) for _ in range(2)]
    model.compile("sgd", made, metrics=metrics[0], weighted_metrics=metrics[1], run_eagerly=True)
    history = model.fit(X, y, sample_weight=weights, epochs=2, verbose=0, batch_size=N).history
    return history, list(model.evaluate(X, y, sample_weight=weights, verbose=0))


def make_ours(loss: Any, width: int, eager: bool = True) -> Any:
    model = rk.keras_model_sequential(input_shape=2)
    model = model >> rk.layer_dense(units=width, activation="sigmoid")
    made = loss_class(keras)() if loss is squared else loss
    model.set_weights(make_start(width))
    metrics = [choose_metrics(keras, loss, width) for _ in range(2)]
    return rk.compile(
        model, optimizer=rk.optimizer_sgd(), loss=made, metrics=metrics[0], weighted_metrics=metrics[1],
        run_eagerly=eager,
    )  # fmt: skip


@functools.cache
def find_expected(loss: Any, width: int, target: str, is_weighted: bool) -> tuple[dict[str, Any], list[float]]:
    # With (n, 1, 1) a metric's class got a square of differences in Keras 2, its losses and functions did not.
    y = TARGETS[target][:, 0] if "1, 1)" in target else TARGETS[target]
    if loss == "cosine_similarity" or width == 1:  # which takes floats alone there
        y = y.astype("float32")
    return in_keras2(loss, width, y, WEIGHTS if is_weighted else None)


MEASURED = [
    (*case, ROADS[(place + turn) % len(ROADS)], is_weighted)
    for place, case in enumerate(CASES)
    for turn, is_weighted in itertools.product(range(len(ROADS)), (False, True))
]


@pytest.mark.filterwarnings("ignore:.*expects `y` of at least 0")  # TARGETS has negative ones
@for_each("case", sampled(MEASURED[::7], 17))
def test_losses_and_metrics_measure_what_keras_2_measures(case: Any) -> None:
    loss, width, target, road, is_weighted = case
    history, measured = find_expected(loss, width, target, is_weighted)
    y, weights = TARGETS[target], WEIGHTS if is_weighted else None
    model = make_ours(loss, width)
    assert_same(road(model, y, weights).values(), history.values())
    assert_same(rk.evaluate(model, X, y, sample_weight=weights, verbose=0).values(), measured)


@pytest.mark.parametrize("road", ROADS)
def test_compiled_steps_measure_the_same(road: Callable[..., Any]) -> None:
    history, measured = in_keras2(quantiles, 3, DOUBLES, WEIGHTS)
    model = make_ours(quantiles, 3, eager=False)
    assert_same(road(model, DOUBLES, WEIGHTS).values(), history.values())
    assert_same(rk.test_on_batch(model, X, DOUBLES, sample_weight=WEIGHTS), measured)


def test_masks_weigh_losses_and_metrics_as_in_keras_2() -> None:
    steps = np.array([[1, 2, 0, 0], [3, 1, 2, 0], [1, 0, 0, 0]])
    y = np.sin(np.arange(12.0)).reshape(3, 4, 1)
    found = []
    for library in (tf_keras, keras):
        layers = library.layers
        table = np.linspace(-1, 1, 8, dtype="float32").reshape(4, 2)
        inputs = library.Input((4,))
        embedded = layers.Embedding(4, 2, mask_zero=True, name="words")(inputs)
        model = library.Model(inputs, layers.TimeDistributed(layers.Dense(1, kernel_initializer="ones"))(embedded))
        model.get_layer("words").set_weights([table])
        for weights in (None, np.outer(WEIGHTS[:3], [1, 2, 3, 4])):
            metrics = [[metric_class(library)(), "mae", library.metrics.RootMeanSquaredError()] for _ in range(2)]
            settings = {"loss": "mse", "metrics": metrics[0], "weighted_metrics": metrics[1], "run_eagerly": True}
            if library is keras:
                rk.compile(model, optimizer=rk.optimizer_sgd(), **settings)
                found.append(sorted(rk.evaluate(model, steps, y, sample_weight=weights, verbose=0).values()))
            else:
                model.compile("sgd", **settings)
                found.append(sorted(model.evaluate(steps, y, sample_weight=weights, verbose=0)))
    for theirs, ours in zip(found[:2], found[2:], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5)


def test_several_outputs_get_their_own_targets() -> None:
    def distance(y_true: Any, y_pred: Any) -> Any:
        return tf.reduce_mean(tf.abs(y_true - y_pred[:, :1]), axis=-1)

    found = []
    targets = {"b": DOUBLES, "a": np.arange(float(N))}
    for library in (tf_keras, keras):
        inputs = library.Input((2,))
        outputs = [library.layers.Dense(2, kernel_initializer="ones", name=name)(inputs) for name in ("b", "a")]
        model = library.Model(inputs, outputs)
        settings = {"loss": distance, "metrics": {"a": [distance], "b": [distance]}, "run_eagerly": True}
        if library is keras:
            rk.compile(model, optimizer=rk.optimizer_sgd(), **settings)
            for y in (targets, list(targets.values())):
                evaluated = rk.evaluate(model, X, y, sample_weight=WEIGHTS, verbose=0)
                found.append([evaluated[name] for name in ("loss", "b_loss", "a_loss", "b_distance", "a_distance")])
        else:
            model.compile("sgd", **settings)
            found.append(model.evaluate(X, targets, sample_weight=WEIGHTS, verbose=0))
    np.testing.assert_allclose(found[1:], [found[0]] * 2, rtol=1e-5)


def test_a_plain_model_of_keras_gives_its_losses_what_the_data_hold() -> None:
    seen = []

    def loss(y_true: Any, y_pred: Any) -> Any:
        seen.append(tuple(y_true.shape))
        return tf.reduce_mean(y_pred, axis=-1)

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])
    model.compile("sgd", loss, run_eagerly=True)
    model.fit(X, DOUBLES, verbose=0)
    assert seen == [(N,)]
    rk.compile(model, optimizer="sgd", loss=loss, run_eagerly=True)
    model.fit(X, DOUBLES, verbose=0)
    assert seen == [(N,), (N, 1)]


def test_a_weighted_f_score_gets_weights_of_samples() -> None:
    model = make_ours("categorical_crossentropy", 3)
    rk.compile(model, optimizer="sgd", loss="categorical_crossentropy", weighted_metrics=[keras.metrics.F1Score()])
    own = keras.metrics.F1Score()
    own.update_state(ONE_HOT, model(X), sample_weight=WEIGHTS)
    measured = model.evaluate(X, ONE_HOT, sample_weight=WEIGHTS, verbose=0, return_dict=True)
    np.testing.assert_allclose(measured["f1_score"], own.result(), rtol=1e-6)
