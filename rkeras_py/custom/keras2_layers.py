"""Keras 2's rules for custom layers, where they differ from Keras 3."""

import inspect
from collections.abc import Callable
from typing import Any

from ..engine.internals.layers import inner_layers, is_default
from ..engine.internals.modules import compute_output_spec
from ..engine.loading import keras
from ..signatures.words import Shape, convert_value, get_word
from . import functions, keras2_state
from .namespaces import change_result

_WEIGHT = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")
METRIC_WEIGHT = ("name", "shape", "aggregation", "synchronization", "initializer", "dtype")
_GONE = ("use_resource", "synchronization", "partitioner", "collections", "getter")


def adapt_layer(namespace: dict[str, Any], bases: tuple[type, ...], owner: list[Any]) -> None:
    """Adapt the methods of a layer's class to be called as Keras 2 called them."""
    keras2_state.adapt_state(namespace, owner, _find_beyond)
    namespace.setdefault("build_from_config", _build_all(owner))
    if "compute_output_shape" in namespace:
        change_result(namespace, "compute_output_shape", convert_shapes)
    elif is_default(getattr(bases[0], "compute_output_shape", None)):
        namespace["compute_output_shape"] = find_output_shape
    namespace.setdefault("add_weight", make_add_weight(_WEIGHT))


def _build_all(owner: list[Any]) -> Callable[[Any, Any], None]:
    """Make a `build_from_config` that also builds inner layers which only `call` builds, so that their weights load."""

    def build_from_config(self: Any, config: Any) -> None:
        given = (config or {}).get("input_shape")
        builds_itself = type(self).build is not keras().layers.Layer.build
        if builds_itself:
            super(owner[0], self).build_from_config(config)
        if given is not None and any(not layer.built for layer in inner_layers(self)):
            compute_output_spec(self.call, _make_symbolic(convert_shapes(given), self.compute_dtype))
        if not builds_itself:
            super(owner[0], self).build_from_config(config)

    return build_from_config


def find_output_shape(self: Any, input_shape: Any) -> Any:
    """Find the shape that `call` gives, for wrappers that ask for it; Keras itself looks at `call`."""
    given = convert_shapes(input_shape)
    if not self.built:
        self.build(given)
    found = compute_output_spec(self.call, _make_symbolic(given, self.compute_dtype))
    return keras().tree.map_structure(lambda tensor: tuple(tensor.shape), found)


def _make_symbolic(given: Any, dtype: str) -> Any:
    if isinstance(given, dict):
        return {name: _make_symbolic(item, dtype) for name, item in given.items()}
    if isinstance(given, list):
        return [_make_symbolic(item, dtype) for item in given]
    return keras().KerasTensor(given, dtype=dtype)


def convert_shapes(value: Any) -> Any:
    """Return lists of numbers as shapes, also several in a list or a dict."""
    if isinstance(value, dict):
        return {name: convert_shapes(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple, dict)) for item in value):
        return [convert_shapes(item) for item in value]
    return convert_shape(value, "compute_output_shape", "value")


def convert_shape(value: Any, function: str, argument: str = "shape") -> Any:
    """Convert a shape as R writes it."""
    return convert_value(function, argument, get_word(Shape), value, None)


def make_add_weight(order: tuple[str, ...]) -> Callable[..., Any]:
    """Return an `add_weight` that takes its arguments in the order of Keras 2.

    Args:
        order: Names of the arguments.
    """

    def add_weight(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Add a variable; the arguments may come in Keras 2's order, name first, or in that of Keras 3."""
        add = _find_beyond(self, "add_weight")
        if args and (isinstance(args[0], str) or args[0] is None):
            arguments = {**dict(zip(order, args, strict=False)), **kwargs}
        else:
            arguments = {**dict(zip(("shape", "initializer", "dtype"), args, strict=False)), **kwargs}
        if "experimental_autocast" in arguments:
            arguments["autocast"] = arguments.pop("experimental_autocast")
        known = inspect.signature(add).parameters
        dropped = [name for name in arguments if name in _GONE or (name == "aggregation" and name not in known)]
        for name in dropped:
            del arguments[name]
        for role in ("initializer", "regularizer", "constraint"):
            if role in arguments:
                arguments[role] = functions.as_part(arguments[role], role)
        if arguments.get("shape") is not None:
            arguments["shape"] = convert_shape(arguments["shape"], "add_weight")
        return add(**{name: value for name, value in arguments.items() if value is not None})

    return add_weight


def _find_beyond(self: Any, name: str) -> Any:
    """Return the method of the first base class that was not created by this package."""
    for base in type(self).__mro__:
        found = vars(base).get(name)
        if found is not None and base.__module__.startswith("keras."):
            return found.__get__(self)
    raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
