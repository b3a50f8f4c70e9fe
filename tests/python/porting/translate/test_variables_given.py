"""Arguments of layers and operations that are variables: plain Keras gets what it gets where they are written out."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from described import describe, list_arrays
from dialect_cases import list_cases, list_own_calls, spell, spell_arguments
from dialect_operations import list_computations
from support import sampled

import rkeras_py
from tools.translate_rates import translate_all

UNLIKE = {
    "op_binary_crossentropy": "Keras fails on doubles",
    "op_image_gaussian_blur": "Keras takes no single number",
    "op_image_resize": "Keras takes no single number",
    "op_segment_max": "an empty segment has the least double",
}
"""Operations that stop, or have another value, in plain Keras."""
Case = tuple[str, list[tuple[str, str]], Callable[[], Any]]


def _list_made(package: str) -> Iterator[Case]:
    """Give functions that make an object, their arguments as R code, and what makes the object without R."""
    if package == "keras3":
        for one in list_cases():
            yield one.name, list(spell_arguments(one.name, one.arguments).items()), one.expected
    else:
        for name, arguments, _ in list_own_calls():
            given = [(key, spell(value)) for key, value in arguments.items()]
            yield name, given, lambda name=name, arguments=arguments: getattr(rkeras_py, name)(**arguments)  # type: ignore[misc]


def _list_computed() -> Iterator[Case]:
    for one in list_computations():
        if one.name not in UNLIKE:
            parts = [re.fullmatch(r"(?:(\w+) = )?(.*)", argument, re.DOTALL) for argument in one.arguments]
            yield one.name, [(part[1] or "", part[2]) for part in parts if part], one.expected


def _write_with_variables(package: str, name: str, given: list[tuple[str, str]]) -> str:
    lines = [f"library({package})", *(f"v{place} <- {value}" for place, (_, value) in enumerate(given))]
    named = [f"{key} = v{place}" if key else f"v{place}" for place, (key, _) in enumerate(given)]
    return "\n".join([*lines, f"result <- {name}({', '.join(named)})"])


def _run(package: str, cases: list[Case]) -> Iterator[tuple[str, Any, Any]]:
    """Give the programs that are whole, what they make, and what they should."""
    codes = [_write_with_variables(package, name, given) for name, given, _ in cases]
    programs = translate_all(codes)["keras"]
    whole = [
        (program.text, expected) for program, (_, _, expected) in zip(programs, cases, strict=True) if not program.left
    ]
    assert len(whole) > 0.8 * len(cases)
    for text, expected in whole:
        names: dict[str, Any] = {}
        exec(compile(text, "program", "exec"), names)
        yield text, names["result"], expected()


@pytest.mark.parametrize("package", ["keras3", "keras"])
def test_objects_are_made_as_without_variables(package: str) -> None:
    for text, made, expected in _run(package, sampled(_list_made(package), 7)):
        described = [re.sub(r"(\d)\.0\b", r"\1", describe(one)) for one in (made, expected)]
        assert described[0] == described[1], text


def test_operations_compute_as_without_variables() -> None:
    for text, made, expected in _run("keras3", sampled(_list_computed(), 7)):
        for one, other in zip(list_arrays(made), list_arrays(expected), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-4, err_msg=text)
