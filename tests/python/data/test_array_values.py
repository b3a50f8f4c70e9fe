"""Values of data: numbers in every wrapping become the same numbers; others, and missing ones, are refused."""

import datetime
import decimal
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import scipy.sparse

import rkeras_py as rk

NUMBERS = [1.0, 2.0, 3.0]
RIGHT: dict[str, Any] = {
    "Int64": pd.Series([1, 2, 3], dtype="Int64"),
    "an array of Int64": pd.array([1, 2, 3], dtype="Int64"),
    "Float64": pd.Series(NUMBERS, dtype="Float64"),
    "a column of an index": pd.Index([1, 2, 3]),
    "objects": np.array([1, 2.0, np.float32(3)], object),
    "decimals": [decimal.Decimal(one) for one in (1, 2, 3)],
    "a column of decimals": pd.Series([decimal.Decimal(one) for one in (1, 2, 3)]),
    "a mask of nothing": np.ma.array(NUMBERS, mask=[0, 0, 0]),
    "a sparse matrix": scipy.sparse.csr_matrix([[1.0], [2.0], [3.0]]),
    "a frame": pd.DataFrame({"a": pd.array([1, 2, 3], dtype="Int64")}),
    "a frame of decimals": pd.DataFrame({"a": [decimal.Decimal(one) for one in (1, 2, 3)]}),
}
MISSING: dict[str, Any] = {
    "Int64": pd.Series([1, None, 3], dtype="Int64"),
    "an array of Int64": pd.array([1, None, 3], dtype="Int64"),
    "Float64": pd.Series([1.0, None, 3.0], dtype="Float64"),
    "boolean": pd.Series([True, None, False], dtype="boolean"),
    "string": pd.Series(["a", None, "c"], dtype="string"),
    "category": pd.Series(["a", None, "c"], dtype="category"),
    "objects": np.array([1.0, None, 3.0], object),
    "masked": np.ma.array(NUMBERS, mask=[0, 1, 0]),
    "a column": pd.Series([1.0, np.nan, 3.0]),
    "a frame": pd.DataFrame({"a": pd.array([1, None, 3], dtype="Int64")}),
}
NO_NUMBERS: dict[str, tuple[Any, str]] = {
    "datetime64": (np.array(["2020-01-01"] * 3, "M8[D]"), "times must be converted to numbers in a unit:"),
    "timedelta64": (np.array([1, 2, 3], "m8[s]"), "durations must be converted to numbers in a unit:"),
    "timestamps": (pd.Series(pd.date_range("2020", periods=3)), "times must be converted to numbers in a unit:"),
    "timestamps of a zone": (pd.Series(pd.date_range("2020", periods=3, tz="UTC")), "should be numbers"),
    "dates": ([datetime.date(2020, 1, 1)] * 3, "should be numbers, or all strings"),
    "periods": (pd.Series(pd.period_range("2020", periods=3)), "should be numbers, or all strings"),
    "a mixture": (np.array([1.0, "a", 3.0], object), "should be numbers, or all strings"),
    "records": (np.zeros(3, [("a", "i4"), ("b", "f8")]), "a record is not a number"),
    "complex numbers": (np.array([1 + 2j] * 3), "should be real numbers"),
    "text": (np.array(["1", "2", "3"]), "should be numbers"),
    "a frame of dates": (pd.DataFrame({"a": pd.date_range("2020", periods=3)}), 'Column "a".* is not numeric'),
    "a frame of lists": (pd.DataFrame({"a": [[1], [2], [3]]}), 'Column "a" of the data frame is not numeric'),
}  # fmt: skip


def model() -> Any:
    made = rk.keras_model_sequential(input_shape=1) >> rk.layer_dense(1, use_bias=False, weights=[np.ones((1, 1))])
    return made >> rk.compile("sgd", "mse")


