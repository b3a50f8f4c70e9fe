"""Generators that call R in Keras's own `model.fit()`: batches are drawn on the main thread, where R runs.

Keras draws the first ones there to see what they are. If R runs meanwhile, or the code refers to R, the rest is drawn
there too, one by one; otherwise by TensorFlow threads, as in Keras.
"""

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np

from ..bridge.capi import RUNS_R
from ..engine.loading import keras
from ..on_tensorflow.computing import make_end_of_data
from ..r.evaluator import CALL_R_BACK
from .r_mentions import mentions_r

_HAVE_R = ("rpy2.rinterface_lib.openrlib", "rpytools.call")
"""Without one of these modules, there is no R in this process."""
_RPY2 = f"{os.sep}rpy2{os.sep}"
_IMPORT_HOOK = os.path.join("rpytools", "loader.py")


@dataclass
class _Seen:
    """True after the first call of R."""

    called: bool = False


def is_of_r(frame: FrameType | None) -> bool:
    """Tell whether a frame calls R, so that R calls what it calls; below all frames R is, where it hosts Python."""
    if frame is None:
        return True
    code = frame.f_code
    return code is RUNS_R or code.co_filename.endswith(CALL_R_BACK) or _RPY2 in code.co_filename


def _is_of_python(frame: FrameType | None) -> bool:
    """Tell whether Python itself calls R: reticulate watches first imports, and rpy2 deleted objects."""
    while frame is not None and frame.f_code.co_filename != __file__:  # frames further out are the training program
        if frame.f_code.co_name == "__del__" or frame.f_code.co_filename.endswith(_IMPORT_HOOK):
            return True
        frame = frame.f_back
    return False


@contextlib.contextmanager
def _watch_r(source: Any) -> Iterator[_Seen]:
    """Record whether R runs, or may run later.

    Args:
        source: The source of the batches.
    """
    has_r = any(name in sys.modules for name in _HAVE_R)
    seen = _Seen(has_r and mentions_r(source))
    if seen.called or not has_r:
        yield seen
        return

    def note(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call" and is_of_r(frame) and not _is_of_python(frame):
            seen.called = True

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(before)


@contextlib.contextmanager
def _explain_text() -> Iterator[None]:
    """Explain the error for batches with text, which Keras cannot convert to tensors."""
    try:
        yield
    except ValueError as error:
        if not str(error).startswith("Invalid dtype: str"):
            raise
        raise ValueError(
            "The batches hold text, where Keras takes numbers. Class labels are numbers from 0: as.integer(factor(y)) "
            "- 1L in R, pandas.Categorical(y).codes in Python."
        ) from error


class _Drawn:
    """Batches that Keras's training loop draws itself, since they are not a dataset.

    Args:
        draw: Begins to go through the batches.
    """

    def __init__(self, draw: Callable[[], Iterator[Any]]) -> None:
        self._draw = draw

    def __iter__(self) -> "_Batches":
        return _Batches(self._draw())


class _Batches:
    """An iterator over the batches.

    Args:
        batches: The batches.
    """

    def __init__(self, batches: Iterator[Any]) -> None:
        self._batches = batches

    def __iter__(self) -> "_Batches":
        return self

    def __next__(self) -> Any:
        """Return the next batch; that there is none is said as TensorFlow says it, which Keras expects here."""
        for batch in self._batches:
            return keras().tree.map_structure(_as_tensor, batch)
        raise make_end_of_data("There are no more data.")


def _as_tensor(part: Any) -> Any:
    """Return a part of a batch as in a Keras dataset, with floats in Keras's float type."""
    if part is None or not isinstance(part, np.ndarray | np.generic | list | int | float):
        return part
    array = np.asarray(part)
    return keras().ops.convert_to_tensor(array, keras().config.floatx() if array.dtype.kind == "f" else None)


def note_r(own: Any) -> Any:
    """Return the constructor of what gives Keras a generator's batches; it notes whether R made the first.

    Args:
        own: Keras's own constructor.
    """

    @functools.wraps(own)
    def construct(self: Any, generator: Any) -> None:
        with _watch_r(generator) as seen:
            own(self, generator)
        self.calls_r = seen.called

    return construct


def draw_generator(own: Any) -> Any:
    """Return the method that gives Keras a generator's batches.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def get_tf_dataset(self: Any) -> Any:
        # An object without `calls_r` was being constructed when its own R code caused this patch.
        if getattr(self, "calls_r", True):
            return _Drawn(self.generator)
        with _explain_text():
            return own(self)

    return get_tf_dataset


def draw_py_dataset(own: Any) -> Any:
    """Return the method that gives Keras a PyDataset's batches; where R makes them no thread or process does.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def get_tf_dataset(self: Any) -> Any:
        with _watch_r([self.py_dataset, getattr(self.py_dataset, "checked", None)]) as seen, _explain_text():
            dataset = own(self)
        if not seen.called:
            return dataset
        self.enqueuer = None
        return _Drawn(self._get_iterator)

    return get_tf_dataset
