"""TensorFlow operations: observed while they compute, called on other backends, answered for where they fail."""

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


def find_name(function: Any) -> str:
    """Return the public name of a function of TensorFlow; of one that is not TensorFlow's its own.

    Args:
        function: The function.
    """
    from tensorflow.python.util import tf_export

    return str(tf_export.get_canonical_name_for_symbol(function) or getattr(function, "__name__", "function"))


def register_answer(is_known: Callable[..., bool], answer: Callable[..., Any]) -> None:
    """Have TensorFlow ask for an answer to each call that failed, before it raises the error.

    Args:
        is_known: Tells by the arguments whether there is one.
        answer: Gets the function, its arguments and its named ones.
    """
    from tensorflow.python.util import dispatch

    class Dispatcher(dispatch.GlobalOpDispatcher):  # type: ignore[misc]
        """Answers calls."""

        def handle(self, op: Any, args: Any, kwargs: Any) -> Any:
            return answer(op, args, kwargs) if is_known((args, kwargs)) else self.NOT_SUPPORTED

    Dispatcher().register()
