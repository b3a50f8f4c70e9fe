"""A history that one language made is a history in the other."""

import math
from collections.abc import Iterator
from typing import Any

import keras
import matplotlib.figure
import numpy as np
import pandas as pd
import pytest

import rkeras_py
from rkeras_py.bridge import RSession, r_session
from rkeras_py.training.history import KerasTrainingHistory

X = np.arange(24.0).reshape(8, 3) / 24
Y = X.sum(axis=1, keepdims=True)


def model_of() -> Any:
    keras.utils.set_random_seed(3)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    return model


@pytest.fixture
def R() -> Iterator[RSession]:
    session = r_session()
    session("library(rkeras)")
    session["x"], session["y"] = X, Y
    yield session
    session("rm(list = ls(globalenv()))")


@pytest.mark.parametrize("epochs", [1, 3])
def test_a_history_made_in_r_is_python_s(R: RSession, epochs: int) -> None:
    right = model_of().fit(X, Y, epochs=epochs, validation_split=0.25, shuffle=False, verbose=0)
    R["model"] = model_of()
    history = R(f"h <- fit(model, x, y, epochs = {epochs}, validation_split = 0.25, shuffle = FALSE, verbose = 0)")
    assert isinstance(history, KerasTrainingHistory)
    assert history.history is history.metrics
    assert list(history.metrics) == ["loss", "mae", "val_loss", "val_mae"]
    for name, values in history.metrics.items():
        np.testing.assert_allclose(values, right.history[name], rtol=1e-5)
    assert history.params == {"verbose": 0, "epochs": epochs, "steps": 1}
    assert history.epoch == right.epoch
    assert isinstance(history.plot(), matplotlib.figure.Figure)
    frame = history.as_data_frame()
    pd.testing.assert_frame_equal(
        frame.astype({"metric": str, "data": str}),
        R("as.data.frame(h)").astype({"metric": str, "data": str}),
        check_dtype=False,
        check_index_type=False,
    )
    assert dict(history) == {"params": history.params, "metrics": history.metrics}
    R["back"] = history
    assert R("identical(back, h)") is True
    assert R("list(a = h)")["a"] == history


def test_a_history_made_by_our_fit_is_r_s(R: RSession) -> None:
    history = rkeras_py.fit(model_of(), X, Y, epochs=12, validation_split=0.25, verbose=0)
    R["h"] = history
    assert R("class(h)") == "keras_training_history"
    assert R("names(h)") == ["params", "metrics"]
    np.testing.assert_array_equal(R("h$metrics$val_mae"), history.metrics["val_mae"])
    assert R("capture.output(print(h))") == repr(history).splitlines()
    assert R("dim(as.data.frame(h))").tolist() == [48, 4]
    assert R("pdf(NULL); plot(h, method = 'base'); invisible(dev.off()); 1") == 1
    assert R["h"] == history
    assert R.call("identity", history) == history


def test_a_history_of_plain_keras_has_r_s_methods(R: RSession) -> None:
    history = model_of().fit(X, Y, epochs=2, validation_split=0.25, verbose=0)
    R["h"] = history
    assert R["h"] is history
    frame = R("as.data.frame(h)")
    assert list(frame["metric"]) == ["loss"] * 2 + ["mae"] * 2 + ["loss"] * 2 + ["mae"] * 2
    expected = [value for name in ("loss", "mae", "val_loss", "val_mae") for value in history.history[name]]
    np.testing.assert_allclose(frame["value"], expected, rtol=1e-6)
    assert R("capture.output(print(h))")[1] == "Final epoch (plot to see history):"
    assert R("pdf(NULL); plot(h, method = 'base'); invisible(dev.off()); 1") == 1
    np.testing.assert_allclose(R("h$history$loss"), history.history["loss"])


def test_epochs_are_counted_on(R: RSession) -> None:
    R["model"] = model_of()
    history = R("h <- fit(model, x, y, epochs = 5, initial_epoch = 3, verbose = 0)")
    right = rkeras_py.fit(model_of(), X, Y, epochs=5, initial_epoch=3, verbose=0)
    assert history.epoch == right.epoch == [3, 4]
    assert history.params["epochs"] == right.params["epochs"]
    R["again"] = right
    assert R["again"].epoch == [3, 4]


def test_missing_values_stay_missing(R: RSession) -> None:
    history = R("structure(list(params = list(epochs = 2L), metrics = list(loss = c(1, NA), val_loss = 2)), "
                "class = 'keras_training_history')")  # fmt: skip
    assert history.metrics["val_loss"] == [2.0]
    assert history.metrics["loss"][0] == 1.0 and math.isnan(history.metrics["loss"][1])
