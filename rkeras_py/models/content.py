"""The content of an object, by which two objects are compared."""

import json
from typing import Any

from ..engine.loading import keras
from ..engine.tensors import has_values, read_values


def describe_content(x: Any) -> dict[str, Any] | None:
    """Describe an object of Keras by values alone.

    Args:
        x: Any object.

    Returns:
        Its class and configuration, and the values of its weights by their names; of a tensor, a variable or an array
        its type and values. None where an object tells nothing of itself.
    """
    if isinstance(x, keras().KerasTensor):
        return {"name": x.name, "dtype": str(x.dtype), "shape": [size or -1 for size in x.shape]}
    if has_values(x) or (type(x).__module__ == "numpy" and hasattr(x, "dtype")):
        values = read_values(x) if has_values(x) else x
        return {"dtype": str(values.dtype), "values": values}
    if not hasattr(x, "get_config"):
        return None
    content: dict[str, Any] = {"class": type(x).__name__, "config": _get_config(x)}
    variables = x.weights if isinstance(x, keras().Layer) else getattr(x, "variables", ())
    if variables:
        content["weights"] = _list_by_name(variables)
    return content


def _get_config(x: Any) -> Any:
    try:
        config = x.get_config()
    except NotImplementedError:
        return None  # only its code describes the model
    return json.loads(json.dumps(config, default=_spell))


def _spell(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    return getattr(value, "__name__", None) or type(value).__name__


def _list_by_name(variables: Any) -> dict[str, Any]:
    """Return the values of variables by layer name and own name, with a number if several share these."""
    values: dict[str, Any] = {}
    for variable in variables:
        own = "/".join(variable.path.split("/")[-2:])  # the start of the path differs in a loaded model
        path, count = own, 1
        while path in values:
            count += 1
            path = f"{own}_{count}"
        values[path] = variable.numpy()
    return values
