"""Our own classes that extend Keras classes; the modules here load Keras, on first use.

Importing this package registers the classes that files name, so that `keras.models.load_model()` opens these files.
"""

import importlib

import keras

from ..engine.backend_choice import DEFAULT
from ..engine.internals.modules import LEGACY_LAYERS
from ..engine.loading import find
from . import activations, attention, causal, locally_connected, metrics, time_major

__all__ = ["activations", "attention", "causal", "locally_connected", "metrics", "time_major"]

_OF_TENSORFLOW = ("dense_features.DenseFeatures", "keras2_layer.Keras2Layer")

legacy = importlib.import_module(LEGACY_LAYERS)
for _class in (
    *(find(f"rkeras_py.classes.{_path}") for _path in (_OF_TENSORFLOW if keras.backend.backend() == DEFAULT else ())),
    locally_connected.LocallyConnected1D,
    locally_connected.LocallyConnected2D,
    legacy.RandomHeight,
    legacy.RandomWidth,
    legacy.ThresholdedReLU,
):
    keras.saving.get_custom_objects().setdefault(_class.__name__, _class)  # Keras 2 and .h5 files use this name
