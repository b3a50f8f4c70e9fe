"""Functions of R as parts of models that Python builds: files know them by the names of their variables."""

import copy
import inspect
import json
import pickle
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_to_the_end
from support import sampled

import rkeras_py
from rkeras_py.bridge import RFunction, RSession, r_session

X = np.array([[1.0, -2.0, 3.0], [0.5, 0.25, -1.0], [-3.0, 1.0, 2.0]], "float32")
Y = np.array([[1.0], [2.0], [-1.0]], "float32")

SCRIPT = """
library(rkeras)
ini <- function(shape, dtype = NULL) array(seq_len(prod(shape)) / 10, shape)
act <- function(x) k_maximum(x, 0.1 * x)
other.act <- function(x) k_tanh(x) + x
miss <- function(y_true, y_pred) k_mean(k_abs(y_true - y_pred)^3, axis = -1)
far <- function(y_true, y_pred) k_max(k_abs(y_true - y_pred), axis = -1)
cost <- function(w) 0.5 * k_sum(w^2)
short <- function(w) k_clip(w, -0.2, 0.2)
twice <- function(x) 2 * x + 1
"""
PARTS = ["ini", "act", "other.act", "miss", "far", "cost", "short", "twice"]


def _ini(shape: Any, dtype: Any = None) -> Any:
    return np.reshape(np.arange(1, np.prod(shape) + 1) / 10, shape, order="F").astype("float32")


def _parts_of_python() -> dict[str, Any]:
    ops = keras.ops
    return {
        "ini": _ini,
        "act": lambda x: ops.maximum(x, 0.1 * x),
        "other.act": lambda x: ops.tanh(x) + x,
        "miss": lambda y_true, y_pred: ops.mean(ops.abs(y_true - y_pred) ** 3, axis=-1),
        "far": lambda y_true, y_pred: ops.max(ops.abs(y_true - y_pred), axis=-1),
        "cost": lambda w: 0.5 * ops.sum(w**2),
        "short": lambda w: ops.clip(w, -0.2, 0.2),
        "twice": lambda x: 2 * x + 1,
    }


def model_of(parts: dict[str, Any]) -> Any:
    """A compiled model that has a part of each sort."""
    dense = keras.layers.Dense
    model = keras.Sequential(
        [
            keras.Input((3,)),
            dense(4, activation=parts["act"], kernel_initializer=parts["ini"], kernel_regularizer=parts["cost"]),
            keras.layers.Lambda(parts["twice"], output_shape=(4,)),
            dense(1, activation=parts["other.act"], kernel_initializer=parts["ini"], kernel_constraint=parts["short"]),
        ]
    )
    model.compile(keras.optimizers.SGD(0.01), parts["miss"], metrics=[parts["far"]])
    return model


def of_r(R: RSession) -> dict[str, Any]:
    return {name: R[name] for name in PARTS}


def scores(model: Any) -> Any:
    return np.array([value for _, value in sorted(model.evaluate(X, Y, verbose=0, return_dict=True).items())])


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    session(SCRIPT)
    yield session
    session("rm(list = ls(globalenv()))")


@pytest.fixture
def fitted(R: RSession) -> Any:
    model = model_of(of_r(R))
    model.fit(X, Y, epochs=3, verbose=0, shuffle=False)
    return model


