"""Pictures in batches: what there is, in which order, and what belongs to it, held against Keras 2."""

import os
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tf_keras
from PIL import Image
from prepared import run_prepared
from sklearn.datasets import load_digits

import rkeras_py as rk

oracle = tf_keras.preprocessing.image
PICTURES = np.random.RandomState(1).randint(0, 256, (10, 6, 5, 3)).astype("uint8")
LABELS = np.arange(10) % 2


@pytest.fixture(scope="module", autouse=True)
def silent() -> Any:
    """Keep the counts of pictures out of the output of the tests."""
    keras.config.disable_interactive_logging()
    yield
    keras.config.enable_interactive_logging()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three classes, one with a folder of its own inside, and files that are no pictures."""
    root = tmp_path_factory.mktemp("pictures")
    for number, picture in enumerate(PICTURES):
        place = root / ("cats", "dogs", "eels", "eels/young")[number % 4]
        place.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(place / f"{number}.{('png', 'BMP')[number % 2]}")
    (root / "cats" / "notes.txt").write_text("no picture")
    return root


@pytest.fixture(scope="module")
def frame(folder: Path) -> pd.DataFrame:
    """The same pictures by name."""
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in (".png", ".BMP"))
    return pd.DataFrame(
        {
            "filename": names,
            "class": [name[:4] for name in names],
            "weight": np.arange(len(names)) / 2,
            "height": np.arange(len(names)) * 1.5,
            "width": np.arange(len(names)),
            "several": [["b", "a"] if number % 2 else ["c"] for number in range(len(names))],
        }
    )


def same(found: Any, expected: Any) -> None:
    """Compare batches of any structure."""
    if isinstance(expected, (tuple, list)):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            same(one, other)
        return
    assert found.shape == expected.shape
    assert found.dtype == ("float32" if expected.dtype == "float64" else expected.dtype)
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-5)


def test_batches_by_index_and_by_next_are_those_of_keras_2() -> None:
    settings: dict[str, Any] = {"batch_size": 4, "seed": 3, "sample_weight": np.arange(10.0)}
    flow = rk.flow_images_from_data(PICTURES, LABELS, **settings)
    expected = oracle.ImageDataGenerator().flow(PICTURES, LABELS, **settings)
    assert (len(flow), flow.n, flow.num_batches) == (3, 10, 3)
    for index in (2, 0, 1):
        same(flow[index], expected[index])
    flow.on_epoch_end()
    expected.on_epoch_end()
    same(flow[-1], expected[2])
    for _ in range(4):
        same(next(flow), next(expected))
    flow.reset()
    expected.reset()
    same(flow.next(), expected.next())
    with pytest.raises(IndexError, match="There are 3 batches"):
        flow[3]


def test_further_inputs_go_along() -> None:
    more = [np.arange(20).reshape(10, 2), np.arange(10.0)]
    flow = rk.flow_images_from_data([PICTURES, more], LABELS, batch_size=3, seed=1)
    same(next(flow), next(oracle.ImageDataGenerator().flow((PICTURES, more), LABELS, batch_size=3, seed=1)))
    same(next(rk.flow_images_from_data(PICTURES, shuffle=False)), PICTURES.astype("float32"))


@pytest.mark.parametrize("subset", ["training", "validation"])
def test_subsets_are_those_of_keras_2(folder: Path, frame: pd.DataFrame, subset: str) -> None:
    ours, theirs = rk.image_data_generator(validation_split=0.4), oracle.ImageDataGenerator(validation_split=0.4)
    chosen: dict[str, Any] = {"subset": subset, "shuffle": False}
    same(
        next(rk.flow_images_from_data(PICTURES, LABELS, ours, **chosen)), next(theirs.flow(PICTURES, LABELS, **chosen))
    )
    chosen["target_size"] = (6, 5)
    for flow, expected in (
        (rk.flow_images_from_directory(folder, ours, **chosen), theirs.flow_from_directory(str(folder), **chosen)),
        (
            rk.flow_images_from_dataframe(frame, folder, generator=ours, **chosen),
            theirs.flow_from_dataframe(frame, str(folder), **chosen),
        ),
    ):
        assert list(flow.filenames) == list(expected.filenames)
        same(next(flow), next(expected))


@pytest.mark.parametrize("class_mode", ["categorical", "binary", "sparse", "input", None])
@pytest.mark.parametrize("color_mode", ["rgb", "rgba", "grayscale"])
def test_a_folder_is_read_as_by_keras_2(folder: Path, class_mode: str | None, color_mode: str) -> None:
    settings: dict[str, Any] = {
        "class_mode": class_mode, "color_mode": color_mode, "target_size": (7, 4), "batch_size": 4, "seed": 2,
        "interpolation": "bilinear", "keep_aspect_ratio": True,
    }  # fmt: skip
    flow = rk.flow_images_from_directory(folder, **settings)
    expected = oracle.ImageDataGenerator().flow_from_directory(str(folder), **settings)
    assert flow.filenames == expected.filenames
    assert flow.class_indices == expected.class_indices == {"cats": 0, "dogs": 1, "eels": 2}
    assert (flow.samples, flow.num_classes, flow.image_shape) == (10, 3, expected.image_shape)
    np.testing.assert_array_equal(flow.classes, expected.classes)
    for _ in range(3):
        same(next(flow), next(expected))


def test_classes_may_be_chosen_and_ordered(folder: Path) -> None:
    generator = rk.image_data_generator(data_format="channels_first")
    flow = rk.flow_images_from_directory(folder, generator, (6, 5), classes=["eels", "cats"], shuffle=False)
    theirs = oracle.ImageDataGenerator(data_format="channels_first")
    same(next(flow), next(theirs.flow_from_directory(str(folder), (6, 5), classes=["eels", "cats"], shuffle=False)))
    assert rk.flow_images_from_directory(folder, classes="eels/young").filenames[0] == "eels/young/3.BMP"
    with pytest.warns(UserWarning, match="there is no folder 'cows'"):
        assert rk.flow_images_from_directory(folder, classes=["cows", "cats"]).class_indices == {"cows": 0, "cats": 1}


def test_links_are_followed_on_demand(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    os.symlink(folder / "eels", tmp_path / "all" / "linked")
    Image.fromarray(PICTURES[0]).save(tmp_path / "all" / "own.png")
    assert rk.flow_images_from_directory(tmp_path).samples == 1
    assert rk.flow_images_from_directory(tmp_path, follow_links=True).samples == 5


FRAME_MODES: list[dict[str, Any]] = [
    {"class_mode": "categorical"},
    {"class_mode": "categorical", "y_col": "several"},
    {"class_mode": "categorical", "y_col": "several", "classes": ["a", "c"]},
    {"class_mode": "sparse", "classes": ["eels", "cats"], "weight_col": "weight"},
    {"class_mode": "binary", "classes": ["dogs", "cats"]},
    {"class_mode": "raw", "y_col": "height", "weight_col": "weight"},
    {"class_mode": "raw", "y_col": ["height", "width"]},
    {"class_mode": "multi_output", "y_col": ["height", "width"]},
    {"class_mode": "input", "validate_filenames": False},
    {"class_mode": None},
]


@pytest.mark.parametrize("settings", FRAME_MODES, ids=str)
def test_a_data_frame_is_read_as_by_keras_2(folder: Path, frame: pd.DataFrame, settings: dict[str, Any]) -> None:
    settings = {"target_size": (6, 5), "batch_size": 4, "seed": 2, **settings}
    flow = rk.flow_images_from_dataframe(frame, folder, **settings)
    expected = oracle.ImageDataGenerator().flow_from_dataframe(frame, str(folder), **settings)
    assert flow.filenames == expected.filenames
    assert flow.class_indices == getattr(expected, "class_indices", {})
    assert flow.classes == getattr(expected, "classes", None)
    for _ in range(3):
        same(next(flow), next(expected))


def test_rows_without_a_picture_are_left_out(folder: Path, frame: pd.DataFrame) -> None:
    longer = pd.concat([frame.head(3), pd.DataFrame({"filename": ["none.png", "cats/notes.txt"], "class": "cats"})])
    longer = pd.concat([longer, frame.head(2)])
    with pytest.warns(UserWarning, match=r"names 2 file\(s\) that do not exist .+ The first is '.*none\.png'"):
        flow = rk.flow_images_from_dataframe(longer, folder)
    assert flow.filenames == [*frame["filename"][:3], *frame["filename"][:2]]
    with pytest.warns(UserWarning, match="names 2 file"):
        assert rk.flow_images_from_dataframe(longer, folder, drop_duplicates=True).filenames == [*frame["filename"][:3]]
    complete = frame.assign(filename=[str(folder / name) for name in frame["filename"]])
    assert rk.flow_images_from_dataframe(complete, class_mode="other", y_col="width").class_mode == "raw"


def test_pictures_are_written_as_by_keras_2(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"batch_size": 4, "seed": 3, "save_prefix": "seen"}
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
    next(rk.flow_images_from_data(PICTURES, save_to_dir=tmp_path / "ours", **settings))
    next(oracle.ImageDataGenerator().flow(PICTURES, save_to_dir=str(tmp_path / "theirs"), **settings))
    names = sorted(os.listdir(tmp_path / "ours"))
    assert names == sorted(os.listdir(tmp_path / "theirs"))
    assert len(names) == 4
    for name in names:
        with Image.open(tmp_path / "ours" / name) as ours, Image.open(tmp_path / "theirs" / name) as theirs:
            np.testing.assert_array_equal(ours, theirs)


def test_what_was_found_is_said_where_keras_talks(
    folder: Path, frame: pd.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    keras.config.enable_interactive_logging()
    rk.flow_images_from_directory(folder)
    rk.flow_images_from_dataframe(frame, folder, class_mode=None)
    keras.config.disable_interactive_logging()
    assert capsys.readouterr().out == "Found 10 images belonging to 3 classes.\nFound 10 images.\n"


def test_wrong_data_are_refused(folder: Path, frame: pd.DataFrame, tmp_path: Path) -> None:
    split = rk.image_data_generator(validation_split=0.5)
    for error, message, call in (
        (ValueError, r"from_data\(\): `y` should be as long as there are images, 10\..+shape \(3,\)",
         lambda: rk.flow_images_from_data(PICTURES, LABELS[:3])),
        (ValueError, r"from_data\(\): `x` should be an array of four dimensions",
         lambda: rk.flow_images_from_data(PICTURES[0])),
        (ValueError, "would have different classes",
         lambda: rk.flow_images_from_data(PICTURES, np.sort(LABELS), split, subset="training")),
        (ValueError, r"`subset` should be omitted. The generator has no `validation_split`",
         lambda: rk.flow_images_from_data(PICTURES, subset="training")),
        (ValueError, "`batch_size` should be a whole number of at least 1",
         lambda: rk.flow_images_from_data(PICTURES, batch_size=0)),
        (NotADirectoryError, "`save_to_dir` should be an existing folder",
         lambda: rk.flow_images_from_data(PICTURES, save_to_dir="none")),
        (NotADirectoryError, r"from_directory\(\): `directory` should be an existing folder .+working directory is",
         lambda: rk.flow_images_from_directory("none")),
        (ValueError, r"`directory` should be a folder whose folders hold images .+looked into: none",
         lambda: rk.flow_images_from_directory(tmp_path)),
        (ValueError, r"from_dataframe\(\): `x_col` should be the name of a column: filename, class",
         lambda: rk.flow_images_from_dataframe(frame, folder, x_col="file")),
        (ValueError, r"`y_col` should be a column of strings.+class_mode = \"raw\" for numbers",
         lambda: rk.flow_images_from_dataframe(frame, folder, y_col="width")),
        (ValueError, r"`class_mode` should be another than \"binary\" .+There are 3: cats, dogs, eels",
         lambda: rk.flow_images_from_dataframe(frame, folder, class_mode="binary")),
        (ValueError, "`weight_col` should be a column of numbers",
         lambda: rk.flow_images_from_dataframe(frame, folder, weight_col="class")),
        (TypeError, "`dataframe` should be a data frame",
         lambda: rk.flow_images_from_dataframe([1, 2])),
        (ValueError, "no row of `dataframe` names an image",
         lambda: rk.flow_images_from_dataframe(frame.head(0), folder)),
        (TypeError, r"unknown argument `weight`\. Did you mean `weight_col`\?",
         lambda: rk.flow_images_from_dataframe(frame, folder, weight="weight")),
    ):  # fmt: skip
        with pytest.raises(error, match=message):  # type: ignore[call-overload]
            call()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "a.png").write_text("no picture")
    with pytest.raises(ValueError, match=r"from_directory\(\): '.*a\.png' is not an image"):
        next(rk.flow_images_from_directory(tmp_path))
    flow = rk.flow_images_from_data(PICTURES, np.sort(LABELS), split, subset="validation", ignore_class_split=True)
    assert flow.n == 5


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real pictures of three digits."""
    root = tmp_path_factory.mktemp("digits")
    data = load_digits(n_class=3)
    for number, (picture, digit) in enumerate(zip(data.images[:120], data.target[:120], strict=True)):
        (root / str(digit)).mkdir(exist_ok=True)
        Image.fromarray((picture * 15.9375).astype("uint8")).save(root / str(digit) / f"{number:03}.png")
    return root


