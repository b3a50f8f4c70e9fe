"""Branches, loops, and other functions that call functions, of R or Python."""

import functools
import re
from collections.abc import Callable
from typing import Any

from ..data.arrays import is_arrays, to_tensor
from ..define import operation_of
from ..engine.loading import keras
from ..graph.lambda_layers import call_in_layer, is_symbolic
from ..messages import errors
from ..signatures.tensor_docs import TENSORS
from ..signatures.tensor_words import TensorArg, WholeTensor
from ..signatures.words import MISSING, Bool, Count, Function, Int, OneAxis, Str, Value
from .counting import from_one
from .family import FIRST

NOT_SAVED = """Called on a symbolic tensor it makes a layer that no file can describe: save the weights of such a
model."""

operation = operation_of({**TENSORS, "Differences": NOT_SAVED})


def to_structure(value: Any) -> Any:
    """Return tensors for the numbers and arrays of a nested list; a list of bare numbers is one vector."""
    if isinstance(value, dict):
        return {name: to_structure(part) for name, part in value.items()}
    if value is None or not is_arrays(value):
        return value if value is None else to_tensor(value)
    return [to_structure(part) for part in value]


def _giving_tensors(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, **options: to_structure(function(*args, **options))


def _run(name: str, compute: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Run one of Keras's functions; symbolic tensors among its arguments make a layer of it."""
    return call_in_layer(compute, args, options, name, name)


@operation_of(TENSORS)
def op_cond(pred: TensorArg = MISSING, true_fn: Function = MISSING, false_fn: Function = MISSING) -> Any:
    """Call one of two functions.

    Args:
        pred: TRUE or FALSE, or a tensor of one of them.
        true_fn: The function to call where it is true, without arguments.
        false_fn: The function to call where it is false.

    Returns:
        What the function returns: a tensor, or a list of tensors. In a model both should return the same kind; where
        `pred` is a symbolic tensor both are computed.

    Example:
        op_cond(op_greater(2, 1), lambda: op_ones(2), lambda: op_zeros(2))
    """
    ops, branches = keras().ops, (_giving_tensors(true_fn), _giving_tensors(false_fn))
    pred = ops.cast(pred, "bool")
    if not is_symbolic(pred):
        return ops.cond(pred, *branches)
    if pred.shape:
        raise errors.bad_argument("op_cond", "pred", "a single TRUE or FALSE", pred)
    yes, no = branches[0](), branches[1]()
    return keras().tree.map_structure(lambda one, other: ops.where(pred, one, other), yes, no)


@operation
def op_switch(index: WholeTensor = MISSING, branches: Value = MISSING, *dots: Any) -> Any:
    """Call one of several functions.

    Args:
        index: Which one, counted from 1.
        branches: A list of functions.
        dots: Arguments of the function: tensors.

    Returns:
        What the function returns: a tensor, or a list of tensors.
    """
    if not isinstance(branches, (list, tuple)) or not branches or not all(map(callable, branches)):
        raise errors.bad_argument("op_switch", "branches", "a list of functions", branches)
    if hasattr(index, "numpy") and not 0 < int(index.numpy()) <= len(branches):
        raise errors.bad_argument("op_switch", "index", f"a whole number from 1 to {len(branches)}", int(index.numpy()))
    place = from_one("op_switch", "index", index)
    functions = [_giving_tensors(branch) for branch in branches]
    operands = [to_structure(one) for one in dots]
    return _run("op_switch", lambda at, *given: keras().ops.switch(at, functions, *given), place, *operands)


@operation
def op_while_loop(
    cond: Function = MISSING,
    body: Function = MISSING,
    loop_vars: Value = MISSING,
    maximum_iterations: Int | None = None,
) -> Any:
    """Call a function again and again, as long as a condition holds.

    Args:
        cond: A function of the variables that returns TRUE or FALSE.
        body: A function of the variables that returns a list of their next values; of a single variable, its next
            value.
        loop_vars: A list of the first values of the variables, or the first value of a single one.
        maximum_iterations: How many times at most, or NULL.

    Returns:
        A list of the last values of the variables, or that of a single one.
    """
    several = isinstance(loop_vars, (list, tuple))
    start = [to_structure(one) for one in loop_vars] if several else to_structure(loop_vars)

    def step(*values: Any) -> Any:
        result = body(*values)
        if not several:
            return _alike(result, start)
        listed = list(result) if isinstance(result, (list, tuple)) else [result]
        if len(listed) != len(start):
            expected = f"a function that returns a list of {len(start)}"
            raise errors.bad_argument("op_while_loop", "body", expected, result)
        return [_alike(one, first) for one, first in zip(listed, start, strict=True)]

    def holds(*values: Any) -> Any:
        return keras().ops.cast(to_tensor(cond(*values)), "bool")

    def loop(variables: Any) -> Any:
        result = keras().ops.while_loop(holds, step, variables, maximum_iterations)
        return list(result) if several else result

    return _run("op_while_loop", loop, start)


def _alike(value: Any, first: Any) -> Any:
    """Return the next value of a variable; a bare number takes the data type that the variable has."""
    if not isinstance(first, (list, dict)) and isinstance(value, (bool, int, float)) and value == int(value):
        return keras().ops.cast(to_tensor(value), first.dtype)
    return to_structure(value)


@operation
def op_fori_loop(
    lower: WholeTensor = MISSING, upper: WholeTensor = MISSING, body_fun: Function = MISSING, init_val: Value = MISSING
) -> Any:
    """Call a function for each of some whole numbers.

    Args:
        lower: The first number.
        upper: The number before which the loop ends.
        body_fun: A function of the number and of the value so far that returns the next value.
        init_val: The first value: a tensor, or a list of tensors.

    Returns:
        The last value.
    """
    start = to_structure(init_val)

    def step(number: Any, value: Any) -> Any:
        return _alike(body_fun(number, value), start)

    return _run("op_fori_loop", lambda *given: keras().ops.fori_loop(*given[:2], step, given[2]), lower, upper, start)


@operation
def op_scan(
    f: Function = MISSING,
    init: Value = MISSING,
    xs: Value = None,
    length: Count | None = None,
    reverse: Bool = False,
    unroll: Int = 1,
) -> list[Any]:
    """Go along the first axis, and carry a value from one element to the next.

    Args:
        f: A function of the value so far and of the next element (NULL without `xs`) that returns a list of two: the
            next value, and an output of the same shape and data type.
        init: The first value: a tensor, or a list of tensors.
        xs: A tensor, or a list of tensors, to go along; NULL with `length`.
        length: How many steps to take; NULL: as many as `xs` has elements.
        reverse: Whether to begin at the end.
        unroll: How many steps to make at once.

    Returns:
        A list of two: the last value, and the outputs, stacked along a new first axis.
    """
    if xs is None and length is None:
        raise errors.missing_argument("op_scan", "xs")

    def step(value: Any, element: Any) -> Any:
        result = f(value, element)
        if not isinstance(result, (list, tuple)) or len(result) != 2:
            expected = "a function that returns a list of two: the next value and an output"
            raise errors.bad_argument("op_scan", "f", expected, result)
        return to_structure(result[0]), to_structure(result[1])

    def scan(start: Any, elements: Any) -> list[Any]:
        return list(keras().ops.scan(step, start, elements, length, reverse, unroll))

    return _run("op_scan", scan, to_structure(init), to_structure(xs))  # type: ignore[no-any-return]


@operation
def op_associative_scan(
    f: Function = MISSING, elems: Value = MISSING, reverse: Bool = False, axis: OneAxis = FIRST
) -> Any:
    """Combine the elements along an axis step by step, in any order of the steps.

    Args:
        f: A function of two parts of `elems` that combines them element by element; (a b) c must be a (b c).
        elems: A tensor, or a list of tensors.
        reverse: Whether to begin at the end.
        axis: Axis to go along, counted from 1.

    Returns:
        The results of all steps, of the shape of `elems`.
    """
    scan = functools.partial(keras().ops.associative_scan, _giving_tensors(f), reverse=reverse, axis=axis)
    return _run("op_associative_scan", scan, to_structure(elems))


@operation
def op_map(xs: Value = MISSING, f: Function = MISSING) -> Any:
    """Call a function on each element along the first axis, one after the other.

    Args:
        xs: A tensor, or a list of tensors; then the function gets a list with an element of each.
        f: A function of one element.

    Returns:
        What the function returns, stacked along a new first axis.
    """
    return _run("op_map", lambda elements: keras().ops.map(_giving_tensors(f), elements), to_structure(xs))


@operation
def op_vectorized_map(elements: Value = MISSING, f: Function = MISSING) -> Any:
    """Call a function on all elements along the first axis at once.

    Args:
        elements: A tensor, or a list of tensors; then the function gets a list with an element of each.
        f: A function of one element. It is called once, to record what it does.

    Returns:
        What the function returns, stacked along a new first axis.
    """
    mapped = functools.partial(keras().ops.vectorized_map, _giving_tensors(f))
    return _run("op_vectorized_map", mapped, to_structure(elements))


@operation
def op_vectorize(
    func: Function = MISSING, *dots: Any, excluded: Value = None, signature: Str | None = None
) -> Callable[..., Any]:
    """Make a function of tensors from one of single elements.

    Args:
        func: A function of numbers, or of what `signature` says.
        dots: Nothing, as in R's keras3.
        excluded: Places, counted from 1, or names of arguments that are to arrive as they are.
        signature: The axes that the function takes and returns, such as "(d),(d)->()". NULL: single elements.

    Returns:
        A function that calls `func` on each element of its arguments.
    """
    if dots:
        raise errors.too_many_arguments("op_vectorize", 1, 1 + len(dots))
    listed = excluded if isinstance(excluded, (list, tuple)) else [] if excluded is None else [excluded]
    left_out = {one if isinstance(one, str) else int(one) - 1 for one in listed}
    ranks = None if signature is None else [part.count(",") + bool(part) for part in _parts_of(signature)]

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
        return _run("op_vectorize", vectorized, *given, **named)

    return call


def _parts_of(signature: str) -> list[str]:
    """Return the axes of each argument: "d" and "" of "(d),()->()"."""
    taken = signature.replace(" ", "").partition("->")[0]
    if not re.fullmatch(r"\([\w,]*\)(,\([\w,]*\))*", taken) or "->" not in signature:
        raise errors.bad_argument("op_vectorize", "signature", 'axes such as "(d),(d)->()"', signature)
    return re.findall(r"\(([\w,]*)\)", taken)


def _map_over_batch(function: Callable[[list[Any]], Any], values: list[Any], ranks: list[int]) -> Any:
    """Call a function on parts of tensors: on what is left of the axes in front, which stretch to one shape."""
    import tensorflow as tf

    tensors = [keras().ops.convert_to_tensor(value) for value in values]
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


@operation
def op_custom_gradient(f: Function = MISSING) -> Callable[..., Any]:
    """Make a function that has a gradient of its own.

    Args:
        f: A function of tensors that returns a list of two: the result, and a function of the gradient with respect to
            the result that returns the gradient with respect to the argument, or a list of one for each argument.

    Returns:
        The function, which returns the result alone.
    """

    def with_gradient(*args: Any, **options: Any) -> Any:
        result = f(*args, **options)
        if not isinstance(result, (list, tuple)) or len(result) != 2 or not callable(result[1]):
            expected = "a function that returns a list of two: the result and a function for the gradient"
            raise errors.bad_argument("op_custom_gradient", "f", expected, result)
        return to_structure(result[0]), _giving_tensors(result[1])

    graded = keras().ops.custom_gradient(with_gradient)

    def call(*args: Any, **options: Any) -> Any:
        return call_in_layer(
            graded, [to_structure(one) for one in args], options, "op_custom_gradient", "op_custom_gradient"
        )

    return call
