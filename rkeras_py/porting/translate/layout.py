"""Statements as text: what `ast.unparse` writes, with long lines broken and comments between."""

import ast
import io
import tokenize
from collections.abc import Iterator

WIDTH = 110


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


def write_module(body: list[ast.stmt]) -> str:
    """Return the text of a module."""
    lines: list[str] = []
    for line in write_block(body, 0):
        if line or lines[-2:] != ["", ""]:
            lines.append(line)
    return _quote("\n".join(lines).strip("\n") + "\n")


def _quote(text: str) -> str:
    """Write strings between double quotes, where that takes no backslash."""
    lines = text.split("\n")
    for token in reversed(list(tokenize.generate_tokens(io.StringIO(text).readline))):
        inner = token.string[1:-1]
        if token.type == tokenize.STRING and token.string[0] == "'" and '"' not in inner and "\\'" not in inner:
            line, column = token.start[0] - 1, token.start[1]
            lines[line] = f'{lines[line][:column]}"{inner}"{lines[line][token.end[1] :]}'
    return "\n".join(lines)


def write_block(body: list[ast.stmt], indent: int) -> list[str]:
    """Return the lines of statements.

    Args:
        body: The statements.
        indent: How many spaces stand before them.
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
            if statement.beside and lines and len(lines[-1] + statement.text) + 2 <= WIDTH + 20:
                lines[-1] += f"  {statement.text}"
            else:
                lines.append(f"{' ' * indent}{statement.text}" if statement.text else "")
        else:
            lines.extend(_write(statement, indent))
    return lines


def _write(statement: ast.stmt, indent: int) -> Iterator[str]:
    space = " " * indent
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        yield from (f"{space}@{ast.unparse(one)}" for one in statement.decorator_list)
        if isinstance(statement, ast.FunctionDef):
            yield f"{space}def {statement.name}({ast.unparse(statement.args)}):"
        else:
            bases = ", ".join(map(ast.unparse, statement.bases))
            yield f"{space}class {statement.name}{f'({bases})' if bases else ''}:"
        yield from _inside(statement.body, indent)
    elif isinstance(statement, ast.If):
        yield from _write_if(statement, indent, "if")
    elif isinstance(statement, (ast.For, ast.While)):
        head = f"while {ast.unparse(statement.test)}" if isinstance(statement, ast.While) else (
            f"for {ast.unparse(statement.target)} in {ast.unparse(statement.iter)}"
        )  # fmt: skip
        yield f"{space}{head}:"
        yield from _inside(statement.body, indent)
    elif isinstance(statement, ast.With):
        yield f"{space}with {', '.join(map(ast.unparse, statement.items))}:"
        yield from _inside(statement.body, indent)
    elif isinstance(statement, ast.Try):
        yield from _write_try(statement, indent)
    elif isinstance(statement, ast.Assign):
        target = " = ".join(map(ast.unparse, statement.targets)).removeprefix("(").removesuffix(")")
        if isinstance(statement.targets[0], ast.Tuple):
            target = ", ".join(ast.unparse(one) for one in statement.targets[0].elts)
        yield from (space + line if line else line for line in lay_out(statement.value, f"{target} = ", indent))
    elif isinstance(statement, ast.Return) and statement.value is not None:
        yield from (space + line for line in lay_out(statement.value, "return ", indent))
    elif isinstance(statement, ast.Expr):
        yield from (space + line for line in lay_out(statement.value, "", indent))
    else:
        yield from (space + line for line in ast.unparse(statement).split("\n"))


def _write_if(statement: ast.If, indent: int, word: str) -> Iterator[str]:
    space = " " * indent
    yield f"{space}{word} {ast.unparse(statement.test)}:"
    yield from _inside(statement.body, indent)
    if len(statement.orelse) == 1 and isinstance(statement.orelse[0], ast.If):
        yield from _write_if(statement.orelse[0], indent, "elif")
    elif statement.orelse:
        yield f"{space}else:"
        yield from _inside(statement.orelse, indent)


def _write_try(statement: ast.Try, indent: int) -> Iterator[str]:
    space = " " * indent
    yield f"{space}try:"
    yield from _inside(statement.body, indent)
    for one in statement.handlers:
        yield f"{space}except {ast.unparse(one.type) if one.type else ''}{f' as {one.name}' if one.name else ''}:"
        yield from _inside(one.body, indent)
    for word, body in (("else", statement.orelse), ("finally", statement.finalbody)):
        if body:
            yield f"{space}{word}:"
            yield from _inside(body, indent)


def _inside(body: list[ast.stmt], indent: int) -> list[str]:
    lines = write_block(body, indent + 4)
    while lines and not lines[0]:
        lines.pop(0)
    real = any(not isinstance(one, Remark) for one in body)
    return lines if real else [*lines, " " * (indent + 4) + "pass"]


def lay_out(value: ast.expr, before: str, indent: int, after: str = "") -> list[str]:
    """Return an expression as lines that are not too long, where it can be broken.

    Args:
        value: The expression.
        before: What stands before it on its first line.
        indent: How far the lines will be moved to the right.
        after: What stands behind it.
    """
    line = f"{before}{_text(value)}{after}"
    if len(line) + indent <= WIDTH:
        return [line]
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.RShift):
        steps: list[ast.expr] = []
        left: ast.expr = value
        while isinstance(left, ast.BinOp) and isinstance(left.op, ast.RShift):
            steps.insert(0, left.right)
            left = left.left
        if len(steps) == 1:
            inner = lay_out(steps[0], f"{before}{_text(left)} >> ", indent, after)
            if len(inner[0]) + indent <= WIDTH:
                return inner
        lines = lay_out(left, "", indent + 4)
        for step in steps:
            lines += lay_out(step, ">> ", indent + 4)
        return [f"{before}(", *("    " + one for one in lines), f"){after}"]
    opened = _opened(value)
    if opened is None:
        return [line]
    start, parts, end = opened
    inner_lines: list[str] = []
    for head, part in parts:
        inner_lines += ["    " + one for one in lay_out(part, head, indent + 4, ",")]
    return [before + start, *inner_lines, end + after]


def _text(value: ast.expr) -> str:
    return ast.unparse(value)


def _opened(value: ast.expr) -> tuple[str, list[tuple[str, ast.expr]], str] | None:
    if isinstance(value, ast.Call) and (value.args or value.keywords):
        parts = [("", one) for one in value.args]
        parts += [(f"{one.arg}=" if one.arg else "**", one.value) for one in value.keywords]
        return f"{_text(value.func)}(", parts, ")"
    if isinstance(value, ast.List) and value.elts:
        return "[", [("", one) for one in value.elts], "]"
    if isinstance(value, ast.Tuple) and len(value.elts) > 1:
        return "(", [("", one) for one in value.elts], ")"
    if isinstance(value, ast.Dict) and all(key is not None for key in value.keys):
        pairs = zip(value.keys, value.values, strict=True)
        return "{", [(f"{_text(key)}: ", one) for key, one in pairs if key is not None], "}"
    return None
