"""From files to reports: reading, parsing, judging."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from .documents import Document, find_files, read_documents
from .findings import NOTE, PROBLEM, Finding, Report
from .judging import Judge
from .parsing import Parsed, read_parts
from .scripts import Script, read_script
from .tree import MOST_LEVELS, find_too_deep

Parser = Callable[[Sequence[str]], str]
"""A function that has R parse some texts, and returns the answer of `parse.R`."""


def check_files(
    names: Sequence[str], parse: Parser, to_keras3: bool = False, spoken: str = ""
) -> tuple[list[Document], list[Report]]:
    """Return the files that are meant, and what is said of each.

    Args:
        names: Files and folders.
        parse: R's parser.
        to_keras3: Whether to tell what an author would change for R's keras3.
        spoken: The package that calls mean in files that attach neither, "keras3"; "" for R keras 2.

    Raises:
        UnreadableError: If a file cannot be read.
        ParserError: If R does not parse.
    """
    asked, others = read_documents(find_files(names))
    return asked, judge_documents(
        asked, others, parse([part for one in (*asked, *others) for part in one.parts]), to_keras3, spoken
    )


@contextmanager
def keep_garbage() -> Iterator[None]:
    """Keep Python's collector from walking trees of millions of nodes again and again as they grow."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


@keep_garbage()
def judge_documents(
    asked: Sequence[Document], others: Sequence[Document], parsed: str, to_keras3: bool = False, spoken: str = ""
) -> list[Report]:
    """Return what is said of files.

    Args:
        asked: The files.
        others: Those that they run by source().
        parsed: The answer of `parse.R` on all their parts.
        to_keras3: Whether to tell what an author would change for R's keras3.
        spoken: The package that calls mean in files that attach neither, "keras3"; "" for R keras 2.
    """
    documents = [*asked, *others]
    found = read_parts(parsed, [len(document.parts) for document in documents])
    scripts = {
        place: read_script(found.trees[place], document.code)
        for place, document in enumerate(documents)
        if place in found.trees
    }
    for script in scripts.values():
        script.spoken = spoken
    _join_sources(documents, scripts)
    return [_report(document, scripts.get(place), found, place, to_keras3) for place, document in enumerate(asked)]


def _join_sources(documents: Sequence[Document], scripts: dict[int, Script]) -> None:
    """Add to each script the definitions in the files that it runs, directly or indirectly."""
    places = {Path(document.path).resolve(): place for place, document in enumerate(documents)}
    runs = {place: {places[path] for path in document.sources} for place, document in enumerate(documents)}
    before = {place: script.copy() for place, script in scripts.items()}
    for place, script in scripts.items():
        sourced = _reach(place, runs) - {place}
        calls_source = any(call.name in ("source", "sys.source") for call in script.calls)
        script.is_open |= (calls_source and not sourced) or bool(sourced - before.keys())
        script.add_definitions(before[other] for other in sorted(sourced & before.keys()))


def _reach(start: int, runs: dict[int, set[int]]) -> set[int]:
    reached: set[int] = set()
    waiting = [start]
    while waiting:
        new = runs[waiting.pop()] - reached
        reached |= new
        waiting.extend(new)
    return reached


def _report(document: Document, script: Script | None, found: Parsed, place: int, to_keras3: bool) -> Report:
    said = [Finding(1, 1, NOTE, "encoding", document.note)] if document.note else []
    if document.problem:
        said.append(Finding(1, 1, PROBLEM, "syntax", f"R cannot run it: {document.problem}."))
    last = len(document.places) or len(document.code)  # R may stop below the last line
    for line, column, message in found.errors.get(place, ()):
        said.append(Finding(max(min(line, last), 1), column, PROBLEM, "syntax", f"R cannot parse it: {message}."))
    if script is None:
        return Report(document.path, said)
    said += _find_too_deep(script)
    report = Judge(document, script, found.installed, to_keras3).report()
    return replace(report, findings=[*said, *report.findings])


def _find_too_deep(script: Script) -> Iterator[Finding]:
    """Find expressions that R does not evaluate: "evaluation nested too deeply"."""
    settings = [call for call in script.calls if call.name == "options"]
    if any(one.name == "expressions" for call in settings for one in call.arguments):
        return
    for node in find_too_deep(script.root):
        if not script.is_caught(node):
            message = f"R cannot run it: an expression of {MOST_LEVELS:,} levels or more. Split it."
            yield Finding(node.line, node.column, PROBLEM, "syntax", message)
