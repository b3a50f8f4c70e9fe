"""Drawings of models as SVG, which every browser shows."""

from collections.abc import Sequence
from html import escape

from .layout import Box, Picture

_STYLE = (
    ".box{fill:#fff;stroke:#444;stroke-width:1}.line{fill:none;stroke:#777;stroke-width:1.2}"
    "text{font:11px Menlo,Consolas,monospace;fill:#111;text-anchor:middle;dominant-baseline:central}"
    ".more{fill:#555}"
)
_ARROW = (
    '<marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0.5L8 4L0 7.5z" fill="#777"/></marker>'
)
_LINE = 15.0


class Svg(str):
    """The text of a picture, which notebooks show."""

    def _repr_svg_(self) -> str:
        return str(self)


def write_svg(picture: Picture, name: str) -> str:
    """Return a picture as SVG.

    Args:
        picture: The picture.
        name: What it shows, for those who cannot see it.
    """
    size = f"{picture.width:.0f} {picture.height:.0f}"
    width, height = size.split()
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {size}" role="img">',
        f"<title>{escape(name)}</title><style>{_STYLE}</style><defs>{_ARROW}</defs>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *(f'<path class="line" d="{_draw_curve(path)}" marker-end="url(#arrow)"/>' for path in picture.paths),
        *map(_write_box, picture.boxes),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _draw_curve(path: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in path)


def _write_box(box: Box) -> str:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    first = box.y - (len(box.lines) - 1) * _LINE / 2
    texts = "".join(
        f'<text{" class=" + chr(34) + "more" + chr(34) if place else ""} x="{box.x:.1f}" '
        f'y="{first + place * _LINE:.1f}">{escape(line)}</text>'
        for place, line in enumerate(box.lines)
    )
    corner = f'x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}"'
    return f'<rect class="box" {corner} rx="4"/>{texts}'
