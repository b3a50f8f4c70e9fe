"""`python -m tools.site.check_links FOLDER` checks every link of a built site.

That is of files, anchors, pictures, scripts and styles. Links to other hosts are listed and not followed; what a page
would fetch from another host is a fault.
"""

import posixpath
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_FETCHED = {("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("video", "src")}

_ANYWHERE = "404.html"
"""The page that a server shows for any path, and whose links therefore begin at the root."""


@dataclass
class Report:
    """The findings.

    Attributes:
        pages: How many pages there are.
        links: How many links within the site.
        faults: What is wrong, with the page that it is on.
        outside: The links to other hosts, each with the pages that have it.
    """

    pages: int = 0
    links: int = 0
    faults: list[str] = field(default_factory=list)
    outside: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class _Page(HTMLParser):
    """The links and the anchors of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, bool]] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the links and anchors of an element."""
        found = dict(attrs)
        self.anchors.update(value for name in ("id", "name") if (value := found.get(name)))
        for name in ("href", "src"):
            if (value := found.get(name)) is not None:
                fetched = (tag, name) in _FETCHED and found.get("rel") not in ("canonical", "prev", "next")
                self.links.append((value, fetched))


def check(site: Path) -> Report:
    """Check the pages of a folder."""
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = {name: _Page((site / name).read_text(encoding="utf-8")) for name in sorted(there) if name.endswith(".html")}
    report = Report(pages=len(pages))
    for here, page in pages.items():
        for link, fetched in page.links:
            parts = urlsplit(link)
            if parts.scheme in ("data", "javascript"):
                continue
            if parts.scheme or parts.netloc:
                report.outside[link].append(here)
                if fetched:
                    report.faults.append(f"{here}: fetches {link}")
                continue
            report.links += 1
            if fault := _check_inside(parts.path, parts.fragment, here, pages, there):
                report.faults.append(f"{here}: {link} {fault}")
    return report


def _check_inside(path: str, fragment: str, here: str, pages: dict[str, _Page], there: set[str]) -> str:
    """Return what is wrong with a link within the site, or nothing."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(path))) if path else here
    if here == _ANYWHERE:
        target = target.removeprefix("/")
    if target.startswith(("/", "../")):
        return "leads out of the site"
    if target not in there:
        return "is not there"
    if fragment and target in pages and unquote(fragment) not in pages[target].anchors:
        return "has no such anchor"
    return ""


def report(site: Path) -> int:
    """Print what is wrong with the links of a site; return how much is."""
    found = check(site)
    for fault in found.faults:
        print(fault, file=sys.stderr)
    for link, pages in sorted(found.outside.items()):
        print(f"not followed: {link} ({len(pages)} pages)")
    print(
        f"links: {found.links} on {found.pages} pages, {len(found.faults)} wrong; {len(found.outside)} to other hosts"
    )
    return len(found.faults)


if __name__ == "__main__":
    sys.exit(report(Path(sys.argv[1])) > 0)
