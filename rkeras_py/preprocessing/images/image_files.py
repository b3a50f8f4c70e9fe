"""Single image files, and folders of images as datasets."""

from typing import Any

import numpy as np

from ...define import constructor, export
from ...engine.loading import resolve
from ...messages import errors
from ...signatures.calls import call_keras
from ...signatures.object_words import OtherName
from ...signatures.registry import REGISTRY
from ...signatures.results import Array
from ...signatures.words import (
    MISSING,
    ArrayLike,
    Bool,
    Count,
    CountOrNone,
    DataFormat,
    Dims,
    Dtype,
    Fraction,
    RandomSeed,
    ResizeMethod,
    Str,
    Value,
)
from ..words_files import ColorMode, Format, LabelMode, Labels, Names, Path, Resampling, Size, SubsetOrBoth
from . import pictures


@export
def image_load(
    path: Path = MISSING,
    grayscale: Bool = False,
    color_mode: ColorMode = "rgb",
    target_size: Size = None,
    interpolation: Resampling = "nearest",
    *,
    keep_aspect_ratio: Bool = False,
) -> Any:
    """Read an image from a file.

    It can resize the image and change its color mode. Convert the result with image_to_array() before you pass it to a
    model.

    Args:
        path: The file.
        grayscale: TRUE means the same as `color_mode = "grayscale"`.
        color_mode: "rgb" (3 channels), "rgba" (4) or "grayscale" (1).
        target_size: Height and width to resize to; NULL keeps the size.
        interpolation: Interpolation for resizing: "nearest", "bilinear", "bicubic", "hamming", "box" or "lanczos".
        keep_aspect_ratio: Whether to crop the margins instead of distorting the image.

    Returns:
        The image, an object of the Python package Pillow.

    Raises:
        FileNotFoundError: If the file does not exist.
        ValueError: If it is not an image.
        ModuleNotFoundError: If Pillow is not installed.

    Example:
        >>> import os
        >>> pixels = image_array_save(np.arange(24.0).reshape(2, 4, 3), "small.png")
        >>> picture = image_load("small.png", color_mode="grayscale")
        >>> op_squeeze(image_to_array(picture), axis=3)
        <tf.Tensor: shape=(2, 4), dtype=float32, numpy=
        array([[  9.,  42.,  75., 108.],
               [142., 175., 208., 241.]], dtype=float32)>
        >>> os.remove("small.png")
    """
    try:
        mode = "grayscale" if grayscale else color_mode
        return pictures.load_picture(path, mode, target_size, interpolation, keep_aspect_ratio)
    except (OSError, ValueError) as error:
        raise errors.rejected("image_load", error) from error


@export
def image_to_array(
    img: Value = MISSING, data_format: Format = ("channels_last", "channels_first"), *, dtype: Dtype | None = None
) -> Array:
    """Convert an image to an array.

    The result has the shape (rows, columns, channels), with values from 0 to 255. Add a batch axis before predict().

    Args:
        img: An image from `image_load()`, or an array (height, width) or (height, width, channels).
        data_format: Order of the axes of the result: "channels_last" or "channels_first".
        dtype: Name of the data type of the result. NULL uses the Keras configuration, usually "float32".

    Returns:
        A three-dimensional array: height, width and channels, or channels first. Values are those of the file, usually
        from 0 to 255.

    Raises:
        ValueError: If it is neither.

    Example:
        >>> picture = image_from_array(np.array([[0.0, 100.0], [200.0, 255.0]]).reshape(2, 2, 1))
        >>> op_squeeze(image_to_array(picture))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[  0., 100.],
               [200., 255.]], dtype=float32)>
    """
    try:
        return pictures.picture_to_array(img, _choose_one(data_format), dtype)
    except (TypeError, ValueError) as error:
        expected = "an image, or an array of 2 or 3 dimensions"
        raise errors.bad_argument("image_to_array", "img", expected, img) from error


def _choose_one(data_format: Any) -> str:
    """Return one data format; the default is R's vector of choices, whose first counts."""
    return data_format if isinstance(data_format, str) else data_format[0]


