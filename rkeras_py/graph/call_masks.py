"""The mask of a call, as in Keras 2: what it gives where nothing is left, and numbers that are no mask."""

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from ..compat import targets
from ..engine.internals.layers import attention_softmax
from ..engine.loading import keras
from ..engine.tensors import has_values, read_values, runs_on_tensorflow
from ..messages import errors
from ..on_tensorflow.computing import refuse_false
from . import nodes

_LEFT_OUT = {"float16": -32752.0}
"""The number that Keras 2 adds to scores that a mask leaves out, by type; -1e9 for others."""


def add_mask(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `call` of the softmax layer, which spreads over all scores where a mask leaves none.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def call(self: Any, inputs: Any, mask: Any = None) -> Any:
        if mask is None or not _is_of_keras2(self):
            return own(self, inputs, mask)
        mask = _as_array(mask)
        _refuse_larger(self, inputs, mask)
        ops = keras().ops
        kept = ops.cast(_refuse_other(self, "mask", mask), inputs.dtype)
        scores = inputs + (1.0 - kept) * _LEFT_OUT.get(keras().backend.standardize_dtype(inputs.dtype), -1e9)
        if not isinstance(self.axis, int):  # beside -1e9 the logarithm of a sum over several axes is lost
            scores = scores - ops.max(scores, axis=self.axis, keepdims=True)
        return own(self, scores)

    return call


def attend(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `call` of multi-head attention, whose masks are as those of the softmax.

    Args:
        own: Keras's own.
    """
    takes = inspect.signature(own)

    @functools.wraps(own)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_of_keras2(self):
            return own(self, *args, **kwargs)
        targets.mark_layer(attention_softmax(self))
        bound = takes.bind(self, *args, **kwargs)
        mask = bound.arguments.get("attention_mask")
        if mask is not None:
            bound.arguments["attention_mask"] = _refuse_other(self, "attention_mask", _as_array(mask))
        return own(*bound.args, **bound.kwargs)

    return call


def take_masks(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `call` of an attention layer, which takes a list of masks and refuses other numbers, as Keras 2.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def call(self: Any, inputs: Any, mask: Any = None, **kwargs: Any) -> Any:
        if isinstance(mask, (list, tuple)) and _is_of_keras2(self):
            mask = [one if one is None else _refuse_other(self, "mask", _as_array(one)) for one in mask]
        return own(self, inputs, mask, **kwargs)

    return call


def weigh_steps(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `call` of the layer that averages over steps, which weighs them by a mask of numbers.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def call(self: Any, inputs: Any, mask: Any = None) -> Any:
        mask = mask if mask is None else _as_array(mask)
        if mask is None or _is_logical(mask) or not _is_of_keras2(self):
            return own(self, inputs, mask)
        ops, is_last = keras().ops, self.data_format == "channels_last"
        weights = ops.expand_dims(ops.cast(mask, inputs.dtype), 2 if is_last else 1)
        total, count = (ops.sum(one, 1 if is_last else 2, self.keepdims) for one in (inputs * weights, weights))
        return total / count

    return call


def _is_of_keras2(layer: Any) -> bool:
    return targets.is_marked_layer(layer, nodes.is_ours(layer))


def _as_array(mask: Any) -> Any:
    """Return a mask, which may be a list of lists, as an array."""
    return mask if hasattr(mask, "dtype") else np.asarray(mask)


def _is_logical(mask: Any) -> bool:
    return bool(keras().backend.standardize_dtype(mask.dtype) == "bool")


def _refuse_larger(layer: Any, inputs: Any, mask: Any) -> None:
    """Refuse a mask that has more elements than the scores, which would be repeated for it."""
    sizes = zip(reversed(mask.shape), reversed(inputs.shape), strict=False)
    is_larger = any(None not in (one, size) and one not in (1, size) for one, size in sizes)
    if is_larger or len(mask.shape) > len(inputs.shape):
        expected = f"as large as its input, {tuple(inputs.shape)}, or of size 1 along an axis"
        raise errors.bad_argument(layer.name, "mask", expected, f"shape {tuple(mask.shape)}")


def _refuse_other(layer: Any, argument: str, mask: Any) -> Any:
    """Return a mask as logical values, and refuse numbers other than 0 and 1, by which Keras 2 chose the largest."""
    if _is_logical(mask):
        return mask
    expected, ops = "0 or 1 for each score: a mask selects scores and does not weight them", keras().ops
    if has_values(mask):
        values = np.asarray(read_values(mask))
        others = values[(values != 0) & (values != 1)]
        if others.size:
            raise errors.bad_argument(layer.name, argument, expected, others[0].item())
    elif runs_on_tensorflow():
        is_mask = ops.logical_or(ops.equal(mask, 0), ops.equal(mask, 1))
        refuse_false(is_mask, f"{layer.name}: `{argument}` must be {expected}")
    return ops.cast(mask, "bool")
