"""The decorators of the family, and the defaults that Python counts otherwise."""

import functools

from ..define import keras_operation, operation_of
from ..r.code import RCode
from ..signatures.tensor_docs import RANDOM, TENSORS

keras_op = functools.partial(keras_operation, family=TENSORS)
"""Export an operation of Keras."""

operation = operation_of(TENSORS)
"""Export an operation with a body of its own."""

FIRST = RCode("1L", 0)
"""The first axis, or position."""

random_function = functools.partial(keras_operation, family=RANDOM)
"""Export a function that draws random numbers."""

random_operation = operation_of(RANDOM)
"""Export a function that draws random numbers, with a body of its own."""
