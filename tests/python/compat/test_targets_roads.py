"""Sequences with workers, `add_loss()`, `train_step()` and single batches, by number against Keras 2."""

import re
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from test_targets import DOUBLES, ONE_HOT, WEIGHTS, N, X, make_start, own_slice, quantiles

import rkeras_py as rk

HALF = N // 2
SETTINGS: dict[str, Any] = {"verbose": 0, "shuffle": False}


def parts(start: int, stop: int, weights: Any) -> tuple[Any, ...]:
    found = (X[start:stop], DOUBLES[start:stop])
    return found if weights is None else (*found, weights[start:stop])


def make_sequence(library: Any, weights: Any, **options: Any) -> Any:
    base = library.utils.Sequence if library is tf_keras else keras.utils.PyDataset
    members = {
        "__len__": lambda self: 2,
        "__getitem__": lambda self, place: parts(place * HALF, (place + 1) * HALF, weights),
    }
    return type("Halves", (base,), members)(**options)


def stepping(library: Any) -> Any:
    """Make a class of models whose step is the user's, as R's new_model_class() and Keras's guides write it."""

    @tf.autograph.experimental.do_not_convert
    def train_step(self: Any, data: Any) -> Any:
        x, y, sample_weight = library.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        return {"loss": loss, "rank": tf.constant(float(len(y.shape)))}

    return type("Stepping", (library.Model,), {"train_step": train_step})


def adding(library: Any) -> Any:
    def call(self: Any, inputs: Any) -> Any:
        self.add_loss(0.1 * tf.reduce_mean(tf.square(inputs)))
        return inputs

    return type("Adding", (library.layers.Layer,), {"call": call})()


def build(library: Any, width: int, cls: Any = None, adds: bool = False) -> Any:
    inputs = library.Input((2,))
    outputs = library.layers.Dense(width, activation="sigmoid")(inputs)
    model = (cls or library.Model)(inputs, adding(library)(outputs) if adds else outputs)
    model.set_weights(make_start(width))
    return model


def train_theirs(model: Any, loss: Any, data: tuple[Any, ...], weights: Any = None) -> Any:
    model.compile(tf_keras.optimizers.SGD(0.1), loss, metrics=["mae"], run_eagerly=True)
    further = {"sample_weight": weights, "batch_size": HALF} if len(data) > 1 else {}
    return model.fit(*data, epochs=2, **further, **SETTINGS).history


def train_ours(model: Any, loss: Any, data: tuple[Any, ...], weights: Any = None, eager: bool = True) -> Any:
    rk.compile(model, optimizer=rk.optimizer_sgd(0.1), loss=loss, metrics=["mae"], run_eagerly=eager)
    further = {"sample_weight": weights, "batch_size": HALF} if len(data) > 1 else {}
    return rk.fit(model, *data, epochs=2, **further, **SETTINGS).metrics


def assert_alike(ours: Any, theirs: Any) -> None:
    assert set(ours) == set(theirs)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], [float(value) for value in values], rtol=2e-5, err_msg=name)


@pytest.mark.parametrize("weights", [None, WEIGHTS])
@pytest.mark.parametrize("options", [{}, {"workers": 2}], ids=str)
def test_a_sequence_with_and_without_workers(options: dict[str, Any], weights: Any) -> None:
    for loss, width in ((own_slice, 1), (quantiles, 3)):
        theirs = train_theirs(build(tf_keras, width), loss, (make_sequence(tf_keras, weights),))
        source = make_sequence(keras, weights, **options)
        assert_alike(train_ours(build(keras, width), loss, (source,)), theirs)
    model = build(keras, 3)
    rk.compile(model, optimizer="sgd", loss=quantiles)
    found = rk.evaluate(model, make_sequence(keras, weights, **options), verbose=0)["loss"]
    old = build(tf_keras, 3)
    old.compile("sgd", quantiles)
    assert found == pytest.approx(old.evaluate(make_sequence(tf_keras, weights), verbose=0), rel=1e-5)


def as_arrays(library: Any, weights: Any) -> tuple[Any, ...]:
    return (X, DOUBLES)


def as_dataset(library: Any, weights: Any) -> tuple[Any, ...]:
    return (tf.data.Dataset.from_tensor_slices(parts(0, N, weights)).batch(HALF),)


def as_sequence(library: Any, weights: Any) -> tuple[Any, ...]:
    return (make_sequence(library, weights),)


CASES = [(own_slice, 1, True, stepping), (quantiles, 3, False, stepping), (quantiles, 3, True, None)]


