"""Each model of the matrix, written by Keras 2 (tf-keras) in each of its formats, lives on here."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras
import yaml
from saving_matrix import BY_KERAS_2, RANDOM, compiled, own_objects
from saving_zoo import inputs, outputs, scrambled

import rkeras_py as rk

pytestmark = pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")  # tf-keras says so


@dataclass
class Written:
    """A model of Keras 2, all that it wrote, and what it did then."""

    folder: Path
    model: Any
    data: list[Any]
    targets: list[Any]
    weights: list[Any]
    outputs: list[Any]
    losses: list[float] = field(default_factory=list)

    def path(self, name: str) -> str:
        return str(self.folder / name)
