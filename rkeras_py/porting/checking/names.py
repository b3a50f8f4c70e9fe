"""Names that nobody has, and the nearest that exist."""

import difflib
import functools
import re
from collections.abc import Iterable
from typing import Any

from ...engine.loading import keras
from ...messages import errors, keras_errors
from ...signatures import words
from . import facts

_SAFE, _NEAR = 0.8, 0.6
VERBS = ("compile", "evaluate", "predict", "bidirectional", "time_distributed")
"""Names without a prefix that scripts call, and that are like no other word."""
SHORT_VERBS = ("fit", "adapt", "summary")

_KINDS = {
    words.get_word(words.Activation): "activation function",
    words.get_word(words.Initializer): "initializer",
    words.get_word(words.Regularizer): "regularizer",
    words.get_word(words.Constraint): "constraint",
}
"""The kind of thing that each word names, in Keras's words."""

_OF_COMPILE = {"optimizer": "optimizer", "loss": "loss", "metrics": "metric", "weighted_metrics": "metric"}
_SHORT = ("mse", "mae", "mape", "msle", "kld", "acc", "accuracy", "ce", "crossentropy", "linear", "glorot", "AUC")
"""Names of losses, metrics and others that no function here has."""
_SIZED = re.compile(r"_([123])d(_transpose)?$")
_SIZES = ("kernel_size", "pool_size", "strides", "dilation_rate", "size")
_PATH = re.compile(r"[./\\\\]")
_PREFIXES = {"activation function": "activation"}


def find_safe(name: str, known: Iterable[str]) -> str:
    """Return the known name that a misspelled one certainly means, or "".

    Args:
        name: The misspelled one.
        known: Those that there are.
    """
    near = difflib.get_close_matches(name, list(known), n=2, cutoff=_SAFE)
    if len(near) == 2 and difflib.SequenceMatcher(None, name, near[1]).ratio() > _SAFE + 0.1:
        return ""
    return near[0] if near else ""


@functools.cache
def find_near(name: str) -> str:
    """Return the function of rkeras of the same family whose name is next to one, or ""."""
    family = name.split("_")[0] + "_"
    near = difflib.get_close_matches(name, facts.list_names(family), n=1, cutoff=_NEAR) if "_" in name else []
    return near[0] if near else ""


def find_short(name: str) -> str:
    """Return the verb of few letters that a misspelled name may mean, or "": those of other packages are near, too."""
    return find_safe(name.lower(), SHORT_VERBS)


def _keep_letters(name: str) -> str:
    return re.sub(r"[._]", "", name).lower()


@functools.cache
def _list_by_letters() -> dict[str, str]:
    """Return the functions by their letters alone; `layerDense` and `layer.dense` have those of `layer_dense`."""
    return {_keep_letters(one): one for one in (*facts.list_names(), *SHORT_VERBS)}


@functools.cache
def find_meant(name: str) -> str:
    """Return the function of rkeras that a misspelled name certainly means, or "".

    Of names of one word only verbs count; of others both halves have to be near, since families share the first.
    """
    if same := _list_by_letters().get(_keep_letters(name)):
        return same
    if "_" not in name:
        return find_safe(name, VERBS)
    meant = find_safe(name, (one for one in facts.list_names() if "_" in one))
    pairs = zip(name.split("_", 1), meant.split("_", 1), strict=False)
    return meant if meant and all(difflib.SequenceMatcher(None, *pair).ratio() >= _SAFE for pair in pairs) else ""


def explain_value(function: str, argument: str, word: words.Word, value: Any, has_names: bool) -> str:
    """Return the error that only Keras raises for a value, for a wrong number of sizes or an unknown name; else "".

    Args:
        function: The function.
        argument: The argument.
        word: What the argument means.
        value: The value.
        has_names: Whether the script gives names to losses and others of its own.
    """
    sized = _SIZED.search(function)
    if sized and argument in _SIZES and isinstance(value, list) and len(value) not in (1, int(sized.group(1))):
        count = int(sized.group(1))
        each = "a size for the axis" if count == 1 else f"a size for each of {count} axes, or one for all"
        return f"{function}(): `{argument}` should be {each}. Received: {argument} = {errors.show_value(value)}"
    if argument == "weights" and function.startswith("application_") and isinstance(value, str):
        if value != "imagenet" and not _PATH.search(value):
            return f'{function}(): `weights` should be "imagenet", NULL or a file path. Received: weights = "{value}"'
        return ""
    return "" if has_names else _explain_name(function, argument, word, value)


def _explain_name(function: str, argument: str, word: words.Word, value: Any) -> str:
    """Return the error for a name that Keras does not know, or "".

    Keras, which takes seconds to load, is asked only of names that no function here has.
    """
    kind = _KINDS.get(word) or (_OF_COMPILE.get(argument, "") if function == "compile" else "")
    if not kind:
        return ""
    prefix = _PREFIXES.get(kind, kind) + "_"
    known = [name.removeprefix(prefix) for name in facts.list_names(prefix)]
    for name in value if isinstance(value, list) else [value]:
        if not isinstance(name, str) or name in known or name in _SHORT:
            continue
        keras()  # loads Keras without its startup messages
        if name.lower() not in map(str.lower, keras_errors.get_known_names(kind)):
            received = f" Received: {argument} = {errors.show_value(name)}"
            return f"{function}(): {keras_errors.unknown_name(kind, name)}{received}"
    return ""
