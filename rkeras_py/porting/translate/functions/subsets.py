"""Indices: `x[i]`, `x[[i]]`, `x$name`."""

import ast
from typing import TypeGuard

from ....data.sentinels import NA
from .. import code, kinds
from ..inference.forms import Form, may_be_missing, note_form, note_names
from ..inference.reading import element_of, find_form
from ..kinds import Value
from ..language import Call, Constant, Expr, Given, Symbol, Untranslatable, walk
from ..scopes import FIELDS
from ..state import LOGGED, Translation, handles, literal, whole
from .names import OF_LAYERS, PARTS
from .vectors import is_dim_of_tensor


def split_indices(call: Call) -> tuple[list[Expr | None], bool]:
    """Return the indices of `x[...]`, and whether axes of size 1 vanish.

    Raises:
        Untranslatable: If it has an argument that is not known.
    """
    indices: list[Expr | None] = []
    drop = True
    for one in call.arguments[1:]:
        if one.name == "drop":
            drop = literal(one.value) is True
            if literal(one.value) not in (True, False):
                raise Untranslatable("`drop` is known only when the script runs")
        elif one.name:
            raise Untranslatable(f"the argument `{one.name}` of an index")
        else:
            indices.append(one.value)
    return indices, drop


@handles("[")
def translate_part(t: Translation, call: Call) -> Value:
    """Translate `x[...]`."""
    indices, drop = split_indices(call)
    owner = call.value(0)
    if is_tensor_at(owner):
        return _translate_tensor_at(t, owner, indices)
    if is_dim_of_tensor(owner, t) and len(indices) == 1 and (index := natural(t, indices[0])):
        return _take_size(t.translate(owner.value(0)), index)
    value = t.translate(owner)
    if value.kind == kinds.MEASURES and len(indices) == 1 and indices[0] is not None:
        made = _measure(t, value, indices[0])
        note_names(made.code, Form(0, "number"))
        return made
    if not indices or (len(indices) == 1 and indices[0] is None):
        return value
    if len(indices) == 1 and whole(indices[0]) == 0 and value.kind != kinds.TENSOR:
        raise Untranslatable("x[0], an empty vector, which R prints by its type")
    if value.kind == kinds.TENSOR:
        quick = [_index_tensor(t, one) for one in indices]
        if len(indices) == 1 and (mask := _translate_mask(t, indices[0])):
            return Value(code.item(value.code, mask), kinds.TENSOR)
        if drop and all(one is not None for one in quick):
            return Value(code.item(value.code, _write_tuple([one for one in quick if one is not None])), kinds.TENSOR)
    if value.kind in kinds.VECTORS and len(indices) == 1 and (found := _index_vector(t, value, indices[0])):
        return found
    if value.kind == kinds.ARRAY and drop and (found := _index_array(t, value, indices)):
        return found
    parts = _write_tuple([index_code(t, one) for one in indices])
    at = t.r("ix", value.code) if drop else t.r("ix", value.code, drop=False)
    return Value(code.item(at, parts), _find_kind(t, value.kind, indices, drop), fresh=True)


def _take_size(tensor: Value, index: ast.expr) -> Value:
    """Return a size of a tensor; an open one is None in Keras, and NA in R."""
    return Value(code.item(code.attribute(tensor.code, "shape"), index), kinds.ANY)


def is_tensor_at(expr: Expr | None) -> TypeGuard[Call]:
    """Tell whether this is `x@r` or `x@py`, of which keras3 takes parts of tensors."""
    return isinstance(expr, Call) and expr.name == "@" and literal(expr.value(1)) in ("r", "py")


def _translate_tensor_at(t: Translation, owner: Call, indices: list[Expr | None]) -> Value:
    if len(indices) == 1 and (mask := _translate_mask(t, indices[0])):
        return Value(code.item(t.translate(owner.value(0)).code, mask), kinds.TENSOR)
    of = _index_tensor if literal(owner.value(1)) == "r" else _index_python
    parts = [of(t, one) for one in indices]
    found = [one for one in parts if one is not None]
    if len(found) != len(parts):
        raise Untranslatable("which part of a tensor this is, is known only when the script runs")
    return Value(code.item(t.translate(owner.value(0)).code, _write_tuple(found)), kinds.TENSOR)


