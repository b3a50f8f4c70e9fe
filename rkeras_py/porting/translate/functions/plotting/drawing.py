"""Base R plots as matplotlib calls."""

import ast
from collections.abc import Callable

from .....data.sentinels import NA
from ... import code, kinds
from ...inference.reading import find_form
from ...kinds import Value
from ...language import Call, Expr, Untranslatable
from ...state import Translation, handles, literal, whole
from .fills import (
    draw_bars,
    draw_histogram,
    draw_image,
    draw_polygon,
    draw_rectangle,
    draw_segments,
    set_places,
)
from .parts import (
    FRAME,
    LINE,
    Drawn,
    begin,
    call_plt,
    find_points,
    list_parts,
    match,
    number_places,
    spell_color,
    spell_line,
    write_frame,
)

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
        raise Untranslatable(f"the R plot {call.name}()")
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


def _draw_plot(t: Translation, call: Call) -> Drawn:
    first = next((one.value for one in call.arguments if one.name in ("", "x")), None)
    if isinstance(first, Call) and first.name == "as.raster":
        return [*begin(t), *_show_raster(t, first), *write_frame(t, match(call, "x", *FRAME))]
    if isinstance(first, Call) and first.name == "~":
        raise Untranslatable("plot() of a formula")
    if first is not None and t.translate(first).kind == kinds.HISTORY:
        return _draw_history(t, call)
    found = match(call, "x", "y", *LINE, *FRAME)
    return [*begin(t), *_draw_line(t, found, "p", "plot"), *write_frame(t, found)]


def _draw_history(t: Translation, call: Call) -> Drawn:
    history = t.translate(match(call, "x")["x"]).code
    if t.style != "keras":
        return [ast.Expr(code.call(code.attribute(history, "plot")))]
    t.imports.modules.add("pandas as pd")
    frame = code.call("pd.DataFrame", code.attribute(history, "history"))
    return [ast.Expr(code.call(code.attribute(frame, "plot"), subplots=True))]


def _show_raster(t: Translation, call: Call) -> Drawn:
    found = match(call, "x", "max")
    values = t.translate(found["x"]).code
    if "max" in found and literal(found["max"]) != 1:
        values = code.binary(values, "/", t.translate(found["max"]).code)
    return [call_plt("imshow", values, cmap="gray", vmin=0, vmax=1), call_plt("axis", "off")]


def _draw_line(t: Translation, found: dict[str, Expr], default: str, called: str) -> Drawn:
    points = find_points(t, found, called)
    looks = spell_line(t, found, default)
    color = looks.get("color")
    if color is not None and not isinstance(color, ast.Constant):
        if literal(found.get("type")) not in (..., "p") or default != "p":
            raise Untranslatable("a line of several colors")
        marker = looks["marker"]
        return [call_plt("scatter", *points, c=color, marker=marker)]
    return [call_plt("plot", *points, **(looks or {}))]


def _draw_more(t: Translation, call: Call) -> Drawn:
    found = match(call, "x", "y", *LINE)
    return _draw_line(t, found, "l" if call.name == "lines" else "p", call.name)


def _draw_straight(t: Translation, call: Call) -> Drawn:
    found = match(call, "a", "b", "h", "v", "col", "lwd", "lty")
    looks = spell_line(t, found, "l")
    drawn: Drawn = []
    for name, function in {"h": "axhline", "v": "axvline"}.items():
        if name in found:
            at = t.translate(found[name])
            if at.kind not in kinds.SCALAR_NUMBERS:
                raise Untranslatable("abline() of a value that may be several lines")
            drawn.append(call_plt(function, at.code, **looks))
    if "a" in found and "b" in found:
        start = ast.Tuple([code.const(0), t.translate(found["a"]).code], ast.Load())
        drawn.append(call_plt("axline", start, slope=t.translate(found["b"]).code, **looks))
    if not drawn or (t.plots.is_log and "a" in found):
        raise Untranslatable("abline() of a fitted model, or on an axis that is not linear")
    return drawn


def _draw_legend(t: Translation, call: Call) -> Drawn:
    found = match(call, "x", "y", "legend", "fill", "col", "lty", "lwd", "pch")
    if "legend" not in found and "y" in found:
        found["legend"] = found.pop("y")
    corner, labels = _CORNERS.get(str(literal(found.get("x")))), list_parts(found.get("legend"))
    if corner is None or labels is None or "y" in found:
        raise Untranslatable("legend() with a position or labels that are known only when the script runs")
    handles = [_make_handle(t, found, place, t.translate(label).code) for place, label in enumerate(labels)]
    return [call_plt("legend", handles=ast.List(handles, ast.Load()), loc=corner)]


