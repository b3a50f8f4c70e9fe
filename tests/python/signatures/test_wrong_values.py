"""Values of which Keras computes nonsense are refused: complex numbers, objects of other kinds, contradictions."""

import operator
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
from prepared import run_prepared
from support import for_each

import rkeras_py as rk
from rkeras_py.signatures.keras_objects import tell_kind

pytestmark = pytest.mark.quick

COMPLEX = np.array([1 + 2j])
NO_ROWS = np.zeros((0, 3))
X = keras.Input((3,))


def model() -> Any:
    return rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(3, name="a") >> rk.layer_dense(3, name="b")


def dataset(rows: int) -> Any:
    return tf.data.Dataset.from_tensor_slices(np.zeros((rows, 3)))


def make_line(**options: Any) -> Any:
    return rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(units=1, **options)


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    **{
        f"complex numbers in {name}": (call, rf"{name}\(\): `(x|value)` should be real numbers.*Im\(x\)")
        for name, call in {
            "k_constant": lambda: rk.k_constant(1 + 2j),
            "k_variable": lambda: rk.k_variable([1 + 2j, 1]),
            "k_cast": lambda: rk.k_cast(COMPLEX, "float32"),
            "k_cast_to_floatx": lambda: rk.k_cast_to_floatx(COMPLEX),
            "op_cast": lambda: rk.op_cast(COMPLEX, "int32"),
            "op_array": lambda: rk.op_array(COMPLEX, "float32"),
            "op_convert_to_tensor": lambda: rk.op_convert_to_tensor(COMPLEX, "float32"),
            "op_prod": lambda: rk.op_prod(COMPLEX, dtype="float32"),
            "op_cumsum": lambda: rk.op_cumsum(COMPLEX, dtype="float64"),
        }.items()
    },
    **{
        f"complex values of {name}": (call, rf"{name}\(\): `{argument}` should be real numbers.*Im\(x\)")
        for name, argument, call in (
            ("k_set_value", "value", lambda: rk.k_set_value(rk.k_variable([1.0, 2.0]), COMPLEX)),
            ("k_batch_set_value", "lists", lambda: rk.k_batch_set_value([(rk.k_variable([1.0, 2.0]), COMPLEX)])),
            ("k_update", "new_x", lambda: rk.k_update(rk.k_variable([1.0, 2.0]), COMPLEX)),
            ("k_update_add", "increment", lambda: rk.k_update_add(rk.k_variable([1.0, 2.0]), COMPLEX)),
            ("k_update_sub", "decrement", lambda: rk.k_update_sub(rk.k_variable([1.0, 2.0]), COMPLEX)),
            ("set_weights", "weights", lambda: rk.set_weights(make_line(), [np.array([[1j]]), np.array([1.0])])),
            ("layer_dense", "weights", lambda: make_line(weights=[np.array([[1j]]), np.array([1.0])])),
        )
    },
    "text as a weight": (
        lambda: rk.set_weights(make_line(), [np.array([["1"]]), np.array([1.0])]),
        r"set_weights\(\): `weights` should be arrays of numbers",
    ),
    "complex x of op_clip": (lambda: rk.op_clip(COMPLEX, 0, 1), r"op_clip\(\): it takes no complex128 numbers"),
    "complex limits": (lambda: rk.op_clip([1.0], 0, 1j), r"op_clip\(\): `x_max` should be .*neither order nor sign"),
    "complex targets": (
        lambda: rk.loss_mean_squared_error(COMPLEX, [1.0]),
        r"loss_mean_squared_error\(\): `y_true` .*real",
    ),
    "complex in a metric": (lambda: rk.metric_mean_absolute_error([1.0], COMPLEX), r"metric_.*`y_pred` should be real"),
    "NA as a constant": (
        lambda: rk.initializer_constant(rk.NA),
        r"initializer_constant\(\): `value` should be a number",
    ),
    "NaN as a constant": (
        lambda: rk.initializer_constant([1.0, float("nan")]),
        r"initializer_constant\(\): `value` .*NaN",
    ),
    "text as a constant": (
        lambda: rk.initializer_constant("a"),
        r"initializer_constant\(\): `value` should be a number",
    ),
    "adapt() on no rows": (lambda: rk.adapt(rk.layer_normalization(), NO_ROWS), r"adapt\(\): `data` .*one sample"),
    "adapt() on no words": (lambda: rk.adapt(rk.layer_text_vectorization(), []), r"adapt\(\): `data` .*one sample"),
    "adapt() on an empty dataset": (
        lambda: rk.adapt(rk.layer_normalization(), dataset(0).batch(2)),
        r"adapt\(\): `data` .*one sample",
    ),
    "adapt() on a dataset of which all is left out": (
        lambda: rk.adapt(rk.layer_normalization(), dataset(4).filter(lambda row: False).batch(2)),
        r"adapt\(\): `data` .*one sample",
    ),
    "adapt() on no batches": (
        lambda: rk.adapt(rk.layer_discretization(num_bins=2), iter([])),
        r"adapt\(\): `data` .*one sample",
    ),
    "name and index": (
        lambda: rk.get_layer(model(), "a", 2),
        r"get_layer\(\): `index` should be 1, the place of \"a\"",
    ),
    "no n-grams": (lambda: rk.layer_text_vectorization(ngrams=0), r"layer_text_vectorization\(\): `ngrams` should be"),
    "endless n-grams": (lambda: rk.layer_text_vectorization(ngrams=2**53), r"layer_.*`ngrams` should be .*1000000"),
    "encoding": (
        lambda: rk.layer_text_vectorization(encoding="3"),
        r"layer_text_vectorization\(\): `encoding` should be",
    ),
    "encoding of a lookup": (
        lambda: rk.layer_string_lookup(encoding="base64"),
        r"layer_.*`encoding` should be the name",
    ),
    "reduction on data": (
        lambda: rk.loss_mean_squared_error([1.0], [2.0], reduction="zzz"),
        r"loss_mean_squared_error\(\): `reduction` should be one of",
    ),
    "a layer as a shape": (
        lambda: rk.layer_dense(units=2, input_shape=rk.layer_dense(units=3)),
        r"layer_dense\(\): `input_shape` should be a whole number",
    ),
    "a metric as a size": (
        lambda: rk.layer_reshape(target_shape=rk.metric_mean()),
        r"layer_reshape\(\): `target_shape`",
    ),
    "two shapes": (
        lambda: rk.layer_dense(units=2, input_shape=3, batch_input_shape=(2, 4)),
        r"layer_dense\(\): `input_shape` should be \(4,\) as in `batch_input_shape`, or left out",
    ),
    "two batch sizes": (
        lambda: rk.layer_dense(units=2, batch_size=5, batch_input_shape=(2, 4)),
        r"layer_dense\(\): `batch_size` should be 2 as in `batch_input_shape`",
    ),
    "two lengths": (
        lambda: rk.layer_embedding(input_dim=3, output_dim=2, input_length=4, input_shape=5),
        r"layer_embedding\(\): `input_length` should be \(5,\) as in `input_shape`",
    ),
    "two widths": (
        lambda: rk.layer_dense(units=2, input_dim=5, input_shape=3),
        r"layer_dense\(\): `input_dim` should be 3 as in `input_shape`",
    ),
    "a layer as a rate": (lambda: rk.optimizer_sgd(rk.layer_dense(units=1)), r"optimizer_sgd\(\): .*This is a layer"),
    "a metric as a rate": (lambda: rk.optimizer_adam(rk.metric_mean()), r"optimizer_adam\(\): .*This is a metric"),
    "a layer as a dtype": (
        lambda: rk.layer_dense(units=1, dtype=rk.layer_dropout(rate=0.1)),
        r".*`dtype` .*This is a layer",
    ),
    "a model in itself": (lambda: (it := model()) >> it, r".*cannot be a layer of itself"),
    "a model in itself, wrapped": (
        lambda: (it := model()) >> rk.layer_time_distributed(layer=it),
        r".*layer of itself",
    ),
    "a function for a number": (lambda: X + np.abs, r"`\+` takes tensors, arrays and numbers"),
    "a layer function for a layer": (lambda: X % rk.layer_dense, r"`%` takes .*x >> layer_dense sends"),
}


