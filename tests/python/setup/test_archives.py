"""Content and texts of the archives; `make smoke` builds and uses them."""

import ast
import importlib.util
import re
import shlex
import shutil
from collections.abc import Iterator
from email.message import Message
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from support import ROOT

from rkeras_py import names
from rkeras_py.engine import installing
from rkeras_py.launch import texts
from rkeras_py.messages.errors import for_reader, spell_as_r
from tools import archives, release
from tools.codegen import files

pytestmark = pytest.mark.quick

SHIPPED = {*archives.list_r_files(), *archives.list_python_files()}
SMOKE = ROOT / "tools/smoke"


def load_backend(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/backend/{name}.py")
    module = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module


def test_no_name_is_one_that_r_cmd_build_leaves_out() -> None:
    """As in tools:::.build_packages(), tools:::get_exclude_patterns() and the patterns of .Rbuildignore."""
    folders = {parent.name for path in SHIPPED for parent in Path(path).parents}
    assert {"checking", "rkeras_py"} <= folders
    left_out = re.compile(r"check|chm|CVS|\.(svn|git|hg|bzr|arch-ids|metadata)|.*([Oo]ld|\.Rcheck)")
    assert sorted(filter(left_out.fullmatch, folders)) == []
    patterns = [line for line in (ROOT / ".Rbuildignore").read_text().splitlines() if line]
    patterns += [r"(^|/)\.DS_Store$", "~$", r"\.bak$", r"\.sw.$", r"(^|/)#[^/]*#$", r"\.(o|so|sl|dll)$", r"(^|/)\._"]
    patterns += [r"(^|/)(GNUMakefile|Read-and-delete-me|TITLE)$", r"^src/(.*/Makedeps|so_locations)$"]
    matched = [(path, pattern) for path in archives.list_r_files() for pattern in patterns if re.search(pattern, path)]
    assert matched == []
    assert {"inst/python/rkeras_py/porting/checking/parse.R", "inst/docs/differences.md"} <= SHIPPED


def test_a_file_that_is_missing_or_another_is_told(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "rkeras_py", tmp_path / "rkeras_py", ignore=shutil.ignore_patterns("__pycache__"))
    assert archives.find_copy_faults(tmp_path) == []
    shutil.move(tmp_path / "rkeras_py/porting/checking", tmp_path / "rkeras_py/porting/check")
    (tmp_path / "rkeras_py/config.py").write_text("")
    faults = archives.find_copy_faults(tmp_path)
    assert f"{tmp_path} lacks rkeras_py/porting/checking/parse.R" in faults
    assert f"{tmp_path} has another rkeras_py/config.py" in faults
    assert len(faults) == 1 + sum(path.startswith("rkeras_py/porting/checking/") for path in SHIPPED)


# --- texts ---------------------------------------------------------------------------------------------------------

PATHS = re.compile(
    r"(?<![\w./:-])((?:docs|vignettes|examples|tests|benchmarks|tools|inst|\.github)/[\w./-]*\w"
    r"|(?:README|CONTRIBUTING|ARCHITECTURE|SECURITY)(?:\.md)?\b)"
)


def r_texts() -> Iterator[tuple[str, str]]:
    """The texts that an R user can read: help, vignettes and their twins, news, guides that are shipped, messages."""
    for path in archives.list_r_files():
        if not path.startswith(("tests/", "inst/python/")) and path.endswith((".R", ".Rd", ".Rmd", ".md", ".py")):
            text = (ROOT / path).read_text()
            yield path, re.sub(r"(?m)^\s*# .*$", "", text) if path.endswith(".R") else text


def python_texts() -> Iterator[tuple[str, str]]:
    """The texts that a Python user can read beside help, which is R's: messages, the strings that are no docstrings."""
    for path in archives.list_python_files():
        if path.endswith(".py"):
            tree = ast.parse((ROOT / path).read_text())
            docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                    yield path, node.value


def test_no_text_names_a_file_that_its_archive_lacks() -> None:
    inst = [Path(path).relative_to("inst") for path in archives.list_r_files() if path.startswith("inst/")]
    installed = {path.as_posix() for file in inst for path in (file, *file.parents)}
    named = [(path, found) for path, text in r_texts() for found in PATHS.findall(text)]
    assert ("NEWS.md", "docs/differences.md") in named
    # The vignettes are of doc/ there, and links between them are tested in test_vignettes.py.
    assert [(path, found) for path, found in named if found not in installed and found not in SHIPPED] == []
    assert [(path, found) for path, text in python_texts() for found in PATHS.findall(text)] == []


def test_r_texts_name_what_an_r_user_has() -> None:
    command = re.compile(r"\brkeras (run|check|translate|launch|upgrade|doctor)\b(?!:)")
    allowed = "as a shell command"
    texts = [(path, text) for path, text in r_texts() if path.endswith((".R", ".Rd", ".Rmd"))]
    found = [
        (path, part) for path, text in texts for part in re.split(r"\n\s*(?:#'\s*)?\n", text) if command.search(part)
    ]
    assert len(found) >= 5
    assert [(path, part) for path, part in found if allowed not in re.sub(r"\s+(#' )?", " ", part)] == []


def test_links_of_the_long_description_lead_to_the_repository() -> None:
    description = load_backend("long_description")
    text = description.describe()
    urls = files.read_project()["urls"]
    links = re.findall(r"\]\(([^)]*)\)", text)
    relative = re.findall(r"\]\(([^)]*)\)", (ROOT / "README.md").read_text())
    assert len(links) == len(relative) > 10
    version = release.read_version()
    for link, path in zip(links, relative, strict=True):
        assert link in (f"{urls['Repository']}/{kind}/v{version}/{path}" for kind in ("blob", "raw")), link
    assert f"({urls['Repository']}/raw/v{version}/docs/demo.png)" in text
    kept = "[a](https://x.org/y) [b](#here) [c](mailto:x@y)"
    assert description.make_absolute(kept, "https://z", "v1") == kept


# --- people, addresses, release --------------------------------------------------------------------------------------


def test_people_and_addresses_stand_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    project = {
        "authors": [{"name": "A", "email": "a@x.org"}, {"name": 'B "b"'}],
        "maintainers": [{"name": "A", "email": "a@x.org"}],
        "urls": {"Repository": "https://x.org/r", "Issues": "https://x.org/r/issues"},
    }
    monkeypatch.setattr(files, "read_project", lambda: project)
    text = files.render_description()
    assert '\nAuthors@R: c(person("A", email = "a@x.org", role = c("aut", "cre", "cph")), ' in text
    assert 'person("B \\"b\\"", role = c("aut", "cph")))\nDescription: ' in text
    assert "\nURL: https://x.org/r\nBugReports: https://x.org/r/issues\n" in text


def test_the_wheel_says_how_to_get_the_r_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert installing.spell_r_install().startswith(f"make setup in {ROOT}")
    monkeypatch.setattr(installing, "__file__", str(tmp_path / "rkeras_py/engine/installing.py"))
    own = Message()
    own["Version"], own["Project-URL"] = "1.2.3", "Repository, https://x.org/r"
    monkeypatch.setattr(metadata, "metadata", lambda name: own)
    assert installing.spell_r_install() == (
        "R CMD INSTALL rkeras_1.2.3.tar.gz, which is beside the wheel at https://x.org/r/releases/tag/v1.2.3; what it "
        "imports comes from CRAN."
    )


def test_what_the_reader_has_is_named() -> None:
    said = [for_reader("rkeras_run()", "rkeras run")]
    with spell_as_r():
        said.append(for_reader("rkeras_run()", "rkeras run"))
        launched = texts.write_text("shell", Path("train.R"), ["a b"], ["one"], 1)
    assert said == ["rkeras run", "rkeras_run()"]
    line = launched.strip().splitlines()[-1]
    words = ["Rscript", "-e", 'rkeras::rkeras_run("train.R", commandArgs(TRUE))', "a b"]
    assert shlex.split(line)[1:] == words
    assert "rkeras run train.R 'a b'" in texts.write_text("shell", Path("train.R"), ["a b"], ["one"], 1)


def test_a_release_says_what_is_left_to_do() -> None:
    ready: dict[str, Any] = {"authors": [{"name": "A"}], "maintainers": [], "urls": {"Repository": "https://x.org/r"}}
    steps = release.list_steps("1.2.3", ready, {}, "c" * 40)
    assert steps[0] == 'git tag -a v1.2.3 -m "Version 1.2.3" cccccccccccc'
    assert "https://x.org/r/releases/new?tag=v1.2.3" in steps[-1]
    assert len(release.list_steps("1.2.3", ready, {"v1.2.3": "c" * 40}, "c" * 40)) == len(steps) - 1
    assert "is of another commit, dddd" in release.list_steps("1.2.3", ready, {"v1.2.3": "d" * 40}, "c" * 40)[0]
    unready = {**ready, "urls": {"Repository": "https://example.org/r"}}
    assert "Not to be uploaded yet" in release.list_steps("1.2.3", unready, {}, "c" * 40)[0]
    assert release.read_news(release.read_version()).startswith("The first version")
    with pytest.raises(SystemExit, match="nothing under"):
        release.read_news("0.0.0")


# --- the lane --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("script", "exports"), [("in_r.R", "r"), ("in_python.py", "python")])
def test_the_lane_uses_a_function_of_each_group(script: str, exports: str) -> None:
    if exports == "r":
        listed = re.findall(r'^export\("?([^")]+)"?\)', (ROOT / "NAMESPACE").read_text(), re.MULTILINE)
    else:
        listed = names.STARRED
    groups = {names.MODULES[name].partition(".")[0] for name in listed if name in names.MODULES}
    code = (SMOKE / script).read_text()
    used = {names.MODULES[name].partition(".")[0] for name in re.findall(r"\b\w+(?=\()", code) if name in names.MODULES}
    assert groups - used <= {"bridge", "data", "from_r", "graph", "r"}  # no functions for users: both.py has the bridge
    assert len(groups) >= 20


def test_the_lane_is_a_step_of_ci() -> None:
    assert "\nmake smoke\n" in (ROOT / ".ci/run").read_text()
