"""Calls of R keras's functions as plain Keras: the class behind each, its names of arguments, axes counted from 0."""

import ast
from collections.abc import Mapping
from typing import Any

from ...compat import keras2_arguments
from ...data.sentinels import NA
from ...signatures import ranges, words
from ...signatures.registry import Spec
from ..checking.facts import find_spec
from ..checking.tree import UNKNOWN, read_literal
from . import code, kinds
from .kinds import Value
from .language import Call, Constant, Expr, Function, Symbol, Untranslatable
from .state import Translation, literal, match_given, whole

_SHAPES = ("shape", "input_shape", "target_shape")
_OPEN = ("input_shape", "batch_input_shape", "input_length", "input_dim")


def keras_name(t: Translation, name: str) -> ast.expr:
    """Return the object of Keras that stands for a function of rkeras as a value.

    Raises:
        Untranslatable: If there is none.
    """
    spec = find_spec(name)
    path = (
        (spec.function_target or (spec.target if spec.kind in ("function", "class", "measure") else "")) if spec else ""
    )
    return _name_target(t, path, name)


def _name_target(t: Translation, path: str, name: str) -> ast.expr:
    if not path.startswith("keras."):
        raise Untranslatable(f"{name}() is no function of Keras alone; --style rkeras_py has it")
    t.imports.modules.add("keras")
    return code.name(path)


