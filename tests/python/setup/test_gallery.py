"""The gallery: each task has a page of R and a twin in Python; both run offline, draw, and print the same numbers."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT, project_env

from tools.archives import list_python_files, list_r_files
from tools.site.articles import TASKS
from tools.vignettes import compare, find_twin

PAGES = sorted((ROOT / "vignettes/gallery").glob("*.Rmd"))
NAMES = [f"gallery/{page.stem}" for page in PAGES]
LIMIT = 1800  # seconds for all tasks in one language


@pytest.mark.quick
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_task_has_text_pictures_and_a_twin(page: Path) -> None:
    text, twin = page.read_text(), find_twin(f"gallery/{page.stem}").read_text()
    chunks = re.findall(r"^```\{r ([\w-]+)(.*)\}$", text, re.MULTILINE)
    _, *parts = re.split(r"^# %% (.*)\n", twin, flags=re.MULTILINE)
    cells = dict(zip(parts[::2], parts[1::2], strict=True))
    assert [label for label, _ in chunks if label != "setup"] == list(cells)
    drawn = {label for label, options in chunks if "fig.cap" in options}
    assert drawn == {
        label for label, code in cells.items() if re.search(r"plt\.\w|\.plot\(\)|^show_", code, re.MULTILINE)
    }
    assert TASKS[page.stem] in drawn, "the picture of the card"
    assert len(re.findall(r"^## ", text, re.MULTILINE)) >= 4
    links = [target for target in re.findall(r"\]\(([\w./]+)\.html\)", text)]
    assert links and all((page.parent / f"{target}.Rmd").exists() for target in links)


def test_no_archive_has_the_gallery() -> None:
    assert len(PAGES) >= 18
    assert not [path for path in (*list_r_files(), *list_python_files()) if "gallery" in path]
    assert "^vignettes/gallery$" in (ROOT / ".Rbuildignore").read_text().splitlines()


@pytest.mark.timeout(LIMIT + 60)
def test_tasks_print_the_same_numbers_in_both_languages(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:9"
    surroundings = os.environ | project_env() | {"no_proxy": "", "http_proxy": nowhere, "https_proxy": nowhere}
    commands = (["Rscript", "tools/vignettes.R"], [sys.executable, "tools/vignettes.py"])
    with (tmp_path / "r").open("w") as r, (tmp_path / "python").open("w") as python:
        running = [
            subprocess.Popen(
                ["timeout", "--kill-after=10", str(LIMIT), *command, str(tmp_path), *NAMES],
                cwd=ROOT, env=surroundings, stdout=out, stderr=subprocess.STDOUT,
            )
            for command, out in zip(commands, (r, python), strict=True)
        ]  # fmt: skip
        codes = [one.wait() for one in running]
    assert codes == [0, 0], (tmp_path / "r").read_text()[-2000:] + (tmp_path / "python").read_text()[-2000:]
    assert [problem for name in NAMES for problem in compare(name, tmp_path)] == []
    for language in ("r", "python"):
        assert re.findall(r"^(\S+): .* s of a core$", (tmp_path / language).read_text(), re.M) == NAMES
