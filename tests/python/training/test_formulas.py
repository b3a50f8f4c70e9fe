"""Formulas and classes: fit(model, "y ~ .", data=frame), predict(newdata=, type=)."""

import copy
import json
import pickle
import zipfile
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris

import rkeras_py as rk

FRAME = pd.DataFrame(load_iris().data[::5], columns=["sl", "sw", "pl", "pw"])
FRAME["site"] = pd.Categorical(["north", "south", "east"] * 10, categories=["north", "south", "east"])
FRAME["species"] = pd.Categorical.from_codes(load_iris().target[::5], ["setosa", "versicolor", "virginica"])
FRAME["wet"] = np.arange(30) % 2 == 0
SITES = pd.get_dummies(FRAME["site"]).to_numpy("float32")


def make(
    inputs: int, units: int = 3, activation: str | None = "softmax", loss: Any = "sparse_categorical_crossentropy"
) -> Any:
    keras.utils.set_random_seed(1)
    layer = rk.layer_dense(units=units, activation=activation)
    return (
        rk.keras_model_sequential(input_shape=inputs)
        >> layer
        >> rk.compile(loss=loss, optimizer=rk.optimizer_sgd(0.01))
    )


def rewrite(path: str, to: Path, memory: Any) -> str:
    """Write a .keras file with other words on levels and formula."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(to, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "config.json":
                content = json.dumps(json.loads(content) | {"rkeras": memory}).encode()
            target.writestr(name, content)
    return str(to)


def test_a_formula_gives_the_matrix_that_one_makes_by_hand() -> None:
    by_hand, codes = np.column_stack([FRAME[["sw", "pl", "pw"]], SITES]), FRAME["species"].cat.codes.to_numpy()
    model, plain = make(6), make(6)
    options: dict[str, Any] = {"epochs": 3, "verbose": 0, "shuffle": False}
    history = rk.fit(model, "species ~ . - wet - sl", data=FRAME, validation_data=FRAME, **options)
    same = plain.fit(by_hand, codes, validation_data=(by_hand, codes), **options)
    np.testing.assert_allclose(history.metrics["loss"], same.history["loss"], rtol=1e-6)
    np.testing.assert_allclose(history.metrics["val_loss"], same.history["val_loss"], rtol=1e-6)
    expected = plain.predict(by_hand, verbose=0)
    shuffled = FRAME[["wet", "site", "pw", "pl", "sw"]]  # other columns in another order, and no target
    np.testing.assert_allclose(rk.predict(model, newdata=shuffled), expected, rtol=1e-5)
    assert rk.evaluate(model, FRAME, verbose=0)["loss"] == pytest.approx(
        plain.evaluate(by_hand, codes, verbose=0), rel=1e-5
    )
    found = rk.predict(model, shuffled, type="class")
    assert found.levels == ("setosa", "versicolor", "virginica")
    assert found.codes.tolist() == expected.argmax(1).tolist()
    named = rk.predict(model, shuffled, type="prob")
    assert (named.levels, named[:, :2].levels) == (found.levels, None)
    np.testing.assert_allclose(named, expected, rtol=1e-5)


def test_the_recipe_goes_with_the_model(tmp_path: Path) -> None:
    model = make(3)
    rk.fit(model, formula="species ~ site", data=FRAME, epochs=1, verbose=0)
    expected = rk.predict(model, FRAME, type="prob")
    path = str(tmp_path / "model.keras")
    rk.save_model(model, path)
    for again in (rk.load_model(path), pickle.loads(pickle.dumps(model)), copy.deepcopy(model)):
        found = rk.predict(again, pd.DataFrame({"site": FRAME["site"].astype(str)}), type="prob")
        np.testing.assert_array_equal(found, expected)
        assert found.levels == expected.levels
    assert keras.saving.load_model(path).predict(SITES, verbose=0) == pytest.approx(np.asarray(expected))
    for memory in (5, {"levels": 5}, {"levels": [["a", 1]]}, {"recipe": {"columns": {"a": None}}}, {"recipe": ["a"]}):
        hostile = rewrite(path, tmp_path / "hostile.keras", memory)
        with pytest.raises(ValueError, match=r"hostile.keras' cannot be loaded: its classes are not described"):
            rk.load_model(hostile)
    rk.fit(model, SITES, FRAME["species"], epochs=1, verbose=0)  # other data: the recipe is no longer that of the model
    with pytest.raises(ValueError, match="`x` should be numbers"):
        rk.predict(model, FRAME[["site"]])


def test_columns_are_inputs_of_their_names() -> None:
    columns = rk.frame_inputs(FRAME[["site", "pl"]])
    model = rk.keras_model(columns["inputs"], columns["features"] >> rk.layer_dense(1, kernel_initializer="ones"))
    model >> rk.compile(loss="mse", optimizer=rk.optimizer_sgd(0))
    rk.fit(model, "pw ~ pl + site", data=FRAME, epochs=1, verbose=0)
    scaled = (FRAME["pl"] - FRAME["pl"].mean()) / FRAME["pl"].std(ddof=0)
    np.testing.assert_allclose(rk.predict(model, FRAME)[:, 0], 1 + scaled, rtol=1e-4, atol=1e-5)


def test_targets_are_numbers_several_columns_or_a_factor_of_two() -> None:
    by_hand = FRAME[["sl", "sw"]].to_numpy()
    model = make(2, 2, None, "mse")
    rk.fit(model, "cbind(pl, pw) ~ sl + sw", data=FRAME, epochs=1, verbose=0)
    error = ((FRAME[["pl", "pw"]].to_numpy() - model.predict(by_hand, verbose=0)) ** 2).mean()
    assert rk.evaluate(model, FRAME, verbose=0)["loss"] == pytest.approx(error, rel=1e-5)
    with pytest.raises(ValueError, match='`type` should be "response" for a model whose outputs are not probabilities'):
        rk.predict(model, FRAME, type="class")
    two = FRAME.assign(wet=np.where(FRAME["wet"], "yes", "no"))
    logits = make(2, 1, None, keras.losses.BinaryCrossentropy(from_logits=True))
    rk.fit(logits, "wet ~ sl + sw", data=two, epochs=1, verbose=0)
    outputs = logits.predict(by_hand, verbose=0)
    exact = 1 / (1 + np.exp(-outputs.astype("float64")))
    found = rk.predict(logits, two, type="prob")
    assert found.levels == ("no", "yes")
    np.testing.assert_allclose(found, np.column_stack([1 - exact, exact]), rtol=1e-5)
    assert rk.predict(logits, two, type="class").labels == np.where(outputs[:, 0] > 0, "yes", "no").tolist()


def test_without_a_factor_classes_are_numbers() -> None:
    x = FRAME[["sl", "sw"]].to_numpy()
    model = make(2, 3, None, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    outputs = model.predict(x, verbose=0)
    np.testing.assert_array_equal(rk.predict(model, x, type="class"), outputs.argmax(1))
    found = rk.predict(model, x, type="prob")
    np.testing.assert_allclose(found, keras.ops.softmax(outputs), rtol=1e-5)
    assert rk.predict(make(2, 1, "sigmoid", "binary_crossentropy"), x, type="class").shape == (30,)
    np.testing.assert_array_equal(rk.predict(model, x, type="response"), outputs)


def test_mistakes_are_told() -> None:
    model = make(2)
    for formula, words in {
        "species ~ log(sl)": "Compute others, such as log",
        "species ~ sl:sw": "Compute other columns",
        "species ~ nowhere": 'the column "nowhere"',
        "~ sl": "Its left side should name the target",
        "species ~ sl - sl": "It chooses no column",
        "species ~ sl ~ sw": "Both sides should name columns",
        "wet ~ species * sl": "Both sides should name columns",
    }.items():
        with pytest.raises(ValueError, match=words):
            rk.fit(model, formula, data=FRAME, epochs=1, verbose=0)
    for options, words in (
        ({"x": "species ~ sl"}, "`data` should be the data frame of the formula"),
        ({"x": "species ~ sl", "y": [1], "data": FRAME}, "`y` should be omitted"),
        ({"x": np.ones((2, 2)), "data": FRAME}, "`x` should be a formula"),
        ({"x": "species ~ sl", "data": np.ones((2, 2))}, "`data` should be a data frame"),
        ({"x": "species ~ site", "data": FRAME}, "3"),  # the model takes 2 columns
        ({"x": "species ~ sl", "formula": "species ~ sl", "data": FRAME}, "x"),
    ):
        with pytest.raises((TypeError, ValueError), match=words):
            rk.fit(model, epochs=1, verbose=0, **options)
    rk.fit(model, "species ~ sl + sw", data=FRAME.assign(pl=np.nan), epochs=1, verbose=0)  # not one of its columns
    for frame, words in (
        (FRAME.drop(columns="sl"), 'the column "sl"'),
        (FRAME.assign(sl=np.nan), r"`x`: .*30 missing"),
        (FRAME.assign(sl="a"), 'Column "sl" should be a vector of numbers'),
    ):
        with pytest.raises(ValueError, match=words):
            rk.predict(model, frame)
    sites = make(3)
    rk.fit(sites, "species ~ site", data=FRAME, epochs=1, verbose=0)
    with pytest.raises(ValueError, match='Column "site" has new levels: west'):
        rk.predict(sites, pd.DataFrame({"site": ["west"]}))
    with pytest.raises(ValueError, match="`type` should be"):
        rk.predict(sites, FRAME, type="link")
    with pytest.raises(TypeError, match=r"argument `x`"):
        rk.predict(sites, x=FRAME, newdata=FRAME)


def test_names_of_pandas_that_are_numbers_or_stand_twice() -> None:
    frame = pd.DataFrame({0: [1.0, 2.0], 1: [2.0, 4.0]})
    model = make(1, 1, None, "mse")
    rk.fit(model, "`1` ~ `0`", data=frame, epochs=1, verbose=0)
    assert np.array_equal(rk.predict(model, frame, verbose=0), rk.predict(model, frame[[0]].to_numpy(), verbose=0))
    with pytest.raises(ValueError, match='should be a data frame with one column "a"'):
        rk.fit(model, "y ~ a", data=pd.DataFrame([[1.0, 2.0, 3.0]], columns=["a", "a", "y"]), verbose=0)
