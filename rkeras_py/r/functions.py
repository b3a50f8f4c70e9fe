"""R functions that Python calls back."""

import functools
import inspect
import keyword
import re
from collections.abc import Callable
from typing import Any

from ..engine.internals.modules import known_names
from .evaluator import QuickCalls

MODULE = "R"
"""The `__module__` of R functions."""
NAMELESS = "R_function"
"""The name of an R function without a variable."""


class RHook:
    """A function of R that Keras calls back.

    It shows Python what it takes. Logs are a copy in R: what the function set in them goes into Python's.

    Args:
        function: The function; one that takes `logs` returns what it set in them.
        name: Its name in messages.
        takes: Its arguments, and whether each has a default.
        prepare: Readies quick calls of it, where it is called batch by batch and returns nothing.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        name: str,
        takes: dict[str, bool],
        prepare: Callable[..., dict[str, Any]] | None = None,
    ) -> None:
        self.function, self.__name__ = function, name
        self.__signature__ = make_signature(takes)
        self._quick = QuickCalls(prepare) if prepare else None

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Call the function."""
        if self._quick and self._quick.run(args, named):
            return None
        result = self.function(*args, **named)
        logs = named.get("logs")
        if isinstance(logs, dict) and isinstance(result, dict):
            logs.update(result)
        return result

    def __deepcopy__(self, memo: dict[int, Any]) -> "RHook":
        """Return the function itself, as of Python's functions."""
        return self

    __copy__ = functools.partialmethod(__deepcopy__, {})

    def __repr__(self) -> str:
        """Show the function as R would."""
        names = (str(parameter).removeprefix("*") for parameter in self.__signature__.parameters.values())
        return f"function({', '.join(names)})"


def is_r_function(value: Any) -> bool:
    """Tell whether a function is R's."""
    return getattr(value, "__module__", None) in ("rpytools.call", MODULE)


def make_signature(takes: dict[str, bool]) -> inspect.Signature:
    """Return the arguments of a function of R, as Python's `inspect` describes them.

    Args:
        takes: Its arguments, and whether each has a default.
    """
    kinds = inspect.Parameter
    parameters = []
    kind: Any = kinds.POSITIONAL_OR_KEYWORD
    optional = False
    for name, has_default in takes.items():
        if name == "...":
            parameters.append(kinds("dots", kinds.VAR_POSITIONAL))
            kind = kinds.KEYWORD_ONLY
            continue
        optional = has_default or (optional and kind is kinds.POSITIONAL_OR_KEYWORD)
        parameters.append(kinds(_make_identifier(name), kind, default=None if optional else kinds.empty))
    return inspect.Signature(parameters)


def _make_identifier(name: str) -> str:
    """Return the name of an R argument as a valid Python name."""
    name = re.sub(r"\W", "_", name)
    return f"{name}_" if keyword.iskeyword(name) else name


def check_file_name(name: str) -> None:
    """Refuse a name by which a file would not find a function of R again.

    Raises:
        ValueError: If it is the name of all nameless functions, or that of a function of Keras, which would be taken
            instead.
    """
    advice = (
        'Assign it to an R variable, R("scale2 <- ..."), and take it from there, R["scale2"]; the file is then '
        'loaded with custom_objects={"scale2": R["scale2"]}.'
    )
    if name == NAMELESS:
        raise ValueError(f"This model contains an R function without a name, which cannot be saved in a file. {advice}")
    if is_of_keras(name):
        raise ValueError(
            f"This model contains the R function `{name}`, but in a file this name means the Keras function. Use a "
            f"different name. {advice}"
        )


@functools.cache
def is_of_keras(name: str) -> bool:
    """Tell whether a name means a function of Keras where Keras reads a file or a configuration."""
    kinds = ("activations", "losses", "metrics", "initializers", "regularizers", "constraints")
    return any(name in known_names(kind) for kind in kinds)
