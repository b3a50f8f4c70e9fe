"""Numeric arrays on a common scale, and labels as arrays."""

import contextlib
import math
from typing import Annotated

import numpy as np

from ..data import arrays
from ..define import export
from ..engine.loading import keras
from ..messages import errors
from ..signatures.object_words import OtherName
from ..signatures.ranges import Range
from ..signatures.results import Array
from ..signatures.words import MISSING, ArrayLike, Count, Dtype, Labels, OneAxis, real

Order = Annotated[float, real(Range(0, math.inf, above=True), "a number above 0")]


@export
def normalize(x: ArrayLike = MISSING, axis: OneAxis = -1, order: Order = 2) -> Array:
    """Divide an array by its norm along an axis.

    Each vector along the axis becomes `x / norm(x)`. Use it for inputs that you compare by cosine similarity.

    Args:
        x: An array or a tensor.
        axis: The axis along which the norm is taken, counted from 1; -1 is the last.
        order: Order of the norm: 2 is the square root of the sum of squares, 1 the sum of absolute values.

    Returns:
        An array of the same shape; vectors of norm 0 stay 0.

    Example:
        >>> normalize(np.array([[3.0, 4.0], [6.0, 8.0]]))
        array([[0.6, 0.8],
               [0.6, 0.8]])
        >>> normalize(np.array([[1.0, 3.0]]), order=1)
        array([[0.25, 0.75]])
    """
    is_tensor = hasattr(x, "dtype") and not isinstance(x, (np.ndarray, np.generic))
    array = x if is_tensor else np.asarray(arrays.to_array(x) if isinstance(x, dict) else x)
    rank = len(array.shape)
    if not is_tensor and array.dtype.kind not in "iufb":
        raise errors.bad_argument("normalize", "x", "an array of numbers", x)
    if not -rank <= axis < rank:
        shown = axis + 1 if axis >= 0 else axis
        raise errors.bad_argument("normalize", "axis", f"an axis of `x`, which has {rank}", shown)
    if is_tensor:
        norm = keras().ops.norm(array, order, axis, keepdims=True)
        return array / keras().ops.where(norm == 0, keras().ops.ones_like(norm), norm)
    norm = np.linalg.norm(array, order, axis, keepdims=True)
    return array / np.where(norm == 0, 1, norm)


@export
def to_categorical(
    y: Labels = MISSING,
    num_classes: Count | None = None,
    dtype: Dtype = "float32",
    *,
    x: OtherName = MISSING,
) -> Array:
    """Turn class labels into a matrix with one column for each class.

    One-hot labels are the targets of loss_categorical_crossentropy(). For integer labels use
    loss_sparse_categorical_crossentropy(), which needs less memory.

    Args:
        y: Labels: whole numbers from 0, also as text, or an R factor, whose levels are counted from 0.
        num_classes: Number of classes; NULL uses the largest label plus one.
        dtype: Name of the data type of the result.
        x: The name of `y` in R's keras3; give only one of the two.

    Returns:
        An array with one more axis than `y`: 1 in the column of the label, 0 elsewhere.

    Raises:
        ValueError: If a label is negative, a fraction, or not below `num_classes`.

    Example:
        >>> to_categorical(np.array([0, 2, 1]))
        array([[1., 0., 0.],
               [0., 0., 1.],
               [0., 1., 0.]], dtype=float32)
        >>> to_categorical(np.array([0, 1]), num_classes=3)
        array([[1., 0., 0.],
               [0., 1., 0.]], dtype=float32)
    """
    labels = np.asarray(y)
    if not labels.size and num_classes is None:
        raise errors.bad_argument("to_categorical", "y", "labels, at least one", y, "Or give `num_classes`.")
    with contextlib.suppress(ValueError):
        labels = labels.astype("float64") if labels.dtype.kind in "US" else labels
    if labels.dtype.kind not in "iufb":
        in_r, in_python = "as.integer(factor(y)) - 1 makes them.", "np.unique(y, return_inverse=True)[1] makes them."
        hint = errors.for_reader(in_r, in_python)
        raise errors.bad_argument("to_categorical", "y", "whole numbers from 0", y, hint)
    if labels.dtype.kind == "f" and np.isnan(labels).any():
        hint = f"{np.isnan(labels).sum()} of {labels.size} are missing. Remove or replace them first."
        raise errors.bad_argument("to_categorical", "y", "whole numbers from 0", y, hint)
    whole = labels.astype("int64")
    if not np.array_equal(whole, labels) or (whole < 0).any():
        raise errors.bad_argument("to_categorical", "y", "whole numbers from 0", y, "Labels start at 0.")
    if num_classes is not None and whole.size and whole.max() >= num_classes:
        hint = f"The largest label is {whole.max()}; labels start at 0."
        raise errors.bad_argument("to_categorical", "num_classes", "above the largest label", num_classes, hint)
    return keras().utils.to_categorical(whole, num_classes).astype(dtype)
