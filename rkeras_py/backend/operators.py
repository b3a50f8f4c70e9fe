"""R's operators and functions on tensors, symbolic ones included. R's methods for them end here."""

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..data.arrays import Factor, is_mask, is_tensor, to_tensor
from ..engine.internals.operations import operations_for
from ..engine.loading import keras
from ..engine.tensors import TracedSizes, runs_on_tensorflow
from ..graph.lambda_layers import compute_in_layer
from ..messages import errors
from ..on_tensorflow.computing import find_math
from ..on_tensorflow.tensors import choose
from ..signatures import words
from ..signatures.calls import name_errors
from ..signatures.words import MISSING
from .shared import to_float

_ARITHMETIC = {
    "+": "add",
    "-": "subtract",
    "*": "multiply",
    "/": "true_divide",
    "^": "power",
    "%%": "mod",
    "%/%": "floor_divide",
    "%*%": "matmul",
}
_COMPARISON = {
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}
_LOGIC = {"&": "logical_and", "|": "logical_or"}
_OPERATORS = {**_ARITHMETIC, **_COMPARISON, **_LOGIC}
_FUNCTIONS = {
    **{name: name for name in ("abs", "sign", "sqrt", "floor", "trunc", "exp", "expm1", "round")},
    **{name: name for name in ("log", "log1p", "log2", "log10")},
    **{name: name for name in ("cos", "sin", "tan", "cosh", "sinh", "tanh", "cumsum", "cumprod")},
    **{f"a{name}": f"arc{name}" for name in ("cos", "sin", "tan", "cosh", "sinh", "tanh")},
    "ceiling": "ceil",
    "is.nan": "isnan",
    "is.finite": "isfinite",
    "is.infinite": "isinf",
}
"""R's functions of one tensor that work element by element, with Keras's names."""

_COMBINE = {
    "sum": "add",
    "prod": "multiply",
    "max": "maximum",
    "min": "minimum",
    "all": "logical_and",
    "any": "logical_or",
}
"""The functions that combine the results of R's summaries of several arguments."""


def tensor_operator(symbol: str, x: Any, y: Any = MISSING) -> Any:
    """Apply one of R's operators.

    A number or array on one side takes the data type of the tensor on the other side, unless it has fractions and the
    tensor has none; TRUE counts as 1 in arithmetic. Shapes stretch as those of tensors do.

    Args:
        symbol: The operator as R writes it.
        x: The left side: a tensor, an array or a number.
        y: The right side; left out for `-x`, `+x` and `!x`.
    """
    ops = operations_for(x, y)
    with name_errors(symbol):
        if symbol == "!":
            return ops.logical_not(_convert_truth(x))
        if y is MISSING:
            return ops.negative(_convert_countable(x)) if symbol == "-" else _convert_countable(x)
        x, y = _convert_partner(symbol, x, y), _convert_partner(symbol, y, x)
        if symbol in _LOGIC:
            x, y = _convert_truth(x), _convert_truth(y)
        if symbol in _ARITHMETIC:
            x, y = _convert_countable(x), _convert_countable(y)
        if symbol == "%*%":
            return _multiply_matrices(x, y)
        return getattr(ops, _OPERATORS[symbol])(x, y)


def _get_dtype(tensor: Any) -> str:
    return str(keras().backend.standardize_dtype(tensor.dtype))


def _convert_partner(symbol: str, value: Any, other: Any) -> Any:
    """Return one operand in the form that Keras needs, given the other one."""
    if is_tensor(value):
        return value
    if symbol in ("==", "!=") and _is_text(value) and is_tensor(other) and _get_dtype(other) == "string":
        return keras().ops.convert_to_tensor(value)
    array = _check_numbers(symbol, value)
    dtype = _get_dtype(other) if is_tensor(other) else keras().config.floatx()
    if array.dtype.kind == "b":
        dtype = "bool"
    elif "float" not in dtype:
        whole = bool((array == np.floor(array)).all() and (np.abs(array) < 2**31).all())
        exact = whole and not (symbol == "^" and bool((array < 0).any()))
        dtype = "int64" if exact and dtype == "int64" else "int32" if exact else keras().config.floatx()
        array = array.astype(dtype)
    return array.item() if array.ndim == 0 else operations_for(other).convert_to_tensor(array, dtype=dtype)


