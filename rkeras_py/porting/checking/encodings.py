"""Files as text: encodings and lines, and causes for which R cannot run text that its parser reads."""

import codecs
import sys
from dataclasses import dataclass
from pathlib import Path

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""By the bytes at the start of a file its encoding; those of UTF-32 begin with those of UTF-16."""

STDIN = "-"
"""The name of the standard input."""
_LATIN1 = "cp1252"  # Windows's superset of Latin-1
_SOME = 1000


@dataclass(frozen=True)
class Text:
    """A file as text.

    Attributes:
        content: The text, with its line ends as they are, without the mark of its encoding.
        encoding: Its encoding, in Python's name.
        note: What a user should know of it, or "".
        problem: Why R cannot run it, or "".
    """

    content: str
    encoding: str
    note: str = ""
    problem: str = ""

    def encode(self, content: str) -> bytes:
        """Return another content as the bytes of such a file.

        Args:
            content: The content.

        Raises:
            UnicodeEncodeError: If the encoding has not all of its characters.
        """
        return content.encode(self.encoding)


def read_file(path: str) -> Text:
    """Return a file as text: UTF-8, UTF-16 and UTF-32 with a mark or without, else Latin-1.

    Args:
        path: The file; "-" is the standard input.

    Raises:
        OSError: If it cannot be read.
        UnicodeDecodeError: If it is in no encoding.
    """
    raw = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    encoding = next((name for mark, name in _MARKS.items() if raw.startswith(mark)), "") or _guess(raw)
    try:
        content = raw.decode(encoding)
    except UnicodeDecodeError:
        if b"\0" in raw:
            raise
        encoding = _LATIN1
        content = raw.decode(encoding)
    return Text(content, encoding, _note(encoding), _find_problem(content))


def _guess(raw: bytes) -> str:
    """Return UTF-16 for a text in which every other byte is 0, as that of code in English letters is; else UTF-8."""
    start = raw[:_SOME]
    if len(start) > 3 and len(start) % 2 == 0:
        for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
            if start[first::2].count(0) > len(start) * 0.4 and 0 not in start[1 - first :: 2]:
                return name
    return "utf-8"


def _note(encoding: str) -> str:
    if encoding == "utf-8":
        return ""
    if encoding == "utf-8-sig":
        return "Rscript does not accept the byte order mark at its beginning, unlike source(): save it without."
    name = "Latin-1" if encoding == _LATIN1 else encoding.upper()
    return f'It is read as {name}. Rscript accepts only UTF-8: save it so, or call source(encoding = "{name}").'


def _find_problem(content: str) -> str:
    if "\0" in content:
        return "it contains a zero byte"
    if "\r" in content.replace("\r\n", ""):
        return "a line ends with only a carriage return, as on old Macs: save it with other line endings"
    return ""


def split_lines(code: str) -> list[str]:
    """Return the lines of a code as R counts them: a form feed or a separator of Unicode ends none.

    Args:
        code: The code.
    """
    lines = code.split("\n")
    return lines[:-1] if not lines[-1] else lines
