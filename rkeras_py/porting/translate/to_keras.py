"""Calls of R keras functions in plain Keras: the class, its argument names, axes that count from 0."""

import ast
from collections.abc import Mapping
from typing import Any

import numpy as np

from ...compat import keras2_arguments
from ...data.sentinels import MISSING, NA
from ...engine.tensors import has_values, read_values
from ...names import MODULES
from ...signatures import ranges, words
from ...signatures.registry import Spec
from ..checking.facts import find_spec
from ..checking.tree import UNKNOWN, read_literal
from . import code, kinds
from .inference.forms import Form, is_call
from .inference.reading import find_form
from .kinds import Value
from .language import Call, Expr, Function, Symbol, Untranslatable
from .state import Translation, literal, match_given, whole

_OF_ONE_TYPE = ("op_lstsq", "op_solve", "op_solve_triangular")
"""Functions of which Keras's takes arguments of one type of floats only."""
_WHOLE = ("Ints", "IntVector", "Shape")
"""Hints of arguments that are whole numbers, of which Keras takes no array."""
_SHAPES = ("shape", "input_shape", "target_shape", "dim")


def keras_name(t: Translation, name: str) -> ast.expr:
    """Return the object of Keras that stands for a function of rkeras as a value.

    Raises:
        Untranslatable: If there is none.
    """
    spec = find_spec(name)
    path = (
        (spec.function_target or (spec.target if spec.kind in ("function", "class", "measure") else "")) if spec else ""
    )
    target = name_target(t, path, name)
    params = spec.params.values() if spec and name.startswith(("op_", "k_")) else ()
    if not any(param.word.base == 1 for param in params):
        return target
    needed = [ast.arg(param.name) for param in params if param.default is MISSING]  # axes would count from 1
    body = code.call(target, *(code.name(one.arg) for one in needed))
    return ast.Lambda(ast.arguments([], needed, None, [], [], None, []), body)


def name_target(t: Translation, path: str, name: str) -> ast.expr:
    """Return the name of an object of Keras, and import Keras.

    Args:
        t: The translation.
        path: Its dotted path.
        name: The function in R.

    Raises:
        Untranslatable: If it is none of Keras.
    """
    if not path.startswith("keras."):
        raise Untranslatable(f"{name}() is not a Keras function; --style rkeras_py supports it")
    t.imports.modules.add("keras")
    return code.name(path)


def match_spec(call: Call, spec: Spec) -> tuple[dict[str, Expr], dict[str, Expr]]:
    """Return the arguments of a call in the order of the function's, and those that go on in its `...`."""
    formals = [name for name in spec.formals() if name != "..."]
    known = [one for one in call.arguments if not one.name or any(name.startswith(one.name) for name in formals)]
    further = {one.name: one.value for one in call.arguments if one not in known and one.value is not None}
    matched = match_given(known, formals, spec.name)
    if literal(matched.get("match_targets")) is False:  # plain Keras never matches targets or masks
        del matched["match_targets"]
    if literal(further.get("match_masks")) is False:
        del further["match_masks"]
    return {name: one for name in formals if (one := matched.get(name)) is not None}, further


def choose_path(spec: Spec, matched: Mapping[str, Expr]) -> str:
    """Return the class of Keras behind a function, which may depend on its arguments.

    Args:
        spec: The function.
        matched: Its arguments.
    """
    literals = {name: read_literal(one.node) for name, one in matched.items()}
    return spec.choose_target({name: value for name, value in literals.items() if value is not UNKNOWN})


def find_class(name: str) -> str:
    """Return the class of Keras's metric with this name, as "Precision", which R keras logs as "precision"; else ""."""
    functions = (one for one in MODULES if one.replace("_", "") == f"metric{name.lower()}")
    targets = (spec.target for one in functions if (spec := find_spec(one)))
    return next((one for one in targets if one == f"keras.metrics.{name}"), "")


def _read_numbers(value: Any) -> Any:
    """Return the numbers of a tensor of one or several of R, of which Keras makes it again; None for other values."""
    if not has_values(value) or len(value.shape) > 1:
        return None
    array = read_values(value)
    if array.dtype.name not in ("float32", "float64", "int32", "bool") or not np.isfinite(array).all():
        return None
    return array.astype(str).astype(float).tolist() if array.dtype.kind == "f" else array.tolist()


MAKERS: dict[str, Any] = {}
"""Translators of calls that are no more than one class or function of Keras, by the name of the function."""


class Held:
    """A value that only running would tell, in the place of it."""

    def __init__(self, expr: ast.expr) -> None:
        self.code = expr