@for_each("case", REFUSED)
def test_what_would_compute_nonsense_is_refused(case: str) -> None:
    call, message = REFUSED[case]
    with pytest.raises((TypeError, ValueError)) as raised:
        call()
    assert re.match(message, str(raised.value)), str(raised.value)


OBJECTS = {
    "layer": lambda: rk.layer_dense(units=1),
    "initializer": rk.initializer_zeros,
    "regularizer": rk.regularizer_l2,
    "constraint": rk.constraint_nonneg,
    "optimizer": rk.optimizer_sgd,
    "loss": rk.loss_mean_squared_error,
    "metric": rk.metric_mean,
    "schedule": lambda: rk.learning_rate_schedule_inverse_time_decay(0.1, 10, 0.5),
}


@for_each("kind", OBJECTS)
def test_each_kind_of_object_has_its_place(kind: str) -> None:
    value = OBJECTS[kind]()
    assert tell_kind(value) == kind
    for place in ("initializer", "regularizer", "constraint"):
        arguments = {f"kernel_{place}": value}
        if place == kind:
            assert getattr(rk.layer_dense(units=1, **arguments), f"kernel_{place}") is value
        else:
            with pytest.raises(
                ValueError, match=rf"layer_dense\(\): `kernel_{place}` should be .*This is an? {kind}\."
            ):
                rk.layer_dense(units=1, **arguments)


