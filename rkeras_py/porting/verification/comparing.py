"""The comparison of the notes of a script and its program: the first difference, with its line in both."""

import itertools
import re
from collections.abc import Sequence
from typing import Any

TOLERANCE = 2e-5
"""The relative difference of numbers that counts as none: of float32, after some steps of training."""
_POINT = re.compile(r"(?<=\d)\.(?!\d)")
"""A point behind a whole number, which numpy writes and R does not."""
_NAMED = re.compile(r"\{((?:'[^']*': (?:'[^']*'|[^,{}']+)(?:, )?)+)\}")
"""A dict of numbers or texts, which R prints as a line of names and one of numbers."""
_TOKEN = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[^\W\d]+|[^\s\w\[\](),\"']")
_PLACE = re.compile(r"^ *\[\d+\]|\[\d*,\d*\]", re.MULTILINE)
_LEFT = re.compile(r"line (\d+) of the R script")
_SPELLED = {"TRUE": "True", "FALSE": "False", "NULL": "None", "NA": "nan", "NaN": "nan", "Inf": "inf"}

Note = dict[str, Any]


def compare(of_script: Sequence[Note], of_program: Sequence[Note], name: str) -> tuple[bool, str]:
    """Return whether a script and its program did the same, and a report.

    Args:
        of_script: The notes of the script.
        of_program: Those of the program.
        name: The name of the program, for the report.
    """
    ends: list[Note] = [
        notes[-1] if notes else {"kind": "error", "line": 0, "text": "it ended at once"}
        for notes in (of_script, of_program)
    ]
    is_whole = ends[1]["kind"] != "left"
    differs = _compare_trainings(of_script, of_program, name, is_whole) or _compare_printed(
        of_script, of_program, name, is_whole
    )
    sides = [("the script", ends[0]), (name, ends[1])]
    for (side, end), (other_side, other) in (sides, sides[::-1]):
        if end["kind"] == "error" and other["kind"] != "error" and not _is_behind(end, other):
            differs = f"line {end['line']} of {side} is an error, and none in {other_side}: {end['text']}" + (
                f"\n  before that, {differs}" if differs else ""
            )
    if differs:
        return False, f"not the same: {differs}"
    trained = sum(note["kind"] == "trained" for note in of_program)
    lines = sum(len(note["text"].splitlines()) for note in of_program if note["kind"] == "printed")
    said = f"the same: {lines} printed line{'s' * (lines != 1)} and {trained} training{'s' * (trained != 1)}"
    if not lines and not trained:
        said = "nothing was compared: no line was printed and no model trained"
    last = {"left": ", which has no translation", "error": ", which fails in both languages"}.get(ends[1]["kind"])
    return True, f"{said}, up to line {ends[1]['line']} of {name}{last}" if last else said


def _is_behind(end: Note, other: Note) -> bool:
    """Tell whether a script failed behind the line whose translation its program lacks."""
    told = _LEFT.search(other["text"]) if other["kind"] == "left" else None
    return told is not None and end["line"] >= int(told[1])


def _compare_trainings(ours: Sequence[Note], theirs: Sequence[Note], name: str, is_whole: bool) -> str:
    ours, theirs = ([note for note in notes if note["kind"] == "trained"] for notes in (ours, theirs))
    for number, (one, other) in enumerate(zip(ours, theirs, strict=False), 1):
        where = f"training {number}, line {one['line']} of the script and line {other['line']} of {name}"
        for what in ("before", "after"):
            if what == "before" and not (one[what] and other[what]):
                continue  # fit() builds this model
            shapes, other_shapes = ([weight[0] for weight in note[what]] for note in (one, other))
            if shapes != other_shapes:
                return f"{where}: the weights have the shapes {shapes} and {other_shapes}"
            sums, other_sums = (list(itertools.chain(*(weight[1:] for weight in note[what]))) for note in (one, other))
            if not all(map(_is_near, sums, other_sums)):
                return f"{where}: the weights differ {what} it"
        losses, other_losses = (list(itertools.chain(*note["losses"])) for note in (one, other))
        if len(losses) != len(other_losses) or not all(map(_is_near, losses, other_losses)):
            histories = [dict(zip(note["names"], note["losses"], strict=True)) for note in (one, other)]
            return f"{where}: the history has {histories[0]} and {histories[1]}"
    if is_whole and len(ours) != len(theirs):
        more, source = (ours, "the script") if len(ours) > len(theirs) else (theirs, name)
        return f"line {more[min(len(ours), len(theirs))]['line']} of {source} trains a model, the other does not"
    return ""


def _compare_printed(ours: Sequence[Note], theirs: Sequence[Note], name: str, is_whole: bool) -> str:
    one, other = _list_tokens(ours, _PLACE), _list_tokens(theirs)
    for (token, line, text), (token2, line2, text2) in zip(one, other, strict=False):
        if not _is_same(token, token2):
            return f"line {line} of the script prints {text!r}, line {line2} of {name} {text2!r}"
    if is_whole and len(one) != len(other):
        more, source = (one, "the script") if len(one) > len(other) else (other, name)
        _, line, text = more[min(len(one), len(other))]
        return f"line {line} of {source} prints {text!r}, the other nothing more"
    return ""


def _list_tokens(notes: Sequence[Note], left_out: re.Pattern[str] | None = None) -> list[tuple[str, int, str]]:
    """Return the words and numbers that were printed, each with its line of code and its printed line."""
    return [
        (_SPELLED.get(token, token), note["line"], text)
        for note in notes
        if note["kind"] == "printed"
        for text in note["text"].splitlines()
        for token in _TOKEN.findall(
            _POINT.sub("", left_out.sub("", text) if left_out else _NAMED.sub(_spell_named, text))
        )
    ]


def _spell_named(match: re.Match[str]) -> str:
    pairs = [one.rsplit(": ", 1) for one in match[1].split(", ")]
    return " ".join([*(name for name, _ in pairs), *(value for _, value in pairs)])


def _is_same(one: str, other: str) -> bool:
    if one == other or {one, other} == {"nan", "None"}:  # "None" is an unknown size
        return True
    try:
        return _is_near(float(one), float(other))
    except ValueError:
        return False


def _is_near(one: float, other: float) -> bool:
    return one == other or (one != one and other != other) or abs(one - other) <= TOLERANCE * max(1.0, abs(one))
