"""Precision and recall of `rkeras check` on tests/check: right scripts, and scripts with one planted mistake each."""

import re

import pytest
from check_support import judge
from support import ROOT

from rkeras_py.porting.checking import mending
from rkeras_py.porting.checking.findings import NOTE, PROBLEM, RULES, Finding, Report
from tools.check_rates import read_collection

pytestmark = pytest.mark.quick

CORPUS = read_collection()
RIGHT = ("fine", "missing-package")
"""The rules of right scripts; the packages of some are not installed."""
_SOFT = ("contract", "unknown-name", "unknown-function", "wrong-value")
"""Rules whose notes tell a mistake, too, where running it does not fail."""


@pytest.fixture(scope="module")
def found() -> dict[str, list[Finding]]:
    return dict(zip(CORPUS, judge(*(code for _, code in CORPUS.values())), strict=True))


def list_told(findings: list[Finding]) -> list[Finding]:
    return [one for one in findings if one.level == PROBLEM or (one.level == NOTE and one.rule in _SOFT)]


def is_told(name: str, findings: list[Finding]) -> bool:
    """Tell whether the planted mistake was found, in its line where that is marked."""
    rule, code = CORPUS[name]
    lines = [number for number, line in enumerate(code.split("\n"), 1) if line.endswith("#!")]
    return any(one.rule == rule and (not lines or one.line in lines) for one in list_told(findings))


def list_alarms(name: str, findings: list[Finding]) -> list[tuple[int, str]]:
    """Return what is said of a script beside what should be."""
    rule, code = CORPUS[name]
    caught = "tryCatch(" in code or "try(" in code
    return [
        (one.line, one.message)
        for one in list_told(findings)
        if one.rule != rule and not (one.level == NOTE and (caught or one.rule == "missing-package"))
    ]


def test_figures_of_the_page_are_those_of_the_corpus(found: dict[str, list[Finding]]) -> None:
    right = [name for name, (rule, _) in CORPUS.items() if rule in RIGHT and not name.startswith("wrong")]
    wrong = [name for name in CORPUS if name not in right]
    assert len(right) > 200 and len(wrong) > 200
    alarms = {name: told for name in CORPUS if (told := list_alarms(name, found[name]))}
    missed = [name for name in wrong if not is_told(name, found[name])]
    page = (ROOT / "docs/checking.md").read_text(encoding="utf-8")
    counted = re.search(r"\| (\d+) correct scripts \| (\d+) .*\n\| (\d+) deliberate mistakes \| (\d+) ", page)
    assert counted is not None
    told = [int(one) for one in counted.groups()]
    assert told == [len(right), len(alarms), len(wrong), len(wrong) - len(missed)], (alarms, missed)


def test_the_corpus_has_every_kind_of_problem(found: dict[str, list[Finding]]) -> None:
    rules = {one.rule for findings in found.values() for one in findings if one.level == PROBLEM}
    assert rules == {rule for rule, _ in CORPUS.values()} - {"fine"}
    assert RULES.keys() - rules == {"encoding", "differs", "no-effect", "package", "keras3", "works", "not-looked-at"}


def test_notes_on_differences_are_few(found: dict[str, list[Finding]]) -> None:
    """They stand where an argument or a result of the call is not as in R keras 2.15."""
    right = [one for name in CORPUS if CORPUS[name][0] in RIGHT for one in found[name]]
    calls = sum(one.rule == "works" for one in right)
    notes = sum(one.rule in ("differs", "no-effect") for one in right)
    assert calls > 1000
    assert notes / calls < 0.03, (notes, calls)


def test_fixes_leave_right_scripts_alone_and_make_the_others_right(found: dict[str, list[Finding]]) -> None:
    fixed = {}
    for name, (rule, code) in CORPUS.items():
        edits = mending.collect_edits(Report(name, found[name]))
        if edits:
            assert rule not in RIGHT, name
            fixed[name], count = mending.apply_edits(code, edits)
            assert count == len(edits), name
    assert len(fixed) > 50
    again = dict(zip(fixed, judge(*fixed.values()), strict=True))
    assert {name: told for name in fixed if (told := list_told(again[name]))} == {}
