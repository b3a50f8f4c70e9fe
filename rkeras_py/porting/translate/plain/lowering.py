"""From base R functions to NumPy and Python: statement by statement, in `--style keras`."""

import ast
import copy
from collections.abc import Callable, Sequence

from ...printing.statements import Remark
from .. import code
from ..inference.forms import Form, is_call, is_ix, kind_at, note_form, split_index
from ..inference.reading import find_form
from ..language import Untranslatable
from . import arithmetic, arrays, draws, lists, printing, sequences
from .combining import fold_places
from .indexing import assign_element, assign_in_column, assign_part, find_column, plain_part
from .lists import read_data_set
from .rules import RULES, Asking, Called, constant, is_simple, unwrap_shape, unwrap_texts

_ = arithmetic, draws, lists, printing, sequences  # imported to register their translations
_READS = ("print", "fit", "evaluate", "predict", "train_on_batch", "len", "int", "float", "sum", "mean",
          "max", "min", "std", "append", "concatenate", "vstack", "column_stack", "sum_", "max_", "min_", "sd", "cat",
          "c", "cbind", "rbind", "print_value", "round", "delete", "copy")  # fmt: skip
"""Calls that keep nothing of what they get."""
_OPERATORS = {"r.add": "add", "r.multiply": "mul", "r.subtract": "sub"}
NAMES = {
    "sum_": "sum", "max_": "max", "min_": "min", "which_max": "which.max", "which_min": "which.min", "ix": "x[...]",
    "dollar": "x$name", "element": "x[[i]]", "assign": "x[i] <-", "assign_element": "x[[i]] <-", "colon": "a:b",
    "print_value": "print", "compare": "a comparison", "as_numeric": "as.numeric", "as_integer": "as.integer",
    "map_together": "Map", "apply_math": "a function of each element", "matmul": "%*%", "cumulate": "a running sum",
    "do_call": "do.call", "all_equal": "all.equal", "split_text": "strsplit",
    "as_character": "as.character", "max_col": "max.col", "set_diagonal": "diag(x) <-", "distances": "dist",
    "is_in": "%in%", "where": "ifelse", "format_number": "format", "each": "a loop or %<-%",
    "floor_divide": "%/%", "modulo": "%%", "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "^",
    "c": "c", "is_nan": "is.nan", "any_": "any", "all_": "all", "and_": "&", "or_": "|", "not_": "!",
}  # fmt: skip
"""Names of functions in R, for reasons."""