TRAIN = """
    keras.utils.set_random_seed(1)
    model = rk.keras_model_sequential(input_shape=(8, 8, 1)) >> rk.layer_flatten() >> rk.layer_dense(3, "softmax")
    model >> rk.compile("adam", "categorical_crossentropy", metrics="accuracy")
"""

IN_R = """
    library(rkeras)
    folder <- commandArgs(TRUE)[1]
    keras <- reticulate::import("keras")
    keras$config$disable_interactive_logging()
    keras$utils$set_random_seed(1L)
    model <- keras_model_sequential(input_shape = c(8, 8, 1)) %>% layer_flatten() %>% layer_dense(3, "softmax") %>%
      compile("adam", "categorical_crossentropy", metrics = "accuracy")
    flow <- flow_images_from_directory(folder, image_data_generator(rescale = 1 / 255), target_size = c(8, 8),
      color_mode = "grayscale", shuffle = FALSE, batch_size = 20)
    history <- fit(model, flow, epochs = 3, shuffle = FALSE, verbose = 0)
    cat(format(history$metrics$loss, digits = 15), sep = "\\n")
    cat(format(evaluate(model, flow, verbose = 0), digits = 15), sep = "\\n")
    cat(format(sum(predict(model, flow, verbose = 0)[, 2]), digits = 15), sep = "\\n")
    flow <- flow_images_from_directory(folder, image_data_generator(preprocessing_function = function(x) x),
      target_size = c(8, 8), color_mode = "grayscale")
    message(try(model$fit(flow, verbose = 0L), silent = TRUE))
"""


