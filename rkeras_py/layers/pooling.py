"""Pooling layers: the maximum or average of each window."""

from typing import Any

from ..define import layer
from ..signatures.object_words import Name, Weights
from ..signatures.words import MISSING, Bool, Composable, Count, Counts, DataFormat, Padding


@layer("keras.layers.MaxPooling1D", send=("data_format",))
def layer_max_pooling_1d(
    object: Composable = MISSING,
    pool_size: Counts = 2,
    strides: Counts = None,
    padding: Padding = "valid",
    data_format: DataFormat = "channels_last",
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Compute the maximum of each one-dimensional window.

    The window moves over the steps and pools each channel separately. Use it after convolutions to shorten a sequence
    and to keep the strongest response, wherever it is in the window.

    Args:
        strides: Step of the window: one whole number for all dimensions, or one for each. NULL: the size of the window.

    Input shape:
        (batch, steps, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new steps, channels); with "channels_first" the channels come second.

    Example:
        >>> x = np.array([1.0, 5.0, 2.0, 3.0]).reshape(1, 4, 1)
        >>> op_squeeze(layer_max_pooling_1d(x, pool_size=2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([5., 3.], dtype=float32)>
        >>> op_squeeze(layer_max_pooling_1d(x, pool_size=2, strides=1))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([5., 5., 3.], dtype=float32)>
    """


@layer("keras.layers.MaxPooling2D")
def layer_max_pooling_2d(
    object: Composable = MISSING,
    pool_size: Counts = (2, 2),
    strides: Counts = None,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Compute the maximum of each two-dimensional window.

    The window moves over rows and columns and pools each channel separately. Use it after convolutions to shrink
    feature maps and to keep the strongest response, wherever it is in the window.

    Args:
        strides: Step of the window: one whole number for all dimensions, or one for each. NULL: the size of the window.

    Input shape:
        (batch, rows, columns, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new rows, new columns, channels); with "channels_first" the channels come second.

    Example:
        >>> x = np.arange(16.0).reshape(1, 4, 4, 1)
        >>> op_squeeze(layer_max_pooling_2d(x, pool_size=2))
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[ 5.,  7.],
               [13., 15.]], dtype=float32)>
    """


@layer("keras.layers.MaxPooling3D")
def layer_max_pooling_3d(
    object: Composable = MISSING,
    pool_size: Counts = (2, 2, 2),
    strides: Counts = None,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Compute the maximum of each three-dimensional window.

    The window moves over three axes and pools each channel separately. Use it after convolutions to shrink volumes and
    to keep the strongest response.

    Args:
        strides: Step of the window: one whole number for all dimensions, or one for each. NULL: the size of the window.

    Input shape:
        (batch, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new axis 1, new axis 2, new axis 3, channels); with "channels_first" the channels come second.

    Example:
        >>> volume = (np.arange(16.0) / 2).reshape(1, 2, 2, 4, 1)
        >>> op_squeeze(layer_max_pooling_3d(volume, pool_size=2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([6.5, 7.5], dtype=float32)>
    """


@layer(
    "keras.layers.AveragePooling1D",
    send=(
        "pool_size",
        "data_format",
    ),
)
def layer_average_pooling_1d(
    object: Composable = MISSING,
    pool_size: Counts = 2,
    strides: Counts = None,
    padding: Padding = "valid",
    data_format: DataFormat = "channels_last",
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Compute the average of each one-dimensional window.

    The window moves over the steps and pools each channel separately. Use it to shorten and smooth a sequence.

    Args:
        strides: Step of the window: one whole number for all dimensions, or one for each. NULL: the size of the window.

    Input shape:
        (batch, steps, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new steps, channels); with "channels_first" the channels come second.

    Example:
        >>> x = np.array([1.0, 5.0, 2.0, 3.0]).reshape(1, 4, 1)
        >>> op_squeeze(layer_average_pooling_1d(x, pool_size=2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([3. , 2.5], dtype=float32)>
    """


@layer("keras.layers.AveragePooling2D", send=("pool_size",))
def layer_average_pooling_2d(
    object: Composable = MISSING,
    pool_size: Counts = (2, 2),
    strides: Counts = None,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Compute the average of each two-dimensional window.

    The window moves over rows and columns and pools each channel separately. Use it to shrink and smooth feature maps.

    Args:
        strides: Step of the window: one whole number for all dimensions, or one for each. NULL: the size of the window.

    Input shape:
        (batch, rows, columns, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new rows, new columns, channels); with "channels_first" the channels come second.

    Example:
        >>> x = np.array([0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0]).reshape(1, 2, 4, 1)
        >>> op_squeeze(layer_average_pooling_2d(x, pool_size=2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([5., 9.], dtype=float32)>
    """


@layer("keras.layers.AveragePooling3D", send=("pool_size",))
def layer_average_pooling_3d(
    object: Composable = MISSING,
    pool_size: Counts = (2, 2, 2),
    strides: Counts = None,
    padding: Padding = "valid",
    data_format: DataFormat = None,
    batch_size: Count | None = None,
    name: Name | None = None,
    trainable: Bool | None = None,
    weights: Weights = None,
    **options: Any,
) -> Any:
    """Compute the average of each three-dimensional window.

    The window moves over three axes and pools each channel separately. Use it to shrink and smooth volumes.

    Args:
        strides: Step of the window: one whole number for all dimensions, or one for each. NULL: the size of the window.

    Input shape:
        (batch, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, new axis 1, new axis 2, new axis 3, channels); with "channels_first" the channels come second.

    Example:
        >>> volume = (np.arange(16.0) / 2).reshape(1, 2, 2, 4, 1)
        >>> op_squeeze(layer_average_pooling_3d(volume, pool_size=2))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([3.25, 4.25], dtype=float32)>
    """
