"""The losses and metrics that Keras 3 brought, against plain Keras, and against scikit-learn where that has them."""

from typing import Any

import keras
import numpy as np
import pytest
import sklearn.metrics
import tensorflow as tf
import tf_keras

import rkeras_py as rk
from rkeras_py.losses import special as losses
from rkeras_py.metrics import overlap, special
from rkeras_py.signatures.registry import REGISTRY

pytestmark = pytest.mark.quick

RNG = np.random.default_rng(7)
PROBABILITIES = RNG.dirichlet(np.ones(4), 6).astype("float32")
CLASSES = np.array([0, 1, 2, 3, 1, 0])
ONE_HOT = np.eye(4, dtype="float32")[CLASSES]
BINARY = RNG.integers(0, 2, (6, 4)).astype("float32")
UNIT = RNG.uniform(0.05, 0.95, (6, 4)).astype("float32")
REAL, OTHER = RNG.normal(size=(2, 6, 4)).astype("float32")
EMBEDDINGS = (OTHER / np.linalg.norm(OTHER, axis=1, keepdims=True)).astype("float32")
LABELS = np.array([[1, 2], [2, 1], [3, 0], [1, 1], [2, 2], [3, 1]])
STEPS = RNG.normal(size=(6, 8, 5)).astype("float32")

LOSSES: dict[str, tuple[str, Any, Any, dict[str, Any]]] = {
    "binary_focal_crossentropy": (
        "BinaryFocalCrossentropy", BINARY, UNIT, {"gamma": 1.5, "apply_class_balancing": True, "alpha": 0.4}
    ),
    "categorical_focal_crossentropy": (
        "CategoricalFocalCrossentropy", ONE_HOT, PROBABILITIES, {"alpha": [0.1, 0.2, 0.3, 0.4], "label_smoothing": 0.1}
    ),
    "categorical_generalized_cross_entropy": (
        "CategoricalGeneralizedCrossEntropy", CLASSES, PROBABILITIES, {"q": 0.7}
    ),
    "circle": ("Circle", CLASSES, EMBEDDINGS, {"gamma": 10, "margin": 0.3}),
    "ctc": ("CTC", LABELS, STEPS, {}),
    "dice": ("Dice", BINARY, UNIT, {}),
    "log_cosh": ("LogCosh", REAL, OTHER, {}),
    "tversky": ("Tversky", BINARY, UNIT, {"alpha": 0.3, "beta": 0.7}),
}  # fmt: skip


def test_every_loss_is_here() -> None:
    assert {name for name, spec in REGISTRY.items() if spec.module == losses.__name__} == {
        f"loss_{name}" for name in LOSSES
    }


@pytest.mark.parametrize("name", LOSSES)
def test_loss_is_plain_kerass_with_its_values_and_gradients(name: str) -> None:
    cls, y_true, y_pred, arguments = LOSSES[name]
    ours, plain = getattr(losses, f"loss_{name}")(**arguments), getattr(keras.losses, cls)(**arguments)
    assert type(ours) is type(plain)
    assert ours.get_config() == plain.get_config()
    assert ours.name == name
    values = getattr(losses, f"loss_{name}")(y_true, y_pred, **arguments)
    np.testing.assert_array_equal(values, getattr(keras.losses, name)(y_true, tf.constant(y_pred), **arguments))
    gradients = []
    for loss in (ours, plain):
        predicted = tf.constant(y_pred)
        with tf.GradientTape() as tape:
            tape.watch(predicted)
            total = loss(tf.constant(y_true), predicted)
        gradients.append(tape.gradient(total, predicted))
        np.testing.assert_array_equal(total, plain(y_true, y_pred))
    np.testing.assert_array_equal(*gradients)
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(ours))
    np.testing.assert_array_equal(again(y_true, y_pred), plain(y_true, y_pred))
    ours_sum, plain_sum = (
        make(reduction="sum", **arguments) for make in (getattr(losses, f"loss_{name}"), getattr(keras.losses, cls))
    )
    np.testing.assert_array_equal(ours_sum(y_true, y_pred), plain_sum(y_true, y_pred))


