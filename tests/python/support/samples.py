"""Samples of all layers that the installed Keras has, by name of the function."""

import importlib
import pkgutil

import keras
from layer_sample import Sample
from layer_samples import SAMPLES as PLAIN
from layer_samples_keras2 import SAMPLES as KERAS_2
from layer_samples_keras3 import KERAS_3
from layer_samples_preprocessing import PREPROCESSING

import rkeras_py.layers
from rkeras_py.signatures.registry import REGISTRY

for _module in pkgutil.iter_modules(rkeras_py.layers.__path__):
    importlib.import_module(f"rkeras_py.layers.{_module.name}")

SAMPLES: dict[str, list[Sample]] = {}
for _samples in (PLAIN, PREPROCESSING, KERAS_2, KERAS_3):
    for _name, _some in _samples.items():
        if REGISTRY[_name].versions.hold(keras.__version__):
            SAMPLES.setdefault(_name, []).extend(_some)
