"""Draws the ratios to plain Keras, each beside its goal and that of R keras3."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

OURS, MISSED, OTHERS, INK, FAINT = "#1f6fb2", "#c2410c", "#8a8f98", "#1f2328", "#d0d7de"
TICKS = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)


class Ratio(Protocol):
    """What a line of the picture shows."""

    title: str
    goal: float | None
    keras3: float | None

    @property
    def ratio(self) -> float:
        """Time here by time of plain Keras."""


def draw(rows: Sequence[Ratio], path: Path) -> None:
    """Draw a dot for each ratio, a bar for its goal, and a ring for R keras3; on white, so that it reads on dark too.

    Args:
        rows: What to show, from top to bottom.
        path: The file to write, an SVG.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    with pyplot.rc_context({"svg.hashsalt": "ratios", "font.size": 10, "text.color": INK}):
        figure, axes = pyplot.subplots(figsize=(9.2, 0.36 * len(rows) + 1.5), layout="constrained")
        for place, row in enumerate(rows):
            _draw_row(axes, place, row)
        _draw_frame(axes, rows)
        figure.savefig(path, facecolor="white", metadata={"Date": None})
        pyplot.close(figure)


def _draw_row(axes, place: int, row: Ratio) -> None:
    met = row.goal is None or row.ratio <= row.goal
    color = OURS if met else MISSED
    axes.hlines(place, *sorted((1, row.ratio)), color=color, linewidth=2, alpha=0.45)
    axes.plot(row.ratio, place, "o", color=color, markersize=8, zorder=3)
    if row.goal is not None:
        axes.plot([row.goal, row.goal], [place - 0.32, place + 0.32], color=INK, linewidth=1.6, zorder=2)
    if row.keras3 is not None:
        axes.plot(row.keras3, place, "D", color="white", markeredgecolor=OTHERS, markeredgewidth=1.6, zorder=2)
    axes.text(1.015, place, f"{row.ratio:.2f}", color=color, va="center", transform=axes.get_yaxis_transform())


def _draw_frame(axes, rows: Sequence[Ratio]) -> None:
    axes.set_xscale("log")
    axes.set_xlim(min(0.015, *(row.ratio * 0.8 for row in rows)), max(6, *(row.ratio * 1.2 for row in rows)))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xticks(TICKS, [f"{tick:g}" for tick in TICKS])
    axes.set_xticks([], minor=True)
    axes.set_yticks(range(len(rows)), [row.title.replace("`", "") for row in rows])
    axes.tick_params(length=0)
    axes.grid(axis="x", color=FAINT, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.axvline(1, color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlabel("time as a multiple of plain Keras (dashed line: 1); less is better")
    shown = [
        axes.plot([], [], "o", color=OURS, markersize=8, label="here, goal met")[0],
        axes.plot([], [], "o", color=MISSED, markersize=8, label="here, goal missed")[0],
        axes.plot([], [], "|", color=INK, markersize=12, markeredgewidth=1.6, label="goal")[0],
        axes.plot([], [], "D", color="white", markeredgecolor=OTHERS, markeredgewidth=1.6, label="R keras3")[0],
    ]
    axes.legend(handles=shown, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4, frameon=False, handletextpad=0.4)
