"""The settings, inputs, files and registry of Keras under the names that R's keras3 gives them."""

import json
import random
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from prepared import run_prepared

import rkeras_py as rk

X = np.random.default_rng(1).normal(size=(8, 4)).astype("float32")


def small_model() -> keras.Model:
    inputs = keras.Input((4,))
    model = keras.Model(inputs, keras.layers.Dense(3)(keras.layers.Dense(5, activation="tanh")(inputs)))
    model.compile("adam", "mse")
    model.fit(X, X[:, :3], verbose=0)
    return model


SETTINGS: dict[str, tuple[Any, Any]] = {
    "epsilon": (1e-5, 1e-7),
    "floatx": ("float64", "float32"),
    "image_data_format": ("channels_first", "channels_last"),
    "max_epochs": (2, None),
    "max_steps_per_epoch": (3, None),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_are_kerass_own(name: str) -> None:
    changed, initial = SETTINGS[name]
    read, write = getattr(rk, f"config_{name}"), getattr(rk, f"config_set_{name}")
    assert read() == initial
    try:
        write(float(changed) if isinstance(changed, int) else changed)
        assert read() == changed == getattr(keras.config, name)()
    finally:
        write(initial)
    assert read() == initial


@pytest.mark.parametrize("name", ["interactive_logging", "traceback_filtering", "flash_attention"])
def test_switches_are_kerass_own(name: str) -> None:
    is_enabled = getattr(keras.config, f"is_{name}_enabled")
    before = is_enabled()
    getattr(rk, f"config_disable_{name}")()
    assert not is_enabled() and not getattr(rk, f"config_is_{name}_enabled")()
    if name != "flash_attention" or before:
        getattr(rk, f"config_enable_{name}")()
        assert is_enabled() and getattr(rk, f"config_is_{name}_enabled")()


def test_code_in_files_may_run_where_the_user_says_so() -> None:
    done = run_prepared("""
import keras, rkeras_py as rk
saved = keras.layers.serialize(keras.layers.Lambda(lambda x: x * 2))
try:
    keras.layers.deserialize(saved)
except ValueError:
    print("refused")
rk.config_enable_unsafe_deserialization()
print(float(keras.layers.deserialize(saved)(keras.ops.convert_to_tensor(3.0))))
""")
    assert done.stdout.split() == ["refused", "6.0"], done.stderr


def test_policies_are_kerass_own() -> None:
    try:
        rk.config_set_dtype_policy("mixed_bfloat16")
        assert rk.config_dtype_policy().name == keras.config.dtype_policy().name == "mixed_bfloat16"
    finally:
        rk.config_set_dtype_policy("float32")


def test_the_library_is_tensorflow() -> None:
    assert rk.config_backend() == "tensorflow"
    rk.config_set_backend("tensorflow")
    assert not rk.config_is_nnx_enabled()
    with pytest.raises(ValueError, match=r'config_set_backend\(\): `backend` should be .*"tensorflow"'):
        rk.config_set_backend("numpy")
    with pytest.raises(RuntimeError, match=r'config_set_backend\(\): Keras runs on "tensorflow" already'):
        rk.config_set_backend("jax")
    for name, other in (("flax_module", "JAX"), ("jax_model", "JAX"), ("torch_module", "PyTorch")):
        with pytest.raises(RuntimeError, match=rf"layer_{name}_wrapper\(\): it needs {other}.*TensorFlow here"):
            getattr(rk, f"layer_{name}_wrapper")(rk.layer_input(3), lambda x: x)


def test_epochs_are_limited() -> None:
    model = small_model()
    try:
        rk.config_set_max_epochs(2)
        with pytest.warns(UserWarning, match="Limiting epochs to 2"):
            assert len(rk.fit(model, X, X[:, :3], epochs=5, verbose=0).history["loss"]) == 2
    finally:
        rk.config_set_max_epochs(None)


@pytest.mark.parametrize("name", ["model.keras", "model.h5"])
def test_a_model_comes_back_from_its_file(name: str, tmp_path: Path) -> None:
    model, path = small_model(), tmp_path / name
    assert rk.save_model(model, path) is model
    np.testing.assert_array_equal(rk.load_model(path).predict(X, verbose=0), model.predict(X, verbose=0))
    with pytest.raises(FileExistsError, match=str(path)):
        rk.save_model(model, path)
    assert (model >> rk.save_model(path, overwrite=True)) is model


def test_a_keras_file_is_that_of_plain_keras(tmp_path: Path) -> None:
    @rk.register_keras_serializable
    class Tripled(keras.Model):
        def __init__(self, units: int = 1, **options: Any) -> None:
            super().__init__(**options)
            self.units, self.dense = units, keras.layers.Dense(units)

        def call(self, inputs: Any) -> Any:
            return 3 * self.dense(inputs)

        def get_config(self) -> dict[str, Any]:
            return {**super().get_config(), "units": self.units}

    assert rk.get_registered_name(Tripled) == "Custom>Tripled"
    model, path = Tripled(2), tmp_path / "model.keras"
    expected = model.predict(X, verbose=0)
    rk.compile(model, "sgd", "mse")
    assert rk.save_model(model, path) is model
    for load in (rk.load_model, keras.saving.load_model):
        np.testing.assert_array_equal(load(path).predict(X, verbose=0), expected)


def test_what_cannot_be_registered() -> None:
    class Plain:
        pass

    def half(x: Any) -> Any:
        return x / 2

    assert rk.register_keras_serializable(half, "halved", "mine") is half
    assert rk.get_registered_object("mine>halved") is half
    for wrong in (3, Plain()):
        with pytest.raises(
            ValueError, match=r"register_keras_serializable\(\): `object` should be a class or a function"
        ):
            rk.register_keras_serializable(wrong)
    with pytest.raises(ValueError, match=r"register_keras_serializable\(\): .*get_config"):
        rk.register_keras_serializable(Plain)


def test_one_seed_sets_all() -> None:
    drawn = []
    for _ in range(2):
        rk.set_random_seed(4)
        drawn.append((random.random(), np.random.rand(), float(keras.random.uniform(()))))
    keras.utils.set_random_seed(4)
    assert drawn[0] == drawn[1] == (random.random(), np.random.rand(), float(keras.random.uniform(())))
    with pytest.raises(ValueError, match=r"set_random_seed\(\): `seed` should be a whole number"):
        rk.set_random_seed(1.5)


def test_a_model_comes_back_from_bytes() -> None:
    model = small_model()
    saved = rk.save_model(model)
    assert isinstance(saved, bytearray)
    np.testing.assert_array_equal(rk.load_model(saved).predict(X, verbose=0), model.predict(X, verbose=0))


def test_weights_and_descriptions_come_back(tmp_path: Path) -> None:
    model = small_model()
    assert rk.save_model_config(model, tmp_path / "model.json") is model
    assert json.loads(rk.save_model_config(model)) == json.loads((tmp_path / "model.json").read_text())
    other = rk.load_model_config(tmp_path / "model.json")
    assert rk.save_model_weights(model, tmp_path / "model.weights.h5") is model
    assert rk.load_model_weights(other, tmp_path / "model.weights.h5") is other
    np.testing.assert_array_equal(other.predict(X, verbose=0), model.predict(X, verbose=0))
    with pytest.raises(ValueError, match=r"save_model_weights\(\): `filepath` .* ends with .weights.json"):
        rk.save_model_weights(model, tmp_path / "more.weights.h5", max_shard_size=1)


def test_an_exported_model_is_a_layer(tmp_path: Path) -> None:
    model = small_model()
    model.export(tmp_path / "exported", verbose=False)
    layer = rk.layer_tfsm(filepath=tmp_path / "exported")
    np.testing.assert_allclose(layer(X), model.predict(X, verbose=0), rtol=1e-6)


def test_whole_numbers_take_the_place_of_weights() -> None:
    model = small_model()
    before = model.predict(X, verbose=0)
    assert rk.quantize_weights(model, "int8") is model
    assert {weight.dtype for weight in model.layers[1].weights if weight.name == "kernel"} == {"int8"}
    np.testing.assert_allclose(model.predict(X, verbose=0), before, atol=0.1)


class Digits:
    """Makes whole numbers of texts of digits."""

    def tokenize(self, text: str) -> np.ndarray:
        return np.array([int(word) for word in text.split()])


class Residual(keras.layers.Layer):
    def __init__(self) -> None:
        super().__init__()
        self.inner, self.outer = keras.layers.Dense(8, activation="relu"), keras.layers.Dense(8)

    def call(self, x: Any) -> Any:
        return x + self.outer(self.inner(x))


@pytest.mark.filterwarnings("ignore:Invalid quantization mode", "ignore:Layer InputLayer does not have a `quantize`")
@pytest.mark.parametrize(("mode", "config"), [("gptq", "GPTQConfig"), ("awq", "AWQConfig")])
def test_rounding_that_is_measured_on_texts_is_that_of_keras(mode: str, config: str) -> None:
    texts = [" ".join(map(str, np.random.default_rng(seed).integers(0, 9, 12))) for seed in range(4)]
    found = []
    for quantize in (lambda model, given: model.quantize(mode, config=given), rk_quantize(mode)):
        keras.utils.set_random_seed(1)
        x, embedding, block = keras.Input((4,), dtype="int32"), keras.layers.Embedding(9, 8), Residual()
        model = keras.Model(x, block(embedding(x)))
        layers = {"pre_block_layers": [embedding], "sequential_blocks": [block]}
        options = {"num_samples": 4, "sequence_length": 4, "group_size": 8, "quantization_layer_structure": layers}
        before = np.asarray(model(np.array([[1, 2, 3, 4]])))
        quantize(model, getattr(keras.quantizers, config)(texts, Digits(), **options))
        assert block.inner.quantization_mode == mode
        found.append(np.asarray(model(np.array([[1, 2, 3, 4]]))))
        assert not np.array_equal(before, found[-1])
    np.testing.assert_array_equal(*found)
    with pytest.raises(ValueError, match=r"quantize_weights\(\): .*`config`|quantize_weights\(\): .*Config"):
        rk.quantize_weights(small_model(), mode)


def rk_quantize(mode: str) -> Any:
    return lambda model, given: rk.quantize_weights(model, mode, config=given)


def test_weights_in_several_files_are_those_of_keras(tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((64,)), *(keras.layers.Dense(64) for _ in range(3))])
    file = tmp_path / "ours.weights.json"
    rk.save_model_weights(model, file, max_shard_size=2e-5)
    model.save_weights(tmp_path / "theirs.weights.json", max_shard_size=2e-5)
    assert len([*tmp_path.glob("ours_*.weights.h5")]) == len([*tmp_path.glob("theirs_*.weights.h5")]) == 3
    for read in (lambda other: other.load_weights(file), lambda other: rk.load_model_weights(other, file)):
        other = keras.models.clone_model(model)
        read(other)
        for one, two in zip(other.get_weights(), model.get_weights(), strict=True):
            np.testing.assert_array_equal(one, two)
    rk.load_model_weights(other, tmp_path / "theirs.weights.json")
    min(tmp_path.glob("ours_*.weights.h5")).unlink()
    with pytest.raises(FileNotFoundError, match=r"load_model_weights\(\): .* lists the file 'ours_"):
        rk.load_model_weights(other, file)


