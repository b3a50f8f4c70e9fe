"""Nodes: what `get_*_at()`, `.output` and their kin say, with tf_keras (Keras 2) as the oracle."""

import functools
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np
import pytest
from node_scenes import GETTERS, SCENES, WHAT, Kit, kits
from support import sampled

import rkeras_py as rk
from rkeras_py.graph import nodes
from rkeras_py.signatures.words import NA
from tools.codegen.files import load_all

load_all()

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # tf_keras's own
    import tf_keras


def nodes_of(kit: Kit, layer: Any) -> int:
    return len(layer.inbound_nodes) if kit.engine is tf_keras else len(nodes.get_user_calls(layer))


@pytest.fixture(autouse=True)
def quiet_oracle() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@pytest.mark.parametrize("name", sampled(SCENES, 2))
def test_nodes_are_those_of_keras_2(name: str) -> None:
    told = []
    for kit in kits():
        layers = SCENES[name](kit)
        answers: dict[str, Any] = {}
        for label, layer in layers.items():
            answers[f"{label}: count"] = count = nodes_of(kit, layer)
            for index in range(1, count + 2):
                for what in WHAT:
                    ask = functools.partial(kit.at, layer, index, what)
                    answers[f"{label}: get_{what}_at({index})"] = kit.told(ask)
        told.append(answers)
    old, plain, ours = told
    assert ours == old
    assert plain == old


@pytest.mark.parametrize("name", sampled(SCENES, 2))
def test_attributes_are_those_of_keras_2_or_ill_defined(name: str) -> None:
    told = []
    for kit in (Kit(tf_keras, ours=False), Kit(keras, ours=True)):
        answers: dict[str, Any] = {}
        for label, layer in SCENES[name](kit).items():
            is_model = isinstance(layer, kit.engine.Model)
            for what in WHAT:
                if is_model and what.endswith("mask"):
                    continue  # Keras 2 computes them anew
                ask = functools.partial(getattr, layer, what)
                shared = nodes_of(kit, layer) > 1 and not is_model and not what.endswith("shape")
                answers[f"{label}.{what}"] = "AttributeError" if shared and not kit.ours else kit.told(ask)
        told.append(answers)
    old, ours = told
    assert ours == old


ILL_DEFINED = (
    'Layer {name} has multiple inbound nodes, hence the notion of "layer {what}" is ill-defined. '
    "Use `get_{getter}_at(node_index)` instead."
)
DISAGREE = (
    'The layer "{name}" has multiple inbound nodes, with different {what}s. Hence the notion of "{what}" is '
    "ill-defined for the layer. Use `get_{getter}_at(node_index)` instead."
)


def message(error: type[Exception], ask: Callable[[], Any]) -> str:
    with pytest.raises(error) as caught:
        ask()
    assert type(caught.value) is error
    return str(caught.value)


@pytest.mark.parametrize("what", ["output", "input", "output_mask", "input_mask"])
def test_a_shared_layer_says_in_the_words_of_the_vignette_that_it_is_ill_defined(what: str) -> None:
    lstm = rk.layer_lstm(units=32, name="lstm_4")
    for _ in range(2):
        rk.layer_input(shape=rk.c(280, 256)) >> lstm
    expected = ILL_DEFINED.format(name="lstm_4", what=what.replace("_", " "), getter=what)
    assert message(AttributeError, lambda: getattr(lstm, what)) == expected
    assert lstm.output_shape == (None, 32) and lstm.input_shape == (None, 280, 256)


def test_shapes_are_ill_defined_only_when_they_differ() -> None:
    conv = rk.layer_conv_2d(filters=16, kernel_size=rk.c(3, 3), padding="same", name="conv")
    rk.layer_input(shape=rk.c(32, 32, 3)) >> conv
    assert conv.input_shape == (None, 32, 32, 3)
    rk.layer_input(shape=rk.c(64, 64, 3)) >> conv
    for what in ("input_shape", "output_shape"):
        expected = DISAGREE.format(name="conv", what=what.replace("_", " "), getter=what)
        assert message(AttributeError, lambda what=what: getattr(conv, what)) == expected
    assert rk.get_input_shape_at(conv, 1) == (None, 32, 32, 3)
    assert rk.get_input_shape_at(conv, 2) == (None, 64, 64, 3)


def test_a_layer_that_was_never_called_says_so() -> None:
    dense = rk.layer_dense(units=1, name="lonely")
    assert message(AttributeError, lambda: dense.output) == "Layer lonely has no inbound nodes."
    assert message(AttributeError, lambda: dense.input) == "Layer lonely is not connected, no input to return."
    for what in ("output shape", "input shape", "output mask", "input mask"):
        expected = f'The layer "lonely" has never been called and thus has no defined {what}.'
        assert message(AttributeError, lambda what=what: getattr(dense, what.replace(" ", "_"))) == expected
    for what in WHAT:
        expected = f"The layer lonely has never been called and thus has no defined {what.replace('_', ' ')}."
        assert message(RuntimeError, lambda what=what: GETTERS[what](dense, 1)) == expected


