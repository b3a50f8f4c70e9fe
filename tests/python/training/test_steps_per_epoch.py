"""Epochs of fewer steps than the data have: against tf_keras, and against Keras for its own models."""

import warnings
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras

import rkeras_py as rk
from rkeras_py.compat import steps

X = np.arange(12.0, dtype="float32").reshape(6, 2)
Y = np.zeros((6, 1), "float32")


def batches(library: Any, **options: Any) -> Any:
    base = library.utils.Sequence if library is tf_keras else library.utils.PyDataset

    class Batches(base):  # type: ignore[misc]
        def __len__(self) -> int:
            return 3

        def __getitem__(self, index: int) -> Any:
            return X[2 * index : 2 * index + 2], Y[2 * index : 2 * index + 2]

    return Batches(**options)


def model_of(library: Any) -> Any:
    model = library.Sequential([library.layers.Input((2,)), library.layers.Dense(1, kernel_initializer="ones")])
    model.compile(library.optimizers.SGD(1e-3), "mse")
    return model


def losses(fit: Callable[..., Any], *data: Any, **options: Any) -> list[float]:
    """Return the loss of each epoch of two steps, and of the shorter ones that Keras 3 has."""
    with warnings.catch_warnings(action="ignore"):
        return list(fit(*data, epochs=3, steps_per_epoch=2, verbose=0, **options).history["loss"])


KINDS: dict[str, Callable[[Any], tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "arrays": lambda library: ((X, Y), {"batch_size": 2, "shuffle": False}),
    "batches": lambda library: ((batches(library),), {"shuffle": False}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_epoch_has_its_steps_as_in_keras_2(kind: str) -> None:
    data, options = KINDS[kind](tf_keras)
    expected = losses(model_of(tf_keras).fit, *data, **options)
    data, options = KINDS[kind](keras)
    verb, method, of_keras3, plain = (model_of(keras) for _ in range(4))
    rk.compile(verb, verb.optimizer, "mse")
    steps.mark_model(method)
    steps.mark_model(of_keras3, of_keras2=False)
    with warnings.catch_warnings(action="error"):
        history = rk.fit(verb, *data, epochs=3, steps_per_epoch=2, verbose=0, **options)
    np.testing.assert_allclose(history.metrics["loss"], expected, rtol=1e-5)
    np.testing.assert_allclose(losses(method.fit, *data, **options), expected, rtol=1e-5)
    goes_on = losses(plain.fit, *data, **options)
    assert losses(of_keras3.fit, *data, **options) == goes_on and abs(goes_on[1] - expected[1]) > 1


def test_batches_of_threads_begin_anew_and_datasets_go_on() -> None:
    model = rk.compile(model_of(keras), keras.optimizers.SGD(1e-3), "mse")
    expected = losses(model_of(tf_keras).fit, batches(tf_keras), shuffle=False)
    found = losses(steps.mark_model(model_of(keras)).fit, batches(keras, workers=2), shuffle=False)
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    dataset = tf.data.Dataset.from_tensor_slices((X, Y)).batch(2)
    expected = losses(model_of(tf_keras).fit, dataset)
    with warnings.catch_warnings(action="ignore"):
        found = rk.fit(model, dataset, epochs=2, steps_per_epoch=2, verbose=0).metrics["loss"]
    np.testing.assert_allclose(found, expected, rtol=1e-5)


@pytest.mark.parametrize("steps", [2, 4])
def test_several_steps_in_one_execution_lose_no_batch(steps: int) -> None:
    theirs, ours = model_of(tf_keras), model_of(keras)
    theirs.compile(theirs.optimizer, "mse", steps_per_execution=2)
    rk.compile(ours, ours.optimizer, "mse", steps_per_execution=2)
    found, expected = (
        model.fit(X, Y, 2, epochs=2, steps_per_epoch=steps, shuffle=False, verbose=0).history["loss"]
        for model in (ours, theirs)
    )
    np.testing.assert_allclose(found[: 6 // steps], expected[: 6 // steps], rtol=1e-5)


def test_endless_batches_go_on() -> None:
    asked: list[int] = []

    class Endless(keras.utils.PyDataset):  # type: ignore[misc]
        num_batches = None

        def __getitem__(self, index: int) -> Any:
            asked.append(index)
            return X[:2], Y[:2]

    model = rk.compile(model_of(keras), keras.optimizers.SGD(1e-3), "mse")
    rk.fit(model, Endless(), steps_per_epoch=2, epochs=2, verbose=0)
    assert asked == [0, 1, 2, 3]


def test_a_limit_of_steps_is_no_number_of_steps() -> None:
    expected = model_of(keras).fit(X, Y, 2, epochs=2, shuffle=False, verbose=0).history["loss"]
    model = rk.compile(model_of(keras), keras.optimizers.SGD(1e-3), "mse")
    rk.config_set_max_steps_per_epoch(5)
    with warnings.catch_warnings(action="ignore"):
        found = rk.fit(model, X, Y, batch_size=2, epochs=2, shuffle=False, verbose=0).metrics["loss"]
    rk.config_set_max_steps_per_epoch(None)
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_validation_goes_through_its_data_once() -> None:
    model = rk.compile(model_of(keras), keras.optimizers.SGD(0.0), "mse")
    held = {"validation_data": (X, Y), "validation_steps": 4, "validation_batch_size": 2}
    with warnings.catch_warnings(action="ignore"):
        history = rk.fit(model, X, Y, batch_size=2, epochs=2, steps_per_epoch=2, verbose=0, **held)
    np.testing.assert_allclose(
        history.metrics["val_loss"], [rk.evaluate(model, X, Y, verbose=0)["loss"]] * 2, rtol=1e-5
    )
