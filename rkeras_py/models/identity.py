"""Identity: whether two names refer to the same object."""

from typing import Any

from ..define import export
from ..signatures.words import MISSING, Value


@export(python_only=True)
def same_object(a: Value = MISSING, b: Value = MISSING) -> bool:
    """Check whether two names refer to the same object, so that a change to one is a change to the other.

    Models, layers and optimizers of R and Python are the same objects on both sides of the bridge. `==` compares values
    instead. An R function becomes a different object in Python, which calls it.

    Args:
        a: Any object.
        b: Any object.

    Returns:
        TRUE or FALSE.

    Raises:
        TypeError: If both are R objects that were passed from R to Python: only R can compare them.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> same_object(model, model >> layer_dense(units=1))
        True
        >>> same_object(model, clone_model(model))
        False
    """
    if a is b:
        return True
    if _is_given_by_r(a) and _is_given_by_r(b):
        raise TypeError("same_object(): both are R objects, which only R can compare: call same_object() in R.")
    return _is_of_r(a) and _is_of_r(b) and bool(a.sexp == b.sexp)


def _is_of_r(value: Any) -> bool:
    return hasattr(type(value), "__sexp__") and hasattr(value, "sexp")


def _is_given_by_r(value: Any) -> bool:
    """Tell whether reticulate made a value from an R object or function, as it does again each time."""
    return type(value).__name__ == "PyCapsule" or getattr(value, "__module__", "") == "rpytools.call"
