"""Models saved here open in plain Keras 3, in tf-keras where Keras 2 can make the model, and here again."""

import copy
import json
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest
import tensorflow as tf
import tf_keras
from saving_zoo import branched, difference, outputs, scrambled, stack, words

import rkeras_py as rk

X = np.random.default_rng(1).normal(size=(16, 4)).astype("float32")
Y = X[:, :1] * 2 - X[:, 1:2]


def compiled(**settings: Any) -> Any:
    keras.utils.set_random_seed(5)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="tanh"), keras.layers.Dense(1)])
    model.compile(**{"optimizer": "adam", "loss": "mse", "metrics": ["mae"], "run_eagerly": True, **settings})
    return model


def trained(**settings: Any) -> Any:
    model = compiled(**settings)
    for _ in range(4):
        model.train_on_batch(X, Y)
    return model


def measured(model: Any) -> dict[str, float]:
    model.run_eagerly = True
    return {name: float(value) for name, value in model.test_on_batch(X, Y, return_dict=True).items()}


def goes_on_like(model: Any, other: Any) -> None:
    """Two more steps give the same numbers: the state of the optimizer is there."""
    for _ in range(2):
        for one in (model, other):
            one.train_on_batch(X, Y)
    assert measured(model) == pytest.approx(measured(other), rel=1e-6)
    for one, two in zip(model.get_weights(), other.get_weights(), strict=True):
        np.testing.assert_allclose(one, two, rtol=1e-6, atol=1e-7)


def test_a_file_appears_alone_and_readable(tmp_path: Path) -> None:
    assert rk.save_model_hdf5(compiled(), str(tmp_path / "model.h5")) is True
    assert (tmp_path / "model.h5").stat().st_mode & 0o044
    assert [file.name for file in tmp_path.iterdir()] == ["model.h5"]


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop", keras.optimizers.SGD(0.1, momentum=0.9)])
@pytest.mark.parametrize("way", ["hdf5", "tf", "bytes"])
def test_training_goes_on(way: str, optimizer: Any, tmp_path: Path) -> None:
    if not isinstance(optimizer, str):
        optimizer = type(optimizer).from_config(optimizer.get_config())
    model = trained(optimizer=optimizer)
    if way == "bytes":
        opened = rk.unserialize_model(rk.serialize_model(model))
    elif way == "tf":
        rk.save_model_tf(model, str(tmp_path / "m"))
        opened = rk.load_model_tf(str(tmp_path / "m"))
    else:
        rk.save_model_hdf5(model, str(tmp_path / "m.h5"))
        opened = rk.load_model_hdf5(str(tmp_path / "m.h5"))
    assert int(opened.optimizer.iterations) == 4
    goes_on_like(model, opened)


def test_short_names_of_losses_and_metrics_open_in_both_kerases(tmp_path: Path) -> None:
    path = str(tmp_path / "m.h5")
    model = trained(loss="mse", metrics=["mae", "mse", "cosine_similarity"], weighted_metrics=["accuracy"])
    rk.save_model_hdf5(model, path)
    for opened in (rk.load_model_hdf5(path), keras.models.load_model(path), tf_keras.models.load_model(path)):
        opened.reset_metrics()
        model.reset_metrics()
        assert measured(opened) == pytest.approx(measured(model), abs=1e-6)


def test_losses_and_metrics_that_are_objects_are_kept(tmp_path: Path) -> None:
    path = str(tmp_path / "m.h5")
    settings = {"loss": keras.losses.Huber(0.3), "metrics": [keras.metrics.RootMeanSquaredError(name="rms")]}
    model = trained(**settings)
    rk.save_model_hdf5(model, path)
    rk.save_model_tf(model, str(tmp_path / "m"))
    for opened in (rk.load_model_hdf5(path), keras.models.load_model(path), rk.load_model_tf(str(tmp_path / "m"))):
        model.reset_metrics()
        assert measured(opened) == pytest.approx(measured(model), abs=1e-6)


@pytest.mark.parametrize("suffix", [".h5", ".keras", ""])
@pytest.mark.parametrize("name", ["acc", "mae", "spread"])
def test_a_function_is_known_by_the_name_in_the_list_of_metrics(name: str, suffix: str, tmp_path: Path) -> None:
    function: Any = lambda y_true, y_pred: keras.ops.mean(y_pred - y_true, axis=-1)  # noqa: E731
    model = rk.compile(compiled(), optimizer="sgd", loss="mse", metrics={name: function}, run_eagerly=True)
    before = measured(model)
    path = str(tmp_path / f"model{suffix}")
    save = {".h5": rk.save_model_hdf5, ".keras": rk.save_model, "": rk.save_model_tf}[suffix]
    save(model, path)
    found = rk.load_model_tf(path, custom_objects={name: function})
    assert measured(found) == pytest.approx(before)
    assert before[name] == pytest.approx(float(np.mean(model(X) - Y)), rel=1e-5)
    with pytest.raises(ValueError, match=f"names the (function|metric) '{name}'.*Pass it in `custom_objects`"):
        rk.load_model_tf(path)


