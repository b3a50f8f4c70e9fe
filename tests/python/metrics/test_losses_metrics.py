"""Losses and metrics against plain Keras 3, and against Keras 2 (tf-keras) as the oracle."""

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from prepared import run_prepared

import rkeras_py as rk
from rkeras_py.losses import general as of_classes
from rkeras_py.losses import regression as of_numbers
from rkeras_py.metrics import confusion, general, overlap, regression
from rkeras_py.signatures.registry import REGISTRY

RNG = np.random.default_rng(7)
PROBABILITIES = RNG.dirichlet(np.ones(4), 6).astype("float32")
CLASSES = RNG.integers(0, 4, 6)
ONE_HOT = np.eye(4, dtype="float32")[CLASSES]
BINARY = RNG.integers(0, 2, (6, 4)).astype("float32")
UNIT = RNG.uniform(0.05, 0.95, (6, 4)).astype("float32")
REAL, OTHER = RNG.normal(size=(2, 6, 4)).astype("float32")
SIGNS = np.sign(REAL)

LOSSES = {
    "binary_crossentropy": ("BinaryCrossentropy", BINARY, UNIT, {"label_smoothing": 0.1}),
    "categorical_crossentropy": ("CategoricalCrossentropy", ONE_HOT, PROBABILITIES, {"label_smoothing": 0.1}),
    "categorical_hinge": ("CategoricalHinge", ONE_HOT, OTHER, {}),
    "cosine_similarity": ("CosineSimilarity", REAL, OTHER, {}),
    "hinge": ("Hinge", SIGNS, OTHER, {}),
    "huber": ("Huber", REAL, OTHER, {"delta": 0.5}),
    "kl_divergence": ("KLDivergence", PROBABILITIES[::-1], PROBABILITIES, {}),
    "kullback_leibler_divergence": ("KLDivergence", PROBABILITIES[::-1], PROBABILITIES, {}),
    "logcosh": ("LogCosh", REAL, OTHER, {}),
    "mean_absolute_error": ("MeanAbsoluteError", REAL, OTHER, {}),
    "mean_absolute_percentage_error": ("MeanAbsolutePercentageError", REAL, OTHER, {}),
    "mean_squared_error": ("MeanSquaredError", REAL, OTHER, {}),
    "mean_squared_logarithmic_error": ("MeanSquaredLogarithmicError", UNIT, UNIT[::-1], {}),
    "poisson": ("Poisson", BINARY, UNIT, {}),
    "sparse_categorical_crossentropy": ("SparseCategoricalCrossentropy", CLASSES, PROBABILITIES, {"from_logits": True}),
    "squared_hinge": ("SquaredHinge", SIGNS, OTHER, {}),
}
KERAS_3_NAMES = {"logcosh": "log_cosh", "kullback_leibler_divergence": "kl_divergence"}


def test_every_loss_is_here() -> None:
    modules = (of_classes.__name__, of_numbers.__name__)
    ours = {name for name, spec in REGISTRY.items() if spec.module in modules}
    assert ours == {f"loss_{name}" for name in [*LOSSES, "cosine_proximity"]}


@pytest.mark.parametrize("name", LOSSES)
def test_loss_without_data_is_the_plain_object(name: str) -> None:
    cls, y_true, y_pred, arguments = LOSSES[name]
    ours = getattr(rk, f"loss_{name}")(**arguments)
    plain = getattr(keras.losses, cls)(**arguments)
    assert type(ours) is type(plain)
    assert ours.get_config() == plain.get_config()
    np.testing.assert_array_equal(ours(y_true, y_pred), plain(y_true, y_pred))


