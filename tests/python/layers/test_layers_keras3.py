"""Properties of the layers that Keras 3 brought, which samples cannot show."""

import random
from typing import Any

import keras
import numpy as np
import pytest
from layer_samples_keras3 import PIXELS

import rkeras_py as rk

pytestmark = pytest.mark.quick

IMAGES = np.random.default_rng(1).normal(size=(2, 6, 7, 3)).astype("float32")
BOXES = {
    "boxes": np.arange(24, dtype="float32").reshape(2, 3, 4),
    "labels": np.array([[1, 2, 3], [4, 5, 6]], dtype="float32"),
}


def test_equalization_gives_plain_kerass_numbers() -> None:
    expected = keras.layers.Equalization(**PIXELS, bins=8)(IMAGES)
    np.testing.assert_array_equal(rk.layer_equalization(**PIXELS, bins=8)(IMAGES), expected)
    np.testing.assert_array_equal(rk.layer_equalization(IMAGES, **PIXELS, bins=8), expected)
    assert np.abs(np.asarray(expected) - IMAGES).max() > 0.1


def test_aug_mix_gives_plain_kerass_numbers() -> None:
    results = []
    for make in (rk.layer_aug_mix, keras.layers.AugMix):
        random.seed(3)
        results.append(np.asarray(make(**PIXELS, num_chains=2, seed=7)(IMAGES)))
    np.testing.assert_array_equal(*results)
    assert np.abs(results[0] - IMAGES).max() > 0.01


@pytest.mark.parametrize("name", ["mix_up", "cut_mix"])
def test_labels_are_mixed_as_images_are(name: str) -> None:
    classes = {"mix_up": keras.layers.MixUp, "cut_mix": keras.layers.CutMix}
    data = {"images": IMAGES, "labels": np.eye(2, dtype="float32")}
    mixed, plain = (make(seed=5)(dict(data), training=True) for make in (getattr(rk, f"layer_{name}"), classes[name]))
    for part in ("images", "labels"):
        np.testing.assert_array_equal(mixed[part], plain[part])
    np.testing.assert_allclose(np.asarray(mixed["labels"]).sum(1), 1, rtol=1e-5)


@pytest.mark.parametrize(("number", "filled"), [(2, 0), (5, 2)])
def test_bounding_boxes_are_cut_off_and_filled_up(number: int, filled: int) -> None:
    ours, plain = (
        make(max_number=number, fill_value=-2, bounding_box_format="xyxy")(
            {"images": IMAGES, "bounding_boxes": {key: value.copy() for key, value in BOXES.items()}}
        )["bounding_boxes"]
        for make in (rk.layer_max_num_bounding_boxes, keras.layers.MaxNumBoundingBoxes)
    )
    for part in ("boxes", "labels"):
        np.testing.assert_array_equal(ours[part], plain[part])
    assert np.asarray(ours["boxes"]).shape == (2, number, 4)
    assert (np.asarray(ours["labels"]) == -2).sum() == 2 * filled


def test_a_query_attends_to_itself_or_to_another_sequence() -> None:
    arguments: dict[str, Any] = {"head_dim": 2, "num_query_heads": 4, "num_key_value_heads": 2, "seed": 1}
    x, y = keras.Input((6, 3)), keras.Input((4, 3))
    itself = keras.Model(x, rk.layer_group_query_attention(x, **arguments))
    both = keras.Model([x, y], rk.layer_group_query_attention([x, y], **arguments))
    both.set_weights(itself.get_weights())
    steps = np.random.default_rng(2).normal(size=(2, 6, 3)).astype("float32")
    plain = keras.layers.GroupQueryAttention(**arguments)
    plain(steps, steps)
    plain.set_weights(itself.get_weights())
    np.testing.assert_allclose(itself.predict(steps, verbose=0), plain(steps, steps), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(
        both.predict([steps, steps[:, :4]], verbose=0), plain(steps, steps[:, :4]), rtol=1e-5, atol=1e-6
    )


def test_a_pipeline_calls_layers_one_after_the_other() -> None:
    layers = [keras.layers.Rescaling(2.0), keras.layers.Rescaling(1.0, offset=3.0)]
    np.testing.assert_allclose(rk.layer_pipeline(layers, name="both")(IMAGES), 2 * IMAGES + 3, rtol=1e-6)
    assert rk.layer_pipeline(layers, name="both").name == "both"
    with pytest.raises(ValueError, match=r"layer_pipeline\(\): `layers` should be a list of layers"):
        rk.layer_pipeline(["dense"])


def test_cells_under_their_new_names_are_the_old_ones() -> None:
    steps = np.random.default_rng(2).normal(size=(2, 6, 3)).astype("float32")
    for new, old in (("simple", "simple_rnn"), ("lstm", "lstm"), ("gru", "gru")):
        make = getattr(rk, f"rnn_cell_{new}")
        assert type(make(2)) is type(getattr(rk, f"layer_{old}_cell")(2))
        ours, plain = keras.layers.RNN(make(2, seed=3)), keras.layers.RNN(type(make(2))(2, seed=3))
        ours(steps), plain(steps)
        plain.set_weights(ours.get_weights())
        np.testing.assert_array_equal(ours(steps), plain(steps))
    stacked = rk.rnn_cells_stack([rk.rnn_cell_gru(2), rk.rnn_cell_lstm(3)])
    assert isinstance(stacked, keras.layers.StackedRNNCells)
    assert keras.layers.RNN(stacked)(steps).shape == (2, 3)
