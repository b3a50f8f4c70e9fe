"""Convolutions, pooling, padding, resizing against Keras 2, in both orders of the axes."""

from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from backend_support import assert_same, assert_same_in_model, normal
from support import pairs

from rkeras_py.backend import convolution, images, local_convolution

pytestmark = pytest.mark.quick

ORDERS = ("channels_last", "channels_first")
IMAGES = normal(2, 7, 8, 3)
VOLUMES = normal(2, 5, 6, 7, 3)
STEPS = normal(2, 7, 3)


def ordered(x: np.ndarray, order: str) -> np.ndarray:
    return x if order == "channels_last" else np.moveaxis(x, -1, 1).copy()


def oracle(name: str, *args: Any, **kwargs: Any) -> Any:
    arrays = [tf.constant(one) if isinstance(one, np.ndarray) else one for one in args]
    return getattr(tf_keras.backend, name)(*arrays, **kwargs)


def k(name: str) -> Any:
    return next(getattr(m, f"k_{name}") for m in (convolution, images, local_convolution) if hasattr(m, f"k_{name}"))


WINDOWS: list[tuple[str, np.ndarray, list[Any], dict[str, Any]]] = [
    ("conv1d", STEPS, [normal(3, 3, 4)], {"strides": 2}),
    ("conv2d", IMAGES, [normal(3, 2, 3, 4)], {"strides": (2, 1)}),
    ("conv2d", IMAGES, [normal(3, 2, 3, 4)], {"dilation_rate": (2, 1)}),
    ("conv3d", VOLUMES, [normal(3, 2, 2, 3, 4)], {"strides": (1, 2, 1)}),
    ("depthwise_conv2d", IMAGES, [normal(3, 3, 3, 2)], {"strides": (2, 2)}),
    ("separable_conv2d", IMAGES, [normal(3, 3, 3, 2), normal(1, 1, 6, 5)], {}),
    ("pool2d", IMAGES, [(3, 2)], {"strides": (2, 1), "pool_mode": "max"}),
    ("pool2d", IMAGES, [(3, 2)], {"strides": (2, 1), "pool_mode": "avg"}),
    ("pool3d", VOLUMES, [(2, 2, 3)], {"strides": (2, 1, 2), "pool_mode": "max"}),
    ("pool3d", VOLUMES, [(2, 2, 3)], {"strides": (2, 1, 2), "pool_mode": "avg"}),
]


@pytest.mark.parametrize(
    ("case", "padding", "order"),
    pairs(WINDOWS, ["valid", "same"], ORDERS),
    ids=lambda v: v if isinstance(v, str) else v[0],
)
def test_windows(case: tuple[str, np.ndarray, list[Any], dict[str, Any]], padding: str, order: str) -> None:
    name, x, more, options = case
    settings = {**options, "padding": padding, "data_format": order}
    assert_same(k(name)(ordered(x, order), *more, **settings), oracle(name, ordered(x, order), *more, **settings))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("name", "x", "args"),
    [
        ("temporal_padding", STEPS, [(1, 2)]),
        ("spatial_2d_padding", IMAGES, [((1, 2), (0, 3))]),
        ("spatial_3d_padding", VOLUMES, [((1, 2), (0, 3), (1, 1))]),
        ("resize_images", IMAGES, [2, 3]),
        ("resize_volumes", VOLUMES, [2, 3, 1]),
        ("bias_add", IMAGES, [normal(3)]),
        ("bias_add", IMAGES, [normal(7, 8, 3)]),
        ("bias_add", VOLUMES, [normal(5, 6, 7, 3)]),
    ],
)
def test_sizes(name: str, x: np.ndarray, args: list[Any], order: str) -> None:
    more = {} if name == "temporal_padding" else {"data_format": order}
    assert_same(k(name)(ordered(x, order), *args, **more), oracle(name, ordered(x, order), *args, **more))


@pytest.mark.parametrize("order", ORDERS)
def test_local_convolutions(order: str) -> None:
    for name, x, kernel, options in (
        ("local_conv1d", STEPS, normal(3, 9, 4), {"kernel_size": (3,), "strides": (2,)}),
        (
            "local_conv2d", IMAGES, normal(6, 18, 4),
            {"kernel_size": (3, 2), "strides": (2, 6), "output_shape": (3, 2)},
        ),
    ):  # fmt: skip
        x = ordered(x, order)
        settings = {**options, "data_format": order}
        assert_same(k(name)(x, kernel, **settings), oracle(name, x, kernel, **settings))
        assert_same_in_model(lambda v, name=name, a=kernel, s=settings: k(name)(v, a, **s), x)


