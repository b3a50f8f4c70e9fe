"""Parts of results by their names, and data in R whose shape its literals tell."""

from typing import Any

from ..findings import NOTE, PROBLEM
from ..tree import UNKNOWN, Call, Node, read_literal
from .shapes import as_shape
from .values import Array, Result
from .walk import Walk

_SETS = ("train", "test")
_RULE = "unknown-name"


def read_data(call: Call, is_ours: bool) -> Array | Result | None:
    """Return what a call gives whose literals tell the shape; None of others.

    Args:
        call: The call.
        is_ours: Whether a function of this package is called, where it has one of that name.
    """
    by_name = {one.name: read_literal(one.value) for one in call.arguments if one.name}
    places = [read_literal(one.value) for one in call.arguments if not one.name]
    if is_ours and call.name == "to_categorical":
        classes = by_name.get("num_classes", places[1] if len(places) > 1 else UNKNOWN)
        return Array(None, int(classes) if isinstance(classes, (int, float)) else -1)
    if is_ours and call.name.startswith("dataset_") and not call.name.endswith("word_index"):
        return Result(call.name, _SETS, dict.fromkeys(_SETS, ("x", "y")))
    if call.package or call.subject is not None:
        return None
    if call.name == "matrix" and "ncol" in by_name:
        return Array(as_shape(by_name["ncol"]))
    if call.name == "array" and ("dim" in by_name or len(places) > 1):
        dim = as_shape(by_name.get("dim", places[1] if len(places) > 1 else UNKNOWN))
        return Array(dim[1:]) if dim else None
    return None


def take_part(walk: Walk, node: Node, whole: Result, kind: str, key: Any) -> Any:
    """Return a part of a result, and find a name that it does not have.

    Args:
        walk: The walk through the script.
        node: The part.
        whole: The result.
        kind: The kind of bracket, or that of `$`.
        key: The name.
    """
    at = node.children[2]
    if whole.is_vector and kind == "'$'":
        message = f'{whole.of}() gives a named vector, which has no `$`: write `[["{key}"]]`.'
        walk.say(at, PROBLEM, message, whole.of, _RULE)
        return None
    if not isinstance(key, str) or (kind == "'['" and not whole.is_vector):
        return None
    if key not in whole.names:
        told = ", ".join(f"`{name}`" for name in whole.names)
        level = PROBLEM if kind == "LBB" and whole.is_vector else NOTE
        of = f"{whole.of}()" if not whole.of.endswith(")") else whole.of
        walk.say(at, level, f"The result of {of} has no `{key}`. It has {told}.", whole.of, _RULE)
        return None
    parts = whole.parts.get(key)
    return Result(f"{whole.of}()${key}".replace("()()", "()"), parts) if parts else None
