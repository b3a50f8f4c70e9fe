"""Operations on values that are not finite, on texts, and on ragged positions."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import rkeras_py as rk

X = np.float32([[3, 2, 5], [1, 9, 7]])


def test_numbers_that_are_not_finite_are_operands() -> None:
    masked = rk.op_softmax(rk.op_where(X > 2, X, -np.inf))
    np.testing.assert_allclose(masked, keras.ops.softmax(keras.ops.where(X > 2, X, -np.inf)), rtol=1e-6)
    assert np.isnan(rk.op_add(X, np.nan)).all() and np.isnan(rk.op_full((2,), np.nan)).all()
    assert np.isposinf(rk.op_full((2,), np.inf, "float32")).all() and np.isneginf(rk.op_maximum(-np.inf, -np.inf))
    assert (
        np.asarray(rk.op_nan_to_num(np.float32([np.nan, np.inf]), nan=np.inf, posinf=np.inf)).tolist() == [np.inf] * 2
    )
    x = keras.Input((3,))
    found = keras.Model(x, rk.op_where(x > 2, x, -np.inf))(X)
    assert np.asarray(found).tolist() == np.where(X > 2, X, -np.inf).tolist()


def test_lists_of_texts_and_ragged_positions_are_tensors() -> None:
    texts = tf.constant(["a", "b"])
    assert np.asarray(rk.op_array([texts, texts])).tolist() == [[b"a", b"b"]] * 2
    assert np.asarray(rk.op_transpose([texts, texts])).tolist() == [[b"a", b"a"], [b"b", b"b"]]
    ragged = tf.ragged.constant([[1.0, 3.0], [2.0]])
    assert rk.op_one_hot(ragged, 3).to_list() == [[[1, 0, 0], [0, 0, 1]], [[0, 1, 0]]]
    assert rk.op_take(X[0], ragged).to_list() == [[3, 5], [2]]
    with pytest.raises(ValueError, match="other than 0"):
        rk.op_take(X[0], ragged - 1)


def test_the_place_of_a_single_value() -> None:
    for value, place in ((3.0, 2), (0.5, 1), (9.0, 5)):
        found = rk.op_searchsorted([1.0, 3.0, 3.0, 5.0], value)
        assert found.shape == () and int(found) == place


SHAPES = [((2, 2), (2, 1)), ((3, 1), (3,)), ((2, 5, 4, 5), (1, 5, 1, 1)), ((2, 3, 4), (3, 1)), ((0, 2), (0, 2)),
          ((2,), (2, 1)), ((4, 3), (3,)), ((2, 3, 4), (1, 1, 4)), ((2, 2), (2, 2))]  # fmt: skip


@pytest.mark.parametrize(("one", "two"), SHAPES)
@pytest.mark.parametrize("types", [("float32", "float32"), ("int32", "float32"), ("uint8", "uint8")])
def test_sums_are_those_of_numpy_also_in_models(one: tuple[int, ...], two: tuple[int, ...], types: list[str]) -> None:
    x, y = (np.arange(np.prod(s)).reshape(s).astype(kind) for s, kind in zip((one, two), types, strict=True))
    right = (x + y).astype(keras.backend.result_type(*types))
    inputs = [keras.Input(batch_shape=s, dtype=kind) for s, kind in zip((one, two), types, strict=True)]
    for found in (rk.op_add(x, y), keras.ops.add(x, y), keras.Model(inputs, inputs[0] + inputs[1])([x, y])):
        assert np.asarray(found).dtype == right.dtype
        np.testing.assert_array_equal(found, right)


def test_a_batch_as_long_as_a_row_gets_what_broadcasting_says() -> None:
    x = np.float32([[1, 3], [2, 4]])
    inputs = rk.layer_input(2)
    rows = rk.k_sum(inputs, axis=2, keepdims=True)
    for total in (
        inputs + rows,
        rk.layer_add([inputs, rows]),
        rk.layer_lambda(inputs, lambda t: t + t[:, :1] + t[:, 1:]),
    ):
        model = rk.keras_model(inputs, total)
        np.testing.assert_array_equal(rk.predict(model, x, verbose=0), x + x.sum(1, keepdims=True))


def test_positions_that_a_tensor_does_not_have_are_told_as_the_user_counts() -> None:
    for call, message in (
        (lambda: rk.op_segment_max([1, 2], [3, 1], 2), r"`segment_ids` should be .+ from 1 to 2\. .+ segment_ids = 3$"),
        (lambda: rk.op_slice(X, (2, 3), (1, 2)), r"`start_indices` should be .+ from 1 to 2 along axis 2\. .+ = 3$"),
        (lambda: rk.op_take(X, [1, 50]), r"op_take\(\): `indices` should be .+ from 1 to 6\. Received: indices = 50$"),
        (lambda: rk.op_take(X, -4, 2), r"op_take\(\): `indices` should be .+ from 1 to 3\. Received: indices = -4$"),
        (lambda: rk.op_take(X, 3, 2, zero_indexed=True), r"op_take\(\): `indices` should be .+ from 0 to 2\. .+ = 3$"),
        (lambda: rk.op_take_along_axis(X, [[3], [1]], 1), r"op_take_along_axis\(\): `indices` .+ 1 to 2\. .+ = 3$"),
        (lambda: rk.op_scatter([[1], [6]], [1, 1], 5), r"op_scatter\(\): `indices` should be .+ from 1 to 5\. .+ = 6$"),
        (lambda: rk.op_scatter_update(X, [[1, 9]], [1]), r"`indices` should be .+ 1 to 3 along axis 2\. .+ = 9$"),
    ):
        with pytest.raises(ValueError, match=message):
            call()


@pytest.mark.parametrize("make", [np.asarray, lambda x: keras.Input(batch_shape=x.shape)])
def test_parts_that_a_tensor_does_not_have_are_told(make: Any) -> None:
    x = np.arange(16.0).reshape(8, 2)
    for starts, told in (
        ([50], r"whole numbers in increasing order up to 9\. Received: indices_or_sections = \(50,\)"),
        ([5, 3], "whole numbers in increasing order up to 9"),
        (3, "a number that divides the size of the axis, 8"),
    ):
        with pytest.raises(ValueError, match=rf"^op_split\(\): `indices_or_sections` should be {told}"):
            rk.op_split(make(x), starts, 1)
    for starts, plain in (([3, 9], [2, 8]), ([2, -2], [1, 6]), ([4, 4], [3, 3])):
        parts = np.split(x, plain)
        for ours, part in zip(rk.op_split(make(x), starts, 1), parts, strict=True):
            assert ours.shape == part.shape
            assert isinstance(ours, keras.KerasTensor) or np.array_equal(ours, part)


def test_positions_beyond_32_bits_are_no_other_positions() -> None:
    far = np.array([2**32 + 1])
    for take in (
        lambda: rk.op_take(X[0], far),
        lambda: rk.op_take(X[0], far - 1, zero_indexed=True),
        lambda: rk.op_take_along_axis(X[0], far, axis=1),
        lambda: rk.op_scatter(far[:, None], [1.0], (4,)),
        lambda: rk.op_segment_sum([1.0], far),
        lambda: rk.op_slice(X[0], far, [1]),
    ):
        with pytest.raises(ValueError, match=r"should be whole numbers from [01] to .* Received: \w+ = 429496729[67]"):
            take()
    with pytest.raises(ValueError, match=r"`indices` should be .* Numbers beyond 2147483647 are too large"):
        rk.op_take(X[0], [float(far[0])])
    for shift in (2**32 + 1, far, far[0], [0, float(far[0])]):
        with pytest.raises(ValueError, match=r"`shift` should be .* Numbers beyond 2147483647 are too large"):
            rk.op_roll(X, shift, axis=[1, 2])
    for one_hot in (rk.op_one_hot(far, 3), rk.k_one_hot(far - 1, 3), rk.op_one_hot(np.uint8([0]), 3)):
        assert not np.asarray(one_hot).any()
    i = keras.Input((1,), dtype="int64")
    model = keras.Model(i, rk.op_take(keras.ops.convert_to_tensor(X[0]), i))
    assert np.asarray(model(np.int64([[3]]))).tolist() == [[5]]
    with pytest.raises(tf.errors.InvalidArgumentError):
        model(far[None])


def test_numbers_beyond_32_bits_beside_others_are_those_numbers() -> None:
    """Plain TensorFlow takes a number of Python beside int32 modulo 2^32."""
    far, one = 2**32 + 1, np.int32([1])
    for found, right in (
        (rk.op_add(one, far), [far + 1]),
        (rk.op_add(np.array([far]), one), [far + 1]),
        (rk.op_floor_divide(np.array([far]), 2), [2**31]),
        (rk.op_equal(one, far), [False]),
        (rk.op_where([True], far, 0), [far]),
        (rk.op_clip(np.int32([5]), 0, far), [5]),
    ):
        assert np.ravel(found).tolist() == right
