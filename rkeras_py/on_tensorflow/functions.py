"""TensorFlow's own module and functions, and its question about calls that fail."""

import contextlib
from collections.abc import Callable
from typing import Any

from ..engine.loading import resolve, tensorflow


def load_module() -> Any:
    """Return the `tensorflow` module, whose devices may still be set up if Keras is not loaded yet."""
    return tensorflow()


def find_function(path: str) -> Any:
    """Return a function, or a type, by its path from `tf` on."""
    return resolve(f"tensorflow.{path}")


def find_name(function: Any) -> str:
    """Return the public name of a function; of one that is not TensorFlow's its own."""
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


def leave_functions() -> contextlib.AbstractContextManager[Any]:
    """Return a context outside of the functions that TensorFlow records."""
    return resolve("tensorflow.init_scope")()  # type: ignore[no-any-return]
