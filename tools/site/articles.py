"""The pages of what runs: vignettes and the gallery, with their twins, and the examples."""

import ast
import re
from pathlib import Path
from typing import Any

from tools.vignettes import find_twin

from . import documents, programs
from .cache import ROOT
from .text import Pages, fence, relative, tabs

_CHUNK = re.compile(r"^@chunk ([^\n]*)@$(.*?)^@end@$", re.MULTILINE | re.DOTALL)
_PICTURE = re.compile(r"^!\[(.*)\]\((\S+)\)$", re.MULTILINE)
_TITLE = re.compile(r'^title: *"?(.*?)"?$', re.MULTILINE)
_ORDER = (
    "getting_started", "sequential_model", "functional_api", "training", "data", "saving", "values", "custom",
    "two_languages",
)  # fmt: skip
"""The vignettes in the order of a course; the others follow."""
TASKS = {
    "digits": "errors", "augmentation": "variants", "transfer": "values-plot", "segmentation": "pictures",
    "grad_cam": "maps", "siamese": "points", "anomalies": "reconstructions", "vae": "grid", "gan": "stages",
    "texts": "embedding", "addition": "errors", "transformer": "maps", "forecasting": "forecast-plot",
    "tables": "rates-plot", "uncertainty": "band", "recommender": "vectors",
    "tuning": "boundaries", "serving": "skewed",
}  # fmt: skip
"""The pages of the gallery in their order, each with the chunk that draws the picture of its card."""
_GALLERY = "gallery/index.md"
_EXAMPLES = "examples/index.md"
_RUN = re.compile(r"\s*(Run: \S+|Prints the same as) \S+\.(py|R)\b\.?")
"""The description of a page."""


def place_articles() -> dict[str, str]:
    """Return the page of each vignette, task of the gallery, twin and example."""
    folder = ROOT / "examples"
    places = {}
    for path in (ROOT / "vignettes").rglob("*.Rmd"):
        within = path.relative_to(ROOT).with_suffix("").as_posix()
        here = (
            f"{within.removeprefix('vignettes/')}.md" if path.parent.name == "gallery" else f"articles/{path.stem}.md"
        )
        twin = find_twin(within.removeprefix("vignettes/")).relative_to(ROOT).as_posix()
        places |= dict.fromkeys((f"{within}.Rmd", f"{within}.html", twin), here)
    for path in [*folder.glob("r/*.R"), *folder.glob("python/*.py"), *folder.glob("*.ipynb")]:
        places[path.relative_to(ROOT).as_posix()] = f"examples/{path.stem}.md"
    return places | {"examples": _EXAMPLES, "vignettes/gallery": _GALLERY}


def add_articles(pages: Pages, results: dict[Path, Path], places: dict[str, str]) -> list[Any]:
    """Add a page for each vignette; return the navigation."""
    vignettes = sorted((ROOT / "vignettes").glob("*.Rmd"), key=lambda path: _rank_name(path.stem, _ORDER))
    return [{_add_article(pages, results, places, path)[0]: f"articles/{path.stem}.md"} for path in vignettes]


def add_tasks(pages: Pages, results: dict[Path, Path], places: dict[str, str]) -> list[Any]:
    """Add the gallery and a page for each of its tasks; return the navigation."""
    tasks = sorted((ROOT / "vignettes/gallery").glob("*.Rmd"), key=lambda path: _rank_name(path.stem, tuple(TASKS)))
    cards, nav = [], []
    for path in tasks:
        title, lead = _add_article(pages, results, places, path)
        card = f"{path.stem}-{TASKS.get(path.stem)}-1.png"
        drawn = sorted((results[path] / "figures").glob("*"), key=lambda file: (file.name == card, file.stat().st_size))
        picture = f"[![](figures/{drawn[-1].name})]({path.stem}.md)"
        cards.append(f"-   {picture}\n\n    **[{title}]({path.stem}.md)**\n\n    {_shorten(lead)}")
        nav.append({title: f"gallery/{path.stem}.md"})
    intro = "Tasks from data to result, in R and Python, with equal numbers in both. Each runs offline, in seconds."
    pages.add(_GALLERY, f"# Gallery\n\n{intro}\n\n{_lay_out(cards)}", title="Gallery")
    return [_GALLERY, *nav]


