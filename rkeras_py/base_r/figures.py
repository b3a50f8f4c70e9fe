"""Numbers as R writes them."""

from typing import Any

import numpy as np


def format_number(value: Any, digits: int = 15) -> str:
    """Return a number as R writes it: with as few digits as its first `digits` need, fixed unless that is longer."""
    if value is None or (isinstance(value, (float, np.floating)) and np.isnan(value)):
        return "NA" if value is None else "NaN"
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
