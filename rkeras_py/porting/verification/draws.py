"""Random numbers of R in the place of numpy's, so that a program in plain numpy can be compared with its script."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from .. import base_r

_WRITE = 'a <- commandArgs(TRUE); write.csv(get(a[[1]], "package:datasets"), a[[2]], row.names = FALSE)'


def draw_as_r() -> Any:
    """Return a patch under which numpy's functions that programs call draw what R draws, in R's order."""
    return mock.patch.multiple(
        np.random, seed=_seed, normal=_draw_normal, uniform=_draw_uniform, permutation=_permute, choice=_choose
    )


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


def _seed(seed: int) -> None:
    base_r.set_seed(seed)


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
