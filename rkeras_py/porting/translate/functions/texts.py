"""Text functions, and console output."""

import ast

from ....signatures.dialects import KERAS3
from .. import code, kinds
from ..inference.forms import is_call
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Constant, Expr, Given, Symbol, Untranslatable, is_empty
from ..state import Translation, handles, literal
from .vectors import is_dim_of_tensor


def _write_value(t: Translation, expr: Expr) -> ast.expr:
    """Return a value to be written: of 100000 R writes 1e+05, where it is no whole number of R's."""
    value = t.translate(expr)
    if value.kind == kinds.ERROR:
        raise Untranslatable("a caught error whose message is not used")
    is_large = isinstance(value.code, ast.BinOp) and isinstance(value.code.op, (ast.Mult, ast.Pow, ast.Add))
    if isinstance(value.code, ast.Constant) and isinstance(value.code.value, int) and value.code.value >= 100000:
        is_large = value.kind in (kinds.COUNT, kinds.NUMBER)
    if value.kind in (kinds.COUNT, kinds.NUMBER) and is_large:
        return code.call("float", value.code)
    return value.code


def _split_parts(t: Translation, call: Call, *known: str) -> tuple[list[ast.expr], dict[str, ast.expr]]:
    parts: list[ast.expr] = []
    named: dict[str, ast.expr] = {}
    for one in call.arguments:
        if isinstance(one.value, Symbol) and one.value.name == "...":
            parts.append(ast.Starred(code.name("args"), ast.Load()))
            named["**"] = code.name("kwargs")
        elif one.name and one.name in known and one.value is not None:
            named[one.name] = t.translate(one.value).code
        elif one.name or one.value is None:
            raise Untranslatable(f"the argument `{one.name}` of {call.name}()")
        else:
            parts.append(_write_value(t, one.value))
    return parts, named


@handles("paste", "paste0")
def translate_paste(t: Translation, call: Call) -> Value:
    """Translate paste() and paste0()."""
    parts, named = _split_parts(t, call, "sep", "collapse")
    if call.name == "paste0" and "sep" in named:
        raise Untranslatable("paste0() with `sep`")
    collapsed = (
        "collapse" in named and literal(next(a.value for a in call.arguments if a.name == "collapse")) is not None
    )
    exprs = [one.value for one in call.arguments if not one.name and one.value is not None]
    if t.style == "keras" and any(isinstance(one, Call) and is_empty(one) for one in exprs):
        raise Untranslatable(f"{call.name}() of an empty vector, which R treats as an empty string")
    scalars = all(t.translate(one).kind in kinds.SCALARS for one in exprs if not _is_dots(one))
    is_text = collapsed or (scalars and not any(map(_is_dots, exprs)))
    vectors = any(t.translate(one).kind in kinds.VECTORS for one in exprs if not _is_dots(one))
    kind = kinds.TEXT if is_text else kinds.TEXTS if vectors else kinds.ANY
    return Value(t.r(call.name, *parts, **named), kind, True)


def _is_dots(expr: Expr) -> bool:
    return isinstance(expr, Symbol) and expr.name == "..."


@handles("cat")
def translate_cat(t: Translation, call: Call) -> Value:
    """Translate cat()."""
    parts, named = _split_parts(t, call, "sep")
    return Value(t.r("cat", *parts, **named), kinds.NULL)


@handles("message")
def translate_message(t: Translation, call: Call) -> Value:
    """Translate message(), which writes to the error output."""
    parts, _ = _split_parts(t, call)
    t.imports.modules.add("sys")
    text = parts[0] if len(parts) == 1 and isinstance(parts[0], ast.Constant) else t.r("paste0", *parts)
    return Value(code.call("print", text, file=code.name("sys.stderr")), kinds.NULL)


@handles("print")
def translate_print(t: Translation, call: Call) -> Value:
    """Translate print()."""
    if len(call.arguments) != 1:
        raise Untranslatable("print() with further arguments")
    return Value(printed(t, call.value(0), t.translate(call.value(0))), kinds.NULL)


_CASTS = {"int": "int", "number": "float", "mixed": "float", "bool": "bool"}


