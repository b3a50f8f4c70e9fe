"""Operators and functions on eager float tensors of the same type: TensorFlow's function, called directly.

The preparations of Keras (type promotion, checks for symbolic and sparse tensors) take longer than the function and
have no effect here. Values and gradients are bit for bit those of `backend/operators.py` and of the public function of
the same name, which handle all other cases.
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any

from ..engine.tensors import runs_on_tensorflow, tensor_class
from ..on_tensorflow.functions import find_function
from ..signatures.registry import REGISTRY, Spec
from ..signatures.words import convert_value

_FUNCTIONS = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "divide",
    "^": "pow",
    "%*%": "matmul",
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}
_CALLS = {
    f"{family}_{name}": path
    for name, path in {
        "abs": "abs",
        "exp": "exp",
        "log": "math.log",
        "square": "square",
        "mean": "reduce_mean",
        "sum": "reduce_sum",
    }.items()
    for family in ("k", "op")
}
_PRODUCTS = ("k_dot", "op_dot", "op_matmul")


@functools.cache
def _find_function(symbol: str) -> Callable[[Any, Any], Any] | None:
    known = symbol in _FUNCTIONS and runs_on_tensorflow()
    return find_function(_FUNCTIONS[symbol]) if known else None


@functools.cache
def _find_float_types() -> tuple[Any, ...]:
    return find_function("float32"), find_function("float64")


def _is_float(value: Any) -> bool:
    return type(value) is tensor_class() and value.dtype in _find_float_types()


def eager_operator(symbol: str, x: Any, y: Any) -> Any:
    """Apply one of R's operators of two sides where both are eager tensors of one type of floats, or one is a number.

    Args:
        symbol: The operator as R writes it.
        x: The left side.
        y: The right side.

    Returns:
        A tensor, or None where `tensor_operator()` has to look at the case: it says what is wrong with it, too.
    """
    function = _find_function(symbol)
    if function is None or not (_is_float(x) or _is_float(y)):
        return None
    both = type(x) is type(y)
    if not both and (float not in (type(x), type(y)) or symbol == "%*%"):
        return None
    if both and (x.dtype is not y.dtype or not _fits(symbol, x.shape, y.shape)):
        return None
    try:
        return function(x, y)
    except Exception:  # tensor_operator() raises it again, with R's terms
        return None


def _fits(symbol: str, shape: Any, other: Any) -> bool:
    """Tell whether Keras computes this in the plain way; it handles biases and batches of matrices differently."""
    if symbol == "%*%":
        return bool(shape.rank == other.rank == 2)
    return symbol != "+" or bool(shape == other)


def eager_part(x: Any, places: Sequence[float | None]) -> Any:
    """Take one number along some axes of an eager tensor, and all along the others.

    Args:
        x: A tensor.
        places: For each axis a number from 1, or None for all.

    Returns:
        A tensor, or None where `tensor_part()` has to look at the case.
    """
    if not runs_on_tensorflow() or type(x) is not tensor_class() or len(places) > x.shape.rank:
        return None
    at = [(axis, int(place) - 1) for axis, place in enumerate(places) if place is not None]
    if any(not 0 <= index < x.shape[axis] or index + 1 != places[axis] for axis, index in at):
        return None
    gather = find_function("gather")
    for axis, index in reversed(at):
        x = gather(x, index, axis=axis)
    return x


def eager_call(function: str, names: list[str], values: list[Any]) -> Any:
    """Call an operator or a public function of tensors on eager tensors of one type of floats, as R calls it.

    Args:
        function: Its name.
        names: The name of each value; "" for one without.
        values: The values.

    Returns:
        A tensor, or None where the function itself has to look at the case, or is none of those known here.
    """
    if function == "tensor_operator":
        return eager_operator(*values) if len(values) == 3 else None
    spec = REGISTRY.get(function) if function in _CALLS or function in _PRODUCTS else None
    if spec is None or not runs_on_tensorflow():
        return None
    if function in _PRODUCTS:
        return eager_operator("%*%", *values) if names == spec.by_place[:2] else None
    if names[:1] != spec.by_place[:1] or not _is_float(values[0]):
        return None
    x, *options = values
    arguments = _convert_options(spec, names[1:], options, x.shape.rank)
    if arguments is None:
        return None
    try:
        return find_function(_CALLS[function])(x, **arguments)
    except Exception:  # the caller's other path raises it again, with R's terms
        return None


def _convert_options(spec: Spec, names: list[str], values: list[Any], rank: int) -> dict[str, Any] | None:
    """Convert an axis and flags by the function's words; return None for anything else."""
    found: dict[str, Any] = {}
    for name, value in zip(names, values, strict=True):
        param = spec.params.get(name)
        if param is None or type(value) not in (int, float, bool, type(None)):
            return None
        try:
            taken = convert_value(spec.name, name, param.word, value, param.default)
        except (TypeError, ValueError):  # the caller's other path raises it again
            return None
        is_truth = type(taken) is bool
        if is_truth != (type(value) is bool) or (type(taken) is int and not -rank <= taken < rank):
            return None
        found[name] = taken
    return found
