"""A batch on tensors gives the numbers, the traces and the state that Keras's own methods give on arrays."""

import warnings
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import rkeras_py as rk
from rkeras_py.engine.internals import counting
from rkeras_py.training import inputs
from rkeras_py.training.on_batch import choose_method

DRAW = np.random.default_rng(3)
X, Y = DRAW.random((12, 4), "float32"), DRAW.random((12, 1), "float32")
W = DRAW.random(12, "float32")


class Peak(keras.metrics.Metric):
    """A metric with a way of its own to begin anew."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.peak = self.add_variable((), "zeros", name="peak")

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        self.peak.assign(keras.ops.maximum(self.peak, keras.ops.max(y_pred)))

    def result(self) -> Any:
        return self.peak + 0.0

    def reset_state(self) -> None:
        self.peak.assign(-5.0)


class Shifted(keras.metrics.Mean):
    """A mean that begins with a sample."""

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        super().update_state(keras.ops.mean(y_pred))

    def reset_state(self) -> None:
        super().reset_state()
        self.count.assign(1.0)


def single(**options: Any) -> Any:
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, "tanh"), keras.layers.Dense(1)])
    model.compile(**{"optimizer": "adam", "loss": "mse"} | options)
    return model


def double() -> Any:
    keras.utils.set_random_seed(1)
    inputs = {name: keras.Input((4,), name=name) for name in ("a", "b")}
    x = keras.layers.Dense(2)(keras.layers.Add()(list(inputs.values())))
    model = keras.Model(inputs, {name: keras.layers.Dense(1, name=name)(x) for name in ("p", "q")})
    model.compile("sgd", {"p": "mse", "q": "mae"}, metrics={"p": ["mae", "mse"]}, weighted_metrics={"q": ["mse"]})
    return model


def metrics() -> Any:
    return single(metrics=["mae", keras.metrics.AUC(), Peak(), Shifted(), keras.metrics.R2Score()])


BOTH = {"a": X, "b": X[::-1].copy()}, {"p": Y, "q": Y + 1}
CASES: dict[str, tuple[Callable[[], Any], Any, Any, Any]] = {
    "one loss": (single, X, Y, None),
    "weights": (lambda: single(weighted_metrics=["mae"]), X, Y, W),
    "metrics of many kinds": (metrics, X, (Y > 0.5).astype("float32"), None),
    "whole numbers": (single, X, (Y > 0.5).astype("int64"), None),
    "named inputs and outputs": (double, *BOTH, None),
    "eager": (lambda: single(run_eagerly=True, metrics=["mae"]), X, Y, None),
    "compiled by XLA": (lambda: single(jit_compile=True, metrics=["mae"]), X, Y, None),
}


def state(model: Any) -> list[Any]:
    counted = [variable for metric in model.metrics for variable in metric.variables]
    return [np.array(value) for value in (*model.variables, *model.optimizer.variables, *counted)]


@pytest.mark.parametrize("case", CASES)
def test_numbers_and_state_are_kerass_to_the_bit(case: str) -> None:
    make, x, y, weights = CASES[case]
    ours, theirs = make(), make()
    for _ in range(3):
        for what in ("train_on_batch", "test_on_batch"):
            data = (x, y) if weights is None else (x, y, weights)
            mine = getattr(rk, what)(ours, x, y, sample_weight=weights)
            theirs.reset_metrics()  # as it does by itself from 3.15 on
            plain = getattr(theirs, what)(*data, return_dict=True)
            assert sorted(np.atleast_1d(mine).tolist()) == sorted(float(value) for value in plain.values())
            for one, other in zip(state(ours), state(theirs), strict=True):
                np.testing.assert_array_equal(one, other)
    predicted = rk.predict_on_batch(ours, x), theirs.predict_on_batch(x)
    for one, other in zip(*map(keras.tree.flatten, predicted), strict=True):
        assert type(one) is type(other) is np.ndarray and one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


def test_arrays_and_tensors_share_a_trace() -> None:
    numbers = []
    for train, test in (
        (keras.Model.train_on_batch, keras.Model.test_on_batch),
        (rk.train_on_batch, rk.test_on_batch),
    ):
        traces: list[Any] = []

        def loss(y_true: Any, y_pred: Any, traces: list[Any] = traces) -> Any:
            traces.append(y_true.dtype)
            return keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)

        model = single(loss=loss)
        for _ in range(3):
            model.train_on_batch(X, Y)
            train(model, X, Y)
        for rows in (12, 7, 5, 3):
            model.test_on_batch(X[:rows], Y[:rows])
            test(model, X[:rows], Y[:rows])
        numbers.append(len(traces))
    assert numbers[0] == numbers[1] < 6


def test_who_may_look_at_arrays_gets_arrays() -> None:
    seen: list[type] = []

    class Looking(keras.Sequential):
        def train_on_batch(self, x: Any, *args: Any, **options: Any) -> Any:
            seen.append(type(x))
            return super().train_on_batch(x, *args, **options)

    class Eager(keras.Sequential):
        def train_step(self, data: Any) -> Any:
            seen.append(type(data[0]))
            return super().train_step(data)

    for kind, options in ((Looking, {}), (Eager, {"run_eagerly": True})):
        model = kind([keras.Input((4,)), keras.layers.Dense(1)])
        model.compile("sgd", "mse", **options)
        rk.train_on_batch(model, X, Y)
    model = single()
    plain = model.train_on_batch
    model.train_on_batch = lambda x, *args, **options: seen.append(type(x)) or plain(x, *args, **options)
    rk.train_on_batch(model, X, Y)
    assert seen == [np.ndarray] * 3
    tf.config.run_functions_eagerly(True)
    try:
        assert choose_method(single(), "train_on_batch") is None
    finally:
        tf.config.run_functions_eagerly(False)
    assert choose_method(single(), "train_on_batch") is not None


def test_what_resets_metrics_of_its_own_is_called() -> None:
    called = []

    class Own(keras.Sequential):
        def reset_metrics(self) -> None:
            called.append("class")
            super().reset_metrics()

    model = Own([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    rk.train_on_batch(model, X, Y)
    rk.train_on_batch(model, X, Y, reset_metrics=False)
    assert called == ["class"] and float(model.metrics[0].count) == 24
    model = single()
    own = model.reset_metrics = lambda: called.append("object")
    rk.train_on_batch(model, X, Y)
    rk.train_on_batch(model, X, Y, reset_metrics=False)
    assert called == ["class", "object"] and model.reset_metrics is own


def test_metrics_in_a_function_of_tensorflow_are_reset_by_keras() -> None:
    model = single(metrics=["mae"])
    model.train_on_batch(X, Y)
    tf.function(lambda: counting.reset_metrics(model))()
    assert all(float(value) == 0 for metric in model.metrics for value in metric.variables)
    model.train_on_batch(X, Y)
    with keras.StatelessScope() as scope:
        counting.reset_metrics(model)
    assert float(model.metrics[0].count) == 12
    assert float(scope.get_current_value(model.metrics[0].count)) == 0


def test_after_an_error_the_model_is_as_it_was() -> None:
    model, other = single(), single()
    assert rk.train_on_batch(model, X, Y) == float(other.train_on_batch(X, Y))
    with pytest.raises(ValueError, match=r"^train_on_batch\(\): `y` is missing"):
        rk.train_on_batch(model, X, None)
    assert "reset_metrics" not in vars(model)
    other.reset_metrics()
    assert rk.train_on_batch(model, X, Y) == float(other.train_on_batch(X, Y))


def growing(layers: int = 1, loss: Any = "mse") -> Any:
    model = rk.keras_model_sequential(input_shape=4)
    for _ in range(layers):
        model >> rk.layer_dense(3)
    model.compile("sgd", loss)
    return model


SHAPES: list[Any] = [(12, 4), (12, 3), (12,), (12, 3, 1), (12, 4, 1), (7, 3), (7, 4), (0, 4), (0, 3), ()]
MODELS: dict[str, Callable[[], Any]] = {
    "mse": growing,
    "an object": lambda: growing(loss=keras.losses.MeanAbsoluteError()),
    "one-hot": lambda: growing(loss="categorical_crossentropy"),
    "sparse": lambda: growing(loss="sparse_categorical_crossentropy"),
    "binary": lambda: growing(loss="binary_crossentropy"),
    "a list of one": lambda: growing(loss=["mse"]),
    "of a user": lambda: growing(loss=lambda y_true, y_pred: keras.ops.mean(y_pred, axis=-1)),
    "no loss": lambda: growing(loss=None),
    "not compiled": lambda: rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(3),
    "open shape": lambda: keras.Sequential([keras.Input((None,)), keras.layers.Lambda(lambda x: x * 2.0)]),
    "not built": lambda: keras.Sequential([keras.layers.Dense(3)]),
    "by name": lambda: (lambda x: keras.Model({"a": x}, keras.layers.Dense(3)(x)))(keras.Input((4,), name="a")),
    "two outputs": double,
    "text": lambda: (lambda x: keras.Model(x, keras.layers.Identity()(x)))(keras.Input((4,), dtype="string")),
}


def fed(model: Any, function: str, x: Any, y: Any) -> Any:
    """Return the data as feed_data() gives them: arrays as they are, and in what type and values; or the error."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            found: Any = inputs.feed_data(model, function, x, y)
        except (TypeError, ValueError) as error:
            return type(error), str(error)
    leaves = {name: keras.tree.flatten(part) for name, part in found.items()}
    shown = {
        name: [
            (one is x or one is y, str(getattr(one, "dtype", "")), np.asarray(one).tolist(), type(part))
            for one in leaves[name]
        ]
        for name, part in found.items()
    }
    return shown, [str(one.message) for one in told]


