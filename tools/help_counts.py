"""Count the help of both languages: `python -m tools.help_counts` prints a table.

It counts pages, descriptions, documented arguments, examples with their output, and links between pages. The pages are
those in man/, which `make generate` writes; Python's help is that of the functions.
"""

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import rkeras_py
from rkeras_py.signatures.registry import REGISTRY, Spec

from .codegen.examples import parse_example
from .codegen.files import load_all

MAN = Path(__file__).parents[1] / "man"
OF_LAYERS = ("input_shape", "name", "dtype", "trainable", "weights")
"""Arguments that the help of every layer describes."""

_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+(?=\S)")
_NO_END = re.compile(r"\\link\[[^\]]*\]|\\\w+|[{}]|\([^()]*\)|e\.g\.|\b(vs|al)\.")
"""Marks of R's help, and points that end no sentence."""
_ARGUMENTS = re.compile(r"^Args:\n((?: .*\n?|\n)*)", re.MULTILINE)
_ENTRY = re.compile(r"^    ((?:\*{0,2}[\w.]+(?:, )?)+): |^ +- `(\w+)`: ", re.MULTILINE)
_SHAPE = re.compile(r"\([\dNone, ]*\)|TensorShape\(.*\)")


def read_pages() -> dict[str, str]:
    """Return the help pages of R by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(MAN.glob("*.Rd"))}


def read_section(page: str, name: str) -> str:
    """Return a section of a help page; nothing if it has none.

    Args:
        page: The text of the page.
        name: The name of the section, such as "description".
    """
    found = re.search(rf"^\\{name}\{{\n(.*?)\n\}}\n(?=\\\w|\Z)", page, re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def count_sentences(text: str) -> int:
    """Count the sentences of a section.

    Args:
        text: The section, in R's help format.
    """
    return len([part for part in _SENTENCE_END.split(_NO_END.sub("", text).strip()) if part])


def has_one_sentence(page: str) -> bool:
    """Tell whether the description of a help page of R has one sentence, or none.

    Args:
        page: The text of the page.
    """
    return count_sentences(read_section(page, "description")) < 2


def list_python_arguments(function: Callable[..., object]) -> set[str]:
    """Return the names that the help of a Python function describes, those under `**options` included.

    Args:
        function: The function.
    """
    found = _ARGUMENTS.search(inspect.getdoc(function) or "")
    entries = _ENTRY.findall(found[1]) if found else []
    return {name.lstrip("*") for listed, item in entries for name in (*listed.split(", "), item) if name}


def list_r_arguments(page: str) -> set[str]:
    """Return the names that a help page of R describes, those under `...` included.

    Args:
        page: The text of the page.
    """
    text = page[page.find("\\arguments{") : page.find("\\value{") if "\\value{" in page else len(page)]
    items = re.findall(r"^\\item\{([^{}]*(?:\{\})?[^{}]*)\}\{", text, re.MULTILINE)
    named = re.findall(r"\\item\s+\\code\{(\w+)\}", text)
    return {name.strip() for item in items for name in item.split(",")} | set(named)


def list_undocumented() -> Iterator[str]:
    """Yield the arguments that the help of either language leaves out, as "function(argument), language"."""
    pages = read_pages()
    for name, spec in REGISTRY.items():
        function, wanted = getattr(rkeras_py, name, None), set(OF_LAYERS if takes_layer_arguments(spec) else ())
        if function is not None:
            names = set(inspect.signature(function).parameters) | wanted
            yield from (f"{name}({one}), Python" for one in names - list_python_arguments(function))
        if name in pages and not is_generic(pages[name]):
            names = {param.name for param in spec.params.values()} | wanted
            yield from (f"{name}({one}), R" for one in names - list_r_arguments(pages[name]))


def is_generic(page: str) -> bool:
    """Tell whether a help page is about a generic of R, whose methods have pages of their own.

    Args:
        page: The text of the page.
    """
    return "\\item{...}{Arguments of the method.}" in page


def takes_layer_arguments(spec: Spec) -> bool:
    """Tell whether a function makes a layer that takes the arguments of every layer.

    Args:
        spec: The function.
    """
    return spec.kind == "layer" and (spec.dots is not None or set(OF_LAYERS) <= set(spec.params))


def list_shapes_only() -> list[str]:
    """Return the functions whose examples print shapes and no value."""
    found = []
    for name, spec in REGISTRY.items():
        printed = [example.want.strip() for example in parse_example(spec) if example.want.strip()]
        if printed and all(_SHAPE.fullmatch(text) for text in printed):
            found.append(name)
    return found


def main() -> int:
    """Print the counts; return 1 if an argument has no description."""
    load_all()
    pages = read_pages()
    examples = {name: read_section(page, "examples") for name, page in pages.items()}
    functions = {name: one for name in REGISTRY if (one := getattr(rkeras_py, name, None)) is not None}
    in_python = [parse_example(spec) for spec in REGISTRY.values()]
    undocumented = list(list_undocumented())
    for label, count in {
        "help pages of R": len(pages),
        "functions with help in Python": len(functions),
        "descriptions of one sentence": sum(map(has_one_sentence, pages.values())),
        "arguments described in R": sum(len(list_r_arguments(page)) for page in pages.values()),
        "arguments described in Python": sum(len(list_python_arguments(one)) for one in functions.values()),
        "arguments without a description": len(undocumented),
        "examples in R": sum(bool(text) for text in examples.values()),
        "examples in R with output": sum("#>" in text for text in examples.values()),
        "examples in Python": sum(bool(example) for example in in_python),
        "examples in Python with output": sum(any(one.want for one in example) for example in in_python),
        "examples that print shapes alone": len(list_shapes_only()),
        "links between pages of R": sum(page.count("\\link") for page in pages.values()),
    }.items():
        print(f"{count:6,} {label}")
    print("".join(f"{one}\n" for one in undocumented), end="", file=sys.stderr)
    return int(bool(undocumented))


if __name__ == "__main__":
    sys.exit(main())
