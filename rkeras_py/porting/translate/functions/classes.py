"""Classes of layers, models and callbacks: `new_layer_class()`, `R6Class()` and others become Python classes."""

import ast

from .. import code, kinds
from ..inference.reading import find_form
from ..keras_calls import compose
from ..kinds import Value
from ..language import PY_CLASS, Call, Expr, Function, Given, Symbol, Untranslatable
from ..scopes import FIELDS
from ..state import Translation, handles, literal
from ..to_python import argument

_BASES = {
    "new_layer_class": "keras.layers.Layer", "new_model_class": "keras.Model",
    "new_callback_class": "keras.callbacks.Callback", "Layer": "keras.layers.Layer", "Model": "keras.Model",
    "Callback": "keras.callbacks.Callback", "new_metric_class": "keras.metrics.Metric",
    "new_loss_class": "keras.losses.Loss", "Metric": "keras.metrics.Metric", "Loss": "keras.losses.Loss",
    "Constraint": "keras.constraints.Constraint",
    "new_learning_rate_schedule_class": "keras.optimizers.schedules.LearningRateSchedule",
    "LearningRateSchedule": "keras.optimizers.schedules.LearningRateSchedule",
}  # fmt: skip
_LAYERS = ("new_layer_class", "Layer")
_CALLED = ("Constraint", "new_learning_rate_schedule_class", "LearningRateSchedule")
"""Classes whose objects Keras calls directly: their `call` is Python's `__call__`."""
_KINDS = {
    "call": [kinds.TENSOR] * 2, "__call__": [kinds.TENSOR], "update_state": [kinds.TENSOR] * 3, "build": [kinds.LIST],
    "train_step": [kinds.ANY], "test_step": [kinds.ANY],
    "on_epoch_end": [kinds.INT, kinds.DICT], "on_epoch_begin": [kinds.INT, kinds.DICT],
    "on_batch_end": [kinds.INT, kinds.DICT], "on_train_batch_end": [kinds.INT, kinds.DICT],
}  # fmt: skip


@handles(*_BASES, PY_CLASS)
def translate_class(t: Translation, call: Call) -> Value:
    """Translate a class; its definition comes before the value."""
    return _define_class(t, call, is_r6=False)


def _define_class(t: Translation, call: Call, is_r6: bool) -> Value:
    named = {one.name: one.value for one in call.arguments if one.name}
    base = named.pop("inherit", None) if call.name == PY_CLASS else None
    first = call.arguments[0].value if call.arguments and not call.arguments[0].name else named.pop("classname", None)
    name = literal(first)
    if not isinstance(name, str) or not name.isidentifier():
        raise Untranslatable(f"{call.name}() without a name that is valid in Python")
    if "inherit" in named or "private" in named or sum(not one.name for one in call.arguments) > 1:
        raise Untranslatable(f"{call.name}() with `inherit`, `private` or unnamed parts")
    t.imports.modules.add("keras")
    body: list[ast.stmt] = []
    if any(isinstance(one, Function) for one in named.values()) and is_r6 and call.name == "Layer":
        named.setdefault("initialize", _make_empty_function(call))
    for key, value in named.items():
        key = "__call__" if key == "call" and call.name in _CALLED else key
        is_field = not isinstance(value, Function) and not _is_property(value)
        body += _translate_field(t, key, value) if is_field else _translate_member(t, key, value)
    if is_r6 and call.name == "Layer":
        _take_options(body)
    spelled = t.spelling.spell(f"{name}\0class")
    bases = [code.name(_BASES[call.name])] if call.name != PY_CLASS else [t.translate(base).code] if base else []
    if bases and ast.unparse(bases[0]).endswith((".Metric", ".Loss")):
        _give_targets(body)
    t.before.append(ast.ClassDef(spelled, bases, [], body or [ast.Pass()], []))
    return Value(code.name(spelled), kinds.LAYER_CLASS if call.name in _LAYERS and not is_r6 else kinds.OBJECT)


def _give_targets(body: list[ast.stmt]) -> None:
    """Give targets as many axes as predictions in a metric or loss, as R keras does."""
    for one in body:
        if isinstance(one, ast.FunctionDef) and one.name in ("update_state", "call") and len(one.args.args) > 2:
            targets, predictions = (code.name(argument.arg) for argument in one.args.args[1:3])
            axes, wanted = (code.call("len", code.attribute(value, "shape")) for value in (targets, predictions))
            wider = code.call("keras.ops.expand_dims", targets, -1)
            widen = ast.Assign([ast.Name(one.args.args[1].arg, ast.Store())], wider)
            one.body.insert(0, ast.If(code.compare(axes, "<", wanted), [widen], []))


def _make_empty_function(call: Call) -> Function:
    return Function(call.node, [], Call(call.node, Symbol(call.node, "{"), []))


