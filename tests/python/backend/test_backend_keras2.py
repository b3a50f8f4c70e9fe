"""The module that `backend()` is in R: Keras 2's functions on values and symbolic tensors."""

import warnings

import keras
import numpy as np
import pytest

from rkeras_py.backend import graph, keras2_module

pytestmark = pytest.mark.quick

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # tf_keras's own
    import tf_keras

X = np.random.default_rng(0).normal(size=(3, 4)).astype("float32")
CALLS = {
    "sum": lambda K, x: K.sum(x, axis=1),
    "mean": lambda K, x: K.mean(x, axis=-1, keepdims=True),
    "concatenate": lambda K, x: K.concatenate([x, K.exp(x)], axis=0),
    "batch_dot": lambda K, x: K.batch_dot(x, x, axes=1),
    "cast": lambda K, x: K.cast(K.shape(x), "float32"),
    "constants": lambda K, x: K.maximum(K.dot(x, K.constant(np.ones((4, 2)))), 0.5),
}


@pytest.mark.parametrize("name", CALLS)
def test_values_and_symbolic_tensors_give_what_keras_2_gives(name: str) -> None:
    right = np.asarray(CALLS[name](tf_keras.backend, tf_keras.backend.constant(X)))
    x = keras.Input((4,))
    outputs = CALLS[name](keras2_module, x)
    np.testing.assert_allclose(np.asarray(CALLS[name](keras2_module, keras.ops.convert_to_tensor(X))), right, rtol=1e-5)
    np.testing.assert_allclose(graph.k_function([x], outputs)([X]), right, rtol=1e-5)


def test_names_are_those_of_keras_2_or_refused() -> None:
    assert {"function", "gradients", "mean"} <= set(dir(keras2_module))
    assert keras2_module.int_shape(keras.Input((4,))) == (None, 4)
    with pytest.raises(AttributeError, match="no_such"):
        keras2_module.no_such  # noqa: B018


def test_variables_of_keras_3_are_values() -> None:
    variable = keras.Variable([1.0, 3.0])
    assert float(keras2_module.mean(variable)) == 2
    keras2_module.set_value(variable, [4.0, 6.0])
    assert variable.numpy().tolist() == [4, 6]
