"""Branches and loops whose steps are R or Python functions."""

import functools
from typing import Any

from ...data.arrays import to_tensor
from ...engine.loading import keras
from ...engine.tensors import runs_on_tensorflow
from ...graph.lambda_layers import is_symbolic
from ...messages import errors
from ...signatures.tensor_words import TensorArg, WholeTensor
from ...signatures.words import MISSING, Bool, Count, Function, FunctionOfTwo, Int, OneAxis, Value
from ..family import FIRST, operation
from .calling import convert_results, run, to_structure, unsaved_operation


@operation
def op_cond(pred: TensorArg = MISSING, true_fn: Function = MISSING, false_fn: Function = MISSING) -> Any:
    """Call one of two functions.

    Use it if a branch depends on a tensor, because R's and Python's `if` cannot use a symbolic tensor as condition.
    Both functions take no arguments and must return tensors of the same type.

    Args:
        pred: TRUE or FALSE, or a tensor of one of them.
        true_fn: The function to call if `pred` is true, without arguments.
        false_fn: The function to call if `pred` is false.

    Returns:
        The result of the function: a tensor, or a list of tensors. In a model both functions should return the same
        type; if `pred` is a symbolic tensor, both are computed.

    Example:
        >>> op_cond(op_greater(2, 1), lambda: op_ones(2), lambda: op_zeros(2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([1., 1.], dtype=float32)>
    """
    ops, branches = keras().ops, (convert_results(true_fn), convert_results(false_fn))
    pred = ops.cast(pred, "bool")
    if not is_symbolic(pred):
        return ops.cond(pred, *branches)
    if pred.shape:
        raise errors.bad_argument("op_cond", "pred", "a single TRUE or FALSE", pred)
    yes, no = branches[0](), branches[1]()
    return keras().tree.map_structure(lambda one, other: ops.where(pred, one, other), yes, no)


@unsaved_operation
def op_switch(index: WholeTensor = MISSING, branches: Value = MISSING, *dots: Any) -> Any:
    """Call one of several functions.

    Use it to choose among branches by an index. op_cond() chooses between two.

    Args:
        index: Number of the function, counted from 1. Smaller numbers select the first function, larger ones the last.
        branches: A list of functions.
        dots: Arguments of the function: tensors.

    Returns:
        The result of the function: a tensor, or a list of tensors.

    Example:
        >>> op_switch(2, [lambda x: x + 1, lambda x: x * 10], 3.0)
        <tf.Tensor: shape=(), dtype=float32, numpy=30.0>
    """
    if not isinstance(branches, (list, tuple)) or not branches or not all(map(callable, branches)):
        raise errors.bad_argument("op_switch", "branches", "a list of functions", branches)
    place = keras().ops.clip(index, 1, len(branches)) - 1
    functions = [convert_results(branch) for branch in branches]
    operands = [to_structure(one) for one in dots]
    return run("op_switch", lambda at, *given: keras().ops.switch(at, functions, *given), place, *operands)


@unsaved_operation
def op_while_loop(
    cond: Function = MISSING,
    body: Function = MISSING,
    loop_vars: Value = MISSING,
    maximum_iterations: Int | None = None,
) -> Any:
    """Call a function repeatedly as long as a condition is true.

    Use it if the number of steps depends on tensors, for example in an iterative solver. `body` returns the new
    values of the variables, with the shapes and types of the old ones.

    Args:
        cond: A function of the variables that returns TRUE or FALSE.
        body: A function of the variables that returns a list of their next values, or the next value of a single
            variable.
        loop_vars: A list of the initial values of the variables, or the initial value of a single one.
        maximum_iterations: Maximum number of iterations, or NULL.

    Returns:
        A list of the last values of the variables, or that of a single one.

    Example:
        >>> op_while_loop(lambda x: x < 100, lambda x: x * 2, 1.0)
        <tf.Tensor: shape=(), dtype=float32, numpy=128.0>
        >>> root = op_while_loop(lambda x: op_abs(x * x - 2) > 0.001, lambda x: (x + 2 / x) / 2, 1.0)
        >>> root
        <tf.Tensor: shape=(), dtype=float32, numpy=1.4142156839370728>
    """
    several = isinstance(loop_vars, (list, tuple))
    start = [to_structure(one) for one in loop_vars] if several else to_structure(loop_vars)

    def step(*values: Any) -> Any:
        result = body(*values)
        if not several:
            return _convert_alike(result, start)
        listed = list(result) if isinstance(result, (list, tuple)) else [result]
        if len(listed) != len(start):
            expected = f"a function that returns a list of {len(start)}"
            raise errors.bad_argument("op_while_loop", "body", expected, result)
        return [_convert_alike(one, first) for one, first in zip(listed, start, strict=True)]

    def holds(*values: Any) -> Any:
        return keras().ops.cast(to_tensor(cond(*values)), "bool")

    def loop(variables: Any) -> Any:
        result = keras().ops.while_loop(holds, step, variables, maximum_iterations)
        return list(result) if several else result

    return run("op_while_loop", loop, start)


