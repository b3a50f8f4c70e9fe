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
"""Export an operation with a body of its own."""

counting_operation = export(family=TENSORS, in_layers=True, counts=True)
"""Export an operation with a body of its own, which counts positions from 1 in values that are known to it alone."""

joining_operation = export(family=TENSORS, in_layers=True, joins=True)
"""Export an operation with a body of its own, in which floats of several types become those of one."""

FIRST = RCode("1L", 0)
"""The first axis, or position."""

random_operation = export(family=RANDOM, in_layers=True)
"""Export a function that draws random numbers, with a body of its own."""
