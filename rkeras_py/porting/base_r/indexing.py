"""Indices that count from 1: extracting and replacing parts of vectors, arrays, lists and data frames."""

from typing import Any

import numpy as np

from .figures import NA
from .text import as_character
from .truths import Truths, are_truths
from .vectors import SCALARS, Array, Shape, colon, copy, is_foreign, is_frame, is_scalar, length, simplify, values


class ix:
    """R's `x[...]`: `r.ix(x)[i, :]` is `x[i, ]`, `r.ix(x)[1:3]` is `x[1:3]`, both ends included.

    Args:
        value: A vector, an array, a list, a dict, a data frame or a tensor.
        drop: Whether axes of size 1 vanish.
    """

    def __init__(self, value: Any, drop: bool = True) -> None:
        self._value = value
        self._drop = drop

    def __getitem__(self, index: Any) -> Any:
        """Return the part."""
        indices = index if isinstance(index, tuple) else (index,)
        value = self._value
        if is_frame(value):
            return _index_frame(value, indices, self._drop)
        if hasattr(value, "cat") and len(indices) == 1:  # a factor is a pandas categorical
            return value.iloc[_find_positions(indices[0], len(value))]
        if is_foreign(value):
            return value[tuple(_index_tensor(one) for one in indices)]
        if len(indices) == 1:
            return _index_vector(value, _find_cells(value, indices[0]))
        places = [_find_positions(one, size) for one, size in zip(indices, _get_shape(value, indices), strict=True)]
        found = value[np.ix_(*places)]
        if not self._drop:
            return found
        if found.size == 1:
            return found.item()
        return found.reshape([size for size in found.shape if size != 1] or [1])


def _find_cells(value: Any, index: Any) -> Any:
    """Convert a matrix whose rows name elements to an index for each axis; return another index unchanged."""
    axes = value.ndim if isinstance(value, np.ndarray) else 0
    is_matrix = isinstance(index, np.ndarray) and index.ndim == 2 and index.dtype.kind in "iuf"
    if not is_matrix or axes < 2 or index.shape[1] != axes:
        return index
    return np.ravel_multi_index(tuple(index.T.astype(int) - 1), value.shape, order="F") + 1


def _get_shape(value: Any, indices: tuple[Any, ...]) -> tuple[int, ...]:
    if not isinstance(value, np.ndarray) or value.ndim != len(indices):
        raise IndexError(f"{len(indices)} indices for a value with {np.ndim(value)} axes.")
    return tuple(value.shape)


def _as_index(index: Any) -> Any:
    if isinstance(index, slice):
        return None if index == slice(None) else colon(index.start, index.stop)
    return index


def _find_positions(index: Any, size: int, grows: bool = False, reads: bool = False) -> Array:
    """Return positions counted from 0; where elements are read, `size` stands for a missing one."""
    index = _as_index(index)
    if index is None:
        return np.arange(size)
    wanted = values(index)
    if wanted.dtype == object:
        raise TypeError(f"Arrays have no names here: {wanted.tolist()}")
    if wanted.dtype.kind == "b":
        return np.flatnonzero(np.resize(wanted, max(size, wanted.size)) if wanted.size else wanted)
    if isinstance(wanted, Truths) and reads:
        flags = np.resize(wanted, max(size, wanted.size))
        places: Array = np.where(np.isnan(flags), size, np.arange(flags.size))[np.asarray(flags) != 0]
        return places
    if np.isnan(wanted.astype(float)).any():
        raise IndexError("An index is NA.")
    wanted = np.trunc(wanted).astype(int)
    if (wanted < 0).any():
        if (wanted > 0).any():
            raise IndexError("Negative and positive indices cannot be mixed.")
        return np.setdiff1d(np.arange(size), -wanted[wanted != 0] - 1)
    found: Array = wanted[wanted != 0] - 1
    if not grows and found.size and found.max() >= size:
        raise IndexError(f"There is no element {found.max() + 1}; there are {size}.")
    return found