def test_a_schedule_and_many_outputs_are_kept(tmp_path: Path) -> None:
    model = branched(keras)
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
    rk.compile(model, keras.optimizers.SGD(schedule), ["mse", "mae"], metrics="mae", loss_weights=[1, 0.2])
    model.run_eagerly = True
    targets = [np.ones((16, 2)), np.ones((16, 1))]
    rk.fit(model, X, targets, epochs=1, verbose=0)
    rk.save_model_hdf5(model, str(tmp_path / "m.h5"))
    opened = rk.load_model_hdf5(str(tmp_path / "m.h5"))
    assert float(opened.optimizer.learning_rate) == pytest.approx(0.1 * 0.5**0.5)
    assert rk.evaluate(opened, X, targets, verbose=0) == pytest.approx(rk.evaluate(model, X, targets, verbose=0))


def test_the_optimizer_may_stay_behind(tmp_path: Path) -> None:
    model = trained()
    rk.save_model_hdf5(model, str(tmp_path / "m.h5"), include_optimizer=False)
    rk.save_model_tf(model, str(tmp_path / "m"), include_optimizer=False)
    for opened in (rk.load_model_hdf5(str(tmp_path / "m.h5")), rk.load_model_tf(str(tmp_path / "m"))):
        assert not opened.compiled
        np.testing.assert_array_equal(opened(X), model(X))
    with h5py.File(tmp_path / "m.h5") as file:
        assert "optimizer_weights" not in file
        assert "training_config" not in file.attrs
    assert not rk.load_model_hdf5(str(tmp_path / "m.h5"), compile=True).compiled


def test_compile_false_leaves_the_training_out(tmp_path: Path) -> None:
    rk.save_model_hdf5(trained(), str(tmp_path / "m.h5"))
    assert not rk.load_model_hdf5(str(tmp_path / "m.h5"), compile=False).compiled


def test_a_saved_model_is_one_for_tensorflow_and_for_keras(tmp_path: Path) -> None:
    model = scrambled(words(keras))
    folder = tmp_path / "served"
    rk.save_model_tf(model, str(folder))
    (expected,) = outputs(model)
    x = tf.constant(np.random.default_rng(7).integers(1, 9, (4, 6)), tf.float32)
    loaded = tf.saved_model.load(str(folder))
    np.testing.assert_allclose(loaded.serve(x), expected, rtol=1e-6)
    (served,) = loaded.signatures["serving_default"](x).values()
    np.testing.assert_allclose(served, expected, rtol=1e-6)
    assert difference(model, keras.models.load_model(folder / "assets.extra" / "model.keras")) == 0


def test_a_saved_model_takes_further_signatures(tmp_path: Path) -> None:
    model = compiled()

    @tf.function(input_signature=[tf.TensorSpec((None, 4), tf.float32)])
    def twice(x: Any) -> Any:
        return 2 * model(x)

    rk.save_model_tf(model, str(tmp_path / "m"), signatures={"twice": twice})
    loaded = tf.saved_model.load(str(tmp_path / "m"))
    np.testing.assert_allclose(loaded.twice(X), 2 * model(X), rtol=1e-5)
    assert difference(model, rk.load_model_tf(str(tmp_path / "m"))) == 0


def test_words_that_a_layer_learnt_are_kept(tmp_path: Path) -> None:
    layer = keras.layers.StringLookup()
    layer.adapt(["a", "b", "b"])
    model = keras.Sequential([keras.Input((1,), dtype="string"), layer])
    rk.save_model_hdf5(model, str(tmp_path / "m.h5"))
    x = tf.constant([["b"], ["a"], ["c"]])
    for opened in (rk.load_model_hdf5(str(tmp_path / "m.h5")), keras.models.load_model(tmp_path / "m.h5")):
        np.testing.assert_array_equal(opened(x), [[1], [2], [0]])


