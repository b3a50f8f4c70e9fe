"""Texts of documentation as Markdown: escapes, links from names of functions to their pages, tabs of two languages."""

import json
import os
import posixpath
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.codegen.r import URL

_CODE = re.compile(r"(`[^`]*`)")
_CALLED = re.compile(r"(?<![\w.$@:])([A-Za-z_][\w.]*)\(\)|" + URL)
_SPECIAL = re.compile(r"([\\*_\[\]<#|])")


@dataclass
class Pages:
    """The pages of the site.

    Attributes:
        texts: The Markdown of each, by its path in the site's sources.
        places: The page that explains a name of either language.
        files: Pictures and other files of the site, with where they are now.
    """

    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def add(self, path: str, text: str, **settings: object) -> None:
        """Add a page.

        Args:
            path: Its path.
            text: Its Markdown.
            settings: What MkDocs and its theme should know of the page.

        Raises:
            ValueError: If another page is there, or one whose path differs in upper case only, which some disks do not
                hold apart.
        """
        if path.lower() in self._taken:
            raise ValueError(f"two pages of the site have the path {path}")
        self._taken.add(path.lower())
        head = "".join(f"{name}: {json.dumps(value)}\n" for name, value in settings.items())  # JSON is YAML
        self.texts[path] = f"---\n{head}---\n\n{text.strip()}\n" if head else f"{text.strip()}\n"

    def link(self, name: str, here: str, shown: str) -> str:
        """Return a text as a link to the page of a name, or as it is where none explains the name."""
        place = self.places.get(name)
        return f"[{shown}]({relative(place, here)})" if place and place != here else shown

    def prose(self, text: str, here: str) -> str:
        """Return paragraphs of a docstring as Markdown.

        Args:
            text: The paragraphs, with code in backticks.
            here: The page that they stand on.
        """
        return "\n\n".join(
            self._write_paragraph(" ".join(part.split()), here) for part in text.split("\n\n") if part.strip()
        )

    def _write_paragraph(self, text: str, here: str) -> str:
        parts = _CODE.split(text)
        return "".join(
            self._write_code(part, here) if part.startswith("`") and len(part) > 1 else self._write_plain(part, here)
            for part in parts
        )

    def _write_code(self, code: str, here: str) -> str:
        name = re.fullmatch(r"`(.+?)(\(\))?`", code)
        return self.link(name[1], here, code) if name and (name[2] or "_" in name[1]) else code

    def _write_plain(self, text: str, here: str) -> str:
        done, parts = 0, []
        for called in _CALLED.finditer(text):
            parts += [_SPECIAL.sub(r"\\\1", text[done : called.start()])]
            parts += [self.link(called[1], here, f"`{called[0]}`") if called[1] else f"<{called[0]}>"]
            done = called.end()
        return "".join(parts) + _SPECIAL.sub(r"\\\1", text[done:])


def relative(path: str, here: str) -> str:
    """Return the link from one page to another."""
    return posixpath.relpath(path, os.path.dirname(here) or ".")


def fence(code: str, language: str) -> str:
    """Return code as a block of Markdown; `pycon` is Python with its prompts."""
    marks = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", code)), default=0))
    return f"{marks}{language}\n{code.strip(chr(10))}\n{marks}"


def tabs(texts: Mapping[str, str]) -> str:
    """Return texts as tabs by their titles; one text alone where all say the same."""
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    marks = ("===!", *("===" for _ in texts))  # `!` begins other tabs than those right before
    return "\n\n".join(
        f'{mark} "{title}"\n\n{textwrap.indent(text, "    ")}'
        for mark, (title, text) in zip(marks, texts.items(), strict=False)
    )
