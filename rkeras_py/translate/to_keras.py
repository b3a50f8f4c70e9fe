"""Calls of R keras's functions as plain Keras: the class behind each, its names of arguments, axes counted from 0."""

import ast
from collections.abc import Mapping
from typing import Any

from ..check.facts import find_spec
from ..check.tree import UNKNOWN, read_literal
from ..compat import keras2_arguments
from ..data.sentinels import NA
from ..signatures import ranges, words
from ..signatures.registry import Spec
from . import code, kinds
from .language import Call, Constant, Expr, Function, Symbol, Untranslatable
from .state import Translation, literal, match_given, whole

_METHODS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "fit": ("fit", ("x", "y", "batch_size", "epochs", "verbose", "callbacks", "validation_split", "validation_data",
                    "shuffle", "class_weight", "sample_weight", "initial_epoch", "steps_per_epoch",
                    "validation_steps")),
    "evaluate": ("evaluate", ("x", "y", "batch_size", "verbose", "sample_weight", "steps", "callbacks")),
    "compile": ("compile", ("optimizer", "loss", "metrics", "loss_weights", "weighted_metrics", "run_eagerly")),
    "predict": ("predict", ("x", "batch_size", "verbose", "steps", "callbacks")),
    "train_on_batch": ("train_on_batch", ("x", "y", "class_weight", "sample_weight")),
    "predict_on_batch": ("predict_on_batch", ("x",)), "summary": ("summary", ()),
    "get_weights": ("get_weights", ()), "count_params": ("count_params", ()),
    "set_weights": ("set_weights", ("weights",)),
}  # fmt: skip
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
    return _target(t, path, name)


def _target(t: Translation, path: str, name: str) -> ast.expr:
    if not path.startswith("keras."):
        raise Untranslatable(f"{name}() is no function of Keras alone; --style rkeras_py has it")
    t.imports.modules.add("keras")
    return code.name(path)


