"""Operations in functional models, `a + b` and `op_sum(x)`, as expressions."""

import functools
import inspect
import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from ...engine.internals.modules import public_path
from ...engine.loading import keras, resolve
from ...signatures.dialects import KERAS2, KERAS3, keep_doubles
from ...signatures.registry import Spec
from . import objects
from .dialects import Dialect
from .expressions import Call, Exactly, Infix, Name, Part
from .vocabulary import find_operation, is_constant, spell_argument
from .writing import write_call

INFIX = {
    "Add": "+",
    "Subtract": "-",
    "Multiply": "*",
    "TrueDivide": "/",
    "FloorDivide": "//",
    "Mod": "%",
    "Power": "**",
    "Matmul": "@",
    "Less": "<",
    "LessEqual": "<=",
    "Greater": ">",
    "GreaterEqual": ">=",
}
"""The operations that Python's operators make of symbolic tensors."""


@functools.cache
def _list_functions() -> dict[str, str]:
    """Return the paths of Keras's functions by the part of their names that is also in those of their classes."""
    ops = keras().ops
    found = {}
    for path, module in (("keras.ops.image", ops.image), ("keras.ops", ops)):
        names = [name for name in dir(module) if not name.startswith("_") and inspect.isfunction(getattr(module, name))]
        found.update({name.replace("_", ""): f"{path}.{name}" for name in names})
    return found


def find_function(operation: Any) -> str | None:
    """Return the path of the function of Keras whose class an operation is of; None where there is none.

    Args:
        operation: The operation.
    """
    name = type(operation).__name__.lower()
    return _list_functions().get(name) or _list_functions().get(f"{name}alization")  # LayerNorm: layer_normalization()


