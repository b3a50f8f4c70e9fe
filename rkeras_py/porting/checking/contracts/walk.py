"""The state of a walk through a script: the values of its parts, and findings."""

from functools import cached_property
from typing import Any

from ..findings import PROBLEM, Finding
from ..scripts import ASSIGNS_LEFT, ASSIGNS_RIGHT, Script, list_targets
from ..tree import Node
from .shapes import Shape


class Walk:
    """The state of a walk through a script.

    Args:
        script: The script.

    Attributes:
        script: The script.
        found: The findings, by place and message.
        depth: The number of branches and loops around the place.
    """

    def __init__(self, script: Script) -> None:
        self.script = script
        self.found: dict[tuple[int, int, str], Finding] = {}
        self.depth = 0
        self.values: dict[int, Any] = {}

    def recall(self, node: Node | None) -> Any:
        """Return what a part of the script stood for when it was evaluated."""
        return self.values.get(id(node))

    @cached_property
    def has_layer_losses(self) -> bool:
        """Tell whether a layer of the script can have a loss of its own."""
        words = (node.text for node in self.script.nodes if not node.children)
        return any("regularizer" in word or word == "add_loss" for word in words)

    def say(self, at: Node, level: str, message: str, function: str = "", rule: str = "contract") -> None:
        """Note a finding, unless an error there would be caught."""
        if not self.script.is_caught(at):
            finding = Finding(at.line, at.column, level, rule, message, function)
            self.found.setdefault((at.line, at.column, message), finding)

    def judge_fit(self, wanted: Shape | None, given: Shape | None, at: Node) -> None:
        """Find samples of another shape than a model takes."""
        if wanted is not None and given is not None and differ(wanted, given):
            message = f"The model expects samples of shape {show_shape(wanted)} and gets {show_shape(given)}."
            self.say(at, PROBLEM, message)


def differ(one: Shape, other: Shape) -> bool:
    """Tell whether two shapes are certainly not the same."""
    return len(one) != len(other) or any(
        None not in pair and pair[0] != pair[1] for pair in zip(one, other, strict=True)
    )


def show_shape(shape: Shape) -> str:
    """Return a shape as R writes it."""
    sizes = ["NA" if one is None else str(one) for one in shape]
    return sizes[0] if len(sizes) == 1 else f"c({', '.join(sizes)})"


def list_assigned(node: Node) -> list[str]:
    """Return the names to which a part of a script assigns.

    Args:
        node: An assignment, the head of a loop, or another part.
    """
    kinds = node.tokens()
    if len(kinds) == 3 and (kinds[1] in ASSIGNS_LEFT or node.children[1].text in ("%<-%", "%<>%")):
        return list_targets(node.children[0], deep=True)
    if len(kinds) == 3 and kinds[1] in ASSIGNS_RIGHT:
        return list_targets(node.children[2], deep=True)
    return [one.text for one in node.children if one.token == "SYMBOL"] if node.token == "forcond" else []
