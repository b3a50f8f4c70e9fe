"""Variables that nothing else can refer to: only they may be changed in place, since R copies on assignment."""

from collections.abc import Iterator

from .language import Call, Constant, Expr, Function, Symbol, mentions, walk

_SAFE = frozenset((
    "+", "-", "*", "/", "^", "%%", "%/%", "%*%", "==", "!=", "<", ">", "<=", ">=", "&", "|", "!", "&&", "||",
    "sum", "mean", "max", "min", "sd", "var", "median", "length", "dim", "nrow", "ncol", "seq_along", "print", "cat",
    "paste", "paste0", "sprintf", "round", "exp", "log", "sqrt", "abs", "which", "which.max", "which.min", "all.equal",
    "identical", "stopifnot", "is.null", "fit", "evaluate", "predict", "train_on_batch", "colMeans", "rowMeans",
    "toString", "format", "k_constant", "predict_on_batch", "test_on_batch", "all", "any", "cbind", "rbind", "%>%",
    "do.call", "names", "unlist", "is.na", "nchar", "%in%", "unique", "sort", "order", "range", "ifelse",
))  # fmt: skip
_PARTS = ("[", "[[", "$")


def find_owned(body: Expr, parameters: list[str]) -> dict[str, Expr]:
    """Return the variables of a function or script that may be changed in place, with what makes each.

    Args:
        body: The body.
        parameters: The names that come from outside.
    """
    made: dict[str, list[Expr]] = {}
    lost: set[str] = set(parameters)
    for expr, parent, place in _list_pairs(body):
        if isinstance(expr, Function):
            lost |= {one.name for one in walk(expr.body) if isinstance(one, Symbol)}
        if not isinstance(expr, Symbol):
            continue
        target = _find_assigned(expr, parent, place)
        if target is not None:
            made.setdefault(expr.name, []).append(target)
        elif not _is_safe(expr, parent, place, body):
            lost.add(expr.name)
    return {name: some[0] for name, some in made.items() if name not in lost and len(some) == 1 and _creates(some[0])}


def _list_pairs(body: Expr) -> Iterator[tuple[Expr, Call | None, int]]:
    waiting: list[tuple[Expr, Call | None, int]] = [(body, None, 0)]
    while waiting:
        expr, parent, place = waiting.pop()
        yield expr, parent, place
        if isinstance(expr, Call):
            waiting += [(one.value, expr, at) for at, one in enumerate(expr.arguments) if one.value is not None]
            if not isinstance(expr.function, Symbol):
                waiting.append((expr.function, None, 0))


def _find_assigned(expr: Symbol, parent: Call | None, place: int) -> Expr | None:
    if parent is None or place != 0 or parent.name not in ("<-", "<<-", "for"):
        return None
    return parent.value(1)


def _is_safe(expr: Symbol, parent: Call | None, place: int, body: Expr) -> bool:
    if parent is None:
        return False
    if parent.name in _PARTS or parent.name in _SAFE:
        return True
    is_last = isinstance(body, Call) and parent is body and place == len(body.arguments) - 1
    return is_last or (parent.name == "(" and False)


def _creates(expr: Expr) -> bool:
    if not isinstance(expr, Call):
        return False
    first = expr.arguments[0].value if expr.arguments else None
    is_double = isinstance(first, Constant) and isinstance(first.value, float)
    if expr.name in ("matrix", "array"):
        return is_double and not any(one.name == "data" for one in expr.arguments[1:])
    if expr.name in ("numeric", "double"):
        return bool(expr.arguments) and not (isinstance(first, Constant) and first.value == 0)
    if expr.name == "vector":
        return isinstance(first, Constant) and first.value in ("list", "numeric") and len(expr.arguments) == 2
    return expr.name == "list" and not expr.arguments


def is_next(index: Expr, name: str) -> bool:
    """Tell whether an index is `length(name) + 1`."""
    if not (isinstance(index, Call) and index.name == "+" and len(index.arguments) == 2):
        return False
    size, one = index.value(0), index.value(1)
    is_one = isinstance(one, Constant) and one.value == 1
    return is_one and isinstance(size, Call) and size.name == "length" and mentions(size, name)
