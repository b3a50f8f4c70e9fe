"""The names of Keras 2.15's public classes and those that they extend, read from tf_keras."""

import importlib
import inspect
from typing import Any

MODULES = (
    "callbacks",
    "constraints",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "optimizers.schedules",
    "preprocessing.image",
    "preprocessing.sequence",
    "preprocessing.text",
    "regularizers",
    "utils",
)


def classes_of(root: str) -> dict[str, type[Any]]:
    """Return the public classes of Keras.

    Args:
        root: The package, `keras` or `tf_keras`.
    """
    found = {}
    for module in MODULES:
        for name, member in vars(importlib.import_module(f"{root}.{module}")).items():
            if inspect.isclass(member) and member.__name__ == name:
                found[f"{module}.{name}"] = member
    return found


def keras2_classes() -> dict[str, list[str]]:
    """Return the paths of each public class and of the public ones that it extends, by its public name."""
    public = classes_of("tf_keras")
    return {
        name: [
            f"{base.__module__}.{base.__name__}".removeprefix("tf_")
            for base in cls.__mro__
            if base in public.values() or base.__name__ == "Functional"
        ]
        for name, cls in sorted(public.items())
    }
