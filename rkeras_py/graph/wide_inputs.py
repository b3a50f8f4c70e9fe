"""Numbers in calls that the types of a backend or of an input do not hold; Keras makes other numbers of them."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..compat import targets
from ..data.array_values import name_data_errors, refuse_wide
from ..engine.internals.graphs import graph_of
from ..engine.loading import keras
from ..engine.tensors import get_held_type, has_values, read_values
from ..messages import errors
from . import nodes


def refuse_wide_inputs(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `__call__` of layers, which refuses whole numbers that need more bits than the backend has.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        is_lookup = isinstance(self, (keras().layers.IntegerLookup, keras().layers.Hashing))
        if not is_lookup and (nodes.is_ours(self) or targets.get_mark(self) is not None):
            with name_data_errors(self.name, "inputs"):
                for part in keras().tree.flatten((args, kwargs)):
                    if isinstance(part, np.ndarray):
                        refuse_wide(part)
        return own(self, *args, **kwargs)

    return call


def refuse_inputs_beyond(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `__call__` or `call` of models, which refuses numbers that an input of whole numbers does not reach.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        graph = graph_of(self) if targets.get_mark(self) is not None else None
        tensors = graph.inputs if graph is not None else []
        if any("int" in tensor.dtype for tensor in tensors):
            data = args[0] if args else kwargs.get("inputs")
            if isinstance(data, Mapping):
                data = [data.get(tensor.name) for tensor in tensors]
            for part, tensor in zip(keras().tree.flatten(data), tensors, strict=False):
                refuse_beyond(read_values(part) if has_values(part) else part, tensor, self.name, "inputs")
        return own(self, *args, **kwargs)

    return call


def refuse_beyond(array: Any, tensor: Any, function: str, argument: str) -> None:
    """Refuse numbers that the whole numbers of an input do not reach.

    Args:
        array: An array of numpy; anything else passes.
        tensor: The input that it is for.
        function: The function to name in errors.
        argument: The argument to name in errors.

    Raises:
        ValueError: If one is larger or smaller.
    """
    limits = find_limits(tensor, array.dtype) if isinstance(array, np.ndarray) and array.dtype.kind in "iuf" else None
    if limits is None:
        return
    least, end = np.float64(limits.min), np.float64(limits.max + 1)  # float16 has no such numbers
    beyond = array[(array < least) | (array >= end)]
    if beyond.size:
        raise errors.bad_argument(function, argument, describe_limits(tensor, limits), beyond[0].item())


def find_limits(tensor: Any, dtype: Any) -> Any:
    """Return the limits of the whole numbers of an input; None if it has others, or numbers of a type are all within.

    Args:
        tensor: The input.
        dtype: The type of the numbers.
    """
    limits = np.iinfo(get_held_type(tensor.dtype)) if "int" in tensor.dtype else None
    return None if limits is None or np.can_cast(dtype, limits.dtype) else limits


def describe_limits(tensor: Any, limits: Any) -> str:
    """Say which numbers an input takes.

    Args:
        tensor: The input.
        limits: Its limits.
    """
    return f'numbers from {limits.min} to {limits.max}, since the input "{tensor.name}" is {limits.dtype}'
