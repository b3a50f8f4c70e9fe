"""Custom classes and functions, which a file names but does not hold."""

import contextlib
from collections.abc import Iterator
from typing import Any

from ..custom.functions import is_r_function
from ..define import export
from ..engine.internals.layers import flat_layers
from ..engine.loading import keras
from ..messages import errors
from ..r.functions import NAMELESS
from ..signatures.conversions import stand_in_for
from ..signatures.object_words import CustomObjects
from ..signatures.words import MISSING, Function

_NAMELESS = ("python_function", NAMELESS, "<lambda>")
"""The names that reticulate and the bridge give to an R function without its own, and Python to a lambda."""


def list_custom_object_names(value: Any, function: str, argument: str = "custom_objects") -> dict[str, Any]:
    """Give custom objects the names by which files know them.

    Args:
        value: None, one function, class or object of a class, a list of them, or a named list (a dict) where blank
            names do not count.
        function: Name of the function that the user called.
        argument: Name of its argument.

    Returns:
        The objects by name.

    Raises:
        ValueError: If the name of an object cannot be found.
    """
    if value is None:
        return {}
    if isinstance(value, dict):
        value = {name if name.strip() else _name(item, function, argument): item for name, item in value.items()}
        for name, item in value.items():
            if is_r_function(item):
                item.__name__ = name  # so that it is known by it when the model is saved again
        return {name: _meant(item) for name, item in value.items()}
    items = value if isinstance(value, (list, tuple)) else [value]
    return {_name(item, function, argument): _meant(item) for item in items}


def _meant(value: Any) -> Any:
    value = stand_in_for(value)
    return type(value) if isinstance(value, (keras().Metric, keras().Loss, keras().Layer)) else value


def _name(value: Any, function: str, argument: str) -> str:
    name = getattr(_meant(value), "__name__", None)
    if name is None or name in _NAMELESS:
        hint = "The name of this function is not known: list(name = fn) in R, {'name': fn} in Python."
        raise errors.bad_argument(function, argument, "a named list of functions and classes", value, hint)
    return str(name)


@contextlib.contextmanager
def _scope(objects: dict[str, Any]) -> Iterator[None]:
    with keras().saving.custom_object_scope(objects):
        yield


@export(python_only=True)
def with_custom_object_scope(objects: CustomObjects = MISSING, expr: Function | None = None) -> Any:
    """Know custom classes and functions by name while something is done.

    Use it around functions that load or build a model with classes of your own, such as load_model_hdf5().

    Args:
        objects: Functions and classes: a list, from which the names are taken, or a named list.
        expr: A function without arguments, to call. Left out, the scope itself is returned, for `with`.

    Returns:
        The result of the function, or the scope.

    Raises:
        ValueError: If the name of an object cannot be found.

    Example:
        >>> import keras
        >>> class Triple(keras.layers.Layer):
        ...     def call(self, inputs):
        ...         return 3.0 * inputs
        >>> json = model_to_json(keras_model_sequential(input_shape=2) >> Triple())
        >>> model = with_custom_object_scope({"Triple": Triple}, lambda: model_from_json(json))
        >>> model(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[3., 6.]], dtype=float32)>
    """
    scope = _scope(list_custom_object_names(objects, "with_custom_object_scope", "objects"))
    if expr is None:
        return scope
    with scope:
        return expr()


def refuse_r_functions(model: Any, function: str) -> None:
    """Refuse to save a model whose layers hold R functions that no file can hold.

    Args:
        model: The model.
        function: Name of the function that the user called.

    Raises:
        ValueError: If there is such a layer.
    """
    for layer in flat_layers(model):
        if isinstance(layer, keras().Model):
            continue  # what it is compiled with is known by name
        for argument, value in vars(layer).items():
            if not is_r_function(value) or getattr(value, "__name__", "") not in _NAMELESS:
                continue
            raise ValueError(
                f"{function}(): layer '{layer.name}' ({type(layer).__name__}) holds an R function in `{argument}`, "
                "which a file cannot hold. Save the weights alone (save_model_weights_hdf5()) and make the model anew "
                "by its code, or use layers of Keras instead."
            )
