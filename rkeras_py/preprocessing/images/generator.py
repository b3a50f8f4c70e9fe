"""Settings of the preprocessing and augmentation of images."""

import warnings
from typing import Any

import numpy as np

from ...data import arrays
from ...define import export
from ...messages import errors
from ...signatures import words
from ...signatures.calls import takes_further
from ...signatures.registry import REGISTRY
from ...signatures.words import (
    MISSING,
    ArrayLike,
    Bool,
    Count,
    DataFormat,
    Fraction,
    FunctionOfOne,
    NotNegative,
    Number,
    RandomSeed,
)
from ..words_files import FillMode, Generator, Shift
from .augmentation import ImageDataGenerator

_OPTIONS = {"interpolation_order": (words.INT, 1), "dtype": (words.get_word(words.Dtype), None)}
"""Arguments of Keras 2's class that R keras does not have."""


def convert_options(function: str, options: dict[str, Any], known: dict[str, tuple[words.Word, Any]]) -> dict[str, Any]:
    """Convert the arguments that came through `...`.

    Args:
        function: The function that the user called.
        options: The arguments.
        known: Meaning and default of those that it takes.
    """
    errors.check_options(function, options, REGISTRY[function].params, known)
    return {
        name: words.convert_value(function, name, known[name][0], value, known[name][1])
        for name, value in options.items()
    }


@takes_further(lambda: _OPTIONS)
@export
def image_data_generator(
    featurewise_center: Bool = False,
    samplewise_center: Bool = False,
    featurewise_std_normalization: Bool = False,
    samplewise_std_normalization: Bool = False,
    zca_whitening: Bool = False,
    zca_epsilon: NotNegative = 1e-6,
    rotation_range: NotNegative = 0,
    width_shift_range: Shift = 0,
    height_shift_range: Shift = 0,
    brightness_range: words.ValueRange = None,
    shear_range: NotNegative = 0,
    zoom_range: words.Bounds = 0,
    channel_shift_range: NotNegative = 0,
    fill_mode: FillMode = "nearest",
    cval: Number = 0,
    horizontal_flip: Bool = False,
    vertical_flip: Bool = False,
    rescale: Number | None = None,
    preprocessing_function: FunctionOfOne = None,
    data_format: DataFormat = None,
    validation_split: Fraction = 0,
    **options: Any,
) -> ImageDataGenerator:
    """Define augmentation and normalization for the `flow_images_from_*()` functions.

    Augmentation shows the model a new variant of each image in every epoch, which limits overfitting. Use it in Keras 2
    scripts; in new code, put layers such as layer_random_flip() and layer_random_rotation() into the model or apply
    them to a dataset.

    Each image is rotated, shifted, sheared and zoomed in one step, then gets its channel shift, flips and brightness;
    after that come `preprocessing_function`, `rescale` and the normalizations. The same seed gives the same numbers as
    in Keras 2.

    Args:
        featurewise_center: Whether to subtract from each channel its mean over the data; see
            `fit_image_data_generator()`.
        samplewise_center: Whether to subtract from each image its own mean.
        featurewise_std_normalization: Whether to divide each channel by its standard deviation over the data.
        samplewise_std_normalization: Whether to divide each image by its own standard deviation.
        zca_whitening: Whether to remove the correlations between pixels (Krizhevsky, 2009). The matrix has one row and
            one column for each value of an image, so use it only for small images.
        zca_epsilon: Number added to the singular values in whitening.
        rotation_range: Images are rotated by up to this many degrees, in both directions.
        width_shift_range: Range of horizontal shifts. A number below 1 is a fraction of the width, otherwise pixels.
            With an integer n (in R `2L`), shifts are whole numbers below n; with a vector, one of its numbers.
        height_shift_range: Range of vertical shifts, in the same way.
        brightness_range: The smallest and the largest factor for the brightness; 1 means no change. NULL: none.
        shear_range: Maximum shear angle, in degrees.
        zoom_range: A number z zooms by factors from 1 - z to 1 + z, separately for height and width; or pass both
            bounds. A factor below 1 enlarges the image.
        channel_shift_range: Maximum number to add to all values, within their range.
        fill_mode: Values outside the image: "nearest" (the border), "constant" (`cval`), "reflect" or
            "wrap".
        cval: The value outside with `fill_mode = "constant"`.
        horizontal_flip: Whether to swap left and right in half of the images, at random.
        vertical_flip: Whether to swap top and bottom in half of the images, at random.
        rescale: The factor, such as 1 / 255; NULL: nothing.
        preprocessing_function: A function of one image, a three-dimensional array, that returns one of the same
            shape.
        data_format: Order of the axes of an image: "channels_last" or "channels_first". NULL uses the
            configuration.
        validation_split: Fraction of the images, taken from the start, that belong to `subset = "validation"`.
        options: `interpolation_order`, the order of the spline interpolation (0: nearest pixel, 1: linear), and
            `dtype`, the data type of the batches.

    Returns:
        A generator of class `ImageDataGenerator`, for the argument `generator` of the `flow_images_from_*()` functions.
        Its methods `random_transform()`, `get_random_transform()`, `apply_transform()` and `standardize()` process
        single images.

    Raises:
        ModuleNotFoundError: When it is used, if SciPy (for geometry) or Pillow (for brightness) is not installed.

    Differences:
        A seed does not reset the global random numbers of NumPy. `brightness_range` works with "channels_first".

    Example:
        >>> generator = image_data_generator(rescale=0.5, horizontal_flip=True)
        >>> flow = flow_images_from_data(np.arange(2.0).reshape(1, 1, 2, 1), generator=generator, seed=1)
        >>> generator_next(flow)
        array([[[[0.5],
                 [0. ]]]], dtype=float32)
    """
    chosen = convert_options("image_data_generator", options, _OPTIONS)
    return ImageDataGenerator(
        featurewise_center, samplewise_center, featurewise_std_normalization, samplewise_std_normalization,
        zca_whitening, zca_epsilon, rotation_range, width_shift_range, height_shift_range, brightness_range,
        shear_range, zoom_range, channel_shift_range, fill_mode, cval, horizontal_flip, vertical_flip, rescale,
        preprocessing_function, data_format, validation_split, **chosen,
    )  # fmt: skip


