"""A call of a layer, as R makes it: by position and by name, in numbers those of the plain Keras call."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest

import rkeras_py as rk

RNG = np.random.default_rng(7)
SEQUENCE, OTHER = RNG.normal(size=(2, 8, 6)), RNG.normal(size=(2, 4, 6))
ROWS, STATE, CELL = (RNG.normal(size=(2, 3)) for _ in range(3))
FRAMES = RNG.normal(size=(2, 3, 4, 4, 1))
MAPS = [RNG.normal(size=(2, 4, 4, 2)) for _ in range(2)]
SEEN = np.array([[True, True, False, False, False, False, False, False], [True] * 8])


class Mixed(keras.layers.Layer):
    """A layer of two tensors, whose arguments have the names of our own functions' arguments."""

    def call(self, target: Any, layer: Any, function: Any = 0.0, training: Any = None) -> Any:
        return target + 2 * layer + function + (100 if training else 0)


def nested() -> Any:
    """A model of two inputs."""
    first, second = keras.Input((8, 6)), keras.Input((4, 6))
    return keras.Model([first, second], keras.layers.MultiHeadAttention(2, 3)(first, second))


# The layer, the plain call, and ours: each a list by position and a dict by name.
Call = tuple[list[Any], dict[str, Any]]
CASES: dict[str, tuple[Callable[[], Any], Call, list[Call]]] = {
    "multi_head_attention": (
        lambda: rk.layer_multi_head_attention(num_heads=2, key_dim=3),
        ([SEQUENCE, OTHER], {"return_attention_scores": True}),
        [
            ([SEQUENCE, OTHER], {"return_attention_scores": True}),
            ([SEQUENCE], {"value": OTHER, "return_attention_scores": True}),
            ([OTHER], {"query": SEQUENCE, "return_attention_scores": True}),
            ([], {"value": OTHER, "query": SEQUENCE, "return_attention_scores": True}),
            ([[SEQUENCE, OTHER]], {"return_attention_scores": True}),
            ([{"value": OTHER, "query": SEQUENCE}], {"return_attention_scores": True}),
            ([SEQUENCE, OTHER, OTHER], {"return_attention_scores": True}),
        ],
    ),
    "multi_head_attention_of_frames": (
        lambda: rk.layer_multi_head_attention(num_heads=2, key_dim=3, attention_axes=[2]),
        ([SEQUENCE[:, None], OTHER[:, None]], {"return_attention_scores": True}),
        [([SEQUENCE[:, None], OTHER[:, None]], {"return_attention_scores": True})],
    ),
    "multi_head_attention_masked": (
        lambda: rk.layer_multi_head_attention(num_heads=2, key_dim=3),
        ([SEQUENCE, SEQUENCE], {"attention_mask": SEEN[:, None, :]}),
        [([SEQUENCE], {"attention_mask": SEEN[:, None, :]})],
    ),
    "attention": (
        rk.layer_attention,
        ([[SEQUENCE, OTHER]], {"return_attention_scores": True}),
        [
            ([[SEQUENCE, OTHER]], {"return_attention_scores": True}),
            ([], {"inputs": [SEQUENCE, OTHER], "return_attention_scores": True}),
        ],
    ),
    "attention_masked": (
        rk.layer_attention,
        ([[SEQUENCE, SEQUENCE]], {"mask": [SEEN, SEEN]}),
        [([[SEQUENCE, SEQUENCE]], {"mask": [SEEN, SEEN]})],
    ),
    "additive_attention": (
        rk.layer_additive_attention,
        ([[SEQUENCE, OTHER, 2 * OTHER]], {}),
        [([[SEQUENCE, OTHER, 2 * OTHER]], {}), ([], {"object": [SEQUENCE, OTHER, 2 * OTHER]})],
    ),
    "lstm": (
        lambda: rk.layer_lstm(units=3, return_state=True),
        ([SEQUENCE], {"initial_state": [STATE, CELL]}),
        [
            ([SEQUENCE], {"initial_state": [STATE, CELL]}),
            ([SEQUENCE, [STATE, CELL]], {}),
            ([[SEQUENCE, STATE, CELL]], {}),
            ([[STATE, CELL]], {"inputs": SEQUENCE}),
            ([], {"sequences": SEQUENCE, "initial_state": [STATE, CELL]}),
        ],
    ),
    "gru_masked": (
        lambda: rk.layer_gru(units=3),
        ([SEQUENCE], {"initial_state": STATE, "mask": SEEN}),
        [([SEQUENCE, STATE, SEEN], {}), ([], {"inputs": SEQUENCE, "initial_state": [STATE], "mask": SEEN})],
    ),
    "simple_rnn": (
        lambda: rk.layer_simple_rnn(units=3),
        ([SEQUENCE], {"initial_state": STATE}),
        [([[SEQUENCE, STATE]], {}), ([SEQUENCE, STATE], {}), ([STATE], {"object": SEQUENCE})],
    ),
    "bidirectional": (
        lambda: rk.bidirectional(layer=rk.layer_gru(units=3)),
        ([SEQUENCE], {"initial_state": [STATE, CELL]}),
        [([SEQUENCE], {"initial_state": [STATE, CELL]}), ([[SEQUENCE, STATE, CELL]], {})],
    ),
    "rnn_of_cells": (
        lambda: rk.layer_rnn(cell=[rk.layer_gru_cell(units=3), rk.layer_gru_cell(units=3)]),
        ([SEQUENCE], {"initial_state": [STATE, CELL]}),
        [([SEQUENCE], {"initial_state": [STATE, CELL]}), ([[SEQUENCE, STATE, CELL]], {})],
    ),
    "conv_lstm_2d": (
        lambda: rk.layer_conv_lstm_2d(filters=2, kernel_size=3, padding="same"),
        ([FRAMES], {"initial_state": MAPS}),
        [([FRAMES], {"initial_state": MAPS}), ([[FRAMES, *MAPS]], {}), ([], {"inputs": FRAMES, "initial_state": MAPS})],
    ),
    "lstm_cell": (
        lambda: rk.layer_lstm_cell(units=3),
        ([ROWS, [STATE, CELL]], {}),
        [([ROWS, [STATE, CELL]], {}), ([[STATE, CELL]], {"inputs": ROWS}), ([ROWS], {"states": [STATE, CELL]})],
    ),
    "simple_rnn_cell": (
        lambda: rk.layer_simple_rnn_cell(units=3),
        ([ROWS, STATE], {}),
        [([ROWS, STATE], {}), ([], {"inputs": ROWS, "states": STATE})],
    ),
    "custom": (
        Mixed,
        ([ROWS, STATE], {"training": True}),
        [
            ([ROWS, STATE], {"training": True}),
            ([STATE], {"target": ROWS, "training": True}),
            ([ROWS], {"layer": STATE, "training": True}),
            ([ROWS, STATE, 0.0, True], {}),
            ([], {"layer": STATE, "object": ROWS, "training": True}),
        ],
    ),
    "dropout": (
        lambda: rk.layer_dropout(rate=0.5, seed=3),
        ([ROWS], {"training": False}),
        [([ROWS, False], {}), ([], {"inputs": ROWS, "training": 0})],
    ),
    "model": (
        nested,
        ([[SEQUENCE, OTHER]], {}),
        [([[SEQUENCE, OTHER]], {}), ([], {"inputs": [SEQUENCE, OTHER]}), ([[SEQUENCE, OTHER]], {"training": True})],
    ),
}
EACH = [(name, place) for name, (_, _, calls) in CASES.items() for place in range(len(calls))]


