"""The pages of what is written for R alone: R's help as HTML, by R itself, and that as Markdown, by pandoc."""

import re
import subprocess
from pathlib import Path

from . import cache
from .cache import ROOT
from .reference import Nav, list_words
from .text import Pages, relative

_TO_HTML = """
topics <- readLines(commandArgs(TRUE)[1])
links <- structure(paste0("topic:", topics), names = topics)
for (file in commandArgs(TRUE)[-1]) {
  help <- tools::parse_Rd(file, encoding = "UTF-8")
  cat("\\n<p>@page ", tools::file_path_sans_ext(basename(file)), "@</p>\\n", sep = "")
  tools::Rd2HTML(help, Links = links, Links2 = character(), dynamic = FALSE, package = "rkeras")
}
"""
_GENERATED = re.compile(r"^% Please edit documentation in R/gen-", re.MULTILINE)
_LINK = re.compile(r"\[((?:[^\[\]]|\\[\[\]])*)\]\(([^()\s]*)\)")


def place_help(pages: Pages) -> dict[str, str]:
    """Give the topics of the help pages their places, to which others can link; return the texts by page."""
    found = {}
    for path in sorted((ROOT / "man").glob("*.Rd")):
        text = path.read_text(encoding="utf-8")
        if _GENERATED.search(text):
            continue
        found[path.stem] = text
        for topic in _list_topics(text):
            place = f"reference/r/{path.stem}.md"
            pages.places.setdefault(topic, place)
            pages.places[f"R {topic}"] = place
    return found


def _list_topics(text: str) -> list[str]:
    return [topic.replace("\\%", "%") for topic in re.findall(r"^\\alias\{(.*)\}$", text, re.MULTILINE)]


def add_help(pages: Pages, found: dict[str, str]) -> Nav:
    """Add the help pages of R, and the list of them; return the navigation."""
    topics = sorted(name.removeprefix("R ") for name in pages.places)
    key = cache.digest(_TO_HTML, *topics, *found, *found.values())

    def convert(folder: Path) -> None:
        (folder / "topics").write_text("".join(f"{topic}\n" for topic in topics), encoding="utf-8")
        files = [str(ROOT / f"man/{name}.Rd") for name in found]
        html = _run(["Rscript", "--vanilla", "-e", _TO_HTML, str(folder / "topics"), *files])
        markdown = _run(["pandoc", "--from=html", "--to=gfm-raw_html", "--wrap=none"], html)
        (folder / "pages.md").write_text(markdown, encoding="utf-8")

    converted = (cache.keep("help", "pages", key, convert) / "pages.md").read_text(encoding="utf-8")
    _, *parts = re.split(r"^@page (.*)@$", converted, flags=re.MULTILINE)
    rows = []
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        here = f"reference/r/{name.replace(chr(92), '')}.md"
        title, text = _rewrite(body, pages, here)
        topics_here = [word for topic in _list_topics(found[Path(here).stem]) for word in list_words(topic.strip("%"))]
        pages.add(here, text, tags=topics_here, title=re.sub(r"\\(?=\W)", "", title))
        listed = " ".join(f"`{topic}`" for topic in _list_topics(found[Path(here).stem]))
        rows.append(f"| [{title}]({relative(here, _INDEX)}) | {listed.replace('|', chr(92) + '|')} |")
    text = "# In R only\n\nWhat is written for R, which Python has no use for or has of its own.\n\n"
    pages.add(_INDEX, text + "\n".join(["| | |", "|---|---|", *sorted(rows)]), title="In R only")
    listed_pages = [{name: f"reference/r/{name}.md"} for name in sorted(found, key=str.lower)]
    return [{"In R only": [_INDEX, *listed_pages]}]


_INDEX = "reference/r/index.md"


def _run(command: list[str], given: str = "") -> str:
    return subprocess.run(
        command, input=given, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True, timeout=300
    ).stdout


def _rewrite(body: str, pages: Pages, here: str) -> tuple[str, str]:
    """Return the title of a help page, and its text with the site's headings and links."""
    text = body[body.index("## ") : body.rindex("\n-----")].replace("\u2060", "")
    title = text.splitlines()[0].removeprefix("## ")
    text = re.sub(r"^#(#+ )", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^``` R$", "```r", text, flags=re.MULTILINE)

    def link(found: re.Match[str]) -> str:
        shown, target = found[1], found[2]
        if target.startswith("http"):
            return found[0]
        name = target.removeprefix("topic:")
        return pages.link(name, here, shown) if target.startswith("topic:") else shown

    return title, _LINK.sub(link, text)