def _translate_field(t: Translation, key: str, value: Expr | None) -> list[ast.stmt]:
    """Return a field with a value of its own as an attribute of the class."""
    found = t.translate(value) if value is not None else None
    if found is None or found.kind not in (*kinds.SCALARS, kinds.NULL) or not key.isidentifier():
        raise Untranslatable(f"the field `{key}` of the class, which its objects could share in Python")
    if t.style == "keras" and found.kind == kinds.NULL and f"${key}" in t.grown:
        found = Value(t.np("array", ast.List([], ast.Load())), kinds.NUMBERS)
    t.facts.learn(FIELDS, key, found.kind, find_form(found.code))
    return [ast.Assign([ast.Name(key, ast.Store())], found.code)]


def _take_options(body: list[ast.stmt]) -> None:
    """Make `__init__` of an R6 layer hand on `name` and `trainable`, which create_layer() gives."""
    start = next(one for one in body if isinstance(one, ast.FunctionDef) and one.name == "__init__")
    calls = [one for one in ast.walk(start) if isinstance(one, ast.Call)]
    above = next((one for one in calls if ast.unparse(one.func) == "super().__init__"), None)
    if above is not None and not above.args and not above.keywords and start.args.kwarg is None:
        start.args.kwarg = ast.arg("kwargs")
        above.keywords = [ast.keyword(None, code.name("kwargs"))]


def _is_property(value: object) -> bool:
    return isinstance(value, Call) and value.name in ("mark_active", "active_property")


def _translate_member(t: Translation, key: str, value: object) -> list[ast.stmt]:
    is_property = _is_property(value)
    function = value.value(0) if is_property and isinstance(value, Call) else value
    if not isinstance(function, Function):
        raise Untranslatable(f"the member `{key}` of the class is not a function")
    found = t.define(function, "__init__" if key == "initialize" else key, _KINDS.get(key, []))
    definition = found[-1]
    assert isinstance(definition, ast.FunctionDef)
    definition.args.args.insert(0, ast.arg("self"))
    if key == "initialize":
        drop_return(definition.body)
        calls = [ast.unparse(one) for one in ast.walk(definition) if isinstance(one, ast.Call)]
        if not any(one.startswith("super().__init__(") for one in calls):
            definition.body.insert(0, ast.Expr(ast.Call(code.name("super().__init__"), [], [])))
    if is_property:
        definition.decorator_list = [code.name("property")]
    return found


def drop_return(body: list[ast.stmt]) -> None:
    """Take the value out of `__init__`, which may have none."""
    if body and isinstance(body[-1], ast.Return) and body[-1].value is not None:
        last = body.pop()
        assert isinstance(last, ast.Return) and last.value is not None
        if isinstance(last.value, ast.Call):
            body.append(ast.Expr(last.value))
        if not body:
            body.append(ast.Pass())


@handles("create_layer")
def refuse_layer(t: Translation, call: Call) -> Value:
    """Translate create_layer() of a class of Python."""
    found = t.match(call, "layer_class", "object", "args")
    made = t.translate(found["layer_class"])
    given = found.get("args")
    arguments = given.arguments if isinstance(given, Call) and given.name == "list" else []
    if given is not None and not (arguments and all(one.name and one.value is not None for one in arguments)):
        raise Untranslatable("create_layer() with `args` that is not a named list")
    named = {one.name: argument(t, one, whole=True) for one in arguments}
    layer = code.call(made.code, **named)
    if "object" not in found:
        return Value(layer, kinds.OBJECT)
    subject = t.translate(found["object"])
    if t.style == "keras":
        return Value(compose(t, subject, layer, {}, call.name), subject.kind)
    return Value(code.binary(subject.code, ">>", layer), kinds.ANY)


@handles("R6Class")
def translate_r6(t: Translation, call: Call) -> Value:
    """Translate an R6 class of a layer, model or callback."""
    found = t.match(call, "classname", "public", "private", "active", "inherit")
    inherit = found.get("inherit")
    bases = {"KerasLayer": "Layer", "KerasCallback": "Callback", "KerasModel": "Model"}
    if not isinstance(inherit, Symbol) or inherit.name not in bases or "private" in found or "active" in found:
        raise Untranslatable("R6Class() of a class that is not a layer, model or callback")
    public = found.get("public")
    members = public.arguments if isinstance(public, Call) and public.name == "list" else []
    made = Call(call.node, Symbol(call.node, bases[inherit.name]), [Given("", found["classname"]), *members])
    return _define_class(t, made, is_r6=True)


@handles("create_layer_wrapper")
def translate_wrapper(t: Translation, call: Call) -> Value:
    """Translate create_layer_wrapper(): in Python the class itself is what makes the layers."""
    if len(call.arguments) != 1:
        raise Untranslatable("create_layer_wrapper() with further arguments")
    return Value(t.translate(call.value(0)).code, kinds.LAYER_CLASS)