@pytest.mark.parametrize("name", RIGHT)
def test_numbers_in_any_wrapping_are_the_same_numbers(name: str) -> None:
    made = model()
    np.testing.assert_array_equal(rk.predict(made, RIGHT[name], verbose=0).ravel(), NUMBERS)
    assert rk.evaluate(made, NUMBERS, RIGHT[name], verbose=0)["loss"] == 0
    assert rk.evaluate(model(), iter([(RIGHT[name], RIGHT[name])]), verbose=0)["loss"] == 0


@pytest.mark.parametrize("name", MISSING)
def test_missing_values_are_counted(name: str) -> None:
    message = r"The data have 1 missing value\(s\) \(NA\) among 3"
    made, data = model(), MISSING[name]
    for argument, use in (
        ("x", lambda: rk.predict(made, data)),
        ("x", lambda: rk.fit(made, data, NUMBERS)),
        ("y", lambda: rk.fit(made, NUMBERS, data)),
        ("y", lambda: rk.train_on_batch(made, NUMBERS, data)),
        ("y", lambda: rk.evaluate(made, iter([(NUMBERS, data)]))),
    ):
        with pytest.raises(ValueError, match=rf"^\w+\(\): `{argument}`: {message}"):
            use()
    found = "A factor is not a tensor" if name == "category" else rf"^as_tensor\(\): `x`: {message}"
    with pytest.raises(ValueError, match=found):
        rk.as_tensor(data)


@pytest.mark.parametrize("name", NO_NUMBERS)
def test_what_is_no_number_is_refused(name: str) -> None:
    data, message = NO_NUMBERS[name]
    made = model()
    for argument, use in (
        ("x", lambda: rk.predict(made, data)),
        ("y", lambda: rk.fit(made, NUMBERS, data)),
        ("x", lambda: rk.predict(made, iter([data]), steps=1)),
    ):
        with pytest.raises(ValueError, match=rf"^\w+\(\): `{argument}`.*{message}"):
            use()


@pytest.mark.parametrize("data", [MISSING["masked"], NO_NUMBERS["datetime64"][0], MISSING["objects"]])
def test_a_layer_is_called_on_numbers_only(data: Any) -> None:
    """Keras takes what lies behind a mask, and durations for whole numbers."""
    for use in (lambda: data.reshape(3, 1) >> rk.layer_dense(units=1), lambda: rk.layer_dense(data, units=1)):
        with pytest.raises(ValueError, match=r"^layer_dense\(\): "):
            use()


def test_truth_values_and_categories_are_numbers_too() -> None:
    made = model()
    for data, expected in (
        (pd.Series([True, False, True], dtype="boolean"), [1, 0, 1]),
        (pd.Series(["b", "a", "b"], dtype="category"), [1, 0, 1]),
        (pd.DataFrame({"a": pd.array([True, False, True], dtype="boolean")}), [1, 0, 1]),
    ):
        np.testing.assert_array_equal(rk.predict(made, data, verbose=0).ravel(), expected)


def test_a_range_is_a_vector() -> None:
    assert rk.evaluate(model(), range(1, 4), range(1, 4), verbose=0)["loss"] == 0


def test_64_bits_stay_64_bits() -> None:
    large = np.array([2**53 + 1, -5])
    assert rk.as_tensor(large).numpy().tolist() == large.tolist()
    assert rk.as_tensor(pd.array(large, dtype="Int64")).numpy().tolist() == large.tolist()


def test_columns_go_to_the_inputs_of_their_names() -> None:
    inputs = [keras.Input((1,), name=name) for name in "ab"]
    made = keras.Model(inputs, keras.layers.Add()(inputs))
    frame = pd.DataFrame({"b": pd.array([1, 2, 3], dtype="Int64"), "a": [10.0, 20.0, 30.0]})
    np.testing.assert_array_equal(rk.predict(made, frame, verbose=0).ravel(), [11, 22, 33])
    frame.loc[1, "b"] = None
    with pytest.raises(ValueError, match="column `b` has 1"):
        rk.predict(made, frame, verbose=0)
