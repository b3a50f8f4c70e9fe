"""Every layer function gives the plain Keras layer, its numbers, its file, and errors that name the argument."""

import importlib
import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from layer_sample import Sample
from layer_samples import hard_sigmoid
from prepared import run_prepared
from samples import SAMPLES
from support import for_each, sampled

import rkeras_py
from rkeras_py.engine.loading import resolve
from rkeras_py.signatures import words
from rkeras_py.signatures.calls import get_keras_arguments
from rkeras_py.signatures.docs import OF_EVERY_LAYER, split_items
from rkeras_py.signatures.registry import REGISTRY, Spec
from rkeras_py.signatures.words import MISSING, NA

LAYERS = {
    name: spec
    for name, spec in sorted(REGISTRY.items())
    if spec.kind == "layer" and spec.versions.hold(keras.__version__)
}
CASES = [
    pytest.param(name, sample, id=f"{name}-{number}")
    for name, samples in sorted(SAMPLES.items())
    for number, sample in enumerate(samples)
    if sample.shapes
]
pytestmark = [
    pytest.mark.quick,
    pytest.mark.filterwarnings(
        "ignore:__array__ implementation doesn't accept a copy keyword:DeprecationWarning"  # Keras saving a file
    ),
]
WHOLE = {words.INT, *(word.__metadata__[0] for word in (words.Ints, words.Dims, words.Axis, words.OneAxis))}
# take query, value and key as arguments of their own
CALLED_APART = (keras.layers.MultiHeadAttention, keras.layers.GroupQueryAttention)


def call(name: str) -> Any:
    return getattr(importlib.import_module(REGISTRY[name].module), name)


def as_from_r(value: Any) -> Any:
    """R's numbers are doubles, its vectors lists."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return float(value)
    if isinstance(value, (tuple, list)):
        return [NA if item is None else as_from_r(item) for item in value]
    return value


def ours(name: str, sample: Sample, *leading: Any, r: bool = False, **more: Any) -> Any:
    args = {key: as_from_r(value) if r else value for key, value in sample.args.items()}
    late = {key: make(keras) for key, make in sample.late.items()}
    return call(name)(*leading, **args, **late, **more)


def theirs(name: str, sample: Sample) -> Any:
    if sample.plain is not None:
        return sample.plain()
    args = sample.args if sample.keras is None else sample.keras
    args = {key: value() if value is hard_sigmoid else value for key, value in args.items()}
    late = {key: make(keras) for key, make in sample.late.items()}
    return resolve(sample.cls or REGISTRY[name].target)(**args, **late)


def alone(items: list[Any]) -> Any:
    return items[0] if len(items) == 1 else items


def call_on(layer: Any, sample: Sample, inputs: list[Any]) -> list[Any]:
    apart = type(layer).__name__ in [cls.__name__ for cls in CALLED_APART]  # Keras 2's too
    inputs = inputs * 2 if apart and len(inputs) == 1 else inputs
    more = {} if sample.training is None else {"training": sample.training}
    return list(keras.tree.flatten(layer(*inputs, **more) if apart else layer(alone(inputs), **more)))


def run(layer: Any, sample: Sample, inputs: list[Any]) -> list[np.ndarray]:
    return [np.asarray(output) for output in call_on(layer, sample, inputs)]


def same(left: list[np.ndarray], right: list[np.ndarray], **tolerance: float) -> None:
    assert len(left) == len(right)
    for one, other in zip(left, right, strict=True):
        if one.dtype.kind == "O":  # strings
            np.testing.assert_array_equal(one, other)
        else:
            np.testing.assert_allclose(one, other, **({"rtol": 1e-6, "atol": 1e-6} | tolerance))


def without_names(config: Any) -> Any:
    if isinstance(config, dict):
        dropped = ("name", "shared_object_id", "build_config", "dtype")
        return {key: without_names(value) for key, value in config.items() if key not in dropped}
    return [without_names(item) for item in config] if isinstance(config, (list, tuple)) else config


@for_each("name", LAYERS)
def test_has_a_sample(name: str) -> None:
    assert name in SAMPLES, f"add a sample of {name} to tests/python/support/layer_samples.py"


@for_each("name", LAYERS)
def test_every_argument_is_described(name: str) -> None:
    spec = LAYERS[name]
    assert set(spec.formals()) == set(spec.docs.args)
    assert spec.docs.title.endswith(".") and "\n" not in spec.docs.title


@for_each("name", [name for name, spec in LAYERS.items() if "..." in spec.docs.args])
def test_the_page_lists_the_arguments_of_every_layer_and_the_layer_takes_them(name: str) -> None:
    docs = LAYERS[name].docs
    listed = [item.split("`")[1] for item in split_items(docs.args["..."])[1]]
    assert {*OF_EVERY_LAYER} <= {*docs.args, *listed}
    sample = SAMPLES[name][0]
    own = sample.args | {argument: make(keras) for argument, make in sample.late.items()}
    further: dict[str, Any] = {"name": "a_name", "input_shape": (7,), "batch_size": 3, "weights": None}
    layer = getattr(rkeras_py, name)(**own, **{key: further[key] for key in further if key not in own})
    assert layer.name == "a_name"


NOTHING_ASKED = {(f"layer_conv_lstm_{n}d", "unroll") for n in (1, 2, 3)} | {("layer_string_lookup", "vocabulary_dtype")}
"""Arguments whose default in R's keras3 is NULL, which leaves Keras its own."""