def _take_plain_numbers(node: ast.expr) -> ast.expr:
    """Return a dict with Python's own numbers: numpy's show their type where a dict is printed."""
    if isinstance(node, ast.Dict):
        for place, one in enumerate(node.values):
            of = find_form(one)
            is_plain = isinstance(one, ast.Constant) or is_call(one, "len", "int", "float", "bool", "round")
            if of.rank == 0 and of.of in _CASTS and not is_plain:
                node.values[place] = code.call(_CASTS[of.of], one)
        return node
    of = find_form(node)
    items = [form for _, form in of.items] + [form for form in (of.item,) if form]
    casts = {_CASTS.get(form.of, "") if form.rank == 0 else "" for form in items}
    if not casts or "" in casts or is_call(node, "dict"):
        return node
    name, one = code.name("name"), code.name("one")
    cast = casts.pop() if len(casts) == 1 else "float"
    pair: ast.expr = ast.Tuple([ast.Name("name", ast.Store()), ast.Name("one", ast.Store())], ast.Store())
    loop = ast.comprehension(pair, code.call(code.attribute(node, "items")), [], 0)
    return ast.DictComp(name, code.call(cast, one), [loop])


_OTHERWISE = ("k_int_shape", "op_shape", "op_convert_to_numpy")


def printed(t: Translation, expr: Expr, value: Value) -> ast.expr:
    """Return what prints a value.

    Args:
        t: The translation.
        expr: The expression in R.
        value: The same in Python.

    Raises:
        Untranslatable: If Python would print something else.
    """
    if value.kind == kinds.ERROR:
        raise Untranslatable("a caught error whose message is not used")
    if value.kind == kinds.FUNCTION:
        raise Untranslatable("a function that is printed")
    method = expr.function if isinstance(expr, Call) else None
    if t.style == "keras" and isinstance(method, Call) and literal(method.value(-1)) == "apply_gradients":
        raise Untranslatable("the value of apply_gradients(), whose name is another one in R: assign it")
    if isinstance(expr, Call) and expr.name == "all.equal":
        raise Untranslatable("print() of all.equal(), which is a string if values differ: use isTRUE(all.equal())")
    is_shape = isinstance(expr, Call) and expr.name == "shape" and getattr(expr.function, "package", "") == KERAS3
    if isinstance(expr, Call) and (is_shape or (expr.name in _OTHERWISE and not t.is_own(expr.name))):
        raise Untranslatable(f"print() of {expr.name}(), which R prints in another form")
    if isinstance(value.code, ast.Attribute):
        if value.code.attr in ("input_shape", "output_shape") and t.style == "keras":
            raise Untranslatable(f"print() of `${value.code.attr}`, which is a list in R")
        if value.code.attr == "shape" and find_form(value.code.value).of == "tensor":
            return code.call("print", code.call("repr", value.code))
    is_part = isinstance(expr, Call) and expr.name in ("[", "[[") and t.style == "rkeras_py"
    owner = expr.value(0) if is_part and isinstance(expr, Call) else expr
    if is_part and is_dim_of_tensor(owner, t) and isinstance(value.code, ast.Subscript):
        return t.r("print_value", code.item(t.r("dim", t.translate(owner.value(0)).code), value.code.slice))
    if t.style == "rkeras_py" and is_dim_of_tensor(expr, t):
        return t.r("print_value", t.r("dim", t.translate(expr.value(0)).code))
    if (of := find_form(value.code)).named or of.scaled:
        raise Untranslatable("print() of named values or of scale(); an array has no names and attributes")
    if of.of == "series":  # R prints names above the values
        shown = code.attribute(code.call(code.attribute(value.code, "to_frame"), ""), "T")
        return code.call("print", code.call(code.attribute(shown, "to_string")))
    if value.kind == kinds.HISTORY and t.style == "keras":
        raise Untranslatable("print() of a history, which Keras does not support")
    if t.is_model(expr):
        plain = code.attribute(value.code, "summary")
        return code.call(plain) if t.style == "keras" else code.call(t.name_of("summary"), value.code)
    if value.kind == kinds.OBJECT and t.style == "rkeras_py":
        return code.call(t.r("print_value", value.code).func, value.code)  # type: ignore[attr-defined]
    if value.kind == kinds.MEASURES and t.style == "keras" and t.measures is None:
        raise Untranslatable("print() of the result of evaluate(), whose order is not certain")
    if value.kind == kinds.DICT:
        return code.call("print", _take_plain_numbers(value.code))
    if value.kind in (*kinds.WHOLE, kinds.FRAME):
        return code.call("print", value.code)
    return t.r("print_value", value.code)


