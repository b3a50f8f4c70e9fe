"""Arguments matched as in R: by full name, by partial name, by position."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .tree import Argument, Call, Node, get_symbol


@dataclass
class Matched:
    """The values that a call gives to the arguments of a function.

    Attributes:
        values: The value for each argument; None for one that a pipe brings or that is empty.
        given: The argument of the call that each value came by; not of what a pipe brings.
        further: The arguments for `...`.
        unused: The arguments that there is no room for.
        repeated: Names that came twice.
        ambiguous: Beginnings of several names.
        is_whole: Whether all is known; not where the call hands on its own `...`.
    """

    values: dict[str, Node | None] = field(default_factory=dict)
    given: dict[str, Argument] = field(default_factory=dict)
    further: list[Argument] = field(default_factory=list)
    unused: list[Argument] = field(default_factory=list)
    repeated: list[Argument] = field(default_factory=list)
    ambiguous: list[Argument] = field(default_factory=list)
    is_whole: bool = True

    def rename(self, renamed: Mapping[str, str]) -> None:
        """Give arguments the names of another function's.

        Args:
            renamed: The names here, and there.
        """
        self.values = {renamed.get(name, name): value for name, value in self.values.items()}
        self.given = {renamed.get(name, name): value for name, value in self.given.items()}

    def without(self, names: Collection[str]) -> "Matched":
        """Return all but the values of some arguments, which are taken for what nobody knows.

        Args:
            names: Their names.
        """
        return replace(self, values={name: None if name in names else one for name, one in self.values.items()})


def match_arguments(formals: Sequence[str], call: Call, also_called: Mapping[str, str] | None = None) -> Matched:
    """Match the arguments of a call with those of a function.

    Args:
        formals: Names of the function's arguments, in R's order, with "...".
        call: The call.
        also_called: Other names of its arguments.
    """
    found = Matched()
    before = list(formals[: formals.index("...")]) if "..." in formals else list(formals)
    left: list[Argument] = []
    for argument in call.arguments:
        if _hands_on(argument):
            found.is_whole = False
        elif (
            argument.name
            and argument.name != "..."
            and (name := (also_called or {}).get(argument.name, argument.name)) in formals
        ):
            found.repeated.append(argument) if name in found.values else _bind(found, name, argument)
        else:
            left.append(argument)
    unnamed = []
    for argument in left:
        near = [
            name for name in before if name not in found.values and argument.name and name.startswith(argument.name)
        ]
        if len(near) > 1:
            found.ambiguous.append(argument)
        elif near:
            _bind(found, near[0], argument)
        else:
            unnamed.append(argument)
    _match_by_place(found, before, unnamed, call)
    if "..." not in formals:
        found.unused, found.further = found.further, []
    return found


def _match_by_place(found: Matched, before: list[str], left: list[Argument], call: Call) -> None:
    free = [name for name in before if name not in found.values]
    if call.subject is not None and free:
        found.values[free.pop(0)] = call.subject
    for argument in left:
        if argument.name or not free:
            found.further.append(argument)
        elif found.is_whole:
            _bind(found, free.pop(0), argument)


def _bind(found: Matched, name: str, argument: Argument) -> None:
    found.values[name] = argument.value
    found.given[name] = argument


def _hands_on(argument: Argument) -> bool:
    """Tell whether an argument stands for several that only running the script would tell: `...`, `!!!x`."""
    value = argument.value
    if value is None:
        return False
    return get_symbol(value).startswith("..") or value.tokens(2) == ["'!'", "expr"]
