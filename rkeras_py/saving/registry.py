"""Keras's registry of the classes and functions that files name, and objects as plain data."""

from collections.abc import Callable
from typing import Any

from ..define import export
from ..engine.internals.modules import LEGACY_LAYERS
from ..engine.loading import keras
from ..messages import errors
from ..r.code import RCode
from ..signatures.calls import refuse_further, takes_further
from ..signatures.named_objects import list_custom_object_names
from ..signatures.words import MISSING, Bool, Str, Value

_OWN = ("rkeras_py.", LEGACY_LAYERS)
"""Modules with classes in old files and in ours, which loading always needs."""


@export
def get_custom_objects() -> dict[str, Any]:
    """Return the registered classes and functions by name.

    Loading a model looks up its custom classes here. Changing the returned list has no effect; use
    set_custom_objects().

    Returns:
        A named list.

    Example:
        >>> before = set_custom_objects({"triple": lambda x: 3.0 * x})
        >>> get_custom_objects()["triple"](2.0)
        6.0
        >>> objects = set_custom_objects(before)
    """
    return dict(keras().saving.get_custom_objects())


@export
def set_custom_objects(objects: Value = RCode("named_list()", None), clear: Bool = True) -> dict[str, Any]:
    """Register classes and functions for loading models.

    Call it once per session. You then need not pass `custom_objects` whenever you load a model.

    Args:
        objects: Functions and classes: a list, whose names are derived from the elements, or a named list.
        clear: Whether to remove earlier registrations, except those of this package.

    Returns:
        The objects that were registered before, by name.

    Raises:
        ValueError: If the name of an object cannot be found.

    Example:
        >>> before = set_custom_objects({"triple": lambda x: 3.0 * x})
        >>> get_registered_object("triple")(2.0)
        6.0
        >>> objects = set_custom_objects(before)
    """
    named = list_custom_object_names(objects, "set_custom_objects", "objects")
    known = keras().saving.get_custom_objects()
    before = dict(known)
    if clear:
        own = {name: value for name, value in before.items() if (value.__module__ or "").startswith(_OWN)}
        known.clear()
        known.update(own)
    known.update(named)
    return before


@export(python_only=True)
def register_keras_serializable(object: Value = MISSING, name: Str | None = None, package: Str | None = None) -> Any:
    """Register a class or function under a name, so that files with it load without `custom_objects`.

    Files contain the name `package>name`, so register the object under the same name before you load a file. In Python
    you can use it as a decorator of a class or function: `@register_keras_serializable`.

    Args:
        object: A class, a function, or the result of a function such as `new_layer_class()`.
        name: The name; by default the name of the class or function.
        package: A prefix that keeps the names of different packages apart; by default "Custom".

    Returns:
        `object`.

    Raises:
        ValueError: If `object` is neither a class nor a function, or is a class without `get_config`.

    Example:
        >>> import keras
        >>> @register_keras_serializable
        ... class Twice(keras.layers.Layer):
        ...     def call(self, inputs):
        ...         return 2 * inputs
        >>> get_registered_name(Twice)
        'Custom>Twice'

    Example in R:
        layer_twice <- new_layer_class("Twice", call = function(inputs) 2 * inputs)
        layer_twice <- register_keras_serializable(layer_twice)
        get_registered_name(layer_twice)
    """
    known = getattr(object, "Layer", object) if not isinstance(object, type) else object
    if not callable(known) or not hasattr(known, "__name__"):
        raise errors.bad_argument("register_keras_serializable", "object", "a class or a function", object)
    _reword(
        "register_keras_serializable",
        lambda: keras().saving.register_keras_serializable(package or "Custom", name)(known),
    )
    return object


@export
def get_registered_name(obj: Value = MISSING) -> str:
    """Return the name under which a class or function is registered.

    Use it to see the name that a saved file contains, such as "package>name". For a class that is not registered, it is
    the name of the class.

    Args:
        obj: A class or a function.

    Example:
        >>> import keras
        >>> get_registered_name(keras.layers.Dense)
        'Dense'
    """
    return str(keras().saving.get_registered_name(obj))


@export
def get_registered_object(name: Str = MISSING, custom_objects: Value = None, module_objects: Value = None) -> Any:
    """Return the class or function registered under a name.

    Use it to check that a class is registered before you load a file. The result for an unknown name is NULL.

    Args:
        name: The name.
        custom_objects: Further objects to search: a named list.
        module_objects: Objects to search last: a named list.

    Returns:
        The class or function; NULL if the name is not registered.

    Example:
        >>> before = set_custom_objects({"triple": lambda x: 3.0 * x})
        >>> get_registered_object("triple")(2.0)
        6.0
        >>> objects = set_custom_objects(before)
    """
    return keras().saving.get_registered_object(name, custom_objects, module_objects)


@export
def serialize_keras_object(obj: Value = MISSING) -> Any:
    """Describe a layer, an optimizer or another Keras object as a list of plain data.

    Use it to store the configuration of an object, for example as JSON. Weights are not included.

    Args:
        obj: The object.

    Returns:
        A named list, from which deserialize_keras_object() creates the object again, without weights.

    Example:
        >>> serialize_keras_object(layer_dense(units=3))["config"]["units"]
        3
    """
    return keras().saving.serialize_keras_object(obj)


@takes_further(tuple)
@export
def deserialize_keras_object(
    config: Value = MISSING, custom_objects: Value = None, safe_mode: Bool = True, **options: Any
) -> Any:
    """Create an object from its description by serialize_keras_object().

    The new object has the same configuration and new weights. Use it in from_config() of layers that contain other
    layers.

    Args:
        config: The description.
        custom_objects: Custom classes and functions in the description: a list, whose names are derived from the
            elements, or a named list.
        safe_mode: FALSE allows code in the description (lambdas) to run.
        options: Not used.

    Returns:
        The object.

    Raises:
        ValueError: If the class is unknown.

    Example:
        >>> config = serialize_keras_object(layer_dense(units=3))
        >>> layer = deserialize_keras_object(config)
        >>> layer.units
        3
    """
    refuse_further("deserialize_keras_object", options)
    objects = list_custom_object_names(custom_objects, "deserialize_keras_object")
    return _reword(
        "deserialize_keras_object",
        lambda: keras().saving.deserialize_keras_object(config, objects, safe_mode),
    )


def _reword(function: str, make: Callable[[], Any]) -> Any:
    try:
        return make()
    except (TypeError, ValueError) as error:
        raise errors.rejected(function, error) from error
