"""Checks of data against the inputs of a model."""

from typing import Any

from ..data.arrays import refuse_complex
from ..engine.backend_choice import BACKENDS
from ..engine.loading import keras
from ..engine.tensors import get_backend, runs_on_tensorflow
from ..graph import categories, wide_inputs
from ..messages import errors
from ..models.outputs import get_input_tensors
from ..on_tensorflow import datasets


def check_shapes(model: Any, x: Any, function: str, argument: str = "x") -> None:
    """Compare the shapes of arrays with those of the model's inputs.

    Args:
        model: The model; one that is not built yet takes any shape.
        x: An array, or a list of arrays in the order of the inputs.
        function: The function to name in errors.
        argument: The argument to name in errors.

    Raises:
        ValueError: If a shape does not fit.
    """
    inputs = (getattr(model, "inputs", None) or []) if getattr(model, "built", False) else []
    arrays = x if isinstance(x, (list, tuple)) else [x]
    if not isinstance(inputs, (list, tuple)) or len(arrays) != len(inputs):
        return
    for array, tensor in zip(arrays, inputs, strict=True):
        expected = tuple(tensor.shape)
        received = getattr(array, "shape", None)
        if received is not None and is_text(array.dtype) and (tensor.dtype != "string" or not runs_on_tensorflow()):
            hint = "A matrix with one column of text is text as a whole. Remove it, or convert it to numbers."
            if tensor.dtype == "string":
                hint = f"On {BACKENDS[get_backend()]}, convert text to numbers with layer_text_vectorization() first."
            raise errors.bad_argument(function, argument, "numbers", errors.Words("text"), hint)
        if received is not None and "complex" in str(array.dtype):
            refuse_complex(array, tensor.dtype, function, argument)
        if received is None or fits_shape(expected, tuple(received)):
            if received is not None:
                wide_inputs.refuse_beyond(array, tensor, function, argument)
            if received is not None and not runs_on_tensorflow():
                categories.refuse_fed(model, tensor, array, function, argument)
            continue
        which = f' for the input "{tensor.name}"' if len(inputs) > 1 else ""
        hint = _choose_hint(expected, tuple(received))
        raise errors.bad_argument(function, argument, f"an array of shape {expected}{which}", array, hint)


def is_text(dtype: Any) -> bool:
    """Tell whether a type is that of texts; backends without texts leave them in arrays of numpy.

    Args:
        dtype: The type, or None.
    """
    return bool(dtype == "string") or (not runs_on_tensorflow() and getattr(dtype, "kind", "") in ("O", "S", "U"))


def check_batched(model: Any, dataset: Any, function: str) -> None:
    """Refuse a dataset of TensorFlow that gives samples one by one; Keras takes each for a batch of another shape.

    Args:
        model: The model.
        dataset: What gives batches.
        function: The function to name in errors.

    Raises:
        ValueError: If its elements are samples.
    """
    spec = getattr(dataset, "element_spec", None)
    first = keras().tree.flatten(spec[0] if isinstance(spec, tuple) else spec)
    inputs = keras().tree.flatten(getattr(model, "inputs", None) or [])
    samples = sorted(str(tuple(tensor.shape[1:])) for tensor in inputs)
    if not inputs or samples != sorted(str(getattr(part, "shape", None)) for part in first):
        return
    hint = "Each of its elements is one sample: dataset$batch(32L) in R, dataset.batch(32) in Python, creates batches."
    raise errors.bad_argument(function, "x", "a dataset of batches", dataset, hint)


def check_passing_wholes(model: Any, part: Any, function: str, argument: str) -> None:
    """Refuse numbers in batches of a dataset that pass, for inputs of whole numbers that do not reach them.

    Args:
        model: The model.
        part: The inputs in a batch.
        function: The function to name in errors.
        argument: The argument to name in errors.
    """
    tensors = get_input_tensors(model)
    parts = [part.get(tensor.name) for tensor in tensors] if isinstance(part, dict) else keras().tree.flatten(part)
    for tensor, array in zip(tensors, parts, strict=False):
        for values in datasets.list_values(array):
            if (limits := wide_inputs.find_limits(tensor, values.dtype.as_numpy_dtype)) is not None:
                expected, received = wide_inputs.describe_limits(tensor, limits), errors.Words("{} of {} beyond these")
                words = str(errors.bad_argument(function, argument, expected, received))
                datasets.refuse_beyond(values, limits, words)


def get_shape(array: Any) -> tuple[int | None, ...] | None:
    """Return the shape of an array, a tensor or its description; None where nothing is known."""
    shape = getattr(array, "shape", None)
    return None if shape is None or getattr(shape, "rank", 0) is None else tuple(shape)


def fits_shape(expected: tuple[int | None, ...], received: tuple[int | None, ...]) -> bool:
    """Tell whether Keras takes an array of this shape: apart from the batch axis, and from a last axis of size 1."""
    if len(received) < len(expected) and {*expected[1:], *received[1:]} == {1}:
        return True
    if len(received) == len(expected) - 1 and expected[-1] == 1:
        expected = expected[:-1]
    elif len(received) == len(expected) + 1 and received[-1] == 1:
        received = received[:-1]
    pairs = zip(expected[1:], received[1:], strict=False)
    return len(expected) == len(received) and all(None in (want, got) or want == got for want, got in pairs)


def _choose_hint(expected: tuple[int | None, ...], received: tuple[int | None, ...]) -> str:
    """Return a hint at the most common mistake: R drops the axis if one row is taken from a matrix."""
    if len(received) == 1 and len(expected) == 2 and expected[1] == received[0]:
        return "For one row of a matrix keep its axes: x[1, , drop = FALSE] in R, x[:1] in Python."
    return "The first axis counts the samples." if len(received) != len(expected) else ""
