"""The effect contract: every argument of layers, losses, metrics and the like changes something, or a table says why.

An argument that is taken and forgotten changes a result without a word. Another valid value must give other results,
steps, calls, losses or weights; another configuration does only for the arguments that `DESCRIBED` lists.
"""

import re
from fnmatch import fnmatch

from effects import Subject, find_effects, list_specs
from samples import SAMPLES
from support import for_each, sampled

NOT_TRIED = {
    "what is wrapped, run or looked up, which every sample has its own of": (
        *("layer", "backward_layer", "cell", "cells", "layers", "f", "arguments", "feature_columns"),
        *("ref_labels", "ref_embeddings"),
    ),
    "valid beside certain values of other arguments only, which tests of the layer set": (
        *("num_bins", "idf_weights", "sparse", "pad_to_max_tokens", "vocabulary_dtype", "fill_mode", "padding"),
        *("num_labels", "fft_length", "axis", "sparse_y_pred", "shape", "equation", "bias_axes"),
        *("encoding", "invert"),
    ),
    "of all optimizers in R keras 2.15, and refused where Keras has nothing for it": ("amsgrad",),
}
"""Arguments for which no other valid value is found by itself, by the reason."""

DESCRIBED = {
    "names it": ("*.name",),
    "of sums of whole numbers; the ratio is float32 in Keras": ("metric_*iou.dtype",),
    "of scores of several classes alone": ("metric_*iou.axis", "metric_mean_iou.sparse_y_pred"),
    "the last axis is the only one of scores": ("*_sparse_categorical_crossentropy.axis",),
    "the shape of the first input, valid beside the sample's number of axes alone": (
        *("layer_*.input_shape", "layer_*.batch_input_shape", "layer_*.batch_size"),
    ),
    "how it computes; the numbers are the same": ("layer_*.unroll", "layer_*.use_cudnn", "layer_*.flash_attention"),
    "of calls on a dictionary, or without any, which tests of these layers make": (
        *("layer_dense_features.*", "layer_max_num_bounding_boxes.*", "layer_pipeline.name"),
    ),
    "of adapt(), or of a vocabulary and values that the sample lacks, which tests of these layers set": (
        *("layer_*_lookup.max_tokens", "layer_string_lookup.oov_token", "layer_text_vectorization.*"),
        *("layer_discretization.epsilon", "layer_normalization.axis", "layer_masking.mask_value"),
    ),
    "of inputs with more axes": ("layer_dot.axes", "layer_multi_head_attention.attention_axes"),
    "what Keras finds out itself, or takes where it cannot": (
        "layer_lambda.output_shape",
        "layer_embedding.input_length",
    ),
    "number by number, so that channels may stand in any axis": (
        *("layer_random_invert.data_format", "layer_random_posterization.data_format", "layer_mix_up.data_format"),
    ),
    "of the axis of time, in which the sample has its wave": ("layer_stft_spectrogram.data_format",),
    "of operations that the sample does not draw": ("layer_rand_augment.interpolation",),
    "drawn in training, which a cell leaves to its layer": ("layer_*_cell.recurrent_dropout", "layer_*_cell.dropout"),
    "of a kernel that the sample has no several steps for": ("layer_conv_lstm_*d.data_format",),
    "Keras, and Keras 2, bound the rate by 1 / sqrt(step) in either case": ("optimizer_adafactor.relative_step",),
}
"""Arguments that change the configuration alone, by the reason."""

IDLE = {"jit_compile": "of optimizers, which R keras 2.15 lists: Keras 3 compiles whole steps, compile(jit_compile = )"}
"""Arguments that have no effect on purpose."""

APART = {
    "layer_tfsm": "needs an exported model",
    "optimizer_loss_scale": "needs an optimizer for each one that is made",
}
"""Functions that are not tried here."""

SPECS = {spec.name: spec for spec in list_specs() if spec.name not in APART}
REASONS = {name: reason for reason, names in NOT_TRIED.items() for name in names}


@for_each("name", sampled(list(SPECS), 6))
def test_every_argument_has_an_effect(name: str) -> None:
    effects = find_effects(SPECS[name])
    described = [f"{name}.{argument}" for argument, effect in effects.items() if effect == "described"]
    patterns = [pattern for some in DESCRIBED.values() for pattern in some]
    assert not [one for one in described if not any(fnmatch(one, pattern) for pattern in patterns)], "idle in use"
    idle = {argument for argument, effect in effects.items() if effect == "idle"}
    assert idle <= set(IDLE), "taken and forgotten"
    unknown = {argument for argument, effect in effects.items() if effect == "unknown"}
    assert unknown <= set(REASONS), "give another value in tests/python/support/effects.py, or a reason here"


@for_each("name", sampled(list(SPECS), 6))
def test_a_whole_number_is_a_float_where_keras_wants_one(name: str) -> None:
    subject = Subject(SPECS[name], (SAMPLES.get(name) or [None])[0])

    def describe(argument: str, number: float) -> str:
        return re.sub("'name': '[^']*'", "", subject.describe(**{argument: number}))

    for param in SPECS[name].params.values():
        for number in (0, 1) if param.word.is_real else ():
            try:
                expected = describe(param.name, float(number))
            except ValueError:  # beyond its range
                continue
            assert describe(param.name, number) == expected, (param.name, number)