def _translate_mask(t: Translation, expr: Expr | None) -> ast.expr | None:
    """Return an index that is a comparison of tensors, which takes the same part in R and in Python."""
    if not (isinstance(expr, Call) and expr.name in ("==", "!=", "<", "<=", ">", ">=")):
        return None
    value = t.translate(expr)
    return value.code if value.kind == kinds.TENSOR else None


_ALL = ast.Constant(...)


def is_rest(expr: Expr | None) -> bool:
    """Tell whether an index stands for all axes not named."""
    return (isinstance(expr, Symbol) and expr.name == "..") or (isinstance(expr, Call) and expr.name == "all_dims")


def _index_python(t: Translation, expr: Expr | None) -> ast.expr | None:
    """Return an index that counts as Python does."""
    if expr is None:
        return ast.Slice()
    if is_rest(expr):
        return _ALL
    if (isinstance(expr, Constant) and expr.value is None) or (isinstance(expr, Symbol) and expr.name == "newaxis"):
        return code.const(None)
    if isinstance(expr, Call) and expr.name == ":":
        ends = [None if literal(one.value) in (None, NA) else whole(one.value) for one in expr.arguments]
        is_known = all(
            end is not None or literal(one.value) in (None, NA) for end, one in zip(ends, expr.arguments, strict=True)
        )
        return ast.Slice(*(None if end is None else code.const(end) for end in ends)) if is_known else None
    number = whole(expr)
    return None if number is None else code.const(number)


def _find_kind(t: Translation, kind: str, indices: list[Expr | None], drop: bool) -> str:
    if kind in kinds.VECTORS:
        only = indices[0]
        single = only is not None and t.translate(only).kind in kinds.NATURAL
        return kinds.element_of(kind) if single else kind
    if kind == kinds.ARRAY and not drop:
        return kinds.ARRAY
    if kind in (kinds.LIST, kinds.DICT, kinds.TENSOR, kinds.NONE_YET):
        return kind
    return kinds.ANY


def _write_tuple(parts: list[ast.expr]) -> ast.expr:
    return parts[0] if len(parts) == 1 else ast.Tuple(parts, ast.Load())


def index_code(t: Translation, expr: Expr | None) -> ast.expr:
    """Return an index for `r.ix()`, which counts from 1."""
    if expr is None:
        return ast.Slice()
    if isinstance(expr, Call) and expr.name == ":" and not t.is_own(":"):
        return ast.Slice(t.translate(expr.value(0)).code, t.translate(expr.value(1)).code)
    return t.translate(expr).code


def assigned_index(t: Translation, expr: Expr | None) -> ast.expr:
    """Return an index for `r.assign()`."""
    return code.call("slice", None) if expr is None else t.translate(expr).code


def natural(t: Translation, expr: Expr | None) -> ast.expr | None:
    """Return the index of Python for one that is certainly a whole number of at least 1; None for others."""
    if expr is None:
        return None
    number = whole(expr)
    if number is not None:
        return code.const(number - 1) if number >= 1 else None
    value = t.translate(expr)
    return code.plus_number(value.code, -1) if value.kind in kinds.NATURAL else None


def _index_tensor(t: Translation, expr: Expr | None) -> ast.expr | None:
    if expr is None:
        return ast.Slice()
    if is_rest(expr):
        return _ALL
    if isinstance(expr, Constant) and expr.value is None:
        return code.const(None)
    if isinstance(expr, Symbol) and expr.name == "newaxis":
        return code.const(None)
    number = whole(expr)
    if number is not None and number < 0:
        return code.const(number)
    if isinstance(expr, Call) and expr.name == ":":
        first, last = expr.value(0), expr.value(1)
        start = code.const(0) if is_open(first) else natural(t, first)
        stop = None if is_open(last) else _translate_stop(t, last)
        if start is None or (stop is None and not is_open(last)):
            return None
        is_first = isinstance(start, ast.Constant) and start.value == 0
        return ast.Slice(None if is_first else start, stop)
    return natural(t, expr)


