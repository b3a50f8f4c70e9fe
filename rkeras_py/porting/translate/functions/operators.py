"""Operators: Python's if the kinds of the values make them equivalent, otherwise functions."""

import ast
from collections.abc import Sequence

import numpy as np

from ....data.sentinels import NA
from .. import code, kinds
from ..inference.forms import WHOLE, is_call
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Constant, Expr, Function, Given, Symbol, Untranslatable
from ..state import Translation, handles, literal, whole
from .subsets import is_open, is_rest

_FUNCTIONS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "^": "power", "%%": "modulo",
              "%/%": "floor_divide"}  # fmt: skip
_PYTHON = {"+": "+", "-": "-", "*": "*", "/": "/", "^": "**", "**": "**", "%%": "%", "%/%": "//"}
_DIVIDES = ("%%", "%/%")
_COMPARISONS = {"==": "equal", "!=": "not_equal", "<": "less", "<=": "less_equal", ">": "greater",
                ">=": "greater_equal"}  # fmt: skip
_NUMBERS = (*kinds.SCALAR_NUMBERS, *kinds.NUMBER_VECTORS, kinds.ARRAY)


def _write_equality(t: Translation, function: str, left: Value, right: Value) -> Value:
    """Return a test of equality: R converts numbers to the type of the tensor, Keras rounds them to its float type."""
    other, tensor = (left, right) if right.kind == kinds.TENSOR else (right, left)
    if other.kind not in (kinds.NUMBER, kinds.NUMBERS, kinds.ARRAY) or _is_exact(other.code):
        return _write_operation(t, function, left, right)
    if t.style == "rkeras_py":
        return Value(code.call(t.name_of(f"k_{function}"), left.code, right.code), kinds.TENSOR)
    t.imports.modules.add("keras")
    if isinstance(other.code, ast.Constant):
        difference = code.call("keras.ops.subtract", left.code, right.code)
        return Value(code.call(f"keras.ops.{function}", difference, 0), kinds.TENSOR)
    if isinstance(tensor.code, ast.Name) and find_form(tensor.code).item != WHOLE:
        same = code.call("keras.ops.convert_to_tensor", other.code, code.attribute(tensor.code, "dtype"))
        return Value(code.call(f"keras.ops.{function}", tensor.code, same), kinds.TENSOR)
    return _write_operation(t, function, left, right)


def _is_exact(node: ast.expr) -> bool:
    """Tell whether a number is the same in all of Keras's float types of at least 32 bits."""
    value = node.operand if isinstance(node, ast.UnaryOp) else node
    if not isinstance(value, ast.Constant) or not isinstance(value.value, (int, float)):
        return ast.unparse(node).strip("-") in ("np.inf", "math.inf")
    return float(np.float32(value.value)) == value.value


@handles("+", "-", "*", "/", "^", "**", "%%", "%/%")
def translate_arithmetic(t: Translation, call: Call) -> Value:
    """Translate an operation of numbers."""
    sign = call.name.replace("**", "^")
    if len(call.arguments) == 1:
        return _translate_unary(t, sign, call)
    left, right = (t.translate(call.value(place)) for place in (0, 1))
    kind = _find_result(sign, left.kind, right.kind)
    if kind == kinds.TENSOR and _needs_promotion(left, right):
        return _write_operation(t, {"%%": "mod"}.get(sign, _FUNCTIONS[sign]), left, right)
    left, right = _as_float(left, right, kind), _as_float(right, left, kind)
    if sign in _DIVIDES and not (isinstance(at := literal(call.value(1)), (int, float)) and at):
        return _divide(t, sign, left, right, kind)
    if _is_plain(sign, left, right, literal(call.value(1)), literal(call.value(0))):
        return Value(code.binary(left.code, _PYTHON[sign], right.code), kind, fresh=True)
    return Value(t.r(_FUNCTIONS[sign], left.code, right.code), kind, fresh=True)


def _needs_promotion(left: Value, right: Value) -> bool:
    """Tell whether a tensor of whole numbers stands beside other numbers, which TensorFlow refuses."""
    elements = [find_form(one.code).item for one in (left, right)]
    others = (right, left)
    return any(
        element == WHOLE and elements[1 - place] != WHOLE and others[place].kind in (kinds.NUMBER, kinds.TENSOR)
        for place, element in enumerate(elements)
    )


