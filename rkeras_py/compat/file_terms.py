"""Terms in model descriptions that differ between Keras 2 and Keras 3: one table, used in both directions."""

from collections.abc import Mapping
from typing import Any


class NotUpgradable(ValueError):
    """A layer that Keras 3 cannot make again."""


ANYTHING: Any = object()
"""Matches every value: the argument has no effect on the results of a model."""

_RECURRENT = {"time_major": (False,), "implementation": ANYTHING}
_RANDOM = {"rng_type": ANYTHING}
_SEPARABLE = {
    "groups": (1,),
    "kernel_initializer": ANYTHING,
    "kernel_regularizer": (None,),
    "kernel_constraint": (None,),
}

_ALWAYS_TRAINABLE = {"trainable": ANYTHING}
_NOT_CAUSAL = {"causal": (False,)}
_NO_GROUPS = {"groups": (1,)}
_NO_NOISE = {"noise_shape": (None,), "trainable": ANYTHING}

DROPPED: Mapping[str, Mapping[str, Any]] = {
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN", "RNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), _RECURRENT),
    **dict.fromkeys(("LSTMCell", "GRUCell", "SimpleRNNCell"), _RECURRENT),
    **dict.fromkeys(("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose"), _NO_GROUPS),
    **dict.fromkeys(("DepthwiseConv1D", "DepthwiseConv2D"), _NO_GROUPS),
    **dict.fromkeys(("SeparableConv1D", "SeparableConv2D"), _SEPARABLE),
    **dict.fromkeys(("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"), _NO_NOISE),
    **dict.fromkeys(("RandomBrightness", "RandomContrast", "RandomCrop", "RandomFlip"), _RANDOM),
    **dict.fromkeys(("RandomRotation", "RandomTranslation", "RandomZoom", "RandomHeight", "RandomWidth"), _RANDOM),
    "Embedding": {"input_length": ANYTHING, "sparse": (False,)},
    "BatchNormalization": {"fused": ANYTHING, "virtual_batch_size": (None,), "adjustment": (None,)},
    "MultiHeadAttention": {
        "query_shape": ANYTHING,
        "key_shape": ANYTHING,
        "value_shape": ANYTHING,
        "softmax_robust_masking": (False,),
    },
    "Identity": {"gain": (1, 1.0)},
    **dict.fromkeys(("Attention", "AdditiveAttention"), _NOT_CAUSAL),
    **dict.fromkeys(("Discretization", "HashedCrossing"), _ALWAYS_TRAINABLE),
}
"""Arguments of Keras 2 that Keras 3 dropped, by class, with the values that match what Keras 3 always does."""

EVERYWHERE: Mapping[str, Mapping[str, Any]] = {
    "keras.layers": {"batch_input_shape": ANYTHING, "input_shape": ANYTHING, "input_dtype": ANYTHING},
    "keras.initializers": {"dtype": ANYTHING},
    "keras.optimizers": {"jit_compile": ANYTHING, "is_legacy_optimizer": ANYTHING},
    "keras.losses": {"fn": ANYTHING},
}
"""The same, for all classes of a module."""

RENAMED: Mapping[str, Mapping[str, str]] = {
    "InputLayer": {"batch_input_shape": "batch_shape"},
    "LeakyReLU": {"alpha": "negative_slope"},
}
"""Keras 2's names of arguments, with Keras 3's names, by class."""

FORMER: Mapping[str, Mapping[str, str]] = {
    "CategoryEncoding": {"max_tokens": "num_tokens"},
    "Discretization": {"bins": "bin_boundaries"},
    "IntegerLookup": {"max_values": "max_tokens", "mask_value": "mask_token", "oov_value": "oov_token"},
}
"""Names of arguments in early versions of Keras 2, with their later names, by class."""

_POOLING = {"pool_size": 2}
_ALONG_TIME = {"data_format": "channels_last"}
_OF_STATES = {"recurrent_activation": "hard_sigmoid"}

