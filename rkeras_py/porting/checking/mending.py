"""Safe corrections of scripts, shown as a diff or written to the files."""

import difflib
import json
import os
import stat
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .documents import Document, UnreadableError, find_cells
from .encodings import read_file
from .findings import Edit, Report


def collect_edits(report: Report) -> list[Edit]:
    """Return the changes of a file, from its end to its beginning; of two that touch one place the first."""
    edits = {(edit.line, edit.column): edit for finding in reversed(report.findings) for edit in finding.edits}
    return [edits[place] for place in sorted(edits, reverse=True)]


def mend(document: Document, report: Report) -> tuple[str, str, int]:
    """Return the text of a file, what becomes of it, and how many changes that takes.

    Args:
        document: The file.
        report: What was found in it.

    Raises:
        UnreadableError: If it cannot be read any more.
    """
    text = _read_exactly(document.path)
    if not document.places:
        mended, count = apply_edits(text, collect_edits(report))
        return text, mended, count
    notebook = json.loads(text)
    by_cell: dict[int, list[Edit]] = {}
    for edit in collect_edits(report):
        cell, line = document.places[edit.line - 1]
        by_cell.setdefault(cell, []).append(Edit(line + 1, edit.column, edit.old, edit.new))
    count = 0
    for number, _, source in find_cells(document.path, text):
        mended, some = apply_edits(source, by_cell.get(number, []))
        count += some
        if some:
            old = notebook["cells"][number]["source"]
            notebook["cells"][number]["source"] = mended if isinstance(old, str) else mended.splitlines(keepends=True)
    return text, (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n") if count else text, count


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, int]:
    """Return a text with changes made, and their number; where not the expected stands nothing is changed.

    Args:
        text: The text.
        edits: The changes, from the end to the beginning.
    """
    lines = text.split("\n")
    count = 0
    for edit in edits:
        line = lines[edit.line - 1] if edit.line <= len(lines) else ""
        start = edit.column - 1
        if start <= len(line) and line.startswith(edit.old, start):
            lines[edit.line - 1] = line[:start] + edit.new + line[start + len(edit.old) :]
            count += 1
    return "\n".join(lines), count


def _read_exactly(path: str) -> str:
    """Return the text of a file with its own line ends, without the mark of its encoding."""
    try:
        return read_file(path).content
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{path} cannot be read: {error}.") from None


def show_diff(path: str, old: str, new: str) -> str:
    """Return the changes of a file in the form of `diff -u`."""
    lines = difflib.unified_diff(
        old.splitlines(keepends=True),
        new.splitlines(keepends=True),
        f"a/{path.lstrip('/')}",
        f"b/{path.lstrip('/')}",
        n=1,
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def write(path: str, text: str) -> None:
    """Write a file at once or not at all; it keeps its permissions and its encoding.

    Args:
        path: The file, or a link to it.
        text: Its new text.

    Raises:
        UnreadableError: If it cannot be written; then it is as it was.
    """
    target = Path(path).resolve()
    try:
        raw = read_file(str(target)).encode(text)
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
            os.chmod(temporary, stat.S_IMODE(target.stat().st_mode))
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except UnicodeEncodeError as error:
        raise UnreadableError(f"{path} cannot be written in its encoding: {error}.") from None
    except OSError as error:
        raise UnreadableError(f"{path} cannot be written: {error.strerror or error}.") from None