@pytest.mark.parametrize("weights", [None, WEIGHTS])
@pytest.mark.parametrize("road", [as_arrays, as_dataset, as_sequence])
def test_a_step_of_the_user_and_losses_of_layers(road: Callable[..., Any], weights: Any) -> None:
    for loss, width, adds, cls in CASES:
        theirs, ours = (build(one, width, cls and cls(one), adds) for one in (tf_keras, keras))
        expected = train_theirs(theirs, loss, road(tf_keras, weights), weights)
        if cls:  # whose step gets vectors there
            assert expected["rank"] == [1.0, 1.0]
            expected["rank"] = [2.0, 2.0]
        assert_alike(train_ours(ours, loss, road(keras, weights), weights), expected)


def own_step(prepare: Callable[[Any, Any], tuple[Any, Any]]) -> Any:
    """Make a class of models whose step computes the squared error itself, of what a function makes of the batch."""

    @tf.autograph.experimental.do_not_convert
    def step(self: Any, data: Any) -> Any:
        with tf.GradientTape() as tape:
            y, y_pred = prepare(tf.cast(data[1], "float32"), self(data[0], training=True))
            loss = tf.reduce_mean(tf.square(y - y_pred))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        return {"mine": loss}

    return type("Own", (keras.Model,), {"train_step": step, "test_step": step})


COLUMN = own_step(lambda y, y_pred: (y, y_pred))
PAIRING = {
    "Sub combines shape (n, 1) with (n,)": own_step(lambda y, y_pred: (y, tf.squeeze(y_pred, 1))),
    "Sub combines shape (n, 1, 1) with (n, 1)": own_step(lambda y, y_pred: (tf.expand_dims(y, 1), y_pred)),
}


def test_a_step_of_the_user_gets_columns_by_every_road() -> None:
    y = DOUBLES.astype("float32")

    def start(cls: Any = None, by: Any = rk.compile) -> Any:
        model = build(keras, 1, cls)
        by(model, optimizer="sgd", loss="mse")
        return model

    plain = start(by=keras.Model.compile)
    plain.fit(X, y, batch_size=HALF, **SETTINGS)
    for road in (as_arrays, as_dataset, as_sequence):
        model = start(COLUMN)
        rk.fit(model, *road(keras, None), epochs=1, **({"batch_size": HALF} if road is as_arrays else {}), **SETTINGS)
        for one, other in zip(model.get_weights(), plain.get_weights(), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-5)
    expected = pytest.approx(start(by=keras.Model.compile).test_on_batch(X, y), rel=1e-5)
    assert rk.train_on_batch(start(COLUMN), X, y) == expected
    assert rk.test_on_batch(start(COLUMN), X, y) == expected
    plain = start(own_step(lambda y, y_pred: (y, y_pred[:, 0])), by=keras.Model.compile)
    assert plain.train_on_batch(X, y) == expected  # of Keras alone: its step gets vectors


@pytest.mark.parametrize("eager", [False, True])
@pytest.mark.parametrize("message", PAIRING)
def test_a_step_of_the_user_that_was_written_for_vectors_is_refused(message: str, eager: bool) -> None:
    model = build(keras, 1, PAIRING[message])
    rk.compile(model, optimizer="sgd", loss="mse", run_eagerly=eager)
    before = model.get_weights()
    for _ in range(2):
        with pytest.raises(ValueError, match=re.escape(message)):
            rk.fit(model, X, DOUBLES, **SETTINGS)
        for one, other in zip(model.get_weights(), before, strict=True):
            np.testing.assert_array_equal(one, other)
        rk.compile(model, optimizer="sgd", loss="mse", run_eagerly=eager)


BY_CLASS = np.array([0.5, 1, 2, 1, 1, 3], "float32")
RIGHT = {
    "weights of as many classes as samples": own_step(lambda y, y_pred: (y * BY_CLASS, y_pred * BY_CLASS)),
    "pairs on purpose": own_step(lambda y, y_pred: (y - tf.transpose(y), y_pred - tf.transpose(y_pred))),
    "a mean": own_step(lambda y, y_pred: (y - tf.reduce_mean(y_pred, 0), y_pred)),
}


