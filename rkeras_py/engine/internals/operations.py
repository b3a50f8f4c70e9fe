"""TensorFlow operations, observed while they compute or are recorded."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from ..loading import resolve


@contextlib.contextmanager
def watch_tensorflow(see: Callable[[str, Any, Any], None]) -> Iterator[None]:
    """Call a function after each operation of TensorFlow in the block, computed or recorded.

    Args:
        see: Gets the name of the operation, its inputs and its outputs. An error that it raises ends the operation.
    """
    callbacks = resolve("tensorflow.python.framework.op_callbacks")

    def tell(kind: Any, inputs: Any, attributes: Any, outputs: Any, *_: Any, **where: Any) -> None:
        see(kind.decode() if isinstance(kind, bytes) else kind, inputs, outputs)

    callbacks.add_op_callback(tell)
    try:
        yield
    finally:
        callbacks.remove_op_callback(tell)
