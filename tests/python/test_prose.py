"""Words of the code: comments begin with the noun or the verb that they are about, private functions with a verb."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

pytestmark = pytest.mark.quick

RIDDLE = re.compile(r"(What|That|Those|Whether|One|Of (what|that|those))\b")
"""Beginnings that stand for a noun which the reader has to guess."""


def list_prose_of_python(path: Path) -> Iterator[tuple[int, str]]:
    """Give the line and the text of each docstring, and of the first line of each comment."""
    source = path.read_text()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value.strip()
    above = None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            line, column = token.start
            if above != (line - 1, column):
                yield line, token.string.lstrip("#: ")
            above = token.start if token.line.lstrip().startswith("#") else None


def list_prose_of_r(path: Path) -> Iterator[tuple[int, str]]:
    """Give the line and the text of the first line of each comment, roxygen's among them."""
    goes_on = False
    for number, line in enumerate(path.read_text().splitlines(), 1):
        own = re.match(r"\s*#+'?\s*(.*)", line)
        beside = re.search(r"\s# (.*)$", line)
        found = own or beside
        if found and not goes_on:
            yield number, found[1]
        goes_on = bool(own and own[1])


PROSE = {
    "rkeras_py/**/*.py": list_prose_of_python,
    "tools/**/*.py": list_prose_of_python,
    "tests/python/**/*.py": list_prose_of_python,
    "R/*.R": list_prose_of_r,
    "tools/**/*.R": list_prose_of_r,
    "tests/testthat/*.R": list_prose_of_r,
    "tests/python/support/*.R": list_prose_of_r,
}


@pytest.mark.parametrize("pattern", PROSE)
def test_no_comment_begins_with_a_riddle(pattern: str) -> None:
    riddles = [
        f"{path.relative_to(ROOT)}:{line}: {text.splitlines()[0]}"
        for path in sorted(ROOT.glob(pattern))
        if not path.name.startswith("gen-")
        for line, text in PROSE[pattern](path)
        if RIDDLE.match(text)
    ]
    assert riddles == []


VERBS = {
    verb
    for line in (ROOT / "tests/python/support/verbs.txt").read_text().splitlines()
    for verb in line.partition("#")[0].split()
}


@pytest.mark.parametrize("folder", ["rkeras_py", "tools"])
def test_a_private_function_begins_with_a_verb(folder: str) -> None:
    odd = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and re.fullmatch(r"_[a-z0-9]\w*[^_]", node.name)
        and node.name[1:].partition("_")[0] not in VERBS
        and not any(ast.unparse(decorator).endswith(("property", ".setter")) for decorator in node.decorator_list)
    ]
    assert odd == [], "name the deed first, or add the verb to tests/python/support/verbs.txt"
