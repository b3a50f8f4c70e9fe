"""Matrices and arrays: NumPy's, in R's order."""

import ast
import math

from .. import code
from ..inference.forms import Form, is_call, note_form
from ..inference.reading import find_form
from .draws import divide, find_size, reshape_drawn
from .rules import Asking, Called, as_int, column, constant, flat, is_simple, numbers, plain, whole

_FEW = 24


@plain("matrix")
def plain_matrix(asking: Asking, call: Called) -> ast.expr | None:
    """Return matrix()."""
    if set(call.named) - {"nrow", "ncol", "byrow"}:
        return None
    data = call.args[0] if call.args else asking.missing()
    of = find_form(data)
    by_row = constant(call.named["byrow"]) if "byrow" in call.named else False
    sizes = [as_int(call.named[name]) if name in call.named else None for name in ("nrow", "ncol")]
    if by_row not in (True, False) or of.of in ("list", "dict", "frame", "tensor"):
        return None
    if of.rank == 0:
        return fill(asking, ast.Tuple([one or code.const(1) for one in sizes], ast.Load()), data)
    given = numbers(data) if all(one is None or whole(one) is not None for one in sizes) else None
    if given is not None and (written := _write_rows(asking, given, [whole(one) for one in sizes], bool(by_row))):
        return written
    size = find_size(data)
    if size is not None and not by_row:
        rows, columns = sizes
        if rows is None and columns is None:
            rows, columns = size, code.const(1)
        rows = rows or divide(size, columns)  # type: ignore[arg-type]
        columns = columns or divide(size, rows)  # type: ignore[arg-type]
        if rows and columns and _is_product(size, [rows, columns]) and (drawn := reshape_drawn(data, [rows, columns])):
            return drawn
    if (all(sizes) and of.rank == 1 and size is None and of.size is None) or _repeats(of, sizes):
        shape = [one for one in sizes if one is not None]
        if by_row:
            return asking.np("resize", data, ast.Tuple(shape, ast.Load()))
    shape = [one or code.const(-1) for one in sizes] if any(sizes) else [code.const(-1), code.const(1)]
    if of.rank != 1 and of.of not in ("number", "int", "bool"):
        return None
    return _reshape(asking, data, shape, bool(by_row))


def fill(asking: Asking, shape: ast.expr, data: ast.expr) -> ast.expr:
    """Return an array of one number."""
    number = constant(data)
    if isinstance(number, float) and number in (0, 1):
        return asking.np("ones" if number else "zeros", shape)
    return asking.np("full", shape, data)


def _repeats(of: Form, sizes: list[ast.expr | None]) -> bool:
    """Tell whether a vector is shorter than the matrix that is made of it."""
    rows, columns = map(whole, sizes)
    return bool(of.size and rows and columns and of.size < rows * columns)


def _reshape(asking: Asking, data: ast.expr, shape: list[ast.expr], by_row: bool) -> ast.expr:
    if by_row and find_form(data).rank != 1:
        data = flat(asking, data)
    more = {} if by_row else {"order": "F"}
    if len(shape) == 2 and whole(shape[1]) == 1 and find_form(data).rank == 1:
        more = {}  # a single column has the same order
    return asking.np("reshape", data, ast.Tuple(shape, ast.Load()), **more)


