"""Parts of plots in matplotlib: positions, titles, lines, colors."""

import ast
from collections.abc import Sequence

from ... import code, kinds
from ...inference.reading import find_form
from ...kinds import Value
from ...language import Call, Constant, Expr, Given, Symbol, Untranslatable
from ...state import Translation, literal, match_given
from ..statistics import hold_once
from .colors import Recolor, find_color

Drawn = list[ast.stmt]
_LOOKS = (
    "adj", "bg", "bty", "border", "cex", "cex.axis", "cex.lab", "cex.main", "family", "font", "font.main", "frame.plot",
    "inset", "interpolate", "las", "line", "mai", "mar", "mgp", "ncol", "oma", "pos", "ps", "tck",
    "useRaster", "xaxs", "xpd", "yaxs",
)  # fmt: skip
"""Arguments that change how a plot looks, and not what it shows."""
FRAME = ("main", "xlab", "ylab", "xlim", "ylim", "log", "asp", "axes", "xaxt", "yaxt", "ann")
LINE = ("type", "col", "lwd", "lty", "pch")
_DASHES = {1: "-", 2: "--", 3: ":", 4: "-.", "solid": "-", "dashed": "--", "dotted": ":", "dotdash": "-."}
_MARKS = {0: "s", 1: "o", 2: "^", 3: "+", 4: "x", 5: "D", 15: "s", 16: "o", 17: "^", 18: "D", 19: "o", 20: "o", 21: "o"}


def call_plt(function: str, *args: object, **named: object) -> ast.stmt:
    """Return a call of pyplot, which takes lists for arrays."""
    spelled = {name: drop_array(one) for name, one in named.items()}
    return ast.Expr(code.call(f"plt.{function}", *map(drop_array, args), **spelled))


def drop_array(value: object) -> object:
    """Return the list in `np.array([...])`; anything else as it is."""
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "np.array" and len(value.args) == 1:
        return value.args[0]
    return value


def match(call: Call, *formals: str) -> dict[str, Expr]:
    """Match arguments, without those that change looks alone."""
    given = [one for one in call.arguments if one.name not in _LOOKS]
    return {name: one for name, one in match_given(given, formals, call.name).items() if one is not None}


def begin(t: Translation) -> Drawn:
    """Return the statement that begins a plot: the next place of par(mfrow = ), or a figure of its own."""
    if place := t.plots.places.get(t.scope.key):
        return [call_plt("sca", code.call("next", code.name(place)))]
    return [call_plt("figure")]


def spell_color(t: Translation, expr: Expr) -> ast.expr:
    """Return one color, or those of points."""
    if (known := literal(expr)) is not ...:
        return code.const(find_color(known))
    name = expr.name if isinstance(expr, Symbol) else ""
    if isinstance(expr, Call) and expr.name == "[" and isinstance(owner := expr.value(0), Symbol):
        name = owner.name
    if (source := t.colors.get(name)) is not None:
        is_part = isinstance(expr, Call)
        rest = expr.arguments[1:] if isinstance(expr, Call) else []
        expr = Call(expr.node, expr.function, [Given("", source), *rest]) if is_part else source  # type: ignore[attr-defined]
    found = t.translate(expr)
    if find_form(found.code).of == "colors":
        return found.code
    if not any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in ast.walk(found.code)):
        raise Untranslatable("colors that are known only when the script runs")
    return Recolor().visit(found.code)  # type: ignore[no-any-return]


