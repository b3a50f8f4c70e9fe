"""For each layer function: arguments, the equal arguments of the Keras class, and what to call the layer on."""

from typing import Any

import keras
from layer_sample import IMAGE, STEPS, VOLUME, Sample

L = keras.layers


def _scaled(x: Any, by: float = 1.0) -> Any:
    return x * by


def _without_first(x: Any) -> Any:
    return x[:, 1:]


CONV = {"activation": "relu", "bias_initializer": "ones"}
SEPARABLE = {"depth_multiplier": 2, "bias_initializer": "ones", "depthwise_initializer": "he_normal"}
RNN = {"units": 3, "return_sequences": True, "bias_initializer": "ones"}
PAIR = [(4, 3), (4, 3)]
HARD = {"recurrent_activation": "hard_sigmoid"}
CONV_LSTM = {"filters": 2, "kernel_size": 2, "bias_initializer": "ones", "kernel_initializer": "random_normal"}


def hard_sigmoid() -> Any:
    """Keras 2's formula, made of Keras 3's layers."""
    return L.Pipeline([L.Rescaling(0.2, 0.5), L.ReLU(1.0)])


def _conv_lstm(shape: tuple[int, ...]) -> list[Sample]:
    return [
        Sample([shape], CONV_LSTM, CONV_LSTM | {"recurrent_activation": hard_sigmoid}, keras_2=HARD),
        Sample([shape], {**CONV_LSTM, "recurrent_activation": "sigmoid", "return_sequences": True}),
    ]


