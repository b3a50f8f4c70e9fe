"""Measures the Python package against plain Keras in this process; prints JSON.

It is {what: [[plain, ours], ...]}, each a pair of processor time and wall-clock time.
"""

import json
import sys

import keras
import numpy as np
import plain

from rkeras_py import keras_model_sequential, layer_activation, layer_dense, layer_input, predict


def chain(layers: int) -> None:
    """Build a functional chain of dense layers."""
    x = layer_input(plain.WIDTH)
    for _ in range(layers):
        x = x >> layer_dense(plain.WIDTH)


def sequential(layers: int, marks: list[list[float]]) -> None:
    """Grow a Sequential model, noting the time before each layer and at the end."""
    model = keras_model_sequential(input_shape=plain.WIDTH)
    for _ in range(layers):
        marks.append(plain.now())
        model >> layer_dense(plain.WIDTH)
    marks.append(plain.now())


def calls(x: object, times: int) -> None:
    """Make a cheap layer and call it, again and again."""
    for _ in range(times):
        x >> layer_activation("relu")


def predictions(model: object, x: object, times: int) -> None:
    """Predict a few rows, again and again."""
    for _ in range(times):
        predict(model, x, verbose=0)


def _between(start: list[float], end: list[float]) -> list[float]:
    return [after - before for before, after in zip(start, end, strict=True)]


def main(layers: int, rounds: int) -> None:
    """Measure, plain Keras and ours in turns, each first as often as second."""
    found: dict[str, list[list[list[float]]]] = {"chain": [], "sequential": [], "flat": [], "call": [], "row": []}

    def turn(what: str, number: int, theirs: tuple, ours: tuple, per: int = 1) -> None:
        sides = [theirs, ours] if number % 2 else [ours, theirs]
        times = {id(side): [one / per for one in plain.seconds(*side)] for side in sides}
        found[what].append([times[id(theirs)], times[id(ours)]])

    x = keras.Input((plain.WIDTH,))
    model, row = plain.network(), np.ones((1, 784), "float32")
    predictions(model, row, 1)
    chain(20), plain.chain(20), calls(x, 20), plain.calls(x, 20)
    for number in range(rounds):
        marks: list[list[float]] = []
        turn("chain", number, (plain.chain, layers), (chain, layers))
        turn("call", number, (plain.calls, x, 200), (calls, x, 200), per=200)
        turn("row", number, (plain.predict, model, row, 32, 10), (predictions, model, row, 10), per=10)
        if number % 2 == 0 or rounds < 3:
            turn("sequential", number // 2, (plain.sequential, layers), (sequential, layers, marks))
            quarter = layers // 4
            found["flat"].append([_between(marks[0], marks[quarter]), _between(marks[-1 - quarter], marks[-1])])
    print(json.dumps(found))


main(int(sys.argv[1]), int(sys.argv[2]))
