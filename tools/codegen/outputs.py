"""The lines that examples print in R, for the help pages: recorded, not run, when the pages are written.

`python -m tools.help_outputs` records them, in the lines that the help shows: each statement, and below it `#> ` with
the lines that it prints.
"""

import functools
import json
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from rkeras_py.signatures.registry import Spec

RECORD = Path(__file__).with_name("outputs.json")
MARK = "#>"
_WIDTH = 90


def name_page(spec: Spec) -> str:
    """Return the name of the page of R's help for a function."""
    return f"{spec.name}.{spec.s3}" if spec.s3 else spec.name


def add_outputs(spec: Spec, lines: list[str]) -> list[str]:
    """Return an example with the lines that it prints; without them where it changed since they were recorded.

    Args:
        spec: The function.
        lines: The lines of the example.
    """
    recorded = read_record().get(name_page(spec), [])
    return recorded if drop_outputs(recorded) == lines else lines


def drop_outputs(lines: Iterable[str]) -> list[str]:
    """Return the lines of an example without those that it prints."""
    return [line for line in lines if not line.startswith(MARK)]


@functools.cache
def read_record() -> dict[str, list[str]]:
    """Return the examples with the lines that they print, by help page."""
    found: dict[str, list[str]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def merge(lines: Sequence[str], statements: Iterable[tuple[list[str], list[str]]]) -> list[str]:
    """Return the lines of an example with those that its statements print.

    Args:
        lines: The lines, of which some may not run.
        statements: The lines of each statement that ran, and the lines that it printed.

    Raises:
        ValueError: If a statement is not among the lines.
    """
    merged: list[str] = []
    place = 0
    for code, printed in statements:
        starts = range(place, len(lines) - len(code) + 1)
        start = next((one for one in starts if list(lines[one : one + len(code)]) == code), None)
        if start is None:
            raise ValueError(f"{code} is not in the example {lines}; run `make generate` first")
        merged += [*lines[place : start + len(code)], *_mark(printed)]
        place = start + len(code)
    return [*merged, *lines[place:]]


def _mark(printed: list[str]) -> list[str]:
    text = "\n".join(printed).strip("\n")
    lines = [piece for line in text.split("\n") for piece in _fold(line)] if text else []
    return [f"{MARK} {line}".rstrip() for line in lines]


def _fold(line: str) -> list[str]:
    return textwrap.wrap(line, _WIDTH, subsequent_indent="  ", drop_whitespace=False) if len(line) > _WIDTH else [line]
