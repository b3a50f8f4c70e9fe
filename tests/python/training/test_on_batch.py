"""Single batches, classes, and the weights of classes: Keras 2's numbers."""

import warnings
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from training_models import ONE, SILENT, TWO, A, B, double, single

import rkeras_py as rk
from rkeras_py.data import arrays
from rkeras_py.signatures.words import NA

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # tf_keras's own
    import tf_keras

W = np.linspace(0.2, 3, 12)
LABELS = np.arange(12) % 3
BINARY = {"optimizer": "sgd", "loss": "binary_crossentropy", "metrics": ["accuracy", "mae"]}


def pair(make: Any, **args: Any) -> tuple[Any, Any]:
    """A model of ours and one of Keras 2, with equal weights."""
    mine = make()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = make(tf_keras)
        for layer in mine.layers:
            if layer.get_weights():
                old.get_layer(layer.name).set_weights(layer.get_weights())
        old.compile(**args, run_eagerly=True)  # traces nothing, which takes long
    return mine >> rk.compile(**args), old


def softmax(engine: Any = None) -> Any:
    if engine is None:
        return rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(3, activation="softmax", name="out")
    x = engine.Input((4,))
    return engine.Model(x, engine.layers.Dense(3, activation="softmax", name="out")(x))


def sparse() -> Any:
    return softmax() >> rk.compile("sgd", "sparse_categorical_crossentropy")


# --- one batch ------------------------------------------------------------------------------------------------------


def test_numbers_are_of_each_batch_alone_as_in_keras_2() -> None:
    mine, old = pair(single, **BINARY)
    rk.fit(mine, A, ONE, shuffle=False, **SILENT)
    old.fit(A, ONE, shuffle=False, **SILENT)
    old.reset_metrics()  # Keras 2 would count what fit() saw
    for part in (slice(0, 8), slice(8, 12)):
        found = rk.train_on_batch(mine, A[part], ONE[part])
        assert found == pytest.approx(old.train_on_batch(A[part], ONE[part]), rel=1e-4)
    for _ in range(2):
        assert rk.test_on_batch(mine, A[:8], ONE[:8]) == pytest.approx(old.test_on_batch(A[:8], ONE[:8]), rel=1e-4)
    np.testing.assert_allclose(rk.predict_on_batch(mine, A), old.predict_on_batch(A), rtol=1e-4)


@pytest.mark.parametrize("weights", [{"class_weight": {0: 1.0, 1: 5.0}}, {"sample_weight": W}], ids=["class", "sample"])
def test_weights_count_as_in_keras_2(weights: dict[str, Any]) -> None:
    mine, old = pair(single, **BINARY, weighted_metrics=["mse"])
    for _ in range(2):
        found = rk.train_on_batch(mine, A, ONE, **weights)
        assert found == pytest.approx(old.train_on_batch(A, ONE, **weights), rel=1e-4)


@pytest.mark.parametrize("verb", ["train_on_batch", "test_on_batch"])
def test_counting_goes_on_as_in_keras_2(verb: str) -> None:
    mine, old = pair(single, **BINARY)
    for model in (mine, old):
        getattr(model, verb)(A, ONE)
    for first, resets in ((0, False), (4, False), (2, True), (7, False)):
        part = slice(first, first + 5)
        found = getattr(rk, verb)(mine, A[part], ONE[part], reset_metrics=resets)
        assert found == pytest.approx(getattr(old, verb)(A[part], ONE[part], reset_metrics=resets), rel=1e-4)
    with pytest.raises(ValueError, match=rf"^{verb}\(\): `reset_metrics` should be True or False"):
        getattr(rk, verb)(mine, A, ONE, reset_metrics="no")
    with pytest.raises(TypeError, match=rf"^{verb}\(\): unknown argument `reset_metric`. Did you mean `reset_metrics`"):
        getattr(rk, verb)(mine, A, ONE, reset_metric=False)
    assert "reset_metrics" not in vars(mine)


