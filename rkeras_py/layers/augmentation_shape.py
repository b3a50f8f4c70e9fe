"""Layers that blur, distort and erase parts of images, or change their values."""

from typing import Any

from ..define import layer
from ..r.code import RCode
from ..signatures.words import MISSING, Composable, Count, Counts, DataFormat, Number, Seed, ValueRange
from .words import Factor, FillMode, WarpInterpolation


@layer("keras.layers.AutoContrast")
def layer_auto_contrast(
    object: Composable = MISSING,
    value_range: ValueRange = RCode("tuple(0L, 255L)", (0, 255)),
    **options: Any,
) -> Any:
    """Stretch the values of each image to the whole range.

    The smallest value of each channel becomes the lower end of the range and the largest value the upper end. Use it
    for images with low contrast; it is also one of the operations of layer_rand_augment().

    Args:
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([50.0, 100.0, 150.0]).reshape(1, 1, 3, 1)
        >>> op_squeeze(layer_auto_contrast(x))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([  0. , 127.5, 255. ], dtype=float32)>
    """


@layer("keras.layers.Equalization")
def layer_equalization(
    object: Composable = MISSING,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    bins: Count = 256,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Even out the histogram of each channel.

    Histogram equalization spreads the values of a channel evenly over the range and so reveals details of dark or pale
    images. Use it for images with poor contrast, such as X-rays or photographs taken at night.

    Use it on data: Keras 3 cannot use it in a functional or Sequential model.

    Args:
        value_range: The smallest and the largest possible value of an image.
        bins: Number of bins of the histogram.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([10.0, 10.0, 20.0, 30.0]).reshape(1, 2, 2, 1)
        >>> op_squeeze(layer_equalization(x))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[  0.,   0.],
               [128., 255.]], dtype=float32)>
    """


@layer("keras.layers.RandomElasticTransform")
def layer_random_elastic_transform(
    object: Composable = MISSING,
    factor: Factor = 1.0,
    scale: Factor = 1.0,
    interpolation: WarpInterpolation = "bilinear",
    fill_mode: FillMode = "reflect",
    fill_value: Number = 0.0,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    seed: Seed | None = None,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Distort each image by a smooth random field.

    Neighboring pixels move together, which imitates the variation of handwriting and tissue (Simard et al.,
    2003). The layer changes images only during training.

    Args:
        factor: Probability of a change, 0 to 1: one number, the upper bound, or a lower and an upper bound.
        scale: Largest shift of pixels: one number, the upper bound, or a lower and an upper bound.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> image = np.array([[0.0, 255.0, 0.0, 0.0]] * 4).reshape(1, 4, 4, 1)
        >>> elastic = layer_random_elastic_transform(factor=1.0, scale=1.0, seed=1)
        >>> op_round(op_squeeze(elastic(image, training=True)))
        <tf.Tensor: shape=(4, 4), dtype=float32, numpy=
        array([[  8., 253.,   0.,   0.],
               [  9., 234.,   0.,   0.],
               [  5., 239.,   0.,   0.],
               [  8., 237.,   1.,   0.]], dtype=float32)>

    Example in R:
        image <- array_reshape(rep(c(0, 255, 0, 0), 4), c(1, 4, 4, 1))
        elastic <- layer_random_elastic_transform(factor = 1, scale = 1, seed = 1)
        op_round(op_squeeze(elastic(image, training = TRUE)))
    """