def _index_vector(value: Any, index: Any) -> Any:
    if isinstance(value, dict):
        return _index_dict(value, index)
    if isinstance(value, np.ndarray) and value.ndim > 1:
        wanted = _as_index(index)
        if isinstance(wanted, np.ndarray) and wanted.ndim == 2 and wanted.shape == value.shape:
            return _index_vector(values(value), values(wanted))
        if isinstance(wanted, np.ndarray) and wanted.ndim == 2 and wanted.shape[1] == value.ndim:
            return value[tuple((wanted - 1).astype(int).T)]
    if isinstance(value, Shape):
        return Shape(value[place] for place in _find_positions(index, len(value)))
    if isinstance(value, (list, tuple)) and not (value and all(map(is_scalar, value))):
        return [value[place] for place in _find_positions(index, len(value))]
    items = values(value)
    places = _find_positions(index, items.size, grows=True, reads=True)
    missing = places >= items.size
    if missing.any():
        items = items.astype(object if items.dtype == object else float)
        found = np.full(places.size, None if items.dtype == object else NA, dtype=items.dtype)
        found[~missing] = items[places[~missing]]
    else:
        found = items[places]
    return simplify(found) if is_scalar(index) and found.size == 1 else found


def _index_dict(value: dict[str, Any], index: Any) -> dict[str, Any]:
    wanted = _as_index(index)
    if wanted is not None and values(wanted).dtype == object:
        return {name: value[name] for name in values(wanted).tolist()}
    names = list(value)
    return {names[place]: value[names[place]] for place in _find_positions(wanted, len(names))}


def _index_tensor(index: Any) -> Any:
    """Return an index for Python: in tensors, negative numbers count from the end, in R too."""
    if isinstance(index, slice):
        return index if index == slice(None) else slice(int(index.start) - 1, int(index.stop))
    if is_scalar(index) and not isinstance(index, (bool, np.bool_)):
        return int(index) - 1 if index > 0 else int(index)
    raise TypeError("Index a tensor with single numbers and ranges, or use tf.gather().")


def _index_frame(value: Any, indices: tuple[Any, ...], drop: bool) -> Any:
    if len(indices) == 1:
        return value.iloc[:, _find_columns(value, indices[0])]
    found = value.iloc[_find_positions(indices[0], len(value)), _find_columns(value, indices[1])]
    return from_column(found.iloc[:, 0]) if drop and found.shape[1] == 1 else found


def _find_columns(value: Any, index: Any) -> Array:
    index = _as_index(index)
    if index is not None and values(index).dtype == object:
        return np.array([list(value.columns).index(name) for name in values(index).tolist()])
    return _find_positions(index, value.shape[1])


def from_column(column: Any) -> Any:
    """Return a column of a data frame as a vector; a factor as it is, whose numbers and texts must not be confused."""
    if hasattr(column, "cat"):
        return column
    found = column.to_numpy()
    return simplify(found.astype(object) if found.dtype.kind not in "biuf" else found)


def element(value: Any, *indices: Any) -> Any:
    """Return `value[[index]]`: one element, by its number from 1 or its name.

    Args:
        value: A list, dict, vector, array, data frame or object of Python.
        indices: The number or the name; several for an array.

    Raises:
        IndexError: If there is none of that number.
        KeyError: If there is none of that name.
    """
    if len(indices) > 1:
        return value[tuple(int(one) - 1 for one in indices)]
    index = simplify(values(indices[0])) if isinstance(indices[0], np.ndarray) else indices[0]
    if is_frame(value):
        return from_column(value[index] if isinstance(index, str) else value.iloc[:, int(index) - 1])
    if isinstance(index, str):
        if is_foreign(value) and hasattr(value, index):
            return getattr(value, index)
        if hasattr(value, "_fields"):
            return getattr(value, index, None)
        return value.get(index) if isinstance(value, dict) else value[index]
    if isinstance(value, SCALARS) and index == 1:
        return value
    if is_foreign(value) and hasattr(value, "dtype"):  # tensors count as in Python
        return value[int(index)]
    items = list(value.values()) if isinstance(value, dict) else value
    if isinstance(items, np.ndarray) and items.ndim > 1:
        items = values(items)
    if index < 0:
        found = _index_vector(items, index)
        if length(found) != 1:
            raise IndexError(f"[[{index}]] leaves {length(found)} elements, not one.")
        return found if is_scalar(found) else found[0]
    if not 1 <= index <= len(items):
        raise IndexError(f"There is no element {index}; there are {len(items)}.")
    found = items[int(index) - 1]
    return found.item() if isinstance(found, np.generic) else found