def is_open(expr: Expr) -> bool:
    """Tell whether the end of a range in an index is open."""
    return isinstance(expr, Constant) and (expr.value is None or expr.value is NA)


def _translate_stop(t: Translation, expr: Expr) -> ast.expr | None:
    value = t.translate(expr)
    return value.code if value.kind in kinds.NATURAL else None


def _index_vector(t: Translation, value: Value, expr: Expr | None) -> Value | None:
    index = natural(t, expr)
    if index is not None:
        size = find_form(value.code).size
        if size is not None and expr is not None and (whole(expr) or 0) > size:
            raise Untranslatable("x[i] beyond the end, which is NA in R")
        return Value(code.item(value.code, index), kinds.element_of(value.kind))
    if whole(expr) == -1:
        return Value(code.item(value.code, ast.Slice(code.const(1))), value.kind)
    is_made = isinstance(expr, Call) and expr.name in ("c", "rep")  # may be of any length: R repeats it
    mask = t.translate(expr) if expr is not None and not is_made else Value(value.code)
    if mask.kind != kinds.BOOLS or (t.may_miss and may_be_missing(mask.code)):
        return None
    return Value(code.item(value.code, mask.code), value.kind, fresh=True)


def _index_array(t: Translation, value: Value, indices: list[Expr | None]) -> Value | None:
    parts = [ast.Slice() if one is None else natural(t, one) for one in indices]
    if len(indices) < 2 or any(part is None for part in parts) or sum(one is None for one in indices) > 1:
        return None
    kind = kinds.NUMBERS if any(one is None for one in indices) else kinds.NUMBER
    return Value(code.item(value.code, _write_tuple([part for part in parts if part is not None])), kind)


@handles("[[")
def translate_element(t: Translation, call: Call) -> Value:
    """Translate `x[[i]]`."""
    indices = [one.value for one in call.arguments[1:] if one.name != "exact"]
    if any(one is None for one in indices):
        raise Untranslatable("an empty index in [[ ]]")
    first, owner = indices[0], call.value(0)
    if is_dim_of_tensor(owner, t) and len(indices) == 1 and (place := natural(t, first)):
        return _take_size(t.translate(owner.value(0)), place)
    measure = literal(first) if len(indices) == 1 else None
    if isinstance(measure, str) and (logs := _list_logs(t, call.value(0))) is not None:
        return _take_log(t, logs, measure)
    logs = _list_logs(t, call.value(0)) if len(indices) == 1 and first is not None and not t.is_rated else None
    if logs is not None and first is not None and t.translate(first).kind == kinds.TEXT:
        return Value(t.np("array", code.item(logs, t.translate(first).code)), kinds.NUMBERS, fresh=True)
    value = t.translate(call.value(0))
    if value.kind == kinds.MEASURES and len(indices) == 1 and first is not None:
        return _measure(t, value, first)
    if len(indices) == 1:
        text = literal(first)
        if isinstance(text, str) and find_form(value.code).named:
            raise Untranslatable("an element by its name; an array has no names")
        is_logged = isinstance(at := call.value(0), Symbol) and at.name == "logs" and text in LOGGED
        if isinstance(text, str) and (value.kind == kinds.DICT or (is_logged and t.style == "keras")):
            text = _name_log(t, text) if is_logged else text
            return Value(code.item(value.code, code.const(text)), kinds.NUMBER if is_logged else kinds.ANY)
        index = natural(t, first)
        if value.kind == kinds.TENSOR and first is not None and is_single_tensor(value.code):
            return Value(code.item(value.code, t.translate(first).code), kinds.TENSOR)  # counts as Python does
        if index is not None and value.kind in (kinds.LIST, kinds.TENSOR, *kinds.VECTORS):
            return Value(code.item(value.code, index), element_of(value))
    parts = [t.translate(one).code for one in indices if one is not None]
    return Value(t.r("element", value.code, *parts), element_of(value))


