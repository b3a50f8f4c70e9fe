"""Annotation words for the arguments of tensor functions: arrays and numbers of both languages become tensors."""

import math
import numbers
from typing import Annotated, Any

import numpy as np

from ..data.array_values import as_unnamed
from ..data.arrays import holds_tensors, is_complex, is_plain_tensor, is_sparse, join_floats, to_numpy, to_tensor
from ..data.sentinels import NAType
from ..engine.loading import keras
from ..engine.tensors import has_values, read_values, read_variable
from . import ranges
from .array_conversions import refuse_factors
from .conversions import Wrong, as_axes, as_axis, as_items, as_number, as_single, as_whole, is_tensor, real_in
from .words import Word, choice


def as_tensor(value: Any) -> Any:
    """Return a tensor of numbers; one that is there, symbolic or not, of texts too, stays what it is."""
    if is_plain_tensor(value):
        return value
    refuse_factors(value)
    if isinstance(value, dict) and not value:
        raise Wrong("")
    try:
        tensor = to_tensor(value.toarray() if is_sparse(value) else value)
    except (TypeError, ValueError) as error:
        raise Wrong(_as_hint(error)) from None
    if tensor is not value and _is_text(tensor) and not holds_tensors(value):
        raise Wrong("")
    return tensor


def _as_hint(error: Exception) -> str:
    text = str(error).split(" Received: ")[0]
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def _is_text(tensor: Any) -> bool:
    return "string" in str(tensor.dtype)


def as_operand(value: Any) -> Any:
    """Return a tensor, or a number as it is, whose type is that of the tensor it goes with; NaN and infinity too."""
    single = as_single(value)
    if isinstance(single, bool) or not isinstance(single, numbers.Real):
        return single if isinstance(single, bool) else as_tensor(value)
    return _hold_whole(as_number(single)) if math.isfinite(single) else float(single)


def _hold_whole(number: Any) -> Any:
    """Return a number, but a tensor for a whole one beyond int32, of which TensorFlow makes others beside int32."""
    return as_tensor(np.asarray(number)) if isinstance(number, int) and abs(number) > _LARGEST else number


_LARGEST = np.iinfo("int32").max
_TOO_LARGE = f"Numbers beyond {_LARGEST} are too large."


def as_comparable(value: Any) -> Any:
    """Return a tensor, a number, or a tensor of texts."""
    items = value.tolist() if isinstance(value, np.ndarray) else value
    if isinstance(items, str) or (isinstance(items, list) and items and all(isinstance(one, str) for one in items)):
        return keras().ops.convert_to_tensor(items)
    return as_operand(value)


def as_limit(value: Any) -> Any:
    """Return a number, which may be infinite, or a tensor of several."""
    single = as_single(value)
    return _hold_whole(real_in(ranges.BOUND)(single)) if isinstance(single, numbers.Real) else _as_real_tensor(value)


def _as_real_tensor(value: Any) -> Any:
    if is_complex(value):
        raise Wrong("Complex numbers have neither order nor sign.")
    return as_tensor(value)


def as_spread(value: Any) -> Any:
    """Return a number of at least 0, or a tensor of several."""
    operand = as_operand(value)
    known = read_values(operand) if has_values(operand) else operand
    if isinstance(known, (int, float, np.ndarray)) and bool(np.any(np.asarray(known) < 0)):
        raise Wrong("")
    return operand


def as_whole_tensor(value: Any) -> Any:
    """Return a tensor of whole numbers; R's double 2 is one."""
    tensor = as_tensor(value)
    if "int" in keras().backend.standardize_dtype(tensor.dtype):
        return tensor
    if has_values(tensor) and not isinstance(tensor, keras().Variable):
        values = read_values(getattr(tensor, "flat_values", tensor))  # the values of a ragged tensor
        if values.dtype == bool or is_complex(values) or not bool((values == np.floor(values)).all()):
            raise Wrong("")
        if bool((np.abs(values) > _LARGEST).any()):
            raise Wrong(_TOO_LARGE)
    return keras().ops.cast(tensor, "int32")


def as_bits(value: Any) -> Any:
    """Return a tensor of whole numbers or truth values."""
    if isinstance(as_single(value), (bool, np.bool_)):
        return bool(as_single(value))
    tensor = as_tensor(value)
    return tensor if keras().backend.standardize_dtype(tensor.dtype) == "bool" else as_whole_tensor(value)


