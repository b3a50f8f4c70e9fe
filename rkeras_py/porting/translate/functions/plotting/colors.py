"""R colors in matplotlib's spelling."""

import ast
import re

from ...language import Untranslatable

_PALETTE = ("white", "black", "#DF536B", "#61D04F", "#2297E6", "#28E2E5", "#CD0BBC", "#F5C710", "#9E9E9E")
"""R's colors by number, since R 4.0.0; 0 is the background."""
_OTHERS = {
    "green": "#00FF00", "gray": "#BEBEBE", "grey": "#BEBEBE", "maroon": "#B03060", "purple": "#A020F0",
    "lightgoldenrod": "#EEDD82", "lightslateblue": "#8470FF", "navyblue": "#000080", "violetred": "#D02090",
    "transparent": "none",
}  # fmt: skip
"""Names of colors that mean another color in CSS, or none."""
_PRIMARY = {"red": (1, 0, 0), "green": (0, 1, 0), "blue": (0, 0, 1), "yellow": (1, 1, 0), "cyan": (0, 1, 1),
            "magenta": (1, 0, 1)}  # fmt: skip
_SHADES = {"1": 255, "2": 238, "3": 205, "4": 139}


def find_color(name: object) -> str:
    """Return a color of R as matplotlib spells it.

    Args:
        name: Its name, or its number in R's palette.

    Raises:
        Untranslatable: If it is none that is known here.
    """
    if isinstance(name, (int, float)) and not isinstance(name, bool) and float(name).is_integer() and name >= 0:
        return _PALETTE[0] if not name else _PALETTE[1:][(int(name) - 1) % 8]
    text = str(name).lower()
    if gray := re.fullmatch(r"gr[ae]y(\d+)", text):
        return "#" + f"{int(int(gray[1]) * 255 / 100 + 0.5):02X}" * 3
    base, shade = text[:-1], text[-1:]
    if base in _PRIMARY and shade in _SHADES:
        return "#" + "".join(f"{part * _SHADES[shade]:02X}" for part in _PRIMARY[base])
    if isinstance(name, str) and (re.fullmatch(r"#[0-9a-f]{6}([0-9a-f]{2})?|[a-z]+", text)):
        return _OTHERS.get(text, name)
    raise Untranslatable(f"the color {name!r}")


class Recolor(ast.NodeTransformer):
    """Spells the names of colors in an expression as matplotlib does."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        """Return a text as a color."""
        return ast.Constant(find_color(node.value)) if isinstance(node.value, str) else node
