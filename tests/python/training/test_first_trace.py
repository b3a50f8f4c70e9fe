"""TensorFlow traces the first step once, and the numbers are those of Keras, which traces it twice."""

from typing import Any

import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.training import retracing

X = np.random.default_rng(1).normal(size=(24, 6))
Y = (X.sum(axis=1) > 0).astype(float)
LABELS = {"vector": Y, "column": Y[:, None]}


def make_model(**compiled: Any) -> tuple[Any, list[Any]]:
    """Return a model of a dense layer, dropout and an output, and a list that grows by one in each trace."""
    rk.use_session_with_seed(3)
    traces: list[Any] = []

    def loss(y_true: Any, y_pred: Any) -> Any:
        traces.append(y_true.shape)
        return rk.k_mean(rk.k_square(y_true - y_pred))

    model = rk.keras_model_sequential(input_shape=6) >> rk.layer_dense(4) >> rk.layer_dropout(0.2)
    model = model >> rk.layer_batch_normalization() >> rk.layer_dense(1, activation="sigmoid")
    return model >> rk.compile(**{"loss": loss, "optimizer": "adam"} | compiled), traces


def two_outputs(loss: Any) -> Any:
    rk.use_session_with_seed(3)
    inputs = rk.layer_input(shape=6)
    hidden = inputs >> rk.layer_dense(3, trainable=False)
    outputs = [hidden >> rk.layer_dense(1, name="a"), hidden >> rk.layer_dense(2, name="b")]
    model = rk.keras_model(inputs, outputs)
    return model >> rk.compile(loss=loss, optimizer="rmsprop", metrics={"a": "mae", "b": ["accuracy"]})


def generate() -> Any:
    return X[:8], Y[:8]


RUNS = {
    "no metric": ({}, lambda model: model >> rk.fit(X, Y, epochs=2, verbose=0)),
    "accuracy": ({"metrics": "accuracy"}, lambda model: model >> rk.fit(X, LABELS["column"], epochs=2, verbose=0)),
    "weighted": (
        {"weighted_metrics": ["mae", "mse"]},
        lambda model: model >> rk.fit(X, Y, sample_weight=np.arange(24.0), epochs=2, verbose=0, validation_split=0.25),
    ),
    "generator": ({"metrics": "mae"}, lambda model: model >> rk.fit(generate, steps_per_epoch=3, epochs=2, verbose=0)),
    "scaled": (
        {"optimizer": "sgd", "metrics": ["accuracy"], "auto_scale_loss": True},
        lambda model: model >> rk.train_on_batch(X, Y),
    ),
    "evaluate": ({"metrics": ["accuracy", "mae"]}, lambda model: model >> rk.evaluate(X, Y, verbose=0)),
}


def run(name: str) -> tuple[Any, list[Any], list[Any]]:
    compiled, use = RUNS[name]
    model, traces = make_model(**compiled)
    result = use(model)
    return getattr(result, "metrics", result), model.get_weights(), traces


@pytest.mark.parametrize("name", RUNS)
def test_one_trace_gives_the_numbers_of_two(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    logs, weights, traces = run(name)
    monkeypatch.setattr(retracing, "build_state", lambda *_: None)
    by_keras, weights_by_keras, traces_by_keras = run(name)
    assert logs == by_keras
    for own, other in zip(weights, weights_by_keras, strict=True):
        np.testing.assert_array_equal(own, other)
    validates = name == "weighted"
    assert len(traces) == 1 + validates
    assert len(traces) < len(traces_by_keras)


@pytest.mark.parametrize("loss", ["mse", {"a": "mse", "b": "categorical_crossentropy"}])
def test_several_outputs_log_and_learn_as_in_keras(loss: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    results = []
    labels = {"a": Y, "b": np.stack([Y, 1 - Y], axis=1)}
    for _ in range(2):
        model = two_outputs(loss)
        history = model >> rk.fit(X, labels, epochs=2, verbose=0)
        results.append((history.metrics, [weight.tolist() for weight in model.get_weights()]))
        monkeypatch.setattr(retracing, "build_state", lambda *_: None)
    assert results[0] == results[1]


def test_a_dataset_tells_the_shape_of_its_labels() -> None:
    import tensorflow as tf

    model, traces = make_model(metrics="accuracy")
    model >> rk.fit(tf.data.Dataset.from_tensor_slices((X, Y)).batch(8), epochs=1, verbose=0)
    assert len(traces) == 1
