"""Vignettes and their twins in Python: each has one, and what compares their numbers sees a wrong one."""

import re
from pathlib import Path

import pytest
from support import ROOT

from tools.vignettes import compare

pytestmark = pytest.mark.quick

PAGES = sorted((ROOT / "vignettes").glob("*.Rmd"))


def labels(path: Path, pattern: str) -> set[str]:
    return set(re.findall(pattern, path.read_text(), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_vignette_has_a_twin_that_it_names(page: Path) -> None:
    twin = f"vignettes/python/{page.stem}.py"
    chunks = labels(page, r"^```\{(?:r|python) ([\w-]+)")
    cells = labels(ROOT / twin, r"^# %% (.*)$")
    assert twin in page.read_text()
    assert len(chunks & cells) >= 2
    title, entry = (
        re.search(pattern, page.read_text()) for pattern in (r'title: "(.*)"', r"%\\VignetteIndexEntry\{(.*)}")
    )
    assert title and entry and title[1] == entry[1]


def test_links_between_vignettes_lead_somewhere() -> None:
    names = {page.stem for page in PAGES}
    linked = [target for page in PAGES for target in re.findall(r"\]\((\w+)\.html\)", page.read_text())]
    assert len(linked) > 10
    assert set(linked) <= names


R = "## fit\n#>       loss   accuracy \n#> 0.06914221 0.96666664\n\n## table\n#>      [,1] [,2]\n#> [1,] 2e-3 -4.5\n"
PYTHON = "## fit\n#> {'loss': 0.06914220750331879, 'accuracy': 0.9666666388511658}\n## table\n#> [[0.002 -4.5]]\n"


def problems(folder: Path, python: str) -> list[str]:
    (folder / "page.r.txt").write_text(R)
    (folder / "page.python.txt").write_text(python)
    return compare("page", folder)


def test_the_same_numbers_are_the_same(tmp_path: Path) -> None:
    assert problems(tmp_path, PYTHON) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("-4.5", "4.5", "page, table"),
        ("0.06914220", "0.06914520", "page, fit"),
        (", 'accuracy': 0.9666666388511658", "", "page, fit"),
        ("## table", "## another", "only 1 cells"),
    ],
)
def test_other_numbers_are_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    (told,) = problems(tmp_path, PYTHON.replace(old, new))
    assert said in told
