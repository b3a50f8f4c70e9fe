"""R's rules of evaluation that Python has not: late defaults of arguments, and values that are not printed."""

import ast
from collections.abc import Callable, Iterator
from enum import Flag

from ..printing.statements import Remark
from .language import Call, Expr, Function, Symbol, Untranslatable, mentions, walk
from .scopes import assigned_names, outer_names

_SILENT = ("invisible", "<-", "<<-", "%<-%", "for", "while", "repeat", "library", "require", "set.seed", "cat",
           "message", "print", "stop", "stopifnot", "options", "plot", "lines", "points", "assign")  # fmt: skip


class Shown(Flag):
    """Ways in which R prints the value of a call that stands alone, or does not: one for each end of the function."""

    YES = 1
    NO = 2
    UNLESS_NULL = 4


def find_shown(function: Function, of_call: Callable[[Call], Shown]) -> Shown:
    """Return in which ways R prints the value of a function, or does not.

    Args:
        function: The function.
        of_call: Tells it of a call that ends the function.
    """
    found = _is_shown_at_end(function.body, of_call)
    for one in _returns(function.body):
        found |= _is_shown_at_end(one.arguments[0].value, of_call) if one.arguments else Shown.YES
    return found


def _returns(expr: Expr | None) -> Iterator[Call]:
    """Yield the calls of return() of a function, without those of functions in it."""
    if not isinstance(expr, Call):
        return
    if expr.name == "return":
        yield expr
    for one in expr.arguments:
        yield from _returns(one.value)


def _is_shown_at_end(expr: Expr | None, of_call: Callable[[Call], Shown]) -> Shown:
    if not isinstance(expr, Call):
        return Shown.YES
    values = [one.value for one in expr.arguments]
    if expr.name == "{":
        return _is_shown_at_end(values[-1], of_call) if values else Shown.YES
    if expr.name == "return":
        return Shown(0)  # counted by itself
    if expr.name == "if":
        ends = [_is_shown_at_end(one, of_call) for one in values[1:]]
        if len(ends) == 2:
            return ends[0] | ends[1]
        return Shown.UNLESS_NULL if ends == [Shown.YES] else ends[0] | Shown.NO
    if expr.name in ("switch", "tryCatch"):
        found = Shown(0)
        for one in values[expr.name == "switch" :]:
            found |= _is_shown_at_end(one.body if isinstance(one, Function) else one, of_call)
        return found
    return Shown.NO if expr.name in _SILENT else of_call(expr)


def refuse_changed_defaults(function: Function) -> None:
    """Refuse a default that R computes when the argument is first used, after a change of what it is computed from.

    Args:
        function: The function.

    Raises:
        Untranslatable: If it has one; Python computes defaults at the beginning.
    """
    body: Expr | None = function.body
    steps = [one.value for one in body.arguments] if isinstance(body, Call) and body.name == "{" else [body]
    for name, default in function.parameters:
        for step in steps:
            changed = assigned_names(step) | outer_names(step) if step is not None else set()
            late = next((one for one in sorted(changed) if mentions(default, one)), None)
            is_read = _reads_before(step, name)
            if late is not None and not is_read:
                raise Untranslatable(f"the default of `{name}` is computed after `{late}` has changed")
            if is_read:
                break


def _reads_before(step: Expr | None, name: str) -> bool:
    """Tell whether a statement reads an argument before it changes anything."""
    if isinstance(step, Call) and step.name in ("<-", "<<-") and isinstance(step.value(0), Symbol):
        step = step.value(1)
    if any(isinstance(one, Call) and one.name in ("<-", "<<-", "%<-%", "for") for one in walk(step)):
        return False
    inside = {id(inner) for one in walk(step) if isinstance(one, Function) for inner in walk(one.body)}
    return any(isinstance(one, Symbol) and one.name == name and id(one) not in inside for one in walk(step))


def always_ends(body: list[ast.stmt]) -> bool:
    """Tell whether a body never comes to its end without a value."""
    last = next((one for one in reversed(body) if not isinstance(one, Remark)), None)
    if isinstance(last, ast.If):
        return always_ends(last.body) and always_ends(last.orelse)
    if isinstance(last, ast.Try):
        tried = last.orelse or last.body
        return always_ends(tried) and all(always_ends(one.body) for one in last.handlers)
    return isinstance(last, (ast.Return, ast.Raise)) or (isinstance(last, ast.With) and always_ends(last.body))
