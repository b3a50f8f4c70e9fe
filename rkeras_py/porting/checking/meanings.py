"""Differences between a call of R keras 2 and R's keras3: other defaults, axes and formulas."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ...signatures import dialects
from ...signatures.dialects import KERAS3, OtherMeaningError, Row
from . import facts
from .findings import NOTE, PROBLEM, Edit, Finding
from .matching import Matched
from .scripts import last_call
from .tree import UNKNOWN, Call, Node, get_symbol, read_literal

_OF_SETTINGS = ("name", "data_format")
"""Arguments whose defaults change no result, unless a setting does."""
_MEASURES = ("loss", "metrics", "weighted_metrics")
_OF_TENSORS = ("activation", "layer", "k", "keras", "loss", "metric", "op", "random")
"""How functions begin that return tensors or objects of Keras."""
_DOUBLES = f"Arrays and data frames of doubles become float64 tensors in {KERAS3}, not of Keras's float type."
_TRAINING = f"`training` of a call in a functional model: {KERAS3} replaces it by that of the model's call."
_FORMULA = "function(x) op_clip(0.2 * x + 0.5, 0, 1)"
"""Keras 2's hard_sigmoid in keras3."""


def compare_meanings(call: Call, matched: Matched, row: Row) -> Iterator[Finding]:
    """Find the values in a call of R keras 2 that keras3 would silently take otherwise.

    Args:
        call: The call.
        matched: Its arguments, by the names here.
        row: What the function is in keras3.
    """
    if call.name == "evaluate":
        text = f"evaluate(): {KERAS3} returns a named list in alphabetical order."
        yield Finding(call.label.line, call.label.column, NOTE, KERAS3, text, call.name)
    if call.name == "fit" and {"y", "steps_per_epoch"} <= matched.values.keys() and _may_repeat(matched):
        text = (
            f"fit(): with `steps_per_epoch` each epoch begins at the first sample of the arrays; in {KERAS3} it "
            "continues after the last sample used."
        )
        yield Finding(call.label.line, call.label.column, NOTE, KERAS3, text, call.name)
    if call.name == "activation_hard_sigmoid":
        yield _say(call, call.label, "it is `x / 6 + 0.5` between 0 and 1, not `0.2 * x + 0.5`")
    if call.name == "compile" and any(_is_own(matched.values.get(name)) for name in _MEASURES):
        for does in row.alone.values():
            yield Finding(call.label.line, call.label.column, NOTE, KERAS3, f"compile(): {KERAS3} {does}.", call.name)
    if row.measures(matched.values):
        yield _say(call, call.label, row.measured[2])
    elif any(_may_be_array(matched.values.get(row.renamed.get(name, name))) for name in row.doubles):
        yield Finding(call.label.line, call.label.column, NOTE, KERAS3, _DOUBLES, call.name)
    known = (*matched.values, *_OF_SETTINGS, *row.alone)
    sent = {name: values for name, values in row.sent.items() if name not in known}
    if sent and matched.is_whole:
        told = [f"`{name}` is {_spell(theirs)} by default, not {_spell(ours)}" for name, (theirs, ours) in sent.items()]
        given = {name: ours for name, (_, ours) in sent.items() if ours is not None}
        added = [f"{name} = {_write(ours, row.converted.get(name))}" for name, ours in given.items()]
        yield _say(call, call.label, f"{', and '.join(told)}", *_add_arguments(call, added))
    for name, kind in row.converted.items():
        value = matched.values.get(row.renamed.get(name, name))
        if value is not None:
            yield from _compare_value(call, name, kind, value)


def _may_be_array(value: Node | None) -> bool:
    """Tell whether a value may be an array or data frame of doubles: no vector, tensor, or parameter of a function."""
    if value is None or read_literal(value) is not UNKNOWN or _make_no_array(last_call(value)):
        return False
    functions = [one for one in value.ancestors() if one.children and one.children[0].token == "FUNCTION"]
    formals = {node.text for one in functions for node in one.children if node.token == "SYMBOL_FORMALS"}
    return get_symbol(value) not in formals


def _make_no_array(call: Call | None) -> bool:
    return call is not None and (call.name == "c" or call.name.partition("_")[0] in _OF_TENSORS)


def find_training(nodes: Iterable[Node]) -> Iterator[Finding]:
    """Find the calls of layers whose `training` a functional model of keras3 replaces.

    Args:
        nodes: The nodes of the script.
    """
    for node in nodes:
        call = node.parent
        if node.token != "SYMBOL_SUB" or node.text != "training" or call is None:
            continue
        after = call.children[call.children.index(node) + 2 :]
        if not after or not isinstance(read_literal(after[0]), bool) or _is_run_at_once(call):
            continue
        yield Finding(node.line, node.column, NOTE, KERAS3, _TRAINING)


