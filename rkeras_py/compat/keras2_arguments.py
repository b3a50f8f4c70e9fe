"""The table of arguments that Keras 3 renamed, moved or dropped, compared with R keras 2.15."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..engine.loading import keras
from ..engine.tensors import get_held_type
from ..messages import errors
from . import formulas

BASE_ARGUMENTS = ("input_shape", "batch_input_shape", "batch_size", "weights", "input_length", "input_dim")
"""Arguments of every Keras 2 layer that Keras 3 no longer has; compose.py handles them."""

WITH_MASKS = (
    *("layer_activation_softmax", "layer_additive_attention", "layer_attention", "layer_multi_head_attention"),
    *("layer_global_average_pooling_1d", "layer_time_distributed"),
)
"""Layers whose masks, and steps, are as in Keras 2, but for `match_masks = FALSE`: then they are as in Keras 3."""


def list_base_arguments(function: str) -> Sequence[str]:
    """Return the arguments of a layer that are not for Keras's class.

    Args:
        function: The layer function.
    """
    return (*BASE_ARGUMENTS, "match_masks") if function in WITH_MASKS else BASE_ARGUMENTS


RENAMED: Mapping[str, Mapping[str, str]] = {
    "layer_activation_leaky_relu": {"alpha": "negative_slope"},
    "layer_activation_thresholded_relu": {"theta": "threshold"},
    "layer_lambda": {"f": "function"},
    "activation_relu": {"alpha": "negative_slope"},
    "k_relu": {"alpha": "negative_slope"},
    "k_reshape": {"shape": "newshape"},
    "k_tile": {"n": "repeats"},
    "regularizer_l1": {"l": "l1"},
    "regularizer_l2": {"l": "l2"},
    "to_categorical": {"y": "x"},
}
"""R keras's names of arguments, with Keras 3's names, by function."""

OTHER_NAMES: Mapping[str, tuple[str, str]] = {
    "image_array_save": ("x", "img"),
    "layer_attention": ("object", "inputs"),
    "to_categorical": ("x", "y"),
}
"""The name of the first argument in R's keras3, and in R keras 2, by function."""


def _translate_reduction(value: Any) -> Any:
    return "sum_over_batch_size" if value == "auto" else value


def _translate_dropout(value: Any) -> Any:
    return 0.0 if value is None else value


def _translate_distribution(value: Any) -> Any:
    name = value[0] if isinstance(value, tuple) else value  # R sends the default vector of match.arg() unchanged
    return "untruncated_normal" if name == "normal" else name


def _contrast(value: Any) -> Any:
    lower, upper = value if isinstance(value, tuple) else (value, value)
    if lower > upper:
        hint = "Keras 3 would exchange the two."
        raise errors.bad_argument("layer_random_contrast", "factor", "two numbers in increasing order", value, hint)
    return (lower, upper)


VALUES: Mapping[str, Callable[[Any], Any]] = {
    "distribution": _translate_distribution,
    "dropout": _translate_dropout,
    "reduction": _translate_reduction,
    "layer_random_contrast.factor": _contrast,
}
"""Values whose name or meaning changed, by argument, or by function and argument."""

LOSSES: Mapping[str, str] = {
    "kullback_leibler_divergence": "kl_divergence",
    "logcosh": "log_cosh",
    "huber_loss": "huber",
    "cosine_proximity": "cosine_similarity",
}
"""Names of losses in Keras 2 that Keras 3 does not know."""

METRICS: Mapping[str, str] = {
    **{name: name for name in ("binary_focal_crossentropy", "categorical_focal_crossentropy", "huber", "log_cosh")},
    **dict.fromkeys(("kld", "KLD"), "kl_divergence"),
    **LOSSES,
}
"""Names of metrics in Keras 2 that Keras 3 does not know, with their functions `metric_...()`."""

OF_COLUMNS: Mapping[str, str] = {
    **{"BinaryCrossentropy": "binary_crossentropy", "CategoricalHinge": "categorical_hinge", "Hinge": "hinge"},
    **{"KLDivergence": "kl_divergence", "Poisson": "poisson", "SquaredHinge": "squared_hinge"},
}
"""Metrics that need columns: for vectors of targets, Keras 3 would combine each target with all predictions."""

CHANGED_MEASURES = frozenset((*METRICS, *OF_COLUMNS.values())) - {"binary_crossentropy"}
"""Names of losses and metrics that have another meaning, or none, in Keras 3; the excluded one raises an error."""

ACTIVATIONS = ("activation", "recurrent_activation")
"""Arguments in which "hard_sigmoid" has Keras 2's formula, and "sparsemax" that of the paper."""

CHANGED = ("hard_sigmoid", "sparsemax")
"""Names of activations whose formula differs in Keras 3."""


