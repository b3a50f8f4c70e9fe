"""Whether two names hold one object."""

from typing import Any

from ..define import python_export
from ..signatures.words import MISSING, Value


@python_export
def same_object(a: Value = MISSING, b: Value = MISSING) -> bool:
    """Tell whether two names hold the very same object, so that a change of one is a change of the other.

    Models, layers and optimizers of R and Python are the same objects on both sides of the bridge. `==` asks another
    thing: whether values are equal.

    Args:
        a: Any object.
        b: Another, or the same.

    Returns:
        TRUE or FALSE.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> same_object(model, model >> layer_dense(units=1))
        True
        >>> same_object(model, clone_model(model))
        False
    """
    return a is b or (_is_of_r(a) and _is_of_r(b) and bool(a.sexp == b.sexp))


def _is_of_r(value: Any) -> bool:
    return hasattr(type(value), "__sexp__") and hasattr(value, "sexp")