def test_training_on_files_is_training_on_arrays_in_both_languages(digits: Path) -> None:
    generator = rk.image_data_generator(rescale=1 / 255)
    flow = rk.flow_images_from_directory(
        digits, generator, target_size=(8, 8), color_mode="grayscale", shuffle=False, batch_size=20
    )
    data = load_digits(n_class=3)
    order = [int(Path(name).stem) for name in flow.filenames]
    x = ((data.images[order] * 15.9375).astype("uint8") / np.float32(255))[..., np.newaxis]
    y = keras.utils.to_categorical(data.target[order])

    def trained(*data: Any, **settings: Any) -> list[float]:
        scope: dict[str, Any] = {"rk": rk, "keras": keras}
        exec("\n".join(line.strip() for line in TRAIN.splitlines()), scope)
        model = scope["model"]
        history = rk.fit(model, *data, epochs=3, shuffle=False, verbose=0, **settings)
        measures = rk.evaluate(model, *data, verbose=0)
        return [*history.metrics["loss"], *measures.values(), float(rk.predict(model, data[0], verbose=0)[:, 1].sum())]

    expected = trained(x, y, batch_size=20)
    found = trained(flow)
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    assert found[2] < found[0]
    done = run_prepared(IN_R, str(digits), host="r")
    assert done.code == 0, done.stderr
    np.testing.assert_allclose([float(line) for line in done.stdout.split()], found, rtol=1e-5)
    assert "keras.src.callbacks.history.History" in done.stderr  # model$fit() draws R's batches on the main thread