def hard_sigmoid(dtype: Any = None) -> Any:
    """Return Keras 2's `clip(0.2 x + 0.5, 0, 1)` as an object that every Keras 3 saves and loads.

    Keras 3 gave the name to `clip(x / 6 + 0.5, 0, 1)`. A layer made of two of its own layers keeps the old formula
    in a file that needs nothing of this package.

    Args:
        dtype: Data type of the layer that uses it.
    """
    layers = keras().layers
    scale = layers.Rescaling(0.2, offset=0.5, name="hard_sigmoid_scale", dtype=dtype)
    clip = layers.ReLU(max_value=1.0, name="hard_sigmoid_clip", dtype=dtype)
    return layers.Pipeline([scale, clip], name="hard_sigmoid")


def _is_activation(value: Any, name: str) -> bool:
    spec = getattr(value, "__rkeras__", None)
    if spec is not None:
        return bool(spec.name == f"activation_{name}")
    return isinstance(value, str) and value == name


DROPPED: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "layer_lstm": {"time_major": (False,), "implementation": (0, 1, 2)},
    "layer_gru": {"time_major": (False,), "implementation": (0, 1, 2)},
    "layer_simple_rnn": {"time_major": (False,), "implementation": (0, 1, 2)},
    "layer_rnn": {"time_major": (False,)},
    "layer_string_lookup": {"vocabulary_dtype": (None, "string")},
    "layer_embedding": {"sparse": (False,)},
    "layer_attention": {"causal": (False,)},
    "layer_additive_attention": {"causal": (False,)},
    "layer_batch_normalization": {"fused": (None, True, False), "virtual_batch_size": (None,), "adjustment": (None,)},
    "optimizer_": {"jit_compile": (True, False)},
    "optimizer_sgd": {"amsgrad": (False,), "jit_compile": (True, False)},
}
"""Arguments that Keras 3 dropped, by function or prefix, with the values that match what Keras 3 always does."""


def is_true(value: Any) -> bool:
    """Return whether a value asks for what an argument offers: TRUE, or 1."""
    return bool(value is True or value == 1)


def is_given(value: Any) -> bool:
    """Return whether a value asks for anything."""
    return value is not None


WEIGHTED = ("metric_binary_iou", "metric_iou", "metric_mean_iou", "metric_one_hot_iou", "metric_one_hot_mean_iou")
"""Metrics that count in integers in Keras 3 unless they get a dtype, which ignores weights below 1."""

AT_CALL: Mapping[str, Mapping[str, str]] = {
    "layer_attention": {"causal": "use_causal_mask"},
    "layer_additive_attention": {"causal": "use_causal_mask"},
}
"""Arguments of a Keras 2 layer that Keras 3 takes when it calls the layer."""


def take_call_arguments(function: str, *arguments: dict[str, Any]) -> dict[str, Any]:
    """Take out what Keras 3 wants to hear when the layer is called.

    Args:
        function: Name of the R keras function.
        arguments: Its supplied arguments.

    Returns:
        The arguments of the call.
    """
    renamed = AT_CALL.get(function)
    if renamed is None:
        return {}
    return {
        renamed[name]: True
        for supplied in arguments
        for name in renamed.keys() & supplied.keys()
        if is_true(supplied[name]) and supplied.pop(name)
    }


def translate(function: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Give supplied arguments the names and values that Keras 3 knows.

    Args:
        function: Name of the R keras function.
        arguments: Its supplied arguments.

    Returns:
        The arguments for the Keras 3 object behind it.

    Raises:
        ValueError: If an argument that Keras 3 dropped asks for what it can no longer do.
    """
    if arguments.get("sparse") and arguments.get("output_mode") in ("tf_idf", "tf-idf"):
        raise errors.bad_argument(
            function, "sparse", 'FALSE where output_mode is "tf_idf"', True, "Keras 3 fails on it."
        )
    renamed = RENAMED.get(function, {})
    dropped = DROPPED.get(function) or DROPPED.get(f"{function.split('_')[0]}_", {})
    translated = {}
    for name, value in arguments.items():
        if name in renamed and renamed[name] in arguments:
            raise errors.bad_argument(function, name, f"omitted if `{renamed[name]}` is given", value)
        if name in dropped:
            if value not in dropped[name]:
                known = " or ".join(map(str, dropped[name]))
                raise errors.bad_argument(function, name, known, value, "Keras 3 has no other.")
            continue
        if name in ACTIVATIONS and _is_activation(value, "hard_sigmoid"):
            value = hard_sigmoid(arguments.get("dtype"))
        elif name in ACTIVATIONS and _is_activation(value, "sparsemax"):
            value = formulas.sparsemax
        change = VALUES.get(f"{function}.{name}") or VALUES.get(name)
        translated[renamed.get(name, name)] = change(value) if change else value
    if function in WEIGHTED and translated.get("dtype") is None:
        translated["dtype"] = get_held_type("float64")  # counts exactly up to 2^53, as large images need
    return translated
