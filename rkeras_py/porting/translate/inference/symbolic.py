"""Losses and metrics that use symbolic tensors of their model, which Keras 3 rejects."""

from ..language import Call, Expr, Function, Symbol, walk

_MAKES = ("layer_", "k_", "op_")
_HOLDS = ("layer_", "keras_model", "application_", "bidirectional", "time_distributed")
_INPUTS = ("layer_input", "keras_input")
_SIGNS = ("+", "-", "*", "/")


def find_symbolic(program: Expr) -> set[str]:
    """Return the variables that hold the inputs of a model, or what its layers make of them."""
    found: set[str] = set()
    held: set[str] = set()  # variables with layers and models
    for one in walk(program):
        if not (isinstance(one, Call) and one.name in ("<-", "<<-") and isinstance(target := one.value(0), Symbol)):
            continue
        source = one.value(1)
        if not isinstance(source, Call):
            continue
        computes = (
            source.name in (*_SIGNS, *held) or source.name.startswith(_MAKES) or isinstance(source.function, Call)
        )
        if computes and (_has_input(source) or _uses(source, found)):
            found.add(target.name)
        elif source.name.startswith(_HOLDS):
            held.add(target.name)
    return found


def _has_input(source: Expr) -> bool:
    return any(isinstance(part, Call) and part.name in _INPUTS for part in walk(source))


def find_bound(program: Expr, symbolic: set[str]) -> set[str]:
    """Return the functions that use such a tensor without getting it as an argument.

    Args:
        program: The script.
        symbolic: The variables that hold these tensors.
    """
    return {
        target.name
        for one in walk(program)
        if isinstance(one, Call) and one.name in ("<-", "<<-") and isinstance(target := one.value(0), Symbol)
        if isinstance(one.value(1), Function) and _uses(one.value(1), symbolic)
    }


def _uses(expr: Expr, symbolic: set[str]) -> bool:
    """Tell whether code uses one of some variables, which no function in it has as its own."""
    own: set[str] = set()
    for one in walk(expr):
        if isinstance(one, Function):
            own |= {name for name, _ in one.parameters}
        elif isinstance(one, Call) and one.name == "<-" and isinstance(target := one.value(0), Symbol):
            own.add(target.name)
    return any(isinstance(one, Symbol) and one.name in symbolic and one.name not in own for one in walk(expr))


def uses_symbolic(expr: Expr, symbolic: set[str], bound: set[str]) -> bool:
    """Tell whether a loss or metric uses a tensor of the model.

    Args:
        expr: What compile() gets.
        symbolic: The variables that hold these tensors.
        bound: The functions that use them.
    """
    return _uses(expr, symbolic | bound)