def _shorten(text: str) -> str:
    """Return the first sentence of a paragraph."""
    return re.split(r"(?<=[.:?])\s+(?=[A-Z])", text)[0]


def _lay_out(cards: list[str]) -> str:
    return '<div class="grid cards" markdown>\n\n' + "\n\n".join(cards) + "\n\n</div>"


def _add_article(pages: Pages, results: dict[Path, Path], places: dict[str, str], path: Path) -> tuple[str, str]:
    """Add the page of a vignette or task, with its twin in tabs; return its title, and its first paragraph."""
    within = path.relative_to(ROOT).as_posix()
    here = places[within]
    _, head, body = (results[path] / "page.md").read_text(encoding="utf-8").split("---\n", 2)
    title: str = _TITLE.search(head)[1]  # type: ignore[index]
    twin = find_twin(within.removeprefix("vignettes/").removesuffix(".Rmd"))
    cells = programs.read_cells(results[twin]) if twin in results else []
    for folder in filter(None, (results[path], results.get(twin))):
        pages.files |= {f"{Path(here).parent}/figures/{file.name}": file for file in (folder / "figures").glob("*")}
    example = ROOT / f"examples/python/{path.stem}.py"
    if not cells and example.exists():
        body = f"\n[The same in Python](../examples/python/{path.stem}.py) is among the examples.\n{body}"
    body = documents.adapt(body, pages, within, here, places)
    pages.add(here, f"# {title}\n{put_side_by_side(body, cells)}", title=title)
    return title, next(part.strip() for part in _CHUNK.sub("", body).split("\n\n") if part.strip())


def _rank_name(name: str, order: tuple[str, ...]) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)


def put_side_by_side(body: str, cells: list[dict[str, Any]]) -> str:
    """Return the text of a vignette, with each chunk in a tab beside the cell of its twin with the same label.

    Cells with a label of their own go before the next one that has its chunk.

    Args:
        body: The text, with the lines that knit.R puts around chunks.
        cells: The cells of the twin; none where the vignette has no twin.
    """
    chunks = {label.strip(): text for label, text in _CHUNK.findall(body) if text.strip()}
    shown: dict[str, list[str]] = {}
    waiting: list[str] = []
    for cell in cells:
        drawn = _PICTURE.search(chunks.get(cell["label"], ""))
        waiting.append(render_cell(cell, "python", drawn[1] if drawn else ""))
        if cell["label"] in chunks:
            shown[cell["label"]], waiting = waiting, []
    rest = ["*In Python only.*", *waiting] if waiting else []

    def place(found: re.Match[str]) -> str:
        label, text = found[1].strip(), _PICTURE.sub(lambda drawn: _show_picture(drawn[2], drawn[1]), found[2].strip())
        if not cells or not text:
            return text
        if label in shown:
            return tabs({"R": text, "Python": "\n\n".join(shown[label])})
        return tabs({"R": text, "Python": "*In R only.*"})

    return "\n\n".join([_CHUNK.sub(place, body), *rest])


def render_cell(cell: dict[str, Any], language: str, caption: str = "") -> str:
    """Return the code of a cell, what it printed and what it drew."""
    parts = [fence(cell["code"], language)]
    if cell["printed"].strip():
        parts.append(fence(cell["printed"], "text"))
    parts += [_show_picture(f"figures/{picture}", caption) for picture in cell["pictures"]]
    return "\n\n".join(parts)


def _show_picture(target: str, caption: str) -> str:
    """Return a picture with its caption; knitr's "plot of chunk ..." is none."""
    if not caption or caption.startswith("plot of chunk"):
        return f"![Plot]({target})"
    return f'<figure markdown="span">\n![{caption}]({target})\n<figcaption>{caption}</figcaption>\n</figure>'