def as_tensors(value: Any) -> Any:
    """Return a list of tensors; a single tensor is the list of its parts along the first axis."""
    value = as_unnamed(value)
    if isinstance(value, (list, tuple)):
        if not value:
            raise Wrong("It is empty.")
        return [read_variable(as_tensor(item)) for item in value]
    tensor = as_tensor(value)
    if len(tensor.shape) == 0 or tensor.shape[0] is None:
        raise Wrong("")
    return list(keras().ops.unstack(tensor))  # TensorFlow would read it as a list of one tensor


def as_axis_tuple(value: Any) -> Any:
    """Return one of R's axes, or a tuple of them, as Python counts."""
    axes = as_axes(value)
    return tuple(axes) if isinstance(axes, list) else axes


def as_array_of_whole(value: Any) -> Any:
    """Return whole numbers, nested in tuples as the axes of an array are."""
    value = as_unnamed(value)
    if isinstance(value, np.ndarray):
        value = value.tolist()
    items = as_items(value)
    if items is not None:
        return tuple(as_array_of_whole(item) for item in items)
    whole = as_whole(value)
    if isinstance(whole, int) and abs(whole) > _LARGEST:  # in int32, 2^32 + 1 is 1
        raise Wrong(_TOO_LARGE)
    return whole


def as_sizes(value: Any) -> tuple[Any, ...]:
    """Return a shape; NA, NULL and -1 stand for the size that the others leave."""
    items = as_items(value)
    return tuple(_as_size(item) for item in ([value] if items is None else items))


def _as_size(item: Any) -> Any:
    if is_tensor(item) and not hasattr(item, "item"):
        return item
    return -1 if item is None or isinstance(item, NAType) else as_whole(item)


def as_data_of_any_type(value: Any) -> Any:
    """Return a tensor, or an array in the precision of the data."""
    refuse_factors(value)
    try:
        if holds_tensors(value):
            return to_tensor(value)
        return value if hasattr(value, "shape") and not isinstance(value, np.ndarray) else to_numpy(value)
    except (TypeError, ValueError) as error:
        raise Wrong(_as_hint(error)) from None


def as_exact_tensor(value: Any) -> Any:
    """Return a tensor in the precision of the data, which goes into one of any type."""
    tensor = as_tensor(value)
    is_rounded = isinstance(value, np.ndarray) or not (is_tensor(value) or is_sparse(value) or holds_tensors(value))
    array = to_numpy(value) if is_rounded else None
    return tensor if array is None or array.dtype != "float64" else keras().ops.convert_to_tensor(array)


def as_scores(value: Any) -> Any:
    """Return a tensor of the floats that TensorFlow ranks, which are no doubles."""
    tensor = as_tensor(value)
    is_double = keras().backend.standardize_dtype(tensor.dtype) == "float64"
    return keras().ops.cast(tensor, "float32") if is_double else tensor


def as_probabilities(value: Any) -> Any:
    """Return a probability, or a tensor of several."""
    operand = as_operand(value)
    known = read_values(operand) if has_values(operand) else operand
    if isinstance(known, (int, float, np.ndarray)) and not bool(
        np.all((np.asarray(known) >= 0) & (np.asarray(known) <= 1))
    ):
        raise Wrong("")
    return operand


def as_order(value: Any) -> Any:
    """Return the order of a norm: a number, or the name of a norm of matrices."""
    single = as_single(value)
    known = isinstance(single, (str, float)) and single in ("fro", "nuc", math.inf, -math.inf)
    return single if known else as_number(single)


def as_paired_axes(value: Any) -> Any:
    """Return how many axes of two tensors go together, or which ones, as Python counts.

    R's keras3 counts a single number down as it does an axis: 3 stands for two axes.
    """
    items = as_items(value)
    if items is None or len(items) == 1:
        return as_axis(value)
    if len(items) != 2:
        raise Wrong("")
    return [[as_axis(axis) for axis in as_items(item) or [item]] for item in items]


def as_complex_pair(value: Any) -> tuple[Any, Any]:
    """Return two tensors, the real and the imaginary part."""
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        raise Wrong("")
    parts = join_floats(dict(zip(("real", "imaginary"), (read_variable(as_tensor(one)) for one in value), strict=True)))
    return parts["real"], parts["imaginary"]


