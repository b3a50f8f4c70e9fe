"""Facts for `rkeras check` beside the registry: functions that are written in R alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rkeras_py.signatures.registry import REGISTRY

from .roxygen import read_roxygen_sections


def render_facts(root: Path) -> str:
    """Return the text of `facts.json`.

    Args:
        root: The folder of the project.
    """
    facts = {"aliases": read_aliases(root), "in_r": describe_r(root)}
    lines = []
    for name, found in facts.items():
        inside = json.dumps(found, ensure_ascii=False)
        if isinstance(found, dict):
            rows = (f"{json.dumps(one)}: {json.dumps(found[one], ensure_ascii=False)}" for one in sorted(found))
            inside = "{\n" + ",\n".join(rows) + "\n}"
        lines.append(f"{json.dumps(name)}: {inside}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def read_aliases(root: Path) -> list[str]:
    """Return the packages whose names use_keras_alias() takes."""
    code = (root / "R/scripts-alias-names.R").read_text(encoding="utf-8")
    found = re.search(r"^alias_versions <- c\((.*?)\)", code, re.DOTALL | re.MULTILINE)
    if found is None:
        raise LookupError("R/scripts-alias-names.R has no alias_versions.")
    return re.findall(r"(\w+) = ", found.group(1))


def describe_r(root: Path) -> dict[str, dict[str, Any]]:
    """Return the exported functions that are written by hand in R: their arguments, and sections of their help."""
    exports = re.findall(r'(?m)^export\("?([^"\n]+?)"?\)$', (root / "NAMESPACE").read_text(encoding="utf-8"))
    by_hand = {name for name in exports if name not in REGISTRY or REGISTRY[name].python_only}
    code = {path: path.read_text(encoding="utf-8") for path in sorted((root / "R").glob("*.R"))}
    told: dict[str, dict[str, str]] = {}
    arguments: dict[str, list[str]] = {}
    for path, text in code.items():
        if not path.name.startswith("gen-"):
            told |= read_roxygen_sections(text)
            arguments |= dict(read_functions(text))
    return {
        name: {
            "arguments": arguments.get(name),
            "differs": " ".join(told.get(name, {}).get("Differences", "").split()),
            "unavailable": " ".join(told.get(name, {}).get("Unavailable", "").split()),
        }
        for name in sorted(by_hand)
    }


def read_functions(code: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the functions that a file of R defines at its top, with the names of their arguments."""
    for match in re.finditer(r"(?m)^`?([^\s`(]+)`? <- function\(", code):
        yield match.group(1), split_formals(code[match.end() :])


def split_formals(code: str) -> list[str]:
    """Return the names of the arguments in code that begins with them and goes on after their last bracket."""
    names, depth, start = [], 0, True
    for token in re.findall(r'"(?:\\.|[^"\\])*"|`?[\w.]+`?|[^\w\s]', code):
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
            if depth < 0:
                break
        elif start and depth == 0:
            names.append(token.strip("`"))
            start = False
        elif token == "," and depth == 0:
            start = True
    return names
