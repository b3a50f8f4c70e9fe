"""Plots and HTML pages of R code: a notebook shows them below the cell."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from rkeras_py.bridge.session import r_session
from rkeras_py.messages.tables import enclose_page


def show_file(path: Path) -> None:
    """Show a picture, or a page in a frame of its own, below the cell that runs.

    Args:
        path: The file that R wrote.
    """
    from IPython.display import HTML, Image, Markdown, display

    if path.suffix == ".html":
        display(HTML(enclose_page(path.read_text(encoding="utf-8"))))
    elif path.suffix == ".md":
        display(Markdown(path.read_text(encoding="utf-8")))
    else:
        display(Image(path.read_bytes()))


def collect_plots() -> str | None:
    """Make a folder for the pictures of plots, and show them as the cell ends that runs.

    Returns:
        The folder; None outside of notebooks.
    """
    shell = find_notebook()
    if shell is None:
        return None
    folder = tempfile.mkdtemp()

    def show(*_: Any) -> None:
        shell.events.unregister("post_run_cell", show)
        r_session().inspect("bridge_close_plots", folder)
        for plot in sorted(Path(folder).iterdir()):
            show_file(plot)
        shutil.rmtree(folder)

    shell.events.register("post_run_cell", show)
    return folder


def find_notebook() -> Any:
    """Return the shell of IPython whose frontend shows pictures; None in a terminal and without IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if hasattr(shell, "kernel") else None
