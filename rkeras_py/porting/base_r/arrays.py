"""Matrices and arrays, which R fills down the columns."""

from collections.abc import Callable
from typing import Any

import numpy as np

from .arithmetic import multiply, stretch
from .figures import NA
from .vectors import Array, c, is_foreign, is_frame, is_scalar, simplify, values


def matrix(data: Any = NA, nrow: Any = None, ncol: Any = None, byrow: bool = False) -> Array:
    """Return a matrix filled with elements, down its columns.

    Args:
        data: The elements, repeated where there are too few.
        nrow: Number of rows; None for what the elements need.
        ncol: Number of columns.
        byrow: Whether to fill along the rows.

    Raises:
        ValueError: If the elements are neither a multiple nor a part of what is needed.
    """
    found = values(data)
    if nrow is None and ncol is None:
        nrow = found.size
    rows = int(nrow if nrow is not None else np.ceil(found.size / ncol))
    columns = int(ncol if ncol is not None else np.ceil(found.size / rows) if rows else 0)
    if found.size > 1 and (rows * columns % found.size and found.size % max(rows * columns, 1)):
        raise ValueError(f"matrix(): {found.size} elements do not fill {rows} rows and {columns} columns.")
    return np.resize(found, rows * columns).reshape((rows, columns), order="C" if byrow else "F")


def array(data: Any = NA, dim: Any = None) -> Array:
    """Return an array filled with elements, along the first axis first.

    Args:
        data: The elements, repeated where there are too few.
        dim: The shape; None for one axis.
    """
    found = values(data)
    shape = (found.size,) if dim is None else tuple(int(size) for size in values(dim))
    return np.resize(found, int(np.prod(shape))).reshape(shape, order="F")


def dim(value: Any) -> Any:
    """Return the shape of an array or data frame; None of a list or a number.

    Raises:
        TypeError: For an array of one axis, which may be a vector in R, or an array of one axis.
    """
    if is_scalar(value) or value is None or isinstance(value, (list, tuple, dict, range)):
        return None
    shape = tuple(value.shape)
    if isinstance(value, np.ndarray) and len(shape) == 1:
        raise TypeError("dim(): an array of one axis may be a vector in R, which has no dim; use length().")
    return np.array([NA if size is None else size for size in shape])


def _as_matrix(value: Any) -> Array:
    found = value if isinstance(value, np.ndarray) else value.to_numpy() if is_frame(value) else np.asarray(value)
    return found if found.ndim > 1 else found.reshape(-1, 1)


def t(value: Any) -> Any:
    """Return the transpose; a vector becomes a matrix of one row."""
    return _as_matrix(value).T


def matmul(left: Any, right: Any) -> Any:
    """Return `left %*% right`, a matrix; vectors become rows or columns as they fit.

    Raises:
        ValueError: If they do not fit.
    """
    if is_foreign(left) or is_foreign(right):
        return left @ right
    a, b = np.asarray(left), np.asarray(right)
    if a.ndim < 2 and b.ndim < 2:
        a, b = (a.reshape(1, -1), b.reshape(-1, 1)) if a.size == b.size else (a.reshape(-1, 1), b.reshape(1, -1))
    elif a.ndim < 2:
        a = a.reshape(1, -1) if a.size == b.shape[0] else a.reshape(-1, 1)
    elif b.ndim < 2:
        b = b.reshape(-1, 1) if b.size == a.shape[1] else b.reshape(1, -1)
    return a @ b


def outer(left: Any, right: Any, function: Callable[[Any, Any], Any] = multiply) -> Array:
    """Return what a function gives for each element of one vector and each of another, in a row for each of the first.

    Args:
        left: A vector, or an array, whose axes come first in the result.
        right: Another.
        function: What is called once, with two vectors of all pairs; the product without it.

    Raises:
        ValueError: If it does not give one element for each pair.
    """
    a, b = values(left), values(right)
    shape = [size for one in (left, right) for size in (np.shape(one) if np.ndim(one) > 1 else (values(one).size,))]
    found = values(function(np.tile(a, b.size), np.repeat(b, a.size)))
    if found.size != a.size * b.size:
        raise ValueError(f"outer(): the function returns {found.size} elements for {a.size * b.size} pairs.")
    return found.reshape(shape, order="F")


def set_diagonal(value: Any, new: Any) -> Array:
    """Return what a matrix is after `diag(value) <- new`; the matrix itself stays as it is.

    Args:
        value: A matrix.
        new: A number, or one for each place of the diagonal.

    Raises:
        ValueError: If it is no matrix, or `new` has another length.
    """
    if np.ndim(value) != 2:
        raise ValueError(f"diag(): a matrix is needed. Received: {np.ndim(value)} axes")
    fresh, size = values(new), min(np.shape(value))
    if fresh.size not in (1, size):
        raise ValueError(f"diag(): {fresh.size} elements do not fill a diagonal of {size}.")
    found = np.array(value, dtype=np.result_type(np.asarray(value).dtype, fresh.dtype))
    found[range(size), range(size)] = fresh
    return found