@handles("format")
def translate_format(t: Translation, call: Call) -> Value:
    """Translate format() of a number, or of a model."""
    found = t.match(call, "x", "trim", "digits", "nsmall", "big.mark")
    value = t.translate(found["x"])
    if t.is_model(found["x"]) and t.style == "rkeras_py" and len(found) == 1:
        return Value(code.call(t.name_of("format_model"), value.code), kinds.TEXT)
    if value.kind not in (*kinds.SCALAR_NUMBERS, kinds.TEXT) or "trim" in found:
        raise Untranslatable("format() of several values, or of a value that is not a number")
    if value.kind == kinds.TEXT:
        return value
    is_double = value.kind in (kinds.COUNT, kinds.NUMBER)
    named = {name.replace(".", "_"): t.translate(one).code for name, one in found.items() if name != "x"}
    named = {"digits": code.const(7), **named} if is_double else named
    number = code.call("float", value.code) if is_double else value.code
    return Value(t.r("format_number", number, **named), kinds.TEXT)


@handles("formatC")
def translate_fixed(t: Translation, call: Call) -> Value:
    """Translate formatC() with a format that is written out, as sprintf(), or of a count with marks."""
    found = t.match(call, "x", "width", "digits", "format", "flag", "mode", "big.mark")
    given = {name: literal(found[name]) if name in found else "" for name in ("width", "digits", "format", "flag")}
    if "mode" in found or ... in given.values():
        raise Untranslatable("formatC() with a format that is known only when the script runs")
    value = t.translate(found["x"])
    of = find_form(value.code)
    is_text = value.kind in (kinds.TEXT, kinds.TEXTS) or of.of == "text"
    is_whole = value.kind in (*kinds.WHOLE, kinds.INTS)
    letter = given["format"] or ("s" if is_text else "d" if is_whole else "g")
    if letter not in ("d", "f", "e", "E", "g", "G", "s") or (letter == "s") != is_text:
        raise Untranslatable("formatC() in this format")
    flag, width = str(given["flag"]), given["width"]
    if isinstance(width, (int, float)) and width < 0:
        flag, width = flag + "-", -width
    mark = literal(found["big.mark"]) if "big.mark" in found else ""
    digits = f".{given['digits']:g}" if isinstance(given["digits"], (int, float)) else ""
    if mark:
        if mark != "," or value.kind not in kinds.SCALAR_NUMBERS or flag or width not in ("", 0) or letter not in "df":
            raise Untranslatable("formatC() with `big.mark` for several numbers")
        if letter == "d" and not is_whole and value.kind != kinds.COUNT:
            raise Untranslatable("formatC() as an integer of a value that may not be one")
        number = code.call("int", value.code) if letter == "d" and not is_whole else value.code
        field = ast.JoinedStr([ast.Constant(f",{digits or '.6'}f" if letter == "f" else ",")])
        return Value(ast.JoinedStr([ast.FormattedValue(number, -1, field)]), kinds.TEXT)
    if letter == "d" and not is_whole:
        if value.kind != kinds.COUNT:
            raise Untranslatable("formatC() as an integer of a value that may not be one")
        letter, digits = "f", ".0"
    if letter in "gG" and not digits and not (of.rank == 0 or of.rank == 1):
        raise Untranslatable("formatC() of a value that may not be a vector")
    digits = digits or (".4" if letter in "gG" else "")
    text = f"%{flag}{width:g}{digits}{letter}" if width != "" else f"%{flag}{digits}{letter}"
    spelled = Call(
        call.node, Symbol(call.node, "sprintf"), [Given("", Constant(call.node, text)), Given("", found["x"])]
    )
    return translate_sprintf(t, spelled)


