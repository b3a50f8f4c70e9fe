"""Models, histories and tensors as notebooks show them."""

import re
from typing import Any

import keras
import numpy as np
import tensorflow as tf

import rkeras_py as rk


def cells(shown: Any) -> list[list[str]]:
    """Read the rows of a table."""
    rows = re.findall(r"<tr>(.*?)</tr>", shown._repr_html_())
    return [re.findall(r"<t[dh]>(.*?)</t[dh]>", row) for row in rows]


def test_models_and_histories_are_tables() -> None:
    inner = rk.keras_model_sequential(input_shape=4, name="inner") >> rk.layer_dense(units=3, name="d")
    model = rk.keras_model_sequential(input_shape=4) >> inner >> rk.layer_dense(units=1)
    model >> rk.compile(loss="mse", optimizer="sgd")
    history = rk.fit(model, np.ones((4, 4)), np.ones(4), epochs=12, verbose=0)
    assert cells(model)[2] == ["\u2003d (Dense)", "(None, 3)", "15"]
    assert "Total params: 19" in model._repr_html_()
    bundle = model._repr_mimebundle_(exclude=["text/html"])
    assert bundle == {"text/plain": repr(model)}
    shown = cells(history)
    assert [row[0] for row in shown] == ["epoch", *"12345", "…", *map(str, range(8, 13))]
    assert float(shown[-1][1]) == float(f"{history.metrics['loss'][-1]:.4g}")
    assert "not built" in keras.Sequential()._repr_html_()


def test_tensors_show_their_values() -> None:
    assert cells(tf.constant([[1.5, 2.0], [3.0, 4.0]])) == [["1.5", "2"], ["3", "4"]]
    assert cells(keras.Variable([1.0, 2.0])) == [["1", "2"]]
    assert cells(tf.constant(["a<b"])) == [["a&lt;b"]]
    wide = cells(tf.zeros((100, 30)))
    assert (len(wide), len(wide[0])) == (11, 11)
    for empty in (tf.zeros((0, 3)), tf.zeros((2, 0)), tf.constant(3, "bfloat16"), tf.zeros((2, 2, 2))):
        assert f"shape {tuple(empty.shape)}, {empty.dtype.name}" in empty._repr_mimebundle_(["text/html"])["text/html"]
