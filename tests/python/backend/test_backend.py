"""The k_* functions against numpy and Keras 2, eagerly and in a model."""

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras

from rkeras_py.backend import activations, creation, elementwise, linear_algebra, random, reduction, session, tensors
from rkeras_py.layers import core
from rkeras_py.ops.elementwise.rounding import op_clip
from rkeras_py.ops.signal import op_fft

RNG = np.random.default_rng(11)
X = RNG.normal(size=(5, 3, 4)).astype("float32")
Y = RNG.normal(size=(5, 3, 4)).astype("float32")
POSITIVE = np.abs(X) + 0.1
MODULES = (activations, creation, elementwise, linear_algebra, random, reduction, session, tensors)


def k(name: str) -> Callable[..., Any]:
    for module in MODULES:
        if hasattr(module, f"k_{name}"):
            return getattr(module, f"k_{name}")
    raise AssertionError(name)


def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


ONE: list[tuple[str, dict[str, Any], Callable[[np.ndarray], Any]]] = [
    ("abs", {}, np.abs),
    ("cos", {}, np.cos),
    ("exp", {}, np.exp),
    ("round", {}, np.round),
    ("sign", {}, np.sign),
    ("sin", {}, np.sin),
    ("square", {}, np.square),
    ("sigmoid", {}, lambda x: 1 / (1 + np.exp(-x))),
    ("softplus", {}, lambda x: np.log1p(np.exp(x))),
    ("softsign", {}, lambda x: x / (np.abs(x) + 1)),
    ("tanh", {}, np.tanh),
    ("relu", {}, lambda x: np.maximum(x, 0)),
    ("relu", {"alpha": 0.1, "max_value": 1}, lambda x: np.where(x > 0, np.minimum(x, 1), 0.1 * x)),
    ("elu", {"alpha": 0.5}, lambda x: np.where(x > 0, x, 0.5 * (np.exp(x) - 1))),
    ("hard_sigmoid", {}, lambda x: np.clip(0.2 * x + 0.5, 0, 1)),
    ("softmax", {}, softmax),
    ("softmax", {"axis": 2}, lambda x: softmax(x, 1)),
    ("pow", {"a": 2}, np.square),
    ("clip", {"min_value": -0.5, "max_value": 0.5}, lambda x: np.clip(x, -0.5, 0.5)),
    ("clip", {"min_value": 0}, lambda x: np.maximum(x, 0)),
    ("clip", {"max_value": 0}, lambda x: np.minimum(x, 0)),
    ("clip", {"min_value": 0.5, "max_value": 0}, lambda x: np.full_like(x, 0.5)),
    ("cast", {"dtype": "int32"}, lambda x: x.astype("int32")),
    ("cast_to_floatx", {}, lambda x: x),
    ("identity", {}, lambda x: x),
    ("stop_gradient", {}, lambda x: x),
    ("zeros_like", {}, np.zeros_like),
    ("ones_like", {}, np.ones_like),
    ("l2_normalize", {"axis": -1}, lambda x: x / np.sqrt((x**2).sum(-1, keepdims=True))),
    ("l2_normalize", {"axis": [2, 3]}, lambda x: x / np.sqrt((x**2).sum((1, 2), keepdims=True))),
    ("logsumexp", {"axis": 2}, lambda x: np.log(np.exp(x).sum(1))),
    ("cumsum", {"axis": 2}, lambda x: np.cumsum(x, 1)),
    ("cumprod", {"axis": -1}, lambda x: np.cumprod(x, -1)),
    ("argmax", {}, lambda x: x.argmax(-1)),
    ("argmin", {"axis": 2}, lambda x: x.argmin(1)),
    ("reshape", {"shape": [-1, 12]}, lambda x: x.reshape(-1, 12)),
    ("batch_flatten", {}, lambda x: x.reshape(5, 12)),
    ("expand_dims", {}, lambda x: x[..., None]),
    ("expand_dims", {"axis": 2}, lambda x: x[:, None]),
    ("permute_dimensions", {"pattern": [1.0, 3.0, 2.0]}, lambda x: x.transpose(0, 2, 1)),
    ("repeat_elements", {"rep": 2, "axis": 2}, lambda x: x.repeat(2, 1)),
    ("reverse", {"axes": [2, 3]}, lambda x: x[:, ::-1, ::-1]),
    ("tile", {"n": [1, 2, 1]}, lambda x: np.tile(x, (1, 2, 1))),
    *[
        (name, {"axis": axis, "keepdims": keepdims}, lambda x, f=f, a=numpy_axis, d=keepdims: f(x, axis=a, keepdims=d))
        for name, f in (
            ("sum", np.sum), ("mean", np.mean), ("max", np.max), ("min", np.min), ("prod", np.prod), ("var", np.var),
            ("std", np.std), ("all", np.all), ("any", np.any),
        )
        for axis, numpy_axis, keepdims in ((2, 1, False), (-1, -1, True), ([2, 3], (1, 2), False))
    ],
]  # fmt: skip
"""Functions of one tensor that keep the batch axis: they also work in a model."""


