"""R's missing values, one for each vector type that has one."""

from __future__ import annotations

from typing import Any


class NAType:
    """A missing value of R; `NA` is that of logicals. A missing double is a `float`, a nan that R knows.

    The missing values are equal to each other, and false.

    Args:
        name: Its name in R.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        """Return its name in R."""
        return self._name

    def __bool__(self) -> bool:
        """Be false."""
        return False

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is a missing value too."""
        return isinstance(other, NAType)

    def __hash__(self) -> int:
        """Return the same for all."""
        return hash(NAType)

    def __reduce__(self) -> str:
        """Return the name of the one that copies and pickles stand for."""
        return self._name


NA: Any = NAType("NA")
"""R's missing value, as received from R."""
NA_integer_: Any = NAType("NA_integer_")
NA_character_: Any = NAType("NA_character_")
NA_integer64_: Any = NAType("NA_integer64_")
"""The missing value of the package bit64, which has no name there."""
