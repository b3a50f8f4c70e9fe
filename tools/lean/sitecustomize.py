"""A start of Keras without scikit-learn and matplotlib, as where they are missing: they are a third of its start.

Python loads this by itself where the folder is in PYTHONPATH. Whoever else imports the two has them.
"""

import sys
from importlib.abc import MetaPathFinder

BY = {"sklearn": "keras.src.wrappers", "matplotlib": "keras.src.visualization"}
"""Modules that import them at their own import, in case they are there."""


def is_starting(package: str) -> bool:
    """Tell whether a module of a package is being imported."""
    modules = [module for name, module in sys.modules.copy().items() if name.startswith(package)]
    return any(getattr(getattr(module, "__spec__", None), "_initializing", False) for module in modules)


class Lean(MetaPathFinder):
    """Says that a package is not there while Keras starts."""

    def find_spec(self, name: str, *_: object) -> None:
        """Leave every import to Python but these two of Keras."""
        if name in BY and is_starting(BY[name]):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Lean())
