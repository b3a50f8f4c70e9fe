"""Operations `op_*` that rkeras_py makes of several of Keras's, or that count positions from 1, as keras.ops."""

import ast
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ....engine.tensors import read_values
from ....signatures.registry import Spec
from .. import code, kinds
from ..language import Call, Expr, Untranslatable
from ..state import Translation, literal
from ..to_keras import MAKERS, Held, held_code, match_spec, spell_keywords, spell_value

_SAME = (
    "op_average", "op_binary_crossentropy", "op_categorical_crossentropy", "op_clip", "op_conv_transpose",
    "op_ctc_loss", "op_irfft", "op_istft", "op_quantile", "op_rearrange", "op_saturate_cast", "op_tensordot",
)  # fmt: skip
"""Functions whose arguments are Keras's, with axes that count from 1."""
_LISTS = (
    "op_ctc_decode", "op_fft", "op_fft2", "op_histogram", "op_ifft2", "op_qr", "op_rfft", "op_split", "op_stft",
    "op_unstack",
)  # fmt: skip
"""Functions that give a list, of which Keras makes a tuple."""
_FOUND = ("op_argmax", "op_argmin", "op_argsort", "op_digitize", "op_searchsorted", "op_top_k")
"""Functions that give positions."""
_TAKEN = {
    "op_one_hot": "x", "op_scatter": "indices", "op_segment_max": "segment_ids", "op_segment_sum": "segment_ids",
    "op_scatter_update": "indices", "op_slice": "start_indices", "op_slice_update": "start_indices",
    "op_split": "indices_or_sections", "op_take": "indices", "op_take_along_axis": "indices",
}  # fmt: skip
"""Functions that take positions, with the argument that has them."""
_FROM_END = ("op_take", "op_take_along_axis")
"""Functions of `_TAKEN` that count negative positions from the end."""


