"""A model that begins in the middle of another calls the layers between again, and they keep these calls."""

import sys

import keras

x = keras.Input((2,))
middle = keras.layers.ReLU()(x)
layer = keras.layers.Dense(2)
keras.Model(middle, layer(middle))
calls = len(layer._inbound_nodes)
print(f"keras {keras.__version__}: expected 1 call, the user's own; got {calls}")
sys.exit(calls != 1)