def _is_text(value: Any) -> bool:
    texts = value if isinstance(value, list) else [value]
    return bool(texts) and all(isinstance(one, str) for one in texts)


def _check_numbers(symbol: str, value: Any) -> Any:
    if value is words.NA or (isinstance(value, (list, tuple)) and any(one is words.NA for one in value)):
        raise ValueError(f"{symbol}(): NA has no meaning for tensors. Received: {errors.show_value(value)}")
    array = np.asarray(value)
    if array.dtype.kind not in "biuf" or isinstance(value, Factor):
        expected = "a tensor goes with numbers, TRUE and FALSE, and tensors"
        raise TypeError(f"{symbol}(): {expected}. Received: {errors.show_value(value)}")
    return array


def _convert_truth(value: Any) -> Any:
    return operations_for(value).cast(value, "bool")


def _convert_countable(value: Any) -> Any:
    """Turn TRUE into 1, and the bytes of images into numbers that do not overflow."""
    if is_tensor(value):
        return operations_for(value).cast(value, "int32") if _get_dtype(value).startswith(("bool", "uint")) else value
    return int(value) if isinstance(value, bool) else value


def _multiply_matrices(x: Any, y: Any) -> Any:
    """Multiply matrices: a vector is a row on the left and a column on the right, a number is a vector of length 1."""
    ops = operations_for(x, y)
    x, y = (one if is_tensor(one) else ops.reshape(one, (1,)) for one in (x, y))
    x = ops.expand_dims(x, 0) if len(x.shape) == 1 else x
    y = ops.expand_dims(y, 1) if len(y.shape) == 1 else y
    return ops.matmul(x, y)


def tensor_function(name: str, x: Any, option: Any = None) -> Any:
    """Apply one of R's functions that work element by element.

    Args:
        name: Its name in R.
        x: A tensor.
        option: `digits` of round(), `base` of log().
    """
    ops = operations_for(x)
    if name not in _FUNCTIONS and name not in _COMPUTED:
        raise TypeError(f"{name}() has no meaning for tensors. as.array(x) returns the values as an R array.")
    with name_errors(name):
        if name in _COMPUTED:
            return _COMPUTED[name](x)
        if name.startswith("cum") and len(x.shape) != 1:
            raise errors.bad_argument(name, "x", f"of one axis; k_{name}(x, axis) goes along one of several", x)
        x = _convert_countable(x)
        if name == "round" and option:
            return ops.round(x, words.convert_value("round", "digits", words.INT, option, 0))
        result = getattr(ops, _FUNCTIONS[name])(x)
        return result if name != "log" or option is None else result / _compute_log(option)


def _compute_log(base: Any) -> Any:
    return keras().ops.log(base) if is_tensor(base) else float(np.log(base))


def _compute_times_pi(name: str, x: Any) -> Any:
    """Return R's sinpi(), cospi() or tanpi(), which is exact for whole periods: sinpi(1) is 0."""
    ops = keras().ops
    x = to_float(x)
    period = 1.0 if name == "tan" else 2.0
    part = ops.subtract(x, ops.multiply(period, ops.round(ops.true_divide(x, period))))
    angle = ops.multiply(part, float(np.pi))
    if name == "cos":
        return ops.where(ops.equal(ops.abs(part), 0.5), ops.zeros_like(angle), ops.cos(angle))
    computed = getattr(ops, name)(angle)
    return ops.where(ops.equal(ops.abs(part), 1.0), ops.zeros_like(computed), computed) if name == "sin" else computed


def _call_tensorflow(name: str, x: Any) -> Any:
    """Call a TensorFlow function that Keras lacks; with a symbolic tensor, the call becomes a layer."""
    return compute_in_layer(find_math(name), to_float(x), name, name)


def _get_part_of_complex(name: str, of_real: Callable[[Any], Any], x: Any) -> Any:
    """Return a part of complex numbers; real ones are their own real part."""
    return getattr(keras().ops, name)(x) if "complex" in _get_dtype(x) else of_real(x)


def _compute_angle(x: Any) -> Any:
    ops = keras().ops
    return ops.where(ops.less(x, 0), float(np.pi), ops.zeros_like(to_float(x)))


