"""The decorators of the family, and the defaults that Python counts differently."""

from collections.abc import Callable
from typing import Any, ParamSpec

from ..define import export
from ..r.code import RCode
from ..signatures.tensor_docs import RANDOM, TENSORS

P = ParamSpec("P")


def keras_op(target: str, joins: bool = False) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export an operation of Keras.

    Args:
        target: Its dotted path.
        joins: Whether floats of several types become those of one, where Keras leaves that to TensorFlow, which
            refuses them.
    """
    return export(target=target, family=TENSORS, joins=joins)


def random_function(target: str) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a function of Keras that draws random numbers, by its dotted path."""
    return export(target=target, family=RANDOM)


operation = export(family=TENSORS, in_layers=True)
"""Export an operation that has a body."""

counting_operation = export(family=TENSORS, in_layers=True, counts=True)
"""Export an operation that has a body, and counts positions from 1 in values that only it knows."""

joining_operation = export(family=TENSORS, in_layers=True, joins=True)
"""Export an operation that has a body, and converts floats of several dtypes to one."""

FIRST = RCode("1L", 0)
"""The first axis, or position."""

random_operation = export(family=RANDOM, in_layers=True)
"""Export a function that draws random numbers and has a body."""