def distances(value: Any) -> Array:
    """Return the Euclidean distances between the rows of a matrix or data frame, as `as.matrix(dist(value))`.

    Raises:
        ValueError: If a number is missing, which R leaves out and makes up for.
    """
    found = _as_matrix(value).astype(float)
    if np.isnan(found).any():
        raise ValueError("distances(): a value is missing.")
    return np.stack([np.sqrt(((found - row) ** 2).sum(axis=1)) for row in found])


def aperm(value: Any, perm: Any = None) -> Any:
    """Return an array with its axes in another order, counted from 1; None turns them round."""
    return np.transpose(value, None if perm is None else [int(axis) - 1 for axis in values(perm)])


def _bind(parts: tuple[Any, ...], axis: int) -> Array:
    found = [part for part in parts if part is not None]
    matrices = [_as_matrix(part) if is_frame(part) or np.ndim(part) > 1 else None for part in found]
    sizes = [one.shape[1 - axis] for one in matrices if one is not None]
    size = sizes[0] if sizes else max(values(part).size for part in found)
    lines = []
    for part, one in zip(found, matrices, strict=True):
        if one is None:
            line = stretch(values(part), (size,))
            one = line.reshape(1, -1) if axis == 0 else line.reshape(-1, 1)
        lines.append(one)
    bound = np.concatenate(lines, axis=axis)
    if bound.dtype != object:
        return bound
    texts: Array = np.concatenate([_convert_texts(one) for one in lines], axis=axis)
    return texts


def _convert_texts(matrix: Array) -> Array:
    return c(*matrix.ravel().tolist(), "")[:-1].reshape(matrix.shape)  # type: ignore[no-any-return]


def rbind(*parts: Any) -> Array:
    """Return matrices and vectors as the rows of one matrix.

    Raises:
        TypeError: For data frames.
    """
    if any(map(is_frame, parts)):
        raise TypeError("rbind(): data frames are not matrices; `rkeras translate` could not detect them.")
    return _bind(parts, 0)


def cbind(*parts: Any) -> Array:
    """Return matrices and vectors as the columns of one matrix."""
    return _bind(parts, 1)


def apply(value: Any, margin: Any, function: Callable[..., Any]) -> Any:
    """Call a function with each row, column or other part of an array.

    Args:
        value: The array.
        margin: The axes that are kept, counted from 1.
        function: A function of a part. Numbers give an array, vectors of one length the columns of a matrix, others
            a list.
    """
    found = _as_matrix(value)
    axes = [int(axis) - 1 for axis in values(margin)]
    shape = tuple(found.shape[axis] for axis in axes)
    moved = np.moveaxis(found, axes, range(len(axes)))
    places = list(np.ndindex(*shape[::-1]))
    results = [function(moved[place[::-1]]) for place in places]
    if not all(isinstance(one, np.ndarray) or is_scalar(one) for one in results):
        return results
    sizes = {values(one).size for one in results}
    if sizes == {1}:
        return simplify_shape(np.array([simplify(values(one)) for one in results]).reshape(shape, order="F"))
    if len(sizes) > 1:
        return results
    return np.stack([values(one) for one in results], axis=-1).reshape((sizes.pop(), *shape), order="F")


def simplify_shape(found: Array) -> Array:
    """Return an array as it is, which keeps texts apart from numbers."""
    return found.astype(object) if found.dtype.kind == "U" else found


def scale(value: Any, center: Any = True, scale: Any = True) -> Array:
    """Return a matrix whose columns have mean 0 and standard deviation 1.

    Args:
        value: A matrix.
        center: Whether to subtract the means, or what to subtract from each column.
        scale: Whether to divide by the standard deviations (of centred columns), or what to divide by; missing
            numbers count for neither.
    """
    found = _as_matrix(value).astype(float)
    if center is not False:
        found = found - (np.nanmean(found, axis=0) if center is True else values(center))
    if scale is not False:
        roots = np.sqrt(np.nansum(found**2, axis=0) / np.maximum((~np.isnan(found)).sum(axis=0) - 1, 1))
        found = found / (roots if scale is True else values(scale))
    return found


def max_col(value: Any) -> Array:
    """Return for each row the column of its largest element, counted from 1.

    Raises:
        ValueError: If a row has several largest ones, of which R draws one.
    """
    found = _as_matrix(value)
    if ((found == found.max(axis=1, keepdims=True)).sum(axis=1) > 1).any():
        raise ValueError("max_col(): a row has several largest elements, of which R draws one at random.")
    return np.asarray(found.argmax(axis=1) + 1)
