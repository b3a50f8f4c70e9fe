"""Keras's private side: what we rely on is as it was, no other room knows it, and every patch is still needed.

The canaries run with Keras alone in one process; tools/keras-versions.sh runs them with other versions of Keras.
"""

import ast
import functools
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from prepared import run_prepared
from support import ROOT

PACKAGE = ROOT / "rkeras_py"
SUPPORT = ROOT / "tests/python/support"
INTERNALS = PACKAGE / "engine" / "internals"
ROOMS = ("engine", "patches")
"""The rooms that know private names."""
OWN_ATTRIBUTES = {
    "_constructor_arguments",  # on objects of a user's classes, where Keras must not track it
    "_counts_loss",
    "_lasting_losses",
    "_runs_call",
    "_wake",  # on objects of R that a pickle holds, which R has not read
    "_written",
}


@functools.cache
def words_of(path: Path) -> set[str]:
    return set(re.findall(r"\w+", path.read_text()))


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _names(path: Path) -> Iterator[str]:
    """The public functions and constants of a module of internals."""
    for node in tree_of(path).body:
        name = node.name if isinstance(node, ast.FunctionDef) else "_"
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
        if not name.startswith("_"):
            yield f"{path.stem}.{name}"


NAMES = sorted(name for path in INTERNALS.glob("[a-z]*.py") for name in _names(path))


@pytest.fixture(scope="module")
def found() -> dict[str, str | None]:
    done = run_prepared(
        f"import runpy, sys\nsys.path.insert(0, {str(SUPPORT)!r})\n"
        f"runpy.run_path({str(SUPPORT / 'canaries.py')!r}, run_name='__main__')",
        timeout=240,
    )
    assert done.code == 0, done.stderr
    results: dict[str, str | None] = json.loads(done.stdout.splitlines()[-1])
    return results


MODULES = sorted(PACKAGE.rglob("*.py"))


def users(name: str) -> list[str]:
    """The files that use a function or constant of internals."""
    module, _, function = name.partition(".")
    return [
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if path != INTERNALS / f"{module}.py" and function in words_of(path)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_what_we_rely_on_is_as_it_was(name: str, found: dict[str, str | None]) -> None:
    assert name in found, f"engine/internals/{name} has no canary in tests/python/support/canaries_*.py"
    assert users(name) or name == "modules.OVERRIDDEN", f"nobody uses {name}"
    assert found[name] is None, (
        f"rkeras_py.engine.internals.{name} does not do what it is for with this Keras: {found[name]}. "
        f"Used by {', '.join(users(name))}."
    )


@pytest.mark.parametrize("what", ["R", "pipe"])
def test_what_methods_of_r_and_the_pipe_are_found_by_is_as_it_was(what: str, found: dict[str, str | None]) -> None:
    assert found[what] is None


def test_what_a_forked_process_gets_takes_the_place_of_what_is_there(found: dict[str, str | None]) -> None:
    assert found["forks"] is None


def test_keras_alone_lacks_what_every_patch_puts_onto_it(found: dict[str, str | None]) -> None:
    from rkeras_py.patches.install import FOR_R, PATCHES

    names = [f"patch {patch.owner}.{patch.member}" for patch in (*PATCHES, *FOR_R)]
    assert len(set(names)) == len(names), "a member is put twice"
    assert {name: found[name] for name in names if found[name] is not None} == {}


def test_a_script_shows_each_mistake_that_a_patch_mends_without_us() -> None:
    from rkeras_py.patches.install import FOR_R, PATCHES

    scripts = {path.stem: path.read_text() for path in (ROOT / "tools/upstream").glob("*.py")}
    assert {patch.shown_by for patch in (*PATCHES, *FOR_R)} - {""} == scripts.keys()
    assert [name for name, text in scripts.items() if "rkeras" in text or "sys.exit(" not in text] == []


def test_nothing_else_is_put_onto_keras() -> None:
    """Assignments to members of modules and classes of Keras and TensorFlow, outside of the table."""
    roots = {"keras", "tf", "tensorflow"}
    assigned = []
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                root = target
                while isinstance(root, (ast.Attribute, ast.Call)):
                    root = root.value if isinstance(root, ast.Attribute) else root.func  # type: ignore[assignment]
                if isinstance(target, ast.Attribute) and isinstance(root, ast.Name) and root.id in roots:
                    assigned.append(f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(target)}")
    assert assigned == []


def _elsewhere() -> Iterator[tuple[str, ast.AST]]:
    for path in MODULES:
        if path.relative_to(PACKAGE).parts[0] not in ROOMS:
            for node in ast.walk(tree_of(path)):
                yield f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}", node