def dollar(value: Any, name: str) -> Any:
    """Return `value$name`: of a list with names the element, or None, of an object of Python the attribute."""
    if value is None:
        return None
    if isinstance(value, dict):
        if name in value:
            return value[name]
        near = [one for one in value if one.startswith(name)]
        return value[near[0]] if len(near) == 1 else None
    if is_frame(value):
        return from_column(value[name]) if name in value.columns else None
    return getattr(value, name)


def assign(value: Any, new: Any, *indices: Any) -> Any:
    """Return what `value` is after `value[indices] <- new`; the value itself stays as it is.

    Args:
        value: A vector, array, list, dict or data frame; None becomes a vector.
        new: What is put there, repeated where it is shorter.
        indices: The indices, counted from 1; `slice(None)` for all.
    """
    if is_frame(value):
        return _assign_frame(value, new, indices)
    if isinstance(indices[0], Truths) and length(new) == 1:  # R passes over what is missing
        indices = (np.asarray(indices[0]) == 1, *indices[1:])
    if isinstance(value, dict):
        names = values(indices[0]).tolist() if values(indices[0]).dtype == object else None
        found = dict(value)
        wanted = names or [list(value)[place] for place in _find_positions(indices[0], len(value))]
        items = list(new) if isinstance(new, (list, tuple)) else [new] if is_scalar(new) else list(values(new))
        found.update({name: items[place % len(items)] for place, name in enumerate(wanted)})
        return found
    if isinstance(value, list) and (isinstance(new, list) or not (value and all(map(is_scalar, value)))):
        found_list = list(value)
        items = list(new) if isinstance(new, (list, tuple)) else [new]
        for place, where in enumerate(_find_positions(indices[0], len(value), grows=True)):
            found_list += [None] * (where + 1 - len(found_list))
            found_list[where] = items[place % len(items)]
        return found_list
    return _assign_array(value, new, indices)


def _assign_array(value: Any, new: Any, indices: tuple[Any, ...]) -> Array:
    found = np.empty(0, dtype=bool) if value is None else value if isinstance(value, np.ndarray) else values(value)
    fresh = values(new)
    if are_truths(found, fresh) and not found.dtype == fresh.dtype == bool:
        found, fresh = (one.astype(float).view(Truths) for one in (found, fresh))
    else:
        found, fresh = np.asarray(found), np.asarray(fresh)
    is_text = object in (found.dtype, fresh.dtype)
    kind = np.dtype(object) if is_text else np.result_type(found.dtype, fresh.dtype)
    if is_text and found.dtype != object and found.size:
        found = np.array([as_character(one) for one in found.tolist()], dtype=object)
    found = found.astype(kind)  # astype() makes a copy
    indices = (_find_cells(found, indices[0]),) if len(indices) == 1 else indices
    if len(indices) == 1 and isinstance(indices[0], np.ndarray) and indices[0].ndim > 1 and indices[0].dtype == bool:
        flat = found.ravel(order="F")
        where = np.flatnonzero(indices[0].ravel(order="F"))
        flat[where] = np.resize(fresh, where.size)
        return flat.reshape(found.shape, order="F")
    if len(indices) > 1:
        places = [_find_positions(one, size) for one, size in zip(indices, _get_shape(found, indices), strict=True)]
        shape = tuple(place.size for place in places)
        if fresh.size == 0 or np.prod(shape) % fresh.size:
            raise ValueError(f"{fresh.size} elements do not fill {int(np.prod(shape))} places.")
        found[np.ix_(*places)] = np.resize(fresh, int(np.prod(shape))).reshape(shape, order="F")
        return found
    flat = found.ravel(order="F")
    where = _find_positions(indices[0], flat.size, grows=True)
    if where.size and where.max() >= flat.size:
        more = np.full(where.max() + 1 - flat.size, None if is_text else NA)
        flat = np.concatenate([flat, more]) if where.max() > flat.size else np.append(flat, np.zeros(1, dtype=kind))
        flat = flat.view(Truths) if kind.kind == "b" and flat.dtype.kind == "f" else flat
    if where.size:
        flat[where] = np.resize(fresh, where.size)
    return flat.reshape(found.shape, order="F") if flat.size == found.size else flat


