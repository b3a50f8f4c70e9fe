"""Activations that Keras 3 computes wrongly, under the names by which files know the right ones."""

import keras

from ..compat import formulas

keras.saving.register_keras_serializable(package="rkeras")(formulas.sparsemax)
