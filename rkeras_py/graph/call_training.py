"""`training` of a call in a functional model, which holds for this call however the model is called, as in Keras 2.

Keras 3 replaces it by `training` of the model's call, so that dropout for predictions, or a base model that stays in
inference mode while others train, works otherwise without a word.
"""

import functools
import itertools
import sys
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from ..compat import steps
from ..engine.internals.graphs import gives_training, nodes_by_depth
from ..engine.internals.graphs import note_training as note_given
from ..engine.internals.modules import OWN_CODE
from . import layer_calls, nodes

_COMPUTED: ContextVar[Any] = ContextVar("rkeras_computed", default=None)


def keep_false(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that finds `training` of a call; FALSE that a user gave becomes 0, unlike a default.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def resolve(self: Any, arg_name: str, call_spec: Any, call_context: Any, kwargs: dict[str, Any]) -> None:
        own(self, arg_name, call_spec, call_context, kwargs)
        is_given = arg_name == "training" and call_spec.user_arguments_dict.get(arg_name) is False
        if is_given and nodes.is_ours(self) and layer_calls.has_call_of_keras(self) and _is_called_by_user():
            kwargs[arg_name] = 0

    return resolve


def write_false(model: Any) -> None:
    """Write FALSE that a user gave as 0 into the calls of a new model, which its files then hold.

    Args:
        model: The functional model.
    """
    for node in itertools.chain(*nodes_by_depth(model).values()):
        given = node.arguments.kwargs
        if given.get("training") is False and gives_training(node):
            given["training"] = 0


def _is_called_by_user() -> bool:
    """Tell whether a layer is called by code that is neither Keras's nor ours, which repeat the arguments of calls."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_code.co_name in ("__call__", "error_handler"):
        frame = frame.f_back
    return not str(frame.f_globals.get("__name__")).startswith((OWN_CODE, __name__.partition(".")[0]))


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