def _assign_frame(value: Any, new: Any, indices: tuple[Any, ...]) -> Any:
    found = value.copy()
    columns = indices[-1]
    if values(columns).dtype != object:
        columns = value.columns[_find_positions(columns, value.shape[1])].to_numpy(dtype=object)
    rows = _find_positions(indices[0], len(value)) if len(indices) > 1 else np.arange(len(value))
    is_whole = isinstance(indices[0], slice)
    for place, name in enumerate(values(columns).tolist()):
        column = found[name].to_numpy(copy=True) if name in found.columns else np.full(len(value), NA)
        part = new.iloc[:, place].to_numpy() if is_frame(new) else new
        found[name] = np.resize(values(part), len(value)) if is_whole else _assign_array(column, part, (rows + 1,))
    return found


def assign_element(value: Any, new: Any, *indices: Any) -> Any:
    """Return what `value` is after `value[[index]] <- new`, or `value$name <- new`; None removes an element.

    Args:
        value: A list, dict, vector or data frame; None becomes a list. Of an object of Python the attribute is set.
        new: What is put there.
        indices: The number from 1, or the name.
    """
    index = indices[0]
    if is_frame(value):
        if new is None:
            return value.drop(columns=index, errors="ignore")
        found = value.copy()
        found[index] = new if is_scalar(new) else np.resize(values(new), len(value))
        return found
    if len(indices) > 1 or isinstance(value, np.ndarray) or (is_scalar(value) and not isinstance(index, str)):
        return assign(value, new, *indices)
    if is_foreign(value):
        setattr(value, index, new)
        return value
    if isinstance(index, str):
        if value and not isinstance(value, dict):
            raise TypeError(
                f"A list of which only some elements have names has no equivalent in Python. Received: [[{index!r}]]"
            )
        named = dict(value or {})
        if new is None:
            named.pop(index, None)
        else:
            named[index] = new
        return named
    if isinstance(value, dict):
        return assign_element(value, new, list(value)[int(index) - 1])
    items = list(value or [])
    place = int(index) - 1
    if new is None:
        return items[:place] + items[place + 1 :]
    items += [None] * (place + 1 - len(items))
    items[place] = new
    return items


def head(value: Any, n: int = 6) -> Any:
    """Return the first `n` elements or rows; without the last ones where `n` is negative."""
    return _take(value, slice(None, int(n)))


def tail(value: Any, n: int = 6) -> Any:
    """Return the last `n` elements or rows; without the first ones where `n` is negative."""
    return _take(value, slice(-int(n), None) if n else slice(0, 0))


def _take(value: Any, part: slice) -> Any:
    if isinstance(value, dict):
        return {name: value[name] for name in list(value)[part]}
    if is_scalar(value):
        value = values(value)
    return copy(value.iloc[part] if is_frame(value) else value[part])
