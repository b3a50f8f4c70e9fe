"""TensorFlow functions on symbolic tensors, which become parts of the model as in Keras 2, and names in its graphs.

Keras 3 rejects such functions. TensorFlow calls the code for them only after a call failed, before it raises the error,
so nothing else changes: neither calls that worked before, nor those that Keras makes.
"""

import functools
import inspect
import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..compat import operations
from ..engine.internals.modules import OWN_CODE, operation_class
from ..engine.internals.operations import find_name, register_answer
from ..graph.lambda_layers import call_in_layer, is_symbolic
from ..on_tensorflow.functions import find_function, spell_in_graph
from ..signatures.calls import name_errors
from .patch import replace_members


def add_dispatcher(dispatchers: list[Any]) -> list[Any]:
    """Add a dispatcher of ours to those that TensorFlow asks about a call.

    Args:
        dispatchers: Those that TensorFlow asks; ours comes to them.
    """
    register_answer(lambda given: is_symbolic(given) and not _is_asked_by_keras(), call_operation)
    return dispatchers


def _is_asked_by_keras() -> bool:
    frame = sys._getframe(1)
    while frame.f_back and str(frame.f_globals.get("__name__")).startswith(
        (__name__, register_answer.__module__, "tensorflow.")
    ):
        frame = frame.f_back
    return bool(str(frame.f_globals.get("__name__")).startswith(OWN_CODE))


def call_operation(function: Callable[..., Any], args: Any, options: dict[str, Any]) -> Any:
    """Call a function of TensorFlow on symbolic tensors.

    Args:
        function: The function.
        args: Its arguments.
        options: Its named ones.

    Returns:
        What an operation of Keras gives, where there is one that does the same; else what a layer gives that calls the
        function, and that no file can describe.
    """
    name = find_name(function)
    given = inspect.signature(function).bind(*args, **options).arguments
    first, *others = given
    named = {key: _convert_plain(given[key]) for key in others if given[key] is not None}
    calls = [_prepare_step(*step) for step in operations.list_steps(name, named) or ()]
    with name_errors(f"tf.{name}"):
        if not calls or is_symbolic([settings for _, settings, _ in calls]) or _cuts_off(name, given[first]):
            return call_in_layer(function, args, options, name.rpartition(".")[2], f"tf.{name}")
        result = given[first]
        for operation, settings, arguments in calls:
            result = operation(**settings)(result, **arguments)
        return result


def _prepare_step(
    step: operations.Operation, arguments: Mapping[str, Any]
) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """Return an operation's class, and the arguments of its constructor and its call."""
    operation = operation_class(step.path)
    called = inspect.signature(operation.call).parameters
    settings = {key: value for key, value in arguments.items() if key not in called}
    return operation, settings, {key: value for key, value in arguments.items() if key in called}


def _cuts_off(name: str, value: Any) -> bool:
    """Tell whether it is a mean of integers, which TensorFlow, unlike Keras 3, truncates."""
    return name.endswith("reduce_mean") and "int" in str(getattr(value, "dtype", ""))


def _convert_plain(value: Any) -> Any:
    """Convert an argument for Keras: TensorFlow has its own types for sizes and dtypes."""
    if type(value).__name__ == "TensorShape":
        return [-1 if size is None else size for size in value.as_list()]
    if type(value).__name__ == "DType":
        return value.name
    return value.tolist() if isinstance(value, np.ndarray) and value.dtype.kind == "i" else value


def take_any_name(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that makes a scope of names, in TensorFlow's graphs a name that these take.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def init(self: Any, name: str, **kwargs: Any) -> None:
        own(self, name, **kwargs)
        spelled = spell_in_graph(name)
        if spelled != name:
            self._tf_name_scope = find_function("name_scope")(spelled)

    return init


PATCHES = replace_members(
    f"{OWN_CODE}.backend.tensorflow.core.name_scope",
    {"__init__": take_any_name},
    'layers and models with names such as "größe" or "my layer", as on other backends',
    "It makes such layers, and fails when they compute.",
)
