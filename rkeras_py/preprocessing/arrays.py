"""Arrays of numbers on a common scale."""

import math
from typing import Annotated

import numpy as np

from ..data import arrays
from ..define import export
from ..engine.loading import keras
from ..messages import errors
from ..signatures.ranges import Range
from ..signatures.results import Array
from ..signatures.words import MISSING, ArrayLike, OneAxis, real

Order = Annotated[float, real(Range(0, math.inf, above=True), "a number above 0")]


@export
def normalize(x: ArrayLike = MISSING, axis: OneAxis = -1, order: Order = 2) -> Array:
    """Divide an array by its norm along an axis.

    Args:
        x: An array or a tensor.
        axis: The axis along which the norm is taken, counted from 1; -1 is the last.
        order: Which norm: 2 is the square root of the sum of squares, 1 the sum of absolute values.

    Returns:
        An array of the same shape; what has norm 0 stays 0.
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