@export
def image_array_resize(
    img: Value = MISSING,
    height: Count = MISSING,
    width: Count = MISSING,
    data_format: Format = ("channels_last", "channels_first"),
) -> Array:
    """Resize an image array with linear interpolation.

    The corner pixels keep their values, and the other points are spaced evenly between them. For other methods see
    op_image_resize().

    Args:
        img: An array: one image (three dimensions, or two without channels) or several (four).
        height: The new height.
        width: The new width.
        data_format: Order of the axes: "channels_last" or "channels_first".

    Returns:
        The resized array, with the same number of dimensions.

    Raises:
        ValueError: If it is no such array.
        ModuleNotFoundError: If SciPy is not installed.

    Differences:
        "channels_first" works, and so do several images at once.

    Example:
        >>> image_array_resize(np.array([[0.0, 255.0]]).reshape(1, 2, 1), height=1, width=4)
        array([[[  0.],
                [ 85.],
                [170.],
                [255.]]])
    """
    array = np.asarray(img)
    if array.ndim not in (2, 3, 4) or array.dtype.kind not in "fiub" or not array.size:
        raise errors.bad_argument("image_array_resize", "img", "an array of 2, 3 or 4 dimensions, of numbers", img)
    last = array.ndim == 2 or _choose_one(data_format) == "channels_last"
    rows = max(array.ndim - 3, 0) if last else array.ndim - 2
    factors = [1.0] * array.ndim
    factors[rows] = height / array.shape[rows]
    factors[rows + 1] = width / array.shape[rows + 1]
    ndimage = pictures.import_optional("scipy.ndimage", "image_array_resize()", "SciPy")
    return ndimage.zoom(array, factors, order=1)


@export(returns="object")
def image_array_save(
    img: Value = MISSING,
    path: Path = MISSING,
    data_format: DataFormat = None,
    file_format: Str | None = None,
    scale: Bool = True,
    *,
    x: OtherName = MISSING,
    **options: Any,
) -> Any:
    """Write an array to a file, as an image.

    Use it to look at augmented or generated images. The file is replaced only when the new one is complete.

    Args:
        img: An array (height, width) or (height, width, channels), or channels first, with 1, 3 or 4 channels.
        path: The file. Its extension determines the format.
        data_format: Order of the axes: "channels_last" or "channels_first". NULL uses the Keras configuration.
        file_format: Name of the format, such as "png" or "jpeg", if the file has no suitable extension.
        scale: Whether to stretch the values, so that the smallest is 0 and the largest 255. FALSE keeps them, clips
            values outside of this range, and writes gray values above 255 with 16 bits.
        x: The name of `img` in R's keras3; give only one of the two.
        options: Pillow's options for the format, such as `quality` (JPEG) or `compress_level` (PNG).

    Returns:
        The array.

    Raises:
        ValueError: If the array is not an image, or the format cannot store it.
        NotADirectoryError: If the folder does not exist.
        ModuleNotFoundError: If Pillow is not installed.

    Example:
        >>> import os
        >>> pixels = image_array_save(np.array([[0.0, 100.0], [200.0, 255.0]]).reshape(2, 2, 1), "small.png")
        >>> op_squeeze(image_to_array(image_load("small.png", color_mode="grayscale")))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[  0., 100.],
               [200., 255.]], dtype=float32)>
        >>> os.remove("small.png")
    """
    errors.check_options("image_array_save", options, REGISTRY["image_array_save"].params, pictures.SETTINGS)
    try:
        picture = pictures.picture_from_array(img, pictures.choose_data_format(data_format), scale)
    except (TypeError, ValueError) as error:
        expected = "an array (height, width, channels) with 1, 3 or 4 channels, or (height, width)"
        raise errors.bad_argument("image_array_save", "img", expected, img) from error
    try:
        pictures.save_picture(picture, path, file_format, **options)
    except (OSError, ValueError) as error:
        raise errors.rejected("image_array_save", error) from error
    return img