@pytest.mark.parametrize(
    ("index", "words"),
    [
        (0, '`node_index` counts from 1 and layer "twice" has 2 nodes. Received: node_index = 0.'),
        (-1, '`node_index` counts from 1 and layer "twice" has 2 nodes. Received: node_index = -1.'),
        (3, '`node_index` counts from 1 and layer "twice" has 2 nodes. Received: node_index = 3.'),
        (3.0, "Received: node_index = 3."),
        (np.int64(3), "Received: node_index = 3."),
        (1.5, "`node_index` should be a whole number. Received: node_index = 1.5"),
        (NA, "`node_index` should be a whole number. Received: node_index = NA"),
        (None, "`node_index` should be a whole number. Received: node_index = None"),
        (True, "`node_index` should be a whole number. Received: node_index = True"),
        ("one", "`node_index` should be a whole number. Received: node_index = 'one'"),
        (float("inf"), "`node_index`"),
        (float("nan"), "`node_index`"),
    ],
)
@pytest.mark.parametrize("what", WHAT)
def test_an_index_that_is_none_is_an_error_that_counts_the_nodes(what: str, index: Any, words: str) -> None:
    dense = rk.layer_dense(units=1, name="twice")
    for _ in range(2):
        dense(keras.Input((2,)))
    text = message(ValueError, lambda: GETTERS[what](dense, index))
    assert text.startswith(f"get_{what}_at(): ") and words in text


def test_whole_numbers_of_any_kind_are_indices() -> None:
    dense = rk.layer_dense(units=1)
    first, second = (dense(keras.Input((2,))) for _ in range(2))
    for one, two in ((1, 2), (1.0, 2.0), (np.int32(1), np.float64(2)), (np.array(1), np.array(2))):
        assert rk.get_output_at(dense, one) is first
        assert rk.get_output_at(dense, two) is second
    assert dense >> rk.get_output_at(2) is second
    assert dense >> rk.get_output_at(node_index=1) is first


def test_only_layers_have_nodes() -> None:
    tensor = keras.Input((2,), name="x")
    for value in (tensor, 3, None):
        text = message(TypeError, lambda value=value: rk.get_output_at(object=value, node_index=1))
        assert text.startswith("get_output_at(): `object` should be a model or layer. Received: object = ")


def test_who_needs_keras_2s_first_node_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RKERAS_ILL_DEFINED", "first")
    dense = rk.layer_dense(units=1)
    first = dense(keras.Input((2,)))
    dense(keras.Input((2,)))
    assert dense.output is first


@pytest.mark.parametrize("ours", [False, True])
def test_nodes_that_keras_makes_for_a_model_from_the_middle_do_not_count(ours: bool) -> None:
    kit = Kit(keras, ours=ours)
    x = kit.input(4)
    first, second = kit.dense(3), kit.dense(2)
    hidden = first(x)
    output = second(hidden)
    model = kit.model(hidden, output)
    assert nodes.get_user_calls(second) and len(nodes.get_user_calls(second)) == len(nodes.get_user_calls(first)) == 1
    assert rk.get_output_at(second, 1) is output
    assert message(ValueError, lambda: rk.get_output_at(second, 2)).count("has 1 node.") == 1
    if ours:
        assert second.output is output
    data = np.ones((2, 3), "float32")
    np.testing.assert_array_equal(model(data), second(data))


def test_layers_of_a_piped_sequential_have_the_live_tensors() -> None:
    model = rk.keras_model_sequential() >> rk.layer_dense(units=3, input_shape=4) >> rk.layer_dense(units=2)
    model >> rk.layer_dense(units=1)
    assert model.output is model.layers[-1].output is model.outputs[0]
    assert model.input is model.inputs[0] is model.layers[0].input
    assert (model.input_shape, model.output_shape) == ((None, 4), (None, 1))
    extractor = rk.keras_model(model.input, [layer.output for layer in model.layers])
    data = np.ones((2, 4), "float32")
    for found, expected in zip(extractor(data), _by_hand(model, data), strict=True):
        np.testing.assert_array_equal(found, expected)
    with pytest.raises(RuntimeError, match="never been called"):
        rk.get_output_at(model, 1)


def _by_hand(model: Any, data: Any) -> Iterator[Any]:
    for layer in model.layers:
        data = layer(data)
        yield data


def test_plain_layers_keep_keras_own_output_and_gain_only_what_they_lack() -> None:
    dense = keras.layers.Dense(2)
    assert not hasattr(dense, "output") and not hasattr(dense, "output_shape") and not hasattr(dense, "input_mask")
    assert "has never been called and thus has no defined output." in message(AttributeError, lambda: dense.output)
    first = dense(keras.Input((4,)))
    dense(keras.Input((4,)))
    assert dense.output is first
    assert dense.output_shape == (None, 2)
    model = keras.Sequential([keras.layers.Dense(2)])
    assert not hasattr(model, "output_shape")


def test_layers_from_files_and_clones_follow_the_rules_of_r_keras() -> None:
    x = rk.layer_input(4)
    model = rk.keras_model(x, x >> rk.layer_dense(units=2, name="shared"))
    for made in (rk.clone_model(model), rk.from_config(rk.get_config(model))):
        layer = made.get_layer("shared")
        layer(keras.Input((4,)))
        assert "ill-defined" in message(AttributeError, lambda layer=layer: layer.output)
