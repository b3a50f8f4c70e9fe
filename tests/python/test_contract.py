"""Arguments, their order and defaults: those of R keras 2.15 first, then those that R's keras3 has beside them."""

import ast
import json
import re
from typing import Any

import pytest
from keras2_classes import keras2_classes
from support import ROOT, for_each

import rkeras_py
from rkeras_py.r.code import as_r_code
from rkeras_py.signatures.registry import REGISTRY, Spec
from rkeras_py.signatures.words import MISSING
from tools.codegen.files import load_all

pytestmark = pytest.mark.quick

load_all()

EXPORTS: dict[str, Any] = json.loads((ROOT / "tools/contract/exports.json").read_text())
NAMES = {name for group in EXPORTS["groups"].values() for name in group}
KERAS3: dict[str, Any] = json.loads((ROOT / "tools/contract/keras3.json").read_text())
KERAS2: dict[str, Any] = json.loads((ROOT / "tools/contract/formals.json").read_text())
CONTRACT: dict[str, Any] = {name: entry for name, entry in KERAS3.items() if "args" in entry} | KERAS2
APART: dict[str, Any] = json.loads((ROOT / "tools/contract/apart.json").read_text())
BEYOND: dict[str, str] = json.loads((ROOT / "tools/contract/beyond.json").read_text())


def key(spec: Spec) -> str:
    return f"{spec.name}.{spec.s3}" if spec.s3 not in ("", "default") else spec.name


class _Numbers(ast.NodeTransformer):
    """Spell each number in one way: 1, 1L and 1.0 are the same value."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        is_number = isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
        return ast.Constant(float(node.value)) if is_number else node


def spelled(code: str | None) -> str | None:
    """R code of a default in a spelling that is the same for equal values; R's calls read as Python's."""
    if code is None:
        return None
    code = re.sub(r"^!", "not ", re.sub(r"\b(\d+)L\b", r"\1", code))
    code = re.sub(r"\$", ".", code.removeprefix("keras::"))  # the package itself
    return ast.unparse(_Numbers().visit(ast.parse(code, mode="eval")))


def ours(spec: Spec) -> list[tuple[str, str | None]]:
    defaults = {name: param.default for name, param in spec.params.items()}
    return [
        (name, None if defaults.get(name, MISSING) is MISSING else spelled(as_r_code(defaults[name])))
        for name in spec.formals()
    ]


def further(name: str) -> list[tuple[str, str | None]]:
    """Return the arguments that keras3 has beside R keras 2's, where both have a function, and ours; but for "..."."""
    own = [(argument, spelled(default)) for argument, default in APART["own"].get(name, [])]
    if name not in KERAS2:
        return own
    old = {argument for argument, _ in KERAS2[name]["args"]} | {"..."} | APART["arguments"].get(name, {}).keys()
    beside = APART["methods"].get(name) or KERAS3.get(name, {}).get("args", [])
    return [(argument, spelled(default)) for argument, default in beside if argument not in old] + own


def lacks_dots(name: str) -> bool:
    """Tell whether keras3's function has `...`, and R keras 2's has not."""
    names = [{argument for argument, _ in source.get(name, {}).get("args", [])} for source in (KERAS2, KERAS3)]
    return name in KERAS2 and "..." in names[1] - names[0]


def test_numbers_are_compared_by_value() -> None:
    assert spelled("c(1L, 1)") == spelled("c(1, 1.0)") != spelled("c(1, 2)")
    assert spelled("1e-04") == spelled("0.0001")
    assert spelled("'a'") == spelled('"a"') != spelled("a")
    assert spelled("-1L") == spelled("-1") != spelled("TRUE")


@for_each("name", sorted(REGISTRY))
def test_arguments_are_those_of_r_keras(name: str) -> None:
    spec = REGISTRY[name]
    if name in BEYOND:
        assert key(spec) not in CONTRACT, f"{name} is in the contract: take it off the list"
        return
    expected = [(argument, spelled(default)) for argument, default in CONTRACT[key(spec)]["args"]]
    found = ours(spec)
    if spec.python_only:  # the R side is written by hand; test-contract.R compares that
        names = [argument for argument, _ in found]
        beside = [argument for argument, _ in further(key(spec)) if argument in names]
        assert names == [argument for argument, _ in expected] + beside
        return
    beside = further(key(spec))
    if ("...", None) not in expected and ("...", None) in found:
        expected.append(("...", None))
    else:
        assert not lacks_dots(name) or "..." in APART["arguments"][name]
    assert found == expected + beside


@for_each("name", sorted(REGISTRY))
def test_function_and_arguments_are_described(name: str) -> None:
    docs = REGISTRY[name].docs
    assert set(docs.args) == set(REGISTRY[name].formals())
    assert all(text.strip() for text in docs.args.values())
    assert docs.title[-1] in ".?" and "\n" not in docs.title


def test_every_export_of_r_keras_is_here() -> None:
    assert len(NAMES) == 560
    in_python = NAMES - set(EXPORTS["r_only"])
    assert not [name for name in sorted(in_python) if not callable(getattr(rkeras_py, name, None))]


def test_every_export_of_keras3_is_here() -> None:
    assert len(KERAS3) == 792
    assert sum("args" in KERAS3[name] for name in KERAS2.keys() & KERAS3.keys()) == 282
    exported = set(re.findall(r'^export\("?(.+?)"?\)$', (ROOT / "NAMESPACE").read_text(), re.MULTILINE))
    assert KERAS3.keys() - exported == APART["names"].keys()


def test_what_is_listed_as_apart_is_not_here() -> None:
    for name, reasons in APART["arguments"].items():
        here = REGISTRY[name].formals() if name in REGISTRY else []
        assert not reasons.keys() & set(here)
        assert reasons.keys() <= {argument for argument, _ in KERAS3[name]["args"]}


def test_the_page_of_compatibility_knows_every_function() -> None:
    page = (ROOT / "docs/compatibility.md").read_text()
    rows = re.findall(r"^\| `(.+?)` \| (works|differs|cannot|missing) \|", page, re.MULTILINE)
    assert {name for name, _ in rows} == REGISTRY.keys() - BEYOND.keys() | NAMES
    assert not [name for name, status in rows if status == "missing"]


def test_the_classes_of_keras_2_are_those_of_tf_keras() -> None:
    assert keras2_classes() == json.loads((ROOT / "tools/contract/keras2_classes.json").read_text())
