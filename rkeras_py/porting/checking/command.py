"""The command `rkeras check`."""

import argparse
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from . import mending, parsing, reports
from .checking import Parser, check_files
from .documents import Document, UnreadableError
from .encodings import STDIN
from .findings import NOTE, PROBLEM, RULES, Report

_SETTINGS = {".rkeras.toml": ("check",), "pyproject.toml": ("tool", "rkeras", "check")}
"""Files of settings, and where in them those of check stand."""
PROBLEMS, COULD_NOT_READ = 1, 2


def run(options: argparse.Namespace, rscript: str | None, variables: Mapping[str, str]) -> int:
    """Run the command and return the exit status.

    Args:
        options: The options.
        rscript: Path of Rscript; None where there is none.
        variables: What the environment of R has beside that of this process.
    """
    try:
        return _run(options, lambda texts: parsing.run_rscript(rscript, texts, variables, options.timeout))
    except (UnreadableError, parsing.ParserError) as error:
        print(f"rkeras check: {error}", file=sys.stderr)
        return COULD_NOT_READ


def _run(options: argparse.Namespace, parse: Parser) -> int:
    to_keras3, spoken, rules = options.to == "keras3", options.spoken or "", choose_rules(options)
    if options.fix and STDIN in options.files:
        raise UnreadableError("--fix cannot change standard input: pass a file, or use --diff.")
    documents, found = check_files(options.files, parse, to_keras3, spoken)
    found = _keep(found, rules)
    if options.diff:
        sys.stdout.write(show_changes(documents, found))
    else:
        if options.fix and (mended := write_changes(documents, found)):
            print("\n".join(mended), file=sys.stderr)
            before = found
            documents, found = check_files(options.files, parse, to_keras3, spoken)
            found = keep_unmended(before, _keep(found, rules))
        if sys.stdout is not None:  # standard output may be closed
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        print(reports.lay_out(found, documents, options.format, options.all))
    return PROBLEMS if reports.count_problems(found) else 0


def choose_rules(options: argparse.Namespace) -> set[str]:
    """Return the rules whose findings are wanted, by the options, else by the settings in the current folder.

    Args:
        options: The options `select` and `ignore`: names of rules with commas, or None.

    Raises:
        UnreadableError: If there is no such rule, or the settings cannot be read.
    """
    settings = _read_settings()
    chosen = {}
    for name in ("select", "ignore"):
        given = getattr(options, name)
        chosen[name] = {*(settings.get(name, []) if given is None else given.split(","))}
        if unknown := sorted(chosen[name] - RULES.keys()):
            raise UnreadableError(f"{name}: there is no rule {unknown[0]!r}. The rules are {', '.join(RULES)}.")
    return (chosen["select"] or {*RULES}) - chosen["ignore"]


def _read_settings() -> dict[str, list[str]]:
    for file, keys in _SETTINGS.items():
        if (path := Path(file)).is_file():
            try:
                table = tomllib.loads(path.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                raise UnreadableError(f"{file} cannot be read: {error}.") from None
            for key in keys:
                table = table.get(key, {})
            if table:
                return table
    return {}


def _keep(found: Sequence[Report], rules: set[str]) -> list[Report]:
    return [replace(one, findings=[each for each in one.findings if each.rule in rules]) for one in found]


def show_changes(documents: Sequence[Document], found: Sequence[Report]) -> str:
    """Return what would be mended, as a diff.

    Args:
        documents: The files.
        found: What was found in each.
    """
    changes = [
        (document.path, *mending.mend(document, report)) for document, report in zip(documents, found, strict=True)
    ]
    return "".join(mending.show_diff(Path(path).as_posix(), old, new) for path, old, new, count in changes if count)


def keep_unmended(before: Sequence[Report], after: Sequence[Report]) -> list[Report]:
    """Return the reports on mended files, with what is left to do for keras3: by then they are scripts for that.

    Args:
        before: What was found in each before.
        after: What is found in each now.
    """
    return [_keep_unmended(one, other) for one, other in zip(before, after, strict=True)]


def _keep_unmended(before: Report, after: Report) -> Report:
    known = {(one.line, one.function) for one in after.findings if one.level in (PROBLEM, NOTE)}
    left = [one for one in before.findings if one.rule == "keras3" and not one.edits]
    kept = [*after.findings, *(one for one in left if (one.line, one.function) not in known)]
    return replace(after, findings=sorted(kept, key=lambda one: (one.line, one.column)))


def write_changes(documents: Sequence[Document], found: Sequence[Report]) -> list[str]:
    """Write what can be mended, and return a line on each file that was.

    Args:
        documents: The files.
        found: What was found in each.
    """
    said = []
    for document, report in zip(documents, found, strict=True):
        _, new, count = mending.mend(document, report)
        if count:
            mending.write(document.path, new)
            said.append(f"{document.path}: {count} place{'s' * (count > 1)} fixed.")
    return said
