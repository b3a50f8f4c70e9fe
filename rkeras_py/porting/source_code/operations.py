"""Operations in functional models, `a + b` and `op_sum(x)`, as expressions."""

import functools
import inspect
import itertools
from typing import Any

from ...engine.internals.modules import public_path
from ...engine.loading import keras
from ...signatures.dialects import KERAS2, keep_doubles
from ...signatures.registry import Spec
from . import objects
from .dialects import Dialect
from .expressions import Call, Exactly, Infix, Name, Part
from .vocabulary import find_operation, is_constant, spell_argument

INFIX = {
    "Add": "+",
    "Subtract": "-",
    "Multiply": "*",
    "TrueDivide": "/",
    "FloorDivide": "//",
    "Mod": "%",
    "Power": "**",
    "Matmul": "@",
    "Equal": "==",
    "NotEqual": "!=",
    "Less": "<",
    "LessEqual": "<=",
    "Greater": ">",
    "GreaterEqual": ">=",
}
"""The operations that Python's operators make of symbolic tensors."""


@functools.cache
def _list_functions() -> dict[str, str]:
    """Return the names of Keras's functions by what they have in common with those of their classes."""
    ops = keras().ops
    names = [name for name in dir(ops) if not name.startswith("_") and inspect.isfunction(getattr(ops, name))]
    return {name.replace("_", ""): name for name in names}


def find_function(operation: Any) -> str | None:
    """Return the name of the function among `keras.ops` whose class an operation is of; None where there is none.

    Args:
        operation: The operation.
    """
    return _list_functions().get(type(operation).__name__.lower())


def spell_operation(dialect: Dialect, operation: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Return the expression for a call of an operation.

    Args:
        dialect: What makes the expressions.
        operation: The operation.
        args: What it was called on; tensors of the model are expressions by now.
        kwargs: The same by name.

    Raises:
        ValueError: If Keras has no function for it.
    """
    kind = type(operation).__name__
    ours = type(operation).__module__.startswith("keras.")
    if kind == "GetItem" and ours:
        key = args[1] if len(args) > 1 else kwargs["key"]
        return Part(args[0], tuple(key) if isinstance(key, (tuple, list)) else (key,))
    if kind in INFIX and ours and len(args) == 2 and not kwargs:
        return Infix(INFIX[kind], *map(_convert_operand, args))
    function = find_function(operation) if ours else None
    if function is None:
        raise ValueError(
            f"the operation {operation.name!r} is of the class {public_path(type(operation)) or kind}, for which there "
            "is no function"
        )
    if dialect.package == KERAS2:
        raise ValueError(f"R keras 2.15 has no function for the operation {operation.name!r}, keras.ops.{function}")
    given = _collect_arguments(operation, function, args, kwargs)
    path = f"keras.ops.{function}"
    spec = find_operation(path) if dialect.ours else None
    spelled = None if spec is None else _arrange_for_function(spec, given)
    if spelled is not None and spec is not None:
        kept = "float64" if spec.name in keep_doubles(dialect.package) else "float32"
        typed = {key: _name_type(value, kept) for key, value in spelled.items()}
        return Call(Name(spec.name), *_arrange_places(typed, spec.by_place))
    if dialect.ours:
        given = {key: _name_type(value, "float64") for key, value in given.items()}
    places, named = _arrange_places(given, list(inspect.signature(getattr(keras().ops, function)).parameters))
    operands = [_convert_operand(value) for value in places]
    return Call(dialect.refer(path), operands, {key: _convert_operand(value) for key, value in named.items()})


def _name_type(value: Any, kept: str) -> Any:
    """Return a constant with its type of floats where the function would make another one of an array."""
    if isinstance(value, (list, tuple)):
        return [_name_type(one, kept) for one in value]
    if not is_constant(value) or len(value.shape) == 0:
        return value
    dtype = keras().backend.standardize_dtype(value.dtype)
    return Call(Name("op_array"), (value, dtype)) if "float" in dtype and dtype != kept else value


def _arrange_places(given: dict[str, Any], order: list[str]) -> tuple[list[Any], dict[str, Any]]:
    """Return the first argument, and operands like it, by position, the others by name."""

    def leads(pair: tuple[str, str]) -> bool:
        key, place = pair
        return key == place and (_holds_expressions(given[key]) or _is_operand(key))

    leading = [key for key, _ in itertools.takewhile(leads, zip(given, order, strict=False))]
    return [given[key] for key in leading], {key: value for key, value in given.items() if key not in leading}


def _is_operand(key: str) -> bool:
    return key in ("x", "x1", "x2")


def _convert_operand(value: Any) -> Any:
    plain = isinstance(value, (bool, int, float, str, type(None)))
    return Exactly(value) if plain or (isinstance(value, (list, tuple)) and not _holds_expressions(value)) else value


def _holds_expressions(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(map(_holds_expressions, value))
    return not isinstance(value, (bool, int, float, str, type(None), slice))


def _collect_arguments(operation: Any, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a function of Keras: what its class was made with, and what it was called on."""
    parameters = inspect.signature(getattr(keras().ops, function)).parameters
    called = inspect.signature(operation.call).bind(*args, **kwargs).arguments
    if any(
        parameter.kind is parameter.VAR_POSITIONAL
        for parameter in inspect.signature(operation.call).parameters.values()
    ):
        raise ValueError(f"the operation {operation.name!r} takes any number of arguments")
    given = {**called, **{key: value for key, value in operation.get_config().items() if key != "name"}}
    unknown = given.keys() - parameters.keys()
    if unknown:
        raise ValueError(f"keras.ops.{function} has no argument {sorted(unknown)[0]!r}, which the operation has")
    needed = {}
    for key, parameter in parameters.items():
        if key in given and (
            _holds_expressions(given[key])
            or parameter.default is parameter.empty
            or not objects.same(given[key], parameter.default)
        ):
            needed[key] = given[key]
    return needed


def _arrange_for_function(spec: Spec, given: dict[str, Any]) -> dict[str, Any] | None:
    """Return the arguments of the function of this package; None where it has not all of them, or counts from 1."""
    if spec.counts:
        return None
    spelled: dict[str, Any] = {}
    for key, value in given.items():
        if is_constant(value) or _holds_expressions(value):
            argument = spell_argument(spec, key, Name(""))
            argument = None if argument is None else (argument[0], value)
        elif (
            spec.params.get(key) is not None
            and spec.params[key].word.hint == "Any"
            and not isinstance(value, (bool, str))
        ):
            argument = (key, Exactly(value))
        else:
            argument = spell_argument(spec, key, value)
        if argument is None:
            return None
        spelled[argument[0]] = argument[1]
    return {**spelled, "zero_indexed": True} if "zero_indexed" in spec.params else spelled