@layer("keras.layers.RandomErasing")
def layer_random_erasing(
    object: Composable = MISSING,
    factor: Factor = 1.0,
    scale: Factor = RCode("list(0.02, 0.33)", (0.02, 0.33)),
    fill_value: Number | None = None,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    seed: Seed | None = None,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Cover a random rectangle in each image.

    The model must recognize an object from its visible parts (Zhong et al., 2020, arXiv:1708.04896). The layer changes
    images only during training.

    Args:
        factor: Probability of a change, 0 to 1: one number, the upper bound, or a lower and an upper bound.
        scale: The share of the image that is covered: a lower and an upper bound.
        fill_value: The value inside the rectangle; NULL fills it with noise.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    References:
        Zhong, Z. et al. (2017), Random Erasing Data Augmentation, https://arxiv.org/abs/1708.04896

    Example:
        >>> erase = layer_random_erasing(scale=[0.25, 0.25], fill_value=0.0, seed=1)
        >>> op_sum(erase(np.ones((1, 8, 8, 1)), training=True))
        <tf.Tensor: shape=(), dtype=float32, numpy=48.0>
    """


@layer("keras.layers.RandomGaussianBlur")
def layer_random_gaussian_blur(
    object: Composable = MISSING,
    factor: Factor = 1.0,
    kernel_size: Counts = 3,
    sigma: Factor = 1.0,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    data_format: DataFormat = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Blur each image at random.

    It makes a model robust to images that are out of focus. The layer changes images only during training.

    Args:
        factor: Probability of a change, 0 to 1: one number, the upper bound, or a lower and an upper bound.
        kernel_size: Size of the window: one odd number, or one for each direction.
        sigma: Standard deviation of the blur in pixels: one number, the upper bound, or a lower and an upper bound.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([0.0, 0.0, 100.0, 0.0, 0.0]).reshape(1, 1, 5, 1)
        >>> blur = layer_random_gaussian_blur(factor=[1.0, 1.0], kernel_size=3, sigma=[1.0, 1.0])
        >>> op_squeeze(blur(x, training=True))
        <tf.Tensor: shape=(5,), dtype=float32, numpy=
        array([ 0.      , 12.384139, 20.417973, 12.384139,  0.      ],
              dtype=float32)>
    """


@layer("keras.layers.RandomInvert")
def layer_random_invert(
    object: Composable = MISSING,
    factor: Factor = 1.0,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    seed: Seed | None = None,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Invert the values of images at random.

    An inverted image has the values `max - x`, like a photographic negative. The layer changes images only during
    training.

    Args:
        factor: Probability of a change, 0 to 1: one number, the upper bound, or a lower and an upper bound.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([0.0, 55.0, 255.0]).reshape(1, 1, 3, 1)
        >>> op_squeeze(layer_random_invert(factor=[1.0, 1.0])(x, training=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([255., 200.,   0.], dtype=float32)>
    """


@layer("keras.layers.RandomPerspective")
def layer_random_perspective(
    object: Composable = MISSING,
    factor: Factor = 1.0,
    scale: Number = 1.0,
    interpolation: WarpInterpolation = "bilinear",
    fill_value: Number = 0.0,
    seed: Seed | None = None,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Change the perspective of each image at random.

    It makes a model robust to the viewpoint of the camera. The layer changes images only during training.

    Args:
        factor: Probability of a change, 0 to 1: one number, the upper bound, or a lower and an upper bound.
        scale: Maximum shift of the corners, as a fraction of the side length: one number.
        fill_value: The value outside the image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> image = np.arange(16.0).reshape(1, 4, 4, 1)
        >>> tilt = layer_random_perspective(factor=1.0, scale=0.5, seed=1)
        >>> op_round(op_squeeze(tilt(image, training=True)), 1)
        <tf.Tensor: shape=(4, 4), dtype=float32, numpy=
        array([[ 0. ,  0.5,  1.2,  2.1],
               [ 2.2,  3.2,  4.5,  6.5],
               [ 5.5,  7.3, 10. ,  1.7],
               [10.5,  9.1,  0. ,  0. ]], dtype=float32)>
    """


@layer("keras.layers.RandomPosterization")
def layer_random_posterization(
    object: Composable = MISSING,
    factor: Count = MISSING,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    data_format: DataFormat = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Reduce the number of bits of each value.

    Fewer bits leave fewer shades, so the model relies less on fine gradations. The layer changes images only during
    training.

    Args:
        factor: Number of bits to keep, 1 to 8.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([0.0, 100.0, 200.0]).reshape(1, 1, 1, 3)
        >>> op_squeeze(layer_random_posterization(factor=1, seed=1)(x, training=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([  0.,   0., 128.], dtype=float32)>
    """


@layer("keras.layers.RandomSharpness")
def layer_random_sharpness(
    object: Composable = MISSING,
    factor: Factor = MISSING,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    data_format: DataFormat = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Blur or sharpen each image at random.

    The output is a blend of the image with a smoothed copy: a factor below 0.5 blurs, a factor above 0.5 sharpens. The
    layer changes images only during training.

    Args:
        factor: From 0 (blurred) over 0.5 (unchanged) to 1 (sharpened): one number, the upper bound, or a lower and an
            upper
            bound.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([0.0, 0.0, 0.0, 0.0, 90.0, 0.0, 0.0, 0.0, 0.0]).reshape(1, 3, 3, 1)
        >>> op_squeeze(layer_random_sharpness(factor=[0.25, 0.25])(x, training=True))
        <tf.Tensor: shape=(3, 3), dtype=float32, numpy=
        array([[ 3.4615386,  3.4615386,  3.4615386],
               [ 3.4615386, 62.307693 ,  3.4615386],
               [ 3.4615386,  3.4615386,  3.4615386]], dtype=float32)>
    """


@layer("keras.layers.RandomShear")
def layer_random_shear(
    object: Composable = MISSING,
    x_factor: Factor = 0.0,
    y_factor: Factor = 0.0,
    interpolation: WarpInterpolation = "bilinear",
    fill_mode: FillMode = "reflect",
    fill_value: Number = 0.0,
    data_format: DataFormat = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Shear each image at random.

    A shear slants the image along an axis, as italics slant letters. The layer changes images only during training.

    Pass two bounds if you want to save the model: Keras 3 cannot load a file in which the lower bound is negative.

    Args:
        x_factor: Shear along the width, as a fraction of it: a lower and an upper bound from 0 to 1, or one number f
            for the range from -f to f.
        y_factor: Shear along the height, like `x_factor`.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> shear = layer_random_shear(x_factor=[0.5, 0.5], fill_mode="constant")
        >>> op_squeeze(shear(np.ones((1, 3, 3, 1)), training=True))
        <tf.Tensor: shape=(3, 3), dtype=float32, numpy=
        array([[1. , 1. , 1. ],
               [1. , 1. , 0.5],
               [1. , 1. , 0. ]], dtype=float32)>
    """


@layer("keras.layers.Solarization")
def layer_solarization(
    object: Composable = MISSING,
    addition_factor: Factor = 0.0,
    threshold_factor: Factor = 0.0,
    value_range: ValueRange = RCode("tuple(0L, 255L)", (0, 255)),
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Invert values above a random threshold, after adding a random number.

    Solarization turns bright areas dark. It is one of the augmentations of layer_rand_augment() and of self-supervised
    learning, and makes a classifier rely on shapes more than on brightness.

    If there are two bounds, Keras 3.15 scales only the upper one to the range: with bounds 0.4 and 0.6 and values from
    0 to 255, the threshold is drawn from 0.4 to 153, not from 102 to 153. A single number has the documented meaning.

    Args:
        addition_factor: The number added, as a fraction of the range: one number, the upper bound, or two bounds.
        threshold_factor: The threshold, as a fraction of the range: one number, the upper bound, or two bounds.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([0.0, 100.0, 200.0]).reshape(1, 1, 3, 1)
        >>> op_squeeze(layer_solarization(threshold_factor=0.5, seed=1)(x, training=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([  0., 155.,  55.], dtype=float32)>
    """
