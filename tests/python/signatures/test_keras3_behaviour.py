"""Effects of the further arguments of keras3 that no object keeps, beside those in plain Keras."""

import os
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from PIL import Image

import rkeras_py as rk
from rkeras_py.compat import targets
from rkeras_py.saving import values

RNG = np.random.default_rng(17)
X = RNG.normal(size=(6, 4)).astype("float32")


def test_relu_takes_its_slope_by_either_name() -> None:
    expected = keras.activations.relu(X, negative_slope=0.3)
    np.testing.assert_allclose(rk.activation_relu(X, negative_slope=0.3), expected)
    np.testing.assert_allclose(rk.activation_relu(X, alpha=0.3), expected)


@pytest.mark.parametrize(("function", "old", "new"), [
    (lambda **given: rk.activation_relu(X, **given), "alpha", "negative_slope"),
    (rk.layer_activation_leaky_relu, "alpha", "negative_slope"),
    (rk.regularizer_l1, "l", "l1"),
    (rk.regularizer_l2, "l", "l2"),
    (lambda **given: rk.keras_model_sequential(input_shape=2, **given), "batch_size", "input_batch_size"),
])  # fmt: skip
def test_two_names_of_one_argument_are_refused_together(function: Any, old: str, new: str) -> None:
    with pytest.raises(ValueError, match=rf"`{old}` should be omitted if `{new}` is given\. Received: {old} = 3"):
        function(**{old: 3, new: 4})


def test_first_arguments_have_two_names(tmp_path: Path) -> None:
    np.testing.assert_array_equal(rk.to_categorical(x=[0, 2], num_classes=4), rk.to_categorical([0, 2], 4))
    with pytest.raises(ValueError, match=r"^to_categorical\(\): `x` should be whole numbers from 0.*x = "):
        rk.to_categorical(x=[-1])
    with pytest.raises(ValueError, match=r"^to_categorical\(\): `x` should be omitted if `y` is given"):
        rk.to_categorical([0], x=[1])
    query = keras.Input((3, 2))
    out = rk.layer_attention(object=[query, query], seed=1)
    assert out.shape == (None, 3, 2)
    picture = RNG.integers(0, 255, (5, 6, 3))
    rk.image_array_save(x=picture, path=str(tmp_path / "a.png"))
    rk.image_array_save(picture, str(tmp_path / "b.png"))
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    with pytest.raises(ValueError, match=r"^image_array_save\(\): `x` should be an array"):
        rk.image_array_save(x=picture[0, 0], path=str(tmp_path / "c.png"))


def test_pictures_are_written_with_the_settings_of_pillow(tmp_path: Path) -> None:
    picture = RNG.integers(0, 255, (40, 40, 3))
    ours, plain = str(tmp_path / "a.jpg"), str(tmp_path / "b.jpg")
    rk.image_array_save(picture, ours, quality=20.0)
    keras.utils.save_img(plain, picture, quality=20)
    assert Path(ours).read_bytes() == Path(plain).read_bytes()
    with pytest.raises(TypeError, match=r"image_array_save\(\): unknown argument `qualty`\. Did you mean `quality`"):
        rk.image_array_save(picture, ours, qualty=20)


def test_pictures_are_read_as_keras_reads_them(tmp_path: Path) -> None:
    path = str(tmp_path / "wide.png")
    Image.fromarray(RNG.integers(0, 255, (8, 20, 3), "uint8")).save(path)
    ours = rk.image_load(path, target_size=(4, 4), keep_aspect_ratio=True)
    plain = keras.utils.load_img(path, target_size=(4, 4), keep_aspect_ratio=True)
    found = rk.image_to_array(ours, dtype="uint8")
    np.testing.assert_array_equal(found, keras.utils.img_to_array(plain, dtype="uint8"))
    assert found.dtype == "uint8"
    assert not np.array_equal(found, np.asarray(rk.image_load(path, target_size=(4, 4))))


def test_folders_are_read_as_keras_reads_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("a", "b"):
        (tmp_path / "pictures" / kind).mkdir(parents=True)
        Image.fromarray(RNG.integers(0, 255, (8, 20, 3), "uint8")).save(tmp_path / "pictures" / kind / "1.png")
        (tmp_path / "texts" / kind).mkdir(parents=True)
        (tmp_path / "texts" / kind / "1.txt").write_text(kind)
    given = {"image_size": (4, 4), "shuffle": False, "pad_to_aspect_ratio": True, "data_format": "channels_first"}
    folder = str(tmp_path / "pictures")
    ours = rk.image_dataset_from_directory(folder, verbose=False, **given)
    rk.text_dataset_from_directory(str(tmp_path / "texts"), verbose=False)
    assert "Found" not in capsys.readouterr().out
    plain = keras.utils.image_dataset_from_directory(folder, verbose=False, **given)
    np.testing.assert_array_equal(next(iter(ours))[0], next(iter(plain))[0])
    assert next(iter(ours))[0].shape == (2, 3, 4, 4)
    rk.text_dataset_from_directory(str(tmp_path / "texts"))
    assert "Found 2 files" in capsys.readouterr().out


