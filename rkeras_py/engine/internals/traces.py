"""Traces of compiled functions, called without searching each time for the one that matches the data."""

from typing import Any, NamedTuple

from ..loading import resolve


class _Kind(NamedTuple):
    """The key by which TensorFlow chooses the trace of a function, for one tensor in eager execution."""

    function: Any
    shape: Any
    dtype: Any
    device: Any


class _Last:
    """The kind of the last batch that a model predicted, and the trace for it, from the second batch on."""

    def __init__(self, kind: _Kind) -> None:
        self.kind = kind
        self.trace: Any = None


_LAST = "rkeras_last_batch"


def predict_batch(model: Any, x: Any) -> Any:
    """Return a model's outputs for one batch, as Keras's `predict_on_batch()` computes them.

    TensorFlow takes longer to look for the trace than to compute a small model.

    Args:
        model: The model.
        x: The only input, a tensor.

    Returns:
        A tensor, or a structure of them.
    """
    model.make_predict_function()
    function = model.predict_function
    if not hasattr(function, "get_concrete_function") or not _is_outermost():
        return function([(x,)])
    kind = _Kind(function, x.shape, x.dtype, _find_device())
    last = vars(model).get(_LAST)
    if last is None or last.kind != kind:
        outputs = function([(x,)])
        vars(model)[_LAST] = _Last(kind)
        return outputs
    if last.trace is None:
        last.trace = function.get_concrete_function([(x,)])
    return last.trace([(x,)])


def _is_outermost() -> bool:
    """Tell whether the call has no graph and no strategy around it, which would change the trace."""
    return bool(resolve("tensorflow.executing_eagerly")()) and not resolve("tensorflow.distribute.has_strategy")()


def _find_device() -> Any:
    """Return the device set by `tf.device()`, or None."""
    return resolve("tensorflow.python.eager.context.context")().device_name
