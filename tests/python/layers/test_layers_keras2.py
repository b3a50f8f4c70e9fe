"""Layers and arguments of Keras 2 that Keras 3 lacks: numbers of tf_keras, files, and what is refused."""

import warnings
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from prepared import run_prepared

import rkeras_py as rk

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its own
    import tf_keras

RANDOM = np.random.default_rng(5)
STEPS = RANDOM.normal(size=(5, 4, 3)).astype("float32")
IMAGES = RANDOM.normal(size=(4, 6, 5, 3)).astype("float32")
close: Any = lambda left, right: np.testing.assert_allclose(left, right, rtol=1e-5, atol=1e-6)  # noqa: E731


def gradients(layer: Any, x: np.ndarray) -> list[np.ndarray]:
    new = isinstance(layer, keras.layers.Layer)
    variables = [variable.value if new else variable for variable in layer.trainable_weights]
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.square(layer(x)))
    return [np.asarray(tf.convert_to_tensor(gradient)) for gradient in tape.gradient(loss, variables)]


@pytest.mark.parametrize("implementation", [1, 2, 3])
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_locally_connected_gradients_are_those_of_keras_2(implementation: int, data_format: str) -> None:
    args = {"kernel_size": (3, 2), "strides": (2, 1), "implementation": implementation, "data_format": data_format}
    old = tf_keras.layers.LocallyConnected2D(2, kernel_regularizer="l2", **args)
    old(IMAGES)
    mine = rk.layer_locally_connected_2d(filters=2, kernel_regularizer="l2", weights=old.get_weights(), **args)
    close(mine(IMAGES), old(IMAGES))
    assert [tuple(weight.shape) for weight in mine.weights] == [tuple(weight.shape) for weight in old.weights]
    for left, right in zip(gradients(mine, IMAGES), gradients(old, IMAGES), strict=True):
        close(left, right)
    close(mine.losses[0], old.losses[0])


def test_locally_connected_implementations_agree() -> None:
    make = lambda n, **more: rk.layer_locally_connected_1d(filters=2, kernel_size=2, implementation=n, **more)  # noqa: E731
    one = make(1)
    expected = one(STEPS)
    kernel, bias = one.get_weights()
    dense = np.zeros((4, 3, 3, 2), "float32")  # 4 steps, 3 channels, 3 positions, 2 filters
    for position in range(3):
        dense[position : position + 2, :, position] = kernel[position].reshape(2, 3, 2)
    connected = (dense != 0).reshape(12, 6).T
    close(make(2, weights=[dense, bias])(STEPS), expected)
    close(make(3, weights=[dense.reshape(12, 6).T[connected], bias])(STEPS), expected)


def test_locally_connected_refuses_what_it_cannot_do() -> None:
    with pytest.raises(ValueError, match=r"^layer_locally_connected_1d\(\): `padding` should be \"valid\" if"):
        rk.layer_locally_connected_1d(filters=1, kernel_size=2, padding="same")
    with pytest.raises(
        ValueError, match=r"`implementation` should be a whole number from 1 to 3\. Received: implementation = 4"
    ):
        rk.layer_locally_connected_1d(filters=1, kernel_size=2, implementation=4)
    with pytest.raises(ValueError, match="All sizes of the input except the batch size should be known"):
        rk.layer_locally_connected_1d(keras.Input((None, 3)), 1, 2)
    with pytest.raises(ValueError, match=r"The window of size \(9,\) is larger"):
        rk.layer_locally_connected_1d(STEPS, 1, 9)


