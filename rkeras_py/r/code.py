"""R code, and Python values as R code."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RCode:
    """A default that is R code in R and a value in Python, e.g. an option that users set."""

    code: str
    value: Any


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n"})


def as_r_code(default: Any) -> str:
    """Return R code for a Python default.

    Args:
        default: The default of an argument.

    Raises:
        TypeError: If R has no such value.
    """
    if isinstance(default, RCode):
        return default.code
    if default is None:
        return "NULL"
    if isinstance(default, bool):
        return "TRUE" if default else "FALSE"
    if isinstance(default, str):
        escaped = default.translate(_ESCAPES)
        return f'"{escaped}"'
    if isinstance(default, int):
        return f"{default}L"
    if isinstance(default, float):
        return f"{default:.15g}"
    if isinstance(default, (tuple, list)):
        inner = ", ".join(as_r_code(item) for item in default)
        return f"list({inner})" if any(isinstance(item, (tuple, list)) for item in default) else f"c({inner})"
    raise TypeError(f"no R form for the default {default!r}")
