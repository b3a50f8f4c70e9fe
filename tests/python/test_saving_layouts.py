"""Models in the layouts of Keras 2.2 and 2.4 open: numbers of tf-keras with the same weights."""

import json
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
import tf_keras
import yaml
from saving_layouts import KNOWN_TO_2_2, described_by_2_2, described_by_2_4, layers_of, plain, write_2_2, write_2_4
from saving_matrix import BY_KERAS_2
from saving_zoo import difference, inputs, outputs, scrambled, stack

import rkeras_py as rk

pytestmark = pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")  # tf-keras says so

OLD = [
    "recurrent", "bidirectional", "images", "sequences", "movie", "words", "time_distributed", "stateful", "branched",
    "shared_layer", "shared_model", "shared_stack", "nested_twice", "given_state", "hard_sigmoids", "pooling",
    "merges", "masked", "recurrent_settings", "encoder_decoder", "gru_states", "both_ways", "residual", "unet",
    "autoencoder", "several_ends_inside", "stacks_in_stacks", "frozen", "first_knows_its_shape", "any_length",
]  # fmt: skip


def fits_2_2(config: dict[str, Any]) -> bool:
    known = {*KNOWN_TO_2_2, "InputLayer", "Sequential", "Functional"}
    return all(layer["class_name"] in known and "backward_layer" not in layer["config"] for layer in layers_of(config))
