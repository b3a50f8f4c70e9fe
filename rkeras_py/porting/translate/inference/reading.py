"""The forms of values, inferred from the code of a program."""

import ast
from dataclasses import replace

from .. import kinds
from .forms import (
    DATA_FORMS,
    FORMS_OF_PYTHON,
    NOT_YET,
    UNKNOWN,
    Form,
    count_range,
    find_element,
    find_thin,
    find_thin_product,
    form_of_kind,
    is_call,
    is_ix,
    is_negative,
    is_single,
    join_elementwise,
    join_forms,
    join_values,
    keep_form,
    kind_at,
    note_form,
    read_drawn,
    split_index,
)
from .frames import choose_columns, put_column, read_part
from .functions import ELEMENTWISE, KEEPING, MATRICES, SAME, TOTALS, VECTOR
from .layers import count_axes_of_input, count_predicted, count_units, read_layer, read_outputs
from .made import find_item, read_applied, read_made, read_returned, read_texts


def find_form(node: ast.AST) -> Form:
    """Return the form of the value of code."""
    noted = vars(node).get("form")
    if isinstance(noted, Form):
        return noted
    told = form_of_kind(kind_at(node))
    found = _read(node)
    if told.rank is not None:
        size = found.size if found.rank == 1 and told.of not in ("list", "dict") else None
        counts = told == Form(1, "number") and found.of == "int"
        counts = counts or (told == Form(0, "number") and found.is_count)
        single = told.rank == 1 and found.rank == 0 and _keeps_single(node)
        of = found.of if counts or (found.of == "mixed" and told.of == "number") else told.of
        item = found.item if told.of == "list" else None
        items = found.items if told.of in ("dict", "frame") else ()
        item = found.item if told.of == "dict" else item
        rank = 0 if single else told.rank
        found = replace(found, rank=rank, of=of, wide=False, size=size, item=item, items=items)
    if told.of == "mixed":
        of = found.of if found.is_numeric else "mixed"
        found = replace(found, of=of) if found.rank and found.rank > 1 else Form(None, of, wide=True)
    if told.of in ("object", "tensor"):
        found = Form(found.rank, told.of, item=found.item, columns=found.columns, axes=found.axes)
    note_form(node, found)
    return found


def element_of(value: kinds.Value) -> str:
    """Return the kind of an element of a value."""
    item = find_form(value.code).item
    return kinds.OBJECT if item is not None and item.of == "object" else kinds.element_of(value.kind)


def write_size(value: kinds.Value) -> ast.expr:
    """Return the code of a number of elements, cut to a whole number as in R unless it certainly is one."""
    if value.kind in (*kinds.WHOLE, kinds.COUNT, kinds.NONE_YET) or find_form(value.code).is_count:
        return value.code
    return ast.Call(ast.Name("int", ast.Load()), [value.code], [])


