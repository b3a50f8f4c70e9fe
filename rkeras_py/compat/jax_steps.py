"""Keras's steps on JAX keep what they lose otherwise: masks of predictions, states, counts of layers, the weights.

JAX returns new arrays of predictions from what it differentiates, without their mask. So Keras's metrics in `fit()`
count masked time steps there, while its loss and `evaluate()` leave them out.
"""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, NamedTuple

from ..engine.internals.graphs import keras_mask, set_keras_mask
from ..engine.loading import keras
from ..engine.tensors import get_backend
from . import targets

_CARRIES: ContextVar[bool] = ContextVar("rkeras_carries_masks", default=False)


class _Masked(NamedTuple):
    """Predictions and their masks, which JAX passes on as it does any tuple."""

    y_pred: Any
    masks: list[Any]


def carry_masks(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return Keras's `train_step`, in which the predictions of models made here keep their masks.

    Args:
        own: Keras's own; a user's, which may read the predictions, stays as it is.
    """

    @functools.wraps(own)
    def step(self: Any, *args: Any, **kwargs: Any) -> Any:
        token = _CARRIES.set(targets.is_marked(self))
        try:
            return own(self, *args, **kwargs)
        finally:
            _CARRIES.reset(token)

    return step


def add_masks(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that JAX differentiates, which returns predictions with their masks.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def compute(self: Any, *args: Any, **kwargs: Any) -> Any:
        loss, (unscaled, y_pred, *variables) = own(self, *args, **kwargs)
        if _CARRIES.get():
            y_pred = _Masked(y_pred, [keras_mask(one) for one in keras().tree.flatten(y_pred)])
        return loss, (unscaled, y_pred, *variables)

    return compute


def give_masks(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that updates the metrics of a step, which gives predictions their masks again.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def update(self: Any, variables: Any, loss: Any, x: Any, y: Any, y_pred: Any, sample_weight: Any) -> Any:
        if isinstance(y_pred, _Masked):
            y_pred, masks = y_pred
            for one, mask in zip(keras().tree.flatten(y_pred), masks, strict=True):
                set_keras_mask(one, mask)
        return own(self, variables, loss, x, y, y_pred, sample_weight)

    return update


def hold_states(own: property) -> property:
    """Return the variables of a recurrent layer, on JAX also the states that it keeps from batch to batch.

    Args:
        own: Keras's own property.
    """

    def list_variables(self: Any) -> list[Any]:
        kept = self.states if get_backend() == "jax" and self.stateful else None
        return [*own.__get__(self), *(keras().tree.flatten(kept) if kept is not None else ())]

    return property(list_variables)


def hold_state(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that takes the weights out of a model on JAX, which has them at hand if the first step fails.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def get_state(self: Any, purge_model_variables: bool = False, **taken: bool) -> Any:
        state = own(self, purge_model_variables=purge_model_variables, **taken)
        if purge_model_variables:
            self._jax_state = dict(zip([name for name, is_taken in taken.items() if is_taken], state, strict=True))
        return state

    return get_state


def put_state_back(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method of a model on JAX that puts the weights back into the model where it fails.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        self._jax_state = None  # left by a step that failed
        try:
            return own(self, *args, **kwargs)
        except BaseException:
            self.jax_state_sync()
            self._jax_state = None
            raise

    return run


def count_in_call(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that computes a step's loss on JAX, in which layers count in metrics of theirs.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def compute(self: Any, trainable: Any, others: Any, counts: Any, *args: Any, **kwargs: Any) -> Any:
        counts, call, before = list(counts), self.call, vars(self).get("call")

        def count(*args: Any, **kwargs: Any) -> Any:
            for variable, value in zip(self.metrics_variables, counts, strict=True):
                variable.assign(value)
            result = call(*args, **kwargs)
            counts[:] = [variable.value for variable in self.metrics_variables]
            return result

        object.__setattr__(self, "call", count)
        try:
            return own(self, trainable, others, counts, *args, **kwargs)
        finally:
            object.__delattr__(self, "call")
            if before is not None:
                object.__setattr__(self, "call", before)

    return compute
