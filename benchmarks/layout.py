"""Lays tables out for Markdown, so that they read in a terminal, too."""

from collections.abc import Sequence


def lay_out(lines: Sequence[Sequence[str]]) -> str:
    """Pad the cells of each column to one width.

    Args:
        lines: Rows of cells: the head, the marks below it, and the rest.
    """
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    return "".join(f"| {' | '.join(line)} |\n" for line in padded)
