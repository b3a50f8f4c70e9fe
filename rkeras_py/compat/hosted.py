"""Keras 2 (tf_keras) layers in Keras 3 models: which layers these are, and the objects that they return."""

import sys
from typing import Any

from ..engine.loading import keras
from ..on_tensorflow.tensors import copy

CLASS = "rkeras>Keras2Layer"
"""The registered name of the class that hosts such a layer; all files describe it in Keras 2's terms."""

_OUTPUT = "rkeras_keras2_output"


def is_keras2_layer(value: Any) -> bool:
    """Tell whether a value is a layer of tf_keras, as those of TensorFlow Probability are.

    Args:
        value: Anything.
    """
    return is_loaded() and isinstance(value, sys.modules["tf_keras"].layers.Layer)


def is_loaded() -> bool:
    """Tell whether Keras 2 is loaded: who has such a layer has loaded it."""
    return "tf_keras" in sys.modules


def as_tensors(outputs: Any) -> Any:
    """Return outputs of a layer with tensors in place of distributions.

    Args:
        outputs: What the layer gave.
    """
    return keras().tree.map_structure(_as_tensor, outputs)


def _as_tensor(output: Any) -> Any:
    if output is None or keras().ops.is_tensor(output) or not hasattr(output, "log_prob"):
        return output
    tensor = copy(output)
    setattr(tensor, _OUTPUT, output)
    return tensor


def check_readable(layer: Any) -> None:
    """Refuse to write a layer that hosts one of Keras 2 whose description holds code, which does not run when read.

    Args:
        layer: Any layer.

    Raises:
        ValueError: If it does.
    """
    if not is_loaded() or keras().saving.get_registered_name(type(layer)) != CLASS:
        return
    try:
        type(layer).from_config(layer.get_config())
    except (TypeError, ValueError) as error:
        kind = type(layer.layer).__name__
        raise ValueError(
            f"the layer '{layer.name}', a {kind} from Keras 2, is described by code, which cannot be restored. Save "
            "the model with save_model(), and load it with load_model(safe_mode = FALSE). In Python you can use "
            "pickle."
        ) from error


def find_object(y_pred: Any) -> Any:
    """Return the distribution that predictions were drawn from; other predictions as they are.

    Args:
        y_pred: The predictions, as Keras hands them to a loss.
    """
    return getattr(y_pred, _OUTPUT, y_pred)
