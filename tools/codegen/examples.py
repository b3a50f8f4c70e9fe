"""The examples of docstrings: Python as written, and the same in R for the help pages.

A section "Example" has lines of `>>>` with what they print. R's spelling is made of it, statement by statement; where
the two languages differ by more than spelling, a section "Example in R" beside it has the R code.
"""

import ast
import doctest
import re
from collections.abc import Callable, Sequence

from rkeras_py.r.code import as_r_code
from rkeras_py.signatures.registry import REGISTRY, Spec

_WIDTH = 100  # R CMD check notes longer lines

SKIPPED = doctest.SKIP
"""The doctest option of statements that are shown, and cannot run here (`# doctest: +SKIP`)."""


def parse_example(spec: Spec) -> list[doctest.Example]:
    """Return the statements of a function's example, with what each prints in Python."""
    return doctest.DocTestParser().get_examples(spec.docs.sections.get("Example", ""))


def render_in_r(spec: Spec) -> list[str]:
    """Return the lines of a function's example in R; none where it has no example.

    Raises:
        ValueError: If a statement has no R spelling that follows from the Python one.
    """
    written = spec.docs.sections.get("Example in R")
    if written:
        return written.split("\n")
    lines: list[str] = []
    for example in parse_example(spec):
        try:
            code = [line for statement in ast.parse(example.source).body for line in _write_statement(statement)]
        except _NoSpelling as problem:
            raise ValueError(
                f"{spec.name}(): the example has {problem}, which has no R spelling. Write a section "
                f"'Example in R'. Received: {example.source.strip()}"
            ) from problem
        skipped = example.options.get(SKIPPED)
        if skipped and code and lines and lines[-1] == "}":
            lines[-1:] = [*code, "}"]
        else:
            lines += ["\\dontrun{", *code, "}"] if skipped and code else code
    return lines


class _NoSpelling(Exception):
    """A piece of Python that the printer of R does not know."""


_BINARY = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Pow: "^",
    ast.MatMult: "%*%",
    ast.FloorDiv: "%/%",
    ast.Mod: "%%",
    ast.RShift: "%>%",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def _write_statement(node: ast.stmt) -> list[str]:
    match node:
        case ast.Import() | ast.ImportFrom():
            return []
        case ast.Expr(value=value):
            code = _write_expression(value)
            return _break_lines(f"({code})" if _composes(value) else code)
        case ast.Assign(targets=[target], value=value):
            return _break_lines(f"{_write_expression(target)} <- {_write_expression(value)}")
    raise _NoSpelling(f"a statement {type(node).__name__}")


def _composes(value: ast.expr) -> bool:
    """Tell whether a layer function is called with an object, of which R gives back the result invisibly."""
    piped = isinstance(value, ast.BinOp) and isinstance(value.op, ast.RShift)
    called = value.right if isinstance(value, ast.BinOp) else value
    if not isinstance(called, ast.Call):
        return False
    spec = REGISTRY.get(ast.unparse(called.func))
    composable = spec is not None and spec.kind == "layer" and next(iter(spec.params)) == "object"
    return composable and (piped or bool(called.args))


def _break_lines(code: str) -> list[str]:
    """Break a long statement after its pipes, and then between arguments.

    Raises:
        _NoSpelling: If a line is still longer than R's help shows.
    """
    if len(code) > _WIDTH:
        code = code.replace(" %>% ", " %>%\n  ")
    lines = [piece for line in code.split("\n") for piece in _fold_line(line)]
    if max(map(len, lines)) > _WIDTH:
        raise _NoSpelling(f"a statement of more than {_WIDTH} characters")
    return lines


def _fold_line(line: str) -> list[str]:
    commas = [found.end() for found in re.finditer(", ", line) if line.count('"', 0, found.start()) % 2 == 0]
    before = [place for place in commas if place <= _WIDTH]
    if len(line) <= _WIDTH or not before:
        return [line]
    return [line[: before[-1]].rstrip(), *_fold_line(f"  {line[before[-1] :]}")]


