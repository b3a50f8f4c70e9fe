"""Special properties of single layer functions; those of all are in test_layers_registry.py."""

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest

from rkeras_py.layers.activations import layer_activation_relu
from rkeras_py.layers.attention import layer_attention, layer_multi_head_attention
from rkeras_py.layers.convolutional import layer_conv_1d, layer_conv_2d
from rkeras_py.layers.convolutional_lstm import layer_conv_lstm_2d
from rkeras_py.layers.core import layer_activation, layer_dense, layer_flatten, layer_lambda, layer_reshape
from rkeras_py.layers.embedding import layer_embedding
from rkeras_py.layers.merge import layer_add, layer_concatenate, layer_dot
from rkeras_py.layers.noise import layer_dropout, layer_spatial_dropout_1d
from rkeras_py.layers.normalization import layer_batch_normalization
from rkeras_py.layers.padding import layer_zero_padding_2d
from rkeras_py.layers.pooling import layer_average_pooling_1d
from rkeras_py.layers.recurrent import layer_gru, layer_lstm, layer_rnn
from rkeras_py.layers.recurrent_cells import (
    layer_gru_cell,
    layer_lstm_cell,
    layer_simple_rnn_cell,
    layer_stacked_rnn_cells,
)
from rkeras_py.layers.wrappers import bidirectional, time_distributed
from rkeras_py.signatures.words import NA

pytestmark = pytest.mark.quick


@pytest.fixture
def channels_first() -> Iterator[None]:
    keras.config.set_image_data_format("channels_first")
    yield
    keras.config.set_image_data_format("channels_last")


def test_merge_layers_take_a_list_names_or_tensors_one_by_one() -> None:
    a, b = keras.Input((3, 2)), keras.Input((5, 2))
    for out in (
        layer_concatenate([a, b], axis=1),
        layer_concatenate(a, b, axis=1.0),
        layer_concatenate({"first": a, "second": b}, axis=1),
        [a, b] >> layer_concatenate(axis=1),
    ):
        assert out.shape == (None, 8, 2)
    assert layer_add(a, a, a, name="sum")._keras_history.operation.name == "sum"
    assert type(layer_add(name="later")) is keras.layers.Add


def test_dot_wants_axes() -> None:
    a, b = keras.Input((4,)), keras.Input((4,))
    assert layer_dot(a, b, axes=[1.0, 1.0]).shape == (None, 1)
    with pytest.raises(TypeError, match=r"^layer_dot\(\): argument `axes` is missing"):
        layer_dot(a, b)


def test_multi_head_attention_takes_query_value_and_key() -> None:
    query, value = keras.Input((4, 6)), keras.Input((5, 3))
    with pytest.raises(ValueError, match=r"`output_shape` should be .*at least 1"):
        layer_multi_head_attention(num_heads=2, key_dim=3, output_shape=0)
    layer = layer_multi_head_attention(num_heads=2, key_dim=3)
    for out in (
        layer_multi_head_attention([query, value], 2, 3),
        layer_multi_head_attention([query, value, value], num_heads=2.0, key_dim=3.0),
        layer_multi_head_attention({"value": value, "query": query}, 2, 3),
        [query, value] >> layer,
        query >> layer_multi_head_attention(num_heads=2, key_dim=3),
    ):
        assert out.shape == (None, 4, 6)
    assert layer_attention([query, query]).shape == (None, 4, 6)
    assert layer_attention(dropout=None).dropout == 0


def test_rnn_runs_cells() -> None:
    x = keras.Input((6, 3))
    assert layer_rnn(x, layer_lstm_cell(4)).shape == (None, 4)
    assert layer_rnn(x, [layer_gru_cell(units=4.0), layer_simple_rnn_cell(2)]).shape == (None, 2)
    assert layer_rnn(x, layer_stacked_rnn_cells([layer_gru_cell(4)]), return_sequences=True).shape == (None, 6, 4)
    assert (x >> layer_rnn(layer_lstm_cell(4))).shape == (None, 4)
    assert (x >> layer_rnn([layer_lstm_cell(4), layer_lstm_cell(5)])).shape == (None, 5)
    with pytest.raises(ValueError, match=r"^layer_rnn\(\): `cell` should be a cell"):
        layer_rnn(cell=layer_dense(units=2))


@pytest.mark.parametrize("cell", [layer_simple_rnn_cell, layer_lstm_cell, layer_gru_cell])
def test_cells_are_plain_and_strict(cell: Any) -> None:
    plain = getattr(keras.layers, type(cell(2)).__name__)
    made = cell(units=3.0, dropout=0.1, name="mine")
    assert type(made) is plain
    assert made.get_config() == plain(3, dropout=0.1, name="mine").get_config()
    for wrong in (2.5, NA, None):
        with pytest.raises(ValueError, match=rf"^{cell.__name__}\(\): `units` should be"):
            cell(units=wrong)


def test_what_keras_3_dropped_is_accepted_where_it_asks_for_what_is_done_anyway() -> None:
    assert layer_lstm(units=2, implementation=1, time_major=False).units == 2
    assert layer_batch_normalization(fused=True).axis == -1
    with pytest.raises(ValueError, match=r"^layer_embedding\(\): `sparse` should be False"):
        layer_embedding(input_dim=5, output_dim=2, sparse=True)


def test_embedding_builds_a_sequential_model() -> None:
    model = layer_embedding(keras.Sequential(), 10, 3)
    assert model.output_shape == (None, None, 3)
    model = layer_embedding(keras.Sequential(), 10, 3, input_length=5)
    assert layer_dense(layer_flatten(model), 2).output_shape == (None, 2)
    assert model.layers[1].output.shape == (None, 15)