def as_window(value: Any) -> Any:
    """Return the name of a window, or its weights."""
    single = as_single(value)
    return single if isinstance(single, str) and single in ("hann", "hamming") else as_tensor(value)


def as_pair(value: Any) -> tuple[int, int]:
    """Return two whole numbers, also for a single one."""
    items = [as_whole(item) for item in as_items(value) or [value]]
    if len(items) > 2:
        raise Wrong("")
    return items[0], items[-1]


def as_number_pair(value: Any) -> tuple[Any, Any]:
    """Return two numbers, also for a single one."""
    items = [as_number(item) for item in as_items(value) or [value]]
    if len(items) > 2:
        raise Wrong("")
    return items[0], items[-1]


def as_seed(value: Any) -> Any:
    """Return a whole number, or a generator of seeds."""
    plain = type(value) in (int, float)  # then Keras, which may not be loaded yet, is not needed
    return as_whole(value) if plain or not isinstance(value, keras().random.SeedGenerator) else value


_A_TENSOR = "a tensor, an array or numbers"

TensorArg = Annotated[Any, Word(_A_TENSOR, as_tensor)]
RealTensor = Annotated[Any, Word("a tensor, an array or numbers that are not complex", _as_real_tensor)]
Operand = Annotated[Any, Word(_A_TENSOR, as_operand)]
Comparable = Annotated[Any, Word("a tensor, an array, numbers or texts", as_comparable)]
LimitOperand = Annotated[Any, Word("a number, or a tensor of several", as_limit)]
Spread = Annotated[Any, Word("a number of at least 0, or a tensor of several", as_spread)]
Bits = Annotated[Any, Word("a tensor or an array of whole numbers, or TRUE and FALSE", as_bits)]
WholeTensor = Annotated[Any, Word("a tensor or an array of whole numbers", as_whole_tensor)]
TensorList = Annotated[Any, Word("a list of tensors or arrays", as_tensors)]
ExactTensor = Annotated[Any, Word(_A_TENSOR, as_exact_tensor)]
AnyData = Annotated[Any, Word("a tensor, an array, numbers or strings", as_data_of_any_type)]
Axes = Annotated[Any, Word("a whole number other than 0 (or several)", as_axis_tuple, hint="IntVector", base=1)]
WholeArray = Annotated[Any, Word("a whole number, or an array of whole numbers", as_array_of_whole, hint="Ints")]
Sizes = Annotated[
    Any,
    Word(
        "a whole number or a vector of whole numbers (NA: the size that is left)",
        as_sizes,
        takes_na=True,
        is_sizes=True,
        hint="Shape",
    ),
]
Nearness = Annotated[str, choice("bilinear", "nearest")]
FillMode = Annotated[str, choice("constant", "nearest", "wrap", "mirror", "reflect")]
QuantileMethod = Annotated[str, choice("linear", "lower", "higher", "midpoint", "nearest")]
Indexing = Annotated[str, choice("xy", "ij")]
QrMode = Annotated[str, choice("reduced", "complete")]
CorrelateMode = Annotated[str, choice("valid", "same", "full")]
CtcStrategy = Annotated[str, choice("greedy", "beam_search")]
Side = Annotated[str, choice("left", "right")]
OptionalNumber = Annotated[float, Word("a number", as_number, optional=True, hint="Number", typed=True)]
Order = Annotated[Any, Word('a number, "fro" or "nuc"', as_order, hint="Number | str")]
PairedAxes = Annotated[Any, Word("a whole number from 1 on, or two of axes", as_paired_axes, hint="Ints", base=1)]
ComplexPair = Annotated[Any, Word("a list of two tensors: the real and the imaginary part", as_complex_pair)]
Window = Annotated[Any, Word('"hann", "hamming", a tensor of weights, or NULL', as_window, takes_none=True, hint="Any")]
Pair = Annotated[Any, Word("a whole number, or two", as_pair, hint="Ints")]
NumberPair = Annotated[Any, Word("a number, or two", as_number_pair, hint="Numbers")]
Seed = Annotated[Any, Word("a whole number, a seed generator, or NULL", as_seed, takes_none=True, hint="Any")]
Scores = Annotated[Any, Word(_A_TENSOR, as_scores)]
Probabilities = Annotated[Any, Word("a probability (0 to 1), or several", as_probabilities)]
