"""Modules that Keras 2 had and Keras 3 has not: scripts import them, and find in them what Keras 3 has elsewhere."""

import importlib
import importlib.abc
import importlib.machinery
import re
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any

from ..engine.internals.modules import OLD_NAMES

_ROOTS = re.compile(r"^(keras\._tf_keras\.keras|tensorflow\.keras|keras)\.")

_SOURCES = {
    r"optimizers\.(experimental|legacy)": ("optimizers",),
    r"backend\.tensorflow_backend": ("backend",),
    r"engine(\.[a-z_]+)?": ("models", "layers", "utils"),
    r"experimental": ("optimizers.schedules",),
    r"layers\.(advanced_activations|convolutional|convolutional_recurrent|core|cudnn_recurrent|embeddings|merge|noise"
    r"|local|normalization|pooling|recurrent|recurrent_v2|wrappers|experimental(\.preprocessing)?)": ("layers",),
    r"objectives": ("losses",),
    r"optimizer_v2(\.[a-z_0-9]+)?": ("optimizers", "optimizers.schedules"),
    r"preprocessing\.(image|sequence|text)": (r"preprocessing.\1",),
    r"utils\.(data|generic|io|layer|np|vis)_utils": ("utils",),
}
"""For each module of Keras 2, as a regular expression, those of Keras 3 that have its members now."""


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes the old modules; asked last, so that a module that Keras has stays Keras's."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: types.ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to make the module; None for other modules."""
        if not sources(fullname):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def exec_module(self, module: types.ModuleType) -> None:
        """Give the module what finds its members."""
        module.__getattr__ = member_finder(module.__name__)  # type: ignore[method-assign]


def sources(name: str) -> list[str]:
    """Return the modules that have the members of an old one; none where it is no module of Keras 2.

    Args:
        name: The path of the old module.
    """
    root = _ROOTS.match(name)
    rest = name[root.end() :] if root else ""
    for pattern, found in _SOURCES.items():
        fits = re.fullmatch(pattern, rest)
        if fits:
            return [f"{keras}.{fits.expand(source)}" for source in found for keras in ("keras", OLD_NAMES)]
    return []


def member_finder(name: str) -> Callable[[str], Any]:
    """Return a function that finds a member of a module by name: an old module in it, or what moved elsewhere.

    Args:
        name: The path of the module.
    """

    def find(member: str) -> Any:
        if sources(f"{name}.{member}"):
            return importlib.import_module(f"{name}.{member}")
        for source in sources(name):
            members = vars(_load(source))
            if not member.startswith("__") and member in members:
                return members[member]
        raise AttributeError(f"module '{name}' has no attribute '{member}'")

    return find


def _load(name: str) -> types.ModuleType:
    """Load a module that has members; it replaces another one in its package, and has old ones too."""
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError:
        return types.ModuleType(name)
    if "__getattr__" not in vars(module):
        module.__getattr__ = member_finder(name)  # type: ignore[method-assign]
    return module


def install() -> None:
    """Have Python find the old modules."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.append(_Finder())
