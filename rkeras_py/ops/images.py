"""Functions of images."""

from typing import Any

from ..r.code import RCode
from ..signatures.tensor_words import FillMode, Nearness, NumberPair, Pair, TensorArg
from ..signatures.words import (
    MISSING,
    Bool,
    Count,
    CountFromZero,
    DataFormat,
    Int,
    Interpolation,
    IntOrNone,
    Ints,
    Number,
    Padding,
)
from .family import keras_op


@keras_op("keras.ops.image.affine_transform")
def op_image_affine_transform(
    images: TensorArg = MISSING,
    transform: TensorArg = MISSING,
    interpolation: Nearness = "bilinear",
    fill_mode: FillMode = "constant",
    fill_value: Number = 0,
    data_format: DataFormat = None,
) -> Any:
    """Move, scale, rotate and shear images.

    Use it for a custom augmentation or alignment; layers such as layer_random_rotation() draw a random transform. With
    `c(a, b, c, d, e, f, 0, 0)` the pixel at column x and row y comes from column `a * x + b * y + c` and row
    `d * x + e * y + f`.

    Args:
        transform: Eight numbers a0, a1, a2, b0, b1, b2, c0, c1 for each image: the point (x, y) of the result is the
            point `((a0 * x + a1 * y + a2) / k, (b0 * x + b1 * y + b2) / k)` of the image, with `k = c0 * x + c1 * y +
            1`; points count from 0.

    Example:
        >>> image = op_reshape([1.0, 2.0, 3.0, 4.0], (2, 2, 1))
        >>> op_squeeze(op_image_affine_transform(image, [1, 0, 1, 0, 1, 0, 0, 0]))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[2., 0.],
               [4., 0.]], dtype=float32)>
    """


@keras_op("keras.ops.image.crop_images")
def op_image_crop(
    images: TensorArg = MISSING,
    top_cropping: CountFromZero | None = None,
    left_cropping: CountFromZero | None = None,
    bottom_cropping: CountFromZero | None = None,
    right_cropping: CountFromZero | None = None,
    target_height: Count | None = None,
    target_width: Count | None = None,
    data_format: DataFormat = None,
) -> Any:
    """Crop the margins of images.

    Use it to remove borders or to cut out a region. layer_center_crop() and layer_random_crop() choose the region
    automatically.

    Args:
        top_cropping: Number of rows to remove at the top. NULL: computed from the other arguments.
        left_cropping: Number of columns to remove on the left.
        bottom_cropping: Number of rows to remove at the bottom.
        right_cropping: Number of columns to remove on the right.

    Example:
        >>> image = op_reshape(op_arange(16), [4, 4, 1])
        >>> part = op_image_crop(image, top_cropping=1, left_cropping=1, target_height=2, target_width=3)
        >>> op_squeeze(part, axis=3)
        <tf.Tensor: shape=(2, 3), dtype=int32, numpy=
        array([[ 6,  7,  8],
               [10, 11, 12]], dtype=int32)>
    """


@keras_op("keras.ops.image.elastic_transform")
def op_image_elastic_transform(
    images: TensorArg = MISSING,
    alpha: Number = 20.0,
    sigma: Number = 5.0,
    interpolation: Nearness = "bilinear",
    fill_mode: FillMode = "reflect",
    fill_value: Number = 0.0,
    seed: IntOrNone = None,
    data_format: DataFormat = None,
) -> Any:
    """Distort images with random waves.

    It imitates natural distortions of handwriting or tissue (Simard et al., 2003). layer_random_elastic_transform()
    does this as an augmentation.

    Args:
        alpha: Maximum shift of points.
        sigma: Smoothness of the waves, a standard deviation in pixels.

    Example:
        >>> image = op_reshape(op_cast(op_arange(16), "float32"), [4, 4, 1])
        >>> moved = op_image_elastic_transform(image, alpha=2.0, sigma=1.0, seed=1)
        >>> op_round(op_squeeze(moved, axis=3), 1)
        <tf.Tensor: shape=(4, 4), dtype=float32, numpy=
        array([[ 2. ,  3.4,  4.6,  5.4],
               [ 3.6,  2.3,  2. ,  3.1],
               [ 7.9,  8. ,  6.8,  5.4],
               [13.1, 14.1, 13.6, 12.3]], dtype=float32)>
    """


