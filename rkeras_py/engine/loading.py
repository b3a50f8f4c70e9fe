"""The one place that loads Keras, on first use."""

import contextlib
import contextvars
import functools
import gc
import importlib
import threading
import warnings
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from . import backend_choice, preparation
from .installing import spell_install
from .startup_noise import drop_false_alarms, hold_back_noise
from .versions import parse_version

OLDEST = (3, 12)
NEWEST_TRIED = (3, 15)
"""The newest version that tools/keras-versions.sh tests; pyproject.toml lists the others."""

_loading = threading.RLock()


@functools.cache
def tensorflow() -> ModuleType:
    """Return the `tensorflow` module, without Keras: the first operation, with which that loads, fixes the devices."""
    with _loading, preparation.guarded(), hold_back_noise():
        return importlib.import_module("tensorflow")


@functools.cache
def keras() -> ModuleType:
    """Return the `keras` module (Keras 3), loading it on first use; other threads wait until it is prepared.

    Raises:
        RuntimeError: If Keras is too old, is to run on a backend that is none of ours, or that is not installed.
    """
    with _loading, preparation.guarded():
        return _load()


@functools.cache
def _load() -> ModuleType:
    backend = backend_choice.choose_backend()
    with hold_back_noise(again=tensorflow.cache_info().currsize > 0), _pause_collector():
        module = importlib.import_module("keras")
        module.ops.zeros(())  # the first operation prints TensorFlow's last startup messages
    _check_version(module.__version__)
    if backend == backend_choice.DEFAULT:
        drop_false_alarms()
    preparation.run_preparations(module)
    return module


_keeps = contextvars.ContextVar("_keeps", default=False)


@contextlib.contextmanager
def keep_what_loads() -> Iterator[None]:
    """Have the garbage collector never look at Keras, nor at what was there before, if Keras is loaded meanwhile.

    Python, too, need not look through Keras then as it ends, which takes a fifth of the time of a short script. Only
    for a Python that has nothing of the user's yet: of what is there, no cycle is ever collected.
    """
    token = _keeps.set(True)
    try:
        yield
    finally:
        _keeps.reset(token)


def _check_version(version: str) -> None:
    """Refuse a Keras that is too old, and warn if it is newer than all tested versions."""
    found = parse_version(version)
    if found < OLDEST:
        needed = ".".join(map(str, OLDEST))
        raise RuntimeError(
            f"rkeras_py needs Keras {needed} or newer. Found: keras {version}. Run: "
            + spell_install("-U", f"keras>={needed},<4")
        )
    if found > NEWEST_TRIED:
        tried = ".".join(map(str, NEWEST_TRIED))
        warnings.warn(
            f"keras {version} is newer than the versions that rkeras_py was tested with (up to {tried}). "
            "If something fails that should not, run: " + spell_install(f"keras<{found[0]}.{found[1]}"),
            stacklevel=4,
        )


@contextlib.contextmanager
def _pause_collector() -> Iterator[None]:
    """Pause the garbage collector, which takes a quarter of Keras's loading time.

    Objects made meanwhile count as old at the end: else the next small collection would look at all of it. Within
    `keep_what_loads()` no collection looks at it again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    keeps = False
    try:
        yield
        keeps = _keeps.get()
    finally:
        if not gc.get_freeze_count():  # objects that the user froze stay frozen
            gc.freeze()
            if not keeps:
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
