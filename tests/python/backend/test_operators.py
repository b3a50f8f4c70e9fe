"""R's operators, functions and `[` on tensors; their numbers are compared with base R in test-tensors.R."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from backend_support import assert_same, normal

from rkeras_py import NA
from rkeras_py.backend.operators import tensor_function, tensor_operator, tensor_part, tensor_summary, tensor_transpose

pytestmark = pytest.mark.quick

X = normal(2, 3, 4)
T = tf.constant(X)


@pytest.mark.parametrize(
    ("dtype", "symbol", "other", "expected"),
    [
        ("float32", "+", 1, "float32"),
        ("float32", "*", np.ones(4), "float32"),
        ("float64", "+", 0.1, "float64"),
        ("float64", "+", [0.1, 0.2, 0.3, 0.4], "float64"),
        ("int32", "+", 1.0, "int32"),
        ("int32", "+", 0.5, "float32"),
        ("int32", "*", [1.0, 2.0, 3.0, 4.0], "int32"),
        ("int64", "+", [1, 2, 3, 4], "int64"),
        ("int32", "+", 3e9, "float32"),
        ("int32", "+", float("nan"), "float32"),
        ("int32", "/", 2, "float32"),
        ("int32", "^", -1.0, "float32"),
        ("bool", "+", True, "int32"),
        ("uint8", "-", 1, "int32"),
        ("bool", "&", 1, "bool"),
        ("float32", ">", 0.5, "bool"),
    ],
)
def test_types(dtype: str, symbol: str, other: Any, expected: str) -> None:
    for x in (tf.ones((3, 4), dtype), keras.Input((3, 4), dtype=dtype)):
        assert keras.backend.standardize_dtype(tensor_operator(symbol, x, other).dtype) == expected
        if symbol not in ("-", "^"):
            assert keras.backend.standardize_dtype(tensor_operator(symbol, other, x).dtype) == expected


def test_precision_of_the_tensor_is_kept() -> None:
    double = tf.constant([1.0, 2.0], "float64")
    assert tensor_operator("*", double, [0.1, 0.3]).numpy().tolist() == [0.1, 0.6]


def test_texts_are_compared() -> None:
    texts = tf.constant(["a", "b"])
    assert tensor_operator("==", texts, "a").numpy().tolist() == [True, False]
    assert tensor_operator("!=", ["a", "c"], texts).numpy().tolist() == [False, True]
    with pytest.raises(TypeError, match=r"^<\(\): a tensor goes with numbers"):
        tensor_operator("<", texts, "a")


def test_pictures_and_truth_values_do_not_overflow() -> None:
    bytes_ = tf.constant([0, 255], "uint8")
    assert tensor_operator("-", bytes_, 1.0).numpy().tolist() == [-1, 254]
    assert tensor_operator("+", bytes_, bytes_).numpy().tolist() == [0, 510]
    assert tensor_summary("sum", [tf.constant([True, True])]).numpy() == 2
    assert tensor_operator("-", tf.constant([True])).numpy().tolist() == [-1]


@pytest.mark.parametrize(
    ("places", "right"),
    [
        ([["at", 1.0]], X[0]),
        ([["all"], ["at", [2.0, 3.0]]], X[:, 1:3]),
        ([["all"], ["at", [3, 1]]], X[:, [2, 0]]),
        ([["all"], ["at", -1]], X[:, -1]),
        ([["all"], ["all"], ["at", [-2, -1]]], X[:, :, -2:]),
        ([["all"], ["all"], ["at", [-1, 1]]], X[:, :, [-1, 0]]),
        ([["all"], ["range", 2, None]], X[:, 1:]),
        ([["all"], ["all"], ["range", None, -2]], X[:, :, :-1]),
        ([["all"], ["new"], ["at", 2]], X[:, None, 1]),
        ([["all"], ["mask", [True, False, True]]], X[:, [0, 2]]),
        ([["all"], ["at", tf.constant([0, 2])]], X[:, [0, 2]]),
        ([["all"], ["at", tf.constant(2)]], X[:, 2]),
        ([], X),
    ],
)
def test_parts(places: list[Any], right: np.ndarray) -> None:
    assert_same(tensor_part(T, places), right)
    inputs = keras.Input((3, 4))
    if places[:1] == [["all"]]:
        assert_same(keras.Model(inputs, tensor_part(inputs, places))(X), right)


def test_parts_that_keep_their_axes() -> None:
    assert_same(tensor_part(T, [["all"], ["at", 2]], drop=False), X[:, 1:2])
    assert_same(tensor_part(T, [["at", -1], ["at", tf.constant(1)]], drop=False), X[-1:, 1:2])
    assert_same(tensor_part(keras.Variable(X), [["at", 1], ["at", 2]]), X[0, 1])


def test_tensors_of_truth_values_choose() -> None:
    rows, wide = np.array([False, True]), X > 0.2
    for place in (["mask", rows], ["at", tf.constant(rows)]):
        assert_same(tensor_part(T, [place, ["all"], ["at", 2]]), X[rows][:, :, 1])
    for mask in (wide, tf.constant(wide)):
        assert_same(tensor_part(T, [["at", mask]], row_by_row=True), X[wide])
        assert_same(tensor_part(T, [["at", mask[:, :, 0]], ["at", 4]], row_by_row=True), X[wide[:, :, 0]][:, 3])
        with pytest.raises(TypeError, match=r"column by column in R, row by row in TensorFlow. op_subset\(x, mask\)"):
            tensor_part(T, [["at", mask]])
    traced = tf.function(lambda x: tensor_part(x, [["rest"], ["at", x[0, 0] > 0.2]]))(T)
    assert_same(traced, X[:, :, X[0, 0] > 0.2])
    with pytest.raises(IndexError, match=r"of shape \(3,\) cannot choose from axes of shape \(2,\)"):
        tensor_part(T, [["at", tf.constant([True, False, True])]])
    symbolic = keras.Input((3,))
    with pytest.raises(TypeError, match=r"how many elements .* is not known before the model runs"):
        tensor_part(symbolic, [["at", symbolic > 0]])


@pytest.mark.parametrize(
    ("places", "message"),
    [
        ([["at", 0]], r"^\[\(\): along axis 1 indices go from 1 to 2\. Indices count from 1.*Received: 0"),
        ([["all"], ["at", [1, 9]]], r"^\[\(\): along axis 2 indices go from 1 to 3"),
        ([["at", 1]] * 4, r"^\[\(\): a tensor of 3 axes takes at most 3 indices\. Received: 4"),
        ([["all"], ["mask", [True, False]]], r"axis 2 has size 3\. Received: 2 of TRUE and FALSE"),
        ([["all"], ["mask", NA]], r"NA cannot choose along axis 2"),
    ],
)
def test_parts_that_there_are_not(places: list[Any], message: str) -> None:
    with pytest.raises(IndexError, match=message):
        tensor_part(T, places)


def test_other_errors() -> None:
    with pytest.raises(ValueError, match=r"^\+\(\): NA has no meaning for tensors"):
        tensor_operator("+", T, NA)
    with pytest.raises(
        TypeError, match=r"^\+\(\): a tensor goes with numbers, TRUE and FALSE, and tensors\. Received: 'a'"
    ):
        tensor_operator("+", T, "a")
    with pytest.raises(ValueError, match=r"^\*\(\): Incompatible shapes: \[2,3,4\] vs\. \[5\]$"):
        tensor_operator("*", T, [1, 2, 3, 4, 5])
    with pytest.raises(TypeError, match=r"^gamma\(\) has no meaning for tensors"):
        tensor_function("gamma", T)
    with pytest.raises(ValueError, match=r"^cumsum\(\): `x` should be of one axis; k_cumsum"):
        tensor_function("cumsum", T)
    with pytest.raises(ValueError, match=r"^sum\(\): `axis` should be a whole number other than 0"):
        tensor_summary("sum", [T], axis=0)
    with pytest.raises(ValueError, match=r"^t\(\): `x` should be of at most two axes"):
        tensor_transpose(T)


def test_a_number_is_a_vector_of_one_in_products() -> None:
    row = tf.constant([[1.0, 2.0, 3.0]])
    assert_same(tensor_operator("%*%", 2.0, row), 2 * row)
    assert_same(tensor_operator("%*%", tf.transpose(row), 3), 3 * tf.transpose(row))
    with pytest.raises(ValueError, match=r"%\*%\(\): "):
        tensor_operator("%*%", 2.0, tf.ones((2, 3)))
