"""predict() and evaluate() on arrays in memory, without a data pipeline.

Keras builds a TensorFlow dataset for each call, which takes tens of milliseconds, and passes its batches to the
function that it compiled for the model. Here the same function gets the same batches as slices of the arrays, so the
results are identical. Predictions without callbacks or progress output bypass Keras's loop, too.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..engine.internals.compiled import distribution
from ..engine.internals.modules import as_numpy, join_batches
from ..engine.loading import keras, resolve
from ..engine.tensors import get_backend, runs_on_tensorflow
from ..on_tensorflow.tensors import make_constant
from .given import BATCH_SIZE, Given


def choose_method(given: Given, arguments: dict[str, Any]) -> Callable[..., Any]:
    """Return what computes predict() or evaluate(): the model's own method, that on slices, or no loop of Keras at all.

    Args:
        given: The data, arranged and checked.
        arguments: The arguments of the method.
    """
    model, what = given.model, given.function
    own: Callable[..., Any] = getattr(model, what)
    size = arguments.get("batch_size") or BATCH_SIZE
    if arguments.get("steps") or size <= 0 or not (_is_plain(model, what) and _is_sliceable(given)):
        return own
    if what == "predict" and not given.number:
        return lambda x, **_: _predict_none(model, x)
    silent = not (arguments["verbose"] or arguments.get("callbacks") or model.steps_per_execution != 1)
    if not runs_on_tensorflow():
        is_brief = what == "predict" and silent and (given.number or 0) <= size and get_backend() == "jax"
        return (lambda x, callbacks, **_: _predict_batch(model, x, callbacks)) if is_brief else own
    if what == "predict" and silent:
        return lambda x, callbacks, **_: _predict(model, x, size, callbacks)
    return lambda x, y=None, sample_weight=None, batch_size=None, **others: own(
        _slice(x, y, sample_weight, size), **others
    )


def _is_plain(model: Any, what: str) -> bool:
    """Tell whether a model uses Keras's own predict and evaluate steps, on one device."""
    return getattr(type(model), what) is getattr(keras().Model, what) and distribution(model) is None


def _is_sliceable(given: Given) -> bool:
    """Tell whether all data are arrays in memory with the same number of samples."""
    return given.number is not None and all(map(_has_samples, keras().tree.flatten(given.parts)))


def _has_samples(array: Any) -> bool:
    if isinstance(array, np.ndarray):
        return array.ndim > 0 and array.dtype.kind in "fiub"
    return hasattr(array, "numpy") and array.dtype == "string" and array.shape.rank > 0


def _slice(x: Any, y: Any, sample_weight: Any, size: int) -> Any:
    """Return the object from which Keras's own loop draws batches."""
    return resolve("rkeras_py.training.data_adapters.SlicingAdapter")(pack(x, y, sample_weight), size)


def pack(x: Any, y: Any, sample_weight: Any) -> Any:
    """Return arrays as Keras's pipeline would give them to a model: in its types, and together.

    Args:
        x: The inputs.
        y: The targets; None without.
        sample_weight: The weights of the samples, or for each output; None without.
    """
    tree = keras().tree
    if sample_weight is not None and tree.is_nested(y) and not tree.is_nested(sample_weight):
        sample_weight = tree.map_structure(lambda _: sample_weight, y)
    return _convert_to_keras_types(keras().utils.pack_x_y_sample_weight(x, y, sample_weight))


def _predict_none(model: Any, x: Any) -> Any:
    """Return predictions for no rows: those for a row of zeros, without that row."""
    tree = keras().tree
    outputs = model.predict_on_batch(_convert_to_keras_types(tree.map_structure(_make_blank_row, x)))
    return tree.map_structure(lambda output: output[:0], outputs)


def _make_blank_row(array: Any) -> Any:
    shape = (1, *array.shape[1:])
    return np.zeros(shape, array.dtype) if isinstance(array, np.ndarray) else make_constant(np.full(shape, ""))


def _predict_batch(model: Any, x: Any, callbacks: Sequence[Any]) -> Any:
    """Predict in one batch, and call `on_predict_begin()` of the callbacks, which `ctrl_c` uses."""
    for callback in callbacks:
        callback.on_predict_begin()
    return model.predict_on_batch(_convert_to_keras_types(x))


def _predict(model: Any, x: Any, size: int, callbacks: Sequence[Any]) -> Any:
    """Predict in batches, and call `on_predict_begin()` of the callbacks, as Keras's loop does."""
    tree = keras().tree
    arrays = _convert_to_keras_types(x)
    model.make_predict_function()
    batches = []
    for callback in callbacks:
        callback.on_predict_begin()
    for first in range(0, len(tree.flatten(arrays)[0]), size):
        if model.stop_predicting:
            raise KeyboardInterrupt
        batch = tree.map_structure(lambda array, first=first: array[first : first + size], arrays)
        batches.append(model.predict_function([(batch,) if isinstance(batch, tuple) else batch]))
    return tree.map_structure_up_to(batches[0], _join, *batches)


def _join(*parts: Any) -> Any:
    arrays = [as_numpy(part) for part in parts]
    if len(arrays) == 1:
        return arrays[0]
    if (
        all(isinstance(array, np.ndarray) and array.ndim for array in arrays)
        and len({a.shape[1:] for a in arrays}) == 1
    ):
        return np.concatenate(arrays)
    return as_numpy(join_batches(parts))


def _convert_to_keras_types(data: Any) -> Any:
    """Convert arrays as Keras's pipeline does: floats to its type, lists to tuples."""
    return keras().tree.lists_to_tuples(keras().tree.map_structure(_convert_to_keras_type, data))


def _convert_to_keras_type(array: Any) -> Any:
    is_float = isinstance(array, np.ndarray) and array.dtype.kind == "f"
    return array.astype(keras().config.floatx(), copy=False) if is_float else array
