"""`x >> layer_flatten`: a function of ours on the right of the pipe is called, as `x %>% layer_flatten` is in R."""

import copy
import importlib
import inspect
import pickle
import pydoc
import warnings
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from support import for_each

import rkeras_py as rk
from rkeras_py.signatures.registry import REGISTRY
from rkeras_py.syntax.piped import Piped
from tools.codegen.files import load_all

pytestmark = pytest.mark.quick

load_all()
ROWS = np.arange(12, dtype="float32").reshape(2, 6)
FUNCTIONS = {name: getattr(importlib.import_module(spec.module), name) for name, spec in REGISTRY.items()}


@for_each("name", sorted(REGISTRY))
def test_every_function_pipes_and_is_a_function_still(name: str) -> None:
    function = FUNCTIONS[name]
    assert type(function) is Piped and inspect.isfunction(function) and callable(function)
    assert function.__name__ == name and function.__doc__ and inspect.signature(function)
    assert pickle.loads(pickle.dumps(function)) is copy.deepcopy(function) is copy.copy(function) is function


LEFT: dict[str, Any] = {
    "symbolic tensor": lambda: keras.Input((2, 3)),
    "tensor": lambda: tf.reshape(tf.constant(ROWS), (2, 2, 3)),
    "variable": lambda: keras.Variable(ROWS),
    "variable of TensorFlow": lambda: tf.Variable(ROWS),
    "array": lambda: ROWS.reshape(2, 2, 3),
    "whole numbers": lambda: ROWS.astype(int),
    "data frame": lambda: pd.DataFrame(ROWS),
}


@pytest.mark.parametrize("name", LEFT)
def test_layers_of_bare_functions(name: str) -> None:
    left = LEFT[name]()
    found, expected = left >> rk.layer_flatten, rk.layer_flatten(left)
    assert type(found) is type(expected) and found.shape == expected.shape == (left.shape[0], 6)
    if not isinstance(found, keras.KerasTensor):
        assert np.array_equal(found, ROWS)
    assert rk.pipe(left, rk.layer_flatten).shape == found.shape


def test_models_and_lists() -> None:
    model = rk.keras_model_sequential(input_shape=(2, 3))
    assert (model >> rk.layer_flatten >> rk.layer_dense(2) >> rk.layer_activation_relu) is model
    assert model.output_shape == (None, 2) and model >> rk.count_params == 14
    x = keras.Input((3,))
    assert ([x, x] >> rk.layer_add).shape == (None, 3)
    assert rk.pipe([x, x], rk.layer_concatenate, rk.layer_dense(1)).shape == (None, 1)


def test_summary(capsys: pytest.CaptureFixture[str]) -> None:
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(2)
    assert (model >> rk.summary) is None
    piped = capsys.readouterr().out
    rk.summary(model)
    assert piped == capsys.readouterr().out and "Total params: 8" in piped


def test_other_functions_take_their_first_argument() -> None:
    assert np.array_equal([0, 2, 1] >> rk.to_categorical, np.eye(3)[[0, 2, 1]])
    assert float(ROWS >> rk.k_mean) == ROWS.mean()
    assert np.array_equal(pd.Series([1, 0]) >> rk.to_categorical, [[0, 1], [1, 0]])
    assert np.array_equal(tf.constant([-1.0, 1.0]) >> rk.activation_relu, [0, 1])
    assert float((0.25 >> rk.optimizer_adam).learning_rate) == 0.25
    assert "One two" >> rk.text_to_word_sequence == ["one", "two"]


