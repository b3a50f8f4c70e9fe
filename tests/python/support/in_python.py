"""The part of plain Keras in round_trip.R, with its models."""

from typing import Any

import keras
import numpy as np
from saving_zoo import given, inputs, outputs


def data(model: Any) -> dict[str, Any]:
    """Samples and targets."""
    return {"x": given(model, inputs(model)), "y": np.full(np.shape(outputs(model)[0]), 3.0)}


def trained_and_lengthened(model: Any) -> Any:
    """Train a model and put a layer behind it."""
    model.compile("sgd", "mse")
    batch = data(model)
    model.train_on_batch(batch["x"], batch["y"])
    behind = keras.layers.Dense(1, kernel_initializer="ones", name="behind")
    return keras.Model(model.inputs, behind(model.outputs[0]))


def keep_outputs(model: Any, place: str) -> None:
    """Keep what a model says of the samples."""
    np.savez(f"{place}/outputs.npz", *outputs(model))
