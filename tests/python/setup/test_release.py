"""Facts that are published: one version, the same requirements everywhere, and advice that names nothing of ours."""

import ast
import io
import re
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType

import pytest
import yaml
from support import ROOT

import rkeras_py
from rkeras_py.engine import installing, loading

pytestmark = pytest.mark.quick

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
DESCRIPTION = (ROOT / "DESCRIPTION").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_the_version_stands_in_one_place() -> None:
    assert re.search(r"^Version: (.*)$", DESCRIPTION, re.MULTILINE).group(1) == rkeras_py.__version__  # type: ignore[union-attr]
    assert "version" in PROJECT["dynamic"] and "version" not in PROJECT
    assert f"# rkeras {rkeras_py.__version__}\n" in (ROOT / "NEWS.md").read_text()


def test_r_asks_for_what_the_python_package_needs() -> None:
    code = (ROOT / "R/setup-requirements.R").read_text()
    listed = re.search(r"python_packages <- c\((.*?)\)", code, re.DOTALL).group(1)  # type: ignore[union-attr]
    extras = PROJECT["optional-dependencies"]
    wanted = {*PROJECT["dependencies"], *extras["tensorflow"], *extras["image"], "pydot"}
    wanted.remove("numpy")  # which TensorFlow needs
    assert set(re.findall(r'"([^"]+)"', listed)) == wanted
    assert f'python_versions <- "{PROJECT["requires-python"]}"' in code
    keras = next(one for one in PROJECT["dependencies"] if one.startswith("keras"))
    assert keras == f"keras>={'.'.join(map(str, loading.OLDEST))},<4"
    assert extras["bridge"] == [installing.BRIDGE]


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_message_advises_to_install_a_name_of_ours_from_an_index() -> None:
    # But an archive with its version may be installed.
    ours = re.compile(r"(pip install|py_install|py_require|install\.packages)[^\n]*\brkeras(?!::|_\d)")
    texts = [(path, text) for path in (ROOT / "rkeras_py").rglob("*.py") for text in strings(path)]
    texts += [(path, path.read_text()) for pattern in ("R/*.R", "*.md", "docs/*.md") for path in ROOT.glob(pattern)]
    assert [(str(path), found.group()) for path, text in texts if (found := ours.search(text))] == []
    advice = re.compile(r"(?<!-m )\bpip install (?!tf-keras`)")  # the README names a package, not a Python
    sources = [(path, text) for path, text in texts if path.suffix == ".py"]
    assert [(str(path), text) for path, text in sources if advice.search(text) and "uv" not in text] == []


@pytest.mark.parametrize(
    ("python", "has_pip", "words", "spelled"),
    [
        ("/usr/bin/python3", True, ["matplotlib"], "/usr/bin/python3 -m pip install matplotlib"),
        ("/a b/python", True, ["-U", "keras>=3.12,<4"], '"/a b/python" -m pip install -U "keras>=3.12,<4"'),
        (r"C:\Python\python.exe", True, ["rpy2>=3.6"], r'C:\Python\python.exe -m pip install "rpy2>=3.6"'),
        ("", True, ["scipy"], "python -m pip install scipy"),
        ("/x/python", False, ["scipy"], "uv pip install --python /x/python scipy"),
    ],
)
def test_advice_is_for_the_python_in_use(
    python: str, has_pip: bool, words: list[str], spelled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", python)
    monkeypatch.setattr(PathFinder, "find_spec", lambda name: name if has_pip else None)
    assert installing.spell_install(*words) == spelled


def test_a_message_about_packages_leaves_distutils_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Setuptools has a finder that removes distutils, and warns, when it is asked for pip."""
    loaded = ModuleType("distutils")
    monkeypatch.setitem(sys.modules, "distutils", loaded)
    installing.spell_install("pydot")
    assert sys.modules.get("distutils") is loaded


def archive(path: Path, names: list[str], date: int) -> None:
    with tarfile.open(path, "w:gz") as file:
        for name in names:
            member = tarfile.TarInfo(name)
            member.size, member.mtime, member.uid, member.uname = 3, date, date % 1000, f"user{date}"
            member.mode = 0o664 if date % 2 else 0o640
            file.addfile(member, io.BytesIO(name[:3].encode()))


def test_source_archives_of_different_days_and_people_are_the_same(tmp_path: Path) -> None:
    one, other = tmp_path / "x.tar.gz", tmp_path / "y.tar.gz"
    archive(one, ["p/abc", "p/b", "p/README.md"], 1_600_000_001)
    archive(other, ["p/b", "p/README.md", "p/abc"], 1_700_000_000)
    code = (
        "import pathlib, sys, reproducible as r\n"
        "for x in sys.argv[1:]: r._normalize(pathlib.Path(x), 1500000000, {'p/README.md': b'another'})"
    )
    # In a process of its own: setuptools can be imported only where distutils is not yet.
    subprocess.run(
        [sys.executable, "-c", code, str(one), str(other)], cwd=ROOT / "tools/backend", check=True, timeout=100
    )
    assert one.read_bytes() == other.read_bytes()
    with tarfile.open(one) as file:
        assert file.getnames() == ["p/README.md", "p/abc", "p/b"]
        assert file.extractfile("p/b").read() == b"p/b"  # type: ignore[union-attr]
        assert file.extractfile("p/README.md").read() == b"another"  # type: ignore[union-attr]
        assert {(member.mtime, member.uid, member.uname, member.mode) for member in file} == {
            (1_500_000_000, 0, "", 0o644)
        }


def test_workflows_call_targets_that_there_are() -> None:
    called = set()
    for path in sorted((ROOT / ".github/workflows").glob("*.yml")):
        flow = yaml.safe_load(path.read_text())
        assert flow["permissions"] == {"contents": "read"}
        for job in flow["jobs"].values():
            assert job["timeout-minutes"]
            called |= {word for step in job["steps"] for word in re.findall(r"\bmake ([a-z-]+)", step.get("run", ""))}
    assert called >= {"check", "test-all", "smoke", "keras-versions"}
    assert called <= TARGETS
    guide = (ROOT / "CONTRIBUTING.md").read_text()
    assert set(re.findall(r"`make ([a-z-]+)`", guide)) <= TARGETS


def test_templates_of_issues_ask_for_the_doctor() -> None:
    folder = ROOT / ".github/ISSUE_TEMPLATE"
    forms = {path.stem: yaml.safe_load(path.read_text()) for path in folder.glob("*.yml")}
    assert "rkeras doctor --report" in str(forms["bug"]["body"])
    assert all(form["name"] and form["description"] for name, form in forms.items() if name != "config")


def test_the_citation_is_of_this_project() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert [author["name"] for author in citation["authors"]] == [author["name"] for author in PROJECT["authors"]]
    assert citation["license"] == PROJECT["license"]
