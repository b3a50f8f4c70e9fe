"""Calls of k_* functions on arrays of rank 0 to 4, each with what Keras 2's backend or numpy gives."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np
import scipy.special
import tensorflow as tf
import tf_keras

K = tf_keras.backend
RNG = np.random.default_rng()
SIZES = (3, 2, 4, 5)
Oracle = Callable[..., Any]


@dataclass(frozen=True)
class Case:
    """A call, and the value that it should give.

    Attributes:
        args: The arguments as they are given; arrays of numpy among them.
        right: The result.
        options: The named arguments, counted from 1 where R counts so.
        symbols: How many of the first arguments (each a tensor or a list of them) may be symbolic.
    """

    args: list[Any]
    right: Any
    options: dict[str, Any] = field(default_factory=dict)
    symbols: int = 1


def normal(shape: Sequence[int]) -> Any:
    return np.asarray(RNG.normal(size=shape), "float32")


def positive(shape: Sequence[int]) -> Any:
    return np.asarray(np.abs(normal(shape)) + 0.1, "float32")


def whole(shape: Sequence[int]) -> Any:
    return np.asarray(RNG.integers(-4, 5, shape), "int32")


def truth(shape: Sequence[int]) -> Any:
    return np.asarray(RNG.integers(0, 2, shape), bool)


def shapes(ranks: Iterable[int] = range(5)) -> list[tuple[int, ...]]:
    return [SIZES[:rank] for rank in ranks]


def constants(value: Any) -> Any:
    if isinstance(value, list):
        return [constants(one) for one in value]
    return tf.constant(value) if isinstance(value, np.ndarray) else value


def case(oracle: Oracle, *args: Any, count: dict[str, Any] | None = None, symbols: int = 1, **same: Any) -> Case:
    """A call, and the oracle's answer.

    Args:
        oracle: Keras 2's function, or another of tensors.
        args: The arguments of both.
        count: What counts from 1 here: an axis, or several; the oracle gets it counted from 0.
        symbols: How many of the first arguments may be symbolic.
        same: Named arguments of both.
    """
    count = count or {}
    right = oracle(*constants(list(args)), **{name: from_zero(value) for name, value in count.items()}, **same)
    return Case(list(args), right, {**count, **same}, symbols)


def from_zero(axis: Any) -> Any:
    if isinstance(axis, list):
        return [from_zero(one) for one in axis]
    return axis - 1 if axis is not None and axis > 0 else axis


def elementwise(oracle: Oracle, *draws: Callable[..., Any], **options: Any) -> Iterator[Case]:
    for draw, shape in itertools.product(draws or (normal,), shapes()):
        yield case(oracle, draw(shape), **options)


def pairs(oracle: Oracle) -> Iterator[Case]:
    for draw, shape in itertools.product((normal, whole), shapes()):
        yield case(oracle, draw(shape), draw(shape), symbols=2)
        if shape:
            yield case(oracle, draw(shape), draw(shape[-1:]))
            yield case(oracle, draw(shape), draw((*shape[:-1], 1)))


def axes(rank: int) -> list[int]:
    return [*range(1, rank + 1), *([-1] if rank else [])]


def along(oracle: Oracle, *draws: Callable[..., Any], least: int = 1, **options: Any) -> Iterator[Case]:
    """Along each axis."""
    for draw, shape in itertools.product(draws or (normal,), shapes(range(least, 5))):
        for axis in axes(len(shape)):
            yield case(oracle, draw(shape), count={"axis": axis}, **options)


def reduction(oracle: Oracle, *draws: Callable[..., Any]) -> Iterator[Case]:
    for draw, shape in itertools.product(draws or (normal,), shapes()):
        several = [[1, 2], [-1, 1]] if len(shape) > 1 else []
        for axis, keepdims in itertools.product([None, *axes(len(shape)), *several], (False, True)):
            yield case(oracle, draw(shape), count={"axis": axis}, keepdims=keepdims)


def logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    axis = tuple(axis) if isinstance(axis, list) else axis
    return np.log(np.sum(np.exp(x), axis=axis, keepdims=keepdims))


def products() -> Iterator[Case]:
    for left, right in (((3, 4), (4, 2)), ((3, 2, 4), (4, 5)), ((3, 2, 2, 4), (4, 2)), ((3, 4), (2, 4, 5))):
        yield case(K.dot, normal(left), normal(right))
    yield case(K.dot, normal((2, 3, 4)), normal((5, 4, 2)))


def batch_products() -> Iterator[Case]:
    for left, right, at in (
        ((3, 4), (3, 4), [2, 2]),
        ((3, 2, 4), (3, 5, 4), [3, 3]),
        ((3, 2, 4), (3, 4, 5), [3, 2]),
        ((3, 2, 4), (3, 4), [3, 2]),
        ((3, 2, 5, 4), (3, 4, 2), [4, 2]),
        ((3, 2, 5, 4), (3, 2, 4, 5), [4, 3]),
    ):
        yield case(K.batch_dot, normal(left), normal(right), count={"axes": at}, symbols=2)


def joined(oracle: Oracle, least: int) -> Iterator[Case]:
    for draw, shape in itertools.product((normal, whole), shapes(range(least, 5))):
        for axis in range(1, len(shape) + 2 - least):
            yield case(oracle, [draw(shape), draw(shape)], count={"axis": axis})


def apart() -> Iterator[Case]:
    for shape in shapes(range(1, 5)):
        for axis in range(1, len(shape) + 1):
            yield case(tf.unstack, normal(shape), count={"axis": axis}, symbols=int(axis > 1))


def gathered() -> Iterator[Case]:
    for shape in shapes(range(1, 5)):
        for indices in (2, [3, 1], np.array([[1, 2], [3, 3]])):
            x = normal(shape)
            yield Case([x, indices], K.gather(x, np.asarray(indices) - 1), symbols=0)


def reshaped() -> Iterator[Case]:
    for shape in shapes():
        yield case(K.reshape, normal(shape), [-1])
        yield case(K.reshape, whole(shape), [1, *shape, 1])


def permuted() -> Iterator[Case]:
    for shape in shapes(range(1, 5)):
        for order in itertools.islice(itertools.permutations(range(1, len(shape) + 1)), 0, None, 3):
            x = normal(shape)
            yield Case([x, list(order)], np.transpose(x, [place - 1 for place in order]))


def expanded() -> Iterator[Case]:
    for shape in shapes():
        for axis in axes(len(shape) + 1):
            yield case(K.expand_dims, whole(shape), count={"axis": axis})


def squeezed() -> Iterator[Case]:
    for shape in shapes(range(4)):
        for axis in range(1, len(shape) + 2):
            x = normal([*shape[: axis - 1], 1, *shape[axis - 1 :]])
            yield case(K.squeeze, x, count={"axis": axis}, symbols=int(axis > 1))


def repeated() -> Iterator[Case]:
    for shape in shapes(range(1, 5)):
        for axis in range(1, len(shape) + 1):
            yield case(K.repeat_elements, normal(shape), 2, count={"axis": axis}, symbols=int(axis > 1))


def reversed_() -> Iterator[Case]:
    for shape in shapes(range(1, 5)):
        for at in [*axes(len(shape)), list(range(1, len(shape) + 1))]:
            yield case(K.reverse, normal(shape), count={"axes": at})


def tiled() -> Iterator[Case]:
    for shape in shapes(range(1, 5)):
        yield case(K.tile, normal(shape), [*range(1, len(shape) + 1)])


def hot() -> Iterator[Case]:
    for shape in shapes(range(4)):
        yield case(K.one_hot, np.asarray(RNG.integers(0, 6, shape)), 6)


def switched() -> Iterator[Case]:
    for shape in shapes():
        for rank in range(len(shape) + 1):
            if rank != 1 or len(shape) == 1:  # else Keras 2 fails
                yield case(K.switch, truth(shape[:rank]), normal(shape), normal(shape), symbols=3 if rank else 0)


def probabilities(shape: Sequence[int], axis: int = -1) -> Any:
    return np.asarray(scipy.special.softmax(normal(shape), axis=axis), "float32")


def binary_losses() -> Iterator[Case]:
    for shape, logits in itertools.product(shapes(), (False, True)):
        predicted = normal(shape) if logits else np.asarray(1 / (1 + np.exp(-normal(shape))), "float32")
        yield case(K.binary_crossentropy, truth(shape).astype("float32"), predicted, from_logits=logits, symbols=2)


def class_losses(sparse: bool) -> Iterator[Case]:
    oracle = K.sparse_categorical_crossentropy if sparse else K.categorical_crossentropy
    for shape, logits in itertools.product(shapes(range(2, 5)), (False, True)):
        for axis in axes(len(shape)):
            if axis == 1 or (sparse and axis not in (-1, len(shape))):
                continue  # the batch axis; and Keras 2 wants the classes last, or fails
            at = from_zero(axis)
            labels = RNG.integers(0, shape[at], [size for place, size in enumerate(shape) if place != at % len(shape)])
            target = labels if sparse else np.moveaxis(np.eye(shape[at], dtype="float32")[labels], -1, at)
            predicted = normal(shape) if logits else probabilities(shape, at)
            yield case(oracle, target, predicted, count={"axis": axis}, from_logits=logits, symbols=2)


def normalized() -> Iterator[Case]:
    for shape in shapes(range(2, 5)):
        for axis in axes(len(shape))[1:]:
            size = shape[from_zero(axis)]
            values = [normal((size,)), positive((size,)), normal((size,)), normal((size,))]
            if axis in (-1, len(shape)):
                yield case(K.batch_normalization, normal(shape), *values, count={"axis": axis})


def normalized_in_training() -> Iterator[Case]:
    for shape in shapes(range(2, 5)):
        values = [normal(shape[-1:]), normal(shape[-1:]), list(range(len(shape) - 1))]
        yield case(K.normalize_batch_in_training, normal(shape), *values)


def biased() -> Iterator[Case]:
    for shape in [*shapes(range(2, 5)), (2, 3, 2, 4, 3)]:
        yield case(K.bias_add, normal(shape), normal(shape[-1:]))
        if len(shape) > 2:
            yield case(K.bias_add, normal(shape), normal(shape[1:]))
            yield case(K.bias_add, normal(shape), normal(shape[1:2]), data_format="channels_first")


def phased(train: bool) -> Iterator[Case]:
    for shape, training in itertools.product(shapes(), (0, 1)):
        first, second = normal(shape), normal(shape)
        right = first if train == bool(training) else second
        yield Case([first, second], right, {"training": training}, symbols=0)


def looped(oracle: Oracle, function: Oracle) -> Iterator[Case]:
    for shape in shapes(range(1, 5)):
        x = normal(shape)
        yield Case([function, x], oracle(function, tf.constant(x)), symbols=0)


def recurrent() -> Iterator[Case]:
    def step(inputs: Any, states: Any) -> Any:
        total = 0.5 * states[0] + inputs
        return total, [total]

    for shape in ((2, 3, 4), (2, 3, 4, 2)):
        x, start = normal(shape), np.zeros((shape[0], *shape[2:]), "float32")
        for backwards in (False, True):
            right = K.rnn(step, tf.constant(x), [tf.constant(start)], go_backwards=backwards)
            yield Case([step, x, [start]], right, {"go_backwards": backwards}, symbols=0)


def told(oracle: Oracle) -> Iterator[Case]:
    """Questions about a value, not computed from it."""
    for draw, shape in itertools.product((normal, whole, truth), shapes()):
        yield Case([draw(shape)], oracle(draw(shape)), symbols=0)


def made(oracle: Oracle) -> Iterator[Case]:
    for shape, dtype in itertools.product(shapes(), ("float32", "int32")):
        yield Case([list(shape), dtype], oracle(shape, dtype), symbols=0)


def changed(oracle: Oracle, *more: float) -> Iterator[Case]:
    """Changes of a variable that return it."""
    for shape in shapes():
        first, second = normal(shape), normal(shape)
        yield Case([keras.Variable(first), second, *more], oracle(first, second), symbols=0)


def same(draw: Callable[..., Any], *more: Any) -> Iterator[Case]:
    for shape in shapes():
        x = draw(shape)
        yield Case([x, *more], x, symbols=0)


def got() -> Iterator[Case]:
    for shape in shapes():
        x = normal(shape)
        yield Case([keras.Variable(x)], x, symbols=0)


def top() -> Iterator[Case]:
    scores, classes = normal((6, 5)), RNG.integers(0, 5, 6)
    for k in range(1, 5):
        yield Case([scores, classes, k], K.in_top_k(tf.constant(scores), tf.constant(classes), k), symbols=0)
