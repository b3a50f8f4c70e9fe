"""Each `add()` to a Sequential model calls all its layers again, and they keep every call."""

import sys

import keras

layer = keras.layers.Dense(2)
model = keras.Sequential([keras.Input((2,)), layer])
for _ in range(3):
    model.add(keras.layers.Dense(1))
calls = len(layer._inbound_nodes)
print(f"keras {keras.__version__}: expected 1 call of the first layer, as it has one place; got {calls}")
sys.exit(calls != 1)
