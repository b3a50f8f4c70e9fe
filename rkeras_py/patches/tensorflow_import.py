"""Puts onto TensorFlow what scripts in R need, whoever loads it: they may use it before the first function of Keras."""

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence


class _Watch(importlib.abc.MetaPathFinder):
    """Finds TensorFlow where the others find it, and has a word with it once it is loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where TensorFlow is, with a loader that prepares it; None for other modules."""
        if fullname != "tensorflow":
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        spec = next(filter(None, (finder.find_spec(fullname, path, target) for finder in others)), None)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_prepare(module: types.ModuleType) -> None:
                load(module)
                sys.meta_path.remove(self)
                _prepare()

            spec.loader.exec_module = load_and_prepare  # type: ignore[method-assign]
        return spec


def watch() -> None:
    """Prepare TensorFlow for R as soon as it is loaded, without loading it."""
    if "tensorflow" in sys.modules:
        _prepare()
    elif not any(isinstance(finder, _Watch) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Watch())


def _prepare() -> None:
    importlib.import_module("rkeras_py.patches.install").attach_for_r()  # loads much that R may never need