def flat(value: Any) -> list[Any]:
    return [np.asarray(part) for part in keras.tree.flatten(value)]


def of_tensors(value: Any, change: Callable[[Any], Any]) -> Any:
    return keras.tree.map_structure(lambda part: change(part) if isinstance(part, np.ndarray) else part, value)


@pytest.mark.parametrize(("name", "place"), EACH)
def test_a_call_is_that_of_plain_keras(name: str, place: int) -> None:
    make, (args, named), calls = CASES[name]
    layer = make()
    expected = flat(layer(*args, **named))
    ours, by_name = calls[place]
    for part, plain in zip(flat(rk.apply_layer(layer, *ours, **by_name)), expected, strict=True):
        np.testing.assert_allclose(part, plain, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("name", "place"), EACH)
def test_a_symbolic_call_has_the_shapes_and_the_numbers(name: str, place: int) -> None:
    make, (args, named), calls = CASES[name]
    layer = make()
    expected = flat(layer(*args, **named))
    ours, by_name = calls[place]
    inputs: dict[int, Any] = {}

    def symbol(array: Any) -> Any:
        dtype = "bool" if array.dtype == bool else "float32"
        return inputs.setdefault(id(array), (keras.Input(array.shape[1:], dtype=dtype), array))[0]

    outputs = keras.tree.flatten(rk.apply_layer(layer, *of_tensors(ours, symbol), **of_tensors(by_name, symbol)))
    model = keras.Model([tensor for tensor, _ in inputs.values()], outputs)
    values = keras.tree.flatten(model([array for _, array in inputs.values()]))
    for tensor, value, plain in zip(outputs, values, expected, strict=True):
        assert tensor.shape[1:] == plain.shape[1:]
        np.testing.assert_allclose(value, plain, rtol=1e-5, atol=1e-6)