@export(returns="object")
def fit_image_data_generator(
    object: Generator = MISSING,
    x: ArrayLike = MISSING,
    augment: Bool = False,
    rounds: Count = 1,
    seed: RandomSeed | None = None,
) -> Any:
    """Compute the statistics for the normalization of an image generator.

    It is required for `featurewise_center`, `featurewise_std_normalization` and `zca_whitening`; the statistics are
    computed after `rescale`. The generator is changed in place.

    Args:
        object: A generator from `image_data_generator()`.
        x: Images from which to compute the statistics, a four-dimensional array with one image per row.
        augment: Whether to augment the images first.
        rounds: Number of passes over the images, with `augment`.
        seed: Whole number, the seed of the random changes.

    Returns:
        The generator; its `mean`, `std` and `zca_whitening_matrix` contain the statistics.

    Raises:
        ValueError: If `x` does not have four dimensions.

    Differences:
        Returns the generator, so that a pipe can continue.

    Example:
        >>> generator = image_data_generator(featurewise_center=True)
        >>> generator = fit_image_data_generator(generator, np.array([1.0, 3.0]).reshape(2, 1, 1, 1))
        >>> flow = flow_images_from_data(np.array([5.0]).reshape(1, 1, 1, 1), generator=generator)
        >>> generator_next(flow)
        array([[[[3.]]]], dtype=float32)
    """
    object.fit(get_images("fit_image_data_generator", x, object), augment, int(rounds), seed)
    return object


def get_images(function: str, x: Any, generator: Any) -> Any:
    """Return pictures as a four-dimensional array in the data type of a generator.

    Args:
        function: The function that the user called.
        x: The pictures.
        generator: The generator.

    Raises:
        ValueError: If they have another number of dimensions.
    """
    array = np.asarray(arrays.to_array(x))
    if array.ndim != 4 or not len(array):
        expected = "an array of four dimensions: images, height, width and channels in the order of the generator"
        one = errors.for_reader("x[1, , , , drop = FALSE]", "x[:1]")
        raise errors.bad_argument(function, "x", expected, array, f"One image is {one}.")
    channels = array.shape[generator.axes[2] + 1]
    if channels not in (1, 3, 4):
        warnings.warn(
            f"{function}(): images have 1, 3 or 4 channels. `x` of shape {array.shape} has {channels}, in the order "
            f'"{generator.data_format}" of the generator.',
            stacklevel=2,
        )
    return np.asarray(array, dtype=generator.dtype)
