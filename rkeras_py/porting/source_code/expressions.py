"""The parts of code, independent of the language: calls, names and pipes, printed as R or Python.

Values are Python's own: numbers, strings, None, lists, tuples, dicts and numpy arrays stand for themselves.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Name:
    """A variable or a function by its name."""

    text: str


@dataclass(frozen=True)
class Member:
    """A member of a module, by its path: `keras.layers.Dense`, or `keras$layers$Dense`."""

    path: str


@dataclass(frozen=True)
class Call:
    """A call.

    Attributes:
        function: What is called.
        positional: Arguments without names.
        named: Arguments by name.
    """

    function: Any
    positional: Sequence[Any] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Exactly:
    """A value whose type no function of the package restores: in R a whole number is `2L`, and a list no vector."""

    value: Any


@dataclass(frozen=True)
class Item:
    """An element of a list by its position, counted from 0, or of a dict by its name."""

    whole: Any
    key: int | str


@dataclass(frozen=True)
class Part:
    """A part of a tensor: `x[:, 0]`.

    Attributes:
        whole: The tensor.
        places: One for each axis: a whole number counted from 0, a slice, None for a new axis, or `...`.
    """

    whole: Any
    places: tuple[Any, ...]


@dataclass(frozen=True)
class Infix:
    """An operator between two operands, in Python's spelling."""

    operator: str
    left: Any
    right: Any


@dataclass(frozen=True)
class Assign:
    """A statement that names a value.

    Attributes:
        targets: The names; several unpack a list.
        source: The value, or what the first step is applied to.
        steps: Layers, models or verbs, each applied to what came before; a call that makes one, or its name.
    """

    targets: tuple[str, ...]
    source: Any
    steps: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Do:
    """A statement that changes an object: `model %>% compile()`.

    Attributes:
        target: The name of the object.
        verb: What is done.
    """

    target: str
    verb: Call


@dataclass
class Program:
    """A whole text.

    Attributes:
        modules: The modules that it imports in Python, by path, with the name for each.
        foreign: What it uses and does not define: the name, with the module that has it, or "".
        definitions: Code of what the model has of the user, by name, where it is known.
        notes: Sentences about what the reader has to fill in.
        statements: The statements.
        is_r: Whether it is one of R.
    """

    modules: dict[str, str] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    statements: list[Assign | Do] = field(default_factory=list)
    is_r: bool = False


def list_comments(program: Program, width: int) -> list[str]:
    """Return the lines of the comments about what a program uses and does not define.

    Args:
        program: The program.
        width: How long a line may be.
    """
    own = [
        f"{name} is your own class or function: define it here."
        for name, module in program.foreign.items()
        if not module and name not in program.definitions
    ]
    return [
        line
        for note in [*own, *program.notes]
        for line in textwrap.wrap(
            note, width, initial_indent="# ", subsequent_indent="# ", break_long_words=False, break_on_hyphens=False
        )
    ]