def test_files_without_this_package_and_with_its_classes(tmp_path: Path) -> None:
    """Models of Keras's own classes open in plain Keras; the rest after `import rkeras_py.classes`."""
    steps, images = keras.Input((4, 3)), keras.Input((6, 5, 3))
    plain = {
        "thresholded": (steps, rk.layer_activation_thresholded_relu(steps, 0.2)),
        "separable": (steps, rk.layer_separable_conv_1d(steps, 2, 2, padding="causal", name="causal")),
        "attention": (steps, rk.layer_additive_attention([steps, steps], causal=True)),
        "height": (images, rk.layer_random_height(images, (0.5, 0.5))),
        "cudnn": (steps, rk.layer_cudnn_gru(steps, 2)),
    }
    ours = {
        "local": (images, rk.layer_locally_connected_2d(images, 2, 2, implementation=3)),
        "major": (steps, rk.layer_lstm(steps, 2, time_major=True)),
        "both": (steps, rk.bidirectional(steps, rk.layer_gru(units=2, time_major=True))),
        "causal": (steps, rk.layer_additive_attention(causal=True, use_scale=False)([steps, steps])),
        "of output": (steps, rk.layer_multi_head_attention([steps, steps], 2, 2, activity_regularizer="l2")),
    }
    np.save(tmp_path / "steps.npy", STEPS)
    np.save(tmp_path / "images.npy", IMAGES)
    for name, (inputs, outputs) in {**plain, **ours}.items():
        model = keras.Model(inputs, outputs)
        for suffix in ("keras", "h5"):
            model.save(tmp_path / f"{name}.{suffix}")
        np.save(tmp_path / f"{name}.npy", model(STEPS if inputs is steps else IMAGES, training=False))
    files = [(name, suffix) for name in plain for suffix in ("keras", "h5") if (name, suffix) != ("height", "h5")]
    code = f"""
import sys, os
os.chdir({str(tmp_path)!r})
import numpy as np, keras
def check(files):
    for name, suffix in files:
        model = keras.models.load_model(name + '.' + suffix, compile=False)
        data = np.load('steps.npy' if model.input_shape == (None, 4, 3) else 'images.npy')
        np.testing.assert_allclose(model(data, training=False), np.load(name + '.npy'), rtol=1e-5, atol=1e-6)
check({files})
assert not any(name.startswith('rkeras_py') for name in sys.modules)
import rkeras_py.classes
check({[("height", "h5"), *((name, suffix) for name in ours for suffix in ("keras", "h5"))]})
print('all')
"""
    done = run_prepared(code)
    assert done.stdout.endswith("all\n"), done.stderr


@pytest.mark.parametrize(
    ("name", "cls"), [("layer_lstm", "LSTM"), ("layer_gru", "GRU"), ("layer_simple_rnn", "SimpleRNN")]
)
def test_time_major_masks_and_states(name: str, cls: str) -> None:
    mask = RANDOM.random((5, 4)) > 0.4
    states = [RANDOM.normal(size=(4, 2)).astype("float32") for _ in range(2 if cls == "LSTM" else 1)]
    args = {"units": 2, "return_sequences": True, "return_state": True, "time_major": True}
    old = getattr(tf_keras.layers, cls)(**args)
    old(STEPS)
    mine = getattr(rk, name)(weights=old.get_weights(), **args)
    assert isinstance(mine, getattr(keras.layers, cls))
    assert mine.name.startswith(old.name.split("_")[0])
    expected = old(STEPS, mask=tf.constant(mask), initial_state=[tf.constant(state) for state in states])
    found = mine(STEPS, mask=tf.constant(mask), initial_state=states)
    assert len(found) == len(expected)
    for left, right in zip(found, expected, strict=True):
        close(left, right)


def test_time_major_stateful_keeps_its_state() -> None:
    args = {"units": 2, "stateful": True, "time_major": True}
    old, mine = tf_keras.layers.GRU(**args), rk.layer_gru(**args)
    x = tf.constant(STEPS)
    old(x), mine(x)
    mine.set_weights(old.get_weights())
    mine.reset_states(), old.reset_states()
    close(mine(x), old(x))
    close(mine(x), old(x))


@pytest.mark.parametrize("name", ["layer_lstm", "layer_gru", "layer_simple_rnn"])
def test_implementation_and_unroll_change_no_number(name: str) -> None:
    make = getattr(rk, name)
    first = make(units=2, return_sequences=True)
    expected = first(STEPS)
    for args in (
        {"implementation": 1},
        {"implementation": 2.0},
        {"unroll": True},
        {"unroll": True, "time_major": False},
    ):
        close(make(units=2, return_sequences=True, weights=first.get_weights(), **args)(STEPS), expected)
    with pytest.raises(ValueError, match=rf"^{name}\(\): `implementation` should be 0 or 1 or 2\."):
        make(units=2, implementation=5)


