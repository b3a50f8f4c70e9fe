"""The `op_*` functions that take functions, take parts, tell about tensors, or refuse what would be wrong."""

from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

import rkeras_py as rk

pytestmark = pytest.mark.quick

X = np.float32([[3, 2, 5], [1, 9, 7]])


def values(result: Any) -> Any:
    return keras.tree.map_structure(np.asarray, result)


def run(outputs: Any, inputs: Any, *arrays: Any) -> Any:
    return values(keras.Model([inputs], outputs)([tf.constant(one) for one in arrays]))


def test_conversions_keep_the_precision_that_is_asked_for() -> None:
    assert rk.op_convert_to_tensor([1.5]).dtype == "float32"
    third = rk.op_convert_to_tensor([1 / 3], "float64")
    assert float(third[0]) == 1 / 3
    assert float(rk.op_cast(np.array([1 / 3]), "float64")[0]) == 1 / 3
    assert rk.op_convert_to_numpy(rk.op_cast(X, "bfloat16")).dtype.name == "bfloat16"
    assert rk.op_convert_to_array(rk.op_cast(X, "bfloat16")).dtype == "float32"
    assert rk.op_add(rk.op_cast(X, "float16"), 1).dtype == "float16"
    assert rk.op_multiply(rk.op_cast([2], "int64"), 3).dtype == "int64"


def test_questions_about_tensors() -> None:
    symbol = keras.Input((3,))
    assert rk.op_shape(X) == (2, 3) and rk.op_shape(symbol) == (None, 3)
    assert rk.op_ndim(X) == rk.op_ndim(symbol) == 2
    assert int(rk.op_size(X)) == 6
    assert rk.op_dtype(1) == "int32" and rk.op_dtype(symbol) == "float32"
    assert rk.op_is_tensor(symbol) and rk.op_is_tensor(tf.constant(1)) and not rk.op_is_tensor(X)
    assert rk.op_empty((2, 3), "int32").shape == (2, 3)


def test_products_and_grids_of_several_tensors() -> None:
    np.testing.assert_allclose(rk.op_einsum("ij,kj->ik", X, X), X @ X.T)
    for indexing in ("xy", "ij"):
        for found, expected in zip(
            rk.op_meshgrid([1, 2], [3, 4, 5], indexing=indexing),
            np.meshgrid([1, 2], [3, 4, 5], indexing=indexing),
            strict=True,
        ):
            np.testing.assert_array_equal(found, expected)


def test_a_branch_is_chosen() -> None:
    assert rk.op_cond(True, lambda: 1, lambda: 2) == 1
    assert rk.op_cond(tf.constant(0), lambda: 1, lambda: 2) == 2
    branches = [lambda x, y: x + y, lambda x, y: x - y]
    assert rk.op_switch(1, branches, 5.0, 3.0) == 8 and rk.op_switch(2, branches, 5.0, 3.0) == 2
    assert [rk.op_switch(index, branches, 5.0, 3.0) for index in (-1, 0, 3)] == [8, 8, 2]
    symbol = keras.Input(batch_shape=(), dtype="int32")
    assert run(rk.op_switch(symbol, branches, 5.0, 3.0), symbol, 2) == 2


def test_elements_are_chosen_and_replaced_by_a_mask() -> None:
    mask, expected = X > 0.2, X.copy()
    np.testing.assert_array_equal(rk.op_subset(X, tf.constant(mask)), X[mask])
    expected[mask] = np.arange(mask.sum())
    for one in (mask, tf.constant(mask)):
        np.testing.assert_array_equal(rk.op_subset_set(X, one, value=np.arange(mask.sum())), expected)
    later = tf.function(lambda mask, value: rk.op_subset_set(X, mask, value=value))
    np.testing.assert_array_equal(later(tf.constant(mask[:, 0]), 7.0), np.where(mask[:, :1], 7, X))
    with pytest.raises(ValueError, match=r"`value` should be a number, where a model computes which elements"):
        later(tf.constant(mask), tf.ones(3))


