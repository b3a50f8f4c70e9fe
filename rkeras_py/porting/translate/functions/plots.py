"""Plots of base R as calls of matplotlib."""

import ast
from collections.abc import Callable, Sequence

from ....data.sentinels import NA
from .. import code, kinds
from ..inference.forms import note_form
from ..inference.reading import find_form
from ..kinds import Value
from ..language import Call, Constant, Expr, Untranslatable
from ..state import Translation, handles, literal, match_given, whole
from .colors import Recolor, find_color
from .statistics import may_repeat

Drawn = list[ast.stmt]
_LOOKS = (
    "adj", "bg", "bty", "border", "cex", "cex.axis", "cex.lab", "cex.main", "family", "font", "font.main", "frame.plot",
    "inset", "interpolate", "las", "line", "mai", "mar", "mgp", "ncol", "oma", "pos", "ps", "tck",
    "useRaster", "xaxs", "xpd", "yaxs",
)  # fmt: skip
"""Arguments that change how a plot looks, and not what it shows."""
_FRAME = ("main", "xlab", "ylab", "xlim", "ylim", "log", "asp", "axes", "xaxt", "yaxt", "ann")
_LINE = ("type", "col", "lwd", "lty", "pch")
_DASHES = {1: "-", 2: "--", 3: ":", 4: "-.", "solid": "-", "dashed": "--", "dotted": ":", "dotdash": "-."}
_MARKS = {0: "s", 1: "o", 2: "^", 3: "+", 4: "x", 5: "D", 15: "s", 16: "o", 17: "^", 18: "D", 19: "o", 20: "o", 21: "o"}
_CORNERS = {
    "topright": "upper right", "topleft": "upper left", "bottomright": "lower right", "bottomleft": "lower left",
    "top": "upper center", "bottom": "lower center", "left": "center left", "right": "center right", "center": "center",
}  # fmt: skip
_FILES = ("png", "jpeg", "pdf", "svg")


def draw(t: Translation, call: Call) -> Drawn:
    """Return statements that draw as a call of base R does.

    Args:
        t: The translation.
        call: The call.

    Raises:
        Untranslatable: If it may draw something that has no such form here.
    """
    maker = _MAKERS.get(call.name)
    if maker is None:
        raise Untranslatable(f"a plot of R by {call.name}()")
    drawn = maker(t, call)
    if drawn:
        t.imports.modules.add("matplotlib.pyplot as plt")
        t.plots.is_showing |= t.plots.file is None and call.name not in ("par", "dev.off")
    return drawn


@handles("par", "dev.off")
def _draw_as_value(t: Translation, call: Call) -> Value:
    """Draw where the value is kept, as in `old <- par(mfrow = c(1, 2))`."""
    t.before += draw(t, call)
    return Value(code.const(None), kinds.NULL)


def _call_plt(function: str, *args: object, **named: object) -> ast.stmt:
    """Return a call of pyplot, which takes lists for arrays."""
    spelt = {name: _drop_array(one) for name, one in named.items()}
    return ast.Expr(code.call(f"plt.{function}", *map(_drop_array, args), **spelt))


def _drop_array(value: object) -> object:
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "np.array" and len(value.args) == 1:
        return value.args[0]
    return value


def _match(call: Call, *formals: str) -> dict[str, Expr]:
    """Match arguments, without those that change looks alone."""
    given = [one for one in call.arguments if one.name not in _LOOKS]
    return {name: one for name, one in match_given(given, formals, call.name).items() if one is not None}


def _begin(t: Translation) -> Drawn:
    """Return the statement that begins a plot: the next place of par(mfrow = ), or a figure of its own."""
    if place := t.plots.places.get(t.scope.key):
        return [_call_plt("sca", code.call("next", code.name(place)))]
    return [_call_plt("figure")]


def _find_color(t: Translation, expr: Expr) -> ast.expr:
    """Return one color, or those of points."""
    if (known := literal(expr)) is not ...:
        return code.const(find_color(known))
    found = t.translate(expr)
    if not any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in ast.walk(found.code)):
        raise Untranslatable("colors that are known only when the script runs")
    return Recolor().visit(found.code)  # type: ignore[no-any-return]


def _spell_line(t: Translation, found: dict[str, Expr], default: str) -> dict[str, ast.expr]:
    """Return how a line or points look, as arguments of `plt.plot()`."""
    named: dict[str, ast.expr] = {}
    kind = literal(found.get("type")) if "type" in found else default
    if kind not in ("p", "l", "b", "o", "s", "n"):
        raise Untranslatable("`type` of this kind")
    if "col" in found:
        named["color"] = _find_color(t, found["col"])
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