def test_causal_attention_is_keras_own_layer_where_it_is_called() -> None:
    query, value = keras.Input((4, 3)), keras.Input((6, 3))
    output = rk.layer_additive_attention([query, value], causal=True)
    assert type(output._keras_history.operation) is keras.layers.AdditiveAttention
    mine = keras.Model([query, value], output)
    old = tf_keras.layers.AdditiveAttention(causal=True)
    x = [RANDOM.normal(size=(2, size, 3)).astype("float32") for size in (4, 6)]
    old(x)
    old.set_weights(mine.get_weights())
    close(mine(x), old(x))
    assert (
        np.abs(np.asarray(old(x)) - np.asarray(rk.layer_additive_attention(x, weights=mine.get_weights()))).max() > 0.01
    )


def test_multi_head_attention_regularizes_its_output_alone() -> None:
    old = tf_keras.layers.MultiHeadAttention(2, 3, activity_regularizer="l2")
    old(STEPS, STEPS)
    mine = rk.layer_multi_head_attention(num_heads=2, key_dim=3, activity_regularizer="l2")
    mine(STEPS, STEPS)
    mine.set_weights(old.get_weights())
    for layer in (mine, type(mine).from_config(mine.get_config())):
        layer(STEPS, STEPS)
        layer.set_weights(old.get_weights())
        layer(STEPS, STEPS)
        np.testing.assert_allclose(layer.losses, old.losses, rtol=1e-5)
    assert type(rk.layer_multi_head_attention(num_heads=2, key_dim=3)) is keras.layers.MultiHeadAttention


def test_weights_of_a_causal_separable_convolution() -> None:
    old = tf_keras.layers.SeparableConv1D(2, 3, padding="causal", bias_initializer="random_normal")
    old(STEPS)
    model = rk.keras_model_sequential() >> rk.layer_separable_conv_1d(
        2, 3, padding="causal", weights=old.get_weights(), input_shape=(4, 3), trainable=False
    )
    close(model(STEPS), old(STEPS))
    assert model.layers[0].name.startswith("separable_conv1d")
    assert not model.trainable_weights


WRONG = [
    ([np.ones((3, 2))], r"a list of 2 array\(s\) of shapes \[\(3, 2\), \(2,\)\]\. Received: weights = \[\(3, 2\)\]"),
    ([np.ones((3, 2)), np.ones(3)], r"Received: weights = \[\(3, 2\), \(3,\)\]"),
    ([], r"Received: weights = \[\]"),
]


@pytest.mark.parametrize(("weights", "message"), WRONG)
def test_wrong_weights_are_refused_each_time(weights: list[Any], message: str) -> None:
    layer = rk.layer_dense(units=2, weights=weights)
    for _ in range(2):
        with pytest.raises(ValueError, match=rf"^layer_dense\(\): `weights` should be .*{message}"):
            layer(np.ones((1, 3)))
    model = rk.keras_model_sequential(input_shape=3)
    with pytest.raises(ValueError, match=r"^layer_dense\(\): `weights` should be"):
        model >> rk.layer_dense(2, weights=weights)
    assert not model.layers
    assert (model >> rk.layer_dense(2)).output_shape == (None, 2)


def test_weights_of_layers_that_have_none_or_one_number() -> None:
    for make in (rk.layer_flatten, rk.layer_dropout):
        with pytest.raises(ValueError, match=r"`weights` should be a list of 0 array"):
            make(rate=0.5, weights=[1.0]) if make is rk.layer_dropout else make(weights=[1.0])
    layer = rk.layer_dense(units=1, weights=[np.ones((3, 1)), 2.0])  # as R sends list(matrix(1, 3), 2)
    close(layer(np.ones((1, 3))), [[5.0]])