def add_examples(pages: Pages, results: dict[Path, Path], places: dict[str, str]) -> list[Any]:
    """Add the list of examples and a page for each; return the navigation."""
    names = sorted({Path(place).stem for path, place in places.items() if path.startswith("examples/")})
    cards, nav = [], []
    for name in names:
        here, title = (
            f"examples/{name}.md",
            name.replace("_", " ").capitalize().replace(" api", " API").replace(" in r", " in R"),
        )
        notebook = ROOT / f"examples/{name}.ipynb"
        add = _add_notebook if notebook in results else _add_pair
        lead, picture = add(pages, results, name, title, here)
        shown = f"[![]({relative(picture, _EXAMPLES)})]({name}.md)\n\n    " if picture else ""
        cards.append(f"-   {shown}**[{title}]({name}.md)**\n\n    {lead}")
        nav.append({title: here})
    intro = "# Examples\n\nPrograms that run as they are. Those in both languages print the same in both."
    pages.add(_EXAMPLES, f"{intro}\n\n{_lay_out(cards)}", title="Examples")
    return [_EXAMPLES, *nav]


def _add_pair(pages: Pages, results: dict[Path, Path], name: str, title: str, here: str) -> tuple[str, str]:
    """Add the page of an example; return its first sentence, and the path of its picture if it draws one."""
    files = {"R": ROOT / f"examples/r/{name}.R", "Python": ROOT / f"examples/python/{name}.py"}
    files = {language: path for language, path in files.items() if path in results}
    code, printed, picture = {}, {}, ""
    drawn: dict[str, str] = {}
    for language, path in files.items():
        source = path.read_text(encoding="utf-8")
        code[language] = fence(source, "r" if language == "R" else "python")
        printed[language] = fence((results[path] / "printed.txt").read_text(encoding="utf-8"), "text")
        for file in sorted(results[path].glob("*.png")):
            picture = f"examples/figures/{path.suffix[1:].lower()}-{file.name}"
            pages.files[picture] = file
            drawn[language] = drawn.get(language, "") + f"![What the example draws]({relative(picture, here)})\n\n"
    told = _describe(files["Python"] if "Python" in files else files["R"])
    lead, *more = told.split("\n\n")
    parts = [f"# {title}", *(pages.prose(part, here) for part in (lead, *more))]
    parts += [_show("What it draws", drawn), _show("Code", code), _show("What it prints", printed)]
    pages.add(here, "\n\n".join(filter(None, parts)), title=title)
    return pages.prose(_shorten(lead), _EXAMPLES), picture


def _show(heading: str, texts: dict[str, str]) -> str:
    if not texts:
        return ""
    alone = next(iter(texts.items())) if len(texts) == 1 else None
    return f"## {heading}\n\n" + (f"In {alone[0]} only.\n\n{alone[1]}" if alone else tabs(texts))


def _describe(path: Path) -> str:
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        text = ast.get_docstring(ast.parse(source)) or ""
    else:
        text = re.sub("^# ?", "", re.match(r"(#.*\n)*", source)[0], flags=re.MULTILINE)  # type: ignore[index]
    return _RUN.sub("", text).strip()


def _add_notebook(pages: Pages, results: dict[Path, Path], name: str, title: str, here: str) -> tuple[str, str]:
    folder = results[ROOT / f"examples/{name}.ipynb"]
    parts, lead, picture = [], "", ""
    for file in sorted((folder / "figures").glob("*")):
        picture = f"examples/figures/{file.name}"
        pages.files[picture] = file
    for cell in programs.read_cells(folder):
        if cell["label"] == "markdown":
            text = str(cell["code"])
            lead = lead or text.split("\n\n")[1]
            parts.append(text)
        else:
            parts.append(render_cell(cell, "r" if str(cell["code"]).startswith("%%") else "python"))
    pages.add(here, "\n\n".join(parts), title=title)
    return lead, picture
