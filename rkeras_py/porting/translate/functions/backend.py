"""`k_*` and `op_*` functions that rkeras_py implements itself, as keras.ops."""

import ast
from collections.abc import Callable, Collection

from ....signatures.registry import Spec
from .. import code, kinds
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Expr, Untranslatable
from ..state import Translation, literal, whole
from ..to_keras import MAKERS, held_code, match_spec, spell_value

_BY_ARGUMENTS = {
    "k_switch": ("where", "condition", "then_expression", "else_expression"),
    "k_pow": ("power", "x", "a"), "k_equal": ("equal", "x", "y"), "k_not_equal": ("not_equal", "x", "y"),
    "k_greater": ("greater", "x", "y"), "k_greater_equal": ("greater_equal", "x", "y"), "k_less": ("less", "x", "y"),
    "k_less_equal": ("less_equal", "x", "y"), "k_maximum": ("maximum", "x", "y"), "k_minimum": ("minimum", "x", "y"),
    "k_ones_like": ("ones_like", "x"), "k_zeros_like": ("zeros_like", "x"),
    "k_stop_gradient": ("stop_gradient", "variables"), "op_add": ("add", "x1", "x2"),
    "op_where": ("where", "condition", "x1", "x2"), "op_shape": ("shape", "x"), "k_shape": ("shape", "x"),
}  # fmt: skip
"""For each function that of keras.ops of the same meaning, and its arguments, all of them tensors or numbers."""
_ON_AXES = {"k_cumsum": "cumsum", "k_cumprod": "cumprod", "k_argmin": "argmin", "k_stack": "stack", "op_stack": "stack"}
_DEFAULTS = {"k_cumsum": 1, "k_cumprod": 1, "k_stack": 1, "op_stack": 1}
_SETTINGS = {"k_epsilon": "epsilon", "k_floatx": "floatx", "k_image_data_format": "image_data_format"}
_CREATED = {"k_zeros": "zeros", "k_ones": "ones"}


def _spell_operand(t: Translation, expr: Expr, called: str, kept: Collection[int] = ()) -> ast.expr:
    """Return a tensor, or R's number as a float.

    Args:
        t: The translation.
        expr: The value.
        called: The function.
        kept: The ids of values that keep the precision of doubles, as keras3's do.

    Raises:
        Untranslatable: If it is an array of R, whose doubles the backend's functions take as floats of Keras's type.
    """
    found = t.translate(expr)
    if found.kind in (kinds.COUNT, kinds.NUMBER):
        value = literal(expr)
        return code.const(float(value)) if isinstance(value, (int, float)) else code.call("float", found.code)
    is_tensor = found.kind in (kinds.TENSOR, kinds.ANY, kinds.NONE_YET, *kinds.WHOLE, kinds.BOOL)
    if not is_tensor and not (found.kind == kinds.ARRAY and id(expr) in kept):
        raise Untranslatable(f"{called}() of a value that may not be a tensor")
    return found.code


def _list_kept(call: Call) -> set[int]:
    return {id(one.value) for one in call.arguments if one.keeps_doubles}