def test_functions_are_exported_for_serving(tmp_path: Path) -> None:
    model = compiled()
    expected = model(X)
    made = [
        rk.export_savedmodel(model, str(tmp_path / "a")),
        rk.export_savedmodel(model, str(tmp_path / "b"), overwrite=False),
        rk.export_savedmodel(model, str(tmp_path / "c"), versioned=True),
    ]
    assert made[0] == str(tmp_path / "a")
    assert [Path(path).parent.name for path in made[1:]] == ["b", "c"]
    rk.model_to_saved_model(model, str(tmp_path / "d"), serving_only=True)
    signature = [tf.TensorSpec((16, 4), tf.float32)]
    rk.model_to_saved_model(model, str(tmp_path / "e"), input_signature=signature)
    for path in [*made, tmp_path / "d", tmp_path / "e"]:
        loaded = tf.saved_model.load(str(path))
        np.testing.assert_allclose(loaded.serve(X), expected, rtol=1e-5)
    assert difference(model, rk.model_from_saved_model(str(tmp_path / "e"))) == 0
    with pytest.raises(ValueError, match=r"load_model_tf\(\): .* contains a graph but no Keras model.*TFSMLayer"):
        rk.load_model_tf(str(tmp_path / "d"))
    with pytest.raises(ValueError, match="`as_text` should be False"):
        rk.export_savedmodel(model, str(tmp_path / "f"), as_text=True)


def test_models_for_other_runtimes_predict_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a layer that draws at random where nobody says that it predicts."""
    stack = rk.keras_model_sequential(input_shape=(4, 4, 1)) >> rk.layer_random_flip() >> rk.layer_flatten()
    inputs = rk.layer_input(shape=(4, 4, 1), name="in")
    model = rk.keras_model(inputs, inputs >> stack >> rk.layer_dense(units=2))
    file, x = str(tmp_path / "model.tflite"), np.random.default_rng(1).random((3, 4, 4, 1), "float32")
    assert rk.export_savedmodel(model, file, format="litert") == file
    with warnings.catch_warnings(action="ignore"):  # TensorFlow's own reader is to go
        lite = tf.lite.Interpreter(file)
    place = lite.get_input_details()[0]["index"]
    lite.resize_tensor_input(place, x.shape)
    lite.allocate_tensors()
    lite.set_tensor(place, x)
    lite.invoke()
    found = lite.get_tensor(lite.get_output_details()[0]["index"])
    np.testing.assert_allclose(found, model.predict(x, verbose=0), atol=1e-6)
    with pytest.raises(FileExistsError, match="already exists"):
        rk.export_savedmodel(model, file, format="litert", overwrite=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for path, options, said in (
        ("m.onnx", {"format": "onnx"}, 'format "onnx" takes the Python packages tf2onnx and onnx. Run: .*tf2onnx onnx'),
        ("m", {"format": "onnx"}, "`export_dir_base` should be a name that ends with .onnx"),
        ("m.xml", {"format": "openvino"}, 'format "openvino" takes the Python package openvino. Run: '),
        ("m.onnx", {"format": "openvino"}, "`export_dir_base` should be a name that ends with .xml"),
        ("m", {"format": "torch"}, '`format` should be one of "tf_saved_model", "onnx", "openvino", "litert"'),
        ("m.tflite", {"format": "litert", "versioned": True}, "`versioned` should be omitted for a file"),
        ("m", {"fromat": "litert"}, "unknown argument `fromat`. Did you mean `format`"),
    ):
        with pytest.raises((ImportError, TypeError, ValueError), match=said):
            rk.export_savedmodel(model, str(tmp_path / path), **options)


def test_a_file_of_openvino_has_its_weights_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what Keras writes by the package, which no environment of these tests has, in its place."""

    def write(model: Any, filepath: str, format: str, verbose: bool) -> None:
        Path(filepath).write_text(format)
        Path(filepath).with_suffix(".bin").write_bytes(model.get_weights()[0].tobytes())

    model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(units=1)
    file, weights = tmp_path / "m.xml", tmp_path / "m.bin"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)
    monkeypatch.setattr(keras.Model, "export", write)
    weights.write_text("mine")
    with pytest.raises(FileExistsError, match=r"m.bin' already exists"):
        rk.export_savedmodel(model, str(file), format="openvino", overwrite=False)
    assert [one.name for one in tmp_path.iterdir()] == ["m.bin"]
    assert rk.export_savedmodel(model, str(file), format="openvino") == str(file)
    assert file.read_text() == "openvino"
    assert weights.read_bytes() == model.get_weights()[0].tobytes()
    assert {one.name for one in tmp_path.iterdir()} == {"m.xml", "m.bin"}


def test_loading_and_saving_again_changes_nothing(tmp_path: Path) -> None:
    first, second = str(tmp_path / "1.h5"), str(tmp_path / "2.h5")
    rk.save_model_hdf5(trained(), first)
    rk.save_model_hdf5(rk.load_model_hdf5(first), second)
    with h5py.File(first) as one, h5py.File(second) as two:
        for name in ("model_config", "training_config"):
            assert json.loads(one.attrs[name]) == json.loads(two.attrs[name])
        names: list[str] = []
        one.visit(names.append)
        for name in names:
            if isinstance(one[name], h5py.Dataset):
                np.testing.assert_array_equal(one[name], two[name])


