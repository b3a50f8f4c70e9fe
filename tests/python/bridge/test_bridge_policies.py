"""Policies of number types, and Keras's settings, hold on both sides, whichever language is the host."""

import json
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_prepared

import rkeras_py
from rkeras_py.bridge import RSession, r_session

X = np.array([[0.125, 0.25, 0.375], [0.5, 0.625, 0.75]])
Y = np.array([[0.25, 0.5], [0.75, 1.0]])
POLICIES = ["mixed_bfloat16", "mixed_float16", "bfloat16", "float16", "float64"]
READS = [
    "predict(model, x, verbose = 0)",
    "predict(model, x, batch_size = 1, verbose = 0)",
    "predict_on_batch(model, x)",
    "predict(keras_model(model$input, list(model$output, model$output)), x, verbose = 0)[[2]]",
    "as.array(model(x))",
    "as.matrix(model(x))",
    "matrix(as.numeric(model(x)), 2)",
    "k_get_value(model(x))",
    "k_eval(model(x))",
    "model(x)$numpy()",
    "model$predict(x, verbose = 0L)",
    "k_function(model$input, model$output)(x)",
    "matrix(vapply(1:4, function(i) k_get_value(k_flatten(model(x))[[i - 1]]), 0), 2, byrow = TRUE)",
    "rbind(k_get_value(model(x)[1, ]), k_get_value(model(x)[2, ]))",
]
WEIGHTS = ["get_weights(model)[[1]]", "as.array(model$weights[[1]])", "k_get_value(model$layers[[1]]$kernel)"]

HOSTED_BY_R = """
library(rkeras)
x <- matrix(c(0.125, 0.5, 0.25, 0.625, 0.375, 0.75), 2)
reads <- jsonlite::fromJSON(r"---({reads})---")
weights <- jsonlite::fromJSON(r"---({weights})---")
results <- list()
for (policy in jsonlite::fromJSON('{policies}')) {{
  keras$config$set_dtype_policy(policy)
  model <- keras_model_sequential(input_shape = 3) %>% layer_dense(2, kernel_initializer = "ones")
  found <- lapply(c(reads, weights), function(code) {{
    value <- eval(str2expression(code))
    stopifnot(is.matrix(value), is.double(value))
    value
  }})
  results[[policy]] <- list(found = found, floatx = k_floatx(), policy = keras$config$dtype_policy()$name)
}}
cat(jsonlite::toJSON(results, digits = NA, auto_unbox = TRUE))
"""

SETTINGS = [
    ("k_set_floatx('{}')", "k_floatx()", "floatx", ["float64", "float16", "float32"]),
    ("k_set_epsilon({})", "k_epsilon()", "epsilon", [1e-3, 1e-7]),
    (
        "k_set_image_data_format('{}')",
        "k_image_data_format()",
        "image_data_format",
        ["channels_first", "channels_last"],
    ),
]


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    session["x"], session["y"] = X, Y
    yield session
    keras.config.set_dtype_policy("float32")
    keras.config.set_floatx("float32")
    session("rm(list = ls(globalenv()))")


def ones_model() -> Any:
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, kernel_initializer="ones")])


def expected_of(policy: str) -> tuple[Any, Any]:
    keras.config.set_dtype_policy(policy)
    model = ones_model()
    return model.predict(X, verbose=0).astype(float), np.asarray(model.get_weights()[0]).astype(float)


@pytest.mark.parametrize("policy", POLICIES)
def test_r_has_plain_arrays_under_each_policy(R: RSession, policy: str) -> None:
    keras.config.set_dtype_policy(policy)
    R["model"] = model = ones_model()
    for code in READS:
        found = R(code)
        assert isinstance(found, np.ndarray) and found.dtype == np.float64, code
        np.testing.assert_array_equal(found, model.predict(X, verbose=0).astype(float), err_msg=code)
    for code in WEIGHTS:
        np.testing.assert_array_equal(R(code), np.ones((3, 2)), err_msg=code)
    assert R("keras$config$dtype_policy()$name") == policy
    assert R("layer_dense(units = 1)$compute_dtype") == keras.layers.Dense(1).compute_dtype
    model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
    weights = model.get_weights()
    history = R("fit(model, x, y, epochs = 2, verbose = 0, shuffle = FALSE)")
    measured = R("unname(evaluate(model, x, y, verbose = 0))")
    model.set_weights(weights)
    model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
    np.testing.assert_allclose(
        history.metrics["loss"], np.array(model.fit(X, Y, epochs=2, verbose=0, shuffle=False).history["loss"], float)
    )
    np.testing.assert_allclose(measured, np.array(model.evaluate(X, Y, verbose=0), float), rtol=1e-3)


