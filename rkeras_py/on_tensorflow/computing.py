"""TensorFlow's computations: functions that it records, its threads and errors, and operations that Keras lacks."""

import contextlib
import functools
import sys
from collections.abc import Callable
from typing import Any, TypeGuard

from ..engine.loading import keras, resolve


def runs_eagerly() -> bool:
    """Tell whether the user has TensorFlow run functions without compiling them."""
    return bool(resolve("tensorflow.config.functions_run_eagerly")())


def is_in_function() -> bool:
    """Tell whether TensorFlow records a function."""
    return bool(sys.modules["tensorflow"].inside_function())


def records() -> bool:
    """Tell whether TensorFlow, if it is loaded, records operations for later."""
    is_eager = getattr(sys.modules.get("tensorflow"), "executing_eagerly", None)
    return is_eager is not None and not is_eager()


def make_function(function: Callable[..., Any], signature: Any) -> Any:
    """Return a function that TensorFlow records, for inputs of a signature."""
    return resolve("tensorflow.function")(function, input_signature=signature)


def use_one_thread() -> bool:
    """Have TensorFlow compute in one thread, and tell whether it does: it cannot once it computed."""
    threading = sys.modules["tensorflow"].config.threading  # resolve() would load Keras, which already computes
    with contextlib.suppress(RuntimeError):
        threading.set_intra_op_parallelism_threads(1)
        threading.set_inter_op_parallelism_threads(1)
    return bool(threading.get_intra_op_parallelism_threads() == threading.get_inter_op_parallelism_threads() == 1)


def has_gpu() -> bool:
    """Tell whether TensorFlow computes on a GPU."""
    return bool(sys.modules["tensorflow"].config.list_logical_devices("GPU"))


def is_error(error: object) -> TypeGuard[Any]:
    """Tell whether an error comes from TensorFlow; TensorFlow is not loaded for the question."""
    return "tensorflow" in sys.modules and isinstance(error, resolve("tensorflow.errors.OpError"))


def make_end_of_data(words: str) -> Exception:
    """Return the error by which an iterator tells Keras that there are no more batches."""
    return resolve("tensorflow.errors.OutOfRangeError")(None, None, words)  # type: ignore[no-any-return]


def find_math(name: str) -> Any:
    """Return a function of `tf.math` that Keras lacks."""
    return resolve(f"tensorflow.math.{name}")


def refuse_false(values: Any, words: str) -> None:
    """Stop the computation with a message if any value of a tensor is False."""
    resolve("tensorflow.debugging.assert_equal")(values, True, words)


def refuse_categories(inputs: Any, limit: str, count: int, words: str) -> None:
    """Stop the computation with a message if a tensor has categories for which a layer has no place.

    Args:
        inputs: The tensor.
        limit: The argument of the layer that counts categories, or "".
        count: The number of categories.
        words: The message.
    """
    tf = resolve("tensorflow")
    if limit:
        tf.debugging.assert_non_negative(inputs, words)
    if limit == "num_tokens":
        tf.debugging.assert_less(inputs, tf.cast(count, inputs.dtype), words)
    if inputs.dtype.is_floating:
        tf.debugging.assert_equal(inputs, tf.floor(inputs), words)


def fold(direction: str, fn: Callable[[Any, Any], Any], **given: Any) -> Any:
    """Fold in its own variable scope: a function that fails leaves TensorFlow's scope with a caching device."""
    v1 = resolve("tensorflow.compat.v1")
    with v1.variable_scope(v1.get_variable_scope(), auxiliary_name_scope=False):
        return resolve(f"tensorflow.{direction}")(fn, **given)


def decode_ctc(values: list[Any], greedy: Any, beam_width: Any, top_paths: Any) -> Any:
    """Decode as Keras 2 did: its beam search merges repeated labels, that of Keras 3 does not."""
    tf = resolve("tensorflow")
    output, lengths = values
    shape = tf.shape(output, out_type=tf.int64)
    steps = tf.transpose(output, (1, 0, 2))
    if greedy:
        decoded, scores = tf.nn.ctc_greedy_decoder(steps, lengths)
    else:
        decoded, scores = tf.compat.v1.nn.ctc_beam_search_decoder(steps, lengths, beam_width, top_paths)
    wide = [tf.SparseTensor(path.indices, path.values, shape[:2]) for path in decoded]
    return [tf.sparse.to_dense(path, default_value=-1) for path in wide], scores


def transpose_to(sizes: Any, images: Any, kernel: Any, steps: Any, padding: str) -> Any:
    """Return a transposed convolution whose result has some sizes, for images whose sizes are known at run time."""
    tf = resolve("tensorflow")
    shape = [tf.shape(images)[0], *sizes, kernel.shape[-2]]
    return tf.nn.conv_transpose(images, kernel, shape, list(steps), padding.upper())


def map_over_batch(function: Callable[[list[Any]], Any], tensors: list[Any], ranks: list[int]) -> Any:
    """Call a function on parts of tensors; the leading axes of the arguments are broadcast, also those not known yet.

    Args:
        function: Gets a part of each tensor.
        tensors: The tensors.
        ranks: The number of axes of each part.
    """
    tf = resolve("tensorflow")
    shapes = [tf.shape(tensor) for tensor in tensors]
    fronts = [shape[: len(tensor.shape) - rank] for shape, tensor, rank in zip(shapes, tensors, ranks, strict=True)]
    batch = functools.reduce(tf.broadcast_dynamic_shape, fronts)
    if batch.shape[0] == 0:
        return function(tensors)
    flat = []
    for tensor, shape, front in zip(tensors, shapes, fronts, strict=True):
        own = shape[tf.size(front) :]
        stretched = tf.broadcast_to(tensor, tf.concat([batch, own], 0))
        flat.append(tf.reshape(stretched, tf.concat([[-1], own], 0)))
    mapped = keras().ops.vectorized_map(function, flat)
    known = [tensor.shape[: len(tensor.shape) - rank] for tensor, rank in zip(tensors, ranks, strict=True)]
    sizes = functools.reduce(tf.broadcast_static_shape, known)

    def unflatten(one: Any) -> Any:
        result = tf.reshape(one, tf.concat([batch, tf.shape(one)[1:]], 0))
        return tf.ensure_shape(result, sizes.concatenate(one.shape[1:]))

    return keras().tree.map_structure(unflatten, mapped)
