"""Bars, histograms, images and areas of base R in matplotlib."""

import ast

from ... import code, kinds
from ...inference.forms import Form, note_form
from ...inference.reading import find_form
from ...kinds import Value
from ...language import Call, Expr, Untranslatable
from ...state import Translation, literal
from ..statistics import hold_once
from .parts import (
    FRAME,
    Drawn,
    begin,
    call_plt,
    list_parts,
    match,
    number_places,
    spell_color,
    write_frame,
)


def draw_histogram(t: Translation, call: Call) -> Drawn:
    """Return statements for hist(); borders belong to the bin below them, as in R."""
    found = match(call, "x", "breaks", "col", "freq", "probability", "add", *FRAME)
    breaks = t.translate(found["breaks"]) if "breaks" in found else Value(code.const("sturges"), kinds.NUMBER)
    bins = breaks.code
    adds = literal(found.get("add")) if "add" in found else False
    if adds not in (True, False):
        raise Untranslatable("the argument `add` of hist() is known only when the script runs")
    if breaks.kind not in kinds.SCALAR_NUMBERS:
        if breaks.kind not in kinds.NUMBER_VECTORS and not _is_vector(bins):
            raise Untranslatable("hist() with breaks that may not be numbers")
        bins = hold_once(t, bins)
        above = code.item(bins, ast.Slice(code.const(1)))
        bins = t.np("append", code.item(bins, code.const(0)), t.np("nextafter", above, code.name("np.inf")))
    named: dict[str, object] = {"bins": bins}
    if "col" in found:
        named["color"] = spell_color(t, found["col"])
    if literal(found.get("freq")) is False or literal(found.get("probability")) is True:
        named["density"] = True
    values = call_plt("hist", t.translate(found["x"]).code, **named)
    return [values] if adds else [*begin(t), values, *write_frame(t, found)]


def _is_vector(node: ast.expr) -> bool:
    of = find_form(node)
    return of.rank == 1 and of.is_numeric


def draw_bars(t: Translation, call: Call) -> Drawn:
    """Return statements for barplot() of a vector, or of a matrix whose bars stand beside each other."""
    found = match(call, "height", "names.arg", "col", "beside", "legend.text", *FRAME)
    height = t.translate(found["height"])
    of = find_form(height.code)
    if "legend.text" in found:
        raise Untranslatable("the argument `legend.text` of barplot()")
    if of.rank == 2 and of.is_numeric and literal(found.get("beside")) is True:
        return _draw_groups(t, found, height)
    is_vector = height.kind in kinds.NUMBER_VECTORS or (of.rank == 1 and (of.is_numeric or of.of == "series"))
    if not is_vector or of.named:  # R writes names below the bars
        raise Untranslatable("barplot() of a value that may not be a vector")
    height = Value(hold_once(t, height.code), height.kind)
    names = number_places(height.code)
    if of.of == "series":
        names = code.call(code.attribute(code.attribute(height.code, "index"), "astype"), code.name("str"))
    names = t.translate(found["names.arg"]).code if "names.arg" in found else names
    named = {"color": spell_color(t, found["col"])} if "col" in found else {}
    return [*begin(t), call_plt("bar", names, height.code, **named), *write_frame(t, found)]


def _draw_groups(t: Translation, found: dict[str, Expr], height: Value) -> Drawn:
    """Return statements for the rows of a matrix as bars beside each other, in a group for each column."""
    bars = hold_once(t, height.code)
    colors = spell_color(t, found["col"]) if "col" in found else None
    place, row = (t.spelling.invent(name) for name in ("place", "row"))
    columns = t.np("arange", code.item(code.attribute(bars, "shape"), code.const(1)))
    width = code.binary(code.const(0.8), "/", code.call("len", bars))
    across = code.binary(columns, "+", code.binary(code.name(place), "*", width))
    named: dict[str, object] = {"width": width}
    if colors is not None:
        is_one = isinstance(colors, ast.Constant)
        named["color"] = colors if is_one else code.item(_drop_array(colors), code.name(place))
    targets: list[ast.expr] = [ast.Name(name, ast.Store()) for name in (place, row)]
    body: Drawn = [call_plt("bar", across, code.name(row), **named)]
    loop: Drawn = [ast.For(ast.Tuple(targets, ast.Store()), code.call("enumerate", bars), body, [])]
    if "names.arg" in found:
        loop.append(call_plt("xticks", columns, t.translate(found["names.arg"]).code))
    return [*begin(t), *loop, *write_frame(t, found)]


def _drop_array(node: ast.expr) -> ast.expr:
    is_array = isinstance(node, ast.Call) and ast.unparse(node.func) == "np.array"
    return node.args[0] if is_array else node  # type: ignore[attr-defined]


def _spell_map(t: Translation, expr: Expr | None) -> ast.expr:
    """Return the color map of an image."""
    if expr is None:
        return code.const("YlOrRd")
    if isinstance(expr, Call) and expr.name in ("gray.colors", "grey.colors") and len(expr.arguments) == 1:
        return code.const("gray")
    found = t.translate(expr).code
    if find_form(found) != Form(1, "colors"):
        raise Untranslatable("image() in these colors")
    t.imports.modules.add("matplotlib.colors")
    return code.call("matplotlib.colors.ListedColormap", found)


