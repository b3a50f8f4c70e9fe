"""Layers that change images at random, so that a model learns to ignore such changes; active in training only."""

from typing import Any

from ..define import layer
from ..signatures.words import MISSING, Composable, Count, DataFormat, Number, Seed, Str, ValueRange
from .words import Factor, FillMode, FlipMode, WarpInterpolation


@layer("keras.layers.RandomBrightness")
def layer_random_brightness(
    object: Composable = MISSING,
    factor: Factor = MISSING,
    value_range: ValueRange = (0, 255),
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Make each image brighter or darker at random.

    It adds one random number to all values of an image and clips the result to `value_range`. Use this augmentation if
    the label does not depend on the lighting. The layer changes images only during training.

    Args:
        factor: Size of the change, as a fraction of the range of values: two numbers from -1 to 1, the lower and the
            upper bound, or one number b for the range from -b to b.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([100.0, 100.0, 200.0]).reshape(1, 1, 1, 3)
        >>> op_squeeze(layer_random_brightness(factor=[0.2, 0.2])(x, training=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([151., 151., 251.], dtype=float32)>
    """


@layer("keras.layers.RandomContrast")
def layer_random_contrast(
    object: Composable = MISSING,
    factor: Factor = MISSING,
    seed: Seed | None = None,
    *,
    value_range: ValueRange = (0, 255),
    **options: Any,
) -> Any:
    """Raise or lower the contrast of each image at random.

    It computes `(x - mean) * c + mean` for each channel, with one random number c for each image, and clips the result
    to 0 to 255 (or to the further argument `value_range`). The layer changes images only during training.

    Args:
        factor: One number f from 0 to 1, so that c lies between 1 - f and 1 + f; or two numbers, so that c lies between
            1 - first and 1 + second.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Raises:
        ValueError: If the first of two numbers is the larger one; Keras 3 would silently swap them.

    Example:
        >>> x = np.array([0.0, 100.0]).reshape(1, 1, 2, 1)
        >>> op_squeeze(layer_random_contrast(factor=0.5, seed=1)(x, training=True))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([  0.     , 118.92441], dtype=float32)>
    """


@layer("rkeras_py.compat.formulas.random_crop")
def layer_random_crop(
    object: Composable = MISSING,
    height: Count = MISSING,
    width: Count = MISSING,
    seed: Seed | None = None,
    *,
    data_format: DataFormat = None,
    name: Str | None = None,
    **options: Any,
) -> Any:
    """Crop images at a random position, drawn for each batch.

    Use random crops as an augmentation if the object can be anywhere in the image. The model sees slightly different
    parts of each image, so that position and margins matter less.

    During inference, the largest centered window with the requested proportions is resized to the requested size.
    During training, an image that is not larger in both directions is cropped at a fixed position, and resized if it is
    smaller.

    The layer is a pipeline of Keras's RandomCrop and Resizing, because RandomCrop alone does not change the size of
    images during inference.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same axes, with the new height and width.

    Differences:
        The layer is a pipeline of a cropping and a resizing layer. During training, an image that is not larger in both
        directions is cropped at a fixed position.

    Example:
        >>> crop = layer_random_crop(height=2, width=2, seed=1)
        >>> op_squeeze(crop(np.arange(16.0).reshape(1, 4, 4, 1), training=True))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[ 8.,  9.],
               [12., 13.]], dtype=float32)>
    """


@layer("keras.layers.RandomFlip")
def layer_random_flip(
    object: Composable = MISSING,
    mode: FlipMode = "horizontal_and_vertical",
    seed: Seed | None = None,
    *,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Mirror images at random, each with probability one half.

    Use this augmentation if mirroring does not change the label: for photographs of animals, but not for digits. The
    layer changes images only during training.

    Args:
        mode: "horizontal" swaps left and right, "vertical" top and bottom, "horizontal_and_vertical" does each of them
            at random.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> flip = layer_random_flip(mode="horizontal", seed=3)
        >>> op_squeeze(flip(np.arange(6.0).reshape(1, 2, 3, 1), training=True))
        <tf.Tensor: shape=(2, 3), dtype=float32, numpy=
        array([[2., 1., 0.],
               [5., 4., 3.]], dtype=float32)>
    """


@layer("keras.layers.RandomRotation")
def layer_random_rotation(
    object: Composable = MISSING,
    factor: Factor = MISSING,
    fill_mode: FillMode = "reflect",
    interpolation: WarpInterpolation = "bilinear",
    seed: Seed | None = None,
    fill_value: Number = 0.0,
    *,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Rotate each image by a random angle about its center.

    This augmentation makes a model robust to the orientation of objects. The layer changes images only during training.

    Args:
        factor: The angle as a fraction of a full turn: two numbers from -1 to 1, the lower and the upper bound, or one
            number b for the range from -b to b. Positive angles turn counterclockwise.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> rotate = layer_random_rotation(factor=[0.25, 0.25], interpolation="nearest")
        >>> op_squeeze(rotate(np.arange(4.0).reshape(1, 2, 2, 1), training=True))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[1., 3.],
               [0., 2.]], dtype=float32)>
    """


@layer("keras.layers.RandomTranslation")
def layer_random_translation(
    object: Composable = MISSING,
    height_factor: Factor = MISSING,
    width_factor: Factor = MISSING,
    fill_mode: FillMode = "reflect",
    interpolation: WarpInterpolation = "bilinear",
    seed: Seed | None = None,
    fill_value: Number = 0.0,
    *,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Shift each image by a random distance.

    This augmentation makes a model robust to the position of objects. The layer changes images only during training.

    Args:
        height_factor: Shift down, as a fraction of the height: two numbers from -1 to 1, the lower and the upper bound
            (negative: up), or one number b for the range from -b to b.
        width_factor: Shift to the right, as a fraction of the width, like `height_factor`.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> move = layer_random_translation(height_factor=0, width_factor=[0.5, 0.5])
        >>> op_squeeze(move(np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 1, 4, 1), training=True))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([2., 1., 1., 2.], dtype=float32)>
    """


@layer("keras.layers.RandomZoom")
def layer_random_zoom(
    object: Composable = MISSING,
    height_factor: Factor = MISSING,
    width_factor: Factor = None,
    fill_mode: FillMode = "reflect",
    interpolation: WarpInterpolation = "bilinear",
    seed: Seed | None = None,
    fill_value: Number = 0.0,
    *,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Zoom into or out of each image at random.

    This augmentation makes a model robust to the size of objects. The layer changes images only during training.

    Args:
        height_factor: Zoom out, as a fraction of the height: two numbers from above -1 to 1, the lower and the upper
            bound (negative: in), or one number b for the range from -b to b.
        width_factor: Zoom out along the width, like `height_factor`. NULL keeps the proportions.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> zoom = layer_random_zoom(height_factor=[1.0, 1.0], fill_mode="constant")
        >>> op_squeeze(zoom(np.ones((1, 4, 4, 1)), training=True))
        <tf.Tensor: shape=(4, 4), dtype=float32, numpy=
        array([[0., 0., 0., 0.],
               [0., 1., 1., 0.],
               [0., 1., 1., 0.],
               [0., 0., 0., 0.]], dtype=float32)>
    """
