"""Functions that give tensors another shape, or join and cut them."""

import re
from typing import Any

import numpy as np

from ..engine.loading import keras
from ..messages import errors
from ..r.code import RCode
from ..signatures.results import TensorList as TensorsOut
from ..signatures.tensor_words import Axes, Operand, Sizes, TensorArg, TensorList, WholeArray
from ..signatures.words import INT, MISSING, Int, OneAxis, Str, Value, convert_value, get_word
from .family import FIRST, keras_op, operation

TENSORS = get_word(TensorList)


@operation
def op_reshape(x: TensorArg = MISSING, newshape: Sizes = MISSING) -> Any:
    """Give a tensor another shape; its numbers stay in order, row by row.

    Args:
        newshape: The new shape; one size may be NA or -1: what the others leave.

    Example:
        op_reshape([1, 2, 3, 4, 5, 6], (2, 3))  # 1 2 3, 4 5 6
    """
    return keras().ops.reshape(x, newshape)


@keras_op("keras.ops.ravel")
def op_ravel(x: TensorArg = MISSING) -> Any:
    """Give a tensor one axis; its numbers stay in order, row by row."""


@keras_op("keras.ops.expand_dims")
def op_expand_dims(x: TensorArg = MISSING, axis: Axes = MISSING) -> Any:
    """Add axes of size 1.

    Args:
        axis: Where the new axis, or axes, will be, counted from 1; -1 is the last.
    """


@keras_op("keras.ops.squeeze")
def op_squeeze(x: TensorArg = MISSING, axis: Axes | None = None) -> Any:
    """Remove axes of size 1.

    Args:
        axis: Which ones, counted from 1. NULL: all.
    """


@keras_op("keras.ops.transpose")
def op_transpose(x: TensorArg = MISSING, axes: Axes | None = None) -> Any:
    """Reorder axes.

    Args:
        axes: Which axis comes first, second, ..., counted from 1. NULL reverses their order.
    """


@keras_op("keras.ops.swapaxes")
def op_swapaxes(x: TensorArg = MISSING, axis1: OneAxis = MISSING, axis2: OneAxis = MISSING) -> Any:
    """Swap two axes."""


@keras_op("keras.ops.moveaxis")
def op_moveaxis(x: TensorArg = MISSING, source: Axes = MISSING, destination: Axes = MISSING) -> Any:
    """Move axes; the others stay in order.

    Args:
        source: Which axes to move, counted from 1.
        destination: Where they will be, counted from 1.
    """


@keras_op("keras.ops.broadcast_to")
def op_broadcast_to(x: TensorArg = MISSING, shape: Sizes = MISSING) -> Any:
    """Repeat a tensor until it has a shape.

    Args:
        shape: The shape.
    """


@keras_op("keras.ops.concatenate")
def op_concatenate(xs: TensorList = MISSING, axis: Axes = 1) -> Any:
    """Join tensors along an axis."""


@operation
def op_stack(x: TensorList = MISSING, axis: OneAxis = FIRST) -> Any:
    """Join tensors of one shape along a new axis.

    Args:
        x: A list of tensors.
        axis: Where the new axis will be, counted from 1.
    """
    return keras().ops.stack(x, axis)


@keras_op("keras.ops.append")
def op_append(x1: TensorArg = MISSING, x2: TensorArg = MISSING, axis: OneAxis | None = None) -> Any:
    """Append a tensor to another.

    Args:
        axis: Axis along which to append, counted from 1. NULL makes one axis of each before.
    """


@operation
def op_hstack(xs: Value = MISSING, *dots: Any) -> Any:
    """Join tensors along the second axis, or along the first where they have but one.

    Args:
        xs: A list of tensors, or the first of several.
        dots: Further tensors.
    """
    return keras().ops.hstack(_several("op_hstack", xs, dots))


@operation
def op_vstack(xs: Value = MISSING, *dots: Any) -> Any:
    """Join tensors along the first axis; what has one axis is a row.

    Args:
        xs: A list of tensors, or the first of several.
        dots: Further tensors.
    """
    return keras().ops.vstack(_several("op_vstack", xs, dots))


def _several(function: str, first: Any, others: tuple[Any, ...]) -> Any:
    return convert_value(function, "xs", TENSORS, [first, *others] if others else first, MISSING)


@operation
def op_split(x: TensorArg = MISSING, indices_or_sections: WholeArray = MISSING, axis: OneAxis = FIRST) -> TensorsOut:
    """Cut a tensor into parts.

    Args:
        indices_or_sections: A whole number: how many parts of one size. Several: after how many elements to cut, so
            that c(2, 5) gives the elements 1 and 2, those from 3 to 5, and the rest.
        axis: Axis to cut along, counted from 1.

    Returns:
        A list of tensors.
    """
    places = list(indices_or_sections) if isinstance(indices_or_sections, tuple) else indices_or_sections
    return list(keras().ops.split(x, places, axis))


