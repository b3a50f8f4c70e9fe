"""The texts: help pages say more than their title, and no text has a phrase to avoid."""

import re

import pytest
from support import ROOT

from tools import english

pytestmark = pytest.mark.quick

TITLE = re.compile(r"^\\title\{(.*?)\}\n(?=\\)", re.MULTILINE | re.DOTALL)
DESCRIPTION = re.compile(r"^\\description\{\n(.*?)\n\}$", re.MULTILINE | re.DOTALL)


def words_of(found: re.Match[str] | None) -> list[str]:
    return re.findall(r"\w+", found[1].lower()) if found else []


def test_the_description_of_a_help_page_says_more_than_its_title() -> None:
    pages = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "man").glob("*.Rd")}
    assert len(pages) > 1000
    titles = {name: words_of(TITLE.search(page)) for name, page in pages.items()}
    assert all(titles.values())
    descriptions = {name: words_of(DESCRIPTION.search(page)) for name, page in pages.items()}
    assert [name for name in pages if descriptions[name] in ([], titles[name])] == []


def test_urls_of_references_are_links() -> None:
    for path in (ROOT / "man").glob("*.Rd"):
        section = re.search(r"\\section\{References\}\{(.*?)\n\}\n", path.read_text(encoding="utf-8"), re.DOTALL)
        assert not section or not re.search(r"(?<!url\{)https?:|arXiv:", section[1]), path.name


def test_a_name_by_default_is_not_described_as_one_of_the_class() -> None:
    for path in (ROOT / "man").glob("*.Rd"):
        page = path.read_text(encoding="utf-8")
        if "By default it is derived from the class" in page:
            assert not re.search(r'\bname = "', page.split("\\arguments")[0]), path.name


def test_no_text_has_a_phrase_to_avoid() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {phrase}: {advice}"
        for path in english.list_files()
        for line, phrase, advice in english.list_phrases(path)
    ]
    assert found == []


def test_no_line_of_a_help_page_begins_a_list_within_code() -> None:
    """A line that begins with "- " would end a formula, and begin a list."""
    found = []
    for path in (ROOT / "R").glob("*.R"):
        ticks = 0
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            if not line.startswith("#' ") or line.startswith("#' @"):
                ticks = 0
            if ticks % 2 and re.match(r"#' +([-+*#>]|\d+[.)])( |$)", line):
                found.append(f"{path.name}:{number}: {line}")
            ticks += line.count("`")
    assert found == []


def test_phrases_are_found_across_lines(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("lines") / "page.md"
    path.write_text("Use an object; left\nout, it is 1. Use\n\nit where it fits.\n- a class\n- of R\n")
    assert [(line, phrase) for line, phrase, _ in english.find_clauses(path)] == [(1, "; left out,")]


def test_phrases_are_found_in_messages(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("messages")
    texts = {
        "code.py": 'def f():\n    x = "by heart, anew"\nTEXTS = {"x": "Drawn anew, too."}\n'
        'raise E(f"{x} of what is. What it is.")\nwarnings.warn("it is said once")\n',
        "code.R": '# it is told\nstop("Read it \\"anew\\", ", x)\n',
        "page.md": "It is fine.\n",
    }
    found = {}
    for name, text in texts.items():
        (folder / name).write_text(text)
        found[name] = [(line, phrase) for line, phrase, _ in english.find_in_messages(folder / name)]
    assert found == {
        "code.py": [(3, "anew"), (4, "of what"), (4, ". What"), (5, "said once")],
        "code.R": [(2, "anew")],
        "page.md": [],
    }


def test_phrases_are_found_in_prose_and_not_in_headings_or_code() -> None:
    said = "The model learns it by heart. What comes next is told once.\n## What it shows\n    >>> says_so\n"
    assert [phrase for _, phrase, _ in english.find_phrases(said)] == ["by heart", "told", ". What"]
    assert list(english.find_phrases("What is a tensor? An array.")) == []
    said = "It draws anew without a word.\nThe form of the result of a call of f.\nModels of layers of R.\n"
    assert [phrase for _, phrase, _ in english.find_phrases(said)] == [
        "without a word",
        "anew",
        "of the result of a call of",
    ]


def test_clauses_are_found_in_help_pages_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    texts = {
        "help.py": '@layer("keras.layers.Dense")\ndef f():\n    """Do.\n\n    The shape of what f returns.\n    """\n',
        "cached.py": '@functools.cache\ndef f():\n    """Do.\n\n    The shape of what f returns.\n    """\n',
        "code.R": "#' @return The shape of what f returns.\n# Of what f returns.\n#' It shows what changed.\n",
        "page.md": "The shape of what f returns.\n",
    }
    found = {}
    for name, text in texts.items():
        path = tmp_path_factory.mktemp("clauses") / name
        path.write_text(text)
        found[name] = [(line, clause) for line, clause, _ in english.find_clauses(path)]
    assert found == {"help.py": [(5, "of what")], "cached.py": [], "code.R": [(1, "of what")], "page.md": []}


def test_phrases_for_users_are_found_in_texts_for_users(tmp_path_factory: pytest.TempPathFactory) -> None:
    told = "A loss of your own.\nx: How many steps.\nHow many steps are there?\nThat of the input.\nA file of R.\n"
    found = {}
    for name in ("page.md", "CONTRIBUTING.md"):
        path = tmp_path_factory.mktemp("users") / name
        path.write_text(told)
        found[name] = [(line, phrase) for line, phrase, _ in english.find_clauses(path)]
    phrases = [(1, "of your own"), (2, ": How many steps."), (4, "That of"), (5, "A file of R")]
    assert found == {"page.md": phrases, "CONTRIBUTING.md": []}


def test_prose_is_that_of_the_language_of_the_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("prose")
    texts = {
        "page.Rmd": "It says so.\n```r\nx <- 'says so'\n```\n",
        "code.R": "#' @param x What to do.\nx <- 'says so' # says so\n",
        "code.py": '@export\ndef f(x):\n    """Do.\n\n    Args:\n        x: What to do.\n    """\n    y = "says so"\n',
        "internal.py": 'def f(x):\n    """What it does.\n\n    It says so.\n    """\n',
    }
    found = {}
    for name, text in texts.items():
        (folder / name).write_text(text)
        found[name] = [line for line, _, _ in english.find_phrases(english.read_prose(folder / name))]
    assert found == {"page.Rmd": [1], "code.R": [1], "code.py": [6], "internal.py": [2]}
