"""Functions that R calls to create and compose objects of user-written classes."""

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

from ..compat.keras2_arguments import BASE_ARGUMENTS
from ..engine.loading import keras
from ..graph import compose
from ..graph.hosting import host
from ..messages import errors
from ..r.code import as_r_code
from ..r.origins import MODULE_OF_CLASSES
from ..signatures.calls import as_keras_number
from ..signatures.layer_arguments import LEFT_OUT_WHEN_NULL, split_base_arguments
from . import keras2_layers, keras2_rules
from .classes import FROM_KERAS


def create_layer(cls: type, target: Any, names: Sequence[str], values: Sequence[Any]) -> Any:
    """Make a layer of a user's class and compose it.

    Args:
        cls: The class.
        target: What to compose it with, or None.
        names: Names of the constructor's arguments.
        values: Their values.

    Returns:
        The layer without a target, else what `compose_with_first` returns.
    """
    function = cls.__name__
    own = get_constructor_parameters(cls)
    arguments, base = split_base_arguments(function, dict(zip(names, values, strict=True)), own)
    if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in own.values()):
        for name in arguments:
            if name not in own and name not in FROM_KERAS:
                raise errors.unknown_argument(function, name, [*own, *LEFT_OUT_WHEN_NULL, *BASE_ARGUMENTS])
    if not hasattr(cls.__init__, "__r_formals__"):  # type: ignore[misc]
        defaults = {name: parameter.default for name, parameter in own.items()}
        arguments = {name: as_keras_number(value, defaults.get(name)) for name, value in arguments.items()}
    try:
        layer = host(cls(**arguments))
    except (TypeError, ValueError) as error:
        raise errors.rejected(function, error) from error
    compose.remember_arguments(function, layer, base)
    return compose.compose_with_first(function, target, layer, {})


def get_constructor_parameters(cls: Any) -> dict[str, inspect.Parameter]:
    """Return the parameters of a constructor; Keras's `__new__` hides them from the signature of the class."""
    parameters = dict(inspect.signature(cls.__init__).parameters)
    del parameters[next(iter(parameters))]
    return parameters


def describe_formals(cls: type) -> list[list[str]]:
    """Return arguments of a constructor with their defaults as R code; only the name for one without.

    Args:
        cls: A class, of any origin.

    Returns:
        Pairs of name and code, or the one string of R code that R itself left.
    """
    head = getattr(vars(cls).get("__init__"), "__r_formals__", None)
    if head is not None:
        return [[head]]
    found = []
    for parameter in get_constructor_parameters(cls).values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            if ["..."] not in found:
                found.append(["..."])
        elif parameter.default is parameter.empty:
            found.append([parameter.name])
        else:
            found.append([parameter.name, _spell_code(parameter.default)])
    return found


def _spell_code(default: Any) -> str:
    try:
        return as_r_code(default)
    except TypeError:
        return "NULL"


def make_function_model_class(attach: Callable[[Any], dict[str, Any]], of_r: bool = True) -> type:
    """Make a class of models whose call is a function, made for each of them by another.

    Args:
        attach: Takes the model, and returns `call` and the arguments that it `takes`: whether each has a default.
        of_r: Whether it is written in R, so that files and other sessions get its code. One of Python refuses them.
    """
    base = keras().Model

    def initialize(self: Any, name: str | None = None) -> None:
        base.__init__(self, name=name)
        made = attach(self)
        self._body = functools.partial(made["call"])  # a partial, so that Keras does not track and save it
        self._takes = list(made["takes"])
        self._call_signature = _make_signature_of_call(made["takes"])  # Keras read it before the function existed
        self.call_signature_parameters = list(self._call_signature.parameters)

    def call(self: Any, *args: Any, mask: Any = None, training: Any = None, **named: Any) -> Any:
        options = {"mask": mask, "training": training}
        taken = {name: value for name, value in options.items() if name in self._takes or "..." in self._takes}
        try:
            return self._body(*args, **taken, **named)
        except Exception as error:
            errors.mark_as_of_method(error)
            raise

    def get_config(self: Any) -> dict[str, Any]:
        if of_r:
            return {"name": self.name}
        raise NotImplementedError(
            "keras_model_custom(): a model made by a Python function cannot be saved completely. Save its weights "
            "with save_model_weights_tf(), or its prediction graph with export_savedmodel(), or write a class "
            "with new_model_class()."
        )

    module = MODULE_OF_CLASSES if of_r else __name__
    namespace = {"__init__": initialize, "call": call, "get_config": get_config, "__module__": module}
    owner: list[type] = []
    keras2_rules.adapt_class(namespace, (base,), owner)
    owner.append(type("CustomModel", (base,), namespace))
    return owner[0]


def _make_signature_of_call(takes: dict[str, bool]) -> inspect.Signature:
    """Return the signature of a model's call: Keras passes `mask` and `training` by name."""
    kinds = inspect.Parameter
    parameters: list[inspect.Parameter] = []
    for name, has_default in takes.items():
        optional = has_default or any(parameter.default is None for parameter in parameters)
        if name not in ("mask", "training", "..."):
            default = None if optional else kinds.empty
            parameters.append(kinds(name, kinds.POSITIONAL_OR_KEYWORD, default=default))
    parameters += [kinds(name, kinds.KEYWORD_ONLY, default=None) for name in ("mask", "training")]
    if "..." in takes:
        parameters.append(kinds("further", kinds.VAR_KEYWORD))
    return inspect.Signature(parameters)


def build_wrapped(layer: Any, input_shape: Any) -> None:
    """Build the layer inside a wrapper for a shape, unless it is built."""
    if not layer.built:
        layer.build(keras2_layers.convert_shapes(input_shape))


def add_weight(layer: Any, **arguments: Any) -> Any:
    """Add a variable to a layer."""
    return layer.add_weight(**arguments)
