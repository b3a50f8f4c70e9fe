"""TensorFlow's own module and functions."""

import contextlib
import re
from typing import Any

from ..engine.loading import resolve, tensorflow

_NOT_IN_GRAPHS = re.compile(r"^[^A-Za-z0-9.]|[^A-Za-z0-9_.>-]")
"""The start and the signs that no name in TensorFlow's graphs has, by the errors of `tf.name_scope()`."""


def load_module() -> Any:
    """Return the `tensorflow` module, whose devices may still be set up if Keras is not loaded yet."""
    return tensorflow()


def find_function(path: str) -> Any:
    """Return a function, or a type, by its path from `tf` on."""
    return resolve(f"tensorflow.{path}")


def leave_functions() -> contextlib.AbstractContextManager[Any]:
    """Return a context outside of the functions that TensorFlow records."""
    return resolve("tensorflow.init_scope")()  # type: ignore[no-any-return]


def spell_in_graph(name: str) -> str:
    """Return the name of a layer as TensorFlow's graphs take it: ASCII letters, digits and a few signs.

    Args:
        name: The name of the layer.
    """
    return _NOT_IN_GRAPHS.sub(".", name)