@handles("readLines")
def translate_lines(t: Translation, call: Call) -> Value:
    """Translate readLines() of a file."""
    found = t.match(call, "con", "n", "ok", "warn", "encoding", "skipNul")
    path = t.translate(found["con"]) if "con" in found else None
    encoding = literal(found["encoding"]) if "encoding" in found else "unknown"
    if path is None or path.kind not in (kinds.TEXT, kinds.ANY, kinds.NONE_YET) or set(found) & {"ok", "skipNul"}:
        raise Untranslatable("readLines() of something other than a file, or with `ok` or `skipNul`")
    if encoding not in ("UTF-8", "unknown"):
        raise Untranslatable("readLines() with an `encoding` that may not be UTF-8")
    t.imports.modules |= {"io", "pathlib"}
    text = code.call(code.attribute(code.call("pathlib.Path", path.code), "read_text"), encoding="utf-8")
    each = ast.comprehension(ast.Name("line", ast.Store()), code.call("io.StringIO", text), [], 0)
    lines: ast.expr = ast.ListComp(code.call(code.attribute(code.name("line"), "rstrip"), "\n"), [each])
    count = t.translate(found["n"]) if "n" in found else Value(code.const(-1), kinds.INT)
    if count.kind in kinds.NATURAL:
        lines = code.item(lines, ast.Slice(None, count.code))
    elif "n" in found and literal(found["n"]) != -1:
        raise Untranslatable("readLines() of a number of lines that may be negative")
    return Value(t.np("array", lines, dtype=code.name("object")), kinds.TEXTS, True)


@handles("sprintf", "gettextf")
def translate_sprintf(t: Translation, call: Call) -> Value:
    """Translate sprintf()."""
    parts, _ = _split_parts(t, call)
    exprs = [one.value for one in call.arguments if one.value is not None]
    values = [t.translate(one) for one in exprs]
    scalars = all(value.kind in kinds.SCALARS for value in values)
    vectors = any(value.kind in kinds.VECTORS for value in values)
    kind = kinds.TEXT if scalars else kinds.TEXTS if vectors else kinds.ANY
    return Value(t.r("sprintf", *parts), kind, True)


@handles("toupper", "tolower", "nchar", "toString")
def translate_case(t: Translation, call: Call) -> Value:
    """Translate toupper(), tolower(), nchar() and toString()."""
    if len(call.arguments) != 1:
        raise Untranslatable(f"further arguments of {call.name}()")
    value = t.translate(call.value(0))
    if call.name == "toString":
        return Value(t.r("to_string", value.code), kinds.TEXT)
    if call.name == "nchar":
        if ast.unparse(value.code) == "r.NA":
            raise Untranslatable("nchar() of a missing value")
        if value.kind == kinds.TEXT:
            return Value(code.call("len", value.code), kinds.INT)
        return Value(t.r("nchar", value.code), kinds.INTS if value.kind == kinds.TEXTS else kinds.ANY, True)
    if value.kind == kinds.TEXT:
        return Value(code.call(code.attribute(value.code, call.name[2:])), kinds.TEXT)
    return Value(t.r(f"to_{call.name[2:]}", value.code), value.kind, True)


@handles("gsub", "sub")
def translate_sub(t: Translation, call: Call) -> Value:
    """Translate sub() and gsub()."""
    found = t.match(call, "pattern", "replacement", "x", "ignore.case", "perl", "fixed")
    args = [t.translate(found[name]) for name in ("pattern", "replacement", "x")]
    named = {
        name.replace(".", "_"): t.translate(found[name]).code for name in ("ignore.case", "fixed") if name in found
    }
    return Value(t.r(call.name, *(value.code for value in args), **named), args[2].kind, True)


@handles("grepl")
def translate_grepl(t: Translation, call: Call) -> Value:
    """Translate grepl()."""
    found = t.match(call, "pattern", "x", "ignore.case", "perl", "fixed")
    args = [t.translate(found[name]) for name in ("pattern", "x")]
    named = {
        name.replace(".", "_"): t.translate(found[name]).code for name in ("ignore.case", "fixed") if name in found
    }
    kind = kinds.BOOL if args[1].kind == kinds.TEXT else kinds.BOOLS if args[1].kind == kinds.TEXTS else kinds.ANY
    return Value(t.r("grepl", *(value.code for value in args), **named), kind, True)


@handles("strsplit")
def translate_strsplit(t: Translation, call: Call) -> Value:
    """Translate strsplit()."""
    found = t.match(call, "x", "split", "fixed")
    named = {"fixed": t.translate(found["fixed"]).code} if "fixed" in found else {}
    both = (t.translate(found[name]).code for name in ("x", "split"))
    return Value(t.r("split_text", *both, **named), kinds.LIST, True)


_PLACES = (kinds.INTS, kinds.NUMBERS)


