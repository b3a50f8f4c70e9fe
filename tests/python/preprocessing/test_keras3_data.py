"""Data by the functions that R's keras3 has beside R keras's: sounds, parts, features, pictures, prices."""

import wave
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

import rkeras_py as rk

RNG = np.random.default_rng(5)
COLUMNS: dict[str, Any] = {
    "age": np.array([[21.0], [35.0], [52.0], [40.0]]),
    "town": np.array([["Ulm"], ["Jena"], ["Ulm"], ["Bonn"]]),
    "rooms": np.array([[1], [3], [2], [3]]),
}


def make_sounds(folder: Path) -> None:
    for name, height in (("high", 900), ("low", 200)):
        (folder / name).mkdir()
        for number in range(3):
            with wave.open(str(folder / name / f"{number}.wav"), "wb") as file:
                file.setparams((1, 2, 8000, 0, "NONE", ""))
                file.writeframes((np.sin(np.arange(40 + number) * height) * 20000).astype("<i2").tobytes())


def test_sounds_of_folders_are_plain_kerass(tmp_path: Path) -> None:
    make_sounds(tmp_path)
    arguments = {"batch_size": 2, "output_sequence_length": 50, "shuffle": False, "verbose": False}
    ours = rk.audio_dataset_from_directory(str(tmp_path), **arguments)
    plain = keras.utils.audio_dataset_from_directory(str(tmp_path), **arguments)
    assert ours.class_names == ["high", "low"]
    for (x, y), (plain_x, plain_y) in zip(ours, plain, strict=True):
        np.testing.assert_array_equal(x, plain_x)
        np.testing.assert_array_equal(y, plain_y)
        assert x.shape[1:] == (50, 1)
    with pytest.raises(FileNotFoundError, match=r"audio_dataset_from_directory\(\): `directory`"):
        rk.audio_dataset_from_directory(str(tmp_path / "nothing"))


@pytest.mark.parametrize("sizes", [{"left_size": 0.75}, {"left_size": 6}, {"right_size": 2.0}])
def test_data_are_split_as_by_plain_keras(sizes: dict[str, Any]) -> None:
    x = np.arange(16.0).reshape(8, 2)
    plain_sizes = {key: int(value) if value >= 1 else value for key, value in sizes.items()}
    for shuffle in (False, True):
        ours = rk.split_dataset(x, **sizes, shuffle=shuffle, seed=3)
        plain = keras.utils.split_dataset(x, **plain_sizes, shuffle=shuffle, seed=3)
        parts = [[np.asarray(one).tolist() for one in part] for part in ours]
        assert parts == [[np.asarray(one).tolist() for one in part] for part in plain]
        assert [len(part) for part in parts] == [6, 2]
    assert [len(part) for part in rk.split_dataset([1, 2, 3, 4, 5], left_size=2)] == [2, 3]  # a vector of R
    frames = rk.split_dataset(pd.DataFrame(x, columns=["a", "b"]), left_size=0.5)
    assert [np.asarray(one).tolist() for one in frames[0]] == x[:4].tolist()
    for wrong in (0, -1, 1.5, "much"):
        with pytest.raises(ValueError, match=r"split_dataset\(\): `left_size` should be a number between 0 and 1"):
            rk.split_dataset(x, left_size=wrong)


def make_space(of: Any, cross: Any) -> Any:
    return {
        "age": of("float_normalized")(),
        "town": of("string_categorical")(num_oov_indices=0, output_mode="one_hot"),
        "rooms": of("integer_hashed")(num_bins=4),
    }, [cross(feature_names=("town", "rooms"), crossing_dim=5)]


def test_features_are_plain_kerass() -> None:
    features, crosses = make_space(lambda kind: getattr(rk, f"feature_{kind}"), rk.feature_cross)
    ours = rk.layer_feature_space(features=features, crosses=crosses)
    features, crosses = make_space(lambda kind: getattr(keras.utils.FeatureSpace, kind), keras.utils.FeatureSpace.cross)
    plain = keras.utils.FeatureSpace(features, crosses=crosses)
    data = tf.data.Dataset.from_tensor_slices(COLUMNS)
    for space in (ours, plain):
        space.adapt(data)
    tensors = {name: tf.constant(column) for name, column in COLUMNS.items()}
    np.testing.assert_array_equal(ours(tensors), plain(tensors))
    assert ours(tensors).shape == (4, 1 + 3 + 4 + 5)
    mean, spread = COLUMNS["age"].mean(), COLUMNS["age"].std()
    np.testing.assert_allclose(ours(tensors)[:, 0], (COLUMNS["age"][:, 0] - mean) / spread, rtol=1e-5)