def _convert_alike(value: Any, first: Any) -> Any:
    """Return the next value of a variable; a plain number gets the variable's dtype."""
    if not isinstance(first, (list, dict)) and isinstance(value, (bool, int, float)) and value == int(value):
        return keras().ops.cast(to_tensor(value), first.dtype)
    return to_structure(value)


@unsaved_operation
def op_fori_loop(
    lower: WholeTensor = MISSING,
    upper: WholeTensor = MISSING,
    body_fun: FunctionOfTwo = MISSING,
    init_val: Value = MISSING,
) -> Any:
    """Call a function for each whole number in a range.

    Use it for a fixed number of steps that each change a state. In compiled code the loop stays a loop, instead of
    being unrolled into a copy for each step.

    Args:
        lower: The first number.
        upper: The number before which the loop ends.
        body_fun: A function of the number and the current value that returns the next value.
        init_val: The initial value: a tensor, or a list of tensors.

    Returns:
        The last value.

    Example:
        >>> op_fori_loop(1, 5, lambda number, total: total + number, 0)
        <tf.Tensor: shape=(), dtype=int32, numpy=10>
    """
    start = to_structure(init_val)

    def step(number: Any, value: Any) -> Any:
        return _convert_alike(body_fun(number, value), start)

    return run("op_fori_loop", lambda *given: keras().ops.fori_loop(*given[:2], step, given[2]), lower, upper, start)


@unsaved_operation
def op_scan(
    f: FunctionOfTwo = MISSING,
    init: Value = MISSING,
    xs: Value = None,
    length: Count | None = None,
    reverse: Bool = False,
    unroll: Int = 1,
) -> list[Any]:
    """Iterate over the first axis, and carry a value from one element to the next.

    Use it for recurrences, such as recurrent networks or exponential smoothing: it returns every output and the last
    state.

    Args:
        f: A function of the current value and the next element (NULL without `xs`) that returns a list of two: the
            next value, and an output of the same shape and data type.
        init: The initial value: a tensor, or a list of tensors.
        xs: A tensor, or a list of tensors, to iterate over; NULL if you pass `length`.
        length: Number of steps; NULL: the number of elements of `xs`.
        reverse: Whether to start at the end.
        unroll: Number of steps to unroll in each iteration.

    Returns:
        A list of two: the last value, and the outputs, stacked along a new first axis.

    Example:
        >>> op_scan(lambda total, x: [total + x, total + x], 0, [1, 2, 3])
        [<tf.Tensor: shape=(), dtype=int32, numpy=6>,
         <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 3, 6], dtype=int32)>]
    """
    if xs is None and length is None:
        raise errors.missing_argument("op_scan", "xs")

    tree = keras().tree
    forms: list[Any] = []

    def step(value: Any, element: Any) -> Any:
        result = f(value, element)
        if not isinstance(result, (list, tuple)) or len(result) != 2:
            expected = "a function that returns a list of two: the next value and an output"
            raise errors.bad_argument("op_scan", "f", expected, result)
        after, output = to_structure(result[0]), to_structure(result[1])
        counts = len(tree.flatten(value)), len(tree.flatten(output))
        if runs_on_tensorflow() and output is not None and counts[0] != counts[1]:
            expected = f"a function whose output has as many parts as the value on TensorFlow, {counts[0]}"
            raise errors.bad_argument("op_scan", "f", expected, errors.Words(f"an output of {counts[1]}"))
        forms[:] = [output]
        return after, output

    def scan(start: Any, elements: Any) -> list[Any]:
        last, outputs = keras().ops.scan(step, start, elements, length, reverse, unroll)
        if forms and runs_on_tensorflow():  # Keras gives the outputs the value's structure and names there
            outputs = None if forms[0] is None else tree.pack_sequence_as(forms[0], tree.flatten(outputs))
        return [last, outputs]

    return run("op_scan", scan, to_structure(init), to_structure(xs))  # type: ignore[no-any-return]


@unsaved_operation
def op_associative_scan(
    f: FunctionOfTwo = MISSING, elems: Value = MISSING, reverse: Bool = False, axis: OneAxis = FIRST
) -> Any:
    """Combine the elements along an axis cumulatively, in parallel.

    Use it for cumulative sums, products and other operations where `(a + b) + c` equals `a + (b + c)`. It runs in
    parallel and needs only a few steps.

    Args:
        f: A function of two parts of `elems` that combines them element by element; (a b) c must be a (b c).
        elems: A tensor, or a list of tensors.
        reverse: Whether to start at the end.
        axis: Axis along which to compute, counted from 1.

    Returns:
        The results of all steps, of the shape of `elems`.

    Example:
        >>> op_associative_scan(lambda a, b: a * b, [1, 2, 3, 4])
        <tf.Tensor: shape=(4,), dtype=int32, numpy=array([ 1,  2,  6, 24], dtype=int32)>
    """
    scan = functools.partial(keras().ops.associative_scan, convert_results(f), reverse=reverse, axis=axis)
    return run("op_associative_scan", scan, to_structure(elems))