def spell_keywords(
    t: Translation, spec: Spec, matched: Mapping[str, Expr], further: Mapping[str, Expr]
) -> list[ast.keyword]:
    """Return the arguments of the class or function of Keras behind one of rkeras.

    Args:
        t: The translation.
        spec: The function.
        matched: Its arguments.
        further: Those in its `...`.

    Raises:
        Untranslatable: If Keras has no such argument, or only running would tell what it gets.
    """
    values: dict[str, Any] = {name: spell_value(t, spec, name, one) for name, one in matched.items()}
    values.update({name: spell_value(t, spec, name, one) for name, one in further.items()})
    if spec.older and "learning_rate" in spec.params:
        values = _replace_older(t, spec, values)
    for name in spec.send:
        if name != "name" and (name != "ema_overwrite_frequency" or "use_ema" in values):
            values.setdefault(name, spec.params[name].default)
    try:
        translated = keras2_arguments.translate(spec.name, {**spec.fixed, **values})
    except (TypeError, ValueError) as error:
        raise Untranslatable(str(error)) from None
    found = []
    has_code = any(isinstance(value, Held) for value in translated.values())  # their types are known only at run time
    for name, value in translated.items():
        if isinstance(value, Held):
            found.append(ast.keyword(name, value.code))
        elif is_simple(value):
            found.append(ast.keyword(name, code.const(value)))
        elif name in keras2_arguments.ACTIVATIONS:  # a name whose formula Keras 3 changed
            if getattr(value, "name", "") != "hard_sigmoid":
                raise Untranslatable(f"{spec.name}(): `{name}` needs rkeras_py")
            found.append(ast.keyword(name, code.older_hard_sigmoid()))
        elif name in matched and isinstance(literal(matched[name]), str):
            found.append(ast.keyword(name, code.const(literal(matched[name]))))
        elif (numbers := _read_numbers(value)) is not None:
            is_typed = has_code and isinstance(numbers, list)
            if is_typed and spec.name in _OF_ONE_TYPE:
                raise Untranslatable(f"{spec.name}(): `{name}` needs rkeras_py")
            typed = {"dtype": value.dtype.name}
            made = code.call("keras.ops.convert_to_tensor", numbers, **typed) if is_typed else code.const(numbers)
            found.append(ast.keyword(name, made))
        else:
            raise Untranslatable(f"{spec.name}(): `{name}` needs rkeras_py")
    return found