@pytest.mark.parametrize(("name", "arguments", "expected"), ONE, ids=lambda v: v if isinstance(v, str) else "")
def test_one_tensor(name: str, arguments: dict[str, Any], expected: Callable[[np.ndarray], Any]) -> None:
    right = expected(X)
    for value in (X, tf.constant(X), X.astype("float64"), X.tolist()):
        np.testing.assert_allclose(k(name)(value, **arguments), right, rtol=2e-5, atol=1e-5)
    inputs = keras.Input((3, 4))
    output = k(name)(inputs, **arguments)
    assert isinstance(output, keras.KerasTensor)
    got = keras.Model(inputs, output).predict(X, verbose=0)
    np.testing.assert_allclose(got, right, rtol=2e-5, atol=1e-5)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("sqrt", {}, np.sqrt(POSITIVE)),
        ("log", {}, np.log(POSITIVE)),
        ("pow", {"a": 0.5}, POSITIVE**0.5),
        ("sum", {}, POSITIVE.sum()),
        ("mean", {}, POSITIVE.mean()),
        ("std", {}, POSITIVE.std()),
        ("sum", {"axis": 1}, POSITIVE.sum(0)),
        ("cumsum", {}, POSITIVE.cumsum(0)),
        ("cumprod", {}, POSITIVE.cumprod(0)),
        ("l2_normalize", {}, POSITIVE / np.sqrt((POSITIVE**2).sum())),
        ("transpose", {}, POSITIVE.T),
        ("flatten", {}, POSITIVE.ravel()),
        ("int_shape", {}, (5, 3, 4)),
        ("shape", {}, (5, 3, 4)),
        ("ndim", {}, 3),
        ("eval", {}, POSITIVE),
    ],
)
def test_over_all_axes(name: str, arguments: dict[str, Any], expected: Any) -> None:
    np.testing.assert_allclose(k(name)(POSITIVE, **arguments), expected, rtol=1e-4)


def test_the_root_of_a_negative_number_is_keras_2s() -> None:
    assert k("sqrt")([-4.0, 0.0, 9.0]).numpy().tolist() == [0, 0, 3]


TWO = {
    "maximum": np.maximum,
    "minimum": np.minimum,
    "equal": np.equal,
    "not_equal": np.not_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "less": np.less,
    "less_equal": np.less_equal,
}


@pytest.mark.parametrize("name", TWO)
def test_two_tensors(name: str) -> None:
    right = TWO[name](np.round(X), np.round(Y))
    for first, second in ((X, Y), (tf.constant(X), Y.astype("float64")), (X.tolist(), tf.constant(Y))):
        got = k(name)(k("round")(first), np.round(second) if isinstance(second, np.ndarray) else k("round")(second))
        np.testing.assert_array_equal(got, right)
    np.testing.assert_array_equal(k(name)(X, 0), TWO[name](X, 0))
    np.testing.assert_array_equal(k(name)(0.5, X), TWO[name](0.5, X))
    a, b = keras.Input((3, 4)), keras.Input((3, 4))
    model = keras.Model([a, b], [k(name)(a, b), k(name)(a, 0)])
    both, zero = model.predict([X, Y], verbose=0)
    np.testing.assert_array_equal(both, TWO[name](X, Y))
    np.testing.assert_array_equal(zero, TWO[name](X, 0))