def test_private_modules_are_named_in_two_rooms_only() -> None:
    private = re.compile(r"\b(keras\.src|keras\._tf_keras|tensorflow\.python)\b")
    named = []
    for place, node in _elsewhere():
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        modules += [ast.unparse(node)] if isinstance(node, ast.Attribute) else []
        modules += [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
        named += [f"{place}: {module}" for module in modules if private.search(module)]
    assert named == []


def test_private_attributes_are_named_by_strings_in_two_rooms_only() -> None:
    """Ruff's SLF001 finds `layer._name`; this finds `getattr(layer, "_name")` and `vars(layer)["_name"]`."""
    access = {"getattr", "setattr", "hasattr", "delattr", "__setattr__", "__getattribute__", "get", "attrgetter"}
    named = []
    for place, node in _elsewhere():
        strings: list[ast.AST] = []
        if isinstance(node, ast.Call):
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            strings = list(node.args) if function in access else []
        elif isinstance(node, ast.Subscript):
            strings = [node.slice]
        for one in strings:
            name = one.value if isinstance(one, ast.Constant) else None
            if isinstance(name, str) and re.fullmatch(r"_[a-z]\w*", name) and name not in OWN_ATTRIBUTES | {"_fields"}:
                named.append(f"{place}: {name}")
    assert named == []


def test_private_methods_of_keras_that_our_classes_override_are_listed() -> None:
    from rkeras_py.engine.internals.modules import OVERRIDDEN
    from rkeras_py.engine.loading import find, keras

    keras()
    overridden: dict[str, set[str]] = {}
    modules = [importlib.import_module(f"rkeras_py.{name}") for name in ("callbacks.classes", "callbacks.progress")]
    modules += [importlib.import_module("rkeras_py.training.data_adapters")]
    classes = importlib.import_module("rkeras_py.classes")
    modules += [
        importlib.import_module(f"rkeras_py.classes.{one.name}") for one in pkgutil.iter_modules(classes.__path__)
    ]
    for module in modules:
        for cls in vars(module).values():
            if inspect.isclass(cls) and cls.__module__ == module.__name__:
                ours = [base for base in cls.__mro__ if base.__module__.startswith("rkeras_py.")]
                theirs = [base for base in cls.__mro__ if base.__module__.startswith("keras.")]
                private = {name for base in ours for name in vars(base) if re.match(r"_[a-z]", name)}
                private = {
                    name for name in private if name != "_api_export_path" and any(name in vars(b) for b in theirs)
                }
                if private:
                    overridden[f"keras.callbacks.{cls.__name__}"] = private
    assert overridden == {name: set(methods) for name, methods in OVERRIDDEN.items()}
    assert all(inspect.isclass(find(name)) for name in OVERRIDDEN)


def _modules_of(package: str) -> list[str]:
    path = importlib.import_module(package).__path__
    return [f"{package.removeprefix('rkeras_py.')}.{module.name}" for module in pkgutil.iter_modules(path)]


def _members(cls: type, package: str) -> set[str]:
    """The private members that classes of a package give a class."""
    bases = [base for base in cls.__mro__ if base.__module__.startswith(package)]
    return {name for base in bases for name in vars(base) if re.match(r"_[a-z]", name) and name != "_api_export_path"}
