"""Deep scripts: a pipe of a thousand steps is as many levels, for which the translator has its own stack."""

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

from ..checking.tree import Node

MOST_LEVELS = 2500
"""How deep an expression may be: Python's compiler reads 3,000 levels."""

_OF_FUNCTION = 50
_STACK = 512 * 2**20  # bytes; the memory is allocated only as needed
_CALLS = 400 * MOST_LEVELS
_Result = TypeVar("_Result")


def call_in_deep_stack(function: Callable[[], _Result]) -> _Result:
    """Call a function where it may call itself for every level of a script.

    Args:
        function: The function; it must not call R, which runs on the main thread only.

    Returns:
        What it returns.

    Raises:
        BaseException: What it raises.
    """
    results: list[_Result] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:  # raised again below, in the calling thread
            failures.append(error)

    size, most = threading.stack_size(_STACK), sys.getrecursionlimit()
    try:
        thread = threading.Thread(target=run, name="rkeras translate", daemon=True)
        sys.setrecursionlimit(_CALLS)
        thread.start()
    finally:
        threading.stack_size(size)
    try:
        while thread.is_alive():
            thread.join(0.1)  # wakes up for Ctrl-C
    finally:
        sys.setrecursionlimit(most)
    if failures:
        raise failures[0]
    return results[0]


def count_levels(root: Node) -> int:
    """Return how deep a tree is; a function in a function, which is translated again for each around it, counts as 50.

    Args:
        root: Its root.
    """
    deepest = 0
    waiting = [(root, 1)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        step = _OF_FUNCTION if node.children and node.children[0].token in ("FUNCTION", "'\\\\'") else 1
        waiting.extend((child, level + step) for child in node.children)
    return deepest
