"""Objects of Keras and of R in pickle, joblib, cloudpickle and copies, read with and without R: pickle_matrix.py."""

import copy
import pickle
from pathlib import Path
from typing import Any

import cloudpickle
import keras
import numpy as np
import pytest
from bridge_support import run_python
from support import for_each

from rkeras_py import (
    compile,
    custom_metric,
    evaluate,
    fit,
    flow_images_from_data,
    image_data_generator,
    keras_model,
    keras_model_sequential,
    layer_dense,
    layer_input,
    metric_mean_absolute_error,
    optimizer_adam,
    predict,
)

MATRIX = Path(__file__).parents[1] / "support" / "pickle_matrix.py"


def run_matrix(*args: str) -> None:
    code = f"import sys, runpy; sys.argv = {['', *args]!r}; runpy.run_path({str(MATRIX)!r}, run_name='__main__')"
    done = run_python(code, timeout=240)
    assert done.stdout.splitlines()[-1:] == ["done"], done.stdout + done.stderr


@pytest.mark.timeout(600)  # three processes
def test_each_kind_of_object_by_each_route(tmp_path: Path) -> None:
    run_matrix("write", str(tmp_path))
    run_matrix("read", str(tmp_path), "none")
    run_matrix("read", str(tmp_path), "r")  # what the process without R sent on


OPTIMIZERS = ["SGD", "RMSprop", "Adam", "Adafactor", "Nadam", "Ftrl", "Lamb", "Muon"]


@for_each("name", OPTIMIZERS)
def test_an_optimizer_goes_on_with_what_it_keeps_for_each_weight(name: str) -> None:
    x, y = np.ones((4, 3)), np.ones(4)
    optimizer = getattr(keras.optimizers, name)(0.1)
    model = keras_model_sequential(input_shape=3) >> layer_dense(2) >> layer_dense(1)
    compile(model, optimizer, "mse", run_eagerly=True)
    fit(model, x, y, epochs=2, verbose=0)
    twin, alone = copy.deepcopy(model), pickle.loads(pickle.dumps(optimizer))
    compile(twin, alone, "mse", run_eagerly=True)
    for one in (model, twin):
        fit(one, x, y, epochs=1, verbose=0)
    assert np.array_equal(predict(model, x, verbose=0), predict(twin, x, verbose=0))
    for ours, theirs in zip(alone.variables, optimizer.variables, strict=True):
        assert np.array_equal(ours, theirs), ours.path


def test_an_optimizer_refuses_weights_of_other_shapes() -> None:
    optimizer = optimizer_adam()
    optimizer.build([keras.Variable([1.0, 2.0])])
    read = pickle.loads(pickle.dumps(optimizer))
    with pytest.raises(ValueError, match="Unknown variable"):
        read.apply_gradients([(keras.ops.ones(3), keras.Variable([1.0, 2.0, 3.0]))])


def relu(x: Any) -> Any:
    return 3 * keras.ops.relu(x)


def bias(y_true: Any, y_pred: Any) -> Any:
    return y_pred - y_true


@pytest.mark.parametrize("module", [pickle, cloudpickle])
def test_custom_metrics_of_python_go_along(module: Any) -> None:
    x, y = np.ones((2, 3)), np.zeros((2, 1))
    model = keras_model_sequential(input_shape=3) >> layer_dense(1, kernel_initializer="ones")
    compile(model, "sgd", "mse", metrics=[custom_metric("near", bias)])
    read = module.loads(module.dumps(model))
    assert evaluate(read, x, y, verbose=0) == evaluate(model, x, y, verbose=0) == {"loss": 9.0, "near": 3.0}
    again = module.loads(module.dumps(read))
    assert evaluate(again, x, y, verbose=0) == {"loss": 9.0, "near": 3.0}


def test_an_open_source_of_pictures_says_that_it_cannot_be_written() -> None:
    flow = flow_images_from_data(np.zeros((2, 4, 4, 1)), generator=image_data_generator())
    with pytest.raises(TypeError, match="a NumpyArrayIterator is an open source of data"):
        pickle.dumps(flow)


def test_functions_of_python_go_along_or_are_refused_when_written() -> None:
    def local(x: Any) -> Any:
        return x

    x = np.ones((2, 3), "float32")
    model = keras_model_sequential(input_shape=3) >> layer_dense(2, activation=relu, kernel_initializer="ones")
    read = pickle.loads(pickle.dumps(model))
    assert read.layers[0].activation is relu and np.array_equal(read(x), np.full((2, 2), 9.0))
    with pytest.raises((AttributeError, pickle.PicklingError), match="local"):
        pickle.dumps(keras_model_sequential(input_shape=3) >> layer_dense(2, activation=local))


def test_a_model_logs_in_the_order_of_its_dialect_as_before() -> None:
    x, y = np.ones((4, 2), "float32"), np.ones((4, 1), "float32")
    for matched, names in ((False, ["a", "loss", "z"]), (True, ["loss", "z", "a"])):
        inputs = layer_input(shape=2)
        model = keras_model(inputs, layer_dense(inputs, 1))
        measures = [metric_mean_absolute_error(name=name) for name in ("z", "a")]
        compile(model, optimizer="sgd", loss="mse", metrics=measures, match_targets=matched)
        for copied in (pickle.loads(pickle.dumps(model)), copy.deepcopy(model)):
            assert list(fit(copied, x, y, epochs=1, verbose=0).metrics) == names


def test_objects_of_plain_keras_are_written_as_keras_does() -> None:
    for x in (
        keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)]),
        keras.layers.Dense(2),
        keras.losses.Huber(),
    ):
        assert x.__reduce__()[0].__func__ is keras.Model._unpickle_model.__func__
        assert type(copy.copy(x)) is type(copy.deepcopy(x)) is type(x)


def test_models_of_common_layers_come_apart_as_those_of_plain_keras_do() -> None:
    """As docs/both-at-once.md says; in R's serialization they stay together."""
    inputs = keras.Input((3,))
    ours = inputs >> layer_dense(2) >> layer_dense(3)
    theirs = keras.layers.Dense(3)(keras.layers.Dense(2)(inputs))
    for outputs in (ours, theirs):
        whole = keras.Model(inputs, outputs)
        part = keras.Model(inputs, whole.layers[1].output)
        one, two = pickle.loads(pickle.dumps([whole, part]))
        assert one.layers[1] is not two.layers[1]
        assert np.array_equal(one.layers[1].get_weights()[0], two.layers[1].get_weights()[0])
