"""Samples of all layers, by name of the function."""

from layer_sample import Sample
from layer_samples import SAMPLES as PLAIN
from layer_samples_keras2 import SAMPLES as KERAS_2
from layer_samples_keras3 import KERAS_3
from layer_samples_preprocessing import PREPROCESSING

SAMPLES: dict[str, list[Sample]] = {}
for _samples in (PLAIN, PREPROCESSING, KERAS_2, KERAS_3):
    for _name, _some in _samples.items():
        SAMPLES.setdefault(_name, []).extend(_some)
