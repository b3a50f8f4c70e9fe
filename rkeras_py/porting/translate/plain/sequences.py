"""Functions that create vectors: ranges, repetition, concatenation."""

import ast
from collections.abc import Sequence

from .. import code
from ..inference.forms import UNKNOWN, Form, is_call, note_form, takes_one
from ..inference.reading import find_form
from .rules import RULES, Asking, Called, Named, as_int, constant, flat, is_natural, numbers, plain, whole


@plain("colon")
def plain_range(asking: Asking, call: Called) -> ast.expr | None:
    """Return `a:b`, which goes up unless its ends are known."""
    first, last = call.args
    ends = [whole(one) for one in call.args]
    known = [find_form(one).value for one in call.args]
    if None not in known and known[0] > known[1]:  # type: ignore[operator]
        ends = known
    if any(find_form(one).rank != 0 for one in call.args):
        return None
    if None not in ends:
        start, stop = ends
        assert start is not None and stop is not None
        return asking.np("arange", start, stop + 1) if start <= stop else asking.np("arange", start, stop - 1, -1)
    if ends[0] is None and ends[1] in (0, 1) and find_form(first).of == "int":
        return asking.np("arange", first, code.const(ends[1] - 1), code.const(-1))
    if not _goes_up(first, last):
        return None
    return asking.np("arange", as_int(first), code.plus_number(as_int(last), 1))


def _goes_up(first: ast.expr, last: ast.expr) -> bool:
    """Tell whether a range is one that scripts count up: from 1 or 0, or from `a` to `a + n`."""
    if whole(first) in (0, 1, 2):
        return True
    text = ast.unparse(first)
    return any(isinstance(one, ast.expr) and ast.unparse(one) == text for one in ast.walk(last))


@plain("seq")
def plain_seq(asking: Asking, call: Called) -> ast.expr | None:
    """Return seq()."""
    named = dict(call.named)
    args = [*call.args, *([named.pop("stop")] if "stop" in named and len(call.args) == 1 else [])]
    if len(args) == 1 and not named:
        of = find_form(args[0])
        size = code.call("len", args[0]) if of.rank == 1 and of.size != 1 else as_int(args[0])
        return asking.np("arange", 1, code.plus_number(size, 1)) if of.rank == 1 or is_natural(args[0]) else None
    if len(args) != 2 or set(named) - {"by", "length_out"}:
        return None
    first, last = args
    if "length_out" in named:
        return asking.np("linspace", first, last, as_int(named["length_out"])) if "by" not in named else None
    if "by" not in named:
        return plain_range(asking, Called("colon", [first, last], {}, call.form))
    by = named["by"]
    start, stop, step = (constant(one) for one in (first, last, by))
    if all(isinstance(one, (int, float)) for one in (start, stop, step)) and step:
        count = int((stop - start) / step + 1e-10)  # type: ignore[operator]
        end = start + count * step  # type: ignore[operator]
        if all(float(one).is_integer() for one in (start, step)):  # type: ignore[arg-type]
            sign = 1 if step > 0 else -1  # type: ignore[operator]
            return asking.np("arange", int(start), int(end) + sign, int(step))  # type: ignore[call-overload]
        return asking.np("linspace", first, code.const(end), count + 1)
    if isinstance(step, float) and step > 0 and isinstance(start, (int, float)) and find_form(last).rank == 0:
        span = last if start == 0 else code.binary(last, "-", first)
        steps = code.call("int", code.binary(code.binary(span, "/", by), "+", code.const(1e-10)))
        places = code.binary(by, "*", asking.np("arange", code.plus_number(steps, 1)))
        return places if start == 0 else code.binary(first, "+", places)
    if find_form(first).of == find_form(by).of == "int" and is_natural(by):
        return asking.np("arange", first, code.plus_number(as_int(last), 1), by)
    return None


@plain("rep")
def plain_rep(asking: Asking, call: Called) -> ast.expr | None:
    """Return rep()."""
    subject, of = call.args[0], find_form(call.args[0])
    times, each, size = (call.named.get(name) for name in ("times", "each", "length_out"))
    counts = [one for one in (times, each, size) if one is not None]
    if any(find_form(one).rank != 0 for one in counts) or not counts:
        return None
    if of.rank == 0:
        if len(counts) > 1:
            return None
        more = {"dtype": code.name("object")} if of.of == "text" else {}
        return asking.np("full", as_int(counts[0]), subject, **more)
    if of.rank != 1 or of.of in ("list", "dict"):
        return None
    found = asking.np("repeat", subject, as_int(each)) if each is not None else subject
    if size is not None:
        return asking.np("resize", found, as_int(size))
    return asking.np("tile", found, as_int(times)) if times is not None else found


