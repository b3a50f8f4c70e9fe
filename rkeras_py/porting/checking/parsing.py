"""R's parser, in a separate process: once for all files."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...messages.errors import GET_R
from .scripts import Installed
from .tree import Node, TreeBuilder

_SCRIPT = Path(__file__).with_name("parse.R")
_PLACE = re.compile(r"^.*?:(\d+):(\d+): (.*)")
_UNESCAPED = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


class ParserError(RuntimeError):
    """R did not parse; the message says why."""


@dataclass
class Parsed:
    """R's answer on some texts.

    Attributes:
        trees: The tree of each text that is R code, by its place among them.
        errors: Of the others the line, the column and what is wrong.
        installed: The packages that they name.
        comments: Of each text its comments, by their lines.
    """

    trees: dict[int, Node] = field(default_factory=dict)
    errors: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)
    installed: Installed = field(default_factory=Installed)
    comments: dict[int, dict[int, str]] = field(default_factory=dict)


def run_rscript(rscript: str | None, texts: Sequence[str], variables: Mapping[str, str], seconds: float) -> str:
    """Have R parse some texts, and return what `parse.R` writes.

    Args:
        rscript: Path of Rscript; None where there is none.
        texts: The texts.
        variables: What the environment of R has beside that of this process.
        seconds: How long it may take.

    Raises:
        ParserError: If R is missing, fails, or is not done in time.
    """
    if rscript is None:
        raise ParserError(f"Rscript was not found, and R is required: {GET_R}")
    with tempfile.TemporaryDirectory(prefix="rkeras-check-") as folder:
        for number, text in enumerate(texts, 1):
            Path(folder, f"{number}.R").write_text(text + "\n", encoding="utf-8")
        utf8 = {} if os.name == "nt" else {"LC_ALL": "C.UTF-8"}
        try:
            done = subprocess.run(
                [rscript, str(_SCRIPT), folder],
                capture_output=True,
                stdin=subprocess.DEVNULL,
                timeout=seconds,
                env={**os.environ, **variables, **utf8},
            )
        except OSError as error:
            raise ParserError(f"{rscript} cannot be run: {error.strerror or error}.") from None
        except subprocess.TimeoutExpired:
            raise ParserError(f"R did not finish within {seconds:g} s; --timeout raises the limit.") from None
        parsed = Path(folder, "parsed")
        if done.returncode or not parsed.is_file():
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise ParserError(f"R failed: {said[0] if said else f'it ended with exit status {done.returncode}'}")
        return parsed.read_text(encoding="utf-8")


def read_parsed(text: str) -> Parsed:
    """Return what R said of some texts.

    Args:
        text: What describe_code() in `parse.R` returns, in lines.
    """
    found = Parsed()
    builders: dict[int, TreeBuilder] = {}
    for line in _split(text):
        kind, *fields = line.rstrip("\r").split("\t")
        if kind == "token":
            place, identity, parent, *where, token, code = fields
            number, code = int(place) - 1, _unescape(code)
            if number not in builders:
                builders[number] = TreeBuilder()
            builders[number].add(identity, parent, where, token, code)
            if token == "COMMENT":
                found.comments.setdefault(number, {})[int(where[0])] = code
        elif kind == "error":
            found.errors.setdefault(int(fields[0]) - 1, []).append(_read_error(_unescape(fields[2]), int(fields[1])))
        elif kind == "base":
            found.installed.base.add(fields[0])
        elif kind == "package":
            found.installed.exports.setdefault(fields[0], set()).update(filter(None, fields[1:]))
    found.trees = {number: builder.build() for number, builder in builders.items()}
    return found


def _split(text: str) -> Iterator[str]:
    """Yield the lines, of which a large script has millions."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def read_parts(text: str, counts: Sequence[int]) -> Parsed:
    """Return what R said of files that were parsed in parts, chunk by chunk.

    Args:
        text: What describe_code() in `parse.R` returns, in lines.
        counts: The number of parts of each file.
    """
    parts = read_parsed(text)
    joined = Parsed(installed=parts.installed)
    file_of = [file for file, count in enumerate(counts) for _ in range(count)]
    for part, tree in sorted(parts.trees.items()):
        joined.trees.setdefault(file_of[part], Node("root", "", 1, 1, 1, 1)).take_children(tree)
    for part, comments in parts.comments.items():
        joined.comments.setdefault(file_of[part], {}).update(comments)
    for part, errors in parts.errors.items():
        joined.errors.setdefault(file_of[part], []).extend(errors)
    return joined


def _unescape(text: str) -> str:
    return re.sub(r"\\([ntr\\])", lambda match: _UNESCAPED[match.group(1)], text) if "\\" in text else text


def _read_error(message: str, above: int) -> tuple[int, int, str]:
    first = message.split("\n")[0]
    match = _PLACE.match(first)
    if not match:
        return above + 1, 1, first
    return above + int(match.group(1)), max(int(match.group(2)), 1), match.group(3)