def test_axes_count_from_one() -> None:
    by_column = rk.loss_dice(BINARY, UNIT, axis=2)
    np.testing.assert_array_equal(by_column, keras.losses.dice(BINARY, UNIT, axis=1))
    expected = 1 - (2 * (BINARY * UNIT).sum(1) + 1e-7) / (BINARY.sum(1) + UNIT.sum(1) + 1e-7)
    np.testing.assert_allclose(by_column, expected, rtol=1e-5)
    np.testing.assert_allclose(
        rk.metric_pearson_correlation(REAL, OTHER, axis=1),
        [np.corrcoef(REAL[:, column], OTHER[:, column])[0, 1] for column in range(4)],
        rtol=1e-4,
    )
    for call in (rk.loss_dice, rk.loss_tversky, rk.metric_iou, rk.metric_pearson_correlation):
        more = {"num_classes": 2, "target_class_ids": 1} if call is rk.metric_iou else {}
        with pytest.raises(ValueError, match=rf"{call.__name__}\(\): `axis`"):
            call(axis=0, **more)


METRICS: dict[str, tuple[str, Any, Any, dict[str, Any]]] = {
    "binary_iou": ("BinaryIoU", BINARY, UNIT, {"target_class_ids": [1], "threshold": 0.4}),
    "concordance_correlation": ("ConcordanceCorrelation", REAL, OTHER, {}),
    "f1_score": ("F1Score", ONE_HOT, PROBABILITIES, {"average": "macro"}),
    "fbeta_score": ("FBetaScore", ONE_HOT, PROBABILITIES, {"average": "weighted", "beta": 2.0, "threshold": 0.3}),
    "iou": ("IoU", CLASSES, CLASSES[::-1].copy(), {"num_classes": 4, "target_class_ids": [0, 2]}),
    "kl_divergence": ("KLDivergence", PROBABILITIES[::-1].copy(), PROBABILITIES, {}),
    "log_cosh_error": ("LogCoshError", REAL, OTHER, {}),
    "one_hot_iou": ("OneHotIoU", ONE_HOT, PROBABILITIES, {"num_classes": 4, "target_class_ids": 1}),
    "one_hot_mean_iou": ("OneHotMeanIoU", ONE_HOT, PROBABILITIES, {"num_classes": 4, "ignore_class": 2}),
    "pearson_correlation": ("PearsonCorrelation", REAL, OTHER, {}),
    "r2_score": ("R2Score", REAL, OTHER, {"class_aggregation": "variance_weighted_average"}),
}
VALUES: dict[str, tuple[Any, Any, dict[str, Any]]] = {
    "binary_focal_crossentropy": (BINARY, UNIT, {"gamma": 1.0}),
    "categorical_focal_crossentropy": (ONE_HOT, PROBABILITIES, {"alpha": 0.5}),
    "concordance_correlation": (REAL, OTHER, {}),
    "huber": (REAL, OTHER, {"delta": 0.5}),
    "kl_divergence": (PROBABILITIES[::-1].copy(), PROBABILITIES, {}),
    "log_cosh": (REAL, OTHER, {}),
    "pearson_correlation": (REAL, OTHER, {}),
}


def test_every_metric_is_here() -> None:
    modules = (special.__name__, overlap.__name__)
    assert {name for name, spec in REGISTRY.items() if spec.module in modules} == {
        f"metric_{name}" for name in {*METRICS, *VALUES, "mean_iou"}
    }


