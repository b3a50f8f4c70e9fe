"""Geometry and brightness of single images, with the numbers of Keras 2."""

from collections.abc import Mapping
from functools import reduce
from typing import Any

import numpy as np

from . import interpolation, pictures


def apply_affine(
    x: Any, transform: Mapping[str, Any], axes: tuple[int, int, int], fill_mode: str, cval: float, order: int
) -> Any:
    """Turn, shift, shear and zoom a picture around its center.

    Args:
        x: Three-dimensional array.
        transform: `theta` and `shear` in degrees, `tx` and `ty` in pixels down and to the right, `zx` and `zy`.
        axes: The axes of rows, columns and channels.
        fill_mode: What points outside the picture get, as in `scipy.ndimage`.
        cval: Their value with "constant".
        order: Order of the spline: 0 is the nearest point, 1 linear.

    Returns:
        The array; the same one where nothing is to be done.
    """
    matrices = _make_matrices(transform)
    if not matrices:
        return x
    row_axis, column_axis, channel_axis = axes
    matrix = _move_to_center(reduce(np.dot, matrices), x.shape[row_axis], x.shape[column_axis])
    matrix[:, [0, 1]] = matrix[:, [1, 0]]
    matrix[[0, 1]] = matrix[[1, 0]]
    ndimage = pictures.import_optional("scipy.ndimage", "Turning, shifting, shearing and zooming images", "SciPy")
    changed = np.empty_like(x)
    channels, results = (np.moveaxis(array, channel_axis, 0) for array in (x, changed))
    if interpolation.can_interpolate(channels, matrix[:2], order, fill_mode, ndimage.affine_transform):
        interpolation.interpolate(channels, matrix[:2], results)
        return changed
    for channel, result in zip(channels, results, strict=True):
        ndimage.affine_transform(
            channel, matrix[:2, :2], matrix[:2, 2], output=result, order=order, mode=fill_mode, cval=cval
        )
    return changed


def _make_matrices(transform: Mapping[str, Any]) -> list[Any]:
    found = []
    theta, shear = (np.deg2rad(transform.get(name, 0)) for name in ("theta", "shear"))
    tx, ty = (transform.get(name, 0) for name in ("tx", "ty"))
    zx, zy = (transform.get(name, 1) for name in ("zx", "zy"))
    if theta != 0:
        found.append([[np.cos(theta), -np.sin(theta), 0], [np.sin(theta), np.cos(theta), 0], [0, 0, 1]])
    if tx != 0 or ty != 0:
        found.append([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    if shear != 0:
        found.append([[1, -np.sin(shear), 0], [0, np.cos(shear), 0], [0, 0, 1]])
    if zx != 1 or zy != 1:
        found.append([[zx, 0, 0], [0, zy, 0], [0, 0, 1]])
    return [np.array(matrix) for matrix in found]


def _move_to_center(matrix: Any, rows: int, columns: int) -> Any:
    down, right = rows / 2 - 0.5, columns / 2 - 0.5
    to_origin = np.array([[1, 0, -down], [0, 1, -right], [0, 0, 1]])
    back = np.array([[1, 0, down], [0, 1, right], [0, 0, 1]])
    return np.dot(np.dot(back, matrix), to_origin)


def shift_channels(x: Any, intensity: float) -> Any:
    """Add a number to all values of a picture, without leaving their range."""
    return np.clip(x + intensity, np.min(x), np.max(x))


def brighten(x: Any, factor: float, data_format: str) -> Any:
    """Multiply the brightness of a picture.

    Values are rounded down to whole numbers from 0 to 255 on the way; a picture with values outside of these is
    stretched to them before, and back afterwards.

    Args:
        x: Three-dimensional array.
        factor: 0 is black, 1 changes nothing.
        data_format: "channels_last" or "channels_first".
    """
    lowest, highest = np.min(x), np.max(x)
    outside = bool(lowest < 0 or highest > 255)
    picture = pictures.picture_from_array(x, data_format, scale=outside)
    brighter = pictures.picture_to_array(
        pictures.import_pillow("ImageEnhance").Brightness(picture).enhance(factor), data_format
    )
    return brighter / 255 * (highest - lowest) + lowest if outside else brighter