@keras_op("keras.ops.image.extract_patches")
def op_image_extract_patches(
    images: TensorArg = MISSING,
    size: Ints = MISSING,
    strides: Ints | None = None,
    dilation_rate: Ints = 1,
    padding: Padding = "valid",
    data_format: DataFormat = "channels_last",
) -> Any:
    """Extract patches from images.

    Use it for vision transformers, which treat patches as tokens. Each patch becomes a vector of its pixels, row by
    row.

    Args:
        size: Height and width of a patch, or one number for both.

    Example:
        >>> patches = op_image_extract_patches(op_reshape(op_arange(16.0), (4, 4, 1)), size=2)
        >>> op_shape(patches)
        (2, 2, 4)
        >>> op_reshape(patches, (4, 4))
        <tf.Tensor: shape=(4, 4), dtype=float32, numpy=
        array([[ 1.,  2.,  5.,  6.],
               [ 3.,  4.,  7.,  8.],
               [ 9., 10., 13., 14.],
               [11., 12., 15., 16.]], dtype=float32)>
    """


@keras_op("keras.ops.image.gaussian_blur")
def op_image_gaussian_blur(
    images: TensorArg = MISSING,
    kernel_size: Pair = RCode("list(3L, 3L)", (3, 3)),
    sigma: NumberPair = RCode("list(1, 1)", (1.0, 1.0)),
    data_format: DataFormat = None,
) -> Any:
    """Blur images with a Gaussian filter.

    Use it to remove noise or fine detail. layer_random_gaussian_blur() does this as an augmentation.

    Args:
        kernel_size: Height and width of the filter.
        sigma: Standard deviations of the Gaussian, along the height and the width.

    Example:
        >>> dot = op_reshape([0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0], (3, 3, 1))
        >>> op_squeeze(op_image_gaussian_blur(dot))
        <tf.Tensor: shape=(3, 3), dtype=float32, numpy=
        array([[0.07511361, 0.1238414 , 0.07511361],
               [0.1238414 , 0.20417994, 0.1238414 ],
               [0.07511361, 0.1238414 , 0.07511361]], dtype=float32)>
    """


@keras_op("keras.ops.image.hsv_to_rgb")
def op_image_hsv_to_rgb(images: TensorArg = MISSING, data_format: DataFormat = None) -> Any:
    """Convert images from HSV to RGB.

    HSV stands for hue, saturation and value. Use it to return to RGB after changing colors.

    Example:
        >>> op_image_hsv_to_rgb([[[0.0, 1.0, 1.0], [0.5, 1.0, 0.5]]])
        <tf.Tensor: shape=(1, 2, 3), dtype=float32, numpy=
        array([[[1. , 0. , 0. ],
                [0. , 0.5, 0.5]]], dtype=float32)>
    """


@keras_op("keras.ops.image.rgb_to_hsv")
def op_image_rgb_to_hsv(images: TensorArg = MISSING, data_format: DataFormat = None) -> Any:
    """Convert images from RGB to HSV.

    HSV stands for hue, saturation and value. Use it to change only the hue or the saturation.

    Example:
        >>> op_image_rgb_to_hsv([[[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]]])
        <tf.Tensor: shape=(1, 2, 3), dtype=float32, numpy=
        array([[[0. , 1. , 1. ],
                [0.5, 1. , 0.5]]], dtype=float32)>
    """


@keras_op("keras.ops.image.rgb_to_grayscale")
def op_image_rgb_to_grayscale(images: TensorArg = MISSING, data_format: DataFormat = None) -> Any:
    """Convert images from RGB to grayscale.

    It computes a weighted mean of the channels, with most weight on green. Use it if color does not matter.

    Example:
        >>> op_image_rgb_to_grayscale([[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]])
        <tf.Tensor: shape=(1, 2, 1), dtype=float32, numpy=
        array([[[0.2989],
                [0.587 ]]], dtype=float32)>
    """


