"""Losses and metrics called directly with weights: those made here as in Keras 2, Keras's own as in Keras 3."""

import copy
import pickle
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
import tf_keras
from support import for_each

import rkeras_py as rk
from rkeras_py.compat import targets
from rkeras_py.engine.versions import Versions

N, STEPS = 4, 4
RANDOM = np.random.default_rng(1)
SHAPES = [(N, 1), (N, 3), (N, STEPS, 3), (N, 5, 3), (N, STEPS, 1), (N, 5, 1)]
OF_SAMPLES, OF_COLUMN = RANDOM.uniform(0, 2, N), RANDOM.uniform(0, 2, (N, 1))
OF_STEPS = RANDOM.uniform(0, 2, (N, STEPS))
LOSSES = {
    "mean_squared_error": "MeanSquaredError",
    "mean_absolute_error": "MeanAbsoluteError",
    "binary_crossentropy": "BinaryCrossentropy",
    "categorical_hinge": "CategoricalHinge",
    "huber": "Huber",
    "hinge": "Hinge",
    "poisson": "Poisson",
    "kl_divergence": "KLDivergence",
    "cosine_similarity": "CosineSimilarity",
}
COMPARED = {**LOSSES, "kullback_leibler_divergence": "KLDivergence", "binary_accuracy": "BinaryAccuracy"}
del COMPARED["huber"], COMPARED["kl_divergence"]
COUNTED = ("auc", "precision", "recall", "true_positives", "precision_at_recall")


def draw(shape: tuple[int, ...]) -> tuple[Any, Any]:
    random = np.random.default_rng(len(shape) + shape[1])
    y_pred = random.uniform(0.05, 0.95, shape)
    if shape[-1] > 1:
        y_pred /= y_pred.sum(-1, keepdims=True)
    return random.integers(0, 2, shape).astype("float32"), y_pred.astype("float32")


def weights_of(shape: tuple[int, ...]) -> list[Any]:
    of_steps = [RANDOM.uniform(0, 2, shape[:2])] if len(shape) > 2 else []
    return [None, 2.0, OF_SAMPLES, OF_COLUMN, *of_steps]


@for_each("shape", SHAPES)
@for_each("name", LOSSES)
def test_a_loss_weighs_samples(name: str, shape: tuple[int, ...]) -> None:
    y_true, y_pred = draw(shape)
    for weights in weights_of(shape):
        theirs = getattr(tf_keras.losses, LOSSES[name])()(y_true, y_pred, sample_weight=weights)
        ours = getattr(rk, f"loss_{name}")()(y_true, y_pred, sample_weight=weights)
        assert float(ours) == pytest.approx(float(theirs), rel=1e-5, abs=1e-6)


@for_each("shape", SHAPES)
@for_each("name", COMPARED)
def test_a_metric_takes_vectors_of_targets_and_weighs_samples(name: str, shape: tuple[int, ...]) -> None:
    y_true, y_pred = map(tf.constant, draw(shape))
    for weights in weights_of(shape):
        of_vector = [y_true[..., 0]] if shape[-1] == 1 and np.ndim(weights) < len(shape) - 1 else []
        for labels in [y_true, *of_vector]:
            theirs = getattr(tf_keras.metrics, COMPARED[name])()(labels, y_pred, sample_weight=weights)
            ours = getattr(rk, f"metric_{name}")()(labels, y_pred, sample_weight=weights)
            assert float(ours) == pytest.approx(float(theirs), rel=1e-5, abs=1e-6), np.shape(weights)


@for_each("name", COUNTED)
def test_a_metric_that_counts_weighs_samples(name: str) -> None:
    options = {"recall": 0.5} if name == "precision_at_recall" else {}
    y_true, y_pred = draw((N, STEPS, 3))
    spread = np.broadcast_to(OF_SAMPLES[:, None, None], y_pred.shape)
    metric = getattr(rk, f"metric_{name}")(**options)
    expected = type(metric)(**options)(y_true.ravel(), y_pred.ravel(), sample_weight=spread.ravel())
    assert float(metric(y_true, y_pred, sample_weight=OF_SAMPLES)) == pytest.approx(float(expected), rel=1e-5)


def test_keras_objects_weigh_as_keras_does() -> None:
    y_true, y_pred = draw((N, STEPS, 3))
    by_steps = np.mean(((y_true - y_pred) ** 2).mean(-1) * OF_SAMPLES)
    assert float(keras.losses.MeanSquaredError()(y_true, y_pred, sample_weight=OF_SAMPLES)) == pytest.approx(by_steps)


def test_the_rule_survives_pickle_and_copies() -> None:
    y_true, y_pred = draw((N, STEPS, 3))
    for make in (rk.loss_mean_squared_error, rk.metric_auc):
        expected = float(make()(y_true, y_pred, sample_weight=OF_SAMPLES))
        for again in (pickle.loads(pickle.dumps(make())), copy.copy(make()), copy.deepcopy(make())):
            assert float(again(y_true, y_pred, sample_weight=OF_SAMPLES)) == pytest.approx(expected)
    plain = pickle.loads(pickle.dumps(keras.losses.MeanSquaredError()))
    by_steps = np.mean(((y_true - y_pred) ** 2).mean(-1) * OF_SAMPLES)
    assert float(plain(y_true, y_pred, sample_weight=OF_SAMPLES)) == pytest.approx(by_steps)


