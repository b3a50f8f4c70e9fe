"""Layers of Keras 2 (tf_keras) in models of Keras 3: which these are, and the objects that they give."""

import sys
from typing import Any

from ..engine.loading import keras

CLASS = "rkeras>Keras2Layer"
"""The registered name of the class that hosts such a layer, which all files describe in the words of Keras 2."""

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
    import tensorflow as tf

    if output is None or tf.is_tensor(output) or not hasattr(output, "log_prob"):
        return output
    tensor = tf.identity(tf.convert_to_tensor(output))
    setattr(tensor, _OUTPUT, output)
    return tensor


def find_object(y_pred: Any) -> Any:
    """Return the distribution that predictions were drawn from; other predictions as they are.

    Args:
        y_pred: The predictions, as Keras hands them to a loss.
    """
    return getattr(y_pred, _OUTPUT, y_pred)
