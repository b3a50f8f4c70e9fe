"""predict() and evaluate() on arrays in memory: Keras's numbers, without its data pipeline."""

import logging
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter
from training_models import ONE, TWO, A, B, double, single

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


W = np.linspace(0.2, 3, 12)
MEASURED: dict[str, tuple[Callable[[], Any], dict[str, Any], Any, Any]] = {
    "one output": (single, {"loss": "mse", "metrics": ["mae"], "weighted_metrics": ["accuracy"]}, A, ONE),
    "several": (double, {"loss": "mse", "metrics": [["mae"], ["accuracy"]]}, [A, B], [ONE, TWO]),
    "steps of one execution": (single, {"loss": "mse", "metrics": ["mae"], "steps_per_execution": 2}, A, ONE),
    "not compiled to a graph": (single, {"loss": "mse", "run_eagerly": True}, A, ONE),
    "whole numbers": (single, {"loss": "mse"}, A > 0, ONE.astype("int32")),
}


@pytest.mark.parametrize("name", MEASURED)
def test_measures_are_those_of_keras(name: str) -> None:
    make, args, x, y = MEASURED[name]
    model = make()
    model.compile("sgd", **args)
    as_keras = keras.tree.map_structure(lambda part: part * 1.0, (x, y))
    for size, weights in ((5, None), (5, W), (12, None)):
        options = {"batch_size": size, "sample_weight": weights, "verbose": 0}
        expected = model.evaluate(*as_keras, return_dict=True, **options)
        assert dict(sorted(rk.evaluate(model, x, y, **options).items())) == dict(sorted(expected.items()))


class _Told(keras.callbacks.Callback):
    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Any] = []

    def on_test_begin(self, logs: Any = None) -> None:
        self.calls.append(("begin", self.params["steps"]))

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        self.calls.append((batch, float(logs["loss"])))

    def on_test_end(self, logs: Any = None) -> None:
        self.calls.append(("end", logs))

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        self.calls.append((batch, logs["outputs"].shape))


def test_callbacks_are_called_as_by_keras() -> None:
    model = single()
    model.compile("sgd", "mse", metrics=["mae"])
    ours, its = _Told(), _Told()
    rk.evaluate(model, A, ONE, batch_size=5, verbose=0, callbacks=ours)
    model.evaluate(A, ONE, batch_size=5, verbose=0, callbacks=[its])
    rk.predict(model, A, batch_size=5, verbose=0, callbacks=ours)
    model.predict(A, batch_size=5, verbose=0, callbacks=[its])
    assert ours.calls == its.calls and len(ours.calls) == 8


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
    model = single() >> rk.compile("sgd", "mse")
    monkeypatch.setattr(ArrayDataAdapter, "get_tf_dataset", _refuse)
    assert rk.predict(model, A, batch_size=5, verbose=0).shape == (12, 1)
    assert rk.evaluate(model, A, ONE, verbose=0)["loss"] > 0
    assert capsys.readouterr().out == ""
    for args in ({"verbose": 1}, {"verbose": 2}, {"callbacks": keras.callbacks.Callback()}):
        assert rk.predict(model, A, **args).shape == (12, 1)
        assert rk.evaluate(model, A, ONE, sample_weight=W, **args)["loss"] > 0
    for verb, data in ((rk.predict, [A]), (rk.evaluate, [A, ONE])):
        with pytest.raises(RuntimeError, match="a data pipeline"):
            verb(model, *data, verbose=0, steps=1)
    assert rk.predict(_Own([keras.Input((4,)), keras.layers.Dense(1)]), A) == "own, of 12"


def test_no_rows_have_predictions_of_the_right_shape_and_no_measures() -> None:
    none = rk.predict(single() >> rk.compile("sgd", "mse"), A[:0])
    assert none.shape == (0, 1) and none.dtype == "float32"
    assert [part.shape for part in rk.predict(double(), [A[:0], B[:0]], verbose=1)] == [(0, 1), (0, 2)]
    recurrent = keras.Sequential([keras.Input((5, 3)), keras.layers.LSTM(2, return_sequences=True)])
    assert rk.predict(recurrent, STEPS[:0]).shape == (0, 5, 2)
    model = single() >> rk.compile("sgd", "mse")
    for verb in (rk.fit, rk.evaluate, rk.train_on_batch, rk.test_on_batch):
        words = rf"^{verb.__name__}\(\): `x` should be at least one sample\. .* shape \(0, 4\)"
        with pytest.raises(ValueError, match=words):
            verb(model, A[:0], ONE[:0])
    with pytest.raises(ValueError, match=r"^fit\(\): `validation_data` should be at least one sample"):
        rk.fit(model, A, ONE, validation_data=(A[:0], ONE[:0]))


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
