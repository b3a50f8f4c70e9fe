"""`training` of a call in a functional model, which holds for this call however the model is called, as in Keras 2.

Keras 3 replaces it by `training` of the model's call, so that dropout for predictions, or a base model that stays in
inference mode while others train, works otherwise without a word.
"""

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ..compat import steps
from ..engine.internals.graphs import gives_training
from ..engine.internals.graphs import note_training as note_given

_COMPUTED: ContextVar[Any] = ContextVar("rkeras_computed", default=None)


def note_training(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that computes symbolic outputs, which notes where a user gave `training`.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def compute(self: Any, *args: Any, **kwargs: Any) -> Any:
        outputs = own(self, *args, **kwargs)
        note_given(self, outputs, kwargs.get("training"))
        return outputs

    return compute


def keep_training(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `call` of functional models, during which the calls that a user gave `training` keep it.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        keeps = steps.keeps_training(self)
        if keeps is None:
            keeps = _COMPUTED.get() is not None
        token = _COMPUTED.set(self if keeps else None)
        try:
            return own(self, *args, **kwargs)
        finally:
            _COMPUTED.reset(token)

    return call


def hide_operation(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that gives the operation of a node: hidden from Keras where it would replace `training`.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def get(self: Any, node: Any) -> Any:
        operation = own(self, node)
        return functools.partial(operation) if _COMPUTED.get() is self and gives_training(node) else operation

    return get