def _write_rows(asking: Asking, given: list[object], sizes: list[int | None], by_row: bool) -> ast.expr | None:
    """Return a small matrix, row by row."""
    rows, columns = sizes
    count = len(given)
    if rows is None and columns is None:
        rows = count
    rows = rows or (count // columns if columns and count % columns == 0 else None)
    columns = columns or (count // rows if rows and count % rows == 0 else None)
    if not rows or not columns or rows * columns > _FEW or rows * columns % count:
        return None
    full = given * (rows * columns // count)
    lines = [
        [full[row * columns + at] if by_row else full[at * rows + row] for at in range(columns)] for row in range(rows)
    ]
    return asking.np("array", code.const(lines))


@plain("array")
def plain_array(asking: Asking, call: Called) -> ast.expr | None:
    """Return array()."""
    data, of = call.args[0], find_form(call.args[0])
    if len(call.args) == 1:
        return flat(asking, data) if of.is_array else None
    shape = call.args[1]
    if isinstance(shape, ast.Tuple):
        sizes = [as_int(one) if not isinstance(one, ast.Starred) else one for one in shape.elts]
        shape = ast.Tuple(sizes, ast.Load())
        size = find_size(data)
        if size is not None and _is_product(size, sizes) and (drawn := reshape_drawn(data, sizes)):
            return drawn
    elif find_form(shape).of not in ("shape", "int", "number"):
        return None
    elif find_form(shape).of == "number" and (given := numbers(shape)) is not None:
        shape = code.const(tuple(int(one) for one in given))  # type: ignore[call-overload]
    if of.rank == 0:
        return fill(asking, shape, data)
    wanted = [whole(one) for one in shape.elts] if isinstance(shape, ast.Tuple) else [None]
    if of.size is not None and None not in wanted and of.size != math.prod(wanted):  # type: ignore[arg-type]
        data = asking.np("resize", data, math.prod(wanted))  # type: ignore[arg-type]
    return asking.np("reshape", data, shape, order="F") if of.is_numeric else None


def _is_product(size: ast.expr, factors: list[ast.expr]) -> bool:
    left: ast.expr | None = size
    for one in factors:
        left = divide(left, one) if whole(one) != 1 else left
    return whole(left) == 1


@plain("dim")
def plain_dim(asking: Asking, call: Called) -> ast.expr | None:
    """Return the sizes of the axes, as an array, which Python's tuple is not."""
    if find_form(call.args[0]).rank == 1:
        return None  # dim() of a vector is NULL, of an array with one axis its length
    found = code.attribute(call.args[0], "shape")
    note_form(found, Form(1, "shape"))
    return asking.np("array", found)


@plain("t")
def plain_transposed(asking: Asking, call: Called) -> ast.expr | None:
    """Return the transposed matrix."""
    rank = find_form(call.args[0]).rank
    if rank == 1:
        return code.item(call.args[0], code.name("np.newaxis"))
    is_turned = isinstance(subject := call.args[0], ast.Attribute) and subject.attr == "T"
    turned = subject.value if is_turned else code.attribute(subject, "T")  # type: ignore[attr-defined]
    return turned if rank == 2 else None


@plain("aperm")
def plain_permuted(asking: Asking, call: Called) -> ast.expr | None:
    """Return an array with its axes in another order."""
    if len(call.args) == 1:
        return asking.np("transpose", call.args[0])
    order = numbers(call.args[1])
    return asking.np("transpose", call.args[0], tuple(int(one) - 1 for one in order)) if order else None  # type: ignore[call-overload]


@plain("matmul")
def plain_product(asking: Asking, call: Called) -> ast.expr | None:
    """Return the product of matrices, of which R makes columns or rows of vectors."""
    left, right = call.args
    ranks = tuple(find_form(one).rank for one in call.args)
    if ranks == (1, 2) and 0 in find_form(right).thin:
        return asking.np("outer", left, right)
    if ranks == (2, 1):
        right = column(right)
    elif ranks == (1, 2):
        left = code.item(left, code.name("np.newaxis"))
    elif ranks not in ((2, 2), (1, 1)):
        return None
    found = code.binary(left, "@", right)
    return asking.np("array", ast.List([ast.List([found], ast.Load())], ast.Load())) if ranks == (1, 1) else found


@plain("cbind", "rbind")
def plain_bind(asking: Asking, call: Called) -> ast.expr | None:
    """Return matrices or vectors beside each other, or one above the other."""
    forms = [find_form(one) for one in call.args]
    if call.name == "cbind" and len(forms) == 1 and forms[0].rank in (1, 2):
        return column(call.args[0]) if forms[0].rank == 1 else call.args[0]
    if call.name == "rbind" and all(of.rank == 0 and of.is_numeric for of in forms):
        return column(asking.np("array", ast.List(call.args, ast.Load())))
    long = next((one for one, of in zip(call.args, forms, strict=True) if of.rank in (1, 2)), None)
    long = long or next((one for one, of in zip(call.args, forms, strict=True) if of.is_numeric and of.rank != 0), None)
    if long is None or any((of.rank or 0) > 2 or not of.is_numeric for of in forms):
        return None
    if call.name == "rbind" and any(of.rank == 0 for of in forms):
        return None
    count = _count_rows(long)
    if count is None and any(of.rank == 0 for of in forms):
        return None
    parts = [asking.np("full", count, one) if of.rank == 0 else one for one, of in zip(call.args, forms, strict=True)]
    return asking.np("column_stack" if call.name == "cbind" else "vstack", ast.List(parts, ast.Load()))


def _count_rows(node: ast.expr) -> ast.expr | None:
    """Return how many rows a matrix has; None of one that would have to be made twice."""
    size, known = find_size(node), find_form(node).size
    if isinstance(size, ast.Tuple):
        return size.elts[0]
    if known is not None:
        return code.const(known)
    return code.call("len", node) if is_simple(node) else None


@plain("outer")
def plain_outer(asking: Asking, call: Called) -> ast.expr | None:
    """Return the products, or a function, of all pairs."""
    first, second, *function = call.args
    if any(find_form(one).rank != 1 for one in (first, second)):
        return None
    if not function:
        return asking.np("outer", first, second)
    known = {
        "r.add": "add",
        "r.subtract": "subtract",
        "r.multiply": "multiply",
        "r.divide": "divide",
        "r.power": "power",
    }
    name = known.get(ast.unparse(function[0]))
    body = function[0].body if isinstance(function[0], ast.Lambda) else None
    if is_call(body, "r.compare"):
        signs = {">=": "greater_equal", ">": "greater", "<": "less", "<=": "less_equal", "==": "equal"}
        name = signs.get(str(constant(body.args[1])))  # type: ignore[union-attr]
    if isinstance(function[0], ast.Lambda) and body is not None and name is None and _is_elementwise(body):
        names = dict(zip((one.arg for one in function[0].args.args), (column(first), second), strict=True))
        is_used = set(names) <= {one.id for one in ast.walk(body) if isinstance(one, ast.Name)}
        return code.rename(body, names) if is_used else None
    return asking.np(f"{name}.outer", first, second) if name else None


_EACH = ("exp", "log", "sqrt", "abs", "sin", "cos", "tanh", "floor", "where", "maximum", "minimum", "round",
         "float_power")  # fmt: skip


def _is_elementwise(body: ast.expr) -> bool:
    """Tell whether code of two matrices computes each element from theirs alone."""
    calls = [ast.unparse(one.func) for one in ast.walk(body) if isinstance(one, ast.Call)]
    parts = (ast.Subscript, ast.MatMult, ast.Lambda, ast.ListComp, ast.IfExp, ast.BoolOp)
    held = [one for one in ast.walk(body) if isinstance(one, parts)]
    is_called = all(name in ("float", "int") or (name.startswith("np.") and name[3:] in _EACH) for name in calls)
    return find_form(body).rank == 2 and not held and is_called


_MARGINS = {"r.sum_": "sum", "r.mean": "mean", "r.max_": "max", "r.min_": "min", "r.sd": "std", "r.var": "var",
            "r.which_max": "argmax", "r.which_min": "argmin"}  # fmt: skip


_KEEPING = {"r.rev": "flip", "np.cumsum": "cumsum", "np.cumprod": "cumprod"}
"""Functions that return as many elements as they get, in numpy."""


@plain("apply")
def plain_apply(asking: Asking, call: Called) -> ast.expr | None:
    """Return a function of the rows or columns of a matrix."""
    subject, margin, function = call.args
    if find_form(subject).of == "frame":
        subject = code.call(code.attribute(subject, "to_numpy"))
        note_form(subject, Form(2, "number"))
    kept = whole(margin)
    rank = find_form(subject).rank
    name = _MARGINS.get(ast.unparse(function))
    several = numbers(margin)
    if kept is not None and rank is not None and rank > 2:
        several = [kept]
    if several and rank and name and not name.startswith("arg"):
        gone = [axis for axis in range(rank) if axis + 1 not in several]
        more = {"ddof": 1} if name in ("std", "var") else {}
        fits = several == sorted(several) and gone  # type: ignore[type-var]
        return asking.np(name, subject, axis=gone[0] if len(gone) == 1 else tuple(gone), **more) if fits else None
    if kept not in (1, 2) or rank != 2:
        return None
    axis = 2 - kept
    if name is None:
        body = function.body if isinstance(function, ast.Lambda) else None
        if name_of := _KEEPING.get(ast.unparse(function)):
            asking.modules.add("numpy as np")
            function, body = code.name(f"np.{name_of}"), function
        elif body is None or find_form(body).rank not in (0, 1):
            return None
        if any(isinstance(one, ast.IfExp) for one in ast.walk(function)):  # numpy uses the first result's type for all
            if not isinstance(function, ast.Lambda) or find_form(body).rank != 0:
                return None
            rows = subject if kept == 1 else code.attribute(subject, "T")
            loop = ast.comprehension(ast.Name(function.args.args[0].arg, ast.Store()), rows, [], 0)
            return asking.np("array", ast.ListComp(function.body, [loop]))
        found = asking.np("apply_along_axis", function, axis, subject)
        is_turned = kept == 1 and (body is not None and find_form(body).rank != 0)
        return code.attribute(found, "T") if is_turned else found
    more = {"ddof": 1} if name in ("std", "var") else {}
    found = asking.np(name, subject, axis=axis, **more)
    return code.binary(found, "+", code.const(1)) if name.startswith("arg") else found


@plain("max_col")
def plain_largest(asking: Asking, call: Called) -> ast.expr | None:
    """Return the place of the largest element in each row."""
    return code.binary(asking.np("argmax", call.args[0], axis=1), "+", code.const(1))


@plain("scale")
def plain_scale(asking: Asking, call: Called) -> ast.expr | None:
    """Return the columns, centred and scaled."""
    subject = call.args[0]
    if find_form(subject).rank != 2 or not is_simple(subject):
        return None
    if find_form(subject).of == "frame":
        subject = code.call(code.attribute(subject, "to_numpy"))
    given = [call.named.get(name, code.const(True)) for name in ("center", "scale")]
    if any(find_form(one).rank not in (0, 1) for one in given) or constant(given[0]) is False:
        return None
    center, spread = given
    if constant(spread) is True and constant(center) is not True:
        return None
    if constant(center) is True:
        center = code.call(code.attribute(subject, "mean"), axis=0)
    if constant(spread) is True:
        spread = code.call(code.attribute(subject, "std"), axis=0, ddof=1)
    moved = code.binary(subject, "-", center)
    return moved if constant(spread) is False else code.binary(moved, "/", spread)


@plain("values", "unname")
def plain_values(asking: Asking, call: Called) -> ast.expr | None:
    """Return the elements in R's order; unname() keeps the axes."""
    of = find_form(call.args[0])
    if (of.is_scalar and of.is_numeric) or (call.name == "unname" and of.is_array):
        return call.args[0]
    if of.of == "series":
        return code.call(code.attribute(call.args[0], "to_numpy"))
    return flat(asking, call.args[0]) if of.is_array or of.is_numeric else None


def drop_asarray(node: ast.expr) -> ast.expr:
    """Return what certainly is an array without `np.asarray()`."""
    if is_call(node, "np.asarray") and find_form(frame := node.args[0]).of == "frame":  # type: ignore[attr-defined]
        return code.call(code.attribute(frame, "to_numpy"))
    inner = node.args[0] if is_call(node, "np.asarray", "np.atleast_1d") and len(node.args) == 1 else node  # type: ignore[attr-defined]
    if is_call(node, "np.atleast_1d"):
        return inner if find_form(inner).rank == 1 else node
    return inner if find_form(inner).is_array and find_form(inner).rank is not None else node
