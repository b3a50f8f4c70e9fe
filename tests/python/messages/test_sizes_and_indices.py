"""Windows larger than their images, indices that no table has, fractions as indices: errors, never results."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

import rkeras_py as rk

pytestmark = pytest.mark.quick

IMAGES = np.random.RandomState(0).rand(2, 8, 8, 3).astype("float32")
WORDS = np.array([[1, 2], [3, 4]])
KERNEL = np.ones((9, 9, 3, 4), "float32")

TOO_LARGE: dict[str, Callable[[], Any]] = {
    "op_max_pool": lambda: rk.op_max_pool(IMAGES, 9),
    "op_average_pool": lambda: rk.op_average_pool(IMAGES, [2, 9]),
    "op_conv": lambda: rk.op_conv(IMAGES, KERNEL[:3, :3], dilation_rate=4),
    "op_depthwise_conv": lambda: rk.op_depthwise_conv(IMAGES, KERNEL[..., :1]),
    "k_pool2d": lambda: rk.k_pool2d(IMAGES, [9, 9]),  # at which TensorFlow ends the process
    "k_pool3d": lambda: rk.k_pool3d(IMAGES[None], [3, 9, 9], pool_mode="avg"),
    "k_conv1d": lambda: rk.k_conv1d(IMAGES[0], KERNEL[:, 0]),
    "k_conv2d": lambda: rk.k_conv2d(np.moveaxis(IMAGES, 3, 1), KERNEL, data_format="channels_first"),  # ... reads on
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_window_fits_into_its_images(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^{name}\(\): `(kernel|pool_size)` should be no larger than the images"):
        TOO_LARGE[name]()


def test_windows_that_fit_are_computed() -> None:
    assert rk.op_max_pool(IMAGES, 8).shape == (2, 1, 1, 3)
    assert rk.op_conv(IMAGES, KERNEL[:3, :3], dilation_rate=3).shape == (2, 2, 2, 4)
    assert rk.k_conv1d(IMAGES[0], KERNEL[:, 0], padding="causal").shape == (8, 8, 4)
    assert rk.k_pool2d(IMAGES, [9, 9], padding="same").shape == (2, 8, 8, 3)


@pytest.mark.parametrize("layer", [rk.layer_max_pooling_2d, rk.layer_average_pooling_2d])
def test_a_pooling_layer_on_values_minds_their_size(layer: Any) -> None:
    with pytest.raises(ValueError, match=r"^layer_\w+_pooling_2d\(\): Computed output size would be zero"):
        layer(IMAGES, 9)
    model = rk.keras_model_sequential(input_shape=[None, None, 3]) >> layer(pool_size=9)
    with pytest.raises(ValueError, match=r"^predict\(\): a window of 9 does not fit into a size of 8 in .*pooling2d"):
        rk.predict(model, IMAGES)


def embedding() -> Any:
    model = rk.keras_model_sequential(input_shape=2) >> rk.layer_embedding(5, 2, name="words") >> rk.layer_flatten()
    return model >> rk.layer_dense(units=1) >> rk.compile("sgd", "mse")


@pytest.mark.parametrize("wrong", [-WORDS, WORDS / 8, WORDS - 2])
@pytest.mark.parametrize(
    "use",
    [
        lambda x: rk.predict(embedding(), x),
        lambda x: rk.fit(embedding(), x, np.ones((2, 1)), verbose=0),
        lambda x: rk.evaluate(embedding(), x, np.ones((2, 1)), verbose=0),
        lambda x: rk.train_on_batch(embedding(), x, np.ones((2, 1))),
        lambda x: rk.layer_embedding(x, 5, 2, name="words"),
        lambda x: x >> embedding(),
    ],
)
def test_an_index_is_a_whole_number_from_0(use: Callable[[Any], Any], wrong: Any) -> None:
    with pytest.raises(
        (ValueError, tf.errors.InvalidArgumentError), match=r"^\w+\(\): .*from 0 to 4, since its `input"
    ):
        use(wrong)


def test_whole_indices_of_any_type_stay_right() -> None:
    made = embedding()
    for kind in ("int8", "int64", "float32", "float64"):
        assert np.array_equal(rk.predict(made, WORDS.astype(kind)), rk.predict(made, WORDS))
    ragged = rk.layer_embedding(tf.ragged.constant([[1], [2, 3]]), 5, 2)
    assert ragged.shape[2] == 2


@pytest.mark.parametrize(
    "call",
    [
        lambda x: rk.layer_integer_lookup(x, vocabulary=[1, 2]),
        lambda x: rk.layer_hashing(x, num_bins=3),
        lambda x: rk.layer_category_encoding(x, num_tokens=3),
    ],
)
def test_categories_are_whole_numbers(call: Callable[[Any], Any]) -> None:
    assert call(np.array([[2.0]])) is not None
    with pytest.raises(ValueError, match=r"^layer_\w+\(\): the layer .* takes whole numbers.*Received: 1\.5"):
        call(np.array([[1.5]]))


def test_a_sequential_model_takes_one_input() -> None:
    model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(units=1)
    with pytest.raises(ValueError, match=r"`inputs` should be 1 tensor.*a list of 2"):
        [np.ones((1, 2)), np.ones((1, 2))] >> model


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: rk.random_gamma([3], -1), "`alpha` should be a number of at least 0"),
        (lambda: rk.random_truncated_normal([3], 0, -1), "`stddev` should be a number of at least 0"),
        (lambda: rk.random_binomial([3], [-1, 2, 3], 0.5), "`counts` should be a number of at least 0"),
        (lambda: rk.layer_input(tensor=IMAGES), r"`tensor` should be a symbolic tensor.*ndarray of shape"),
        (lambda: rk.layer_random_crop(WORDS, 1, 1), "the input should have other axes.*ndarray of shape"),
        (lambda: rk.layer_string_lookup(WORDS / 2, vocabulary=["a"]), "it takes text, not numbers"),
        (lambda: rk.layer_dense(np.array([["a"]]), 1), "it takes numbers, not text"),
        (lambda: rk.layer_dense(WORDS, {"a": WORDS}), r"`units` .*units = \{'a': ndarray of shape \(2, 2\)\}"),
    ],
)
def test_the_message_names_what_came(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(ValueError, match=rf"^\w+\(\): {words}"):
        call()