@pytest.mark.parametrize("way", ["function", "pipe", "method"])
def test_features_of_data_frames_and_named_lists_are_those_of_arrays(way: str) -> None:
    plain_features, crosses = make_space(
        lambda kind: getattr(keras.utils.FeatureSpace, kind), keras.utils.FeatureSpace.cross
    )
    plain = keras.utils.FeatureSpace(plain_features, crosses=crosses)
    flat = {name: column.ravel() for name, column in COLUMNS.items()}
    plain.adapt(flat)
    expected = np.asarray(plain(flat))
    frame = pd.DataFrame({**flat, "town": pd.Categorical(flat["town"]), "other": [None, 1, 2, 3]})
    as_list = {"age": flat["age"].tolist(), "town": frame["town"], "rooms": flat["rooms"].astype(float)}
    for data in (frame, as_list):
        features, crosses = make_space(lambda kind: getattr(rk, f"feature_{kind}"), rk.feature_cross)
        space = rk.layer_feature_space(features=features, crosses=crosses)
        {"function": rk.adapt, "pipe": lambda one, two: one >> rk.adapt(two), "method": type(space).adapt}[way](
            space, data
        )
        for given in (frame, as_list, flat):
            np.testing.assert_array_equal(space(given), expected)
        np.testing.assert_array_equal(space(frame.iloc[[2]]), expected[[2]])
        np.testing.assert_array_equal(space({"age": 52.0, "town": "Ulm", "rooms": 2}), expected[2])
        mapped = tf.data.Dataset.from_tensor_slices(flat).batch(4).map(space)
        np.testing.assert_array_equal(next(iter(mapped)), expected)


def test_wrong_columns_of_features_are_named() -> None:
    space = rk.layer_feature_space(features={"age": rk.feature_float(), "rooms": rk.feature_integer_hashed(3)})
    right = {"age": [1.0, 2.0], "rooms": [1, 2]}
    for wrong, message in (
        ({"age": [1.0, 2.0]}, r"the names of the features, age, rooms\. Received: data = none for rooms"),
        (pd.DataFrame(right).rename(columns={"age": "years"}), "none for age"),
        ({**right, "age": ["a", "b"]}, 'The feature "age" should be numbers'),
        ({**right, "rooms": [1.5, 2]}, 'The feature "rooms" should be whole numbers'),
        (pd.DataFrame({**right, "age": [1.0, None]}), "1 missing value"),
        ({**right, "rooms": pd.Categorical(["a", "b"])}, 'The feature "rooms" should be numbers'),
    ):
        with pytest.raises(ValueError, match=message):
            space(wrong)
    with pytest.raises(ValueError, match=r"adapt\(\): `batch_size` should be omitted for a feature space"):
        rk.adapt(space, right, batch_size=2)


def test_crosses_are_plain_kerass() -> None:
    towns, numbers = ["Ulm", "Bonn", "Ulm"], [1, 1, 2]
    expected = keras.layers.HashedCrossing(7)((np.array(towns), np.array(numbers)))
    np.testing.assert_array_equal(rk.layer_hashed_crossing(object=[towns, numbers], num_bins=7), expected)


def test_other_kinds_of_features() -> None:
    made = {
        "a": rk.feature_float(),
        "b": rk.feature_float_rescaled(scale=2.0, offset=1),
        "c": rk.feature_float_discretized(num_bins=3, output_mode="int"),
        "d": rk.feature_integer_categorical(output_mode="int"),
        "e": rk.feature_string_hashed(num_bins=3, output_mode="int"),
        "f": rk.feature_custom("float32", keras.layers.Rescaling(3.0), "float"),
    }
    space = rk.layer_feature_space(features=made, output_mode="dict")
    columns = {name: np.array([[0.5], [1.5], [2.5]]) for name in "abcf"} | {
        "d": np.array([[5], [6], [5]]), "e": np.array([["x"], ["y"], ["x"]]),
    }  # fmt: skip
    space.adapt(tf.data.Dataset.from_tensor_slices(columns))
    result = space({name: tf.constant(column) for name, column in columns.items()})
    np.testing.assert_allclose(np.ravel(result["b"]), [2, 4, 6])
    assert len(set(np.ravel(result["c"]).tolist())) > 1
    by_hand = rk.feature_float_discretized(bin_boundaries=[1.0, 2.0], output_mode="int").preprocessor
    np.testing.assert_allclose(np.ravel(by_hand(np.array([[0.5], [1.5], [2.5]]))), [0, 1, 2])
    with pytest.raises(ValueError, match=r"feature_float_discretized\(\): `num_bins` should be there, or `bin_bound"):
        rk.feature_float_discretized()
    np.testing.assert_allclose(np.ravel(result["f"]), [1.5, 4.5, 7.5])
    assert len(set(np.ravel(result["d"]).tolist())) == 2
    with pytest.raises(ValueError, match=r"feature_cross\(\): `crossing_dim` should be a whole number of at least 1"):
        rk.feature_cross(["a", "b"], 0)


