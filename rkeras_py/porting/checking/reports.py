"""The findings as text, JSON, SARIF and GitHub workflow commands."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

import rkeras_py

from ...messages.errors import for_reader
from . import facts
from .command_line import FORMATS
from .documents import Document
from .findings import FINE, NOTE, PROBLEM, RULES, UNKNOWN, Finding, Report

_SHOWN = (PROBLEM, NOTE)
COLUMNS = {
    "line": "line",
    "column": "column",
    "level": "level",
    "rule": "rule",
    "fun": "function",
    "message": "message",
}
"""The columns of a data frame of findings beside the file, each with the attribute of a finding."""

_SARIF = {PROBLEM: "error", NOTE: "note", FINE: "none", UNKNOWN: "none"}
_GITHUB = {PROBLEM: "error", NOTE: "notice"}


def count_problems(reports: Sequence[Report]) -> int:
    """Return how many problems there are."""
    return sum(finding.level == PROBLEM for report in reports for finding in report.findings)


def lay_out(reports: Sequence[Report], documents: Sequence[Document], form: str, all_of_it: bool) -> str:
    """Return the text to print.

    Args:
        reports: What was found in each file.
        documents: The files, in the same order.
        form: One of FORMATS.
        all_of_it: Whether to list what works, too, and what only running the script would tell.
    """
    return _WRITERS[form](choose(reports, all_of_it), documents)


def choose(reports: Sequence[Report], all_of_it: bool) -> Sequence[Report]:
    """Return the reports with what is shown of them.

    Args:
        reports: What was found in each file.
        all_of_it: Whether to list what works, too, and what only running the script would tell.
    """
    if all_of_it:
        return reports
    return [replace(one, findings=[each for each in one.findings if each.level in _SHOWN]) for one in reports]


def _as_text(reports: Sequence[Report], documents: Sequence[Document]) -> str:
    blocks = []
    told: set[str] = set()
    for report, document in zip(reports, documents, strict=True):
        lines = [_write_line(finding, document, told) for finding in report.findings]
        if lines:
            blocks.append("\n".join([report.path, *lines]))
    blocks.append(summarize(reports))
    return "\n\n".join(blocks)


def _write_line(finding: Finding, document: Document, told: set[str]) -> str:
    """Return the line of a finding; a difference is explained in full once.

    Args:
        finding: The finding.
        document: Its file.
        told: What was told before; changed in place.
    """
    message = finding.message
    if finding.rule == "differs":
        message = f"{finding.function}(): as above." if message in told else message
        told.add(finding.message)
    place = f"{document.name_line(finding.line)}:{finding.column}"
    also = f" Also in line{'s' * (len(finding.also) > 1)} " if finding.also else ""
    more = ", ".join(dict.fromkeys(document.name_line(line) for line in finding.also))
    mended = f" {for_reader('fix = TRUE', '--fix')} fixes it." if finding.edits else ""
    return f"  {place:<8} {finding.level:<8} {message}{also}{more}{'.' if also else ''}{mended} [{finding.rule}]"


def summarize(reports: Sequence[Report]) -> str:
    """Return the last lines: how much was found, and what the scripts need."""
    counts = {level: sum(one.level == level for report in reports for one in report.findings) for level in _SHOWN}
    said = ", ".join(f"{count} {level}{'s' * (count != 1)}" for level, count in counts.items())
    lines = [f"{len(reports)} file{'s' * (len(reports) != 1)}: {said}."]
    packages = sorted({package for report in reports for package in report.packages})
    aliased = [name for name in packages if name in facts.load_facts().aliases]
    if packages:
        lines.append(f"Packages: {', '.join(packages)}.")
    if aliased and facts.OWN_PACKAGE not in packages:
        script = reports[0].path if len(reports) == 1 else "script.R"
        way = for_reader(f'rkeras_run("{script}")', f"rkeras run {script}")
        lines.append(f"To run it with rkeras as library({aliased[0]}): {way}")
    return "\n".join(lines)


def _as_json(reports: Sequence[Report], documents: Sequence[Document]) -> str:
    files = []
    for report, document in zip(reports, documents, strict=True):
        findings = [
            {**asdict(one), "cell": document.places[one.line - 1][0] + 1 if document.places else None}
            for one in report.findings
        ]
        files.append({"path": report.path, "packages": report.packages, "findings": findings})
    return json.dumps({"version": rkeras_py.__version__, "files": files}, indent=1, ensure_ascii=False)


def _as_sarif(reports: Sequence[Report], documents: Sequence[Document]) -> str:
    results = [
        {
            "ruleId": finding.rule,
            "level": _SARIF[finding.level],
            "message": {"text": finding.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _as_uri(report.path)},
                        "region": {"startLine": line, "startColumn": finding.column if place == 0 else 1},
                    }
                }
                for place, line in enumerate((finding.line, *finding.also))
            ],
        }
        for report in reports
        for finding in report.findings
    ]
    rules = [{"id": rule, "shortDescription": {"text": text}} for rule, text in RULES.items()]
    driver = {"name": "rkeras check", "version": rkeras_py.__version__, "rules": rules}
    sarif = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }
    return json.dumps(sarif, indent=1, ensure_ascii=False)


def _as_uri(path: str) -> str:
    return path.replace("\\", "/").replace("%", "%25").replace(" ", "%20")


def _as_github(reports: Sequence[Report], documents: Sequence[Document]) -> str:
    lines = []
    for report in reports:
        for finding in report.findings:
            if finding.level in _GITHUB:
                path = _escape(report.path).replace(":", "%3A").replace(",", "%2C")
                place = f"file={path},line={finding.line},col={finding.column},title=rkeras {finding.rule}"
                lines.append(f"::{_GITHUB[finding.level]} {place}::{_escape(finding.message)}")
    return "\n".join([*lines, summarize(reports)])


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


_WRITERS = dict(zip(FORMATS, (_as_text, _as_json, _as_sarif, _as_github), strict=True))
"""The forms of a report, by their names."""