@handles("substr", "substring", "startsWith")
def translate_substr(t: Translation, call: Call) -> Value:
    """Translate substr() and startsWith()."""
    values = [t.translate(one.value) for one in call.arguments if one.value is not None and not one.name]
    if len(values) != (2 if call.name == "startsWith" else 3):
        raise Untranslatable(f"{call.name}() with these arguments")
    if any(value.kind in kinds.VECTORS for value in values[1:]):
        return _cut_pieces(t, call.name, values)
    function = "starts_with" if call.name == "startsWith" else "substr"
    kind = values[0].kind if function == "substr" else kinds.BOOL if values[0].kind == kinds.TEXT else kinds.BOOLS
    return Value(t.r(function, *(value.code for value in values)), kind, True)


def _cut_pieces(t: Translation, name: str, values: list[Value]) -> Value:
    """Return substring() of one text from several places to as many others."""
    text, *ends = values
    if name != "substring" or text.kind != kinds.TEXT or any(one.kind not in _PLACES for one in ends):
        raise Untranslatable(f"{name}() with several positions")
    names = ("start", "end")
    first, last = (
        code.call("int", code.name(spelled)) if one.kind == kinds.NUMBERS else code.name(spelled)
        for spelled, one in zip(names, ends, strict=True)
    )
    piece = code.item(text.code, ast.Slice(code.plus_number(first, -1), last))
    targets: list[ast.expr] = [ast.Name(one, ast.Store()) for one in names]
    both = code.call("zip", *(one.code for one in ends), strict=True)
    loop = ast.comprehension(ast.Tuple(targets, ast.Store()), both, [], 0)
    return Value(t.np("array", ast.ListComp(piece, [loop]), dtype=code.name("object")), kinds.TEXTS, True)


@handles("file.path")
def translate_path(t: Translation, call: Call) -> Value:
    """Translate file.path()."""
    parts, _ = _split_parts(t, call)
    kinds_of = [t.translate(one.value).kind for one in call.arguments if one.value is not None]
    kind = kinds.TEXT if all(kind in kinds.SCALARS for kind in kinds_of) else kinds.ANY
    return Value(t.r("paste", *parts, sep="/"), kind, True)


@handles("tempfile", "tempdir")
def translate_tempfile(t: Translation, call: Call) -> Value:
    """Translate tempfile() and tempdir()."""
    t.imports.modules.add("tempfile")
    if call.name == "tempdir":
        return Value(code.call("tempfile.gettempdir"), kinds.TEXT)
    found = t.match(call, "pattern", "tmpdir", "fileext")
    if "tmpdir" in found:
        raise Untranslatable("tempfile() with `tmpdir`")
    spelled = {"pattern": "prefix", "fileext": "suffix"}
    named = {spelled[name]: t.translate(one).code for name, one in found.items()}
    return Value(code.call("tempfile.mktemp", **named), kinds.TEXT)


@handles("unlink", "file.exists", "dir.create")
def translate_files(t: Translation, call: Call) -> Value:
    """Translate functions of files."""
    names = {"unlink": ("x", "recursive"), "file.exists": ("x",),
             "dir.create": ("path", "showWarnings", "recursive")}[call.name]  # fmt: skip
    found = t.match(call, *names)
    path = t.translate(found[names[0]])
    if path.kind not in (kinds.TEXT, kinds.ANY, kinds.NONE_YET):
        raise Untranslatable(f"{call.name}() of a value that may be several files")
    if call.name == "file.exists":
        t.imports.modules.add("os")
        return Value(code.call("os.path.exists", path.code), kinds.BOOL)
    if call.name == "dir.create":
        t.imports.modules.add("os")
        return Value(code.call("os.makedirs", path.code, exist_ok=True), kinds.NULL)
    if literal(found.get("recursive")) is True:
        t.imports.modules.add("shutil")
        return Value(code.call("shutil.rmtree", path.code, ignore_errors=True), kinds.NULL)
    t.imports.modules.add("pathlib")
    removed = code.call(code.attribute(code.call("pathlib.Path", path.code), "unlink"), missing_ok=True)
    return Value(removed, kinds.NULL)


@handles("Sys.time")
def translate_time(t: Translation, call: Call) -> Value:
    """Translate Sys.time(), as seconds."""
    t.imports.modules.add("time")
    return Value(code.call("time.time"), kinds.ANY)  # in R, the difference of two times is no plain number
