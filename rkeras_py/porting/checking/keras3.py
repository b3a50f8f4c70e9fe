"""Changes that turn a script for R keras 2 into one for R's keras3."""

import functools
import re
from collections.abc import Iterator, Mapping

from ...compat.keras2_arguments import BASE_ARGUMENTS, RENAMED
from ...names import MODULES
from ...signatures.dialects import KERAS3 as PACKAGE
from ...signatures.dialects import OURS, Row, load_dialect
from ...signatures.registry import Spec
from . import facts, meanings
from .findings import PROBLEM, Edit, Finding
from .matching import Matched, match_arguments
from .options import find_dropped
from .scripts import Loading
from .tree import Argument, Call

_SAME = re.compile(r"the same as (\w+)\(\)")
_OF_LAYERS = (*BASE_ARGUMENTS, "dtype", "name", "trainable")


def judge_loading(loading: Loading) -> Finding | None:
    """Return what an author would change where a package is loaded.

    Args:
        loading: Where.
    """
    if loading.package not in OURS:
        return None
    tokens = [node for node in loading.node.walk() if node.text.strip("\"'`") == loading.package]
    if not tokens:
        return None
    token = tokens[0]
    edit = Edit(token.line, token.column, token.text, token.text.replace(loading.package, PACKAGE))
    return Finding(token.line, token.column, PROBLEM, PACKAGE, f"The package is called {PACKAGE}.", "", (edit,))


def judge_call(call: Call) -> list[Finding]:
    """Return what an author would change in a call of a function of R keras 2.

    Args:
        call: The call.
    """
    functions = load_dialect(PACKAGE)
    spec = facts.find_spec(call.name)
    if call.name not in functions and spec is not None and spec.s3:
        return []  # a method for another package's generic
    if call.name not in functions:
        return [_report_gone(call, spec)]
    row = functions[call.name]
    if spec is None:
        return list(_rename_arguments(call, row))
    matched = match_arguments(spec.formals(), call, spec.also_called)
    found = list(_compare_names(call, matched))
    if row.formals is not None:
        found = list(_compare(call, spec, matched, list(row.formals)))
    return [*found, *meanings.compare_meanings(call, matched, row)]


def _rename_arguments(call: Call, row: Row) -> Iterator[Finding]:
    """Find the arguments with other names in a call of a function that only R has."""
    for argument in call.arguments:
        if argument.name in row.back:
            yield from _compare_name(call, argument.name, row.back[argument.name], argument, [])


def _compare_names(call: Call, matched: Matched) -> Iterator[Finding]:
    """Find the arguments that keras3's methods take by name alone."""
    for name, argument in matched.given.items():
        if call.name in ("fit", "evaluate") and not argument.name and name not in ("object", "x", "y"):
            yield from _needs_name(call, name, argument, "which can only be passed by name")


def _report_gone(call: Call, spec: Spec | None) -> Finding:
    successor, is_same = _find_successor(call.name, spec)
    advice = f" It has {successor}()." if successor else " It has no equivalent."
    edits = (_rename(call, successor),) if successor and spec and is_same and _fits(call, spec, successor) else ()
    message = f"{PACKAGE} has no {call.name}().{advice}"
    return Finding(call.label.line, call.label.column, PROBLEM, PACKAGE, message, call.name, edits)


def _rename(call: Call, successor: str) -> Edit:
    return Edit(call.label.line, call.label.column, call.label.text, successor)


def _find_successor(name: str, spec: Spec | None) -> tuple[str, bool]:
    """Return the function of keras3 that does the same, and whether it makes the very same object."""
    functions = load_dialect(PACKAGE)
    if successor := _find_same().get(name):
        return successor, False
    if spec is not None and spec.target and spec.kind in ("measure", "class", "layer"):
        for other in functions:
            theirs = facts.find_spec(other) if other.split("_")[0] == name.split("_")[0] else None
            if theirs is None or (theirs.kind, theirs.target, theirs.fixed) != (spec.kind, spec.target, spec.fixed):
                continue
            if not spec.variants:
                return other, set(spec.send) <= set(theirs.send)  # otherwise it has its own defaults
    operation = "op_" + name.removeprefix("k_")
    return (operation, False) if name.startswith("k_") and operation in functions else ("", False)


@functools.cache
def _find_same() -> Mapping[str, str]:
    """Return the functions of keras3 that say of themselves that they are the same as one of R keras 2."""
    functions = load_dialect(PACKAGE)
    same = {}
    for name in functions:
        spec = facts.find_spec(name) if name in MODULES else None
        match = _SAME.search(" ".join((spec.body.__doc__ or "").split("\n")[:1])) if spec else None
        if match and match.group(1) not in functions:
            same[match.group(1)] = name
    return same


def _fits(call: Call, spec: Spec, successor: str) -> bool:
    """Tell whether each argument of a call has the same meaning in the successor."""
    theirs = facts.find_spec(successor)
    if theirs is None:
        return False
    ours = match_arguments(spec.formals(), call).given
    there = match_arguments(theirs.formals(), call).given
    return ours.keys() == there.keys() and all(one is there[name] for name, one in ours.items())


def _compare(call: Call, spec: Spec, matched: Matched, theirs: list[str]) -> Iterator[Finding]:
    gone = {*spec.older, *find_dropped(spec)}
    further = {argument.name: argument for argument in matched.further if argument.name in gone}
    for name, argument in {**matched.given, **further}.items():
        renamed = RENAMED.get(call.name, spec.older).get(name, "")
        if name not in theirs:
            yield from _compare_name(call, name, renamed if renamed in theirs else "", argument, theirs)
        elif not argument.name:
            yield from _compare_place(call, matched, name, argument, theirs)


def _compare_name(call: Call, name: str, renamed: str, argument: Argument, theirs: list[str]) -> Iterator[Finding]:
    place = argument.label or argument.value or call.label
    if not renamed and "..." in theirs and name in _OF_LAYERS and argument.name:
        return
    if renamed:
        if argument.label is None:
            return
        edit = Edit(place.line, place.column, argument.label.text, renamed)
        message = f"{call.name}(): `{name}` is called `{renamed}` in {PACKAGE}."
        yield Finding(place.line, place.column, PROBLEM, PACKAGE, message, call.name, (edit,))
    else:
        message = f"{call.name}(): {PACKAGE} has no argument `{name}` here."
        yield Finding(place.line, place.column, PROBLEM, PACKAGE, message, call.name)


def _compare_place(call: Call, matched: Matched, name: str, argument: Argument, theirs: list[str]) -> Iterator[Finding]:
    """Find an argument without a name that has another meaning by position in keras3."""
    by_name = {one for one, given in matched.given.items() if given.name}
    before = theirs[: theirs.index("...")] if "..." in theirs else theirs
    free = [one for one in before if one not in by_name]
    ours = [one for one in matched.values if one not in by_name]
    place = ours.index(name)
    if argument.value is None or (place < len(free) and free[place] == name):
        return
    yield from _needs_name(call, name, argument, "which has another position")


def _needs_name(call: Call, name: str, argument: Argument, why: str) -> Iterator[Finding]:
    node = argument.value
    if node is not None:
        edit = Edit(node.line, node.column, "", f"{name} = ")
        message = f"{call.name}(): this argument is `{name}`, {why} in {PACKAGE}: pass it by name."
        yield Finding(node.line, node.column, PROBLEM, PACKAGE, message, call.name, (edit,))
