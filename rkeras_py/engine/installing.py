"""Commands that install and remove packages, for messages: real packages, in the Python in use."""

import re
import sys
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

BRIDGE = "rpy2>=3.6"
"""The requirements of the bridge, as pyproject.toml has them."""


def spell_install(*requirements: str) -> str:
    """Return the command that installs packages into the Python in use.

    Args:
        requirements: What to install, and options of pip; never a name of this project, which is on no index.
    """
    return _spell_pip("install", *requirements)


def spell_uninstall(package: str) -> str:
    """Return the command that removes a package from the Python in use.

    Args:
        package: Its name.
    """
    return _spell_pip("uninstall", package)


def spell_r_install() -> str:
    """Return what installs the R package that belongs to this one: in a clone, or from the release of this wheel."""
    clone = Path(__file__).resolve().parents[2]
    if clone.joinpath("tools", "setup.sh").is_file():
        return f'make setup in {clone}, then eval "$(make -s env)" in the shell that starts Python.'
    try:
        own = metadata.metadata("rkeras-py")
    except metadata.PackageNotFoundError:  # this is the R package's copy, but somebody has removed the R package
        return "R CMD INSTALL with the archive of rkeras; what it imports comes from CRAN."
    repository = dict(url.split(", ", 1) for url in own.get_all("Project-URL", [])).get("Repository", "")
    return (
        f"R CMD INSTALL rkeras_{own['Version']}.tar.gz, which is beside the wheel at {repository}/releases/tag/"
        f"v{own['Version']}; what it imports comes from CRAN."
    )


def _spell_pip(*words: str) -> str:
    python = sys.executable or "python"
    # Only PathFinder: the finders that setuptools adds remove distutils from sys.modules when asked for pip.
    if PathFinder.find_spec("pip") is None:  # environments made by uv have no pip
        words = ("uv", "pip", words[0], "--python", python, *words[1:])
    else:
        words = (python, "-m", "pip", *words)
    return " ".join(map(_quote, words))


def _quote(word: str) -> str:
    """Quote text that a shell would split; double quotes also work on Windows."""
    return word if re.fullmatch(r"[\w./:\\+=-]+", word) else f'"{word}"'
