"""Batches of images, randomly augmented on their way into a model."""

import os
from typing import Any

import numpy as np

from ...data import arrays
from ...define import export
from ...engine.loading import keras
from ...messages import errors
from ...r.code import RCode
from ...signatures import words
from ...signatures.calls import takes_further
from ...signatures.words import MISSING, ArrayLike, Bool, Count, Labels, RandomSeed, Str, Value
from ..words_files import ColorMode, DirectoryMode, FrameMode, Generator, Names, Path, Resampling, Size, Subset
from . import flow_sources
from .augmentation import ImageDataGenerator
from .generator import convert_options, get_images

_BOOL = words.get_word(Bool)
_NEW_GENERATOR = RCode("image_data_generator()", None)


def _check_settings(
    function: str, generator: Any, batch_size: Any, shuffle: Any, seed: Any, **saving: Any
) -> dict[str, Any]:
    """Check and return the settings that all iterators have."""
    folder = saving["save_to_dir"]
    if folder is not None and not os.path.isdir(folder):
        raise errors.bad_argument(function, "save_to_dir", "an existing folder", folder, error=NotADirectoryError)
    return {"generator": generator, "batch_size": batch_size, "shuffle": shuffle, "seed": seed, **saving}


def _get_or_make(generator: Any) -> Any:
    if generator is not None:
        return generator
    return ImageDataGenerator()


def _check_split(function: str, generator: Any, subset: str | None) -> None:
    if subset is not None and not generator.validation_split:
        hint = "The generator has no `validation_split`: give it one in image_data_generator()."
        raise errors.bad_argument(function, "subset", "omitted", subset, hint)


def _announce(iterator: Any, of_classes: bool) -> Any:
    """Print the numbers of images and classes, unless Keras is silent."""
    if keras().config.is_interactive_logging_enabled():
        classes = f" belonging to {iterator.num_classes} classes" if of_classes else ""
        print(f"Found {iterator.samples} images{classes}.")
    return iterator


@takes_further(lambda: ("ignore_class_split",))
@export
def flow_images_from_data(
    x: Value = MISSING,
    y: Labels = None,
    generator: Generator = _NEW_GENERATOR,
    batch_size: Count = 32,
    shuffle: Bool = True,
    sample_weight: ArrayLike = None,
    seed: RandomSeed | None = None,
    save_to_dir: Path | None = None,
    save_prefix: Str = "",
    save_format: Str = "png",
    subset: Subset = None,
    **options: Any,
) -> Any:
    """Read images from an array in augmented batches.

    Use it with image_data_generator() to train on many variants of a few images. Pass the result to fit().

    Args:
        x: Images, a four-dimensional array with one image per row; or a list of such an array and one or more further
            arrays with the same number of rows, which become further inputs, unchanged.
        y: Targets, one per image.
        generator: The augmentation, from `image_data_generator()`.
        batch_size: Number of images in a batch.
        shuffle: Whether to use a new random order in each pass.
        sample_weight: Weights, one per image.
        seed: Whole number, the seed of the orders and of the changes to images.
        save_to_dir: An existing folder, to which each augmented image is written; NULL: none.
        save_prefix: Prefix of the names of these files.
        save_format: Format of these files, "png" or "jpeg".
        subset: "training" or "validation": the part of the data according to the `validation_split` of the generator.
        options: `ignore_class_split = TRUE` allows a split in which a subset lacks a class of `y`.

    Returns:
        An iterator for `fit()`, `evaluate()` and `predict()`, of batches `list(x, y)`, `list(x, y, sample_weight)`, or
        `x` alone without `y`. In these functions a pass ends with the data; if you draw batches yourself, it never
        ends. It has `n`, `batch_size` and `reset()`; if its `workers` is set to a number above 1, this number of
        threads prefetch batches (unless an R function is involved).

    Raises:
        ValueError: If the lengths differ, or `x` does not have four dimensions.

    Example:
        >>> flow = flow_images_from_data(np.ones((5, 8, 8, 3)), np.arange(5.0), batch_size=2, shuffle=False)
        >>> batch = generator_next(flow)
        >>> op_shape(batch[0])
        (2, 8, 8, 3)
        >>> batch[1]
        array([0., 1.], dtype=float32)
    """
    function = "flow_images_from_data"
    known = {"ignore_class_split": (_BOOL, False)}
    ignores = convert_options(function, options, known).get("ignore_class_split", False)
    generator = _get_or_make(generator)
    _check_split(function, generator, subset)
    x, more = _split_inputs(x)
    images = get_images(function, x, generator)
    y = None if y is None else np.asarray(arrays.to_array(y))
    weights = None if sample_weight is None else np.asarray(arrays.to_array(sample_weight))
    for name, array in [("x", array) for array in more] + [("y", y), ("sample_weight", weights)]:
        if array is not None and len(array) != len(images):
            raise errors.bad_argument(function, name, f"as long as there are images, {len(images)}", array)
    if subset is not None and y is not None and not ignores:
        _check_classes(function, y, flow_sources.choose_subset(len(y), "validation", generator.validation_split).stop)
    part = flow_sources.choose_subset(len(images), subset, generator.validation_split)
    if not len(images[part]):
        raise errors.bad_argument(function, "subset", "omitted for so few images", subset)

    from .flow_classes import NumpyArrayIterator

    settings = _check_settings(
        function, generator, batch_size, shuffle, seed,
        save_to_dir=save_to_dir, save_prefix=save_prefix, save_format=save_format,
    )  # fmt: skip
    y, weights = (None if array is None else array[part] for array in (y, weights))
    return NumpyArrayIterator(images[part], [array[part] for array in more], y, weights, **settings)