def _make_operation(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = match_spec(call, spec)
    counts_from_0 = _read_flag(matched.pop("zero_indexed", None), spec)
    place = "" if counts_from_0 else _TAKEN.get(spec.name, "")
    positions = {place: _count_from_0(t, spec, place, matched[place])} if place in matched else {}
    spelled = {
        str(one.arg): one.value
        for one in spell_keywords(t, spec, {key: one for key, one in matched.items() if key not in positions}, further)
    }
    if spec.name == "op_clip" and any(isinstance(spelled.get(one), ast.Call) for one in ("x_min", "x_max")):
        raise Untranslatable("op_clip() with limits for each element needs rkeras_py")
    spelled.update(positions)
    if spec.name.startswith(("op_scatter", "op_segment")):
        spelled.update({place: _as_tensor(one) for place, one in positions.items()})
    if spec.name == "op_histogram":
        spelled["x"] = code.call("keras.ops.reshape", spelled["x"], code.const((-1,)))
    first, *_ = spec.params
    arguments = [_as_tensor(spelled.pop(first))] if first in spelled else []
    if "updates" in spelled:
        spelled["updates"] = _cast_update(spec, spelled["updates"], arguments[0])
    t.imports.modules.add("keras")
    made = code.call(f"keras.ops.{spec.name.removeprefix('op_')}", *arguments, **spelled)
    if spec.name in _LISTS:
        return code.call("list", made)
    if spec.name not in _FOUND or counts_from_0:
        return made
    return _count_second_from_1(made) if spec.name == "op_top_k" else code.plus_number(made, 1)


def _as_tensor(value: ast.expr) -> ast.expr:
    is_vector = isinstance(value, ast.List) and not any(isinstance(one, ast.Call) for one in value.elts)
    return code.call("keras.ops.convert_to_tensor", value) if is_vector else value


def _cast_update(spec: Spec, value: ast.expr, whole: ast.expr) -> ast.expr:
    """Return what is put into a tensor, of its type."""
    if isinstance(value, ast.Constant) or not isinstance(whole, ast.Name):
        raise Untranslatable(f"{spec.name}(): one number, or a tensor without a name, needs rkeras_py")
    return code.call("keras.ops.cast", _as_tensor(value), code.attribute(whole, "dtype"))


def _read_flag(expr: Expr | None, spec: Spec) -> bool:
    value = False if expr is None else literal(expr)
    if not isinstance(value, bool):
        raise Untranslatable(f"{spec.name}(): `zero_indexed` is known only when the script runs")
    return value


def _count_from_0(t: Translation, spec: Spec, name: str, expr: Expr) -> ast.expr:
    """Return positions that count from 1 as they count from 0; negative ones count from the end."""
    from_end = spec.name in _FROM_END
    value = spell_value(t, spec, name, expr)
    if isinstance(value, Held):
        if from_end and not isinstance(value.code, ast.Name):
            raise Untranslatable(f"{spec.name}(): whether `{name}` counts from the end is known only when it runs")
        whole = code.call("keras.ops.cast", value.code, "int32")
        less = code.binary(whole, "-", code.const(1))
        return (
            code.call("keras.ops.where", code.compare(value.code, ">", code.const(0)), less, whole)
            if from_end
            else less
        )
    if spec.name == "op_split" and not isinstance(value, (list, tuple)):
        return code.const(value)  # the number of parts
    numbers = read_values(value).tolist() if hasattr(value, "shape") else value
    return code.const(_shift(spec, name, numbers, from_end))


def _shift(spec: Spec, name: str, value: object, from_end: bool) -> object:
    if isinstance(value, (list, tuple)):
        return [_shift(spec, name, one, from_end) for one in value]
    assert isinstance(value, int)
    may_be = spec.name == "op_one_hot"  # of which others than classes give a row of 0
    if not may_be and (value == 0 or (value < 0 and not from_end)):
        raise Untranslatable(f"{spec.name}(): `{name}` counts from 1")
    return value - 1 if value > 0 or may_be else value


def _count_second_from_1(made: ast.expr) -> ast.expr:
    """Return values, and their positions, to which the number of the place in the list, 1, is added."""
    added = code.binary(code.name("found"), "+", code.name("place"))
    names = ast.Tuple([ast.Name("place", ast.Store()), ast.Name("found", ast.Store())], ast.Store())
    return ast.ListComp(added, [ast.comprehension(names, code.call("enumerate", made), [], 0)])


def _make_stacked(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return tensors that are joined, of a list of them or of several arguments."""
    if any(one.name or one.value is None for one in call.arguments):
        raise Untranslatable(f"{spec.name}() with names of arguments")
    given = [t.translate(one.value).code for one in call.arguments if one.value is not None]
    t.imports.modules.add("keras")
    is_list = len(given) == 1
    return code.call(f"keras.ops.{spec.name.removeprefix('op_')}", given[0] if is_list else ast.List(given, ast.Load()))


def _make_found(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return the positions where a condition holds, a row each; op_where() has a row for each axis."""
    matched, _ = match_spec(call, spec)
    t.imports.modules.add("keras")
    places = code.call("keras.ops.nonzero", t.translate(next(iter(matched.values()))).code)
    axis = 0 if spec.name == "op_where" else 1
    return code.plus_number(code.call("keras.ops.stack", places, axis=axis), 1)


def _make_padded(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = match_spec(call, spec)
    if "pad_width" not in matched:
        raise Untranslatable("op_pad() without `pad_width`")
    given = matched.pop("pad_width")
    widths = spell_value(t, spec, "pad_width", given)
    if isinstance(widths, Held):
        if t.translate(given).kind != kinds.ARRAY:
            raise Untranslatable("op_pad(): the widths are known only when the script runs")
        whole = code.call(code.attribute(widths.code, "astype"), "int32")
        pairs: ast.expr = code.call(code.attribute(whole, "tolist"))
    else:
        known = np.asarray(widths).tolist()
        if isinstance(known, list) and not isinstance(known[0], list):
            raise Untranslatable("op_pad(): one pair of widths for all axes needs rkeras_py")
        pairs = code.const(known)
    spelled = {str(one.arg): one.value for one in spell_keywords(t, spec, matched, further)}
    t.imports.modules.add("keras")
    return code.call("keras.ops.pad", spelled.pop("x"), pairs, **spelled)


def _make_sequence(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return numbers in equal steps, the last one with them."""
    matched, _ = match_spec(call, spec)
    given = {name: literal(matched[name]) for name in ("start", "end", "step") if name in matched}
    values = [one for one in given.values() if isinstance(one, (int, float)) and one == int(one)]
    is_last = _read_flag(matched.get("include_end", None), spec) if "include_end" in matched else True
    if not all(isinstance(one, (int, float)) for one in given.values()) or not given or not given.get("step", 1):
        raise Untranslatable("op_arange() of numbers that are known only when the script runs")
    if len(values) < len(given):
        return _make_fractions(t, given, is_last, matched)
    is_whole = all(isinstance(one, int) for one in values)
    step = int(given.get("step", 1))  # type: ignore[call-overload]
    first, last = (int(given["start"]), int(given["end"])) if "end" in given else (int(is_last), int(values[0]))  # type: ignore[call-overload]
    stop = last + (1 if step > 0 else -1) * is_last
    dtype = spell_value(t, spec, "dtype", matched["dtype"]) if "dtype" in matched else "int32" if is_whole else None
    t.imports.modules.add("keras")
    kind = code.call("keras.config.floatx") if dtype is None else held_code(dtype)
    steps = [] if step == 1 else [step]
    return code.call("keras.ops.arange", first, stop, *steps, dtype=kind)


def _make_fractions(t: Translation, given: Mapping[Any, Any], is_last: bool, matched: dict[str, Expr]) -> ast.expr:
    """Return a sequence of which a step or an end is no whole number, as op_arange() computes it."""
    if "dtype" in matched:
        raise Untranslatable("op_arange() of numbers that are no whole ones, with a type")
    first, last = (given["start"], given["end"]) if "end" in given else (int(is_last), given["start"])
    step = given.get("step", 1)
    count = math.floor((last - first) / step + 1e-10) + 1 if is_last else math.ceil((last - first) / step - 1e-10)
    t.imports.modules.update({"keras", "numpy as np"})
    steps = code.binary(code.const(step), "*", code.call("np.arange", max(count, 0)))
    whole = code.binary(code.const(float(first)), "+", steps)
    return code.call("keras.ops.convert_to_tensor", whole, dtype=code.call("keras.config.floatx"))


MAKERS["op_arange"] = _make_sequence
MAKERS.update(dict.fromkeys({*_SAME, *_LISTS, *_FOUND, *_TAKEN}, _make_operation))
MAKERS.update(
    {"op_hstack": _make_stacked, "op_vstack": _make_stacked, "op_nonzero": _make_found, "op_pad": _make_padded}
)