@for_each(
    "sign", ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "lt", "ge", "and_", "or_", "xor"]
)
def test_arithmetic_with_a_layer_is_refused_and_with_numbers_goes_on(sign: str) -> None:
    operation = getattr(operator, sign)
    for pair in ((X, rk.layer_dense(units=2)), (rk.layer_dense(units=2), X), (X, model())):
        with pytest.raises(TypeError, match=r"takes tensors, arrays and numbers|is not a pipe"):
            operation(*pair)
    if sign not in ("matmul", "and_", "or_", "xor"):
        for other in (2, np.ones(3), keras.Variable(np.ones(3)), X):
            assert operation(X, other).shape == (None, 3)


def test_losses_of_whole_numbers_are_those_of_floats() -> None:
    """Keras subtracts bytes as bytes: 1 - 3 is 254."""
    for dtype in ("uint8", "int8", "uint16", "int32", "bool"):
        y_true, y_pred = np.array([[1, 0]], dtype), np.array([[3, 1]], dtype)
        floats = y_true.astype("float32"), y_pred.astype("float32")
        for name in ("mean_absolute_error", "mean_squared_error", "log_cosh"):
            expected = getattr(keras.losses, name)(*floats)
            assert np.allclose(getattr(rk, f"loss_{name}")(y_true, y_pred), expected), (name, dtype)


def test_what_agrees_is_taken() -> None:
    layer = rk.get_layer(model(), "b", index=-1)
    assert layer.name == "b"
    assert rk.layer_dense(units=2, input_shape=(None, 3), batch_input_shape=(2, 4, 3)) is not None
    embedding = rk.layer_embedding(input_dim=3, output_dim=2, input_length=4, batch_input_shape=(2, 4))
    assert (rk.keras_model_sequential() >> embedding).output_shape == (2, 4, 2)
    ones = rk.initializer_constant(np.ones((2, 2)))((2, 2))
    assert np.array_equal(ones, np.ones((2, 2)))
    assert rk.layer_text_vectorization(ngrams=[2])._ngrams == (2,)
    assert rk.layer_dense(units=1, activation=rk.layer_activation_leaky_relu()).activation is not None
    with pytest.warns(UserWarning, match=r"`reduction` has no effect on data"):
        assert rk.loss_mean_squared_error([[1.0]], [[3.0]], reduction="sum").shape == (1,)


@for_each("name", ["m.txt", "m.rds", "m.JSON", "m.tar.gz", "m.csv"])
def test_the_name_of_another_kind_of_file_is_no_folder(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"save_model\(\): `filepath` should be a name that ends in"):
        rk.save_model(model(), tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_r_refuses_them_too() -> None:
    code = r"""
      library(rkeras)
      x <- layer_input(3)
      model <- keras_model_sequential(input_shape = 3) %>% layer_dense(3, name = "a")
      in_one_line <- function(e) gsub("\n", " ", conditionMessage(e))
      say <- function(call) cat(tryCatch({call; "accepted"}, error = in_one_line), "\n")
      say(k_constant(1+2i)); say(k_cast(c(1+2i, 2), "float32")); say(op_clip(1+2i, 0, 1)); say(initializer_constant(NA))
      say(initializer_constant(NA_real_)); say(adapt(layer_normalization(), matrix(0, 0, 3)))
      say(adapt(layer_text_vectorization(), character(0))); say(get_layer(model, "a", 5L))
      say(layer_text_vectorization(ngrams = 0)); say(layer_text_vectorization(encoding = "3"))
      say(loss_mean_squared_error(1, 2, reduction = "zzz"))
      say(layer_dense(units = 2, input_shape = layer_dense(units = 1)))
      say(save_model(model, file.path(tempdir(), "m.txt"))); say(x %% layer_dense(units = 3)); say(model %>% model())
    """
    done = run_prepared(code, host="r", timeout=120)
    assert done.code == 0, done.stderr
    lines = done.stdout.strip().splitlines()
    assert len(lines) == 15
    assert not [line for line in lines if line.startswith("accepted") or "Error" in line], lines
