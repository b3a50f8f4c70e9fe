"""Run the examples of the docstrings: `python -m tools.help_examples MODULE ...` writes what they print into them.

A module is named as in `rkeras_py.ops.reduction`, or by the start of it; `--check` writes nothing and tells what is
stale. What was written is to be read before it is committed: the tests hold it against R, they cannot know whether it
is what a reader expects.
"""

import argparse
import ast
import contextlib
import doctest
import importlib
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import rkeras_py
from rkeras_py.engine.internals import seeds
from rkeras_py.engine.tensors import has_values, read_values
from rkeras_py.names import STARRED
from rkeras_py.signatures.registry import REGISTRY, Spec
from tools.codegen.examples import SKIPPED, parse_example
from tools.codegen.files import load_all

_NUMBER = re.compile(r"(?<![\w.])-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?")
_HEADING = "    Example:"
_WIDTH = 112  # in a docstring, with its indent


@dataclass
class Ran:
    """A statement that ran.

    Attributes:
        example: The statement, and what the docstring says that it prints.
        printed: What it has printed.
        numbers: The numbers in its value, in row-major order; none where it has no value.
    """

    example: doctest.Example
    printed: str
    numbers: list[float]

    def as_documented(self) -> bool:
        """Tell whether it printed what the docstring says, numbers to four digits."""
        want = self.example.want.replace(doctest.BLANKLINE_MARKER, "")
        want, got = (" ".join(text.split()) for text in (want, self.printed))
        return doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS) or are_alike(want, got)


def are_alike(want: str, got: str) -> bool:
    """Tell whether texts differ in white space only, and their numbers after the third digit."""
    if "".join(_NUMBER.sub("#", want).split()) != "".join(_NUMBER.sub("#", got).split()):
        return False
    return np.allclose(_read_numbers(want), _read_numbers(got), rtol=1e-3, atol=1e-5)


def _read_numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def names_for_examples() -> dict[str, Any]:
    """Return what an example can use without an import: all public functions, and numpy as `np`."""
    return {name: getattr(rkeras_py, name) for name in STARRED} | {"np": np}


def run_example(spec: Spec, names: dict[str, Any], seed: int = 1) -> Iterator[Ran]:
    """Run a function's example, in a Keras that has forgotten all others.

    Args:
        spec: The function.
        names: What the example can use.
        seed: The seed of what it draws.

    Raises:
        Exception: Whatever a statement raises.
    """
    import keras

    keras.utils.clear_session(free_memory=False)  # whose collection takes half a second
    seeds.set_random_seed(seed)
    space = dict(names)
    for example in parse_example(spec):
        if example.options.get(SKIPPED):
            continue
        values: list[Any] = []
        with contextlib.redirect_stdout(io.StringIO()) as printed, _collect_values(values):
            exec(compile(example.source, f"<example of {spec.name}>", "single"), space)
        yield Ran(example, printed.getvalue(), numbers_of(values))


@contextlib.contextmanager
def _collect_values(values: list[Any]) -> Iterator[None]:
    def show(value: Any) -> None:
        if value is not None:
            values.append(value)
            print(repr(value))

    before, sys.displayhook = sys.displayhook, show
    try:
        yield
    finally:
        sys.displayhook = before


def numbers_of(value: Any) -> list[float]:
    """Return the numbers in a value, in row-major order: a symbolic tensor's sizes, a model's count of weights."""
    if isinstance(value, dict):
        return numbers_of(list(value.values()))
    if isinstance(value, list | tuple):
        return [number for item in value for number in numbers_of(item)]
    if type(value).__name__ == "KerasTensor":
        return [-1.0 if size is None else float(size) for size in value.shape]
    if hasattr(value, "count_params") and hasattr(value, "layers"):
        return [float(value.count_params())]
    is_number = isinstance(value, bool | int | float | np.ndarray | np.generic)
    if is_number or has_values(value):
        array = np.asarray(read_values(value) if has_values(value) else value)
        if array.dtype.kind in "bifu" or array.dtype.name.startswith(("bfloat", "float8")):
            return [float(number) for number in array.ravel()]
    return []


def rewrite(spec: Spec, source: str, ran: list[Ran]) -> str:
    """Return a module's source with what an example printed in the docstring of its function."""
    tree = ast.parse(source)
    node = next(one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef) and one.name == spec.body.__name__)
    first, last = node.body[0].lineno - 1, node.body[0].end_lineno or 0
    lines = source.split("\n")
    start = next(place for place in range(first, last) if lines[place] == _HEADING) + 1
    end = next(place for place in range(start, last) if lines[place].strip() and not lines[place].startswith("     "))
    written = [line for one in _list_all(spec, ran) for line in one]
    block = [f"        {line}".rstrip() for line in written]
    tail = [""] if lines[end].strip() != '"""' else []
    return "\n".join([*lines[:start], *block, *tail, *lines[end:]])


def _list_all(spec: Spec, ran: list[Ran]) -> Iterator[list[str]]:
    done = {one.example.lineno: one for one in ran}
    for example in parse_example(spec):
        one = done.get(example.lineno)
        want = example.want if one is None or one.as_documented() else _break_lists(one.printed)
        code = example.source.rstrip("\n").split("\n")
        yield [f"{'...' if place else '>>>'} {line}" for place, line in enumerate(code)] + want.rstrip("\n").split(
            "\n"
        ) * bool(want)


def _break_lists(printed: str) -> str:
    """Begin a new line with each tensor of a list that is too long for a line."""
    lines = printed.split("\n")
    return "\n".join(line if len(line) <= _WIDTH else line.replace(">, ", ">,\n ") for line in lines)


def main() -> int:
    """Write or check what examples print; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.help_examples", description=__doc__)
    parser.add_argument("modules", nargs="+", metavar="MODULE")
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a docstring is stale")
    options = parser.parse_args()
    load_all()
    names = names_for_examples()
    stale = 0
    for spec in list(REGISTRY.values()):
        if not spec.module.startswith(tuple(options.modules)) or not parse_example(spec):
            continue
        try:
            ran = list(run_example(spec, names))
        except Exception as problem:
            stale += 1
            print(f"{spec.name}(): {type(problem).__name__}: {problem}")
            continue
        if all(one.as_documented() for one in ran):
            continue
        stale += 1
        print(f"{spec.name}():", *(one.printed.rstrip() for one in ran if not one.as_documented()), sep="\n  ")
        if not options.check:
            path = Path(importlib.import_module(spec.module).__file__ or "")
            path.write_text(rewrite(spec, path.read_text(encoding="utf-8"), ran), encoding="utf-8")
    return int(options.check and stale > 0)


if __name__ == "__main__":
    sys.exit(main())
