"""HTML tables, with which notebooks show models, histories and tensors."""

import html
from collections.abc import Iterable, Sequence
from typing import Any

_MOST = 10
"""Maximum number of rows and columns to show, half of them from the end."""


def choose_shown(number: int) -> list[int | None]:
    """Choose which of many rows or columns are shown.

    Args:
        number: How many there are.

    Returns:
        Their places; None where some are left out.
    """
    if number <= _MOST + 1:
        return list(range(number))
    half = _MOST // 2
    return [*range(half), None, *range(number - half, number)]


def write_html(title: str, header: Sequence[Any], rows: Iterable[Sequence[Any]], notes: Sequence[str] = ()) -> str:
    """Write a table in HTML.

    Args:
        title: The line above it.
        header: The names of the columns; empty for none.
        rows: The cells of each row; a newline in a cell stays one.
        notes: The lines below it.
    """
    lines = [f"<div><p>{html.escape(title)}</p>", "<table>"]
    if header:
        lines.append(f"<thead>{_write_row('th', header)}</thead>")
    lines += ["<tbody>", *(_write_row("td", row) for row in rows), "</tbody>", "</table>"]
    if notes:
        lines.append(f"<p>{'<br>'.join(map(html.escape, notes))}</p>")
    return "\n".join([*lines, "</div>"])


def _write_row(kind: str, cells: Sequence[Any]) -> str:
    written = (html.escape(str(cell)).replace("\n", "<br>") for cell in cells)
    return f"<tr>{''.join(f'<{kind}>{cell}</{kind}>' for cell in written)}</tr>"


def enclose_page(text: str) -> str:
    """Return a page for a notebook, in a frame of its own if it is a whole one.

    Args:
        text: Its HTML.
    """
    frame = f'<iframe srcdoc="{html.escape(text)}" width="100%" height="480" style="border:0"></iframe>'
    return f"<div>{frame if text.startswith('<!DOCTYPE') else text}</div>"


def make_bundle(self: Any, include: Any = None, exclude: Any = None) -> dict[str, str]:
    """Return an object with `_repr_html_()` as text and as HTML, as notebooks ask for it.

    Args:
        self: The object.
        include: The kinds to return; None for all.
        exclude: The kinds to leave out.
    """
    bundle = {"text/plain": repr(self), "text/html": self._repr_html_()}
    return {
        kind: text for kind, text in bundle.items() if (not include or kind in include) and kind not in (exclude or ())
    }
