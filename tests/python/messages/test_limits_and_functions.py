"""Limits the wrong way round, functions of ours without their parentheses, and functions that take too little."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest

import rkeras_py as rk
from rkeras_py.messages import errors
from rkeras_py.signatures import ranges
from rkeras_py.signatures.registry import REGISTRY
from tools.codegen.files import load_all

pytestmark = pytest.mark.quick
load_all()

CROSSED = [
    (spec.name, low, high)
    for spec in REGISTRY.values()
    for low, high in ranges.PAIRS
    if {low, high} <= spec.params.keys() and spec.name not in ("k_clip", "hp_int", "hp_float")
]
OTHERS: dict[str, Any] = {
    "shape": (2, 2), "data": np.zeros((9, 1)), "targets": np.zeros(9), "length": 2, "sequence_length": 2,
}  # fmt: skip


def call_crossed(function: str, low: str, high: str) -> None:
    needed = {name: OTHERS[name] for name in REGISTRY[function].required if name in OTHERS}
    getattr(rk, function)(**needed, **{low: 5, high: 3})


@pytest.mark.parametrize(("function", "low", "high"), CROSSED)
def test_a_lower_limit_is_not_above_the_upper_one(function: str, low: str, high: str) -> None:
    told = rf"^{function}\(\): `{high}` should be at least `{low}`, which is 5. Received: {high} = 3$"
    with pytest.raises(ValueError, match=told):
        call_crossed(function, low, high)


def test_limits_meet_a_default_and_arrays() -> None:
    with pytest.raises(ValueError, match=r"`minval` should be at most `maxval`, which is 0.05. Received: minval = 1"):
        rk.initializer_random_uniform(minval=1)
    with pytest.raises(ValueError, match=r"^k_random_uniform\(\): `maxval` should be at least `minval`"):
        rk.k_random_uniform((2, 2), np.array([1, 5]), np.array([2, 3]))
    assert rk.k_random_uniform((2, 2), 5, 5).shape == (2, 2)


def test_where_keras_says_what_crossed_limits_mean_they_stay() -> None:
    np.testing.assert_array_equal(rk.k_clip(rk.k_constant([1, 2, 4]), 3, 1), [3, 3, 3])
    assert rk.layer_random_zoom(height_factor=[0.3, 0.1]).height_lower == pytest.approx(0.1)


@pytest.mark.parametrize("function", [
    spec.name for spec in REGISTRY.values() if "value_range" in spec.params and spec.name.startswith("layer_")
])  # fmt: skip
def test_a_range_of_values_is_two_numbers_in_order(function: str) -> None:
    needed = {name: 1 for name in REGISTRY[function].required if name not in ("object", "value_range")}
    for wrong in ([1, 0], [0, 1, 2], 1):
        with pytest.raises(ValueError, match=rf"^{function}\(\): `value_range` should be two numbers, the lowest and"):
            getattr(rk, function)(**needed, value_range=wrong)
    assert getattr(rk, function)(**needed, value_range=[0, 1])


WRONG: list[tuple[Callable[[], Any], str]] = [
    (lambda: rk.image_data_generator(zoom_range=[2, 1]), r"image_data_generator\(\): `zoom_range` .*The lower one"),
    (lambda: rk.image_data_generator(brightness_range=[2, 1]), r"`brightness_range` .* The lower one comes first"),
    (lambda: rk.callback_reduce_lr_on_plateau(factor=2), "`factor` should be a number from 0 to below 1"),
    (lambda: rk.layer_random_grayscale(factor=[0.1, 0.2]), "`factor` should be a number from 0 to 1"),
    (lambda: rk.layer_random_contrast(factor=[1, 2, 3]), "`factor` should be a number, or a lower and an upper bound"),
    (lambda: rk.layer_dense(units=1, activation=rk.layer_dense), r"layer_dense\(\): `activation` .* with parentheses"),
    (lambda: rk.layer_lambda(f=rk.layer_dense), r"layer_lambda\(\): `f` .*layer_dense\(\) creates a layer"),
    (lambda: rk.callback_learning_rate_scheduler(rk.learning_rate_schedule_cosine_decay), "creates a schedule"),
    (lambda: rk.k_map_fn(rk.layer_dense, np.ones(3)), r"k_map_fn\(\): `fn` .* creates a layer"),
    (lambda: rk.tuner_random_search(rk.application_vgg16), r"tuner_random_search\(\): `build` .* creates a model"),
    (lambda: rk.layer_lambda(f=lambda: 1), r"layer_lambda\(\): `f` should be a function of a tensor. It takes none"),
    (lambda: rk.k_foldl(lambda x: x, np.ones(3)), r"k_foldl\(\): `fn` should be a function of two arguments"),
    (lambda: rk.op_map(np.ones(3), lambda x, y: x), r"op_map\(\): `f` should be a function of one argument"),
    (lambda: rk.op_fori_loop(0, 3, lambda i: i, 3), r"op_fori_loop\(\): `body_fun` should be a function of two"),
    (lambda: rk.tuner_random_search(lambda: 1), r"tuner_random_search\(\): `build` should be a function of one"),
    (lambda: rk.tuner_random_search(rk.keras_model_sequential()), r"`build` .* This is a model"),
    (lambda: rk.op_softmax(np.ones((2, 3)), axis=9), r"op_softmax\(\): `axis` should be an axis of `x`, .* axis = 9"),
    (lambda: rk.op_moveaxis(np.ones((2, 3)), 1, 3), r"`destination` should be an axis of `x`, .* destination = 3"),
    (lambda: rk.k_squeeze(np.ones((2, 3)), 1), r"k_squeeze\(\): `axis` should be an axis .* size 1. .* axis = 1"),
    (lambda: rk.op_squeeze(np.ones((2, 3)), 2), r"op_squeeze\(\): `axis` should be an axis .* size 1. .* axis = 2"),
    (lambda: rk.keras_model_sequential([rk.layer_dense]), r"Received: layers = \[<layer_dense>\]$"),
    (lambda: rk.layer_input("a"), r"\(None: any size\)"),
    (lambda: rk.op_cholesky(-np.eye(2)), r"op_cholesky\(\): Cholesky decomposition failed: Cholesky : Tensor had NaN"),
    (lambda: rk.k_stack([np.ones(2), np.ones(3)]), r"values\[1\].shape = \[3\]\. Received"),
    (lambda: rk.imagenet_preprocess_input("a"), r"imagenet_preprocess_input\(\): `x` should be an image of three"),
    (lambda: rk.resnet_preprocess_input(np.ones((2, 2))), r"resnet_preprocess_input\(\): `x` should be an image"),
]  # fmt: skip


@pytest.mark.parametrize(("call", "told"), WRONG)
def test_a_wrong_value_is_refused_by_the_function_that_took_it(call: Callable[[], Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        call()


def test_functions_whose_arguments_nobody_can_read_are_taken() -> None:
    np.testing.assert_array_equal(rk.op_map(np.array([-1.0, 2.0]), np.abs), [1, 2])
    assert rk.layer_lambda(f=lambda x, by: x * by, arguments={"by": 2}).arguments == {"by": 2}


LOSSES = (rk.layer_dense, rk.k_mean, rk.op_mean, rk.fit, rk.application_vgg16, rk.activation_relu)


@pytest.mark.parametrize("function", LOSSES)
def test_compile_takes_functions_that_measure(function: Any) -> None:
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(1)
    for argument in ("loss", "metrics", "optimizer"):
        with pytest.raises(ValueError, match=rf"^compile\(\): `{argument}` .*the function {function.__name__}$"):
            rk.compile(model, **{argument: function})
    rk.compile(model, rk.optimizer_sgd, rk.k_binary_crossentropy, metrics=rk.op_binary_crossentropy)


def test_compile_reads_the_arguments_of_functions() -> None:
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(1)
    for argument in ("loss", "metrics"):
        with pytest.raises(ValueError, match=rf"`{argument}` should be a function of y_true and y_pred. It takes only"):
            rk.compile(model, **{argument: lambda only: only})
    rk.compile(model, loss=lambda *all_of_them: all_of_them[0], metrics=lambda truth, pred, more=1: pred)


def test_shapes_of_keras_are_spelled_as_the_reader_does() -> None:
    with errors.spell_as_r(), pytest.raises(ValueError, match=r"a shape of \(NULL, 3\)"):
        rk.layer_conv_2d(rk.layer_input(3), filters=1, kernel_size=1)


def test_clone_model_wants_layers() -> None:
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(1)
    with pytest.raises(ValueError, match=r"^clone_model\(\): `clone_function` .* returns a layer. It returned: 3"):
        rk.clone_model(model, clone_function=lambda layer: 3)


def test_parts_of_data_have_one_type_whatever_they_came_in() -> None:
    matrix = np.arange(8.0).reshape(4, 2)
    for data in (matrix, pd.DataFrame(matrix, columns=["a", "b"])):
        assert rk.split_dataset(data, 0.5)[0].element_spec.dtype == "float32"
    both = rk.split_dataset([matrix, [1, 2, 3, 4]], 0.5)[0].element_spec
    assert [one.dtype.name for one in both] == ["float32", "int32"]


def test_a_first_layer_that_needs_values_waits_for_them() -> None:
    model = rk.keras_model_sequential(input_shape=2) >> rk.layer_lambda(
        lambda x: keras.ops.convert_to_tensor(np.array(x) * 2)
    )
    model >> rk.compile(loss="mse", optimizer="sgd", run_eagerly=True)
    assert (rk.predict(model, np.ones((3, 2))) == 2).all()
