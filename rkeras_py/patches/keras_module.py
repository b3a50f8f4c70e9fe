"""The module that `keras` is in R: Keras 3's, and what scripts for Keras 2 find in theirs beside."""

import importlib
import types
from typing import Any

from ..engine.internals.modules import OLD_NAMES
from ..engine.loading import keras

_OURS = {f"{OLD_NAMES}.backend": "rkeras_py.backend.keras2_module"}


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
