"""Cells in R: `%load_ext rkeras_py` once, then `%%R` on top of a cell.

They run in the R of `r_session()`, where a Keras model is the same one that Python has. Output appears while the cell
runs, Ctrl-C (the stop button) interrupts it, and its plots follow as pictures.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring
from IPython.display import Image, display

from rkeras_py.bridge.session import r_session


def _magic(function: Any) -> Any:
    """Declare the arguments of the magic `%%R`."""
    for option in (
        argument("-r", "--res", type=int, default=96, help="Pixels to the inch."),
        argument("-h", "--height", type=float, default=5, help="Height of plots in inches."),
        argument("-w", "--width", type=float, default=7, help="Width of plots in inches."),
        argument("-o", "--output", action="append", default=[], help="R variables to take to Python: -o history"),
        argument("-i", "--input", action="append", default=[], help="Python variables to give to R: -i model,x"),
    ):
        function = option(function)
    return line_cell_magic(no_var_expand(magic_arguments()(function)))


@magics_class
class RMagics(Magics):  # type: ignore[misc]
    """`%%R` and `%R`."""

    @_magic
    def R(self, line: str, cell: str | None = None) -> Any:
        """Run R code: `%%R` all of a cell, as in R's console; `%R` the rest of a line, for its value."""
        session = r_session()
        if cell is None:
            return session(line)
        asked = parse_argstring(self.R, line)
        known = self.shell.user_ns
        for name in _names(asked.input):
            if name not in known:
                raise UsageError(f"%%R -i {name}: there is no Python variable {name!r}.")
            session[name] = known[name]
        self._run(cell, asked)
        for name in _names(asked.output):
            if name not in session:
                raise UsageError(f"%%R -o {name}: there is no R variable {name!r}.")
            known[name] = session[name]
        return None

    def _run(self, cell: str, asked: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            try:
                r_session().run_cell(cell, str(Path(folder, "%04d.png")), asked.width, asked.height, asked.res)
            finally:
                for plot in sorted(Path(folder).iterdir()):
                    display(Image(plot.read_bytes()))


def _names(given: list[str]) -> list[str]:
    return [name for some in given for name in some.split(",")]


def load_ipython_extension(shell: Any) -> None:
    """Start R and add `%%R` and `%R`; IPython calls this for `%load_ext rkeras_py`.

    Args:
        shell: IPython's shell.
    """
    r_session()
    shell.register_magics(RMagics)
