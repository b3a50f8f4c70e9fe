"""Complex numbers in layers and models that compute with real numbers: Keras drops the imaginary parts."""

from typing import Any

from ..data import arrays
from ..engine.loading import keras
from . import user_parts


def refuse_real_inputs(name: str, model: Any, target: Any) -> None:
    """Refuse complex numbers for the real inputs of a model.

    Args:
        name: Name of the model in errors.
        model: The model or layer that is called; a layer has no inputs yet.
        target: What it is called on.
    """
    inputs = (getattr(model, "inputs", None) or ()) if isinstance(model, keras().Model) else ()
    for part, tensor in zip(_list_parts(target), inputs, strict=False):
        arrays.refuse_complex(part, tensor.dtype, name, "object")


def refuse_lost_parts(name: str, layer: Any, target: Any, result: Any) -> None:
    """Refuse complex numbers of which a layer of Keras made real ones.

    Args:
        name: Name of the function in errors.
        layer: The layer that was called.
        target: What it was called on.
        result: What it gave.
    """
    parts = _list_parts(target)
    if any(map(arrays.is_complex, parts)) and not _has_code_of_user(layer):
        dtype = keras().tree.flatten(result)[0].dtype
        for part in parts:
            arrays.refuse_complex(part, dtype, name, "object")


def _list_parts(target: Any) -> list[Any]:
    parts = list(target.values()) if isinstance(target, dict) else target
    return list(parts) if isinstance(parts, (list, tuple)) else [parts]


def _has_code_of_user(layer: Any) -> bool:
    """Tell whether a model, a Lambda or an activation contains the user's code, which may use real parts on purpose."""
    layers = keras().layers
    is_known = type(layer).__module__.startswith("keras.") and not isinstance(
        layer, (keras().Model, layers.Lambda, layers.Wrapper)
    )
    return not is_known or user_parts.is_users(getattr(layer, "activation", None))
