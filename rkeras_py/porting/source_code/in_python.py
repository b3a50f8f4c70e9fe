"""Python code as trees of Python's own `ast`."""

import ast
import textwrap
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..printing.expressions import quote_strings
from ..printing.statements import write_block
from .expressions import Assign, Call, Do, Exactly, Infix, Item, Member, Name, Part, Program, list_comments

_WIDTH = 88
_OPERATORS = {
    "+": ast.Add(), "-": ast.Sub(), "*": ast.Mult(), "/": ast.Div(), "//": ast.FloorDiv(), "%": ast.Mod(),
    "**": ast.Pow(), "@": ast.MatMult(),
}  # fmt: skip
_COMPARISONS = {
    "==": ast.Eq(), "!=": ast.NotEq(), "<": ast.Lt(), "<=": ast.LtE(), ">": ast.Gt(), ">=": ast.GtE(),
}  # fmt: skip


def print_python(program: Program, pipes: bool) -> str:
    """Return a program as code in Python.

    Args:
        program: The program.
        pipes: Whether layers are applied by `>>`, as this package does it, or called, as Keras does it.
    """
    body = [tree for one in program.statements for tree in _write_statement(one, pipes, program)]
    text = "\n".join(write_block(body, 0, _WIDTH))
    lines = []
    for path, name in sorted(program.modules.items()):
        lines.append(f"import {path}" if path == name else f"import {path} as {name}")
    own = [f"from {module} import {name}" for name, module in sorted(program.foreign.items()) if module]
    definitions = []
    for name, code in program.definitions.items():
        imports, rest = _split_imports(code)
        lines += [one for one in imports if one.startswith("import ") and one not in lines]
        own += [one for one in imports if one.startswith("from ") and one not in own]
        definitions.append(_enclose(name, rest))
    if pipes:
        own = ["from rkeras_py import *", *(one for one in own if not one.startswith("from rkeras_py import "))]
    blocks = ["\n".join(block) for block in (lines, own) if block]
    comments = list_comments(program, _WIDTH)
    blocks += ["\n".join(comments)] if comments else []
    blocks += ["\n" + "\n\n\n".join(definitions) + "\n"] if definitions else []
    return quote_strings("\n\n".join([*blocks, text]) + "\n")


def _split_imports(code: str) -> tuple[list[str], str]:
    """Return the imports at the top of code, each as a line, and the rest."""
    count, imports = 0, []
    for one in ast.parse(code).body:
        if not isinstance(one, (ast.Import, ast.ImportFrom)):
            break
        count = one.end_lineno or 0
        imports.append(ast.unparse(one))
    return imports, "\n".join(code.splitlines()[count:]).strip("\n")


def _enclose(name: str, code: str) -> str:
    """Return the definition of a part; its variables, which another part or the program may have too, in a function."""
    if len(ast.parse(code).body) == 1:
        return code
    inner = textwrap.indent(f"{code}\n\nreturn {name}", "    ")
    return f"def make_{name}():\n{inner}\n\n\n{name} = make_{name}()"


def _write_statement(one: Assign | Do, pipes: bool, program: Program) -> list[ast.stmt]:
    if isinstance(one, Do):
        target, verb = ast.Name(one.target), _make_tree(one.verb, program)
        if pipes:
            return [ast.Expr(ast.BinOp(target, ast.RShift(), verb))]
        assert isinstance(one.verb.function, Name) and isinstance(verb, ast.Call)
        return [ast.Expr(ast.Call(ast.Attribute(target, one.verb.function.text), verb.args, verb.keywords))]
    source, steps = _make_tree(one.source, program), [_make_tree(step, program) for step in one.steps]
    names: list[ast.expr] = [ast.Name(name) for name in one.targets]
    targets: list[ast.expr] = names if len(names) == 1 else [ast.Tuple(names)]
    if pipes:
        return [ast.Assign(targets, _pipe(source, steps), lineno=1)]
    if not steps:
        return [ast.Assign(targets, source, lineno=1)]
    statements: list[ast.stmt] = []
    between = ast.Name(one.targets[0])
    for place, step in enumerate(steps):
        last = place == len(steps) - 1
        statements.append(ast.Assign(targets if last else [between], ast.Call(step, [source], []), lineno=1))
        source = between
    return statements


def _pipe(source: ast.expr, steps: Sequence[ast.expr]) -> ast.expr:
    if isinstance(source, ast.List) and steps:
        first, *steps = steps
        if isinstance(first, ast.Call):
            source = ast.Call(first.func, [source, *first.args], first.keywords)
        else:
            source = ast.Call(first, [source], [])
    for step in steps:
        source = ast.BinOp(source, ast.RShift(), step)
    return source


def _make_tree(value: Any, program: Program) -> ast.expr:
    match value:
        case Name(text):
            return ast.Name(text)
        case Member(path):
            return _make_attribute(path)
        case Exactly(inner):
            return _make_tree(inner, program)
        case Item(whole, key):
            return ast.Subscript(_make_tree(whole, program), ast.Constant(key))
        case Part(whole, places):
            keys = [_make_place(place, program) for place in places]
            return ast.Subscript(_make_tree(whole, program), keys[0] if len(keys) == 1 else ast.Tuple(keys))
        case Infix(operator, left, right):
            sides = _make_tree(left, program), _make_tree(right, program)
            if operator in _COMPARISONS:
                return ast.Compare(sides[0], [_COMPARISONS[operator]], [sides[1]])
            return ast.BinOp(sides[0], _OPERATORS[operator], sides[1])
        case Call(function, positional, named):
            arguments = [_make_tree(one, program) for one in positional]
            keywords = [ast.keyword(name, _make_tree(one, program)) for name, one in named.items()]
            return ast.Call(_make_tree(function, program), arguments, keywords)
        case dict():
            return ast.Dict(
                [ast.Constant(key) for key in value], [_make_tree(part, program) for part in value.values()]
            )
        case list():
            return ast.List([_make_tree(part, program) for part in value])
        case tuple():
            return ast.Tuple([_make_tree(part, program) for part in value])
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray) or hasattr(value, "numpy"):
        array = np.asarray(value)
        program.modules["numpy"] = "np"
        kind = ast.keyword("dtype", ast.Constant(str(array.dtype)))
        return ast.Call(_make_attribute("np.array"), [_make_tree(array.tolist(), program)], [kind])
    if (isinstance(value, float) and value != value) or value in (float("inf"), float("-inf")):
        return ast.Call(ast.Name("float"), [ast.Constant(str(value))], [])
    return ast.Constant(value)


def _make_place(place: Any, program: Program) -> ast.expr:
    if isinstance(place, slice):
        bounds = [None if one is None else _make_tree(one, program) for one in (place.start, place.stop, place.step)]
        return ast.Slice(*bounds)
    return _make_tree(place, program)


def _make_attribute(path: str) -> ast.expr:
    first, *rest = path.split(".")
    tree: ast.expr = ast.Name(first)
    for name in rest:
        tree = ast.Attribute(tree, name)
    return tree
