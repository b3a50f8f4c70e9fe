"""A line of the table of patches."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..engine.backend_choice import BACKENDS
from ..engine.loading import find
from ..engine.versions import Versions


@dataclass(frozen=True)
class Patch:
    """A member that a class or a module of Keras or TensorFlow gets.

    Attributes:
        owner: The path of the class or module.
        member: Name of the member.
        make: Makes it of what the owner had of that name, or None.
        why: What it is for.
        without: What Keras does without it.
        replaces: Whether it takes the place of what the owner has; else it is for an owner that has nothing.
        since: The first version of the owner's package, Keras or TensorFlow, that needs it; "" where all before do.
        until: The first version that no longer needs it; "" where all after do.
        optional: Whether some versions of Keras lack the owner, and so do not need it.
        backend: The only backend that needs it; "" where all do, or those that the owner's path names.
        shown_by: Name of the script in tools/upstream that shows the mistake of Keras or TensorFlow that it mends.
    """

    owner: str
    member: str
    make: Callable[[Any], Any]
    why: str
    without: str = "There is no such member."
    replaces: bool = False
    since: str = ""
    until: str = ""
    optional: bool = False
    backend: str = ""
    shown_by: str = ""

    def is_for(self, backend: str) -> bool:
        """Tell whether a backend has the owner: what is another's, or Keras's for another, it does not have.

        Args:
            backend: The name of the backend.
        """
        named = {self.backend, *self.owner.split(".")} & set(BACKENDS)
        return not named or backend in named

    def is_needed(self) -> bool:
        """Tell whether the installed version needs it."""
        installed = importlib.import_module(self.owner.partition(".")[0])
        place, _, name = self.owner.rpartition(".")
        if self.optional and not hasattr(find(place), name):
            return False
        return Versions(self.since, self.until).hold(installed.__version__)

    def put(self) -> None:
        """Put the member onto its owner, where the installed version needs it."""
        if not self.is_needed():
            return
        owner = find(self.owner)
        if self.replaces or not hasattr(owner, self.member):
            setattr(owner, self.member, self.make(getattr(owner, self.member, None)))


def give(value: Any) -> Callable[[Any], Any]:
    """Return what makes a member of a value, whatever the owner had."""
    return lambda own: value


def add_members(owner: str, added: dict[str, Any], why: str) -> list[Patch]:
    """Return patches for members that an owner lacks, by their names."""
    return [Patch(owner, member, give(value), why) for member, value in added.items()]


def replace_members(
    owner: str, made: dict[str, Callable[[Any], Any]], why: str, without: str, until: str = ""
) -> list[Patch]:
    """Return patches for members of an owner, each with what makes it of Keras's own."""
    return [Patch(owner, member, make, why, without, replaces=True, until=until) for member, make in made.items()]
