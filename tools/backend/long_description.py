"""The long description of the Python package: the README, with links that lead somewhere without a clone."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LINK = re.compile(r"(!?)(\[[^\]]*\])\((?![a-z]+:|#)([^)\s]+)\)")


def describe() -> str:
    """Return the README with absolute links: to this version's files in the repository that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    version = re.search(r'^__version__ = "(.*)"$', (ROOT / "rkeras_py/__init__.py").read_text("utf-8"), re.MULTILINE)
    if version is None:
        raise ValueError("rkeras_py/__init__.py has no __version__.")
    return make_absolute((ROOT / "README.md").read_text("utf-8"), project["urls"]["Repository"], f"v{version[1]}")


def make_absolute(text: str, repository: str, tag: str) -> str:
    """Return Markdown whose links and pictures are absolute.

    Args:
        text: The Markdown of a page at the top of the repository.
        repository: The repository's URL.
        tag: The tag of the version that the text is of.
    """

    def spell(found: re.Match[str]) -> str:
        kind = "raw" if found[1] else "blob"  # a picture itself, or the page that shows a file
        return f"{found[1]}{found[2]}({repository}/{kind}/{tag}/{found[3]})"

    return _LINK.sub(spell, text)
