"""Corrected versions of activations that Keras 3 computes wrongly, and the names that files use for them."""

import keras

from ..compat import formulas

keras.saving.register_keras_serializable(package="rkeras")(formulas.sparsemax)
