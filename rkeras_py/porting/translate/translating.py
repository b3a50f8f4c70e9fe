"""From R scripts to Python programs, as text."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ...compat import keras2_arguments
from ...signatures.dialects import KERAS3
from ..checking.checking import keep_garbage
from ..checking.documents import Document
from ..checking.encodings import split_lines
from ..checking.parsing import Parsed, read_parsed, read_parts
from ..checking.scripts import read_script
from ..checking.tree import MOST_LEVELS as MOST_EVALUATED
from ..checking.tree import Node, find_too_deep
from ..printing.statements import Remark, write_module
from . import code
from .depth import MOST_LEVELS, call_in_deep_stack, count_levels
from .functions import keras_makers
from .functions.dialects import read_dialects
from .functions.growth import append_in_order, bind_at_the_end, find_emptied, name_data
from .functions.measures import SCHEDULES, find_measures, keeps_order
from .functions.plain import find_model_files
from .inference.habits import (
    find_changed,
    find_fields,
    find_grown,
    find_listed,
    find_looked_up,
    find_makers,
    find_named,
    find_texts,
    find_unique,
    may_miss,
)
from .inference.symbolic import find_bound, find_symbolic
from .language import (
    UNREAD,
    Call,
    Constant,
    Expr,
    Function,
    Given,
    Symbol,
    Untranslatable,
    find_keys,
    find_members,
    read,
    walk,
)
from .ownership import find_owned
from .plain.chains import set_apart
from .scopes import Facts, Scope, Spelling, assigned_names, target_name
from .state import LOGGED, WIDTH
from .statements import Statements

_ = keras_makers  # imported to register its translations
_PASSES = 8
_REFUSED = "refused"
"""The token of a chunk that is no R code, with the reason as its text."""


@dataclass
class Translated:
    """A translated script.

    Attributes:
        text: The program in Python.
        left: For each place that has no translation its line in R and the reason.
        idle: For each place that a program in Python does not need, such as an R setting, its line and what it is.
        error: Line, column and message, where it is no R code.
    """

    text: str
    left: list[tuple[int, str]] = field(default_factory=list)
    idle: list[tuple[int, str]] = field(default_factory=list)
    error: tuple[int, int, str] | None = None


def translate_texts(texts: list[str], parsed: str, style: str, spoken: str = "") -> list[Translated]:
    """Return scripts in Python.

    Args:
        texts: The scripts.
        parsed: What `check/parse.R` said of them.
        style: "rkeras_py" or "keras".
        spoken: The package that calls mean in scripts that attach neither, "keras3"; "" for R keras 2.
    """
    return _translate_all(texts, read_parsed(parsed), style, spoken)


def translate_documents(documents: Sequence[Document], parsed: str, style: str, spoken: str = "") -> list[Translated]:
    """Return files in Python; a chunk that is no R code stays in the program as a place without translation.

    Args:
        documents: The files.
        parsed: What `check/parse.R` said of all their parts.
        style: "rkeras_py" or "keras".
        spoken: The package that calls mean where the script attaches neither, "keras3"; "" for R keras 2.
    """
    found = read_parts(parsed, [len(document.parts) for document in documents])
    others = [document.others for document in documents]
    return _translate_all([document.code for document in documents], found, style, spoken, others)


@keep_garbage()
def _translate_all(
    texts: list[str], found: Parsed, style: str, spoken: str, others: Sequence[dict[int, str]] = ()
) -> list[Translated]:
    def translate(place: int, text: str) -> Translated:
        errors, root = found.errors.get(place, []), found.trees.get(place)
        if errors and (root is None or not root.children):
            return Translated("", error=errors[0])
        refused = [(line, column, f"R cannot parse it: {message}") for line, column, message in errors]
        refused += [(line, 1, f"a chunk in {name}") for line, name in (others[place] if others else {}).items()]
        if refused and root is None:
            root = Node("root", "", 1, 1, 1, 1)
        for line, column, reason in refused:
            assert root is not None
            root.children.append(Node(_REFUSED, reason, line, column, line, column, parent=root))
            root.children.sort(key=lambda node: (node.line, node.column))
        return translate_tree(root, found.comments.get(place, {}), text, style, spoken)

    return call_in_deep_stack(lambda: [translate(place, text) for place, text in enumerate(texts)])


def translate_tree(root: Node | None, comments: dict[int, str], text: str, style: str, spoken: str = "") -> Translated:
    """Return a script in Python.

    Args:
        root: The root of its parse tree; None of one without code.
        comments: Its comments, by their lines.
        text: The script.
        style: "rkeras_py" or "keras".
        spoken: The package that calls mean before the script attaches one.
    """
    source = split_lines(text)
    remarks = {line: "" for line, one in enumerate(source, 1) if not one.strip()} | comments
    program = _read(root)
    name_data(program, style)
    if style == "keras":
        append_in_order(program)
    bind_at_the_end(program)
    if root is not None:
        script = read_script(root, text)
        script.spoken = spoken
        read_dialects(program, script, text)
        spoken = [spoken, *script.dialects()][-1]
    habits, own = _find_habits(program, style), assigned_names(program)
    habits["keeps_training"] = spoken != KERAS3
    facts = Facts()
    is_settled = False
    before = ""
    for further in reversed(range(_PASSES)):
        translation = _start(habits, own, facts, style, source, dict(remarks))
        translation.is_final = is_settled or not further
        body = translation.block(program)
        if facts.snapshot() == before:
            if is_settled:
                break
            facts.settle()
            is_settled = True
        before = facts.snapshot()
    body += translation.take_remarks(len(source) + 1)
    if translation.left:
        _let_marks_pass(body)
    if translation.plots.is_showing:
        body.append(ast.Expr(code.call("plt.show")))
    if style == "keras":
        body = set_apart(body)
    text = write_module(_put_imports(translation, body), WIDTH)
    return Translated(text, sorted(translation.left), sorted(translation.idle))


def _let_marks_pass(body: list[ast.stmt]) -> None:
    """Keep `except` from catching what stops the program at a place without translation."""
    for one in (inner for statement in body for inner in _walk(statement)):
        if isinstance(one, ast.Try) and one.handlers:
            one.handlers.insert(0, ast.ExceptHandler(code.name("NotImplementedError"), None, [ast.Raise()]))


def _read(root: Node | None) -> Call:
    """Return the expressions of a script as one block."""
    node = root or Node("root", "", 1, 1, 1, 1)
    exprs: list[Given] = []
    for child in node.children:
        if child.token in ("';'",):
            continue
        try:
            if child.token == _REFUSED:
                raise Untranslatable(child.text)
            if next(find_too_deep(child), None):
                raise Untranslatable(f"R itself cannot evaluate an expression with {MOST_EVALUATED:,} levels: split it")
            if count_levels(child) > MOST_LEVELS:
                raise Untranslatable("an expression with more levels than Python can read: split it")
            exprs.append(Given("", read(child)))
        except Untranslatable as error:
            reason = Constant(child, str(error))
            exprs.append(Given("", Call(child, Symbol(child, UNREAD), [Given("", reason)])))
    end = Node("'{'", "{", 1, 1, 1, 1)
    return Call(end, Symbol(end, "{"), exprs)


def _find_habits(program: Expr, style: str) -> dict[str, Any]:
    """Return what holds in each pass, by the names of attributes of `Statements`."""
    blocks = [program, *(one.body for one in walk(program) if isinstance(one, Function))]
    symbolic = find_symbolic(program)
    calls = [one for one in walk(program) if isinstance(one, Call)]
    metrics = {one.name.removeprefix("metric_") for one in calls if one.name.startswith("metric_")}
    texts = {one.value for one in walk(program) if isinstance(one, Constant) and isinstance(one.value, str)}
    return {
        "keys": {*LOGGED, *find_keys(program)},
        "grown": find_grown(program),
        "named": find_named(program),
        "listed": find_listed(program),
        "emptied": find_emptied(program),
        "fields": find_fields(program),
        "changed": find_changed(program),
        "shared": {target_name(one.value(0)) for one in calls if one.name == "<<-"},
        "members": find_members(program),
        "model_files": find_model_files(program),
        "colors": find_texts(program),
        "makers": find_makers(program),
        "measures": find_measures(program) if style == "keras" else None,
        "assigned": set().union(*map(assigned_names, blocks)),
        "may_miss": may_miss(program),
        "symbolic": symbolic,
        "bound": find_bound(program, symbolic),
        "uniques": find_unique(program),
        "looked_up": find_looked_up(program),
        "has_older": not texts.isdisjoint(keras2_arguments.CHANGED),
        "has_renamed": not (texts | metrics).isdisjoint(keras2_arguments.CHANGED_MEASURES),
        "keeps_order": keeps_order(program),
        "is_rated": any(one.name in SCHEDULES for one in calls),
        "has_parts": any(isinstance(one, Symbol) and one.name in ("op_qr", "op_top_k") for one in walk(program)),
        "owned": {0: find_owned(program, [])},
    }


def _start(
    habits: dict[str, Any], own: set[str], facts: Facts, style: str, source: list[str], remarks: dict[int, str]
) -> Statements:
    translation = Statements(style, facts, Spelling(), source, remarks)
    translation.imports.modules.add("keras")  # for keras3's activations; dropped if unused
    translation.scope = Scope(0, None, own)
    for name, found in habits.items():
        setattr(translation, name, found)
    translation.owned = dict(translation.owned)
    return translation


def _put_imports(translation: Statements, body: list[ast.stmt]) -> list[ast.stmt]:
    """Put the imports behind the comment with which a script begins."""
    wanted = translation.imports
    modules = sorted(wanted.modules - {"os"} if translation.backend else wanted.modules)
    used = {one.id for statement in body for one in _walk(statement) if isinstance(one, ast.Name)}
    modules = [one for one in modules if re.split(r"[ .]", one.split(" as ")[-1])[0] in used or "." in one]
    imports: list[ast.stmt] = [ast.Import([_make_alias(one)]) for one in modules]
    if translation.backend:
        variable = ast.Subscript(code.name("os.environ"), code.const("KERAS_BACKEND"), ast.Store())
        choice = ast.Assign([variable], code.const(translation.backend))
        imports = [ast.Import([ast.alias("os")]), Remark(""), choice, Remark(""), *imports]
    own: list[ast.stmt] = []
    if "r" in used:
        own.append(ast.ImportFrom("rkeras_py.porting", [ast.alias("base_r", "r")], 0))
    names = sorted(name for name in wanted.names if name in used)
    if len(names) > 8:
        own.append(Remark(_write_long_import(names)))
    elif names:
        own.append(ast.ImportFrom("rkeras_py", [ast.alias(name) for name in names], 0))
    if "R" in used and wanted.session:
        own.append(ast.ImportFrom("rkeras_py.bridge", [ast.alias("r_session")], 0))
    gap: list[ast.stmt] = [Remark("")]
    block = [*imports, *(gap if imports and own else []), *own]
    if "R" in used and wanted.session:
        block += [Remark(""), ast.Assign([ast.Name("R", ast.Store())], code.call("r_session"))]
    place = 0
    for statement in body:
        if not (isinstance(statement, Remark) and statement.text):
            break
        place += 1
    if not block:
        return body
    rest = body[place:]
    if rest and isinstance(rest[0], Remark) and not rest[0].text:
        rest = rest[1:]
    return [*body[:place], *(gap if place else []), *block, Remark(""), *rest]


def _walk(statement: ast.stmt) -> list[ast.AST]:
    return [] if isinstance(statement, Remark) else list(ast.walk(statement))


def _write_long_import(names: list[str]) -> str:
    return "from rkeras_py import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _make_alias(module: str) -> ast.alias:
    name, _, short = module.partition(" as ")
    return ast.alias(name, short or None)
