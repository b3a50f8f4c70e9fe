"""`op_*` functions that rkeras_py builds from several Keras operations, or that count from 1, as keras.ops."""

import ast
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ....engine.tensors import read_values
from ....signatures.registry import Spec
from .. import code, kinds
from ..functions.statistics import hold_once
from ..inference.reading import find_form
from ..language import Call, Expr, Untranslatable
from ..state import Translation, literal, whole
from ..to_keras import MAKERS, Held, held_code, match_spec, spell_keywords, spell_value

_SAME = (
    "op_average", "op_binary_crossentropy", "op_categorical_crossentropy", "op_clip", "op_conv_transpose",
    "op_ctc_loss", "op_irfft", "op_istft", "op_multi_hot", "op_quantile", "op_rearrange", "op_saturate_cast",
    "op_tensordot",
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
_OF_PAIRS = ("op_fft", "op_fft2", "op_ifft2", "op_irfft", "op_istft")
"""Functions of a real and an imaginary part, which Keras takes as a tuple."""
_LIMITS = ("x_min", "x_max")
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
    if spec.name == "op_clip" and any(_holds_several(one) for name, one in spelled.items() if name in _LIMITS):
        return _make_clipped(t, spelled)
    spelled.update(positions)
    if spec.name.startswith(("op_scatter", "op_segment")):
        spelled.update({place: _as_tensor(one) for place, one in positions.items()})
    if spec.name in ("op_slice", "op_slice_update") and place in positions and _is_number(positions[place]):
        spelled[place] = ast.List([positions[place]], ast.Load())
    if spec.name in _OF_PAIRS and isinstance(spelled["x"], ast.List):
        spelled["x"] = ast.Tuple(spelled["x"].elts, ast.Load())
    if spec.name == "op_histogram":
        spelled["x"] = code.call("keras.ops.reshape", spelled["x"], code.const((-1,)))
    first, *_ = spec.params
    arguments = [_as_tensor(spelled.pop(first))] if first in spelled else []
    if "updates" in spelled and arguments:
        arguments = [hold_once(t, arguments[0])]
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
    """Return what is put into a tensor, of its type; one number is an array of any rank in R."""
    dtype = code.attribute(whole, "dtype")
    if not _is_number(value):
        return code.call("keras.ops.cast", _as_tensor(value), dtype)
    ranks = code.call("len", code.attribute(whole, "shape"))
    shape = code.binary(code.const([1]), "*", ranks) if spec.name == "op_slice_update" else code.const([1])
    return code.call("keras.ops.full", shape, value, dtype=dtype)


def _is_number(value: ast.expr) -> bool:
    return find_form(value).is_scalar


def _holds_several(value: ast.expr) -> bool:
    form = find_form(value)
    return isinstance(value, (ast.List, ast.Call)) or form.of == "tensor" or bool(form.rank)


def _holds_fractions(value: ast.expr) -> bool:
    typed = [one.value for one in value.keywords if one.arg == "dtype"] if isinstance(value, ast.Call) else []
    return find_form(value).of == "number" or any(ast.unparse(one) == "'float32'" for one in typed)


def _make_clipped(t: Translation, spelled: dict[str, ast.expr]) -> ast.expr:
    """Return values between limits of which some are several: Keras's clip() cuts fractions off for whole numbers."""
    t.imports.modules.add("keras")
    made = x = hold_once(t, _as_tensor(spelled["x"]))
    for name, function in zip(_LIMITS, ("maximum", "minimum"), strict=True):
        limit = _as_tensor(spelled[name])
        if _holds_several(limit) and _holds_fractions(limit):  # fractions make the result float
            dtype = code.call("keras.backend.result_type", code.attribute(x, "dtype"), code.name("float"))
            limit = code.call("keras.ops.cast", limit, dtype)
        elif find_form(limit).of == "int" and isinstance(limit, ast.Name):  # NumPy integers have 64 bits
            limit = code.call("keras.ops.cast", limit, "int32")
        made = code.call(f"keras.ops.{function}", made, limit)
    return made


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
        given = hold_once(t, value.code) if from_end else value.code
        cast = code.call("keras.ops.cast", given, "int32")
        less = code.binary(cast, "-", code.const(1))
        return code.call("keras.ops.where", code.compare(given, ">", code.const(0)), less, cast) if from_end else less
    if spec.name == "op_split" and not isinstance(value, (list, tuple)):
        return code.const(value)  # a number of parts, not positions
    numbers = read_values(value).tolist() if hasattr(value, "shape") else value
    return code.const(_shift(spec, name, numbers, from_end))


def _shift(spec: Spec, name: str, value: object, from_end: bool) -> object:
    if isinstance(value, (list, tuple)):
        return [_shift(spec, name, one, from_end) for one in value]
    assert isinstance(value, int)
    may_be = spec.name == "op_one_hot"  # other numbers than classes give a row of 0
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
        raise Untranslatable(f"{spec.name}() with named arguments")
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


def _make_partition(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return the places of the values, of which Keras's own argpartition() reads fractions as whole numbers."""
    matched, further = match_spec(call, spec)
    counts_from_0 = _read_flag(matched.pop("zero_indexed", None), spec)
    count = whole(matched.pop("kth", None))
    if count is None or count < 1 - counts_from_0:
        raise Untranslatable("op_argpartition(): `kth` is known only when the script runs, or counts from 1")
    spelled = {str(one.arg): one.value for one in spell_keywords(t, spec, matched, further)}
    axis = spelled.get("axis", code.const(-1))
    t.imports.modules.add("keras")
    order = code.call("keras.ops.argsort", _as_tensor(spelled["x"]), axis=axis)
    if isinstance(axis, ast.Constant) and axis.value is None:
        axis = code.const(0)  # of the vector that argsort() makes
    parts = hold_once(t, code.call("keras.ops.split", order, [count + counts_from_0], axis=axis))
    first, second = (code.item(parts, code.const(place)) for place in (0, 1))
    joined = ast.List([first, code.call("keras.ops.flip", second, axis=axis)], ast.Load())
    return code.plus_number(code.call("keras.ops.concatenate", joined, axis=axis), int(not counts_from_0))


def _make_unraveled(t: Translation, call: Call, spec: Spec) -> ast.expr:
    """Return places along each axis; Keras's unravel_index() takes a vector of places alone."""
    matched, further = match_spec(call, spec)
    spelled = {str(one.arg): one.value for one in spell_keywords(t, spec, matched, further)}
    t.imports.modules.add("keras")
    given = _as_tensor(spelled["indices"])
    places = hold_once(t, code.call("keras.ops.convert_to_tensor", given, dtype="int32"))
    flat = code.call("keras.ops.reshape", code.binary(places, "-", code.const(1)), code.const((-1,)))
    found = hold_once(t, code.call("keras.ops.unravel_index", flat, spelled["shape"]))
    one = code.call("keras.ops.reshape", code.plus_number(code.name("one"), 1), code.call("keras.ops.shape", places))
    return ast.ListComp(one, [ast.comprehension(ast.Name("one", ast.Store()), found, [], 0)])


def _make_padded(t: Translation, call: Call, spec: Spec) -> ast.expr:
    matched, further = match_spec(call, spec)
    if "pad_width" not in matched:
        raise Untranslatable("op_pad() without `pad_width`")
    given = matched.pop("pad_width")
    widths = spell_value(t, spec, "pad_width", given)
    if isinstance(widths, Held):
        if t.translate(given).kind != kinds.ARRAY:
            raise Untranslatable("op_pad(): the widths are known only when the script runs")
        numbers = code.call(code.attribute(widths.code, "astype"), "int32")
        pairs: ast.expr = code.call(code.attribute(numbers, "tolist"))
    else:
        pairs = code.const(np.asarray(widths).tolist())
    spelled = {str(one.arg): one.value for one in spell_keywords(t, spec, matched, further)}
    t.imports.modules.add("keras")
    x = _as_tensor(spelled.pop("x"))
    if isinstance(pairs, ast.Constant):  # one width for all ends
        pairs = ast.List([pairs, pairs], ast.Load())
    if isinstance(pairs, ast.List) and not isinstance(pairs.elts[0], ast.List):  # one pair for all axes
        x = hold_once(t, x)
        axes = code.call("len", code.attribute(x, "shape"))
        pairs = code.binary(ast.List([pairs], ast.Load()), "*", axes)
    return code.call("keras.ops.pad", x, pairs, **spelled)


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
        raise Untranslatable("op_arange() of fractions with a `dtype`")
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
    {
        "op_argpartition": _make_partition,
        "op_hstack": _make_stacked,
        "op_nonzero": _make_found,
        "op_pad": _make_padded,
        "op_unravel_index": _make_unraveled,
        "op_vstack": _make_stacked,
    }
)
