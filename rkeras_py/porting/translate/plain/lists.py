"""Lists, dicts, data frames and texts: their parts, and patterns."""

import ast
import re

from .. import code, kinds
from ..functions.names import DATA, PARTS
from ..inference.forms import Form, note_form
from ..inference.reading import find_form
from .rules import Asking, Called, constant, is_natural, plain, unwrap_shape, whole


@plain("dollar")
def plain_dollar(asking: Asking, call: Called) -> ast.expr | None:
    """Return `x$name` of a list with names, a data frame, or an object."""
    owner, name = call.args
    of, text = find_form(owner), constant(name)
    if of.of == "frame":
        return code.call(code.attribute(code.item(owner, name), "to_numpy"))
    if of.of == "dict":
        return code.item(owner, name)
    if of.of == "tensor" and text in PARTS:
        return code.item(owner, code.const(PARTS[text]))
    if of.of in ("object", "tensor") and isinstance(text, str) and text.isidentifier():
        return code.attribute(owner, text)
    return None


@plain("element")
def plain_element(asking: Asking, call: Called) -> ast.expr | None:
    """Return `x[[i]]`."""
    owner, *index = call.args
    of = find_form(owner)
    if len(index) != 1:
        counts = all(is_natural(one) or find_form(one).is_count for one in index)
        fits = counts and of.is_numeric and of.rank == len(index)
        places = [code.plus_number(one, -1) for one in index]
        return code.item(owner, ast.Tuple(places, ast.Load())) if fits else None
    at, place = index[0], find_form(index[0])
    gone = constant(at)
    shape = unwrap_shape(owner)
    is_pair = isinstance(shape, ast.Attribute) and shape.attr == "shape" and find_form(shape.value).rank == 2
    if is_pair and gone in (-1, -2):
        return code.item(shape, code.const(1 if gone == -1 else 0))
    if of.of == "frame" and place.of == "text":
        return code.call(code.attribute(code.item(owner, at), "to_numpy"))
    if of.of == "dict" and is_natural(at):
        values = code.call("list", code.call(code.attribute(owner, "values")))
        return code.item(values, code.plus_number(at, -1))
    if place.rank == 0 and place.of == "text" and of.of in ("dict", ""):
        return code.item(owner, at)
    is_place = is_natural(at) or (place.is_count and not isinstance(at, (ast.Constant, ast.UnaryOp)))
    if (
        is_place
        and (of.of in ("list", "shape", "", "object", "tensor") or of.rank == 1)
        and of.of not in ("dict", "frame")
    ):
        return code.item(owner, code.plus_number(at, -1))
    return None


@plain("names")
def plain_names(asking: Asking, call: Called) -> ast.expr | None:
    """Return the names of a list or data frame."""
    of = find_form(call.args[0])
    if of.of == "frame":
        return code.call("list", code.attribute(call.args[0], "columns"))
    return code.call("list", call.args[0]) if of.of == "dict" else None


def read_data_set(asking: Asking, name: str) -> ast.expr:
    """Return a data set that comes with R, read from a file.

    Args:
        asking: What rules ask.
        name: Its name.
    """
    asking.modules.add("pandas as pd")
    write = f'write.csv({name}, "{name}.csv", row.names = FALSE)'
    asking.notes[f"{name} is an R data set; write the file with: Rscript -e '{write}'"] = None
    found = code.call("pd.read_csv", f"{name}.csv")
    return (
        found if DATA[name] == kinds.FRAME else code.call(code.attribute(code.item(found, code.const("x")), "to_numpy"))
    )


def find_codes(asking: Asking, node: ast.expr) -> ast.expr | None:
    """Return the codes from 1 of a factor in a data set of R; None of other values.

    Args:
        asking: What rules ask.
        node: The factor, as texts.
    """
    if find_form(node).of != "factor":
        return None
    return code.binary(asking.np("searchsorted", code.const(_LEVELS), node), "+", code.const(1))


_LEVELS = ["setosa", "versicolor", "virginica"]


@plain("gsub", "sub")
def plain_sub(asking: Asking, call: Called) -> ast.expr | None:
    """Return a text with places of a pattern replaced."""
    pattern, new, subject = call.args
    of, text, by = find_form(subject), constant(pattern), constant(new)
    if of != Form(0, "text") or not isinstance(text, str) or not isinstance(by, str):
        return None
    fixed = constant(call.named["fixed"]) if "fixed" in call.named else False
    ignores = constant(call.named["ignore_case"]) if "ignore_case" in call.named else False
    if fixed is True or (re.fullmatch(r"[\w ,;:!-]+", text) and "\\" not in by and ignores is False):
        count = [] if call.name == "gsub" else [code.const(1)]
        return code.call(code.attribute(subject, "replace"), text, by, *count)
    found = spell_pattern(text)
    if found is None or re.search(r"\\[ULE]", by) or fixed is not False or ignores not in (True, False):
        return None
    asking.modules.add("re")
    more: dict[str, object] = {"count": 1} if call.name == "sub" else {}
    more |= {"flags": code.name("re.IGNORECASE")} if ignores else {}
    return code.call("re.sub", found, by, subject, **more)


