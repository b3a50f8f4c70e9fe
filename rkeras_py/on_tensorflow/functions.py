"""TensorFlow's own module and functions."""

import contextlib
from typing import Any

from ..engine.loading import resolve, tensorflow


def load_module() -> Any:
    """Return the `tensorflow` module, whose devices may still be set up if Keras is not loaded yet."""
    return tensorflow()


def find_function(path: str) -> Any:
    """Return a function, or a type, by its path from `tf` on."""
    return resolve(f"tensorflow.{path}")


def leave_functions() -> contextlib.AbstractContextManager[Any]:
    """Return a context outside of the functions that TensorFlow records."""
    return resolve("tensorflow.init_scope")()  # type: ignore[no-any-return]
