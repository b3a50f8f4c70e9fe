"""Random numbers: NumPy's, which differ from R's."""

import ast
import math

from .. import code
from ..inference.reading import find_form
from ..language import Untranslatable
from .rules import Asking, Called, as_int, constant, is_simple, numbers, plain, whole

_DRAWN = "the random numbers of numpy differ from those of R"


@plain("set_seed")
def plain_seed(asking: Asking, call: Called) -> ast.expr | None:
    """Return set.seed()."""
    asking.notes[_DRAWN] = None
    return asking.np("random.seed", as_int(call.args[0]))


@plain("rnorm", "runif")
def plain_numbers(asking: Asking, call: Called) -> ast.expr | None:
    """Return normal or uniform numbers."""
    bounds = ("mean", "sd") if call.name == "rnorm" else ("low", "high")
    spelled = {"mean": "loc", "sd": "scale"}
    if any(find_form(one).rank != 0 for one in call.named.values()):
        return None
    asking.notes[_DRAWN] = None
    named: dict[str, object] = {spelled.get(name, name): call.named[name] for name in bounds if name in call.named}
    if whole(call.args[0]) != 1:
        named["size"] = as_int(call.args[0])
    return asking.np("random.normal" if call.name == "rnorm" else "random.uniform", **named)


@plain("sample")
def plain_sample(asking: Asking, call: Called) -> ast.expr | None:
    """Return a permutation, or a choice."""
    subject, of = call.args[0], find_form(call.args[0])
    if of.rank not in (0, 1) or of.of in ("list", "dict"):
        return None
    asking.notes[_DRAWN] = None
    first = as_int(subject) if of.rank == 0 else subject
    replaces = constant(call.named.get("replace", code.const(False)))
    if replaces is ...:
        return None
    if "size" not in call.named and not replaces:
        drawn = asking.np("random.permutation", first)
    else:
        sizes = {"size": as_int(call.named["size"])} if "size" in call.named else {"size": code.call("len", first)}
        if whole(call.named.get("size")) == 1:
            sizes = {}
        more = {} if replaces or not sizes else {"replace": code.const(False)}
        if "prob" in call.named:
            more["p"] = _make_shares(asking, call.named["prob"])
        drawn = asking.np("random.choice", first, **sizes, **more)
    return code.binary(drawn, "+", code.const(1)) if of.rank == 0 else drawn


def _make_shares(asking: Asking, weights: ast.expr) -> ast.expr:
    """Return weights as numbers whose sum is 1, which numpy asks for."""
    given = numbers(weights)
    if given and all(isinstance(one, float) for one in given) and math.isclose(sum(given), 1):  # type: ignore[arg-type]
        return code.const(given)
    if is_simple(weights):
        return code.binary(weights, "/", asking.np("sum", weights))
    raise Untranslatable("sample() with `prob` that is computed in the call: assign it to a variable")


def reshape_drawn(drawn: ast.expr, shape: list[ast.expr]) -> ast.expr | None:
    """Return a draw in the shape of an array; None of what is no fresh draw, or of another size."""
    if not (isinstance(drawn, ast.Call) and ast.unparse(drawn.func) in ("np.random.normal", "np.random.uniform")):
        return None
    size = next((one.value for one in drawn.keywords if one.arg == "size"), None)
    if size is None or isinstance(size, ast.Tuple):
        return None
    kept = [one for one in drawn.keywords if one.arg != "size"]
    return ast.Call(drawn.func, drawn.args, [*kept, ast.keyword("size", ast.Tuple(shape, ast.Load()))])


def find_size(drawn: ast.expr) -> ast.expr | None:
    """Return how many numbers a draw has."""
    if isinstance(drawn, ast.Call) and ast.unparse(drawn.func).startswith("np.random."):
        return next((one.value for one in drawn.keywords if one.arg == "size"), None)
    return None


def divide(size: ast.expr | None, by: ast.expr) -> ast.expr | None:
    """Return a size divided by one of its factors; None where that is not certain."""
    total, part = whole(size), whole(by)
    if total is not None and part:
        return code.const(total // part) if total % part == 0 else None
    if isinstance(size, ast.BinOp) and isinstance(size.op, ast.Mult):
        for one, other in ((size.left, size.right), (size.right, size.left)):
            if ast.unparse(one) == ast.unparse(by):
                return other
    return code.const(1) if size is not None and ast.unparse(size) == ast.unparse(by) else None