@for_each("name", LAYERS)
def test_defaults_are_those_of_keras_or_sent(name: str) -> None:
    spec = LAYERS[name]
    known = get_keras_arguments(resolve(spec.target))
    translated = {"alpha": "negative_slope"} if name == "layer_activation_leaky_relu" else {}
    for param in spec.params.values():
        default = getattr(param.default, "value", param.default)
        own = known.get(translated.get(param.name, param.name), default)
        if param.default is MISSING or param.name in spec.send or param.name in ("trainable", "dropout"):
            continue
        if (name, param.name) in NOTHING_ASKED:
            assert default is None
            continue
        equal = own == default or str(own).lower() == str(default).lower()
        ones = {(1,), (1, 1), (1, 1, 1), ((1, 1), (1, 1), (1, 1)), 1}
        assert equal or {own, default} <= ones, (param.name, param.default, own)


@pytest.mark.parametrize(("name", "sample"), CASES)
def test_is_the_plain_keras_layer_with_its_numbers(name: str, sample: Sample) -> None:
    mine, plain = ours(name, sample), theirs(name, sample)
    assert type(mine) is type(plain)
    inputs = sample.inputs()
    for layer in (mine, plain):
        run(layer, sample, inputs)  # makes the weights
    plain.set_weights(mine.get_weights())
    same(run(mine, sample, inputs), run(plain, sample, inputs))
    assert without_names(mine.get_config()) == without_names(plain.get_config())


@pytest.mark.parametrize(("name", "sample"), CASES)
def test_takes_the_values_that_r_sends(name: str, sample: Sample) -> None:
    from_r, from_python = ours(name, sample, r=True), ours(name, sample)
    assert without_names(from_r.get_config()) == without_names(from_python.get_config())


@pytest.mark.parametrize(("name", "sample"), sampled(CASES, 3))
def test_composes_and_survives_a_file(name: str, sample: Sample, tmp_path: Path) -> None:
    tensors = [keras.Input(shape, dtype=sample.dtype()) for shape in sample.shapes]
    outputs = ours(name, sample, alone(tensors))
    plain = theirs(name, sample)
    twice = tensors * 2 if isinstance(plain, CALLED_APART) and len(tensors) == 1 else tensors
    expected = plain(*twice) if isinstance(plain, CALLED_APART) else plain(alone(tensors))
    shapes = [tensor.shape for tensor in keras.tree.flatten(outputs)]
    plain_shapes = [tensor.shape for tensor in keras.tree.flatten(expected)]
    assert shapes == ([(shape[0], shape[-1]) for shape in plain_shapes] if sample.vectors else plain_shapes)
    piped = alone(tensors) >> ours(name, sample)
    assert [tensor.shape for tensor in keras.tree.flatten(piped)] == shapes
    if not sample.loads:
        return
    model = keras.Model(tensors, outputs)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    inputs = sample.inputs()
    same(*([np.asarray(out) for out in keras.tree.flatten(one(inputs))] for one in (model, loaded)))


def _passes_one_tensor(name: str, sample: Sample) -> bool:
    """Tell whether a Sequential model can hold the layer, which it can while one tensor goes in and one comes out."""
    splits = sample.args.get("merge_mode", "") is None
    return len(sample.shapes) == 1 and not splits and REGISTRY[name].target != "keras.layers.MultiHeadAttention"


@pytest.mark.parametrize(("name", "sample"), [case for case in CASES if _passes_one_tensor(*case.values)])
def test_is_added_to_a_sequential_model(name: str, sample: Sample) -> None:
    model = keras.Sequential()
    takes_shape = {"input_shape": [float(size) for size in sample.shapes[0]]} if "batch_size" not in _own(name) else {}
    if not takes_shape:
        model.add(keras.Input(sample.shapes[0], dtype=sample.dtype()))
    assert ours(name, sample, model, **takes_shape) is model
    assert model.built and len(model.layers) == 1
    assert isinstance(model.layers[0], type(theirs(name, sample)))
    assert model.input_shape == (None, *sample.shapes[0])


