"""Default names that differ between Keras 2 and Keras 3: `input_1` is now `input_layer`."""

import re
from collections.abc import Sequence
from typing import Any

_KINDS = {"input": ("input_layer", 1), "model": ("functional", 0)}
"""Keras 2's automatic names, with Keras 3's, and the number of the first in Keras 2."""


def find_by_old_name(names: Sequence[str], name: str) -> int | None:
    """Return the place of what Keras 2 would have called by a name, among things that have none of that name.

    Args:
        names: The names there are.
        name: The name asked for.

    Returns:
        The place of the one with the same number, or of the only one that was named by itself; None without.
    """
    if name in names:
        return names.index(name)
    asked = re.fullmatch(r"(input|model)(?:_(\d+))?", name)
    if not asked or (asked[1] == "input" and not asked[2]):
        return None
    base, first = _KINDS[asked[1]]
    number = int(asked[2] or 0) - first
    automatic = [one for one in names if re.fullmatch(rf"{base}(_\d+)?", one)]
    same = f"{base}_{number}" if number else base
    chosen = same if same in automatic else automatic[0] if len(automatic) == 1 else None
    return None if chosen is None else names.index(chosen)


def rename_old_names(data: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return data under the names of a model's inputs, if all have names that Keras 2 would have given to these.

    Args:
        data: Arrays by name.
        names: The names of the inputs.
    """
    if not names or set(data) <= set(names) or not all(isinstance(name, str) for name in data):
        return data
    places = [find_by_old_name(names, name) for name in data]
    found = [names[place] for place in places if place is not None]
    return dict(zip(found, data.values(), strict=True)) if len(set(found)) == len(data) else data