def _split_inputs(x: Any) -> tuple[Any, list[Any]]:
    """Return the images, and the other arrays of the samples."""
    if not arrays.is_arrays(x) or np.ndim(x[0]) != 4 or len(x) < 2:
        return x, []
    more = [part for item in x[1:] for part in (item if arrays.is_arrays(item) else [item])]
    return x[0], [np.asarray(arrays.to_array(part)) for part in more]


def _check_classes(function: str, y: Any, first: int) -> None:
    if not np.array_equal(np.unique(y[:first]), np.unique(y[first:])):
        raise ValueError(
            f"{function}(): training and validation would have different classes. The validation subset is the first "
            f"{first} images: shuffle the data, or pass ignore_class_split = TRUE."
        )


@takes_further(lambda: ("keep_aspect_ratio",))
@export
def flow_images_from_directory(
    directory: Path = MISSING,
    generator: Generator = _NEW_GENERATOR,
    target_size: Size = (256, 256),
    color_mode: ColorMode = "rgb",
    classes: Names = None,
    class_mode: DirectoryMode = "categorical",
    batch_size: Count = 32,
    shuffle: Bool = True,
    seed: RandomSeed | None = None,
    save_to_dir: Path | None = None,
    save_prefix: Str = "",
    save_format: Str = "png",
    follow_links: Bool = False,
    subset: Subset = None,
    interpolation: Resampling = "nearest",
    **options: Any,
) -> Any:
    """Read images from a folder in augmented batches.

    The folder has one subfolder for each class, with its images (PNG, JPEG, BMP, PPM or TIFF) in it or in its
    subfolders. Images are read in batches, so the data need not fit in memory. Pass the result to fit().

    Args:
        directory: The folder.
        generator: The augmentation, from `image_data_generator()`.
        target_size: Height and width that all images are resized to.
        color_mode: "rgb" (3 channels), "rgba" (4) or "grayscale" (1).
        classes: Names of the classes, which are the names of their folders, in the order of the class numbers. NULL:
            all folders, in alphabetical order.
        class_mode: Kind of targets: "categorical" (one column for each class), "binary" or "sparse" (the number of
            the class, from 0), "input" (the images themselves), or NULL (none, for `predict()`).
        batch_size: Number of images in a batch.
        shuffle: Whether to use a new random order in each pass. For `predict()` use FALSE, so that the rows are in the
            order of `filenames`.
        seed: Whole number, the seed of the orders and of the changes to images.
        save_to_dir: An existing folder, to which each augmented image is written; NULL: none.
        save_prefix: Prefix of the names of these files.
        save_format: Format of these files, "png" or "jpeg".
        follow_links: Whether to follow links to folders.
        subset: "training" or "validation": the part of each class according to the `validation_split` of the generator.
        interpolation: Interpolation for resizing: "nearest", "bilinear", "bicubic", "hamming", "box" or "lanczos".
        options: `keep_aspect_ratio = TRUE` crops the margins instead of distorting the image.

    Returns:
        An iterator like that of `flow_images_from_data()`. It also has `class_indices` (the number of each class, from
        0), `classes` (the class number of each image), `filenames`, `samples`, `num_classes` and `image_shape`.

    Raises:
        ValueError: If there are no images.

    Differences:
        A folder without images is an error.

    Example:
        >>> import os, shutil
        >>> os.makedirs("pictures/cats")
        >>> os.makedirs("pictures/dogs")
        >>> cat = image_array_save(np.ones((8, 8, 3)), "pictures/cats/1.png")
        >>> dog = image_array_save(np.ones((8, 8, 3)), "pictures/dogs/1.png")
        >>> flow = flow_images_from_directory("pictures", target_size=[4, 4], shuffle=False)
        Found 2 images belonging to 2 classes.
        >>> batch = generator_next(flow)
        >>> batch[1]
        array([[1., 0.],
               [0., 1.]], dtype=float32)
        >>> shutil.rmtree("pictures")
    """
    function = "flow_images_from_directory"
    chosen = {"keep_aspect_ratio": False, **convert_options(function, options, {"keep_aspect_ratio": (_BOOL, False)})}
    generator = _get_or_make(generator)
    _check_split(function, generator, subset)
    settings = _check_settings(
        function, generator, batch_size, shuffle, seed,
        save_to_dir=save_to_dir, save_prefix=save_prefix, save_format=save_format,
    )  # fmt: skip
    source = flow_sources.find_in_directory(directory, classes, follow_links, subset, generator.validation_split)

    from .flow_classes import DirectoryIterator

    iterator = DirectoryIterator(
        source, target_size, color_mode, class_mode, subset, interpolation, **chosen, **settings
    )
    return _announce(iterator, of_classes=True)