def test_input_arguments_build_a_sequential_as_in_keras_2() -> None:
    def shapes(layer: Any) -> list[Any]:
        model = rk.keras_model_sequential() >> layer
        return [model.input_shape, model.output_shape]

    old: Any = lambda layer: [(m := tf_keras.Sequential([layer])).input_shape, m.output_shape]  # noqa: E731
    K = tf_keras.layers
    pairs = [
        (rk.layer_dense(2, batch_input_shape=(7, 3)), K.Dense(2, batch_input_shape=(7, 3))),
        (rk.layer_dense(2, input_shape=3, batch_size=7), K.Dense(2, input_shape=(3,), batch_size=7)),
        (rk.layer_embedding(9, 2, input_length=5), K.Embedding(9, 2, input_length=5)),
        (rk.layer_embedding(9, 2, batch_size=4, input_length=5), K.Embedding(9, 2, batch_size=4, input_length=5)),
        (rk.layer_embedding(9, 2), K.Embedding(9, 2)),
        (rk.layer_lstm(2, batch_input_shape=(7, 5, 3)), K.LSTM(2, batch_input_shape=(7, 5, 3))),
        (rk.layer_locally_connected_1d(2, 2, batch_input_shape=(7, 5, 3)),
         K.LocallyConnected1D(2, 2, batch_input_shape=(7, 5, 3))),
        (rk.layer_permute((2, 1), input_shape=(4, 5)), K.Permute((2, 1), input_shape=(4, 5))),
    ]  # fmt: skip
    for mine, theirs in pairs:
        assert shapes(mine) == old(theirs), theirs.name
    model = rk.keras_model_sequential() >> rk.layer_embedding(10, 3, input_length=5) >> rk.layer_flatten()
    assert model.output_shape == (None, 15)


@pytest.mark.parametrize("axes", [1, -1, (1, 2), (2, 1), (2, 2)])
def test_dot_axes_are_those_of_keras_2(axes: Any) -> None:
    x = [RANDOM.normal(size=(2, 3, 3)).astype("float32") for _ in range(2)]
    for normalize in (False, True):
        close(rk.layer_dot(x, axes=axes, normalize=normalize), tf_keras.layers.Dot(axes, normalize=normalize)(x))


def test_alpha_dropout_drops_to_the_value_of_keras_2() -> None:
    x = np.ones((200, 50), "float32")
    mine = np.asarray(rk.layer_alpha_dropout(rate=0.3, seed=1)(x, training=True))
    old = np.asarray(tf_keras.layers.AlphaDropout(0.3, seed=1)(x, training=True))
    close(np.unique(mine), np.unique(old))
    assert len(np.unique(mine)) == 2
    assert abs((mine == mine.min()).mean() - 0.3) < 0.03
    shared = np.asarray(rk.layer_alpha_dropout(rate=0.3, noise_shape=(None, 1))(x, training=True))
    assert (shared == shared[:, :1]).all()
    close(rk.layer_alpha_dropout(rate=0.3)(x, training=False), x)


def test_random_sizes_act_in_training_and_stay_in_their_bounds() -> None:
    layer = rk.layer_random_width(factor=(-0.5, 0.5), seed=2)
    widths = {layer(IMAGES, training=True).shape[2] for _ in range(20)}
    assert len(widths) > 2
    assert min(widths) >= 2 and max(widths) <= 7
    close(layer(IMAGES, training=False), IMAGES)
    with pytest.raises(
        ValueError, match=r"^layer_random_width\(\): `factor` should be a number, or a lower and an upper"
    ):
        rk.layer_random_width(factor=(1, 2, 3))


def _columns() -> list[Any]:
    fc = tf.feature_column
    thal = fc.categorical_column_with_vocabulary_list("thal", ["a", "b", "c"])
    age = fc.numeric_column("age")
    return [
        fc.numeric_column("vec", shape=(2,)),
        fc.bucketized_column(age, [20, 40]),
        fc.indicator_column(thal),
        fc.embedding_column(thal, 4),
        fc.embedding_column(fc.categorical_column_with_hash_bucket("city", 7), 2),
        fc.indicator_column(fc.categorical_column_with_identity("id", 3)),
        fc.indicator_column(fc.crossed_column([fc.bucketized_column(age, [30]), thal], 10)),
        age,
    ]


FEATURES = {
    "age": np.array([[10.0], [30.0], [50.0]], "float32"),
    "thal": np.array([["a"], ["c"], ["a"]]),
    "city": np.array([["u"], ["v"], ["w"]]),
    "id": np.array([[0], [2], [1]]),
    "vec": np.ones((3, 2), "float32"),
}