def call_keras(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a call of a function of rkeras as plain Keras."""
    if spec.method_lacks is not None:
        return _translate_method(t, call, spec)
    if spec.name in MAKERS:
        return MAKERS[spec.name](t, call, spec)  # type: ignore[no-any-return]
    if not spec.target:
        raise Untranslatable(f"{spec.name}() is no function of Keras alone; --style rkeras_py has it")
    if spec.kind == "layer":
        return _translate_layer(t, call, spec)
    matched, further = match_spec(call, spec)
    if spec.kind == "measure" and ("y_true" in matched or "y_pred" in matched):
        target = _name_target(t, spec.function_target, spec.name)
    else:
        target = _name_target(t, _choose_path(spec, matched), spec.name)
    return ast.Call(target, [], spell_keywords(t, spec, matched, further))


def match_spec(call: Call, spec: Spec) -> tuple[dict[str, Expr], dict[str, Expr]]:
    """Return the arguments of a call in the order of the function's, and those that go on in its `...`."""
    formals = [name for name in spec.formals() if name != "..."]
    known = [one for one in call.arguments if not one.name or any(name.startswith(one.name) for name in formals)]
    further = {one.name: one.value for one in call.arguments if one not in known and one.value is not None}
    matched = match_given(known, formals, spec.name)
    if literal(matched.get("match_targets")) is False:  # which plain Keras never does
        del matched["match_targets"]
    return {name: one for name in formals if (one := matched.get(name)) is not None}, further


def _choose_path(spec: Spec, matched: Mapping[str, Expr]) -> str:
    literals = {name: read_literal(one.node) for name, one in matched.items()}
    return spec.choose_target({name: value for name, value in literals.items() if value is not UNKNOWN})


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
    for name, value in translated.items():
        if isinstance(value, Held):
            found.append(ast.keyword(name, value.code))
        elif _is_simple(value):
            found.append(ast.keyword(name, code.const(value)))
        elif name in keras2_arguments.ACTIVATIONS:  # a name whose formula Keras 3 changed
            if getattr(value, "name", "") != "hard_sigmoid":
                raise Untranslatable(f"{spec.name}(): `{name}` needs rkeras_py")
            found.append(ast.keyword(name, code.older_hard_sigmoid()))
        elif name in matched and isinstance(literal(matched[name]), str):
            found.append(ast.keyword(name, code.const(literal(matched[name]))))
        else:
            raise Untranslatable(f"{spec.name}(): `{name}` needs rkeras_py")
    return found


def _replace_older(t: Translation, spec: Spec, values: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments of an optimizer with `learning_rate` for `lr`, and Keras 2's `decay` as a schedule."""
    older, rate = [name for name in spec.older if name in values], spec.params["learning_rate"].default
    if "lr" in older and "learning_rate" in values:
        raise Untranslatable(f"{spec.name}(): `lr` beside `learning_rate`")
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


def _is_simple(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_simple, value))
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
    if word.range is ranges.AXES:
        raise Untranslatable(f"{spec.name}(): the axis `{name}` is known only when the script runs")
    if isinstance(expr, Function):
        return Held(t.hold(expr, name, [kinds.TENSOR] * 4).code)
    if isinstance(expr, Call) and expr.name in ("c", "list") and not t.is_own(expr.name):
        return _translate_several(t, spec, name, expr)
    found = t.translate(expr, name)
    if found.kind == kinds.FUNCTION and isinstance(expr, Symbol):
        found = t.hold(expr, name, [kinds.TENSOR] * 4)
    if name in _SHAPES:
        if found.kind in kinds.NUMBER_VECTORS:
            return Held(_find_sizes(found))
        if found.kind not in kinds.SCALARS:
            raise Untranslatable(f"{spec.name}(): how many sizes `{name}` has is known only when the script runs")
        return Held(ast.Tuple([_as_size(found)], ast.Load()))
    if word.range is not None and found.kind == kinds.NUMBER and "whole" in word.expected:
        return Held(code.call("int", found.code))
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


def _find_shape(t: Translation, spec: Spec, name: str, expr: Call) -> Held:
    """Return sizes of which some are known only when the script runs."""
    parts: list[ast.expr] = []
    for one in expr.arguments:
        if one.value is None or one.name:
            raise Untranslatable(f"{spec.name}(): names in `{name}`")
        size = literal(one.value)
        if size is None or size is NA:
            parts.append(code.const(None))
            continue
        value = t.translate(one.value)
        if value.kind in kinds.NUMBER_VECTORS:
            parts.append(ast.Starred(_find_sizes(value), ast.Load()))
        elif value.kind in kinds.SCALAR_NUMBERS:
            parts.append(_as_size(value))
        else:
            raise Untranslatable(f"{spec.name}(): how many sizes `{name}` has is known only when the script runs")
    return Held(ast.Tuple(parts, ast.Load()))


def _translate_several(t: Translation, spec: Spec, name: str, expr: Call) -> Any:
    if name in _SHAPES:
        return _find_shape(t, spec, name, expr)
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
    return not isinstance(expr, Constant) or isinstance(expr.value, str)


def _translate_size(t: Translation, expr: Expr) -> Held:
    number = whole(expr)
    return Held(code.const(number) if number is not None else t.translate(expr).code)


def _translate_layer(t: Translation, call: Call, spec: Spec) -> ast.expr:
    first = next(iter(spec.params))
    merged = [one for one in call.arguments if not one.name or one.name == first] if spec.takes_positional else []
    several = len(merged) > 1  # tensors, as of layer_concatenate(x, y)
    rest = [one for one in call.arguments if one not in merged] if several else call.arguments
    matched, further = match_spec(Call(call.node, call.function, rest), spec)
    subject = matched.pop(first, None)
    shape = {name: further.pop(name) for name in _OPEN if name in further}
    shape |= {name: matched.pop(name) for name in _OPEN if name in matched and name not in ("input_dim",)}
    layer = ast.Call(
        _name_target(t, _choose_path(spec, matched), spec.name), [], spell_keywords(t, spec, matched, further)
    )
    if len(layer.keywords) and layer.keywords[0].arg in ("units", "rate", "filters", "activation"):
        layer.args, layer.keywords = [layer.keywords[0].value], layer.keywords[1:]
    if several:
        return ast.Call(layer, [ast.List([t.translate(one.value).code for one in merged if one.value is not None])], [])
    if subject is None:
        if set(shape) - {"input_length"}:
            raise Untranslatable(f"{spec.name}(): `{next(iter(shape))}` of a layer outside of a model")
        return layer
    return compose(t, t.translate(subject), layer, shape, spec.name)


def compose(t: Translation, value: Value, layer: ast.expr, shape: Mapping[str, Expr], called: str) -> ast.expr:
    """Return a layer that is called with a tensor, or added to a Sequential model.

    Args:
        t: The translation.
        value: The tensor or model.
        layer: The layer.
        shape: What is said of the layer's input.
        called: The function in R.

    Raises:
        Untranslatable: If it is not certain which of both it is.
    """
    if value.kind == kinds.TENSOR or (value.kind == kinds.LIST and not shape) or isinstance(value.code, ast.List):
        return ast.Call(layer, [value.code], [])
    if value.kind == kinds.OBJECT and isinstance(value.code, ast.Call) and _is_sequential(value.code):
        layers = value.code.args[0]
        assert isinstance(layers, ast.List)
        layers.elts.extend([*spell_input(t, shape), layer])
        return value.code
    if value.kind == kinds.OBJECT and isinstance(value.code, ast.Name):
        for one in [*spell_input(t, shape), layer]:
            t.before.append(ast.Expr(code.call(code.attribute(value.code, "add"), one)))
        return value.code
    raise Untranslatable(f"whether {called}() gets a tensor or a model is known only when the script runs")


def _is_sequential(found: ast.Call) -> bool:
    return (
        ast.unparse(found.func) == "keras.Sequential" and len(found.args) == 1 and isinstance(found.args[0], ast.List)
    )


def spell_input(t: Translation, shape: Mapping[str, Expr]) -> list[ast.expr]:
    """Return the input of a Sequential model, where its first layer tells the shape.

    Raises:
        Untranslatable: If it tells it in another way.
    """
    if "input_shape" in shape:
        sizes = spell_value(t, find_spec("layer_input"), "shape", shape["input_shape"])  # type: ignore[arg-type]
        t.imports.modules.add("keras")
        return [code.call("keras.Input", shape=sizes.code if isinstance(sizes, Held) else sizes)]
    if set(shape) - {"input_length"}:
        raise Untranslatable(f"`{next(iter(shape))}` of a layer")
    return []


def _translate_method(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = match_spec(call, spec)
    subject = matched.pop(next(iter(spec.params)), None)
    if subject is None:
        raise Untranslatable(f"{spec.name}() without a model")
    if further:
        raise Untranslatable(f"{spec.name}(): `{next(iter(further))}`")
    if strange := set(matched) & set(spec.method_lacks or ()):
        raise Untranslatable(f"{spec.name}(): `{min(strange)}`")
    values = {name: _translate_data(t, spec, name, one) for name, one in matched.items()}
    if spec.name == "compile":
        _check_order(values)
    if spec.name == "fit":
        t.has_fits = True
        if t.fit_verbose is not None:
            values.setdefault("verbose", code.code(t.fit_verbose))
        values.setdefault("epochs", code.const(int(spec.params["epochs"].default)))  # Keras's own is another
    args = []
    for name in ("x", "y") if "x" in values else ("weights",):
        if name in values:
            args.append(values.pop(name))
    if spec.name == "evaluate" and t.measures is None:
        values["return_dict"] = code.const(True)
    keywords = [ast.keyword(name, value) for name, value in values.items()]
    found = ast.Call(code.attribute(t.translate(subject).code, spec.name), args, keywords)
    if spec.name != "evaluate" or t.measures is None:
        return found
    if len(t.measures) == 1:
        return ast.Dict([code.const(t.measures[0])], [found])
    return code.call("dict", code.call("zip", code.const(tuple(t.measures)), found, strict=True))


def _check_order(values: Mapping[str, ast.expr]) -> None:
    """Refuse names of outputs beside places of them, which Keras would join in the order of the alphabet."""
    several = [values[name] for name in ("loss", "loss_weights", "metrics", "weighted_metrics") if name in values]
    named = [isinstance(one, ast.Dict) for one in several if isinstance(one, (ast.Dict, ast.List, ast.Tuple))]
    if any(named) and not all(named):
        raise Untranslatable("compile() with names of outputs for some arguments and places for others")


def _translate_data(t: Translation, spec: Spec, name: str, expr: Expr) -> ast.expr:
    if name in ("x", "y", "validation_data", "sample_weight", "weights"):
        if isinstance(expr, Call) and expr.name == "list" and not any(one.name for one in expr.arguments):
            parts = [t.translate(one.value).code for one in expr.arguments if one.value is not None]
            return ast.Tuple(parts, ast.Load()) if name == "validation_data" else ast.List(parts, ast.Load())
        value = t.translate(expr, name)
        if value.kind in kinds.SCALAR_NUMBERS:
            return t.np("array", ast.List([code.call("float", value.code)], ast.Load()))
        if value.kind == kinds.FUNCTION:
            raise Untranslatable("a generator of R; --style rkeras_py takes it")
        return value.code
    found = spell_value(t, spec, name, expr)
    if name == "class_weight":
        return _translate_class_weight(found)
    if isinstance(found, Held):
        is_one = name == "metrics" and not isinstance(found.code, (ast.List, ast.Dict))
        return ast.List([found.code], ast.Load()) if is_one else found.code
    if not _is_simple(found):
        raise Untranslatable(f"{spec.name}(): `{name}` needs rkeras_py")
    return code.const([found] if name == "metrics" and isinstance(found, str) else found)


def _translate_class_weight(found: Any) -> ast.expr:
    keys = found.code.keys if isinstance(found, Held) and isinstance(found.code, ast.Dict) else None
    if keys is None or not all(isinstance(one, ast.Constant) and str(one.value).isdigit() for one in keys):
        raise Untranslatable("fit(): classes of `class_weight` that are known only when the script runs")
    numbers: list[ast.expr | None] = [code.const(int(str(one.value))) for one in keys if isinstance(one, ast.Constant)]
    return ast.Dict(numbers, found.code.values)


def held_code(value: Any) -> ast.expr:
    """Return the code of an argument."""
    return value.code if isinstance(value, Held) else code.const(value)