def test_threads_make_batches_ahead() -> None:
    flow = rk.flow_images_from_data(PICTURES, LABELS, batch_size=2, shuffle=False)
    flow.workers = 2
    model = keras.Sequential([keras.Input((6, 5, 3)), keras.layers.GlobalAveragePooling2D()])
    found = rk.predict(model, flow, verbose=0)
    np.testing.assert_allclose(found, PICTURES.mean(axis=(1, 2)), rtol=1e-5)


def test_a_folder_becomes_the_dataset_that_keras_makes(folder: Path) -> None:
    settings: dict[str, Any] = {"image_size": (6, 5), "batch_size": 4, "shuffle": False, "validation_split": 0.3}
    found = rk.image_dataset_from_directory(
        str(folder), subset="training", class_names=["cats", "dogs", "eels"], **settings
    )
    expected = keras.utils.image_dataset_from_directory(folder, subset="training", **settings)
    assert found.class_names == ["cats", "dogs", "eels"]
    for one, other in zip(found, expected, strict=True):
        same([part.numpy() for part in one], [part.numpy() for part in other])
    by_hand = rk.image_dataset_from_directory(folder, labels=np.arange(10.0), shuffle=False, image_size=[6, 5])
    assert [int(label) for _, labels in by_hand for label in labels] == list(range(10))
    with pytest.raises(ValueError, match=r"image_dataset_from_directory\(\): `image_size` should be two whole numbers"):
        rk.image_dataset_from_directory(folder, image_size=64)
    with pytest.raises(ValueError, match=r"`labels` should be \"inferred\", or a vector of whole numbers"):
        rk.image_dataset_from_directory(folder, labels="guessed")
