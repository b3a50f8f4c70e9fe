"""Calls of `op_*` functions on arrays of rank 0 to 4, each with the call of `keras.ops` that it has to agree with."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

RNG = np.random.default_rng(31)
SHAPES: dict[int, tuple[int, ...]] = {0: (), 1: (4,), 2: (3, 4), 3: (2, 3, 4), 4: (2, 3, 2, 4)}
Draw = Callable[[tuple[int, ...]], Any]


def normal(shape: tuple[int, ...]) -> Any:
    """Floats of either sign."""
    return RNG.normal(size=shape).astype("float32")


def positive(shape: tuple[int, ...]) -> Any:
    """Floats from 0.2 to 3."""
    return RNG.uniform(0.2, 3, shape).astype("float32")


def above_one(shape: tuple[int, ...]) -> Any:
    """Floats from 1.1 to 3."""
    return RNG.uniform(1.1, 3, shape).astype("float32")


def inside(shape: tuple[int, ...]) -> Any:
    """Floats from -0.9 to 0.9."""
    return RNG.uniform(-0.9, 0.9, shape).astype("float32")


def whole(shape: tuple[int, ...]) -> Any:
    """Whole numbers from 1 to 6."""
    return RNG.integers(1, 7, shape).astype("int32")


def truth(shape: tuple[int, ...]) -> Any:
    """TRUE and FALSE."""
    return RNG.integers(0, 2, shape).astype(bool)


def odd(shape: tuple[int, ...]) -> Any:
    """Floats among which are NaN and infinite ones."""
    return RNG.choice(np.float32([np.nan, np.inf, -np.inf, 0.5, -2]), shape)


def distinct(shape: tuple[int, ...]) -> Any:
    """Floats of which no two are equal."""
    count = int(np.prod(shape))
    return (RNG.permutation(count).astype("float32").reshape(shape) - count / 2) / 4


@dataclass(frozen=True)
class Case:
    """A call.

    Attributes:
        args: The arguments by position; arrays among them become symbolic tensors in a model.
        options: The arguments by name, counted from 1.
        plain: Computes with Keras what is expected, from `args`.
        symbolic: Whether the arguments can be symbolic tensors.
        open_batch: Whether the size of the first axis may be unknown.
    """

    args: Sequence[Any]
    options: dict[str, Any]
    plain: Callable[..., Any]
    symbolic: bool = True
    open_batch: bool = True
    expected_options: dict[str, Any] = field(default_factory=dict)

    def expected(self, *args: Any) -> list[Any]:
        """Return Keras's results as a flat list."""
        return flat(self.plain(*args, **self.expected_options))


def flat(result: Any) -> list[Any]:
    """The tensors of a result."""
    return [one for one in keras.tree.flatten(result) if one is not None]


Options = Sequence[tuple[dict[str, Any], dict[str, Any]]]
NONE: Options = (({}, {}),)


def make(
    plain: Callable[..., Any],
    *draws: Sequence[Draw],
    ranks: Iterable[int] = range(5),
    options: Options = NONE,
    **further: Any,
) -> Iterator[Case]:
    """Cases of each rank, with each of some arguments, on arrays of one shape from each of some sources.

    Args:
        plain: Keras's function.
        draws: For each argument what its array can be.
        ranks: The ranks.
        options: Pairs of options: as they are given here, and as Keras is to get them.
        further: What else is to be said of the cases.
    """
    for rank in ranks:
        for sources in zip(*draws, strict=True):
            for ours, theirs in options:
                if _fits(theirs, rank):
                    args = [draw(SHAPES[rank]) for draw in sources]
                    yield Case(args, ours, plain, expected_options=theirs, **further)


def _fits(options: dict[str, Any], rank: int) -> bool:
    """Tell whether an array has the axes that options name, each of them once."""
    groups = (("axis",), ("axes",), ("axis1", "axis2"), ("source",), ("destination",))
    return all(_are_axes(keras.tree.flatten([options.get(name) for name in group]), rank) for group in groups)


def _are_axes(places: list[Any], rank: int) -> bool:
    axes = [place for place in places if place is not None]
    return all(-rank <= one < rank for one in axes) and len({one % rank for one in axes}) == len(axes)


def axis(*places: int | tuple[int, ...] | None, name: str = "axis", **others: Any) -> Options:
    """Options for axes that count from 1 here, and from 0 in Keras."""
    return [({name: place, **others}, {name: from_one(place), **others}) for place in places]


def from_one(place: Any) -> Any:
    """Return a place, or several, as Keras counts them."""
    if isinstance(place, (tuple, list)):
        return tuple(map(from_one, place))
    return place - 1 if place is not None and place > 0 else place


def same(**values: Any) -> Options:
    """Options that are the same here and in Keras."""
    return [(values, values)]


def calls(*cases: tuple[Sequence[Any], dict[str, Any], Callable[..., Any]], **further: Any) -> Iterator[Case]:
    """Cases that are told one by one: the arguments, the options, and Keras's call."""
    return (Case(args, options, plain, **further) for args, options, plain in cases)


def together(*groups: Iterable[Case]) -> Iterator[Case]:
    """The cases of several groups."""
    for group in groups:
        yield from group
