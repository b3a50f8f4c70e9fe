"""Shared code of the functions that call user functions."""

from collections.abc import Callable
from typing import Any

from ...data.arrays import is_arrays, to_tensor
from ...define import export
from ...graph.lambda_layers import call_in_layer
from ...signatures.tensor_docs import TENSORS

NOT_SAVED = """Called on a symbolic tensor it creates a layer that cannot be saved in a file; save the weights of the
model instead."""

unsaved_operation = export(family={**TENSORS, "Differences": NOT_SAVED}, in_layers=True)
"""Export a function that creates a layer which calls users' functions."""


def to_structure(value: Any) -> Any:
    """Return tensors for the numbers and arrays of a nested list; a list of bare numbers is one vector."""
    if isinstance(value, dict):
        return {name: to_structure(part) for name, part in value.items()}
    if value is None or not is_arrays(value):
        return value if value is None else to_tensor(value)
    return [to_structure(part) for part in value]


def convert_results(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that makes tensors of what another function returns."""
    return lambda *args, **options: to_structure(function(*args, **options))


def run(name: str, compute: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Run one of Keras's functions; symbolic tensors among its arguments make a layer of it."""
    return call_in_layer(compute, args, options, name, name)
