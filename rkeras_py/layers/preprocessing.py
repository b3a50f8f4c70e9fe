"""Layers that prepare data inside the model."""

from typing import Any

from ..define import layer
from ..signatures.words import (
    MISSING,
    Bool,
    Composable,
    Count,
    DataFormat,
    Dtype,
    Int,
    Ints,
    NotNegative,
    Number,
    Str,
)
from .words import (
    AxisOrNone,
    BinMode,
    Boundaries,
    CategoryMode,
    CrossingMode,
    PadMode,
    ResizeInterpolation,
    Scale,
    Statistics,
    TextOrInt,
    Variances,
)


@layer("keras.layers.Rescaling")
def layer_rescaling(
    object: Composable = MISSING,
    scale: Scale = MISSING,
    offset: Scale = 0,
    **options: Any,
) -> Any:
    """Multiply the input by a number, then add another.

    It computes `x * scale + offset`. It is mostly used with `scale = 1 / 255`, for images with values from 0 to 255.

    Args:
        scale: The factor; `1 / 255` turns the bytes of an image into numbers from 0 to 1. One number, or one
            for each channel.
        offset: The number to add afterwards; one number, or one for each channel.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Example:
        >>> layer_rescaling(np.array([[0.0, 127.5, 255.0]]), scale=1 / 127.5, offset=-1)
        <tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[-1.,  0.,  1.]], dtype=float32)>
    """


@layer("keras.layers.Resizing")
def layer_resizing(
    object: Composable = MISSING,
    height: Count = MISSING,
    width: Count = MISSING,
    interpolation: ResizeInterpolation = "bilinear",
    crop_to_aspect_ratio: Bool = False,
    *,
    pad_to_aspect_ratio: Bool = False,
    fill_mode: PadMode = "constant",
    fill_value: Number = 0,
    data_format: DataFormat = None,
    antialias: Bool = False,
    **options: Any,
) -> Any:
    """Resize images.

    Use it to resize images to the size that a model expects, inside the model or before training.
    Pretrained models expect a certain size, such as 224 by 224 pixels.

    Images with integer values keep their type, and values are rounded; others become floats.

    Args:
        interpolation: How to compute values between pixels: "bilinear", "nearest", "bicubic", "area", "lanczos3" or
            "lanczos5".
        crop_to_aspect_ratio: Whether to keep the proportions by cropping the margins (the largest centered window is
            resized), instead of distorting the image.
        pad_to_aspect_ratio: Whether to keep the proportions by padding the sides.
        fill_mode: How to pad: "constant", with `fill_value`.
        fill_value: The padding value.
        antialias: Whether to smooth the image before it is made smaller.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same axes, with the new height and width.

    Differences:
        Images with integer values keep their type; values are rounded.

    Example:
        >>> op_shape(layer_resizing(layer_input(shape=(300, 200, 3)), height=150, width=150))
        (None, 150, 150, 3)
        >>> resize = layer_resizing(height=1, width=4, interpolation="nearest")
        >>> op_squeeze(resize(np.array([0.0, 4.0]).reshape(1, 1, 2, 1)))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([0., 0., 4., 4.], dtype=float32)>
    """


