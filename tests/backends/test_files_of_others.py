"""Files that a model wrote on TensorFlow, and files that TensorFlow reads: predictions, optimizer and learned state."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from rkeras_py import (
    adapt,
    bidirectional,
    compile,
    fit,
    k_backend,
    keras_model,
    layer_batch_normalization,
    layer_dense,
    layer_input,
    layer_lstm,
    layer_normalization,
    load_model,
    save_model,
)

SHAPE = (3, 4)
FILES = ("model.keras", "model.h5")


def write(folder: Path) -> None:
    """Train a model for one epoch, write it to files, and its predictions."""
    x = np.random.default_rng(0).normal(size=(32, *SHAPE)).astype("float32")
    state = layer_normalization()
    adapt(state, x)
    inputs = layer_input(SHAPE)
    hidden = state(inputs) >> bidirectional(layer=layer_lstm(units=3)) >> layer_batch_normalization()
    model: Any = keras_model(inputs, hidden >> layer_dense(units=2))
    model >> compile(optimizer="adam", loss="mse") >> fit(x, x[:, 0, :2], epochs=1, verbose=0)
    for name in FILES:
        save_model(model, str(folder / name))
    np.savez(folder / "data.npz", x=x, y=model.predict(x, verbose=0), slot=model.optimizer.variables[2])


def read(folder: Path) -> None:
    """Compare the models in files with the one that was written."""
    data = np.load(folder / "data.npz")
    for name in FILES:
        model: Any = load_model(str(folder / name))
        np.testing.assert_allclose(model.predict(data["x"], verbose=0), data["y"], atol=1e-5)
        np.testing.assert_allclose(model.optimizer.variables[2], data["slot"], atol=1e-6)
        assert int(model.optimizer.iterations) == 1


def run_on_tensorflow(step: str, folder: Path) -> None:
    variables = {**os.environ, "KERAS_BACKEND": "tensorflow"}
    subprocess.run([sys.executable, __file__, step, folder], check=True, timeout=200, env=variables)


def test_a_file_of_tensorflow_is_the_same_model_here(tmp_path: Path) -> None:
    run_on_tensorflow("write", tmp_path)
    read(tmp_path)
    assert k_backend() == os.environ["KERAS_BACKEND"]


def test_a_file_of_this_backend_is_the_same_model_on_tensorflow(tmp_path: Path) -> None:
    write(tmp_path)
    run_on_tensorflow("read", tmp_path)


if __name__ == "__main__":
    {"read": read, "write": write}[sys.argv[1]](Path(sys.argv[2]))
