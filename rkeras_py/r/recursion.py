"""The error of R and Python that call each other without end, while both have room for it."""

import sys

from .process import is_guest

RECURSION = (
    "{what}: Python and R call each other more than {depth} deep, and {language} has no room for another call. If that "
    "is meant, raise {limit}."
)
IN_R = {
    "Python": 'Python\'s limit: reticulate::import("sys")$setrecursionlimit(10000L)',
    "R": "R's limit: options(expressions = 50000), or the stack size of the process: ulimit -s",
}
IN_PYTHON = {
    "Python": "Python's limit: sys.setrecursionlimit(10000)",
    "R": 'R\'s limit: R("options(expressions = 50000)"), or the stack size of the process: ulimit -s',
}
DEEP = 8
"""From this number of calls within calls on, the room is looked at."""

MARKS = ("call", "trace")
"""The attributes of an exception in which reticulate keeps R calls."""


def has_room_in_python(share: float) -> bool:
    """Tell whether Python's frames take no more than a share of the recursion limit.

    Args:
        share: The share; calls of Python's C code count for the limit, too, but have no frame.
    """
    try:
        sys._getframe(int(share * sys.getrecursionlimit()))
    except ValueError:
        return True
    return False


def make_recursion_error(what: str, depth: int, language: str) -> RecursionError:
    """Return the error of a call that has no room.

    Args:
        what: The call.
        depth: How many calls within calls there are.
        language: The language whose limit is near.
    """
    limit = (IN_PYTHON if is_guest() else IN_R)[language]
    error = RecursionError(RECURSION.format(what=what, depth=depth, language=language, limit=limit))
    vars(error).update(dict.fromkeys(MARKS))  # otherwise reticulate spends a second on collecting all calls
    return error
