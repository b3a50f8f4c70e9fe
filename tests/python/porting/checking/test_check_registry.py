"""`rkeras check` on every function: wrong uses are reported in the words of the call, defaults are fine."""

import re

from check_support import parse
from wrong_uses import WrongUse, wrong_uses

from rkeras_py.porting.checking import checking
from rkeras_py.porting.checking.documents import Document
from rkeras_py.porting.checking.findings import PROBLEM, Finding
from rkeras_py.r.code import as_r_code
from rkeras_py.signatures.registry import REGISTRY, Spec
from rkeras_py.signatures.words import MISSING
from tools.codegen.files import load_all

load_all()
SPECS = [spec for _, spec in sorted(REGISTRY.items()) if not spec.python_only]
UNSEEN = re.compile(r"\(vocabulary = NA\)$")
"""Calls that only the checks of R values refuse, which `rkeras check` does not make."""
EVERY = 6
"""Of so many wrong uses one is tried, which is some of each function with several arguments."""


def judge_lines(lines: list[str]) -> list[list[Finding]]:
    """The problems in each of some calls."""
    code = "\n".join(["library(rkeras); model <- keras_model_sequential()", *lines])
    (report,) = checking.judge_documents([Document("calls.R", code)], [], parse([code]))
    found: list[list[Finding]] = [[] for _ in lines]
    for finding in report.findings:
        if finding.level == PROBLEM:
            found[finding.line - 2].append(finding)
    return found


def is_open(use: WrongUse) -> bool:
    """Tell whether only the body of the function knows the arguments for its `...`."""
    spec = use.spec
    return (
        use.sort == "unknown" and not spec.target and not spec.further and (spec.takes_options or spec.takes_positional)
    )


def write_call(spec: Spec, **arguments: str) -> str:
    return f"{spec.name}({', '.join(f'{name} = {code}' for name, code in arguments.items())})"


def test_wrong_uses_are_reported_in_the_words_of_the_call() -> None:
    uses = [use for spec in SPECS for use in wrong_uses(spec) if "Unavailable" not in spec.docs.sections]
    uses = [use for use in uses[::EVERY] if not is_open(use)]
    assert len(uses) > 1000
    lines = [write_call(use.spec, **{name: given.r for name, given in use.arguments.items()}) for use in uses]
    silent = []
    for use, line, found in zip(uses, lines, judge_lines(lines), strict=True):
        if not any(re.search(use.message, finding.message) for finding in found) and not UNSEEN.search(line):
            silent.append((line, [finding.message for finding in found]))
    assert silent == []


def test_few_functions_keep_what_their_dots_take_to_themselves() -> None:
    silent = {use.spec.name for spec in SPECS for use in wrong_uses(spec) if is_open(use)}
    assert len(silent) <= 23, silent


def test_defaults_are_fine() -> None:
    lines = []
    for spec in SPECS:
        for param in spec.params.values():
            if param.default is not MISSING and "Unavailable" not in spec.docs.sections:
                lines.append(write_call(spec, **{param.name: as_r_code(param.default)}))
    found = [finding for some in judge_lines(lines) for finding in some if finding.rule != "missing-argument"]
    assert len(lines) > 2500
    assert [(lines[finding.line - 2], finding.message) for finding in found] == []
