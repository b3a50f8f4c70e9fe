"""Calls of layers and model methods in plain Keras, and the models and tensors that layers are added to."""

import ast
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...compat import keras2_arguments
from ...signatures.dialects import KERAS3
from ...signatures.registry import Spec
from ..checking.facts import find_spec
from . import code, kinds
from .inference.forms import OPEN, note_form
from .inference.layers import read_added
from .inference.reading import find_form
from .inference.symbolic import uses_symbolic
from .kinds import Value
from .language import Call, Expr, Untranslatable
from .state import Translation, literal
from .to_keras import (
    MAKERS,
    Held,
    choose_path,
    find_class,
    is_simple,
    match_spec,
    name_target,
    spell_keywords,
    spell_value,
)

_MEASURES = ("loss", "metrics", "weighted_metrics")
_OPEN = ("input_shape", "batch_input_shape", "batch_size", "input_length", "input_dim")


def call_keras(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a call of a function of rkeras as plain Keras."""
    if spec.method_lacks is not None:
        return _translate_method(t, call, spec)
    if spec.name in MAKERS:
        return MAKERS[spec.name](t, call, spec)  # type: ignore[no-any-return]
    if not spec.target:
        raise Untranslatable(f"{spec.name}() is not a Keras function; --style rkeras_py supports it")
    if spec.kind == "layer":
        return _translate_layer(t, call, spec)
    matched, further = match_spec(call, spec)
    if spec.kind == "measure" and ("y_true" in matched or "y_pred" in matched):
        target = name_target(t, spec.function_target, spec.name)
        return ast.Call(target, [], _make_tensors(spell_keywords(t, spec, matched, further)))
    target = name_target(t, choose_path(spec, matched), spec.name)
    keywords = spell_keywords(t, spec, matched, further)
    takes_lists = spec.target.rpartition(".")[2] not in _OF_TENSORS
    return ast.Call(target, [], keywords if takes_lists else _make_tensors(keywords))


_OF_TENSORS = (
    "softmax",
    "glu",
    "vander",
    "linspace",
    "logspace",
    "soft_shrink",
    "sparse_plus",
    "layer_normalization",
    "rms_normalization",
)
"""Operations of Keras that take tensors alone, no lists."""


def _make_tensors(keywords: list[ast.keyword]) -> list[ast.keyword]:
    """Return arguments with tensors instead of lists, whose shape Keras may ask."""
    for one in keywords:
        if isinstance(one.value, ast.List) and one.arg != "axis":
            one.value = code.call("keras.ops.convert_to_tensor", one.value)
    return keywords


def _translate_layer(t: Translation, call: Call, spec: Spec) -> ast.expr:
    first = next(iter(spec.params))
    merged = [one for one in call.arguments if not one.name or one.name == first] if spec.takes_positional else []
    several = len(merged) > 1  # several tensors, as in layer_concatenate(x, y)
    rest = [one for one in call.arguments if one not in merged] if several else call.arguments
    matched, further = match_spec(Call(call.node, call.function, rest), spec)
    subject = matched.pop(first, None)
    shape = {name: further.pop(name) for name in _OPEN if name in further}
    shape |= {name: matched.pop(name) for name in _OPEN if name in matched and name not in ("input_dim",)}
    layer = ast.Call(
        name_target(t, choose_path(spec, matched), spec.name), [], spell_keywords(t, spec, matched, further)
    )
    if spec.name != "layer_embedding" and any(one.arg == "weights" for one in layer.keywords):
        raise Untranslatable(f"{spec.name}(): `weights`, which Keras 3 does not take: set_weights() sets them")
    if len(layer.keywords) and layer.keywords[0].arg in ("units", "rate", "filters", "activation"):
        layer.args, layer.keywords = [layer.keywords[0].value], layer.keywords[1:]
    if several:
        return ast.Call(layer, [ast.List([t.translate(one.value).code for one in merged if one.value is not None])], [])
    if subject is None:
        if set(shape) - {"input_length"}:
            raise Untranslatable(f"{spec.name}(): `{next(iter(shape))}` of a layer outside a model")
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
    if called in ("layer_multi_head_attention", "layer_group_query_attention"):
        parts = value.code.elts if isinstance(value.code, ast.List) else [value.code, value.code]
        if not all(isinstance(one, ast.Name) for one in parts):
            raise Untranslatable(f"{called}() of unnamed tensors")
        return ast.Call(layer, parts, [])
    is_tensor = value.kind == kinds.TENSOR or (value.kind != kinds.OBJECT and find_form(value.code).of == "tensor")
    if is_tensor or (value.kind == kinds.LIST and not shape) or isinstance(value.code, ast.List):
        return ast.Call(layer, [value.code], [])
    if value.kind == kinds.OBJECT and isinstance(value.code, ast.Call) and _is_sequential(value.code):
        layers = value.code.args[0]
        assert isinstance(layers, ast.List)
        layers.elts.extend([*spell_input(t, shape), layer])
        return value.code
    if value.kind == kinds.OBJECT and isinstance(value.code, ast.Name):
        for one in [*spell_input(t, shape), layer]:
            t.before.append(ast.Expr(code.call(code.attribute(value.code, "add"), one)))
            _note_added(t, value.code.id, one)
        return value.code
    raise Untranslatable(f"whether {called}() gets a tensor or a model is known only when the script runs")


def _note_added(t: Translation, model: str, layer: ast.expr) -> None:
    """Note that a model gets a layer, which decides about the rank of its predictions."""
    now = t.now.get(t.scope.key, {})
    name = next((one for one in now if t.spelled(one) == model), None)
    if name is None:
        t.facts.grows_elsewhere = True
        return
    before, after = now[name].item or OPEN, read_added(now[name], layer)
    if t.depth:  # it may be added or not, and more than once
        after = replace(before, columns=None) if before.rank == after.rank else OPEN
    form = replace(now[name], item=after)
    t.facts.learn(t.scope, name, kinds.OBJECT, form)
    now[name] = form


def _is_sequential(found: ast.Call) -> bool:
    return (
        ast.unparse(found.func) == "keras.Sequential" and len(found.args) == 1 and isinstance(found.args[0], ast.List)
    )


def spell_input(t: Translation, shape: Mapping[str, Expr]) -> list[ast.expr]:
    """Return the input of a Sequential model, where its first layer tells the shape.

    Raises:
        Untranslatable: If it tells it in another way.
    """
    makes = find_spec("layer_input")
    assert makes is not None
    if "input_shape" in shape or "batch_input_shape" in shape:
        names = {"input_shape": "shape", "batch_input_shape": "batch_shape", "batch_size": "batch_size"}
        given = {names[name]: one for name, one in shape.items() if name in names}
        t.imports.modules.add("keras")
        return [ast.Call(code.name("keras.Input"), [], spell_keywords(t, makes, given, {}))]
    if set(shape) - {"input_length"}:
        raise Untranslatable(f"`{next(iter(shape))}` of a layer")
    if "input_length" not in shape or literal(shape["input_length"]) is None:
        return []
    sizes = spell_value(t, makes, "shape", shape["input_length"])
    return [code.call("keras.Input", shape=sizes.code if isinstance(sizes, Held) else sizes)]


def _translate_method(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = match_spec(call, spec)
    subject = matched.pop(next(iter(spec.params)), None)
    if subject is None:
        raise Untranslatable(f"{spec.name}() without a model")
    if further:
        raise Untranslatable(f"{spec.name}(): `{next(iter(further))}`")
    if strange := set(matched) & set(spec.method_lacks or ()):
        raise Untranslatable(f"{spec.name}(): `{min(strange)}`")
    measured = [matched[name] for name in _MEASURES if name in matched]
    if spec.name == "compile" and any(uses_symbolic(one, t.symbolic, t.bound) for one in measured):
        raise Untranslatable("a loss or metric with a tensor of the model, which Keras 3 accepts only in a layer")
    values = {name: _translate_data(t, spec, name, one) for name, one in matched.items()}
    if spec.name == "compile":
        _check_order(values)
        if getattr(call.function, "package", "") != KERAS3:
            values = {name: _rename_measures(t, name, value) for name, value in values.items()}
    if spec.name == "fit":
        if {"y", "steps_per_epoch"} <= set(matched) and getattr(call.function, "package", "") != KERAS3:
            raise Untranslatable("fit(): arrays with `steps_per_epoch`; in Keras 3 they do not restart at the end")
        t.has_fits = True
        if t.fit_verbose is not None:
            values.setdefault("verbose", code.code(t.fit_verbose))
        values.setdefault("epochs", code.const(int(spec.params["epochs"].default)))  # Keras's default differs
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


def give_object(t: Translation, made: ast.expr) -> ast.expr:
    """Return the object whose method was called, in statements before: R keras gives it, Keras mostly None.

    Args:
        t: The translation.
        made: The call of the method; other code is returned as it is.
    """
    if not (isinstance(made, ast.Call) and isinstance(made.func, ast.Attribute)):
        return made
    owner = made.func.value
    if not isinstance(owner, ast.Name):
        made.func.value = code.name(t.spelling.invent("model"))
        t.before.append(code.HoldObject([ast.Name(made.func.value.id, ast.Store())], owner))  # type: ignore[attr-defined]
        note_form(made.func.value, find_form(owner))
    t.before.append(ast.Expr(made))
    return made.func.value


def _rename_measures(t: Translation, argument: str, node: ast.expr) -> ast.expr:
    """Return losses and metrics of Keras 2 as Keras 3 knows and computes them; metrics log under the same names."""
    if argument not in _MEASURES:
        return node
    if isinstance(node, ast.Dict):
        node.values = [_rename_measures(t, argument, value) for value in node.values]
    elif isinstance(node, (ast.List, ast.Tuple)):
        node.elts = [_rename_measures(t, argument, value) for value in node.elts]
    elif argument != "loss" and isinstance(node, ast.Call):
        return _give_columns(t, node)
    elif t.has_renamed and not isinstance(node, (ast.Constant, ast.Call, ast.Lambda)):
        raise Untranslatable(f"`{argument}` from a variable, in a script with names whose meaning differs in Keras 3")
    name = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(name, str):
        return node
    if argument == "loss":
        return code.const(keras2_arguments.LOSSES.get(name, name))
    known = keras2_arguments.METRICS.get(name, name if name in keras2_arguments.OF_COLUMNS.values() else "")
    if not known:
        return code.call(found) if (found := find_class(name)) else node
    target = find_spec(f"metric_{known}").target  # type: ignore[union-attr]
    if known in keras2_arguments.OF_COLUMNS.values() or target.split(".")[-1].islower():
        return wrap_metric(t, code.name(f"keras.metrics.{known}"), code.const(name))
    return code.call(target, name=code.const(name))


def _give_columns(t: Translation, made: ast.Call) -> ast.expr:
    """Return a metric that computes of a vector of targets what it does of a column."""
    function = keras2_arguments.OF_COLUMNS.get(ast.unparse(made.func).removeprefix("keras.metrics."), "")
    given = {one.arg: one.value for one in made.keywords}
    if function and set(given) <= {"name"}:
        return wrap_metric(t, code.name(f"keras.metrics.{function}"), given.get("name", code.const(function)))
    if function:
        raise Untranslatable(f"metric_{function}() with further arguments, which differs in Keras 3 for vectors")
    return made


def _check_order(values: Mapping[str, ast.expr]) -> None:
    """Refuse names of outputs beside places of them, which Keras would join in the order of the alphabet."""
    several = [values[name] for name in ("loss", "loss_weights", "metrics", "weighted_metrics") if name in values]
    named = [isinstance(one, ast.Dict) for one in several if isinstance(one, (ast.Dict, ast.List, ast.Tuple))]
    if any(named) and not all(named):
        raise Untranslatable("compile() with output names in some arguments and positions in others")


def _translate_data(t: Translation, spec: Spec, name: str, expr: Expr) -> ast.expr:
    if name in ("x", "y", "validation_data", "sample_weight", "weights"):
        if isinstance(expr, Call) and expr.name == "list" and not any(one.name for one in expr.arguments):
            parts = [t.translate(one.value).code for one in expr.arguments if one.value is not None]
            return ast.Tuple(parts, ast.Load()) if name == "validation_data" else ast.List(parts, ast.Load())
        value = t.translate(expr, name)
        if value.kind in kinds.SCALAR_NUMBERS:
            return t.np("array", ast.List([code.call("float", value.code)], ast.Load()))
        if value.kind == kinds.FUNCTION and name == "x":
            batch = code.name("batch")
            loop = ast.comprehension(ast.Name("batch", ast.Store()), code.call("iter", value.code, None), [], 0)
            return ast.GeneratorExp(code.call("tuple", batch), [loop])
        if value.kind == kinds.FUNCTION:
            raise Untranslatable("an R generator; --style rkeras_py supports it")
        return value.code
    found = spell_value(t, spec, name, expr)
    if name == "class_weight":
        return _translate_class_weight(found)
    if name in ("metrics", "weighted_metrics") and isinstance(found, Held):
        found = Held(_wrap_functions(t, found.code))
    if isinstance(found, Held):
        is_one = name == "metrics" and not isinstance(found.code, (ast.List, ast.Dict))
        return ast.List([found.code], ast.Load()) if is_one else found.code
    if not is_simple(found):
        raise Untranslatable(f"{spec.name}(): `{name}` needs rkeras_py")
    return code.const([found] if name == "metrics" and isinstance(found, str) else found)


def _wrap_functions(t: Translation, found: ast.expr) -> ast.expr:
    """Return metrics whose functions get targets with as many axes as the predictions, as Keras's own do."""
    if isinstance(found, ast.List):
        return ast.List([_wrap_functions(t, one) for one in found.elts], ast.Load())
    if isinstance(found, ast.Dict):
        return ast.Dict(found.keys, [_wrap_functions(t, one) for one in found.values])
    if not (isinstance(found, ast.Name) and "returns" in vars(found)):
        return found
    return wrap_metric(t, found, found.id)


def wrap_metric(t: Translation, function: ast.expr, name: "str | ast.expr") -> ast.expr:
    """Return a function of targets and predictions as a metric, whose targets have as many axes as its predictions.

    Args:
        t: The translation.
        function: The function.
        name: The name of the metric.
    """
    t.imports.modules.add("keras")
    targets, predictions = code.name("y_true"), code.name("y_pred")
    axes, wanted = (code.call("len", code.attribute(one, "shape")) for one in (targets, predictions))
    fewer = code.compare(axes, "<", wanted)
    wider = ast.IfExp(fewer, code.call("keras.ops.expand_dims", targets, -1), targets)
    args = ast.arguments([], [ast.arg("y_true"), ast.arg("y_pred")], None, [], [], None, [])
    body = code.call(function, wider, predictions)
    return code.call("keras.metrics.MeanMetricWrapper", ast.Lambda(args, body), name=name)


def _translate_class_weight(found: Any) -> ast.expr:
    if isinstance(found, Held) and isinstance(found.code, ast.Name) and find_form(found.code).of == "dict":
        loop = ast.comprehension(
            ast.Tuple([ast.Name("label", ast.Store()), ast.Name("weight", ast.Store())], ast.Store()),
            code.call(code.attribute(found.code, "items")), [], 0,
        )  # fmt: skip
        return ast.DictComp(code.call("int", code.name("label")), code.name("weight"), [loop])
    keys = found.code.keys if isinstance(found, Held) and isinstance(found.code, ast.Dict) else None
    if keys is None or not all(isinstance(one, ast.Constant) and str(one.value).isdigit() for one in keys):
        raise Untranslatable("fit(): classes of `class_weight` that are known only when the script runs")
    numbers: list[ast.expr | None] = [code.const(int(str(one.value))) for one in keys if isinstance(one, ast.Constant)]
    return ast.Dict(numbers, found.code.values)