def spell_line(t: Translation, found: dict[str, Expr], default: str) -> dict[str, ast.expr]:
    """Return how a line or points look, as arguments of `plt.plot()`."""
    named: dict[str, ast.expr] = {}
    kind = literal(found.get("type")) if "type" in found else default
    if kind not in ("p", "l", "b", "o", "s", "n"):
        raise Untranslatable("`type` of this kind")
    if "col" in found:
        named["color"] = spell_color(t, found["col"])
    if "lwd" in found and kind != "p":
        named["linewidth"] = t.translate(found["lwd"]).code
    if kind in ("p", "b", "o"):
        mark = literal(found["pch"]) if "pch" in found else 1
        marker = _MARKS.get(mark) if not isinstance(mark, str) else {".": ","}.get(mark, f"${mark}$")  # type: ignore[call-overload]
        if marker is None:
            raise Untranslatable("`pch` of this kind")
        named["marker"] = code.const(marker)
        if mark in (0, 1, 2, 5):
            named["fillstyle"] = code.const("none")
    if kind in ("p", "n"):
        named["linestyle"] = code.const("none")
    elif "lty" in found:
        if (dash := _DASHES.get(literal(found["lty"]))) is None:
            raise Untranslatable("`lty` of this kind")
        named["linestyle"] = code.const(dash)
    if kind == "s":
        named["drawstyle"] = code.const("steps-post")
    return named


_PAIRS = {"R['cars']": ("speed", "dist"), "R['women']": ("height", "weight"), "R['faithful']": ("eruptions", "waiting")}
"""Data sets of R of two columns, which are drawn one against the other."""


def find_points(t: Translation, found: dict[str, Expr], called: str) -> list[ast.expr]:
    """Return x and y: given, or the places and values of a vector, or the columns of a matrix."""
    x = t.translate(found["x"]) if "x" in found else None
    if x is not None and "y" not in found and ast.unparse(x.code) in _PAIRS:
        return [code.item(x.code, code.const(name)) for name in _PAIRS[ast.unparse(x.code)]]
    if x is None or x.kind in (kinds.FRAME, kinds.FUNCTION, kinds.HISTORY, kinds.MODEL, kinds.OBJECT, kinds.LIST):
        raise Untranslatable(f"{called}() of a value that may not be numbers")
    if "y" in found:
        return [x.code, t.translate(found["y"]).code]
    x = Value(hold_once(t, x.code), x.kind)
    of = find_form(x.code)
    rank = 1 if x.kind in kinds.VECTORS else 2 if of.rank is None and of.wide and of.is_numeric else of.rank
    if rank == 2:
        return [code.item(x.code, ast.Tuple([ast.Slice(), code.const(place)], ast.Load())) for place in (0, 1)]
    if rank != 1:
        raise Untranslatable(f"{called}() of a value that may not be a vector")
    return [number_places(x.code), x.code]


def number_places(values: ast.expr) -> ast.expr:
    """Return 1, 2, ... for the elements of a vector."""
    return code.call("range", 1, code.plus_number(code.call("len", drop_array(values)), 1))


def write_frame(t: Translation, found: dict[str, Expr]) -> Drawn:
    """Return statements for titles, limits and scales."""
    drawn: Drawn = []
    for name, function in {"main": "title", "xlab": "xlabel", "ylab": "ylabel", "xlim": "xlim", "ylim": "ylim"}.items():
        if name in found and literal(found[name]) != "":
            drawn.append(call_plt(function, t.translate(found[name]).code))
    scales = literal(found.get("log")) if "log" in found else ""
    if scales not in ("", "x", "y", "xy", "yx"):
        raise Untranslatable("`log` that is known only when the script runs")
    t.plots.is_log = bool(scales)
    drawn += [call_plt(f"{axis}scale", "log") for axis in str(scales)]
    if "asp" in found:
        drawn.append(call_plt("axis", "equal"))
    if "axes" in found and literal(found["axes"]) is False:
        drawn.append(call_plt("axis", "off"))
    return drawn


def list_parts(expr: Expr | None) -> Sequence[Expr] | None:
    """Return the elements of `c(...)` without names, or of a single constant."""
    if isinstance(expr, Call) and expr.name == "c" and not any(one.name for one in expr.arguments):
        return [one.value for one in expr.arguments if one.value is not None]
    return [expr] if isinstance(expr, Constant) else None
