"""Errors, as R's handlers get them."""

import re

_NAMES_FUNCTION = re.compile(r"[\w.$]+(?:\[<-)?\(\): ")


def condition_message(error: BaseException) -> str:
    """Return what `conditionMessage()` gives: the message, with the class of an error that only Python knows.

    Args:
        error: The error. Messages of rkeras begin with the name of the function, and those of `stop()`, which is a
            plain RuntimeError in translated scripts, have no class in R either.
    """
    message = str(error)
    if type(error) is RuntimeError or _NAMES_FUNCTION.match(message):
        return message
    return f"{type(error).__name__}: {message}"
