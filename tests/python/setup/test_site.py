"""The site of `make docs`: what its pages say, and that its checks find what is wrong.

The whole of it is built and checked by `make docs-check`.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support import ROOT

from rkeras_py.signatures.registry import REGISTRY
from tools.codegen.files import load_all
from tools.site import articles, check_links, check_pages, documents, help_pages, reference
from tools.site.browser import open_browser
from tools.site.text import Pages

PAGE = """<!doctype html><html><head><link rel=icon href=data:,><meta name=viewport content='width=device-width'></head>
<body>{}</body></html>"""


@pytest.fixture(scope="module")
def pages() -> Pages:
    load_all()
    found = Pages()
    help_pages.place_help(found)
    reference.place_functions(found)
    reference.add_functions(found)
    return found


def test_every_exported_function_has_a_page(pages: Pages) -> None:
    exports = re.findall(r'^export\("?([^"\n]+?)"?\)$', (ROOT / "NAMESPACE").read_text(), re.MULTILINE)
    assert len(exports) > 1000
    assert [name for name in exports if name not in pages.places] == []
    assert [name for name in REGISTRY if f"reference/{name}.md" not in pages.texts] == []


def test_a_page_has_the_usage_of_both_languages(pages: Pages) -> None:
    text = pages.texts["reference/layer_dense.md"]
    r, python = (re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)[1] for language in ("r", "python"))  # type: ignore[index]
    assert " ".join(r.split()).startswith("layer_dense( object, units, activation = NULL, use_bias = TRUE,")
    assert " ".join(python.split()).startswith("layer_dense( object, units, activation=None, use_bias=True,")
    assert "..., lora_rank = NULL," in " ".join(r.split()) and python.split()[-2] == "**options"
    assert "(input %*% kernel + bias)" in text
    assert "(input @ kernel + bias)" in text
    assert '`use_bias` <span class="takes">TRUE or FALSE</span>' in text
    assert '`use_bias` <span class="takes">True or False</span>' in text


def test_names_of_functions_are_links(pages: Pages) -> None:
    here = "reference/layer_dense.md"
    told = pages.prose("See `fit()`, compile() and `k_mean`, not this_one() or <b>`a`</b> or a_b.", here)
    assert told == (
        "See [`fit()`](fit.md), [`compile()`](compile.md) and [`k_mean`](k_mean.md), not `this_one()` or "
        "\\<b>`a`\\</b> or a\\_b."
    )
    assert pages.prose("`layer_dense()`", here) == "`layer_dense()`"
    assert pages.prose("(https://a.org/1_2(7)8.) k", here) == "(<https://a.org/1_2(7)8>.) k"


def test_links_of_documents_lead_to_pages(pages: Pages) -> None:
    places = documents.place_documents() | articles.place_articles()

    def adapt(text: str) -> str:
        return documents.adapt(text, pages, "docs/from-r.md", "guides/from-r.md", places)

    assert adapt("[x](../vignettes/functional_api.Rmd)") == "[x](../articles/functional_api.md)"
    assert adapt("[x](differences.md#a-b)") == "[x](differences.md#a-b)"
    assert adapt("[x](../rkeras_py/cli.py)") == "x", "the site has no sources"
    assert adapt("![x](demo.png)") == "![x](../pictures/docs-demo.png)"
    assert adapt('<img src="demo.png" width="9">') == '<img src="../pictures/docs-demo.png" width="9">'
    assert adapt("![x](figures/a.png)") == "![x](figures/a.png)"
    assert pages.files["pictures/docs-demo.png"] == ROOT / "docs/demo.png"
    code = "```r\n[x](gone.md)\n`fit()`\n```\n"
    assert (
        adapt(f"`fit()`\n\n{code}\n`fit()`")
        == f"[`fit()`](../reference/fit.md)\n\n{code}\n[`fit()`](../reference/fit.md)"
    )
    with pytest.raises(FileNotFoundError, match=r"docs/from-r\.md: a link to gone\.md"):
        adapt("[x](gone.md)")


def test_cells_stand_beside_their_chunks() -> None:
    chunks = {"a": "```r\nf(1)\n```", "hidden": "", "b": "```r\ng()\n```"}
    body = "Text.\n" + "".join(f"\n@chunk {label}@\n\n{text}\n\n@end@\n" for label, text in chunks.items())
    cells = [
        {"label": label, "code": code, "printed": printed, "pictures": []}
        for label, code, printed in [("setup", "import f", ""), ("a", "f(1)", "2\n"), ("end", "bye()", "")]
    ]
    together = articles.put_side_by_side(body, cells)
    lines = r'^===!? "(\w+)"|^ *(f\(1\)|g\(\)|import f|2|bye\(\)|\*In \w+ only\.\*)$'
    assert re.findall(lines, together, re.MULTILINE) == [
        ("R", ""), ("", "f(1)"), ("Python", ""), ("", "import f"), ("", "f(1)"), ("", "2"),
        ("R", ""), ("", "g()"), ("Python", ""), ("", "*In R only.*"), ("", "*In Python only.*"), ("", "bye()"),
    ]  # fmt: skip
    assert "@" not in together
    assert articles.put_side_by_side(body, []).count("===") == 0


def test_the_picture_of_a_chunk_and_of_its_cell_have_one_caption() -> None:
    body = "@chunk a@\n\n```r\nplot(1)\n```\n\n![One point.](figures/a-1.png)\n\n@end@"
    cells = [{"label": "a", "code": "plt.plot(1)", "printed": "", "pictures": ["a-python-1.png"]}]
    together = articles.put_side_by_side(body, cells)
    for picture in ("a-1.png", "a-python-1.png"):
        assert f"![One point.](figures/{picture})\n    <figcaption>One point.</figcaption>" in together
    assert "figcaption" not in articles.put_side_by_side(body.replace("One point.", "plot of chunk a"), cells)


def test_the_front_page_begins_with_its_buttons(pages: Pages) -> None:
    front = Pages(places=pages.places)
    documents.add_documents(front, documents.place_documents() | articles.place_articles())
    text = front.texts["index.md"]
    buttons = re.findall(r"\[([\w ]+)\]\((\S+)\)\{ \.md-button", text)
    assert buttons == [
        ("Get started", "articles/getting_started.md"),
        ("Gallery", "gallery/index.md"),
        ("Reference", "reference/index.md"),
    ]
    assert text.index(".md-button") < text.index("![") < text.index("## Install")


def test_a_task_has_a_card_with_its_picture_and_first_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, ran, pages = tmp_path / "vignettes/gallery/x.Rmd", tmp_path / "ran", Pages()
    for folder in (page.parent, ran / "figures"):
        folder.mkdir(parents=True)
    page.touch()
    (ran / "figures/small-1.png").touch()
    (ran / "figures/large-1.png").write_bytes(b"drawn")
    chunk = "@chunk setup@\n\n\n\n@end@"
    (ran / "page.md").write_text(f'---\ntitle: "A task"\n---\n\n{chunk}\n\nFirst it asks. Then it tells.\n\n## Data\n')
    monkeypatch.setattr(articles, "ROOT", tmp_path)
    nav = articles.add_tasks(pages, {page: ran}, {"vignettes/gallery/x.Rmd": "gallery/x.md"})
    assert nav == ["gallery/index.md", {"A task": "gallery/x.md"}]
    card = "-   [![](figures/large-1.png)](x.md)\n\n    **[A task](x.md)**\n\n    First it asks.\n"
    assert card in pages.texts["gallery/index.md"]
    assert "# A task" in pages.texts["gallery/x.md"] and "Then it tells." in pages.texts["gallery/x.md"]


@pytest.fixture
def site(tmp_path: Path) -> Callable[..., Path]:
    def write(**bodies: str) -> Path:
        for name, body in bodies.items():
            (tmp_path / f"{name}.html").write_text(PAGE.format(body))
        return tmp_path

    return write


def test_wrong_links_are_found(site: Callable[..., Path]) -> None:
    made = site(
        good="<a href='bad.html#there'>x</a><a href='#top'>x</a><p id=top></p><a href='https://example.org'>x</a>",
        bad="<p id=there></p><a href='gone.html'>x</a><a href='good.html#gone'>x</a><a href='../good.html'>x</a>"
        "<img src='gone.png'><script src='https://example.org/x.js'></script><a href='/good.html'>x</a>",
    )
    report = check_links.check(made)
    assert (report.pages, report.links) == (2, 7)
    assert report.faults == [
        "bad.html: gone.html is not there",
        "bad.html: good.html#gone has no such anchor",
        "bad.html: ../good.html leads out of the site",
        "bad.html: gone.png is not there",
        "bad.html: fetches https://example.org/x.js",
        "bad.html: /good.html leads out of the site",
    ]
    assert report.outside == {"https://example.org": ["good.html"], "https://example.org/x.js": ["bad.html"]}


def test_what_is_wrong_in_a_browser_is_found(site: Callable[..., Path]) -> None:
    made = site(
        good="<p>fine</p><script>console.log('fine')</script>",
        loud="<script>console.error('no', 7)</script>",
        broken="<script>null.x</script>",
        late="<script>setTimeout(() => { throw Error('later') }, 20)</script>",
        lacking="<img src='gone.png'>",
        elsewhere="<img src='http://127.0.0.1:9/x.png'>",
        wide="<div style='width: 500px'>x</div>",
    )
    names = ["good", "loud", "broken", "late", "lacking", "elsewhere", "wide"]
    with check_pages.serve(made) as address, open_browser() as browser:
        found = check_pages.check(browser, address, [f"{name}.html" for name in names])
    told = {name: " ".join(found[f"{name}.html"]).replace(address, "") for name in names}
    assert told["good"] == ""
    assert told["loud"] == "error: no 7"
    assert told["broken"].startswith("error: TypeError: Cannot read properties of null")
    assert told["late"].startswith("error: Error: later")
    assert "404" in told["lacking"] and "gone.png" in told["lacking"]
    assert "asks for http://127.0.0.1:9/x.png" in told["elsewhere"]
    assert re.fullmatch(r"is 1\d\d pixels wider than a phone", told["wide"])