def _find_points(t: Translation, found: dict[str, Expr], called: str) -> list[ast.expr]:
    """Return x and y: given, or the places and values of a vector, or the columns of a matrix."""
    x = t.translate(found["x"]) if "x" in found else None
    if x is None or x.kind in (kinds.FRAME, kinds.FUNCTION, kinds.HISTORY, kinds.MODEL, kinds.OBJECT, kinds.LIST):
        raise Untranslatable(f"{called}() of a value that may not be numbers")
    if "y" in found:
        return [x.code, t.translate(found["y"]).code]
    x = Value(_hold_once(t, x.code), x.kind)
    rank = 1 if x.kind in kinds.VECTORS else find_form(x.code).rank
    if rank == 2:
        return [code.item(x.code, ast.Tuple([ast.Slice(), code.const(place)], ast.Load())) for place in (0, 1)]
    if rank != 1:
        raise Untranslatable(f"{called}() of a value that may not be a vector")
    return [_number(x.code), x.code]


def _hold_once(t: Translation, values: ast.expr) -> ast.expr:
    """Return code that may stand twice; what computes or draws gets a name before."""
    if may_repeat(values):
        return values
    name = t.spelling.invent("values")
    note_form(held := code.name(name), find_form(values))
    t.before.append(ast.Assign([ast.Name(name, ast.Store())], values))
    return held


def _number(values: ast.expr) -> ast.expr:
    """Return 1, 2, ... for the elements of a vector."""
    return code.call("range", 1, code.plus_number(code.call("len", _drop_array(values)), 1))


def _write_frame(t: Translation, found: dict[str, Expr]) -> Drawn:
    """Return statements for titles, limits and scales."""
    drawn: Drawn = []
    for name, function in {"main": "title", "xlab": "xlabel", "ylab": "ylabel", "xlim": "xlim", "ylim": "ylim"}.items():
        if name in found and literal(found[name]) != "":
            drawn.append(_call_plt(function, t.translate(found[name]).code))
    scales = literal(found.get("log")) if "log" in found else ""
    if scales not in ("", "x", "y", "xy", "yx"):
        raise Untranslatable("`log` that is known only when the script runs")
    t.plots.is_log = bool(scales)
    drawn += [_call_plt(f"{axis}scale", "log") for axis in str(scales)]
    if "asp" in found:
        drawn.append(_call_plt("axis", "equal"))
    if "axes" in found and literal(found["axes"]) is False:
        drawn.append(_call_plt("axis", "off"))
    return drawn


def _draw_plot(t: Translation, call: Call) -> Drawn:
    first = next((one.value for one in call.arguments if one.name in ("", "x")), None)
    if isinstance(first, Call) and first.name == "as.raster":
        return [*_begin(t), *_show_raster(t, first), *_write_frame(t, _match(call, "x", *_FRAME))]
    if isinstance(first, Call) and first.name == "~":
        raise Untranslatable("plot() of a formula")
    if first is not None and t.translate(first).kind == kinds.HISTORY:
        return _draw_history(t, call)
    found = _match(call, "x", "y", *_LINE, *_FRAME)
    return [*_begin(t), *_draw_line(t, found, "p", "plot"), *_write_frame(t, found)]


def _draw_history(t: Translation, call: Call) -> Drawn:
    history = t.translate(_match(call, "x")["x"]).code
    if t.style != "keras":
        return [ast.Expr(code.call(code.attribute(history, "plot")))]
    t.imports.modules.add("pandas as pd")
    frame = code.call("pd.DataFrame", code.attribute(history, "history"))
    return [ast.Expr(code.call(code.attribute(frame, "plot"), subplots=True))]


def _show_raster(t: Translation, call: Call) -> Drawn:
    found = _match(call, "x", "max")
    values = t.translate(found["x"]).code
    if "max" in found and literal(found["max"]) != 1:
        values = code.binary(values, "/", t.translate(found["max"]).code)
    return [_call_plt("imshow", values, cmap="gray", vmin=0, vmax=1), _call_plt("axis", "off")]


def _draw_line(t: Translation, found: dict[str, Expr], default: str, called: str) -> Drawn:
    points = _find_points(t, found, called)
    looks = _spell_line(t, found, default)
    color = looks.get("color")
    if color is not None and not isinstance(color, ast.Constant):
        if literal(found.get("type")) not in (..., "p") or default != "p":
            raise Untranslatable("a line of several colors")
        marker = looks["marker"]
        return [_call_plt("scatter", *points, c=color, marker=marker)]
    return [_call_plt("plot", *points, **(looks or {}))]


def _draw_more(t: Translation, call: Call) -> Drawn:
    found = _match(call, "x", "y", *_LINE)
    return _draw_line(t, found, "l" if call.name == "lines" else "p", call.name)


