"""An error of R is an RError, whole, at every place where plain Keras or Python calls a function of R."""

import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from bridge_support import environment

from rkeras_py.bridge import RError, RSession, r_session

X, Y = np.ones((4, 3), "float32"), np.ones((4, 1), "float32")
IN_R = """
library(rkeras)
deep <- function() stop(structure(
  class = c("my_error", "error", "condition"), list(message = "my message", call = sys.call(), field = 7)
))
fails <- function(...) deep()
calls <- 0
fails_later <- function(x, ...) if ((calls <<- calls + 1) > 1) deep() else x
given <- reticulate::dict()
given$f <- fails

layer_class <- new_layer_class("Failing", call = function(inputs) deep())
builds <- new_layer_class("FailingBuild", build = function(input_shape) deep(), call = function(inputs) inputs)
loss_class <- new_loss_class("FailingLoss", call = function(y_true, y_pred) deep())
metric_class <- new_metric_class("FailingMetric", update_state = function(y_true, y_pred, ...) deep(),
                                 result = function() 0)
model_class <- new_model_class("FailingModel", call = function(inputs) inputs, train_step = function(data) deep())
in_epoch <- callback_lambda(on_epoch_end = function(epoch, logs) deep())
in_batch <- callback_lambda(on_batch_end = function(batch, logs) deep())
in_class <- new_callback_class("FailingCallback", on_train_begin = function(logs = NULL) deep())()
R6 <- R6::R6Class("FailingR6", inherit = KerasCallback, public = list(on_epoch_begin = function(epoch, logs) deep()))
in_r6 <- R6$new()
schedule <- callback_learning_rate_scheduler(function(epoch, lr) deep())
metric <- custom_metric("half", function(y_true, y_pred) deep())
with_lambda <- function() {
  calls <<- 0
  keras_model_sequential(input_shape = 3) %>% layer_lambda(fails_later) %>% layer_dense(1)
}
"""


@pytest.fixture(scope="module")
def R() -> Iterator[RSession]:
    session = r_session()
    session(IN_R)
    yield session
    session("rm(list = ls(globalenv()))")


def _net(**options: Any) -> Any:
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, **options)])


def _fit(net: Any = None, callbacks: Any = None, **compiled: Any) -> None:
    net = net or _net()
    net.compile(**{"optimizer": "sgd", "loss": "mse", **compiled})
    net.fit(X, Y, verbose=0, callbacks=callbacks)


def _batches(draw: Callable[[], Any]) -> Iterator[Any]:
    while True:
        yield draw()


def _on_batch(R: RSession) -> None:
    net = _net()
    net.compile("sgd", R["fails"], run_eagerly=True)
    net.train_on_batch(X, Y)


PLACES: dict[str, Callable[[RSession], Any]] = {
    "code": lambda R: R("fails()"),
    "R.call": lambda R: R.call("fails"),
    "function": lambda R: R["fails"](1),
    "function that R gave": lambda R: R["given"]["f"](1),
    "R6 method": lambda R: R["in_r6"].on_epoch_begin(0),
    "layer": lambda R: R.call("with_lambda").predict(X, verbose=0),
    "layer, trained": lambda R: _fit(R.call("with_lambda")),
    "layer, called": lambda R: R.call("with_lambda")(X),
    "layer of Keras": lambda R: keras.layers.Lambda(R["fails"])(X),
    "layer class": lambda R: R["layer_class"]()(X),
    "layer class, symbols": lambda R: R["layer_class"]()(keras.Input((3,))),
    "layer class, build": lambda R: R["builds"]()(X),
    "activation": lambda R: _net(activation=R["fails"])(X),
    "initializer": lambda R: _net(kernel_initializer=R["fails"]),
    "regularizer": lambda R: _fit(_net(kernel_regularizer=R["fails"])),
    "constraint": lambda R: _fit(_net(kernel_constraint=R["fails"])),
    "loss": lambda R: _fit(loss=R["fails"]),
    "loss, eager": lambda R: _fit(loss=R["fails"], run_eagerly=True),
    "loss, on batch": _on_batch,
    "loss class": lambda R: _fit(loss=R["loss_class"]()),
    "metric": lambda R: _fit(metrics=[R["metric"]]),
    "metric class": lambda R: _fit(metrics=[R["metric_class"]()]),
    "train_step": lambda R: _fit(R["model_class"]()),
    "callback, epoch": lambda R: _fit(callbacks=[R["in_epoch"]]),
    "callback, batch": lambda R: _fit(callbacks=[R["in_batch"]]),
    "callback, class": lambda R: _fit(callbacks=[R["in_class"]]),
    "callback, R6": lambda R: _fit(callbacks=[R["in_r6"]]),
    "schedule": lambda R: _fit(callbacks=[R["schedule"]]),
    "generator": lambda R: _fit_on(_batches(R["given"]["f"])),
    "dataset": lambda R: tf.data.Dataset.range(2).map(R["given"]["f"]),
    "clone": lambda R: keras.models.clone_model(_net(), clone_function=R["given"]["f"]),
}


def _fit_on(batches: Any) -> None:
    net = _net()
    net.compile("sgd", "mse")
    net.fit(batches, steps_per_epoch=1, shuffle=False, verbose=0)


@pytest.mark.parametrize("place", PLACES)
def test_the_error_is_whole(R: RSession, place: str) -> None:
    with pytest.raises(RError) as caught:
        PLACES[place](R)
    error = caught.value
    assert error.message.endswith("my message")
    assert error.call == "deep()"
    assert error.classes == ("my_error", "error", "condition")
    assert error.condition["field"] == 7.0
    assert error.traceback[-2] == "deep()" and error.traceback[-1].startswith("stop(")
    ours = (
        "bridge_",
        "contain_jumps",
        "tryCatch",
        "withCallingHandlers",
        "eval(",
        "do.call",
        "call_r_function",
        "run(",
    )
    assert [call for call in error.traceback if call.startswith(ours) or ":::" in call] == []
    assert "deep()" in "".join(traceback.format_exception(error)).split("R calls")[1]
    frames = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    assert __file__ in frames and [file for file in frames if "rkeras_py/" in file or "rpytools" in file] == []


def test_python_shows_frames_of_the_user_alone() -> None:
    script = """
from rkeras_py.bridge import r_session
R = r_session()
R("f <- function() stop('mine')")
def inner(): R("f()")
R["inner"] = inner
def outer():
    try:
        R("inner()")
    except RuntimeError as error:
        raise ValueError("of Python") from error
outer()
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120, env=environment(), check=False
    )
    assert done.returncode == 1
    assert "in outer" in done.stderr and "in inner" in done.stderr and "stop('mine')" in done.stderr.replace('"', "'")
    assert "ValueError: of Python" in done.stderr and "rkeras_py/" not in done.stderr, done.stderr


def test_the_calls_of_all_levels_are_kept(R: RSession) -> None:
    R("given$again <- function() given$f()")
    with pytest.raises(RError) as caught:
        R("outermost <- function() given$again(); outermost()")
    calls = caught.value.traceback
    assert calls[0] == "outermost()" and calls[-2] == "deep()", calls
    assert any("given$f()" in call for call in calls), calls
