"""Cells in R: `%load_ext rkeras_py` once, then `%%rkeras` or `%%R` on top of a cell.

They run in the R of `r_session()`, where a Keras model is the same one that Python has. Output appears while the cell
runs, Ctrl-C (the stop button) interrupts it, and its plots follow as images, HTML and widgets as pages. If the
extension `rpy2.ipython` is loaded too, before or after ours, `%%R` is that of rpy2; `%%rkeras` is always ours.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import tempfile
from pathlib import Path
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, line_cell_magic, magics_class, needs_local_scope, no_var_expand
from IPython.core.magic_arguments import argument, magic_arguments, parse_argstring

from rkeras_py.bridge.cell_errors import CellPlace, shorten_traceback
from rkeras_py.bridge.plots import find_notebook, show_file
from rkeras_py.bridge.session import RSession, r_session
from rkeras_py.r.process import print_in_cell

RPY2_RULES = "%%R is rpy2's, whose extension is loaded; cells of rkeras_py begin with %%rkeras."
LARGEST_INCHES = 50
"""A size without a unit is in inches up to this limit, as in ggplot2's `ggsave()`, else in pixels, as in rpy2."""
LARGEST_PIXELS = 20_000
_VALUED = ("i", "o", "w", "h", "r", "p", "u", "b", "c")
_LONG = ("input", "output", "width", "height", "res", "pointsize", "units", "bg", "converter")
_VALUE = r"""(?:"[^"]*"|'[^']*'|\S+)"""
_OPTION = re.compile(
    rf"\s*(?:(?:-n|--noreturn)(?!\S)|(?:-[{''.join(_VALUED)}]|--(?:{'|'.join(_LONG)}))[\s=]\s*{_VALUE}|-[whrp]\d\S*)"
)


TRANSLATE = re.compile(r"\s*--translate(?:[ =](rkeras_py|keras))?\s*")


def _declare_magic(function: Any) -> Any:
    """Declare the options of the magics, which are those of rpy2's `%%R`."""
    for option in (
        argument("-c", "--converter", help="An rpy2 Converter, whose rules replace ours for -i, -o and values."),
        argument("-n", "--noreturn", action="store_true", help="Give no value: of %%R on a line; a cell has none."),
        argument("-b", "--bg", default="white", help="Color behind plots."),
        argument("-p", "--pointsize", type=float, default=12, help="Size of plotted text, in points."),
        argument("-r", "--res", type=float, default=96, help="Pixels to the inch."),
        argument("-u", "--units", choices=["px", "in", "cm", "mm"], help="Unit of -w and -h: px, in, cm or mm. Without "
                 f"it they are inches up to {LARGEST_INCHES}, else pixels."),
        argument("-h", "--height", type=float, help="Height of plots; 5 inches."),
        argument("-w", "--width", type=float, help="Width of plots; 7 inches."),
        argument("-o", "--output", action="append", default=[],
                 help="R variables to take to Python: -o history,name=r.name"),
        argument("-i", "--input", action="append", default=[],
                 help="Python variables to give to R, under their names or others: -i model,data.x,name=data.y"),
    ):  # fmt: skip
        function = option(function)
    return line_cell_magic(needs_local_scope(no_var_expand(magic_arguments()(function))))