def _write_operation(t: Translation, function: str, left: Value, right: Value) -> Value:
    """Return an operation of tensors by Keras's function, which promotes types."""
    if t.style == "keras":
        t.imports.modules.add("keras")
        return Value(code.call(f"keras.ops.{function}", left.code, right.code), kinds.TENSOR)
    return Value(code.call(t.name_of(f"op_{function}"), left.code, right.code), kinds.TENSOR)


def _divide(t: Translation, sign: str, left: Value, right: Value, kind: str) -> Value:
    """Translate a division by a possible zero, for which R returns NA if both are R integers."""
    is_foreign = kinds.TENSOR in (left.kind, right.kind) and sign == "%%"
    if is_foreign or (left.kind in kinds.SCALAR_NUMBERS and right.kind in kinds.NATURAL):
        return Value(code.binary(left.code, _PYTHON[sign], right.code), kind, fresh=True)
    parts = [_write_float(one) if one.kind in (kinds.COUNT, kinds.NUMBER) else one for one in (left, right)]
    may_be_missing = kinds.ANY if kind in kinds.WHOLE else kind
    return Value(t.r(_FUNCTIONS[sign], *(one.code for one in parts)), may_be_missing, fresh=True)


def _write_float(value: Value) -> Value:
    if isinstance(value.code, ast.Constant):
        return Value(code.const(float(value.code.value)), value.kind)  # type: ignore[arg-type]
    return value if _is_float(value.code) else Value(code.call("float", value.code), value.kind)


def _translate_unary(t: Translation, sign: str, call: Call) -> Value:
    value = t.translate(call.value(0))
    kind = {kinds.POSITIVE: kinds.INT, kinds.BOOL: kinds.INT, kinds.COUNT: kinds.NUMBER}.get(value.kind, value.kind)
    if sign == "+":
        return value
    if value.kind == kinds.DICT:
        raise Untranslatable("arithmetic with named values; an array has no names")
    if isinstance(value.code, ast.Constant) and isinstance(value.code.value, (int, float)):
        return Value(code.const(-value.code.value), kind)
    if value.kind in (kinds.BOOLS, kinds.ANY):
        return Value(t.r("subtract", 0, value.code), kinds.INTS if value.kind == kinds.BOOLS else kinds.ANY, True)
    return Value(ast.UnaryOp(ast.USub(), value.code), kind, fresh=True)


def _as_float(value: Value, other: Value, kind: str) -> Value:
    """Convert a number beside integers to a float, as it is in R."""
    if (
        value.kind in (kinds.NUMBER, kinds.COUNT)
        and other.kind in (kinds.INTS, kinds.BOOLS, kinds.ARRAY)
        and kind != kinds.INTS
    ):
        return _write_float(value)
    return value


def _is_float(expr: ast.expr) -> bool:
    if isinstance(expr, ast.UnaryOp):
        return _is_float(expr.operand)
    return isinstance(expr, ast.Constant) and isinstance(expr.value, float)


def _is_plain(sign: str, left: Value, right: Value, at_right: object, at_left: object) -> bool:
    pair = (left.kind, right.kind)
    if kinds.TENSOR in pair and kinds.DICT not in pair:
        return sign not in ("%/%",)
    if sign == "^":
        return _is_plain_power(left, right, at_right, at_left)
    scalars = [one in kinds.SCALAR_NUMBERS for one in pair]
    if all(scalars):
        return at_right != 0 or sign in ("+", "-", "*")
    if kinds.BOOLS in pair:
        return any(one in (*kinds.WHOLE, kinds.COUNT, kinds.NUMBER) for one in pair)
    if any(one not in _NUMBERS for one in pair):
        is_safe = any(_is_float(one.code) for one in (left, right)) and sign != "%/%"
        return kinds.ANY in pair and is_safe and any(scalars)
    if kinds.BOOL in pair and sign != "*":
        return False
    return any(scalars) or pair == (kinds.ARRAY, kinds.ARRAY)  # vectors may differ in length


