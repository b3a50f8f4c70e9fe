"""Drawings of models: the output of plot(model) in R."""

import contextlib
import importlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..define import export
from ..engine.installing import spell_install
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..messages import errors
from ..on_tensorflow.tensors import decode_png
from ..r.process import expand_home
from ..signatures.words import MISSING, Bool, Path, Str, Value, convert_value, get_word
from .layout import Picture, lay_out
from .svg import Svg, write_svg

_NEEDED = (
    "{function}(): {what} requires the Python package pydot and the program Graphviz; without them, only .svg files "
    "can be written. Run: {pydot}, and apt-get install graphviz, brew install graphviz, or see "
    "https://graphviz.org/download."
)
_SHOWN = ("show_shapes", "show_dtype", "show_layer_names", "show_layer_activations", "show_trainable")


@export
def plot_model(
    model: Value = MISSING,
    to_file: Path | None = None,
    show_shapes: Bool = False,
    show_dtype: Bool = False,
    show_layer_names: Bool = True,
    rankdir: Str = "TB",
    show_layer_activations: Bool = False,
    show_trainable: Bool = False,
) -> str:
    """Draw a model as an SVG image, for browsers and notebooks.

    Each layer is a box with its name and class, below the layers from which it gets its input. A layer that is called
    more than once has one box. Graphviz is not needed. In R, plot() draws the model on the graphics device.

    Args:
        model: A model that is built.
        to_file: Path of the file to write, with the extension .svg.
        show_shapes: Whether boxes show the shapes of inputs and outputs.
        show_dtype: Whether to show the data types.
        show_layer_names: Whether to show the names of layers next to their classes.
        rankdir: "TB" draws from top to bottom, "LR" from left to right; "BT" and "RL" in the opposite direction.
        show_layer_activations: Whether to show the activations.
        show_trainable: Whether to show which layers are trainable.

    Returns:
        The SVG text, which Python notebooks show as an image.

    Raises:
        ValueError: If the model is not built, or the file has a different extension or cannot be written.

    Example:
        >>> import os
        >>> model = keras_model_sequential(input_shape=4) >> layer_dense(units=2)
        >>> picture = plot_model(model, "model.svg", show_shapes=True)
        >>> os.remove("model.svg")
    """
    _check(model, rankdir, "plot_model")
    if to_file is not None and _get_ending(to_file) != ".svg":
        raise errors.bad_argument("plot_model", "to_file", "the path of a file with the extension .svg", to_file)
    shown = dict(
        zip(_SHOWN, (show_shapes, show_dtype, show_layer_names, show_layer_activations, show_trainable), strict=True)
    )
    text = Svg(write_svg(lay_out(model, rankdir, **shown), model.name))
    if to_file is not None:
        _write(text, to_file, "plot_model")
    return text


def draw_model(
    model: Any, to_file: str | None = None, rankdir: str = "TB", layer_range: Any = None, **options: Any
) -> Any:
    """Draw the layers of a model and how they are connected.

    Args:
        model: A model that is built.
        to_file: Name of the file to write; its ending says of which format. None gives back the picture.
        rankdir: "TB" draws from top to bottom, "LR" from left to right.
        layer_range: Not supported by Keras 3.
        options: Further arguments of `keras.utils.model_to_dot()`, such as `show_shapes` and `dpi`.

    Returns:
        The picture: an array of height, width and three colors, from 0 to 1; without Graphviz its boxes and lines, for
        R to draw; None when it is in a file.

    Raises:
        ImportError: If pydot or Graphviz are not there, and what is asked for takes them.
        ValueError: If the model is not built.
    """
    if layer_range is not None:
        hint = "Draw a model of those layers: keras_model(get_layer(x, ...)$input, get_layer(x, ...)$output)."
        raise errors.bad_argument("plot", "layer_range", "omitted", layer_range, hint)
    to_file = convert_value("plot", "to_file", get_word(Path), to_file, None)
    _check(model, rankdir, "plot")
    for option in options:
        if option not in (*_SHOWN, "expand_nested", "dpi", "splines"):
            raise errors.unknown_argument("plot", option, (*_SHOWN, "expand_nested", "dpi", "splines", "to_file"))
        if option in (*_SHOWN, "expand_nested"):
            options[option] = convert_value("plot", option, get_word(Bool), options[option], False)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"model{_get_ending(to_file)}")
        try:
            graph = keras().utils.model_to_dot(model, rankdir=rankdir, **{"dpi": 96, **options})
            graph.write(path, format=_get_ending(path)[1:])
        except (ImportError, FileNotFoundError) as error:
            return _draw_without_graphviz(model, to_file, rankdir, options, error)
        if to_file is None:
            return _read_pixels(path)
        with _explain_errors(to_file, "plot"):
            shutil.move(path, expand_home(to_file))
    return None


def _check(model: Any, rankdir: str, function: str) -> None:
    if rankdir not in ("TB", "LR", "BT", "RL"):
        raise errors.bad_argument(function, "rankdir", '"TB", "LR", "BT" or "RL"', rankdir)
    if not isinstance(model, keras().Model):
        raise errors.bad_argument(function, "model" if function == "plot_model" else "x", "a model", model)
    if not model.built:
        raise ValueError(
            f"{function}(): the model is not built. Pass `input_shape` to its first layer, or train it first."
        )


def _draw_without_graphviz(
    model: Any, to_file: str | None, rankdir: str, options: dict[str, Any], error: Exception
) -> dict[str, Any] | None:
    what = "`expand_nested`" if options.get("expand_nested") else "a file of this kind"
    if options.get("expand_nested") or (to_file is not None and _get_ending(to_file) != ".svg"):
        raise ImportError(_NEEDED.format(function="plot", what=what, pydot=spell_install("pydot"))) from error
    picture = lay_out(model, rankdir, **{name: bool(options[name]) for name in _SHOWN if name in options})
    if to_file is None:
        return _as_lists(picture)
    _write(write_svg(picture, model.name), to_file, "plot")
    return None


def _as_lists(picture: Picture) -> dict[str, Any]:
    """Return the picture as R draws it: in pixels from the upper left corner."""
    boxes = [[box.x, box.y, box.width, box.height] for box in picture.boxes]
    return {
        "size": [picture.width, picture.height],
        "boxes": np.asarray(boxes, dtype=float),
        "texts": ["\n".join(box.lines) for box in picture.boxes],
        "paths": [np.asarray(path, dtype=float) for path in picture.paths],
    }


def _write(text: str, to_file: str, function: str) -> None:
    with _explain_errors(to_file, function), open(expand_home(to_file), "w", encoding="utf-8") as file:
        file.write(text)


@contextlib.contextmanager
def _explain_errors(to_file: str, function: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = f"It cannot be written: {error.strerror}."
        raise errors.bad_argument(function, "to_file", "the name of a file to write", to_file, reason) from error


def _get_ending(path: str | None) -> str:
    return os.path.splitext(path or "")[1] or ".png"


def _read_pixels(path: str) -> np.ndarray:
    if not runs_on_tensorflow():
        return np.asarray(importlib.import_module("PIL.Image").open(path).convert("RGB")) / 255.0
    with open(path, "rb") as file:
        return np.asarray(decode_png(file.read()) / 255.0)
