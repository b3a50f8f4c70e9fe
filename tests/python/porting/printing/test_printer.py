"""The printer of Python: what it writes means what the tree means, at every width, and long lines are broken."""

import ast
import textwrap

import pytest
from support import ROOT

from rkeras_py.porting.printing.statements import Remark, write_module

pytestmark = pytest.mark.quick

SOURCES = [*sorted((ROOT / "rkeras_py/porting").rglob("*.py")), ROOT / "rkeras_py/layers/convolutional.py"]
STATEMENTS = (ast.Assign, ast.Return, ast.Expr)


def within(text: str) -> str:
    return ast.dump(ast.parse("def f():\n" + textwrap.indent(text, "    ")))


@pytest.mark.parametrize("width", [50, 110])
def test_what_is_written_means_the_same(width: int) -> None:
    found = [one for path in SOURCES for one in ast.walk(ast.parse(path.read_text())) if isinstance(one, STATEMENTS)]
    other = [one.lineno for one in found if within(write_module([one], width)) != within(ast.unparse(one))]
    assert len(found) > 3000
    assert not other


LONG = """\
model = (
    layer_input(shape=2)
    >> layer_dense(units=16, activation="relu", **options)
    >> layer_dense(units=3, kernel_initializer={"a": [1, 2, 3], "b": (4, 5)}, name="the_last")
)
call(
    first,
    [element, another_element, a_third_element],
    name="a text that is long enough to make it a long line",
)
"""


def test_long_lines_are_broken_as_formatters_break_them() -> None:
    body = ast.parse(LONG).body
    assert write_module([*body[:1], Remark("# beside", beside=True), *body[1:]], 94) == LONG.replace(
        ")\ncall", ")  # beside\ncall"
    )
    short = ast.parse("first, second = 'it is', 'both'").body
    assert write_module(short, 24) == 'first, second = (\n    "it is", "both"\n)\n'
