"""Images as files, Pillow objects and arrays, with the numbers of Keras 2."""

import importlib
import io
import os
import warnings
from typing import Any

import numpy as np

from ...engine.installing import spell_install
from ...engine.loading import keras
from ...messages import errors
from ...saving.atomic_files import make_neighbor
from ...signatures.calls import as_keras_number

CHANNELS = {"grayscale": 1, "rgb": 3, "rgba": 4}
"""Number of channels by color mode."""

SETTINGS = (
    "bits", "comment", "compress_level", "compression", "dpi", "exact", "exif", "icc_profile", "lossless", "method",
    "optimize", "progressive", "qtables", "quality", "smooth", "subsampling", "transparency",
)  # fmt: skip
"""Pillow's options for writing images of all formats; it ignores those that a format does not have."""

_MODES = {"grayscale": ("L", "I;16", "I"), "rgb": ("RGB",), "rgba": ("RGBA",)}
"""Pillow's modes that need no conversion, by color mode."""


def import_optional(module: str, what: str, distribution: str) -> Any:
    """Import a module that only pictures need.

    Args:
        module: Its name.
        what: What needs it, as the beginning of a sentence.
        distribution: What to install.

    Raises:
        ModuleNotFoundError: If it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise ModuleNotFoundError(f"{what} needs {distribution}. Run: {spell_install(distribution.lower())}") from error


def import_pillow(part: str = "Image") -> Any:
    """Return a module of Pillow."""
    return import_optional(f"PIL.{part}", "Reading, writing and brightening images", "Pillow")


def choose_data_format(data_format: str | None) -> str:
    """Return a data format, that of Keras's configuration where there is none."""
    return data_format or str(keras().config.image_data_format())


def load_picture(
    path: str,
    color_mode: str,
    target_size: tuple[int, int] | None,
    interpolation: str,
    keep_aspect_ratio: bool = False,
) -> Any:
    """Read a picture.

    Args:
        path: The file.
        color_mode: "rgb", "rgba" or "grayscale".
        target_size: Height and width to resize to, or None.
        interpolation: How to resize.
        keep_aspect_ratio: Whether to crop the margins instead of distorting the image.

    Returns:
        The picture as an object of Pillow.

    Raises:
        FileNotFoundError: If the file does not exist.
        ValueError: If it is no picture.
    """
    image = import_pillow()
    if not os.path.isfile(path):
        raise FileNotFoundError(f"There is no file '{path}'.")
    with open(path, "rb") as file:
        content = io.BytesIO(file.read())
    try:
        picture = image.open(content)
        picture.load()
    except (OSError, SyntaxError) as error:  # Pillow raises SyntaxError for a broken PNG
        raise ValueError(f"'{path}' is not an image that Pillow can read.") from error
    if picture.mode not in _MODES[color_mode]:
        picture = picture.convert(_MODES[color_mode][0])
    if target_size is None or picture.size == (target_size[1], target_size[0]):
        return picture
    box = _find_centered(picture.size, target_size) if keep_aspect_ratio else None
    return picture.resize((target_size[1], target_size[0]), image.Resampling[interpolation.upper()], box=box)


def _find_centered(size: tuple[int, int], target_size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the edges (left, upper, right, lower) of the largest part at the center with the target's proportions."""
    width, height = size
    cut_height = min(height, width * target_size[0] // target_size[1])
    cut_width = min(width, height * target_size[1] // target_size[0])
    left, upper = (width - cut_width) // 2, (height - cut_height) // 2
    return left, upper, left + cut_width, upper + cut_height


def picture_to_array(picture: Any, data_format: str, dtype: Any = None) -> Any:
    """Return a picture, or an array of one, as a three-dimensional array.

    Args:
        picture: A picture of Pillow, or an array (height, width) or (height, width, channels).
        data_format: "channels_last" or "channels_first", of the result.
        dtype: Data type of the result; None: the float type of Keras.

    Raises:
        ValueError: If an array has another number of dimensions.
    """
    array = np.asarray(picture, dtype=dtype or keras().config.floatx())
    if array.ndim not in (2, 3):
        raise ValueError(f"An image has 2 or 3 dimensions. Received: an array of shape {array.shape}")
    if array.ndim == 2:
        array = array[:, :, np.newaxis]
    return array.transpose(2, 0, 1) if data_format == "channels_first" else array


def picture_from_array(array: Any, data_format: str, scale: bool) -> Any:
    """Return an array as a picture of Pillow.

    Args:
        array: (height, width), or three-dimensional in the order of `data_format`.
        data_format: "channels_last" or "channels_first".
        scale: Whether to stretch the values to 0 to 255; else those outside are cut off.

    Raises:
        ValueError: If the array is no picture.
    """
    array = np.asarray(array, dtype=keras().config.floatx())
    if array.ndim == 2:
        array = array[:, :, np.newaxis]
    elif array.ndim == 3 and data_format == "channels_first":
        array = array.transpose(1, 2, 0)
    if array.ndim != 3 or array.shape[2] not in CHANNELS.values():
        raise ValueError(
            f"An image has 2 or 3 dimensions, and 1, 3 or 4 channels. Received: an array of shape {array.shape} "
            f"(height, width, channels)"
        )
    if scale:
        array = array - np.min(array)
        highest = np.max(array)
        if highest != 0:
            array /= highest
        array *= 255
    if array.shape[2] == 1:
        array = array[:, :, 0]
        if np.max(array) > 255:
            return import_pillow().fromarray(np.clip(array, 0, 65535).astype("uint16"))
    return import_pillow().fromarray(np.clip(array, 0, 255).astype("uint8"))


def save_picture(picture: Any, path: str, file_format: str | None = None, **settings: Any) -> None:
    """Write a picture; the file has its name only once it is complete.

    Args:
        picture: A picture of Pillow.
        path: The file.
        file_format: Name of the format; None takes the ending of the path.
        settings: What Pillow takes for the format.

    Raises:
        ValueError: If Pillow does not know the format, or it cannot hold the picture.
        NotADirectoryError: If the folder does not exist.
    """
    image = import_pillow()
    folder = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise NotADirectoryError(f"There is no folder '{folder}' to write to.")
    endings = image.registered_extensions()
    ending = f".{file_format.lower()}" if file_format else os.path.splitext(path)[1].lower()
    name = endings.get(ending, file_format.upper() if file_format else "")
    if not (file_format or ending):
        raise ValueError(
            f"`path` should have the extension of an image format, such as .png. Received: path = "
            f"{errors.show_value(path)}"
        )
    if name not in image.SAVE:
        argument = "`file_format`" if file_format else "the ending of `path`"
        raise ValueError(
            f"{argument} should be a format that Pillow can write, such as 'png' or 'jpeg'. "
            f"Received: {errors.show_value(file_format or ending)}"
        )
    if picture.mode == "RGBA" and name == "JPEG":
        warnings.warn("JPEG does not support transparency, so it is omitted.", stacklevel=2)
        picture = picture.convert("RGB")
    content = io.BytesIO()
    try:
        picture.save(content, format=name, **{key: as_keras_number(value, None) for key, value in settings.items()})
    except (OSError, TypeError) as error:
        raise ValueError(f"The format {name} cannot store this image: {error}.") from error
    with make_neighbor(path, "image_array_save") as beside:
        temporary = os.path.join(beside, "new")
        with open(temporary, "wb") as file:
            file.write(content.getvalue())
        os.replace(temporary, os.path.realpath(path))
