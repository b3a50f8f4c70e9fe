"""Tests of values: their type, and whether they are missing."""

import ast

from .. import code, kinds
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Untranslatable
from ..state import Translation, handles


@handles("is.null", "is.function")
def translate_tests(t: Translation, call: Call) -> Value:
    """Translate is.null() and is.function()."""
    inner = call.value(0)
    value = t.translate(inner)
    if call.name == "is.function":
        return Value(code.call("callable", value.code), kinds.BOOL)
    if (
        isinstance(value.code, ast.Subscript)
        and value.kind == kinds.ANY
        and isinstance(inner, Call)
        and inner.name in ("$", "[[")
        and isinstance(value.code.slice, ast.Constant)
        and isinstance(value.code.slice.value, str)
    ):
        value = Value(code.call(code.attribute(value.code.value, "get"), value.code.slice))
    return Value(code.compare(value.code, "is", code.const(None)), kinds.BOOL)


@handles("is.list", "is.numeric", "is.character")
def translate_types(t: Translation, call: Call) -> Value:
    """Translate is.list() of what Keras gives, and is.numeric() and is.character() of what is known."""
    value = t.translate(call.value(0))
    of = find_form(value.code)
    if call.name == "is.list" and t.style == "keras" and (value.kind == kinds.TENSOR or of.of in ("tensor", "list")):
        return Value(
            code.call("isinstance", value.code, code.binary(code.name("list"), "|", code.name("tuple"))), kinds.BOOL
        )
    known = of.is_numeric or of.of in ("text", "list")  # a dict is a list or a vector with names
    if not known or of.of == "bool":
        raise Untranslatable(f"{call.name}() of a value whose type is known only when the script runs")
    types = {"is.list": ("list",), "is.numeric": ("int", "number", "mixed"), "is.character": ("text",)}
    return Value(code.const(of.of in types[call.name]), kinds.BOOL)


@handles("is.na", "is.nan")
def translate_is_na(t: Translation, call: Call) -> Value:
    """Translate is.na() of numbers."""
    value = t.translate(call.value(0))
    if call.name == "is.nan":
        kind = {kinds.ARRAY: kinds.ARRAY, **dict.fromkeys(kinds.NUMBER_VECTORS, kinds.BOOLS)}.get(value.kind)
        kind = kinds.BOOL if value.kind in kinds.SCALAR_NUMBERS else kind
        if kind is None:
            raise Untranslatable("is.nan() of a value that may not be a number")
        return Value(t.r("is_nan", value.code), kind, True)
    if value.kind in (*kinds.NUMBER_VECTORS, kinds.ARRAY):
        return Value(t.np("isnan", value.code), kinds.BOOLS if value.kind != kinds.ARRAY else kinds.ARRAY, True)
    if value.kind in kinds.SCALAR_NUMBERS:
        return Value(code.call("bool", t.np("isnan", value.code)), kinds.BOOL)
    raise Untranslatable("is.na() of a value that may not be a number")


@handles("lengths")
def translate_lengths(t: Translation, call: Call) -> Value:
    """Translate lengths()."""
    t.imports.functions = True
    return Value(t.r("sapply", t.translate(call.value(0)).code, code.name("r.length")), kinds.ANY, True)
