"""Checks of a call against the registry: its arguments, their values, and unsupported features."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ...compat import keras2_arguments, without_effect
from ...messages import errors, notices
from ...signatures import dialects, words
from ...signatures.dialects import SAME, OtherMeaningError, Row
from ...signatures.registry import Spec
from . import facts, names
from .findings import NOTE, PROBLEM, Edit, Finding
from .matching import Matched, match_arguments
from .options import explain_unknown
from .tree import UNKNOWN, Argument, Call, Node, read_literal

_NUMBER = re.compile(r"(a|a whole) number(?!.*(string|\"|array|tensor))")
"""The beginnings of the descriptions of numeric arguments; text that is a number is valid, too."""
_SHAPES = ("input_shape", "batch_input_shape", "shape", "batch_shape")
_COMPOSABLE = words.get_word(words.Composable)


@dataclass(frozen=True)
class Own:
    """A script's own classes and names, which calls may mean.

    Attributes:
        classes: Whether it makes classes of models, whose methods take what they like.
        names: Whether it gives names to losses, layers and others.
    """

    classes: bool = False
    names: bool = False


def judge_call(call: Call, own: Own, row: Row = SAME) -> list[Finding]:
    """Return the findings about a call of a function of rkeras.

    Args:
        call: The call.
        own: The classes and names of the script.
        row: What the function is in the dialect that the call means.
    """
    with errors.spell_as_r():
        name = row.ours or call.name
        spec, in_r = facts.find_spec(name), facts.load_facts().in_r.get(name)
        if in_r is not None:
            known = in_r.arguments if row.formals is None else list(row.formals)
            return [] if known is None else _judge_names(call, known)
        if spec is None or spec.python_only:
            return []
        matched = match_arguments(spec.formals() if row.formals is None else list(row.formals), call, spec.also_called)
        found = list(_judge_positions(call, matched, row))
        matched.rename(row.renamed)
        found += [*_judge_match(call, matched, spec.params), *_judge_further(call, spec, matched, own)]
        optional = {*row.sent, *(name for name, default in (row.formals or {}).items() if default is not None)}
        missing = [
            one
            for one in _list_missing(call, spec, matched)
            if one not in optional and not any(f"`{one}`" in it.message for it in found)
        ]
        if missing:
            message = str(errors.missing_argument(spec.name, missing[0]))
            found.append(_make_problem(call, "missing-argument", message, call.label))
        others = [name for name, kind in row.converted.items() if kind != "activation"]  # all have the same names
        return [*found, *_judge_values(call, spec, matched.without(others), not missing, own)]


def _judge_positions(call: Call, matched: Matched, row: Row) -> Iterator[Finding]:
    """Find axes and positions that are invalid in the call's dialect."""
    for name, kind in row.converted.items():
        value = read_literal(matched.values.get(name))
        if kind in ("from_one", "from_zero") and value is not UNKNOWN:
            try:
                dialects.shift(value, kind)
            except OtherMeaningError as error:
                yield _make_problem(call, "wrong-value", f"{call.name}(): `{name}`: {error}.", matched.values[name])


def list_supplied(call: Call) -> set[str]:
    """Return the names of the arguments that a call supplies."""
    spec, in_r = facts.find_spec(call.name), facts.load_facts().in_r.get(call.name)
    formals = (in_r.arguments or []) if in_r else spec.formals() if spec else []
    matched = match_arguments(formals, call)
    return {*matched.values, *(argument.name for argument in matched.further if argument.name)}


def _make_problem(call: Call, rule: str, message: str, at: Node | None, *edits: Edit) -> Finding:
    place = at or call.label
    return Finding(place.line, place.column, PROBLEM, rule, message, call.name, edits)


def _judge_names(call: Call, formals: list[str]) -> list[Finding]:
    return list(_judge_match(call, match_arguments(formals, call), [name for name in formals if name != "..."]))


def _judge_match(call: Call, matched: Matched, own: Any) -> Iterator[Finding]:
    for argument in matched.repeated:
        message = f"{call.name}(): `{argument.name}` is given twice."
        yield _make_problem(call, "wrong-arguments", message, argument.label)
    for argument in matched.ambiguous:
        message = f"{call.name}(): several arguments begin with `{argument.name}`, so R cannot choose one."
        yield _make_problem(call, "unknown-argument", message, argument.label)
    for argument in matched.unused:
        if argument.name:
            yield _report_unknown(
                call, argument, str(errors.unknown_argument(call.name, argument.name, own)), own, matched
            )
        elif argument.value is not None and matched.is_whole:
            message = f"{call.name}(): too many arguments; it has {len(own)}."
            yield _make_problem(call, "wrong-arguments", message, argument.value)


def _report_unknown(call: Call, argument: Argument, message: str, own: Any, matched: Matched) -> Finding:
    edits: tuple[Edit, ...] = ()
    near = names.find_safe(argument.name, own)
    if near and near not in matched.values and argument.label is not None:
        label = argument.label
        edits = (Edit(label.line, label.column, label.text, near),)
    return _make_problem(call, "unknown-argument", message, argument.label, *edits)