_FRAME_OPTIONS = {
    "weight_col": (words.get_word(Str), None),
    "validate_filenames": (_BOOL, True),
    "keep_aspect_ratio": (_BOOL, False),
}


@takes_further(lambda: _FRAME_OPTIONS)
@export
def flow_images_from_dataframe(
    dataframe: Value = MISSING,
    directory: Path | None = None,
    x_col: Str = "filename",
    y_col: Names = "class",
    generator: Generator = _NEW_GENERATOR,
    target_size: Size = (256, 256),
    color_mode: ColorMode = "rgb",
    classes: Names = None,
    class_mode: FrameMode = "categorical",
    batch_size: Count = 32,
    shuffle: Bool = True,
    seed: RandomSeed | None = None,
    save_to_dir: Path | None = None,
    save_prefix: Str = "",
    save_format: Str = "png",
    subset: Subset = None,
    interpolation: Resampling = "nearest",
    drop_duplicates: Bool | None = None,
    **options: Any,
) -> Any:
    """Read images listed in a data frame, in augmented batches.

    Use it if a table contains labels or numeric targets together with the file names. Pass the result to fit().

    Args:
        dataframe: A data frame with a column of file names and, depending on `class_mode`, one or more of targets.
        directory: The folder to which the file names are relative; NULL: they are complete paths.
        x_col: Name of the column of file names.
        y_col: Name of the column of targets, or of several.
        generator: The augmentation, from `image_data_generator()`.
        target_size: Height and width that all images are resized to.
        color_mode: "rgb" (3 channels), "rgba" (4) or "grayscale" (1).
        classes: Names of the classes, in the order of their numbers; rows of other classes are omitted. NULL: all
            classes in the column, in alphabetical order.
        class_mode: Kind of targets. For a column of class names: "categorical" (one column per class; an image can have
            several classes, as a list), "binary" or "sparse" (the number of the class, from 0). For numbers: "raw" (one
            array) or "multi_output" (one array per output of the model). "input": the images themselves. NULL: none,
            for `predict()`. "other" is the old name of "raw".
        batch_size: Number of images in a batch.
        shuffle: Whether to use a new random order in each pass. For `predict()` use FALSE, so that the rows are in the
            order of `filenames`.
        seed: Whole number, the seed of the orders and of the changes to images.
        save_to_dir: An existing folder, to which each augmented image is written; NULL: none.
        save_prefix: Prefix of the names of these files.
        save_format: Format of these files, "png" or "jpeg".
        subset: "training" or "validation": the part of the rows according to the `validation_split` of the generator.
        interpolation: Interpolation for resizing: "nearest", "bilinear", "bicubic", "hamming", "box" or "lanczos".
        drop_duplicates: Whether to omit rows that repeat a file.
        options: `weight_col`, name of the column of weights; `validate_filenames = FALSE` does not check that each file
            exists;
            `keep_aspect_ratio = TRUE` crops the margins instead of distorting the image.

    Returns:
        An iterator like that of `flow_images_from_directory()`; without classes it has no `class_indices`.

    Raises:
        ValueError: If columns are missing or have the wrong content, or no row names an image.

    Differences:
        A data frame that names no image is an error.

    Example:
        >>> import os
        >>> import pandas as pd
        >>> pixels = image_array_save(np.ones((8, 8, 3)), "cat.png")
        >>> files = pd.DataFrame({"filename": ["cat.png"], "class": ["cat"]})
        >>> flow = flow_images_from_dataframe(files, directory=".", target_size=[4, 4])
        Found 1 images belonging to 1 classes.
        >>> op_shape(generator_next(flow)[0])
        (1, 4, 4, 3)
        >>> os.remove("cat.png")

    Example in R:
        pixels <- image_array_save(array(1, c(8, 8, 3)), "cat.png")
        files <- data.frame(filename = "cat.png", class = "cat")
        flow <- flow_images_from_dataframe(files, directory = ".", target_size = c(4, 4))
        op_shape(generator_next(flow)[[1]])
        unlink("cat.png")
    """
    function = "flow_images_from_dataframe"
    chosen: dict[str, Any] = {name: default for name, (_, default) in _FRAME_OPTIONS.items()}
    chosen |= convert_options(function, options, _FRAME_OPTIONS)
    if not isinstance(dataframe, arrays.Frame) and not hasattr(dataframe, "columns"):
        raise errors.bad_argument(function, "dataframe", "a data frame", dataframe, error=TypeError)
    if isinstance(dataframe, arrays.Frame):
        dataframe = arrays.replace_factors(dataframe)
    generator = _get_or_make(generator)
    _check_split(function, generator, subset)
    settings = _check_settings(
        function, generator, batch_size, shuffle, seed,
        save_to_dir=save_to_dir, save_prefix=save_prefix, save_format=save_format,
    )  # fmt: skip
    class_mode = "raw" if class_mode == "other" else class_mode
    y_col = [y_col] if isinstance(y_col, str) else y_col
    source = flow_sources.find_in_frame(
        dataframe, directory, x_col, y_col, chosen["weight_col"], classes, class_mode, chosen["validate_filenames"],
        bool(drop_duplicates), subset, generator.validation_split,
    )  # fmt: skip

    from .flow_classes import DataFrameIterator

    iterator = DataFrameIterator(
        source, target_size, color_mode, class_mode, subset, interpolation, chosen["keep_aspect_ratio"], **settings
    )
    return _announce(iterator, of_classes=bool(source.class_indices))
