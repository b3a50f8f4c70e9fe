"""Conditions of R stay what they are on their way through Python and back, where Python hosts R."""

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from support import ROOT

import rkeras_py as rk
from rkeras_py.bridge import RError, RSession, RWarning, r_session


@pytest.fixture(scope="module")
def R() -> Iterator[RSession]:
    session = r_session()
    session(f'library(rkeras); source("{ROOT}/tests/testthat/helper-conditions.R")')
    yield session
    session("rm(list = ls(globalenv()))")


def test_r_catches_what_r_raised(R: RSession) -> None:
    found = R("lapply(scenes_of_errors, describe_caught)")
    assert {name: text for name, text in found.items() if text} == {}
    assert len(found) > 30


def test_r_catches_what_crossed_into_python_and_back(R: RSession) -> None:
    raise_own = R["raise_own"]
    R["through"] = lambda: raise_own(1)
    assert R("describe_caught(function() through())") == ""
    R["part"] = lambda x: raise_own(x)
    assert R("describe_caught(function() layer_lambda(f = part)(k_constant(1)))") == ""


def _symbolic_layer(function: Any) -> None:
    class Failing(keras.layers.Layer):  # type: ignore[misc]
        def call(self, x: Any) -> Any:
            return function(x)

    Failing()(keras.Input((3,)))


def _fit(**compiled: Any) -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile(**{"optimizer": "sgd", "loss": "mse", **compiled})
    rk.fit(model, np.ones((5, 4)), np.ones((5, 1)), verbose=0)


NUMBERS = np.ones((2, 3), "float32")
SCENES: dict[str, Callable[[Any], Any]] = {
    "call": lambda f: f(1),
    "lambda": lambda f: rk.layer_input(4) >> rk.layer_lambda(f=f),
    "lambda of Keras": lambda f: keras.layers.Lambda(f)(NUMBERS),
    "lambda of symbols": lambda f: keras.layers.Lambda(f)(keras.Input((3,))),
    "activation": lambda f: rk.layer_dense(units=1, activation=f)(NUMBERS),
    "class of layers": _symbolic_layer,
    "loss": lambda f: _fit(loss=f),
    "loss, eager": lambda f: _fit(loss=f, run_eagerly=True),
    "metric": lambda f: _fit(metrics=[f]),
    "dataset": lambda f: tf.data.Dataset.range(2).map(f),
    "autograph": lambda f: tf.data.Dataset.range(2).map(lambda x: f(x)),
}


@pytest.mark.parametrize("scene", SCENES)
def test_python_catches_it_with_class_and_fields(R: RSession, scene: str) -> None:
    with pytest.raises(RError) as caught:
        SCENES[scene](R["raise_own"])
    error = caught.value
    assert (error.message, error.classes[0], error.condition["field"]) == ("my message", "my_error", 1)
    assert error.condition["data"] == {"a": 2}


def test_an_error_of_r_alone_has_no_condition_to_keep(R: RSession) -> None:
    with pytest.raises(RError) as caught:
        R("stop('plain')")
    assert caught.value.condition is None


def test_other_errors_are_explained_as_ever() -> None:
    def fail(x: Any) -> Any:
        raise ValueError("of Python")

    with pytest.raises(ValueError, match=r"Arguments received by Lambda\.call"):
        keras.layers.Lambda(fail)(NUMBERS)
    with pytest.raises(NotImplementedError, match="output_shape"):
        keras.layers.Lambda(fail)(keras.Input((3,)))


def test_warnings_of_python_are_warnings_of_r_once(R: RSession) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("default")
        found = R("lapply(scenes_of_warnings, function(scene) as.list(messages_of_warnings(scene())))")
    assert not seen and len(found) == 5
    for name, messages in found.items():
        assert len(messages) == 1 and "ran out of" in messages[0], name


def test_what_r_does_not_handle_is_one_warning_in_python(R: RSession) -> None:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("default")
        R("invisible(scenes_of_warnings$fit())")
    assert [one.category for one in seen if "ran out of" in str(one.message)] == [RWarning]