@operation
def op_unstack(x: TensorArg = MISSING, num: Int | None = None, axis: OneAxis = FIRST) -> TensorsOut:
    """Cut a tensor into slices, one for each position along an axis, which goes.

    Args:
        num: How many there are; NULL takes the size of the axis.
        axis: Axis to cut along, counted from 1.

    Returns:
        A list of tensors.
    """
    return list(keras().ops.unstack(x, num, axis))


@keras_op("keras.ops.repeat")
def op_repeat(x: TensorArg = MISSING, repeats: WholeArray = MISSING, axis: OneAxis | None = None) -> Any:
    """Repeat each element.

    Args:
        repeats: How many times: a whole number, or one for each element along the axis.
        axis: Axis along which to repeat, counted from 1. NULL makes one axis of all before.
    """


@keras_op("keras.ops.tile")
def op_tile(x: TensorArg = MISSING, repeats: WholeArray = MISSING) -> Any:
    """Repeat a whole tensor.

    Args:
        repeats: How many times, along each axis.
    """


@keras_op("keras.ops.flip")
def op_flip(x: TensorArg = MISSING, axis: Axes | None = None) -> Any:
    """Reverse the order along axes.

    Args:
        axis: Which axes, counted from 1. NULL: all.
    """


@keras_op("keras.ops.roll")
def op_roll(x: TensorArg = MISSING, shift: WholeArray = MISSING, axis: Axes | None = None) -> Any:
    """Shift elements along axes; those that leave at the end come back at the beginning.

    Args:
        shift: By how many places, along each of the axes.
        axis: Which axes, counted from 1. NULL shifts through all elements.
    """


@keras_op("keras.ops.rot90")
def op_rot90(array: TensorArg = MISSING, k: Int = 1, axes: Axes = RCode("list(1L, 2L)", (0, 1))) -> Any:
    """Rotate by right angles in the plane of two axes.

    Args:
        array: A tensor, an array, or numbers, of at least two axes.
        k: By how many right angles, counterclockwise.
        axes: The two axes, counted from 1.
    """


@operation
def op_pad(
    x: TensorArg = MISSING,
    pad_width: WholeArray = MISSING,
    mode: Str = "constant",
    constant_values: Operand | None = None,
) -> Any:
    """Add values around a tensor.

    Args:
        pad_width: How many before and after: list(c(1, 2), c(0, 0)) or a matrix has a pair for each axis; a pair goes
            for all axes, a single number for all ends.
        mode: "constant", "reflect", "symmetric", or another mode of Keras.
        constant_values: What to add where `mode` is "constant"; NULL: 0.
    """
    widths = np.broadcast_to(pad_width, (len(x.shape), 2)).tolist()
    return keras().ops.pad(x, widths, mode, constant_values)


@keras_op("keras.ops.tril")
def op_tril(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Replace what is above a diagonal by 0.

    Args:
        k: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """


@keras_op("keras.ops.triu")
def op_triu(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Replace what is below a diagonal by 0.

    Args:
        k: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """


@keras_op("keras.ops.diag")
def op_diag(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Return the diagonal of a matrix, or make a matrix with a diagonal.

    Args:
        k: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """


@keras_op("keras.ops.diagflat")
def op_diagflat(x: TensorArg = MISSING, k: Int = 0) -> Any:
    """Make a matrix with all elements on a diagonal.

    Args:
        k: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """


@keras_op("keras.ops.diagonal")
def op_diagonal(x: TensorArg = MISSING, offset: Int = 0, axis1: OneAxis = 1, axis2: OneAxis = 2) -> Any:
    """Return the diagonal along two axes.

    Args:
        offset: Which diagonal: 0 is the main one, positive ones are above it, negative ones below.
    """


@operation
def op_rearrange(tensor: TensorArg = MISSING, pattern: Str = MISSING, **options: Any) -> Any:
    """Reorder, split and join axes by a pattern such as "b (h w) c -> b c h w".

    Args:
        tensor: A tensor, an array, or numbers.
        pattern: The names of the axes before and after; parentheses join axes.
        options: Sizes of axes, by their names in the pattern, as far as they do not follow: h = 4.
    """
    names = re.findall(r"\w+", pattern)
    errors.check_options("op_rearrange", options, ("tensor", "pattern"), names)
    sizes = {name: convert_value("op_rearrange", name, INT, size, MISSING) for name, size in options.items()}
    return keras().ops.rearrange(tensor, pattern, **sizes)