def test_a_branch_is_chosen_in_a_saved_model() -> None:
    symbol, condition = keras.Input((3,)), keras.Input(batch_shape=(), dtype="bool")
    model = keras.Model([symbol, condition], rk.op_cond(condition, lambda: symbol * 2, lambda: symbol + 1))
    for one in (model, keras.models.model_from_json(model.to_json())):
        np.testing.assert_allclose(one([tf.constant(X), tf.constant(True)]), X * 2)
        np.testing.assert_allclose(one([tf.constant(X), tf.constant(False)]), X + 1)
    with pytest.raises(ValueError, match=r"op_cond\(\): `pred` should be a single True or False"):
        rk.op_cond(symbol, lambda: 1, lambda: 2)


class Everything(keras.layers.Layer):
    """A layer whose call takes positions, parts, branches and loops."""

    def call(self, x: Any) -> Any:
        best = rk.op_argmax(x, axis=2)
        parts = [
            rk.op_take(x, [2, 1], axis=2),
            rk.op_take_along_axis(x, rk.op_expand_dims(best, 2), axis=2),
            rk.op_one_hot(best, 3),
            rk.op_subset_set(x, ..., 2, value=0.0),
            rk.op_subset_set(x, x > 0.2, value=0.0),
            rk.op_cond(rk.op_sum(x) > 0, lambda: x * 2, lambda: x),
            rk.op_while_loop(lambda i, value: i < 3, lambda i, value: [i + 1, value + 1], [0, x])[1],
            rk.op_top_k(x, 2).values,
            rk.op_vectorize(lambda p, q: p + q)(x, x),
        ]
        return rk.op_concatenate(parts, axis=2)