def test_a_causal_convolution_looks_back() -> None:
    kernel = normal(3, 3, 4)
    options = {"padding": "causal", "dilation_rate": 2}
    right = oracle("conv1d", STEPS, kernel, **options)
    assert_same(k("conv1d")(STEPS, kernel, **options), right)
    first = k("conv1d")(ordered(STEPS, "channels_first"), kernel, data_format="channels_first", **options)
    assert_same(first, np.moveaxis(right.numpy(), -1, 1))  # fails in Keras 2


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("padding", "sizes"), [("same", (13, 15)), ("same", (14, 16)), ("valid", (15, 17)), ("valid", (16, 18))]
)
def test_transposed_convolutions(padding: str, sizes: tuple[int, int], order: str) -> None:
    kernel = normal(3, 3, 4, 3)
    shape = (2, *sizes, 4) if order == "channels_last" else (2, 4, *sizes)
    options = {"strides": (2, 2), "padding": padding, "data_format": order}
    x = ordered(IMAGES, order)
    right = oracle("conv2d_transpose", x, kernel, shape, **options)
    assert_same(k("conv2d_transpose")(x, kernel, shape, **options), right)
    flat = (2, 1, *sizes, 4) if order == "channels_last" else (2, 4, 1, *sizes)
    space = 1 if order == "channels_last" else 2
    volumes = k("conv3d_transpose")(np.expand_dims(x, space), kernel[None], flat, **{**options, "strides": (1, 2, 2)})
    assert_same(np.squeeze(volumes, space), right)


def test_the_usual_size_of_a_transposed_convolution() -> None:
    kernel = normal(3, 3, 4, 3)
    usual = tf_keras.layers.Conv2DTranspose(4, 3, strides=2, padding="same", use_bias=False)
    usual.build(IMAGES.shape)
    usual.set_weights([kernel])
    found = k("conv2d_transpose")(IMAGES, kernel, [2, None, None, 4], strides=2, padding="same")
    assert_same(found, usual(IMAGES))


@pytest.mark.parametrize(
    "function",
    [
        lambda x: k("conv2d")(x, KERNEL),
        lambda x: k("conv2d")(x, np.ones((2, 2, 7, 2)), data_format="channels_first"),
        lambda x: k("conv2d_transpose")(x, KERNEL.transpose(0, 1, 3, 2), [2, 14, 16, 2], strides=2, padding="same"),
        lambda x: k("depthwise_conv2d")(x, KERNEL),
        lambda x: k("separable_conv2d")(x, KERNEL, np.ones((1, 1, 6, 4))),
        lambda x: k("pool2d")(x, 2, pool_mode="avg"),
        lambda x: k("resize_images")(x, 2, 1, "channels_last"),
        lambda x: k("spatial_2d_padding")(x, 2),
        lambda x: k("bias_add")(x, [1.0, 2.0, 3.0]),
        lambda x: k("conv1d")(x[:, 0], normal(1, 3, 2) * 0 + 1, padding="causal"),
    ],
)
def test_in_a_model(function: Any) -> None:
    assert_same_in_model(function, IMAGES)


KERNEL = normal(3, 3, 3, 2)


@pytest.mark.parametrize(("sizes", "options"), [((8, 8), {}), ((12, 11), {"strides": 2, "padding": "same"})])
def test_a_transposed_convolution_of_images_of_open_size(sizes: tuple[int, int], options: dict[str, Any]) -> None:
    images, kernel = normal(2, 6, 6, 2), normal(3, 3, 4, 2)
    inputs = keras.Input((None, None, 2))
    outputs = k("conv2d_transpose")(inputs, kernel, (2, *sizes, 4), **options)
    assert outputs.shape == (None, *sizes, 4)
    steps = (options.get("strides", 1),) * 2
    right = oracle("conv2d_transpose", images, kernel, (2, *sizes, 4), **{**options, "strides": steps})
    assert_same(keras.Model(inputs, outputs).predict(images, verbose=0), right)


def test_whole_numbers_are_convolved_as_floats() -> None:
    x = np.arange(16).reshape(1, 4, 4, 1)
    assert_same(
        k("conv2d")(x, np.ones((2, 2, 1, 1))), oracle("conv2d", x.astype("float32"), np.ones((2, 2, 1, 1), "f"))
    )


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        ("conv2d_transpose", (IMAGES, KERNEL, [2, 7, 8]), r"k_conv2d_transpose\(\): `output_shape` should be 4 sizes"),
        ("conv2d_transpose", (IMAGES, np.ones((3, 3, 4, 3)), [2, 7, 8, 4]), "sizes that are convolved to 7"),
        ("conv2d", (IMAGES, np.ones((3, 3, 5, 2))), r"k_conv2d\(\): "),
        ("conv2d", (IMAGES, KERNEL, 1.5), r"k_conv2d\(\): `strides` should be a whole number"),
        ("spatial_2d_padding", (IMAGES, (1, 2, 3)), r"k_spatial_2d_padding\(\): `padding` should be 2 pair"),
        ("resize_images", (IMAGES, 0, 1, "channels_last"), r"k_resize_images\(\): `height_factor` should be"),
        ("pool2d", (IMAGES, 2, 1, "full"), r'k_pool2d\(\): `padding` should be one of "valid", "same"'),
        ("bias_add", (IMAGES, np.ones((8, 3))), r"k_bias_add\(\): `bias` should be of rank 1 or 3"),
        (
            "local_conv2d",
            (IMAGES, np.ones((4, 9, 1)), 3, 1, (3, 3)),
            r"`output_shape` should be sizes with the product 4",
        ),
    ],
)
def test_wrong_arguments(name: str, args: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        k(name)(*args)