class _Cells(Magics):  # type: ignore[misc]
    """The work of the magics.

    Args:
        shell: IPython's shell.
    """

    def _run_magic(self, magic: Any, line: str, cell: str | None, local: dict[str, Any] | None) -> Any:
        asked, code = _parse(magic, line, cell)
        names = {**self.shell.user_ns, **(local or {})}
        convert = _find_converter(asked, names)
        given, wanted = _split_pairs(asked, "-i", asked.input), _split_pairs(asked, "-o", asked.output)
        for name, r_name in wanted:
            if not name.isidentifier():
                raise UsageError(
                    f"{asked.magic} -o {r_name}: {name!r} is not a valid name in Python; choose one: -o name={r_name}"
                )
        size = _measure_plot(asked)
        session = r_session()
        for r_name, path in given:
            value = _find(asked, "-i", path, names)
            session[r_name] = convert.py2rpy(value) if convert else value
        value = self._run(session, code if cell is None else f"{code}\n{cell}", asked, size, prints=cell is not None)
        for name, r_name in wanted:
            if r_name not in session:
                raise UsageError(f"{asked.magic} -o {r_name}: there is no R variable {r_name!r}.")
            self.shell.push({name: _take(session, r_name, convert)})
        if cell is not None or asked.noreturn or code.rstrip().endswith(";"):
            return None
        return convert.rpy2py(_evaluate("rkeras:::state$cell_value")) if convert else value

    def _run(self, session: RSession, code: str, asked: Any, size: tuple[int, int], prints: bool) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            plots = str(Path(folder, "%04d.png"))
            try:
                with print_in_cell(), CellPlace(session, f"{asked.magic} {code}", prints):
                    drawn = (*size, asked.res, asked.pointsize, asked.bg)
                    return session.run_cell(code, plots, *drawn, prints, find_notebook() is not None)
            except BaseException as error:
                shorten_traceback(error, session.inspect("bridge_cell_places"), in_cell=prints)
                raise
            finally:
                for plot in sorted(Path(folder).iterdir()):
                    show_file(plot)

    def _translate(self, cell: str, style: str) -> None:
        """Put the cell's Python code into the next cell, or print it if no frontend accepts it."""
        try:
            found = r_session().inspect("bridge_translate_cell", cell, style)
        except ValueError as error:
            raise UsageError(f"%%rkeras --translate: {error}") from None
        text, *left = [found] if isinstance(found, str) else found  # an R vector of length 1 arrives as a string
        self.shell.set_next_input(text, replace=False)
        for one in left:
            print(f"not translated: {one}")


