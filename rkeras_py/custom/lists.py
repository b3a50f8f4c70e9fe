"""Lists that are iterated together, as in custom training steps."""

from typing import Any

from ..define import export


@export(python_only=True)
def zip_lists(*lists: Any, **named: Any) -> Any:
    """Pair the elements of lists.

    Use it to group weights or inputs by name, for example to loop over predictions and targets together.

    Args:
        dots: Lists of the same length, or dicts with the same names, or one list of these. Names of the arguments
            become the names within each pair.

    Returns:
        A list of pairs, which are lists, or dicts if the arguments are named. For dicts, a dict of such pairs.

    Raises:
        ValueError: If lengths or names differ.

    Example:
        >>> zip_lists([1, 2], ["a", "b"])
        [[1, 'a'], [2, 'b']]
        >>> zip_lists({"x": 1, "y": 2}, {"y": 20, "x": 10})
        {'x': [1, 10], 'y': [2, 20]}
    """
    if lists and named:
        raise ValueError("zip_lists(): name all lists or none.")
    if len(lists) == 1 and not named:
        named, lists = (lists[0], ()) if isinstance(lists[0], dict) else ({}, tuple(lists[0]))
    labels = list(named) or None
    given = list(named.values()) if named else list(lists)
    given = [one if isinstance(one, dict) else list(one) for one in given]
    if len({len(one) for one in given}) > 1:
        lengths = ", ".join(str(len(one)) for one in given)
        raise ValueError(f"zip_lists(): all should have the same length. Received lengths: {lengths}")

    def pair(values: Any) -> Any:
        return dict(zip(labels, values, strict=True)) if labels else list(values)

    if not any(isinstance(one, dict) for one in given):
        return [pair(values) for values in zip(*given, strict=True)]
    first = given[0]
    if not all(isinstance(one, dict) and one.keys() == first.keys() for one in given):
        raise ValueError("zip_lists(): names should be the same in all. To pair by position pass their values().")
    return {name: pair([one[name] for one in given]) for name in first}