def _is_run_at_once(call: Node) -> bool:
    """Tell whether a call is one of our functions, or in a method or a gradient tape: it is in no graph."""
    if facts.is_ours(_get_callee(call)) or any(node.text == "self" for node in call.children[0].walk()):
        return True
    return any(_get_callee(one) == "with" or _is_method(one) for one in call.ancestors())


def _get_callee(node: Node) -> str:
    callee = node.children[0].children if node.children else []
    return callee[0].text if len(callee) == 1 and callee[0].token == "SYMBOL_FUNCTION_CALL" else ""


def _is_method(node: Node) -> bool:
    return any(one.token == "SYMBOL_FORMALS" and one.text == "self" for one in node.children)


def _may_repeat(matched: Matched) -> bool:
    """Tell whether a fit() may have more than one epoch, of a number of steps."""
    epochs, steps = (matched.values.get(name) for name in ("epochs", "steps_per_epoch"))
    return (epochs is None or read_literal(epochs) != 1) and read_literal(steps) is not None


def _is_own(value: Node | None) -> bool:
    """Tell whether a loss or metrics may be functions of the script."""
    if value is None or read_literal(value) is not UNKNOWN:
        return False
    symbols = [node.text for node in value.walk() if node.token in ("SYMBOL", "FUNCTION", "SYMBOL_FUNCTION_CALL")]
    return any(not name.startswith(("loss_", "metric_")) and name not in ("list", "c") for name in symbols)


def _compare_value(call: Call, name: str, kind: str, value: Node) -> Iterator[Finding]:
    literal = read_literal(value)
    if kind == "activation":
        if literal == "hard_sigmoid" or get_symbol(value) == "activation_hard_sigmoid":
            token = next(node for node in value.walk() if not node.children)
            edit = Edit(token.line, token.column, token.text, _FORMULA)
            yield _say(call, value, f"`{name}`: hard_sigmoid has another formula", edit)
    elif kind in ("hook", "hooks"):
        yield _say(call, value, f"`{name}` gets epoch and batch numbers that count from 1")
    elif literal is UNKNOWN:
        yield _say(call, value, f"`{name}` {_tell_base(kind)}")
    elif literal is not None:
        yield from _compare_positions(call, name, kind, value, literal)


def _compare_positions(call: Call, name: str, kind: str, value: Node, literal: Any) -> Iterator[Finding]:
    try:
        same = dialects.shift(literal, kind, back=True) == literal
    except OtherMeaningError:
        return  # others report values that are not positions
    if not same:
        yield _say(call, value, f"`{name}` {_tell_base(kind)}", *_shift_numbers(value, kind))


def _tell_base(kind: str) -> str:
    return "counts from 1, but from 0 in R keras 2" if kind == "from_one" else "counts from 0, but from 1 in R keras 2"


def _shift_numbers(value: Node, kind: str) -> Iterator[Edit]:
    for token in value.walk():
        if token.token == "NUM_CONST" and not _is_negative(token):
            number = dialects.shift(read_literal(token), kind, back=True)
            new = f"{number}L" if token.text.endswith("L") else f"{number:g}"
            yield Edit(token.line, token.column, token.text, new)


def _is_negative(token: Node) -> bool:
    outer = next(token.ancestors(), None)
    over = outer.parent if outer is not None else None
    return over is not None and over.tokens() == ["'-'", "expr"]


def _say(call: Call, at: Node, text: str, *edits: Edit) -> Finding:
    return Finding(at.line, at.column, PROBLEM, KERAS3, f"{call.name}(): in {KERAS3} {text}.", call.name, edits)


def _add_arguments(call: Call, added: list[str]) -> tuple[Edit, ...]:
    """Return the change that adds arguments at the end of a call; none where it has no brackets."""
    closing = call.node.children[-1] if call.node.children else None
    if closing is None or closing.token != "')'" or not added:
        return ()
    text = ", ".join(added)
    return (Edit(closing.line, closing.column, "", f", {text}" if call.arguments else text),)


def _write(value: Any, kind: str | None) -> str:
    """Return a value as keras3 has it."""
    return _FORMULA if kind == "activation" and value == "hard_sigmoid" else _spell(value)


def _spell(value: Any) -> str:
    return "NULL" if value is None else json.dumps(value)