def test_a_file_is_fetched_again_on_demand(tmp_path: Path) -> None:
    source = tmp_path / "source.txt"
    source.write_text("old")
    given: dict[str, Any] = {"fname": "file.txt", "origin": source.as_uri(), "cache_dir": str(tmp_path)}
    rk.get_file(**given)
    source.write_text("new")
    assert Path(rk.get_file(**given)).read_text() == "old"
    assert Path(rk.get_file(**given, force_download=True)).read_text() == "new"


def test_a_model_is_cloned_by_functions() -> None:
    inner = keras.Sequential([keras.Input((4,)), keras.layers.Dense(4, name="inside")], name="inner")
    inputs = keras.Input((4,))
    model = keras.Model(inputs, keras.layers.Dense(2)(inner(inputs)))
    seen: list[str] = []

    def clone(layer: Any) -> Any:
        seen.append(layer.name)
        return type(layer).from_config(layer.get_config())

    rk.clone_model(model, clone_function=clone)
    assert "inside" not in seen
    rk.clone_model(model, clone_function=clone, recursive=True)
    assert "inside" in seen
    doubled = rk.clone_model(model, call_function=lambda layer, *args, **named: 2.0 * layer(*args, **named))
    doubled.set_weights(model.get_weights())
    once = keras.models.clone_model(model, call_function=lambda layer, *args, **named: 2.0 * layer(*args, **named))
    once.set_weights(model.get_weights())
    np.testing.assert_allclose(doubled(X), once(X))
    assert not np.allclose(doubled(X), model(X))


def test_the_input_of_a_sequential_model_is_described_by_new_and_old_names() -> None:
    new = rk.keras_model_sequential(
        input_shape=4,
        input_dtype="float64",
        input_batch_size=2,
        input_name="data",
        input_optional=True,
        trainable=False,
    )
    old = rk.keras_model_sequential(input_shape=4, dtype="float64", batch_size=2, input_layer_name="data")
    assert (new.layers, new.trainable, old.trainable) == ([], False, True)
    for model in (new, old):
        model.add(keras.layers.Dense(1))
        assert (model.inputs[0].shape, model.inputs[0].dtype, model.inputs[0].name) == ((2, 4), "float64", "data")
    assert new._layers[0].optional and not old._layers[0].optional
    assert _input_of(input_batch_shape=(3, 4)).batch_shape == (3, 4)
    assert _input_of(input_shape=4, input_sparse=True).sparse
    assert _input_of(input_shape=(None, 4), input_ragged=True).ragged
    tensor = keras.Input((4,))
    assert _input_of(input_tensor=tensor).output is tensor
    with pytest.raises(ValueError, match="`input_shape` should be omitted if `input_batch_shape` is given"):
        rk.keras_model_sequential(input_shape=4, input_batch_shape=(3, 4))
    with pytest.raises(ValueError, match="`input_name` should be omitted if there is no `input_shape`"):
        rk.keras_model_sequential(input_name="data")


def _input_of(**given: Any) -> Any:
    return rk.keras_model_sequential(**given)._layers[0]


def test_an_input_has_a_batch_size_and_may_be_optional() -> None:
    made = rk.layer_input(4, batch_size=2, optional=True)
    assert made.shape == (2, 4) and made._keras_history.operation.optional
    with pytest.raises(ValueError, match=r"^layer_input\(\): `batch_size` should be omitted if `batch_shape`"):
        rk.layer_input(batch_shape=(2, 4), batch_size=2)


def test_what_is_left_of_a_model_is_built_at_once_or_later() -> None:
    for rebuild in (True, False):
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(2)])
        removed = rk.pop_layer(model, rebuild=rebuild)
        assert (removed.units, model.built) == (2, rebuild)
        model.build()
        assert model(X).shape == (6, 3)


