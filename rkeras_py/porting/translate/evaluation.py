"""R's evaluation rules that Python lacks: lazy default arguments, and invisible values."""

import ast
from collections.abc import Callable, Iterator
from enum import Flag

from ..checking.facts import find_spec
from ..printing.statements import Remark
from . import kinds
from .kinds import Value
from .language import Call, Constant, Expr, Function, Symbol, Untranslatable, mentions, walk
from .scopes import assigned_names, outer_names
from .state import MODELS, Translation, literal
from .to_rkeras import is_rkeras

_SILENT = ("invisible", "<-", "<<-", "%<-%", "for", "while", "repeat", "library", "require", "set.seed", "cat",
           "message", "print", "stop", "stopifnot", "options", "plot", "lines", "points", "assign")  # fmt: skip

_ALWAYS_SILENT = ("adapt", "add", "append", "apply", "build", "compile", "fit", "load_weights", "pop", "save",
                  "save_weights", "set_weights", "summary", "update_state", "reset_state", "watch")  # fmt: skip
"""Methods of Keras and Python whose value R does not print, or prints with an address in memory."""
_EFFECTS_OF_TENSORFLOW = ("set_", "enable_", "disable_", "assert_", "Assert", "write_", "clear_", "save", "print",
                          "run_functions_eagerly")  # fmt: skip
"""How the names of functions of TensorFlow begin that return None, which R hides."""
_QUIET = ("invisible", "cat", "print", "message", "stopifnot", "set.seed")


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


def ends_in_models(function: Function, is_model: Callable[[Expr], bool]) -> bool:
    """Tell whether all values of a function are certainly models.

    Args:
        function: The function.
        is_model: Tells it of an expression.
    """
    ends = [*_list_ends(function.body), *(one.value(0) if one.arguments else None for one in _returns(function.body))]
    return all(one is not None and is_model(one) for one in ends)


def _list_ends(expr: Expr | None) -> list[Expr | None]:
    """Return the expressions that may end a body, without return()."""
    if not isinstance(expr, Call) or expr.name not in ("{", "if", "return"):
        return [expr]
    if expr.name == "if":
        branches = [one.value for one in expr.arguments[1:]]
        return [end for one in branches for end in _list_ends(one)] + [None] * (len(branches) < 2)
    return _list_ends(expr.arguments[-1].value if expr.arguments else None) if expr.name == "{" else []


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
        return Shown(0)  # counted separately
    if expr.name in ("if", "switch", "tryCatch"):
        others = expr.arguments[expr.name != "tryCatch" :]
        ends = [one.value.body if isinstance(one.value, Function) else one.value for one in others]
        found = Shown(0)
        for one in ends:
            found |= _is_shown_at_end(one, of_call)
        unnamed = [one.name for one in others].count("")
        is_complete = {"if": len(ends) == 2, "switch": unnamed == 1 < len(ends)}.get(expr.name, True)
        if is_complete:
            return found
        may_be_null = any(isinstance(one, Constant) and one.value is None for one in ends)
        return Shown.UNLESS_NULL if found == Shown.YES and not may_be_null else found | Shown.NO
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


def find_shown_of_call(t: Translation, call: Call) -> Shown:
    """Tell whether R prints the value of a call where it stands alone.

    Args:
        t: The translation.
        call: The call.
    """
    if isinstance(call.function, Call) and call.function.name == "$":
        return _find_shown_of_method(t, call.function)
    scope = t.scope.find(call.name) if isinstance(call.function, Symbol) else None
    signature = t.facts.signature_of(scope, call.name) if scope is not None else None
    if signature is not None:
        return Shown(signature.shown)
    spec = find_spec(call.name) if scope is None and is_rkeras(call.name) else None
    if spec is not None and call.arguments and call.name not in MODELS and _is_added(t, call):
        return Shown.NO
    return Shown.NO if spec is not None and spec.returns != "value" else Shown.YES


def _is_added(t: Translation, call: Call) -> bool:
    """Tell whether this adds a layer to a model, which R does not print."""
    first = call.arguments[0]
    is_layer = call.name.startswith("layer_") or call.name in ("bidirectional", "time_distributed")
    return is_layer and first.name in ("", "object") and t.translate(call.value(0)).kind == kinds.OBJECT