def test_products() -> None:
    matrix = Y[0].T.copy()
    np.testing.assert_allclose(k("dot")(X, matrix), X @ matrix, rtol=1e-4, atol=1e-5)
    inputs = keras.Input((3, 4))
    model = keras.Model(inputs, [k("dot")(inputs, matrix), k("batch_dot")(inputs, inputs, axes=[3, 3])])
    plain, batch = model.predict(X, verbose=0)
    np.testing.assert_allclose(plain, X @ matrix, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(batch, X @ X.transpose(0, 2, 1), rtol=1e-4, atol=1e-5)
    for axes, zero_based in (([3, 3], (2, 2)), (2, 1), (3, 2), ([-1, -1], (-1, -1))):
        right = tf_keras.backend.batch_dot(tf.constant(X), tf.constant(Y), axes=zero_based)
        np.testing.assert_allclose(k("batch_dot")(X, Y, axes=axes), right, rtol=1e-4, atol=1e-5)


def test_joining_and_taking_apart() -> None:
    np.testing.assert_array_equal(k("concatenate")([X, Y]), np.concatenate([X, Y], -1))
    np.testing.assert_array_equal(k("concatenate")([X, tf.constant(Y)], axis=2), np.concatenate([X, Y], 1))
    np.testing.assert_array_equal(k("stack")([X, Y]), np.stack([X, Y]))
    np.testing.assert_array_equal(k("stack")([X, Y], axis=1), np.stack([X, Y]))
    np.testing.assert_array_equal(k("stack")([X, Y], 3), np.stack([X, Y], 2))
    assert [part.shape for part in k("unstack")(X)] == [(3, 4)] * 5
    np.testing.assert_array_equal(k("unstack")(X, axis=3)[1], X[:, :, 1])
    np.testing.assert_array_equal(k("repeat")(X[:, 0], 2), np.stack([X[:, 0]] * 2, 1))
    np.testing.assert_array_equal(k("squeeze")(X[:, :1]), X[:, 0])
    np.testing.assert_array_equal(k("squeeze")(X[:, :1], axis=2), X[:, 0])
    np.testing.assert_array_equal(k("squeeze")(X[:1, :1], axis=[1, 2]), X[0, 0])
    a, b = keras.Input((3, 4)), keras.Input((3, 4))
    joined, stacked = k("concatenate")([a, b], axis=3), k("stack")([a, b], axis=2)
    model = keras.Model([a, b], [joined, stacked, k("squeeze")(stacked[:, :1], axis=2)])
    got = model.predict([X, Y], verbose=0)
    for ours, right in zip(got, (np.concatenate([X, Y], 2), np.stack([X, Y], 1), X), strict=True):
        np.testing.assert_array_equal(ours, right)


def test_gather_counts_from_one_for_numbers_and_from_zero_for_tensors() -> None:
    np.testing.assert_array_equal(k("gather")(X, [1.0, 2.0]), X[:2])
    np.testing.assert_array_equal(k("gather")(X, 3), X[2])
    np.testing.assert_array_equal(k("gather")(X, np.array([[1, 5]])), X[[[0, 4]]])
    np.testing.assert_array_equal(k("gather")(X, tf.constant([0, 1])), X[:2])
    for wrong in (0, [1, -1], 1.5):
        with pytest.raises(ValueError, match=r"k_gather\(\): `indices` should be whole numbers of at least 1"):
            k("gather")(X, wrong)
    indices = keras.Input((2,), dtype="int32")
    model = keras.Model(indices, k("gather")(tf.constant(X[0]), indices))
    np.testing.assert_array_equal(model.predict(np.array([[0, 2]]), verbose=0), X[0][[[0, 2]]])


def test_one_hot() -> None:
    np.testing.assert_array_equal(k("one_hot")([0.0, 2.0], 3.0), np.eye(3)[[0, 2]])


def test_crossentropies() -> None:
    target = RNG.integers(0, 2, (6, 4)).astype("float32")
    output = softmax(RNG.normal(size=(6, 4))).astype("float32")
    classes = RNG.integers(0, 4, 6)
    one_hot = np.eye(4, dtype="float32")[classes]
    oracle = tf_keras.backend
    for logits in (False, True):
        for name, labels in (
            ("binary_crossentropy", target),
            ("categorical_crossentropy", one_hot),
            ("sparse_categorical_crossentropy", classes),
        ):
            right = getattr(oracle, name)(tf.constant(labels), tf.constant(output), from_logits=logits)
            for given in (labels, labels.astype("float64"), labels.tolist()):
                got = k(name)(given, output, from_logits=logits)
                np.testing.assert_allclose(got, right, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(
        k("categorical_crossentropy")(one_hot, output, axis=2), -np.log(output[np.arange(6), classes]), rtol=1e-4
    )


def test_switch_is_keras_2s() -> None:
    np.testing.assert_array_equal(k("switch")(True, X, Y), X)
    np.testing.assert_array_equal(k("switch")(tf.constant(0), lambda: X, lambda: Y), Y)
    for condition in (X > 0, X[:, :1] > 0, X[:, :, 0] > 0):
        right = tf_keras.backend.switch(tf.constant(condition), tf.constant(X), tf.constant(Y))
        np.testing.assert_array_equal(k("switch")(condition, X, Y), right)
    with pytest.raises(ValueError, match=r"k_switch\(\): `condition`"):
        k("switch")(X > 0, X[:, 0], Y[:, 0])
    inputs = keras.Input((3, 4))
    model = keras.Model(inputs, k("switch")(k("greater")(inputs, 0), inputs, -inputs))
    np.testing.assert_array_equal(model.predict(X, verbose=0), np.abs(X))


def test_constants_and_variables() -> None:
    assert k("dtype")(k("constant")([1, 2, 3])) == "float32"
    np.testing.assert_array_equal(k("constant")(2, shape=[2, 3]), np.full((2, 3), 2.0))
    np.testing.assert_array_equal(k("constant")([1, 2, 3, 4], "int32", [2, 2]), [[1, 2], [3, 4]])
    variable = k("variable")(X, name="mine", constraint="non_neg")
    assert (variable.name, type(variable.constraint).__name__) == ("mine", "NonNeg")
    np.testing.assert_array_equal(k("get_value")(variable), X)
    assert k("set_value")(variable, Y.tolist()) is None
    np.testing.assert_array_equal(k("eval")(variable), Y)
    assert k("update")(variable, np.zeros_like(X)) is variable
    k("update_add")(variable, 3)
    k("update_sub")(variable, tf.ones((5, 3, 4)))
    np.testing.assert_array_equal(k("mean")(variable), 2.0)
    k("batch_set_value")([[variable, X]])
    np.testing.assert_array_equal(k("batch_get_value")([variable])[0], X)
    old = tf.Variable([1.0, 2.0])
    k("set_value")(old, [3, 4])
    np.testing.assert_array_equal(k("get_value")(old), [3.0, 4.0])
    np.testing.assert_array_equal(k("get_value")(k("update_add")(old, np.array([1, 1]))), [4.0, 5.0])
    with pytest.raises(ValueError, match=r"k_update_sub\(\): `x` should be a variable"):
        k("update_sub")(tf.constant(1.0), 1)


def test_creation() -> None:
    np.testing.assert_array_equal(k("eval")(k("zeros")([2, 3])), np.zeros((2, 3)))
    np.testing.assert_array_equal(k("eval")(k("ones")(3, "int32")), np.ones(3, "int32"))
    np.testing.assert_array_equal(k("eval")(k("eye")(3)), np.eye(3))
    np.testing.assert_array_equal(k("arange")(4), np.arange(4))
    np.testing.assert_array_equal(k("arange")(1, 8, 2), np.arange(1, 8, 2))
    assert k("dtype")(k("zeros_like")(X, "int32")) == "int32"
    k("update_add")(k("zeros")([2]), [1, 2])

    @tf.function
    def in_a_graph(x: tf.Tensor) -> tf.Tensor:
        return x + k("ones")([3, 4])

    np.testing.assert_array_equal(in_a_graph(X), X + 1)


def test_questions() -> None:
    symbolic = keras.Input((3,))
    assert k("is_tensor")(tf.constant(1)) and k("is_tensor")(symbolic) and not k("is_tensor")(X)
    assert k("is_keras_tensor")(symbolic) and not k("is_keras_tensor")(tf.constant(1))
    assert k("int_shape")(symbolic) == (None, 3)
    assert (k("ndim")(symbolic), k("dtype")(symbolic), k("ndim")(3)) == (2, "float32", 0)
    assert k("dtype")(keras.Variable(1.0)) == "float32"
    assert k("get_value")(k("sum")([1.0, 2.0])) == 3.0
    with pytest.raises(ValueError, match=r"k_get_value\(\): `x` should be a tensor with values"):
        k("get_value")(symbolic)
    assert k("cast_to_floatx")(np.arange(3)).dtype == np.float32


def test_random_numbers() -> None:
    for name, mean in (("random_normal", 0.0), ("random_uniform", 0.5), ("truncated_normal", 0.0)):
        values = k(name)([400, 50], seed=3.0).numpy()
        np.testing.assert_array_equal(values, k(name)([400, 50], seed=3))
        assert values.shape == (400, 50) and abs(values.mean() - mean) < 0.05
        assert not np.array_equal(k(name)([3]), k(name)([3]))
    whole = k("random_uniform")([1000], maxval=5.0, dtype="int32", seed=1).numpy()
    assert whole.dtype == np.int32 and set(whole.tolist()) == {0, 1, 2, 3, 4}
    for name in ("random_binomial", "random_bernoulli"):
        assert abs(k(name)([4000], p=0.3, seed=1).numpy().mean() - 0.3) < 0.05
        assert set(k(name)([40], 0.5, "int32", 1).numpy().tolist()) == {0, 1}
    assert k("random_normal_variable")([2, 3], 0, 1, seed=1).shape == (2, 3)
    assert k("random_uniform_variable")([2, 3], low=1, high=2).numpy().min() >= 1
    dropped = k("dropout")(np.ones((100, 10)), 0.5, seed=1).numpy()
    assert set(dropped.ravel().tolist()) == {0.0, 2.0}


def test_a_sampling_lambda_with_a_size_known_at_run_time() -> None:
    def sample(x: Any) -> Any:
        return x + 0 * k("random_normal")([k("shape")(x)[0], 4])

    inputs = keras.Input((4,))
    model = keras.Model(inputs, keras.layers.Lambda(sample)(inputs))
    np.testing.assert_allclose(model.predict(X[:, 0], verbose=0), X[:, 0])


def test_session() -> None:
    assert (k("backend")(), k("floatx")(), k("image_data_format")()) == ("tensorflow", "float32", "channels_last")
    before = k("epsilon")()
    try:
        k("set_epsilon")(1e-3)
        k("set_floatx")("float64")
        k("set_image_data_format")("channels_first")
        assert (k("epsilon")(), k("floatx")(), k("image_data_format")()) == (1e-3, "float64", "channels_first")
        assert k("dtype")(k("constant")(1)) == "float64"
    finally:
        k("set_epsilon")(before)
        k("set_floatx")("float32")
        k("set_image_data_format")("channels_last")
    core.layer_dense(units=1)
    k("clear_session")()
    assert core.layer_dense(units=1).name == "dense"


def test_a_loss_of_backend_functions_trains() -> None:
    def loss(y_true: Any, y_pred: Any) -> Any:
        return k("mean")(k("square")(y_true - y_pred) + 0.1 * k("abs")(k("maximum")(y_pred, 0)), axis=-1)

    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4)])
    model.compile("sgd", loss)
    before = model.evaluate(X[:, 0], Y[:, 0], verbose=0)
    assert model.fit(X[:, 0], Y[:, 0], epochs=5, verbose=0).history["loss"][-1] < before


