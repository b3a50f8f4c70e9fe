"""Measures the Python package against plain Keras in this process; prints JSON: what = [[plain, ours], ...]."""

import json
import sys
import time

import keras
import plain

from rkeras_py import keras_model_sequential, layer_activation, layer_dense, layer_input


def chain(layers: int) -> None:
    """Build a functional chain of dense layers."""
    x = layer_input(plain.WIDTH)
    for _ in range(layers):
        x = x >> layer_dense(plain.WIDTH)


def sequential(layers: int, marks: list[float]) -> None:
    """Grow a Sequential model, noting the time before each layer and at the end."""
    model = keras_model_sequential(input_shape=plain.WIDTH)
    for _ in range(layers):
        marks.append(time.perf_counter())
        model >> layer_dense(plain.WIDTH)
    marks.append(time.perf_counter())


def calls(x: object, times: int) -> None:
    """Make a cheap layer and call it, again and again."""
    for _ in range(times):
        x >> layer_activation("relu")


def main(layers: int, rounds: int) -> None:
    """Measure, plain Keras and ours in turns, each first as often as second."""
    found: dict[str, list[list[float]]] = {"chain": [], "sequential": [], "flat": [], "call": []}

    def turn(what: str, number: int, theirs: tuple, ours: tuple, per: int = 1) -> None:
        sides = [theirs, ours] if number % 2 else [ours, theirs]
        times = {id(side): plain.seconds(*side) / per for side in sides}
        found[what].append([times[id(theirs)], times[id(ours)]])

    x = keras.Input((plain.WIDTH,))
    chain(20), plain.chain(20), calls(x, 20), plain.calls(x, 20)
    for number in range(rounds):
        marks: list[float] = []
        turn("chain", number, (plain.chain, layers), (chain, layers))
        turn("call", number, (plain.calls, x, 200), (calls, x, 200), per=200)
        if number % 2 == 0 or rounds < 3:
            turn("sequential", number // 2, (plain.sequential, layers), (sequential, layers, marks))
            quarter = layers // 4
            found["flat"].append([marks[quarter] - marks[0], marks[-1] - marks[-1 - quarter]])
    print(json.dumps(found))


main(int(sys.argv[1]), int(sys.argv[2]))
