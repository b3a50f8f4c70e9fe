"""The layout of a model's layers in a drawing, and of the lines between them.

The rank of a layer is the length of the longest path to it from an input. Within a rank, layers are ordered by the mean
position of their neighbors; a line that crosses ranks has a bend in each of them. After K. Sugiyama, S. Tagawa and M.
Toda (1981), Methods for visual understanding of hierarchical system structures, IEEE Transactions on Systems, Man, and
Cybernetics 11, 109-125; the distances within a rank come from pooling adjacent violators.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..engine.internals.graphs import graph_of, inbound_nodes, keras_history, nodes_by_depth
from ..engine.loading import keras

_SWEEPS, _SETTLING, _STRAIGHT = 12, 60, 16
_LETTER, _LINE = 6.6, 15.0  # for a font of 11 pixels
_PADDING, _BETWEEN, _BEND = 8.0, 24.0, 14.0
_RANKS_APART = 34.0


@dataclass
class Box:
    """A layer in the picture, or the bend of a line where `lines` is empty.

    Attributes:
        lines: What is written in it.
        width: In the direction of a rank.
        height: Across.
        x: Of the middle.
        y: Of the middle.
        rank: The longest way from an input.
    """

    lines: tuple[str, ...]
    width: float
    height: float
    rank: int
    x: float = 0.0
    y: float = 0.0


@dataclass
class Picture:
    """Boxes and lines.

    Attributes:
        boxes: The layers.
        paths: Points of each line, from the edge of a box to that of another.
        width: Of the whole.
        height: Of the whole.
    """

    boxes: list[Box]
    paths: list[list[tuple[float, float]]]
    width: float
    height: float


def lay_out(model: Any, rankdir: str = "TB", **shown: bool) -> Picture:
    """Return the picture of a model.

    Args:
        model: A model that is built.
        rankdir: "TB", "BT", "LR" or "RL".
        shown: What the boxes tell: `show_shapes`, `show_dtype`, `show_layer_names`, `show_layer_activations`,
            `show_trainable`.
    """
    layers, edges = _read_graph(model)
    across = rankdir in ("LR", "RL")
    ranks = _compute_ranks(len(layers), edges)
    boxes = [_make_box(layer, rank, across, shown) for layer, rank in zip(layers, ranks, strict=True)]
    every, chains = list(boxes), []
    links: list[tuple[int, int]] = []
    for start, end in edges:
        bends = []
        for rank in range(ranks[start] + 1, ranks[end]):
            bends.append(len(every))
            every.append(Box((), _BEND, 0.0, rank))
        chains.append([start, *bends, end])
        links += itertools.pairwise(chains[-1])
    rows = _order(every, links)
    _place_nodes(every, rows, links)
    width = max(box.x + box.width / 2 for box in every) + _PADDING
    height = max(box.y + box.height / 2 for box in every) + _PADDING
    paths = [_trace([every[i] for i in chain]) for chain in chains]
    return _turn(Picture(boxes, paths, width, height), rankdir)


def _read_graph(model: Any) -> tuple[list[Any], list[tuple[int, int]]]:
    """Return the layers of a model, and the connections between them."""
    graph = graph_of(model)
    if not hasattr(graph, "operations"):
        return [model], []  # a subclassed model: only its code knows how it runs
    nodes = [node for depth in sorted(nodes_by_depth(graph), reverse=True) for node in nodes_by_depth(graph)[depth]]
    layers = list({id(node.operation): node.operation for node in nodes}.values())
    places = {id(layer): place for place, layer in enumerate(layers)}
    edges: dict[tuple[int, int], None] = {}
    for node in nodes:
        for tensor in node.input_tensors:
            start, end = places.get(id(keras_history(tensor).operation)), places[id(node.operation)]
            if start is not None and start != end:
                edges[start, end] = None
    return layers, list(edges)


def _compute_ranks(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """Return each layer's longest distance from the layers without inputs; a shared layer may be part of a cycle."""
    ranks = [0] * count
    for _ in range(count):
        changed = False
        for start, end in edges:
            if start < end and ranks[end] <= ranks[start]:  # the layers are in the order of computation
                ranks[end], changed = ranks[start] + 1, True
        if not changed:
            break
    first_use: dict[int, int] = {}
    for start, end in edges:
        first_use[start] = min(first_use.get(start, count), ranks[end])
    leading = {end for _, end in edges}
    return [
        max(first_use[i] - 1, 0) if i not in leading and i in first_use else rank for i, rank in enumerate(ranks)
    ]  # an input is placed just before its first use


def _make_box(layer: Any, rank: int, across: bool, shown: dict[str, bool]) -> Box:
    lines = _describe(layer, shown)
    width = max(map(len, lines)) * _LETTER + 2 * _PADDING
    height = len(lines) * _LINE + _PADDING
    return Box(lines, *((height, width) if across else (width, height)), rank)