class Lowering(ast.NodeTransformer):
    """Makes code plain.

    Args:
        modules: Modules that the program imports, which grow.
        is_changed: Tells the variables of which parts are assigned, so that slices of them are copied.
        may_miss: Whether numbers of the script may be missing.
    """

    def __init__(self, modules: set[str], is_changed: Callable[[str], bool], may_miss: bool) -> None:
        self.asking = Asking(modules, may_miss)
        self._is_changed = is_changed
        self._reads = 0

    def lower(self, body: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Return statements in plain Python.

        Args:
            body: The statements.

        Raises:
            Untranslatable: If something has no plain form.
        """
        found: list[ast.stmt] = []
        for one in body:
            found += self._lower_statement(one)
        return found

    def _lower_statement(self, statement: ast.stmt) -> list[ast.stmt]:
        if isinstance(statement, Remark):
            return [statement]
        if isinstance(statement, ast.Expr) and is_call(statement.value, "r.stopifnot"):
            return self._assert(statement.value)
        if isinstance(statement, ast.Expr) and is_call(statement.value, "r.print_value"):
            change = statement.value.args[0]  # type: ignore[attr-defined]
            if (variable := vars(change).get("updates")) is not None:  # R prints the changed variable
                shown = code.call("print", code.call("repr", variable))
                return [*self._lower_statement(ast.Expr(change)), *self._lower_statement(ast.Expr(shown))]
        if isinstance(statement, ast.Assign) and is_call(statement.value, "r.scale"):
            statement.value, first = self._take_subject(statement)
            return [*first, *self._lower_statement_fields(statement)]
        if isinstance(statement, ast.Assign) and (quick := self._lower_assignment(statement)) is not None:
            return quick
        return self._lower_statement_fields(statement)

    def _lower_target(self, target: ast.expr) -> ast.expr:
        """Return what a value is assigned to: a part is no copy of it."""
        if isinstance(target, ast.Subscript):
            return code.item(self._lower_target(target.value), self._lower_expression(target.slice))
        return self._lower_expression(target)

    def _assert(self, call: ast.expr) -> list[ast.stmt]:
        """Return stopifnot() of single truth values."""
        assert isinstance(call, ast.Call)
        if call.keywords or any(find_form(one) != Form(0, "bool") for one in call.args):
            raise Untranslatable("stopifnot() of a value that may be a vector, or with messages")
        return [ast.Assert(self._lower_expression(one), None) for one in call.args]

    def _take_subject(self, statement: ast.Assign) -> tuple[ast.expr, list[ast.stmt]]:
        """Return scale() of a variable, after the statement that makes it, where its subject is more than a name."""
        value, target = statement.value, statement.targets[0]
        assert isinstance(value, ast.Call)
        if is_simple(value.args[0]) or not isinstance(target, ast.Name):
            return value, []
        self._note(value)
        first = self._lower_statement(ast.Assign([target], value.args[0]))
        name = code.name(target.id)
        note_form(name, find_form(value.args[0]))
        return ast.Call(value.func, [name, *value.args[1:]], value.keywords), first

    def _lower_statement_fields(self, statement: ast.stmt) -> list[ast.stmt]:
        for name, value in ast.iter_fields(statement):
            if name == "targets" and isinstance(value, list):
                setattr(statement, name, [self._lower_target(one) for one in value])
            elif isinstance(value, ast.expr):
                setattr(statement, name, self._lower_expression(value, is_test=name == "test"))
            elif isinstance(value, ast.arguments):
                value.defaults = [self._lower_expression(one) for one in value.defaults]
            elif isinstance(value, list) and value and isinstance(value[0], ast.expr):
                setattr(statement, name, [self._lower_expression(one) for one in value])
            elif isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                setattr(statement, name, self.lower(value))
            elif isinstance(value, list) and value and isinstance(value[0], ast.ExceptHandler):
                for one in value:
                    one.body = self.lower(one.body)
            elif isinstance(value, list) and value and isinstance(value[0], ast.withitem):
                for one in value:
                    one.context_expr = self._lower_expression(one.context_expr)
        if isinstance(statement, ast.For):
            statement.iter = _write_loop(statement.iter)
        if isinstance(statement, ast.FunctionDef):
            _end_plainly(statement.body)
        return [statement]

    def _lower_assignment(self, statement: ast.Assign) -> list[ast.stmt] | None:
        value, target = statement.value, statement.targets[0]
        if not is_call(value, "r.assign", "r.assign_element", "r.set_diagonal"):
            return None
        assert isinstance(value, ast.Call)
        if not (isinstance(target, ast.Name) and isinstance(value.args[0], ast.Name) and value.args[0].id == target.id):
            return None
        copies = not vars(value).get("owned", False)
        made = self._copy(value)
        name = ast.unparse(value.func)
        if name == "r.assign_element" and (column := find_column(made)):
            *_, new, at = column.args = [made.args[0], *map(self._visit, column.args[1:])]
            for one in (new, at):
                refuse_helpers(one)
            return assign_in_column(target, column, made.args[2], copies)
        made.args = [self._visit(one) for one in made.args]
        if find_form(made.args[1]).rank == 0:  # R passes over what is missing
            arithmetic.accept_missing(made.args[-1])
        for one in made.args:
            refuse_helpers(one)
        if name == "r.set_diagonal":
            self.asking.modules.add("numpy as np")
            fill = ast.Expr(code.call("np.fill_diagonal", made.args[0], made.args[1]))
            return [ast.Assign([target], code.call(code.attribute(made.args[0], "copy"))), fill] if copies else [fill]
        of = find_form(made.args[0])
        if name == "r.assign" or (of.is_array and of.rank == 1):
            found = assign_part(self.asking, target, made, copies)
        else:
            found = assign_element(target, made, copies)
        if found is None:
            raise Untranslatable(f"{NAMES[name[2:]]} with this index or value has no equivalent in numpy")
        return found

    def _copy(self, node: ast.Call) -> ast.Call:
        self._note(node)
        return copy.deepcopy(node)

    def _note(self, node: ast.AST) -> None:
        """Note the forms of values before the code changes."""
        for one in ast.walk(node):
            find_form(one)

    def _lower_expression(self, node: ast.expr, is_test: bool = False) -> ast.expr:
        self._note(node)
        found = self._visit(copy.deepcopy(node))
        if is_test:
            arithmetic.accept_missing(found)
        refuse_helpers(found)
        return found

    def _visit(self, node: ast.expr) -> ast.expr:
        found = self.visit(node)
        assert isinstance(found, ast.expr)
        return found

    def visit(self, node: ast.AST) -> ast.AST:
        """Return a part of code in plain Python; what is known of its value stays known."""
        form, kind = vars(node).get("form"), kind_at(node)
        found = super().visit(node)
        if isinstance(found, ast.expr) and found is not node and isinstance(form, Form):
            if "form" not in vars(found):
                note_form(found, form)
            if kind and not kind_at(found):
                vars(found)["kind_of"] = kind
        return found  # type: ignore[no-any-return]

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Return a call, made plain where a rule knows how."""
        name = ast.unparse(node.func)
        shows = name in ("r.cat", "r.print_value", "print", "RuntimeError")
        reads = name.rpartition(".")[2] in _READS
        self.asking.shows += shows
        self._reads += reads
        if name == "functools.reduce" and (sign := _OPERATORS.get(ast.unparse(node.args[0]))):
            self.asking.modules.add("operator")
            node.args[0] = code.name(f"operator.{sign}")
        self.generic_visit(node)
        self.asking.notes.update(dict.fromkeys(vars(node).get("notes", ())))
        self.asking.shows -= shows
        self._reads -= reads
        if not name.startswith("r."):
            return _tidy(node)
        rule = RULES.get(name[2:])
        if rule is None:
            return node
        named = {one.arg: one.value for one in node.keywords}
        return rule(self.asking, Called(name[2:], node.args, named, find_form(node))) or node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """Return an operation; of a place from 0 with 1 added and taken away, the place."""
        self.generic_visit(node)
        return fold_places(node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Return a part of a value."""
        if isinstance(node.value, ast.Name) and node.value.id == "R":
            return read_data_set(self.asking, str(constant(node.slice)))
        if not is_ix(node.value):
            self.generic_visit(node)
            node.value = unwrap_shape(node.value)
            if (
                isinstance(node.value, ast.List)
                and isinstance(place := constant(node.slice), int)
                and 0 <= place < len(node.value.elts)
            ):
                return node.value.elts[place]  # an element of strsplit()
            return self._copy_slice(node)
        at = node.value
        assert isinstance(at, ast.Call)
        base = self._visit(at.args[0])
        node.slice = self._visit(node.slice)
        found = plain_part(self.asking, base, node, drops=not at.keywords)
        return self._copy_slice(found) if isinstance(found, ast.Subscript) else found or node

    def _copy_slice(self, node: ast.Subscript) -> ast.expr:
        """Return a slice of a variable whose parts are assigned as a copy, which R's is."""
        is_view = isinstance(node.value, ast.Name) and self._is_changed(node.value.id) and not self._reads
        parts = split_index(node)
        is_slice = any(isinstance(one, ast.Slice) for one in parts)
        if (
            not is_view
            or not is_slice
            or isinstance(node.ctx, ast.Store)
            or find_form(node.value).of in ("list", "text")
        ):
            return node
        return code.call(code.attribute(node, "copy"))

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Return a missing number as numpy's."""
        text = ast.unparse(node)
        if text == "r.NA":
            self.asking.modules.add("numpy as np")
            return code.name("np.nan")
        if text == "r.MISSING":
            return code.const(None)
        self.generic_visit(node)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        """Return the loop of a comprehension."""
        self.generic_visit(node)
        node.iter = _write_loop(node.iter)
        return node

    def visit_Starred(self, node: ast.Starred) -> ast.AST:
        """Return what is spread over arguments."""
        self.generic_visit(node)
        node.value = unwrap_shape(node.value)
        return node


def _end_plainly(body: list[ast.stmt]) -> None:
    """Take the last `return` out of a function that returns nothing."""
    last = body[-1] if body else None
    if isinstance(last, ast.If):
        _end_plainly(last.body)
        _end_plainly(last.orelse)
    elif isinstance(last, ast.Return) and is_call(last.value, "print"):
        body[-1] = ast.Expr(last.value)  # type: ignore[arg-type]
    elif isinstance(last, ast.Return) and len(body) > 1 and (last.value is None or constant(last.value) is None):
        body.pop()


def _tidy(node: ast.Call) -> ast.expr:
    """Return a call of numpy or Python without what it does not need."""
    name = ast.unparse(node.func)
    if name in ("np.asarray", "np.atleast_1d"):
        return arrays.drop_asarray(node)
    if name in ("np.min", "np.max") and is_call(inner := node.args[0], "np.arange") and len(inner.args) == 2:  # type: ignore[attr-defined]
        first, stop = inner.args  # type: ignore[attr-defined]
        return first if name == "np.min" else code.plus_number(stop, -1)
    if name == "tuple" and node.args:
        node.args[0] = unwrap_shape(node.args[0])
        if isinstance(only := node.args[0], ast.GeneratorExp):
            loop = only.generators[0]
            loop.iter = unwrap_shape(loop.iter)
            if ast.unparse(only.elt) == f"int({ast.unparse(loop.target)})" and find_form(loop.iter).of == "shape":
                return loop.iter
    return node


def _write_loop(items: ast.expr) -> ast.expr:
    """Return what a loop goes over: a range in the place of an array of numbers in a row."""
    if isinstance(items, ast.Call) and isinstance(items.func, ast.Attribute) and items.func.attr == "tolist":
        inner = items.func.value
        if is_call(inner, "np.arange") and all(find_form(one).of in ("int", "?") for one in inner.args):  # type: ignore[attr-defined]
            return ast.Call(code.name("range"), inner.args, [])  # type: ignore[attr-defined]
        if is_call(inner, "list"):
            return inner.args[0]  # type: ignore[attr-defined, no-any-return]
    return unwrap_texts(items)


def refuse_helpers(node: ast.expr) -> None:
    """Refuse code that still needs a function of base R.

    Args:
        node: The code.

    Raises:
        Untranslatable: If it does.
    """
    for one in ast.walk(node):
        if "lacks" in vars(one):
            raise Untranslatable(arithmetic.COMPARED)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "r":
            name = NAMES.get(one.attr, one.attr)
            called = f"{name}()" if name.replace(".", "").isalpha() else name
            raise Untranslatable(f"{called} of these values has no numpy code that is guaranteed to mean the same")
