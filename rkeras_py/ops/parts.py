"""Extract or replace parts of tensors; positions count from 1, as in R."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..backend.operators import tensor_part
from ..backend.shared import to_tensor_of
from ..data.arrays import is_mask, is_tensor, to_tensor
from ..define import export
from ..engine.loading import keras
from ..engine.tensors import at_once, has_values, read_values, runs_on_tensorflow
from ..messages import errors
from ..signatures.calls import name_errors
from ..signatures.tensor_words import ExactTensor, Sizes, TensorArg, WholeTensor
from ..signatures.words import MISSING, Bool, Count, Dims, Value
from .counting import from_one, list_sizes
from .family import counting_operation, operation


@counting_operation
def op_slice(inputs: TensorArg = MISSING, start_indices: WholeTensor = MISSING, shape: Sizes = MISSING) -> Any:
    """Extract a block of a tensor.

    Use it for blocks whose start is known only when the model runs; otherwise op_subset() is easier to use. Positions
    are counted from 1.

    Args:
        start_indices: Start along each axis, counted from 1.
        shape: The size of the block along each axis.

    Example:
        >>> op_slice([[1, 2, 3], [4, 5, 6]], (1, 2), (2, 2))
        <tf.Tensor: shape=(2, 2), dtype=int32, numpy=
        array([[2, 3],
               [5, 6]], dtype=int32)>
    """
    pairs = zip(list_sizes(inputs) or (), shape, strict=False)
    room = [whole - size + 1 if isinstance(size, int) and 0 <= size <= (whole or 0) else None for whole, size in pairs]
    start = from_one("op_slice", "start_indices", start_indices, from_end=False, sizes=room)
    return keras().ops.slice(inputs, keras().ops.reshape(start, (-1,)), shape)


@counting_operation
def op_slice_update(
    inputs: TensorArg = MISSING, start_indices: WholeTensor = MISSING, updates: ExactTensor = MISSING
) -> Any:
    """Return a copy of a tensor with a block replaced.

    It does not change its input. Use it to fill a tensor block by block, for example in a loop of op_fori_loop().

    Args:
        start_indices: Start of the block along each axis, counted from 1.
        updates: The block.

    Example:
        >>> op_slice_update(op_zeros((2, 3)), (1, 2), [[5.0, 6.0]])
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[0., 5., 6.],
               [0., 0., 0.]], dtype=float32)>
    """
    updates = keras().ops.cast(updates, inputs.dtype)
    if len(updates.shape) == 0:  # a single number of R is an array of any rank
        updates = keras().ops.reshape(updates, (1,) * len(inputs.shape))
    start = from_one("op_slice_update", "start_indices", start_indices, from_end=False)
    start = keras().ops.reshape(start, (-1,))
    if not has_values(start) or None in (*inputs.shape, *updates.shape):
        return keras().ops.slice_update(inputs, start, updates)
    places = list(zip(read_values(start).ravel().tolist(), updates.shape, inputs.shape, strict=False))
    if {len(read_values(start).ravel()), len(updates.shape)} != {len(inputs.shape)}:
        expected = f"a block of {len(inputs.shape)} axes, as `inputs`, and `start_indices` a position along each"
        raise errors.bad_argument("op_slice_update", "updates", expected, updates)
    if any(first + size > whole for first, size, whole in places):  # Keras would move such a block
        expected = f"such that a block of shape {tuple(updates.shape)} lies inside of {tuple(inputs.shape)}"
        raise errors.bad_argument("op_slice_update", "start_indices", expected, read_values(start).ravel() + 1)
    return tensor_assign(inputs, [["range", first + 1, first + size] for first, size, _ in places], updates)


@counting_operation
def op_scatter(indices: WholeTensor = MISSING, values: TensorArg = MISSING, shape: Dims = MISSING) -> Any:
    """Create a tensor of zeros with given values added at given positions.

    Use it to count or sum by index. Values with the same index are added.

    Args:
        indices: A row for each value: its position along each axis, counted from 1.
        values: The values.

    Example:
        >>> op_scatter([[1], [3], [3]], [5.0, 7.0, 1.0], shape=(4,))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([5., 0., 8., 0.], dtype=float32)>
    """
    rows = from_one("op_scatter", "indices", indices, from_end=False, sizes=_limit_rows(shape, indices))
    return keras().ops.scatter(rows, _give_rows(values), shape)


@counting_operation
def op_scatter_update(
    inputs: TensorArg = MISSING, indices: WholeTensor = MISSING, updates: ExactTensor = MISSING
) -> Any:
    """Return a copy of a tensor with new values at given positions.

    It does not change its input. Use it to replace rows, for example in a buffer.

    Args:
        indices: A row for each value: its position along each axis, counted from 1.
        updates: The values.

    Example:
        >>> op_scatter_update(op_zeros((2, 2)), [[1, 2], [2, 1]], [5.0, 7.0])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[0., 5.],
               [7., 0.]], dtype=float32)>
    """
    sizes = _limit_rows(list_sizes(inputs), indices)
    rows = from_one("op_scatter_update", "indices", indices, from_end=False, sizes=sizes)
    return keras().ops.scatter_update(inputs, rows, _give_rows(keras().ops.cast(updates, inputs.dtype)))


def _limit_rows(sizes: Sequence[int | None] | None, indices: Any) -> Sequence[int | None] | None:
    """Return the sizes along the axes that rows of positions have."""
    return sizes[: indices.shape[-1]] if sizes and has_values(indices) and len(indices.shape) else None


def _give_rows(values: Any) -> Any:
    """Return a single number as a vector, as in R, and anything else unchanged."""
    return keras().ops.reshape(values, (1,)) if keras().ops.ndim(values) == 0 else values


def _count_segments(places: Any) -> int | None:
    """Return the number of segments if the indices have values: JAX needs it."""
    return int(read_values(places).max()) + 1 if not runs_on_tensorflow() and has_values(places) else None


@counting_operation
def op_segment_sum(
    data: TensorArg = MISSING,
    segment_ids: WholeTensor = MISSING,
    num_segments: Count | None = None,
    sorted: Bool = False,
) -> Any:
    """Sum the rows of each segment.

    Use it to aggregate by group, for example over the neighbors of a node in a graph network. It is R's `tapply(data,
    segment_ids, sum)`.

    Args:
        data: A tensor, an array, or numbers.
        segment_ids: Segment of each element, counted from 1.
        num_segments: Number of segments; NULL uses the largest of `segment_ids`.
        sorted: Whether `segment_ids` are in ascending order.

    Example:
        >>> op_segment_sum([1, 2, 3, 4], [1, 1, 2, 2])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([3, 7], dtype=int32)>
    """
    places = from_one("op_segment_sum", "segment_ids", segment_ids, from_end=False, sizes=num_segments)
    return keras().ops.segment_sum(data, places, num_segments or _count_segments(places), sorted)


@counting_operation
def op_segment_max(
    data: TensorArg = MISSING,
    segment_ids: WholeTensor = MISSING,
    num_segments: Count | None = None,
    sorted: Bool = False,
) -> Any:
    """Return the largest value of each segment, along the first axis.

    Use it to aggregate by group, for example over the neighbors of a node in a graph network. It is R's `tapply(data,
    segment_ids, max)`.

    Args:
        data: A tensor, an array, or numbers.
        segment_ids: Segment of each element, counted from 1.
        num_segments: Number of segments; NULL uses the largest of `segment_ids`.
        sorted: Whether `segment_ids` are in ascending order.

    Example:
        >>> op_segment_max([1, 2, 3, 4], [1, 1, 2, 2])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([2, 4], dtype=int32)>
    """
    places = from_one("op_segment_max", "segment_ids", segment_ids, from_end=False, sizes=num_segments)
    return keras().ops.segment_max(data, places, num_segments or _count_segments(places), sorted)


@export(python_only=True)
def op_subset(x: TensorArg = MISSING, *dots: Any) -> Any:
    """Extract a part of a tensor, like R's `x[...]`.

    In R, `x[...]` on a tensor calls it.

    Args:
        x: A tensor, an array, or numbers.
        dots: The positions along each axis: whole numbers from 1 (negative ones count from the end), where a single
            number removes the axis; TRUE or FALSE for each element, also as a tensor, which can span several axes and
            then selects elements row by row; in Python `slice(2, 3)` for R's `2:3`, with its end, `None` for a new axis
            and
            `...` for all axes that are not mentioned; a tensor of positions counts from 0, as in `[`.

    Returns:
        A tensor.

    Example:
        >>> op_subset([[1, 2, 3], [4, 5, 6]], 1, slice(2, 3))
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([2, 3], dtype=int32)>
        >>> op_subset([[1, 2, 3], [4, 5, 6]], ..., -1)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([3, 6], dtype=int32)>
    """
    return tensor_part(x, [_describe_place(one) for one in dots], row_by_row=True)


@export(python_only=True)
def op_subset_set(x: TensorArg = MISSING, *dots: Any, value: Value = MISSING) -> Any:
    """Return a copy of a tensor with a part replaced, like R's `x[...] <- value`.

    It does not change its input. In R, `x[...] <- value` on a tensor calls it.

    Args:
        x: A tensor, an array, or numbers.
        dots: The part, as in op_subset().
        value: The new values: a tensor, an array or a number, with the shape of the part or broadcast to it.

    Returns:
        A tensor; `x` is not changed.

    Example:
        >>> op_subset_set([1, 2, 3], slice(2, 3), value=9)
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 9, 9], dtype=int32)>
    """
    return tensor_assign(x, [_describe_place(one) for one in dots], value, row_by_row=True)


@operation
def op_get_item(x: TensorArg = MISSING, key: Value = MISSING) -> Any:
    """Extract a part of a tensor along the first axis, or along several.

    Use it for an element or a slice along the first axis; op_subset() takes a part along each axis. Indices are counted
    from 1.

    Args:
        key: A whole number from 1, or an index as in op_subset(), or a list with one for each axis.

    Example:
        >>> op_get_item([[1, 2], [3, 4]], 2)
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([3, 4], dtype=int32)>
        >>> op_get_item([[1, 2], [3, 4]], [2, 1])
        <tf.Tensor: shape=(), dtype=int32, numpy=3>
    """
    keys = list(key) if isinstance(key, (list, tuple)) else [key]
    return tensor_part(x, [_describe_place(one) for one in keys])


def _describe_place(value: Any) -> list[Any]:
    """Describe the index of one axis in the terms of tensor_part()."""
    if value is None:
        return ["new"]
    if value is Ellipsis:
        return ["rest"]
    if isinstance(value, slice):
        whole = value.start is None and value.stop is None and value.step is None
        return ["all"] if whole else ["range", value.start, value.stop, value.step or 1]
    if isinstance(value, (bool, np.bool_)) or np.asarray(value).dtype == bool if _is_plain(value) else False:
        return ["mask", value]
    return ["at", value]


def _is_plain(value: Any) -> bool:
    return isinstance(value, (bool, list, tuple, np.ndarray, np.generic))


def tensor_assign(x: Any, places: Sequence[Sequence[Any]], value: Any, row_by_row: bool = False) -> Any:
    """Return a tensor with other values in a part.

    Args:
        x: A tensor, whose sizes are known but for that of the first axis.
        places: The part, as tensor_part() takes it.
        value: The values; their shape is that of the part, or stretches to it.
        row_by_row: Whether truth values of several axes choose from as many, row by row.
    """
    ops = keras().ops
    with name_errors("[<-"):
        x = to_tensor(x)
        if len(places) == 1 and is_mask(places[0][-1]) and not _is_known(places[0][-1]):
            return _assign_where(x, places[0][-1], value)
        open_batch = bool(x.shape) and x.shape[0] is None
        sizes = tuple(x.shape)[open_batch:]
        if None in sizes:
            raise errors.bad_argument("[<-", "x", "a tensor whose sizes are known except for the first", x)
        if open_batch and places and places[0][0] not in ("all", "rest"):
            raise IndexError("[<-(): the size of the first axis is not known: leave its index empty.")
        inner = [*places[1:]] if open_batch and places and places[0][0] == "all" else list(places)
        count = math.prod(sizes)
        numbers = np.arange(count, dtype="int32").reshape(sizes)
        chosen = _take_at_once(numbers, inner, row_by_row)
        flat = ops.reshape(x, (-1, count) if open_batch else (1, count))
        fill = _arrange_filling(x, value, ops.take(flat, chosen.ravel(), axis=1), chosen.shape, open_batch)
        order = np.arange(count, dtype="int32")
        order[chosen.ravel()] = count + np.arange(chosen.size, dtype="int32")
        result = ops.take(ops.concatenate([flat, fill], axis=1), order, axis=1)
        return ops.reshape(result, (-1, *sizes) if open_batch else sizes)


def _is_known(value: Any) -> bool:
    return has_values(value) or not is_tensor(value)


def _assign_where(x: Any, mask: Any, value: Any) -> Any:
    """Return a tensor with a number at the places of a mask that is known only at run time."""
    value = _convert_to_type(x, value)
    if len(value.shape) > 0:
        expected = "a number, where a model computes which elements are chosen"
        raise errors.bad_argument("[<-", "value", expected, value)
    for _ in range(len(x.shape) - len(mask.shape)):
        mask = keras().ops.expand_dims(mask, -1)
    return keras().ops.where(mask, value, x)


def _take_at_once(numbers: Any, places: Sequence[Sequence[Any]], row_by_row: bool) -> Any:
    """Take a part of an array now, also while TensorFlow traces a function."""
    if not all(_is_known(value) for place in places for value in place):
        raise errors.bad_argument("[<-", "index", "known, not computed by a model", places)
    with at_once():
        return np.asarray(tensor_part(numbers, places, row_by_row=row_by_row))


def _arrange_filling(x: Any, value: Any, part: Any, shape: tuple[int, ...], open_batch: bool) -> Any:
    """Return the values for a part in its shape, except that the axes after the first become one."""
    ops = keras().ops
    value = _convert_to_type(x, value)
    part = ops.reshape(part, (-1, *shape) if open_batch else shape)
    wanted = tuple(part.shape)
    if len(value.shape) > len(wanted) or not all(
        size in (1, place) or place is None
        for size, place in zip(reversed(value.shape), reversed(wanted), strict=False)
    ):
        sizes = ", ".join("NA" if size is None else str(size) for size in wanted)
        raise errors.bad_argument("[<-", "value", f"a number, or of shape ({sizes}) like the part", value)
    filled = ops.where(ops.ones_like(part, dtype="bool"), value, part)
    return ops.reshape(filled, (-1 if open_batch else 1, math.prod(shape)))


def _convert_to_type(x: Any, value: Any) -> Any:
    """Convert values to a tensor's dtype; a fraction does not fit an integer tensor."""
    dtype = keras().backend.standardize_dtype(x.dtype)
    tensor = to_tensor(value)
    is_whole = dtype == "bool" or "int" in dtype
    if is_whole and "float" in keras().backend.standardize_dtype(tensor.dtype):
        known = read_values(tensor) if has_values(tensor) else None
        if known is None or not bool((known == np.floor(known)).all()):
            raise errors.bad_argument("[<-", "value", f"of type {dtype} like the tensor; op_cast() converts", value)
    return to_tensor_of(value, dtype)
