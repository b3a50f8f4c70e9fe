"""`rkeras translate`: R scripts as Python programs, by R's parser and Python's `ast`."""

from typing import Any


def __getattr__(name: str) -> Any:
    """Return `translate_script()`, which loads the registry when it is asked for."""
    if name == "translate_script":
        from .command import translate_script

        return translate_script
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