def test_weights_are_set_when_the_layer_is_built() -> None:
    kernel, bias = np.ones((3, 2), "float32"), np.array([1, 2], "float32")
    layer = layer_dense(units=2, weights=[kernel, bias])
    np.testing.assert_array_equal(layer(np.ones((1, 3))), [[4, 5]])
    twin = keras.layers.Bidirectional(keras.layers.GRU(2))
    twin.build((None, 4, 3))
    x = np.ones((1, 4, 3), "float32")
    np.testing.assert_array_equal(bidirectional(x, layer_gru(units=2), weights=twin.get_weights()), twin(x))


def test_one_dimensional_layers_keep_channels_last(channels_first: None) -> None:
    assert layer_conv_1d(filters=2, kernel_size=2).data_format == "channels_last"
    assert layer_average_pooling_1d().data_format == "channels_last"
    assert layer_conv_1d(filters=2, kernel_size=2, data_format=None).data_format == "channels_first"
    assert layer_conv_2d(filters=2, kernel_size=2).data_format == "channels_first"


def test_activation_may_be_null_a_name_or_a_function() -> None:
    assert layer_lstm(units=2, activation=None).activation is keras.activations.linear
    assert layer_dense(units=2, activation=keras.activations.relu).get_config()["activation"] == "relu"
    assert (
        layer_conv_lstm_2d(filters=1, kernel_size=1, recurrent_activation="sigmoid").get_config()[
            "recurrent_activation"
        ]
        == "sigmoid"
    )


@pytest.mark.parametrize("dtype", ["float16", "float64"])
def test_hard_sigmoid_is_keras_2s_in_every_precision(dtype: str) -> None:
    x = np.linspace(-4, 4, 17, dtype=dtype)
    out = layer_activation(activation="hard_sigmoid", dtype=dtype)(x)
    assert out.dtype == dtype
    np.testing.assert_allclose(out, np.clip(0.2 * x + 0.5, 0, 1), rtol=1e-3 if dtype == "float16" else 1e-7)


def test_hard_sigmoid_takes_no_automatic_names_and_leaves_keras_own_alone() -> None:
    keras.backend.clear_session()
    layer_dense(units=2, activation="hard_sigmoid")
    assert keras.layers.Rescaling(2.0).name == "rescaling"
    assert layer_activation_relu().name == "re_lu"
    assert keras.layers.Dense(2, activation="hard_sigmoid").activation is keras.activations.hard_sigmoid


def test_trainable_is_set_also_where_keras_takes_none() -> None:
    assert layer_spatial_dropout_1d(rate=0.5, trainable=False).trainable is False
    assert layer_dense(units=2, trainable=False).trainable is False


def test_strings_are_checked() -> None:
    assert layer_conv_2d(filters=1, kernel_size=1, padding="SAME").padding == "same"
    both = ["channels_last", "channels_first"]
    assert layer_average_pooling_1d(data_format=both).data_format == "channels_last"
    with pytest.raises(ValueError, match=r'^layer_conv_2d\(\): `padding` should be one of "valid", "same"'):
        layer_conv_2d(filters=1, kernel_size=1, padding="full")
    with pytest.raises(ValueError, match=r"^bidirectional\(\): `merge_mode` should be one of"):
        bidirectional(layer=layer_gru(units=1), merge_mode="join")


def test_axes_count_from_one_in_batch_normalization() -> None:
    assert layer_batch_normalization(axis=2.0).axis == 1
    assert layer_batch_normalization(axis=[4]).axis == 3
    for wrong in (0, [1, 2]):
        with pytest.raises(ValueError, match=r"^layer_batch_normalization\(\): `axis` should be a whole number"):
            layer_batch_normalization(axis=wrong)


def test_shapes() -> None:
    assert layer_reshape(target_shape=6.0).target_shape == (6,)
    assert layer_dropout(rate=0.5, noise_shape=[NA, 1.0, 3.0]).noise_shape == (None, 1, 3)
    assert layer_zero_padding_2d(padding=[[1.0, 2.0], [0.0, 1.0]]).padding == ((1, 2), (0, 1))
    with pytest.raises(ValueError, match=r"^layer_reshape\(\): `target_shape` should be"):
        layer_reshape(target_shape=[0.5, 2])
    open_shape = layer_reshape(target_shape=[NA, 2.0])
    assert open_shape.target_shape == (None, 2)
    np.testing.assert_array_equal(open_shape(np.arange(6.0).reshape(1, 6)), np.arange(6.0).reshape(1, 3, 2))


@pytest.mark.parametrize("wrong", [np.ones((2, 2)), np.array([]), 3, ["a"]], ids=repr)
def test_the_arguments_of_a_lambda_have_names(wrong: Any) -> None:
    with pytest.raises(ValueError, match=r"layer_lambda\(\): `arguments` should be a named list"):
        layer_lambda(f=lambda x: x, arguments=wrong)


def test_lambda_functions_get_their_arguments() -> None:
    layer = layer_lambda(f=lambda x, by: x * by, arguments={"by": 3.0}, output_shape=lambda shape: shape)
    np.testing.assert_array_equal(layer(np.ones((1, 2))), [[3, 3]])
    assert (keras.Input((2,)) >> layer_lambda(lambda x: x[:, :1], output_shape=1.0)).shape == (None, 1)


def test_a_model_is_applied_to_every_time_step() -> None:
    frames, image = keras.Input((4, 5)), keras.Input((5,))
    assert time_distributed(frames, keras.Model(image, layer_dense(image, 2))).shape == (None, 4, 2)
    assert (frames >> time_distributed(layer_dense(units=3))).shape == (None, 4, 3)
    with pytest.raises(ValueError, match=r"^time_distributed\(\): `layer` should be a layer"):
        time_distributed(frames, "dense")