def _describe(layer: Any, shown: dict[str, bool]) -> tuple[str, ...]:
    kind = type(layer).__name__
    lines = [f"{layer.name} ({kind})" if shown.get("show_layer_names", True) else kind]
    activation = getattr(layer, "activation", None)
    if shown.get("show_layer_activations") and activation is not None:
        lines.append(f"activation: {getattr(activation, '__name__', type(activation).__name__)}")
    calls = inbound_nodes(layer)
    if shown.get("show_shapes"):
        given, got = (_spell_shapes(tensors) for tensors in _list_tensors(layer, calls))
        lines += [f"{given} → {got}"] if given else [got]
    if shown.get("show_dtype"):
        lines.append(f"dtype: {getattr(layer, 'dtype', '')}")
    if shown.get("show_trainable"):
        lines.append("trainable" if getattr(layer, "trainable", False) else "not trainable")
    return tuple(lines)


def _list_tensors(layer: Any, calls: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    return (calls[0].input_tensors, calls[0].outputs) if calls else ([], [])


def _spell_shapes(tensors: Sequence[Any]) -> str:
    texts = [str(tuple(tensor.shape)) for tensor in keras().tree.flatten(list(tensors))]
    return ", ".join(texts) if len(set(texts)) > 1 or len(texts) < 2 else f"{len(texts)} x {texts[0]}"


def _order(every: list[Box], links: list[tuple[int, int]]) -> list[list[int]]:
    """Return the layers of each rank, in an order in which few lines cross."""
    rows: list[list[int]] = [[] for _ in range(max(box.rank for box in every) + 1)]
    for place, box in enumerate(every):
        rows[box.rank].append(place)
    above, below = _list_neighbors(every, links)
    position = {place: i for row in rows for i, place in enumerate(row)}
    for sweep in range(_SWEEPS):
        near = above if sweep % 2 == 0 else below
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = {place: _compute_mean([position[i] for i in near[place]], position[place]) for place in row}
            row.sort(key=wanted.__getitem__)
            position |= {place: i for i, place in enumerate(row)}
    return rows


def _list_neighbors(every: list[Box], links: list[tuple[int, int]]) -> tuple[list[list[int]], list[list[int]]]:
    above: list[list[int]] = [[] for _ in every]
    below: list[list[int]] = [[] for _ in every]
    for start, end in links:
        if every[start].rank != every[end].rank:
            upper, lower = (start, end) if every[start].rank < every[end].rank else (end, start)
            above[lower].append(upper)
            below[upper].append(lower)
    return above, below


def _compute_mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _place_nodes(every: list[Box], rows: list[list[int]], links: list[tuple[int, int]]) -> None:
    above, below = _list_neighbors(every, links)
    for row in rows:
        _set_apart([every[i] for i in row], [0.0] * len(row))
    near = [[*_weigh_neighbors(i, above, below), *_weigh_neighbors(i, below, above)] for i in range(len(every))]
    for sweep in range(_SETTLING):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            boxes = [every[i] for i in row]
            _set_apart(boxes, [_compute_mean([every[j].x for j in near[i]], every[i].x) for i in row])
    left = min(box.x - box.width / 2 for box in every) - _PADDING
    top = _PADDING
    for row in rows:
        deepest = max(every[i].height for i in row)
        for i in row:
            every[i].x -= left
            every[i].y = top + deepest / 2
            every[i].height = every[i].height or deepest  # so that a line passes straight through a rank
        top += deepest + _RANKS_APART


def _weigh_neighbors(place: int, there: list[list[int]], here: list[list[int]]) -> list[int]:
    """Return the neighbors on one side; a single one in a chain counts several times, to keep the chain straight."""
    found = there[place]
    return found * _STRAIGHT if len(found) == 1 and len(here[found[0]]) == 1 else found


def _set_apart(boxes: Sequence[Box], wanted: Sequence[float]) -> None:
    """Place boxes as close as possible to their wanted positions, in order and without overlap."""
    offsets = [0.0]
    for left, right in itertools.pairwise(boxes):
        offsets.append(offsets[-1] + (left.width + right.width) / 2 + (_BETWEEN if left.lines and right.lines else 10))
    pools: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=True):
        mean, size = place - offset, 1
        while pools and pools[-1][0] > mean:
            before, count = pools.pop()
            mean, size = (mean * size + before * count) / (size + count), size + count
        pools.append((mean, size))
    places = [mean for mean, size in pools for _ in range(size)]
    for box, place, offset in zip(boxes, places, offsets, strict=True):
        box.x = place + offset


def _trace(chain: Sequence[Box]) -> list[tuple[float, float]]:
    first, last = chain[0], chain[-1]
    down = 1 if last.y >= first.y else -1
    return [
        (first.x, first.y + down * first.height / 2),
        *((bend.x, bend.y + side * down * bend.height / 2) for bend in chain[1:-1] for side in (-1, 1)),
        (last.x, last.y - down * last.height / 2),
    ]


def _turn(picture: Picture, rankdir: str) -> Picture:
    """Turn a picture, drawn from top to bottom, into another direction."""
    across, back = rankdir in ("LR", "RL"), rankdir in ("BT", "RL")

    def turn(x: float, y: float) -> tuple[float, float]:
        y = picture.height - y if back else y
        return (y, x) if across else (x, y)

    for box in picture.boxes:
        box.x, box.y = turn(box.x, box.y)
        box.width, box.height = (box.height, box.width) if across else (box.width, box.height)
    picture.paths = [[turn(*point) for point in path] for path in picture.paths]
    if across:
        picture.width, picture.height = picture.height, picture.width
    return picture
