"""TensorFlow operations: observed while they compute or are recorded, and called on other backends."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from .. import backend_choice
from ..loading import keras, resolve


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


def operations_for(*values: Any) -> Any:
    """Return `keras.ops`; for tensors of TensorFlow, which datasets have on every backend, what takes these.

    Args:
        values: What an operation will get.
    """
    if backend_choice.find_backend() == backend_choice.DEFAULT or not any(map(_is_of_tensorflow, values)):
        return keras().ops
    return resolve("keras.src.backend.tensorflow.numpy")


def _is_of_tensorflow(value: Any) -> bool:
    return type(value).__module__.startswith("tensorflow.")
