"""Samples of the layers that prepare data; layer_samples.py merges them into its own."""

from typing import Any

import keras
from layer_sample import IMAGE, STEPS, Args, Sample

L = keras.layers
LETTERS = {"vocabulary": ["a", "c", "d"]}
CODES = {"vocabulary": (1, 3, 4)}
WEIGHTS = {"output_mode": "tf_idf", "idf_weights": [0.25, 0.75, 0.6]}
PADDED = {"output_mode": "count", "max_tokens": 7, "pad_to_max_tokens": True}


def _lookups(vocabulary: Args, **kind: bool) -> list[Sample]:
    more: list[Args] = [
        {},
        {"num_oov_indices": 2},
        {"output_mode": "multi_hot", "max_tokens": 4},
        PADDED,
        WEIGHTS,
    ]
    return [Sample([(4,)], {**vocabulary, **args}, **kind) for args in more]


def _bins(args: Args, **kind: bool) -> list[Sample]:
    modes = [Sample([(4,)], {**args, "output_mode": mode}, **kind) for mode in ("int", "multi_hot", "count")]
    return [*modes, Sample([(1,)], {**args, "output_mode": "one_hot"}, **kind)]


def _warped(args: Args) -> list[Sample]:
    """With one and the same bound below and above nothing is left to chance, so that Keras 2 gives the same numbers."""
    fixed = {key: [0.2, 0.2] for key in args}
    modes = [
        {},
        {"fill_mode": "wrap", "interpolation": "nearest"},
        {"fill_mode": "constant", "fill_value": 0.5},
    ]
    warped = [Sample([IMAGE], {**fixed, **mode}, training=True) for mode in modes]
    return [*warped, Sample([IMAGE], {**args, "fill_mode": "nearest", "seed": 7}, training=True, keras_2=None)]


def _random_crop() -> Any:
    crop = L.RandomCrop(4, 5, seed=7)
    return L.Pipeline([crop, L.Resizing(4, 5, crop_to_aspect_ratio=True)])


PREPROCESSING: dict[str, list[Sample]] = {
    "layer_resizing": [
        Sample([IMAGE], {"height": 9, "width": 5}),
        Sample([IMAGE], {"height": 4, "width": 9, "interpolation": "bicubic", "crop_to_aspect_ratio": True}),
    ],
    "layer_center_crop": [
        Sample([IMAGE], {"height": 3, "width": 4}),
        Sample([IMAGE], {"height": 9, "width": 4}),
    ],
    "layer_normalization": [
        Sample([STEPS], {"mean": [1.0, 2.0, 3.0], "variance": [4.0, 0.5, 2.0]}),
        Sample([STEPS], {"mean": 1.0, "variance": 4.0, "axis": None, "invert": True}),
        Sample(
            [STEPS],
            {"mean": [1, 2, 3, 4, 5, 6], "variance": [1, 2, 3, 4, 5, 6], "axis": 2},
            {"mean": [1, 2, 3, 4, 5, 6], "variance": [1, 2, 3, 4, 5, 6], "axis": 1},
        ),
        Sample([STEPS]),
    ],
    "layer_discretization": _bins({"bin_boundaries": [-0.5, 0.0, 1.0]}),
    "layer_category_encoding": [
        Sample([(4,)], {"num_tokens": 5}, ids=True),
        Sample([(4,)], {"num_tokens": 6, "output_mode": "count"}, ids=True),
        Sample([(1,)], {"num_tokens": 5, "output_mode": "one_hot"}, ids=True),
    ],
    "layer_hashing": [
        *_bins({"num_bins": 3}, words=True),
        Sample([(4,)], {"num_bins": 4, "mask_value": "b", "salt": (133, 7)}, words=True),
        Sample([(4,)], {"num_bins": 4, "mask_value": 2, "salt": 133}, ids=True, keras_2=None),
    ],
    "layer_string_lookup": [
        *_lookups(LETTERS, words=True),
        Sample([(4,)], {**LETTERS, "mask_token": "b", "oov_token": "?"}, words=True),
        Sample([(1,)], {**LETTERS, "output_mode": "one_hot"}, words=True),
        Sample([(4,)], {**LETTERS, "invert": True, "oov_token": "?"}, ids=True),
    ],
    "layer_integer_lookup": [
        *_lookups(CODES, ids=True),
        Sample([(4,)], {**CODES, "mask_token": 2}, ids=True),
        Sample([(4,)], {**CODES, "invert": True, "oov_token": -7}, ids=True),
    ],
    "layer_text_vectorization": [
        Sample([(1,)], LETTERS, words=True),
        Sample([(1,)], {**LETTERS, "output_sequence_length": 3, "split": "character"}, words=True),
        Sample([(1,)], {**LETTERS, "ngrams": 2, **PADDED}, words=True, vectors=True),
        Sample([(1,)], {**LETTERS, "standardize": None, **WEIGHTS}, words=True, vectors=True),
    ],
    "layer_random_brightness": [
        Sample([IMAGE], {"factor": [0.2, 0.2], "value_range": [-3, 3]}, training=True),
        Sample([IMAGE], {"factor": 0.5, "seed": 7}, training=True, keras_2=None),
    ],
    "layer_random_contrast": [
        Sample([IMAGE], {"factor": [0.2, 0.8], "seed": 7}, training=True, keras_2=None),
        Sample([IMAGE], {"factor": 0.5, "seed": 7}, {"factor": (0.5, 0.5), "seed": 7}, training=True, keras_2=None),
    ],
    "layer_random_crop": [
        Sample([IMAGE], {"height": 4, "width": 5, "seed": 7}, plain=_random_crop, training=True, keras_2=None),
        Sample([IMAGE], {"height": 4, "width": 5, "seed": 7}, plain=_random_crop, training=False, old="RandomCrop"),
    ],
    "layer_random_flip": [
        Sample([IMAGE], {"seed": 7}, training=True, keras_2=None),
        Sample([IMAGE], {"mode": "vertical", "seed": 7}, training=True, keras_2=None),
    ],
    "layer_random_rotation": _warped({"factor": 0.2}),
    "layer_random_translation": _warped({"height_factor": 0.2, "width_factor": 0.3}),
    "layer_random_zoom": _warped({"height_factor": 0.2, "width_factor": 0.3}),
}