def test_models_of_r_s_functions_learn_as_those_of_python_s(R: RSession, fitted: Any) -> None:
    right = model_of(_parts_of_python())
    right.fit(X, Y, epochs=3, verbose=0, shuffle=False)
    for one, two in zip(fitted.get_weights(), right.get_weights(), strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(scores(fitted), scores(right), rtol=1e-5)
    assert sorted(fitted.evaluate(X, Y, verbose=0, return_dict=True)) == ["far", "loss"]


@pytest.mark.parametrize(("save", "ending"), sampled([("keras", "keras"), ("keras", "h5"), ("rkeras", "h5")], 2))
def test_files_open_everywhere(R: RSession, fitted: Any, tmp_path: Path, ending: str, save: str) -> None:
    path = str(tmp_path / f"model.{ending}")
    if save == "keras":
        fitted.save(path)
    else:
        rkeras_py.save_model_hdf5(fitted, path)
    loads = [keras.models.load_model(path, custom_objects=of_r(R))]
    loads.append(rkeras_py.load_model_hdf5(path, custom_objects=of_r(R)))
    loads.append(rkeras_py.load_model_hdf5(path, custom_objects=list(of_r(R).values())))
    objects = ", ".join(f"{name} = {name}" for name in PARTS)
    R["path"] = path
    loads.append(R(f"load_model_hdf5(path, custom_objects = list({objects}))"))
    for number, loaded in enumerate(loads):
        np.testing.assert_allclose(loaded.predict(X, verbose=0), fitted.predict(X, verbose=0), rtol=1e-6)
        np.testing.assert_allclose(scores(loaded), scores(fitted), rtol=1e-6)
        again = str(tmp_path / f"again{number}.{ending}")
        loaded.save(again)
        twice = keras.models.load_model(again, custom_objects=of_r(R))
        np.testing.assert_allclose(scores(twice), scores(fitted), rtol=1e-6)
    with pytest.raises((TypeError, ValueError), match=r"act|miss|far|ini|short"):
        keras.models.load_model(path)


def test_a_python_without_r_opens_the_file(R: RSession, fitted: Any, tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    fitted.save(path)
    parts = "\n".join(inspect.getsource(one).replace("_parts_of_python", "parts") for one in (_ini, _parts_of_python))
    done = run_to_the_end(
        "import json, sys\nfrom typing import Any\nimport keras\nimport numpy as np\n"
        + parts
        + f"\nmodel = keras.models.load_model({str(path)!r}, custom_objects=parts())"
        + f"\nX = np.array({X.tolist()}, 'float32')"
        + "\nassert 'rkeras_py' not in sys.modules"
        + "\nprint(json.dumps(model.predict(X, verbose=0).tolist()))"
    )
    found = json.loads(done.stdout.splitlines()[-1])
    np.testing.assert_allclose(found, fitted.predict(X, verbose=0), rtol=1e-5)


def test_json_clones_and_pickles(R: RSession, fitted: Any) -> None:
    description = fitted.to_json()
    with keras.saving.custom_object_scope(of_r(R)):
        models = [
            keras.models.clone_model(fitted),
            pickle.loads(pickle.dumps(fitted)),
            copy.deepcopy(fitted),
            keras.models.model_from_json(description),
        ]
    models.append(keras.models.model_from_json(description, custom_objects=of_r(R)))
    for model in models:
        model.set_weights(fitted.get_weights())
        np.testing.assert_allclose(model.predict(X, verbose=0), fitted.predict(X, verbose=0), rtol=1e-6)
    with pytest.raises((TypeError, ValueError), match=r"(Could not (locate|interpret)|Unknown).*'?act"):
        keras.models.clone_model(fitted)


@pytest.mark.parametrize("role", ["activation", "kernel_initializer", "kernel_regularizer", "kernel_constraint"])
def test_one_layer_with_one_part(R: RSession, tmp_path: Path, role: str) -> None:
    name = {
        "activation": "act",
        "kernel_initializer": "ini",
        "kernel_regularizer": "cost",
        "kernel_constraint": "short",
    }
    part = name[role]
    layer = keras.layers.Dense(1, **{role: R[part]})
    assert layer.get_config()[role]["config"] == part
    model = keras.Sequential([keras.Input((3,)), layer])
    model.save(tmp_path / "m.keras")
    loaded = keras.models.load_model(tmp_path / "m.keras", custom_objects={part: R[part]})
    assert getattr(loaded.layers[0], role) is R[part]
    np.testing.assert_array_equal(loaded.predict(X, verbose=0), model.predict(X, verbose=0))


def test_functions_without_names_are_refused_by_keras_and_kept_by_our_files(R: RSession, tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation=R("function(x) 2 * x"))])
    model.predict(X, verbose=0)
    for write in (
        lambda: model.save(tmp_path / "m.keras"),
        lambda: model.to_json(),
        lambda: keras.models.clone_model(model),
    ):
        with pytest.raises(ValueError, match=r"R function without a name.*Assign it to an R variable"):
            write()
    again = pickle.loads(pickle.dumps(model))  # which holds the function itself
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
    rkeras_py.save_model_hdf5(model, str(tmp_path / "m.h5"))
    again = rkeras_py.load_model(str(tmp_path / "m.h5"))
    np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))
    model.layers[0].activation.__name__ = "double"
    model.save(tmp_path / "m.keras")
    loaded = keras.models.load_model(tmp_path / "m.keras", custom_objects={"double": R("function(x) 2 * x")})
    np.testing.assert_array_equal(loaded.predict(X, verbose=0), model.predict(X, verbose=0))


def test_a_name_that_keras_would_take_for_its_own_is_refused_or_kept_apart(R: RSession, tmp_path: Path) -> None:
    R("relu <- function(x) 3 * x")
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, activation=R["relu"])])
    with pytest.raises(ValueError, match=r"R function `relu`.*Keras function. Use a different name"):
        model.save(tmp_path / "m.keras")
    rkeras_py.save_model(model, str(tmp_path / "kept.keras"))
    for again in (rkeras_py.load_model(str(tmp_path / "kept.keras")), rkeras_py.clone_model(model, weights=True)):
        np.testing.assert_array_equal(again.predict(X, verbose=0), model.predict(X, verbose=0))