def _is_plain_power(left: Value, right: Value, at_right: object, at_left: object) -> bool:
    if right.kind not in kinds.SCALAR_NUMBERS:
        return False
    is_whole = isinstance(at_right, (int, float)) and float(at_right).is_integer() and at_right >= 0
    if left.kind in (*kinds.WHOLE, kinds.COUNT, kinds.NUMBER):
        return is_whole or (isinstance(at_left, (int, float)) and at_left > 0)
    return left.kind == kinds.NUMBERS and is_whole


def _find_result(sign: str, left: str, right: str) -> str:
    pair = {left, right}
    if kinds.TENSOR in pair:
        return kinds.TENSOR
    if kinds.NONE_YET in pair:
        return kinds.NONE_YET
    if kinds.ARRAY in pair and not pair - set(_NUMBERS):
        return kinds.ARRAY
    if pair - set(_NUMBERS):
        return kinds.ANY
    vectors = pair & set(kinds.NUMBER_VECTORS)
    whole = not pair & {kinds.NUMBER, kinds.COUNT, kinds.NUMBERS} and sign not in ("/", "^")
    if vectors:
        return kinds.INTS if whole else kinds.NUMBERS
    if not whole:
        return kinds.COUNT if pair <= set(kinds.NATURAL) and sign in ("+", "*") else kinds.NUMBER
    return kinds.POSITIVE if pair == {kinds.POSITIVE} and sign in ("+", "*") else kinds.INT


_OPERATORS = (*_PYTHON, *_COMPARISONS, "&", "|", "!", "%in%", "%*%", "[", "[[")
_FREE = (".x", ".y", ".z")


def write_operator(t: Translation, expr: Expr, count: int, more: Sequence[Given] = ()) -> Expr:
    """Return a function that calls an operator where one is handed over, as `+` or "+"; others as they are.

    Args:
        t: The translation.
        expr: The function.
        count: How many values it gets.
        more: What else it gets, behind them.
    """
    name = expr.name if isinstance(expr, Symbol) else literal(expr)
    if name not in _OPERATORS or t.is_own(str(name)) or count > len(_FREE):
        return expr
    given = [Given("", Symbol(expr.node, free)) for free in _FREE[:count]]
    body = Call(expr.node, Symbol(expr.node, str(name)), [*given, *more])
    return Function(expr.node, [(free, None) for free in _FREE[:count]], body)


@handles("==", "!=", "<", "<=", ">", ">=")
def translate_comparison(t: Translation, call: Call) -> Value:
    """Translate a comparison, which is missing where a number is."""
    _refuse_missing(call)
    left, right = (t.translate(call.value(place)) for place in (0, 1))
    pair = {left.kind, right.kind}
    if kinds.TENSOR in pair:
        if call.name in ("==", "!="):
            return _write_equality(t, _COMPARISONS[call.name], left, right)
        if _needs_promotion(left, right):
            return _write_operation(t, _COMPARISONS[call.name], left, right)
        return Value(code.compare(left.code, call.name, right.code), kinds.TENSOR)
    is_text = pair & {kinds.TEXT, kinds.TEXTS} or any(find_form(one.code).of == "text" for one in (left, right))
    if is_text and call.name not in ("==", "!="):
        raise Untranslatable("the order of strings, which depends on R's locale")
    texts = not pair - {kinds.TEXT} and call.name in ("==", "!=")
    scalars = not pair - set(kinds.SCALARS)
    kind = kinds.BOOL if scalars else kinds.BOOLS if not pair - {*kinds.SCALARS, *kinds.VECTORS} else kinds.ANY
    text_vector = pair == {kinds.TEXT, kinds.TEXTS} and call.name in ("==", "!=")
    whole = (*kinds.SCALAR_NUMBERS, kinds.INTS, kinds.BOOLS)  # vectors of these types have no NaN
    may_miss = t.may_miss and any(one.kind == kinds.NUMBER and not _is_float(one.code) for one in (left, right))
    is_plain = not may_miss and not pair - set(whole) and any(one in kinds.SCALAR_NUMBERS for one in pair)
    if is_plain or texts or text_vector:
        return Value(code.compare(left.code, call.name, right.code), kind, fresh=True)
    return Value(t.r("compare", left.code, call.name, right.code), kind, fresh=True)


