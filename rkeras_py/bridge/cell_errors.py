"""The text of a notebook on an error in a cell of R: the message and the lines of R, not those of the bridge."""

from __future__ import annotations

import traceback
from typing import Any

from rkeras_py.r.errors import RError, list_places

_RENDER = "_render_traceback_"
"""The method that IPython asks for the lines to show."""


def shorten_traceback(error: BaseException, places: list[dict[str, Any]], in_cell: bool) -> None:
    """See to it that IPython shows an error in a few lines.

    Args:
        error: What running the R code raised.
        places: Lines of R that were running, `line` and `text`, the innermost first.
        in_cell: Whether these are lines of a cell; else of a single line.
    """
    lines = "".join(traceback.format_exception_only(error)).splitlines()
    if isinstance(error, RError):  # R's calls are told by the lines of the cell
        lines = lines[: len(lines) - len(error.note.splitlines())]
    lines[0] = lines[0].removeprefix(f"{type(error).__module__}.")
    lines += [f"  Python, {place}" for place in list_places(error)]
    lines += [f"  line {place['line']} of the cell: {place['text']}" for place in places if in_cell]
    setattr(error, _RENDER, lambda: lines)