_COMPUTED: dict[str, Callable[[Any], Any]] = {
    **{f"{name}pi": functools.partial(_compute_times_pi, name) for name in ("sin", "cos", "tan")},
    **{name: functools.partial(_call_tensorflow, name) for name in ("lgamma", "digamma")},
    "Re": functools.partial(_get_part_of_complex, "real", lambda x: x),
    "Im": functools.partial(_get_part_of_complex, "imag", lambda x: keras().ops.zeros_like(x)),
    "Conj": functools.partial(_get_part_of_complex, "conj", lambda x: x),
    "Arg": functools.partial(_get_part_of_complex, "angle", _compute_angle),
    "Mod": lambda x: keras().ops.abs(x),
}
"""R's functions of one tensor that need more than one Keras function."""


def tensor_sort(x: Any, decreasing: bool = False) -> Any:
    """Sort a tensor of one axis; of several, along the last.

    Args:
        x: A tensor.
        decreasing: Whether the largest come first.
    """
    with name_errors("sort"):
        ordered = keras().ops.sort(x, axis=-1)
        return keras().ops.flip(ordered, axis=-1) if decreasing else ordered


def tensor_summary(name: str, values: Sequence[Any], axis: Any = None, keepdims: bool = False) -> Any:
    """Apply one of R's functions that reduce tensors: sum, prod, max, min, range, all, any, mean.

    Args:
        name: Its name in R.
        values: Tensors; numbers and arrays after the first.
        axis: The axes to reduce, counted from 1; None for all.
        keepdims: Whether they stay, with size 1.
    """
    ops = operations_for(*values)
    with name_errors(name):
        if name == "range":
            ends = [tensor_summary(end, values, axis, keepdims) for end in ("min", "max")]
            return ops.stack(ends)
        axis = words.convert_value(name, "axis", words.get_word(words.Axis), axis, None)
        ready = _convert_truth if name in ("all", "any") else _convert_countable
        reduced = [
            getattr(ops, name)(ready(_convert_partner(name, value, values[0])), axis=axis, keepdims=keepdims)
            for value in values
        ]
        return reduced[0] if len(reduced) == 1 else functools.reduce(getattr(ops, _COMBINE[name]), reduced)


def tensor_transpose(x: Any) -> Any:
    """Swap rows and columns; a tensor of one axis becomes a row.

    Args:
        x: A tensor of at most two axes.
    """
    if len(x.shape) > 2:
        raise errors.bad_argument("t", "x", "of at most two axes; k_permute_dimensions(x, pattern) takes more", x)
    return keras().ops.expand_dims(x, 0) if len(x.shape) == 1 else keras().ops.transpose(x)


def tensor_sizes(x: Any) -> list[int | None]:
    """Return the size of each axis, None where it is not known.

    Args:
        x: A tensor.
    """
    return list(x.shape)


def tensor_part(x: Any, places: Sequence[Sequence[Any]], drop: bool = True, row_by_row: bool = False) -> Any:
    """Take a part of a tensor, as R's `[` does.

    Args:
        x: A tensor.
        places: What to take along each axis: ["all"]; ["at", numbers from 1, negative ones from the end, or a tensor of
            numbers from 0 or of truth values]; ["mask", TRUE or FALSE for each]; ["range", first, last, step] with None
            for an open end; ["slice", start, stop, step], counted as Python does; ["new"], an axis to add; or ["rest"],
            all axes not named, which are kept in any case.
        drop: Whether axes of which one number is taken go.
        row_by_row: Whether truth values of several axes choose from as many, row by row; R goes column by column.
    """
    if not hasattr(x, "shape"):
        raise errors.bad_argument("op_subset", "x", "a tensor, an array or numbers", x)
    rank, used = len(x.shape), sum(_count_axes(place) for place in places)
    if used > rank:
        raise IndexError(f"[(): a tensor of {rank} axes takes at most {rank} indices. Received: {used}")
    with name_errors("["):
        if not isinstance(x, (keras().KerasTensor, TracedSizes)):
            x = keras().ops.convert_to_tensor(to_tensor(x))
        index: list[Any] = []
        axis = 0
        for kind, *values in places:
            if kind == "rest":
                index.extend([slice(None)] * (rank - used))
                axis += rank - used
                continue
            if kind == "new":
                index.append(None)
                continue
            if is_mask(values[0] if values else None) and (row_by_row or kind == "at"):
                x, place = _choose(x, axis, values[0], row_by_row), slice(None)
            else:
                x, place = _gather_along(x, axis, kind, values, drop)
            index.append(place)
            axis += 1
        return x[tuple(index)]