_CLASSES = {"[:alpha:]": "a-zA-Z", "[:digit:]": "0-9", "[:alnum:]": "a-zA-Z0-9", "[:space:]": r"\s", "[:upper:]": "A-Z",
            "[:lower:]": "a-z", "[:punct:]": r"!-/:-@\[-`{-~", "[:blank:]": r" \t"}  # fmt: skip


def spell_pattern(pattern: str) -> str | None:
    """Return a regular expression of R in Python; None of one that means something else there."""
    left = pattern
    for name in _CLASSES:
        left = left.replace(name, "")
    if "[:" in left or r"\<" in left or r"\>" in left or re.search(r"\[[^\]]*\\[wdsWDS]", left):
        return None
    for name, characters in _CLASSES.items():
        pattern = pattern.replace(name, characters)
    return pattern


@plain("grepl")
def plain_grepl(asking: Asking, call: Called) -> ast.expr | None:
    """Return whether a pattern is found in a text."""
    pattern, subject = call.args
    text = constant(pattern)
    if find_form(subject) != Form(0, "text") or not isinstance(text, str):
        return None
    fixed = constant(call.named["fixed"]) if "fixed" in call.named else False
    if fixed is True or (re.fullmatch(r"[\w ]+", text) and not call.named):
        return code.compare(pattern, "in", subject)
    found = spell_pattern(text)
    if found is None or call.named:
        return None
    asking.modules.add("re")
    return code.compare(code.call("re.search", found, subject), "is not", code.const(None))


@plain("split_text")
def plain_split(asking: Asking, call: Called) -> ast.expr | None:
    """Return strsplit() of one text: a list with one list of texts."""
    subject, split = call.args
    text = constant(split)
    fixed = constant(call.named["fixed"]) if "fixed" in call.named else False
    of = find_form(subject)
    if of.of != "text" or of.rank not in (0, 1) or not isinstance(text, str):
        return None
    if of.rank == 1:
        one = code.name("one")
        note_form(one, Form(0, "text"))
        inner = plain_split(asking, Called(call.name, [one, split], call.named, call.form))
        loop = ast.comprehension(ast.Name("one", ast.Store()), subject, [], 0)
        return ast.ListComp(inner.elts[0], [loop]) if isinstance(inner, ast.List) else None
    if text == "":
        parts = code.call("list", subject)
    elif fixed is True or re.fullmatch(r"[\w ,;:-]+", text):
        whole_text = code.call(code.attribute(subject, "removesuffix"), text)  # R returns no empty text at the end
        parts = code.call(code.attribute(whole_text, "split"), text)
    else:
        return None
    texts = asking.np("array", parts, dtype=code.name("object"))
    note_form(texts, Form(1, "text"))
    return ast.List([texts], ast.Load())


@plain("nchar", "to_upper", "to_lower")
def plain_letters(asking: Asking, call: Called) -> ast.expr | None:
    """Return a function of each text."""
    of = find_form(call.args[0])
    if of.of != "text" or of.rank not in (0, 1):
        return None

    def make(one: ast.expr) -> ast.expr:
        return code.call("len", one) if call.name == "nchar" else code.call(code.attribute(one, call.name[3:]))

    if of.rank == 0:
        return make(call.args[0])
    subject = call.args[0]
    found = ast.ListComp(make(code.name("one")), [ast.comprehension(ast.Name("one", ast.Store()), subject, [], 0)])
    is_count = call.name == "nchar"
    made = asking.np("array", found, **({} if is_count else {"dtype": code.name("object")}))
    note_form(made, Form(1, "int" if is_count else "text"))
    return made


@plain("substr", "starts_with")
def plain_piece(asking: Asking, call: Called) -> ast.expr | None:
    """Return a piece of a text, or whether it begins with another."""
    subject, *rest = call.args
    if find_form(subject) != Form(0, "text"):
        return None
    if call.name == "starts_with":
        return code.call(code.attribute(subject, "startswith"), *rest)
    start = whole(rest[0])
    if not (is_natural(rest[0]) and is_natural(rest[1])):
        return None
    return code.item(subject, ast.Slice(None if start == 1 else code.plus_number(rest[0], -1), rest[1]))
