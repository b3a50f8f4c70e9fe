"""Modules that Keras 3 no longer has, with the members that it moved elsewhere, and the `keras` object of R."""

import importlib
import importlib.abc
import importlib.machinery
import re
import sys
import types
from collections.abc import Callable, Sequence
from typing import Any

from ..engine.internals.modules import OLD_NAMES
from ..engine.loading import keras

_ROOTS = re.compile(r"^(keras\._tf_keras\.keras|tensorflow\.keras|keras)\.")

_OURS = {f"{OLD_NAMES}.backend": "rkeras_py.backend.keras2_module"}
"""Our modules that replace old ones of Keras."""

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
"""For each module of Keras 2, as a regular expression, the modules of Keras 3 that now have its members."""


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Creates the old modules; Python asks it last, so that Keras's existing modules take precedence."""

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
    """Load a source of members, which replaces another module of its package and has old members, too."""
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


class Joined(types.ModuleType):
    """A module that has the members of one, and those of another that the first lacks.

    Args:
        first: The module that it is for all else.
        second: The other one.
    """

    def __init__(self, first: types.ModuleType, second: types.ModuleType) -> None:
        super().__init__(first.__name__, first.__doc__)
        self._first, self._second = first, second

    def __getattr__(self, name: str) -> Any:
        """Return a member; one that is a module in both is joined in turn."""
        found = getattr(self._first, name, self)
        before = getattr(self._second, name, self)
        if found is self and before is self:
            raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")
        if isinstance(found, types.ModuleType) and isinstance(before, types.ModuleType) and self not in (found, before):
            ours = _OURS.get(before.__name__)
            joined = Joined(found, importlib.import_module(ours) if ours else before)
            setattr(self, name, joined)
            return joined
        return before if found is self else found

    def __dir__(self) -> list[str]:
        """Return the names of all members."""
        return sorted({*dir(self._first), *dir(self._second)})

    def __repr__(self) -> str:
        """Show the first module."""
        return repr(self._first)


def keras_for_r() -> Joined:
    """Return the `keras` module, with `keras.backend.mean`, `keras.losses.mse` and similar names."""
    return Joined(keras(), importlib.import_module(OLD_NAMES))
