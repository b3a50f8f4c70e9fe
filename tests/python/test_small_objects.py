"""Initializers, regularizers, constraints and activations against plain Keras 3."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras

import rkeras_py as rk
from rkeras_py import constraints, initializers, regularizers
from rkeras_py.layers import core
from rkeras_py.signatures.registry import REGISTRY

pytestmark = pytest.mark.quick

X = np.random.default_rng(3).normal(scale=3, size=(5, 4)).astype("float32")

SEEDED = {
    "glorot_normal": ("GlorotNormal", {}),
    "glorot_uniform": ("GlorotUniform", {}),
    "he_normal": ("HeNormal", {}),
    "he_uniform": ("HeUniform", {}),
    "lecun_normal": ("LecunNormal", {}),
    "lecun_uniform": ("LecunUniform", {}),
    "orthogonal": ("Orthogonal", {"gain": 2.0}),
    "random_normal": ("RandomNormal", {"mean": 1.0, "stddev": 0.5}),
    "random_uniform": ("RandomUniform", {"minval": 1.0, "maxval": 2.0}),
    "truncated_normal": ("TruncatedNormal", {"mean": 1, "stddev": 0.5}),
    "variance_scaling": ("VarianceScaling", {"scale": 2, "mode": "fan_out", "distribution": "uniform"}),
}
FIXED = {
    "constant": ("Constant", {"value": 0.5}),
    "identity": ("Identity", {"gain": 2}),
    "ones": ("Ones", {}),
    "zeros": ("Zeros", {}),
}


def test_all_are_here() -> None:
    names = {name for name in REGISTRY if name.startswith("initializer_")}
    assert names == {f"initializer_{name}" for name in [*SEEDED, *FIXED, "stft"]}


@pytest.mark.parametrize("name", SEEDED)
def test_equal_seeds_give_equal_values(name: str) -> None:
    cls, arguments = SEEDED[name]
    for seed in (1, 7.0):
        ours = getattr(initializers, f"initializer_{name}")(seed=seed, **arguments)
        plain = getattr(keras.initializers, cls)(seed=int(seed), **arguments)
        assert type(ours) is type(plain)
        assert ours.get_config() == plain.get_config()
        np.testing.assert_array_equal(ours((8, 4)), plain((8, 4)))
    with pytest.raises(ValueError, match=rf"initializer_{name}\(\): `seed` should be a whole number"):
        getattr(initializers, f"initializer_{name}")(seed=1.5)


@pytest.mark.parametrize("name", SEEDED)
def test_initializers_have_keras_2s_statistics(name: str) -> None:
    cls, arguments = SEEDED[name]
    arguments = {"scale": 2, "mode": "fan_out", "distribution": "normal"} if name == "variance_scaling" else arguments
    shape = (300, 200)
    ours = np.asarray(getattr(initializers, f"initializer_{name}")(seed=1, **arguments)(shape))
    if name == "variance_scaling":
        arguments = arguments | {"distribution": "untruncated_normal"}
    oracle = np.asarray(getattr(tf_keras.initializers, cls)(seed=1, **arguments)(shape))
    scale = oracle.std()
    standard_error = scale / ours.size**0.5
    assert abs(ours.mean() - oracle.mean()) < 6 * standard_error
    assert ours.std() == pytest.approx(scale, rel=0.02)
    shares = (0.01, 0.1, 0.5, 0.9, 0.99)
    np.testing.assert_allclose(np.quantile(ours, shares), np.quantile(oracle, shares), rtol=0, atol=0.05 * scale)


@pytest.mark.parametrize("name", FIXED)
def test_fixed_initializers(name: str) -> None:
    cls, arguments = FIXED[name]
    ours = getattr(initializers, f"initializer_{name}")(**arguments)
    np.testing.assert_array_equal(ours((4, 4)), getattr(keras.initializers, cls)(**arguments)((4, 4)))


def test_variance_scaling_is_untruncated_by_default() -> None:
    make = initializers.initializer_variance_scaling
    assert make().get_config()["distribution"] == "untruncated_normal"
    assert make(distribution="normal").get_config()["distribution"] == "untruncated_normal"
    assert make(distribution="truncated_normal").get_config()["distribution"] == "truncated_normal"
    assert make(mode=["fan_in", "fan_out", "fan_avg"]).get_config()["mode"] == "fan_in"
    with pytest.raises(ValueError, match=r'initializer_variance_scaling\(\): `mode` should be one of "fan_in"'):
        make(mode="fan")
    with pytest.raises(ValueError, match=r"initializer_variance_scaling\(\).*scale"):
        make(scale=-1)


def test_a_constant_may_be_an_array() -> None:
    values = np.arange(8, dtype="float32").reshape(2, 4)
    np.testing.assert_array_equal(initializers.initializer_constant(values)((2, 4)), values)


def test_regularizers() -> None:
    for ours, plain in (
        (regularizers.regularizer_l1(), keras.regularizers.L1(0.01)),
        (regularizers.regularizer_l1(0.1), keras.regularizers.L1(0.1)),
        (regularizers.regularizer_l2(l=0.2), keras.regularizers.L2(0.2)),
        (regularizers.regularizer_l1_l2(), keras.regularizers.L1L2(0.01, 0.01)),
        (regularizers.regularizer_l1_l2(l1=0.5), keras.regularizers.L1L2(0.5, 0.01)),
        (regularizers.regularizer_l1_l2(l2=0), keras.regularizers.L1L2(0.01, 0.0)),
        (regularizers.regularizer_orthogonal(0.1, "rows"), keras.regularizers.OrthogonalRegularizer(0.1, "rows")),
    ):
        assert type(ours) is type(plain)
        assert float(ours(X)) == float(plain(X))
        oracle = getattr(tf_keras.regularizers, type(plain).__name__)(**plain.get_config())
        assert float(ours(X)) == pytest.approx(float(oracle(tf.constant(X))), rel=1e-6)
    with pytest.raises(ValueError, match=r"regularizer_l2\(\): `l` should be a number"):
        regularizers.regularizer_l2("much")
    with pytest.raises(ValueError, match=r"regularizer_orthogonal\(\).*mode"):
        regularizers.regularizer_orthogonal(mode="diagonal")


def test_constraints() -> None:
    for ours, plain in (
        (constraints.constraint_maxnorm(), keras.constraints.MaxNorm(2, axis=0)),
        (constraints.constraint_maxnorm(0.5), keras.constraints.MaxNorm(0.5)),
        (constraints.constraint_maxnorm(1, axis=1.0), keras.constraints.MaxNorm(1, axis=1)),
        (constraints.constraint_minmaxnorm(0.5, 1.5, 0.7, 1), keras.constraints.MinMaxNorm(0.5, 1.5, 0.7, 1)),
        (constraints.constraint_nonneg(), keras.constraints.NonNeg()),
        (constraints.constraint_unitnorm(), keras.constraints.UnitNorm()),
        (constraints.constraint_unitnorm([0, 1]), keras.constraints.UnitNorm([0, 1])),
    ):
        assert type(ours) is type(plain)
        np.testing.assert_array_equal(ours(X), plain(X))
        oracle = getattr(tf_keras.constraints, type(plain).__name__)(**plain.get_config())
        np.testing.assert_allclose(ours(X), oracle(tf.constant(X)), rtol=1e-6)
    assert constraints.constraint_maxnorm(0.5).max_value == 0.5
    with pytest.raises(ValueError, match=r"constraint_unitnorm\(\): `axis` should be a whole number"):
        constraints.constraint_unitnorm(0.5)


ACTIVATIONS = {
    "elu": {"alpha": 0.5},
    "exponential": {},
    "gelu": {"approximate": True},
    "hard_sigmoid": {},
    "linear": {},
    "relu": {"alpha": 0.1, "max_value": 2, "threshold": 0.5},
    "selu": {},
    "sigmoid": {},
    "softmax": {"axis": 0},
    "softplus": {},
    "softsign": {},
    "swish": {},
    "tanh": {},
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_give_keras_2s_numbers(name: str) -> None:
    ours = getattr(rk, f"activation_{name}")
    oracle = getattr(tf_keras.activations, name)
    for arguments in ({}, ACTIVATIONS[name]):
        expected = oracle(tf.constant(X), **arguments)
        np.testing.assert_allclose(ours(X, **arguments), expected, rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(ours(X.tolist(), **arguments), expected, rtol=1e-5, atol=1e-6)
        inputs = keras.Input((4,))
        model = keras.Model(inputs, ours(inputs, **arguments))
        if "axis" not in arguments:
            np.testing.assert_allclose(model.predict(X, verbose=0), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_uncalled_is_an_argument(name: str) -> None:
    inputs = keras.Input((4,))
    layer = core.layer_dense(units=4, activation=getattr(rk, f"activation_{name}"), kernel_initializer="identity")
    model = keras.Model(inputs, layer(inputs))
    expected = getattr(tf_keras.activations, name)(tf.constant(X))
    np.testing.assert_allclose(model.predict(X, verbose=0), expected, rtol=1e-5, atol=1e-6)
    again = keras.Model.from_config(model.get_config())
    again.set_weights(model.get_weights())
    np.testing.assert_array_equal(again(X), model(X))
    if name not in ("swish", "hard_sigmoid"):
        assert layer.get_config()["activation"] == name


def test_activation_of_wrong_arguments() -> None:
    with pytest.raises(TypeError, match=r"activation_relu\(\): argument `x` is missing"):
        rk.activation_relu()
    with pytest.raises(ValueError, match=r"activation_relu\(\): `max_value` should be a number"):
        rk.activation_relu(X, max_value="high")


KERAS_3_ACTIVATIONS: dict[str, tuple[Any, dict[str, Any]]] = {
    "celu": (lambda x, alpha=1.0: np.maximum(x, 0) + np.minimum(0, alpha * np.expm1(x / alpha)), {"alpha": 0.5}),
    "glu": (lambda x, axis=-1: x[:, :2] / (1 + np.exp(-x[:, 2:])), {"axis": 2}),
    "hard_shrink": (lambda x, threshold=0.5: np.where(abs(x) > threshold, x, 0), {"threshold": 1}),
    "hard_silu": (lambda x: x * np.clip(x / 6 + 0.5, 0, 1), {}),
    "hard_swish": (lambda x: x * np.clip(x / 6 + 0.5, 0, 1), {}),
    "hard_tanh": (lambda x: np.clip(x, -1, 1), {}),
    "leaky_relu": (lambda x, negative_slope=0.2: np.where(x > 0, x, negative_slope * x), {"negative_slope": 0.1}),
    "log_sigmoid": (lambda x: -np.log1p(np.exp(-x)), {}),
    "log_softmax": (lambda x, axis=-1: x - np.log(np.exp(x).sum(axis - (axis > 0), keepdims=True)), {"axis": 1}),
    "mish": (lambda x: x * np.tanh(np.log1p(np.exp(x))), {}),
    "relu6": (lambda x: np.clip(x, 0, 6), {}),
    "silu": (lambda x: x / (1 + np.exp(-x)), {}),
    "soft_shrink": (lambda x, threshold=0.5: np.sign(x) * np.maximum(abs(x) - threshold, 0), {"threshold": 1}),
    "sparse_plus": (lambda x: np.where(x <= -1, 0, np.where(x < 1, (x + 1) ** 2 / 4, x)), {}),
    "sparse_sigmoid": (lambda x: np.clip((x + 1) / 2, 0, 1), {}),
    "squareplus": (lambda x, b=4: (x + np.sqrt(x**2 + b)) / 2, {"b": 1}),
    "tanh_shrink": (lambda x: x - np.tanh(x), {}),
    "threshold": (
        lambda x, threshold, default_value: np.where(x > threshold, x, default_value),
        {"threshold": 0.5, "default_value": -2},
    ),
}


@pytest.mark.parametrize("name", KERAS_3_ACTIVATIONS)
def test_activations_of_keras_3_give_their_formulas_numbers(name: str) -> None:
    formula, arguments = KERAS_3_ACTIVATIONS[name]
    ours = getattr(rk, f"activation_{name}")
    for given in ({}, arguments) if name != "threshold" else (arguments,):
        values = ours(X, **given)
        plain = {key: value - 1 if key == "axis" else value for key, value in given.items()}
        np.testing.assert_allclose(values, getattr(keras.activations, name)(X, **plain), rtol=1e-5, atol=1e-6)
        np.testing.assert_allclose(values, formula(X, **given), rtol=1e-4, atol=1e-5)
    if name == "threshold":
        return
    inputs = keras.Input((4,))
    model = keras.Model(inputs, core.layer_dense(inputs, 4, activation=ours, kernel_initializer="identity"))
    again = keras.Model.from_config(model.get_config())
    np.testing.assert_allclose(again(X), ours(X), rtol=1e-5, atol=1e-6)


def _nearest_in_simplex(x: np.ndarray) -> np.ndarray:
    """The projection of a vector on the probability simplex, by bisection on the threshold."""
    low, high = x.min() - 1, x.max()
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if np.maximum(x - middle, 0).sum() > 1 else (low, middle)
    return np.maximum(x - low, 0)


def test_sparsemax_is_the_nearest_point_of_the_simplex(tmp_path: Path) -> None:
    values = rk.activation_sparsemax(X)
    np.testing.assert_allclose(values, [_nearest_in_simplex(row) for row in X.astype("float64")], atol=1e-5)
    np.testing.assert_allclose(
        rk.activation_sparsemax(X, axis=1),
        np.transpose([_nearest_in_simplex(column) for column in X.T.astype("float64")]),
        atol=1e-5,
    )
    for given in ("sparsemax", rk.activation_sparsemax):
        inputs = keras.Input((4,))
        model = keras.Model(inputs, core.layer_dense(inputs, 4, activation=given, kernel_initializer="identity"))
        model.save(tmp_path / "model.keras")
        for again in (model, keras.models.load_model(tmp_path / "model.keras")):
            np.testing.assert_allclose(again(X), values, rtol=1e-5, atol=1e-6)


def test_swish_and_silu_are_one_function() -> None:
    np.testing.assert_array_equal(rk.activation_swish(X), rk.activation_silu(X))