def test_layer_functions_of_users() -> None:
    twice = rk.new_layer_class("Twice", call=lambda self, inputs: inputs * 2)
    assert np.array_equal(ROWS >> twice, ROWS * 2)


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda: 5 >> rk.layer_flatten, r"^layer_flatten\(\): `object` should be a tensor"),
        (lambda: 5 >> rk.layer_dense, r"^layer_dense\(\): argument `units` is missing"),
        (lambda: keras.Input((3,)) >> rk.layer_dense, r"^layer_dense\(\): argument `units` is missing"),
        (lambda: 5 >> rk.summary, r"^summary\(\): `object` should be a model"),
        (lambda: rk.pipe(5, rk.summary), r"^summary\(\): `object` should be a model"),
        (lambda: ROWS >> rk.fit, r"^fit\(\): `object` should be a model"),
        (lambda: keras.layers.Dense(1) >> rk.layer_flatten, r"^layer_flatten\(\): `object` should be a tensor"),
    ],
)
def test_what_cannot_be_piped_is_one_clear_error(use: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        use()


FRAMES: dict[str, Any] = {
    "data frame": (lambda: pd.DataFrame(ROWS), (2, 4)),
    "nullable": (lambda: pd.DataFrame(ROWS).convert_dtypes(), (2, 4)),
    "array": (lambda: ROWS, (2, 4)),
    "list of tensors": (lambda: [tf.constant(ROWS)], (2, 4)),
}


@pytest.mark.parametrize("name", FRAMES)
def test_data_into_a_layer(name: str) -> None:
    left, shape = FRAMES[name]
    layer = rk.layer_dense(units=4)
    assert np.allclose(left() >> layer, ROWS @ layer.kernel.numpy(), atol=1e-5)
    assert (left() >> rk.layer_dense(4)).shape == shape


@pytest.mark.parametrize(
    "left",
    [
        pd.Series([1.0, 2.0]),
        pd.Index([1.0, 2.0]),
        [1.0, 2.0],
        [[1.0, 2.0], [3.0, 4.0]],
        pd.DataFrame({"t": ["u", "v"]}),
        pd.DataFrame({"n": [1.0, 2.0], "t": ["u", "v"]}),
        pd.date_range("2020", periods=2),
        {"a": ROWS},
        {"a": 1},
        "text",
        None,
        range(3),
    ],
)
def test_data_that_a_layer_does_not_take(left: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"^layer_dense\(\): "):
        left >> rk.layer_dense(2)


X = keras.Input((3,))


@pytest.mark.parametrize(
    ("use", "name"),
    [
        (lambda: X | rk.layer_flatten, "layer_flatten"),
        (lambda: X | keras.layers.Dense(1, name="wide"), "wide"),
        (lambda: X | rk.layer_dense(2, name="narrow"), "narrow"),
        (lambda: X | rk.predict(ROWS), r"<predict\(...\) waits"),
        (lambda: keras.Sequential() | rk.summary, "summary"),
        (lambda: ROWS | rk.layer_flatten, "layer_flatten"),
        (lambda: [X] | rk.layer_add, "layer_add"),
    ],
)
def test_a_bar_is_no_pipe_and_says_so(use: Any, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(TypeError, match=f"^`|` is not a pipe here: use >>. On its right is {name}"):
            use()


def test_types_may_be_joined_and_tensors_compared() -> None:
    assert keras.Model | None == None | keras.Model
    assert isinstance(None, keras.layers.Layer | None) and isinstance(X, keras.KerasTensor | int)
    assert (X | X).shape == (X | True).shape == (None, 3)
    model = keras.Model(X, X | (X > 1))
    assert np.asarray(model(np.array([[0.0, 1.0, 2.0]]))).tolist() == [[False, True, True]]


def test_help_and_use_as_functions() -> None:
    text = pydoc.plain(pydoc.render_doc(rk.layer_flatten))
    assert text.startswith("Python Library Documentation: function layer_flatten in module rkeras_py.layers.")
    assert "layer_flatten(object=MISSING" in text
    assert inspect.getsource(rk.layer_flatten).startswith("@layer(")

    class Holder:
        activation = rk.activation_relu
        mean = staticmethod(rk.k_mean)

    assert float(Holder().mean(ROWS)) == ROWS.mean() and inspect.ismethod(Holder().activation)
    assert float(tf.function(rk.k_mean)(tf.constant(ROWS))) == ROWS.mean()
    layer = keras.layers.Dense(1, activation=rk.activation_relu)
    assert (
        layer.get_config()["activation"]
        == keras.layers.Dense(1, activation=rk.activation_relu).get_config()["activation"]
    )


def test_code_that_runs_without_a_name_is_code_like_other() -> None:
    code = (
        "import keras\nimport numpy as np\nfrom rkeras_py import *\n"
        "def loss(y_true, y_pred): return k_mean(k_square(y_pred - y_true))\n"
        "def double(x): return x * 2\n"
        "m = keras_model_sequential(input_shape=2) >> layer_dense(1, activation=double)\n"
        "m >> compile(optimizer='sgd', loss=loss, metrics=[loss])\n"
        "h = fit(m, np.ones((4, 2)), np.ones(4), epochs=1, verbose=0)\n"
        "node = get_output_at(m.layers[0], 1)\n"
    )
    for name in ({}, {"__name__": None}):
        made: dict[str, Any] = dict(name)
        exec(code, made)
        assert len(made["h"].metrics["loss"]) == 1
