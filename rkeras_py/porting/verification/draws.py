"""R's random numbers instead of NumPy's, so that a plain NumPy program can be compared with its script."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from .. import base_r

PROGRAM = "__main__"
"""The name of the module that a program runs as."""

_WRITE = 'a <- commandArgs(TRUE); write.csv(get(a[[1]], "package:datasets"), a[[2]], row.names = FALSE)'


def draw_as_r() -> Any:
    """Return a patch under which numpy's functions, called by the program itself, draw what R draws, in R's order.

    Keras draws from numpy itself, as it does where R calls it: the order of samples on JAX, changes of images.
    """
    own: dict[str, Any] = {
        "normal": _draw_normal,
        "uniform": _draw_uniform,
        "permutation": _permute,
        "choice": _choose,
        "seed": base_r.set_seed,
    }
    others: dict[str, Any] = {name: getattr(np.random, name) for name in own}
    others["seed"] = _seed_both(np.random.seed)
    drawing: dict[str, Any] = {name: _choose_by_caller(own[name], others[name]) for name in own}
    return mock.patch.multiple(np.random, **drawing)


def _choose_by_caller(of_r: Callable[..., Any], of_numpy: Callable[..., Any]) -> Callable[..., Any]:
    def draw(*args: Any, **options: Any) -> Any:
        caller = sys._getframe(1).f_globals.get("__name__")
        return (of_r if caller == PROGRAM else of_numpy)(*args, **options)

    return draw


def _seed_both(of_numpy: Callable[..., None]) -> Callable[[int], None]:
    def seed(seed: int) -> None:
        of_numpy(seed)
        base_r.set_seed(seed)

    return seed


def read_data_sets() -> Any:
    """Return a patch under which pandas reads a data set of R whose file is missing, as a program wants it, from R."""
    import pandas

    read = pandas.read_csv

    def read_or_write(path: str, *args: Any, **options: Any) -> Any:
        name = Path(path).stem
        if Path(path).exists() or path != f"{name}.csv":
            return read(path, *args, **options)
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder, path)
            command = [shutil.which("Rscript") or "Rscript", "--vanilla", "-e", _WRITE, name, str(written)]
            done = subprocess.run(command, stderr=subprocess.DEVNULL, check=False)
            return read(path if done.returncode else written, *args, **options)

    return mock.patch.object(pandas, "read_csv", read_or_write)


def _draw_normal(loc: float = 0.0, scale: float = 1.0, size: Any = None) -> Any:
    return _give_shape(base_r.rnorm(_count(size), mean=loc, sd=scale), size)


def _draw_uniform(low: float = 0.0, high: float = 1.0, size: Any = None) -> Any:
    return _give_shape(base_r.runif(_count(size), low=low, high=high), size)


def _count(size: Any) -> int:
    return 1 if size is None else int(np.prod(size))


def _give_shape(drawn: Any, size: Any) -> Any:
    return drawn if size is None else np.reshape(drawn, size, order="F")


def _permute(x: Any) -> Any:
    drawn = np.atleast_1d(base_r.sample(x))
    return drawn - 1 if isinstance(x, int) else drawn


def _choose(a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Any:
    drawn = base_r.sample(a, size=1 if size is None else size, replace=replace, prob=p)
    drawn = drawn if size is None else np.atleast_1d(drawn)
    return drawn - 1 if isinstance(a, int) else drawn