def test_so_it_is_where_r_is_the_host() -> None:
    script = HOSTED_BY_R.format(reads=json.dumps(READS), weights=json.dumps(WEIGHTS), policies=json.dumps(POLICIES))
    done = run_prepared(script, host="r")
    assert done.code == 0, done.stderr
    results = json.loads(done.stdout.splitlines()[-1])
    try:
        for policy in POLICIES:
            outputs, weights = expected_of(policy)
            assert (results[policy]["floatx"], results[policy]["policy"]) == ("float32", policy)
            for code, found in zip(READS + WEIGHTS, results[policy]["found"], strict=True):
                right = weights if code in WEIGHTS else outputs
                np.testing.assert_array_equal(found, right, err_msg=f"{policy}: {code}")
    finally:
        keras.config.set_dtype_policy("float32")


@pytest.mark.parametrize(("setter", "getter", "name", "values"), SETTINGS)
def test_settings_of_one_language_hold_in_the_other(
    R: RSession, setter: str, getter: str, name: str, values: Any
) -> None:
    for value in values:
        R(setter.format(value))
        assert getattr(keras.config, name)() == value == getattr(rkeras_py, f"k_{name}")() == R(getter)
        assert getattr(keras.config, name)() == R(f"keras$config${name}()") == R(f"backend()${name}()")
    for value in values:
        getattr(keras.config, f"set_{name}")(value)
        assert R(getter) == value
    for value in values:
        R(f"keras$config$set_{name}({value!r})")
        assert R(getter) == value == getattr(keras.config, name)()


def test_floats_may_be_bfloat16_everywhere(R: RSession) -> None:
    R("k_set_floatx('bfloat16')")
    assert keras.config.floatx() == rkeras_py.k_floatx() == "bfloat16"
    R["model"] = model = ones_model()
    model.compile("sgd", "mse", metrics=["mae"])
    R("seen <- list()")
    history = R("""fit(model, x, y, epochs = 2, verbose = 0, callbacks = list(
      callback_lambda(on_epoch_end = function(epoch, logs) seen$lambda <<- logs$loss),
      new_callback_class("Seen", on_epoch_end = function(epoch, logs) seen$written <<- logs$loss)()
    ))""")
    assert R["seen"] == dict.fromkeys(("lambda", "written"), history.metrics["loss"][-1])
    assert [type(value) for value in history.metrics["loss"]] == [float, float]
    measures = rkeras_py.evaluate(model, X, Y, verbose=0)
    assert {name: type(value) for name, value in measures.items()} == {"loss": float, "mae": float}
    np.testing.assert_array_equal(R("unname(evaluate(model, x, y, verbose = 0))"), list(measures.values()))
    np.testing.assert_array_equal(R("k_get_value(k_variable(x))"), X)
    np.testing.assert_array_equal(R("predict(model, x, verbose = 0)"), model.predict(X, verbose=0).astype(float))


def test_narrow_numbers_come_to_r_exactly(R: RSession) -> None:
    import ml_dtypes

    R["narrow"] = [np.array([1.5, -2, np.nan, np.inf], ml_dtypes.bfloat16), np.array([[1, 2]], ml_dtypes.float8_e5m2)]
    R["holder"] = type("Holder", (), {"one": ml_dtypes.bfloat16(1.5), "many": np.array([[1, -3]], ml_dtypes.int4)})()
    assert R("holder$one") == 1.5 and R("is.double(holder$one)")
    assert R("holder$many").tolist() == [[1, -3]] and R("is.integer(holder$many)")
    np.testing.assert_array_equal(R("c(narrow[[1]])"), [1.5, -2, np.nan, np.inf])
    assert R("as.numeric(k_constant(2, dtype = 'bfloat16'))") == 2
