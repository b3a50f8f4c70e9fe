"""The forms of values that loops iterate over and functions return."""

import ast

from .forms import NOT_YET, UNKNOWN, Form, form_of_kind, join_forms, note_form
from .reading import find_form


def find_element_form(items: ast.expr, kind: str) -> Form:
    """Return the form of what a loop goes over."""
    told = form_of_kind(kind)
    if isinstance(items, ast.Call) and ast.unparse(items.func).endswith(".get_weights"):
        return Form(None, "number")
    inner = items.args[0] if isinstance(items, ast.Call) and ast.unparse(items.func) == "r.each" else items
    if not told.is_scalar and (item := find_form(inner).item):
        return item
    if not told.is_scalar and find_form(inner).rank == 1 and find_form(inner).of == "text":
        return Form(0, "text")
    is_listed = isinstance(items, ast.Call) and isinstance(items.func, ast.Attribute) and items.func.attr == "tolist"
    of = find_form(items.func.value).of if is_listed else ""  # type: ignore[attr-defined]
    return Form(0, "int") if of == "int" and told.is_numeric else told


def name_part(name: str, whole: ast.expr, place: int) -> ast.expr:
    """Return the name of an element of a list or dict, with its form."""
    of, items = find_form(whole), getattr(whole, "elts", ())
    found = of.items[place][1] if place < len(of.items) else of.item or UNKNOWN
    made = ast.Name(name, ast.Load())
    note_form(made, find_form(items[place]) if place < len(items) else found)
    return made


def join_returned(body: list[ast.stmt]) -> Form:
    """Return the form of what a function returns."""
    found = NOT_YET
    for one in body:
        if isinstance(one, ast.Return):
            found = join_forms(found, find_form(one.value or ast.Constant(None)))
        elif not isinstance(one, (ast.FunctionDef, ast.ClassDef)):
            for name in ("body", "orelse", "handlers", "finalbody"):
                for inner in getattr(one, name, ()):
                    found = join_forms(found, join_returned([inner] if isinstance(inner, ast.stmt) else inner.body))
    return found
