"""The pages that are written as Markdown: the front page, guides, and those on the project."""

import posixpath
import re
from pathlib import Path
from typing import Any

from .cache import ROOT
from .text import Pages, relative

GUIDES = {
    "docs/from-r.md": "From R",
    "docs/from-python.md": "From Python",
    "docs/both-at-once.md": "Both at once",
    "docs/servers.md": "Servers",
    "docs/conversions.md": "Conversion of values",
    "docs/backends.md": "Differences between backends",
    "docs/performance.md": "Performance",
    "docs/differences.md": "Differences from R keras",
}
"""The guides in the site's order, with their titles in the navigation; others in docs/ follow, by their own titles."""

_COMPATIBILITY = "docs/compatibility.md"
_PROJECT = {
    "NEWS.md": "News",
    "benchmarks/README.md": "Benchmarks",
    "CONTRIBUTING.md": "Contributing",
    "ARCHITECTURE.md": "Architecture",
    "SECURITY.md": "Security",
    "LICENSE.md": "License",
}
_FENCE = re.compile(r"(^ *(?P<marks>```+|~~~+).*?^ *(?P=marks) *$)", re.MULTILINE | re.DOTALL)
_LINK_OR_CODE = re.compile(
    r"(?P<image>!?)\[(?P<shown>(?:`[^`]*`|[^\[\]`])*)\]\((?P<target>[^()\s]+)\)|(?P<code>`[^`\n]+`)"
    r'|(?P<tag><img src=")(?P<source>[^"]+)'
)
_BUTTONS = """
[Get started](vignettes/getting_started.Rmd){ .md-button .md-button--primary }
[Gallery](vignettes/gallery){ .md-button }
[Reference](man){ .md-button }
"""
_SEARCH = """<div class="filter" data-filter="table" markdown="0">
<input type="search" placeholder="A name, or words of what differs" aria-label="Search the tables">
<select aria-label="Which functions"><option value="">all</option><option>works</option><option>differs</option>
<option>cannot</option></select>
<output></output>
</div>

"""


def place_documents() -> dict[str, str]:
    """Return the page of each file of the repository that has one."""
    guides = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").glob("*.md"))]
    places = {
        "README.md": "index.md",
        "man": "reference/index.md",
        "docs": "guides/from-r.md",
        _COMPATIBILITY: "compatibility.md",
    }
    places |= {path: f"guides/{Path(path).name}" for path in guides if path != _COMPATIBILITY}
    places |= {path: f"project/{_get_stem(path)}.md" for path in _PROJECT}
    return places


def _get_stem(path: str) -> str:
    return Path(path).parent.name if Path(path).name == "README.md" else Path(path).stem.lower()


def add_documents(pages: Pages, places: dict[str, str]) -> dict[str, list[Any]]:
    """Add the pages; return the navigation of each part of the site.

    Args:
        pages: The pages.
        places: The page of each file that has one, those of other modules too.
    """
    for path in place_documents():
        if path.endswith(".md"):
            add_document(pages, (ROOT / path).read_text(encoding="utf-8"), path, places)
    listed = [path for path in places if path.startswith("docs/") and path not in (*GUIDES, _COMPATIBILITY)]
    guides = [{title: places[path]} for path, title in GUIDES.items()]
    project = [{title: places[path]} for path, title in _PROJECT.items()]
    return {"guides": [*guides, *(places[path] for path in listed)], "project": project}


def add_document(pages: Pages, text: str, path: str, places: dict[str, str]) -> None:
    """Add the page of one file of Markdown.

    Args:
        pages: The pages.
        text: The text of the file.
        path: The path of the file in the repository.
        places: The page of each file that has one.
    """
    here = places[path]
    if path == "README.md":
        picture = text.index("\n![")
        text = text[:picture] + _BUTTONS + text[picture:]
    text = adapt(text, pages, path, here, places)
    settings: dict[str, object] = {}
    if path == _COMPATIBILITY:
        first = text.index("\n## ")
        text = text[:first] + "\n\n" + _SEARCH + text[first:]
        text = re.sub(
            r"^\| `([^`]+)` \|", lambda row: f"| {pages.link(row[1], here, f'`{row[1]}`')} |", text, flags=re.M
        )
    if path == "README.md":
        settings = {"hide": ["navigation"], "title": "rkeras"}
    pages.add(here, text, **settings)


def adapt(text: str, pages: Pages, path: str, here: str, places: dict[str, str]) -> str:
    """Return the Markdown of a file with the site's links: to pages, to pictures, and from names of functions.

    Args:
        text: The Markdown.
        pages: The pages, which get the pictures that the text shows.
        path: The path of the file in the repository.
        here: The page.
        places: The page of each file that has one.
    """

    def replace(found: re.Match[str]) -> str:
        if found["tag"]:  # knitr's pictures with a size
            return str(found["tag"]) + _put_picture(found["source"], pages, path, here)
        if found["code"]:
            name = re.fullmatch(r"`([\w.]+)(\(\))?`", found["code"])
            linked = name and (name[2] or name[1].count("_") > 0)
            return pages.link(name[1], here, found["code"]) if name and linked else found["code"]
        return _link(found, pages, path, here, places)

    parts = _FENCE.split(text)
    # The pattern's two groups stand between the parts without fences.
    for place in range(0, len(parts), 3):
        parts[place] = _LINK_OR_CODE.sub(replace, parts[place])
    return "".join(part for place, part in enumerate(parts) if place % 3 != 2)


def _link(found: re.Match[str], pages: Pages, path: str, here: str, places: dict[str, str]) -> str:
    shown, target, image = found["shown"], found["target"], found["image"]
    if target.startswith(("http://", "https://", "mailto:", "#", "figures/")):
        return found[0]
    if image:
        return f"![{shown}]({_put_picture(target, pages, path, here)})"
    target, _, anchor = target.partition("#")
    file = _find(target, path)
    if file in places:
        return f"[{shown}]({relative(places[file], here)}{'#' * bool(anchor)}{anchor})"
    if not (ROOT / file).exists():
        raise FileNotFoundError(f"{path}: a link to {target}, which is not there")
    return shown  # a file of the sources, which the site does not have


def _find(target: str, path: str) -> str:
    """Return the path in the repository of what a link in a file leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def _put_picture(target: str, pages: Pages, path: str, here: str) -> str:
    """Take a picture into the site; return the link to it."""
    if target.startswith("figures/"):  # already there
        return target
    file = _find(target, path)
    picture = f"pictures/{file.replace('/', '-')}"
    pages.files[picture] = ROOT / file
    return relative(picture, here)