@constructor("keras.utils.image_dataset_from_directory")
def image_dataset_from_directory(
    directory: Path = MISSING,
    labels: Labels = "inferred",
    label_mode: LabelMode = "int",
    class_names: Names = None,
    color_mode: ColorMode = "rgb",
    batch_size: CountOrNone = 32,
    image_size: Size = (256, 256),
    shuffle: Bool = True,
    seed: RandomSeed | None = None,
    validation_split: Fraction | None = None,
    subset: SubsetOrBoth = None,
    interpolation: ResizeMethod = "bilinear",
    follow_links: Bool = False,
    crop_to_aspect_ratio: Bool = False,
    *,
    pad_to_aspect_ratio: Bool = False,
    data_format: DataFormat = None,
    verbose: Bool = True,
    **options: Any,
) -> Any:
    """Create a TensorFlow dataset from a folder of images.

    The folder has one subfolder for each class, with its images (JPEG, PNG, BMP or GIF). Use it to train on images that
    do not fit in memory, and for splits into training and validation data.

    Args:
        directory: The folder.
        labels: "inferred" uses the folders; or integer class labels, in alphabetical order of the files; NULL: none.
        label_mode: "int" (the number of the class, from 0), "categorical" (one column for each class), "binary" (0 or
            1) or NULL (none).
        class_names: Names of the classes, which are the names of their folders, in the order of the class numbers.
            NULL: in alphabetical order.
        color_mode: "rgb" (3 channels), "rgba" (4) or "grayscale" (1).
        batch_size: Number of images in a batch; NULL: no batches, but single images.
        image_size: Height and width that all images are resized to.
        shuffle: Whether to shuffle the images; FALSE uses alphabetical order.
        seed: Seed of the shuffling, a whole number.
        validation_split: Fraction (0 to 1) of the images to hold out for validation. Requires `subset`, and `seed` if
            `shuffle` is TRUE.
        subset: "training" or "validation"; "both" gives a list of the two.
        interpolation: How to resize: "bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian" or
            "mitchellcubic".
        follow_links: Whether to go into folders that are links.
        crop_to_aspect_ratio: Whether to crop the margins instead of distorting the image.
        pad_to_aspect_ratio: Whether to keep the proportions, filling up the sides with zeros, instead of
            stretching.
        verbose: Whether to print the number of images and classes.
        **options: Further arguments of `keras.utils.image_dataset_from_directory()`, by their full names.

    Returns:
        A TensorFlow dataset: batches of images as floats from 0 to 255, with labels. It has `class_names`.

    Raises:
        ValueError: If there are no images, or arguments are incompatible.

    Example:
        >>> import os, shutil
        >>> os.makedirs("pictures/cats")
        >>> os.makedirs("pictures/dogs")
        >>> cat = image_array_save(np.ones((8, 8, 3)), "pictures/cats/1.png", scale=False)
        >>> dog = image_array_save(np.zeros((8, 8, 3)), "pictures/dogs/1.png", scale=False)
        >>> data = image_dataset_from_directory("pictures", image_size=[4, 4], verbose=False)
        >>> data.class_names
        ['cats', 'dogs']
        >>> shutil.rmtree("pictures")
    """


@export
def image_from_array(
    x: ArrayLike = MISSING, data_format: DataFormat = None, scale: Bool = True, dtype: Dtype | None = None
) -> Any:
    """Convert an array to an image.

    Use it to show or save the output of a model, such as a generated image. It is the inverse of image_to_array().

    Args:
        x: An array (height, width, channels), or channels first, with 1, 3 or 4 channels.
        data_format: Order of the axes: "channels_last" or "channels_first". NULL uses the Keras configuration.
        scale: Whether to stretch the values to the range from 0 to 255.

    Returns:
        A Pillow image.

    Raises:
        ValueError: If it is no such array.

    Example:
        >>> picture = image_from_array(np.array([[[0.0], [1.0]], [[2.0], [4.0]]]))
        >>> op_squeeze(image_to_array(picture), axis=3)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[  0.,  63.],
               [127., 255.]], dtype=float32)>
    """
    target = resolve("keras.utils.array_to_img")
    return call_keras(
        REGISTRY["image_from_array"],
        target,
        {"x": np.asarray(x), "data_format": data_format, "scale": scale, "dtype": dtype},
    )


@export
def image_smart_resize(
    x: ArrayLike = MISSING,
    size: Dims = MISSING,
    interpolation: ResizeMethod = "bilinear",
    data_format: DataFormat = "channels_last",
    backend_module: Value = None,
) -> Any:
    """Resize images without distortion, by cropping the center first.

    It cuts out the largest centered part with the proportions of `size` and resizes that. Use it to prepare photographs
    of different sizes.

    Args:
        x: An image or a batch of them, as an array or a tensor.
        size: Height and width of the result.
        interpolation: "bilinear", "nearest", "bicubic", "lanczos3" or "lanczos5".
        data_format: Order of the axes: "channels_last" or "channels_first".
        backend_module: Ignored; kept for R's keras3; TensorFlow computes.

    Returns:
        The resized images: a tensor if `x` is a tensor, otherwise an array.

    Raises:
        ValueError: If it is not an image.

    Example:
        >>> image = np.arange(8.0).reshape(2, 4, 1)
        >>> op_squeeze(image_smart_resize(image, size=[1, 1]), axis=3)
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.5]], dtype=float32)>
        >>> op_squeeze(image_smart_resize(image, size=[2, 2]), axis=3)
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 2.],
               [5., 6.]], dtype=float32)>
    """
    if len(size) != 2 or min(size) < 1:
        raise errors.bad_argument("image_smart_resize", "size", "a height and a width of at least 1", size)
    target = resolve("keras.preprocessing.image.smart_resize")
    arguments = {"x": x, "size": size, "interpolation": interpolation, "data_format": data_format}
    return call_keras(REGISTRY["image_smart_resize"], target, arguments)