LEFT_OUT: Mapping[str, Mapping[str, Any]] = {
    **dict.fromkeys(("AveragePooling2D", "AveragePooling3D"), _POOLING),
    **dict.fromkeys(("Conv1D", "MaxPooling1D", "GlobalAveragePooling1D", "GlobalMaxPooling1D"), _ALONG_TIME),
    **dict.fromkeys(("ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), _OF_STATES),
    "AveragePooling1D": {**_POOLING, **_ALONG_TIME},
    "GRU": {"reset_after": False},
    "GRUCell": {"reset_after": False},
    "Rescaling": {"offset": 0.0},
    "TextVectorization": {"ngrams": None},
}
"""Values of arguments that a description by Keras 2 leaves out, where Keras 3 has another default.

A gated unit without `reset_after` is of Keras before 2.1.6, which knew one way of resetting only.
"""

ADDED: Mapping[str, Any] = {
    "quantization_config": (None,),
    "synchronized": (False,),
    "renorm": (False,),
    "renorm_clipping": (None,),
    "renorm_momentum": ANYTHING,
    "rms_scaling": (False,),
    "use_gate": (False,),
    "sliding_window": (None,),
    "optional": (False,),
    "oov_method": ("floormod",),
    "salt": (None,),
    "input_axes": (None,),
    "output_axes": (None,),
    "loss_scale_factor": (None,),
    "gradient_accumulation_steps": (None,),
    "pad_to_aspect_ratio": (False,),
    "antialias": (False,),
}
"""Arguments that Keras 3 added, with the values that match Keras 2."""

_CHANNELS_LAST = {"data_format": ("channels_last",)}
_SEED = {"seed": ANYTHING}
_OVER_TIME = {"seed": ANYTHING, "zero_output_for_mask": (False,)}

ADDED_TO: Mapping[str, Mapping[str, Any]] = {
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D"), _OVER_TIME),
    "RNN": _OVER_TIME,
    **dict.fromkeys(("LSTMCell", "GRUCell", "SimpleRNNCell", "Attention", "AdditiveAttention"), _SEED),
    "MultiHeadAttention": _SEED,
    **dict.fromkeys(("SpatialDropout2D", "SpatialDropout3D", "ZeroPadding1D", "CenterCrop"), _CHANNELS_LAST),
    **dict.fromkeys(("RandomBrightness", "RandomCrop", "RandomFlip", "RandomRotation"), _CHANNELS_LAST),
    **dict.fromkeys(("RandomTranslation", "RandomZoom"), _CHANNELS_LAST),
    "AlphaDropout": {"noise_shape": (None,)},
    "TextVectorization": {"dtype": ANYTHING},
    "Conv3DTranspose": {"dilation_rate": ((1, 1, 1), [1, 1, 1])},
    "RandomContrast": {**_CHANNELS_LAST, "value_range": ANYTHING},
    "Resizing": {**_CHANNELS_LAST, "fill_mode": ("constant",), "fill_value": (0.0,)},
}
"""The same, for classes where the argument has another meaning."""

KERAS3_ONLY = frozenset(
    {
        "AdaptiveAveragePooling1D", "AdaptiveAveragePooling2D", "AdaptiveAveragePooling3D", "AdaptiveMaxPooling1D",
        "AdaptiveMaxPooling2D", "AdaptiveMaxPooling3D", "AugMix", "AutoContrast", "CutMix", "Equalization",
        "GroupQueryAttention", "MelSpectrogram", "MixUp", "Pipeline", "RMSNormalization", "RandAugment",
        "ReversibleEmbedding", "STFTSpectrogram", "Solarization", "TFSMLayer",
    }
)  # fmt: skip
"""Layers that Keras 2 does not have."""

VARIABLES: Mapping[str, Mapping[str, str]] = {
    "DepthwiseConv1D": {"kernel": "depthwise_kernel"},
    "DepthwiseConv2D": {"kernel": "depthwise_kernel"},
}
"""Keras 3's names of variables, with Keras 2's names, by class."""

KINDS: Mapping[str, str] = {
    "m": "momentum",
    "momentum": "momentum",
    "v": "velocity",
    "vhat": "velocity_hat",
    "velocity": "velocity",
    "rms": "velocity",
    "accumulator": "accumulator",
    "u": "norm",
    "linear": "linear",
    "accum_grad": "accumulated_grad",
    "accum_var": "accumulated_delta_var",
    "accumulated_grad": "accumulated_grad",
    "accumulated_delta_var": "accumulated_delta_var",
    "average_gradient": "average_gradient",
    "mg": "average_gradient",
    "average": "average",
}
"""Keras 2's names of the variables that an optimizer keeps for each weight, with Keras 3's names."""

IN_ORDER: Mapping[str, tuple[str, ...]] = {
    "Adadelta": ("accumulated_grad", "accumulated_delta_var"),
    "Adagrad": ("accumulator",),
    "Adam": ("momentum", "velocity", "velocity_hat"),
    "Adamax": ("momentum", "norm"),
    "RMSprop": ("velocity",),
    "SGD": ("momentum",),
}
"""Keras 3's names of these variables, in the order in which Keras before 2.4 (without TensorFlow's) writes them."""
