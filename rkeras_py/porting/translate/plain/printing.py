"""Text and output: f-strings and `print()`."""

import ast
import re
from collections.abc import Sequence

from ...base_r.figures import format_number
from .. import code
from ..inference.forms import Form, is_call, kind_at
from ..inference.reading import find_form
from .rules import Asking, Called, bare, constant, flat, numbers, plain, unwrap_texts

_FIELD = re.compile(r"%([-0 +]*)(\d+)?(?:\.(\d+))?([disfeEgG%])")


@plain("cat")
def plain_cat(asking: Asking, call: Called) -> ast.expr | None:
    """Return cat() as print()."""
    sep = constant(call.named.get("sep")) if "sep" in call.named else " "
    if not isinstance(sep, str) or set(call.named) - {"sep", None}:
        return None
    parts = [one for one in call.args if constant(one) is not None]  # R writes nothing for NULL
    ends = "\n" in sep
    if parts and constant(parts[-1]) == "\n" and not ends:
        parts, ends = parts[:-1], True
    elif parts and (cut := _cut_end(parts[-1])) is not None and not ends:
        parts[-1], ends = cut, True
    elif len(parts) > 1 and constant(parts[-1]) == "" and sep == " ":
        parts[-1], sep_at_end = code.const(""), True  # R writes a space at the end
        ends = ends and sep_at_end
    items = [_spread(asking, one) for one in parts]
    more: dict[str, object] = {} if ends else {"end": ""}
    if sep == "" and len(items) > 1 and not any(isinstance(one, ast.Starred) for one in items):
        text = join_pieces([_as_piece(one, "") for one in items])
        return code.call("print", text, **more)
    if sep != " " and (len(items) > 1 or any(isinstance(one, ast.Starred) for one in items)):
        more = {"sep": sep, **more}
    if None in call.named:
        more["**"] = call.named[None]
    return code.call("print", *items, **more)


