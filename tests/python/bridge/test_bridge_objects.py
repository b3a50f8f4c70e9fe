"""Objects that one language made are objects in the other, not handles of nobody knows what, whichever is the host."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_prepared

import rkeras_py
from rkeras_py.bridge import RObject, RSession, r_session

FROM_R = [
    ("fit_text_tokenizer(text_tokenizer(5), c('a b', 'b'))", "x.word_index == {'b': 1, 'a': 2}"),
    ("image_data_generator(rescale = 0.5)", "x.rescale == 0.5"),
    ("flow_images_from_data(array(1, c(2, 4, 4, 3)), batch_size = 1)", "len(x) == 2 and x[0].shape == (1, 4, 4, 3)"),
    ("timeseries_generator(matrix(1:4, 4), 1:4, length = 2)", "x[0][0].shape == (2, 2, 1)"),
    ("learning_rate_schedule_exponential_decay(0.5, 1, 0.5)", "float(x(1)) == 0.25"),
    ("optimizer_sgd(0.5)", "isinstance(x, keras.optimizers.SGD) and float(x.learning_rate) == 0.5"),
    ("callback_early_stopping(patience = 2)", "isinstance(x, keras.callbacks.EarlyStopping) and x.patience == 2"),
    ("callback_lambda(on_train_end = function(logs) NULL)", "isinstance(x, keras.callbacks.LambdaCallback)"),
    ("loss_huber(delta = 2)", "isinstance(x, keras.losses.Huber) and float(x([[0.0]], [[1.0]])) == 0.5"),
    ("metric_mean_absolute_error()", "float(x([1.0], [3.0])) == 2"),
    ("initializer_constant(3)", "np.array(x((2,))).tolist() == [3, 3]"),
    ("regularizer_l2(0.5)", "float(x(np.array([2.0]))) == 2"),
    ("constraint_nonneg()", "np.array(x(np.array([-1.0, 2.0]))).tolist() == [0, 2]"),
    ("keras_model_sequential(input_shape = 2) %>% layer_dense(1)", "isinstance(x, keras.Sequential)"),
    ("{a <- layer_input(2); k_function(a, a * 2)}", "np.array(x(np.ones((1, 2)))).tolist() == [[2, 2]]"),
    ("custom_metric('far', function(y_true, y_pred) k_max(y_pred))", "x.__name__ == 'far'"),
    ("flags(flag_integer('n', 3L), flag_string('s', 'a'), arguments = character())", "x == {'n': 3, 's': 'a'}"),
    ("shape(NA, 3)", "x.as_list() == [None, 3]"),
    ("layer_input(shape(28, NA))$shape", "x == (None, 28, None)"),
    ("list(layer_input(3)$shape)", "x == [(None, 3)]"),
    ("k_constant(c(1, 2))$shape", "x.as_list() == [2]"),
    ("tuple('a', 'b')", "x == ('a', 'b')"),
    ("get_config(layer_dense(units = 3))", "keras.layers.Dense.from_config(x).units == 3"),
    ("new_history", "x.history == {'loss': [2.0, 1.0]} and x.epoch == [0, 1]"),
]
"""R code, and what holds of it in Python."""

FROM_PYTHON = [
    ("texts_to_sequences(tok, texts)", "texts_to_sequences(tok, texts)"),
    ("text_to_word_sequence('A b c')", "text_to_word_sequence('A b c')"),
    ("text_to_word_sequence('A')", "text_to_word_sequence('A')"),
    ("text_to_word_sequence('')", "text_to_word_sequence('')"),
    ("text_one_hot('A b c', 5)", "text_one_hot('A b c', 5)"),
    ("text_one_hot('A', 5)", "text_one_hot('A', 5)"),
    ("skipgrams([1, 2], 5, window_size=1, negative_samples=0, seed=1, shuffle=False)",
     "skipgrams(1:2, 5, window_size = 1, negative_samples = 0, seed = 1, shuffle = FALSE)"),
    ("pad_sequences([[1], [2, 3]])", "pad_sequences(list(1, 2:3))"),
    ("evaluate(model, x, y, verbose=0)", "evaluate(model, x, y, verbose = 0)"),
    ("predict(model, x, verbose=0)", "predict(model, x, verbose = 0)"),
    ("get_weights(model)", "get_weights(model)"),
    ("get_vocabulary(vectors)", "get_vocabulary(vectors)"),
    ("get_vocabulary(lookup)", "get_vocabulary(lookup)"),
    ("k_get_value(k_constant([1, 2]))", "k_get_value(k_constant(c(1, 2)))"),
    ("timeseries_generator(x, y, length=2)[0]", "timeseries_generator(x, y, length = 2)[0]"),
]  # fmt: skip
"""Calls in Python, and in R: their values are identical for R."""

SAME = [
    ("same_object(model, through$keep(model))", True),
    ("same_object(model, clone_model(model))", False),
    ("same_object(model$layers[[1]], through$keep(get_layer(model, index = 1)))", True),
    ("same_object(here, through$keep(here))", True),
    ("same_object(through$keep(here), new.env())", False),
    ("same_object(through$keep(new.env()), here)", False),
    ("same_object(double, double)", True),
    ("same_object(double, through$keep(double))", False),
    ("same_object(here, model)", False),
    ("through$same_object(model, through$keep(model))", True),
    ("through$same_object(model, clone_model(model))", False),
    ("only_r(through$same_object(here, through$keep(here)))", True),
    ("only_r(through$same_object(here, new.env()))", True),
    ("only_r(through$same_object(double, through$keep(double)))", True),
    ("through$same_object(model, here)", False),
]
"""Tell whether objects are the same, as R's function and Python's tell; `through$keep()` has been to Python and back.

