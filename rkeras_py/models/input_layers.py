"""The input layer of a Sequential model, from the arguments of keras_model_sequential()."""

from collections.abc import Mapping
from typing import Any

from ..engine.loading import keras
from ..messages import errors
from ..signatures.words import LAYER_OPTIONS, convert_value

_FUNCTION = "keras_model_sequential"

_KERAS_NAMES = {
    "input_shape": "shape",
    "input_dtype": "dtype",
    "input_batch_size": "batch_size",
    "input_sparse": "sparse",
    "input_ragged": "ragged",
    "input_batch_shape": "batch_shape",
    "input_name": "name",
    "input_tensor": "input_tensor",
    "input_optional": "optional",
}

OLD_NAMES = {
    "batch_input_shape": "input_batch_shape",
    "batch_size": "input_batch_size",
    "dtype": "input_dtype",
    "sparse": "input_sparse",
    "ragged": "input_ragged",
    "input_layer_name": "input_name",
}
"""Their names in R keras 2."""

_SIZES = ("input_shape", "input_batch_shape", "input_tensor")


def make_input_layer(given: Mapping[str, Any], old: Mapping[str, Any]) -> Any:
    """Make the input layer that the arguments describe.

    Args:
        given: The arguments, by the names of R's keras3; None where one is left out.
        old: Those that came by a name of R keras 2, as the user supplied them.

    Returns:
        The layer, or None where nothing tells the shape.

    Raises:
        ValueError: If two arguments tell the same, or a shape is missing.
    """
    told = {name: value for name, value in given.items() if value is not None}
    names = {name: name for name in told}
    for name, value in old.items():
        if name in LAYER_OPTIONS:
            word, default = LAYER_OPTIONS[name]
            value = convert_value(_FUNCTION, name, word, value, default)
        new = OLD_NAMES[name]
        if value is not None and new in told:
            raise errors.bad_argument(_FUNCTION, name, f"omitted if `{new}` is given", value)
        if value is not None:
            told[new], names[new] = value, name
    if not any(size in told for size in _SIZES):
        for name in (name for name in given if name in told and names[name] == name):
            raise errors.bad_argument(_FUNCTION, name, "omitted if there is no `input_shape`", told[name])
        return None
    if "input_batch_shape" in told:
        if "input_shape" in told and names["input_batch_shape"] == "input_batch_shape":
            hint = "omitted if `input_batch_shape` is given"
            raise errors.bad_argument(_FUNCTION, "input_shape", hint, told["input_shape"])
        told.pop("input_shape", None)
    return keras().layers.InputLayer(**{_KERAS_NAMES[name]: value for name, value in told.items()})