def _replace_older(t: Translation, spec: Spec, values: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of an optimizer with `learning_rate` for `lr`, and Keras 2's `decay` as a schedule."""
    older, rate = [name for name in spec.older if name in values], spec.params["learning_rate"].default
    if "lr" in older and "learning_rate" in values:
        raise Untranslatable(f"{spec.name}(): `lr` together with `learning_rate`")
    rate = values.get("lr", values.get("learning_rate", rate))
    decay = values.get("decay", 0)
    if isinstance(decay, Held) or decay:
        t.imports.modules.add("keras")
        schedule = code.call(
            "keras.optimizers.schedules.InverseTimeDecay", held_code(rate), decay_steps=1, decay_rate=held_code(decay)
        )
        rate = Held(schedule)
    rest = {name: value for name, value in values.items() if name not in (*older, "learning_rate")}
    return {"learning_rate": rate, **rest} if older or "learning_rate" in values else rest


def is_simple(value: Any) -> bool:
    """Tell whether a value can be written as a constant."""
    if isinstance(value, (list, tuple)):
        return all(map(is_simple, value))
    return value is None or isinstance(value, (bool, int, float, str))


def spell_value(t: Translation, spec: Spec, name: str, expr: Expr) -> Any:
    """Return an argument as Keras takes it: a value, or code that is held for one.

    Args:
        t: The translation.
        spec: The function.
        name: The argument.
        expr: What it gets.

    Raises:
        Untranslatable: If only running would tell.
    """
    param = spec.params.get(name)
    word, default = (param.word, param.default) if param else words.LAYER_OPTIONS.get(name, (words.ANY, None))
    value = read_literal(expr.node)
    if value is not UNKNOWN and value is not NA:
        if isinstance(value, str) and "path" not in word.expected:
            return value
        try:
            return words.convert_value(spec.name, name, word, value, default)
        except (TypeError, ValueError) as error:
            raise Untranslatable(str(error)) from None
    if word.range is ranges.AXES or word.base == 1:
        found = t.translate(expr, name)
        if word.base != 1 or found.kind not in kinds.NATURAL:  # both count negative axes from the end
            raise Untranslatable(f"{spec.name}(): the axis `{name}` is known only when the script runs")
        return Held(code.binary(found.code, "-", code.const(1)))
    if isinstance(expr, Function):
        return Held(t.hold(expr, name, [kinds.TENSOR] * 4).code)
    is_shape = name in _SHAPES and isinstance(expr, Call) and expr.name == "shape"
    if is_shape or (isinstance(expr, Call) and expr.name in ("c", "list") and not t.is_own(expr.name)):
        assert isinstance(expr, Call)
        return _translate_several(t, spec, name, expr)
    scope = t.scope.find(expr.name) if isinstance(expr, Symbol) and not expr.package else None
    if scope is not None and isinstance(expr, Symbol) and t.facts.kind(scope, expr.name) == kinds.FUNCTION:
        return Held(t.hold(expr, name, [kinds.TENSOR] * 4).code)
    found = t.translate(expr, name)
    if found.kind == kinds.FUNCTION and isinstance(expr, Symbol):
        found = t.hold(expr, name, [kinds.TENSOR] * 4)
    if found.kind in kinds.NUMBER_VECTORS and (name in _SHAPES or word.hint in _WHOLE):
        return Held(_find_sizes(found))
    if found.kind in kinds.NUMBER_VECTORS and word.hint == "Numbers":
        return Held(code.call(code.attribute(found.code, "tolist")))
    if name in keras2_arguments.ACTIVATIONS and t.has_older and found.kind != kinds.FUNCTION:
        raise Untranslatable(
            f"{spec.name}(): `{name}` may be the name of a function that has another formula in Keras 3"
        )
    if name in _SHAPES:
        if found.kind not in kinds.SCALARS and not find_form(found.code).is_count:
            raise Untranslatable(f"{spec.name}(): the number of sizes in `{name}` is known only when the script runs")
        return Held(ast.Tuple([_as_size(found)], ast.Load()))
    if word.range is not None and found.kind == kinds.NUMBER and "whole" in word.expected:
        return Held(code.call("int", found.code))
    if word.hint == "Int" and not word.takes_none and default is not None and found.kind in (kinds.ANY, kinds.NONE_YET):
        return Held(code.call("int", found.code))  # R's whole numbers are doubles
    if found.kind == kinds.TEXTS:
        return Held(code.call("list", found.code))
    return Held(found.code)


def _find_sizes(vector: Value) -> ast.expr:
    """Return the tuple of a vector of sizes."""
    size = code.name("size")
    loop = ast.comprehension(ast.Name("size", ast.Store()), vector.code, [], 0)
    return code.call("tuple", ast.GeneratorExp(code.call("int", size), [loop]))


def _as_size(value: Value) -> ast.expr:
    is_whole = value.kind in kinds.WHOLE or isinstance(value.code, ast.Constant | ast.Name)
    return value.code if is_whole else code.call("int", value.code)


def find_shape(t: Translation, spec: Spec, name: str, expr: Call) -> Held:
    """Return sizes of which some are known only when the script runs.

    Args:
        t: The translation.
        spec: The function, for errors.
        name: Its argument.
        expr: The call that joins the sizes.

    Raises:
        Untranslatable: If only running would tell how many there are.
    """
    parts: list[ast.expr] = []
    for one in expr.arguments:
        if one.value is None or one.name:
            raise Untranslatable(f"{spec.name}(): names in `{name}`")
        size = literal(one.value)
        if size is None or size is NA:
            parts.append(code.const(None))
            continue
        value = t.translate(one.value)
        if _is_last_size(one.value):
            parts.append(code.item(t.translate(one.value.value(0)).code, code.const(-1)))  # type: ignore[attr-defined]
        elif _is_attribute(value):
            parts.append(code.call("int", value.code))
        elif isinstance(value.code, ast.Subscript) and is_call(value.code.value, "keras.ops.shape"):
            parts.append(value.code)
        elif value.kind in kinds.NUMBER_VECTORS:
            parts.append(ast.Starred(_find_sizes(value), ast.Load()))
        elif find_form(value.code) == Form(1, "shape"):
            parts.append(ast.Starred(value.code, ast.Load()))
        elif value.kind in kinds.SCALAR_NUMBERS or find_form(value.code).is_count:
            parts.append(_as_size(value))
        else:
            raise Untranslatable(f"{spec.name}(): the number of sizes in `{name}` is known only when the script runs")
    return Held(ast.Tuple(parts, ast.Load()))


def _is_last_size(expr: Expr) -> bool:
    """Tell whether this is `tail(input_shape, 1)`."""
    if not (isinstance(expr, Call) and expr.name == "tail" and len(expr.arguments) == 2):
        return False
    return getattr(expr.value(0), "name", "") == "input_shape" and whole(expr.value(1)) == 1


def _is_attribute(value: Value) -> bool:
    """Tell whether a value of no known kind is an attribute of `self`, which is one size: more are an error."""
    return value.kind == kinds.ANY and code.is_of_self(value.code)


def _translate_several(t: Translation, spec: Spec, name: str, expr: Call) -> Any:
    if name in _SHAPES:
        return find_shape(t, spec, name, expr)
    parts = [
        spell_value(t, spec, name, one.value) for one in expr.arguments if one.value is not None and _holds(one.value)
    ]
    if len(parts) != len(expr.arguments):
        parts = [_translate_size(t, one.value) for one in expr.arguments if one.value is not None]
    items = [one.code if isinstance(one, Held) else code.const(one) for one in parts]
    names = [one.name for one in expr.arguments]
    if any(names):
        return Held(ast.Dict([code.const(one) for one in names], items))
    return Held(ast.List(items, ast.Load()))


def _holds(expr: Expr) -> bool:
    return literal(expr) is ... or isinstance(literal(expr), str)


def _translate_size(t: Translation, expr: Expr) -> Held:
    number = whole(expr)
    return Held(code.const(number) if number is not None else t.translate(expr).code)


def held_code(value: Any) -> ast.expr:
    """Return the code of an argument."""
    return value.code if isinstance(value, Held) else code.const(value)