def _judge_further(call: Call, spec: Spec, matched: Matched, own: Own) -> Iterator[Finding]:
    no_effect = without_effect.ARGUMENTS.get(spec.name, {})
    supplied = {**matched.given, **{argument.name: argument for argument in matched.further}}
    for name, effect in no_effect.items():
        if name in supplied and effect.why:
            at = supplied[name].label or call.label
            message = f"{spec.name}(): `{name}` has no effect. {effect.why}"
            yield Finding(at.line, at.column, NOTE, "no-effect", message, spec.name)
    if spec.name == "compile" and own.classes:
        return
    for argument in matched.further:
        if argument.name in spec.params:
            continue  # keras3 takes it in its `...`
        if argument.name:
            message = explain_unknown(spec, argument.name) if spec.takes_options else ""
            if not spec.takes_options and not spec.takes_positional:
                message = str(errors.unknown_argument(spec.name, argument.name, spec.params))
            if message:
                yield _report_unknown(call, argument, message, spec.params, matched)
        elif _is_too_much(call, spec, matched, argument):
            received = len(spec.by_place) + len(matched.further)
            message = str(errors.too_many_arguments(spec.name, len(spec.by_place), received))
            yield _make_problem(call, "wrong-arguments", message, argument.value)


def _is_too_much(call: Call, spec: Spec, matched: Matched, argument: Argument) -> bool:
    is_full = all(name in matched.values for name in spec.by_place)
    return argument.value is not None and matched.is_whole and is_full and not spec.takes_positional


def _judge_values(call: Call, spec: Spec, matched: Matched, is_complete: bool, own: Own) -> Iterator[Finding]:
    literals = {}
    values = [(name, node, spec.params[name].word, spec.params[name].default) for name, node in matched.values.items()]
    for argument in matched.further:
        word, default = words.LAYER_OPTIONS.get(argument.name, (words.ANY, None))
        if argument.name in spec.older:
            now = spec.params.get(spec.older[argument.name])  # `decay` has no successor
            word, default = (now.word, now.default) if now else (words.get_word(words.NotNegative), 0)
            values.append((argument.name, argument.value, word, default))
        elif argument.name and spec.kind == "layer":
            values.append((argument.name, argument.value, word, default))
    for name, node, word, default in values:
        if name in _SHAPES and node is not None and _has_null(node):
            said = f"{spec.name}(): c() drops NULL, so that `{name}` has fewer axes: take list() or shape()."
            yield Finding(node.line, node.column, NOTE, "wrong-value", said, spec.name)
        value = read_literal(node)
        if (
            value is UNKNOWN
            or node is None
            or _is_unsure(name, word, value)
            or (value is None and name in spec.null_is_default)
        ):
            continue
        literals[name] = value
        message = _find_refusal(lambda: words.convert_value(spec.name, name, word, value, default))  # noqa: B023
        if not message and is_complete and word is _COMPOSABLE and spec.kind == "layer" and not spec.takes_positional:
            message = "" if value is None or isinstance(value, list) else str(errors.not_composable(spec.name, value))
        if not message and isinstance(value, str) and _NUMBER.match(word.expected):
            said = f"{spec.name}(): `{name}` is a string, which R keras and keras3 reject: remove the quotes."
            yield Finding(node.line, node.column, NOTE, "wrong-value", said, spec.name)
        if message.startswith("\0"):
            yield Finding(node.line, node.column, NOTE, "wrong-value", message[1:], spec.name)
        elif message or (message := names.explain_value(spec.name, name, word, value, own.names)):
            yield _make_problem(call, "wrong-value", message, node)
            del literals[name]
    yield from _judge_together(call, spec, literals)


def _has_null(node: Node) -> bool:
    """Tell whether this is `c()` of sizes of which one is NULL."""
    first, *given = node.children or [node]
    return [one.text for one in first.children] == ["c"] and any(one.tokens() == ["NULL_CONST"] for one in given)


def _is_unsure(name: str, word: words.Word, value: Any) -> bool:
    """Tell whether one of R's own functions converts a value to Python, or existing files decide."""
    is_path = "path of a file" in word.expected and isinstance(value, str) and name != "weights"
    return is_path or (bool(word.r) and isinstance(value, list))


def _find_refusal(convert: Callable[[], Any]) -> str:
    """Return why a value is refused, or a warning after a NUL character, or ""."""
    try:
        with notices.collect_for_r() as warned:
            convert()
    except (TypeError, ValueError) as error:
        return str(error)
    return "\0" + " ".join(warned) if warned else ""


def _judge_together(call: Call, spec: Spec, literals: dict[str, Any]) -> Iterator[Finding]:
    """Find values that request features which Keras 3 dropped."""
    values = {name: value for name, value in literals.items() if name not in keras2_arguments.ACTIVATIONS}
    if not spec.target or not values:
        return
    spec.choose_target(values)
    keras2_arguments.take_call_arguments(spec.name, values)
    for name, value in values.items():
        beside = {"output_mode": values["output_mode"]} if "output_mode" in values else {}
        if message := _find_refusal(lambda: keras2_arguments.translate(spec.name, {**beside, name: value})):  # noqa: B023
            yield _make_problem(call, "wrong-value", message, None)


def _list_missing(call: Call, spec: Spec, matched: Matched) -> list[str]:
    """Return the arguments without a default that the call leaves out."""
    if not matched.is_whole or matched.ambiguous:
        return []
    first = next(iter(spec.params), "")
    optional = {"y_true", "y_pred"} if spec.kind == "measure" else {first} if spec.kind == "layer" else set()
    return [name for name in spec.required if name not in matched.values and name not in optional]