def test_layers_take_first_weights_and_formats() -> None:
    weights = RNG.normal(size=(3, 2))
    layer = rk.layer_embedding(input_dim=3, output_dim=2, weights=[weights])
    np.testing.assert_allclose(layer(np.arange(3)), weights, rtol=1e-6)
    crop = rk.layer_random_crop(height=2, width=3, data_format="channels_first", name="crop")
    assert (crop.name, [one.data_format for one in crop.layers]) == ("crop", ["channels_first"] * 2)
    assert crop(np.ones((1, 3, 5, 5))).shape == (1, 3, 2, 3)


def test_the_hinge_of_classes_is_a_number_for_each_sample() -> None:
    labels = np.eye(4)[[0, 1, 2, 3, 0, 1]]
    expected = keras.losses.categorical_hinge(labels, X)
    np.testing.assert_allclose(rk.metric_categorical_hinge(y_true=labels, y_pred=X), expected, rtol=1e-6)


def test_the_first_value_to_be_better_than(tmp_path: Path) -> None:
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    for threshold, written in ((1e-9, False), (1e9, True)):
        path = str(tmp_path / f"{threshold}.keras")
        callback = rk.callback_model_checkpoint(
            path, monitor="loss", save_best_only=True, initial_value_threshold=threshold
        )
        rk.fit(model, X, X[:, :1], epochs=1, verbose=0, callbacks=[callback])
        assert os.path.exists(path) == written


def test_compile_and_fit_hand_on_what_keras_has_beside() -> None:
    half = keras.Sequential(name="half")
    half.dtype_policy = keras.DTypePolicy("mixed_float16")
    for scaled in (True, False):
        rk.compile(half, "sgd", "mse", auto_scale_loss=scaled)
        assert isinstance(half.optimizer, keras.optimizers.LossScaleOptimizer) == scaled
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    for asked in (True, False):
        rk.compile(model, "sgd", "mse", jit_compile=asked)
        assert model.jit_compile == asked
    with pytest.raises(ValueError, match=r"^compile\(\): `jit_compile` should be .* or \"auto\""):
        rk.compile(model, "sgd", "mse", jit_compile="yes")
    sizes: list[int] = []

    class Sizes(keras.callbacks.Callback):
        def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
            sizes.append(batch)

    history = rk.fit(
        model, X, X[:, :1], epochs=4, verbose=0, validation_data=(X, X[:, :1]), validation_batch_size=2,
        validation_freq=2, callbacks=[Sizes()],
    )  # fmt: skip
    assert len(history.metrics["val_loss"]) == 4 and sizes == [0, 1, 2] * 2
    with pytest.raises(ValueError, match=r"^fit\(\): `validation_freq` should be a whole number"):
        rk.fit(model, X, X[:, :1], validation_freq=0.5)


def test_targets_of_a_user_stay_what_they_are_on_demand(tmp_path: Path) -> None:
    @keras.saving.register_keras_serializable("keras3_behaviour")
    def rank(y_true: Any, y_pred: Any) -> Any:
        return keras.ops.mean(y_pred) * 0.0 + len(y_true.shape)

    def ranks(model: Any) -> list[float]:
        return [rk.evaluate(model, X, X[:, 0], verbose=0)[name] for name in ("loss", "rank")]

    plain = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    plain.compile("sgd", rank, metrics=[rank])
    unmatched = [plain.evaluate(X, X[:, 0], verbose=0, return_dict=True)[name] for name in ("loss", "rank")]
    for asked, expected in ((False, unmatched), (None, [2.0, 2.0]), (True, [2.0, 2.0])):
        model = rk.keras_model_sequential(input_shape=4, match_targets=asked) >> rk.layer_dense(3)
        model.compile("sgd", rank, metrics=[rank])
        assert ranks(model) == expected
        path = str(tmp_path / f"{asked}.keras")
        rk.save_model(model, path)
        assert ranks(rk.load_model(path, match_targets=asked)) == expected
        read = values.load_value(values.dump_value(model)["data"], {}, {})
        assert ranks(read) == expected
        assert ranks(rk.compile(rk.clone_model(model), "sgd", rank, metrics=rank, match_targets=asked)) == expected
    for of_keras2, expected in ((False, unmatched), (True, [2.0, 2.0])):
        members: dict[str, Any] = {}
        targets.mark_class(members, of_keras2)
        made = type("Own", (keras.Sequential,), members)([keras.Input((4,)), keras.layers.Dense(3)])
        assert ranks(rk.compile(made, "sgd", rank, metrics=rank)) == expected
        assert ranks(rk.compile(made, "sgd", rank, metrics=rank, match_targets=not of_keras2)) != expected