def _find_shown_of_method(t: Translation, method: Call) -> Shown:
    """Tell it of a method: a function that the script puts into a list, or one of Python, whose None R hides."""
    own = t.members.get(str(literal(method.value(1))), [])
    if t.translate(method.value(0)).kind in kinds.FOREIGN or not own:
        if not _is_of_tensorflow(method):
            return Shown.UNLESS_NULL
        return Shown.NO if str(literal(method.value(1))).startswith(_EFFECTS_OF_TENSORFLOW) else Shown.YES
    found = Shown(0)
    for one in own:
        found |= find_shown(one, lambda one: find_shown_of_call(t, one))
    return found


def _is_of_tensorflow(method: Call) -> bool:
    """Tell whether this is a function of TensorFlow, `tf$math$add`."""
    root: Expr | None = method
    while isinstance(root, Call) and root.arguments:
        root = root.arguments[0].value
    return isinstance(root, Symbol) and root.name == "tf"


def is_shown(t: Translation, expr: Expr, value: Value) -> bool:
    """Tell whether R prints a value that stands alone.

    Args:
        t: The translation.
        expr: The expression.
        value: The same in Python.
    """
    if t.scope.parent is not None or t.depth:
        return False
    if value.kind in (kinds.NULL, kinds.HISTORY):
        return isinstance(expr, (Symbol, Constant)) or (value.kind == kinds.NULL and _may_show_null(t, expr))
    if not isinstance(expr, (Call, Function)) or (isinstance(expr, Call) and expr.name in ("$", "[[", "[")):
        return True
    if isinstance(expr, Call) and isinstance(expr.function, Call) and expr.function.name == "$":
        name = literal(expr.function.value(1))
        may_tell = name in t.members or _is_of_tensorflow(expr.function)  # a class of the script may print
        return may_tell or name not in _ALWAYS_SILENT
    spec = find_spec(expr.name) if isinstance(expr, Call) and is_rkeras(expr.name) else None
    if spec is not None and spec.returns != "value":
        return False
    if spec is not None and value.kind == kinds.TENSOR and spec.name.startswith(("k_", "op_")):
        return True
    if isinstance(expr, Call) and (_calls_object(t, expr) or _gives_object(t, expr, value)):
        return True
    if isinstance(expr, Call) and isinstance(expr.function, Symbol) and expr.name not in _QUIET:
        return (
            value.kind not in (kinds.OBJECT, kinds.TENSOR) and not isinstance(value.code, ast.BinOp | ast.Name)
        ) or (isinstance(value.code, ast.BinOp) and not isinstance(value.code.op, ast.RShift))
    return False


def _may_show_null(t: Translation, expr: Expr) -> bool:
    """Tell whether this is a call of a function of the script whose NULL R may print."""
    scope = t.scope.find(expr.name) if isinstance(expr, Call) and isinstance(expr.function, Symbol) else None
    signature = t.facts.signature_of(scope, expr.name) if isinstance(expr, Call) and scope is not None else None
    return signature is not None and Shown.YES in Shown(signature.shown)


def _gives_object(t: Translation, call: Call, value: Value) -> bool:
    """Tell whether this is a call of a function of the script that returns an object, or one that creates a model."""
    scope = t.scope.find(call.name) if isinstance(call.function, Symbol) else None
    if scope is None:
        return call.name in MODELS
    signature = t.facts.signature_of(scope, call.name)
    is_object = value.kind == kinds.OBJECT and signature is not None and Shown(signature.shown) != Shown.NO
    if is_object and t.style == "keras" and t.is_final and not t.is_model(call):
        raise Untranslatable(f"the object that {call.name}() returns, which R prints if it is a model: assign it")
    return is_object


def _calls_object(t: Translation, call: Call) -> bool:
    """Tell whether this is a call of a variable that holds a layer, model, loss or metric."""
    scope = t.scope.find(call.name) if isinstance(call.function, Symbol) else None
    is_object = scope is not None and t.facts.kind(scope, call.name) == kinds.OBJECT
    return is_object and not call.piped and call.name not in t.classes
