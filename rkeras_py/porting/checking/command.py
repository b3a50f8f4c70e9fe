"""The command `rkeras check`."""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import mending, parsing, reports
from .checking import Parser, check_files
from .documents import Document, UnreadableError
from .encodings import STDIN
from .findings import Report

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
    to_keras3, spoken = options.to == "keras3", options.spoken or ""
    if options.fix and STDIN in options.files:
        raise UnreadableError("--fix cannot change the standard input: name a file, or see --diff.")
    documents, found = check_files(options.files, parse, to_keras3, spoken)
    if options.diff:
        sys.stdout.write(show_changes(documents, found))
    else:
        if options.fix and (mended := write_changes(documents, found)):
            print("\n".join(mended), file=sys.stderr)
            documents, found = check_files(options.files, parse, to_keras3, spoken)
        if sys.stdout is not None:  # it may be closed
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        print(reports.lay_out(found, documents, options.format, options.all))
    return PROBLEMS if reports.count_problems(found) else 0


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
            said.append(f"{document.path}: {count} place{'s' * (count > 1)} mended.")
    return said
