"""Functions that apply a function to each element, or define its gradient."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from ...engine.loading import keras
from ...engine.tensors import runs_on_tensorflow
from ...graph.lambda_layers import call_in_layer
from ...messages import errors
from ...on_tensorflow.computing import map_over_batch
from ...signatures.words import MISSING, Function, FunctionOfOne, Str, Value
from .calling import convert_results, run, to_structure, unsaved_operation


@unsaved_operation
def op_map(xs: Value = MISSING, f: FunctionOfOne = MISSING) -> Any:
    """Call a function on each element along the first axis, one at a time.

    Use it if a function handles one sample. op_vectorized_map() is faster and needs more memory.

    Args:
        xs: A tensor, or a list of tensors; in the latter case the function gets a list with an element of each.
        f: A function of one element.

    Returns:
        The results of the function, stacked along a new first axis.

    Example:
        >>> op_map([1, 2, 3], lambda x: x * x)
        <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 4, 9], dtype=int32)>
    """
    return run("op_map", lambda elements: keras().ops.map(convert_results(f), elements), to_structure(xs))


@unsaved_operation
def op_vectorized_map(elements: Value = MISSING, f: FunctionOfOne = MISSING) -> Any:
    """Call a function on all elements along the first axis at once.

    Use it if a function handles one sample and should run on a batch. op_map() needs less memory.

    Args:
        elements: A tensor, or a list of tensors; in the latter case the function gets a list with an element of each.
        f: A function of one element. It is called once, to trace its operations.

    Returns:
        The results of the function, stacked along a new first axis.

    Example:
        >>> op_vectorized_map(np.array([[1, 2], [3, 4]]), lambda row: op_sum(row))
        <tf.Tensor: shape=(2,), dtype=int64, numpy=array([3, 7])>
    """

    def map_all(parts: Any) -> Any:
        result = keras().ops.vectorized_map(convert_results(f), parts)
        if result is None:
            received = errors.Words(f"a function that returns {errors.for_reader('NULL', 'None')}")
            raise errors.bad_argument("op_vectorized_map", "f", "a function that returns a tensor", received)
        return result

    return run("op_vectorized_map", map_all, to_structure(elements))


@unsaved_operation
def op_vectorize(
    func: Function = MISSING, *dots: Any, excluded: Value = None, signature: Str | None = None
) -> Callable[..., Any]:
    """Create a function of tensors from one of single elements.

    Use it to write a function for single elements and apply it to tensors of any shape. With `signature`, as in NumPy,
    the function gets vectors or matrices instead.

    Args:
        func: A function of single elements, or of arrays as described by `signature`.
        dots: Not used, as in R's keras3.
        excluded: Positions, counted from 1, or names of arguments that are passed on unchanged.
        signature: The axes that the function takes and returns, such as "(d),(d)->()". NULL: single elements.

    Returns:
        A function that calls `func` on each element of its arguments.

    Example:
        >>> dot = op_vectorize(lambda a, b: op_sum(a * b), signature="(d),(d)->()")
        >>> dot([[1, 2], [3, 4]], [1, 10])
        <tf.Tensor: shape=(2,), dtype=int32, numpy=array([21, 43], dtype=int32)>
    """
    if dots:
        raise errors.too_many_arguments("op_vectorize", 1, 1 + len(dots))
    listed = excluded if isinstance(excluded, (list, tuple)) else [] if excluded is None else [excluded]
    left_out = {one if isinstance(one, str) else int(one) - 1 for one in listed}
    ranks = None if signature is None else [part.count(",") + bool(part) for part in _split_signature(signature)]

    def vectorized(*args: Any, **options: Any) -> Any:
        given: dict[Any, Any] = {**dict(enumerate(args)), **options}
        mapped = {place: value for place, value in given.items() if place not in left_out}
        if ranks is not None and len(ranks) != len(mapped):
            expected = f"the axes of {len(mapped)} arguments"
            raise errors.bad_argument("op_vectorize", "signature", expected, signature)

        def call_on(parts: list[Any]) -> Any:
            filled = {**given, **dict(zip(mapped, parts, strict=True))}
            named = {name: value for name, value in filled.items() if isinstance(name, str)}
            return to_structure(func(*(filled[place] for place in range(len(args))), **named))

        return _map_over_batch(call_on, list(mapped.values()), ranks or [0] * len(mapped))

    def call(*args: Any, **options: Any) -> Any:
        given = [one if place in left_out else to_structure(one) for place, one in enumerate(args)]
        named = {name: one if name in left_out else to_structure(one) for name, one in options.items()}
        return run("op_vectorize", vectorized, *given, **named)

    return call


def _split_signature(signature: str) -> list[str]:
    """Return the axes of each argument: "d" and "" for "(d),()->()"."""
    taken = signature.replace(" ", "").partition("->")[0]
    if not re.fullmatch(r"\([\w,]*\)(,\([\w,]*\))*", taken) or "->" not in signature:
        raise errors.bad_argument("op_vectorize", "signature", 'axes such as "(d),(d)->()"', signature)
    return re.findall(r"\(([\w,]*)\)", taken)


def _map_over_batch(function: Callable[[list[Any]], Any], values: list[Any], ranks: list[int]) -> Any:
    """Call a function on parts of tensors; the leading axes of the arguments are broadcast."""
    tensors = [keras().ops.convert_to_tensor(value) for value in values]
    if not runs_on_tensorflow():
        return _map_over_known_batch(function, tensors, ranks)
    return map_over_batch(function, tensors, ranks)


def _map_over_known_batch(function: Callable[[list[Any]], Any], tensors: list[Any], ranks: list[int]) -> Any:
    """Do the same for sizes that are known; only on TensorFlow may they be unknown."""
    ops, tree = keras().ops, keras().tree
    cuts = [len(tensor.shape) - rank for tensor, rank in zip(tensors, ranks, strict=True)]
    batch = np.broadcast_shapes(*(tuple(tensor.shape[:cut]) for tensor, cut in zip(tensors, cuts, strict=True)))
    if not batch:
        return function(tensors)
    flat = []
    for tensor, cut in zip(tensors, cuts, strict=True):
        own = tuple(tensor.shape[cut:])
        flat.append(ops.reshape(ops.broadcast_to(tensor, (*batch, *own)), (-1, *own)))
    mapped = ops.vectorized_map(function, flat)
    return tree.map_structure(lambda one: ops.reshape(one, (*batch, *one.shape[1:])), mapped)


@unsaved_operation
def op_custom_gradient(f: Function = MISSING) -> Callable[..., Any]:
    """Create a function that has its own gradient.

    Use it for functions whose gradient is unstable or 0, such as rounding with a straight-through gradient. `f` returns
    the value and a function that turns the gradient of the output into that of the input.

    Args:
        f: A function of tensors that returns a list of two: the result, and a function of the gradient with respect to
            the result that returns the gradient with respect to the argument, or a list of one for each argument.

    Returns:
        The function, which returns only the result.

    Example:
        >>> halve = op_custom_gradient(lambda x: [x / 2, lambda upstream: upstream])
        >>> halve([1.0, 3.0])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.5, 1.5], dtype=float32)>
    """

    def with_gradient(*args: Any, **options: Any) -> Any:
        result = f(*args, **options)
        if not isinstance(result, (list, tuple)) or len(result) != 2 or not callable(result[1]):
            expected = "a function that returns a list of two: the result and a function for the gradient"
            raise errors.bad_argument("op_custom_gradient", "f", expected, result)
        return to_structure(result[0]), convert_results(result[1])

    graded = keras().ops.custom_gradient(with_gradient)

    def call(*args: Any, **options: Any) -> Any:
        return call_in_layer(
            graded, [to_structure(one) for one in args], options, "op_custom_gradient", "op_custom_gradient"
        )

    return call
