"""A function of the user that returns what it may not is named, with the layer, the argument and what it returned."""

import re
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.custom.functions import make_part

X, Y = np.ones((4, 3), "float32"), np.ones((4, 1), "float32")
WRONG: dict[str, Any] = {"text": "abc", "nothing": None, "several": [1, "a"], "shape": np.zeros((7, 7), "float32")}


def make(loss: Any = "mse", metrics: Any = None, **arguments: Any) -> Any:
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(1, name="last", **arguments)
    return rk.compile(model, "sgd", loss, metrics=metrics, run_eagerly=True)


def fit(model: Any) -> Any:
    return rk.fit(model, X, Y, epochs=1, verbose=0)


def returning(value: Any) -> Callable[..., Any]:
    return lambda *args, **named: value


CASES: dict[str, tuple[Callable[[Any], Any], str, tuple[str, ...]]] = {
    "activation": (
        lambda f: rk.predict(make(activation=f), X, verbose=0),
        "`activation`",
        ("shape",),
    ),
    "kernel_constraint": (lambda f: fit(make(kernel_constraint=f)), '`kernel_constraint` of the layer "last"', ()),
    "bias_regularizer": (lambda f: fit(make(bias_regularizer=f)), '`bias_regularizer` of the layer "last"', ()),
    "activity_regularizer": (
        lambda f: fit(make(activity_regularizer=f)),
        '`activity_regularizer` of the layer "last"',
        (),
    ),
    "kernel_initializer": (lambda f: fit(make(kernel_initializer=f)), "`kernel_initializer`", ()),
    "loss": (lambda f: fit(make(loss=f)), 'the loss "<lambda>"', ("shape",)),
    "metric": (lambda f: fit(make(metrics=[rk.custom_metric("own", f)])), 'the metric "own"', ("shape",)),
}


@pytest.mark.parametrize("role", CASES)
def test_a_wrong_result_is_told_with_its_place(role: str) -> None:
    call, place, allowed = CASES[role]
    for kind, value in WRONG.items():
        if kind not in allowed:
            with pytest.raises(ValueError, match=rf"^\w+\(\): {re.escape(place)}.*should.*It returned: ") as caught:
                call(returning(value))
            assert len(str(caught.value)) < 250, kind


def test_a_function_of_other_arguments_is_told() -> None:
    with pytest.raises(ValueError, match=r"^layer_dense\(\): `activation` is called with other arguments"):
        make(activation=lambda: 1)
    plain = rk.keras_model_sequential(input_shape=3)
    plain.add(keras.layers.Dense(1, name="last", activation=lambda x: keras.ops.mean(x)))
    with pytest.raises(ValueError, match=r"^fit\(\): `activation` of the layer \"last\".* same number of axes"):
        fit(rk.compile(plain, "sgd", "mse", run_eagerly=True))


def test_right_functions_and_their_own_errors_stay() -> None:
    def divide(x: Any) -> Any:
        return keras.ops.sum(x) * (1 / 0)

    right = make(activation=keras.ops.tanh, kernel_regularizer=lambda w: keras.ops.sum(w * w), kernel_constraint=abs)
    assert len(fit(right).history["loss"]) == 1
    with pytest.raises(ZeroDivisionError):
        fit(make(kernel_regularizer=divide))


def test_a_function_of_r_that_was_handed_on_has_the_name_of_its_role() -> None:
    part = make_part(lambda names, *values: "abc", "...", "...", "activation", {"x": False})
    with pytest.raises(
        ValueError,
        match=r"^activation\(\): an activation should return a tensor with the same number of axes.* 'abc'",
    ):
        part(X)


def test_functions_for_texts() -> None:
    standardize = [*map(returning, ("abc", None, 3)), lambda texts: texts[0]]  # the last learned from one text alone
    for name, functions in (("standardize", standardize), ("split", [*map(returning, (None, 3))])):
        for function in functions:
            arguments: Any = {name: function}
            layer = rk.layer_text_vectorization(**arguments)
            with pytest.raises(ValueError, match=rf"^adapt\(\): `{name}` of the layer should .* It returned: "):
                rk.adapt(layer, ["a b"])


def test_functions_of_cells_and_of_models_that_are_not_built() -> None:
    sequence = np.ones((2, 3, 4), "float32")
    for value in ("abc", None, 3):
        with pytest.raises(ValueError, match=r"^layer_lstm\(\): `activation`: an activation should return a tensor"):
            rk.layer_lstm(sequence, 3, activation=returning(value))
    model = rk.keras_model_sequential() >> rk.layer_lambda(returning("abc"))
    with pytest.raises(ValueError, match=r"^predict\(\): .*the function of a layer should return a tensor"):
        rk.predict(model, X, verbose=0)


@pytest.mark.parametrize("value", ["abc", None, -1, [0.1, 0.2], float("inf")])
def test_a_rate_that_is_no_number(value: Any) -> None:
    model = rk.compile(make(), rk.optimizer_sgd(learning_rate=returning(value)), "mse", run_eagerly=True)
    with pytest.raises(ValueError, match=r"^fit\(\): the schedule of the learning rate, <lambda>, should return one"):
        fit(model)


def test_values_that_lost_a_part_are_refused() -> None:
    complex_ones = np.array([1 + 2j, 3 - 1j])
    for function in (rk.op_cbrt, rk.op_signbit, rk.op_round, rk.k_round, rk.op_bitwise_not, rk.op_bartlett):
        with pytest.raises(ValueError, match=rf"^{function.__name__}\(\): .*(complex|whole numbers)") as caught:
            function(complex_ones)
        assert len(str(caught.value)) < 200
    with pytest.raises(ValueError, match=r"^k_one_hot\(\): `indices` should be whole numbers from 0"):
        rk.k_one_hot([1.5], 3)
    with pytest.raises(ValueError, match=r"^k_gather\(\): `indices` should be whole numbers from 1 to 3\..* = 7"):
        rk.k_gather([1.0, 2.0, 3.0], 7)
    with pytest.raises(ValueError, match=r"^loss_mean_squared_error\(\): `y_true` should be numbers\..*text"):
        rk.loss_mean_squared_error("a", "b")
    with pytest.raises(ValueError, match=r"^fit\(\): `sample_weight` should be made of numbers.*= text$"):
        rk.fit(make(), X, Y, sample_weight=["a"] * 4, epochs=1, verbose=0)


@pytest.mark.parametrize("place", ["/dev/null/x", "{}/file/x"])
def test_folders_that_cannot_be_are_told_by_the_callback(place: str, tmp_path: Any) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"^callback_tensorboard\(\): `log_dir` should be a folder that can be made"):
        rk.callback_tensorboard(place.format(tmp_path))
    with pytest.raises(OSError, match=r"^callback_model_checkpoint\(\): .* cannot be written"):
        rk.fit(make(), X, Y, epochs=1, verbose=0, callbacks=rk.callback_model_checkpoint(place.format(tmp_path)))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_log_folders_stay_as_they_are(tmp_path: Any) -> None:
    rk.callback_tensorboard(tmp_path / "new" / "logs")
    assert not list(tmp_path.iterdir())
