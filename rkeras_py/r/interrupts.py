"""Who listens for Ctrl-C while a model trains, evaluates or predicts, and whether it was pressed."""

from typing import Protocol


class Listener(Protocol):
    """A listener, which hears of Ctrl-C while a model trains, evaluates or predicts."""

    happened: bool
    insisted: bool

    def hear(self) -> None:
        """End what runs, in order."""


listening: list[Listener] = []
"""What listens now, the innermost last."""


def is_first() -> bool:
    """Tell whether a KeyboardInterrupt out of R is the first Ctrl-C in what runs, which then ends in order."""
    if not listening or listening[-1].insisted:
        return False
    listening[-1].hear()
    return True


def has_happened() -> bool:
    """Tell whether what runs was interrupted."""
    return bool(listening) and listening[-1].happened
