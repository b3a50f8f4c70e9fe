"""Every layer as old versions of Keras 2, and R, described it, by number against Keras 2.

The corpus is made of the samples of the registry. Each argument of a description is left out, and takes the other forms
that files have: flags as texts and numbers, whole numbers as doubles, parts under the names and with the arguments of
their time. Forms that Keras 2 itself refuses show nothing. Each form meets one sample of a layer. Parts, and layers
within layers, are read alike everywhere: there each argument takes one form, another in each case.
"""

import copy
import json
import warnings
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from layer_sample import IMAGE, STEPS, Sample
from layer_samples import hard_sigmoid
from samples import SAMPLES
from support import ALL_CASES, for_each, sampled

import rkeras_py as rk
from rkeras_py.engine.loading import resolve
from rkeras_py.signatures.registry import REGISTRY

pytestmark = [pytest.mark.quick, pytest.mark.filterwarnings("ignore")]  # tf_keras's own

n = tf_keras.layers
RANDOM = np.random.default_rng(0)
ENDS = {"_initializer": "initializer", "_regularizer": "regularizer", "_constraint": "constraint"}
SLOW = ("bidirectional", "lstm", "gru", "rnn")
REFUSED = "which Keras 3 does not have"

PARTS: dict[str, list[Any]] = {
    "initializer": [
        "uniform", "normal", "zero", "one", "ones", "RandomNormal", "glorot_uniform", "lecun_normal",
        *({"class_name": name, "config": {"seed": None, "dtype": "float32"}}
          for name in ("GlorotUniform", "HeNormal", "LecunUniform", "VarianceScaling", "Orthogonal")),
        *({"class_name": name, "config": {}} for name in ("ZerosV2", "GlorotNormalV2", "uniform", "he_normal")),
        *({"class_name": name, "config": {"dtype": "float32"}} for name in ("Zeros", "Ones", "RandomUniform")),
        {"class_name": "VarianceScaling", "config": {"scale": 1.0, "mode": "fan_avg", "distribution": "normal"}},
    ],
    "regularizer": [
        "l1", "l2", "l1_l2", "L2",
        {"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.0099999998}},
        {"class_name": "L1L2", "config": {"l2": 0.01}},
        {"class_name": "l2", "config": {"l2": 0.01}},
    ],
    "constraint": [
        "max_norm", "maxnorm", "nonneg", "non_neg", "unitnorm", "MaxNorm",
        {"class_name": "MaxNorm", "config": {"max_value": 2, "axis": 0}},
        {"class_name": "unit_norm", "config": {"axis": 0}},
    ],
    "activation": [
        "linear", "hard_sigmoid", "swish", "exponential", "relu6",
        {"class_name": "LeakyReLU", "config": {"name": "leaky", "trainable": True, "dtype": "float32", "alpha": 0.1}},
    ],
}  # fmt: skip
CASES = [
    (name, number)
    for name, samples in sorted(SAMPLES.items())
    for number, sample in enumerate(samples)
    if REGISTRY[name].kind == "layer" and sample.shapes and sample.keras_2 is not None
]


def make_layer(name: str, sample: Sample) -> Any:
    args = dict(sample.args if sample.keras is None else sample.keras)
    if name == "layer_activation_leaky_relu":
        args = {}
    args = {key: "hard_sigmoid" if value is hard_sigmoid else value for key, value in (args | sample.keras_2).items()}
    late = {key: make(tf_keras) for key, make in sample.late.items()}
    return getattr(n, sample.old or resolve(REGISTRY[name].target).__name__)(**args, **late)


def describe(layer: Any, sample: Sample) -> Any:
    """Return Keras 2's description of a model of one layer."""
    inputs = [tf_keras.Input(shape, dtype=sample.dtype()) for shape in sample.shapes]
    if isinstance(layer, n.MultiHeadAttention):
        outputs = layer(*(inputs * 2 if len(inputs) == 1 else inputs))
    else:
        outputs = layer(inputs[0] if len(inputs) == 1 else inputs)
    return json.loads(tf_keras.Model(inputs, outputs).to_json())


def config_of(described: Any) -> Any:
    (layer,) = (one for one in described["config"]["layers"] if one["class_name"] != "InputLayer")
    return layer["config"]


def list_arguments(config: Any) -> Iterator[tuple[list[Any], str]]:
    """List each argument of a layer and of what it wraps, with the way to it."""
    for key, value in config.items():
        if key != "name":
            yield [], key
        if key in ("layer", "cell", "backward_layer") and isinstance(value, dict):
            yield from (([key, "config", *way], inner) for way, inner in list_arguments(value["config"]))
        if key == "cells":
            yield from (([key, 0, "config", *way], inner) for way, inner in list_arguments(value[0]["config"]))


MISSING = object()


def list_forms(key: str, value: Any) -> list[Any]:
    """List the forms that an argument has in files of Keras 2."""
    kind = next((kind for end, kind in ENDS.items() if key.endswith(end)), key.removeprefix("recurrent_"))
    if kind in PARTS:
        return [MISSING, *PARTS[kind]]
    if isinstance(value, bool):
        return [MISSING, "FALSE", "TRUE", "", 0, 1, 1.0]
    if isinstance(value, int):
        return [MISSING, float(value)]
    if isinstance(value, float) and value.is_integer():
        return [MISSING, int(value)]
    if isinstance(value, (list, tuple)) and value and all(isinstance(one, int) for one in value):
        return [MISSING, [float(one) for one in value], *([value[0]] if len({*value}) == 1 else [])]
    return [MISSING]


def list_changes(case: tuple[str, int], config: Any) -> Iterator[tuple[list[Any], str, Any]]:
    """List the changes of a description that are compared: the way to an argument, its name, and its form."""
    turn = CASES.index(case)
    for place, (way, key) in enumerate(list_arguments(config)):
        forms = list_forms(key, get_in(config, way)[key])
        if key == "reset_after":  # left out it is of the time before it, which a test below shows
            forms = forms[1:]
        if key == "sparse" and case == ("layer_text_vectorization", 3):  # weights of words, at which Keras 3 stops
            continue
        is_part = len(forms) > 1 and key.endswith((*ENDS, "activation")) and case[0] != "layer_dense"
        chosen = [forms[(turn + place) % len(forms)]] if way or is_part else forms
        yield from ((way, key, form) for form in chosen)


def compare(described: Any, sample: Sample) -> bool:
    """Compare a model by Keras 2 with ours by the same weights; tell whether Keras 2 could make and call it."""
    text, data = json.dumps(described), [tf.constant(one) for one in sample.inputs()]
    data = data[0] if len(data) == 1 else data
    try:
        theirs = tf_keras.models.model_from_json(text)
        weights = [RANDOM.uniform(0.1, 1, one.shape) if one.dtype.kind == "f" else one for one in theirs.get_weights()]
        if not any(hasattr(one, "get_vocabulary") for one in theirs.layers):  # whose weights are in the configuration
            theirs.set_weights(weights)
        expected = tf.nest.flatten(theirs(data, training=False))
    except Exception:  # Keras 2 raises anything
        return False
    ours = rk.model_from_json(text)
    if ours.weights:
        ours.set_weights(weights)
    for one in ours.layers:
        getattr(one, "finalize_state", lambda: None)()
    for mine, its in zip(tf.nest.flatten(ours(data, training=False)), expected, strict=True):
        mine, its = (
            np.asarray(tf.sparse.to_dense(one) if isinstance(one, tf.SparseTensor) else tf.convert_to_tensor(one))
            for one in (mine, its)
        )
        if its.dtype.kind == "f":
            np.testing.assert_allclose(mine, its, rtol=1e-4, atol=1e-5)
        else:
            np.testing.assert_array_equal(mine, its)
    np.testing.assert_allclose(sum(map(float, ours.losses)), sum(map(float, theirs.losses)), rtol=1e-4, atol=1e-6)
    return True


@for_each("case", sampled(CASES, 13))
def test_each_argument_in_the_forms_of_old_files(case: tuple[str, int]) -> None:
    name, number = case
    sample = SAMPLES[name][number]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        layer = make_layer(name, sample)
        described = describe(layer, sample)
        if name == "layer_lambda":  # whose code Keras 2 does not run from a file
            return
        forms = list(list_changes(case, config_of(described)))
        slow = any(part in name for part in SLOW)
        step = len(SAMPLES[name]) * (1 if ALL_CASES else 12 if slow else 3)
        compared = compare(described, sample)
        for way, key, form in forms[number::step]:
            changed = copy.deepcopy(described)
            change(get_in(config_of(changed), way), key, form)
            try:
                compared |= compare(changed, sample)
            except Exception as error:
                if REFUSED in str(error):
                    continue
                error.add_note(f"{'/'.join(map(str, [*way, key]))} = {'missing' if form is MISSING else form!r}")
                raise
    assert compared


def get_in(config: Any, way: list[Any]) -> Any:
    for step in way:
        config = config[step]
    return config


def change(config: Any, key: str, form: Any) -> None:
    if form is MISSING:
        del config[key]
    else:
        config[key] = form


LINE, FLAT, CODES = Sample([STEPS]), Sample([(4,)]), Sample([(4,)], ids=True)
WORDS = {"vocabulary": ["a", "c", "d"]}
OLD: dict[str, tuple[Any, Sample, dict[str, Any]]] = {
    "LSTMV2": (lambda: n.LSTM(2), LINE, {"class_name": "LSTMV2"}),
    "GRUV1": (lambda: n.GRU(2), LINE, {"class_name": "GRUV2", "reset_after": True}),
    "BatchNormalizationV1": (n.BatchNormalization, LINE, {"class_name": "BatchNormalizationV1"}),
    "SyncBatchNormalization": (n.BatchNormalization, LINE, {"class_name": "SyncBatchNormalization", "axis": [2]}),
    "Convolution1D": (lambda: n.Conv1D(2, 2), LINE, {"class_name": "Convolution1D", "filters": 2.0}),
    "SeparableConvolution1D": (lambda: n.SeparableConv1D(2, 2), LINE, {"class_name": "SeparableConvolution1D"}),
    "Convolution2DTranspose": (
        lambda: n.Conv2DTranspose(2, 2), Sample([IMAGE]), {"class_name": "Convolution2DTranspose"}
    ),
    "GlobalAvgPool1D": (n.GlobalAveragePooling1D, LINE, {"class_name": "GlobalAvgPool1D", "keepdims": MISSING}),
    "renormalization": (n.BatchNormalization, LINE, {"renorm": True, "renorm_clipping": {}, "renorm_momentum": 0.9}),
    "max_tokens": (lambda: n.CategoryEncoding(5), CODES, {"num_tokens": MISSING, "max_tokens": 5}),
    "binary codes": (lambda: n.CategoryEncoding(5), CODES, {"output_mode": "binary", "sparse": MISSING}),
    "bins": (
        lambda: n.Discretization([-0.5, 0.0, 1.0]),
        FLAT,
        {"bin_boundaries": MISSING, "bins": [-0.5, 0.0, 1.0], "output_mode": MISSING},
    ),
    "max_values": (lambda: n.IntegerLookup(vocabulary=[1, 3, 4]), CODES, {"max_tokens": MISSING, "max_values": 7}),
    "binary words": (
        lambda: n.StringLookup(**WORDS, output_mode="multi_hot"), Sample([(4,)], words=True), {"output_mode": "binary"}
    ),
    "no ngrams": (
        lambda: n.TextVectorization(**WORDS), Sample([(1,)], words=True), {"ngrams": MISSING, "sparse": MISSING}
    ),
    "causal": (lambda: n.Attention(use_scale=True), Sample([(4, 3), (4, 3)]), {"causal": True}),
    "not causal": (n.AdditiveAttention, Sample([(4, 3), (4, 3)]), {"causal": False}),
    "time_major": (lambda: n.LSTM(2, return_sequences=True), LINE, {"time_major": True}),
    "no offset": (lambda: n.Rescaling(0.5), LINE, {"offset": MISSING}),
    "causal convolution": (lambda: n.SeparableConv1D(2, 3, padding="causal", dilation_rate=2), LINE, {}),
    "a class of this package": (
        lambda: n.LocallyConnected1D(2, 2, implementation=3), LINE, {"implementation": 3.0, "use_bias": "TRUE"}
    ),
    "random crop": (lambda: n.RandomCrop(4, 5), Sample([IMAGE]), {}),
}  # fmt: skip


@for_each("name", OLD)
def test_former_names_of_classes_and_arguments(name: str) -> None:
    make, sample, changes = OLD[name]
    described = describe(make(), sample)
    for one in described["config"]["layers"]:
        if one["class_name"] != "InputLayer":
            one["class_name"] = changes.get("class_name", one["class_name"])
            for key, form in changes.items():
                if key != "class_name":
                    change(one["config"], key, form)
    assert compare(described, sample)


def test_a_gated_unit_without_reset_after_is_of_the_time_before_it() -> None:
    described = describe(n.GRU(2, reset_after=False), LINE)
    left_out = copy.deepcopy(described)
    del config_of(left_out)["reset_after"]
    ours, theirs = rk.model_from_json(json.dumps(left_out)), tf_keras.models.model_from_json(json.dumps(described))
    ours.set_weights(theirs.get_weights())
    (x,) = LINE.inputs()
    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-5)


def test_one_axis_of_keras_2_holds_where_channels_come_first() -> None:
    described = describe(n.AveragePooling1D(), LINE)
    for key in ("data_format", "pool_size"):
        del config_of(described)[key]
    (x,) = LINE.inputs()
    before = keras.backend.image_data_format()
    keras.config.set_image_data_format("channels_first")
    try:
        ours = rk.model_from_json(json.dumps(described))
    finally:
        keras.config.set_image_data_format(before)
    np.testing.assert_allclose(ours(x), x.reshape(2, 3, 2, 3).mean(2), rtol=1e-6)


def test_a_number_as_numpy_described_it() -> None:
    config = {"name": "leaky", "batch_input_shape": [None, 3], "alpha": {"type": "ndarray", "value": 0.3}}
    described = {"class_name": "Sequential", "config": [{"class_name": "LeakyReLU", "config": config}]}
    model = rk.model_from_json(json.dumps({**described, "keras_version": "2.0.8"}))
    np.testing.assert_allclose(model(np.array([[-1.0, 0.0, 2.0]])), [[-0.3, 0.0, 2.0]], rtol=1e-6)
