"""Complex numbers are refused where Keras would drop their imaginary parts, and stay where it computes with them."""

import keras
import numpy as np
import pytest

import rkeras_py as rk
from rkeras_py.graph import compose

COMPLEX = np.array([[1 + 2j]])
REAL_LAYERS = {
    "layer_batch_normalization": {},
    "layer_category_encoding": {"num_tokens": 3},
    "layer_embedding": {"input_dim": 2, "output_dim": 1},
    "layer_layer_normalization": {},
    "layer_rescaling": {"scale": 2},
}


@pytest.mark.parametrize("name", REAL_LAYERS)
def test_a_layer_that_would_drop_imaginary_parts_refuses_complex_numbers(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^{name}\(\): `object` should be real numbers\."):
        getattr(rk, name)(COMPLEX, **REAL_LAYERS[name])


def test_a_model_with_real_inputs_refuses_complex_numbers() -> None:
    model = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(1)
    one, other = rk.layer_input(1, name="one"), rk.layer_input(1, name="other")
    two = rk.keras_model([one, other], rk.layer_add([one, other]))
    for data, called in ((COMPLEX, model), (rk.k_constant(COMPLEX, dtype="complex64"), model), ([COMPLEX] * 2, two)):
        with pytest.raises(ValueError, match=r"^\w+\(\): `object` should be real numbers\."):
            compose.apply_layer(called, data)


def test_complex_numbers_stay_where_a_layer_computes_with_them() -> None:
    kernel = rk.layer_dense(COMPLEX, 1, kernel_initializer="ones", use_bias=False)
    np.testing.assert_array_equal(kernel, COMPLEX)
    np.testing.assert_array_equal(rk.layer_lambda(COMPLEX, lambda z: keras.ops.real(z)), [[1.0]])
    size = rk.layer_dense(COMPLEX, 1, kernel_initializer="ones", activation=lambda z: keras.ops.absolute(z))
    np.testing.assert_allclose(size, np.abs(COMPLEX), rtol=1e-6)