def _cut_end(node: ast.expr) -> ast.expr | None:
    """Return a text without the line end at its end; None of one without."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith("\n"):
        return code.const(node.value[:-1])
    if isinstance(node, ast.JoinedStr) and node.values and isinstance(last := node.values[-1], ast.Constant):
        text = str(last.value)
        if text.endswith("\n"):
            return ast.JoinedStr([*node.values[:-1], *([code.const(text[:-1])] if text[:-1] else [])])
    return None


def _spread(asking: Asking, node: ast.expr) -> ast.expr:
    """Return a value as print() gets it: the elements of an array one by one."""
    if isinstance(node, ast.Starred):
        return node
    node = bare(node)
    form = find_form(node)
    if is_call(node, "np.array") and len(node.args) == 1 and (form.rank == 1 or form.of == "shape"):  # type: ignore[attr-defined]
        return ast.Starred(node.args[0], ast.Load())  # type: ignore[attr-defined]
    if form.of == "shape" or (form.rank == 1 and form.of != "dict"):
        return ast.Starred(node, ast.Load())
    if form.of == "dict":
        return ast.Starred(code.call(code.attribute(node, "values")), ast.Load())
    if form.is_array or form.of == "tensor" or (form.is_numeric and form.rank is None):
        if form.rank == 2:
            return ast.Starred(code.attribute(code.attribute(node, "T"), "flat"), ast.Load())
        return ast.Starred(flat(asking, node), ast.Load())
    return node


@plain("print_value")
def plain_print(asking: Asking, call: Called) -> ast.expr | None:
    """Return print() of what Python prints alike; lists it does not."""
    given = call.args[0]
    shown = find_form(given)
    is_shape = isinstance(given, ast.Attribute) and given.attr == "shape" and kind_at(given.value) == "tensor"
    if is_shape or kind_at(given) == "tensor":
        return code.call("print", code.call("repr", given))
    return None if shown.of == "list" or kind_at(call.args[0]) == "list" else code.call("print", bare(call.args[0]))


@plain("paste", "paste0")
def plain_paste(asking: Asking, call: Called) -> ast.expr | None:
    """Return paste() as an f-string, or a list of such."""
    sep: object = constant(call.named["sep"]) if "sep" in call.named else " " if call.name == "paste" else ""
    collapse = constant(call.named["collapse"]) if "collapse" in call.named else None
    if collapse is not None and len(call.args) == 1:
        return _join(call.args[0], str(collapse)) if isinstance(collapse, str) else None
    if not isinstance(sep, str) or collapse is ...:
        return None
    if collapse is not None:
        found = _fill_all(asking, call.args, lambda items: _paste_pieces(asking, items, sep))
        inner = unwrap_texts(found) if found is not None else None
        is_several = isinstance(inner, ast.ListComp) and isinstance(collapse, str)
        return code.call(code.attribute(code.const(collapse), "join"), inner) if is_several else None
    return _fill_all(asking, call.args, lambda items: _paste_pieces(asking, items, sep))


def _join(node: ast.expr, collapse: str) -> ast.expr | None:
    form = find_form(node)
    joined = code.attribute(code.const(collapse), "join")
    if isinstance(node, ast.ListComp) and isinstance(node.elt, (ast.JoinedStr, ast.Constant)):
        return code.call(joined, node)
    if is_call(node, "np.full") and len(node.args) > 1 and find_form(node.args[1]).of == "text":  # type: ignore[attr-defined]
        return code.binary(node.args[1], "*", node.args[0]) if not collapse else None  # type: ignore[attr-defined]
    if form.of == "text" and form.rank == 1:
        return code.call(joined, unwrap_texts(node))
    if form.of == "int" and form.rank == 1:
        return code.call(joined, code.call("map", code.name("str"), node))
    if form.of in ("number", "mixed") and form.rank == 1:
        loop = ast.comprehension(ast.Name("one", ast.Store()), node, [], 0)
        return code.call(joined, ast.ListComp(ast.JoinedStr([_make_field(code.name("one"), ".15g")]), [loop]))
    return None


def _fill_all(asking: Asking, args: Sequence[ast.expr], make: object) -> ast.expr | None:
    """Return a text of single values, or a list of texts, where some are vectors.

    Args:
        asking: What rules ask.
        args: The values.
        make: Makes the text of single values.
    """
    assert callable(make)
    if any(isinstance(one, ast.Starred) for one in args):
        return None
    long = [
        one
        for one in args
        if find_form(one).rank == 1 and find_form(one).of in ("int", "number", "mixed", "text", "bool")
    ]
    if not long:
        return make(list(args))  # type: ignore[no-any-return]
    names = ["one"] if len(long) == 1 else [f"one_{place}" for place in range(1, len(long) + 1)]
    singles: list[ast.expr] = []
    for one in args:
        if one in long:
            name = code.name(names[long.index(one)])
            vars(name)["form"] = Form(0, find_form(one).of)
            singles.append(name)
        else:
            singles.append(one)
    text = make(singles)
    if text is None:
        return None
    stores: list[ast.expr] = [ast.Name(one, ast.Store()) for one in names]
    if len(long) == 1:
        loop = ast.comprehension(stores[0], _as_range(long[0]), [], 0)
    else:
        loop = ast.comprehension(ast.Tuple(stores, ast.Store()), code.call("zip", *long, strict=True), [], 0)
    found = ast.ListComp(text, [loop])
    return found if asking.shows else asking.np("array", found, dtype=code.name("object"))


def _as_range(node: ast.expr) -> ast.expr:
    if is_call(node, "np.arange"):
        return ast.Call(code.name("range"), node.args, [])  # type: ignore[attr-defined]
    return unwrap_texts(node)


def _paste_pieces(asking: Asking, items: list[ast.expr], sep: str) -> ast.expr | None:
    pieces: list[ast.expr | None] = []
    for place, one in enumerate(items):
        if place and sep:
            pieces.append(code.const(sep))
        pieces.append(_write_text(asking, one))
    found = [one for one in pieces if one is not None]
    return join_pieces(found) if len(found) == len(pieces) else None


def _write_text(asking: Asking, node: ast.expr) -> ast.expr | None:
    """Return a single value as a piece of an f-string, as R writes it in a text that may name a file or a layer."""
    value = constant(node)
    node = bare(node)
    if value is None:
        return code.const("")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        is_whole = kind_at(node) in ("int", "positive")
        return code.const(str(value) if is_whole else format_number(float(value)))
    form = find_form(node)
    if isinstance(node, (ast.Constant, ast.JoinedStr)) and form.of != "bool":
        return node
    if form.rank == 0 and form.of in ("text", "int"):
        return _make_field(node, "")
    if form.rank == 0 and form.of in ("number", "mixed"):
        return _make_field(node, "" if is_call(node, "round", "np.round") and asking.shows else ".15g")
    may_be_one = form.of == "bool" or (form.rank is None and form.of != "list")
    return _make_field(node, "") if asking.shows and may_be_one else None


def _make_field(value: ast.expr, form: str) -> ast.expr:
    spec = ast.JoinedStr([code.const(form)]) if form else None
    return ast.FormattedValue(value, -1, spec)


def _as_piece(node: ast.expr, form: str) -> ast.expr:
    return node if isinstance(node, (ast.Constant, ast.JoinedStr)) else _make_field(node, form)


def join_pieces(pieces: Sequence[ast.expr]) -> ast.expr:
    """Return pieces of text as one f-string, or as a plain text."""
    found: list[ast.expr] = []
    for one in pieces:
        for part in one.values if isinstance(one, ast.JoinedStr) else [one]:
            text = part.value if isinstance(part, ast.Constant) else None
            if text is not None and found and isinstance(found[-1], ast.Constant):
                found[-1] = code.const(str(found[-1].value) + str(text))
            elif text != "" or not isinstance(part, ast.Constant):
                found.append(part if text is None else code.const(str(text)))
    if not found:
        return code.const("")
    if len(found) == 1 and isinstance(found[0], ast.Constant):
        return found[0]
    return ast.JoinedStr(found)


@plain("sprintf")
def plain_sprintf(asking: Asking, call: Called) -> ast.expr | None:
    """Return sprintf() as an f-string."""
    text = constant(call.args[0]) if call.args else None
    if not isinstance(text, str) or call.named:
        return None
    fields = [one for one in _FIELD.finditer(text) if one[4] != "%"]
    if len(fields) != len(call.args) - 1 or "%" in _FIELD.sub("", text):
        return None
    return _fill_all(asking, call.args[1:], lambda items: _fill(asking, text, items))


def _fill(asking: Asking, text: str, items: list[ast.expr]) -> ast.expr | None:
    pieces: list[ast.expr] = []
    place = 0
    for match in _FIELD.finditer(text):
        pieces.append(code.const(text[place : match.start()]))
        place = match.end()
        if match[4] == "%":
            pieces.append(code.const("%"))
            continue
        found = _format(asking, items.pop(0), match)
        if found is None:
            return None
        pieces.append(found)
    return join_pieces([*pieces, code.const(text[place:])])


def _format(asking: Asking, node: ast.expr, match: re.Match[str]) -> ast.expr | None:
    flags, width, digits, letter = match[1], match[2] or "", match[3], match[4]
    form = find_form(node)
    may_be_several = form.rank not in (0, None) or (form.rank is None and form.is_numeric)
    if may_be_several or form.of in ("list", "dict", "frame"):
        return None
    plus = "+" if "+" in flags else " " if " " in flags else ""
    if ast.unparse(node) == "np.nan" or (letter == "s" and digits):
        return None
    if letter in "di":
        node = bare(node)
        whole = node if form.of == "int" else code.call("int", node)
        align = "<" if "-" in flags and width else ""
        return _make_field(whole, f"{align}{plus}{'0' if '0' in flags else ''}{width}")
    if letter == "s":
        if not width:
            return _write_text(asking, node)
        return _make_field(node, f"{'<' if '-' in flags else '>'}{width}") if form.of in ("text", "int") else None
    align = "<" if "-" in flags and width else ""
    return _make_field(bare(node), f"{align}{plus}{'0' if '0' in flags else ''}{width}.{digits or 6}{letter}")


@plain("to_string")
def plain_to_string(asking: Asking, call: Called) -> ast.expr | None:
    """Return toString()."""
    if (given := numbers(call.args[0])) is not None and all(isinstance(one, float) for one in given):
        return code.const(", ".join(format_number(one) for one in given))
    return _join(call.args[0], ", ")


@plain("format_number")
def plain_format(asking: Asking, call: Called) -> ast.expr | None:
    """Return format() of a number: with commas, with digits, or with those that round() left."""
    number = bare(call.args[0])
    of = find_form(number).of
    mark = constant(call.named["big_mark"]) if "big_mark" in call.named else ""
    least = constant(call.named["nsmall"]) if "nsmall" in call.named else None
    if isinstance(value := constant(call.args[0]), (int, float)):
        more = {name: constant(one) for name, one in call.named.items()}
        return None if ... in more.values() else code.const(format_number(value, **more))  # type: ignore[arg-type]
    if mark not in ("", ","):
        return None
    if is_call(number, "round") and len(number.args) > 1 and constant(number.args[1]) == least:  # type: ignore[attr-defined]
        return ast.JoinedStr([_make_field(bare(number.args[0]), f"{mark}.{least}f")])  # type: ignore[attr-defined]
    if least is not None:
        return None
    if of == "int":
        return ast.JoinedStr([_make_field(number, str(mark))])
    digits = constant(call.named.get("digits"))
    if of == "number" and isinstance(digits, int) and (not mark):
        return ast.JoinedStr([_make_field(number, f".{digits}g")])
    return ast.JoinedStr([_make_field(number, "")]) if of == "bool" and asking.shows else None


@plain("condition_message")
def plain_message(asking: Asking, call: Called) -> ast.expr | None:
    """Return the message of an error."""
    return code.call("str", call.args[0])
