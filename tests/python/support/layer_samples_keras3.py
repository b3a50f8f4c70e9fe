"""Samples of the layers that Keras 3 brought: Keras 2 has none of them."""

import importlib
from typing import Any

import keras
from layer_sample import IMAGE, STEPS, Sample

L = keras.layers
Args = dict[str, Any]
PIXELS: Args = {"value_range": (-3.0, 3.0)}


def _new(*shapes: tuple[int, ...], **args: Any) -> Sample:
    return Sample(list(shapes), args, keras_2=None)


def _image(**args: Any) -> Sample:
    return Sample([IMAGE], {"seed": 7, **args}, training=True, keras_2=None)


def _axis(axis: int, **args: Any) -> Sample:
    """A sample whose axis counts from 1 here and from 0 there."""
    return Sample([STEPS], {**args, "axis": axis}, {**args, "axis": axis - 1}, keras_2=None)


KERAS_3: dict[str, list[Sample]] = {
    "layer_aug_mix": [_new(**PIXELS, num_chains=2)],
    "layer_auto_contrast": [_new(IMAGE), _new(IMAGE, **PIXELS)],
    "layer_bidirectional": [
        Sample([STEPS], late={"layer": lambda k: k.layers.LSTM(2, return_sequences=True)}),
        Sample([STEPS], {"merge_mode": None}, late={"layer": lambda k: k.layers.GRU(2)}),
    ],
    "layer_cut_mix": [_image(), _image(factor=(0.2, 0.6))],
    "layer_einsum_dense": [
        Sample(
            [STEPS],
            {"equation": "abc,cd->abd", "output_shape": (None, 4), "bias_axes": "d", "bias_initializer": "ones"},
            keras_2=None,
        ),
        _new((4,), equation="ab,bc->ac", output_shape=5, activation="tanh"),
    ],
    "layer_equalization": [_new(**PIXELS, bins=8)],
    "layer_group_query_attention": [
        _new(STEPS, (4, 3), head_dim=2, num_query_heads=4, num_key_value_heads=2),
        _new(STEPS, (4, 3), head_dim=2, num_query_heads=2, num_key_value_heads=1, use_bias=False),
    ],
    "layer_hashed_crossing": [
        Sample([(1,), (1,)], {"num_bins": 7}, words=True, keras_2=None),
        Sample([(1,), (1,)], {"num_bins": 5, "output_mode": "one_hot"}, words=True, keras_2=None),
    ],
    "layer_identity": [Sample([IMAGE], keras_2=None)],
    "layer_from_keras2": [
        Sample([], late={"layer": lambda k: importlib.import_module("tf_keras").layers.Dense(3)}, keras_2=None)
    ],
    "layer_max_num_bounding_boxes": [_new(max_number=3), _new(max_number=2, fill_value=-2)],
    "layer_mel_spectrogram": [
        _new((4000,), fft_length=512, sequence_stride=128, num_mel_bins=16),
        _new((4000,), fft_length=256, sequence_length=128, sampling_rate=8000, power_to_db=False, min_freq=50.0),
    ],
    "layer_mix_up": [_image(), _image(alpha=0.5)],
    "layer_rand_augment": [_image(**PIXELS), _image(**PIXELS, num_ops=1, factor=0.2)],
    "layer_random_color_degeneration": [_image(**PIXELS, factor=(0.3, 0.7))],
    "layer_random_color_jitter": [
        _image(**PIXELS, brightness_factor=0.2, contrast_factor=0.2, saturation_factor=(0.3, 0.6), hue_factor=0.1)
    ],
    "layer_random_elastic_transform": [_image(**PIXELS), _image(**PIXELS, scale=0.5, fill_mode="constant")],
    "layer_random_erasing": [_image(**PIXELS), _image(**PIXELS, scale=(0.1, 0.2), fill_value=1.0)],
    "layer_random_gaussian_blur": [_image(**PIXELS), _image(**PIXELS, kernel_size=(3, 5), sigma=(0.5, 2.0))],
    "layer_random_grayscale": [_image(factor=1.0)],
    "layer_random_hue": [_image(**PIXELS, factor=(0.2, 0.4))],
    "layer_random_invert": [_image(**PIXELS, factor=0.5)],
    "layer_random_perspective": [_image(), _image(scale=0.3, fill_value=1.0, interpolation="nearest")],
    "layer_random_posterization": [_image(factor=3, value_range=(0, 1))],
    "layer_random_saturation": [_image(**PIXELS, factor=(0.2, 0.8))],
    "layer_random_sharpness": [_image(**PIXELS, factor=(0.2, 0.8))],
    "layer_random_shear": [
        _image(x_factor=(0.0, 0.3)),
        _image(y_factor=(0.1, 0.2), fill_mode="constant", fill_value=2.0),
    ],
    "layer_rms_normalization": [_axis(3), _axis(3, epsilon=0.1)],
    "layer_solarization": [_image(**PIXELS, addition_factor=0.1, threshold_factor=(0.2, 0.5))],
    "layer_spectral_normalization": [
        Sample([(4,)], late={"layer": lambda k: k.layers.Dense(3)}, keras_2=None),
        Sample([(4,)], {"power_iterations": 2}, late={"layer": lambda k: k.layers.Dense(3)}, keras_2=None),
    ],
    "layer_stft_spectrogram": [
        _new((1000, 1), frame_length=64),
        _new((1000, 2), mode="psd", frame_length=50, frame_step=10, fft_length=64, window="hamming", padding="same"),
    ],
    "layer_tfsm": [_new(filepath="exported")],
    "layer_time_distributed": [Sample([STEPS], late={"layer": lambda k: k.layers.Dense(2)})],
}