def _keeps_single(node: ast.AST) -> bool:
    """Tell whether code gives a single value where it gets single ones, which are vectors in R."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).rpartition(".")[2] in (*ELEMENTWISE, *SAME)
    is_part = isinstance(node, ast.Subscript) and is_ix(node.value)
    return is_part or isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Compare))


def _read(node: ast.AST) -> Form:
    if isinstance(node, ast.Constant):
        value = node.value
        kinds_of = {bool: "bool", int: "int", float: "number", str: "text", type(None): "none"}
        known = value if type(value) is int else None
        return Form(0, kinds_of.get(type(value), ""), below=isinstance(value, (int, float)) and value < 0, value=known)
    if isinstance(node, ast.BinOp):
        return _read_operation(node)
    if isinstance(node, ast.UnaryOp):
        found = find_form(node.operand)
        if isinstance(node.op, ast.Not):
            return Form(0, "bool")
        return replace(found, below=True, value=None) if isinstance(node.op, ast.USub) else found
    if isinstance(node, ast.Compare):
        if isinstance(node.ops[0], (ast.Is, ast.IsNot, ast.In, ast.NotIn)):
            return Form(0, "bool")
        return replace(join_elementwise(find_form(node.left), find_form(node.comparators[0])), of="bool")
    if isinstance(node, (ast.BoolOp,)):
        return Form(0, "bool")
    if isinstance(node, ast.IfExp):
        return join_forms(find_form(node.body), find_form(node.orelse))
    if isinstance(node, ast.ListComp):
        return Form(1, "list", item=find_form(node.elt))
    if isinstance(node, (ast.List, ast.Tuple)):
        item = None
        for one in node.elts:
            item = join_forms(item or NOT_YET, find_form(one))
        return Form(1, "list", item=item)
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        items = [(str(key.value), find_form(one)) for key, one in pairs if isinstance(key, ast.Constant)]
        return Form(1, "dict", items=tuple(items))
    if isinstance(node, ast.DictComp):
        return Form(1, "dict", item=find_form(node.value))
    if isinstance(node, ast.Subscript):
        return _read_part(node)
    if isinstance(node, ast.Attribute):
        return _read_attribute(node)
    return _read_call(node) if isinstance(node, ast.Call) else UNKNOWN


def _read_operation(node: ast.BinOp) -> Form:
    left, right = find_form(node.left), find_form(node.right)
    if isinstance(node.op, ast.MatMult):
        is_known = (left.rank, right.rank) == (2, 2)
        return Form(2, "number", thin=find_thin_product(left, right)) if is_known else Form(None, "number")
    if isinstance(node.op, ast.Add) and "list" in (left.of, right.of):
        return Form(1, "list")
    found = join_elementwise(left, right)
    return replace(found, of="number") if isinstance(node.op, ast.Div) and found.of == "int" else found


def _read_attribute(node: ast.Attribute) -> Form:
    if node.attr in ("params", "history"):
        return Form(1, "dict")
    if ast.unparse(node) in ("np.nan", "np.inf", "np.pi", "r.NA"):
        return Form(0, "number")
    if node.attr in ("shape", "input_shape", "output_shape"):
        return Form(1, "shape")
    if node.attr == "T":
        return find_form(node.value)
    return Form(1, "list", item=_ELEMENTS.get(node.attr)) if node.attr in _LISTS else UNKNOWN


_LISTS = ("layers", "weights", "trainable_weights", "non_trainable_weights", "inputs", "outputs", "trainable_variables")
"""Attributes of models and layers that are lists."""
_ELEMENTS = {"layers": Form(None, "object")}


def _read_part(node: ast.Subscript) -> Form:
    parts, base = split_index(node), node.value
    if isinstance(base, ast.Name) and base.id == "R":
        return DATA_FORMS.get(str(getattr(parts[0], "value", "")), UNKNOWN)
    if is_call(base, "r.split_text"):
        return Form(1, "text")
    if isinstance(base, ast.Call) and ast.unparse(base.func).endswith(".get_weights"):
        return Form(None, "number")
    counted = is_ix(base)
    keeps = counted and bool(base.keywords)  # type: ignore[attr-defined]
    if counted:
        base = base.args[0]  # type: ignore[attr-defined]
    of = find_form(base)
    if of.of == "shape":
        return Form(1, "shape") if isinstance(parts[0], ast.Slice) else Form(0, "int")
    if of == NOT_YET:
        return NOT_YET
    if of.of == "list":
        return of if isinstance(parts[0], ast.Slice) else of.item or UNKNOWN
    if of.of == "frame":
        return choose_columns(of, parts[0]) if counted and len(parts) == 1 else read_part(of, parts, find_form, keeps)
    if of.of == "dict" and isinstance(parts[0], ast.Constant) and not of.item:
        return of.at(parts[0].value)
    if of.of == "dict" and of.item and find_form(parts[0]) == Form(0, "text"):
        return of.item
    if of.of in ("dict", "frame", "object") or (not of.of and len(parts) < 2):
        return UNKNOWN
    if not counted and of.of == "tensor" and of.rank is None:
        return Form(None, "tensor", item=of.item if of.item and of.item.rank == 0 else None)  # one tensor or several
    if counted and any(find_form(one) == NOT_YET for one in parts):
        return NOT_YET
    if counted and len(parts) == 1:
        known = "" if of.of == "atomic" else of.of
        single = not isinstance(parts[0], ast.Slice) and find_form(parts[0]).rank == 0 and not is_negative(parts[0])
        named = of.named and of.rank == 1
        return Form(0 if single else 1, known if single else of.of, named=named, dims=of.dims and of.rank == 1)
    whole = len(parts) if counted or of.rank is None else of.rank
    kept = whole - len(parts)
    for axis, one in enumerate(parts):
        rank = 1 if isinstance(one, ast.Slice) or (counted and is_negative(one)) else find_form(one).rank
        if isinstance(one, ast.Slice) and counted and not keeps:
            rank = 0 if is_single(one) or (axis in of.thin and one.lower is None) else 1
        if rank is None:
            return Form(None, of.of or "number")
        kept += 1 if keeps else min(rank, 1)
    is_column = kept == 1 and len(parts) > 1 and isinstance(parts[0], ast.Slice)  # row names are dropped
    is_taken = of.of == "tensor" and is_call(base, "np.asarray")
    named = of.named and not is_column and (kept > 0 or len(parts) > 1)  # `x[[i]]` has no name
    return Form(kept, "number" if is_taken else of.of or "number", named=named, dims=of.dims and of.rank == 1)


def _read_call(node: ast.Call) -> Form:
    text = ast.unparse(node.func)
    name = text.rpartition(".")[2]
    named = {one.arg: one.value for one in node.keywords}
    first = find_form(node.args[0]) if node.args and not isinstance(node.args[0], ast.Starred) else UNKNOWN
    owner = "" if "(" in text else text.partition(".")[0]
    if text in FORMS_OF_PYTHON and not node.args and not node.keywords:
        return FORMS_OF_PYTHON[text]
    if text == "tuple":
        return first if first.of == "shape" else UNKNOWN
    if text == "next":
        return Form(None, "either")  # one tensor (its parts count from 0 in R) or several
    if text == "dict":
        return Form(1, "dict", item=find_item(node, find_form))
    if text == "pd.DataFrame" and isinstance(node.args[0], ast.Dict):
        return Form(2, "frame", items=first.items, columns=len(first.items) or None)
    if text == "keras.Sequential":
        rank, layers = count_predicted(node), getattr(node.args[0], "elts", []) if node.args else []
        units = count_units(layers[-1]) if layers else None
        return Form(None, "object", item=Form(rank, "number", columns=units) if rank else None)
    if text == "keras.Model" and (outputs := named.get("outputs", *node.args[1:2])) is not None:
        return Form(None, "object", item=read_outputs(outputs, find_form))
    if text == "keras.Input":
        return Form(None, "tensor", axes=count_axes_of_input(node))
    if isinstance(node.func, ast.Call) and text.startswith("keras.layers."):
        return read_layer(node.func, node.args, find_form)
    subject = named.get("x", named.get("xs")) if not node.args else None
    element = find_element(text, node, named, first if subject is None else find_form(subject))
    if text in ("float", "int", "len", "round", "bool", "str"):
        return Form(0, {"float": "number", "round": "number", "bool": "bool", "str": "text"}.get(text, "int"))
    if owner in ("r", "np") or text.startswith(("keras.ops.", "keras.utils.", "tf.")):
        found = _read_function(name, node, named, first)
        return (
            Form(found.rank, "tensor", item=element)
            if text.startswith(("keras.ops.", "tf.")) and name != "convert_to_numpy"
            else found
        )
    if isinstance(node.func, ast.Attribute):
        return _read_method(node, node.func, named)
    return Form(None, "tensor", item=element) if element else UNKNOWN


def _read_function(name: str, node: ast.Call, named: dict[str | None, ast.expr], first: Form) -> Form:
    if name in ("max_", "min_", "sum_"):
        forms = [find_form(one) for one in node.args]
        return Form(0, "int" if forms and all(one.of == "int" for one in forms) else "number")
    if name in TOTALS or name.startswith("reduce_"):
        of = {"argmax": "int", "argmin": "int", "which_max": "int", "which_min": "int"}.get(name, "number")
        if "axis" not in named and len(node.args) < 2:
            return Form(0, of)
        return Form(first.rank - 1 if first.rank else None, of, named=first.named or first.of == "frame")
    if name in SAME:
        return keep_form(name, node, first)
    if name in ("dollar", "element") and first.of == "frame":
        known = first.at(getattr(node.args[1], "value", ""))
        return known if (known.rank, known.of) in ((1, "factor"), (1, "text")) else Form(1, "mixed")
    if name in ("element", "dollar") and first.of == "dict" and first.item and find_form(node.args[1]).of == "text":
        return first.item
    if name == "element" and first.of == "dict" and first.items and find_form(node.args[1]) == Form(0, "text"):
        at = getattr(node.args[1], "value", None)
        joined = NOT_YET
        for _, form in first.items:
            joined = join_forms(joined, form)
        return joined if at is None else first.at(at)
    if name in ("element", "dollar") and first == NOT_YET:
        return NOT_YET
    if name in ("element", "dollar") and first.of == "dict" and isinstance(node.args[1], ast.Constant):
        return first.at(node.args[1].value)
    if name == "element" and first.of == "list":
        return first.item or UNKNOWN
    if name == "element" and first.of == "shape":
        return Form(0, "int")
    if name == "element" and first.rank == 1 and (first.is_numeric or first.of == "text"):
        return Form(0, first.of)
    if name in ("assign", "assign_element", "set_diagonal"):
        value = find_form(node.args[1])
        if first.of == "dict":
            return replace(first, items=(), item=join_values(first, value))
        at = getattr(node.args[2], "value", None) if len(node.args) == 3 else None
        if first.of == "frame":
            return put_column(first, getattr(node.args[-1], "value", None), value, is_whole=name == "assign_element")
        if first.size is not None and isinstance(at, int) and at > first.size:
            return replace(_promote(first, value), size=at)
        if first.of == "list":
            return replace(first, item=join_forms(first.item or NOT_YET, value))
        return _promote(first, value) if name == "assign" else first
    if name == "sapply":
        return read_applied(node, find_form)
    if name in ("seq", "colon") and all(find_form(one).of == "int" for one in [*node.args, *named.values()]):
        return Form(1, "int")
    if name == "arange" and (size := count_range(node)) is not None:
        return Form(1, "int", size=size)
    if name in ("as_numeric", "as_integer", "values"):
        return Form(0 if first.rank == 0 else 1, VECTOR[name] or first.of)
    if name in ("concatenate", "concat"):
        return replace(first.item, size=None) if first.item else UNKNOWN
    if name in VECTOR and not ast.unparse(node.func).startswith(("keras.", "tf.")):
        has_names = name in ("c", "append") and any(find_form(one).named for one in node.args)
        return Form(1, VECTOR[name] or (first.of if first.of != "list" else ""), named=has_names)
    if name in MATRICES:
        of = "number" if name in ("eye", "distances", "to_categorical", "matmul") else "mixed"
        if name == "matrix":
            return Form(2, first.of if first.is_numeric or first.of == "text" else of, thin=find_thin(named))
        is_product = name == "matmul" and len(node.args) == 2
        thin = find_thin_product(first, find_form(node.args[1])) if is_product else ()
        return Form(2, of, thin=thin, named=name == "cbind" and (first.named or first.of == "frame"))
    if name == "do_call" and is_call_of_bind(node):
        of = first_item.of if (first_item := find_form(node.args[1]).item or UNKNOWN).of == "frame" else "mixed"
        return Form(2, of, named=bool(vars(node).get("named")) or first_item.of == "dict")
    if name == "apply":
        margins = find_form(node.args[1])
        kept = margins.size if margins.rank == 1 else 1 if isinstance(node.args[1], ast.Constant) else None
        makes = find_form(node.args[2].body).rank if isinstance(node.args[2], ast.Lambda) else 0
        kept = 2 if kept == 1 and (makes == 1 or ast.unparse(node.args[2]) in KEEPING) else kept
        return Form(kept, "mixed", named=first.named or first.of == "frame")
    if name in ("is_in", "isin"):
        return Form(first.rank, "bool")
    if name == "where" and all(find_form(one).of == "text" for one in node.args[1:]):
        return Form(first.rank, "text")
    if name in ELEMENTWISE:
        numbers = [find_form(one) for one in node.args if not isinstance(getattr(one, "value", 0), str)]
        numbers = numbers[1:] if name == "apply_math" else numbers
        found = join_elementwise(*numbers)
        return replace(found, of="bool") if name in ("compare", "and_", "or_", "not_") and found != NOT_YET else found
    if name in ("zeros", "ones", "full", "reshape", "array") and node.args:
        return read_made(name, node, find_form)
    if name in ("runif", "rnorm", "sample", "normal", "uniform", "permutation", "choice"):
        return read_drawn(name, node, named, first)
    if name in ("paste", "paste0", "sprintf"):
        return read_texts(node, named, find_form)
    if name == "t":
        thin = (0,) if first.rank == 1 else tuple(sorted(1 - axis for axis in first.thin)) if first.rank == 2 else ()
        return Form(2 if first.rank in (1, 2) else None, "number", thin=thin)
    if name in ("dim", "shape") or (name == "unlist" and first.of == "shape"):
        return Form(1, "shape")
    if name == "unlist" and is_call(node.args[0], "r.split_text"):
        return Form(1, "text")
    if name == "unlist":
        of = first.item.of if first.of == "list" and first.item and first.item.is_numeric else ""
        has_names = first.named or first.of in ("dict", "frame")
        return NOT_YET if first == NOT_YET else Form(1, of, named=has_names)
    if name in ("all_equal", "identical", "length", "size"):
        return Form(0, "int" if name in ("length", "size") else "bool")
    if name in ("lapply", "map_together"):
        of = "dict" if first.of in ("dict", "frame") else "list"
        return Form(1, of, item=read_returned(node, find_form))
    return Form(0, "text") if name in ("to_string", "condition_message", "format_number") else UNKNOWN


def is_call_of_bind(node: ast.Call) -> bool:
    """Tell whether this is `do.call()` of `rbind` or `cbind`."""
    return ast.unparse(node.args[0]) in ("r.rbind", "r.cbind")


def _promote(old: Form, value: Form) -> Form:
    """Return the form of an array after a value is put into it."""
    if old.of in ("int", "bool") and value.of not in ("int", "bool"):
        return replace(old, of="mixed")
    return old


def _read_method(node: ast.Call, function: ast.Attribute, named: dict[str | None, ast.expr]) -> Form:
    owner, name = find_form(function.value), function.attr
    if name in ("astype", "copy"):
        of = ast.unparse(node.args[0]).strip("'") if node.args else ""
        return Form(owner.rank, {"int": "int", "int32": "int", "float": "number", "bool": "bool"}.get(of, owner.of))
    if name == "numpy":
        return Form(owner.rank, "number")
    if name in ("ravel", "flatten"):
        return Form(1, owner.of)
    if name in ("predict", "predict_on_batch"):
        return owner.item if owner.item and owner.of == "object" else Form(None, "number", wide=True)
    if name == "evaluate":
        return UNKNOWN
    if name == "result":
        return Form(None, "tensor")
    if name == "compute_output_shape":
        return Form(1, "list")
    if name == "get_config":
        return Form(1, "dict")
    if name == "count_params":
        return Form(0, "int")
    if name in ("get_weights", "tolist", "get_vocabulary", "splitlines", "split"):
        elements = {"get_weights": Form(None, "number"), "tolist": Form(0, "int") if owner.of == "int" else None}
        return Form(1, "list", item=elements.get(name))
    if name == "to_numpy":
        return Form(2, "number", named=True) if owner.of == "frame" else Form(1, "number")
    return _read_function(name, node, named, owner) if name in ("sum", "mean", "min", "max", "reshape") else UNKNOWN
