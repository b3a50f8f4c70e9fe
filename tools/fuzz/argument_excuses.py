"""What the fuzzer of arguments does not try, and what it lets pass, each with a reason."""

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

EXCUSES: tuple[tuple[str, str, str, str], ...] = ()
"""Patterns for function, argument and value, and the reason."""


def get_excuse(function: str, argument: str, value: str) -> str:
    """Return the reason why an outcome is let pass, or ""."""
    for *patterns, reason in EXCUSES:
        if all(
            re.fullmatch(pattern, name) for pattern, name in zip(patterns, (function, argument, value), strict=True)
        ):
            return reason
    return ""
