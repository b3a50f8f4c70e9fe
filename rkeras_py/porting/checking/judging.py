"""All checks of a script."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ...messages.errors import for_reader
from ...signatures.dialects import KERAS3, load_dialect
from . import calls, facts, keras3, meanings, names
from .contracts.following import judge_contracts
from .contracts.modules import judge_paths
from .documents import Document
from .findings import FINE, NOTE, PROBLEM, UNKNOWN, Edit, Finding, Report
from .scripts import Installed, Script, last_call
from .tree import Call, Node, get_symbol

_CLASS_MAKERS = ("new_model_class", "keras_model_custom", "Model", "R6Class", "create_model")
_NAMERS = ("with_custom_object_scope", "custom_object_scope", "register_keras_serializable")
_FARTHEST = 3
"""The number of variables and methods through which a value is followed."""
_SELDOM = (
    *("layer_", "loss_", "metric_", "optimizer_", "callback_", "initializer_", "activation_", "regularizer_"),
    *("constraint_", "learning_rate_schedule_", "application_", "dataset_", "keras_", "k_", "op_"),
)
"""Prefixes that functions of other packages hardly ever have."""


@dataclass
class Judge:
    """The knowledge by which a script is judged.

    Attributes:
        document: The file.
        script: Its code.
        installed: The packages.
        to_keras3: Whether to tell what an author would change for R's keras3.
    """

    document: Document
    script: Script
    installed: Installed
    to_keras3: bool = False
    _makers: dict[tuple[str, int], set[str]] = field(default_factory=dict, init=False)

    @functools.cached_property
    def attached(self) -> list[str]:
        """The packages whose functions the script calls without `::`."""
        return self.script.attached()

    @functools.cached_property
    def others(self) -> list[str]:
        """The attached packages besides rkeras and its aliases."""
        return [name for name in self.attached if not self._is_own(name)]

    def report(self) -> Report:
        """Return all that is said of the script, in the order of its lines."""
        found = [
            *self._judge_packages(),
            *self._judge_calls(),
            *judge_contracts(self.script),
            *judge_paths(self.script),
        ]
        found += self._list_unseen()
        kept = _gather([one for one in found if one.line not in self.script.silent])
        packages = tuple(dict.fromkeys(loading.package for loading in self.script.loadings))
        return Report(self.document.path, sorted(kept, key=lambda one: (one.line, one.column)), packages)

    def _judge_packages(self) -> Iterator[Finding]:
        seen = set()
        if KERAS3 in (dialects := self.script.dialects()) and len(dialects) > 1:
            (*before, last), node = dialects, list(dialects.values())[-1]
            message = (
                f"{last} is attached after {before[-1]}: from here on, calls refer to its functions. {KERAS3}:: and "
            )
            message += "keras:: choose one."
            yield Finding(node.line, node.column, NOTE, "package", message)
        for loading in self.script.loadings:
            if self.to_keras3 and (finding := keras3.judge_loading(loading)):
                yield finding
            if loading.package not in seen and loading.node is not self.script.root:
                seen.add(loading.package)
                yield self._judge_package(loading.package, loading.node, loading.needed)

    def _judge_package(self, name: str, node: Node, needed: bool) -> Finding:
        def say(level: str, rule: str, message: str) -> Finding:
            return Finding(node.line, node.column, level, rule, message)

        is_installed = name in self.installed.exports
        if name == facts.OWN_PACKAGE:
            return say(FINE, "package", "rkeras has every function that the script calls.")
        if name in facts.load_facts().aliases:
            way = for_reader("rkeras_run()", "`rkeras run`")
            return say(FINE, "package", f"rkeras replaces {name}, with {way} or use_keras_alias().")
        if is_installed:
            return say(FINE, "package", f"{name} is installed.")
        message = f"The package {name} is not installed."
        return say(PROBLEM if needed else NOTE, "missing-package", f'{message} install.packages("{name}")')

    def _judge_calls(self) -> Iterator[Finding]:
        called = {call.name for call in self.script.calls}
        makes_classes = not called.isdisjoint(_CLASS_MAKERS) or any(
            node.text == "%py_class%" for node in self.script.nodes
        )
        own = calls.Own(makes_classes, not called.isdisjoint(_NAMERS))
        if self.to_keras3:
            yield from meanings.find_training(self.script.nodes)
        for call in self.script.calls:
            owner = self._find_owner(call)
            if owner in ("ours", "nobody") and self._means_keras3(call):
                yield from self._judge_keras3(call, own)
            elif owner == "ours":
                yield from self._judge_own(call, own)
            elif owner == "nobody":
                yield from self._judge_stray(call)
            elif owner == "unsure":
                message = f"{call.name}() may not be the function of rkeras."
                yield Finding(call.label.line, call.label.column, UNKNOWN, "not-looked-at", message, call.name)

    def _means_keras3(self, call: Call) -> bool:
        """Tell whether a call is one of R's keras3."""
        return self.script.find_dialect(call.node, call.package) == KERAS3

    def _judge_keras3(self, call: Call, own: calls.Own) -> Iterator[Finding]:
        """Judge a call that means a function of keras3."""
        row, place = load_dialect(KERAS3).get(call.name), (call.label.line, call.label.column)
        if row is not None:
            found = calls.judge_call(call, own, row)
        elif call.package or (facts.is_ours(call.name) and not self._may_be_of_tensorflow(call)):
            advice = (
                f"keras::{call.name}() is the function of R keras 2."
                if facts.is_ours(call.name)
                else "Is it misspelled?"
            )
            message = f"{KERAS3} has no {call.name}(). {advice}"
            found = [Finding(*place, PROBLEM, "unknown-function", message, call.name)]
        else:
            found = [] if facts.is_ours(call.name) else list(self._judge_stray(call))
        if self.script.is_caught(call.node):
            found = [replace(one, level=NOTE, edits=()) for one in found]
        yield from found
        if row is not None and not any(one.level == PROBLEM for one in found):
            yield Finding(*place, FINE, "works", f"{call.name}()", call.name)

    def _may_be_of_tensorflow(self, call: Call) -> bool:
        """Tell whether a function may be one of R's package tensorflow or a generic of R, and is none of keras."""
        is_other = call.name in self.installed.base or "tensorflow" in self.attached
        return is_other and not call.name.startswith(_SELDOM)

    def _find_owner(self, call: Call) -> str:
        """Tell whose function a call runs: "ours", "theirs", "unsure", or "nobody" if it is unknown."""
        ours = facts.is_ours(call.name)
        if call.package:
            is_own = call.package == facts.OWN_PACKAGE or call.package in facts.load_facts().aliases
            internal = call.label.parent is not None and "NS_GET_INT" in call.label.parent.tokens()
            if not is_own or internal:
                return "theirs"
            return "ours" if ours else "theirs" if call.package == "tensorflow" else "nobody"
        if self.script.may_define(call.name, call.node):
            return "unsure" if ours else "theirs"
        if any(call.name in self.installed.exports.get(name, ()) for name in self.others):
            return "unsure" if ours else "theirs"
        if not ours:
            return "theirs" if call.name in self.installed.base else "nobody"
        return self._find_owner_of_subject(call)

    def _is_own(self, package: str) -> bool:
        return package == facts.OWN_PACKAGE or package in facts.load_facts().aliases

    def _find_owner_of_subject(self, call: Call) -> str:
        """Tell whose method a generic calls, which depends on its first argument."""
        spec = facts.find_spec(call.name)
        is_base = call.name in self.installed.base
        if not is_base and (spec is None or not spec.s3):
            return "ours"
        makers = self._find_makers(call.subject or (call.arguments[0].value if call.arguments else None), 0)
        if is_base:
            return "ours" if makers and all(map(facts.is_ours, makers)) else "unsure"
        return "unsure" if makers and not any(map(facts.is_ours, makers)) else "ours"

    def _find_makers(self, node: Node | None, depth: int) -> set[str]:
        """Return the functions that may have made a value."""
        name = get_symbol(node)
        if not name:
            call = last_call(node)
            if call is None:
                return set()
            of = call.subject or (call.arguments[0].value if call.arguments else None)
            spec = facts.find_spec(call.name)
            given = self._find_makers(of, depth + 1) if spec is not None and spec.s3 and depth <= _FARTHEST else set()
            return given or {call.name}  # a method may return its first argument
        if depth > _FARTHEST:
            return set()
        if (name, depth) not in self._makers:
            values = self.script.find_values(name)
            self._makers[name, depth] = {one for value in values for one in self._find_makers(value, depth + 1)}
        return self._makers[name, depth]

    def _judge_own(self, call: Call, own: calls.Own) -> Iterator[Finding]:
        if not call.package and not self._is_attached(call):
            message = "The script calls rkeras functions but attaches neither keras nor rkeras. Add library(keras)."
            yield Finding(call.label.line, call.label.column, PROBLEM, "no-package", message)
            return
        differs, unavailable = facts.tell_differences(call.name)
        found = calls.judge_call(call, own)
        place = (call.label.line, call.label.column)
        if unavailable:
            found = [Finding(*place, PROBLEM, "unavailable", f"{call.name}(): {unavailable}", call.name)]
        if self.script.is_caught(call.node):
            found = [replace(one, level=NOTE, edits=()) for one in found]
        yield from found
        if differs and (text := self._choose(call, differs)):
            yield Finding(*place, NOTE, "differs", f"{call.name}(): {text}", call.name)
        if self.to_keras3:
            yield from keras3.judge_call(call)
        if not any(one.level == PROBLEM for one in found):
            yield Finding(*place, FINE, "works", f"{call.name}()", call.name)

    def _choose(self, call: Call, differs: str) -> str:
        spec = facts.find_spec(call.name)
        defaults = {param.name: param.default for param in spec.params.values()} if spec else {}
        return facts.choose_relevant(differs, calls.list_supplied(call), defaults)

    def _is_attached(self, call: Call) -> bool:
        known = self.document.attached or self.script.is_open
        attached = self.attached
        others = [
            name for name in attached if name not in self.installed.exports or "*" in self.installed.exports[name]
        ]
        return known or any(map(self._is_own, attached)) or bool(others) or not call.name.startswith(_SELDOM)

    def _judge_stray(self, call: Call) -> Iterator[Finding]:
        """Find an unknown function whose name is similar to one of rkeras."""
        if not call.package and (call.name.endswith("_fn") or self._is_object(call.name)):
            return
        attached = self.attached
        unseen = [name for name in attached if not self._is_own(name) and self._may_have_others(name)]
        sure = bool(call.package) or not (unseen or self.script.is_open or self.document.attached)
        near, safe = names.find_near(call.name), names.find_meant(call.name)
        safe = safe or (names.find_short(call.name) if sure else "")
        if not call.package and not safe and not (near and call.name.startswith(_SELDOM)):
            return
        if not sure and not safe:
            return  # the function may come from one of these packages or from a file
        near = safe or near
        level = PROBLEM if sure and not self.script.is_caught(call.node) else NOTE
        advice = f"Did you mean {near}()?" if near else 'help(package = "rkeras") in R lists all functions.'
        message = f"rkeras has no function {call.name}(). {advice}"
        edits: tuple[Edit, ...] = ()
        if level == PROBLEM and safe:
            edits = (Edit(call.label.line, call.label.column, call.label.text, near),)
        yield Finding(call.label.line, call.label.column, level, "unknown-function", message, call.name, edits)

    def _is_object(self, name: str) -> bool:
        """Tell whether a script takes parts of a name with `$`: an object from elsewhere, which may be callable."""
        parts = (node.children for node in self.script.nodes if node.tokens(2) == ["expr", "'$'"])
        return any(get_symbol(one[0]) == name for one in parts)

    def _may_have_others(self, package: str) -> bool:
        return package not in self.installed.exports or "*" in self.installed.exports[package]

    def _list_unseen(self) -> Iterator[Finding]:
        """List what only running the script would tell: objects of Python, functions that are called by their names."""
        for call in self.script.calls:
            if call.name in ("do.call", "Reduce", "match.fun") and not call.package:
                message = f"{call.name}(): the function that it calls is not checked."
                yield Finding(call.label.line, call.label.column, UNKNOWN, "not-looked-at", message, call.name)
        for node in self.script.nodes:
            parts = node.children
            if node.tokens(2) == ["expr", "'$'"] and get_symbol(parts[0]) in ("tf", "keras"):
                path = f"{get_symbol(parts[0])}${parts[2].text if len(parts) > 2 else ''}"
                message = f"{path} belongs to Python: its arguments are not checked."
                yield Finding(node.line, node.column, UNKNOWN, "not-looked-at", message)


def _gather(found: list[Finding]) -> Iterator[Finding]:
    """Report a finding on several lines once, with all lines."""
    first: dict[tuple[str, str], Finding] = {}
    for finding in found:
        key = (finding.rule, finding.message)
        is_general = finding.rule == KERAS3 and finding.level == NOTE
        if finding.rule not in ("differs", "no-effect", "no-package") and not is_general:
            yield finding
        elif key in first:
            first[key] = replace(first[key], also=(*first[key].also, finding.line))
        else:
            first[key] = finding
    yield from first.values()
