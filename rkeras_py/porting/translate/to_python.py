"""Python objects in R: `tf$reduce_sum(x)`, `model(x)`, `reticulate::import()`."""

import ast

from . import code, kinds
from .inference.forms import Form
from .inference.reading import find_form
from .inference.symbolic import uses_symbolic
from .keras_calls import compose
from .kinds import Value
from .language import Call, Constant, Expr, Given, Symbol, Untranslatable, walk
from .state import Translation, handles, literal

_LISTS = ("c", "list")
_NUMBERS = Form(1, "list", item=Form(0, "number"))


def call_object(t: Translation, call: Call) -> Value:
    """Translate a call of an object of Python, or of a function that a value stands for."""
    function = call.function
    if isinstance(function, Call) and function.name == "$" and (special := _call_method(t, function, call)) is not None:
        return special
    is_foreign, kind = _judge(t, function)
    callee = t.translate(function)
    maker = t.makers.get(function.name, "") if isinstance(function, Symbol) else getattr(function, "name", "")
    makes_weights = maker.startswith("initializer_")
    args: list[ast.expr] = []
    named: list[ast.keyword] = []
    for one in call.arguments:
        if one.value is None:
            raise Untranslatable("an empty argument")
        if isinstance(one.value, Symbol) and one.value.name == "...":
            args.append(ast.Starred(code.name("args"), ast.Load()))
            named.append(ast.keyword(None, code.name("kwargs")))
            continue
        is_class = isinstance(function, Symbol) and function.name in t.classes
        is_whole = makes_weights or is_class or (kind == kinds.OBJECT and _is_kerass(function))
        value = argument(t, one, whole=is_whole) if is_foreign else t.translate(one.value, one.name).code
        if maker.startswith("layer_") and isinstance(value, ast.List) and value.elts and find_form(value) == _NUMBERS:
            value = t.np("array", value)  # Keras reads a list as several inputs
        if one.name:
            named.append(ast.keyword(one.name, value))
        else:
            args.append(value)
    is_step = call.piped and len(args) == 1 and not named and t.style == "rkeras_py"
    if is_step and callee.kind in (kinds.OBJECT, kinds.ANY, kinds.NONE_YET):
        return Value(code.binary(args[0], ">>", callee.code), _find_called(t, call))
    if (
        call.piped
        and len(args) == 1
        and not named
        and callee.kind == kinds.OBJECT
        and call.arguments[0].value is not None
    ):
        subject = t.translate(call.arguments[0].value)
        if subject.kind == kinds.OBJECT:  # a model that gets another layer or model
            return Value(compose(t, subject, callee.code, {}, call.name), subject.kind)
    method = literal(function.value(1)) if isinstance(function, Call) and function.name == "$" else None
    if method in ("compute_output_shape", "build"):
        args = [ast.Tuple(one.elts, ast.Load()) if isinstance(one, ast.List) else one for one in args]
    if t.style == "keras" and t.keeps_training and _gives_training(t, call):
        raise Untranslatable("Keras 3 replaces `training` of a call in a functional model by that of the model's call")
    return Value(ast.Call(callee.code, args, named), kind)


def _gives_training(t: Translation, call: Call) -> bool:
    """Tell whether a call in a functional model says itself whether it trains."""
    says = any(one.name == "training" and isinstance(literal(one.value), bool) for one in call.arguments if one.value)
    first = next((one.value for one in call.arguments if one.value and not one.name), None)
    return says and first is not None and uses_symbolic(first, t.symbolic, set())


def call_layer_class(t: Translation, call: Call) -> Value:
    """Translate a call of a class of layers, whose first argument is in R what the layer is composed with."""
    given = list(call.arguments)
    subject: Value | None = None
    place = next((one for one in given if one.name == "object"), given[0] if given and not given[0].name else None)
    if place is not None and place.value is not None:
        given.remove(place)
        subject = t.translate(place.value)
    args = [argument(t, one, whole=True) for one in given if not one.name]
    named = [ast.keyword(one.name, argument(t, one, whole=True)) for one in given if one.name]
    layer = ast.Call(t.translate(call.function).code, args, named)
    if subject is None or subject.kind == kinds.NULL:
        return Value(layer, kinds.OBJECT)
    found = compose(t, subject, layer, {}, call.name) if t.style == "keras" else code.binary(subject.code, ">>", layer)
    return Value(found, subject.kind if subject.kind in (kinds.TENSOR, kinds.OBJECT) else kinds.ANY)


def _find_called(t: Translation, call: Call) -> str:
    first = call.arguments[0].value
    return t.translate(first).kind if first is not None and isinstance(first, Symbol) else kinds.ANY


def _judge(t: Translation, function: Expr) -> tuple[bool, str]:
    """Tell whether Python's rules hold for the arguments, and of what kind the result is."""
    root: Expr | None = function
    while isinstance(root, Call) and root.arguments:
        root = root.arguments[0].value
    if isinstance(root, Symbol) and root.name == "tf" and t.scope.find("tf") is None:
        leaf = function.value(1) if isinstance(function, Call) and function.name == "$" else None
        name = leaf.value if isinstance(leaf, Constant) else ""
        return True, kinds.OBJECT if str(name)[:1].isupper() else kinds.TENSOR
    if isinstance(function, Call) and function.name == "$" and literal(function.value(1)) == "add_weight":
        return True, kinds.TENSOR
    kind = t.translate(function).kind
    return kind != kinds.FUNCTION, kinds.TENSOR if _takes_tensor(t, function) else kinds.ANY


