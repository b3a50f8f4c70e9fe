"""R's operators on eager tensors give bit for bit what Keras's own functions give, and leave all else to them."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import rkeras_py as rk
from rkeras_py.backend import operators
from rkeras_py.data.arrays import Factor
from rkeras_py.ops.eager import eager_call, eager_operator, eager_part

pytestmark = pytest.mark.quick

RANDOM = np.random.default_rng(1)
SYMBOLS = ["+", "-", "*", "/", "^", "%*%", "==", "!=", "<", "<=", ">", ">="]
SHAPES = [((3, 3), (3, 3)), ((4, 3), (3,)), ((4, 4), (4, 1)), ((2, 3, 4), (3, 1)), ((), (2, 2)), ((0, 2), (0, 2))]


def tensor(shape: tuple[int, ...], dtype: str = "float32") -> tf.Tensor:
    numbers = np.round(RANDOM.normal(size=shape), 1)
    return tf.constant(np.where(numbers > 1.5, np.nan, numbers), dtype)


@pytest.mark.parametrize("symbol", SYMBOLS)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_value_and_the_gradient_are_those_of_keras(symbol: str, dtype: str) -> None:
    quick = 0
    pairs = [(tensor(one, dtype), tensor(other, dtype)) for one, other in SHAPES]
    pairs += [(tensor((2, 3), dtype), 1.5), (2.0, tensor((3,), dtype)), (tensor((2, 2), dtype), float("inf"))]
    for x, y in pairs:
        watched = [one for one in (x, y) if tf.is_tensor(one)]
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(watched)
            here = eager_operator(symbol, x, y)
            if here is None:
                continue
            there = operators.tensor_operator(symbol, x, y)
        quick += 1
        assert here.dtype == there.dtype
        np.testing.assert_array_equal(here, there)
        if here.dtype.is_floating:
            gradients = zip(tape.gradient(here, watched), tape.gradient(there, watched), strict=True)
            for ours, theirs in gradients:
                np.testing.assert_array_equal(ours, theirs)
    assert quick >= (1 if symbol == "%*%" else 3)


REDUCTIONS = ["k_mean", "k_sum", "op_mean", "op_sum"]
PRODUCTS = ["k_dot", "op_dot", "op_matmul"]
OF_EACH = [f"{family}_{name}" for family in ("k", "op") for name in ("abs", "exp", "log", "square")]
OPTIONS: list[dict[str, Any]] = [
    {},
    *({"axis": axis} for axis in (1, 2.0, -1, -3.0, None)),
    {"axis": 3.0, "keepdims": True},
    {"keepdims": False},
]


@pytest.mark.parametrize("function", [*REDUCTIONS, *PRODUCTS, *OF_EACH])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_functions_that_r_calls_are_those_of_python(function: str, dtype: str) -> None:
    called = getattr(rk, function)
    x, y = tensor((2, 3, 4), dtype), tensor((4, 5), dtype)
    cases: list[list[tf.Tensor]] = [[x], [x[:0]], [x[0, 0, 0]]]
    if function in PRODUCTS:
        cases = [[x[0], y], [x[0, :, :0], y[:0]]]
    quick = 0
    for values in cases:
        names = list(called.__rkeras__.params)[: len(values)]
        for options in OPTIONS if function in REDUCTIONS else [{}]:
            with tf.GradientTape(persistent=True) as tape:
                tape.watch(values)
                here = eager_call(function, [*names, *options], [*values, *options.values()])
                if here is None:
                    continue
                there = called(*values, **options)
            quick += 1
            assert here.dtype == there.dtype
            np.testing.assert_array_equal(here, there)
            for ours, theirs in zip(tape.gradient(here, values), tape.gradient(there, values), strict=True):
                np.testing.assert_array_equal(ours, theirs)
    assert quick >= (10 if function in REDUCTIONS else 2)


def test_functions_look_at_all_else_themselves() -> None:
    x = tensor((2, 2))
    for function, names, values in (
        *(("k_sum", ["x", "axis"], [x, axis]) for axis in (0, 3.0, -3, 1.5, [1, 2], "1", True, float("nan"))),
        *(("k_sum", ["x", "keepdims"], [x, keep]) for keep in (1, None, "TRUE")),
        *(("k_square", ["x"], [value]) for value in (1.0, [1.0], tf.constant([1]), keras.Input((2,)), None)),
        ("k_square", ["x", "axis"], [x, 1]),
        ("k_square", [""], [x]),
        ("k_square", [], []),
        ("op_sum", ["x", "dtype"], [x, "float64"]),
        ("k_dot", ["x", "y"], [x, tensor((2, 2), "float64")]),
        ("k_dot", ["x", "y"], [tensor((2, 2, 2)), x]),
        ("k_dot", ["x"], [x]),
        ("layer_dense", ["object", "units"], [x, 2]),
    ):
        assert eager_call(function, names, values) is None


def test_all_else_is_left_to_keras() -> None:
    x = tensor((2, 2))
    others = [tf.constant([[1, 2], [3, 4]]), tensor((2, 2), "float64"), True, 2, [1.0, 2.0], np.ones((2, 2))]
    others += [keras.Input((2,)), keras.Variable(np.ones((2, 2))), tf.RaggedTensor.from_tensor(x), None, "a"]
    for other in [*others, tensor((5, 5))]:
        assert eager_operator("*", x, other) is None
    assert eager_operator("%%", x, x) is None
    assert eager_operator("*", tf.constant([1, 2]), 1.5) is None
    assert eager_operator("+", tensor((4, 4)), tensor((4, 1))) is None  # whose gradient Keras sums in another order


def test_parts_are_those_of_keras() -> None:
    x = tensor((3, 4, 2))
    for places in [[1.0, None, None], [None, 2.0], [3.0, 4.0, 2.0], [None, None, 1.0], [None]]:
        full = [["all"] if place is None else ["at", place] for place in places]
        np.testing.assert_array_equal(eager_part(x, places), operators.tensor_part(x, full))
    for places in [[0.0], [-1.0], [4.0], [1.5], [1.0] * 4]:
        assert eager_part(x, places) is None
    assert eager_part(keras.Input((3,)), [1.0]) is None
    assert eager_part(rk.k_variable(np.ones(3)), [1.0]) is None


def test_a_factor_is_no_number() -> None:
    with pytest.raises(TypeError, match=r"\+\(\): a tensor goes with numbers"):
        operators.tensor_operator("+", tensor((2,)), Factor([0], ["a"]))