@pytest.mark.parametrize("step", RIGHT)
def test_a_step_that_combines_other_things_is_left_alone(step: str) -> None:
    losses = []
    for eager in (False, True):
        model = build(keras, 1, RIGHT[step])
        rk.compile(model, optimizer="sgd", loss="mse", run_eagerly=eager)
        losses.append(rk.fit(model, X, DOUBLES, batch_size=N, **SETTINGS).metrics["mine"])
    assert losses[0] == pytest.approx(losses[1], rel=1e-6)


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_single_batches_and_losses_of_layers(weights: Any) -> None:
    for loss, width in ((own_slice, 1), (quantiles, 3)):
        theirs, ours = build(tf_keras, width, adds=True), build(keras, width, adds=True)
        theirs.compile(tf_keras.optimizers.SGD(0.1), loss, metrics=["mae"], run_eagerly=True)
        rk.compile(ours, optimizer=rk.optimizer_sgd(0.1), loss=loss, metrics=["mae"], run_eagerly=True)
        for _ in range(2):
            expected = theirs.train_on_batch(X, DOUBLES, sample_weight=weights)
            assert rk.train_on_batch(ours, X, DOUBLES, sample_weight=weights) == pytest.approx(expected, rel=2e-5)
        expected = theirs.test_on_batch(X, DOUBLES, sample_weight=weights)
        assert rk.test_on_batch(ours, X, DOUBLES, sample_weight=weights) == pytest.approx(expected, rel=2e-5)
        for mine, its in zip(ours.get_weights(), theirs.get_weights(), strict=True):
            np.testing.assert_allclose(mine, its, rtol=2e-5)


def two_outputs(library: Any) -> Any:
    inputs = library.Input((2,))
    outputs = [library.layers.Dense(3, "softmax", name="b")(inputs), library.layers.Dense(1, name="a")(inputs)]
    model = library.Model(inputs, outputs)
    model.set_weights([*make_start(3), *make_start(1)])
    return model


@pytest.mark.parametrize("eager", [True, False])
@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_losses_of_outputs_count_samples_where_batches_differ(weights: Any, eager: bool) -> None:
    y = {"b": np.arange(N) % 3, "a": DOUBLES}
    loss = {"b": "sparse_categorical_crossentropy", "a": "mse"}
    given: dict[str, Any] = {"batch_size": 4, "sample_weight": weights, **SETTINGS}
    part = (X[:5], {name: values[:5] for name, values in y.items()})
    theirs, ours = two_outputs(tf_keras), two_outputs(keras)
    theirs.compile(tf_keras.optimizers.SGD(0.1), loss, run_eagerly=True)
    rk.compile(ours, optimizer=rk.optimizer_sgd(0.1), loss=loss, run_eagerly=eager)
    expected = theirs.fit(X, y, epochs=2, validation_data=part, **given).history
    assert_alike(rk.fit(ours, X, y, epochs=2, validation_data=part, **given).metrics, expected)
    measured = rk.evaluate(ours, X, y, batch_size=4, sample_weight=weights, verbose=0)
    assert measured["loss"] == pytest.approx(measured["a_loss"] + measured["b_loss"], rel=1e-6)


BY_NAME: list[dict[str, Any]] = [{"a": WEIGHTS, "b": WEIGHTS[::-1]}, {"b": WEIGHTS}]


@pytest.mark.parametrize("weights", BY_NAME, ids=lambda weights: "+".join(weights))
def test_a_dataset_has_targets_and_weights_by_names_of_outputs(weights: dict[str, Any]) -> None:
    y = {"a": DOUBLES, "b": np.arange(N) % 3}
    loss = ["sparse_categorical_crossentropy", "mse"]
    metrics = {"a": ["mae"], "b": ["accuracy"]}
    results = []
    for library in (tf_keras, keras):
        model = two_outputs(library)
        dataset = tf.data.Dataset.from_tensor_slices((X, y, weights)).batch(4)
        compile = library.Model.compile if library is tf_keras else rk.compile
        compile(
            model, optimizer=library.optimizers.SGD(0.1), loss=loss, metrics=metrics, weighted_metrics=metrics,
            run_eagerly=True,
        )  # fmt: skip
        if library is tf_keras:
            results.append(model.fit(dataset, epochs=2, **SETTINGS).history)
        else:
            results.append(rk.fit(model, dataset, epochs=2, **SETTINGS).metrics)
    for name in ("loss", "a_loss", "b_loss", "a_mae", "b_accuracy"):
        np.testing.assert_allclose(results[1][name], results[0][name], rtol=2e-5, err_msg=name)
    model = two_outputs(keras)
    rk.compile(model, optimizer="sgd", loss=loss, run_eagerly=True)
    with pytest.raises(ValueError, match="should be named by the model"):
        rk.fit(model, tf.data.Dataset.from_tensor_slices((X, y, {"c": WEIGHTS})).batch(4), **SETTINGS)


