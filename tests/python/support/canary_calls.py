"""Checks of calls: Keras alone makes other numbers of those that a type does not hold."""

import ast
from pathlib import Path

import numpy as np
from canary import keras, raises

from rkeras_py.engine.internals.modules import OWN_CODE

_JAX = Path(keras.__file__).parent / "src/backend/jax"


def _wide_numbers_are_taken() -> bool:
    """Tell whether Keras's conversion for JAX, which is read and not loaded, asks for no limits of numbers."""
    parts = ast.walk(ast.parse((_JAX / "core.py").read_text()))
    return "iinfo" not in ast.unparse(next(one for one in parts if getattr(one, "name", "") == "convert_to_tensor"))


def _numbers_become_others(call: str) -> bool:
    model = keras.Sequential([keras.Input((1,), dtype="int32"), keras.layers.Identity()])
    return bool(getattr(model, call)(np.array([[2.0**32]])).numpy() != 2**32)


def _names_are_refused() -> bool:
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, name="größe")])
    model.compile()
    return raises(ValueError, model.predict_on_batch, np.ones((1, 1)))


def _drops_masks() -> bool:
    """Tell whether Keras's trainer for JAX knows no masks, which predictions lose between loss and metrics."""
    return "mask" not in (_JAX / "trainer.py").read_text()


OF_CALLS = {
    ("keras.layers.Layer", "__call__"): _wide_numbers_are_taken,
    ("keras.Model", "__call__"): lambda: _numbers_become_others("__call__"),
    ("keras.Sequential", "call"): lambda: _numbers_become_others("call"),
    (f"{OWN_CODE}.backend.tensorflow.core.name_scope", "__init__"): _names_are_refused,
    **{
        (f"{OWN_CODE}.backend.jax.trainer.JAXTrainer", name): _drops_masks
        for name in ("train_step", "_update_metrics_variables")
    },
}
