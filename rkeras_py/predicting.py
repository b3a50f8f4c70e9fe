"""predict() on arrays without a data pipeline.

Keras builds a dataset of TensorFlow for each call, which takes tens of milliseconds, and hands its batches to the
function that it has compiled for the model. Here the same function gets the same batches as slices of the arrays: the
numbers are Keras's own, and so are the traces.
"""

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from ._keras import keras

_BATCH_SIZE = 32  # Keras's own


def method(model: Any, arguments: dict[str, Any]) -> Callable[..., Any] | None:
    """Return the quick way to a model's outputs for the arguments of its predict(), if there is one.

    Args:
        model: The model.
        arguments: The arguments, arranged and checked.
    """
    arrays = keras().tree.flatten(arguments["x"])
    size = arguments.get("batch_size") or _BATCH_SIZE
    if not (_is_plain(model) and size > 0 and arrays and all(map(_is_sliceable, arrays))):
        return None
    numbers = {len(array) for array in arrays}
    watched = arguments["verbose"] or arguments.get("callbacks") or arguments.get("steps")
    simple = not watched and len(numbers) == 1 and numbers != {0}
    return functools.partial(_predict, model) if simple else None


def is_one_batch(x: Any, batch_size: float | None) -> bool:
    """Whether arrays are predicted in a single step."""
    shapes = [getattr(array, "shape", None) for array in keras().tree.flatten(x)]
    return all(shape and shape[0] is not None and shape[0] <= (batch_size or _BATCH_SIZE) for shape in shapes)


def _is_plain(model: Any) -> bool:
    """Whether a model predicts as Keras does, on one device, batch by batch."""
    return (
        type(model).predict is keras().Model.predict
        and getattr(model, "_distribute_strategy", None) is None
        and model.steps_per_execution == 1
    )


def _is_sliceable(array: Any) -> bool:
    if isinstance(array, np.ndarray):
        return array.ndim > 0 and array.dtype.kind in "fiub"
    return hasattr(array, "numpy") and array.dtype == "string" and array.shape.rank > 0


def _predict(model: Any, x: Any, batch_size: int | None = None, **_: Any) -> Any:
    tree = keras().tree
    arrays = tree.lists_to_tuples(tree.map_structure(_in_keras_type, x))
    number, size = len(tree.flatten(arrays)[0]), batch_size or _BATCH_SIZE
    model.make_predict_function()
    batches = []
    for first in range(0, number, size):
        batch = tree.map_structure(lambda array, first=first: array[first : first + size], arrays)
        batches.append(model.predict_function([(batch,) if isinstance(batch, tuple) else batch]))
    return tree.map_structure_up_to(batches[0], _joined, *batches)


def _joined(*parts: Any) -> Any:
    from keras.src.backend.tensorflow import trainer

    arrays = [trainer.convert_to_np_if_not_ragged(part) for part in parts]
    if len(arrays) == 1:
        return arrays[0]
    if (
        all(isinstance(array, np.ndarray) and array.ndim for array in arrays)
        and len({a.shape[1:] for a in arrays}) == 1
    ):
        return np.concatenate(arrays)
    return trainer.convert_to_np_if_not_ragged(trainer.potentially_ragged_concat(parts))


def _in_keras_type(array: Any) -> Any:
    is_float = isinstance(array, np.ndarray) and array.dtype.kind == "f"
    return array.astype(keras().config.floatx(), copy=False) if is_float else array
