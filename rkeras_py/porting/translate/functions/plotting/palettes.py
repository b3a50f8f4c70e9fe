"""R palettes as similar matplotlib colors."""

import ast

from ... import code, kinds
from ...inference.forms import Form, note_form
from ...kinds import Value
from ...language import Call, Expr, Untranslatable
from ...state import Translation, handles, literal

_MAPS = {
    "viridis": "viridis", "plasma": "plasma", "inferno": "inferno", "blues": "Blues_r", "blues 2": "Blues_r",
    "blues 3": "Blues_r", "greens": "Greens_r", "greens 2": "Greens_r", "greens 3": "Greens_r", "reds": "Reds_r",
    "reds 2": "Reds_r", "reds 3": "Reds_r", "oranges": "Oranges_r", "purples": "Purples_r", "purples 2": "Purples_r",
    "grays": "gray", "light grays": "gray", "ylorrd": "YlOrRd_r", "ylorbr": "YlOrBr_r", "orrd": "OrRd_r",
    "oryel": "YlOrRd_r", "heat": "YlOrRd_r", "heat 2": "YlOrRd_r", "ylgnbu": "YlGnBu_r", "bugn": "BuGn_r",
    "gnbu": "GnBu_r", "rdpu": "RdPu_r", "purd": "PuRd_r", "terrain": "terrain", "blue-red": "coolwarm",
    "blue-red 2": "coolwarm", "blue-red 3": "coolwarm", "red-blue": "coolwarm_r", "rdbu": "RdBu",
    "spectral": "Spectral",
    "rdylbu": "RdYlBu", "rdylgn": "RdYlGn", "prgn": "PRGn", "brbg": "BrBG", "piyg": "PiYG", "puor": "PuOr",
    "dark 2": "hsv", "dark 3": "hsv", "set 2": "hsv", "set 3": "hsv", "dynamic": "hsv", "pastel 1": "hsv",
}  # fmt: skip
"""For each palette of hcl.colors(), in small letters, the color map of matplotlib that is near to it."""
_OTHERS = {"heat.colors": "hot", "terrain.colors": "terrain", "topo.colors": "viridis", "cm.colors": "PiYG_r"}


def _count(t: Translation, expr: Expr, called: str) -> ast.expr:
    value = t.translate(expr)
    if value.kind not in (*kinds.WHOLE, kinds.COUNT):
        raise Untranslatable(f"{called}() of a number that may not be whole")
    return value.code


def _write_colors(t: Translation, color: ast.expr, places: ast.expr) -> Value:
    """Return the texts of colors at places from 0 to 1, which `color` makes of `place`."""
    loop = ast.comprehension(ast.Name("place", ast.Store()), places, [], 0)
    return _note(t.np("array", ast.ListComp(color, [loop]), dtype=code.name("object")))


def _note(made: ast.expr) -> Value:
    note_form(made, Form(1, "colors"))
    return Value(made, kinds.ANY, True)


@handles("hcl.colors", *_OTHERS)
def translate_palette(t: Translation, call: Call) -> Value:
    """Translate hcl.colors() and its like."""
    formals = ("n", "palette", "alpha", "rev") if call.name == "hcl.colors" else ("n", "alpha", "rev")
    found = t.match(call, *formals)
    name = literal(found.get("palette")) if "palette" in found else "viridis"
    chosen = _OTHERS.get(call.name) or _MAPS.get(str(name).lower())
    rev = literal(found.get("rev")) if "rev" in found else False
    if chosen is None or rev not in (True, False) or literal(found.get("alpha", None)) not in (..., None):
        raise Untranslatable(f"{call.name}() with this palette, which matplotlib lacks")
    chosen = chosen.removesuffix("_r") if rev and chosen.endswith("_r") else f"{chosen}_r" if rev else chosen
    t.imports.modules |= {"matplotlib.pyplot as plt", "matplotlib.colors"}
    is_wheel = chosen.startswith("hsv")
    more: dict[str, object] = {"endpoint": False} if is_wheel else {}
    places = t.np("linspace", 0, 1, _count(t, found["n"], call.name), **more)
    shade = code.call(code.call("plt.get_cmap", chosen), code.name("place"))
    return _write_colors(t, code.call("matplotlib.colors.to_hex", shade), places)


@handles("rainbow")
def translate_rainbow(t: Translation, call: Call) -> Value:
    """Translate rainbow(): colors around the whole wheel."""
    found = t.match(call, "n")
    t.imports.modules.add("matplotlib.colors")
    places = t.np("linspace", 0, 1, _count(t, found["n"], "rainbow"), endpoint=False)
    shade = code.call("matplotlib.colors.hsv_to_rgb", ast.Tuple([code.name("place"), *map(code.const, (1, 1))]))
    return _write_colors(t, code.call("matplotlib.colors.to_hex", shade), places)


@handles("gray.colors", "grey.colors")
def translate_grays(t: Translation, call: Call) -> Value:
    """Translate gray.colors(): grays with R's gamma of 2.2, which matplotlib takes as texts of numbers."""
    found = t.match(call, "n", "start", "end", "gamma")
    given = [literal(found[name]) if name in found else value for name, value in (("start", 0.3), ("end", 0.9))]
    if "gamma" in found or not all(isinstance(one, (int, float)) for one in given):
        raise Untranslatable("gray.colors() with `gamma`, or with grays that are known only when the script runs")
    ends = [float(one) ** 2.2 for one in given]  # type: ignore[arg-type]
    shown = [int(one) if one in (0, 1) else float(f"{one:.6g}") for one in ends]
    levels = t.np("linspace", *shown, _count(t, found["n"], call.name))
    levels = code.binary(levels, "**", code.binary(code.const(1), "/", code.const(2.2)))
    return _write_colors(t, code.call("str", code.name("place")), levels)


@handles("gray", "grey")
def translate_gray(t: Translation, call: Call) -> Value:
    """Translate gray() of levels from 0 to 1."""
    found = t.match(call, "level")
    value = t.translate(found["level"])
    if value.kind in kinds.SCALAR_NUMBERS:
        made = code.call("str", value.code)
        note_form(made, Form(0, "colors"))
        return Value(made, kinds.ANY)
    if value.kind not in kinds.NUMBER_VECTORS:
        raise Untranslatable(f"{call.name}() of a value that may not be levels of gray")
    return _write_colors(t, code.call("str", code.name("place")), value.code)
