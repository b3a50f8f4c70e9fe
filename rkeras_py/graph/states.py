"""States passed to recurrent layers and their cells: the same number and structure as theirs."""

import functools
from collections.abc import Callable
from typing import Any

from ..engine.loading import keras
from . import nodes

_CELLS = ("LSTMCell", "GRUCell", "SimpleRNNCell", "StackedRNNCells")
_LAYERS = ("RNN", "Bidirectional")


def pass_states(
    layer: Any, target: Any, more: list[Any], named: dict[str, Any]
) -> tuple[Any, list[Any], dict[str, Any]]:
    """Arrange the states that a recurrent layer or a cell is called with; a layer takes them after its sequences, too.

    Args:
        layer: Any layer.
        target: Its input.
        more: What follows it by position.
        named: The arguments by name.

    Raises:
        ValueError: If they are not the states of the layer.
    """
    argument = _find_argument(layer)
    if argument is None:
        return target, more, named
    if more and more[0] is not None:
        return target, [arrange_states(layer, more[0]), *more[1:]], named
    if argument == "initial_state" and isinstance(target, (list, tuple)) and len(target) > 1 and argument not in named:
        target, *states = target
        named = {**named, argument: states}
    if named.get(argument) is not None:
        named = {**named, argument: arrange_states(layer, named[argument])}
    return target, more, named


def _find_argument(layer: Any) -> str | None:
    if isinstance(layer, _list_classes(_LAYERS)):
        return "initial_state"
    return "states" if isinstance(layer, _list_classes(_CELLS)) else None


@functools.cache
def _list_classes(names: tuple[str, ...]) -> tuple[type, ...]:
    return tuple(getattr(keras().layers, name) for name in names)


def arrange_states(layer: Any, states: Any) -> Any:
    """Return states in the structure of those of a recurrent layer or a cell.

    Args:
        layer: The layer or cell.
        states: One state, or a list of them; those of stacked cells may be one flat list. Names in a list of R, which
            arrives as a dict, have no meaning: states go by position.

    Raises:
        ValueError: If they are not the states of the layer; Keras leaves those aside that are too many.
    """
    tree, sizes = keras().tree, _list_sizes(layer)
    states = _drop_names(states)
    given = list(states) if isinstance(states, (list, tuple)) else [states]
    parts, wanted = tree.flatten(given), tree.flatten(sizes)
    if len(parts) != len(wanted) or not all(map(_fits, parts, wanted)):
        shapes = ", ".join(str(tuple(getattr(part, "shape", ()))) for part in parts)
        received = f"{_describe(wanted)}. Received: {len(parts)} of shape {shapes}"
        if _find_argument(layer) == "states":
            raise ValueError(f"{layer.name}: pass its states in a list, {received}")
        raise ValueError(
            f"{layer.name}: takes one sequence, and its initial states in a list, {received}. Join the features of "
            "several sequences with layer_concatenate()."
        )
    if len(parts) == 1:
        return states
    return tree.pack_sequence_as(sizes, parts)


def _drop_names(states: Any) -> Any:
    """Return named states as a list in their order, since Keras would sort them by name."""
    if isinstance(states, dict):
        states = list(states.values())
    return [_drop_names(one) for one in states] if isinstance(states, (list, tuple)) else states


def check_states(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a __call__() that arranges the initial states of those layers that functions here made.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def call(self: Any, *args: Any, **named: Any) -> Any:
        if not nodes.is_ours(self):
            return own(self, *args, **named)
        target, further = list(args[:1]), list(args[1:])
        _, further, named = pass_states(self, None, further, named)
        return own(self, *target, *further, **named)

    return call


def _list_sizes(layer: Any) -> list[Any]:
    """Return the sizes of a layer's states, of both directions one after the other; None if unknown."""
    if isinstance(layer, keras().layers.Bidirectional):
        return [*_list_sizes(layer.forward_layer), *_list_sizes(layer.backward_layer)]
    if hasattr(getattr(layer, "cell", None), "rank"):  # convolutional cells know their states only once built
        return [None, None]
    sizes = layer.state_size
    return [*sizes] if isinstance(sizes, (list, tuple)) else [sizes]


def _fits(state: Any, size: Any) -> bool:
    shape: Any = getattr(state, "shape", ())
    return not isinstance(size, int) or not len(shape) or (len(shape) == 2 and shape[1] in (size, None))


def _describe(sizes: list[Any]) -> str:
    known = list(dict.fromkeys(f"(batch, {size})" for size in sizes if isinstance(size, int)))
    return f"{len(sizes)} of shape {' and '.join(known)}" if known else str(len(sizes))
