"""The house: what a linter of imports does not see of the rules in ARCHITECTURE.md."""

import ast
import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT

PACKAGE = ROOT / "rkeras_py"
MODULES = sorted(PACKAGE.rglob("*.py"))
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
FLOOR = {room.strip(): floor for floor, rooms in enumerate(CONTRACT["layers"]) for room in rooms.split("|")}
LOADS_KERAS = re.compile(
    r"rkeras_py\.(classes\.|callbacks\.(classes|progress)|training\.data_adapters|keras_types$|.*flow_classes|.*timeseries_classes)"
)
"""Modules that may be imported where they are used: importing them loads Keras, or is for type checkers alone."""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


NAMES = {name_of(path) for path in MODULES}


def room_of(name: str) -> str:
    return name.split(".")[1]


@functools.cache
def parsed(path: Path) -> tuple[ast.Module, list[ast.AST]]:
    """The tree of a module, and all its nodes."""
    tree = ast.parse(path.read_text())
    return tree, list(ast.walk(tree))


def dotted_strings(path: Path) -> Iterator[tuple[int, str]]:
    """Strings that name something of this package: targets of decorators, of resolve() and of import_module()."""
    for node in parsed(path)[1]:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = re.fullmatch(r"rkeras_py((\.\w+)+)\.?", node.value)
            if found:
                yield node.lineno, node.value.rstrip(".")


def own_imports(path: Path, node: ast.AST) -> list[str]:
    """The modules of this package that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if alias.name.startswith("rkeras_py")]
    if not isinstance(node, ast.ImportFrom):
        return []
    if not node.level:
        return [node.module] if node.module and node.module.startswith("rkeras_py") else []
    package = name_of(path).split(".")
    if path.name != "__init__.py":
        package.pop()
    base = [*package[: len(package) - node.level + 1], *([node.module] if node.module else [])]
    named = [".".join([*base, alias.name]) for alias in node.names]
    return [name if name in NAMES else ".".join(base) for name in named]


def test_names_in_strings_keep_the_direction_of_imports() -> None:
    uphill = [
        f"{path.relative_to(ROOT)}:{line}: {string}"
        for path in MODULES
        if path.parent != PACKAGE or path.stem in FLOOR
        for line, string in dotted_strings(path)
        if room_of(string) in FLOOR and FLOOR[room_of(string)] < FLOOR[room_of(name_of(path))]
    ]
    assert not uphill


def test_every_string_that_names_a_module_names_one_that_is_there() -> None:
    gone = [
        f"{path.relative_to(ROOT)}:{line}: {string}"
        for path in MODULES
        for line, string in dotted_strings(path)
        if not any(prefix in NAMES for prefix in (string, string.rpartition(".")[0]))
    ]
    assert not gone


def test_own_modules_are_imported_at_the_top() -> None:
    inside = []
    for path in MODULES:
        tree, nodes = parsed(path)
        at_the_top = set(tree.body)
        for node in nodes:
            if node not in at_the_top:
                inside += [
                    f"{path.relative_to(ROOT)}:{node.lineno}: {module}"  # type: ignore[attr-defined]
                    for module in own_imports(path, node)
                    if not LOADS_KERAS.match(module)
                ]
    assert not inside


def test_a_room_has_few_modules() -> None:
    counts = Counter(path.parent.relative_to(ROOT).as_posix() for path in MODULES if path.name != "__init__.py")
    del counts["rkeras_py/layers"]  # one module a family of layers, as in Keras's documentation
    assert {room: count for room, count in counts.items() if count > 20} == {}


@pytest.mark.parametrize(
    "pattern", ["rkeras_py/**/*.py", "tools/**/*.py", "tests/python/**/*.py", "R/*.R", "tests/testthat/*.R"]
)
def test_a_file_written_by_hand_has_at_most_400_lines(pattern: str) -> None:
    generated = ("rkeras_py/names.py", "R/gen-")
    long = {
        name: lines
        for path in ROOT.glob(pattern)
        if not (name := path.relative_to(ROOT).as_posix()).startswith(generated)
        and (lines := path.read_text().count("\n")) > 400
    }
    assert long == {}


def docstrings(path: Path) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """The functions and methods of a module that have a docstring, but for properties."""
    for node in parsed(path)[1]:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = ast.get_docstring(node)
            if docstring and not any("property" in ast.unparse(decorator) for decorator in node.decorator_list):
                yield node, docstring


SOURCES = [path for path in (*MODULES, *sorted((ROOT / "tools").rglob("*.py"))) if path.stem != "names"]
"""Modules written by hand."""


def test_the_first_line_of_a_functions_docstring_is_an_imperative_sentence() -> None:
    starts = re.compile(r"(An?|The|What|Whether|Let|How|Where|Which|Who|Why|When|Names|Name of|One|All|Each|Every)\b")
    odd = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {docstring.splitlines()[0]}"
        for path in SOURCES
        for node, docstring in docstrings(path)
        if starts.match(docstring) or not docstring.splitlines()[0].endswith(".")
    ]
    assert not odd


def test_a_class_describes_the_arguments_of_its_constructor() -> None:
    described = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        for node, _ in docstrings(path)
        if node.name == "__init__"
    ]
    assert not described


LOADERS = ("resolve", "find", "import_module", "get", "modules")
"""The functions and the table that take the name of a module or of an object."""


def names_tensorflow(node: ast.AST) -> bool:
    """Tell whether a node imports TensorFlow or asks a loader for it."""
    if isinstance(node, ast.Import):
        return any(alias.name.split(".")[0] == "tensorflow" for alias in node.names)
    if isinstance(node, ast.ImportFrom):  # `from ..engine.loading import tensorflow`, too
        return (node.module or "").split(".")[0] == "tensorflow" or "tensorflow" in [one.name for one in node.names]
    if isinstance(node, ast.Call):
        loader, given = node.func, node.args[0] if node.args else None
    elif isinstance(node, ast.Subscript):
        loader, given = node.value, node.slice
    else:
        return False
    first = given.values[0] if isinstance(given, ast.JoinedStr) else given
    text = first.value if isinstance(first, ast.Constant) else None
    named = isinstance(text, str) and text.split(".")[0] == "tensorflow"
    return named and ast.unparse(loader).rpartition(".")[2] in LOADERS


def test_tensorflow_stands_in_engine_and_in_a_room_of_its_own() -> None:
    assert not [
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] not in ("engine", "on_tensorflow")
        and any(map(names_tensorflow, parsed(path)[1]))
    ]
