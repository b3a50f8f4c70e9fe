"""Random layers: what is drawn, in which direction it goes, and what inference does."""

from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk

pytestmark = pytest.mark.quick

IMAGES = np.random.default_rng(2).uniform(0, 255, (2, 6, 8, 3)).astype("float32")
SQUARE = IMAGES[:, :, :6]
LAYERS = {
    "layer_random_brightness": {"factor": 0.5},
    "layer_random_contrast": {"factor": 0.5},
    "layer_random_flip": {"seed": 1},
    "layer_random_rotation": {"factor": 0.2},
    "layer_random_translation": {"height_factor": 0.2, "width_factor": 0.2},
    "layer_random_zoom": {"height_factor": 0.2},
}


@pytest.mark.parametrize("name", LAYERS)
def test_nothing_happens_in_inference(name: str) -> None:
    layer = getattr(rk, name)(**LAYERS[name])
    np.testing.assert_array_equal(layer(IMAGES, training=False), IMAGES)
    assert not np.allclose(layer(IMAGES, training=True), IMAGES)


@pytest.mark.parametrize(("factor", "low", "high"), [(0.5, 0.5, 1.5), ([0.2, 0.8], 0.8, 1.8), ([0.0, 0.4], 1, 1.4)])
def test_contrast_falls_and_rises_as_in_keras_2(factor: Any, low: float, high: float) -> None:
    ramp = np.tile(np.linspace(120, 130, 4, dtype="float32").reshape(1, 2, 2, 1), (500, 1, 1, 1))
    out = np.asarray(rk.layer_random_contrast(factor=factor, seed=1)(ramp, training=True))
    drawn = (out.max(axis=(1, 2, 3)) - out.min(axis=(1, 2, 3))) / 10
    np.testing.assert_allclose([drawn.min(), drawn.max()], [low, high], atol=0.01)


def test_contrast_bounds_are_not_exchanged_in_silence() -> None:
    with pytest.raises(
        ValueError,
        match=r"layer_random_contrast\(\): `factor` should be two numbers in "
        r"increasing order",
    ):
        rk.layer_random_contrast(factor=[0.5, 0.2])


def test_positive_factors_turn_left_and_shift_down_and_right() -> None:
    turned = rk.layer_random_rotation(factor=[0.25, 0.25])(SQUARE, training=True)
    np.testing.assert_allclose(turned, np.rot90(SQUARE, axes=(1, 2)), atol=1e-2)
    shift = rk.layer_random_translation(height_factor=[0.5, 0.5], width_factor=[0.25, 0.25], fill_mode="wrap")
    np.testing.assert_allclose(shift(IMAGES, training=True), np.roll(IMAGES, (3, 2), axis=(1, 2)), atol=1e-3)
    zoomed = rk.layer_random_zoom(height_factor=[1.0, 1.0], fill_mode="constant")(IMAGES, training=True)
    assert np.all(np.asarray(zoomed)[:, 0] == 0) and np.any(np.asarray(zoomed)[:, 3])


def test_a_random_crop_is_a_window_of_the_image() -> None:
    crop = np.asarray(rk.layer_random_crop(height=3, width=4, seed=5)(IMAGES, training=True))
    windows = np.lib.stride_tricks.sliding_window_view(IMAGES, (3, 4), axis=(1, 2)).transpose(1, 2, 0, 4, 5, 3)
    assert any(np.array_equal(window, crop) for row in windows for window in row)


def test_a_random_crop_takes_what_every_layer_takes() -> None:
    layer = rk.layer_random_crop(height=3, width=4, name="crop", dtype="float16", trainable=False)
    assert layer.name == "crop" and not layer.trainable
    assert layer(IMAGES, training=True).dtype == "float16"


def test_a_model_with_a_random_crop_predicts() -> None:
    model = rk.keras_model_sequential(input_shape=(6, 8, 3))
    rk.layer_random_crop(model, 3, 4)
    assert model.layers[0].name.startswith("random_crop")
    rk.layer_flatten(model)
    found = rk.predict(model, IMAGES, verbose=0)
    assert found.shape == (2, 36) == model.compute_output_shape((2, 6, 8, 3))
    resized = keras.layers.Resizing(3, 4, crop_to_aspect_ratio=True)(IMAGES)
    np.testing.assert_allclose(found, np.reshape(resized, (2, 36)), rtol=1e-6)