def _make_handle(t: Translation, found: dict[str, Expr], place: int, label: ast.expr) -> ast.expr:
    own: dict[str, Expr] = {}
    for name in ("fill", "col", "lty", "lwd", "pch"):
        parts = list_parts(found.get(name))
        if parts and literal(parts[place % len(parts)]) is NA:
            continue
        if parts:
            own[name] = parts[place % len(parts)]
        elif name in found:
            raise Untranslatable(f"legend() with `{name}` that is known only when the script runs")
    if "fill" in own:
        return code.call("plt.Rectangle", (0, 0), 1, 1, color=spell_color(t, own["fill"]), label=label)
    both = {"pch"} <= set(own) and {"lty"} <= set(own)
    looks = spell_line(t, own, "b" if both else "p" if "pch" in own else "l")
    if "color" not in looks:
        looks["color"] = code.const("black")
    return code.call("plt.Line2D", [], [], **looks, label=label)


def _draw_title(t: Translation, call: Call) -> Drawn:
    return write_frame(t, match(call, "main", "xlab", "ylab"))


def _draw_text(t: Translation, call: Call) -> Drawn:
    found = match(call, "x", "y", "labels", "col")
    points = find_points(t, {name: one for name, one in found.items() if name in ("x", "y")}, "text")
    labels = t.translate(found["labels"]) if "labels" in found else Value(number_places(points[0]), kinds.INTS)
    color = spell_color(t, found["col"]) if "col" in found else None
    is_single = color is None or isinstance(color, ast.Constant)
    named = {"color": color} if color is not None and is_single else {}
    if labels.kind in kinds.SCALARS and is_single:
        return [call_plt("text", *points, labels.code, **named)]
    if labels.kind in kinds.SCALARS or (color is not None and not is_single and find_form(color).rank != 1):
        raise Untranslatable("text() in several colors")
    names = [t.spelling.invent(name) for name in ("across", "up", "label", *([] if is_single else ["color"]))]
    targets: list[ast.expr] = [ast.Name(name, ast.Store()) for name in names]
    items = code.call("zip", *points, labels.code, *([] if is_single else [color]), strict=True)
    named |= {} if is_single else {"color": code.name(names[3])}
    body: Drawn = [call_plt("text", *map(code.name, names[:3]), **named)]
    return [ast.For(ast.Tuple(targets, ast.Store()), items, body, [])]


def _draw_axis(t: Translation, call: Call) -> Drawn:
    found = match(call, "side", "at", "labels")
    side = {1: "xticks", 2: "yticks"}.get(whole(found.get("side")) or 0)
    if side is None or "at" not in found:
        raise Untranslatable("axis() on this side, or without positions")
    return [call_plt(side, *(t.translate(found[name]).code for name in ("at", "labels") if name in found))]


def _open_file(t: Translation, call: Call) -> Drawn:
    first = call.arguments[0] if call.arguments else None
    path = first.value if first is not None and first.name in ("", "file", "filename") else None
    if path is None or "%" in str(literal(path)):
        raise Untranslatable(f"{call.name}() of a file without a name, or of several")
    t.plots.file = t.translate(path).code
    return []


def _close_file(t: Translation, call: Call) -> Drawn:
    path, t.plots.file = t.plots.file, None
    return [] if path is None else [call_plt("savefig", path), call_plt("close")]


_MAKERS: dict[str, Callable[[Translation, Call], Drawn]] = {
    "plot": _draw_plot, "lines": _draw_more, "points": _draw_more, "hist": draw_histogram, "barplot": draw_bars,
    "image": draw_image, "abline": _draw_straight, "legend": _draw_legend, "title": _draw_title, "text": _draw_text,
    "axis": _draw_axis, "par": set_places, **dict.fromkeys(_FILES, _open_file), "dev.off": _close_file,
    "polygon": draw_polygon, "rect": draw_rectangle, "segments": draw_segments,
    "grid": lambda t, call: [call_plt("grid", True)],
}  # fmt: skip
DRAWS = (*_MAKERS, "ggplot", "layout", "curve", "boxplot", "plot.new", "plot.window", "arrows", "mtext", "matplot",
         "pie", "pairs", "persp", "contour")  # fmt: skip
"""Functions that draw, so that a program stays right without them."""
