"""Layers as old versions described them, with flags as texts and numbers, by number against Keras 2."""

import json
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras
from support import sampled

import rkeras_py as rk

RANDOM = np.random.default_rng(0)
STEPS, PICTURE, FLAT = (5, 3), (6, 6, 2), (3,)
FORMS: list[Any] = ["FALSE", "TRUE", 0, 1, True, False, ""]
n = tf_keras.layers

CORPUS: dict[str, tuple[tuple[int, ...], Any, tuple[str, ...]]] = {
    "LSTM": (STEPS, lambda: n.LSTM(2), ("go_backwards", "return_sequences", "use_bias", "unroll")),
    "GRU": (STEPS, lambda: n.GRU(2), ("go_backwards", "return_sequences", "use_bias", "reset_after")),
    "SimpleRNN": (STEPS, lambda: n.SimpleRNN(2), ("go_backwards", "return_sequences", "use_bias")),
    "Bidirectional LSTM": (STEPS, lambda: n.Bidirectional(n.LSTM(2)), ("go_backwards", "return_sequences")),
    "Bidirectional GRU": (STEPS, lambda: n.Bidirectional(n.GRU(2), merge_mode="sum"), ("go_backwards", "use_bias")),
    "Bidirectional SimpleRNN": (
        STEPS,
        lambda: n.Bidirectional(n.SimpleRNN(2, return_sequences=True), merge_mode="ave"),
        ("go_backwards",),
    ),
    "TimeDistributed": (STEPS, lambda: n.TimeDistributed(n.Dense(2)), ("use_bias",)),
    "RNN": (STEPS, lambda: n.RNN(n.LSTMCell(2)), ("go_backwards", "return_sequences")),
    "Dense": (FLAT, lambda: n.Dense(2), ("use_bias",)),
    "Embedding": (FLAT, lambda: n.Embedding(4, 2), ("mask_zero",)),
    "Conv1D": (STEPS, lambda: n.Conv1D(2, 2), ("use_bias",)),
    "Conv2D": (PICTURE, lambda: n.Conv2D(2, 2), ("use_bias",)),
    "Conv2DTranspose": (PICTURE, lambda: n.Conv2DTranspose(2, 2), ("use_bias",)),
    "SeparableConv2D": (PICTURE, lambda: n.SeparableConv2D(2, 2), ("use_bias",)),
    "DepthwiseConv2D": (PICTURE, lambda: n.DepthwiseConv2D(2), ("use_bias",)),
    "ConvLSTM1D": ((3, 4, 2), lambda: n.ConvLSTM1D(2, 2), ("go_backwards", "return_sequences", "use_bias")),
    "BatchNormalization": (FLAT, lambda: n.BatchNormalization(), ("center", "scale")),
    "LayerNormalization": (FLAT, lambda: n.LayerNormalization(), ("center", "scale")),
    "GlobalAveragePooling2D": (PICTURE, lambda: n.GlobalAveragePooling2D(), ("keepdims",)),
    "GlobalMaxPooling1D": (STEPS, lambda: n.GlobalMaxPooling1D(), ("keepdims",)),
}
CASES = [(name, flag, form) for name, (_, _, flags) in CORPUS.items() for flag in flags for form in FORMS]


def set_flag(config: Any, flag: str, form: Any) -> None:
    """Set a flag wherever a description has it, in wrapped layers too."""
    if isinstance(config, dict):
        for key, value in config.items():
            if key == flag:
                config[key] = form
            else:
                set_flag(value, flag, form)


def describe(name: str, flag: str, form: Any) -> tuple[str, Any]:
    shape, make, _ = CORPUS[name]
    inputs = tf_keras.Input(shape)
    described = json.loads(tf_keras.Model(inputs, make()(inputs)).to_json())
    set_flag(described["config"]["layers"][1]["config"], flag, form)
    x = RANDOM.integers(0, 4, (2, *shape)) if name == "Embedding" else RANDOM.normal(size=(2, *shape))
    return json.dumps(described), x.astype("float32")


@pytest.mark.parametrize("case", sampled(CASES, 13), ids=str)
def test_flags_mean_what_they_meant_in_keras_2(case: tuple[str, str, Any]) -> None:
    described, x = describe(*case)
    theirs = tf_keras.models.model_from_json(described)
    weights = [RANDOM.uniform(0.1, 1, value.shape) for value in theirs.get_weights()]
    theirs.set_weights(weights)
    ours = rk.model_from_json(described)
    ours.set_weights(weights)
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-4, atol=1e-6)
    config = ours.layers[1].get_config()
    assert isinstance(config.get(case[1], True), bool)


@pytest.mark.parametrize("form", ["FALSE", True, 0])
@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_each_direction_of_a_bidirectional_layer(kind: str, form: Any) -> None:
    test_flags_mean_what_they_meant_in_keras_2((f"Bidirectional {kind}", "go_backwards", form))


def test_a_bidirectional_layer_around_one_that_goes_backwards(tmp_path: Any) -> None:
    x = RANDOM.normal(size=(2, *STEPS)).astype("float32")
    inputs = tf_keras.Input(STEPS)
    theirs = tf_keras.Model(inputs, n.Bidirectional(n.LSTM(2, go_backwards=True))(inputs))
    layer = rk.bidirectional(layer=rk.layer_lstm(units=2, go_backwards=True))
    assert layer.forward_layer.go_backwards is True
    assert layer.backward_layer.go_backwards is False
    inputs = rk.layer_input(shape=STEPS)
    ours = rk.keras_model(inputs, layer(inputs))
    ours.set_weights(theirs.get_weights())
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-5)
    ours.save(tmp_path / "model.keras")
    np.testing.assert_array_equal(keras.saving.load_model(tmp_path / "model.keras")(x), ours(x))