def _refuse_missing(call: Call) -> None:
    """Refuse a comparison with NULL or NA, or with values of which one is written as NA."""
    for side in (call.value(0), call.value(1)):
        listed = [one.value for one in side.arguments] if isinstance(side, Call) and side.name == "c" else [side]
        if isinstance(side, Constant) and side.value is None:
            raise Untranslatable("a comparison with NULL, which is empty: use is.null()")
        if any(isinstance(one, Constant) and (one.value is NA or one.value != one.value) for one in listed):
            raise Untranslatable("a comparison with NA or NaN, which is NA: use is.na()")


@handles("&&", "||")
def translate_truth(t: Translation, call: Call) -> Value:
    """Translate `&&` and `||`."""
    _refuse_missing(call)
    values = [t.translate(call.value(place)) for place in (0, 1)]
    parts = [one.code if one.kind == kinds.BOOL else code.call("bool", one.code) for one in values]
    operator = ast.And() if call.name == "&&" else ast.Or()
    return Value(ast.BoolOp(operator, parts), kinds.BOOL)


@handles("&", "|")
def translate_elementwise_truth(t: Translation, call: Call) -> Value:
    """Translate `&` and `|`."""
    _refuse_missing(call)
    left, right = (t.translate(call.value(place)) for place in (0, 1))
    if left.kind == right.kind == kinds.BOOLS:
        return Value(code.binary(left.code, call.name, right.code), kinds.BOOLS, fresh=True)
    kind = kinds.BOOL if left.kind == right.kind == kinds.BOOL else kinds.ANY
    return Value(t.r("and_" if call.name == "&" else "or_", left.code, right.code), kind, fresh=True)


@handles("!")
def translate_not(t: Translation, call: Call) -> Value:
    """Translate `!`."""
    value = t.translate(call.value(0))
    if value.kind == kinds.BOOL and not (t.may_miss and is_call(value.code, "r.compare", "r.any_", "r.all_")):
        if isinstance(value.code, ast.Compare) and isinstance(value.code.ops[0], (ast.Is, ast.In)):
            sign = "is not" if isinstance(value.code.ops[0], ast.Is) else "not in"
            return Value(code.compare(value.code.left, sign, value.code.comparators[0]), kinds.BOOL)
        return Value(ast.UnaryOp(ast.Not(), value.code), kinds.BOOL)
    if value.kind == kinds.BOOLS:
        return Value(ast.UnaryOp(ast.Invert(), value.code), kinds.BOOLS, fresh=True)
    return Value(t.r("not_", value.code), kinds.ANY, fresh=True)


@handles("xor")
def translate_xor(t: Translation, call: Call) -> Value:
    """Translate `xor()`."""
    left, right = (t.translate(call.value(place)) for place in (0, 1))
    if left.kind == right.kind == kinds.BOOL:
        return Value(code.compare(left.code, "!=", right.code), kinds.BOOL)
    raise Untranslatable("xor() of a value that may be a vector")


@handles("%in%")
def translate_in(t: Translation, call: Call) -> Value:
    """Translate `%in%`."""
    left, right = (t.translate(call.value(place)) for place in (0, 1))
    if left.kind == kinds.TEXT and right.kind == kinds.TEXTS:
        return Value(code.compare(left.code, "in", right.code), kinds.BOOL)
    kind = kinds.BOOL if left.kind in kinds.SCALARS else kinds.BOOLS if left.kind in kinds.VECTORS else kinds.ANY
    return Value(t.r("is_in", left.code, right.code), kind, fresh=True)


@handles("%*%")
def translate_product(t: Translation, call: Call) -> Value:
    """Translate the product of matrices."""
    left, right = (t.translate(call.value(place)) for place in (0, 1))
    if left.kind == right.kind and left.kind in (kinds.ARRAY, kinds.TENSOR):
        return Value(code.binary(left.code, "@", right.code), left.kind, fresh=True)
    kind = kinds.TENSOR if kinds.TENSOR in (left.kind, right.kind) else kinds.ARRAY
    return Value(t.r("matmul", left.code, right.code), kind, fresh=True)