def is_single_tensor(node: ast.expr) -> bool:
    """Tell whether code is certainly a tensor, and no list of some."""
    form = find_form(node)
    return form.of == "tensor" and form.item is not None and form.item.rank == 0


def _measure(t: Translation, value: Value, at: Expr) -> Value:
    """Return one of the measures of evaluate(), by its name or its place in R's order."""
    name, place = literal(at), whole(at)
    if place is not None and t.measures is not None and 1 <= place <= len(t.measures):
        name = t.measures[place - 1]
    if not isinstance(name, str) and (chosen := t.translate(at)).kind == kinds.TEXT:
        return Value(code.item(value.code, chosen.code), kinds.NUMBER)
    if not isinstance(name, str):
        raise Untranslatable("a position in the result of evaluate(), whose order is known only when the script runs")
    return Value(code.item(value.code, code.const(name)), kinds.NUMBER)


@handles("$")
def translate_dollar(t: Translation, call: Call) -> Value:
    """Translate `x$name`."""
    name = literal(call.value(1))
    if not isinstance(name, str):
        raise Untranslatable("`$` with something other than a name")
    owner = call.value(0)
    if name == "name" and t.style == "keras" and any(_is_optimizer(t, one) for one in walk(owner)):
        raise Untranslatable("`$name` of an optimizer, which differs in Keras 3")
    if (logs := _list_logs(t, owner)) is not None:
        return _take_log(t, logs, name)
    value = t.translate(owner)
    if (logs := _list_logs(t, call)) is not None:
        if t.style == "keras":
            logs = _sort_logs(t, logs)
        return Value(t.r("lapply", logs, t.np("array").func), kinds.DICT, fresh=True)  # type: ignore[attr-defined]
    if value.kind == kinds.ERROR:
        if name != "message":
            raise Untranslatable(f"`${name}` of an error")
        return Value(t.r("condition_message", value.code), kinds.TEXT)
    if value.kind in kinds.FOREIGN:
        if not name.isidentifier():
            raise Untranslatable(f"`${name}` is not a valid name in Python")
        if t.style == "keras" and name in PARTS and (t.has_parts or value.kind == kinds.TENSOR):
            return _take_part(t, value, name)
        if name == "metrics_names":
            raise Untranslatable("`$metrics_names`, which are others in Keras 3: take names(evaluate())")
        found = code.attribute(value.code, name)
        if name in ("input_names", "output_names") and t.style == "rkeras_py":  # Python's lists are vectors in R
            return Value(t.np("array", found), kinds.TEXTS, fresh=True)
        if name in t.fields:
            note_form(found, t.facts.form(FIELDS, name))
        return Value(found, _find_attribute_kind(t, owner, name))
    if value.kind == kinds.MEASURES:
        return _measure(t, value, call.value(1))
    if value.kind == kinds.DATA_SET and name in ("train", "test"):
        return Value(code.item(value.code, code.const(name)), kinds.DATA_PART)
    if value.kind == kinds.DATA_PART and name in ("x", "y"):
        return Value(code.item(value.code, code.const(name)), kinds.ANY)
    is_logged = isinstance(owner, Symbol) and owner.name == "logs" and name in LOGGED
    name = _name_log(t, name) if is_logged else name
    there = [key for key, _ in find_form(value.code).items] if value.kind == kinds.DICT else []
    if there and name not in there and not is_logged:
        if t.style == "rkeras_py":
            return Value(t.r("dollar", value.code, name))
        if any(isinstance(one, str) and one.startswith(name) for one in there):
            raise Untranslatable(f"`${name}`, which may be the beginning of a name")
        return Value(code.call(code.attribute(value.code, "get"), name), kinds.ANY)
    if value.kind == kinds.DICT and (name in t.keys or is_logged):
        return Value(code.item(value.code, code.const(name)), kinds.NUMBER if is_logged else kinds.ANY)
    if t.style == "keras" and name not in t.keys:
        if any(one.startswith(name) for one in t.keys) and value.kind in (kinds.DICT, kinds.ANY):
            raise Untranslatable(f"`${name}`, which may be the beginning of a name")
        if value.kind == kinds.DICT:
            return Value(code.call(code.attribute(value.code, "get"), name), kinds.ANY)
    is_part = isinstance(value.code, ast.Attribute) and not code.is_of_self(value.code)  # attribute of a Python object
    if t.style == "keras" and value.kind == kinds.ANY and name in t.listed and not is_part:
        return Value(code.item(value.code, code.const(name)), kinds.ANY)
    return Value(t.r("dollar", value.code, name), kinds.NONE_YET if value.kind == kinds.NONE_YET else kinds.ANY)