@pytest.mark.parametrize("name", MODELS)
def test_arrays_that_fit_at_once_are_those_that_fit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    model, draw = MODELS[name](), np.random.default_rng(5)
    arrays = [draw.integers(0, 3, shape).astype("float32") for shape in SHAPES]
    arrays += [np.ones((12, width), dtype) for width in (3, 4) for dtype in ("float64", "int64", "bool", "complex64")]
    arrays += [np.full((12, 3), -2.0, "float32"), np.full((12, 4), "a"), np.full((12, 3), None)]
    arrays += [np.asfortranarray(draw.random((12, width), kind)) for width in (3, 4) for kind in ("float32", "float64")]
    arrays += [np.ones((24, 8), kind)[::2, ::2] for kind in ("float16", "float64", "longdouble", "uint8")]
    arrays += [np.ones((12, 4), ">f8"), np.full((12, 4), np.nan), draw.random((20_000, 4))]
    arrays += [np.ma.masked_array(np.ones((12, 3)), np.eye(12, 3)), np.ones((12, 3)).tolist()]
    cases = [("train_on_batch", x, y) for x in arrays for y in arrays]
    cases += [("predict_on_batch", x, None) for x in arrays] + [("test_on_batch", x, None) for x in arrays]
    quick = [fed(model, *case) for case in cases]
    monkeypatch.setattr(inputs.check_targets, "passes_at_once", lambda *_: False)
    assert list(map(repr, quick)) == [repr(fed(model, *case)) for case in cases]


def test_what_fits_is_read_again_when_the_model_changes() -> None:
    model = growing()
    y = np.zeros((12, 3), "float32")
    takes = inputs.check_targets.passes_at_once
    assert takes(model, X, y) and takes(model, X, None) and not takes(model, X, Y)
    model >> rk.layer_dense(1)
    assert takes(model, X, Y) and not takes(model, X, y)
    model.compile("sgd", "binary_crossentropy")
    assert not takes(model, X, Y) and takes(model, X, None)
    model.compile("sgd", "mae")
    assert takes(model, X, Y)
    model.pop()
    model.compile("sgd", "mae")
    assert takes(model, X, y) and not takes(model, X, Y)
    model.pop()
    assert not takes(model, X, Y)


def test_a_loss_that_has_no_name_here_is_no_matter_without_targets() -> None:
    model = growing()
    model.loss = "known elsewhere"
    assert rk.predict_on_batch(model, X).shape == (12, 3)
