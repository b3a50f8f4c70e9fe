"""Global pooling layers: the maximum or average over all positions."""

from typing import Any

from ..define import layer
from ..signatures.words import MISSING, Bool, Composable, DataFormat


@layer("keras.layers.GlobalMaxPooling1D", send=("data_format",))
def layer_global_max_pooling_1d(
    object: Composable = MISSING,
    data_format: DataFormat = "channels_last",
    keepdims: Bool = False,
    **options: Any,
) -> Any:
    """Compute the maximum of each channel over all steps.

    It turns a sequence of any length into one vector with the strongest response of each channel.
    Use it before the dense layers of a classifier.

    Input shape:
        (batch, steps, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, channels); with `keepdims` (batch, 1, channels), or the channels second with "channels_first".

    Example:
        >>> layer_global_max_pooling_1d(np.array([[1.0, 10.0], [3.0, 0.0]]).reshape(1, 2, 2))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[ 3., 10.]], dtype=float32)>
    """


@layer("keras.layers.GlobalMaxPooling2D")
def layer_global_max_pooling_2d(
    object: Composable = MISSING,
    data_format: DataFormat = None,
    keepdims: Bool = False,
    **options: Any,
) -> Any:
    """Compute the maximum of each channel over all rows and columns.

    It turns feature maps of any size into one vector with the strongest response of each channel.
    Use it before the dense layers of a classifier.

    Input shape:
        (batch, rows, columns, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, channels); with `keepdims` (batch, 1, 1, channels), or the channels second with "channels_first".

    Example:
        >>> layer_global_max_pooling_2d(np.array([1.0, 7.0, 3.0, 2.0]).reshape(1, 2, 2, 1))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[7.]], dtype=float32)>
    """


@layer("keras.layers.GlobalMaxPooling3D")
def layer_global_max_pooling_3d(
    object: Composable = MISSING,
    data_format: DataFormat = None,
    keepdims: Bool = False,
    **options: Any,
) -> Any:
    """Compute the maximum of each channel over all three axes.

    It turns volumes of any size into one vector with the strongest response of each channel.
    Use it before the dense layers of a classifier.

    Input shape:
        (batch, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, channels); with `keepdims` (batch, 1, 1, 1, channels), or the channels second with "channels_first".

    Example:
        >>> volume = np.arange(8.0).reshape(1, 2, 2, 2, 1)
        >>> layer_global_max_pooling_3d(volume)
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[7.]], dtype=float32)>
        >>> op_shape(layer_global_max_pooling_3d(volume, keepdims=True))
        (1, 1, 1, 1, 1)
    """


@layer("keras.layers.GlobalAveragePooling1D", send=("data_format",))
def layer_global_average_pooling_1d(
    object: Composable = MISSING,
    data_format: DataFormat = "channels_last",
    keepdims: Bool = False,
    **options: Any,
) -> Any:
    """Compute the average of each channel over all steps.

    It turns a sequence of any length into one vector, for example the mean of word embeddings. Use it between a
    recurrent or convolutional part and the dense layers of a classifier.

    Masked time steps are ignored.

    Input shape:
        (batch, steps, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, channels); with `keepdims` (batch, 1, channels), or the channels second with "channels_first".

    Example:
        >>> layer_global_average_pooling_1d(np.array([[1.0, 10.0], [3.0, 0.0]]).reshape(1, 2, 2))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[2., 5.]], dtype=float32)>
    """


@layer("keras.layers.GlobalAveragePooling2D")
def layer_global_average_pooling_2d(
    object: Composable = MISSING,
    data_format: DataFormat = None,
    keepdims: Bool = False,
    **options: Any,
) -> Any:
    """Compute the average of each channel over all rows and columns.

    It turns feature maps of any size into one vector with the mean of each channel. Use it instead of layer_flatten()
    before the classifier: the model needs far fewer weights, and images can have any size (Lin et al., 2014,
    arXiv:1312.4400).

    Input shape:
        (batch, rows, columns, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, channels); with `keepdims` (batch, 1, 1, channels), or the channels second with "channels_first".

    Example:
        >>> layer_global_average_pooling_2d(np.array([1.0, 6.0, 3.0, 2.0]).reshape(1, 2, 2, 1))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
    """


@layer("keras.layers.GlobalAveragePooling3D")
def layer_global_average_pooling_3d(
    object: Composable = MISSING,
    data_format: DataFormat = None,
    keepdims: Bool = False,
    **options: Any,
) -> Any:
    """Compute the average of each channel over all three axes.

    It turns volumes of any size into one vector with the mean of each channel. Use it before the classifier of a model
    of volumes or videos.

    Input shape:
        (batch, axis 1, axis 2, axis 3, channels); with "channels_first" the channels come second.

    Output shape:
        (batch, channels); with `keepdims` (batch, 1, 1, 1, channels), or the channels second with "channels_first".

    Example:
        >>> volume = np.arange(8.0).reshape(1, 2, 2, 2, 1)
        >>> layer_global_average_pooling_3d(volume)
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.5]], dtype=float32)>
        >>> op_shape(layer_global_average_pooling_3d(volume, keepdims=True))
        (1, 1, 1, 1, 1)
    """
