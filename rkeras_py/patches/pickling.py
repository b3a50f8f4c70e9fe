"""Pickling and copying of Keras objects."""

import copyreg
import functools
from collections.abc import Callable
from typing import Any

from ..custom.classes import finishers
from ..graph.function_names import find_parts_of_r
from ..preprocessing.images.augmentation import ImageDataGenerator
from ..r.functions import RHook
from ..saving import pickles


def write_all(own: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what pickle calls: Keras's own for its own objects, where that is whole.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def __reduce__(self: Any) -> Any:
        return pickles.reduce_value(self) if pickles.needs_own_form(self) else own(self)

    return __reduce__


def copy(self: Any) -> Any:
    """Copy an object of Keras: with values of its own, and the very functions and classes of R."""
    if pickles.needs_own_form(self):
        return pickles.copy_value(self)
    make, given = self.__reduce__()
    return make(*given)


def deepcopy(self: Any, memo: dict[int, Any]) -> Any:
    """Copy an object of Keras, as `copy()` does."""
    copied = memo[id(self)] = copy(self)
    return copied


def _finish_class(cls: type) -> None:
    """Have pickle and copy keep the R state of an R class's instances, unless Keras saves them itself."""
    for name, member in (("__reduce__", pickles.reduce_value), ("__copy__", pickles.copy_value)):
        if getattr(cls, name, None) is getattr(object, name, None):
            setattr(cls, name, member)
    if not hasattr(cls, "__deepcopy__"):
        cls.__deepcopy__ = lambda self, memo: pickles.copy_value(self)  # type: ignore[attr-defined]


def _write_generator(generator: ImageDataGenerator) -> tuple[Any, ...]:
    """Return pickle's form of an image generator, whose function may be an R function."""
    reduced: tuple[Any, ...] = object.__reduce_ex__(generator, 2)  # type: ignore[assignment]
    return pickles.reduce_value(generator) if find_parts_of_r(generator) else reduced


copyreg.pickle(RHook, pickles.reduce_value)
copyreg.pickle(ImageDataGenerator, _write_generator)
finishers.append(_finish_class)