def draw_image(t: Translation, call: Call) -> Drawn:
    """Return statements for image(): rows go to the right, columns up."""
    found = match(call, "x", "y", "z", "col", *FRAME)
    colors = _spell_map(t, found.get("col"))
    if {"y", "z"} & set(found) and not {"x", "y", "z"} <= set(found):
        raise Untranslatable("image() with positions for only one axis")
    if "z" in found:
        values = code.attribute(t.translate(found["z"]).code, "T")
        places = [t.translate(found[name]).code for name in ("x", "y")]
        return [*begin(t), call_plt("pcolormesh", *places, values, cmap=colors), *write_frame(t, found)]
    values = code.attribute(t.translate(found["x"]).code, "T")
    named = {"origin": "lower", "aspect": "auto", "cmap": colors}
    return [*begin(t), call_plt("imshow", values, **named), *write_frame(t, found)]


def draw_polygon(t: Translation, call: Call) -> Drawn:
    """Return statements for polygon(): an area between points."""
    found = match(call, "x", "y", "density", "angle", "col", "lty")
    if set(found) - {"x", "y", "col", "lty"} or "y" not in found:
        raise Untranslatable("polygon() that is hatched, or without y")
    points = [t.translate(found[name]).code for name in ("x", "y")]
    if "col" not in found or literal(found["col"]) is None:
        return [call_plt("fill", *points, fill=False)]
    return [call_plt("fill", *points, color=spell_color(t, found["col"]))]


def draw_rectangle(t: Translation, call: Call) -> Drawn:
    """Return statements for rect() of a single rectangle; its border is black unless it says another."""
    given = [one for one in call.arguments if one.name not in ("border", "lwd", "lty")]
    names = ("xleft", "ybottom", "xright", "ytop")
    found = match(Call(call.node, call.function, given), *names, "col")
    corners = [t.translate(found[name]) for name in names]
    if any(find_form(one.code).rank != 0 for one in corners):
        raise Untranslatable("rect() of values that may be several rectangles")
    left, bottom, right, top = (one.code for one in corners)
    looks: dict[str, object] = {}
    border = next((one.value for one in call.arguments if one.name == "border"), None)
    width = next((one.value for one in call.arguments if one.name == "lwd"), None)
    if border is not None and isinstance(literal(border), str):
        looks["edgecolor"] = spell_color(t, border)
    if width is not None:
        looks["linewidth"] = t.translate(width).code
    looks |= {"facecolor": spell_color(t, found["col"])} if "col" in found else {"fill": False}
    corner = ast.Tuple([left, bottom], ast.Load())
    sizes = [code.binary(right, "-", left), code.binary(top, "-", bottom)]
    shape = code.call("plt.Rectangle", corner, *sizes, **looks)
    note_form(shape, Form(0, "object"))
    return [ast.Expr(code.call(code.attribute(code.call("plt.gca"), "add_patch"), shape))]


def draw_segments(t: Translation, call: Call) -> Drawn:
    """Return statements for segments(): straight lines between pairs of points."""
    found = match(call, "x0", "y0", "x1", "y1", "col", "lwd")
    if not {"x0", "y0"} <= set(found):
        raise Untranslatable("segments() without points")
    ends = [
        ast.List([t.translate(found[name if name in found else name[0] + "0"]).code for name in names], ast.Load())
        for names in (("x0", "x1"), ("y0", "y1"))
    ]
    ranks = {find_form(one).rank for pair in ends for one in pair.elts}
    if len(ranks) != 1 or None in ranks:
        raise Untranslatable("segments() of values whose lengths may differ")
    looks: dict[str, object] = {"color": spell_color(t, found["col"]) if "col" in found else code.const("black")}
    if "lwd" in found:
        looks["linewidth"] = t.translate(found["lwd"]).code
    return [call_plt("plot", *ends, **looks)]


def set_places(t: Translation, call: Call) -> Drawn:
    """Take par(mfrow = ) as places for the plots that come, page by page; other settings change looks alone."""
    t.plots.places.pop(t.scope.key, None)
    given = next((one for one in call.arguments if one.name in ("mfrow", "mfcol")), None)
    if any(one.name in ("new", "fig") for one in call.arguments):
        raise Untranslatable("par() that arranges plots in another way than by rows or columns")
    if given is None:
        return []
    parts = list_parts(given.value)
    if parts is None or len(parts) != 2:
        raise Untranslatable(f"par({given.name} = ) that is known only when the script runs")
    if [literal(one) for one in parts] == [1, 1]:
        return []
    place = t.plots.places[t.scope.key] = t.spelling.invent("places")
    t.imports.modules.add("itertools")
    shape = ast.Tuple([t.translate(one).code for one in parts], ast.Load())
    pages = ast.comprehension(ast.Name("shape", ast.Store()), code.call("itertools.repeat", shape), [], 0)
    made = code.call("plt.subplots", ast.Starred(code.name("shape"), ast.Load()), squeeze=False)
    axes = code.item(made, code.const(1))
    axes = code.attribute(axes if given.name == "mfrow" else code.attribute(axes, "T"), "flat")
    each = ast.comprehension(ast.Name("axes", ast.Store()), axes, [], 0)
    return [ast.Assign([ast.Name(place, ast.Store())], ast.GeneratorExp(code.name("axes"), [pages, each]))]
