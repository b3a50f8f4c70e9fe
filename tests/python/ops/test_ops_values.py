"""Operations on values that are not finite, on texts, and on ragged positions."""

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