def _own(name: str) -> set[str]:
    """Names of the arguments of a function that has no `input_shape`, as in R keras."""
    params = REGISTRY[name].params
    return set(params) if "input_shape" not in params else set()


@pytest.mark.parametrize("wrong", [0.5, NA], ids=["fraction", "NA"])
@for_each("name", [name for name in LAYERS if name in SAMPLES])
def test_refuses_what_is_no_whole_number(name: str, wrong: Any) -> None:
    sample = SAMPLES[name][-1]
    for argument in _whole_arguments(REGISTRY[name]):
        args = sample.args | {argument: wrong}
        late = {key: make(keras) for key, make in sample.late.items()}
        with pytest.raises(ValueError, match=rf"^{name}\(\): `{argument}` should be .*Received: {argument} = "):
            call(name)(**args, **late)


def _whole_arguments(spec: Spec) -> list[str]:
    return [param.name for param in spec.params.values() if param.word in WHOLE]


@for_each("name", [name for name, spec in LAYERS.items() if len(spec.required) > 1])
def test_names_the_argument_that_is_missing(name: str) -> None:
    with pytest.raises(TypeError, match=rf"^{name}\(\): argument `\w+` is missing"):
        call(name)()


@for_each("name", LAYERS)
def test_names_an_unknown_argument(name: str) -> None:
    sample = SAMPLES[name][0]
    with pytest.raises(TypeError, match=rf"^{name}\(\): unknown argument `nonsense`"):
        ours(name, sample, nonsense=1)


def _keras_2_layer(tf_keras: Any, name: str, sample: Sample) -> Any:
    args = dict(sample.args if sample.keras is None else sample.keras)
    if name in ("layer_lambda", "layer_activation_leaky_relu"):
        args = {}
    args = {key: "hard_sigmoid" if value is hard_sigmoid else value for key, value in (args | sample.keras_2).items()}
    late = {key: make(tf_keras) for key, make in sample.late.items()}
    return getattr(tf_keras.layers, sample.old or resolve(REGISTRY[name].target).__name__)(**args, **late)


def _with_gradients(layer: Any, sample: Sample) -> list[np.ndarray]:
    """Outputs, and the gradients of their mean square by the trainable weights and by the inputs."""
    tensors = [tf.constant(value) for value in sample.inputs()]
    watched = [tensor for tensor in tensors if tensor.dtype.is_floating]
    with tf.GradientTape() as tape:
        tape.watch(watched)
        outputs = call_on(layer, sample, tensors)
        floats = [output for output in outputs if output.dtype.is_floating]
        total = tf.add_n([tf.reduce_mean(output**2) for output in floats] or [tf.constant(0.0)])
    gradients = tape.gradient(total, [*layer.trainable_weights, *watched], unconnected_gradients="zero")
    return [np.asarray(tf.convert_to_tensor(value)) for value in [*outputs, *gradients]]


@pytest.mark.parametrize(("name", "sample"), sampled((case for case in CASES if case.values[1].keras_2 is not None), 3))
def test_numbers_and_gradients_are_those_of_keras_2(name: str, sample: Sample) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tf_keras's own
        import tf_keras

        old, mine = _keras_2_layer(tf_keras, name, sample), ours(name, sample)
        for layer in (mine, old):
            call_on(layer, sample, sample.inputs())  # makes the weights
        if mine.weights:
            old.set_weights(mine.get_weights())
        expected, found = (_with_gradients(layer, sample) for layer in (old, mine))
    same(found, expected, rtol=1e-4, atol=1e-5)


def test_a_file_with_keras_2s_hard_sigmoid_opens_without_this_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    images = keras.Input((3, 5, 5, 1))
    model = keras.Model(images, call("layer_conv_lstm_2d")(images, 2, 3))
    model.save(tmp_path / "model.keras")
    data = np.random.default_rng(1).normal(size=(2, 3, 5, 5, 1)).astype("float32")
    np.save(tmp_path / "data.npy", data)
    np.save(tmp_path / "expected.npy", model(data))
    code = (
        "import sys, warnings, numpy as np, keras\n"
        "warnings.simplefilter('error', UserWarning)\n"
        "model = keras.models.load_model('model.keras')\n"
        "np.testing.assert_allclose(model(np.load('data.npy')), np.load('expected.npy'), rtol=1e-6, atol=1e-7)\n"
        "assert not any(name.startswith('rkeras_py') for name in sys.modules)\n"
    )
    monkeypatch.chdir(tmp_path)
    done = run_prepared(code)
    assert done.code == 0, done.stderr
