"""Single pictures: reading, writing, resizing, changing at random, held against Keras 2 and SciPy."""

import os
import threading
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tf_keras
from PIL import Image
from scipy import ndimage

import rkeras_py as rk

oracle = tf_keras.preprocessing.image
pytestmark = [
    pytest.mark.quick,
    pytest.mark.filterwarnings("ignore:Please import `affine_transform`:DeprecationWarning"),
]
"""tf_keras 2.21 takes a function of SciPy by its old name."""

PICTURE = np.random.RandomState(0).uniform(0, 255, (8, 10, 3)).astype("float32")
PICTURES = np.random.RandomState(1).uniform(0, 255, (6, 8, 10, 3)).astype("float32")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures of several modes and formats, written by Pillow."""
    folder = tmp_path_factory.mktemp("files")
    rgba = np.random.RandomState(2).randint(0, 256, (8, 10, 4), "uint8")
    Image.fromarray(rgba).save(folder / "rgba.png")
    Image.fromarray(rgba[..., :3]).save(folder / "rgb.bmp")
    Image.fromarray(rgba[..., 0]).save(folder / "gray.jpg")
    Image.fromarray(rgba[..., 0].astype("uint16") * 200).save(folder / "deep.png")
    return folder


def pixels(path: Path) -> Any:
    """The picture as Pillow reads it."""
    with Image.open(path) as picture:
        return np.asarray(picture)


@pytest.mark.parametrize("name", ["rgba.png", "rgb.bmp", "gray.jpg", "deep.png"])
@pytest.mark.parametrize("color_mode", ["rgb", "rgba", "grayscale"])
def test_reads_as_keras_2_in_each_mode(files: Path, name: str, color_mode: str) -> None:
    path = str(files / name)
    expected = oracle.img_to_array(oracle.load_img(path, color_mode=color_mode))
    found = rk.image_to_array(rk.image_load(path, color_mode=color_mode))
    np.testing.assert_array_equal(found, expected)
    assert found.dtype == expected.dtype


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear", "bicubic", "hamming", "box", "lanczos"])
def test_resizes_as_keras_2(files: Path, interpolation: str) -> None:
    settings: dict[str, Any] = {"target_size": (5, 7), "interpolation": interpolation}
    expected = oracle.img_to_array(oracle.load_img(files / "rgb.bmp", **settings), data_format="channels_first")
    found = rk.image_to_array(rk.image_load(files / "rgb.bmp", **settings), data_format="channels_first")
    np.testing.assert_array_equal(found, expected)


def test_reads_gray_and_writes_what_it_read(files: Path, tmp_path: Path) -> None:
    gray = rk.image_to_array(rk.image_load(files / "rgb.bmp", grayscale=True))
    assert gray.shape == (8, 10, 1)
    rk.image_array_save(gray, tmp_path / "gray.png", scale=False)
    np.testing.assert_array_equal(rk.image_to_array(rk.image_load(tmp_path / "gray.png", color_mode="grayscale")), gray)
    rk.image_array_save(gray * 100, tmp_path / "deep.png", scale=False)
    deep = rk.image_to_array(rk.image_load(tmp_path / "deep.png", color_mode="grayscale"))
    np.testing.assert_array_equal(deep, gray * 100)


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_writes_as_keras_2(tmp_path: Path, channels: int, data_format: str) -> None:
    array = np.random.RandomState(3).normal(size=(6, 5, channels)).astype("float32")
    array = array.transpose(2, 0, 1) if data_format == "channels_first" else array
    before = array.copy()
    oracle.save_img(str(tmp_path / "theirs.png"), array, data_format=data_format)
    returned = rk.image_array_save(array, tmp_path / "ours", data_format=data_format, file_format="png")
    assert returned is array
    np.testing.assert_array_equal(array, before)
    np.testing.assert_array_equal(pixels(tmp_path / "ours"), pixels(tmp_path / "theirs.png"))
    assert sorted(os.listdir(tmp_path)) == ["ours", "theirs.png"]
    assert os.stat(tmp_path / "ours").st_mode == os.stat(tmp_path / "theirs.png").st_mode


def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    rk.image_array_save(PICTURE, path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"image_array_save\(\): The format JPEG cannot store this image"):
        rk.image_array_save(PICTURE[..., :1] * 100, path, scale=False)
    with pytest.raises(ValueError, match=r"image_array_save\(\): `img` should be an array .+shape \(8, 10, 2\)"):
        rk.image_array_save(PICTURE[..., :2], path)
    with pytest.raises(ValueError, match=r"image_array_save\(\): `file_format` should be .* Received: 'pict'"):
        rk.image_array_save(PICTURE, path, file_format="pict")
    with pytest.raises(NotADirectoryError, match=r"image_array_save\(\): There is no folder"):
        rk.image_array_save(PICTURE, tmp_path / "none" / "picture.jpg")
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["picture.jpg"]
    with pytest.warns(UserWarning, match="JPEG does not support transparency, so it is omitted"):
        rk.image_array_save(np.zeros((4, 4, 4)), path)
    assert pixels(path).shape == (4, 4, 3)


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"image_load\(\): There is no file '.*none\.png'"):
        rk.image_load(tmp_path / "none.png")
    rk.image_array_save(PICTURE, tmp_path / "whole.png")
    (tmp_path / "half.png").write_bytes((tmp_path / "whole.png").read_bytes()[:200])
    (tmp_path / "text.png").write_text("no picture")
    for name in ("half.png", "text.png"):
        with pytest.raises(ValueError, match=rf"image_load\(\): '.*{name}' is not an image that Pillow can read"):
            rk.image_load(tmp_path / name)
    with pytest.raises(ValueError, match=r"image_load\(\): `target_size` should be two whole numbers"):
        rk.image_load(tmp_path / "whole.png", target_size=64)
    with pytest.raises(ValueError, match=r"image_to_array\(\): `img` should be an image, or an array"):
        rk.image_to_array(np.zeros(3))


def test_resizes_arrays_as_scipy_does() -> None:
    expected = ndimage.zoom(PICTURE, (4 / 8, 15 / 10, 1), order=1)
    found = rk.image_array_resize(PICTURE, 4, 15)
    np.testing.assert_array_equal(found, expected)
    first = rk.image_array_resize(PICTURE.transpose(2, 0, 1), 4, 15, data_format="channels_first")
    np.testing.assert_allclose(first, expected.transpose(2, 0, 1), rtol=1e-6)
    np.testing.assert_allclose(rk.image_array_resize(PICTURES, 4, 15)[2], rk.image_array_resize(PICTURES[2], 4, 15))
    several = rk.image_array_resize(PICTURES.transpose(0, 3, 1, 2), 4, 15, "channels_first")
    np.testing.assert_allclose(several.transpose(0, 2, 3, 1), rk.image_array_resize(PICTURES, 4, 15), rtol=1e-6)
    np.testing.assert_allclose(rk.image_array_resize(PICTURE[..., 0], 4, 15), expected[..., 0], rtol=1e-6)
    assert rk.image_array_resize(PICTURE.astype("float64"), 4, 15).dtype == np.float64


SETTINGS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "rotation": {"rotation_range": 40},
    "shifts": {"width_shift_range": 0.3, "height_shift_range": 0.2},
    "shift by pixels": {"width_shift_range": 3.0, "height_shift_range": 2.5},
    "shift by a whole number": {"width_shift_range": 3, "height_shift_range": 2},
    "shift by one of": {"width_shift_range": [-3, 1], "height_shift_range": [0.1, 0.4]},
    "brightness": {"brightness_range": [0.3, 1.6]},
    "shear": {"shear_range": 30},
    "zoom": {"zoom_range": 0.4},
    "zoom between": {"zoom_range": [0.5, 0.9]},
    "channel shift": {"channel_shift_range": 60},
    "flips": {"horizontal_flip": True, "vertical_flip": True},
    **{f"fill {mode}": {"rotation_range": 90, "fill_mode": mode} for mode in ("nearest", "reflect", "wrap")},
    "fill constant": {"rotation_range": 90, "fill_mode": "constant", "cval": 7.5},
    "cubic": {"rotation_range": 30, "interpolation_order": 3},
    "double": {"rotation_range": 30, "samplewise_center": True, "dtype": "float64"},
    "rescale": {"rescale": 1 / 255, "brightness_range": (0.5, 2)},
    "samplewise": {"samplewise_center": True, "samplewise_std_normalization": True},
    "featurewise": {"featurewise_center": True, "featurewise_std_normalization": True, "rescale": 0.1},
    "whitening": {"featurewise_center": True, "zca_whitening": True, "zca_epsilon": 0.1, "vertical_flip": True},
    "function": {"preprocessing_function": lambda x: x[::-1] ** 2, "samplewise_center": True, "rescale": 0.5},
    "everything": {
        "rotation_range": 20, "width_shift_range": 0.1, "height_shift_range": 0.1, "shear_range": 10,
        "zoom_range": 0.2, "channel_shift_range": 20, "horizontal_flip": True, "vertical_flip": True,
        "brightness_range": [0.5, 1.5], "rescale": 1 / 255, "featurewise_center": True,
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS)
def test_the_same_seed_gives_the_batches_of_keras_2(name: str) -> None:
    settings = SETTINGS[name]
    ours, theirs = rk.image_data_generator(**settings), oracle.ImageDataGenerator(**settings)
    rk.fit_image_data_generator(ours, PICTURES)
    theirs.fit(PICTURES)
    flow = rk.flow_images_from_data(PICTURES, np.arange(6), ours, batch_size=4, seed=5)
    expected = theirs.flow(PICTURES, np.arange(6), batch_size=4, seed=5)
    for _ in range(3):
        (x, y), (expected_x, expected_y) = next(flow), next(expected)
        np.testing.assert_array_equal(y, expected_y)
        np.testing.assert_allclose(x, expected_x, rtol=1e-6, atol=1e-4)
        assert x.dtype == expected_x.dtype


@pytest.mark.parametrize("settings", [SETTINGS["everything"], SETTINGS["whitening"]])
def test_channels_first_is_channels_last_transposed(settings: dict[str, Any]) -> None:
    first = rk.image_data_generator(**settings, data_format="channels_first")
    last = rk.image_data_generator(**settings, data_format="channels_last")
    for generator, x in ((first, PICTURES.transpose(0, 3, 1, 2)), (last, PICTURES)):
        rk.fit_image_data_generator(generator, x)
    moved = first.standardize(first.random_transform(PICTURE.transpose(2, 0, 1), seed=3))
    np.testing.assert_allclose(
        moved.transpose(1, 2, 0), last.standardize(last.random_transform(PICTURE, seed=3)), rtol=1e-3, atol=1e-3
    )


def test_statistics_of_changed_pictures_are_those_of_keras_2() -> None:
    settings = {"rotation_range": 30, "featurewise_center": True, "featurewise_std_normalization": True}
    ours, theirs = rk.image_data_generator(**settings), oracle.ImageDataGenerator(**settings)
    returned = rk.fit_image_data_generator(ours, PICTURES, augment=True, rounds=2, seed=4)
    theirs.fit(PICTURES, augment=True, rounds=2, seed=4)
    assert returned is ours
    np.testing.assert_allclose(ours.mean, theirs.mean, rtol=1e-6)
    np.testing.assert_allclose(ours.std, theirs.std, rtol=1e-6)


def test_single_pictures_are_changed_as_by_keras_2() -> None:
    settings = SETTINGS["everything"]
    ours, theirs = rk.image_data_generator(**settings), oracle.ImageDataGenerator(**settings)
    drawn, expected = ours.get_random_transform((8, 10, 3), seed=9), theirs.get_random_transform((8, 10, 3), seed=9)
    assert drawn == expected
    half = {"theta": 30, "flip_horizontal": True}
    np.testing.assert_allclose(ours.apply_transform(PICTURE, half), theirs.apply_transform(PICTURE, half), rtol=1e-6)


def test_neither_pictures_nor_numpys_random_numbers_are_touched() -> None:
    def halve(x: Any) -> Any:
        x /= 2
        return x

    generator = rk.image_data_generator(rescale=2, preprocessing_function=halve)
    pictures = PICTURES.copy()
    state = np.random.get_state()[1].tolist()  # type: ignore[index]
    batch = next(rk.flow_images_from_data(pictures, None, generator, shuffle=False, seed=1))
    np.testing.assert_allclose(batch, pictures, rtol=1e-6)
    np.testing.assert_array_equal(pictures, PICTURES)
    assert np.random.get_state()[1].tolist() == state  # type: ignore[index]


def test_without_a_seed_numpys_random_numbers_decide() -> None:
    flow = rk.flow_images_from_data(PICTURES, None, rk.image_data_generator(rotation_range=30), batch_size=4)
    theirs = oracle.ImageDataGenerator(rotation_range=30).flow(PICTURES, batch_size=4)
    found = []
    for iterator in (flow, theirs):
        np.random.seed(3)
        found.append(next(iterator))
    np.testing.assert_allclose(*found, rtol=1e-6)


def test_settings_that_ask_for_others_say_so() -> None:
    for settings, setting in (
        ({"zca_whitening": True}, "featurewise_center"),
        ({"samplewise_std_normalization": True}, "samplewise_center"),
        ({"featurewise_std_normalization": True}, "featurewise_center"),
    ):
        with pytest.warns(UserWarning, match=f"turns on `{setting}`"):
            assert getattr(rk.image_data_generator(**settings), setting)
    with pytest.warns(UserWarning, match=r"Call fit_image_data_generator\(\) first"):
        rk.image_data_generator(featurewise_center=True).standardize(PICTURE)


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(ValueError, match=r"image_data_generator\(\): `brightness_range` should be two numbers"):
        rk.image_data_generator(brightness_range=0.5)
    with pytest.raises(ValueError, match=r"`validation_split` should be a number from 0 to below 1"):
        rk.image_data_generator(validation_split=1)
    with pytest.raises(ValueError, match=r"`fill_mode` should be one of .+, \"wrap\""):
        rk.image_data_generator(fill_mode="mirror")
    with pytest.raises(TypeError, match=r"unknown argument `interpolation`. Did you mean `interpolation_order`\?"):
        rk.image_data_generator(interpolation=3)
    with pytest.raises(ValueError, match=r"fit_image_data_generator\(\): `x` should be an array of four dimensions"):
        rk.fit_image_data_generator(rk.image_data_generator(), PICTURE)
    with pytest.raises(ValueError, match=r"fit_image_data_generator\(\): `object` should be an image data generator"):
        rk.fit_image_data_generator(keras.layers.Dense(1), PICTURES)
    flat = rk.image_data_generator(preprocessing_function=lambda x: x[..., 0])
    with pytest.raises(ValueError, match=r"should return an array of the shape it gets, \(8, 10, 3\)"):
        flat.standardize(PICTURE)


def test_a_function_of_r_is_not_called_on_another_thread() -> None:
    def of_r(x: Any) -> Any:
        return x

    of_r.__module__ = "rpytools.call"  # where reticulate makes them
    generator = rk.image_data_generator(preprocessing_function=of_r)
    np.testing.assert_array_equal(generator.standardize(PICTURE), PICTURE)
    raised: list[BaseException] = []

    def call() -> None:
        try:
            generator.standardize(PICTURE)
        except RuntimeError as error:
            raised.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert "which runs only on the main thread" in str(raised[0])
