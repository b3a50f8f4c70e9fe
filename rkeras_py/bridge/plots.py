"""Plots that R code draws outside of cells of R: in a notebook they are pictures below the cell."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from rkeras_py.bridge.session import r_session


def collect_plots() -> str | None:
    """Make a folder for the pictures of plots, and show them as the cell ends that runs.

    Returns:
        The folder; None outside of notebooks.
    """
    shell = _find_notebook()
    if shell is None:
        return None
    folder = tempfile.mkdtemp()

    def show(*_: Any) -> None:
        from IPython.display import Image, display

        shell.events.unregister("post_run_cell", show)
        r_session().inspect("bridge_close_plots", folder)
        for plot in sorted(Path(folder).iterdir()):
            display(Image(plot.read_bytes()))
        shutil.rmtree(folder)

    shell.events.register("post_run_cell", show)
    return folder


def _find_notebook() -> Any:
    """Return the shell of IPython whose frontend shows pictures; None in a terminal and without IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if hasattr(shell, "kernel") else None
