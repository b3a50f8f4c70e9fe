"""Configurations leave out an argument: a saved object comes back silently with the default."""

import sys

import keras

CASES = [
    (keras.losses.Huber, {"delta": 2.0}),
    (keras.losses.CosineSimilarity, {"axis": 1}),
    (keras.losses.SparseCategoricalCrossentropy, {"axis": 1}),
    (keras.metrics.CosineSimilarity, {"axis": 1}),
    (keras.initializers.Identity, {"gain": 2.0}),
    (keras.layers.MaxNumBoundingBoxes, {"max_number": 3, "fill_value": 0}),
]
forgotten = []
for made, told in CASES:
    config = made(**told).get_config()
    missing = {name: value for name, value in told.items() if config.get(name) != value}
    print(f"keras {keras.__version__}: {made.__name__}({told}): the configuration lacks {missing or 'nothing'}")
    forgotten += [*missing]
sys.exit(bool(forgotten))
