"""Actions while TensorFlow and Keras load, a replacement that keeps TensorFlow out, and `r` in Python chunks."""

import functools
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from typing import Any


class _Watch(importlib.abc.MetaPathFinder):
    """Finds a package as usual, and prepares it once it is loaded.

    Args:
        package: Its name.
    """

    def __init__(self, package: str) -> None:
        self.package = package

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where the package is, with a loader that prepares it; None for other modules."""
        if fullname != self.package:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        spec = next(filter(None, (finder.find_spec(fullname, path, target) for finder in others)), None)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_prepare(module: types.ModuleType) -> None:
                load(module)
                sys.meta_path.remove(self)
                _prepare(self.package)

            spec.loader.exec_module = load_and_prepare  # type: ignore[method-assign]
        return spec


_prepared: set[str] = set()


def watch() -> None:
    """Prepare TensorFlow and Keras for R as soon as they are loaded, without loading them."""
    for package in ("tensorflow", "keras"):
        if package in sys.modules:
            _prepare(package)
        elif not any(isinstance(finder, _Watch) and finder.package == package for finder in sys.meta_path):
            sys.meta_path.insert(0, _Watch(package))


def _prepare(package: str) -> None:
    if package not in _prepared:
        _prepared.add(package)
        importlib.import_module("rkeras_py.patches.install").attach_for_r(package)  # late: it loads many modules


class _IfLoaded:
    """Replaces TensorFlow in a Keras module that checks for TensorFlow's objects.

    Args:
        own: Keras's own stand-in, which loads TensorFlow when it is asked.
    """

    def __init__(self, own: Any) -> None:
        self._own = own

    @property
    def available(self) -> bool:
        """Tell whether there may be objects of TensorFlow."""
        return "tensorflow" in sys.modules and bool(self._own.available)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


def look_without_loading(own: Any) -> Any:
    """Return the stand-in for TensorFlow in a module of Keras.

    Args:
        own: Keras's own.
    """
    return _IfLoaded(own)


class Variables:
    """R's variables in Python code that R runs, by the conversions of the bridge; by those of reticulate without rpy2.

    Args:
        own: reticulate's object for it.
    """

    def __init__(self, own: Any) -> None:
        object.__setattr__(self, "_own", own)

    def __getattribute__(self, name: str) -> Any:
        """Return a variable."""
        if name.startswith("__"):
            return object.__getattribute__(self, name)
        return getattr(_find_variables(object.__getattribute__(self, "_own")), name)

    def __setattr__(self, name: str, value: Any) -> None:
        """Assign to a variable."""
        setattr(_find_variables(object.__getattribute__(self, "_own")), name, value)

    def __getitem__(self, name: str) -> Any:
        """Return a variable."""
        return getattr(self, name)

    def __setitem__(self, name: str, value: Any) -> None:
        """Assign to a variable."""
        setattr(self, name, value)

    def __delattr__(self, name: str) -> None:
        """Remove a variable."""
        delattr(_find_variables(object.__getattribute__(self, "_own")), name)

    def __dir__(self) -> list[str]:
        """Return the names of the variables."""
        return dir(_find_variables(object.__getattribute__(self, "_own")))


@functools.cache
def _find_variables(own: Any) -> Any:
    bridge = importlib.import_module("rkeras_py.bridge")
    try:
        bridge.r_session()
    except ImportError:
        return own
    return bridge.r


def give_variables() -> None:
    """Have `r` in the main module be R's variables by the conversions of the bridge, where it is reticulate's."""
    main = vars(sys.modules["__main__"])
    own = main.get("r")
    if type(own).__qualname__ == "R" and type(own).__module__ == "__main__":
        main["r"] = Variables(own)
