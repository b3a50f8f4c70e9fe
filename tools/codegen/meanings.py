"""The meaning of calls in R keras 2 and in R's keras3, in words, for the pages of documentation."""

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from .dialects import make_rows, read_meanings

PATH = "vignettes/two_keras.Rmd"
_TABLE = re.compile(r"(<!-- This table is written by `make generate`. -->\n\n).*?(?=\n\n)", re.DOTALL)
_HEAD = ["| | R keras 2 and `library(rkeras)` | keras3 |", "|---|---|---|"]

CONVERSIONS = {
    "from_one": ("{} counts from 0", "{} counts from 1"),
    "from_zero": ("{} counts from 1", "{} counts from 0"),
    "hook": ("functions get the number of an epoch or batch from 0", "they get it from 1"),
    "hooks": ("functions get the number of an epoch or batch from 0", "they get it from 1"),
}
"""The meaning of the conversions of arguments, here and in keras3; the head of the table has that of activations."""


def tell_meanings() -> dict[str, tuple[str, str]]:
    """Return what calls mean with R keras 2 and with keras3, for the functions where that differs."""
    found, meanings = {}, read_meanings()
    for name, row in make_rows().items():
        kinds = {argument: kind for argument, kind in row.get("converted", {}).items() if kind in CONVERSIONS}
        pairs = [_tell_pair(CONVERSIONS[kind], argument) for argument, kind in kinds.items()]
        pairs += [
            _tell_default(argument, ours, theirs)
            for argument, (theirs, ours) in row.get("sent", {}).items()
            if argument != "name" and argument not in row.get("alone", {})
        ]
        pairs += [(told[0], told[1]) for told in [meanings["told"].get(name), row.get("measured", ())[1:]] if told]
        if pairs:
            here, there = (", ".join(dict.fromkeys(pair[side] for pair in pairs)) for side in (0, 1))
            found[name] = (here, there)
    return found


def _tell_pair(pair: tuple[str, str], argument: str) -> tuple[str, str]:
    return pair[0].format(f"`{argument}`"), pair[1].format(f"`{argument}`")


def _tell_default(argument: str, ours: Any, theirs: Any) -> tuple[str, str]:
    if ours == theirs:
        return f"`{argument}` is required", f"`{argument}` is optional"
    return f"`{argument}` is {_spell_default(ours)}", f"`{argument}` is {_spell_default(theirs)}"


def _spell_default(value: Any) -> str:
    return "`NULL`" if value is None else f"`{json.dumps(value)}`"


def render_vignette() -> str:
    """Return the text of the vignette, with the table of all functions that mean something else in the packages."""
    text = (Path(__file__).resolve().parents[2] / PATH).read_text(encoding="utf-8")
    return _TABLE.sub(lambda match: match[1] + "\n".join([*_HEAD, *_list_rows()]), text)


def _list_rows() -> list[str]:
    functions = defaultdict(list)
    for name, pair in tell_meanings().items():
        functions[pair].append(f"`{name}()`")
    for name, renamed in read_meanings()["renamed"].items():
        for theirs, ours in renamed.items():
            functions[f"`{ours}`", f"`{theirs}`"].append(f"`{name}()`")
    return [f"| {', '.join(names)} | {here} | {there} |" for (here, there), names in functions.items()]
