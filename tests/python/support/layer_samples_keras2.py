"""Samples of layers, and arguments, that Keras 3 no longer has."""

from typing import Any

import keras
import tensorflow as tf
from layer_sample import IMAGE, STEPS, Sample
from layer_samples import HARD, PAIR, RNN, SEPARABLE, hard_sigmoid

import rkeras_py as rk

LOCAL = {"filters": 4, "activation": "tanh", "bias_initializer": "random_normal"}
TIME_MAJOR = {"time_major": True}


def _local(shape: tuple[int, ...], **args: Any) -> Sample:
    return Sample([shape], LOCAL | args)


def _time_major(name: str, **args: Any) -> Sample:
    """The layer from the batch-major arguments, against our class of that name and Keras 2's own."""
    cls = f"rkeras_py.classes.time_major.{name}"
    return Sample([STEPS], args | TIME_MAJOR, args, cls=cls, keras_2=TIME_MAJOR)


def _inner(name: str, **args: Any) -> Any:
    """Make a time-major layer of our own, or of tf_keras."""
    ours = {"LSTM": rk.layer_lstm, "GRU": rk.layer_gru, "SimpleRNN": rk.layer_simple_rnn}[name]
    return lambda k: ours(time_major=True, **args) if k is keras else getattr(k.layers, name)(time_major=True, **args)


def _bidirectional(layer: Any, **args: Any) -> Sample:
    return Sample([STEPS], args, cls="rkeras_py.classes.time_major.Bidirectional", late={"layer": layer})


def _causal(name: str, *shapes: tuple[int, ...], **args: Any) -> Sample:
    return Sample(list(shapes), args | {"causal": True}, args, cls=f"rkeras_py.classes.causal.{name}",
                  keras_2={"causal": True})  # fmt: skip


CAUSAL_CONV = {"filters": 4, "kernel_size": 3, "padding": "causal", "dilation_rate": 2} | SEPARABLE
CUDNN = {"units": 3, "return_sequences": True, "recurrent_initializer": "glorot_uniform"}

SAMPLES: dict[str, list[Sample]] = {
    "layer_locally_connected_1d": [
        _local(STEPS, kernel_size=3, strides=2),
        _local(STEPS, kernel_size=3, data_format="channels_first"),
        _local(STEPS, kernel_size=2, implementation=2, padding="same", strides=2),
        _local(STEPS, kernel_size=2, implementation=2, data_format="channels_first"),
        _local(STEPS, kernel_size=4, implementation=3, padding="same", use_bias=False),
        _local(STEPS, kernel_size=2, implementation=3, data_format="channels_first"),
    ],
    "layer_locally_connected_2d": [
        _local(IMAGE, kernel_size=(3, 2), strides=(2, 1)),
        _local(IMAGE, kernel_size=2, data_format="channels_first"),
        _local(IMAGE, kernel_size=(3, 2), implementation=2, padding="same", strides=(1, 2)),
        _local(IMAGE, kernel_size=(2, 3), implementation=2, data_format="channels_first"),
        _local(IMAGE, kernel_size=(3, 2), implementation=3, padding="same", strides=2),
        _local(IMAGE, kernel_size=(2, 1), implementation=3, data_format="channels_first"),
    ],
    "layer_activation_thresholded_relu": [
        Sample([STEPS], {}, {"threshold": 1.0}, keras_2={"threshold": 1.0}),
        Sample([STEPS], {"theta": 0.3}, {"threshold": 0.3}, keras_2={"threshold": 0.3}),
    ],
    "layer_cudnn_gru": [Sample([STEPS], CUDNN, keras_2={"reset_after": True, "recurrent_activation": "sigmoid"})],
    "layer_cudnn_lstm": [
        Sample([STEPS], CUDNN, keras_2={"activation": "tanh", "recurrent_activation": "sigmoid"}),
        Sample([STEPS], {"units": 3, "unit_forget_bias": False}),
    ],
    "layer_dense_features": [
        Sample([], late={"feature_columns": lambda k: tf.feature_column.numeric_column("x")})  # takes named inputs
    ],
    "layer_random_height": [Sample([IMAGE], {"factor": (0.5, 0.5)}), Sample([IMAGE], {"factor": 0.0, "seed": 3})],
    "layer_random_width": [
        Sample([IMAGE], {"factor": (-0.4, -0.4), "interpolation": "nearest"}),
        Sample([IMAGE], {"factor": (0.7, 0.7), "interpolation": "bicubic", "seed": 3}),
    ],
    "layer_lstm": [
        _time_major("LSTM", **RNN),
        _time_major("LSTM", units=3, go_backwards=True, return_state=True, unit_forget_bias=False),
        Sample(
            [STEPS],
            {"units": 3, "time_major": True} | HARD,
            {"units": 3, "recurrent_activation": hard_sigmoid},
            cls="rkeras_py.classes.time_major.LSTM",
            keras_2=HARD | TIME_MAJOR,
        ),
    ],
    "layer_gru": [_time_major("GRU", **RNN, return_state=True), _time_major("GRU", units=3, reset_after=False)],
    "layer_simple_rnn": [_time_major("SimpleRNN", **RNN)],
    "layer_rnn": [
        Sample(
            [STEPS],
            {"return_sequences": True, "time_major": True},
            {"return_sequences": True},
            cls="rkeras_py.classes.time_major.RNN",
            late={"cell": lambda k: [k.layers.GRUCell(3), k.layers.SimpleRNNCell(2)]},
            keras_2=TIME_MAJOR,
        )
    ],
    "bidirectional": [
        _bidirectional(_inner("LSTM", units=2, return_sequences=True)),
        _bidirectional(_inner("GRU", units=2, return_sequences=True, return_state=True), merge_mode=None),
        _bidirectional(_inner("SimpleRNN", units=2), merge_mode="mul"),
    ],
    "layer_separable_conv_1d": [
        Sample([STEPS], CAUSAL_CONV, cls="rkeras_py.classes.causal.separable_conv_1d",
               keras={key: value for key, value in CAUSAL_CONV.items() if key != "padding"},
               keras_2={"padding": "causal"}),
    ],
    "layer_attention": [_causal("Attention", *PAIR), _causal("Attention", (4, 3), (6, 3), use_scale=True)],
    "layer_additive_attention": [_causal("AdditiveAttention", *PAIR)],
}  # fmt: skip
"""Samples by name of the function, to be added to those in layer_samples.py."""