def test_different_functions_have_different_names(R: RSession, tmp_path: Path) -> None:
    first = R["act"]
    assert R["act"] is first and R("act") is first
    R("act <- function(x) 5 * x")
    second = R["act"]
    older = first.__name__
    assert second is not first and second.__name__ == "act" and re.fullmatch(r"act_\d+", older)
    model = keras.Sequential(
        [keras.Input((3,)), keras.layers.Dense(2, activation=first), keras.layers.Dense(1, activation=second)]
    )
    model.save(tmp_path / "m.keras")
    loaded = keras.models.load_model(tmp_path / "m.keras", custom_objects={"act": second, older: first})
    np.testing.assert_array_equal(loaded.predict(X, verbose=0), model.predict(X, verbose=0))
    with pytest.raises((TypeError, ValueError), match=older):
        keras.models.load_model(tmp_path / "m.keras", custom_objects={"act": second})


def test_a_script_that_is_read_again_keeps_the_names(R: RSession) -> None:
    first = R["act"]
    R(SCRIPT)
    assert R["act"] is not first
    assert first.__name__ == R["act"].__name__ == "act"
    R("same <- act")
    assert R["same"].__name__ == "same" and R["act"].__name__ == "act"


def test_what_a_function_of_r_says_of_itself(R: RSession) -> None:
    twice = R["twice"]
    assert isinstance(twice, RFunction) and isinstance(twice, types.FunctionType) and inspect.isfunction(twice)
    assert list(inspect.signature(twice).parameters) == ["x"]
    assert twice(2) == 5
    assert twice.__name__ == twice.__qualname__ == "twice"
    with pytest.raises(AttributeError, match="an R function has no attribute '__code__'"):
        twice.__code__  # noqa: B018
    R["again"] = twice
    assert R("identical(again, twice) && is.function(again)") is True


def test_r_reads_the_parts_of_a_model_of_python(R: RSession, fitted: Any) -> None:
    R["model"] = fitted
    assert R("model$layers[[1]]$activation(3)") == 3.0
    R("first <- model$layers[[1]]$get_config()$activation$config")
    assert R["first"] == "act"
    R(
        "copied <- with_custom_object_scope(list(act = act, ini = ini, cost = cost, short = short, twice = twice, "
        "other.act = other.act), clone_model(model))"
    )
    copied = R["copied"]
    copied.set_weights(fitted.get_weights())
    np.testing.assert_allclose(copied.predict(X, verbose=0), fitted.predict(X, verbose=0), rtol=1e-6)


def test_registered_functions_need_no_custom_objects(R: RSession, tmp_path: Path) -> None:
    part = keras.saving.register_keras_serializable("of_r")(R["act"])
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation=part)])
    model.save(tmp_path / "m.keras")
    try:
        for twin in (
            keras.models.load_model(tmp_path / "m.keras"),
            keras.models.clone_model(model),
            pickle.loads(pickle.dumps(model)),
        ):
            assert twin.layers[0].activation is part
            twin.set_weights(model.get_weights())
            np.testing.assert_array_equal(twin.predict(X, verbose=0), model.predict(X, verbose=0))
    finally:
        keras.saving.get_custom_objects().pop("of_r>act")


def test_tensorflow_traces_functions_of_r(R: RSession) -> None:
    import tensorflow as tf

    right = np.maximum(X, X * np.float32(0.1))
    np.testing.assert_array_equal(tf.function(R["act"])(X), right)
    mapped = tf.data.Dataset.from_tensor_slices(X).map(R["act"])
    np.testing.assert_array_equal(list(mapped.as_numpy_iterator()), right)


def test_parts_of_our_own_layers(R: RSession, tmp_path: Path) -> None:
    model = rkeras_py.keras_model_sequential(input_shape=3)
    model >> rkeras_py.layer_dense(4, activation=R["act"], kernel_initializer=R["ini"]) >> rkeras_py.layer_dense(1)
    rkeras_py.compile(model, "sgd", R["miss"], metrics=[R["far"]])
    assert list(rkeras_py.fit(model, X, Y, epochs=1, verbose=0).metrics) == ["loss", "far"]
    rkeras_py.save_model_hdf5(model, str(tmp_path / "m.h5"))
    loaded = keras.models.load_model(tmp_path / "m.h5", custom_objects=of_r(R))
    np.testing.assert_allclose(loaded.predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6)