@pytest.mark.parametrize("name", LOSSES)
def test_loss_with_data_is_one_value_per_sample_with_its_gradient(name: str) -> None:
    _, y_true, y_pred, arguments = LOSSES[name]
    ours = getattr(rk, f"loss_{name}")
    plain = getattr(keras.losses, KERAS_3_NAMES.get(name, name))
    keras_2 = getattr(tf_keras.losses, name)
    assert ours.__rkeras__.stand_in() is plain
    value = ours(y_true, y_pred, **arguments)
    assert value.shape == (6,)
    np.testing.assert_array_equal(value, plain(y_true, y_pred, **arguments))
    np.testing.assert_allclose(value, keras_2(y_true, y_pred, **arguments), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(ours(y_true.tolist(), y_pred.astype("float64"), **arguments), value, rtol=1e-6)
    gradients = []
    for loss in (ours, plain, keras_2):
        predicted = tf.constant(y_pred)
        with tf.GradientTape() as tape:
            tape.watch(predicted)
            total = tf.reduce_sum(loss(tf.constant(y_true), predicted, **arguments))
        gradients.append(tape.gradient(total, predicted))
    np.testing.assert_array_equal(gradients[0], gradients[1])
    np.testing.assert_allclose(gradients[0], gradients[2], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", LOSSES)
def test_reduced_loss_is_keras_2s(name: str) -> None:
    cls, y_true, y_pred, arguments = LOSSES[name]
    for reduction, weights in (("auto", None), ("sum", None), ("none", np.arange(6.0)), ("auto", np.arange(6.0))):
        ours = getattr(rk, f"loss_{name}")(reduction=reduction, **arguments)
        oracle = getattr(tf_keras.losses, cls)(reduction=reduction, **arguments)
        expected = oracle(y_true, y_pred, sample_weight=weights)
        np.testing.assert_allclose(ours(y_true, y_pred, sample_weight=weights), expected, rtol=1e-4, atol=1e-5)


def test_reduction() -> None:
    per_sample = rk.loss_mean_squared_error(REAL, OTHER).numpy()
    for reduction, expected in (("auto", per_sample.mean()), ("sum", per_sample.sum()), ("none", per_sample)):
        loss = rk.loss_mean_squared_error(reduction=reduction)
        np.testing.assert_allclose(loss(REAL, OTHER), expected, rtol=1e-6)
    assert rk.loss_mean_squared_error(reduction="auto").reduction == "sum_over_batch_size"
    with pytest.raises(ValueError, match=r"loss_hinge\(\).*reduction"):
        rk.loss_hinge(reduction="median")


def test_axis_counts_from_one() -> None:
    loss = rk.loss_cosine_similarity(axis=1, reduction="none")
    np.testing.assert_array_equal(loss(REAL, OTHER), keras.losses.cosine_similarity(REAL, OTHER, axis=0))
    np.testing.assert_array_equal(
        rk.loss_cosine_similarity(REAL, OTHER, axis=1), keras.losses.cosine_similarity(REAL, OTHER, axis=0)
    )
    for call in (rk.loss_categorical_crossentropy, general.metric_categorical_crossentropy):
        with pytest.raises(ValueError, match=rf"{call.__name__}\(\): `axis`.*count from 1"):
            call(axis=0)


def test_loss_of_wrong_arguments() -> None:
    with pytest.raises(TypeError, match=r"loss_mean_squared_error\(\): argument `y_pred` is missing"):
        rk.loss_mean_squared_error(REAL)
    with pytest.raises(ValueError, match=r"loss_huber\(\): `delta` should be a number"):
        rk.loss_huber(delta="wide")
    with pytest.raises(ValueError, match=r"loss_binary_crossentropy\(\): `from_logits` should be True or False"):
        rk.loss_binary_crossentropy(from_logits="maybe")
    with pytest.raises(TypeError, match=r"loss_hinge\(\): unknown argument `reductio`. Did you mean `reduction`"):
        rk.loss_hinge(reductio="sum")


def test_cosine_proximity_is_deprecated_but_works() -> None:
    with pytest.warns(DeprecationWarning, match="loss_cosine_similarity"):
        loss = rk.loss_cosine_proximity()
    assert type(loss) is keras.losses.CosineSimilarity
    with pytest.warns(DeprecationWarning):
        value = rk.loss_cosine_proximity(REAL, OTHER)
    np.testing.assert_array_equal(value, keras.losses.cosine_similarity(REAL, OTHER))


def test_losses_in_a_graph() -> None:
    @tf.function
    def loss(y_true: tf.Tensor, y_pred: tf.Tensor) -> tf.Tensor:
        return rk.loss_mean_squared_error(y_true, y_pred) + rk.loss_mean_absolute_error(y_true, y_pred)

    expected = ((REAL - OTHER) ** 2).mean(1) + abs(REAL - OTHER).mean(1)
    np.testing.assert_allclose(loss(REAL, OTHER), expected, rtol=1e-5)


MEASURED = {
    "binary_accuracy": ("BinaryAccuracy", BINARY, UNIT, {"threshold": 0.4}),
    "binary_crossentropy": ("BinaryCrossentropy", BINARY, UNIT, {}),
    "categorical_accuracy": ("CategoricalAccuracy", ONE_HOT, PROBABILITIES, {}),
    "categorical_crossentropy": ("CategoricalCrossentropy", ONE_HOT, PROBABILITIES, {}),
    "hinge": ("Hinge", SIGNS, OTHER, {}),
    "kullback_leibler_divergence": ("KLDivergence", PROBABILITIES[::-1], PROBABILITIES, {}),
    "mean_absolute_error": ("MeanAbsoluteError", REAL, OTHER, {}),
    "mean_absolute_percentage_error": ("MeanAbsolutePercentageError", REAL, OTHER, {}),
    "mean_squared_error": ("MeanSquaredError", REAL, OTHER, {}),
    "mean_squared_logarithmic_error": ("MeanSquaredLogarithmicError", UNIT, UNIT[::-1], {}),
    "poisson": ("Poisson", BINARY, UNIT, {}),
    "sparse_categorical_accuracy": ("SparseCategoricalAccuracy", CLASSES, PROBABILITIES, {}),
    "sparse_categorical_crossentropy": ("SparseCategoricalCrossentropy", CLASSES, PROBABILITIES, {}),
    "sparse_top_k_categorical_accuracy": ("SparseTopKCategoricalAccuracy", CLASSES, PROBABILITIES, {"k": 2}),
    "squared_hinge": ("SquaredHinge", SIGNS, OTHER, {}),
    "top_k_categorical_accuracy": ("TopKCategoricalAccuracy", ONE_HOT, PROBABILITIES, {"k": 2}),
}
OBJECTS = {
    "accuracy": ("Accuracy", CLASSES, CLASSES[::-1].copy(), {}),
    "auc": ("AUC", BINARY, UNIT, {"num_thresholds": 50.0, "curve": "PR"}),
    "categorical_hinge": ("CategoricalHinge", ONE_HOT, OTHER, {}),
    "cosine_similarity": ("CosineSimilarity", REAL, OTHER, {}),
    "false_negatives": ("FalseNegatives", BINARY, UNIT, {"thresholds": [0.3, 0.6]}),
    "false_positives": ("FalsePositives", BINARY, UNIT, {}),
    "logcosh_error": ("LogCoshError", REAL, OTHER, {}),
    "mean_iou": ("MeanIoU", CLASSES, CLASSES[::-1].copy(), {"num_classes": 4}),
    "precision": ("Precision", BINARY, UNIT, {"top_k": 2}),
    "precision_at_recall": ("PrecisionAtRecall", BINARY, UNIT, {"recall": 0.5}),
    "recall": ("Recall", BINARY, UNIT, {"class_id": 1}),
    "recall_at_precision": ("RecallAtPrecision", BINARY, UNIT, {"precision": 0.5}),
    "root_mean_squared_error": ("RootMeanSquaredError", REAL, OTHER, {}),
    "sensitivity_at_specificity": ("SensitivityAtSpecificity", BINARY, UNIT, {"specificity": 0.5}),
    "specificity_at_sensitivity": ("SpecificityAtSensitivity", BINARY, UNIT, {"sensitivity": 0.5}),
    "true_negatives": ("TrueNegatives", BINARY, UNIT, {}),
    "true_positives": ("TruePositives", BINARY, UNIT, {}),
}
TESTED_ALONE = ("cosine_proximity", "mean", "mean_relative_error", "mean_tensor", "mean_wrapper", "sum")


def metric(name: str):
    for module in (general, confusion, regression, overlap):
        if hasattr(module, f"metric_{name}"):
            return getattr(module, f"metric_{name}")
    raise AssertionError(name)


def test_every_metric_is_here() -> None:
    rooms = [module.__name__ for module in (general, confusion, regression)]
    ours = {name for name, spec in REGISTRY.items() if name.startswith("metric_") and spec.module in rooms}
    ours |= {"metric_mean_iou"}
    assert ours == {f"metric_{name}" for name in [*MEASURED, *OBJECTS, *TESTED_ALONE]}


@pytest.mark.parametrize("name", [*MEASURED, *OBJECTS])
def test_metric_object_has_keras_2_name_and_numbers(name: str) -> None:
    cls, y_true, y_pred, arguments = {**MEASURED, **OBJECTS}[name]
    ours = metric(name)(**arguments)
    oracle = getattr(tf_keras.metrics, cls)(
        **{key: value if key != "num_thresholds" else 50 for key, value in arguments.items()}
    )
    assert type(ours) is getattr(keras.metrics, cls)
    assert ours.name.rstrip("_0123456789") == oracle.name.rstrip("_0123456789")
    for weights in (None, np.arange(6, dtype="float32") / 4):
        ours.update_state(y_true, y_pred, weights)
        oracle.update_state(y_true, y_pred, weights)
        np.testing.assert_allclose(ours.result(), oracle.result(), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", MEASURED)
def test_metric_of_data_is_keras_2s_value_per_sample(name: str) -> None:
    _, y_true, y_pred, arguments = MEASURED[name]
    value = metric(name)(y_true, y_pred, **arguments)
    np.testing.assert_allclose(
        value, getattr(tf_keras.metrics, name)(y_true, y_pred, **arguments), rtol=1e-4, atol=1e-5
    )


def test_names_of_several_metrics_of_a_kind() -> None:
    keras.backend.clear_session()
    assert [metric("auc")().name for _ in range(2)] == ["auc", "auc_1"]
    assert metric("auc")(name="mine").name == "mine"


def test_metric_axis_and_types() -> None:
    ours, plain = metric("cosine_similarity")(axis=1), keras.metrics.CosineSimilarity(axis=0)
    assert float(ours(REAL, OTHER)) == float(plain(REAL, OTHER))
    assert metric("mean_iou")(num_classes=3.0).num_classes == 3
    with pytest.raises(ValueError, match=r"metric_mean_iou\(\): `num_classes` should be a whole number"):
        metric("mean_iou")(num_classes=2.5)
    with pytest.raises(TypeError, match=r"metric_mean_iou\(\): argument `num_classes` is missing"):
        metric("mean_iou")()
    with pytest.raises(ValueError, match=r"metric_precision\(\).*thresholds"):
        metric("precision")(thresholds=[0.5, "b"])


def test_mean_and_sum() -> None:
    mean, total = metric("mean")(), metric("sum")()
    for values in ([1.0, 2.0], [6.0]):
        mean.update_state(values)
        total.update_state(values)
    assert (float(mean.result()), float(total.result())) == (3.0, 9.0)
    assert (mean.name, metric("sum")(name="s").name) == ("mean", "s")


def test_cosine_proximity_metric() -> None:
    value = metric("cosine_proximity")(REAL, OTHER)
    np.testing.assert_allclose(value, -tf_keras.metrics.CosineSimilarity()._fn(REAL, OTHER, axis=-1), rtol=1e-5)
    assert metric("cosine_proximity").__rkeras__.stand_in().__name__ == "cosine_proximity"


def test_mean_tensor() -> None:
    ours, oracle = metric("mean_tensor")(), tf_keras.metrics.MeanTensor()
    for weights in (None, [0.5, 1.0, 2.0, 0.0, 1.0, 1.0]):
        ours.update_state(REAL, sample_weight=weights)
        oracle.update_state(REAL, sample_weight=weights)
        np.testing.assert_allclose(ours.result(), oracle.result(), rtol=1e-6)
    again = keras.metrics.deserialize(keras.metrics.serialize(ours))
    assert again.shape == (6, 4)
    with pytest.raises(ValueError, match=r"metric_mean_tensor\(\).*shape"):
        again.update_state(CLASSES)
    ours.reset_state()
    assert not np.asarray(ours.result()).any()


def test_mean_relative_error() -> None:
    ours, oracle = (
        metric("mean_relative_error")(normalizer=[1, 3, 0, 3]),
        tf_keras.metrics.MeanRelativeError([1, 3, 0, 3]),
    )
    for weights in (None, np.arange(6, dtype="float32")):
        ours.update_state(REAL, OTHER, weights)
        oracle.update_state(REAL, OTHER, weights)
        np.testing.assert_allclose(ours.result(), oracle.result(), rtol=1e-5)
    again = keras.metrics.deserialize(keras.metrics.serialize(ours))
    again.update_state(REAL, OTHER)
    assert np.isfinite(again.result())


def test_mean_wrapper_takes_our_functions() -> None:
    ours = metric("mean_wrapper")(fn=rk.loss_mean_absolute_error, name="mae")
    ours.update_state(REAL, OTHER)
    np.testing.assert_allclose(ours.result(), abs(REAL - OTHER).mean(), rtol=1e-5)
    with pytest.raises(ValueError, match=r"metric_mean_wrapper\(\): `fn` should be a function"):
        metric("mean_wrapper")(fn="mae")


def test_training_logs_keras_2_names() -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, activation="softmax")])
    own = general.custom_metric("mine", lambda y_true, y_pred: keras.ops.mean(y_pred, axis=-1))
    asked = [
        own,
        metric("kullback_leibler_divergence").__rkeras__.stand_in(),
        metric("mean_absolute_error").__rkeras__.stand_in(),
        metric("binary_accuracy").__rkeras__.stand_in(),
        metric("precision")(),
    ]
    model.compile("sgd", rk.loss_categorical_crossentropy(), metrics=asked)
    logs = model.fit(REAL, ONE_HOT, epochs=1, verbose=0).history
    expected = {"loss", "mine", "kullback_leibler_divergence", "mean_absolute_error", "binary_accuracy"}
    assert {name for name in logs if not name.startswith("precision")} == expected
    np.testing.assert_allclose(logs["mine"], 0.25, rtol=1e-5)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras with NumPy 2
def test_a_file_opens_without_this_package(tmp_path) -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, activation="softmax")])
    asked = [metric(name).__rkeras__.stand_in() for name in ("binary_accuracy", "mean_squared_error")]
    model.compile("sgd", rk.loss_mean_squared_error.__rkeras__.stand_in(), metrics=[*asked, metric("auc")()])
    model.fit(REAL, ONE_HOT, epochs=1, verbose=0)
    path = str(tmp_path / "model.keras")
    model.save(path)
    done = run_prepared(
        f"import sys; sys.modules['rkeras_py'] = None\nimport keras\nprint(keras.models.load_model({path!r}).loss)"
    )
    assert done.code == 0, done.stderr
