"""Training or inference: Keras 3 has no global switch, layers get it as an argument."""

import warnings
from typing import Any

from ..data.arrays import to_tensor
from ..define import operation
from ..engine.internals.modules import call_context
from ..engine.loading import keras
from ..graph.lambda_layers import compute_in_layer, is_symbolic
from ..messages import errors
from ..signatures.object_words import Phase
from ..signatures.words import MISSING, Int, Value
from .elementwise import k_switch

_chosen: list[int] = []
"""The phase that k_set_learning_phase() set, if it was called."""


def forget_phase() -> None:
    """Forget what k_set_learning_phase() set."""
    _chosen.clear()


def get_current_phase() -> int | None:
    """Return the phase of the layer or model that is being called, or the one that was set."""
    context = call_context()
    if context is not None:
        return int(bool(context.get_value("training")))
    return _chosen[0] if _chosen else None


@operation
def k_learning_phase() -> int:
    """Check whether a model is being trained.

    Layers such as layer_dropout() are active only during training. In new code use the argument `training` instead.

    Returns:
        1 while a layer or a model is called for training, 0 while it is called for inference; otherwise the value from
        k_set_learning_phase(), or 0.

    Example:
        >>> k_learning_phase()
        0
    """
    return get_current_phase() or 0


@operation
def k_set_learning_phase(value: Int = MISSING) -> None:
    """Choose between training and inference for k_function(), k_in_train_phase() and k_learning_phase().

    1 is training, 0 inference. A model that is called directly runs in inference mode; call it with `training = TRUE`
    for training mode.

    Args:
        value: 0 for inference, 1 for training.

    Differences:
        It applies to `k_function()` and `k_in_train_phase()`, but not to a model that is called directly; there is a
        warning.

    Example:
        >>> k_set_learning_phase(0)
        >>> k_in_train_phase(k_constant(1.0), k_constant(2.0))
        <tf.Tensor: shape=(), dtype=float32, numpy=2.0>
        >>> k_clear_session()
    """
    if value not in (0, 1):
        raise errors.bad_argument("k_set_learning_phase", "value", "0 (inference) or 1 (training)", value)
    if value == 1:
        warnings.warn(
            "k_set_learning_phase(): 1 holds for k_function() and k_in_train_phase(). Keras 3 has no global phase: "
            "call a model or layer itself with `training = TRUE`.",
            stacklevel=2,
        )
    _chosen[:] = [int(value)]


def _get_value(given: Any) -> Any:
    return to_tensor(given() if callable(given) and not hasattr(given, "shape") else given)


@operation
def k_in_train_phase(x: Value = MISSING, alt: Value = MISSING, training: Phase = None) -> Any:
    """Choose one value during training and another during inference.

    Use it in custom layers that are active only during training, like dropout. fit() trains; evaluate() and predict()
    run in inference mode.

    Args:
        x: The value during training: a tensor, or a function without arguments.
        alt: The value during inference, of the same shape: a tensor, or a function without arguments.
        training: TRUE or FALSE (or 1 or 0, or a tensor) to choose directly. NULL: depends on how the model is called.

    Differences:
        Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model
        instead.

    Example:
        >>> k_in_train_phase(k_constant(1.0), k_constant(2.0), training=True)
        <tf.Tensor: shape=(), dtype=float32, numpy=1.0>
        >>> k_in_train_phase(k_constant(1.0), k_constant(2.0), training=False)
        <tf.Tensor: shape=(), dtype=float32, numpy=2.0>
    """
    if training is not None and hasattr(training, "shape"):
        return k_switch(training, x, alt)
    phase = get_current_phase() if training is None else int(training)
    if phase is not None:
        return _get_value(x if phase else alt)
    values = [_get_value(x), _get_value(alt)]
    if not is_symbolic(values):
        return values[1]
    return compute_in_layer(_choose, values, "in_train_phase")


def _choose(values: Any, training: bool | None = None) -> Any:
    return keras().ops.copy(values[0 if training else 1])


@operation
def k_in_test_phase(x: Value = MISSING, alt: Value = MISSING, training: Phase = None) -> Any:
    """Choose one value during inference and another during training.

    Use it in custom layers that are active only during inference. fit() trains; evaluate() and predict() run in
    inference mode.

    Args:
        x: The value during inference: a tensor, or a function without arguments.
        alt: The value during training, of the same shape: a tensor, or a function without arguments.
        training: TRUE or FALSE (or 1 or 0, or a tensor) to choose directly. NULL: depends on how the model is called.

    Differences:
        Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the model
        instead.

    Example:
        >>> k_in_test_phase(k_constant(1.0), k_constant(2.0), training=True)
        <tf.Tensor: shape=(), dtype=float32, numpy=2.0>
        >>> k_in_test_phase(k_constant(1.0), k_constant(2.0), training=False)
        <tf.Tensor: shape=(), dtype=float32, numpy=1.0>
    """
    return k_in_train_phase(alt, x, training)
