"""Doubles keep their digits on their way into another type than Keras's float type, which has 24 bits."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import tensorflow as tf
import tf_keras

import rkeras_py
from rkeras_py import (
    k_batch_set_value,
    k_cast,
    k_constant,
    k_function,
    k_get_value,
    k_moving_average_update,
    k_set_value,
    k_variable,
    layer_input,
)


def set_by(change: Callable[[Any, Any], Any]) -> Callable[[Any, str], Any]:
    def run(value: Any, dtype: str) -> Any:
        variable = k_variable(np.zeros_like(value), dtype)
        change(variable, value)
        return variable

    return run


def feed(value: Any, dtype: str) -> Any:
    symbol = layer_input(batch_shape=np.shape(value), dtype=dtype)
    return k_function(symbol, symbol)(value)


DOORS: dict[str, Callable[[Any, str], Any]] = {
    "k_constant": k_constant,
    "k_variable": k_variable,
    "k_cast": k_cast,
    "k_set_value": set_by(k_set_value),
    "k_batch_set_value": set_by(lambda variable, value: k_batch_set_value([[variable, value]])),
    "k_moving_average_update": set_by(lambda variable, value: k_moving_average_update(variable, value, 0.0)),
    "k_function": feed,
}


@pytest.mark.parametrize("door", DOORS)
def test_doubles_keep_their_digits(door: str) -> None:
    numbers = {"float64": 0.1, "int32": 2.0**24 + 1, "int64": 2.0**53 - 1}
    for dtype, number in list(numbers.items())[: 1 if "average" in door else 3]:
        for value in (np.array([number]), [number], number)[: 1 if door == "k_function" else 3]:
            result = DOORS[door](value, dtype)
            found = np.asarray(result if isinstance(result, np.ndarray) else k_get_value(result))
            assert found.dtype == dtype and found.ravel().tolist() == [number]


@pytest.mark.parametrize("name", ["equal", "not_equal", "greater_equal", "less_equal", "maximum", "minimum"])
def test_numbers_beside_doubles_keep_their_digits(name: str) -> None:
    doubles = tf.constant([0.1, 0.2, 0.3], "float64")
    ours, keras2 = getattr(rkeras_py, f"k_{name}"), getattr(tf_keras.backend, name)
    for value in (0.1, np.array([0.1, 0.3, 0.2])):
        assert ours(doubles, value).numpy().tolist() == keras2(doubles, value).numpy().tolist()
        assert ours(value, doubles).numpy().tolist() == keras2(value, doubles).numpy().tolist()


@pytest.mark.parametrize("function", [k_constant, k_variable])
def test_the_first_number_beyond_a_type_is_refused(function: Any) -> None:
    for dtype, number in {"int32": 2.0**31, "int64": 2.0**63, "uint8": 256.0}.items():
        for value in (number, [number]):
            with pytest.raises(
                ValueError, match=rf"`value` should be whole numbers from -?\d+ to \d+, which {dtype} holds"
            ):
                function(value, dtype)
    assert k_get_value(k_constant(2.0**31 - 1, "int32")) == 2**31 - 1
    assert k_get_value(k_constant([True, False], "int64")).tolist() == [1, 0]