@pytest.mark.parametrize("name", METRICS)
def test_metric_is_plain_kerass_with_its_results(name: str) -> None:
    cls, y_true, y_pred, arguments = METRICS[name]
    plain_arguments = arguments | ({"target_class_ids": [1]} if arguments.get("target_class_ids") == 1 else {})
    ours, plain = getattr(rk, f"metric_{name}")(**arguments), getattr(keras.metrics, cls)(**plain_arguments)
    assert type(ours) is type(plain)
    for rows in (slice(0, 4), slice(4, 6)):
        for metric in (ours, plain):
            metric.update_state(y_true[rows], y_pred[rows])
    np.testing.assert_array_equal(ours.result(), plain.result())
    again = type(plain).from_config(ours.get_config())
    again.update_state(y_true, y_pred)
    np.testing.assert_allclose(again.result(), plain.result(), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", [name for name in METRICS if "iou" in name])
def test_overlap_counts_fractions_of_weights_as_keras_2_does(name: str) -> None:
    cls, y_true, y_pred, arguments = METRICS[name]
    if name == "binary_iou":
        y_true, y_pred = y_true[:, :1], y_pred[:, :1]
    ids = (
        {"target_class_ids": np.ravel(arguments["target_class_ids"]).tolist()}
        if "target_class_ids" in arguments
        else {}
    )
    ours, oracle = getattr(rk, f"metric_{name}")(**arguments), getattr(tf_keras.metrics, cls)(**(arguments | ids))
    for metric in (ours, oracle):
        metric.update_state(y_true, y_pred, sample_weight=np.arange(6, dtype="float32") / 4)
    np.testing.assert_allclose(ours.result(), oracle.result(), rtol=1e-5)


def test_overlap_counts_beyond_the_whole_numbers_of_float32() -> None:
    overlap = rk.metric_mean_iou(num_classes=2)
    for weight in (2.0**24, 1.0, 1.0, 1.0):
        overlap.update_state([1], [1], sample_weight=[weight])
    assert int(overlap.total_cm[1, 1]) == 2**24 + 3


@pytest.mark.parametrize("name", VALUES)
def test_metric_with_data_is_a_value_for_each_sample(name: str) -> None:
    y_true, y_pred, arguments = VALUES[name]
    values = getattr(rk, f"metric_{name}")(y_true, y_pred, **arguments)
    assert values.shape == (6,)
    np.testing.assert_array_equal(values, getattr(keras.metrics, name)(y_true, y_pred, **arguments))


def test_classes_and_weights_out_of_their_range_are_refused() -> None:
    for make in (rk.metric_iou, rk.metric_one_hot_iou):
        with pytest.raises(ValueError, match=r"`target_class_ids` should be class numbers, counted from 0"):
            make(num_classes=3, target_class_ids=[0, -1])  # Keras counts it from the end
    with pytest.raises(ValueError, match=r"`ignore_class` should be a whole number of at least 0"):
        rk.metric_iou(num_classes=3, target_class_ids=0, ignore_class=-1)
    for make in (rk.loss_binary_focal_crossentropy, rk.metric_binary_focal_crossentropy):
        with pytest.raises(ValueError, match=r"`alpha` should be a number from 0 to 1"):
            make(BINARY, UNIT, alpha=7)


def test_scores_are_those_of_scikit_learn() -> None:
    predicted = PROBABILITIES.argmax(1)
    for average in ("micro", "macro", "weighted"):
        metric = rk.metric_fbeta_score(average=average, beta=2)
        metric.update_state(ONE_HOT, PROBABILITIES)
        oracle = sklearn.metrics.fbeta_score(CLASSES, predicted, beta=2, average=average, zero_division=0)
        assert float(metric.result()) == pytest.approx(oracle, rel=1e-5)
    r2 = rk.metric_r2_score()
    r2.update_state(REAL, OTHER)
    assert float(r2.result()) == pytest.approx(sklearn.metrics.r2_score(REAL, OTHER), rel=1e-4)


def test_a_model_is_compiled_with_them() -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, activation="softmax")])
    rk.compile(
        model,
        optimizer=rk.optimizer_adam_w(0.01),
        loss=rk.loss_categorical_focal_crossentropy(),
        metrics=[rk.metric_f1_score(average="macro"), rk.metric_one_hot_mean_iou(num_classes=4, name="overlap")],
    )
    history = rk.fit(model, REAL, ONE_HOT, epochs=2, verbose=0)
    assert set(history.history) == {"loss", "f1_score", "overlap"}


@pytest.mark.parametrize(
    ("name", "theirs"),
    [("auc", "AUC"), ("precision", "Precision"), ("recall", "Recall"), ("true_positives", "TruePositives")],
)
def test_metrics_count_in_the_type_that_is_asked_for(name: str, theirs: str) -> None:
    y, p = np.array([0.0, 1.0, 1.0, 0.0, 1.0]), np.array([0.2, 0.7, 0.3, 0.6, 0.9])
    results = []
    for make in (getattr(rk, f"metric_{name}"), getattr(tf_keras.metrics, theirs)):
        made = make(dtype="float64")
        made.update_state(y, p, sample_weight=np.array([1, 2**24, 1, 1, 1]))  # one more than float32 counts
        results.append(float(made.result()))
    assert results[0] == results[1] not in (1.0, 2.0**24)
