"""Pictures of models: what plot(model) shows in R."""

import os
import shutil
import tempfile
from typing import Any

import numpy as np

from ..engine.installing import spell_install
from ..engine.loading import keras
from ..messages import errors
from ..r.process import expand_home

_NEEDED = (
    "plot(): to draw a model takes the Python package pydot and the program Graphviz. Run: {pydot}, and "
    "apt-get install graphviz, brew install graphviz, or see https://graphviz.org/download."
)


def draw_model(
    model: Any, to_file: str | None = None, rankdir: str = "TB", layer_range: Any = None, **options: Any
) -> np.ndarray | None:
    """Draw the layers of a model and how they are connected.

    Args:
        model: A model that is built.
        to_file: Name of the file to write; its ending says of which format. None gives back the picture.
        rankdir: "TB" draws from top to bottom, "LR" from left to right.
        layer_range: Not supported by Keras 3.
        options: Further arguments of `keras.utils.model_to_dot()`, such as `show_shapes` and `dpi`.

    Returns:
        The picture: an array of height, width and three colors, from 0 to 1; None when it is in a file.

    Raises:
        ImportError: If pydot or Graphviz are not there.
        ValueError: If the model is not built.
    """
    if layer_range is not None:
        hint = "Draw a model of those layers: keras_model(get_layer(x, ...)$input, get_layer(x, ...)$output)."
        raise errors.bad_argument("plot", "layer_range", "left out", layer_range, hint)
    if rankdir not in ("TB", "LR", "BT", "RL"):
        raise errors.bad_argument("plot", "rankdir", '"TB", "LR", "BT" or "RL"', rankdir)
    known = ("show_shapes", "show_dtype", "show_layer_names", "show_layer_activations", "show_trainable")
    for option in options:
        if option not in (*known, "expand_nested", "dpi", "splines"):
            raise errors.unknown_argument("plot", option, (*known, "expand_nested", "dpi", "splines", "to_file"))
    if not model.built:
        raise ValueError("plot(): the model is not built. Give its first layer `input_shape`, or train it first.")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"model{_ending(to_file)}")
        try:
            graph = keras().utils.model_to_dot(model, rankdir=rankdir, **{"dpi": 96, **options})
            graph.write(path, format=_ending(path)[1:])
        except (ImportError, FileNotFoundError) as error:
            raise ImportError(_NEEDED.format(pydot=spell_install("pydot"))) from error
        if to_file is None:
            return _pixels(path)
        try:
            shutil.move(path, expand_home(to_file))
        except OSError as error:
            reason = f"It cannot be written: {error.strerror}."
            raise errors.bad_argument("plot", "to_file", "the name of a file to write", to_file, reason) from error
    return None


def _ending(path: str | None) -> str:
    return os.path.splitext(path or "")[1] or ".png"


def _pixels(path: str) -> np.ndarray:
    import tensorflow as tf

    with open(path, "rb") as file:
        return np.asarray(tf.io.decode_png(file.read(), channels=3).numpy() / 255.0)
