"""The one place that loads Keras, on first use."""

import contextlib
import functools
import gc
import importlib
import os
from collections.abc import Iterator
from typing import Any

from . import preparation
from .startup_noise import false_alarms, start_up


@functools.cache
def keras() -> Any:
    """Return the `keras` module (Keras 3 on TensorFlow), loading it on first use.

    Raises:
        RuntimeError: If Keras is older than 3.7, or runs on another backend than TensorFlow.
    """
    os.environ.setdefault("KERAS_BACKEND", "tensorflow")
    with start_up(), _without_collector():
        module = importlib.import_module("keras")
        if module.backend.backend() == "tensorflow":
            module.ops.zeros(())  # TensorFlow's last words come with its first operation
    if tuple(map(int, module.__version__.split(".")[:2])) < (3, 7):
        raise RuntimeError(
            f"rkeras_py needs Keras 3.7 or newer. Found: keras {module.__version__}. Run: pip install -U keras"
        )
    if module.backend.backend() != "tensorflow":
        raise RuntimeError(
            "rkeras_py runs on the TensorFlow backend of Keras. Set KERAS_BACKEND=tensorflow before Keras "
            f"is imported. Found: {module.backend.backend()}"
        )
    false_alarms()
    preparation.run(module)
    return module


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the garbage collector, which takes a quarter of the time that Keras needs to load.

    What was made meanwhile counts as old at the end: else the next small collection would look at all of it.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # what the user froze stays so
            gc.freeze()
            gc.unfreeze()
        if was_enabled:
            gc.enable()


@functools.cache
def resolve(path: str) -> Any:
    """Return the object behind a dotted path such as `keras.layers.Dense`."""
    keras()
    return find(path)


def find(path: str) -> Any:
    """Return the object behind a dotted path, also while Keras is being loaded.

    Args:
        path: The path.
    """
    parts = path.split(".")
    found: Any = importlib.import_module(parts[0])
    for depth, part in enumerate(parts[1:], start=2):
        found = getattr(found, part) if hasattr(found, part) else importlib.import_module(".".join(parts[:depth]))
    return found
