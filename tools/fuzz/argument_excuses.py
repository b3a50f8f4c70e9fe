"""The cases that the fuzzer of arguments does not try, and those that it lets pass, each with a reason."""

import re

SKIPPED = {
    "get_file": "fetches from the network",
    "k_get_session": "always refuses",
    "k_set_session": "always refuses",
    "multi_gpu_model": "always refuses",
    "layer_dense_features": "takes columns of TensorFlow only",
    "imagenet_decode_predictions": "fetches from the network",
    "mobilenet_decode_predictions": "fetches from the network",
    "mobilenet_v2_decode_predictions": "fetches from the network",
    "model_from_saved_model": "reads what Keras 2 wrote",
}
"""Functions that are not called."""

ALIKE = re.compile(
    r"application_(?!densenet$|mobilenet$)|dataset_(?!imdb$|boston)|optimizer_(?!sgd|adam$|ftrl|rmsprop)"
    r"|(?:Layer|new_\w+_class)$"
)
"""Functions whose arguments others have too, which are called."""

_TENSORS = (
    "x|y|kernel|depthwise_kernel|pointwise_kernel|output_shape|inputs|elems|initial_states|constants|mask|tensors|indices"
    "|reference|lists|ops|new_x|increment|decrement|value|y_true|y_pred|input_length|label_lengths?|labels|beta|gamma"
    "|mean|var|bias|variables|loss|shape|n|axes|outputs|initializer|predictions|targets|alpha|a"
)
_FIT_TOGETHER = "sizes and types that do not fit are told together, with what came"
_DATA = "data are looked at where they are used; the shape that is wanted is told"
_SEEN = "the message tells of the layer and of the tensor that it got, by its shape"

EXCUSES: tuple[tuple[str, str, str, str], ...] = (
    ("(layer_|time_dist|bidirect).*", "object|inputs", ".*", _SEEN),
    ("(fit|evaluate|export_|compile|predict|summary|get_).*", "object|model", ".*", "R's dispatch refuses it"),
    ("k_(is_.*|ndim|dtype|int_shape|shape|eval|get_.*|count_params)", "x|tensor", ".*", "asks about any value"),
    ("k_in_(test|train)_phase|k_switch", ".*", ".*", "a value, or a function that makes one"),
    ("k_(stop_gradient|identity|print_tensor|to_dense|stack)", "x|tensor|variables", ".*", "gives back what it got"),
    ("k_.*", _TENSORS, ".*", _FIT_TOGETHER),
    ("(loss|metric)_.*", "y_true|y_pred", ".*", _FIT_TOGETHER),
    ("hp_choice", "values", ".*", "any numbers or texts may be chosen from"),
    ("layer_lambda", "mask", ".*", "any value, which the user's function gets"),
    ("layer_lambda", "arguments", "nothing", "no arguments"),
    (".*", "fn|.*_fn|f|initialize|call", "a class", "a class can be called"),
    ("compile", "loss|.*metrics", "a function|a named list|nothing", "functions measure; lists name the outputs"),
    ("compile", "loss_weights", "[0-9.-]+", "a number"),
    ("callback_tensorboard", "embeddings_.*", ".*", "has no effect, with a message"),
    (".*", "callbacks|stateful_metrics|custom_objects", "nothing", "a list of none"),
    ("(un)?freeze_weights", "from|to|which", ".*", "positions and names of layers; none of them is all"),
    (".*", "target_shape|input_shape|batch_.*shape|shape", "nothing|an empty array|NA as text", "NA is any size"),
    (".*", "filters", "an empty array|nothing", "no characters"),
    (".*", "padding|cropping", "nested lists", "what Keras takes for the two sides"),
    (".*generator|timeseries_.*|flow_.*", "data|targets|x|y|generator|sample_weight|.*index|length", ".*", _DATA),
    ("fit|predict.*|evaluate.*|.*_on_batch", "x|y|sample_weight|validation_data|generator|class_weight", ".*", _DATA),
    ("adapt|fit_image_.*|normalize|.*_preprocess_input|image_.*|to_categorical", "data|x|img|y", ".*", _DATA),
    ("activation_.*", "x", ".*", _FIT_TOGETHER),
    ("feature_.*", "preprocessor", ".*", "Keras calls it when the features are adapted, and tells then"),
    ("image_load", "path", "text", "there is no such file, which the message says"),
    ("application_.*", "weights|input_tensor|blocks|input_shape", ".*", "told by Keras's function of the application"),
    ("keras_array", "x", ".*", "any array is one; other objects stay what they are"),
    ("same_object", "a|b", ".*", "any objects are compared"),
    ("clone_model|keras_model", "input_tensors|inputs|outputs", ".*", "told by Keras by the name of a tensor"),
    ("mobilenet_.*load_model_hdf5", ".*", ".*", "is load_model_hdf5(), which the message has"),
    (".*", "options|signatures|input_signature", ".*", "TensorFlow looks at it"),
    ("texts?_.*|.*tokenizer|layer_text.*", "texts?|x|input_text|split", ".*", "any text is one"),
    ("initializer_constant", "value", ".*", "any value is a constant"),
    ("op_.*|random_.*", ".*", ".*", "takes any numbers; the sweep of op_* and the wrong uses hold the rest"),
    ("layer_(flax|jax|torch)_.*", ".*", ".*", "cannot work, which the message says"),
    ("flag_.*", "default", ".*", "any number may be a default"),
    ("image_smart_resize", ".*", ".*", "needs two sizes, which the message says"),
    ("keras_input", ".*", ".*", "needs a shape, which the message says"),
    ("k_batch_normalization", "axis", "a named list", "is two axes, whose sizes the message tells"),
)
"""Patterns for function, argument and value, and the reason."""


def get_excuse(function: str, argument: str, value: str) -> str:
    """Return the reason why an outcome is let pass, or ""."""
    names = (function, argument, value)
    for *patterns, reason in EXCUSES:
        if all(re.fullmatch(pattern, name) for pattern, name in zip(patterns, names, strict=True)):
            return reason
    return ""