@handles(":")
def translate_colon(t: Translation, call: Call) -> Value:
    """Translate `a:b`."""
    first, last = call.value(0), call.value(1)
    if any(isinstance(one, Constant) and (one.value is None or one.value is NA) for one in (first, last)):
        raise Untranslatable("an open range outside an index")
    start, stop = t.translate(first), t.translate(last)
    if goes_up(t, start, stop):
        return Value(t.np("arange", start.code, code.plus_number(stop.code, 1)), kinds.INTS, fresh=True)
    is_whole = isinstance(literal(first), (int, float)) and float(literal(first)).is_integer()  # type: ignore[arg-type]
    kind = kinds.INTS if start.kind in kinds.WHOLE or is_whole else kinds.NUMBERS
    return Value(t.r("colon", start.code, stop.code), kind, fresh=True)


def goes_up(t: Translation, start: Value, stop: Value) -> bool:
    """Tell whether it is certain that a range goes up by whole numbers."""
    first, last = (_find_known(t, one.code) for one in (start, stop))
    if first is not None and last is not None:
        return first <= last
    return first == 1 and stop.kind in kinds.NATURAL


def _find_known(t: Translation, expr: ast.expr) -> int | None:
    if isinstance(expr, ast.Constant) and isinstance(expr.value, (int, float)) and float(expr.value).is_integer():
        return int(expr.value)
    if isinstance(expr, ast.UnaryOp) and isinstance(expr.op, ast.USub):
        inner = _find_known(t, expr.operand)
        return None if inner is None else -inner
    return None


@handles("(")
def translate_parentheses(t: Translation, call: Call) -> Value:
    """Translate parentheses, which Python's printer sets where they are needed."""
    return t.translate(call.value(0))


@handles("~")
def translate_formula(t: Translation, call: Call) -> Value:
    """Refuse a formula that is not a short function."""
    raise Untranslatable("a formula, whose meaning depends on the function that gets it")


_OF_PLAIN = "an assignment to a part of a tensor; --style rkeras_py supports it"


def assign_tensor_part(t: Translation, owner: Call, indices: list[Expr | None], value: Value) -> Value:
    """Return a tensor with another part.

    Args:
        t: The translation.
        owner: The tensor with its index base, `x@r` or `x@py`.
        indices: What stands between the brackets.
        value: The new part.
    """
    if t.style == "keras":
        raise Untranslatable(_OF_PLAIN)
    of = _place_of_r if literal(owner.value(1)) == "r" else _place_of_python
    places = [code.const(...) if one is not None and is_rest(one) else of(t, one) for one in indices]
    tensor = t.translate(owner.value(0)).code
    return Value(code.call(t.name_of("op_subset_set"), tensor, *places, value=value.code), kinds.TENSOR)


def _place_of_r(t: Translation, expr: Expr | None) -> ast.expr:
    """Return an index of R for op_subset_set(), which counts as R does."""
    if expr is None:
        return code.call("slice", None)
    if isinstance(expr, Call) and expr.name == ":":
        ends = [_end_of(t, one.value) for one in expr.arguments]
        return code.call("slice", *ends)
    return t.translate(expr).code


def _end_of(t: Translation, expr: Expr | None) -> ast.expr:
    if expr is None or (isinstance(expr, Call) and expr.name == ":"):
        raise Untranslatable("an assignment to a part of a tensor with a step")
    return code.const(None) if is_open(expr) else t.translate(expr).code


def _place_of_python(t: Translation, expr: Expr | None) -> ast.expr:
    """Return an index of Python for op_subset_set(): positions from 1, and the last one of a range included."""
    if expr is None:
        return code.call("slice", None)
    if isinstance(expr, Call) and expr.name == ":":
        first, last = (None if one.value is None or is_open(one.value) else whole(one.value) for one in expr.arguments)
        is_known = all(
            one.value is not None and (is_open(one.value) or whole(one.value) is not None) for one in expr.arguments
        )
        if is_known:
            return code.call("slice", _count_from_one(first), last - (last < 0) if last is not None else None)
    elif (number := whole(expr)) is not None:
        return code.const(_count_from_one(number))
    raise Untranslatable("which part of a tensor this is, is known only when the script runs")


def _count_from_one(position: int | None) -> int | None:
    return position if position is None or position < 0 else position + 1