def test_batches_of_equal_shapes_are_traced_once() -> None:
    traces: list[Any] = []

    class Counts(keras.layers.Layer):
        def call(self, x: Any) -> Any:
            traces.append(x.shape)
            return x

    model = keras.Sequential([keras.Input((4,)), Counts(), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    traces.clear()
    for _ in range(3):
        rk.train_on_batch(model, A, ONE)
        rk.test_on_batch(model, A, ONE)
        rk.predict_on_batch(model, A)
        rk.evaluate(model, A, ONE, verbose=0)
    assert len(traces) == 4  # one for each


def test_several_outputs_come_in_the_order_of_evaluate() -> None:
    mine, old = pair(double, optimizer="sgd", loss="mse", metrics="mae")
    found = rk.test_on_batch(mine, [A, B], {"aux": TWO, "main": ONE})
    assert found == pytest.approx(old.test_on_batch([A, B], [ONE, TWO]), rel=1e-4)
    assert found == list(rk.evaluate(mine, [A, B], [ONE, TWO], verbose=0).values())
    assert [part.shape for part in rk.predict_on_batch(mine, [A, B])] == [(12, 1), (12, 2)]


def test_the_loss_alone_is_a_number() -> None:
    assert type(sparse() >> rk.test_on_batch(A, LABELS)) is float


def test_what_is_wrong_with_a_batch_is_named() -> None:
    model = sparse()
    with pytest.raises(ValueError, match=r"train_on_batch\(\): `x` should be an array of shape \(None, 4\)"):
        rk.train_on_batch(model, B, LABELS)
    with pytest.raises(RuntimeError, match=r"test_on_batch\(\): the model is not compiled"):
        rk.test_on_batch(single(), A, ONE)
    with pytest.raises(TypeError, match=r"train_on_batch\(\): argument `y` is missing"):
        rk.train_on_batch(model, A)


# --- weights of classes ---------------------------------------------------------------------------------------------

CLASS_WEIGHTS = {
    "numbers": (softmax, LABELS, "sparse_categorical_crossentropy", {0: 1.0, 1: 5.0, 2: 0.5}),
    "column": (softmax, LABELS[:, None], "sparse_categorical_crossentropy", {0: 1.0, 1: 5.0, 2: 0.5}),
    "columns": (softmax, np.eye(3)[LABELS], "categorical_crossentropy", {0: 1.0, 1: 5.0, 2: 0.5}),
    "one unit": (single, ONE, "binary_crossentropy", {0: 1.0, 1: 5.0}),
}


@pytest.mark.parametrize("sample_weight", [None, W], ids=["alone", "with sample weights"])
@pytest.mark.parametrize(("make", "y", "loss", "weights"), CLASS_WEIGHTS.values(), ids=CLASS_WEIGHTS)
def test_class_weights_count_as_in_keras_2(make: Any, y: Any, loss: str, weights: Any, sample_weight: Any) -> None:
    mine, old = pair(make, optimizer="sgd", loss=loss)
    args = {"batch_size": 5, "shuffle": False, **SILENT}
    if sample_weight is None:
        expected = old.fit(A, y, class_weight=weights, validation_split=0.25, **args).history
    else:  # Keras 2 meant to multiply them, too, but stops
        labels = y.argmax(1) if y.shape[1:] == (3,) else np.ravel(y)
        product = W * [weights[label] for label in labels]
        check = (A[9:], y[9:], W[9:])
        expected = old.fit(A[:9], y[:9], sample_weight=product[:9], validation_data=check, **args).history
    named = {str(label): weight for label, weight in weights.items()}
    found = rk.fit(mine, A, y, class_weight=named, sample_weight=sample_weight, validation_split=0.25, **args)
    for name, values in expected.items():
        np.testing.assert_allclose(found.metrics[name], values, rtol=1e-4, err_msg=name)


def test_class_weights_count_in_batches_too() -> None:
    weights = {"0": 1.0, "1": 5.0, "2": 0.5}
    (mine, _), args = pair(softmax, optimizer="sgd", loss="sparse_categorical_crossentropy"), {"class_weight": weights}
    other = keras.models.clone_model(mine)
    other.set_weights(mine.get_weights())
    other >> rk.compile("sgd", "sparse_categorical_crossentropy")
    one = rk.fit(mine, iter([(A, LABELS, W)] * 2), steps_per_epoch=1, **args, **SILENT)
    two = rk.fit(other, A, LABELS, sample_weight=W, **args, **SILENT)
    np.testing.assert_allclose(one.metrics["loss"], two.metrics["loss"], rtol=1e-6)


def _dataset(*parts: Any) -> Any:
    floats = tuple(np.asarray(part, "int32" if part is LABELS else "float32") for part in parts)
    return tf.data.Dataset.from_tensor_slices(floats).batch(4, drop_remainder=True)  # Keras 2 needs a fixed size


WEIGHTED_SETS = {
    "column": (single, "binary_crossentropy", (A, ONE), {0: 1.0, 1: 5.0}),
    "column, weighted": (single, "binary_crossentropy", (A, ONE, W), {0: 1.0, 1: 5.0}),
    "numbers, weighted": (softmax, "sparse_categorical_crossentropy", (A, LABELS, W), {0: 1.0, 1: 5.0, 2: 0.5}),
    "columns, weighted": (softmax, "categorical_crossentropy", (A, np.eye(3)[LABELS], W), {0: 1.0, 1: 5.0, 2: 0.5}),
}


@pytest.mark.parametrize(("make", "loss", "parts", "weights"), WEIGHTED_SETS.values(), ids=WEIGHTED_SETS)
def test_class_weights_of_a_dataset_count_as_in_keras_2(make: Any, loss: str, parts: Any, weights: Any) -> None:
    mine, old = pair(make, optimizer="sgd", loss=loss, weighted_metrics=["accuracy"])
    expected = old.fit(_dataset(*parts), class_weight=weights, **SILENT).history
    named = {str(label): weight for label, weight in weights.items()}
    found = rk.fit(mine, _dataset(*parts), class_weight=named, **SILENT).metrics
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-4, err_msg=name)


def test_classes_that_are_left_out_weigh_1_in_a_dataset_too() -> None:
    models = [softmax() >> rk.compile("sgd", "sparse_categorical_crossentropy") for _ in range(2)]
    models[1].set_weights(models[0].get_weights())
    args = {"class_weight": {"1": 3.0}, **SILENT}
    of_set = rk.fit(models[0], tf.data.Dataset.from_tensor_slices((np.float32(A), LABELS)).batch(5), **args)
    of_arrays = rk.fit(models[1], A, LABELS, batch_size=5, shuffle=False, **args)
    np.testing.assert_allclose(of_set.metrics["loss"], of_arrays.metrics["loss"], rtol=1e-6)
    with pytest.raises(ValueError, match=r"fit\(\): `class_weight` should be omitted for a dataset without one target"):
        rk.fit(models[0], _dataset(A), **args)


class _Parts(keras.utils.PyDataset):
    def __len__(self) -> int:
        return 2

    def __getitem__(self, number: int) -> Any:
        part = slice(6 * number, 6 * number + 6)
        return A[part], ONE[part], W[part]


@pytest.mark.parametrize("workers", [1, 2])
def test_class_weights_multiply_those_of_a_sequence(workers: int) -> None:
    mine, old = pair(single, optimizer="sgd", loss="binary_crossentropy")
    product = W * np.where(ONE[:, 0] > 0, 5.0, 2.0)
    expected = old.fit(A, ONE, sample_weight=product, batch_size=6, shuffle=False, **SILENT).history["loss"]
    args = {"class_weight": {"0": 2.0, "1": 5.0}, "shuffle": False}
    np.testing.assert_allclose(rk.fit(mine, _Parts(workers), **args, **SILENT).metrics["loss"], expected, rtol=1e-4)


def test_weights_of_a_factor_go_by_its_levels() -> None:
    model = sparse()
    factor = pd.Categorical.from_codes(LABELS, ["a", "b", "c"])
    named = rk.train_on_batch(model, A, factor, class_weight={"b": 3.0})
    copy = sparse()
    copy.set_weights(model.get_weights())
    assert rk.train_on_batch(model, A, factor, class_weight={"c": 2.0}) == pytest.approx(
        rk.train_on_batch(copy, A, LABELS, class_weight={"2": 2.0}), rel=1e-6
    )
    assert named > 0


WRONG_WEIGHTS = {
    "unknown": ({"3": 1.0}, 'named by "0", "1", "2". Received: class_weight = 3'),
    "text": ({"foo": 1.0}, "named by class numbers, counted from 0"),
    "not named": ([1.0, 2.0], "a dict"),
    "not numbers": ({"0": "many"}, "made of numbers"),
    "NaN": ({"0": float("nan")}, "made of numbers of at least 0"),
    "infinite": ({"0": float("inf")}, "made of numbers of at least 0"),
    "negative": ({"0": 1.0, "1": -1}, "made of numbers of at least 0"),
    "number": (2.0, "a dict"),
}


@pytest.mark.parametrize(("weights", "words"), WRONG_WEIGHTS.values(), ids=WRONG_WEIGHTS)
def test_class_weights_that_cannot_be_are_refused(weights: Any, words: str) -> None:
    for verb in (rk.fit, rk.train_on_batch):
        with pytest.raises(ValueError, match=rf"{verb.__name__}\(\): `class_weight` should be .*{words}"):
            verb(sparse(), A, LABELS, class_weight=weights)


def test_class_weights_of_several_outputs_and_wrong_sample_weights_are_refused() -> None:
    model = double() >> rk.compile("sgd", "mse")
    with pytest.raises(ValueError, match="`class_weight` should be omitted for a model with several outputs"):
        rk.fit(model, [A, B], [ONE, TWO], class_weight={"0": 1.0})
    with pytest.raises(ValueError, match="`sample_weight` should be data of as many samples as `x`"):
        rk.fit(sparse(), A, LABELS, class_weight={"0": 1.0}, sample_weight=W[:5])


@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_sample_weights_that_would_make_the_loss_nan_are_refused(wrong: float) -> None:
    weights = np.array([1.0, wrong, *W[2:]])
    for verb in (rk.fit, rk.evaluate, rk.train_on_batch, rk.test_on_batch):
        words = rf"{verb.__name__}\(\): `sample_weight` should be made of finite numbers. 1 of 12 are NaN or infinite"
        with pytest.raises(ValueError, match=words):
            verb(sparse(), A, LABELS, sample_weight=weights)


# --- labels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", ["sparse_categorical_crossentropy", rk.loss_sparse_categorical_crossentropy])
def test_labels_from_1_are_an_error_that_says_where_to_start(loss: Any) -> None:
    model = softmax() >> rk.compile("sgd", loss)
    words = r"`y` should be class numbers from 0 to 2.*Labels start at 0: subtract 1. Received: y = labels from 1 to 3"
    for verb in (rk.fit, rk.evaluate, rk.train_on_batch, rk.test_on_batch):
        with pytest.raises(ValueError, match=words):
            verb(model, A, LABELS + 1)
    with pytest.raises(ValueError, match=words):
        rk.fit(model, iter([(A, LABELS + 1)]), epochs=1, verbose=0)
    with pytest.raises(ValueError, match=r"Labels start at 0\. Received: y = labels from -1 to 1"):
        rk.fit(model, A, LABELS - 1)


def test_a_class_to_ignore_may_have_any_number() -> None:
    model = softmax() >> rk.compile("sgd", keras.losses.SparseCategoricalCrossentropy(ignore_class=255))
    labels = np.where(LABELS == 1, 255, LABELS)
    rk.train_on_batch(model, A, labels)
    with pytest.raises(ValueError, match="labels from 0 to 255"):
        rk.train_on_batch(sparse(), A, labels)


# --- classes --------------------------------------------------------------------------------------------------------


def test_classes_are_keras_2s() -> None:
    model = sparse()
    proba = model.predict(A, verbose=0)
    found = rk.predict_classes(model, A)
    np.testing.assert_array_equal(found, proba.argmax(1))
    assert found.dtype == np.int32
    np.testing.assert_array_equal(rk.predict_proba(model, A), proba)
    binary = single()
    np.testing.assert_array_equal(rk.predict_classes(binary, A), (binary.predict(A, verbose=0) > 0.5).astype(int))
    main, aux = rk.predict_classes(double(), [A, B])
    assert (main.shape, aux.shape) == ((12, 1), (12,))


def test_levels_come_back() -> None:
    factor = arrays.Factor(LABELS, ["low", "mid", "high"])
    series = pd.Series(factor.labels, dtype=pd.CategoricalDtype(["low", "mid", "high"]))
    for y in (factor, series, {"out": factor}, [factor], series.array):
        model = sparse()
        rk.fit(model, A, y, **SILENT)
        found = rk.predict_classes(model, A, levels=True)
        assert found.levels == ("low", "mid", "high")
        assert found.labels == [found.levels[code] for code in rk.predict_classes(model, A)]
    rk.fit(model, A, LABELS, **SILENT)
    with pytest.raises(ValueError, match=r"predict_classes\(\): `levels` should be False for this model"):
        rk.predict_classes(model, A, levels=True)
    with pytest.raises(TypeError, match=r"predict_classes\(\): unknown argument `level`. Did you mean `levels`"):
        rk.predict_classes(model, A, level=True)
    with pytest.raises(ValueError, match=r"`levels` should be True or False"):
        rk.predict_classes(model, A, levels="yes")


def test_each_output_has_levels_of_its_own() -> None:
    a = rk.layer_input(4)
    model = rk.keras_model(a, [rk.layer_dense(a, 3, name="p"), rk.layer_dense(a, 1, name="q", activation="sigmoid")])
    model >> rk.compile("sgd", ["sparse_categorical_crossentropy", "binary_crossentropy"])
    rk.fit(model, A, {"q": arrays.Factor(LABELS % 2, ["n", "y"]), "p": arrays.Factor(LABELS, "abc")}, **SILENT)
    p, q = rk.predict_classes(model, A, levels=True)
    assert (p.levels, q.levels) == (("a", "b", "c"), ("n", "y"))
    assert len(q) == 12


def test_a_factor_is_its_numbers() -> None:
    factor = arrays.Factor([1, 0, 1], ["no", "yes"])
    np.testing.assert_array_equal(np.asarray(factor), [1, 0, 1])
    np.testing.assert_array_equal(rk.k_one_hot(factor, 2), np.eye(2)[[1, 0, 1]])
    assert repr(factor) == "Factor(yes, no, yes; levels: no, yes)"
    with pytest.raises(ValueError, match=r"1 missing value\(s\) \(NA\) among 2"):
        rk.fit(sparse(), A[:2], pd.Categorical(["a", None]))
    assert arrays.as_factor(NA) is None


def test_multi_gpu_model_names_what_to_do() -> None:
    with pytest.raises(NotImplementedError, match=r"tf\.distribute\.MirroredStrategy"):
        rk.multi_gpu_model(single(), gpus=2)