def _draw_histogram(t: Translation, call: Call) -> Drawn:
    found = _match(call, "x", "breaks", "col", "freq", "probability", *_FRAME)
    breaks = t.translate(found["breaks"]) if "breaks" in found else Value(code.const("sturges"), kinds.NUMBER)
    if breaks.kind not in kinds.SCALAR_NUMBERS:
        raise Untranslatable("hist() with borders, which belong to the bin below in R, and to that above in numpy")
    named: dict[str, object] = {"bins": breaks.code}
    if "col" in found:
        named["color"] = _find_color(t, found["col"])
    if literal(found.get("freq")) is False or literal(found.get("probability")) is True:
        named["density"] = True
    return [*_begin(t), _call_plt("hist", t.translate(found["x"]).code, **named), *_write_frame(t, found)]


def _draw_bars(t: Translation, call: Call) -> Drawn:
    found = _match(call, "height", "names.arg", "col", *_FRAME)
    height = t.translate(found["height"])
    is_vector = height.kind in kinds.NUMBER_VECTORS or (height.kind == kinds.ARRAY and find_form(height.code).rank == 1)
    if not is_vector:  # one with names has them below the bars
        raise Untranslatable("barplot() of a value that may not be a vector")
    height = Value(_hold_once(t, height.code), height.kind)
    names = t.translate(found["names.arg"]).code if "names.arg" in found else _number(height.code)
    named = {"color": _find_color(t, found["col"])} if "col" in found else {}
    return [*_begin(t), _call_plt("bar", names, height.code, **named), *_write_frame(t, found)]


def _draw_image(t: Translation, call: Call) -> Drawn:
    found = _match(call, "x", "y", "z", "col", *_FRAME)
    if "y" in found or "z" in found:
        raise Untranslatable("image() with places")
    palette = found.get("col")
    grays = isinstance(palette, Call) and palette.name in ("gray.colors", "grey.colors") and len(palette.arguments) == 1
    if palette is not None and not grays:
        raise Untranslatable("image() in these colors")
    values = code.attribute(t.translate(found["x"]).code, "T")
    named = {"origin": "lower", "aspect": "auto", "cmap": "gray" if grays else "YlOrRd"}
    return [*_begin(t), _call_plt("imshow", values, **named), *_write_frame(t, found)]


def _draw_straight(t: Translation, call: Call) -> Drawn:
    found = _match(call, "a", "b", "h", "v", "col", "lwd", "lty")
    looks = _spell_line(t, found, "l")
    drawn: Drawn = []
    for name, function in {"h": "axhline", "v": "axvline"}.items():
        if name in found:
            at = t.translate(found[name])
            if at.kind not in kinds.SCALAR_NUMBERS:
                raise Untranslatable("abline() of a value that may be several lines")
            drawn.append(_call_plt(function, at.code, **looks))
    if "a" in found and "b" in found:
        start = ast.Tuple([code.const(0), t.translate(found["a"]).code], ast.Load())
        drawn.append(_call_plt("axline", start, slope=t.translate(found["b"]).code, **looks))
    if not drawn or (t.plots.is_log and "a" in found):
        raise Untranslatable("abline() of a fitted model, or on an axis that is not linear")
    return drawn


def _list_parts(expr: Expr | None) -> Sequence[Expr] | None:
    """Return the elements of `c(...)` without names, or of a single constant."""
    if isinstance(expr, Call) and expr.name == "c" and not any(one.name for one in expr.arguments):
        return [one.value for one in expr.arguments if one.value is not None]
    return [expr] if isinstance(expr, Constant) else None


def _draw_legend(t: Translation, call: Call) -> Drawn:
    found = _match(call, "x", "y", "legend", "fill", "col", "lty", "lwd", "pch")
    if "legend" not in found and "y" in found:
        found["legend"] = found.pop("y")
    corner, labels = _CORNERS.get(str(literal(found.get("x")))), _list_parts(found.get("legend"))
    if corner is None or labels is None or "y" in found:
        raise Untranslatable("legend() at a place, or with labels, that are known only when the script runs")
    handles = [_make_handle(t, found, place, t.translate(label).code) for place, label in enumerate(labels)]
    return [_call_plt("legend", handles=ast.List(handles, ast.Load()), loc=corner)]