@plain("c")
def plain_combined(asking: Asking, call: Called) -> ast.expr | None:
    """Return c()."""
    forms = [find_form(one) for one in call.args]
    if len(call.args) == 1:
        return flat(asking, call.args[0]) if forms[0].is_numeric and not forms[0].is_scalar else None
    if all(of.of == "list" for of in forms):
        found = call.args[0]
        for one in call.args[1:]:
            found = code.binary(found, "+", one)
        return found
    if all(of.is_numeric for of in forms) and any((of.rank or 0) > 1 or of.wide for of in forms):
        args = [one if of.rank in (0, 1) else flat(asking, one) for one, of in zip(call.args, forms, strict=True)]
        call, forms = Called(call.name, args, call.named, call.form), [find_form(one) for one in args]
    if any(of.rank not in (0, 1) or of.of not in ("int", "number", "mixed", "bool", "text") for of in forms):
        return None
    if len({of.of == "text" for of in forms}) > 1 or len({of.of == "bool" for of in forms}) > 1:
        return None
    if len(forms) == 2 and forms[0].rank == 1:
        return asking.np("append", *call.args)
    parts = [ast.List([one], ast.Load()) if of.rank == 0 else one for one, of in zip(call.args, forms, strict=True)]
    return asking.np("concatenate", ast.List(parts, ast.Load()))


@plain("head", "tail")
def plain_ends(asking: Asking, call: Called) -> ast.expr | None:
    """Return the first or last elements or rows."""
    subject, of = call.args[0], find_form(call.args[0])
    count = call.args[1] if len(call.args) > 1 else code.const(6)
    if of.of == "frame":
        return code.call(code.attribute(subject, call.name), count)
    if not (of.is_array or of.of == "list") or of.rank is None or not (is_natural(count) or whole(count)):
        return None
    if takes_one(call.name, call.args, of):
        return code.item(subject, code.const(0 if call.name == "head" else -1))
    if call.name == "head":
        return code.item(subject, ast.Slice(None, count))
    number = whole(count)
    return code.item(
        subject, ast.Slice(ast.UnaryOp(ast.USub(), count) if number is None else code.const(-number), None)
    )


@plain("length")
def plain_length(asking: Asking, call: Called) -> ast.expr | None:
    """Return how many elements a value has."""
    of = find_form(call.args[0])
    if of.rank == 1:
        return code.call("len", call.args[0])
    if of.rank == 0 and of.of not in ("none", ""):
        return code.const(1)
    return asking.np("size", call.args[0]) if of.is_numeric else None


def _may_lack_sizes(node: ast.expr) -> bool:
    """Tell whether this is the shape of a model or tensor, in which sizes may be unknown."""
    if is_call(node, "tuple") and isinstance(node, ast.Call):
        node = node.args[0]
    if not isinstance(node, ast.Attribute):
        return False
    is_tensor = node.attr == "shape" and find_form(node.value).of in ("tensor", "object", "")
    return is_tensor or node.attr in ("input_shape", "output_shape")


@plain("unlist")
def plain_unlist(asking: Asking, call: Called) -> ast.expr | None:
    """Return a list as a vector."""
    subject = call.args[0]
    if isinstance(subject, ast.ListComp):
        of = find_form(subject.elt)
        if _may_be_null(subject.elt):
            return None
        if of.rank == 0 and of.of in ("int", "number", "mixed", "bool", "text"):
            more = {"dtype": code.name("object")} if of.of == "text" else {}
            return asking.np("array", subject, **more)
        return asking.np("concatenate", subject) if of.rank == 1 and of.is_array else None
    of = find_form(subject)
    if _may_lack_sizes(subject):  # R drops unknown sizes
        size = code.name("size")
        known = code.compare(size, "is not", code.const(None))
        return ast.ListComp(size, [ast.comprehension(ast.Name("size", ast.Store()), subject, [known], 0)])
    if of.of == "shape" or (of.is_array and of.rank == 1):
        return subject
    if of.of == "dict" and of.item and of.item.rank == 0 and of.item.of in ("int", "number", "mixed"):
        return asking.np("array", code.call("list", code.call(code.attribute(subject, "values"))))
    if of.of != "list" or not isinstance(subject, ast.Name):
        return None
    if of.item and of.item.rank == 0 and of.item.of in ("int", "number", "mixed", "bool"):
        return asking.np("array", subject)
    if of.item and of.item.rank == 0 and of.item.of == "text":
        return asking.np("array", subject, dtype=code.name("object"))
    loop = ast.comprehension(ast.Name("one", ast.Store()), subject, [], 0)
    return asking.np("concatenate", ast.ListComp(asking.np("ravel", code.name("one"), order="F"), [loop]))


def _may_be_null(node: ast.expr) -> bool:
    """Tell whether this is a choice of which one is NULL, which R leaves out of vectors."""
    ends = (node.body, node.orelse) if isinstance(node, ast.IfExp) else ()
    return any(isinstance(one, ast.Constant) and one.value is None for one in ends) or any(map(_may_be_null, ends))


