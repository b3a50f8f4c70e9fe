"""Names that nobody has, and the nearest that exist."""

import difflib
from collections.abc import Iterable
from typing import Any

from ...engine.loading import keras
from ...messages import errors, keras_errors
from ...signatures import words
from . import facts

_SAFE, _NEAR = 0.8, 0.6
VERBS = ("compile", "evaluate", "predict", "bidirectional", "time_distributed")
"""Names without a prefix that scripts call, and that are like no other word."""

_KINDS = {
    words.get_word(words.Activation): "activation function",
    words.get_word(words.Initializer): "initializer",
    words.get_word(words.Regularizer): "regularizer",
    words.get_word(words.Constraint): "constraint",
}
"""The kind of thing that each word names, in Keras's words."""

_OF_COMPILE = {"optimizer": "optimizer", "loss": "loss", "metrics": "metric", "weighted_metrics": "metric"}
_PREFIXES = {"activation function": "activation"}


def find_safe(name: str, known: Iterable[str]) -> str:
    """Return the known name that a misspelt one certainly means, or "".

    Args:
        name: The misspelt one.
        known: Those that there are.
    """
    near = difflib.get_close_matches(name, list(known), n=2, cutoff=_SAFE)
    if len(near) == 2 and difflib.SequenceMatcher(None, name, near[1]).ratio() > _SAFE + 0.1:
        return ""
    return near[0] if near else ""


def find_near(name: str) -> str:
    """Return the function of rkeras whose name is next to one, or ""; of verbs only what is certainly meant."""
    if "_" not in name:
        return find_safe(name, VERBS)
    family = name.split("_")[0] + "_"
    near = difflib.get_close_matches(name, facts.list_names(family), n=1, cutoff=_NEAR)
    return near[0] if near else ""


def explain_name(function: str, argument: str, word: words.Word, value: Any) -> str:
    """Return the error for a name that Keras does not know, where it is next to one that it knows; else "".

    Keras, which takes seconds to load, is asked only of names that look misspelt.

    Args:
        function: The function.
        argument: The argument.
        word: What the argument means.
        value: The value.
    """
    kind = _KINDS.get(word) or (_OF_COMPILE.get(argument, "") if function == "compile" else "")
    if not kind:
        return ""
    prefix = _PREFIXES.get(kind, kind) + "_"
    known = [name.removeprefix(prefix) for name in facts.list_names(prefix)]
    for name in value if isinstance(value, list) else [value]:
        if not isinstance(name, str) or name in known or not difflib.get_close_matches(name, known, 1, _SAFE):
            continue
        keras()  # loads it without its noise
        if name.lower() not in map(str.lower, keras_errors.get_known_names(kind)):
            received = f" Received: {argument} = {errors.show_value(name)}"
            return f"{function}(): {keras_errors.unknown_name(kind, name)}{received}"
    return ""
