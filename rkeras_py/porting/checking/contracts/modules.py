"""Python paths, `tf$nn$relu` and `keras$layers$Dense`, checked against the installed modules.

The files of the modules, which list their names, are read first: TensorFlow, which takes seconds to load, is imported
only for names that are not in them.
"""

import ast
import difflib
import functools
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ....from_r import load_keras
from ....on_tensorflow.functions import load_module
from ..findings import PROBLEM, Finding
from ..scripts import Script, is_assignment
from ..tree import Node, get_symbol, unquote

_FOLDERS = {"tf": ("tensorflow", "_api/v2"), "keras": ("keras", ".")}
_OF_TF = {"keras": ("keras", "_tf_keras/keras")}
_OLD = ("compat", "v1")


def judge_paths(script: Script) -> Iterator[Finding]:
    """Find names that `tf` and `keras` do not have.

    Args:
        script: The script.
    """
    for node in script.nodes:
        if len(node.children) != 3 or node.children[1].token != "'$'":
            continue
        path = _read_path(node)
        if path[:1] not in (["tf"], ["keras"]) or len(path) < 2 or script.may_define(path[0], node):
            continue
        if script.find_values(path[0]) or script.is_caught(node) or _is_set(node):
            continue
        if name := _find_missing(tuple(path)):
            place = path.index(name)
            yield _report(node.children[2], path[:place], name)


def _read_path(node: Node) -> list[str]:
    """Return the names of a path up to a node; none if the path starts with a call."""
    if node.tokens(2) == ["expr", "'$'"] and len(node.children) == 3:
        before = _read_path(node.children[0])
        return [*before, unquote(node.children[2].text)] if before and node.children[2].text else []
    name = get_symbol(node)
    return [name] if name else []


def _is_set(node: Node) -> bool:
    outer = node.parent
    return outer is not None and is_assignment(outer) and outer.children[0] is node


@functools.cache
def _find_missing(path: tuple[str, ...]) -> str:
    """Return the last name of a path if its module has no such name, or "".

    Args:
        path: The path, from `tf` or `keras` on.
    """
    folder = _find_folder(path[:-1])
    if folder is None or path[-1] in _list_names(folder) or (folder / path[-1]).exists():
        return ""
    module: Any = load_keras() if path[0] == "keras" else load_module()
    for name in path[1:-1]:
        module = getattr(module, name, None)
    return "" if module is None or hasattr(module, path[-1]) else path[-1]


def _find_folder(path: tuple[str, ...]) -> Path | None:
    """Return the folder of a module; None of what is no module with files of its own."""
    package, inside = _FOLDERS[path[0]]
    rest = path[1:]
    if path[:2] == ("tf", "keras"):
        (package, inside), rest = _OF_TF["keras"], path[2:]
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0], inside, *rest)
    return folder if (folder / "__init__.py").is_file() else None


@functools.cache
def _list_names(folder: Path) -> frozenset[str]:
    tree = ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))
    imported = (one for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom)) for one in node.names)
    return frozenset(one.asname or one.name for one in imported)


def _report(at: Node, path: list[str], name: str) -> Finding:
    folder = _find_folder(tuple(path))
    assert folder is not None
    known = sorted(_list_names(folder) | {one.name for one in folder.iterdir() if one.is_dir()})
    by_case = {one.lower(): one for one in known}
    near = by_case.get(name.lower()) or next(iter(difflib.get_close_matches(name, known, 1)), "")
    module = "$".join(path)
    advice = f" Did you mean `{module}${near}`?" if near else ""
    old = _find_folder(("tf", *_OLD)) if path == ["tf"] else None
    if old is not None and name in _list_names(old):
        advice = f" `tf${'$'.join(_OLD)}${name}` exists only in TensorFlow 1."
    return Finding(at.line, at.column, PROBLEM, "unknown-name", f"`{module}` has no `{name}`.{advice}")
