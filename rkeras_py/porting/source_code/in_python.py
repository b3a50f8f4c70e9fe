"""Code in Python: trees of Python's own `ast`, and lines of them that are not too long."""

import ast
import io
import tokenize
from collections.abc import Sequence
from typing import Any

import numpy as np

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
    body = [_break_statement(tree) for one in program.statements for tree in _statement(one, pipes, program)]
    lines = []
    for path, name in sorted(program.modules.items()):
        lines.append(f"import {path}" if path == name else f"import {path} as {name}")
    own = [f"from {module} import {name}" for name, module in sorted(program.foreign.items()) if module]
    if pipes:
        own.insert(0, "from rkeras_py import *")
    blocks = ["\n".join(block) for block in (lines, own) if block]
    comments = list_comments(program, _WIDTH)
    blocks += ["\n".join(comments)] if comments else []
    return _requote("\n\n".join([*blocks, "\n".join(body)]) + "\n")


def _statement(one: Assign | Do, pipes: bool, program: Program) -> list[ast.stmt]:
    if isinstance(one, Do):
        target, verb = ast.Name(one.target), _tree(one.verb, program)
        if pipes:
            return [ast.Expr(ast.BinOp(target, ast.RShift(), verb))]
        assert isinstance(one.verb.function, Name) and isinstance(verb, ast.Call)
        return [ast.Expr(ast.Call(ast.Attribute(target, one.verb.function.text), verb.args, verb.keywords))]
    source, steps = _tree(one.source, program), [_tree(step, program) for step in one.steps]
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


def _tree(value: Any, program: Program) -> ast.expr:
    match value:
        case Name(text):
            return ast.Name(text)
        case Member(path):
            return _attribute(path)
        case Exactly(inner):
            return _tree(inner, program)
        case Item(whole, key):
            return ast.Subscript(_tree(whole, program), ast.Constant(key))
        case Part(whole, places):
            keys = [_place(place, program) for place in places]
            return ast.Subscript(_tree(whole, program), keys[0] if len(keys) == 1 else ast.Tuple(keys))
        case Infix(operator, left, right):
            sides = _tree(left, program), _tree(right, program)
            if operator in _COMPARISONS:
                return ast.Compare(sides[0], [_COMPARISONS[operator]], [sides[1]])
            return ast.BinOp(sides[0], _OPERATORS[operator], sides[1])
        case Call(function, positional, named):
            arguments = [_tree(one, program) for one in positional]
            keywords = [ast.keyword(name, _tree(one, program)) for name, one in named.items()]
            return ast.Call(_tree(function, program), arguments, keywords)
        case dict():
            return ast.Dict([ast.Constant(key) for key in value], [_tree(part, program) for part in value.values()])
        case list():
            return ast.List([_tree(part, program) for part in value])
        case tuple():
            return ast.Tuple([_tree(part, program) for part in value])
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray) or hasattr(value, "numpy"):
        array = np.asarray(value)
        program.modules["numpy"] = "np"
        kind = ast.keyword("dtype", ast.Constant(str(array.dtype)))
        return ast.Call(_attribute("np.array"), [_tree(array.tolist(), program)], [kind])
    if (isinstance(value, float) and value != value) or value in (float("inf"), float("-inf")):
        return ast.Call(ast.Name("float"), [ast.Constant(str(value))], [])
    return ast.Constant(value)


def _place(place: Any, program: Program) -> ast.expr:
    if isinstance(place, slice):
        bounds = [None if one is None else _tree(one, program) for one in (place.start, place.stop, place.step)]
        return ast.Slice(*bounds)
    return _tree(place, program)


def _attribute(path: str) -> ast.expr:
    first, *rest = path.split(".")
    tree: ast.expr = ast.Name(first)
    for name in rest:
        tree = ast.Attribute(tree, name)
    return tree


def _break_statement(tree: ast.stmt) -> str:
    match tree:
        case ast.Assign(targets=targets, value=value):
            head = ", ".join(ast.unparse(one).strip("()") for one in targets) + " = "
            return head + _break(value, 0, len(head), outermost=True)
        case ast.Expr(value=ast.BinOp(left=left, right=right)):
            head = f"{ast.unparse(left)} >> "
            return head + _break(right, 0, len(head))
        case ast.Expr(value=value):
            return _break(value, 0, 0)
    raise TypeError(tree)


def _break(tree: ast.expr, indent: int, before: int, after: int = 0, outermost: bool = False) -> str:
    """Return an expression in lines.

    Args:
        tree: The expression.
        indent: How far its lines are indented.
        before: How much of the first line is taken.
        after: How much of the last line.
        outermost: Whether it is all of the right side of a statement.
    """
    flat = ast.unparse(tree)
    if indent + before + len(flat) + after <= _WIDTH:
        return flat
    inner = indent + 4
    margin, end = "\n" + " " * inner, "\n" + " " * indent
    match tree:
        case ast.BinOp(op=ast.RShift()):
            if outermost and inner + len(flat) <= _WIDTH:
                return f"({margin}{flat}{end})"
            if isinstance(tree.left, ast.Name):
                head = f"{ast.unparse(tree.left)} >> "
                return head + _break(tree.right, indent, before + len(head), after)
            steps: list[ast.expr] = []
            while isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.RShift):
                steps.insert(0, tree.right)
                tree = tree.left
            parts = [_break(tree, inner, 0), *(f">> {_break(step, inner, 3)}" for step in steps)]
            return f"({margin}{margin.join(parts)}{end})"
        case ast.Call(func=func, args=args, keywords=keywords) if args or keywords:
            items = [(("", one)) for one in args] + [(f"{one.arg}=", one.value) for one in keywords]
            if len(items) == 1 and isinstance(items[0][1], (ast.List, ast.Dict)):
                head = f"{ast.unparse(func)}({items[0][0]}"
                return f"{head}{_break(items[0][1], indent, before + len(head), 1)})"
            return _enclose(f"{ast.unparse(func)}(", items, ")", inner, margin, end)
        case ast.List(elts=elements) if elements:
            return _enclose("[", [("", one) for one in elements], "]", inner, margin, end)
        case ast.Tuple(elts=elements) if len(elements) > 1:
            return _enclose("(", [("", one) for one in elements], ")", inner, margin, end)
        case ast.Dict(keys=keys, values=values) if keys:
            items = [(f"{ast.unparse(key)}: ", value) for key, value in zip(keys, values, strict=True) if key]
            return _enclose("{", items, "}", inner, margin, end)
    return f"({margin}{flat}{end})" if outermost and not isinstance(tree, ast.Constant) else flat


def _enclose(head: str, items: list[tuple[str, ast.expr]], tail: str, inner: int, margin: str, end: str) -> str:
    together = ", ".join(name + ast.unparse(value) for name, value in items)
    if inner + len(together) <= _WIDTH:
        return f"{head}{margin}{together}{end}{tail}"
    lines = [f"{name}{_break(value, inner, len(name), 1)}," for name, value in items]
    return f"{head}{margin}{margin.join(lines)}{end}{tail}"


def _requote(text: str) -> str:
    """Return code with double quotes around its strings, where nothing in them speaks against it."""
    lines = text.splitlines(keepends=True)
    found = [
        token
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.STRING and token.string[0] == "'" and not {'"', "\\"} & {*token.string}
    ]
    for token in reversed(found):
        row, first, last = token.start[0] - 1, token.start[1], token.end[1]
        lines[row] = f'{lines[row][:first]}"{token.string[1:-1]}"{lines[row][last:]}'
    return "".join(lines)