def test_pictures_are_plain_kerass() -> None:
    array = RNG.uniform(0, 255, (6, 8, 3)).astype("float32")
    picture = rk.image_from_array(array, scale=False)
    np.testing.assert_array_equal(np.asarray(picture), array.astype("uint8"))
    assert rk.image_from_array(array).size == (8, 6)
    np.testing.assert_array_equal(
        rk.image_smart_resize(array, [3.0, 3.0]), keras.preprocessing.image.smart_resize(array, (3, 3))
    )
    with pytest.raises(ValueError, match=r"image_from_array\(\)"):
        rk.image_from_array(np.zeros(3))


def test_californias_prices_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr(
        "keras.src.datasets.california_housing.get_file", lambda *args, **kwargs: str(tmp_path / "c.npz")
    )
    x, y = RNG.normal(size=(700, 8)), RNG.normal(size=700)
    np.savez(tmp_path / "c.npz", x=x, y=y)
    found = rk.dataset_california_housing(test_split=0.25)
    expected = keras.datasets.california_housing.load_data(test_split=0.25)
    np.testing.assert_array_equal(found.train.x, expected[0][0])
    np.testing.assert_array_equal(found.test.y, expected[1][1])
    assert rk.dataset_california_housing("small").train.x.shape == (480, 8)


def test_networks_tell_how_images_are_prepared() -> None:
    images = RNG.uniform(0, 255, (2, 4, 5, 3)).astype("float32")
    for name, module in (("mobilenetv2_1.00_224", "mobilenet_v2"), ("resnet50v2", "resnet_v2"), ("vgg16", "vgg16")):
        model = keras.Sequential(name=name)
        expected = getattr(keras.applications, module).preprocess_input(images.copy())
        np.testing.assert_array_equal(rk.application_preprocess_inputs(model, images), expected)
    with pytest.raises(ValueError, match=r"application_preprocess_inputs\(\): `model` should be a model of an appl"):
        rk.application_preprocess_inputs(keras.Sequential(name="resnetish"), images)
    with pytest.raises(ValueError, match=r"application_decode_predictions\(\): `preds`"):
        rk.application_decode_predictions(keras.Sequential(name="vgg16"), np.zeros((2, 3)))


def test_variables_and_trees_of_states() -> None:
    variable = rk.keras_variable(np.ones((2, 3)), dtype="float32", trainable=False, name="counts")
    assert (variable.shape, variable.dtype, variable.trainable, variable.name) == ((2, 3), "float32", False, "counts")
    assert rk.keras_variable({"a": 1.0, "b": 2.0}).numpy().tolist() == [1, 2]  # what R's c(a = 1, b = 2) is
    with pytest.raises(ValueError, match=r"keras_variable\(\).*missing"):
        rk.keras_variable([1.0, rk.NA])
    assert rk.keras_variable(rk.initializer_ones(), shape=[2.0]).numpy().tolist() == [1, 1]
    model = rk.keras_model_sequential(input_shape=3) >> rk.layer_dense(2)
    model.compile("sgd", "mse")
    tree = rk.get_state_tree(model, "numpy_array")
    assert {"trainable_variables", "optimizer_variables"} <= tree.keys()
    values = [array.tolist() for array in keras.tree.flatten(tree["trainable_variables"])]
    assert sorted(map(str, values)) == sorted(str(weight.tolist()) for weight in model.get_weights())
    before = model.get_weights()
    model.set_weights([weight + 1 for weight in before])
    assert rk.set_state_tree(model, {"trainable_variables": tree["trainable_variables"]}) is model
    np.testing.assert_array_equal(model.get_weights()[0], before[0])
    with pytest.raises(ValueError, match=r'set_state_tree.*has here: "trainable_variables\$sequential.*\$dense"'):
        rk.set_state_tree(model, {"trainable_variables": {"dense": {}}})
    with pytest.raises(ValueError, match=r"get_state_tree\(\): `object` should be a compiled model"):
        rk.get_state_tree(3)