def test_objects_are_described_and_made_again() -> None:
    layer = rk.layer_dense(units=3, activation="tanh")
    again = rk.deserialize_keras_object(rk.serialize_keras_object(layer))
    assert again.get_config() == layer.get_config()
    with pytest.raises((TypeError, ValueError), match=r"deserialize_keras_object\(\)"):
        rk.deserialize_keras_object({"class_name": "Nothing", "config": {}, "module": "keras.layers"})


def test_names_are_registered_and_forgotten() -> None:
    class Twice(keras.layers.Layer):
        pass

    before = rk.set_custom_objects({"Two": Twice}, clear=False)
    try:
        assert rk.get_custom_objects()["Two"] is Twice is rk.get_registered_object("Two")
        assert rk.get_registered_name(Twice) == "Twice"
        assert rk.get_registered_object("Three") is None
        Twice.__module__ = None  # as of functions that exec() made
    finally:
        rk.set_custom_objects(before)
    assert rk.get_custom_objects() == before


def test_what_this_package_needs_is_never_forgotten() -> None:
    before = rk.set_custom_objects()
    try:
        values = rk.layer_dense(units=2, activation="sparsemax", kernel_initializer="identity")(np.float32([[3, 1]]))
        np.testing.assert_array_equal(values, [[1, 0]])
        assert rk.get_registered_object("rkeras>sparsemax") is before["rkeras>sparsemax"]
    finally:
        rk.set_custom_objects(before)


