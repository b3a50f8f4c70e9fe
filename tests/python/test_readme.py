"""The README and the guides tell the truth: their code runs, its errors look as printed, its lists hold."""

import builtins
import re

from prepared import run_to_the_end
from support import ROOT, run_script

import rkeras_py

PAGES = [
    ROOT / "README.md",
    *(ROOT / "docs" / f"{name}.md" for name in ("from-r", "checking", "from-python", "both-at-once", "differences")),
]
README = "\n".join(page.read_text() for page in PAGES)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_r_blocks_run_and_print_what_they_say() -> None:
    code = "\n".join(blocks("r"))
    done = run_script(code, "r", timeout=180)
    assert done.code == 0, done.stderr
    printed = done.stdout + done.stderr
    promised = re.findall(r"^#> (.*)$", code, re.MULTILINE)
    assert promised
    for line in promised:
        assert line in printed, printed


def test_python_blocks_run() -> None:
    found = blocks("python")
    assert any("r_session" in block for block in found)
    run_to_the_end("\n".join(found), timeout=180)


def test_commands_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    used = re.findall(r"\bmake (?:-s )?([a-z]+)", "\n".join(blocks("sh")))
    assert used
    assert set(used) <= targets


def test_links_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            if "://" not in target:
                assert (page.parent / target).exists(), (page.name, target)


def test_the_front_door_is_short() -> None:
    assert len(PAGES[0].read_text().split()) <= 500


def test_lists_the_builtins_that_are_shadowed() -> None:
    shadowed = [name for name in rkeras_py.__all__ if hasattr(builtins, name)]
    assert shadowed == ["compile"]
    assert "hides one builtin of Python, `compile`" in README


def test_lists_what_cannot_work() -> None:
    page = (ROOT / "docs/compatibility.md").read_text()
    cannot = re.findall(r"^\| `(.+?)` \| cannot \|", page, re.MULTILINE)
    section = README.split("## What cannot work")[1].split("\n## ")[0]
    assert cannot
    assert not [name for name in cannot if f"`{name}()`" not in section]


def test_the_example_for_contributors_is_the_code() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text()
    example = re.search(r"^@layer.*?^    \"\"\"$", text, re.MULTILINE | re.DOTALL)
    assert example
    assert example.group() in (ROOT / "rkeras_py/layers/normalization.py").read_text()
