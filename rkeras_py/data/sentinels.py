"""Values that represent a missing value or argument."""

from typing import Any

from ..r.missing import NA as NA
from ..r.missing import NAType as NAType


class _Sentinel:
    """A value that stands for a missing one."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text

    def __bool__(self) -> bool:
        return False


MISSING: Any = _Sentinel("MISSING")
"""The default of an argument that has none."""