def test_descriptions_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"load_model_config\(\): `filepath` should be a file with a model"):
        rk.load_model_config(tmp_path / "none.json")
    for content in (b"\xff\xfe{", b"[1]"):
        (tmp_path / "bad.json").write_bytes(content)
        with pytest.raises(ValueError, match=r"load_model_config\(\): `filepath` should be"):
            rk.load_model_config(tmp_path / "bad.json")


def test_inputs_are_kerass_own() -> None:
    inputs = rk.keras_input([4.0, None], batch_size=2.0, name="x", dtype="float64")
    assert (inputs.shape, inputs.name, inputs.dtype) == ((2, 4, None), "x", "float64")
    assert rk.keras_input(batch_shape=(3, 4)).shape == (3, 4)
    other = rk.layer_input(4)
    sums = rk.layer_add([rk.layer_dense(other, 2), rk.layer_dense(rk.keras_input(4), 2)])
    assert len(rk.get_source_inputs(sums)) == 2 and rk.get_source_inputs(sums)[0] is other
    with pytest.raises(ValueError, match=r"get_source_inputs\(\): `tensor` should be a tensor of a model"):
        rk.get_source_inputs(3)
    with pytest.raises(ValueError, match=r"keras_input\(\): `shape`"):
        rk.keras_input()
    for name in ("keras_input", "layer_input"):
        with pytest.raises(ValueError, match=rf"{name}\(\): `shape` should be omitted if `batch_shape` is given"):
            getattr(rk, name)(shape=3, batch_shape=[2, 4])
    with pytest.raises(ValueError, match=r"keras_input\(\): `batch_size` should be omitted"):
        rk.keras_input(batch_size=3, batch_shape=[2, 4])


