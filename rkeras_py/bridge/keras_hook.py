"""Keras with R inside Python: `fit()` draws from generators that call R on the main thread, once it is patched."""

from __future__ import annotations

import sys

from rkeras_py.engine.loading import keras


def attach_if_loaded() -> bool:
    """Patch Keras, if the user has loaded it.

    Returns:
        Whether that is done, or needless with another backend of Keras.
    """
    loaded = sys.modules.get("keras")
    if not hasattr(loaded, "Model"):
        return False
    if loaded.config.backend() == "tensorflow":  # type: ignore[union-attr]
        keras()
    return True
