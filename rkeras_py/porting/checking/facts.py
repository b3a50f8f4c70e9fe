"""Facts that Python's registry does not contain: functions that are written in R only."""

import functools
import importlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...names import MODULES
from ...signatures.registry import REGISTRY, Spec

OWN_PACKAGE = "rkeras"
_NO_CHANGE = re.compile(
    r"\b(?:are|is) an? ?(?:errors?|warnings?)\b|\bare errors\b|raise an error"
    r"|raises an error(?:[.;]| that)|(?:cause|with) a warning|^(?:Also w|W)orks\b|\bworks?(?: too)?[.,]"
    r"|^No warning|no deprecation warning|means -1, too"
    r"|keras 2.15 (?:it )?(?:failed|raised an error)|^Returns the generator|can be a factor|have an effect\."
)
"""Sentences on features that work now, or are refused now and were ignored: they change no valid call."""
_DATA = ("x", "y", "batch_size")
"""Arguments that concern a sentence only by what the data are, which running the script would tell."""


@dataclass(frozen=True)
class InR:
    """A function that is written by hand in R.

    Attributes:
        arguments: Their names, in order; None where nobody knows them.
        differs: What is not as in R keras 2.15, or "".
        unavailable: Why it cannot work, or "".
    """

    arguments: list[str] | None
    differs: str = ""
    unavailable: str = ""


@dataclass(frozen=True)
class Facts:
    """The content of `facts.json`, which code generation writes.

    Attributes:
        aliases: The packages whose names use_keras_alias() takes.
        in_r: The functions that are written by hand in R.
    """

    aliases: tuple[str, ...]
    in_r: Mapping[str, InR]


@functools.cache
def load_facts() -> Facts:
    """Return the facts."""
    found = json.loads(Path(__file__).with_name("facts.json").read_text(encoding="utf-8"))
    in_r = {name: InR(**one) for name, one in found["in_r"].items()}
    return Facts(tuple(found["aliases"]), in_r)


def find_spec(name: str) -> Spec | None:
    """Return what the registry knows of a function, without loading others.

    Args:
        name: Its name.
    """
    if name in MODULES and name not in REGISTRY:
        importlib.import_module(f"rkeras_py.{MODULES[name]}")
    return REGISTRY.get(name)


def is_ours(name: str) -> bool:
    """Tell whether rkeras has a function of a name."""
    return name in load_facts().in_r or find_spec(name) is not None


@functools.cache
def list_names(prefix: str = "") -> tuple[str, ...]:
    """Return the names of all functions, in Python or in R.

    Args:
        prefix: How they begin.
    """
    return tuple(name for name in sorted({*MODULES, *load_facts().in_r}) if name.startswith(prefix))


def tell_differences(name: str) -> tuple[str, str]:
    """Return what is not as in R keras 2.15, and why a function cannot work, in one line each.

    Args:
        name: The function.
    """
    spec, in_r = find_spec(name), load_facts().in_r.get(name)
    sections = spec.docs.sections if spec else {}
    differs = sections.get("Differences") or (in_r.differs if in_r else "")
    unavailable = sections.get("Unavailable") or (in_r.unavailable if in_r else "")
    return " ".join(differs.split()), " ".join(unavailable.split())


def choose_relevant(text: str, supplied: set[str], defaults: Mapping[str, object]) -> str:
    """Return the sentences on differences that concern a call: of those about an argument, only if it is supplied.

    A sentence that names no argument belongs to the one before it. What changes no call that is fine is left out.

    Args:
        text: The sentences.
        supplied: Names of the supplied arguments.
        defaults: The default of each argument of the function.
    """
    kept = []
    concerns, goes_on = True, False
    for sentence in re.split(r"(?<=[.;]) ", text):
        is_idle = bool(_NO_CHANGE.search(sentence)) or (goes_on and "`" not in sentence)
        goes_on = is_idle and sentence.endswith(";")
        if is_idle:
            continue
        named = re.findall(r"`(\w+)(?: = ([^`]*))?`", sentence)
        arguments = [(name, value) for name, value in named if not is_ours(name) and name != "NA"]
        if arguments:
            concerns = any(
                name not in _DATA and (name in supplied or (value and value.strip('"') == str(defaults.get(name))))
                for name, value in arguments
            )
        if concerns:
            kept.append(sentence)
    return re.sub(r";$", ".", " ".join(kept))
