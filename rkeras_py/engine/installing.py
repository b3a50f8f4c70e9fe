"""The command that installs a package, for messages: the real package, into the Python in use."""

import importlib.util
import re
import sys

BRIDGE = "rpy2>=3.6"
"""What the bridge needs, as pyproject.toml has it."""


def spell_install(*requirements: str) -> str:
    """Return the command that installs packages into the Python in use.

    Args:
        requirements: What to install, and options of pip; never a name of this project, which is on no index.
    """
    python = sys.executable or "python"
    words = [python, "-m", "pip", "install", *requirements]
    if importlib.util.find_spec("pip") is None:  # as in environments that uv makes
        words = ["uv", "pip", "install", "--python", python, *requirements]
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """Put quotes around what a shell would take apart; double ones, which Windows knows too."""
    return word if re.fullmatch(r"[\w./:\\+=-]+", word) else f'"{word}"'