def test_the_symbolic_scores_of_attention_have_a_column_for_each_key() -> None:
    """Keras 3.15 itself gives them one for each query."""
    target, source = keras.Input((8, 6)), keras.Input((4, 6))
    layer = rk.layer_multi_head_attention(num_heads=2, key_dim=3)
    for scores in (
        layer(target, source, return_attention_scores=True)[1],
        layer(target, value=source, key=source, return_attention_scores=True)[1],
        keras.layers.MultiHeadAttention(2, 3)(target, source, return_attention_scores=True)[1],
    ):
        assert scores.shape == (None, 2, 8, 4)


def test_vectors_are_inputs_where_a_layer_needs_them() -> None:
    layer = Mixed()
    for args, named in (([[1.0, 2.0], [3.0, 4.0]], {}), ([], {"target": [1.0, 2.0], "layer": [3.0, 4.0]})):
        np.testing.assert_array_equal(rk.apply_layer(layer, *args, **named), [7, 10])
    assert float(rk.apply_layer(layer, 1.0, 2.0)) == 5


@pytest.mark.parametrize(
    ("args", "named", "error", "message"),
    [
        ([], {}, TypeError, r"^layer_dense\(\): the input of the layer, argument `inputs` of its call, is missing"),
        ([None], {}, TypeError, r"^layer_dense\(\): the input of the layer"),
        ([], {"training": True}, TypeError, r"^layer_dense\(\): the input of the layer"),
        (
            [ROWS],
            {"trainig": True},
            TypeError,
            r"^layer_dense\(\): unknown argument `trainig`. Did you mean `training`",
        ),
        ([ROWS], {"mask": SEEN}, TypeError, r"^layer_dense\(\): unknown argument `mask`"),
        ([ROWS, STATE], {}, ValueError, r"^layer_dense\(\): `training` should be True or False.*go in a list"),
        ([ROWS], {"training": STATE}, ValueError, r"^layer_dense\(\): `training` should be True or False"),
        ([ROWS, True, 3], {}, TypeError, r"^layer_dense\(\): the call of the layer takes `inputs`, `training`"),
        ([ROWS], {"inputs": ROWS, "object": ROWS}, TypeError, r"^layer_dense\(\): argument `inputs` came twice"),
    ],
)
def test_what_a_call_does_not_take_is_refused(
    args: list[Any], named: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        rk.apply_layer(rk.layer_dense(units=2), *args, **named)


@pytest.mark.parametrize("make", [rk.keras_model_sequential, None])
def test_a_model_refuses_names_that_none_of_its_layers_knows(make: Any) -> None:
    """Plain Keras drops them without a word."""
    x = keras.Input((3,))
    model = make(input_shape=3) >> rk.layer_dense(units=2) if make else keras.Model(x, keras.layers.Dense(2)(x))
    np.testing.assert_array_equal(rk.apply_layer(model, inputs=ROWS, training=True), model(ROWS))
    for value in (ROWS, x):
        with pytest.raises(TypeError, match=r"unknown argument `traning`. Did you mean `training`"):
            rk.apply_layer(model, value, traning=True)
        with pytest.raises(ValueError, match="`training` should be True or False"):
            rk.apply_layer(model, value, value)


def of_softmax(shape: Any = None) -> Any:
    return rk.keras_model_sequential(input_shape=shape) >> rk.layer_activation_softmax(axis=7)


AXES: dict[str, Callable[[], Any]] = {
    "a tensor": lambda: rk.layer_activation_softmax(keras.Input((3,)), axis=7),
    "a pipe": lambda: keras.Input((3,)) >> rk.layer_activation_softmax(axis=7),
    "the layer itself": lambda: rk.layer_activation_softmax(axis=7)(keras.Input((3,))),
    "several axes": lambda: rk.layer_activation_softmax(axis=[1, 7])(keras.Input((3,))),
    "an array": lambda: rk.layer_activation_softmax(ROWS, axis=7),
    "a Sequential model": lambda: of_softmax(3),
    "a model that is built later": lambda: of_softmax().build((None, 3)),
    "a step of a sequence": lambda: rk.layer_time_distributed(keras.Input((5, 3)), of_softmax().layers[0]),
    "two tensors": lambda: rk.layer_dot([keras.Input((3,)), keras.Input((3,))], axes=-7),
    "attention": lambda: rk.layer_multi_head_attention([ROWS, ROWS], num_heads=1, key_dim=2, attention_axes=-7),
}


@pytest.mark.parametrize("called_on", AXES)
def test_an_axis_that_the_input_does_not_have_is_told_at_the_call(called_on: str) -> None:
    """Keras accepts it until the model runs, or takes another axis."""
    message = r"\(\): `\w*ax[ie]s` should be an axis of the input, which has 2\. It counts from 0\. .* = .*7"
    with pytest.raises(ValueError, match=message):
        AXES[called_on]()
    assert keras.layers.Softmax(7)(keras.Input((3,))).shape == (None, 3)
    assert rk.layer_activation_softmax(keras.Input((3, 4)), axis=2).shape == (None, 3, 4)


def test_nothing_is_no_input_of_a_pipe() -> None:
    with pytest.raises(TypeError, match=r"^layer_dense\(\): the input of the layer"):
        None >> rk.layer_dense(units=2)


def test_a_layer_that_lacks_a_tensor_says_so() -> None:
    with pytest.raises(TypeError, match=r"missing a required argument: 'layer'"):
        rk.apply_layer(Mixed(name="mixed"), [ROWS, STATE])


WIDE = RNG.normal(size=(2, 4))
RECURRENT: dict[str, tuple[Callable[[], Any], Any, list[Any]]] = {
    "gru": (lambda: rk.layer_gru(units=3), [STATE], [[STATE, CELL], [CELL, STATE, CELL], WIDE]),
    "simple_rnn": (lambda: rk.layer_simple_rnn(units=3), STATE, [[STATE, CELL], [WIDE]]),
    "lstm": (lambda: rk.layer_lstm(units=3), [STATE, CELL], [STATE, [STATE], [STATE, CELL, CELL], [STATE, WIDE]]),
    "bidirectional": (
        lambda: rk.bidirectional(layer=rk.layer_gru(units=3)),
        [STATE, CELL],
        [STATE, [STATE], [STATE, CELL, CELL], [STATE] * 4],
    ),
    "stack": (
        lambda: rk.layer_rnn(cell=[rk.layer_lstm_cell(units=3), rk.layer_gru_cell(units=3)]),
        [[STATE, CELL], STATE],
        [[STATE, CELL], [STATE, CELL, STATE, CELL]],
    ),
    "time_major": (lambda: rk.layer_gru(units=3, time_major=True), [STATE], [[STATE, CELL]]),
    "conv_lstm": (
        lambda: rk.layer_conv_lstm_2d(filters=2, kernel_size=3, padding="same"),
        MAPS,
        [MAPS[:1], [*MAPS, MAPS[0]]],
    ),
}


@pytest.mark.parametrize("name", RECURRENT)
@pytest.mark.parametrize("is_symbolic", [False, True])
def test_initial_states_are_as_many_as_a_layer_has(name: str, is_symbolic: bool) -> None:
    """Keras leaves aside those that are too many, and tells of symbolic ones that are too few when the model runs."""
    make, right, wrong = RECURRENT[name]
    layer = make()
    sequence = {"conv_lstm": FRAMES, "time_major": SEQUENCE.swapaxes(0, 1)}.get(name, SEQUENCE)

    def give(value: Any) -> Any:
        return of_tensors(value, lambda array: keras.Input(array.shape[1:])) if is_symbolic else value

    rk.apply_layer(layer, give(sequence), initial_state=give(right))
    for states in wrong:
        for call in (
            lambda: layer(give(sequence), initial_state=give(states)),  # noqa: B023
            lambda: layer(give(sequence), give(states)),  # noqa: B023
            lambda: rk.apply_layer(layer, give(sequence), initial_state=give(states)),  # noqa: B023
            lambda: rk.apply_layer(layer, give(sequence), give(states)),  # noqa: B023
        ):
            with pytest.raises(ValueError, match=r"its initial states in a list, \d"):
                call()


def test_stacked_cells_take_their_states_in_one_list() -> None:
    layer = RECURRENT["stack"][0]()
    nested = layer(SEQUENCE, initial_state=[[STATE, CELL], STATE])
    np.testing.assert_array_equal(layer(SEQUENCE, initial_state=[STATE, CELL, STATE]), nested)
    np.testing.assert_array_equal(rk.apply_layer(layer, [SEQUENCE, STATE, CELL, STATE]), nested)
    named = {"z": {"h": STATE, "c": CELL}, "a": STATE}  # lists of R with names, which go by position
    np.testing.assert_array_equal(rk.apply_layer(layer, SEQUENCE, initial_state=named), nested)


@pytest.mark.parametrize("make", [rk.layer_gru_cell, rk.layer_lstm_cell, rk.layer_simple_rnn_cell])
def test_states_of_a_cell_are_as_many_as_it_has(make: Any) -> None:
    """Keras 3 takes the rows of one state for the two of an LSTM."""
    cell = make(units=3)
    wrong = [STATE] if make is rk.layer_lstm_cell else [STATE, CELL]
    for states in (wrong, [STATE] * 3):
        with pytest.raises(ValueError, match=r"cell\w*: pass its states in a list, [12] of shape \(batch, 3\)"):
            rk.apply_layer(cell, ROWS, states)
