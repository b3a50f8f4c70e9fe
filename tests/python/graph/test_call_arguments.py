"""The arguments of a layer's call give the numbers of Keras 2: at once, in a model, and where its file is read."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras

import rkeras_py as rk
from rkeras_py.data.arrays import Factor

n = tf_keras.layers
RANDOM = np.random.default_rng(2)


def draw(*shape: int) -> np.ndarray:
    return RANDOM.normal(size=shape).astype("float32")


STEPS, QUERY, VALUE, IMAGES = draw(2, 4, 3), draw(2, 4, 3), draw(2, 5, 3), draw(2, 4, 5, 5, 2)
STATE = [draw(2, 3), draw(2, 3)]
KEPT = np.array([[True, True, False, False], [True, False, True, True]])
NONE = np.array([[False] * 4, [True, True, False, True]])
KEPT_VALUES = np.array([[True, False, True, False, False], [False] * 5])
PAIRS = np.stack([np.tri(4, 5, -1, bool), np.tri(4, 5, 1, bool)])  # the first query sees nothing
MASKS: list[dict[str, Any]] = [{"mask": one} for one in (KEPT, NONE, KEPT.astype("float32"))]
CHANNELS: list[dict[str, Any]] = [{"mask": np.repeat(one["mask"][..., None], 3, -1)} for one in MASKS]
STATES: list[dict[str, Any]] = [{"initial_state": STATE[:1]}, {"initial_state": STATE[:1], "mask": KEPT}]
LSTM_STATES: list[dict[str, Any]] = [{"initial_state": STATE}, {"initial_state": STATE, "mask": NONE}]
MODES: list[dict[str, Any]] = [{"training": True}, {"training": False}]
SCORES: list[dict[str, Any]] = [
    {"return_attention_scores": scores, "use_causal_mask": causal}
    for scores in (True, False)
    for causal in (True, False)
]
PAIR_MASKS: list[dict[str, Any]] = [
    {**scores, "mask": [query, value]} for scores in SCORES for query in (None, KEPT) for value in (KEPT_VALUES, None)
]
ATTENTION_MASKS: list[dict[str, Any]] = [
    {**scores, "attention_mask": mask} for scores in SCORES for mask in (PAIRS, KEPT_VALUES[:, None])
]
SEQUENCES = {"units": 3, "return_sequences": True}

CASES: dict[str, tuple[Any, Any, list[Any], list[dict[str, Any]]]] = {
    "softmax": (rk.layer_activation_softmax, n.Softmax, [draw(2, 4)], MASKS),
    "softmax of steps": (lambda: rk.layer_activation_softmax(axis=1), lambda: n.Softmax(1), [STEPS], CHANNELS),
    "rnn": (lambda: rk.layer_simple_rnn(**SEQUENCES), lambda: n.SimpleRNN(**SEQUENCES), [STEPS], [*MASKS, *STATES]),
    "gru": (lambda: rk.layer_gru(**SEQUENCES), lambda: n.GRU(**SEQUENCES), [STEPS], [*MASKS, *STATES]),
    "lstm": (lambda: rk.layer_lstm(**SEQUENCES), lambda: n.LSTM(**SEQUENCES), [STEPS], [*MASKS, *LSTM_STATES]),
    "both ways": (
        lambda: rk.bidirectional(layer=rk.layer_gru(units=3)),
        lambda: n.Bidirectional(n.GRU(3)),
        [STEPS],
        [*MASKS[:2], {"initial_state": STATE}],
    ),
    "cells": (
        lambda: rk.layer_rnn(cell=[rk.layer_gru_cell(units=3), rk.layer_gru_cell(units=2)]),
        lambda: n.RNN([n.GRUCell(3), n.GRUCell(2)]),
        [STEPS],
        MASKS[:2],
    ),
    "images": (
        lambda: rk.layer_conv_lstm_2d(filters=2, kernel_size=3),
        lambda: n.ConvLSTM2D(2, 3),
        [IMAGES],
        [*MASKS[:2], {"initial_state": [draw(2, 3, 3, 2), draw(2, 3, 3, 2)]}],
    ),
    "steps": (
        lambda: rk.time_distributed(layer=rk.layer_dense(units=2)),
        lambda: n.TimeDistributed(n.Dense(2)),
        [STEPS],
        MASKS[:2],
    ),
    "statistics": (rk.layer_batch_normalization, n.BatchNormalization, [STEPS], [*MODES, *MASKS[:2]]),
    "mean": (
        rk.layer_global_average_pooling_1d,
        n.GlobalAveragePooling1D,
        [STEPS],
        [*MASKS[::2], {"mask": np.abs(draw(2, 4))}],
    ),
    "attention": (rk.layer_attention, n.Attention, [[QUERY, VALUE]], PAIR_MASKS),
    "additive attention": (rk.layer_additive_attention, n.AdditiveAttention, [[QUERY, VALUE]], PAIR_MASKS),
    "heads": (
        lambda: rk.layer_multi_head_attention(num_heads=2, key_dim=2),
        lambda: n.MultiHeadAttention(2, 2),
        [QUERY, VALUE],
        ATTENTION_MASKS,
    ),
    "heads with dropout": (
        lambda: rk.layer_multi_head_attention(num_heads=2, key_dim=2, dropout=0.5),
        lambda: n.MultiHeadAttention(2, 2, dropout=0.5),
        [QUERY, VALUE],
        ATTENTION_MASKS[:2],
    ),
    "heads over two axes": (
        lambda: rk.layer_multi_head_attention(num_heads=1, key_dim=2, attention_axes=[1, 2]),
        lambda: n.MultiHeadAttention(1, 2, attention_axes=(1, 2)),
        [draw(2, 2, 2, 3), draw(2, 2, 2, 3)],
        [{"attention_mask": np.arange(32).reshape(2, 2, 2, 2, 2) % 3 > 0, "return_attention_scores": True}],
    ),
    **{
        f"{name}, off": (make, theirs, [STEPS], MODES[1:])
        for name, make, theirs in (
            ("dropout", lambda: rk.layer_dropout(rate=0.5), lambda: n.Dropout(0.5)),
            ("noise", lambda: rk.layer_gaussian_noise(stddev=1), lambda: n.GaussianNoise(1.0)),
            ("maps", lambda: rk.layer_spatial_dropout_1d(rate=0.5), lambda: n.SpatialDropout1D(0.5)),
        )
    },
}


def list_arrays(values: Any) -> list[np.ndarray]:
    return [np.asarray(one) for one in tf.nest.flatten(values)]


def assert_equal(ours: Any, theirs: Any, case: Any) -> None:
    for mine, its in zip(list_arrays(ours), list_arrays(theirs), strict=True):
        np.testing.assert_allclose(mine, its, rtol=1e-4, atol=1e-5, err_msg=str(case))


def as_tensors(given: dict[str, Any]) -> dict[str, Any]:
    """Keras 2 takes states as tensors alone."""
    return {
        name: [tf.constant(one) for one in value] if name == "initial_state" else value for name, value in given.items()
    }


def get_lone(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def make_model(model: Any, make_input: Callable[[np.ndarray], Any], layer: Any, inputs: Any, given: Any) -> Any:
    places: list[Any] = []

    def place(value: Any) -> Any:
        if isinstance(value, list):
            return [place(one) for one in value]
        if isinstance(value, np.ndarray):
            places.append(make_input(value))
            return places[-1]
        return value

    outputs = layer(*[place(one) for one in inputs], **{name: place(one) for name, one in given.items()})
    return model(get_lone(places), outputs)


def make_both(name: str, given: dict[str, Any]) -> tuple[Any, Any, Any]:
    make, make_old, inputs, _ = CASES[name]
    make_input = lambda one: tf_keras.Input(one.shape[1:], dtype=str(one.dtype))  # noqa: E731
    theirs = make_model(tf_keras.Model, make_input, make_old(), inputs, given)
    make_input = lambda one: rk.layer_input(shape=one.shape[1:], dtype=str(one.dtype))  # noqa: E731
    ours = make_model(rk.keras_model, make_input, make(), inputs, given)
    ours.set_weights(theirs.get_weights())
    leaves = itertools.chain(tf.nest.flatten(inputs), tf.nest.flatten(list(given.values())))
    return ours, theirs, get_lone([one for one in leaves if isinstance(one, np.ndarray)])


@pytest.mark.parametrize("name", CASES)
def test_the_arguments_of_a_call_do_what_they_do_in_keras_2(name: str) -> None:
    make, make_old, inputs, calls = CASES[name]
    for given in calls:
        ours, theirs = make(), make_old()
        ours(*inputs), theirs(*inputs)
        ours.set_weights(theirs.get_weights())
        assert_equal(ours(*inputs, **given), theirs(*inputs, **as_tensors(given)), given)
        assert_equal(ours.get_weights(), theirs.get_weights(), given)


@pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file")  # by tf_keras
@pytest.mark.parametrize("name", CASES)
def test_they_do_so_in_a_model_and_in_its_file(name: str, tmp_path: Path) -> None:
    for given in CASES[name][3][-2:]:
        ours, theirs, data = make_both(name, given)
        expected = theirs(data)
        assert_equal(ours(data), expected, given)
        theirs.save(str(tmp_path / "old.h5"))
        rk.save_model_hdf5(ours, str(tmp_path / "new.keras"))
        for file in ("old.h5", "new.keras"):
            assert_equal(rk.load_model_hdf5(str(tmp_path / file))(data), expected, (file, given))


@pytest.mark.parametrize("mask", [KEPT * 0.5, KEPT * 2.0, (KEPT - 1) * 1e9])
def test_numbers_that_are_no_mask_are_refused(mask: np.ndarray) -> None:
    pairs, softmax = mask[:, :, None], rk.layer_activation_softmax()
    for call in (
        lambda: softmax(draw(2, 4), mask=mask),
        lambda: rk.layer_attention()([QUERY, QUERY], mask=[None, mask]),
        lambda: rk.layer_multi_head_attention(num_heads=1, key_dim=2)(QUERY, VALUE, attention_mask=pairs),
    ):
        with pytest.raises(ValueError, match="mask` should be 0 or 1"):
            call()
    scores, kept = rk.layer_input(shape=4), rk.layer_input(shape=4)
    with pytest.raises(Exception, match="`mask` must be 0 or 1"):
        rk.predict(rk.keras_model([scores, kept], softmax(scores, mask=kept)), [draw(2, 4), mask])


def test_a_softmax_over_several_axes_sums_to_one_where_nothing_is_left() -> None:
    scores = rk.layer_activation_softmax(axis=[1, 2])(STEPS, mask=np.zeros(STEPS.shape, bool))
    np.testing.assert_allclose(scores, 1 / 12, rtol=1e-5)  # Keras 2 gives 1 for each


def test_models_of_keras3_and_plain_keras_keep_their_own() -> None:
    x, mask = keras.Input((4,)), keras.Input((4,), dtype="bool")
    plain = keras.Model([x, mask], keras.layers.Softmax()(x, mask=mask))
    dialect = rk.keras_model([x, mask], rk.layer_activation_softmax()(x, mask=mask), match_targets=False)
    for model in (plain, dialect):
        assert not np.any(model([draw(1, 4), np.zeros((1, 4), bool)]))


def test_a_mask_may_be_a_list() -> None:
    scores, steps = np.array([[1.0, 2.0, 3.0]], "float32"), np.ones((1, 2, 3), "float32")
    for mask in ([[True, False, True]], [[1, 0, 1]]):
        softmax = rk.layer_activation_softmax()
        np.testing.assert_array_equal(softmax(scores, mask=mask), softmax(scores, mask=np.array(mask)))
    mean = rk.layer_global_average_pooling_1d()
    np.testing.assert_array_equal(mean(steps, mask=[[True, False]]), [[1, 1, 1]])


def test_a_mask_may_be_a_list_in_layers_that_ask_for_its_type() -> None:
    steps, mask = draw(2, 3, 2), [[True, False, True], [True, True, False]]
    rnn = rk.layer_simple_rnn(units=2)
    np.testing.assert_array_equal(rk.apply_layer(rnn, steps, mask=mask), rnn(steps, mask=np.array(mask)))


@pytest.mark.parametrize(("ours", "plain", "mask"), [
    (rk.layer_activation_softmax, keras.layers.Softmax, np.zeros((1, 1, 2), bool)),
    (rk.layer_activation_softmax, keras.layers.Softmax, np.array([[[2.0, 0.0]]])),
    (rk.layer_global_average_pooling_1d, keras.layers.GlobalAveragePooling1D, np.array([[1.0, 2, 0.5], [0, 1, 3]])),
    (rk.layer_time_distributed, keras.layers.TimeDistributed, None),
])  # fmt: skip
def test_layers_of_keras3_compute_masks_and_steps_as_keras_3(ours: Any, plain: Any, mask: Any) -> None:
    steps, inner = draw(2, 3, 2), () if mask is not None else (keras.layers.BatchNormalization(),)
    given = {"training": True} if mask is None else {"mask": mask}
    layer = ours(match_masks=False) if mask is not None else ours(layer=inner[0], match_masks=False)
    np.testing.assert_allclose(layer(steps, **given), plain(*inner)(steps, **given), atol=1e-6)
    with pytest.raises(TypeError, match="unknown argument `match_masks`"):
        rk.layer_dense(units=1, match_masks=False)


@pytest.mark.parametrize("mask", [Factor([0, 1, 0], ["a", "b"]), "a", np.array(["a", "b", "a"])])
def test_factors_and_text_are_no_mask(mask: object) -> None:
    with pytest.raises(ValueError, match=r"layer_activation_softmax\(\): `mask` should be numbers, logical"):
        rk.apply_layer(rk.layer_activation_softmax(), np.ones((1, 3), "float32"), mask=mask)
