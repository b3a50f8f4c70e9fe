"""The registry of exported functions: all facts about each function, by its name."""

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..engine.loading import resolve
from ..engine.versions import Versions
from . import words
from .docs import Docs
from .spelling import strip_underscore as strip_underscore


@dataclass(frozen=True)
class Param:
    """An argument of an exported function."""

    name: str
    default: Any
    word: words.Word
    keyword_only: bool = False
    python_name: str = ""


@dataclass(frozen=True)
class Variant:
    """A class that a function makes instead of its target, for an argument that Keras 3's class no longer takes.

    Attributes:
        argument: Name of the argument.
        asks: Whether a value asks for it.
        target: Dotted path of what makes the object.
        taken: Whether the argument has had its effect by then.
    """

    argument: str
    asks: Callable[[Any], bool]
    target: str
    taken: bool = True


@dataclass
class Spec:
    """All that is known about one exported function.

    Attributes:
        name: Its name, in both languages.
        module: The Python module that defines it.
        kind: "layer", "class", "measure", "function", "export" or "verb".
        target: Dotted path of the Keras class or function behind it, or "".
        params: Its arguments without the open ones.
        dots: Place of `...` among the R formals, or None.
        takes_positional: Whether `...` takes arguments without names.
        takes_options: Whether `...` takes named arguments.
        body: The function as written.
        docs: Its documentation, complete.
        fixed: Arguments that the target always gets.
        send: Arguments whose default differs in effect from that of Keras 3, so that it is always sent.
        variants: What it makes where an argument asks for what the target no longer does.
        function_target: For losses and metrics, the plain function of (y_true, y_pred).
        s3: The R class for which the R side is an S3 method, or "".
        joins: Whether floats of several types become those of one, as in most functions of Keras.
        returns: What the R side returns: "value", "invisible" (the value), "object" (the first argument, invisibly),
            "saved" (whether a file was written, invisibly, after asking about an existing one), "model" (the first
            argument, invisibly, after asking so; without a name of a file the value), or "code" (a string that prints
            as code).
        older: Arguments of older scripts that the function understands beside its own, with what each is called now, or
            "" where nothing has taken its place.
        null_is_default: Arguments whose NULL stands for a value of Keras.
        also_called: Other names of arguments, which `...` takes, and the argument that each means.
        further: Returns the names that `...` takes, where the body of the function knows them all.
        python_only: Whether R has a function of this name by other means.
        counts: Whether its body counts positions from 1 where Keras's function of its name counts from 0, without an
            argument `zero_indexed`.
        method_lacks: Where a method of Keras of this name does the same, the arguments that it does not take, or
            takes otherwise; None where there is no such method.
        versions: The versions of Keras that have what is behind it.
        newer: Arguments that the oldest Keras lacks, each with the first version that has it.
        instead: Of a function that computes with TensorFlow alone, what to do on each other backend; None of others.
    """

    name: str
    module: str
    kind: str
    target: str
    params: dict[str, Param]
    dots: int | None
    takes_positional: bool
    takes_options: bool
    body: Callable[..., Any]
    docs: Docs
    fixed: dict[str, Any] = field(default_factory=dict)
    send: tuple[str, ...] = ()
    variants: tuple[Variant, ...] = ()
    function_target: str = ""
    s3: str = ""
    joins: bool = False
    returns: str = "value"
    python_only: bool = False
    counts: bool = False
    older: Mapping[str, str] = field(default_factory=dict)
    null_is_default: tuple[str, ...] = ()
    also_called: Mapping[str, str] = field(default_factory=dict)
    further: Callable[[], Iterable[str]] | None = None
    method_lacks: tuple[str, ...] | None = None
    versions: Versions = field(default_factory=Versions)
    newer: Mapping[str, str] = field(default_factory=dict)
    instead: Mapping[str, str] | None = None

    @functools.cached_property
    def by_place(self) -> list[str]:
        """Names of the arguments that need no name in a call."""
        return [param.name for param in self.params.values() if not param.keyword_only]

    @functools.cached_property
    def required(self) -> list[str]:
        """Names of the arguments that have neither a default nor leave to be missing."""
        return [
            param.name for param in self.params.values() if param.default is words.MISSING and not param.word.optional
        ]

    def formals(self) -> list[str]:
        """Return the names of the arguments in R's order, with "..." where it stands."""
        names = list(self.params)
        if self.dots is not None:
            names.insert(self.dots, "...")
        return names

    def choose_target(self, *arguments: dict[str, Any]) -> str:
        """Return the dotted path of what makes the object that the supplied arguments ask for.

        Args:
            arguments: The supplied arguments; one that is settled by the choice is taken out.
        """
        for variant in self.variants:
            for supplied in arguments:
                if variant.argument in supplied and variant.asks(supplied[variant.argument]):
                    if variant.taken:
                        del supplied[variant.argument]
                    return variant.target
        return self.target

    def stand_in(self) -> Any:
        """Return the object for which the function itself, passed uncalled as an argument, stands."""
        path = self.function_target or (self.target if self.kind == "function" else "")
        if path:
            return resolve(path)
        exported = self.body.__globals__[self.name]
        return exported() if self.kind in ("measure", "class") else exported


REGISTRY: dict[str, Spec] = {}
