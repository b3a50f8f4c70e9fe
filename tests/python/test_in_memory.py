"""predict() on arrays in memory: Keras's numbers and traces, without its data pipeline."""

import logging
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras.src.backend.tensorflow import trainer
from training_models import A, B, double, single

import rkeras_py as rk

WHOLE = np.arange(12).reshape(12, 1) % 5
STEPS = np.random.default_rng(2).normal(size=(12, 5, 3))


def _normalized() -> Any:
    model = rk.keras_model_sequential(input_shape=4) >> rk.layer_batch_normalization() >> rk.layer_dropout(0.5)
    model >> rk.layer_dense(2) >> rk.compile("sgd", "mse")
    rk.fit(model, A, B[:, :2], epochs=1, verbose=0)
    return model


def _named_outputs() -> Any:
    x = keras.Input((4,))
    return keras.Model(x, {"twice": keras.layers.Add()([x, x]), "nested": [keras.layers.ReLU()(x), x]})


def _reversed_text() -> Any:
    x = keras.Input((1,), dtype="string")
    return keras.Model(x, keras.layers.StringLookup(vocabulary=["a", "b"])(x))


MODELS: dict[str, tuple[Callable[[], Any], Any]] = {
    "one input": (single, A),
    "two inputs and outputs": (double, [A, B]),
    "normalization and dropout": (_normalized, A),
    "named outputs": (_named_outputs, A),
    "whole numbers": (lambda: keras.Sequential([keras.Input((1,)), keras.layers.Embedding(5, 3)]), WHOLE),
    "truth values": (single, A > 0),
    "half precision": (single, A.astype("float16")),
    "strings": (_reversed_text, tf.constant([["a"], ["c"], ["b"]] * 4)),
    "not built": (lambda: keras.Sequential([keras.layers.Dense(2)]), A),
    "steps of one execution": (lambda: single() >> rk.compile("sgd", "mse", steps_per_execution=3), A),
    "not compiled to a graph": (lambda: single() >> rk.compile("sgd", "mse", run_eagerly=True), A),
    "lengths that vary": (
        lambda: keras.Sequential([keras.Input((1,)), keras.layers.Lambda(lambda x: x[:, : tf.shape(x)[0]])]),
        A[:, :1],
    ),
}


def _same(found: Any, expected: Any) -> None:
    keras.tree.assert_same_structure(found, expected)
    for one, other in zip(keras.tree.flatten(found), keras.tree.flatten(expected), strict=True):
        assert type(one) is type(other) and one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", MODELS)
def test_numbers_and_structure_are_those_of_keras(name: str) -> None:
    make, x = MODELS[name]
    model = make()
    for size in (None, 5, 12):
        found = rk.predict(model, x, batch_size=size, verbose=0)
        as_keras = keras.tree.map_structure(lambda part: np.asarray(part) if part.dtype == bool else part, x)
        _same(found, model.predict(as_keras, batch_size=size, verbose=0))


def test_a_recurrent_layer_keeps_its_state_from_batch_to_batch() -> None:
    def make() -> Any:
        keras.utils.set_random_seed(1)
        return keras.Sequential([keras.Input(batch_shape=(4, 5, 3)), keras.layers.GRU(2, stateful=True)])

    ours, theirs = make(), make()
    for _ in range(2):
        _same(rk.predict(ours, STEPS, batch_size=4, verbose=0), theirs.predict(STEPS, batch_size=4, verbose=0))


def test_equal_shapes_are_traced_once_and_share_their_traces_with_keras() -> None:
    traces: list[Any] = []

    class Counts(keras.layers.Layer):
        def call(self, x: Any) -> Any:
            traces.append(x.shape)
            return x

    model = keras.Sequential([keras.Input((4,)), Counts()])
    traces.clear()
    for _ in range(3):
        rk.predict(model, A, batch_size=6, verbose=0)
        model.predict(A, batch_size=6, verbose=0)
        rk.predict(model, A[:6])
    assert len(traces) == 1
    for rows in range(1, 6):  # any other number of rows is one trace more
        rk.predict(model, A[:rows], verbose=0)
    assert len(traces) == 2


def _refuse(*_: Any, **__: Any) -> None:
    raise RuntimeError("a data pipeline")


class _Own(keras.Sequential):
    def predict(self, x: Any, **_: Any) -> str:
        return f"own, of {len(x)}"


def test_which_calls_do_without_a_pipeline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    model = single()
    monkeypatch.setattr(trainer, "TFEpochIterator", _refuse)
    assert rk.predict(model, A).shape == (12, 1)
    assert rk.predict(model, A, batch_size=5, verbose=0).shape == (12, 1)
    assert capsys.readouterr().out == ""
    for args in ({"verbose": 1}, {"verbose": 2}, {"steps": 1}, {"callbacks": keras.callbacks.Callback()}):
        with pytest.raises(RuntimeError, match="a data pipeline"):
            rk.predict(model, A, **args)
    with pytest.raises(RuntimeError, match="a data pipeline"):
        rk.predict(model, tf.data.Dataset.from_tensor_slices(A).batch(4))
    assert rk.predict(_Own([keras.Input((4,)), keras.layers.Dense(1)]), A) == "own, of 12"


def test_what_keras_refuses_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^predict\(\): "):
        rk.predict(double(), [A, B[:5]], verbose=0)


def test_the_array_that_comes_back_is_not_the_one_that_went_in() -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Activation("linear")])
    x = A.astype("float32")
    found = rk.predict(model, x, verbose=0)
    found[:] = 7
    np.testing.assert_array_equal(x, A.astype("float32"))


def test_many_models_are_no_retracing_but_a_function_of_the_user_is(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("tensorflow")
    caplog.set_level("WARNING")
    logger.addHandler(caplog.handler)
    try:
        for _ in range(8):
            rk.predict(keras.Sequential([keras.Input((4,)), keras.layers.ReLU()]), A)
        assert "retracing" not in caplog.text
        for _ in range(8):
            tf.function(lambda x: x + 1)(tf.constant(1))
        assert "retracing" in caplog.text
    finally:
        logger.removeHandler(caplog.handler)
