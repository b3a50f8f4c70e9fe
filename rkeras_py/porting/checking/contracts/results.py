"""Parts of results by name, and R data whose shape follows from literals."""

from typing import Any

from ..findings import NOTE, PROBLEM
from ..scripts import last_call
from ..tree import UNKNOWN, Call, Node, read_literal
from .shapes import as_shape, as_size
from .values import Array, Result
from .walk import Walk

_SETS = ("train", "test")
_DRAWS = ("runif", "rnorm", "seq_len")
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
        count = int(classes) if isinstance(classes, (int, float)) else -1
        rows = count_elements(call.arguments[0].value) if call.arguments and call.subject is None else None
        return Array((count if count > 0 else None,) if rows else None, count, rows)
    if is_ours and call.name.startswith("dataset_") and not call.name.endswith("word_index"):
        return Result(call.name, _SETS, dict.fromkeys(_SETS, ("x", "y")))
    if call.package or call.subject is not None:
        return None
    if call.name == "matrix":
        return _read_matrix(call)
    if call.name == "array" and ("dim" in by_name or len(places) > 1):
        dim = as_shape(by_name.get("dim", places[1] if len(places) > 1 else UNKNOWN))
        return Array(dim[1:], rows=dim[0]) if dim else None
    if call.name in ("rep", *_DRAWS) and call.arguments:
        first = call.arguments[0].value
        if call.name == "rep":
            times = places[1] if len(places) == len(call.arguments) == 2 else by_name.get("times", UNKNOWN)
            count = (count_elements(first) or isinstance(read_literal(first), (int, float))) * (as_size(times) or 0)
        else:
            count = as_size(read_literal(first)) or 0
        return Array((), rows=count) if count and (call.name != "rep" or len(call.arguments) == 2) else None
    return None


def _read_matrix(call: Call) -> Array | None:
    """Return what matrix() gives of data whose number of elements is known, or of a known number of columns."""
    given: dict[str, Node | None] = {one.name: one.value for one in call.arguments if one.name}
    free = [name for name in ("data", "nrow", "ncol", "byrow", "dimnames") if name not in given]
    given |= dict(zip(free, (one.value for one in call.arguments if not one.name), strict=False))
    count = count_elements(given.get("data"))
    rows, columns = (_read_size(given[name]) if name in given else None for name in ("nrow", "ncol"))
    if "ncol" in given:
        is_known = count is not None and columns and "nrow" not in given
        shape = as_shape(read_literal(given["ncol"]))
        return Array(shape, rows=-(-count // columns) if is_known else rows)  # type: ignore[operator]
    if "nrow" not in given:
        return Array((1,), rows=count)
    return Array((-(-count // rows),), rows=rows) if count and rows else Array((None,), rows=rows)


def _read_size(node: Node | None) -> int | None:
    size = read_literal(node)
    return int(size) if isinstance(size, (int, float)) and not isinstance(size, bool) and size >= 1 else None


def count_elements(node: Node | None) -> int | None:
    """Return how many elements a vector has that literals tell; None of others.

    Args:
        node: `c()` of literals, a range of two whole numbers, or numbers that are drawn or repeated.
    """
    if (call := last_call(node)) and call.name in ("rep", *_DRAWS):
        made = read_data(call, is_ours=False)
        return made.rows if isinstance(made, Array) else None
    value = read_literal(node)
    if isinstance(value, list):
        return len(value) if all(isinstance(one, (int, float, str)) for one in value) else None
    if node is not None and node.tokens()[1:2] == ["':'"]:
        ends = [read_literal(node.children[place]) for place in (0, 2)]
        if all(isinstance(one, (int, float)) and one == int(one) for one in ends):
            return int(abs(ends[1] - ends[0])) + 1
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
        message = f'{whole.of}() returns a named vector, on which `$` does not work: write `[["{key}"]]`.'
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