def _is_kerass(function: Expr) -> bool:
    """Tell whether a function is none of TensorFlow's own: `tf$Variable(3)` is a float, units of a layer are not."""
    names = [one.value for one in walk(function) if isinstance(one, Constant)]
    return "keras" in names or not any(isinstance(one, Symbol) and one.name == "tf" for one in walk(function))


def _takes_tensor(t: Translation, function: Expr) -> bool:
    return isinstance(function, Symbol) and t.translate(function).kind == kinds.OBJECT


def _call_method(t: Translation, function: Call, call: Call) -> Value | None:
    name = literal(function.value(1))
    owner = function.value(0)
    if name == "new" and isinstance(owner, Symbol) and t.translate(owner).kind == kinds.OBJECT:  # makes an R6 object
        return call_object(t, Call(call.node, owner, call.arguments))
    if name == "as_list" and not call.arguments:
        return Value(code.call("tuple", t.translate(owner).code), kinds.ANY)
    if name == "initialize" and isinstance(owner, Symbol) and owner.name == "super":
        inner = code.attribute(code.call("super"), "__init__")
        found = call_object(t, Call(call.node, Symbol(call.node, "super"), call.arguments))
        assert isinstance(found.code, ast.Call)
        return Value(ast.Call(inner, found.code.args, found.code.keywords), kinds.NULL)
    return None


def argument(t: Translation, given: Given, whole: bool = False) -> ast.expr:
    """Return an argument of an object of Python as reticulate gives it.

    Args:
        t: The translation.
        given: The argument.
        whole: Whether a whole number with R's fraction is taken for an int.
    """
    if given.value is None:
        raise Untranslatable("an empty argument")
    expr = given.value
    if isinstance(expr, Call) and expr.name in _LISTS and not t.is_own(expr.name):
        parts = [argument(t, Given("", one.value), whole) for one in expr.arguments if one.value is not None]
        names = [one.name for one in expr.arguments]
        if all(names) and names:
            return ast.Dict([code.const(name) for name in names], list(parts))
        if not any(names) and (expr.name == "list" or all(literal(one.value) is not ... for one in expr.arguments)):
            if expr.name == "c" and len(parts) == 1:
                return parts[0]
            return ast.List(parts, ast.Load())
    value = t.translate(expr, given.name)
    if value.kind in (kinds.COUNT, kinds.NUMBER) and isinstance(value.code, ast.Constant) and not whole:
        return code.const(float(value.code.value))  # type: ignore[arg-type]
    if (
        value.kind in (kinds.COUNT, kinds.NUMBER)
        and not isinstance(value.code, (ast.Constant, ast.UnaryOp))
        and not whole
    ):
        return code.call("float", value.code)
    if value.kind in kinds.VECTORS and getattr(expr, "name", "") != "array":
        return code.call(code.attribute(value.code, "tolist"))
    return value.code


@handles("import")
def translate_import(t: Translation, call: Call) -> Value:
    """Translate reticulate's import()."""
    module = literal(t.match(call, "module", "as", "convert", "delay_load").get("module"))
    if not isinstance(module, str):
        raise Untranslatable("import() of a name that is known only when the script runs")
    t.imports.modules.add(module)
    return Value(code.name(module), kinds.OBJECT)


@handles("as_iterator", "iter_next")
def translate_iterator(t: Translation, call: Call) -> Value:
    """Translate reticulate's iterators of objects of Python."""
    if call.name == "as_iterator":
        return Value(code.call("iter", t.translate(t.match(call, "x")["x"]).code), kinds.OBJECT)
    found = t.match(call, "it", "completed")
    end = t.translate(found["completed"]).code if "completed" in found else code.const(None)
    return Value(code.call("next", t.translate(found["it"]).code, end), kinds.ANY)


def draw_next(t: Translation, call: Call) -> Value | None:
    """Return `batch <- iter_next(it)` in the condition of a while loop, as a value; None for other calls."""
    target, drawn = (call.value(0), call.value(1)) if call.name == "<-" else (None, None)
    if not (t.in_test and isinstance(target, Symbol) and isinstance(drawn, Call) and drawn.name == "iter_next"):
        return None
    stored = ast.Name(t.spelled(target.name), ast.Store())
    return Value(ast.NamedExpr(stored, t.translate(drawn).code), kinds.ANY)


@handles("tuple")
def translate_tuple(t: Translation, call: Call) -> Value:
    """Translate reticulate's tuple()."""
    parts = [argument(t, one) for one in call.arguments]
    return Value(ast.Tuple(parts, ast.Load()), kinds.LIST, True)


@handles("dict")
def translate_dict(t: Translation, call: Call) -> Value:
    """Translate reticulate's dict()."""
    if not all(one.name for one in call.arguments):
        raise Untranslatable("dict() without names")
    keys: list[ast.expr | None] = [code.const(one.name) for one in call.arguments]
    return Value(ast.Dict(keys, [argument(t, one) for one in call.arguments]), kinds.DICT, True)


@handles("r_to_py", "py_to_r", "np_array")
def translate_conversion(t: Translation, call: Call) -> Value:
    """Translate what takes a value from one language to the other."""
    if len(call.arguments) != 1:
        raise Untranslatable(f"further arguments of {call.name}()")
    value = t.translate(call.value(0))
    return Value(t.np("array", value.code), kinds.ARRAY) if call.name == "np_array" else value


@handles("tf_function")
def translate_tf_function(t: Translation, call: Call) -> Value:
    """Translate tf_function()."""
    found = t.match(call, "f", "input_signature", "autograph")
    if len(found) > 1:
        raise Untranslatable("further arguments of tf_function()")
    t.imports.modules.add("tensorflow as tf")
    held = t.hold(found["f"], "step", [kinds.TENSOR] * 6)
    return Value(code.call("tf.function", held.code), kinds.OBJECT)
