"""Saving models, and opening Keras 2 files, in Python: the twin of vignettes/saving.Rmd, whose text goes with it.

A cell prints the same numbers as the chunk with its name. Run: python vignettes/python/saving.py
"""

# %% save
import tempfile
from pathlib import Path

import keras
import numpy as np

from rkeras_py import *

use_session_with_seed(8, quiet=True)

x = np.sin(np.arange(1, 121)).reshape(3, 40).T
y = x.sum(axis=1)
model = keras_model_sequential(input_shape=3) >> layer_dense(units=8, activation="tanh") >> layer_dense(units=1)
model >> compile(optimizer=optimizer_adam(learning_rate=0.01), loss="mse")
model >> fit(x, y, epochs=5, verbose=0)

folder = Path(tempfile.mkdtemp())
save_model(model, folder / "model.keras")
again = load_model(folder / "model.keras")
print((again.predict(x, verbose=0) == model.predict(x, verbose=0)).all())

# %% on
on = fit(model, x, y, epochs=2, shuffle=False, verbose=0)
on_again = fit(again, x, y, epochs=2, shuffle=False, verbose=0)
print(np.round(on.metrics["loss"] + on_again.metrics["loss"], 5))

# %% weights
save_model_weights_hdf5(model, folder / "weights.h5")

other = keras_model_sequential(input_shape=3) >> layer_dense(units=8, activation="tanh") >> layer_dense(units=1)
load_model_weights_hdf5(other, folder / "weights.h5")
print(abs(other.predict(x, verbose=0) - model.predict(x, verbose=0)).max())


# %% custom
class Scale(keras.layers.Layer):
    """Multiplies by a number."""

    def __init__(self, factor=2, **options):
        super().__init__(**options)
        self.factor = factor

    def call(self, inputs):
        """Return the inputs, multiplied."""
        return inputs * self.factor

    def get_config(self):
        """Return what makes an equal layer."""
        return super().get_config() | {"factor": self.factor}


scaled = keras_model_sequential(input_shape=3) >> Scale(factor=3)
save_model(scaled, folder / "scaled.keras")
loaded = load_model(folder / "scaled.keras", custom_objects={"Scale": Scale})
print(loaded.predict(x[:2], verbose=0) / x[:2])

# %% old
old = load_model_hdf5(Path(__file__).parents[2] / "inst/extdata/keras2.h5")

i = np.arange(1, 41)
x = np.c_[np.sin(i), np.cos(2 * i), np.sin(3 * i)]
y = (x.sum(axis=1) > 0) * 1.0
print(np.round(old.predict(x[:3], verbose=0), 5))

# %% old-scores
print({name: round(value, 5) for name, value in (old >> evaluate(x, y, verbose=0)).items()})