@magics_class
class RKerasMagics(_Cells):
    """`%%rkeras` and `%rkeras`."""

    @_declare_magic
    def rkeras(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Run R code: `%%rkeras` all of a cell, as in R's console; `%rkeras` the rest of a line, for its value.

        `library(keras)`, `library(keras3)`, `library(tensorflow)` are the alias packages, as under `rkeras run`.
        `%%rkeras --translate` runs nothing: the cell becomes one in Python; `--translate keras` one for plain Keras.
        """
        if cell is not None and (found := TRANSLATE.fullmatch(line)):
            return self._translate(cell, found.group(1) or "rkeras_py")
        r_session().inspect("bridge_use_alias", line if cell is None else cell)
        return self._run_magic(self.rkeras, line, cell, local_ns)


@magics_class
class RMagics(_Cells):
    """`%%R` and `%R`."""

    @_declare_magic
    def R(self, line: str, cell: str | None = None, local_ns: dict[str, Any] | None = None) -> Any:
        """Run R code: `%%R` all of a cell, as in R's console; `%R` the rest of a line, for its value."""
        return self._run_magic(self.R, line, cell, local_ns)


def _parse(magic: Any, line: str, cell: str | None) -> tuple[Any, str]:
    """Return the options at the start of a line, and the code after them, unchanged."""
    end = 0
    while found := _OPTION.match(line, end):
        end = found.end()
    code = line[end:].strip()
    if cell is not None and code.startswith("-"):
        end, code = len(line), ""  # let argparse report the unknown option
    asked = parse_argstring(magic, line[:end])
    asked.magic = f"%{'' if cell is None else '%'}{magic.__name__}"
    return asked, code


def _split_pairs(asked: Any, option: str, given: list[str]) -> list[tuple[str, str]]:
    """Return the target and the source of each variable: `a,b` and `a=b`."""
    pairs = []
    for text in ",".join(given).split(",") if given else []:
        destination, _, source = text.strip("'\" ").partition("=")
        if not destination:
            raise UsageError(f"{asked.magic} {option} {','.join(given)}: names are joined by commas without spaces.")
        pairs.append((destination, source or destination))
    return pairs


def _find(asked: Any, option: str, path: str, names: dict[str, Any]) -> Any:
    """Return a Python variable, or an attribute of one, `data.x`."""
    first, *attributes = path.split(".")
    if first not in names:
        raise UsageError(f"{asked.magic} {option} {path}: there is no Python variable {first!r}.")
    value = names[first]
    for attribute in attributes:
        if not hasattr(value, attribute):
            raise UsageError(f"{asked.magic} {option} {path}: {type(value).__name__} has no attribute {attribute!r}.")
        value = getattr(value, attribute)
    return value


def _find_converter(asked: Any, names: dict[str, Any]) -> Any:
    if asked.converter is None:
        return None
    r_session()
    from rpy2.robjects.conversion import Converter

    found = _find(asked, "-c", asked.converter, names)
    if not isinstance(found, Converter):
        raise UsageError(
            f"{asked.magic} -c {asked.converter}: this is a {type(found).__name__}, not an rpy2 Converter."
        )
    return _InContext(found)


class _InContext:
    """An rpy2 converter that activates its rules while it converts, as some rules require.

    Args:
        converter: The rpy2 converter.
    """

    def __init__(self, converter: Any) -> None:
        self._converter = converter

    def py2rpy(self, value: Any) -> Any:
        """Return the object of rpy2 for a Python value."""
        with self._converter.context() as rules:
            return rules.py2rpy(value)

    def rpy2py(self, value: Any) -> Any:
        """Return the Python value of an object of rpy2."""
        with self._converter.context() as rules:
            return rules.rpy2py(value)


def _evaluate(code: str) -> Any:
    from rpy2.rinterface import evalr

    return evalr(code)


def _take(session: RSession, r_name: str, convert: Any) -> Any:
    if convert is None:
        return session[r_name]
    from rpy2.rinterface import globalenv

    return convert.rpy2py(globalenv.find(r_name))


def _measure_plot(asked: Any) -> tuple[int, int]:
    """Return width and height of plots in pixels."""
    sizes = [asked.width, asked.height]
    units = asked.units or ("px" if max(size or 0 for size in sizes) > LARGEST_INCHES else "in")
    pixels = {"px": 1, "in": asked.res, "cm": asked.res / 2.54, "mm": asked.res / 25.4}[units]
    width, height = (
        default * asked.res if size is None else size * pixels for size, default in zip(sizes, (7, 5), strict=True)
    )
    if min(width, height) < 1 or max(width, height) > LARGEST_PIXELS:
        raise UsageError(
            f"{asked.magic}: plots of {width:g} by {height:g} pixels cannot be drawn; see -w, -h, -u and -r."
        )
    return round(width), round(height)


def _is_rpy2s(shell: Any) -> bool:
    """Tell whether `%%R` is rpy2's."""
    magic = shell.magics_manager.magics["cell"].get("R")
    return type(getattr(magic, "__self__", None)).__module__.startswith("rpy2.")


def load_ipython_extension(shell: Any) -> None:
    """Start R and add `%%rkeras`, `%rkeras`, and `%%R`, `%R` if they are not rpy2's; IPython calls this.

    Args:
        shell: IPython's shell.
    """
    session = r_session()
    with contextlib.suppress(RuntimeError):  # IPython in a terminal has no running loop
        session.serve_in(asyncio.get_running_loop())
    shell.register_magics(RKerasMagics)
    if _is_rpy2s(shell):
        print(RPY2_RULES)
        return
    shell.register_magics(RMagics)

    def tell(*_: Any) -> None:
        if _is_rpy2s(shell):
            print(RPY2_RULES)
            shell.events.unregister("post_run_cell", tell)

    shell.events.register("post_run_cell", tell)