def spell_operation(dialect: Dialect, node: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Return the expression for a call of an operation.

    Args:
        dialect: What makes the expressions.
        node: The call.
        args: What the operation was called on; tensors of the model are expressions by now.
        kwargs: The same by name.

    Raises:
        ValueError: If Keras has no function for it.
    """
    operation = node.operation
    args, kwargs = tuple(map(_keep_type, args)), {key: _keep_type(value) for key, value in kwargs.items()}
    kind = type(operation).__name__
    if kind == "SliceUpdate":  # cast the new values to the tensor's type
        args = (*args[:2], *(_cast_constant(value, node.arguments.args[0].dtype) for value in args[2:]))
    ours = type(operation).__module__.startswith("keras.")
    if kind == "GetItem" and ours:
        key = args[1] if len(args) > 1 else kwargs["key"]
        return Part(args[0], tuple(key) if isinstance(key, (tuple, list)) else (key,))
    if kind in INFIX and ours and len(args) == 2 and not kwargs and _has_operator(kind, *node.arguments.args):
        operands = _name_operands(args, node.arguments.args, dialect) if dialect.ours else args
        return Infix(INFIX[kind], *map(_convert_operand, operands))
    path = find_function(operation) if ours else None
    if path is None:
        raise ValueError(
            f"the operation {operation.name!r} is of the class {public_path(type(operation)) or kind}, for which there "
            "is no function"
        )
    if dialect.package == KERAS2:
        raise ValueError(f"R keras 2.15 has no function for the operation {operation.name!r}, {path}")
    given = _collect_arguments(operation, path, args, kwargs)
    spec = find_operation(path) if dialect.ours else None
    spelled = None if spec is None else _arrange_for_function(spec, given)
    if spelled is not None and spec is not None:
        kept = "float64" if spec.name in keep_doubles(dialect.package) else "float32"
        named = {key: _name_type(value, kept, dialect) for key, value in spelled.items()}
        call: Call | None = Call(Name(spec.name), (), named)
        if dialect.package and call is not None:
            call = write_call(call, dialect.package)
        if call is not None:
            return Call(call.function, *_arrange_places(dict(call.named), spec.by_place))
    if dialect.ours:
        given = {key: _name_type(value, "float64", dialect) for key, value in given.items()}
    places, named = _arrange_places(given, list(inspect.signature(resolve(path)).parameters))
    operands = [_convert_operand(value) for value in places]
    return Call(dialect.refer(path), operands, {key: _convert_operand(value) for key, value in named.items()})


def _has_operator(kind: str, left: Any, right: Any) -> bool:
    """Tell whether an operator between two operands is this operation, in R and in Python.

    R's `%*%` takes a vector for a matrix, NumPy's operators take a tensor for an array, and `-2^x` is `-(2^x)`.
    """
    if kind == "Matmul" and min(np.ndim(left), np.ndim(right)) < 2:
        return False
    if kind == "Power" and isinstance(left, (int, float)) and left < 0:
        return False
    return isinstance(left, (int, float, keras().KerasTensor)) and not isinstance(left, np.generic)


def _name_operands(operands: Sequence[Any], given: Sequence[Any], dialect: Dialect) -> list[Any]:
    """Return the operands of an operator, in which R takes `2` for a whole number beside a tensor of whole numbers."""
    is_whole = any(isinstance(one, keras().KerasTensor) and "int" in one.dtype for one in given)
    if is_whole:
        operands = [np.asarray(one, "float32") if isinstance(one, float) else one for one in operands]
    kept = "" if is_whole or dialect.package == KERAS3 else "float32"
    return [_name_type(one, kept, dialect) for one in operands]


def _keep_type(value: Any) -> Any:
    """Return a NumPy number as an array, which decides the type of a result; a Python number does not."""
    if isinstance(value, (list, tuple)):
        return [_keep_type(one) for one in value]
    return np.asarray(value) if isinstance(value, np.generic) else value


def _cast_constant(value: Any, dtype: str) -> Any:
    return np.asarray(value, dtype) if is_constant(value) else value


def _name_type(value: Any, kept: str, dialect: Dialect) -> Any:
    """Return a constant with its type where the function would make another one of it.

    Args:
        value: The constant, or what is none.
        kept: The type of floats that arrays have there; "" where each is named.
        dialect: What makes the expressions.
    """
    if isinstance(value, (list, tuple)):
        return [_name_type(one, kept, dialect) for one in value]
    if not is_constant(value):
        return value
    dtype = keras().backend.standardize_dtype(value.dtype)
    is_number = len(value.shape) == 0
    if "float" in dtype:
        named = dtype != (kept and "float32" if is_number else kept)
    else:
        named = is_number and dtype not in ("bool", "int32")  # the printer writes the types of arrays
    if not named:
        return value
    constant = Exactly(np.asarray(value).item()) if is_number else value
    if dialect.package == KERAS2:
        return Call(Name("k_constant"), (constant,), {"dtype": dtype})
    return Call(Name("op_array"), (constant, dtype))


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


def _collect_arguments(operation: Any, path: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of a function of Keras: what its class was made with, and what it was called on."""
    parameters = inspect.signature(resolve(path)).parameters
    called = inspect.signature(operation.call).bind(*args, **kwargs).arguments
    if any(
        parameter.kind is parameter.VAR_POSITIONAL
        for parameter in inspect.signature(operation.call).parameters.values()
    ):
        raise ValueError(f"the operation {operation.name!r} accepts any number of arguments")
    given = {**called, **{key: value for key, value in operation.get_config().items() if key != "name"}}
    of_class = inspect.signature(type(operation)).parameters
    unknown = [
        key
        for key in given.keys() - parameters.keys()
        if key not in of_class or not objects.same(given[key], of_class[key].default)
    ]
    if unknown:
        raise ValueError(f"{path} has no argument {sorted(unknown)[0]!r}, which the operation has")
    needed = {}
    for key, parameter in parameters.items():
        if key in given and parameter.kind is parameter.VAR_KEYWORD:
            needed.update(given[key])
        elif key in given and (
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
