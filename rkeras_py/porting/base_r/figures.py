"""Numbers formatted as in R, and R's missing number."""

import re
import struct
from typing import Any

import numpy as np


class _Missing(float):
    """A number that is no condition: a plain NaN would be true."""

    def __bool__(self) -> bool:
        """Refuse to be true or false, as in R."""
        raise ValueError("missing value where TRUE/FALSE needed")


NA: float = _Missing(struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_07A2))[0])
"""R's NA: a NaN whose lower bits, 1954, distinguish it; arithmetic keeps them."""


def is_na(value: Any) -> bool:
    """Tell whether a number is NA, which other NaNs are not."""
    is_float = isinstance(value, (float, np.floating))
    return is_float and bool(np.isnan(value)) and int(np.float64(value).view(np.uint64)) & 0xFFFF_FFFF == 1954


def format_number(value: Any, digits: int = 15, nsmall: int = 0, big_mark: str = "") -> str:
    """Return a number as R writes it: with as few digits as its first `digits` need, fixed unless that is longer.

    Args:
        value: The number, or a truth value.
        digits: How many digits count.
        nsmall: How many there are at least behind the point of a number with one.
        big_mark: What stands between thousands.
    """
    text = _write(value, digits)
    if isinstance(value, (float, np.floating)) and nsmall and np.isfinite(value) and "e" not in text:
        before, _, behind = text.partition(".")
        text = f"{before}.{behind:0<{int(nsmall)}}"
    if not big_mark or not text.lstrip("-")[:1].isdigit() or "e" in text:
        return text
    before, point, behind = text.partition(".")
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", lambda _: big_mark, before) + point + behind


def _write(value: Any, digits: int) -> str:
    if value is None or (isinstance(value, (float, np.floating)) and np.isnan(value)):
        return "NA" if value is None or is_na(value) else "NaN"
    if isinstance(value, (bool, np.bool_)):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    number = float(value)
    if np.isinf(number):
        return "Inf" if number > 0 else "-Inf"
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    significant = mantissa.rstrip("0").rstrip(".")
    places = len(significant.replace("-", "").replace(".", ""))
    power = int(exponent)
    decimals = max(places - 1 - power, 0)
    fixed = f"{number:.{decimals}f}"
    scientific = f"{significant}e{power:+03d}"
    return fixed if len(fixed) <= len(scientific) else scientific
