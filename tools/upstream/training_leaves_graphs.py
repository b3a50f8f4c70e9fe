"""Each compiled training step leaves a function in TensorFlow's registry of gradients, with its graph, for good."""

import sys

import keras
import numpy as np
from tensorflow.python.framework.ops import gradient_registry

left = []
for _ in range(4):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(np.ones((2, 2)), np.ones((2, 1)), verbose=0)
    keras.backend.clear_session()
    left.append(len(gradient_registry.list()))
print(f"keras {keras.__version__}: entries after each of four models, expected as many each time: {left}")
sys.exit(left[-1] > left[0])
