"""Samples of all layers, by name of the function."""

from layer_samples import SAMPLES as LAYERS
from layer_samples import Sample
from layer_samples_keras2 import SAMPLES as KERAS_2

SAMPLES: dict[str, list[Sample]] = {name: [*LAYERS.get(name, []), *KERAS_2.get(name, [])] for name in LAYERS | KERAS_2}