def test_a_layer_computes_the_same_while_it_is_trained() -> None:
    at_once = Everything()(X)
    np.testing.assert_allclose(tf.function(Everything())(X), at_once)
    model = keras.Sequential([keras.Input((3,)), Everything(), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    assert np.isfinite(model.fit(X, np.ones(2), verbose=0).history["loss"][0])


def test_random_numbers() -> None:
    generator = rk.random_seed_generator(3)
    assert not np.array_equal(rk.random_normal(5, seed=generator), rk.random_normal(5, seed=generator))
    for name, options in (
        ("normal", {"mean": 1.0, "stddev": 2.0}),
        ("truncated_normal", {"mean": 1.0}),
        ("uniform", {"minval": -1.0, "maxval": 3.0}),
        ("beta", {"alpha": 2.0, "beta": 3.0}),
        ("gamma", {"alpha": 2.0}),
        ("binomial", {"counts": 5.0, "probabilities": 0.4}),
    ):
        found = getattr(rk, f"random_{name}")((2, 3), seed=4, **options)
        np.testing.assert_array_equal(found, getattr(keras.random, name)((2, 3), seed=4, **options))
    np.testing.assert_array_equal(rk.random_integer(9, 1, 4, seed=1), keras.random.randint((9,), 1, 4, seed=1))
    odds = np.log(np.float32([[0.2, 0.5, 0.3]]))
    drawn = keras.random.categorical(odds, 9, seed=1)
    np.testing.assert_array_equal(rk.random_categorical(odds, 9, seed=1), drawn + 1)
    np.testing.assert_array_equal(rk.random_categorical(odds, 9, seed=1, zero_indexed=True), drawn)
    np.testing.assert_array_equal(rk.random_shuffle(X, axis=2, seed=1), keras.random.shuffle(X, 1, seed=1))
    np.testing.assert_array_equal(rk.random_dropout(X, 0.5, seed=1), keras.random.dropout(X, 0.5, seed=1))
    symbol = keras.Input((3,))
    np.testing.assert_array_equal(
        run(rk.random_dropout(symbol, 0.5, seed=1), symbol, X), keras.random.dropout(X, 0.5, seed=1)
    )


def test_loops() -> None:
    assert values(rk.op_while_loop(lambda i, x: i < 5, lambda i, x: [i + 1, x * 2], [0, 1.0])) == [5, 32]
    assert rk.op_while_loop(lambda i: i < 5, lambda i: i + 1, 0) == 5
    assert rk.op_while_loop(lambda i: True, lambda i: i + 1, 0, 3) == 3
    with pytest.raises(ValueError, match=r"op_while_loop\(\): `body` should be a function that returns a list of 2"):
        rk.op_while_loop(lambda i, x: i < 5, lambda i, x: [i + 1], [0, 1.0])
    assert rk.op_fori_loop(0, 10, lambda i, total: total + i, 0) == 45
    symbol = keras.Input((3,))
    doubled = rk.op_fori_loop(0, 3, lambda i, x: x * 2, symbol)
    np.testing.assert_allclose(run(doubled, symbol, X), X * 8)


@pytest.mark.parametrize("reverse", [False, True])
def test_scans(reverse: bool) -> None:
    order = slice(None, None, -1) if reverse else slice(None)
    sums = np.cumsum(X[order], axis=0)[order]
    last, steps = rk.op_scan(lambda total, x: [total + x, total + x], np.zeros(3), X, reverse=reverse)
    np.testing.assert_allclose(steps, sums)
    np.testing.assert_allclose(last, X.sum(0))
    np.testing.assert_allclose(rk.op_associative_scan(lambda a, b: a + b, X, reverse), sums)
    across = rk.op_associative_scan(lambda a, b: a + b, X, axis=2)
    np.testing.assert_allclose(across, np.cumsum(X, axis=1))
    assert values(rk.op_scan(lambda total, _: [total + 1, total], 0.0, length=3))[0] == 3
    last, named = rk.op_scan(lambda one, x: [{"b": one["b"] + x}, {"a": one["b"]}], {"b": 0.0}, [1.0, 2.0])
    assert values([last["b"]]) == [3] and named.keys() == {"a"} and values(named["a"]).tolist() == [0, 1]
    assert rk.op_scan(lambda total, x: [total + x, None], 0.0, [1.0])[1] is None
    with pytest.raises(ValueError, match=r"op_scan\(\): `f` should be .* as many parts as the value .* an output of 2"):
        rk.op_scan(lambda total, x: [total + x, [x, x]], 0.0, [1.0])


@pytest.mark.parametrize("name", ["op_map", "op_vectorized_map"])
def test_maps(name: str) -> None:
    np.testing.assert_allclose(getattr(rk, name)(X, lambda row: row * row[0]), X * X[:, :1])
    np.testing.assert_allclose(getattr(rk, name)([X, X], lambda rows: rows[0] + rows[1]), X * 2)
    symbol = keras.Input((3,))
    np.testing.assert_allclose(run(getattr(rk, name)(symbol, lambda row: row * 2), symbol, X), X * 2)


def test_a_function_of_single_elements_is_vectorized() -> None:
    def larger(x: Any, y: Any) -> Any:
        return rk.op_cond(x > y, lambda: x, lambda: y)

    np.testing.assert_allclose(rk.op_vectorize(larger)(X, [2.0, 4.0, 6.0]), np.maximum(X, [2, 4, 6]))
    products = rk.op_vectorize(lambda x, y: rk.op_sum(x * y), signature="(d),(d)->()")
    np.testing.assert_allclose(products(X, X[0]), X @ X[0])
    powers = rk.op_vectorize(lambda x, times: x * len(times), excluded=2)
    np.testing.assert_allclose(powers(X, "abc"), X * 3)
    symbol = keras.Input((3,))
    np.testing.assert_allclose(run(rk.op_vectorize(lambda x: x + 1)(symbol), symbol, X), X + 1)
    with pytest.raises(ValueError, match=r"op_vectorize\(\): `signature` should be axes"):
        rk.op_vectorize(lambda x: x, signature="d")(X)


def test_a_function_has_the_gradient_that_it_says() -> None:
    def log1pexp(x: Any) -> Any:
        e = tf.exp(x)
        return [tf.math.log(1 + e), lambda upstream: upstream * (1 - 1 / (1 + e))]

    graded = rk.op_custom_gradient(log1pexp)
    x = tf.constant(100.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = graded(x)
    assert tape.gradient(y, x) == 1
    symbol = keras.Input((3,))
    np.testing.assert_allclose(run(graded(symbol), symbol, X), np.log1p(np.exp(X)), rtol=1e-5)
    with pytest.raises(
        ValueError, match=r"op_custom_gradient\(\): `f` should be a function that returns a list of two"
    ):
        rk.op_custom_gradient(lambda x: x)(x)


def test_parts() -> None:
    np.testing.assert_array_equal(rk.op_subset(X, 1), X[0])
    np.testing.assert_array_equal(rk.op_subset(X, 2, slice(2, 3)), X[1, 1:3])
    np.testing.assert_array_equal(rk.op_subset(X, ..., -1), X[:, -1])
    np.testing.assert_array_equal(rk.op_subset(X, slice(None), [3, 1]), X[:, [2, 0]])
    np.testing.assert_array_equal(rk.op_subset(X, [False, True]), X[1:])
    assert rk.op_subset(X, None, 1).shape == (1, 3)
    np.testing.assert_array_equal(rk.op_get_item(X, 2), X[1])
    np.testing.assert_array_equal(rk.op_get_item(X, [2, 3]), X[1, 2])
    with pytest.raises(IndexError, match="go from 1 to 2"):
        rk.op_subset(X, 3)


def test_parts_get_other_values() -> None:
    def changed(place: Any, value: Any) -> Any:
        copy = X.copy()
        copy[place] = value
        return copy

    np.testing.assert_array_equal(rk.op_subset_set(X, 1, value=0), changed(0, 0))
    np.testing.assert_array_equal(rk.op_subset_set(X, 1, slice(2, 3), value=[8, 9]), changed((0, slice(1, 3)), [8, 9]))
    np.testing.assert_array_equal(
        rk.op_subset_set(X, ..., [3, 1], value=[[1], [2]]), changed((slice(None), [2, 0]), [[1], [2]])
    )
    np.testing.assert_array_equal(rk.op_subset_set(X, value=4), np.full_like(X, 4))
    assert rk.op_subset_set([1, 2], 1, value=5.0).dtype == "int32"
    for value, message in ((np.zeros((3, 3)), "of shape"), ([1, 2], "of shape"), (np.zeros((1, 1, 3)), "of shape")):
        with pytest.raises(ValueError, match=message):
            rk.op_subset_set(X, ..., value=value)
    with pytest.raises(ValueError, match="of type int32 like the tensor"):
        rk.op_subset_set([1, 2], 1, value=0.5)


def test_gradients_of_what_is_kept_and_of_the_new_values() -> None:
    x, new = tf.constant(X), tf.constant([10.0, 20.0])
    with tf.GradientTape() as tape:
        tape.watch([x, new])
        total = tf.reduce_sum(rk.op_subset_set(x, 1, slice(2, 3), value=new) ** 2)
    old, others = tape.gradient(total, [x, new])
    np.testing.assert_allclose(old, 2 * X * [[1, 0, 0], [1, 1, 1]])
    np.testing.assert_allclose(others, [20, 40])


def test_parts_of_samples_are_changed_in_a_saved_model() -> None:
    samples, new = keras.Input((3, 2)), keras.Input((2,))
    model = keras.Model([samples, new], rk.op_subset_set(samples, slice(None), 2, value=new))
    loaded = keras.models.model_from_json(model.to_json())
    x, y = np.random.default_rng(1).normal(size=(4, 3, 2)), np.random.default_rng(2).normal(size=(4, 2))
    expected = x.copy()
    expected[:, 1] = y
    for one in (model, loaded):
        np.testing.assert_allclose(one([x, y]), expected, rtol=1e-6)
    with pytest.raises(IndexError, match="leave its index empty"):
        rk.op_subset_set(samples, 1, value=0)


def test_what_keras_computes_wrongly_in_models_is_right() -> None:
    line = keras.Input((4,))
    x = np.float32([[3, 1, 2, 7]])
    for method in ("lower", "higher", "nearest", "midpoint"):
        found = run(rk.op_quantile(line, 0.3, axis=2, method=method), line, x)
        np.testing.assert_allclose(found, np.quantile(x, 0.3, axis=1, method=method))
    steps, kernel = keras.Input((9, 2)), np.random.default_rng(1).normal(size=(3, 4, 2))
    signal = np.random.default_rng(2).normal(size=(2, 9, 2)).astype("float32")
    expected = keras.ops.conv_transpose(signal, kernel.astype("float32"), 2)
    np.testing.assert_allclose(
        run(rk.op_conv_transpose(steps, kernel, 2), steps, signal), expected, rtol=1e-5, atol=1e-5
    )
    assert rk.op_argpartition([0.9, 0.1, 0.5], 1)[0] == 2


def test_what_tensorflow_joins_wrongly_is_right() -> None:
    for name in ("concatenate", "stack", "hstack", "vstack"):
        np.testing.assert_array_equal(getattr(rk, f"op_{name}")(X), getattr(np, name)(X))
    for vectors in ([[1, 2], [3, 4]], [[1, 2], [[3, 4], [5, 6]]], [1, 2]):
        np.testing.assert_array_equal(rk.op_vstack(vectors), np.vstack(vectors))
    vector = keras.Input(batch_shape=(3,))
    np.testing.assert_array_equal(run(rk.op_vstack(vector, vector), vector, X[0]), np.vstack([X[0], X[0]]))


@pytest.mark.parametrize("labels", [[[0, 1], [1, 0]], [[False, True], [True, False]]])
def test_labels_may_be_whole_numbers(labels: list[Any]) -> None:
    chances = np.float32([[0.1, 0.9], [0.6, 0.4]])
    as_floats = np.float32(labels)
    np.testing.assert_allclose(rk.op_binary_crossentropy(labels, chances), -np.log([[0.9, 0.9], [0.6, 0.6]]), rtol=1e-5)
    found = rk.op_categorical_crossentropy(labels, chances)
    np.testing.assert_allclose(found, keras.ops.categorical_crossentropy(as_floats, chances))
    symbol = keras.Input(batch_shape=(2, 2), dtype=str(np.asarray(labels).dtype))
    np.testing.assert_allclose(run(rk.op_categorical_crossentropy(symbol, chances), symbol, labels), found)


def test_a_single_length_and_a_whole_double_are_as_r_sends_them() -> None:
    scores = np.zeros((1, 2, 3), "float32")
    np.testing.assert_allclose(rk.op_ctc_loss([[1]], scores, 1, 2), [np.log(3)], rtol=1e-6)
    np.testing.assert_array_equal(rk.op_ctc_decode(scores, 2)[0], rk.op_ctc_decode(scores, [2])[0])
    np.testing.assert_allclose(rk.op_normalize([3, 1], order=1.0), [0.75, 0.25])
    for order in (np.inf, -np.inf, 1, "fro"):
        values = np.array([[1.0, -2.0], [3.0, 4.5]])
        np.testing.assert_allclose(rk.op_norm(values, ord=order), np.linalg.norm(values, ord=order), rtol=1e-6)
    assert rk.op_qr(X)._fields == ("q", "r")


def test_what_keras_computes_without_a_word_is_refused() -> None:
    for call, message in (
        (
            lambda: rk.op_slice_update(X, (1, 3), np.ones((2, 2))),
            r"op_slice_update\(\): `start_indices` should be such that",
        ),
        (
            lambda: rk.op_slice_update(X, (-1, 1), np.ones((1, 1))),
            r"`start_indices` should be whole numbers of at least 1",
        ),
        (
            lambda: rk.op_segment_sum([1, 2], [1, -1], 2),
            r"op_segment_sum\(\): `segment_ids` should be whole numbers of at",
        ),
        (lambda: rk.op_unravel_index(7, (2, 3)), r"`indices` should be whole numbers from 1 to 6\. .+ indices = 7$"),
        (
            lambda: rk.op_tensordot(np.ones((2, 3, 4)), np.ones((4, 3, 2))),
            r"tensordot\(\): axes that are multiplied",
        ),
        (lambda: rk.op_concatenate([X, X[:1]], axis=2), r"axes but the joined one should .*same sizes\..*, axis = 2$"),
        (lambda: rk.op_quantile(X, 1.5), r"op_quantile\(\): `q` should be a probability"),
        (lambda: rk.op_average(X, weights=[1, 2]), r"op_average\(\): `weights` should be of the shape \(2, 3\)\."),
        (lambda: rk.op_average(X, 1, [1, 2, 3]), r"`weights` should be of the shape \(2, 3\) or \(2,\)\."),
        (lambda: rk.op_bitwise_and(1.5, 1), r"op_bitwise_and\(\): `x` should be a tensor or an array of whole numbers"),
    ):
        with pytest.raises(ValueError, match=message):
            call()


def test_the_gradient_of_a_block_and_of_what_is_around_it() -> None:
    x, block = tf.constant(X), tf.constant([[10.0], [20.0]])
    with tf.GradientTape() as tape:
        tape.watch([x, block])
        total = tf.reduce_sum(rk.op_slice_update(x, (1, 2), block) ** 2)
    old, new = tape.gradient(total, [x, block])
    np.testing.assert_allclose(old, 2 * X * [1, 0, 1])
    np.testing.assert_allclose(new, [[20], [40]])


@pytest.mark.parametrize("name", ["op_take", "op_take_along_axis"])
def test_position_0_is_refused_or_out_of_bounds(name: str) -> None:
    take = getattr(rk, name)
    with pytest.raises(ValueError, match=rf"{name}\(\): `indices` should be whole numbers other than 0"):
        take([1, 2, 3], [0])
    symbol = keras.Input(batch_shape=(1,), dtype="int32")
    model = keras.Model(symbol, take(tf.constant([1, 2, 3]), symbol))
    assert model(tf.constant([3])) == 3
    with pytest.raises(Exception, match=r"indices|index"):
        model(tf.constant([0]))


def test_a_model_with_operations_is_saved_to_a_file(tmp_path: Any) -> None:
    symbol = keras.Input((3,))
    best = rk.op_argmax(rk.op_add(symbol, [1, 2, 3]), axis=2)
    model = keras.Model(symbol, [best, rk.op_relu(rk.op_subtract(symbol, 4)), rk.op_one_hot(best, 3)])
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    for found, expected in zip(loaded(X), model(X), strict=True):
        np.testing.assert_allclose(found, expected)
    np.testing.assert_array_equal(model(X)[0], np.argmax(np.add(X, [1, 2, 3]), axis=1) + 1)


def test_a_factor_is_no_position() -> None:
    factor = pd.Categorical(["b", "a"])
    for call in (
        lambda: rk.op_one_hot(factor, 2),
        lambda: rk.op_take(X, factor, axis=2),
        lambda: rk.op_sum(factor),
        lambda: rk.op_array(factor),
    ):
        with pytest.raises(ValueError, match=r"^op_\w+\(\): `\w+` should be .*A factor is not a tensor: as.integer"):
            call()


def test_one_number_is_scattered_to_one_place() -> None:
    expected = np.zeros((2, 2), "float32")
    expected[0, 1] = 9
    np.testing.assert_array_equal(rk.op_scatter([[1, 2]], 9, (2, 2)), expected)
    np.testing.assert_array_equal(rk.op_scatter_update(rk.op_zeros((2, 2)), [[1, 2]], 9), expected)
