"""The text of a notebook on an error in a cell of R: the message and the lines of R, not those of the bridge."""

from __future__ import annotations

import sysconfig
import traceback
from pathlib import Path
from typing import Any

_RENDER = "_render_traceback_"
"""The method that IPython asks for the lines to show."""
_LIBRARIES = tuple({*map(sysconfig.get_path, ("stdlib", "platstdlib", "purelib", "platlib"))})
_OURS = str(Path(__file__).parents[1])


def shorten_traceback(error: BaseException, places: list[dict[str, Any]], in_cell: bool) -> None:
    """See to it that IPython shows an error in a few lines.

    Args:
        error: What running the R code raised.
        places: Lines of R that were running, `line` and `text`, the innermost first.
        in_cell: Whether these are lines of a cell; else of a single line.
    """
    lines = "".join(traceback.format_exception_only(error)).splitlines()
    lines[0] = lines[0].removeprefix(f"{type(error).__module__}.")
    lines += [f"  Python, {place}" for place in _places_of_user(error)]
    lines += [f"  line {place['line']} of the cell: {place['text']}" for place in places if in_cell]
    setattr(error, _RENDER, lambda: lines)


def _places_of_user(error: BaseException) -> list[str]:
    """Return the lines of Python of the user's own that an error passed, the innermost first."""
    frames = traceback.extract_tb(error.__traceback__)
    return [
        f"{Path(frame.filename).name}:{frame.lineno}, in {frame.name}: {frame.line}"
        for frame in reversed(frames)
        if not frame.filename.startswith((_OURS, *_LIBRARIES, "<frozen"))
    ]
