"""The meaning of calls in R's keras 2.15 and keras3: they are read as calls of our functions, and written from them.

The rules are in `dialects.json`, which is generated from `tools/contract/dialects`; no other Python code depends on a
dialect.
"""

import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")

KERAS2, KERAS3 = "keras", "keras3"
OURS = (KERAS2, "rkeras")
"""The packages whose functions have the same meaning as ours."""


class OtherMeaningError(ValueError):
    """A call that means nothing in the other dialect, or of which only running would tell; the message says why."""


@dataclass(frozen=True)
class Row:
    """A function of a dialect.

    Attributes:
        formals: Its arguments, with their defaults in R; None where another package has it.
        ours: The function here.
        here: The arguments of that one, if an argument without a name goes to another of them.
        renamed: Its names of arguments, and those here.
        sent: Arguments whose defaults differ: the one there, the one here.
        alone: Those of them that the dialect has no argument for, with what it does.
        converted: How values become those of the function here: "from_one" and "from_zero" are positions that count so
            there and otherwise here, "hook" and "hooks" are functions that get the number of an epoch or batch from 1,
            "activation" may be "hard_sigmoid", which is Keras 3's there.
        measured: Of a metric, Keras's function that a call with labels and predictions means there; what it gives here,
            and there. Empty where that is the function here.
        doubles: Arguments of which an array of doubles is one of float64 there, and takes Keras's float type here, also
            where a function gets or returns it; "..." for those without a name, "()" for the function that it returns.
    """

    formals: Mapping[str, str | None] | None = None
    ours: str = ""
    here: Sequence[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    sent: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    alone: Mapping[str, str] = field(default_factory=dict)
    converted: Mapping[str, str] = field(default_factory=dict)
    measured: Sequence[str] = ()
    doubles: Sequence[str] = ()

    @property
    def back(self) -> Mapping[str, str]:
        """The names of arguments here, and there."""
        return {ours: theirs for theirs, ours in self.renamed.items()}

    @property
    def is_same(self) -> bool:
        """True if each call of it means the same here, but for the precision of doubles."""
        return not (self.ours or self.here or self.renamed or self.sent or self.converted or self.measured)

    def measures(self, names: Iterable[str]) -> bool:
        """Tell whether a call is one of Keras's function, by the names of its arguments."""
        return bool(self.measured and {"y_true", "y_pred"} & {*names})


SAME = Row()
"""A function with the same meaning in both."""


@dataclass(frozen=True)
class Call(Generic[T]):
    """A call.

    Attributes:
        name: The function.
        arguments: Names, or "", and values.
    """

    name: str
    arguments: tuple[tuple[str, T], ...]


class Values(Protocol[T]):
    """The values of a call, for whoever reads or writes it."""

    def constant(self, value: Any) -> T:
        """Return a value for one of Python."""

    def convert(self, kind: str, function: str, argument: str, value: T) -> T:
        """Return a value of the other dialect."""


@functools.cache
def load_dialect(dialect: str) -> Mapping[str, Row]:
    """Return the functions of a dialect by their names.

    Args:
        dialect: Its package.
    """
    found = json.loads(Path(__file__).with_name("dialects.json").read_text(encoding="utf-8"))[dialect]
    return {name: Row(**row) for name, row in found.items()}


def find_row(name: str, dialect: str) -> Row | None:
    """Return a function of a dialect; None where it has none of that name, or it means the same in every call.

    Args:
        name: The function.
        dialect: Its package.
    """
    row = load_dialect(dialect).get(name) if dialect == KERAS3 else None
    return None if row is None or row.is_same else row


def read(call: Call[T], dialect: str, values: Values[T]) -> Call[T]:
    """Return a call of a dialect as one of a function here.

    Args:
        call: The call.
        dialect: The package that it means.
        values: How values are converted.

    Raises:
        OtherMeaningError: If only running would tell what it becomes.
    """
    row = find_row(call.name, dialect)
    if row is None:
        return call
    given = [name for name, _ in call.arguments]
    names = given if row.formals is None else match_names(given, list(row.formals))
    found = []
    for name, (_, value) in zip(names, call.arguments, strict=True):
        if name in row.converted:
            value = values.convert(row.converted[name], call.name, name, value)
        found.append((row.renamed.get(name, name), value))
    present = {name for name, _ in found}
    for name, (theirs, _) in row.sent.items():
        if name not in present and name != "name":  # a name changes no result
            found.append((name, values.constant(theirs)))
    places = row.here or list(row.formals or ())
    for place, was in enumerate(given):
        if was or place >= len(places) or found[place][0] not in ("", row.renamed.get(places[place], places[place])):
            break
        found[place] = ("", found[place][1])
    return Call(row.ours or call.name, tuple(found))


def write(call: Call[T], dialect: str, values: Values[T]) -> Call[T]:
    """Return a call of a function here as one of a dialect.

    Args:
        call: The call, whose arguments have the names here.
        dialect: The package.
        values: How values are converted.

    Raises:
        OtherMeaningError: If the dialect has no such function or argument, or no word for a value.
    """
    their_name = find_name(call.name, dialect)
    if not their_name:
        raise OtherMeaningError(f"{dialect} has no {call.name}()")
    row = load_dialect(dialect)[their_name]
    arguments = []
    for name, value in call.arguments:
        theirs = row.back.get(name, name)
        if row.formals is not None and theirs and theirs not in row.formals and "..." not in row.formals:
            raise OtherMeaningError(f"{their_name}() of {dialect} has no `{name}`")
        if theirs in row.converted:
            value = values.convert(row.converted[theirs], their_name, theirs, value)
        arguments.append((theirs, value))
    present = {name for name, _ in arguments}
    for name, (_, ours) in row.sent.items():
        if name not in present and name != "name" and name not in row.alone:
            value = values.constant(ours)
            if name in row.converted:
                value = values.convert(row.converted[name], their_name, name, value)
            arguments.append((name, value))
    return Call(their_name, tuple(arguments))


def keep_doubles(dialect: str) -> frozenset[str]:
    """Return the functions of a dialect that keep the precision of arrays of doubles.

    Args:
        dialect: Its package, or "" for this one, whose functions give them Keras's float type.
    """
    return frozenset(name for name, row in load_dialect(dialect).items() if row.doubles) if dialect else frozenset()


def find_name(ours: str, dialect: str) -> str:
    """Return what a function here is called in a dialect; "" where it has none.

    Args:
        ours: The function here.
        dialect: Its package.
    """
    rows = load_dialect(dialect)
    if ours in rows and not rows[ours].ours:
        return ours
    return next((name for name, row in rows.items() if row.ours == ours), "")


def match_names(given: Sequence[str], formals: Sequence[str]) -> list[str]:
    """Return for each argument of a call which one of a function's it is, as R matches them; "" for one in its `...`.

    Args:
        given: Names of the arguments, or "".
        formals: Names of the function's.
    """
    before = list(formals[: formals.index("...")]) if "..." in formals else list(formals)
    names = [name if name in formals else "" for name in given]
    for place, name in enumerate(given):
        near = [one for one in before if name and not names[place] and one.startswith(name) and one not in names]
        if len(near) == 1:
            names[place] = near[0]
    free = [one for one in before if one not in names]
    for place, name in enumerate(given):
        if not name and free:
            names[place] = free.pop(0)
    return [name or given[place] for place, name in enumerate(names)]


def shift(value: Any, kind: str, back: bool = False) -> Any:
    """Return positions as they are counted here, or there.

    Args:
        value: A whole number or several; negative ones count from the end.
        kind: "from_one" where they count from 1 there and from 0 here, "from_zero" where it is the other way.
        back: Whether they are those of here, and those of there are wanted.

    Raises:
        OtherMeaningError: If it is none.
    """
    if value is None:
        return None
    if isinstance(value, (list, tuple)):
        return type(value)(shift(one, kind, back) for one in value)
    first = int((kind == "from_one") != back)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value) or 0 <= value < first:
        raise OtherMeaningError(f"{value!r} is not a position counted from {first}")
    return type(value)(value + (1 - 2 * first) * (value >= 0))