def test_very_many_layers_fit_into_the_header(tmp_path: Path) -> None:
    layers = [keras.layers.Activation("linear", name=f"{'n' * 600}{number}") for number in range(120)]
    model = stack(keras, (2,), *layers, keras.layers.Dense(1))
    rk.save_model_weights_hdf5(model, str(tmp_path / "w.h5"))
    with h5py.File(tmp_path / "w.h5") as file:
        assert "layer_names" not in file.attrs
        assert "layer_names1" in file.attrs
    weights = model.get_weights()
    scrambled(model)
    rk.load_model_weights_hdf5(model, str(tmp_path / "w.h5"))
    np.testing.assert_array_equal(model.get_weights()[0], weights[0])


def test_no_warning_of_another_format(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "__array__ implementation")
        rk.save_model_hdf5(trained(), str(tmp_path / "m.h5"))
        rk.load_model_hdf5(str(tmp_path / "m.h5"))
    assert capfd.readouterr() == ("", "")


def test_a_function_named_as_one_of_keras_is_not_taken_for_it(tmp_path: Path) -> None:
    def relu(x: Any) -> Any:
        return x * 2.0

    model = rk.keras_model_sequential(input_shape=2) >> rk.layer_dense(2, activation=relu)
    x = -np.ones((1, 2), "float32")
    expected = rk.predict(model, x)
    assert expected.any()
    for file in (tmp_path / "m.keras", tmp_path / "m.h5"):
        rk.save_model(model, file)
        with pytest.raises(ValueError, match="names the function 'own_relu', which is not part of Keras 3"):
            rk.load_model(file)
        np.testing.assert_array_equal(rk.predict(rk.load_model(file, custom_objects={"relu": relu}), x), expected)
    keep = rk.callback_model_checkpoint(str(tmp_path / "kept.keras"))
    rk.compile(model, "sgd", "mse")
    rk.fit(model, x, expected, epochs=1, verbose=0, callbacks=keep)
    kept = rk.load_model(tmp_path / "kept.keras", custom_objects={"relu": relu})
    np.testing.assert_array_equal(rk.predict(kept, x), rk.predict(model, x))
    expected = rk.predict(model, x)
    copies = [rk.clone_model(model, weights=True), copy.deepcopy(model)]
    with ThreadPoolExecutor(3) as pool:  # one may give a name back while another writes
        copies += pool.map(lambda _: rk.clone_model(model, weights=True), range(9))
    copies.append(rk.set_weights(rk.from_config(rk.get_config(model)), rk.get_weights(model)))
    for one in copies:
        np.testing.assert_array_equal(rk.predict(one, x), expected)
    assert relu.__name__ == "relu"


def test_classes_of_one_name_stay_apart(tmp_path: Path) -> None:
    def make_layer(factor: float, *, doubled: bool = False) -> Any:
        def scale(x: Any, *, by: float = factor) -> Any:
            return x * by

        class Times(keras.layers.Layer):
            @property
            def factor(self) -> float:
                return factor if self.built else later

            def call(self, inputs: Any) -> Any:
                return scale(inputs)

        class Other(Times):
            def call(self, inputs: Any) -> Any:
                return super().call(inputs) * 2.0

        Other.__name__ = "Times"
        if doubled:
            later = 0.0
        return Other() if doubled else Times()

    layers = [make_layer(2.0), make_layer(3.0), make_layer(3.0), make_layer(2.0, doubled=True)]
    model = rk.keras_model_sequential(layers, input_shape=2)
    x = np.ones((1, 2), "float32")
    for one in (rk.clone_model(model), rk.from_config(rk.get_config(model)), copy.deepcopy(model)):
        np.testing.assert_array_equal(rk.predict(one, x), x * 72)
    names = [layer["class_name"] for layer in rk.get_config(model)["layers"][1:]]
    assert names == ["Times", "Times_2", "Times_2", "Times_3"], names
    rk.save_model(model, tmp_path / "m.keras")
    with pytest.raises(ValueError, match="'Times_2', which is not part of Keras 3"):
        rk.load_model(tmp_path / "m.keras", custom_objects={"Times": type(layers[0])})
    known = {"Times": type(layers[0]), "Times_2": type(layers[1]), "Times_3": type(layers[3])}
    np.testing.assert_array_equal(rk.predict(rk.load_model(tmp_path / "m.keras", custom_objects=known), x), x * 72)
    assert {type(layer).__name__ for layer in layers} == {"Times"}