def test_feature_columns_give_the_numbers_of_keras_2(tmp_path: Path) -> None:
    x = {name: tf.constant(value) for name, value in FEATURES.items()}
    old = tf_keras.layers.DenseFeatures(_columns())
    old(x)
    inputs = {
        name: keras.Input(value.shape[1:], name=name, dtype="string" if value.dtype.kind == "U" else value.dtype.name)
        for name, value in FEATURES.items()
    }
    named = dict(enumerate(_columns()))  # R's named list
    outputs = rk.layer_dense_features(inputs, named, weights=old.get_weights())
    model = keras.Model(inputs, outputs)
    close(model(x), old(x))
    assert model.output_shape == (None, 28)
    for left, right in zip(gradients(model, x), gradients(old, x), strict=True):
        close(left, right)
    for suffix in ("keras", "h5"):
        model.save(tmp_path / f"model.{suffix}")
        close(keras.models.load_model(tmp_path / f"model.{suffix}")(x), old(x))


def test_feature_columns_train_in_a_sequential_model() -> None:
    layer = rk.layer_dense_features(feature_columns=_columns())
    model = rk.keras_model_sequential() >> layer >> rk.layer_dense(1)
    model.compile("sgd", "mse")
    data = tf.data.Dataset.from_tensor_slices(({k: tf.constant(v) for k, v in FEATURES.items()}, np.ones((3, 1))))
    model.fit(data.batch(3), verbose=0, shuffle=False)
    before = model.get_weights()
    model.fit(data.batch(3), verbose=0, shuffle=False)
    assert all((left != right).any() for left, right in zip(before, model.get_weights(), strict=True))


def test_feature_columns_that_cannot_be_used_are_named() -> None:
    thal = tf.feature_column.categorical_column_with_vocabulary_list("thal", ["a"])
    age = tf.feature_column.numeric_column("age")
    for wrong, message in ((thal, "Received: 'thal'"), ([age, age], r"Received twice: \['age'\]"), (5, "Received: 5")):
        with pytest.raises(ValueError, match=rf"^layer_dense_features\(\): `feature_columns` should .*{message}"):
            rk.layer_dense_features(feature_columns=wrong)
    with pytest.raises(ValueError, match="should be a named list of features"):
        rk.layer_dense_features(np.ones((2, 2)), age)


@pytest.mark.parametrize("name", ["doubled", "relu"])
def test_an_activation_in_scope_is_known_by_its_name(name: str) -> None:
    x = np.array([[-1.0, 2.0]], "float32")
    with (
        rk.with_custom_object_scope({name: lambda x: 2 * x}),
        tf_keras.utils.custom_object_scope({name: lambda x: 2 * x}),
    ):
        ours = rk.layer_dense(units=1, activation=name, kernel_initializer="ones")
        theirs = tf_keras.layers.Dense(1, activation=name, kernel_initializer="ones")
    np.testing.assert_allclose(ours(-x), theirs(-x))
    np.testing.assert_allclose(ours(-x), [[-2.0]])


def test_categories_without_a_place_are_refused(tmp_path: Path) -> None:
    inputs = rk.layer_input(1, dtype="int32")
    encode = rk.layer_category_encoding(num_tokens=3, name="codes")
    model = rk.keras_model(inputs, inputs >> encode)
    model.save(tmp_path / "m.keras")
    close(rk.predict(model, np.array([[0], [2]])), [[1, 0, 0], [0, 0, 1]])
    for wrong in (3, -1):
        for run in (encode, model, lambda x: rk.predict(model, x), rk.load_model(tmp_path / "m.keras")):
            with pytest.raises((ValueError, tf.errors.InvalidArgumentError), match=r"codes.* from 0 to 2|negative"):
                run(np.array([[0], [wrong]]))
            with pytest.raises((ValueError, tf.errors.InvalidArgumentError)):
                tf_keras.layers.CategoryEncoding(num_tokens=3)(np.array([[0], [wrong]]))
    assert np.all(np.asarray(encode(tf.ragged.constant([[0, 2], [1]])))[1] == [0, 1, 0])
    assert not np.any(np.asarray(keras.layers.CategoryEncoding(3)(np.array([[3]]))))
    with pytest.raises(ValueError, match="Received: nan"):
        encode(np.array([[np.nan]]))