A function of R is a new one of Python each time, which calls it, and of two objects of R only R tells. Python's
function is called within one of Python: alone it would arrive in R as R's of that name.
"""

SETUP = """
import keras, numpy as np
from rkeras_py import *
texts = ['the cat sat', 'the dog', 'cat and dog and cat']
tok = fit_text_tokenizer(text_tokenizer(10), texts)
vectors = layer_text_vectorization(max_tokens=10)
adapt(vectors, texts)
lookup = layer_string_lookup(vocabulary=['a', 'b'])
x = np.arange(8.0).reshape(4, 2) / 8
y = x.sum(axis=1, keepdims=True)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer='ones')])
model.compile('sgd', 'mse', metrics=['mae'])
"""
SHARED = ["texts", "tok", "vectors", "lookup", "x", "y", "model"]
R_SETUP = (
    "new_history <- structure(list(params = list(epochs = 2L), metrics = list(loss = c(2, 1))), "
    "class = 'keras_training_history'); here <- new.env(); double <- function(x) 2 * x; "
    "through <- reticulate::py_run_string('import types, rkeras_py; through = types.SimpleNamespace("
    "keep=lambda x: x, same_object=lambda a, b: rkeras_py.same_object(a, b))', local = FALSE)$through; "
    "only_r <- function(x) tryCatch(x, error = function(e) grepl('which only R can compare', conditionMessage(e)))"
)

HOSTED_BY_R = """
library(rkeras)
reticulate::py_run_string("{setup}
def check(code, x):
    try:
        return str(bool(eval(code, {{'keras': keras, 'np': np, 'x': x}})))
    except Exception as error:
        return repr(error)
")
main <- reticulate::import_main()
for (name in c({shared})) assign(name, main[[name]])
{r_setup}
cases <- jsonlite::fromJSON("{path}", simplifyVector = FALSE)
for (case in cases[[1]]) {{
  found <- main$check(case[[2]], eval(str2expression(case[[1]])))
  if (found != "True") cat("FAILED", case[[1]], case[[2]], found, "\\n")
}}
for (case in cases[[2]]) {{
  found <- reticulate::py_eval(case[[1]])
  if (!identical(found, eval(str2expression(case[[2]])))) cat("FAILED", case[[1]], capture.output(str(found)), "\\n")
}}
for (case in cases[[3]]) {{
  found <- eval(str2expression(case[[1]]))
  if (!identical(found, case[[2]])) cat("FAILED", case[[1]], capture.output(str(found)), "\\n")
}}
cat("done", lengths(cases), "\\n")
"""


@pytest.fixture(scope="module")
def R() -> Iterator[RSession]:
    session = r_session()
    session(R_SETUP)
    yield session
    session("rm(list = ls(globalenv()))")


def test_what_r_made_is_python_s(R: RSession) -> None:
    failed = []
    for code, expected in FROM_R:
        value = R(code)
        if isinstance(value, RObject) or not eval(expected, {"keras": keras, "np": np, "x": value}):
            failed.append((code, type(value)))
        R["back"] = value
        if not isinstance(value, tuple | list | dict) and R["back"] != value:
            failed.append((code, "and back"))
    assert not failed


def test_what_python_made_is_r_s(R: RSession) -> None:
    scope: dict[str, Any] = {}
    exec(SETUP, scope)
    for name in SHARED:
        R[name] = scope[name]
    failed = []
    for in_python, in_r in FROM_PYTHON:
        R["found"] = eval(in_python, scope)
        if R(f"identical(found, {in_r})") is not True:
            failed.append((in_python, R("capture.output(str(found))")))
    assert not failed


def test_an_object_is_the_same_one_on_both_sides(R: RSession) -> None:
    model = compiled()
    R["model"] = model
    assert [code for code, expected in SAME if R(code) is not expected] == []
    assert rkeras_py.same_object(R("model"), model) and rkeras_py.same_object(R("list(1, model)")[1], model)
    assert rkeras_py.same_object(R("model$layers[[1]]"), model.layers[0])
    assert rkeras_py.same_object(R("here"), R("here")) and not rkeras_py.same_object(R("here"), R("new.env()"))
    assert rkeras_py.same_object(R("double"), R("double"))
    assert not rkeras_py.same_object(R("double"), R("function(x) 2 * x"))
    assert not rkeras_py.same_object(R("here"), model)


def test_so_it_is_where_r_is_the_host(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([FROM_R, FROM_PYTHON, SAME]))
    shared = ", ".join(f'"{name}"' for name in SHARED)
    done = run_prepared(HOSTED_BY_R.format(setup=SETUP, shared=shared, path=path, r_setup=R_SETUP), host="r")
    assert "FAILED" not in done.stdout, done.stdout
    assert f"done {len(FROM_R)} {len(FROM_PYTHON)} {len(SAME)}" in done.stdout, done.stderr


def test_measures_are_named_numbers(R: RSession) -> None:
    R["measures"] = rkeras_py.evaluate(compiled(), np.ones((2, 2)), np.zeros((2, 1)), verbose=0)
    assert R("is.numeric(measures)") and R("names(measures)") == ["loss", "mae"]
    assert R("unname(measures)").tolist() == [4.0, 2.0]


def test_an_object_of_r_trains_a_model_of_python(R: RSession) -> None:
    R("seen <- c()")
    callback = R("callback_lambda(on_epoch_end = function(epoch, logs) seen <<- c(seen, logs$loss))")
    model = compiled(optimizer=R("optimizer_sgd(learning_rate_schedule_exponential_decay(0.1, 1, 0.5))"))
    history = model.fit(np.ones((4, 2)), np.zeros((4, 1)), epochs=3, verbose=0, callbacks=[callback])
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 1, 0.5)
    right = compiled(optimizer=keras.optimizers.SGD(schedule))
    expected = right.fit(np.ones((4, 2)), np.zeros((4, 1)), epochs=3, verbose=0)
    np.testing.assert_allclose(history.history["loss"], expected.history["loss"], rtol=1e-6)
    np.testing.assert_allclose(R("seen"), expected.history["loss"], rtol=1e-6)


def compiled(optimizer: Any = "sgd") -> Any:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(optimizer, "mse", metrics=["mae"])
    return model