def _is_optimizer(t: Translation, expr: Expr) -> bool:
    return isinstance(expr, Symbol) and t.makers.get(expr.name, "").startswith("optimizer_")


def _take_part(t: Translation, value: Value, name: str) -> Value:
    if not t.has_parts or value.kind != kinds.TENSOR:
        raise Untranslatable(f"`${name}` of a result that has no names in Keras; use its position")
    return Value(code.item(value.code, code.const(PARTS[name])), kinds.TENSOR)


def _take_log(t: Translation, logs: ast.expr, name: str) -> Value:
    return Value(t.np("array", code.item(logs, code.const(_name_log(t, name)))), kinds.NUMBERS, fresh=True)


def _name_log(t: Translation, name: str) -> str:
    """Return the name of a measure in logs: Keras 3 has another for the learning rate."""
    return "learning_rate" if name == "lr" and t.style == "keras" else name


def _list_logs(t: Translation, expr: Expr) -> ast.expr | None:
    """Return the lists that `history$metrics` is, which are vectors in R."""
    if not (isinstance(expr, Call) and expr.name == "$" and literal(expr.value(1)) == "metrics"):
        return None
    history = t.translate(expr.value(0))
    if history.kind != kinds.HISTORY:
        return None
    return code.attribute(history.code, "metrics" if t.style == "rkeras_py" else "history")


def _sort_logs(t: Translation, logs: ast.expr) -> ast.expr:
    """Return the measures of a history in R's order; Keras and keras3 sort them by name."""
    name = code.name("name")
    if t.keeps_order:
        loop = ast.comprehension(ast.Name("name", ast.Store()), logs, [], 0)
        return ast.DictComp(name, code.item(logs, name), [loop])
    if t.measures is None or t.keeps_order is None:
        raise Untranslatable("all measures of a history, whose order is known only when the script runs")
    if t.is_rated:
        raise Untranslatable("all measures of a history with the learning rate, which is `learning_rate` in Keras 3")
    names = (*t.measures, *(f"val_{name}" for name in t.measures))
    there = code.compare(name, "in", logs)
    loop = ast.comprehension(ast.Name("name", ast.Store()), code.const(names), [there], 0)
    return ast.DictComp(name, code.item(logs, name), [loop])


def _find_attribute_kind(t: Translation, owner: Expr, name: str) -> str:
    root: Expr | None = owner
    while isinstance(root, Call) and root.arguments:
        root = root.arguments[0].value
    is_module = isinstance(root, Symbol) and root.name in ("tf", "keras") and t.scope.find(root.name) is None
    if not is_module and name in OF_LAYERS and name not in t.fields and getattr(owner, "name", "") != "self":
        return OF_LAYERS[name]
    if is_module or name in ("output", "input", "kernel", "bias"):
        return kinds.OBJECT if is_module else kinds.TENSOR
    if isinstance(owner, Symbol) and owner.name == "self":
        return kinds.OBJECT if name in ("optimizer", "model") else kinds.ANY
    return kinds.OBJECT if name in ("optimizer",) else kinds.ANY


@handles("getElement")
def translate_get_element(t: Translation, call: Call) -> Value:
    """Translate getElement()."""
    return translate_element(t, Call(call.node, call.function, [Given("", call.value(0)), Given("", call.value(1))]))
