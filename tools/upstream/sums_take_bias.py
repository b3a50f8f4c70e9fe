"""A sum on TensorFlow takes a second tensor with one long axis for a bias, and adds it along another axis."""

import sys

import keras
import numpy as np

x, y = np.array([[0.0, 0.0], [0.0, 0.0]]), np.array([[1.0], [2.0]])
found = keras.ops.convert_to_numpy(keras.ops.add(x, y))
print(f"keras {keras.__version__}: expected {(x + y).tolist()}; found {found.tolist()}")
sys.exit(not np.array_equal(found, x + y))