def test_states_start_again() -> None:
    metric = rk.metric_mean()
    metric.update_state([1.0, 3.0])
    assert rk.reset_state(metric) is metric and float(metric.result()) == 0
    rk.clear_session()
    assert rk.layer_dense(units=1).name == "dense"
    with pytest.raises(ValueError, match=r"reset_state\(\): `object` should be a metric"):
        rk.reset_state("metric")


def test_a_convolution_starts_as_a_fourier_transform() -> None:
    ours = rk.initializer_stft("imag", window="hamming", scaling="spectrum", periodic=True)
    plain = keras.initializers.STFT("imag", "hamming", "spectrum", True)
    np.testing.assert_array_equal(ours((16, 1, 9)), plain((16, 1, 9)))


def test_averages_of_weights_are_swapped_in() -> None:
    model = small_model()
    model.compile(rk.optimizer_adam(use_ema=True, ema_momentum=0.5), "mse")
    rk.fit(model, X, X[:, :3], epochs=2, verbose=0, callbacks=[rk.callback_swap_ema_weights(swap_on_epoch=True)])
    assert isinstance(rk.callback_terminate_on_nan(), keras.callbacks.TerminateOnNaN)
    averages = [variable.numpy() for variable in model.optimizer._model_variables_moving_average]
    for weight, average in zip(model.get_weights(), averages, strict=True):
        np.testing.assert_allclose(weight, average, rtol=1e-6)
