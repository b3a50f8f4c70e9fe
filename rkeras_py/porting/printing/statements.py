"""Statements as text: the output of `ast.unparse`, with long lines wrapped and with comments."""

import ast
from collections.abc import Iterator, Sequence

from .expressions import break_expression, quote_strings


class Remark(ast.stmt):
    """A comment, an empty line, or a comment at the end of the line before.

    Args:
        text: The comment with its `#`, or "".
        beside: Whether it belongs to the line before.
    """

    _fields = ()

    def __init__(self, text: str, beside: bool = False) -> None:
        super().__init__()
        self.text = text
        self.beside = beside


def write_module(body: Sequence[ast.stmt], width: int) -> str:
    """Return the text of a module.

    Args:
        body: Its statements.
        width: How long a line may be.
    """
    lines: list[str] = []
    for line in write_block(body, 0, width):
        if line or lines[-2:] != ["", ""]:
            lines.append(line)
    return quote_strings("\n".join(lines).strip("\n") + "\n")


def write_block(body: Sequence[ast.stmt], indent: int, width: int) -> list[str]:
    """Return the lines of statements.

    Args:
        body: The statements.
        indent: How many spaces stand before them.
        width: How long a line may be.
    """
    lines: list[str] = []
    gap = [""] * (1 if indent else 2)
    after_definition = False
    for statement in body:
        is_definition = isinstance(statement, (ast.FunctionDef, ast.ClassDef))
        is_empty = isinstance(statement, Remark) and not statement.text
        if after_definition and not is_empty:
            lines += gap
        if after_definition and is_empty:
            continue
        after_definition = is_definition
        if is_definition and lines:
            place = len(lines)
            while place and lines[place - 1].lstrip().startswith("#"):
                place -= 1
            while place and not lines[place - 1]:
                del lines[place - 1]
                place -= 1
            lines[place:place] = gap if place else []
        if isinstance(statement, Remark):
            if statement.beside and lines and len(lines[-1] + statement.text) + 2 <= width + 20:
                lines[-1] += f"  {statement.text}"
            else:
                lines.append(f"{' ' * indent}{statement.text}" if statement.text else "")
        else:
            lines.extend(_write(statement, indent, width))
    return lines


def _write(statement: ast.stmt, indent: int, width: int) -> Iterator[str]:
    space = " " * indent
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        yield from (f"{space}@{ast.unparse(one)}" for one in statement.decorator_list)
        if isinstance(statement, ast.FunctionDef):
            yield f"{space}def {statement.name}({ast.unparse(statement.args)}):"
        else:
            bases = ", ".join(map(ast.unparse, statement.bases))
            yield f"{space}class {statement.name}{f'({bases})' if bases else ''}:"
        yield from _write_inside(statement.body, indent, width)
    elif isinstance(statement, ast.If):
        yield from _write_if(statement, indent, width, "if")
    elif isinstance(statement, (ast.For, ast.While)):
        head = f"while {ast.unparse(statement.test)}" if isinstance(statement, ast.While) else (
            f"for {ast.unparse(statement.target)} in {ast.unparse(statement.iter)}"
        )  # fmt: skip
        yield f"{space}{head}:"
        yield from _write_inside(statement.body, indent, width)
    elif isinstance(statement, ast.With):
        yield f"{space}with {', '.join(map(ast.unparse, statement.items))}:"
        yield from _write_inside(statement.body, indent, width)
    elif isinstance(statement, ast.Try):
        yield from _write_try(statement, indent, width)
    elif isinstance(statement, ast.Assign):
        yield from _write_value("".join(map(_write_target, statement.targets)), statement.value, indent, width)
    elif isinstance(statement, ast.Return) and statement.value is not None:
        yield from _write_value("return ", statement.value, indent, width)
    elif isinstance(statement, ast.Expr):
        yield from (space + break_expression(statement.value, width, indent)).split("\n")
    else:
        yield from (space + line for line in ast.unparse(statement).split("\n"))


def _write_target(target: ast.expr) -> str:
    text = ast.unparse(target)
    return f"{text[1:-1] if isinstance(target, ast.Tuple) else text} = "


def _write_value(head: str, value: ast.expr, indent: int, width: int) -> list[str]:
    return f"{' ' * indent}{head}{break_expression(value, width, indent, len(head), outermost=True)}".split("\n")


def _write_if(statement: ast.If, indent: int, width: int, word: str) -> Iterator[str]:
    space = " " * indent
    yield f"{space}{word} {ast.unparse(statement.test)}:"
    yield from _write_inside(statement.body, indent, width)
    if len(statement.orelse) == 1 and isinstance(statement.orelse[0], ast.If):
        yield from _write_if(statement.orelse[0], indent, width, "elif")
    elif statement.orelse:
        yield f"{space}else:"
        yield from _write_inside(statement.orelse, indent, width)


def _write_try(statement: ast.Try, indent: int, width: int) -> Iterator[str]:
    space = " " * indent
    yield f"{space}try:"
    yield from _write_inside(statement.body, indent, width)
    for one in statement.handlers:
        yield f"{space}except {ast.unparse(one.type) if one.type else ''}{f' as {one.name}' if one.name else ''}:"
        yield from _write_inside(one.body, indent, width)
    for word, body in (("else", statement.orelse), ("finally", statement.finalbody)):
        if body:
            yield f"{space}{word}:"
            yield from _write_inside(body, indent, width)


def _write_inside(body: Sequence[ast.stmt], indent: int, width: int) -> list[str]:
    lines = write_block(body, indent + 4, width)
    while lines and not lines[0]:
        lines.pop(0)
    real = any(not isinstance(one, Remark) for one in body)
    return lines if real else [*lines, " " * (indent + 4) + "pass"]