@layer("keras.layers.CenterCrop")
def layer_center_crop(
    object: Composable = MISSING,
    height: Count = MISSING,
    width: Count = MISSING,
    *,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Crop the center of images.

    Use it during inference if layer_random_crop() is used during training, or for images with the subject in the
    center. An image that is smaller than the window is resized first, keeping its proportions.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same axes, with the new height and width.

    Example:
        >>> op_squeeze(layer_center_crop(np.arange(16.0).reshape(1, 4, 4, 1), height=2, width=2))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[ 5.,  6.],
               [ 9., 10.]], dtype=float32)>
    """


@layer("keras.layers.Normalization")
def layer_normalization(
    object: Composable = MISSING,
    axis: AxisOrNone = -1,
    mean: Statistics = None,
    variance: Variances = None,
    invert: Bool = False,
    **options: Any,
) -> Any:
    """Shift and scale each feature to mean 0 and standard deviation 1.

    It computes `(x - mean) / sqrt(variance)`. Pass the mean and the variance (with divisor n), or let adapt() learn
    them from the training data. Since the scaling is part of the model, it is the same during training and prediction.

    Args:
        axis: The axes that have a mean and a variance for each of their elements, counted from 1 (the batch axis); -1
            is the last one. NULL: one mean and one variance for all values.
        mean: The mean, one number or one for each feature. Pass it together with `variance`, or pass neither.
        variance: The variance, like `mean`.
        invert: Whether to invert the scaling: `input * sqrt(variance) + mean`.

    Input shape:
        Any.

    Output shape:
        The same as the input shape.

    Example:
        >>> layer_normalization(np.array([[1.0], [2.0], [3.0]]), mean=2, variance=4)
        <tf.Tensor: shape=(3, 1), dtype=float32, numpy=
        array([[-0.5],
               [ 0. ],
               [ 0.5]], dtype=float32)>
    """


@layer("keras.layers.Discretization")
def layer_discretization(
    object: Composable = MISSING,
    bin_boundaries: Boundaries | None = None,
    num_bins: Count | None = None,
    epsilon: NotNegative = 0.01,
    output_mode: BinMode = "int",
    sparse: Bool = False,
    *,
    dtype: Dtype | None = None,
    name: Str | None = None,
    **options: Any,
) -> Any:
    """Sort numbers into bins.

    Use it to turn a number such as age into a category, so that a model can treat each range differently. A linear
    model can then describe effects that are not linear, and outliers go into the first or last bin. Pass the
    boundaries, or let adapt() choose them so that each of the `num_bins` bins contains about the same number of values.
    A value equal to a boundary belongs to the bin above it.

    Args:
        bin_boundaries: The boundaries in increasing order; c(0, 1) defines three bins, numbered from 0: below 0, from 0
            to below 1, and from 1 up.
        num_bins: Number of bins that adapt() creates. Pass either this or `bin_boundaries`.
        epsilon: Maximum error of the bins that adapt() creates, as a fraction of the data; smaller values are slower.
        output_mode: "int" returns the number of the bin, from 0; "one_hot" a vector with a 1 at the bin for each value;
            "multi_hot" and "count" one vector for each sample, with a 1 or a count for each bin that occurs in it.

    Input shape:
        Any.

    Output shape:
        The same as the input shape for "int"; otherwise the last axis has one element for each bin.

    Example:
        >>> layer_discretization(np.array([[-1.0, 0.5, 3.0]]), bin_boundaries=[0.0, 1.0])
        <tf.Tensor: shape=(1, 3), dtype=int32, numpy=array([[0, 1, 2]], dtype=int32)>
    """


@layer("keras.layers.CategoryEncoding")
def layer_category_encoding(
    object: Composable = MISSING,
    num_tokens: Count | None = None,
    output_mode: CategoryMode = "multi_hot",
    sparse: Bool = False,
    **options: Any,
) -> Any:
    """Encode category numbers as vectors of zeros and ones, or of counts.

    Use it to feed categories with few levels to a dense layer; for many levels use layer_embedding(). "multi_hot"
    returns one vector for all categories of a sample, "one_hot" one for each category, and "count" counts them.

    Args:
        num_tokens: Number of categories; the input must be whole numbers from 0 to `num_tokens - 1`.
        output_mode: "multi_hot" returns one vector for each sample, with a 1 for each category that occurs in it;
            "count" the number of times each occurs; "one_hot" one vector for each value. "binary" is
            an old name of "multi_hot".

    Input shape:
        (batch, values) of whole numbers.

    Output shape:
        (batch, num_tokens); with "one_hot" (batch, values, num_tokens), and the axis of values is dropped if it has
        length 1.

    Example:
        >>> layer_category_encoding(np.array([[0, 2]]), num_tokens=4)
        <tf.Tensor: shape=(1, 4), dtype=float32, numpy=array([[1., 0., 1., 0.]], dtype=float32)>
        >>> layer_category_encoding(np.array([[0, 2]]), num_tokens=4, output_mode="one_hot")
        <tf.Tensor: shape=(1, 2, 4), dtype=float32, numpy=
        array([[[1., 0., 0., 0.],
                [0., 0., 1., 0.]]], dtype=float32)>
    """


@layer("keras.layers.Hashing")
def layer_hashing(
    object: Composable = MISSING,
    num_bins: Count = MISSING,
    mask_value: TextOrInt = None,
    salt: Ints = None,
    output_mode: BinMode = "int",
    sparse: Bool = False,
    **options: Any,
) -> Any:
    """Hash categories, strings or whole numbers, into a fixed number of bins.

    Use it for categories with very many or unknown levels, such as user names, URLs or search terms; if the vocabulary
    is known, use layer_string_lookup(). Different categories can share a bin. The same value goes to the same bin on
    every machine.

    Args:
        num_bins: Number of bins, including the bin of `mask_value`.
        mask_value: The value that goes to bin 0, which then contains no other value. NULL: there is none.
        salt: One or two whole numbers that select a different hash function (SipHash64 instead of FarmHash64).
        output_mode: "int" returns the number of the bin, from 0; "one_hot" a vector with a 1 at the bin for each value;
            "multi_hot" and "count" one vector for each sample, with a 1 or a count for each bin that occurs in it.

    Input shape:
        Any.

    Output shape:
        The same as the input shape for "int"; otherwise the last axis has one element for each bin.

    References:
        Weinberger, K. et al. (2009), Feature Hashing for Large Scale Multitask Learning, ICML.

    Example:
        >>> layer_hashing(np.array([["cat", "bird", "cat"]]), num_bins=8)
        <tf.Tensor: shape=(1, 3), dtype=int64, numpy=array([[0, 4, 0]])>
    """


@layer("keras.layers.HashedCrossing")
def layer_hashed_crossing(
    object: Composable = MISSING,
    num_bins: Count = MISSING,
    output_mode: CrossingMode = "int",
    sparse: Bool = False,
    name: Str | None = None,
    dtype: Dtype | None = None,
    **options: Any,
) -> Any:
    """Combine two or more categorical columns into one, with a hash function.

    A cross feature, such as city by weekday, lets a linear model learn the effect of a combination. The hash function
    needs no vocabulary, so new combinations are allowed; with few bins, different combinations can share a bin.

    Args:
        object: List of tensors of whole numbers or strings. If it is omitted, the layer itself is returned.
        num_bins: Number of categories after the crossing.
        output_mode: "int" returns the number of the bin, "one_hot" a vector with a 1 at that number.

    Input shape:
        A list of tensors, each (batch) or (batch, 1).

    Output shape:
        The same as the input shapes; with "one_hot" the last axis is `num_bins`.

    Example:
        >>> color = np.array([["red"], ["red"], ["blue"]])
        >>> size = np.array([["small"], ["large"], ["small"]])
        >>> cross = layer_hashed_crossing(num_bins=5)
        >>> cross([color, size])
        <tf.Tensor: shape=(3, 1), dtype=int64, numpy=
        array([[3],
               [0],
               [2]])>
    """


@layer("keras.layers.MaxNumBoundingBoxes")
def layer_max_num_bounding_boxes(
    object: Composable = MISSING,
    max_number: Count = MISSING,
    fill_value: Int = -1,
    **options: Any,
) -> Any:
    """Pad or cut the bounding boxes of each image to a fixed number.

    Use it before object detectors, which need the same number of boxes for each image. Extra boxes are removed, and
    missing ones are filled with `fill_value`.

    Args:
        object: A dict of "images" and "bounding_boxes", itself a dict of "boxes" and "labels". If it is omitted, the
            layer itself is returned.
        max_number: Number of boxes for each image.
        fill_value: The padding value of boxes and labels.
        options: `bounding_box_format`, such as "xyxy", which the layer needs; further arguments of Keras's class.

    Input shape:
        boxes (batch, any, 4), labels (batch, any).

    Output shape:
        boxes (batch, max_number, 4), labels (batch, max_number).

    Example:
        >>> boxes = {"boxes": np.ones((1, 2, 4)), "labels": np.array([[1, 2]])}
        >>> data = {"images": np.ones((1, 8, 8, 3)), "bounding_boxes": boxes}
        >>> limited = layer_max_num_bounding_boxes(max_number=3, bounding_box_format="xyxy")(data)
        >>> limited["bounding_boxes"]["labels"]
        <tf.Tensor: shape=(1, 3), dtype=int64, numpy=array([[ 1,  2, -1]])>
    """
