"""Models of several outputs, of which some are left out or belong to one layer: names and numbers are Keras 2's."""

import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # tf_keras's own
    import tf_keras

RNG = np.random.default_rng(0)
X = RNG.normal(size=(12, 4))
NUMBERS, LABELS, WEIGHTS = RNG.normal(size=(12, 1)), RNG.integers(0, 3, 12), np.arange(12.0)
SPARSE = "sparse_categorical_crossentropy"


def branched(engine: Any) -> Any:
    x = engine.Input((4,))
    classes = engine.layers.Dense(3, activation="softmax", name="classes")(x)
    return engine.Model(x, [engine.layers.Dense(1, name="number")(x), classes])


def judged_twice(engine: Any) -> Any:
    x = engine.Input((4,))
    judge = engine.layers.Dense(2, name="judge")
    return engine.Model(x, [judge(x), judge(engine.layers.Dense(4, activation="tanh")(x))])


def both(make: Any, settings: dict[str, Any]) -> tuple[Any, Any]:
    model, old = make(keras), make(tf_keras)
    old.set_weights(model.get_weights())
    old.compile("sgd", **settings, run_eagerly=True)
    return rk.compile(model, "sgd", **settings), old


CASES = {
    "the target of the only loss": ({"loss": {"number": "mse"}}, {"y": {"number": NUMBERS}}),
    "one array": ({"loss": {"number": "mse"}}, {"y": NUMBERS}),
    "no target for what has no loss": (
        {"loss": ["mse", None]},
        {"y": [NUMBERS, None]},
    ),
    "targets of all": ({"loss": ["mse", None]}, {"y": [NUMBERS, LABELS]}),
    "metrics": (
        {"loss": {"classes": SPARSE}, "metrics": {"classes": ["accuracy"]}},
        {"y": {"classes": LABELS}, "sample_weight": {"classes": WEIGHTS}},
    ),
    "a metric of the other": (
        {"loss": {"classes": SPARSE}, "metrics": {"number": ["mae"]}},
        {"y": {"classes": LABELS, "number": NUMBERS}},
    ),
    "weights of one by place": (
        {"loss": ["mse", SPARSE], "loss_weights": [1.0, 0.5]},
        {"y": [NUMBERS, LABELS], "sample_weight": [None, WEIGHTS]},
    ),
    "some weights": (
        {"loss": ["mse", SPARSE], "loss_weights": [1.0, 0.5]},
        {"y": [NUMBERS, LABELS], "sample_weight": {"classes": WEIGHTS}},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_has_no_loss_needs_no_target_and_weights_may_be_left_out(name: str) -> None:
    settings, data = CASES[name]
    model, old = both(branched, settings)
    expected = old.evaluate(X, verbose=0, return_dict=True, **data)
    assert list(rk.evaluate(model, X, verbose=0, **data).items()) == [
        (name, pytest.approx(value, rel=1e-5)) for name, value in expected.items()
    ]
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Gradients do not exist")
        history = rk.fit(model, X, epochs=1, verbose=0, **data)
    assert list(history.metrics) == list(expected)


@pytest.mark.parametrize(
    "settings", [{"loss": ["mse", SPARSE]}, {"loss": ["mse", None], "metrics": [["mae"], ["acc"]]}]
)
def test_what_is_judged_needs_a_target(settings: dict[str, Any]) -> None:
    model, _ = both(branched, settings)
    with pytest.raises(ValueError, match=r'`y` should be named by the model: "number", "classes".*names: "number"'):
        rk.fit(model, X, {"number": NUMBERS}, verbose=0)
    for y in ([None, LABELS], {"number": None, "classes": LABELS}):
        for use in (rk.fit, rk.evaluate, rk.train_on_batch, keras.Model.fit, keras.Model.test_on_batch):
            with pytest.raises(ValueError, match=r'`y` should be an array for each .* Received: y = none for "number"'):
                use(model, X, y)
    with pytest.raises(ValueError, match='none for "number"'):
        rk.fit(model, iter([(X, [None, LABELS])]), verbose=0)


class Unnamed(keras.Model):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.number, self.score = keras.layers.Dense(1), keras.layers.Dense(1)

    def call(self, x: Any) -> list[Any]:
        return [self.number(x), self.score(x)]


def test_outputs_without_names_need_a_target_if_they_are_judged() -> None:
    model = Unnamed() >> rk.compile("sgd", "mse")
    for use in (rk.fit, rk.evaluate, rk.train_on_batch):
        with pytest.raises(ValueError, match=r'`y` should be an array for each .* Received: y = none for "2"'):
            use(model, X, [NUMBERS, None])
    model >> rk.compile("sgd", ["mse", None])
    before = rk.evaluate(model, X, [NUMBERS, None], verbose=0)
    np.testing.assert_allclose(before["loss"], np.mean((NUMBERS - model(X)[0]) ** 2), rtol=1e-5)


def test_metrics_of_an_output_may_have_names() -> None:
    def far(y_true: Any, y_pred: Any) -> Any:
        return keras.ops.max(keras.ops.abs(y_true - y_pred))

    model, _ = both(branched, {"loss": ["mse", SPARSE]})
    for metrics in ({"number": {"worst": far}, "classes": "acc"}, [{"worst": far}, ["acc"]]):
        rk.compile(model, "sgd", ["mse", SPARSE], metrics=metrics)
        found = rk.evaluate(model, X, [NUMBERS, LABELS], batch_size=12, verbose=0)
        assert list(found)[3:] == ["number_worst", "classes_acc"]
        expected = np.abs(NUMBERS - rk.predict(model, X, verbose=0)[0]).max()
        assert found["number_worst"] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("name", ["m.h5", "m.keras", "m", "bytes", "old.h5", "old.keras"])
def test_outputs_of_one_layer_are_logged_apart_after_loading_too(name: str, tmp_path: Path) -> None:
    model, old = both(judged_twice, {"loss": ["mse", "mae"], "metrics": [["mae"], ["mse"]]})
    y = [X[:, :2], X[:, 2:]]
    expected = old.evaluate(X, y, verbose=0, return_dict=True)
    path = str(tmp_path / name)
    if name.startswith("old"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that HDF5 is old
            old.save(path)
    elif name == "m.keras":
        model.save(path)
    elif name != "bytes":
        (rk.save_model_hdf5 if name == "m.h5" else rk.save_model_tf)(model, path)
    opened = rk.unserialize_model(rk.serialize_model(model)) if name == "bytes" else rk.load_model_tf(path)
    assert list(rk.evaluate(opened, X, y, verbose=0).items()) == [
        (name, pytest.approx(value, rel=1e-5)) for name, value in expected.items()
    ]
    rk.compile(opened, "sgd", {"judge": "mse", "judge_1": "mae"})
    assert list(rk.evaluate(opened, X, y, verbose=0)) == ["loss", "judge_loss", "judge_1_loss"]
