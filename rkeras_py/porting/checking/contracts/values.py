"""The values of a traced script's variables: tensors, layers, models, labels and results."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..tree import Call
from .shapes import Shape


@dataclass(eq=False)
class Tensor:
    """The output of a layer in a model.

    Attributes:
        shape: Its shape without the axis of the samples; None where it is not known.
        calls: The calls of the layers behind one another that gave it, from the first to the last.
        inputs: The inputs that it comes from; None where they are not known.
        is_input: Whether it is an input itself.
        name: The name of the last layer; "" where the user gave none.
    """

    shape: Shape | None = None
    calls: tuple[Call, ...] = ()
    inputs: frozenset["Tensor"] | None = None
    is_input: bool = False
    name: str = ""


@dataclass(eq=False)
class Layer:
    """A layer in a variable.

    Attributes:
        call: The call that made it.
        takes: The shape that it was called on first; None where that is not known.
    """

    call: Call
    takes: Shape | None = None


@dataclass(eq=False)
class Model:
    """A model.

    Attributes:
        inputs: Its inputs.
        outputs: Its outputs; of a sequential model one, which changes where layers are added.
        is_sequential: Whether layers can be added.
        is_sure: Whether all its layers are known.
        depth: The number of branches and loops around the place where it was made.
        compiled: The call of compile(), if it was compiled.
        is_compiled: Whether it was compiled, by a call that may be anywhere.
        outcomes: The names of what fit() and evaluate() give; None where they are not known.
        names: The names that layers of a sequential model were given.
    """

    inputs: list[Tensor] = field(default_factory=list)
    outputs: list[Tensor] = field(default_factory=list)
    is_sequential: bool = False
    is_sure: bool = True
    depth: int = 0
    compiled: Call | None = None
    is_compiled: bool = False
    outcomes: tuple[str, ...] | None = None
    names: set[str] = field(default_factory=set)


@dataclass(eq=False)
class Array:
    """Data in R.

    Attributes:
        shape: Its shape without the axis of the samples; None where it is not known.
        classes: The number of classes of one-hot labels; 0 of other data, -1 where it is not known.
        rows: The number of samples; None where it is not known.
        largest: The largest of numbers that are written out; None of other data.
    """

    shape: Shape | None
    classes: int = 0
    rows: int | None = None
    largest: float | None = None


@dataclass(eq=False)
class Result:
    """A result with parts of known names.

    Attributes:
        of: The function that gave it.
        names: The names of its parts.
        parts: The names of the parts of a part.
        is_vector: Whether it is a named vector, which has no `$`.
    """

    of: str
    names: tuple[str, ...]
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_vector: bool = False


def list_tensors(value: Any) -> list[Tensor] | None:
    """Return the tensors that a value is or lists; None where one is none."""
    several = value if isinstance(value, list) else [value]
    return list(several) if several and all(isinstance(one, Tensor) for one in several) else None


def join_inputs(tensors: Iterable[Tensor]) -> frozenset[Tensor] | None:
    """Return the inputs that tensors come from together; None where some are not known."""
    found: frozenset[Tensor] = frozenset()
    for tensor in tensors:
        if tensor.inputs is None:
            return None
        found |= tensor.inputs
    return found