def _make_handle(t: Translation, found: dict[str, Expr], place: int, label: ast.expr) -> ast.expr:
    own: dict[str, Expr] = {}
    for name in ("fill", "col", "lty", "lwd", "pch"):
        parts = _list_parts(found.get(name))
        if parts and literal(parts[place % len(parts)]) is NA:
            continue
        if parts:
            own[name] = parts[place % len(parts)]
        elif name in found:
            raise Untranslatable(f"legend() with `{name}` that is known only when the script runs")
    if "fill" in own:
        return code.call("plt.Rectangle", (0, 0), 1, 1, color=_find_color(t, own["fill"]), label=label)
    both = {"pch"} <= set(own) and {"lty"} <= set(own)
    looks = _spell_line(t, own, "b" if both else "p" if "pch" in own else "l")
    if "color" not in looks:
        looks["color"] = code.const("black")
    return code.call("plt.Line2D", [], [], **looks, label=label)


def _draw_title(t: Translation, call: Call) -> Drawn:
    return _write_frame(t, _match(call, "main", "xlab", "ylab"))


def _draw_text(t: Translation, call: Call) -> Drawn:
    found = _match(call, "x", "y", "labels", "col")
    if "labels" not in found:
        raise Untranslatable("text() without labels")
    labels = t.translate(found["labels"])
    points = _find_points(t, {name: one for name, one in found.items() if name in ("x", "y")}, "text")
    color = _find_color(t, found["col"]) if "col" in found else None
    if color is not None and not isinstance(color, ast.Constant):
        raise Untranslatable("text() in several colors")
    named = {} if color is None else {"color": color}
    if labels.kind in kinds.SCALARS:
        return [_call_plt("text", *points, labels.code, **named)]
    names = [t.spelling.invent(name) for name in ("across", "up", "label")]
    targets: list[ast.expr] = [ast.Name(name, ast.Store()) for name in names]
    items = code.call("zip", *points, labels.code, strict=True)
    body: Drawn = [_call_plt("text", *map(code.name, names), **named)]
    return [ast.For(ast.Tuple(targets, ast.Store()), items, body, [])]


def _draw_axis(t: Translation, call: Call) -> Drawn:
    found = _match(call, "side", "at", "labels")
    side = {1: "xticks", 2: "yticks"}.get(whole(found.get("side")) or 0)
    if side is None or "at" not in found:
        raise Untranslatable("axis() on this side, or without places")
    return [_call_plt(side, *(t.translate(found[name]).code for name in ("at", "labels") if name in found))]


def _set_par(t: Translation, call: Call) -> Drawn:
    """Take par(mfrow = ) as places for the plots that come; other settings change looks alone."""
    t.plots.places.pop(t.scope.key, None)
    shape = next((one.value for one in call.arguments if one.name == "mfrow"), None)
    if any(one.name in ("mfcol", "new", "fig") for one in call.arguments):
        raise Untranslatable("par() that places plots otherwise than by rows")
    if shape is None:
        return []
    parts = _list_parts(shape)
    if parts is None or len(parts) != 2:
        raise Untranslatable("par(mfrow = ) that is known only when the script runs")
    if [literal(one) for one in parts] == [1, 1]:
        return []
    place = t.plots.places[t.scope.key] = t.spelling.invent("places")
    made = code.call("plt.subplots", *(t.translate(one).code for one in parts), squeeze=False)
    axes = code.attribute(code.item(made, code.const(1)), "flat")
    return [ast.Assign([ast.Name(place, ast.Store())], code.call("iter", axes))]


def _open_file(t: Translation, call: Call) -> Drawn:
    first = call.arguments[0] if call.arguments else None
    path = first.value if first is not None and first.name in ("", "file", "filename") else None
    if path is None or "%" in str(literal(path)):
        raise Untranslatable(f"{call.name}() of a file without a name, or of several")
    t.plots.file = t.translate(path).code
    return []


def _close_file(t: Translation, call: Call) -> Drawn:
    path, t.plots.file = t.plots.file, None
    return [] if path is None else [_call_plt("savefig", path), _call_plt("close")]


_MAKERS: dict[str, Callable[[Translation, Call], Drawn]] = {
    "plot": _draw_plot, "lines": _draw_more, "points": _draw_more, "hist": _draw_histogram, "barplot": _draw_bars,
    "image": _draw_image, "abline": _draw_straight, "legend": _draw_legend, "title": _draw_title, "text": _draw_text,
    "axis": _draw_axis, "par": _set_par, **dict.fromkeys(_FILES, _open_file), "dev.off": _close_file,
    "grid": lambda t, call: [_call_plt("grid", True)],
}  # fmt: skip
DRAWS = (*_MAKERS, "ggplot", "layout", "curve", "boxplot", "plot.new", "plot.window", "polygon", "segments", "arrows",
         "rect", "mtext", "matplot", "pie", "pairs", "persp", "contour")  # fmt: skip
"""Functions that draw, so that a program stays right without them."""
