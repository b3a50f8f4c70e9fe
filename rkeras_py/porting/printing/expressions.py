"""Expressions as text: the output of `ast.unparse`, with long lines wrapped."""

import ast
import io
import tokenize


def break_expression(
    tree: ast.expr, width: int, indent: int = 0, before: int = 0, after: int = 0, outermost: bool = False
) -> str:
    """Return an expression in lines, where it can be broken.

    Args:
        tree: The expression.
        width: How long a line may be.
        indent: How far the lines are indented.
        before: How much of the first line is taken.
        after: How much of the last line.
        outermost: Whether it is all of the right side of a statement.
    """
    flat = ast.unparse(tree)
    if indent + before + len(flat) + after <= width:
        return flat
    inner = indent + 4
    margin, end = "\n" + " " * inner, "\n" + " " * indent
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.RShift):
        if outermost and inner + len(flat) <= width:
            return f"({margin}{flat}{end})"
        if isinstance(tree.left, ast.Name):
            head = f"{ast.unparse(tree.left)} >> "
            return head + break_expression(tree.right, width, indent, before + len(head), after)
        first, steps = _take_steps(tree)
        parts = [break_expression(first, width, inner)]
        parts += [f">> {break_expression(step, width, inner, 3)}" for step in steps]
        return f"({margin}{margin.join(parts)}{end})"
    opened = _open(tree)
    if opened is None:
        return f"({margin}{flat}{end})" if outermost and not isinstance(tree, ast.Constant) else flat
    start, items, close = opened
    if isinstance(tree, ast.Call) and len(items) == 1 and isinstance(items[0][1], (ast.List, ast.Dict)):
        head = start + items[0][0]
        return f"{head}{break_expression(items[0][1], width, indent, before + len(head), 1)})"
    together = ", ".join(name + ast.unparse(value) for name, value in items)
    if inner + len(together) <= width:
        return f"{start}{margin}{together}{end}{close}"
    lines = [f"{name}{break_expression(value, width, inner, len(name), 1)}," for name, value in items]
    return f"{start}{margin}{margin.join(lines)}{end}{close}"


def _take_steps(tree: ast.expr) -> tuple[ast.expr, list[ast.expr]]:
    """Return the begin of a pipe, and its steps."""
    steps: list[ast.expr] = []
    while isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.RShift):
        steps.insert(0, tree.right)
        tree = tree.left
    return tree, steps


def _open(tree: ast.expr) -> tuple[str, list[tuple[str, ast.expr]], str] | None:
    """Return what opens an expression in brackets, its items, each behind its name, and what closes it."""
    if isinstance(tree, ast.Call) and (tree.args or tree.keywords):
        items = [("", one) for one in tree.args]
        items += [(f"{one.arg}=" if one.arg else "**", one.value) for one in tree.keywords]
        return ast.unparse(ast.Call(tree.func, [], [])).removesuffix(")"), items, ")"
    if isinstance(tree, ast.List) and tree.elts:
        return "[", [("", one) for one in tree.elts], "]"
    if isinstance(tree, ast.Tuple) and len(tree.elts) > 1:
        return "(", [("", one) for one in tree.elts], ")"
    if isinstance(tree, ast.Dict) and tree.keys and None not in tree.keys:
        pairs = zip(tree.keys, tree.values, strict=True)
        return "{", [(f"{ast.unparse(key)}: ", value) for key, value in pairs if key is not None], "}"
    return None


def quote_strings(text: str) -> str:
    """Write strings of code between double quotes, where that takes no backslash."""
    lines = text.split("\n")
    for token in reversed(list(tokenize.generate_tokens(io.StringIO(text).readline))):
        prefix = "f" if token.string.startswith("f'") else ""
        inner = token.string[len(prefix) + 1 : -1]
        is_single = token.type == tokenize.STRING and token.string[len(prefix)] == "'"
        if is_single and '"' not in inner and "\\'" not in inner:
            line, column = token.start[0] - 1, token.start[1]
            lines[line] = f'{lines[line][:column]}{prefix}"{inner}"{lines[line][token.end[1] :]}'
    return "\n".join(lines)