def _make_by_arguments(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    name, *wanted = _BY_ARGUMENTS[spec.name]
    if spec.name == "op_where" and set(matched) == {"condition"}:
        return MAKERS["op_nonzero"](t, call, spec)  # type: ignore[no-any-return]
    if set(matched) != set(wanted):
        raise Untranslatable(f"{spec.name}() without an argument, or with further ones")
    t.imports.modules.add("keras")
    return code.call(
        f"keras.ops.{name}", *(_spell_operand(t, matched[one], spec.name, _list_kept(call)) for one in wanted)
    )


def _make_root(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return the root, which is 0 of negative numbers in R's backend."""
    t.imports.modules.add("keras")
    value = _spell_operand(t, call.value(0), spec.name)
    return code.call("keras.ops.sqrt", code.call("keras.ops.maximum", value, 0.0))


def _make_variable(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a variable, or an array of tensors, of Keras's float type or the type that is given."""
    matched, _ = match_spec(call, spec)
    first, *more = matched
    if set(more) - {"dtype", "name"}:
        raise Untranslatable(f"{spec.name}() with further arguments")
    value = t.translate(matched[first])
    named = {name: held_code(spell_value(t, spec, name, matched[name])) for name in more}
    if "dtype" not in named:
        named["dtype"] = _find_dtype(value, spec, id(matched[first]) in _list_kept(call))
    t.imports.modules.add("keras")
    made = "keras.Variable" if spec.name == "k_variable" else "keras.ops.convert_to_tensor"
    return code.call(made, value.code, **named)


def _find_dtype(value: Value, spec: Spec, keeps_doubles: bool) -> ast.expr:
    """Return the type of a tensor of R's value; `op_*` keep whole numbers, keras3's also doubles of arrays."""
    of = "number" if value.kind in (kinds.COUNT, kinds.NUMBER, kinds.NUMBERS) else find_form(value.code).of
    if spec.name != "k_variable":
        of = "bool" if value.kind in (kinds.BOOL, kinds.BOOLS) else of
        of = "int" if value.kind in (kinds.INTS, *kinds.WHOLE) else of
        known = {"int": "int32", "bool": "bool", "text": "string"}
        if of in known:
            return code.const(known[of])
    keeps_doubles = keeps_doubles and (value.kind in (kinds.ARRAY, kinds.FRAME) or find_form(value.code).dims)
    is_open = value.kind in (kinds.ANY, kinds.INTS, *kinds.WHOLE, kinds.BOOL, kinds.BOOLS)
    if is_open or of == "text" or (keeps_doubles and value.kind != kinds.FRAME and of != "number"):
        raise Untranslatable(f"{spec.name}() without `dtype`, of a value that may be R integers")
    if keeps_doubles and value.kind == kinds.FRAME:
        raise Untranslatable(f"{spec.name}() without `dtype`, of a data frame that may have R integers")
    return code.const("float64") if keeps_doubles else code.call("keras.config.floatx")


def _make_tensor(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a tensor of the type that is given, or that R's value has: whole numbers become int32, others float64."""
    matched, _ = match_spec(call, spec)
    if set(matched) - {"x", "dtype"} or "x" not in matched:
        raise Untranslatable(f"{spec.name}() with a shape or name")
    value = t.translate(matched["x"])
    of = find_form(value.code)
    if of.of == "text":
        t.imports.modules.add("tensorflow as tf")
        return code.call("tf.constant", value.code)
    told: ast.expr | None = None
    if "dtype" in matched:
        told = held_code(spell_value(t, spec, "dtype", matched["dtype"]))
    elif value.kind in (*kinds.WHOLE, kinds.INTS):
        told = code.const("int32")
    elif value.kind in (kinds.COUNT, kinds.NUMBER, kinds.NUMBERS) or of.of == "number":
        told = code.const("float64")
    elif value.kind != kinds.TENSOR:
        raise Untranslatable(f"{spec.name}() without `dtype`, of a value that may be R integers")
    t.imports.modules.add("keras")
    more = {} if told is None else {"dtype": told}
    return code.call("keras.ops.convert_to_tensor", value.code, **more)


def _make_random(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return random numbers, which Keras draws as it does for R."""
    matched, _ = match_spec(call, spec)
    if "shape" not in matched:
        raise Untranslatable(f"{spec.name}() without a shape")
    t.imports.modules.add("keras")
    named = {name: held_code(spell_value(t, spec, name, one)) for name, one in matched.items() if name != "shape"}
    shape = held_code(spell_value(t, spec, "shape", matched["shape"]))
    return code.call(f"keras.random.{_RANDOM[spec.name]}", shape, **named)


def _make_crossentropy(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    logits = literal(matched.get("from_logits")) if "from_logits" in matched else False
    if not {"target", "output"} <= set(matched) or set(matched) - {"target", "output", "from_logits"}:
        raise Untranslatable(f"{spec.name}() without an argument, or with further ones")
    if logits not in (True, False):
        raise Untranslatable(f"{spec.name}(): `from_logits` is known only when the script runs")
    t.imports.modules.add("keras")
    both = [_spell_operand(t, matched[name], spec.name) for name in ("target", "output")]
    more = {"from_logits": True} if logits else {}
    return code.call(f"keras.ops.{spec.name[2:]}", *both, **more)


_RANDOM = {"k_random_normal": "normal", "k_random_uniform": "uniform"}


def _make_on_axes(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    axis = whole(matched["axis"]) if "axis" in matched else _DEFAULTS.get(spec.name, -1)
    if axis in (None, 0) or "x" not in matched or set(matched) - {"x", "axis"}:
        raise Untranslatable(f"{spec.name}(): the axis is known only when the script runs")
    t.imports.modules.add("keras")
    value = t.translate(matched["x"])
    if value.kind not in (kinds.TENSOR, kinds.LIST, kinds.ANY, kinds.NONE_YET):
        raise Untranslatable(f"{spec.name}() of a value that may not be a tensor")
    return code.call(f"keras.ops.{_ON_AXES[spec.name]}", value.code, axis=axis - 1 if axis > 0 else axis)


def _make_setting(t: Translation, call: Call, spec: Spec) -> ast.expr:
    t.imports.modules.add("keras")
    return code.call(f"keras.config.{_SETTINGS[spec.name]}")


def _make_created(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a variable, as R's backend makes; in functions, which may be traced, a tensor."""
    matched, _ = match_spec(call, spec)
    if set(matched) - {"shape", "dtype"} or "shape" not in matched:
        raise Untranslatable(f"{spec.name}() without a shape, or with a name")
    t.imports.modules.add("keras")
    dtype = {"dtype": held_code(spell_value(t, spec, "dtype", matched["dtype"]))} if "dtype" in matched else {}
    shape = held_code(spell_value(t, spec, "shape", matched["shape"]))
    made = code.call(f"keras.ops.{_CREATED[spec.name]}", shape, **dtype)
    return made if t.scope.parent is not None else code.call("keras.Variable", made)


def _make_size(t: Translation, call: Call, spec: Spec) -> ast.expr:
    value = t.translate(call.value(0))
    if value.kind != kinds.TENSOR:
        raise Untranslatable(f"{spec.name}() of a value that may not be a tensor")
    return code.call("len", code.attribute(value.code, "shape"))


def _make_dtype(t: Translation, call: Call, spec: Spec) -> ast.expr:
    value = t.translate(call.value(0))
    if value.kind != kinds.TENSOR:
        raise Untranslatable(f"{spec.name}() of a value that may not be a tensor")
    t.imports.modules.add("keras")
    return code.call("keras.backend.standardize_dtype", code.attribute(value.code, "dtype"))


def _make_flat(t: Translation, call: Call, spec: Spec) -> ast.expr:
    value = _spell_operand(t, call.value(0), spec.name)
    t.imports.modules.add("keras")
    if spec.name == "k_flatten":
        return code.call("keras.ops.reshape", value, code.const((-1,)))
    first = code.item(code.call("keras.ops.shape", value), code.const(0))
    return code.call("keras.ops.reshape", value, ast.Tuple([first, code.const(-1)], ast.Load()))


def _make_permuted(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    pattern = matched.get("pattern")
    given = [whole(one.value) for one in pattern.arguments] if isinstance(pattern, Call) and pattern.name == "c" else []
    places = [one - 1 for one in given if one is not None and one > 0]
    if not given or len(places) != len(given):
        raise Untranslatable(f"{spec.name}(): the axes are known only when the script runs")
    t.imports.modules.add("keras")
    return code.call("keras.ops.transpose", _spell_operand(t, matched["x"], spec.name), axes=tuple(places))


def _make_repeated(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    times, axis = whole(matched.get("rep")), whole(matched.get("axis"))
    if times is None or axis in (None, 0):
        raise Untranslatable(f"{spec.name}(): the axis is known only when the script runs")
    t.imports.modules.add("keras")
    place = axis - 1 if axis > 0 else axis
    return code.call("keras.ops.repeat", _spell_operand(t, matched["x"], spec.name), times, axis=place)


def _make_reshaped(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    if set(matched) != {"x", "newshape"}:
        raise Untranslatable("op_reshape() without a shape")
    t.imports.modules.add("keras")
    sizes = held_code(spell_value(t, spec, "newshape", matched["newshape"]))
    return code.call("keras.ops.reshape", _spell_operand(t, matched["x"], spec.name, _list_kept(call)), sizes)


def _make_cast(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    if "dtype" not in matched:
        raise Untranslatable(f"{spec.name}() without `dtype`")
    t.imports.modules.add("keras")
    value = t.translate(matched["x"])
    is_rounded = value.kind in (kinds.COUNT, kinds.NUMBER, kinds.NUMBERS, kinds.ARRAY)  # to Keras's float type
    function = "keras.ops.convert_to_tensor" if is_rounded else "keras.ops.cast"
    return code.call(function, value.code, held_code(spell_value(t, spec, "dtype", matched["dtype"])))


def _make_updated(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return an update of a variable by its method."""
    matched, _ = match_spec(call, spec)
    change = next((one for name, one in matched.items() if name != "x"), None)
    if set(matched) - {"x"} == set() or len(matched) != 2 or change is None:
        raise Untranslatable(f"{spec.name}() without a value")
    method = {"k_update": "assign", "k_set_value": "assign", "k_update_add": "assign_add", "k_update_sub": "assign_sub"}
    variable = t.translate(matched["x"]).code
    if (array := t.translate(change)).kind in (kinds.NUMBERS, kinds.ARRAY):
        made = code.call(code.attribute(variable, method[spec.name]), array.code)
    else:
        made = code.call(code.attribute(variable, method[spec.name]), _spell_operand(t, change, spec.name))
    vars(made)["updates"] = variable
    return made


_FAMILIES: list[tuple[Callable[[Translation, Call, Spec], ast.expr], tuple[str, ...]]] = [
    (_make_tensor, ("as_tensor",)), (_make_random, tuple(_RANDOM)), (_make_crossentropy, ("k_binary_crossentropy",)),
    (_make_root, ("k_sqrt",)), (_make_variable, ("k_variable", "op_array", "op_convert_to_tensor")),
    (_make_by_arguments, tuple(_BY_ARGUMENTS)), (_make_on_axes, tuple(_ON_AXES)), (_make_setting, tuple(_SETTINGS)),
    (_make_created, tuple(_CREATED)), (_make_size, ("k_ndim", "op_ndim")), (_make_dtype, ("k_dtype", "op_dtype")),
    (_make_flat, ("k_flatten", "k_batch_flatten")), (_make_permuted, ("k_permute_dimensions",)),
    (_make_repeated, ("k_repeat_elements",)), (_make_reshaped, ("op_reshape",)), (_make_cast, ("k_cast", "op_cast")),
    (_make_updated, ("k_update", "k_update_add", "k_update_sub", "k_set_value")),
]  # fmt: skip
for _maker, _names in _FAMILIES:
    MAKERS.update(dict.fromkeys(_names, _maker))