@keras_op("keras.ops.image.map_coordinates")
def op_image_map_coordinates(
    inputs: TensorArg = MISSING,
    coordinates: TensorArg = MISSING,
    order: Int = MISSING,
    fill_mode: FillMode = "constant",
    fill_value: Number = 0,
) -> Any:
    """Interpolate values at given coordinates.

    Use it for custom warps: for each pixel of the result, give the point of the input to read.

    Args:
        inputs: A tensor, an array, or numbers.
        coordinates: The points: along the first axis the coordinates along each axis of `inputs`, counted from 0.
        order: 0 uses the nearest value, 1 linear interpolation.

    Example:
        >>> op_image_map_coordinates([[1.0, 2.0], [3.0, 4.0]], [[0.5, 1.0], [0.5, 0.0]], order=1)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([2.5, 3. ], dtype=float32)>
    """


@keras_op("keras.ops.image.pad_images")
def op_image_pad(
    images: TensorArg = MISSING,
    top_padding: CountFromZero | None = None,
    left_padding: CountFromZero | None = None,
    bottom_padding: CountFromZero | None = None,
    right_padding: CountFromZero | None = None,
    target_height: Count | None = None,
    target_width: Count | None = None,
    data_format: DataFormat = None,
) -> Any:
    """Add margins to images.

    Use it to bring images to the same size without distortion. The margins are 0, which is black.

    Args:
        top_padding: Number of rows to add at the top. NULL: computed from the other arguments.
        left_padding: Number of columns to add on the left.
        bottom_padding: Number of rows to add at the bottom.
        right_padding: Number of columns to add on the right.

    Example:
        >>> op_squeeze(op_image_pad(op_ones((1, 2, 1)), 1, 1, target_height=2, target_width=4))
        <tf.Tensor: shape=(2, 4), dtype=float32, numpy=
        array([[0., 0., 0., 0.],
               [0., 1., 1., 0.]], dtype=float32)>
    """


@keras_op("keras.ops.image.perspective_transform")
def op_image_perspective_transform(
    images: TensorArg = MISSING,
    start_points: TensorArg = MISSING,
    end_points: TensorArg = MISSING,
    interpolation: Nearness = "bilinear",
    fill_value: Number = 0,
    data_format: DataFormat = None,
) -> Any:
    """Warp images so that four points move to four new positions.

    Use it to straighten a photographed page, or for a custom augmentation. Four pairs of points, no three on a
    line, determine the transform.

    Args:
        start_points: Four points (x, y) of each image, counted from 0.
        end_points: The new positions of these points.

    Example:
        >>> image = op_reshape([1.0, 2.0, 3.0, 4.0], (2, 2, 1))
        >>> start = [[0, 0], [1, 0], [0, 1], [1, 1]]
        >>> end = [[1, 0], [2, 0], [1, 1], [2, 1]]
        >>> op_squeeze(op_image_perspective_transform(image, start, end))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[0., 1.],
               [0., 3.]], dtype=float32)>
    """


@keras_op("keras.ops.image.resize")
def op_image_resize(
    images: TensorArg = MISSING,
    size: Pair = MISSING,
    interpolation: Interpolation = "bilinear",
    antialias: Bool = False,
    crop_to_aspect_ratio: Bool = False,
    pad_to_aspect_ratio: Bool = False,
    fill_mode: FillMode = "constant",
    fill_value: Number = 0.0,
    data_format: DataFormat = None,
) -> Any:
    """Change the size of images.

    Use it to resize images to the size that a model expects. `pad_to_aspect_ratio` and `crop_to_aspect_ratio` avoid
    distortion; layer_resizing() does the same as a layer.

    Args:
        size: Height and width of the result.
        antialias: Whether to smooth before making images smaller.
        crop_to_aspect_ratio: Whether to crop rather than distort.
        pad_to_aspect_ratio: Whether to pad rather than distort.
        interpolation: How to compute values between pixels: "nearest", "bilinear", "bicubic", "lanczos3" or "lanczos5".

    Example:
        >>> op_squeeze(op_image_resize(op_reshape([1.0, 3.0], (1, 2, 1)), size=(1, 4)))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1. , 1.5, 2.5, 3. ], dtype=float32)>
    """
