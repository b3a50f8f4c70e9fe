"""Loops, CTC, normalization against Keras 2."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from backend_support import RNG, assert_same, assert_same_in_model, leaves, normal

from rkeras_py.backend import normalization as norm
from rkeras_py.backend import sequences as seq

pytestmark = pytest.mark.quick

ORACLE = tf_keras.backend
ROWS = normal(6, 3)
STEPS = normal(2, 5, 3)
INPUT, STATE = normal(3, 4), normal(4, 4)
MASK = np.array([[1, 1, 1, 0, 0], [1, 0, 1, 1, 1]])


def step(inputs: Any, states: Any) -> Any:
    output = tf.tanh(inputs @ INPUT + states[0] @ STATE)
    return output, [output]


def test_map_fn() -> None:
    assert_same(seq.k_map_fn(tf.reduce_sum, ROWS), ROWS.sum(1))
    assert_same(seq.k_map_fn(lambda pair: pair[0] * pair[1], [ROWS, ROWS]), ROWS**2)
    signs = seq.k_map_fn(lambda row: tf.reduce_sum(row) > 0, ROWS, dtype="int32")
    assert signs.dtype == tf.int32
    assert_same(signs, ROWS.sum(1) > 0)
    assert_same_in_model(lambda x: seq.k_map_fn(lambda one: one * 2, x), STEPS)
    assert_same_in_model(lambda x: seq.k_map_fn(lambda one: one * 2, x), np.arange(6, dtype="int32").reshape(2, 3))


@pytest.mark.parametrize("name", ["foldl", "foldr"])
def test_folds(name: str) -> None:
    def combine(so_far: Any, row: Any) -> Any:
        return so_far * 0.5 + row

    ours, theirs = getattr(seq, f"k_{name}"), getattr(ORACLE, name)
    assert_same(ours(combine, ROWS), theirs(combine, tf.constant(ROWS)))
    assert_same(ours(combine, ROWS, np.ones(3)), theirs(combine, tf.constant(ROWS), tf.ones(3)))
    assert_same_in_model(lambda x: ours(combine, x), STEPS)


@pytest.mark.parametrize("fold", [seq.k_foldl, seq.k_foldr])
def test_a_fold_that_fails_leaves_strategies_working(fold: Any) -> None:
    with pytest.raises(ValueError, match="should be a function that returns the next result"):
        fold(lambda so_far, row: "text", keras.Input((3,)))
    with tf.distribute.MirroredStrategy(["CPU:0"]).scope():
        assert tf.Variable(2.0).numpy() == 2


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"go_backwards": True},
        {"unroll": True},
        {"mask": MASK},
        {"mask": MASK, "unroll": True, "go_backwards": True},
    ],
)
def test_rnn(options: dict[str, Any]) -> None:
    given = {name: tf.constant(value) if name == "mask" else value for name, value in options.items()}
    right = ORACLE.rnn(step, tf.constant(STEPS), [tf.zeros((2, 4))], **given)
    assert_same(seq.k_rnn(step, STEPS, [np.zeros((2, 4))], **options), right)
    assert_same_in_model(lambda x: seq.k_rnn(step, x, [np.zeros((2, 4))], **options), STEPS)


def test_rnn_passes_constants_and_takes_a_single_state() -> None:
    def shifted(inputs: Any, states: Any) -> Any:
        assert isinstance(states, list) and len(states) == 2
        return [inputs + states[1], states[0] + 1]

    last, _, states = seq.k_rnn(shifted, STEPS, np.zeros((2, 1)), constants=[np.ones(3)])
    assert_same(last, STEPS[:, -1] + 1)
    assert_same(states, [np.full((2, 1), 5.0)])
    with pytest.raises(ValueError, match=r"k_rnn\(\): `step_function` should be a function that returns a list of two"):
        seq.k_rnn(lambda inputs, states: inputs, keras.Input((5, 3)), [np.zeros((1, 3))])


def test_errors_of_the_function_name_the_loop() -> None:
    with pytest.raises(ValueError, match=r"^k_foldl\(\): .*shape"):
        seq.k_foldl(lambda a, b: tf.zeros(7), keras.Input((5, 3)))
    with pytest.raises(ZeroDivisionError):
        seq.k_map_fn(lambda row: row / (1 // 0), ROWS)
    with pytest.raises(ValueError, match=r"k_map_fn\(\): `fn` should be a function"):
        seq.k_map_fn(3, ROWS)


LABELS = RNG.integers(0, 4, (3, 4)).astype("int32")
PROBABILITIES = np.exp(normal(3, 8, 5))
PROBABILITIES /= PROBABILITIES.sum(-1, keepdims=True)
STEPS_OF_EACH, LABELS_OF_EACH = np.array([[8], [7], [8]]), np.array([[4], [2], [3]])


def test_ctc_cost() -> None:
    right = ORACLE.ctc_batch_cost(tf.constant(LABELS), tf.constant(PROBABILITIES), STEPS_OF_EACH, LABELS_OF_EACH)
    assert_same(seq.k_ctc_batch_cost(LABELS, PROBABILITIES, STEPS_OF_EACH, LABELS_OF_EACH), right)
    inputs = [keras.Input(shape) for shape in ((4,), (8, 5), (1,), (1,))]
    model = keras.Model(inputs, seq.k_ctc_batch_cost(*inputs))
    assert_same(model([LABELS, PROBABILITIES, STEPS_OF_EACH, LABELS_OF_EACH]), right)


@pytest.mark.parametrize("options", [{}, {"greedy": False, "top_paths": 3, "beam_width": 20}])
def test_ctc_decoding(options: dict[str, Any]) -> None:
    lengths = STEPS_OF_EACH[:, 0]
    right = ORACLE.ctc_decode(tf.constant(PROBABILITIES), tf.constant(lengths), **options)
    assert_same(seq.k_ctc_decode(PROBABILITIES, lengths, **options), right)
    assert_same_in_model(lambda x: seq.k_ctc_decode(x, lengths, **options), PROBABILITIES)


def test_ctc_labels() -> None:
    lengths = LABELS_OF_EACH[:, 0].astype("int32")
    right = tf.sparse.to_dense(ORACLE.ctc_label_dense_to_sparse(tf.constant(LABELS), tf.constant(lengths)))
    found = seq.k_ctc_label_dense_to_sparse(LABELS, lengths)
    assert_same(tf.sparse.to_dense(found), right)
    with pytest.raises(ValueError, match=r"`labels` should be a tensor with values\. Call it in"):
        seq.k_ctc_label_dense_to_sparse(keras.Input((4,)), lengths)


IMAGES = normal(4, 5, 6, 3)


def test_batch_normalization() -> None:
    stats = [normal(3), np.abs(normal(3)), normal(3), normal(3)]
    for x, values in (
        (IMAGES, stats),
        (IMAGES[0], stats),
        (IMAGES[0], [*stats[:2], None, None]),
        (IMAGES, [one.reshape(1, 1, 1, 3) for one in stats]),
    ):
        tensors = [None if one is None else tf.constant(one) for one in (x, *values)]
        assert_same(norm.k_batch_normalization(x, *values), ORACLE.batch_normalization(*tensors))
    second = norm.k_batch_normalization(np.moveaxis(IMAGES, -1, 1), *stats, axis=2)
    assert_same(second, np.moveaxis(norm.k_batch_normalization(IMAGES, *stats).numpy(), -1, 1))
    assert_same_in_model(lambda x: norm.k_batch_normalization(x, *stats), IMAGES)


@pytest.mark.parametrize("axes", [[0, 1, 2], [0, 2, 3], [0, 1]])
def test_normalizing_a_batch(axes: list[int]) -> None:
    shape = [IMAGES.shape[axis] for axis in range(4) if axis not in axes]
    gamma, beta = normal(*shape), normal(*shape)
    right = ORACLE.normalize_batch_in_training(tf.constant(IMAGES), tf.constant(gamma), tf.constant(beta), axes)
    assert_same(norm.k_normalize_batch_in_training(IMAGES, gamma, beta, axes), right)
    plain = norm.k_normalize_batch_in_training(IMAGES, None, None, axes)
    expected = (IMAGES - IMAGES.mean(tuple(axes), keepdims=True)) / np.sqrt(
        IMAGES.var(tuple(axes), keepdims=True) + 0.001
    )
    assert_same(plain[0], expected)
    assert_same_in_model(lambda x: norm.k_normalize_batch_in_training(x, gamma, beta, axes), IMAGES)


def test_moving_averages() -> None:
    for variable in (keras.Variable([1.0, 2.0]), tf.Variable([1.0, 2.0])):
        assert norm.k_moving_average_update(variable, [3, 4], 0.9) is variable
        np.testing.assert_allclose(leaves(variable)[0], [1.2, 2.2], rtol=1e-6)
    with pytest.raises(ValueError, match=r"^k_moving_average_update\(\): `x` should be a variable"):
        norm.k_moving_average_update(tf.constant(1.0), 2.0, 0.9)


def test_in_top_k() -> None:
    scores, classes = normal(20, 4), RNG.integers(0, 4, 20)
    for k in (1, 2, 3):
        right = ORACLE.in_top_k(tf.constant(scores), tf.constant(classes), k)
        np.testing.assert_array_equal(norm.k_in_top_k(scores, classes, k), right)
    assert_same_in_model(lambda x: norm.k_in_top_k(x, classes, 2), scores)
