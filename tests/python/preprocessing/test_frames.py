"""Features of data frames: compared with pandas and scikit-learn; the models open in plain Keras."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf
from sklearn.preprocessing import StandardScaler

import rkeras_py as rk
from rkeras_py.data.arrays import Factor, Frame

pytestmark = pytest.mark.quick

FRAME = pd.DataFrame(
    {
        "age": [30.0, 41.5, 22.0, 60.0],
        "rooms": [3, 1, 2, 2],
        "city": ["b", "a", "c", "a"],
        "owner": [True, False, False, True],
        "size": pd.Categorical(["s", "l", "s", "m"], ["s", "m", "l", "xl"]),
        "constant": [7, 7, 7, 7],
    }
)
NEW = pd.DataFrame(
    {"age": [50.0], "rooms": [9], "city": ["c"], "owner": [True], "size": pd.Categorical(["xl"]), "constant": [7]}
)


def features(frame: pd.DataFrame) -> Any:
    numbers = StandardScaler().set_output(transform="pandas").fit(FRAME[["age", "rooms", "constant"]])
    cities, sizes = pd.CategoricalDtype(["a", "b", "c"]), FRAME["size"].dtype
    scaled = numbers.transform(frame[["age", "rooms", "constant"]])
    hot = pd.get_dummies(frame[["city", "size"]].astype({"city": cities, "size": sizes})).astype(float)
    city, size = hot.filter(like="city"), hot.filter(like="size")
    return pd.concat([scaled[["age", "rooms"]], city, frame["owner"], size, scaled["constant"]], axis=1).astype(float)


@pytest.fixture(scope="module")
def model() -> Any:
    return rk.keras_model(*rk.frame_inputs(FRAME).values())


@pytest.mark.parametrize("frame", [FRAME, NEW])
def test_features_are_those_of_pandas_and_scikit_learn(model: Any, frame: pd.DataFrame) -> None:
    np.testing.assert_allclose(rk.predict(model, frame), features(frame), atol=1e-6)


def test_plain_keras_opens_the_model(model: Any, tmp_path: Path) -> None:
    path = str(tmp_path / "frames.keras")
    model.save(path)
    opened = keras.models.load_model(path)
    columns = {name: tf.constant(FRAME[name].to_list()) for name in FRAME}
    np.testing.assert_allclose(opened.predict(columns, verbose=0), features(FRAME), atol=1e-6)


def test_embeddings_are_rows_of_their_levels() -> None:
    frame = Frame(id=np.array([30.0, 10.0, 20.0, 10.0]), kind=Factor([1, 0, 1, 1], ["x", "y"]))
    found = rk.frame_inputs(frame, embedding={"id": 3.0, "kind": 2})
    model = rk.keras_model(found["inputs"], found["features"])
    ids, kinds = model.get_weights()
    expected = np.column_stack([ids[[2, 0, 1, 0]], kinds[[1, 0, 1, 1]]])
    np.testing.assert_array_equal(rk.predict(model, frame), expected)


def test_a_new_level_is_an_error(model: Any) -> None:
    with pytest.raises(Exception, match=r"OOV values.*paris"):
        rk.predict(model, FRAME.assign(city=["a", "b", "paris", "c"]))


@pytest.mark.parametrize(
    ("frame", "embedding", "message"),
    [
        ([1, 2], None, r"`data` should be a data frame\. Received"),
        (FRAME[[]], None, "`data` should be a data frame with columns"),
        (FRAME.assign(age=[1, np.nan, 2, np.nan]), None, r'Column "age" has 2 missing value\(s\) \(NA\) among 4'),
        (FRAME.assign(city=["a", None, "b", "c"]), None, r'Column "city" has 1 missing'),
        (FRAME.assign(age=pd.array([1, None, 2, 3], "Int64")), None, r'Column "age" has 1 missing'),
        (FRAME.assign(age=pd.to_datetime(["2020-01-01"] * 4)), None, r'Column "age" should be of numbers, strings'),
        (FRAME, {"town": 2}, r"`embedding` should be a list of sizes, named by columns.*Columns are: age, rooms"),
        (FRAME, {"city": 0}, r"`embedding` should be a list of whole numbers of at least 1"),
        (FRAME, {"age": 2}, r'Column "age" should be a factor, of strings or of whole numbers'),
    ],
)
def test_what_cannot_be_features(frame: Any, embedding: Any, message: str) -> None:
    with pytest.raises(ValueError, match=rf"^frame_inputs\(\): .*{message}"):
        rk.frame_inputs(frame, embedding)
