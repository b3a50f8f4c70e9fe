"""Measures short calls, and how chains of layers grow, in this process against plain Keras; prints JSON."""

import json
import sys
from collections.abc import Callable
from typing import Any

import plain
import plain_calls

from rkeras_py import layer_dense, layer_input, predict_on_batch, train_on_batch


def chain(layers: int) -> None:
    """Build a functional chain of dense layers."""
    x = layer_input(plain.WIDTH)
    for _ in range(layers):
        x = x >> layer_dense(plain.WIDTH)


def repeated(call: Callable[..., Any], times: int, *args: Any) -> None:
    """Make a call again and again."""
    for _ in range(times):
        call(*args)


def main(rounds: int, times: int, sizes: list[int]) -> None:
    """Measure, plain Keras and ours in turns; round 0 warms up. The longest chains take their turns in two rounds."""
    (x, y), model, other = plain_calls.data(), plain_calls.network(), plain_calls.network()
    rows: dict[str, tuple[tuple[Any, ...], tuple[Any, ...], int]] = {
        "train_on_batch": (
            (plain_calls.train_on_batch, other, x, y, times),
            (repeated, train_on_batch, times, model, x, y),
            times,
        ),
        "predict_on_batch": (
            (plain_calls.predict_on_batch, other, x, times),
            (repeated, predict_on_batch, times, model, x),
            times,
        ),
        **{f"chain {size}": ((plain.chain, size), (chain, size), 1) for size in sizes},
    }
    found: dict[str, list[list[list[float]]]] = {what: [] for what in rows}
    chain(20), plain.chain(20)
    for number in range(rounds + 1):
        for what, (theirs, ours, per) in rows.items():
            if what == f"chain {sizes[-1]}" and number not in (1, 2):
                continue
            sides = [theirs, ours] if number % 2 else [ours, theirs]
            taken = {id(side): [one / per for one in plain.seconds(*side)] for side in sides}
            if number:
                found[what].append([taken[id(theirs)], taken[id(ours)]])
    print(json.dumps(found))


main(int(sys.argv[1]), int(sys.argv[2]), [int(size) for size in sys.argv[3:]])