X, WANTED = np.arange(8.0).reshape(N, 2).astype("float32"), np.array([0, 1, 5, 2], "float32")
SQUARES = (X[:, 0] - WANTED) ** 2
SKEWED = np.array([0, 0, 1, 3.0])


@for_each("loss", ["mse", "object", "own"])
def test_outputs_without_a_second_axis_are_weighed_by_samples(loss: str) -> None:
    losses = {"mse": "mse", "object": rk.loss_mean_squared_error(), "own": lambda y, p: (y - p) ** 2}
    inputs = keras.Input((2,))
    model = keras.Model(inputs, keras.layers.Lambda(lambda x: x[:, 0])(inputs))
    rk.compile(model, loss=losses[loss], optimizer="sgd", weighted_metrics=["mae"])
    found = rk.evaluate(model, X, WANTED, sample_weight=SKEWED, verbose=0)
    assert found["loss"] == pytest.approx(np.mean(SQUARES * SKEWED))
    assert found["mae"] == pytest.approx(np.sum(np.sqrt(SQUARES) * SKEWED) / SKEWED.sum())
    assert float(rk.loss_mean_squared_error()(WANTED, X[:, 0], sample_weight=SKEWED)) == found["loss"]


def test_the_normalizer_of_relative_errors_may_be_a_vector() -> None:
    y_true, y_pred = draw((N, 1))
    normalizer = np.array([1.0, 2, 3, 4])
    expected = np.mean(np.abs(y_true - y_pred)[:, 0] / normalizer)
    for labels in (y_true, y_true[:, 0]):
        assert float(rk.metric_mean_relative_error(normalizer=normalizer)(labels, y_pred)) == pytest.approx(expected)


@for_each("is_of_keras3", [False, True])
@for_each("shape", [(N, 1), (N, STEPS, 3)])
def test_in_a_model_of_keras_3_its_rule_counts(shape: tuple[int, ...], is_of_keras3: bool) -> None:
    y_true, y_pred = draw(shape)
    y_true = y_true[:, 0] if len(shape) == 2 else y_true
    by_whom = {}
    for who, losses, metrics in (
        ("here", rk.loss_mean_squared_error, (rk.metric_squared_hinge, rk.metric_poisson, rk.metric_recall)),
        (
            "keras",
            keras.losses.MeanSquaredError,
            [getattr(keras.metrics, n) for n in ("SquaredHinge", "Poisson", "Recall")],
        ),
    ):
        inputs = keras.Input(shape[1:])
        model = keras.Model(inputs, keras.layers.Activation("linear")(inputs))
        if is_of_keras3:
            targets.mark_model(model, of_keras2=False)
        of_batch, *of_weights = (make(name=f"m{i}") for i, make in enumerate(metrics))
        model.compile(loss=losses(), metrics=[of_batch], weighted_metrics=of_weights)
        weights, size = (OF_STEPS[0], N) if len(shape) > 2 else (OF_SAMPLES, N - 1)
        by_whom[who] = model.evaluate(
            y_pred, y_true, sample_weight=weights, batch_size=size, verbose=0, return_dict=True
        )
    assert by_whom["here"] == pytest.approx(by_whom["keras"])


@pytest.mark.parametrize("shape", [(N,), (N, 1), (N, STEPS), (N, STEPS, 1)])
def test_a_class_that_a_metric_ignores_is_not_counted(shape: tuple[int, ...]) -> None:
    lead = shape[:-1] if shape[-1] == 1 else shape
    makers = rk.metric_sparse_categorical_crossentropy, tf_keras.metrics.SparseCategoricalCrossentropy
    y_true, y_pred = RANDOM.integers(0, 3, shape), RANDOM.dirichlet([1, 1, 1], lead)
    for weights in (None, OF_SAMPLES, OF_COLUMN, RANDOM.uniform(0, 2, lead)):
        values = []
        for make in makers if Versions("3.14").hold(keras.__version__) else []:
            metric = make(ignore_class=0)
            metric.update_state(y_true, y_pred, sample_weight=weights)
            values.append(float(metric.result()))
        assert not values or values[0] == pytest.approx(values[1], rel=1e-5)


@pytest.mark.parametrize("name", [*LOSSES, "kullback_leibler_divergence", "squared_hinge", "binary_focal_crossentropy"])
def test_functions_compare_a_column_with_a_vector_sample_by_sample(name: str) -> None:
    function = getattr(rk, f"loss_{name}")
    y_true, y_pred = RANDOM.uniform(0.1, 0.9, (2, N, 1))
    expected = np.asarray(function(y_true, y_pred))
    assert expected.shape == (N,)
    np.testing.assert_allclose(function(y_true, y_pred[:, 0]), expected, rtol=1e-6)
    np.testing.assert_allclose(function(y_true[:, 0], y_pred), expected, rtol=1e-6)


@for_each("make", [rk.metric_mean, rk.metric_sum])
def test_metrics_of_values_refuse_labels(make: Any) -> None:
    assert float(make()([5])) == 5
    for labels in ("a", ["a"], np.array(["a"]), tf.constant(["a"]), pd.Categorical(["a"])):
        with pytest.raises(
            ValueError, match=r"update_state\(\): `values` should be numbers\. Received: values = labels"
        ):
            make().update_state(labels)