def call_keras(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a call of a function of rkeras as plain Keras."""
    if spec.name in _METHODS:
        return _method(t, call, spec)
    if spec.name in _MAKERS:
        return _MAKERS[spec.name](t, call, spec)  # type: ignore[no-any-return]
    if not spec.target:
        raise Untranslatable(f"{spec.name}() is no function of Keras alone; --style rkeras_py has it")
    if spec.kind == "layer":
        return _layer(t, call, spec)
    matched, further = _match(call, spec)
    if spec.kind == "measure" and ("y_true" in matched or "y_pred" in matched):
        target = _target(t, spec.function_target, spec.name)
    else:
        target = _target(t, _path(spec, matched), spec.name)
    return ast.Call(target, [], _keywords(t, spec, matched, further))


def _match(call: Call, spec: Spec) -> tuple[dict[str, Expr], dict[str, Expr]]:
    formals = [name for name in spec.formals() if name != "..."]
    known = [one for one in call.arguments if not one.name or any(name.startswith(one.name) for name in formals)]
    further = {one.name: one.value for one in call.arguments if one not in known and one.value is not None}
    matched = match_given(known, formals, spec.name)
    return {name: one for name in formals if (one := matched.get(name)) is not None}, further


def _path(spec: Spec, matched: Mapping[str, Expr]) -> str:
    literals = {name: read_literal(one.node) for name, one in matched.items()}
    return spec.choose_target({name: value for name, value in literals.items() if value is not UNKNOWN})


class _Held:
    """A value that only running would tell, in the place of it."""

    def __init__(self, expr: ast.expr) -> None:
        self.code = expr


def _keywords(
    t: Translation, spec: Spec, matched: Mapping[str, Expr], further: Mapping[str, Expr]
) -> list[ast.keyword]:
    values: dict[str, Any] = {name: _value(t, spec, name, one) for name, one in matched.items()}
    values.update({name: _value(t, spec, name, one) for name, one in further.items()})
    for name in spec.send:
        values.setdefault(name, spec.params[name].default)
    try:
        translated = keras2_arguments.translate(spec.name, {**spec.fixed, **values})
    except (TypeError, ValueError) as error:
        raise Untranslatable(str(error)) from None
    found = []
    for name, value in translated.items():
        if isinstance(value, _Held):
            found.append(ast.keyword(name, value.code))
        elif _is_simple(value):
            found.append(ast.keyword(name, code.const(value)))
        elif name in matched and isinstance(literal(matched[name]), str):
            found.append(ast.keyword(name, code.const(literal(matched[name]))))
        else:
            raise Untranslatable(f"{spec.name}(): `{name}` needs rkeras_py")
    return found


def _is_simple(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_simple, value))
    return value is None or isinstance(value, (bool, int, float, str))


def _value(t: Translation, spec: Spec, name: str, expr: Expr) -> Any:
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
        return _Held(t.hold(expr, name, [kinds.TENSOR] * 4).code)
    if isinstance(expr, Call) and expr.name in ("c", "list") and not t.is_own(expr.name):
        return _several(t, spec, name, expr)
    found = t.translate(expr, name)
    if found.kind == kinds.FUNCTION and isinstance(expr, Symbol):
        found = t.hold(expr, name, [kinds.TENSOR] * 4)
    if name in ("shape", "input_shape", "target_shape"):
        if found.kind not in kinds.SCALARS:
            raise Untranslatable(f"{spec.name}(): how many sizes `{name}` has is known only when the script runs")
        return _Held(ast.Tuple([found.code], ast.Load()))
    if word.range is not None and found.kind == kinds.NUMBER and "whole" in word.expected:
        return _Held(code.call("int", found.code))
    if found.kind == kinds.TEXTS:
        return _Held(code.call("list", found.code))
    return _Held(found.code)


def _several(t: Translation, spec: Spec, name: str, expr: Call) -> Any:
    parts = [_value(t, spec, name, one.value) for one in expr.arguments if one.value is not None and _holds(one.value)]
    if len(parts) != len(expr.arguments):
        parts = [_size(t, one.value) for one in expr.arguments if one.value is not None]
    items = [one.code if isinstance(one, _Held) else code.const(one) for one in parts]
    names = [one.name for one in expr.arguments]
    if any(names):
        return _Held(ast.Dict([code.const(one) for one in names], items))
    return _Held(ast.List(items, ast.Load()))


def _holds(expr: Expr) -> bool:
    return not isinstance(expr, Constant) or isinstance(expr.value, str)


def _size(t: Translation, expr: Expr) -> _Held:
    number = whole(expr)
    return _Held(code.const(number) if number is not None else t.translate(expr).code)


def _layer(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = _match(call, spec)
    first = next(iter(spec.params))
    subject = matched.pop(first, None)
    shape = {name: further.pop(name) for name in _OPEN if name in further}
    shape |= {name: matched.pop(name) for name in _OPEN if name in matched and name not in ("input_dim",)}
    layer = ast.Call(_target(t, _path(spec, matched), spec.name), [], _keywords(t, spec, matched, further))
    if len(layer.keywords) and layer.keywords[0].arg in ("units", "rate", "filters", "activation"):
        layer.args, layer.keywords = [layer.keywords[0].value], layer.keywords[1:]
    if subject is None:
        if set(shape) - {"input_length"}:
            raise Untranslatable(f"{spec.name}(): `{next(iter(shape))}` of a layer outside of a model")
        return layer
    value = t.translate(subject)
    if value.kind == kinds.TENSOR or (value.kind == kinds.LIST and not shape) or isinstance(value.code, ast.List):
        return ast.Call(layer, [value.code], [])
    if value.kind == kinds.OBJECT and isinstance(value.code, ast.Call) and _is_sequential(value.code):
        layers = value.code.args[0]
        assert isinstance(layers, ast.List)
        layers.elts.extend([*_input(t, shape), layer])
        return value.code
    if value.kind == kinds.OBJECT and isinstance(value.code, ast.Name):
        for one in [*_input(t, shape), layer]:
            t.before.append(ast.Expr(code.call(code.attribute(value.code, "add"), one)))
        return value.code
    raise Untranslatable(f"whether {spec.name}() gets a tensor or a model is known only when the script runs")


def _is_sequential(found: ast.Call) -> bool:
    return (
        ast.unparse(found.func) == "keras.Sequential" and len(found.args) == 1 and isinstance(found.args[0], ast.List)
    )


def _input(t: Translation, shape: Mapping[str, Expr]) -> list[ast.expr]:
    if "input_shape" in shape:
        sizes = _value(t, find_spec("layer_input"), "shape", shape["input_shape"])  # type: ignore[arg-type]
        t.imports.modules.add("keras")
        return [code.call("keras.Input", shape=sizes.code if isinstance(sizes, _Held) else sizes)]
    if set(shape) - {"input_length"}:
        raise Untranslatable(f"`{next(iter(shape))}` of a layer")
    return []


def _method(t: Translation, call: Call, spec: Spec) -> ast.expr:
    method, known = _METHODS[spec.name]
    matched, further = _match(call, spec)
    subject = matched.pop(next(iter(spec.params)), None)
    if subject is None:
        raise Untranslatable(f"{spec.name}() without a model")
    if further:
        raise Untranslatable(f"{spec.name}(): `{next(iter(further))}`")
    if strange := set(matched) - set(known):
        raise Untranslatable(f"{spec.name}(): `{min(strange)}`")
    values = {name: _data(t, spec, name, one) for name, one in matched.items()}
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
    if spec.name == "evaluate":
        values["return_dict"] = code.const(True)
    keywords = [ast.keyword(name, value) for name, value in values.items()]
    return ast.Call(code.attribute(t.translate(subject).code, method), args, keywords)


def _check_order(values: Mapping[str, ast.expr]) -> None:
    """Refuse names of outputs beside places of them, which Keras would join in the order of the alphabet."""
    several = [values[name] for name in ("loss", "loss_weights", "metrics", "weighted_metrics") if name in values]
    named = [isinstance(one, ast.Dict) for one in several if isinstance(one, (ast.Dict, ast.List, ast.Tuple))]
    if any(named) and not all(named):
        raise Untranslatable("compile() with names of outputs for some arguments and places for others")


def _data(t: Translation, spec: Spec, name: str, expr: Expr) -> ast.expr:
    if name in ("x", "y", "validation_data", "sample_weight", "weights"):
        if isinstance(expr, Call) and expr.name == "list" and not any(one.name for one in expr.arguments):
            parts = [t.translate(one.value).code for one in expr.arguments if one.value is not None]
            return ast.Tuple(parts, ast.Load()) if name == "validation_data" else ast.List(parts, ast.Load())
        value = t.translate(expr, name)
        if value.kind == kinds.FUNCTION:
            raise Untranslatable("a generator of R; --style rkeras_py takes it")
        return value.code
    found = _value(t, spec, name, expr)
    if name == "class_weight":
        return _class_weight(found)
    if isinstance(found, _Held):
        is_one = name == "metrics" and not isinstance(found.code, (ast.List, ast.Dict))
        return ast.List([found.code], ast.Load()) if is_one else found.code
    if not _is_simple(found):
        raise Untranslatable(f"{spec.name}(): `{name}` needs rkeras_py")
    return code.const([found] if name == "metrics" and isinstance(found, str) else found)


def _class_weight(found: Any) -> ast.expr:
    keys = found.code.keys if isinstance(found, _Held) and isinstance(found.code, ast.Dict) else None
    if keys is None or not all(isinstance(one, ast.Constant) and str(one.value).isdigit() for one in keys):
        raise Untranslatable("fit(): classes of `class_weight` that are known only when the script runs")
    numbers: list[ast.expr | None] = [code.const(int(str(one.value))) for one in keys if isinstance(one, ast.Constant)]
    return ast.Dict(numbers, found.code.values)


def _model(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = _match(call, spec)
    if further:
        raise Untranslatable(f"keras_model(): `{next(iter(further))}`")
    t.imports.modules.add("keras")
    parts = {}
    for name, one in matched.items():
        found = _value(t, spec, name, one)
        parts[name] = found.code if isinstance(found, _Held) else found
    return code.call("keras.Model", **parts)


def _sequential(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = _match(call, spec)
    shape = matched.pop("input_shape", None) or further.pop("input_shape", None)
    layers = matched.pop("layers", None)
    name = matched.pop("name", None)
    if matched or further:
        raise Untranslatable(f"keras_model_sequential(): `{next(iter({**matched, **further}))}`")
    t.imports.modules.add("keras")
    items = _input(t, {"input_shape": shape} if shape is not None else {})
    if layers is not None:
        found = t.translate(layers).code
        if not isinstance(found, ast.List):
            raise Untranslatable("keras_model_sequential(): layers that are known only when the script runs")
        items += found.elts
    named = {"name": t.translate(name).code} if name is not None else {}
    return code.call("keras.Sequential", ast.List(items, ast.Load()), **named)


def _layer_input(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = _match(call, spec)
    t.imports.modules.add("keras")
    if further:
        raise Untranslatable(f"layer_input(): `{next(iter(further))}`")
    return ast.Call(code.name("keras.Input"), [], _keywords(t, spec, matched, {}))


def _to_categorical(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = _match(call, spec)
    t.imports.modules.add("keras")
    labels = matched.get("y")
    if labels is None:
        raise Untranslatable("to_categorical() without labels")
    size = matched.get("num_classes")
    more = {} if size is None else {"num_classes": _held(_value(t, spec, "num_classes", size))}
    return code.call("keras.utils.to_categorical", t.translate(labels).code, **more)


def _get_layer(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = _match(call, spec)
    model = t.translate(matched.pop("object")).code
    named = {name: _held(_value(t, spec, name, one)) for name, one in matched.items()}
    if "index" in named:
        number = whole(matched["index"])
        if number is None or number < 1:
            raise Untranslatable("get_layer(): the index is known only when the script runs")
        named["index"] = code.const(number - 1)
    return code.call(code.attribute(model, "get_layer"), **named)


def _clear_session(t: Translation, call: Call, spec: Spec) -> ast.expr:
    t.imports.modules.add("keras")
    return code.call("keras.utils.clear_session")


def _held(value: Any) -> ast.expr:
    return value.code if isinstance(value, _Held) else code.const(value)


_MAKERS: dict[str, Any] = {
    "keras_model": _model, "keras_model_sequential": _sequential, "layer_input": _layer_input,
    "to_categorical": _to_categorical, "get_layer": _get_layer, "k_clear_session": _clear_session,
}  # fmt: skip
