"""The description of an object of Keras, as text."""

import json
import re
from typing import Any

import keras
import numpy as np


def describe(thing: Any) -> str:
    """Return what an object of Keras is, in JSON: its class and configuration, without a name that it got by itself.

    Of other results it is the values: for each tensor the kind of its type, its shape and its numbers.
    """
    if not hasattr(thing, "get_config"):
        return json.dumps([_describe_array(one) for one in list_arrays(thing)])
    config = thing.get_config()
    if hasattr(thing, "count_params") or hasattr(thing, "apply_gradients"):
        config.pop("name", None)
    elif "name" in config:
        config["name"] = re.sub(r"_\d+$", "", str(config["name"]))
    return json.dumps([type(thing).__name__, config], default=_to_plain)


def _to_plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else str(value)


def list_arrays(result: Any) -> list[Any]:
    """Return the tensors of a result as arrays, in their order.

    Args:
        result: A tensor, or lists of them, with or without names.
    """
    items = list(result.values()) if isinstance(result, dict) else result
    return [np.asarray(one) for one in keras.tree.flatten(items) if one is not None]


def _describe_array(array: Any) -> list[Any]:
    parts = [array.real, array.imag] if array.dtype.kind == "c" else [array]
    return [array.dtype.kind, list(array.shape), [part.ravel().tolist() for part in parts]]
