"""Python objects in R are the objects themselves, and live as long as somebody holds them."""

import gc
import re
import threading
import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.bridge import RSession, r_session

pytestmark = pytest.mark.quick


class Thing:
    """A plain object."""

    size = 3


class Doubler(Thing):
    """An object that can be called."""

    def __call__(self, x: float) -> float:
        return 2 * x


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    yield session
    session("rm(list = ls(globalenv()))")


@pytest.mark.parametrize(
    "value",
    [
        Thing(),
        Doubler(),
        Thing,
        len,
        lambda: 1,
        re,
        re.compile("a"),
        {1, 2},
        object(),
        iter([1]),
        ValueError("v"),
        (1).__add__,
    ],
    ids=lambda value: type(value).__name__,
)
def test_objects_pass_by_identity(R: RSession, value: Any) -> None:
    R["x"] = value
    assert R["x"] is value
    assert R("x") is value
    assert R("list(a = x)")["a"] is value
    assert R.call("identity", value) is value
    assert R("inherits(x, 'python.builtin.object')") is True


def test_handles_in_containers(R: RSession) -> None:
    first, second = Thing(), Doubler()
    R["x"] = {"a": first, "b": [second, 1]}
    back = R["x"]
    assert back["a"] is first and back["b"][0] is second


def test_r_sees_what_reticulate_makes_of_the_object(R: RSession) -> None:
    R["x"] = Doubler()
    assert R("x(4)") == 8.0
    assert R("x$size") == 3
    assert R("class(x)")[-1] == "python.builtin.object"
    assert R("reticulate::py_is_null_xptr(x)") is False


def test_a_dict_whose_keys_are_no_names_is_passed_by_identity(R: RSession) -> None:
    table = {(1, 2): "a"}
    R["x"] = table
    assert R["x"] is table


def test_modules_that_r_loads_late_arrive(R: RSession) -> None:
    import json

    assert R("reticulate::import('json', delay_load = TRUE)") is json


def test_keras_objects_and_tensors(R: RSession) -> None:
    import keras
    import tensorflow as tf

    layer = keras.layers.Dense(2)
    inputs = keras.Input((3,))
    model = keras.Model(inputs, layer(inputs))
    for value in (layer, model, inputs, tf.constant([1.0, 2.0]), tf.Variable(1.0), keras.optimizers.Adam()):
        R["x"] = value
        assert R["x"] is value
    R["m"] = model
    assert R("m$count_params()") == 8
    assert R("m$layers[[2]]") is layer


def test_keras_objects_have_the_class_names_of_keras_2(R: RSession) -> None:
    import keras

    from rkeras_py import text_tokenizer

    R["metric"], R["words"] = keras.metrics.MeanSquaredError(), text_tokenizer(3)
    R("describe.keras.metrics.base_metric.Metric <- function(x) class(x)[[length(class(x))]]")
    assert R("(function(x) UseMethod('describe'))(metric)") == "python.builtin.object"
    assert R("all(c('keras.metrics.Mean', 'keras.engine.base_layer.Layer') %in% class(metric))") is True
    assert R("inherits(words, 'keras_preprocessing.text.Tokenizer')") is True
    R["metrics"] = {"a": keras.metrics.AUC()}
    assert R("inherits(metrics$a, 'keras.metrics.Metric')") is True


def test_nothing_is_kept_alive_once_both_sides_have_dropped_it(R: RSession) -> None:
    for make in (Thing, Doubler):
        value: Any = make()
        watch = weakref.ref(value)
        R["x"] = value
        R.call("identity", value)
        assert R["x"] is value
        del value
        R("invisible(gc())")
        gc.collect()
        assert watch() is not None  # R still holds it
        R("rm(x); invisible(gc())")
        gc.collect()
        assert watch() is None


def test_r_objects_are_freed_once_python_drops_them(R: RSession) -> None:
    R["freed"] = log = []  # type: ignore[var-annotated]
    R["freed"] = log.append
    function = R("local({ e <- new.env(); reg.finalizer(e, function(e) freed('gone')); function() e })")
    R("invisible(gc())")
    assert log == []
    del function
    gc.collect()
    R("1")  # releases
    R("invisible(gc())")
    assert log == ["gone"]


def test_r_objects_may_be_dropped_on_another_thread(R: RSession) -> None:
    held = [R("function() 1") for _ in range(200)]
    thread = threading.Thread(target=held.clear)
    thread.start()
    thread.join()
    assert held == []
    R("invisible(gc())")
    assert not R.api.released


def test_many_crossings_leave_nothing_behind(R: RSession) -> None:
    value = Thing()
    R["x"] = value
    for _ in range(2000):
        R["x"] = value
        assert R["x"] is value
    watch = weakref.ref(value)
    del value
    R("rm(x); invisible(gc())")
    gc.collect()
    assert watch() is None


def test_a_model_made_by_plain_keras_is_r_keras_s_model_in_r(R: RSession) -> None:
    import keras
    import numpy as np

    R("library(rkeras)")
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    R["model"], R["layer"], R["tensor"] = model, model.layers[0], model.inputs[0]
    assert R("inherits(model, 'keras.engine.training.Model') && is.function(layer) && is.function(model)")
    assert R("inherits(tensor, 'tensorflow.tensor')")
    assert R["model"] is model and R["tensor"] is model.inputs[0]
    history = R("fit(model, matrix(1, 4, 2), 1:4, epochs = 2, verbose = 0)$metrics$loss")
    assert len(history) == 2
    predicted = R.call("predict", model, np.ones((1, 2)), verbose=0)
    np.testing.assert_array_equal(predicted, model.predict(np.ones((1, 2)), verbose=0))


def test_numpy_computes_with_the_values_of_an_r_object(R: RSession) -> None:
    np.testing.assert_array_equal(np.add(R("1:3", convert=False), 1), [2, 3, 4])
    np.testing.assert_array_equal(np.sin(R("data.frame(a = c(0, 1))", convert=False)), np.sin([[0.0], [1.0]]))
    assert np.asarray(R("matrix(1:6, 2)", convert=False), np.float32).shape == (2, 3)
    for code in ("y ~ x", "new.env()"):
        with pytest.raises(TypeError, match=r"This R object of class .* has no values for numpy"):
            np.sin(R(code))
    formula, f = R("y ~ x"), R("mean")
    assert np.array([formula], object)[0] is formula and np.array([f, f])[1] is f


def test_training_takes_the_values_of_an_r_object_and_names_one_without(R: RSession) -> None:
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(1)
    model >> rk.compile("sgd", "mse")
    frame = R("data.frame(a = 1:3, b = 4:6, c = 7:9)", convert=False)
    right = rk.predict(model, np.arange(1.0, 10).reshape(3, 3).T, verbose=0)
    np.testing.assert_array_equal(rk.predict(model, frame, verbose=0), right)
    for code in ("y ~ x", "new.env()", "lm(dist ~ speed, cars)"):
        r_object = R(code, convert=False)
        for call in (rk.fit, rk.evaluate, rk.train_on_batch):
            with pytest.raises(ValueError, match=rf"{call.__name__}\(\): `x`: This R object of class .* has no values"):
                call(model, r_object, np.ones(3))
            with pytest.raises(ValueError, match=rf"{call.__name__}\(\): `y`: This R object of class .* has no values"):
                call(model, np.ones((3, 3)), r_object)