@plain("sapply")
def plain_sapply(asking: Asking, call: Called) -> ast.expr | None:
    """Return sapply() of a comprehension, or of a function."""
    items = call.args[0]
    if len(call.args) > 1:
        made = _apply(asking, call.args[1], items, call.args[2:], call.named)
        if made is None:
            return None
        items = made
    if not isinstance(items, ast.ListComp) or _may_be_null(items.elt):
        return None
    of = find_form(items.elt)
    if of.rank == 0 and of.of in ("int", "number", "mixed", "bool", "text"):
        more = {"dtype": code.name("object")} if of.of == "text" else {}
        return asking.np("array", items, **more)
    return asking.np("column_stack", items) if of.rank == 1 and of.is_numeric else None


@plain("lapply")
def plain_lapply(asking: Asking, call: Called) -> ast.expr | None:
    """Return lapply()."""
    if len(call.args) != 2 or call.named:
        return None
    subject, function = call.args
    if isinstance(subject, ast.DictComp) and ast.unparse(function) == "np.array":
        return ast.DictComp(subject.key, asking.np("array", subject.value), subject.generators)
    return _apply(asking, function, subject)


def _apply(
    asking: Asking, function: ast.expr, subject: ast.expr, args: Sequence[ast.expr] = (), named: Named | None = None
) -> ast.expr | None:
    """Return a comprehension that calls a function with each element."""
    of = find_form(subject)
    if of.rank != 1 or of.of in ("dict", ""):
        return None
    if (name := ast.unparse(function)).startswith("r."):
        one = code.name("one")
        note_form(one, Form(0, of.of) if of.of != "list" else of.item or UNKNOWN)
        rule = RULES.get(name[2:])
        called = rule(asking, Called(name[2:], [one], {}, UNKNOWN)) if rule else None
        if called is None:
            return None
        target, body = "one", called
    elif args or named:
        if not isinstance(function, ast.Name):
            return None
        more = [ast.keyword(name, value) for name, value in (named or {}).items()]
        target, body = "one", ast.Call(function, [code.name("one"), *args], more)
        note_form(body, vars(function).get("returns", UNKNOWN))
    elif isinstance(function, ast.Lambda) and len(function.args.args) == 1:
        target, body = function.args.args[0].arg, function.body
    elif isinstance(function, ast.Name) or name.startswith("np."):
        target, body = "one", code.call(function, code.name("one"))
        is_numpy = name.startswith("np.")
        note_form(body, Form(0, "number") if is_numpy and of.is_numeric else vars(function).get("returns", UNKNOWN))
    else:
        return None
    if any(isinstance(one, ast.Lambda) for one in ast.walk(body)):
        return None  # such functions would all use the last element
    items: ast.expr = subject
    if is_call(subject, "np.arange"):
        items = ast.Call(code.name("range"), subject.args, [])  # type: ignore[attr-defined]
    elif numbers(subject) is not None:
        items = subject.args[0]  # type: ignore[attr-defined]
    return ast.ListComp(body, [ast.comprehension(ast.Name(target, ast.Store()), items, [], 0)])


@plain("map_together")
def plain_map(asking: Asking, call: Called) -> ast.expr | None:
    """Return Map() of vectors and lists without names."""
    function, *parts = call.args
    forms = [find_form(one) for one in parts]
    if any(of.rank != 1 or of.of in ("dict", "", "text") for of in forms) or not isinstance(function, ast.Lambda):
        return None
    names = [one.arg for one in function.args.args]
    if len(names) != len(parts):
        return None
    target = ast.Tuple([ast.Name(one, ast.Store()) for one in names], ast.Store())
    return ast.ListComp(function.body, [ast.comprehension(target, code.call("zip", *parts, strict=True), [], 0)])


@plain("each")
def plain_each(asking: Asking, call: Called) -> ast.expr | None:
    """Return what a loop or an unpacking goes over."""
    of = find_form(call.args[0])
    if of.of == "dict":
        return code.call(code.attribute(call.args[0], "values"))
    if of.is_numeric and (of.wide or (of.rank or 0) > 1):
        return flat(asking, call.args[0])
    if of.rank is None and (of.is_numeric or of.of in ("text", "atomic")):  # it may be a single value
        return asking.np("atleast_1d", call.args[0])
    return call.args[0] if of.rank in (None, 1) and of.of != "frame" else None


@plain("do_call")
def plain_do_call(asking: Asking, call: Called) -> ast.expr | None:
    """Return do.call() of rbind and cbind, or of a function of the script."""
    function, items = call.args
    of, name = find_form(items), ast.unparse(function)
    if name in ("r.rbind", "r.cbind"):
        item = of.item or UNKNOWN
        is_rows = of.of == "list" and item.of not in ("list", "dict", "frame", "text", "tensor", "object")
        return asking.np("vstack" if name == "r.rbind" else "column_stack", items) if is_rows else None
    if name.startswith("r.") or of.of not in ("list", "dict"):
        return None
    if of.of == "dict":
        return ast.Call(function, [], [ast.keyword(None, items)])
    return ast.Call(function, [ast.Starred(items, ast.Load())], [])