SAMPLES: dict[str, list[Sample]] = {
    "layer_dense": [
        Sample([(4,)], {"units": 3, "activation": "tanh"}),
        Sample([STEPS], {"units": 3, "use_bias": False, "kernel_initializer": "he_normal"}),
        Sample([(4,)], {"units": 3, "activation": "hard_sigmoid"}, {"units": 3, "activation": hard_sigmoid}),
    ],
    "layer_activation": [
        Sample([(4,)], {"activation": "tanh"}),
        Sample([(4,)], {"activation": "hard_sigmoid"}, {"activation": hard_sigmoid}),
    ],
    "layer_flatten": [Sample([IMAGE]), Sample([IMAGE], {"data_format": "channels_first"})],
    "layer_reshape": [Sample([(4, 3)], {"target_shape": (6, 2)}), Sample([(4, 3)], {"target_shape": (-1, 2)})],
    "layer_permute": [Sample([IMAGE], {"dims": (3, 1, 2)})],
    "layer_repeat_vector": [Sample([(4,)], {"n": 3})],
    "layer_lambda": [
        Sample(
            [(4,)],
            {"f": _scaled, "arguments": {"by": 2.0}},
            {"function": _scaled, "arguments": {"by": 2.0}},
            loads=False,
            keras_2={"function": _scaled, "arguments": {"by": 2.0}},
        ),
        Sample(
            [STEPS],
            {"f": _without_first, "output_shape": (5, 3)},
            {"function": _without_first, "output_shape": (5, 3)},
            loads=False,
            keras_2={"function": _without_first},
        ),
    ],
    "layer_masking": [Sample([STEPS], {"mask_value": 0.5})],
    "layer_activity_regularization": [Sample([(4,)], {"l1": 0.1, "l2": 0.2})],
    "layer_conv_1d": [
        Sample([STEPS], {"filters": 4, "kernel_size": 3, "padding": "causal", "dilation_rate": 2} | CONV),
        Sample([STEPS], {"filters": 3, "kernel_size": 3, "strides": 2, "groups": 3}),
    ],
    "layer_conv_2d": [
        Sample([IMAGE], {"filters": 4, "kernel_size": (3, 2), "strides": (2, 1), "padding": "same"} | CONV),
        Sample([IMAGE], {"filters": 4, "kernel_size": 2, "dilation_rate": (2, 2)}),
    ],
    "layer_conv_3d": [Sample([VOLUME], {"filters": 3, "kernel_size": (3, 2, 2), "strides": (1, 2, 1)} | CONV)],
    "layer_conv_1d_transpose": [Sample([STEPS], {"filters": 4, "kernel_size": 3, "strides": 2} | CONV)],
    "layer_conv_2d_transpose": [
        Sample([IMAGE], {"filters": 2, "kernel_size": 3, "strides": (2, 2), "padding": "same"} | CONV),
        Sample([IMAGE], {"filters": 2, "kernel_size": 3, "strides": 2, "output_padding": (1, 1)} | CONV),
    ],
    "layer_conv_3d_transpose": [Sample([VOLUME], {"filters": 2, "kernel_size": 2, "strides": (2, 1, 1)} | CONV)],
    "layer_separable_conv_1d": [
        Sample([STEPS], {"filters": 4, "kernel_size": 3, "padding": "same"} | SEPARABLE),
    ],
    "layer_separable_conv_2d": [
        Sample([IMAGE], {"filters": 4, "kernel_size": (3, 2), "strides": (2, 2)} | SEPARABLE),
    ],
    "layer_depthwise_conv_1d": [Sample([STEPS], {"kernel_size": 3, "strides": 2} | SEPARABLE)],
    "layer_depthwise_conv_2d": [Sample([IMAGE], {"kernel_size": (3, 3), "padding": "same"} | SEPARABLE)],
    "layer_conv_lstm_1d": _conv_lstm((4, *STEPS)),
    "layer_conv_lstm_2d": _conv_lstm((4, 5, 5, 2)),
    "layer_conv_lstm_3d": _conv_lstm((3, 4, 4, 4, 1)),
    "layer_upsampling_1d": [Sample([STEPS]), Sample([STEPS], {"size": 3})],
    "layer_upsampling_2d": [Sample([IMAGE]), Sample([IMAGE], {"size": (2, 3), "interpolation": "bilinear"})],
    "layer_upsampling_3d": [Sample([VOLUME], {"size": (1, 2, 3)})],
    "layer_cropping_1d": [Sample([STEPS]), Sample([STEPS], {"cropping": (0, 2)})],
    "layer_cropping_2d": [Sample([IMAGE], {"cropping": ((1, 2), (0, 1))}), Sample([IMAGE], {"cropping": 1})],
    "layer_cropping_3d": [Sample([VOLUME]), Sample([VOLUME], {"cropping": (1, 0, 2)})],
    "layer_zero_padding_1d": [Sample([STEPS]), Sample([STEPS], {"padding": (0, 2)})],
    "layer_zero_padding_2d": [Sample([IMAGE], {"padding": ((1, 2), (0, 1))}), Sample([IMAGE])],
    "layer_zero_padding_3d": [Sample([VOLUME]), Sample([VOLUME], {"padding": ((1, 0), (0, 1), (2, 2))})],
    "layer_simple_rnn": [
        Sample([STEPS], RNN),
        Sample([STEPS], {"units": 3, "go_backwards": True, "activation": None}),
    ],
    "layer_lstm": [
        Sample([STEPS], RNN),
        Sample(
            [STEPS],
            {"units": 3, "time_major": False, "unit_forget_bias": False},
            {"units": 3, "unit_forget_bias": False},
        ),
        Sample([STEPS], {"units": 3} | HARD, {"units": 3, "recurrent_activation": hard_sigmoid}, keras_2=HARD),
    ],
    "layer_gru": [
        Sample([STEPS], RNN),
        Sample([STEPS], {"units": 3, "reset_after": False, "unroll": True}),
    ],
    "layer_rnn": [
        Sample(
            [STEPS], {"return_sequences": True}, late={"cell": lambda k: k.layers.LSTMCell(3, bias_initializer="ones")}
        ),
        Sample([STEPS], late={"cell": lambda k: [k.layers.GRUCell(3), k.layers.SimpleRNNCell(2)]}),
    ],
    "layer_add": [Sample(PAIR), Sample([*PAIR, (4, 3)])],
    "layer_subtract": [Sample(PAIR)],
    "layer_multiply": [Sample(PAIR)],
    "layer_average": [Sample(PAIR)],
    "layer_maximum": [Sample(PAIR)],
    "layer_minimum": [Sample(PAIR)],
    "layer_concatenate": [Sample(PAIR), Sample([(3, 2), (5, 2)], {"axis": 1})],
    "layer_dot": [
        Sample([(4,), (4,)], {"axes": 1, "normalize": True}),
        Sample([(4, 3), (3, 2)], {"axes": (2, 1)}),
    ],
    "layer_batch_normalization": [
        Sample([IMAGE], {"momentum": 0.5, "epsilon": 0.01}),
        Sample([STEPS], {"axis": 2}, {"axis": 1}, training=True, keras_2={"axis": 1}),
    ],
    "layer_layer_normalization": [
        Sample([STEPS]),
        Sample([STEPS], {"axis": 1, "scale": False}),
        Sample([STEPS], {"axis": (1, 2), "epsilon": 0.1}, {"axis": [1, 2], "epsilon": 0.1}),
    ],
    "layer_group_normalization": [
        Sample([(4, 5, 6)], {"groups": 3}),
        Sample([STEPS], {"groups": 1, "axis": 2}, {"groups": 1, "axis": 1}),
    ],
    "layer_unit_normalization": [
        Sample([STEPS]),
        Sample([STEPS], {"axis": 2}, {"axis": 1}, keras_2={"axis": 1}),
        Sample([STEPS], {"axis": (2, 3)}, {"axis": [1, 2]}, keras_2={"axis": [1, 2]}),
    ],
    "layer_activation_elu": [Sample([(4,)], {"alpha": 0.7})],
    "layer_activation_leaky_relu": [
        Sample([(4,)]),
        Sample([(4,)], {"alpha": 0.1}, {"negative_slope": 0.1}, keras_2={"alpha": 0.1}),
    ],
    "layer_activation_parametric_relu": [
        Sample([IMAGE], {"alpha_initializer": "random_normal", "shared_axes": (1, 2)}),
        Sample([STEPS], {"shared_axes": 1}),
    ],
    "layer_activation_relu": [Sample([(4,)], {"max_value": 0.5, "negative_slope": 0.1, "threshold": 0.1})],
    "layer_activation_selu": [Sample([(4,)], {}, {"activation": "selu"}, keras_2={"activation": "selu"})],
    "layer_activation_softmax": [Sample([STEPS]), Sample([STEPS], {"axis": 1})],
    "layer_attention": [
        Sample(PAIR, {"use_scale": True, "score_mode": "concat"}),
        Sample([(4, 3), (5, 3), (5, 3)]),
    ],
    "layer_additive_attention": [
        Sample(PAIR),
        Sample(PAIR, {"use_scale": False, "causal": False}, {"use_scale": False}),
    ],
    "layer_multi_head_attention": [
        Sample([(4, 3), (5, 6)], {"num_heads": 2, "key_dim": 3, "value_dim": 4, "output_shape": (5,)}),
        Sample([(4, 3), (5, 6), (5, 2)], {"num_heads": 2, "key_dim": 3, "use_bias": False}),
        Sample([(4, 3)], {"num_heads": 2, "key_dim": 3, "attention_axes": 1}),
    ],
    "layer_embedding": [
        Sample([(4,)], {"input_dim": 5, "output_dim": 3}, ids=True),
        Sample(
            [(4,)],
            {"input_dim": 5, "output_dim": 3, "input_length": 4, "mask_zero": True, "sparse": False},
            {"input_dim": 5, "output_dim": 3, "mask_zero": True},
            ids=True,
            keras_2={"mask_zero": True},
        ),
    ],
    "layer_dropout": [
        Sample([STEPS], {"rate": 0.5, "seed": 7}, training=True, keras_2=None),
        Sample([STEPS], {"rate": 0.5, "noise_shape": (2, 1, 3), "seed": 7}, training=True, keras_2=None),
        Sample([STEPS], {"rate": 0.5, "noise_shape": (None, 1, 3), "seed": 7}, training=True, keras_2=None),
    ],
    "layer_spatial_dropout_1d": [Sample([STEPS], {"rate": 0.5})],
    "layer_spatial_dropout_2d": [Sample([IMAGE], {"rate": 0.5, "trainable": False}, {"rate": 0.5})],
    "layer_spatial_dropout_3d": [Sample([VOLUME], {"rate": 0.5, "data_format": "channels_last"})],
    "layer_gaussian_noise": [Sample([STEPS], {"stddev": 0.5, "seed": 7}, training=True, keras_2=None)],
    "layer_gaussian_dropout": [Sample([STEPS], {"rate": 0.5, "seed": 7}, training=True, keras_2=None)],
    "layer_alpha_dropout": [Sample([STEPS], {"rate": 0.5, "seed": 7}, training=True, keras_2=None)],
    "layer_rescaling": [Sample([IMAGE], {"scale": 1 / 255}), Sample([IMAGE], {"scale": [1, 2, 0.5], "offset": -1})],
    "time_distributed": [
        Sample([(3, *IMAGE)], late={"layer": lambda k: k.layers.Conv2D(2, 3, bias_initializer="ones")})
    ],
    "bidirectional": [
        Sample([STEPS], late={"layer": lambda k: k.layers.LSTM(2, return_sequences=True)}),
        Sample([STEPS], {"merge_mode": None}, late={"layer": lambda k: k.layers.GRU(2)}),
        Sample(
            [STEPS],
            {"merge_mode": "sum"},
            late={"layer": lambda k: k.layers.LSTM(2), "backward_layer": lambda k: k.layers.LSTM(2, go_backwards=True)},
        ),
    ],
}
"""Samples by name of the function. Pooling follows a pattern and is added below."""

for _kind in ("max", "average"):
    for _dim, _shape in (("1d", STEPS), ("2d", IMAGE), ("3d", VOLUME)):
        SAMPLES[f"layer_{_kind}_pooling_{_dim}"] = [
            Sample([_shape], keras=None if _kind == "max" else {"pool_size": 2}),
            Sample([_shape], {"pool_size": 3, "strides": 1, "padding": "same"}),
        ]
        SAMPLES[f"layer_global_{_kind}_pooling_{_dim}"] = [Sample([_shape]), Sample([_shape], {"keepdims": True})]