@pytest.mark.parametrize(
    ("name", "args", "message"),
    [
        ("sum", (X, 0), r"k_sum\(\): `axis`.*count from 1"),
        ("mean", (X, 1.5), r"k_mean\(\): `axis` should be a whole number"),
        ("cumsum", (X, 0), r"k_cumsum\(\): `axis`"),
        ("permute_dimensions", (X, [0, 1, 2]), r"k_permute_dimensions\(\): `pattern`"),
        ("clip", (X, "low"), r"k_clip\(\): `min_value` should be a number"),
        ("softmax", (X, "last"), r"k_softmax\(\): `axis`"),
        ("reshape", (X, [None, 2]), r"k_reshape\(\): `shape`.*None, 2"),
        ("zeros", ("two",), r"k_zeros\(\): `shape`"),
        ("one_hot", ([1], 2.5), r"k_one_hot\(\): `num_classes`"),
    ],
)
def test_wrong_arguments(name: str, args: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        k(name)(*args)


def test_missing_arguments() -> None:
    for name in ("abs", "sum", "maximum", "concatenate", "random_normal", "set_value"):
        with pytest.raises(TypeError, match=rf"k_{name}\(\): argument `\w+` is missing"):
            k(name)()


def test_axes_of_products_that_there_are_not() -> None:
    for axes, message in (
        (1, "1 is the batch axis. Received: 1"),
        ([2, 4], "2 to 3 .* Received: 4"),
        ([1, 2, 3], "3 axes"),
    ):
        with pytest.raises(ValueError, match=rf"^k_batch_dot\(\): `axes` should be .*{message}"):
            k("batch_dot")(X, Y, axes)
    with pytest.raises(ValueError, match=r"^k_dot\(\): .*2,3"):
        k("dot")(np.ones((2, 3)), np.ones((2, 3)))


def test_lists_take_variables() -> None:
    one, two = creation.k_variable([1.0, 2.0]), creation.k_variable([3.0, 0.0])
    np.testing.assert_array_equal(linear_algebra.k_stack([one, two]), [[1, 2], [3, 0]])
    np.testing.assert_allclose(op_fft([one, two])[0], [3, -1], atol=1e-6)


def test_a_limit_in_a_model_is_read_each_time() -> None:
    inputs = keras.Input((2,))
    for dtype in ("float32", "float64", "int32"):
        limit = creation.k_variable([1, 2], dtype)
        models = [keras.Model(inputs, clip(inputs, limit, 9.0)) for clip in (elementwise.k_clip, op_clip)]
        limit.assign([5, 6])
        for model in models:
            np.testing.assert_array_equal(model(np.ones((1, 2))), [[5, 6]])
