"""Layers that change the size of feature maps: zero padding, cropping and upsampling."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name, Weights
from ..signatures.words import MISSING, Bool, Composable, Count, Counts, CountsFromZero, DataFormat, Interpolation


@layer("keras.layers.ZeroPadding1D")
def layer_zero_padding_1d(
    object: Composable = MISSING,
    padding: CountsFromZero = 1,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    *,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Add zeros around the steps of an output.

    Use it to control the length of the output of a convolution, for example to pad only the start. It has no weights;
    `padding = "same"` of a convolution pads automatically.

    Args:
        padding: Steps of zeros: one whole number for both ends, or c(begin, end).

    Input shape:
        (batch, steps, channels).

    Output shape:
        (batch, new steps, channels).

    Example:
        >>> x = np.array([1.0, 2.0]).reshape(1, 2, 1)
        >>> op_squeeze(layer_zero_padding_1d(x, padding=(1, 2)))
        <tf.Tensor: shape=(5,), dtype=float32, numpy=array([0., 1., 2., 0., 0.], dtype=float32)>
    """


@layer("keras.layers.ZeroPadding2D")
def layer_zero_padding_2d(
    object: Composable = MISSING,
    padding: CountsFromZero = (1, 1),
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Add zeros around the rows and columns of an output.

    Use it to control the size of the output of a convolution, or to make sizes divisible before pooling. It has no
    weights; `padding = "same"` of a convolution pads automatically.

    Args:
        padding: Rows and columns of zeros: one whole number for all sides, c(rows, columns), or list(c(top,
            bottom), c(left, right)).

    Input shape:
        (batch, rows, columns, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new rows, new columns, channels); with "channels_first" the channels come second.

    Example:
        >>> x = np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
        >>> op_squeeze(layer_zero_padding_2d(x, padding=1))
        <tf.Tensor: shape=(3, 4), dtype=float32, numpy=
        array([[0., 0., 0., 0.],
               [0., 1., 2., 0.],
               [0., 0., 0., 0.]], dtype=float32)>
    """


@layer("keras.layers.ZeroPadding3D")
def layer_zero_padding_3d(
    object: Composable = MISSING,
    padding: CountsFromZero = (1, 1, 1),
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Add zeros around the three axes of an output.

    Use it to control the size of the output of a convolution over volumes. It has no weights; `padding = "same"` of a
    convolution pads automatically.

    Args:
        padding: Number of zeros along each axis: one whole number for all, one for each axis, or a list of three pairs
            c(begin, end).

    Input shape:
        (batch, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new axis 1, new axis 2, new axis 3, channels); with "channels_first" the channels come second.

    Example:
        >>> volume = np.array([1.0, 2.0]).reshape(1, 1, 1, 2, 1)
        >>> op_squeeze(layer_zero_padding_3d(volume, padding=(0, 1, 1)))
        <tf.Tensor: shape=(3, 4), dtype=float32, numpy=
        array([[0., 0., 0., 0.],
               [0., 1., 2., 0.],
               [0., 0., 0., 0.]], dtype=float32)>
    """


@layer("keras.layers.Cropping1D")
def layer_cropping_1d(
    object: Composable = MISSING,
    cropping: CountsFromZero = (1, 1),
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Cut off the margins of the steps of an output.

    Use it to remove steps that padding added, or to align two branches before they are merged. It has no weights.

    Args:
        cropping: Number of steps to cut: one whole number for both ends, or c(begin, end).

    Input shape:
        (batch, steps, channels).

    Output shape:
        (batch, new steps, channels).

    Example:
        >>> op_squeeze(layer_cropping_1d(np.arange(6.0).reshape(1, 6, 1), cropping=(1, 2)))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([1., 2., 3.], dtype=float32)>
    """


@layer("keras.layers.Cropping2D")
def layer_cropping_2d(
    object: Composable = MISSING,
    cropping: CountsFromZero = ((0, 0), (0, 0)),
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Cut off the margins of the rows and columns of an output.

    Use it to remove borders, or to align feature maps before they are merged, as in U-Net (Ronneberger et al., 2015,
    arXiv:1505.04597). It has no weights.

    Args:
        cropping: Number of rows and columns to cut: one whole number for all sides, c(rows, columns), or list(c(top,
            bottom), c(left, right)).

    Input shape:
        (batch, rows, columns, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new rows, new columns, channels); with "channels_first" the channels come second.

    Example:
        >>> image = np.arange(16.0).reshape(1, 4, 4, 1)
        >>> op_squeeze(layer_cropping_2d(image, cropping=((1, 1), (0, 2))))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[4., 5.],
               [8., 9.]], dtype=float32)>
    """


@layer("keras.layers.Cropping3D")
def layer_cropping_3d(
    object: Composable = MISSING,
    cropping: CountsFromZero = ((1, 1), (1, 1), (1, 1)),
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Cut off the margins of the three axes of an output.

    Use it to remove borders of volumes, or to align them before they are merged. It has no weights.

    Args:
        cropping: Amount to cut along each axis: one whole number for all, one for each axis, or a list of three pairs
            c(begin, end).

    Input shape:
        (batch, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new axis 1, new axis 2, new axis 3, channels); with "channels_first" the channels come second.

    Example:
        >>> volume = np.arange(12.0).reshape(1, 3, 1, 4, 1)
        >>> op_squeeze(layer_cropping_3d(volume, cropping=(1, 0, 1)))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([5., 6.], dtype=float32)>
    """


@layer("keras.layers.UpSampling1D")
def layer_upsampling_1d(
    object: Composable = MISSING,
    size: Counts = 2,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Enlarge an output by repeating its steps.

    Each step is repeated `size` times. Use it in decoders, usually before a convolution. It has no weights.

    Args:
        size: Number of repetitions of each step.

    Input shape:
        (batch, steps, channels).

    Output shape:
        (batch, new steps, channels).

    Example:
        >>> x = np.array([1.0, 2.0]).reshape(1, 2, 1)
        >>> op_squeeze(layer_upsampling_1d(x, size=2))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([1., 1., 2., 2.], dtype=float32)>
    """


@layer("keras.layers.UpSampling2D")
def layer_upsampling_2d(
    object: Composable = MISSING,
    size: Counts = (2, 2),
    data_format: DataFormat = None,
    interpolation: Interpolation = "nearest",
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Enlarge an output by repeating its rows and columns, or by interpolation.

    Use it in decoders and segmentation models to undo pooling, usually before a convolution. It has no weights.

    Args:
        size: Factor by which rows and columns grow: one whole number for both, or c(rows, columns).
        interpolation: How new values are computed: "nearest" (repetition), "bilinear", "bicubic", "lanczos3" or
            "lanczos5".

    Input shape:
        (batch, rows, columns, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new rows, new columns, channels); with "channels_first" the channels come second.

    Example:
        >>> x = np.array([0.0, 4.0]).reshape(1, 1, 2, 1)
        >>> op_squeeze(layer_upsampling_2d(x, size=(1, 2)))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([0., 0., 4., 4.], dtype=float32)>
        >>> op_squeeze(layer_upsampling_2d(x, size=(1, 2), interpolation="bilinear"))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([0., 1., 3., 4.], dtype=float32)>
    """


@layer("keras.layers.UpSampling3D")
def layer_upsampling_3d(
    object: Composable = MISSING,
    size: Counts = (2, 2, 2),
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Enlarge an output by repeating its values along three axes.

    Use it in decoders of volumes, usually before a convolution. It has no weights.

    Args:
        size: Factor by which each axis grows: one whole number for all, or one for each.

    Input shape:
        (batch, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new axis 1, new axis 2, new axis 3, channels); with "channels_first" the channels come second.

    Example:
        >>> volume = np.array([1.0, 2.0]).reshape(1, 1, 1, 2, 1)
        >>> op_squeeze(layer_upsampling_3d(volume, size=(1, 2, 2)))
        <tf.Tensor: shape=(2, 4), dtype=float32, numpy=
        array([[1., 1., 2., 2.],
               [1., 1., 2., 2.]], dtype=float32)>
    """
