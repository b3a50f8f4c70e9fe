"""Files that contain R code: scripts, R Markdown, Quarto and notebooks."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .encodings import STDIN, Text, read_file, split_lines

SUFFIXES = (".r", ".rmd", ".qmd", ".ipynb")
_FENCE = re.compile(r"^(\s*)(`{3,}|~{3,})\s*(.*)$")
_OTHER = re.compile(r"\{\s*(python|julia|bash|sh|sql|Rcpp|stan|perl|ruby)\b")
_OFF = re.compile(r"eval\s*[=:]\s*(FALSE|F|false)\b")
_SOURCE = re.compile(r"""\b(?:sys\.)?source\(\s*(?:file\s*=\s*)?["']([^"'\n]+)["']""")
_MAGIC = re.compile(r"^%%(rkeras|R)\b.*$")
_SKIPPED = ("renv", "packrat", "node_modules", "__pycache__")


class UnreadableError(ValueError):
    """A file or folder that cannot be read; the message says which, and why."""


@dataclass
class Document:
    """The R code of a file.

    Attributes:
        path: The file, as the user named it.
        code: The code; what is none is an empty line, so that lines keep their numbers.
        sources: The files that it runs by source().
        places: For each line of a notebook's code its cell and the line there, both counted from 0.
        chunks: For each line of a document with chunks the number of its chunk; 0 for one that is in none.
        note: What is to be said of its encoding, or "".
        problem: Why R cannot run it, or "".
        others: The languages of chunks that run other code than R, by the lines where they begin.
        attached: Whether it finds packages attached: as part of an R package, as cells in R of a notebook of Python, or
            run by another file.
    """

    path: str
    code: str
    chunks: list[int] = field(default_factory=list)
    others: dict[int, str] = field(default_factory=dict)
    sources: list[Path] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    attached: bool = False
    note: str = ""
    problem: str = ""

    def part_of(self, line: int) -> int:
        """Return the number of the chunk or the cell that a line is in; R runs each by itself.

        Args:
            line: The line.
        """
        if self.places:
            return self.places[line - 1][0] if line <= len(self.places) else 0
        return self.chunks[line - 1] if line <= len(self.chunks) else 0

    @property
    def parts(self) -> list[str]:
        """The code of each chunk or cell, which R runs each by itself; `parse.R` reads how many lines are above it."""
        parts: dict[int, tuple[int, list[str]]] = {}
        for line, text in enumerate(split_lines(self.code)):
            above, lines = parts.setdefault(self.part_of(line + 1), (line, []))
            lines += ["" for _ in range(line - above - len(lines))]
            lines.append(text)
        kept = [f"\1{above}\n" + "\n".join(lines).rstrip() for above, lines in parts.values() if any(lines)]
        return kept if len(kept) > 1 else [self.code]

    def name_line(self, line: int) -> str:
        """Return how a line is called: by its number, in a notebook by its cell and the number there."""
        if not self.places or not 1 <= line <= len(self.places):
            return str(line)
        cell, place = self.places[line - 1]
        return f"cell {cell + 1}, {place + 1}"


def find_files(names: Iterable[str]) -> list[str]:
    """Return the files that are meant: a folder stands for all in it that can hold R code.

    Args:
        names: Files and folders; "-" is the standard input.

    Raises:
        UnreadableError: If there is no such file, or a folder holds none.
    """
    found: dict[str, None] = {}
    for name in names:
        path = Path(name)
        if path.is_dir():
            inside = sorted(str(one) for one in _list_inside(path))
            if not inside:
                raise UnreadableError(f"{name} contains no .R, .Rmd, .qmd or .ipynb files.")
            found |= dict.fromkeys(inside)
        elif name != STDIN and not path.is_file():
            raise UnreadableError(f"{name} is neither a file nor a folder.")
        else:
            found[name] = None
    return list(found)


def _list_inside(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") or part in _SKIPPED for part in parts)
        if path.suffix.lower() in SUFFIXES and not hidden and path.is_file():
            yield path


def read_documents(names: Iterable[str]) -> tuple[list[Document], list[Document]]:
    """Return the code of files, and that of the files which these run by source().

    Args:
        names: The files.

    Raises:
        UnreadableError: If a file cannot be read, or is no text.
    """
    asked = [_read(name) for name in names]
    known = {Path(document.path).resolve(): document for document in asked}
    others = []
    waiting = list(asked)
    while waiting:
        document = waiting.pop()
        for path in document.sources:
            if path in known:
                known[path].attached = True
            else:
                known[path] = _read(str(path))
                others.append(known[path])
                waiting.append(known[path])
    return asked, others


def _read(name: str) -> Document:
    file = read_text(name)
    text = file.content.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    path = Path(name)
    suffix = path.suffix.lower()
    if suffix == ".ipynb":
        document = _read_notebook(name, text)
    elif suffix in (".rmd", ".qmd"):
        document = Document(name, *_keep_chunks(text))
    else:
        document = Document(name, text)
        document.problem = file.problem
    document.note = file.note
    document.sources = list(_find_sources(document.code, path))
    document.attached |= _is_of_package(path.resolve())
    return document


def _is_of_package(path: Path) -> bool:
    """Tell whether a file is code of an R package, or one of its tests: their packages are attached for them."""
    places = (("R",), ("tests", "testthat"))
    return any(
        path.parent.parts[-len(place) :] == place and (path.parents[len(place)] / "DESCRIPTION").is_file()
        for place in places
    )


def read_text(name: str) -> Text:
    """Return a file as text.

    Args:
        name: The file.

    Raises:
        UnreadableError: If it cannot be read, or is no text.
    """
    try:
        return read_file(name)
    except UnicodeDecodeError:
        raise UnreadableError(f"{name} is not a text file.") from None
    except OSError as error:
        raise UnreadableError(f"{name} cannot be read: {error.strerror or error}.") from None


def _find_sources(code: str, path: Path) -> Iterator[Path]:
    for name in _SOURCE.findall(code):
        for folder in (path.parent, Path()):
            if (folder / name).is_file():
                yield (folder / name).resolve()
                break


def _keep_chunks(text: str) -> tuple[str, list[int], dict[int, str]]:
    """Return the lines of the chunks in R that are run, the others empty; the chunk of each line; chunks of others."""
    kept: list[str] = []
    others: dict[int, str] = {}
    chunks: list[int] = []
    count = 0
    fence = ""
    in_r = False
    for line in split_lines(text):
        chunks.append(count)
        match = _FENCE.match(line)
        if not fence and match:
            fence, header, count = match.group(2), match.group(3), count + 1
            in_r = bool(re.match(r"\{\s*[rR]\b", header)) and not _OFF.search(header)
            if (other := _OTHER.match(header)) and not _OFF.search(header):
                others[len(chunks)] = other[1]
        elif fence and match and match.group(2).startswith(fence) and not match.group(3).strip():
            fence, in_r = "", False
        elif in_r:
            kept.append(line)
            if line.lstrip().startswith("#|") and _OFF.search(line):
                in_r = False
            continue
        kept.append("")
    return "\n".join(kept), chunks, others


def _read_notebook(name: str, text: str) -> Document:
    document = Document(name, "")
    lines: list[str] = []
    for number, _, source in find_cells(name, text):
        for place, line in enumerate(source.split("\n")):
            lines.append("" if _MAGIC.match(line) else line)
            document.places.append((number, place))
    document.code = "\n".join(lines)
    document.attached = any(_MAGIC.match(source.split("\n")[0]) for _, _, source in find_cells(name, text))
    return document


def find_cells(name: str, text: str) -> Iterator[tuple[int, dict[str, Any], str]]:
    """Yield the cells of a notebook that hold R: their numbers from 0, what they are, and their code.

    Args:
        name: The file, for errors.
        text: What it holds.

    Raises:
        UnreadableError: If it is no notebook.
    """
    try:
        notebook = json.loads(text)
        language = notebook["metadata"].get("kernelspec", {}).get("language", "python")
        for number, cell in enumerate(notebook["cells"]):
            source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
            if cell["cell_type"] == "code" and (language.lower() == "r" or _MAGIC.match(source.split("\n")[0])):
                yield number, cell, source
    except RecursionError:
        raise UnreadableError(f"{name} is not a notebook: its lists are nested too deeply.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise UnreadableError(f"{name} is not a notebook: it is not JSON, or has no cells.") from None