def _write_expression(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=value) if value is not Ellipsis:
            return f"{value}" if type(value) is int else as_r_code(value)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as operand):
            return f"-{_write_expression(operand)}"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"!{_write_expression(operand)}"
        case ast.Name(id=name):
            return name.strip("_") if name.strip("_") in _R_NAMES else name
        case ast.BinOp(left=left, op=ast.RShift(), right=right):
            return f"{_write_operand(left)} %>% {_write_expression(right)}"
        case ast.BinOp(left=left, op=op, right=right):
            return f"{_write_operand(left)} {_BINARY[type(op)]} {_write_operand(right)}"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return f"{_write_operand(left)} {_BINARY[type(op)]} {_write_operand(right)}"
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return _write_collection(items)
        case ast.Dict(keys=keys, values=values):
            return f"list({', '.join(map(_write_named, keys, values))})"
        case ast.Lambda(args=arguments, body=body):
            return f"function({', '.join(one.arg for one in arguments.args)}) {_write_expression(body)}"
        case ast.Attribute(value=ast.Name(id="np"), attr=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.Attribute(value=value, attr=name):
            return f"{_write_expression(value)}${name}"
        case ast.Subscript(value=value, slice=ast.Constant(value=str() as name)):
            return f"{_write_expression(value)}${name}"
        case ast.Subscript(value=value, slice=ast.Constant(value=int() as place)) if place >= 0:
            return f"{_write_expression(value)}[[{place + 1}]]"
        case ast.Call():
            return _write_call(node)
    raise _NoSpelling(f"{ast.unparse(node)!r}")


def _write_operand(node: ast.expr) -> str:
    text = _write_expression(node)
    simple = isinstance(node, ast.Constant | ast.Name | ast.Call | ast.Attribute | ast.List | ast.Subscript)
    piped = isinstance(node, ast.BinOp) and isinstance(node.op, ast.RShift)
    return text if simple or piped else f"({text})"


def _write_collection(items: Sequence[ast.expr]) -> str:
    """Return an atomic vector, a matrix, an array, or a list, as the elements are."""
    if not items:
        return "list()"
    if all(_is_scalar(item) for item in items):
        return f"c({', '.join(map(_write_expression, items))})"
    if (
        all(isinstance(item, ast.Constant) and type(item.value) in (int, type(None)) for item in items)
        and len(items) > 1
    ):
        return f"c({', '.join('NA' if item is None else item for item in map(_write_size, items))})"
    if sizes := _find_sizes(items):
        if len(sizes) == 2:
            return f"rbind({', '.join(map(_write_expression, items))})"
        leaves = ", ".join(map(_write_expression, _list_leaves(items)))
        return f"array_reshape(c({leaves}), c({', '.join(map(str, sizes))}))"
    return f"list({', '.join(map(_write_expression, items))})"


def _is_size(value: object) -> bool:
    return value is None or type(value) is int


def _write_size(node: ast.expr) -> str:
    return "NA" if isinstance(node, ast.Constant) and node.value is None else _write_expression(node)


def _is_scalar(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        return _is_scalar(node.operand)
    return isinstance(node, ast.Constant) and node.value is not None


def _find_sizes(items: Sequence[ast.expr]) -> list[int]:
    """Return the sizes of nested lists of numbers that are an array; nothing where they are none."""
    if all(_is_scalar(item) for item in items):
        return [len(items)]
    if not all(isinstance(item, ast.List) and item.elts for item in items):
        return []
    inner = [_find_sizes(item.elts) for item in items if isinstance(item, ast.List)]
    return [len(items), *inner[0]] if inner[0] and all(one == inner[0] for one in inner) else []


def _list_leaves(items: Sequence[ast.expr]) -> list[ast.expr]:
    return [leaf for item in items for leaf in (_list_leaves(item.elts) if isinstance(item, ast.List) else [item])]


def _write_named(key: ast.expr | None, value: ast.expr) -> str:
    if not isinstance(key, ast.Constant):
        raise _NoSpelling("a dict with computed names")
    name = str(key.value)
    return f"{name if name.isidentifier() else f'`{name}`'} = {_write_expression(value)}"


_CALLS: dict[str, Callable[..., str]] = {
    "np.array": lambda value: value,
    "np.arange": lambda *ends: _write_arange(*ends),
    "np.zeros": lambda shape: f"array(0, {shape})",
    "np.ones": lambda shape: f"array(1, {shape})",
    "np.linspace": lambda start, stop, num: f"seq({start}, {stop}, length.out = {num})",
    "range": lambda *ends: _write_arange(*ends),
    "len": lambda value: f"length({value})",
    "list": lambda value: value,
    "slice": lambda start, stop: f"{start}:{stop}",
    "os.makedirs": lambda path: f"dir.create({path}, recursive = TRUE)",
    "os.remove": lambda path: f"unlink({path})",
    "shutil.rmtree": lambda path: f"unlink({path}, recursive = TRUE)",
}
"""How calls of Python's and numpy's own functions are spelled in R."""

_CONSTANTS = {"pi": "pi", "nan": "NaN", "inf": "Inf"}
"""Numbers that numpy has a name for, with R's name."""

_R_NAMES = ("repeat", "lambda", "next", "function", "in")


def _write_arange(*ends: str) -> str:
    start, stop = ("0", *ends)[-2:]
    last = f"{int(float(stop)) - 1}" if stop.replace(".", "").isdigit() else f"({stop} - 1)"
    return f"{start}:{last}"


def _write_call(node: ast.Call) -> str:
    called = ast.unparse(node.func)
    method, reshaped = node.func, isinstance(node.func, ast.Attribute) and node.func.attr == "reshape"
    if isinstance(method, ast.Attribute) and reshaped:
        sizes = [item for one in node.args for item in (one.elts if isinstance(one, ast.Tuple) else [one])]
        return f"array_reshape({_write_expression(method.value)}, {_write_collection(sizes)})"
    if called in _CALLS and not (called == "np.array" and len(node.args) != 1):
        texts = [_write_expression(one) for one in node.args]
        return _CALLS[called](*texts)
    if called.startswith("np."):
        raise _NoSpelling(f"{called}()")
    if any(isinstance(one, ast.Starred) for one in node.args) or any(one.arg is None for one in node.keywords):
        raise _NoSpelling("arguments by * or **")
    names = _list_names_in_r(called)
    arguments = [_write_expression(one) for one in node.args]
    arguments += [f"{names.get(one.arg or '', one.arg)} = {_write_expression(one.value)}" for one in node.keywords]
    return f"{_write_expression(node.func)}({', '.join(arguments)})"


def _list_names_in_r(called: str) -> dict[str, str]:
    """Return R's names of the arguments of a function, by those that it has in Python."""
    spec = REGISTRY.get(called)
    return {param.python_name: param.name for param in spec.params.values()} if spec else {}
