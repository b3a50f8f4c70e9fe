"""Lists, and functions that apply a function to each element."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .arrays import simplify_shape
from .indexing import from_column
from .numbers import max_, min_, prod, sum_
from .vectors import c, is_foreign, is_frame, is_scalar, length, simplify, values


def each(value: Any) -> Sequence[Any]:
    """Return the elements that a loop goes through: of a vector or array its numbers, of a data frame its columns."""
    if value is None:
        return []
    if is_scalar(value):
        return [value]
    if isinstance(value, dict):
        return list(value.values())
    if is_frame(value):
        return [from_column(value[name]) for name in value.columns]
    if isinstance(value, np.ndarray):
        return list(values(value).tolist())
    return list(value)


def names(value: Any) -> Any:
    """Return the names of a dict, named tuple or data frame, None where a list has none.

    Raises:
        TypeError: For a vector, whose names R may know and Python does not.
    """
    if hasattr(value, "_fields"):  # a named tuple, as op_qr() gives
        return np.array(value._fields, dtype=object)
    if value is None or isinstance(value, (list, tuple)):
        return None
    if is_frame(value):
        return np.array(list(value.columns), dtype=object)
    if not isinstance(value, dict):
        raise TypeError("names(): vectors have no names here.")
    return np.array(list(value), dtype=object)


def unname(value: Any) -> Any:
    """Return a list without its names, and another value as it is."""
    return list(value.values()) if isinstance(value, dict) else value


def lapply(value: Any, function: Callable[..., Any], *more: Any, **named: Any) -> Any:
    """Return a list of what a function gives for each element; a dict where there are names.

    Args:
        value: A vector, a list, a dict or a data frame.
        function: The function.
        more: Its further arguments.
        named: Those with names.
    """
    results = [function(one, *more, **named) for one in each(value)]
    keys = names(value) if isinstance(value, (dict, tuple)) or is_frame(value) else None
    return results if keys is None else dict(zip(keys.tolist(), results, strict=True))


def sapply(value: Any, function: Callable[..., Any] | None = None, *more: Any, **named: Any) -> Any:
    """Return what a function gives for each element as a vector, or as the columns of a matrix, or else as a list.

    Args:
        value: A vector, a list, a dict or a data frame; without a function the results themselves.
        function: The function.
        more: Its further arguments.
        named: Those with names.
    """
    if function is None:
        found = value if isinstance(value, dict) else list(value)
    else:
        found = lapply(value, function, *more, **named)
    results = list(found.values()) if isinstance(found, dict) else found
    results = [_take_numbers(one) for one in results]
    plain = all(is_scalar(one) or isinstance(one, np.ndarray) for one in results)
    sizes = {length(one) for one in results}
    if not results or not plain or len(sizes) != 1 or sizes == {0}:
        return found
    if sizes != {1}:
        return np.stack([values(one) for one in results], axis=1)
    if isinstance(found, dict):
        return {name: simplify(values(one)) for name, one in found.items()}
    return c(*results) if len(results) > 1 else simplify_shape(values(results[0]))


def _take_numbers(result: Any) -> Any:
    """Return the numbers of a dict, as evaluate() gives, as a vector: R has a named vector there."""
    is_vector = isinstance(result, dict) and len(result) > 1 and all(map(_is_number, result.values()))
    return np.array(list(result.values())) if is_vector else result


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, np.number)) and not isinstance(value, bool)


def map_together(function: Callable[..., Any], *parts: Any) -> Any:
    """Return a list of what a function gives for the first elements, the second ones, and so on.

    Args:
        function: The function.
        parts: Vectors and lists; shorter ones are repeated. Where the first has names or is of texts, the list is a
            dict by them.

    Raises:
        ValueError: If the names are not as many as the elements, or one comes twice.
    """
    items = [each(part) for part in parts]
    count = max(map(len, items)) if all(items) else 0
    found = [function(*(some[place % len(some)] for some in items)) for place in range(count)]
    is_text = isinstance(parts[0], str) or getattr(parts[0], "dtype", np.dtype(float)).kind == "O"
    if not (is_text or isinstance(parts[0], dict)):
        return found
    keys = items[0] if is_text else list(parts[0])
    if len(set(keys)) != count:
        raise ValueError(f"Map(): {len(set(keys))} names for {count} elements. Received: {keys}")
    return dict(zip(keys, found, strict=True))


def unlist(value: Any) -> Any:
    """Return the elements of a list, and of lists in it, as one vector; as a list, where objects are among them."""
    if isinstance(value, dict) or is_frame(value):
        value = each(value)
    if not isinstance(value, (list, tuple)):
        return value
    flat: list[Any] = []
    for one in value:
        inner = unlist(one)
        flat.extend(inner if isinstance(inner, list) else [inner])
    flat = [one for one in flat if one is not None]
    return flat if any(is_foreign(one) for one in flat) else c(*flat)


def do_call(function: Callable[..., Any], arguments: Any) -> Any:
    """Call a function with the elements of a list as its arguments, those with names by name."""
    if isinstance(arguments, dict) and function in (sum_, prod, max_, min_):  # these ignore names
        given = {name: one for name, one in arguments.items() if name != "na.rm"}
        return function(*given.values(), na_rm=arguments.get("na.rm", False))
    return function(**arguments) if isinstance(arguments, dict) else function(*each(arguments))