def _count_axes(place: Sequence[Any]) -> int:
    """Return the number of axes that an index covers."""
    kind, *values = place
    if kind in ("new", "rest"):
        return 0
    return len(values[0].shape) if values and is_mask(values[0]) and kind in ("at", "mask") else 1


def _choose(x: Any, axis: int, mask: Any, row_by_row: bool) -> Any:
    """Return the elements where a mask is true; one axis replaces those of the mask."""
    if isinstance(x, keras().KerasTensor) or isinstance(mask, keras().KerasTensor):
        raise TypeError(
            "[(): how many elements a tensor of TRUE and FALSE chooses is not known before the model runs. op_where() "
            "and k_switch() keep the shape; in a layer of yours it can choose."
        )
    rank = len(mask.shape)
    if rank > 1 and not row_by_row:
        raise TypeError(
            "[(): TRUE and FALSE of several axes choose column by column in R, row by row in TensorFlow. "
            "op_subset(x, mask) and x@r[mask] choose row by row."
        )
    sizes = tuple(x.shape)[axis : axis + rank]
    if not all(one is None or other is None or one == other for one, other in zip(mask.shape, sizes, strict=True)):
        raise IndexError(f"[(): TRUE and FALSE of shape {tuple(mask.shape)} cannot choose from axes of shape {sizes}.")
    if runs_on_tensorflow():
        return choose(x, mask, axis)
    return x[(*[slice(None)] * axis, mask)]


def _gather_along(x: Any, axis: int, kind: str, values: list[Any], drop: bool) -> tuple[Any, Any]:
    """Gather elements along an axis; return the tensor, and the part of the index that remains to apply."""
    size = x.shape[axis]
    if kind == "all":
        return x, slice(None)
    if kind == "range":
        first, last = (None if end is None else _find_position(end, axis, size) for end in values[:2])
        step = words.convert_value("[", f"step {axis + 1}", words.COUNT, values[2], 1) if len(values) > 2 else None
        return x, slice(first, None if last in (None, -1) else last + 1, step)
    if kind == "slice":
        return x, slice(*(None if value is None else int(value) for value in values))
    if kind == "at" and is_tensor(values[0]):
        return _gather(x, axis, values[0], drop)
    if kind == "mask":
        positions = np.flatnonzero(_make_mask(values[0], axis, size)).tolist()
    else:
        positions = [
            _find_position(one, axis, size) for one in np.atleast_1d(np.asarray(values[0], dtype=object)).ravel()
        ]
        if len(positions) == 1:
            at = positions[0]
            return x, at if drop else slice(at, at + 1 or None)
    if (
        positions
        and positions == list(range(positions[0], positions[-1] + 1))
        and (positions[0] < 0) == (positions[-1] < 0)
    ):
        return x, slice(positions[0], positions[-1] + 1 or None)
    return keras().ops.take(x, np.asarray(positions, "int32"), axis=axis), slice(None)


def _gather(x: Any, axis: int, places: Any, drop: bool) -> tuple[Any, Any]:
    if _get_dtype(places) == "bool":
        raise errors.bad_argument("[", "index", "whole numbers, or TRUE and FALSE for each of an axis", places)
    if len(places.shape) > 1:
        raise errors.bad_argument("[", "index", "a tensor of at most one axis", places)
    single = len(places.shape) == 0
    taken = keras().ops.take(x, keras().ops.reshape(places, (-1,)), axis=axis)
    return taken, 0 if single and drop else slice(None)


def _make_mask(values: Any, axis: int, size: int | None) -> Any:
    mask = np.atleast_1d(np.asarray(values))
    if mask.dtype != bool:
        raise IndexError(f"[(): NA cannot choose along axis {axis + 1}.")
    if size is not None and mask.size != size:
        raise IndexError(f"[(): axis {axis + 1} has size {size}. Received: {mask.size} of TRUE and FALSE")
    return mask


def _find_position(value: Any, axis: int, size: int | None) -> int:
    at = int(words.convert_value("[", f"index {axis + 1}", words.INT, value, 0))
    if at == 0 or (size is not None and abs(at) > size):
        known = "" if size is None else f" to {size}"
        hint = "Indices count from 1, negative ones from the end; 2:NULL goes to the end."
        raise IndexError(f"[(): along axis {axis + 1} indices go from 1{known}. {hint} Received: {at}")
    return at - 1 if at > 0 else at
