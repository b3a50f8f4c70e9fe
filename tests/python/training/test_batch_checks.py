"""Batches from every source are checked as arrays are: nothing that does not belong together is stretched to fit."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from support import sampled

import rkeras_py as rk

RNG = np.random.default_rng(3)
X, Y = RNG.normal(size=(8, 3)).astype("float32"), RNG.normal(size=(8, 1)).astype("float32")


def model(units: int = 1, loss: Any = "mse", eager: bool = False) -> Any:
    return (
        rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(units) >> rk.compile("sgd", loss, run_eagerly=eager)
    )


class Batches(keras.utils.PyDataset):
    """The same batch again and again."""

    def __init__(self, batch: Any, **options: Any) -> None:
        super().__init__(**options)
        self.batch = batch

    def __len__(self) -> int:
        return 3

    def __getitem__(self, index: int) -> Any:
        return self.batch


def iterator(batch: Any) -> Iterator[Any]:
    return itertools.repeat(batch)


SOURCES: dict[str, Callable[[Any], Any]] = {
    "iterator": iterator,
    "function": lambda batch: lambda: batch,
    "PyDataset": Batches,
    "PyDataset of threads": lambda batch: Batches(batch, workers=2),
    "dataset": lambda batch: tf.data.Dataset.from_tensors(tuple(batch)).repeat(3),
}
USES: dict[str, Callable[[Any, Any], Any]] = {
    "fit": lambda made, source: rk.fit(made, source, steps_per_epoch=3, epochs=1, verbose=0),
    "evaluate": lambda made, source: rk.evaluate(made, source, steps=3, verbose=0),
    "fit_generator": lambda made, source: rk.fit_generator(made, source, 3, verbose=0),
    "validation": lambda made, source: rk.fit(
        made,
        X,
        np.ones((8, made.output_shape[-1])),
        validation_data=source,
        validation_steps=3,
        epochs=1,
        verbose=0,
    ),
}
ARRAYS: dict[str, Callable[[Any, Any], Any]] = {
    "fit": lambda made, batch: rk.fit(made, *batch[:2], sample_weight=(*batch, None)[2], epochs=1, verbose=0),
    "evaluate": lambda made, batch: rk.evaluate(made, *batch[:2], sample_weight=(*batch, None)[2], verbose=0),
    "train_on_batch": lambda made, batch: rk.train_on_batch(made, *batch[:2], sample_weight=(*batch, None)[2]),
    "test_on_batch": lambda made, batch: rk.test_on_batch(made, *batch[:2], sample_weight=(*batch, None)[2]),
    "validation_data": lambda made, batch: rk.fit(
        made, X, np.ones((8, made.output_shape[-1])), validation_data=batch, epochs=1, verbose=0
    ),
}
# Losses and targets that do not belong together, the number of units, and the message.
WRONG: dict[str, tuple[Any, int, str]] = {
    "one target": ((X, Y[:1]), 1, "samples"),
    "half of the targets": ((X, Y[:4]), 1, "samples"),
    "one weight": ((X, Y, np.ones(1)), 1, "samples"),
    "half of the weights": ((X, Y, np.ones(4)), 1, "samples"),
    "two columns for one unit": ((X, np.ones((8, 2))), 1, "an array of 1 column, as the output has 1 unit"),
    "a vector for three units": ((X, np.ones(8)), 3, "an array of 3 columns, as the output has 3 units"),
    "a column for three units": ((X, np.ones((8, 1))), 3, "an array of 3 columns"),
    "two columns and an axis": ((X, np.ones((8, 2, 1))), 1, "an array of 1 column"),
    "weights as wide as there are samples": ((X, Y, np.ones((8, 8))), 1, "one number for each sample"),
    "tensors": ((tf.constant(X), tf.ones((8, 2))), 1, "an array of 1 column"),
}


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("source", sampled(SOURCES, 3))
def test_a_batch_that_does_not_belong_together_is_refused(wrong: str, source: str) -> None:
    batch, units, message = WRONG[wrong]
    for name, use in USES.items():
        function = name if name in ("evaluate", "fit_generator", "evaluate_generator") else "fit"
        with pytest.raises(ValueError, match=rf"^{function}\(\): `\w+` should be .*{message}"):
            use(model(units, eager=True), SOURCES[source](batch))  # tracing would take longer


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("use", ARRAYS)
def test_arrays_follow_the_same_rules(wrong: str, use: str) -> None:
    batch, units, message = WRONG[wrong]
    with pytest.raises(ValueError, match=rf"^\w+\(\): `\w+` should be .*{message}"):
        ARRAYS[use](model(units, eager=True), batch)


@pytest.mark.parametrize("source", SOURCES)
def test_a_batch_that_fits_trains_as_by_plain_keras(source: str) -> None:
    weights = np.linspace(0, 1, 8, dtype="float32")
    for batch in ((X, Y), (X, Y[:, 0]), (X, Y, weights), (X, Y, weights[:, None])):
        ours, plain = model(), keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
        plain.set_weights(ours.get_weights())
        plain.compile("sgd", "mse")
        rk.fit(ours, SOURCES[source](batch), steps_per_epoch=3, epochs=1, verbose=0)
        for _ in range(3):
            plain.train_on_batch(batch[0], batch[1], batch[2] if len(batch) > 2 else None)
        for one, other in zip(ours.get_weights(), plain.get_weights(), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-7)


def test_a_later_batch_of_another_shape_is_checked_too() -> None:
    for good, bad in (((X, Y), (X, Y[:1])), ((X, Y), (X, np.ones((8, 2))))):
        with pytest.raises(ValueError, match=r"^fit\(\): `y` should be"):
            rk.fit(model(), iter([good, good, bad]), steps_per_epoch=3, epochs=1, verbose=0)


def test_a_loss_of_ones_own_says_itself_what_targets_are() -> None:
    def quantiles(y_true: Any, y_pred: Any) -> Any:
        return keras.ops.mean(keras.ops.abs(y_true - y_pred), axis=-1)

    for source in SOURCES.values():
        rk.fit(model(1, quantiles), source((X, np.ones((8, 2)))), steps_per_epoch=3, epochs=1, verbose=0)


@pytest.mark.parametrize("loss", ["mae", "binary_crossentropy", "huber", "poisson", "cosine_similarity"])
def test_every_loss_that_compares_elements_wants_as_many(loss: str) -> None:
    with pytest.raises(ValueError, match="an array of 3 columns"):
        rk.train_on_batch(model(3, loss), X, np.ones(8))


def steps_model() -> Any:
    x = keras.Input((8, 2))
    made = keras.Model(x, keras.layers.Dense(1)(x))
    made.compile("sgd", "mse")
    return made


@pytest.mark.parametrize("use", ["arrays", *SOURCES])
def test_weights_of_samples_are_not_those_of_steps(use: str) -> None:
    """Eight samples of eight steps: Keras 3 would weigh the steps."""
    x, y = RNG.normal(size=(8, 8, 2)).astype("float32"), RNG.normal(size=(8, 8, 1)).astype("float32")
    weights = np.arange(8.0)
    made = steps_model()
    errors = (np.asarray(made(x)) - y)[..., 0] ** 2
    for weight, expected in ((weights, weights[:, None] * errors), (np.ones((8, 8)) * weights, weights * errors)):
        if use == "arrays":
            loss = rk.evaluate(made, x, y, sample_weight=weight, verbose=0)["loss"]
        elif use in ("dataset", "PyDataset of threads"):  # what Keras draws itself it gets as it is
            continue
        else:
            loss = rk.evaluate(made, SOURCES[use]((x, y, weight)), steps=1, verbose=0)["loss"]
        np.testing.assert_allclose(loss, expected.mean(), rtol=1e-5)
    if use not in ("dataset", "PyDataset of threads"):  # targets of two axes: a loss is the mean of a sample's steps
        batch = (x, y[..., 0], np.ones((8, 8, 1)))
        with pytest.raises(ValueError, match=r"`sample_weight` should be one number for each sample\. Received"):
            if use == "arrays":
                rk.evaluate(made, *batch[:2], sample_weight=batch[2], verbose=0)
            else:
                rk.evaluate(made, SOURCES[use](batch), steps=1, verbose=0)


def test_inputs_of_different_sizes_are_not_stretched_by_a_prediction() -> None:
    first, second = keras.Input((3,)), keras.Input((3,))
    made = keras.Model([first, second], keras.layers.Add()([first, second]))
    for use in (
        lambda data: rk.predict(made, data, verbose=0),
        lambda data: rk.predict_on_batch(made, data),
        lambda data: rk.predict(made, iterator((data,)), steps=1, verbose=0),
    ):
        assert use([X, X]).shape == (8, 3)
        with pytest.raises(ValueError, match=r"^predict\w*\(\): `x` should be arrays of equally many samples: 8"):
            use([X, X[:1]])


def test_class_numbers_and_columns_of_a_dataset_are_told_apart() -> None:
    sparse, columns = (
        tf.data.Dataset.from_tensors((X, y)) for y in (np.zeros(8, "int32"), np.eye(8, 3, dtype="float32"))
    )
    rk.fit(model(3, "sparse_categorical_crossentropy"), sparse, epochs=1, verbose=0)
    rk.fit(model(3, "categorical_crossentropy"), columns, epochs=1, verbose=0)
    with pytest.raises(ValueError, match="class numbers from 0 to 2"):
        rk.fit(model(3, "sparse_categorical_crossentropy"), columns, epochs=1, verbose=0)
    with pytest.raises(ValueError, match="one column for each class"):
        rk.fit(model(3, "categorical_crossentropy"), sparse, epochs=1, verbose=0)


def test_a_function_ends_where_the_iterator_that_it_draws_from_does() -> None:
    batches = iter([(np.ones((2, 1)), np.ones((2, 1)))] * 3)
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1) >> rk.compile("sgd", "mse")
    with pytest.warns(UserWarning, match="ran out of data"):
        history = rk.fit(model, lambda: next(batches), steps_per_epoch=5, verbose=0)
    assert len(history.metrics["loss"]) == 1
    with pytest.raises(ValueError, match=r"^fit\(\): `x` gave no batch"):
        rk.fit(model, lambda: next(batches), steps_per_epoch=5, verbose=0)


def put(array: Any, value: float) -> Any:
    """Return an array with another value in its sixth row, which is in the second batch."""
    copy = np.array(array, "float32")
    copy[5] = value
    return copy


LABELS = np.arange(8) % 3
WRONG_VALUES: dict[str, tuple[Any, str, int, str]] = {
    "NaN in inputs": ((put(X, np.nan), Y), "mse", 1, r"`x`: The data have 3 missing value\(s\) \(NA\) among 12\."),
    "NaN in targets": ((X, put(Y, np.nan)), "mse", 1, r"`y`: The data have 1 missing value\(s\) \(NA\) among 4\."),
    "a negative weight": ((X, Y, put(np.ones(8), -1)), "mse", 1, r"`sample_weight` should be .* 1 of 4 negative"),
    "an infinite weight": ((X, Y, put(np.ones(8), np.inf)), "mse", 1, r"`sample_weight` should be .* 1 of 4 negative"),
    "a label beyond the classes": ((X, put(LABELS, 3)), "sparse_categorical_crossentropy", 3, "`y` .*from 0 to 2"),
    "a broken label": ((X, put(LABELS, 0.5)), "sparse_categorical_crossentropy", 3, "`y` should be class numbers"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG_VALUES)
def test_a_dataset_checks_values_as_its_batches_pass(wrong: str) -> None:
    batch, loss, units, message = WRONG_VALUES[wrong]
    right = (X, np.zeros(8) if units > 1 else Y)
    dataset = tf.data.Dataset.from_tensor_slices(batch).batch(4)
    uses: dict[str, Callable[[Any], Any]] = {
        "fit": lambda made: rk.fit(made, dataset, epochs=1, verbose=0),
        "evaluate": lambda made: rk.evaluate(made, dataset, verbose=0),
        "method": lambda made: made.fit(dataset, shuffle=False, verbose=0),
        "validation": lambda made: rk.fit(made, *right, validation_data=dataset, epochs=1, verbose=0),
    }
    for name, use in uses.items():
        told = message.replace("`x`", "`validation_data`").replace("`y`", "`validation_data`")
        with pytest.raises(ValueError, match=rf"^\w+\(\): {told if name == 'validation' else message}"):
            use(model(units, loss))
    if "inputs" not in wrong:
        assert rk.predict(model(units, loss), dataset, verbose=0).shape == (8, units)


def test_checks_of_values_read_no_batch_an_extra_time() -> None:
    read = []

    def draw() -> Iterator[Any]:
        for _ in range(3):
            read.append(1)
            yield X, Y

    shapes = tuple(tf.TensorSpec(part.shape, tf.float32) for part in (X, Y))
    dataset = tf.data.Dataset.from_generator(draw, output_signature=shapes)
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(3))
    rk.fit(model(), dataset, epochs=2, verbose=0)
    assert len(read) == 6


def test_a_label_that_the_loss_ignores_passes_in_a_dataset() -> None:
    loss = rk.loss_sparse_categorical_crossentropy(ignore_class=-1)
    dataset = tf.data.Dataset.from_tensor_slices((X, put(LABELS, -1))).batch(4)
    rk.fit(model(3, loss), dataset, epochs=1, verbose=0)
    outputs = rk.layer_input(3)
    two = rk.keras_model(outputs, [rk.layer_dense(outputs, 1, name="a"), rk.layer_dense(outputs, 3, name="b")])
    rk.compile(two, "sgd", {"a": "mse", "b": "sparse_categorical_crossentropy"})
    for labels, is_wrong in ((LABELS, False), (LABELS + 1, True)):
        dataset = tf.data.Dataset.from_tensor_slices((X, {"b": labels, "a": Y})).batch(4)
        expected = pytest.raises(ValueError, match=r'`y` should be .* "b" has 3 units') if is_wrong else nullcontext()
        with expected:
            rk.fit(two, dataset, epochs=1, verbose=0)


@pytest.mark.parametrize("place", [1, 6])
def test_a_wrong_batch_of_a_generator_of_the_models_own_method_is_told_as_by_fit(place: int) -> None:
    for bad, message in (((X, put(Y, np.nan)), "`y`: The data have"), ((X[:, :2], Y), "`x` should be an array of")):
        batches = (bad if step == place else (X, Y) for step in range(8))
        with pytest.raises(ValueError, match=rf"^fit\(\): {message}"):
            model().fit(batches, steps_per_epoch=8, shuffle=False, verbose=0)
