"""Calls of R keras functions for which Keras has no class or function with the same arguments."""

import ast
from collections.abc import Mapping
from typing import Any

from ....signatures.registry import Spec
from .. import code, kinds
from ..inference.reading import find_form
from ..keras_calls import spell_input
from ..language import Call, Expr, Function, Given, Untranslatable
from ..scopes import assigned_names
from ..state import Translation, literal, whole
from ..to_keras import MAKERS, Held, held_code, match_spec, spell_keywords, spell_value


def _make_model(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = match_spec(call, spec)
    if set(further) - {"name"}:
        raise Untranslatable(f"keras_model(): `{next(iter(further))}`")
    t.imports.modules.add("keras")
    parts = {}
    for name, one in {**matched, **further}.items():
        found = spell_value(t, spec, name, one)
        parts[name] = found.code if isinstance(found, Held) else found
    return code.call("keras.Model", **parts)


def _make_sequential(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = match_spec(call, spec)
    shape = matched.pop("input_shape", None) or further.pop("input_shape", None)
    layers = matched.pop("layers", None)
    name = matched.pop("name", None)
    if matched or further:
        raise Untranslatable(f"keras_model_sequential(): `{next(iter({**matched, **further}))}`")
    t.imports.modules.add("keras")
    items = spell_input(t, {"input_shape": shape} if shape is not None else {})
    if layers is not None:
        first, layers = _split_shape(layers)
        items += spell_input(t, first)
        found = t.translate(layers).code
        if not isinstance(found, ast.List):
            raise Untranslatable("keras_model_sequential(): layers that are known only when the script runs")
        items += found.elts
    named = {"name": t.translate(name).code} if name is not None else {}
    return code.call("keras.Sequential", ast.List(items, ast.Load()), **named)


def _split_shape(layers: Expr) -> tuple[dict[str, Expr], Expr]:
    """Return the shape that the first of some layers names, and the layers without it."""
    first = (
        layers.arguments[0].value if isinstance(layers, Call) and layers.name == "list" and layers.arguments else None
    )
    if not (isinstance(first, Call) and isinstance(layers, Call) and first.name.startswith("layer_")):
        return {}, layers
    shape = {one.name: one.value for one in first.arguments if one.name == "input_shape" and one.value is not None}
    rest = [one for one in first.arguments if one.name != "input_shape"]
    plain = Given("", Call(first.node, first.function, rest, first.piped))
    return shape, Call(layers.node, layers.function, [plain, *layers.arguments[1:]])


def _make_layer_input(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = match_spec(call, spec)
    t.imports.modules.add("keras")
    if further:
        raise Untranslatable(f"{call.name}(): `{next(iter(further))}`")
    return ast.Call(code.name("keras.Input"), [], spell_keywords(t, spec, matched, {}))


def _make_to_categorical(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    t.imports.modules.add("keras")
    labels = matched.get("y")
    if labels is None:
        raise Untranslatable("to_categorical() without labels")
    size = matched.get("num_classes")
    more = {} if size is None else {"num_classes": held_code(spell_value(t, spec, "num_classes", size))}
    return code.call("keras.utils.to_categorical", t.translate(labels).code, **more)


def _get_layer(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    model = t.translate(matched.pop("object")).code
    named = {name: held_code(spell_value(t, spec, name, one)) for name, one in matched.items()}
    if "index" in named:
        number = whole(matched["index"])
        if number is None or number < 1:
            raise Untranslatable("get_layer(): the index is known only when the script runs")
        named["index"] = code.const(number - 1)
    return code.call(code.attribute(model, "get_layer"), **named)


def _clear_session(t: Translation, call: Call, spec: Spec) -> ast.expr:
    t.imports.modules.add("keras")
    return code.call("keras.utils.clear_session")


def _make_constant(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    if "shape" in matched or "value" not in matched:
        raise Untranslatable("k_constant() with `shape`, or without a value")
    t.imports.modules.add("keras")
    dtype = held_code(spell_value(t, spec, "dtype", matched["dtype"])) if "dtype" in matched else None
    return code.call(
        "keras.ops.convert_to_tensor",
        t.translate(matched["value"]).code,
        dtype=dtype if dtype is not None else code.call("keras.config.floatx"),
    )


def _make_numbers(t: Translation, call: Call, spec: Spec) -> ast.expr:
    t.imports.modules.add("keras")
    return code.call("keras.ops.convert_to_numpy", t.translate(call.value(0)).code)


def _make_shape(t: Translation, call: Call, spec: Spec) -> ast.expr:
    value = t.translate(call.value(0))
    if value.kind != kinds.TENSOR:
        raise Untranslatable("k_int_shape() of a value that may not be a tensor")
    return code.call("tuple", code.attribute(value.code, "shape"))


def _make_joined(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    axis = whole(matched["axis"]) if "axis" in matched else -1
    if axis in (None, 0) or "tensors" not in matched:
        raise Untranslatable("k_concatenate(): the axis is known only when the script runs")
    t.imports.modules.add("keras")
    place = axis - 1 if axis > 0 else axis
    return code.call("keras.ops.concatenate", t.translate(matched["tensors"]).code, axis=place)


def _make_on_axis(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    axis = whole(matched["axis"]) if "axis" in matched else -1
    if axis in (None, 0) or "x" not in matched:
        raise Untranslatable(f"{call.name}(): the axis is known only when the script runs")
    t.imports.modules.add("keras")
    place = axis - 1 if axis > 0 else axis
    return code.call(f"keras.ops.{call.name.removeprefix('k_')}", t.translate(matched["x"]).code, axis=place)


def _make_early_stopping(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    refuse_unmeasured(t, call, matched)
    t.imports.modules.add("keras")
    return ast.Call(code.name("keras.callbacks.EarlyStopping"), [], spell_keywords(t, spec, matched, {}))


def refuse_unmeasured(t: Translation, call: Call, matched: Mapping[str, Expr]) -> None:
    """Refuse a callback that may watch what Keras 3 names otherwise.

    Args:
        t: The translation.
        call: The call.
        matched: Its arguments.

    Raises:
        Untranslatable: If it does.
    """
    monitor = literal(matched["monitor"]) if "monitor" in matched else "loss"
    if not isinstance(monitor, str) or monitor.removeprefix("val_") not in ("loss", *(t.measures or ())):
        raise Untranslatable(f"{call.name}(): `monitor` may have another name in Keras 3")


def _clip(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    limits = [matched.get(name) for name in ("x", "min_value", "max_value")]
    if any(one is None or literal(one) is None for one in limits):
        raise Untranslatable("k_clip() without one of its limits")
    t.imports.modules.add("keras")
    return code.call("keras.ops.clip", *(t.translate(one).code for one in limits if one is not None))


def _make_dot(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    t.imports.modules.add("keras")
    return code.call("keras.ops.dot", *(t.translate(matched[name]).code for name in ("x", "y")))


def _make_reshaped(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    sizes = spell_value(t, spec, "dim", matched["dim"]) if "dim" in matched else None
    if set(matched) != {"x", "dim"} or sizes is None:
        raise Untranslatable("array_reshape() with `order`")
    return t.np("reshape", t.np("asarray", t.translate(matched["x"]).code), sizes.code if isinstance(sizes, Held) else (
        code.const(tuple(int(size) for size in (sizes if isinstance(sizes, (list, tuple)) else [sizes])))
    ))  # fmt: skip


def _make_scheduler(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    if set(matched) != {"schedule"}:
        raise Untranslatable(f"{call.name}() with further arguments")
    t.imports.modules.add("keras")
    schedule = t.hold(matched["schedule"], "schedule", [kinds.INT, kinds.NUMBER])
    return code.call("keras.callbacks.LearningRateScheduler", schedule.code)


def _make_hooks(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    named: dict[str, ast.expr] = {}
    for name, one in matched.items():
        takes = [kinds.INT, kinds.DICT] if "epoch" in name or "batch" in name else [kinds.DICT]
        formals = [formal for formal, _ in one.parameters] if isinstance(one, Function) else []
        if not isinstance(one, Function) or len(formals) != len(takes) or formals[-1] in assigned_names(one.body):
            raise Untranslatable(f"{call.name}(): `{name}` handles a value of Keras in another way")
        key = name.replace("on_batch_", "on_train_batch_")
        if key in named:
            raise Untranslatable(f"{call.name}(): `{name}` together with its newer name")
        named[key] = t.hold(one, name, takes).code
    t.imports.modules.add("keras")
    return code.call("keras.callbacks.LambdaCallback", **named)


def _make_saved(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    if set(matched) != {"object", "filepath"}:
        raise Untranslatable(f"{call.name}() with further arguments")
    t.saves = True
    model = t.translate(matched["object"]).code
    return code.call(code.attribute(model, "save"), t.translate(matched["filepath"]).code)


def _make_loaded(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    if set(matched) != {"filepath"}:
        raise Untranslatable(f"{call.name}() with further arguments")
    if not t.saves:
        raise Untranslatable(f"{call.name}() of a file that may come from Keras 2; --style rkeras_py opens it")
    t.imports.modules.add("keras")
    return code.call("keras.models.load_model", t.translate(matched["filepath"]).code)


def _make_clone(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    if set(matched) != {"model"}:
        raise Untranslatable(f"{call.name}() with further arguments")
    t.imports.modules.add("keras")
    return code.call("keras.models.clone_model", t.translate(matched["model"]).code)


def _make_normalized(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, _ = match_spec(call, spec)
    array = t.translate(matched.pop("x"))
    form = find_form(array.code)
    if not form.is_numeric or whole(matched.pop("axis", None)) not in (None, form.rank):
        raise Untranslatable(f"{call.name}() of a value that may not be an array, or not along its last axis")
    named = {name: held_code(spell_value(t, spec, name, one)) for name, one in matched.items()}
    t.imports.modules.add("keras")
    return code.call("keras.utils.normalize", array.code, **named)


def _make_of_tensors(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return a call of an operation that takes tensors, and texts."""
    t.imports.modules.add("keras")
    given = [t.translate(one.value) for one in call.arguments if one.value is not None and not one.name]
    if len(given) != len(call.arguments) or any(one.kind not in (kinds.TENSOR, kinds.TEXT) for one in given):
        raise Untranslatable(f"{call.name}() of a value that may not be a tensor, or with names of arguments")
    return code.call(f"keras.ops.{call.name.removeprefix('op_')}", *(one.code for one in given))


def _keep(path: str, *names: str) -> Any:
    """Return what writes calls of a function of Keras that takes some of R's arguments by the same names."""

    def make(t: Translation, call: Call, spec: Spec) -> ast.expr:
        matched, further = match_spec(call, spec)
        if strange := {*matched, *further} - {*names}:
            raise Untranslatable(f"{call.name}(): `{min(strange)}`")
        t.imports.modules.add("keras")
        return ast.Call(code.name(path), [], spell_keywords(t, spec, matched, {}))

    return make


MAKERS.update({
    "keras_model": _make_model, "keras_model_sequential": _make_sequential, "layer_input": _make_layer_input,
    "keras_input": _make_layer_input,
    "to_categorical": _make_to_categorical, "get_layer": _get_layer, "k_clear_session": _clear_session,
    "k_constant": _make_constant, "k_get_value": _make_numbers, "k_eval": _make_numbers, "k_int_shape": _make_shape,
    "k_concatenate": _make_joined,
    "k_dot": _make_dot, "array_reshape": _make_reshaped, "callback_learning_rate_scheduler": _make_scheduler,
    "callback_lambda": _make_hooks, "k_argmax": _make_on_axis, "k_clip": _clip,
    "k_expand_dims": _make_on_axis, "callback_early_stopping": _make_early_stopping, "save_model_hdf5": _make_saved,
    "load_model_hdf5": _make_loaded, "clone_model": _make_clone, "normalize": _make_normalized,
    "config_backend": _keep("keras.config.backend"), "k_backend": _keep("keras.config.backend"),
    "op_size": _make_of_tensors, "op_einsum": _make_of_tensors,
    "get_file": _keep("keras.utils.get_file", "fname", "origin", "file_hash", "cache_subdir", "hash_algorithm",
                      "cache_dir", "force_download"),
    "callback_tensorboard": _keep("keras.callbacks.TensorBoard", "log_dir", "histogram_freq", "write_graph",
                                  "write_images", "embeddings_freq", "update_freq", "profile_batch",
                                  "write_steps_per_second"),
})  # fmt: skip