@pytest.mark.filterwarnings("ignore:Gradients do not exist")
@pytest.mark.parametrize("place", range(4))
def test_data_may_have_targets_by_name_for_some_of_the_outputs(place: int) -> None:
    name, kind = (("a", "mse"), ("b", "sparse_categorical_crossentropy"))[place % 2]
    y = {name: {"a": DOUBLES, "b": np.arange(N) % 3}[name]}
    loss: Any = {name: kind} if place < 2 else [kind if output == name else None for output in ("b", "a")]
    dataset = tf.data.Dataset.from_tensor_slices((X, y)).batch(N)
    theirs, ours = two_outputs(tf_keras), two_outputs(keras)
    theirs.compile(tf_keras.optimizers.SGD(0.1), loss, run_eagerly=True)
    rk.compile(ours, optimizer=rk.optimizer_sgd(0.1), loss=loss, run_eagerly=True)
    found, expected = rk.fit(ours, dataset, epochs=2, **SETTINGS).metrics, theirs.fit(dataset, epochs=2, **SETTINGS)
    for measure in ("loss", f"{name}_loss"):
        np.testing.assert_allclose(found[measure], expected.history[measure], rtol=2e-5)
    expected = rk.evaluate(ours, dataset, verbose=0)
    assert rk.evaluate(ours, X, y, verbose=0) == pytest.approx(expected, rel=1e-6)
    assert rk.evaluate(ours, lambda: (X, y), steps=1, verbose=0) == pytest.approx(expected, rel=1e-6)


OF_CLASSES = {0: 2.0, 1: 0.5, 2: 3.0}
CLASSES = np.arange(N) % 3


@pytest.mark.parametrize("road", ["arrays", "dataset"])
def test_weights_of_classes_and_samples_multiply(road: str) -> None:
    by_class = np.array([OF_CLASSES[one] for one in CLASSES], "float32")
    for loss, y in (("sparse_categorical_crossentropy", CLASSES), ("categorical_crossentropy", np.eye(3)[CLASSES])):
        histories = []
        for library, weights in ((tf_keras, WEIGHTS * by_class), (keras, WEIGHTS)):
            model = build(library, 3)
            data: tuple[Any, ...] = (X, y)
            given: dict[str, Any] = {"sample_weight": weights, "batch_size": HALF}
            if road == "dataset":
                data, given = (tf.data.Dataset.from_tensor_slices((X, y, weights)).batch(HALF),), {}
            if library is tf_keras:
                model.compile("sgd", loss, run_eagerly=True)
                histories.append(model.fit(*data, epochs=2, **given, **SETTINGS).history["loss"])
            else:
                rk.compile(model, optimizer="sgd", loss=loss, run_eagerly=True)
                fitted = rk.fit(model, *data, epochs=2, class_weight=OF_CLASSES, **given, **SETTINGS)
                histories.append(fitted.metrics["loss"])
        np.testing.assert_allclose(histories[1], histories[0], rtol=2e-5)


NAMED = [(ONE_HOT, 3, "categorical_crossentropy"), (DOUBLES > 0, 1, "mse")]
NAMED.append((np.arange(N) % 3, 3, "sparse_categorical_crossentropy"))


@pytest.mark.parametrize("case", NAMED, ids=lambda case: case[2])
def test_metrics_named_as_in_keras_2(case: Any) -> None:
    y, width, loss = case
    metrics = ["ce", "crossentropy", "RootMeanSquaredError", "KLDivergence", *(["AUC"] if "sparse" not in loss else [])]
    theirs, ours = build(tf_keras, width), build(keras, width)
    theirs.compile("sgd", loss, metrics=metrics, weighted_metrics=["ce"])
    settings = {"loss": loss, "metrics": metrics, "weighted_metrics": ["ce"], "sample_weight_mode": "temporal"}
    rk.compile(ours, optimizer="sgd", **settings)
    expected = theirs.evaluate(X, y.astype(float), sample_weight=WEIGHTS, verbose=0, return_dict=True)
    measured = rk.evaluate(ours, X, y, sample_weight=WEIGHTS, verbose=0)
    assert sorted(measured.values()) == pytest.approx(sorted(expected.values()), rel=1e-5)
    assert set(expected) - {"ce"} <= set(measured)
