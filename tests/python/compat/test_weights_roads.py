"""Weights of samples and classes, and targets by name, by number against Keras 2: each kind by each road."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from support import for_each

import rkeras_py as rk
from rkeras_py.data.arrays import Factor

N, HALF, STEPS = 8, 4, 3
X = np.sin(np.arange(2.0 * N)).reshape(N, 2).astype("float32")
SERIES = np.cos(np.arange(2.0 * N * STEPS)).reshape(N, STEPS, 2).astype("float32")
NUMBERS = np.cos(np.arange(float(N)))
CLASSES = np.array([0, 2, 1, 1, 0, 2, 2, 0])
STEP_CLASSES = np.arange(N * STEPS).reshape(N, STEPS) % 3
OWN = np.array([1, 2, 0.5, 3, 0, 1.5, 1, 4])
OTHER = np.array([2, 0, 1, 1, 3, 0.5, 2, 1])
OF_STEPS = np.arange(float(N * STEPS)).reshape(N, STEPS) % 4
OF_CLASSES = {0: 1.0, 1: 5.0, 2: 0.5}
SPARSE, BINARY = "sparse_categorical_crossentropy", "binary_crossentropy"

WITH_CLASSES = ("two classes", "classes", "one column for each class")
KINDS: dict[str, tuple[Any, ...]] = {  # the input, the outputs (units, activation, loss), the targets
    "numbers": (X, [(1, None, "mse")], NUMBERS),
    "two classes": (X, [(1, "sigmoid", BINARY)], CLASSES % 2),
    "classes": (X, [(3, "softmax", SPARSE)], CLASSES),
    "one column for each class": (X, [(3, "softmax", "categorical_crossentropy")], np.eye(3)[CLASSES]),
    "steps": (SERIES, [(1, None, "mse")], STEP_CLASSES[:, :, None] / 2.0),
    "classes of steps": (SERIES, [(3, "softmax", SPARSE)], STEP_CLASSES),
    "outputs": (X, [(1, None, "mse"), (3, "softmax", SPARSE)], [NUMBERS, CLASSES]),
    "outputs by name": (X, [(1, None, "mse"), (3, "softmax", SPARSE)], {"b": CLASSES, "a": NUMBERS}),
    "outputs of steps": (SERIES, [(1, None, "mae"), (3, "softmax", SPARSE)], [STEP_CLASSES[:, :, None], STEP_CLASSES]),
}
OF_SAMPLES = [None, OWN, OWN[:, None], OWN.astype(int)]
OF_OUTPUTS = [[OWN, OTHER], {"a": OWN, "b": OTHER}, {"b": OTHER, "a": OWN}]
WEIGHTS: dict[str, list[Any]] = {  # of the samples, beside those of the classes below
    **{kind: OF_SAMPLES for kind in ("numbers", *WITH_CLASSES)},
    **{kind: [None, OWN, OF_STEPS] for kind in ("steps", "classes of steps")},
    **{kind: [None, *OF_OUTPUTS] for kind in ("outputs", "outputs by name")},
    "outputs of steps": [[OF_STEPS, OTHER], {"a": OWN, "b": OF_STEPS}],
}
SETTINGS: dict[str, Any] = {"epochs": 1, "verbose": 0, "shuffle": False}


def build(library: Any, kind: str) -> Any:
    x, outputs, _ = KINDS[kind]
    inputs = library.Input(x.shape[1:])
    made, start = [], []
    for name, (units, activation, _) in zip("ab", outputs, strict=False):
        made.append(library.layers.Dense(units, activation, name=name)(inputs))
        start += [np.linspace(-0.5, 0.6, 2 * units).reshape(2, units), np.full(units, 0.1)]
    model = library.Model(inputs, made if len(made) > 1 else made[0])
    model.set_weights(start)
    losses = [loss for *_, loss in outputs]
    metrics = {name: ["accuracy" if units > 1 else "mae"] for name, (units, *_) in zip("ab", outputs, strict=False)}
    measured: dict[str, Any] = {"loss": losses if len(losses) > 1 else losses[0], "metrics": metrics}
    measured |= {"weighted_metrics": {"a": losses[:1]}, "run_eagerly": True}
    if library is keras:
        return rk.compile(model, optimizer=rk.optimizer_sgd(0.1), **measured)
    model.compile(tf_keras.optimizers.SGD(0.1), **measured)
    return model


def take(value: Any, part: slice) -> Any:
    if isinstance(value, dict):
        return {name: one[part] for name, one in value.items()}
    return tuple(one[part] for one in value) if isinstance(value, list) else value[part]


def draw(kind: str, weights: Any) -> Iterator[Any]:
    whole = [value for value in (*KINDS[kind][::2], weights) if value is not None]
    while True:
        for start in (0, HALF):
            yield tuple(take(value, slice(start, start + HALF)) for value in whole)


def make_dataset(kind: str, weights: Any) -> Any:
    given = tuple(take(value, slice(None)) for value in (*KINDS[kind][::2], weights) if value is not None)
    return tf.data.Dataset.from_tensor_slices(given).batch(HALF)


def make_sequence(library: Any, kind: str, weights: Any) -> Any:
    batches = draw(kind, weights)
    two = [next(batches), next(batches)]
    base = library.utils.Sequence if library is tf_keras else keras.utils.PyDataset
    return type("Halves", (base,), {"__len__": lambda self: 2, "__getitem__": lambda self, place: two[place]})()


def fit(model: Any, *data: Any, **options: Any) -> Any:
    options = {**SETTINGS, **options}
    if isinstance(model, keras.Model):
        return rk.fit(model, *data, **options).metrics
    return model.fit(*data, **options).history


def by_arrays(library: Any, kind: str, weights: Any, of_classes: Any) -> Any:
    model, (x, _, y) = build(library, kind), KINDS[kind]
    found = fit(model, x, y, batch_size=HALF, sample_weight=weights, class_weight=of_classes)
    given = {"batch_size": HALF, "sample_weight": weights, "verbose": 0}
    if library is keras:
        return model, {**found, "evaluated": list(rk.evaluate(model, x, y, **given).values())}
    return model, {**found, "evaluated": model.evaluate(x, y, **given)}


def by_validation(library: Any, kind: str, weights: Any, of_classes: Any) -> Any:
    model, (x, _, y) = build(library, kind), KINDS[kind]
    held = (x, y) if weights is None else (x, y, weights)
    return model, fit(model, x, y, batch_size=HALF, validation_data=held, validation_batch_size=HALF)


def by_generator(library: Any, kind: str, weights: Any, of_classes: Any) -> Any:
    model = build(library, kind)
    return model, fit(model, draw(kind, weights), steps_per_epoch=2, class_weight=of_classes)


def by_dataset(library: Any, kind: str, weights: Any, of_classes: Any) -> Any:
    model = build(library, kind)
    return model, fit(model, make_dataset(kind, weights), class_weight=of_classes)


def by_sequence(library: Any, kind: str, weights: Any, of_classes: Any) -> Any:
    model = build(library, kind)
    return model, fit(model, make_sequence(library, kind, weights), class_weight=of_classes)


def by_batches(library: Any, kind: str, weights: Any, of_classes: Any) -> Any:
    model, (x, _, y) = build(library, kind), KINDS[kind]
    methods: Any = (model.train_on_batch, model.test_on_batch)
    if library is keras:
        methods = tuple(functools.partial(one, model) for one in (rk.train_on_batch, rk.test_on_batch))
    trained = methods[0](x, y, sample_weight=weights, class_weight=of_classes)
    tested = methods[1](x, y, sample_weight=weights)
    return model, {"trained": trained, "tested": tested}


def by_own_methods(library: Any, kind: str, weights: Any, of_classes: Any) -> Any:
    """The methods of the model itself; lists of R name classes by text."""
    model, (x, _, y) = build(library, kind), KINDS[kind]
    if library is keras and of_classes:
        of_classes = {str(number): weight for number, weight in of_classes.items()}
    found = {"trained": model.train_on_batch(x, y, weights, of_classes)}
    given = {"class_weight": of_classes, **SETTINGS}
    found |= model.fit(x, y, HALF, sample_weight=weights, **given).history
    if weights is None or of_classes is None:  # Keras 2 multiplies them beside arrays alone
        for source in (make_dataset(kind, weights), make_sequence(library, kind, weights)):
            found["batches"] = found.get("batches", []) + model.fit(source, **given).history["loss"]
        found["drawn"] = model.fit(draw(kind, weights), steps_per_epoch=2, **given).history["loss"]
    return model, found


ROADS: list[Callable[..., Any]] = [by_arrays, by_validation, by_generator, by_dataset, by_sequence, by_batches]


def list_cases(kind: str, road: Callable[..., Any]) -> list[tuple[Any, Any]]:
    """List weights of samples with those of classes; Keras 2 takes both beside arrays alone."""
    of_samples = [(weights, None) for weights in WEIGHTS[kind]]
    if kind not in WITH_CLASSES or road is by_validation:
        return of_samples
    present = {number: OF_CLASSES[number] for number in range(2 if kind == "two classes" else 3)}
    both = [(OWN, present)] if road in (by_arrays, by_batches, by_own_methods) else []
    return [*of_samples, (None, present), *both]


def hold(road: Callable[..., Any], kind: str, weights: Any, of_classes: Any) -> None:
    (theirs, expected), (ours, found) = (road(one, kind, weights, of_classes) for one in (tf_keras, keras))
    assert set(found) == set(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(found[name], [float(value) for value in values], rtol=2e-5, atol=1e-6, err_msg=name)
    for one, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, rtol=2e-5, atol=1e-6)


@for_each("kind", [kind for kind in KINDS if not kind.startswith("outputs")])
def test_own_methods_weigh_classes_and_samples_as_in_keras_2(kind: str) -> None:
    for weights, of_classes in list_cases(kind, by_own_methods):
        hold(by_own_methods, kind, weights, of_classes)


@pytest.mark.parametrize("kind", KINDS)
@for_each("road", ROADS)
def test_weights_count_as_in_keras_2(kind: str, road: Callable[..., Any]) -> None:
    for weights, of_classes in list_cases(kind, road):
        hold(road, kind, weights, of_classes)


def test_class_weights_go_by_numbers_texts_and_levels() -> None:
    x, _, y = KINDS["two classes"]
    levels = Factor(y, ["no", "yes"])
    expected, by_default = (
        build(tf_keras, "two classes").train_on_batch(x, y, class_weight=one) for one in ({0: 1, 1: 5}, None)
    )
    assert expected != by_default
    for target, weights in ((y, {"0": 1, "1": 5}), (y, {1: 5.0}), (levels, {"yes": 5}), (levels, {"no": 1, 1: 5})):
        found = rk.train_on_batch(build(keras, "two classes"), x, target, class_weight=weights)
        np.testing.assert_allclose(found, expected, rtol=1e-5)
