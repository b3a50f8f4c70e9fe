"""Pooling, padding, resizing and a bias for sequences, images and volumes."""

from typing import Annotated, Any

from ..data.arrays import to_tensor
from ..define import operation
from ..engine.loading import keras
from ..messages import errors
from ..r.code import RCode
from ..signatures.words import MISSING, ArrayLike, Count, Counts, CountsFromZero, DataFormat, Padding, choice
from .shared import in_channels_last, to_float

AROUND_IMAGES = RCode("list(list(1, 1), list(1, 1))", ((1, 1), (1, 1)))
AROUND_VOLUMES = RCode("list(list(1, 1), list(1, 1), list(1, 1))", ((1, 1), (1, 1), (1, 1)))
PoolMode = Annotated[str, choice("max", "avg")]


@operation
def k_pool2d(
    x: ArrayLike = MISSING,
    pool_size: Counts = MISSING,
    strides: Counts = (1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    pool_mode: PoolMode = "max",
) -> Any:
    """Pool images: keep the largest value of each window, or the mean.

    Use it in custom layers. layer_max_pooling_2d() and layer_average_pooling_2d() do the same as layers.

    Args:
        pool_mode: "max" or "avg".

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> x = np.arange(16.0).reshape(1, 4, 4, 1)
        >>> k_flatten(k_pool2d(x, pool_size=[2, 2], strides=[2, 2]))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([ 5.,  7., 13., 15.], dtype=float32)>
        >>> k_flatten(k_pool2d(x, pool_size=[2, 2], strides=[2, 2], pool_mode="avg"))
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([ 2.5,  4.5, 10.5, 12.5], dtype=float32)>
    """
    return _pool(x, pool_size, strides, padding, data_format, pool_mode)


@operation
def k_pool3d(
    x: ArrayLike = MISSING,
    pool_size: Counts = MISSING,
    strides: Counts = (1, 1, 1),
    padding: Padding = "valid",
    data_format: DataFormat = None,
    pool_mode: PoolMode = "max",
) -> Any:
    """Pool volumes: keep the largest value of each window, or the mean.

    Use it in custom layers. layer_max_pooling_3d() and layer_average_pooling_3d() do the same as layers.

    Args:
        pool_mode: "max" or "avg".

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> x = np.arange(8.0).reshape(1, 2, 2, 2, 1)
        >>> k_flatten(k_pool3d(x, pool_size=[2, 2, 2]))
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([7.], dtype=float32)>
        >>> k_flatten(k_pool3d(x, pool_size=[2, 2, 2], pool_mode="avg"))
        <tf.Tensor: shape=(1,), dtype=float32, numpy=array([3.5], dtype=float32)>
    """
    return _pool(x, pool_size, strides, padding, data_format, pool_mode)


def _pool(x: Any, pool_size: Any, strides: Any, padding: str, data_format: Any, mode: str) -> Any:
    pool = keras().ops.max_pool if mode == "max" else keras().ops.average_pool
    return in_channels_last(
        to_float(x), data_format, lambda images: pool(images, pool_size, strides, padding, data_format="channels_last")
    )


@operation
def k_temporal_padding(x: ArrayLike = MISSING, padding: CountsFromZero = (1, 1)) -> Any:
    """Add zeros before and after the steps of sequences.

    Use it before k_conv1d(), to choose the length of its result. layer_zero_padding_1d() does the same as a layer.

    Args:
        x: The sequences: (batch, steps, features).
        padding: Number of steps before and after; one number for both.

    Example:
        >>> k_flatten(k_temporal_padding(np.ones((1, 2, 1)), padding=[1, 2]))
        <tf.Tensor: shape=(5,), dtype=float32, numpy=array([0., 1., 1., 0., 0.], dtype=float32)>
    """
    return _pad("k_temporal_padding", x, [padding], "channels_last")


@operation
def k_spatial_2d_padding(
    x: ArrayLike = MISSING, padding: CountsFromZero = AROUND_IMAGES, data_format: DataFormat = None
) -> Any:
    """Add zeros around images.

    Use it before k_conv2d(), to choose the size of its result. layer_zero_padding_2d() does the same as a layer.

    Args:
        x: The images.
        padding: Number of zeros before and after the rows and columns: list(list(1, 2), list(3, 4)), a number for rows
            and one for columns, or one number for all four sides.

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> x = np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
        >>> k_flatten(k_spatial_2d_padding(x, padding=[(1, 0), (0, 1)]))
        <tf.Tensor: shape=(6,), dtype=float32, numpy=array([0., 0., 0., 1., 2., 0.], dtype=float32)>
    """
    return _pad("k_spatial_2d_padding", x, [padding] * 2 if isinstance(padding, int) else padding, data_format)


@operation
def k_spatial_3d_padding(
    x: ArrayLike = MISSING, padding: CountsFromZero = AROUND_VOLUMES, data_format: DataFormat = None
) -> Any:
    """Add zeros around volumes.

    Use it before k_conv3d(), to choose the size of its result. layer_zero_padding_3d() does the same as a layer.

    Args:
        x: The volumes.
        padding: Number of zeros before and after each of the three dimensions, as for k_spatial_2d_padding().

    Differences:
        Works; in R keras 2.15 it failed with correct arguments.

    Example:
        >>> padded = k_spatial_3d_padding(np.ones((1, 1, 1, 2, 1)), padding=[0, 1, 1])
        >>> k_squeeze(k_squeeze(padded, axis=5), axis=1)
        <tf.Tensor: shape=(1, 3, 4), dtype=float32, numpy=
        array([[[0., 0., 0., 0.],
                [0., 1., 1., 0.],
                [0., 0., 0., 0.]]], dtype=float32)>
    """
    return _pad("k_spatial_3d_padding", x, [padding] * 3 if isinstance(padding, int) else padding, data_format)


def _pad(function: str, x: Any, padding: Any, data_format: Any) -> Any:
    x = to_tensor(x)
    pairs = [(pair, pair) if isinstance(pair, int) else pair for pair in padding]
    if len(pairs) != len(x.shape) - 2 or any(len(pair) != 2 or min(pair) < 0 for pair in pairs):
        expected = f"{len(x.shape) - 2} pair(s) of whole numbers of at least 0"
        raise errors.bad_argument(function, "padding", expected, padding)
    pattern = [(0, 0), *map(tuple, pairs), (0, 0)]
    return in_channels_last(x, data_format, lambda images: keras().ops.pad(images, pattern))


@operation
def k_resize_images(
    x: ArrayLike = MISSING,
    height_factor: Count = MISSING,
    width_factor: Count = MISSING,
    data_format: DataFormat = MISSING,
) -> Any:
    """Enlarge images by repeating their rows and columns.

    Use it in custom layers, for whole factors. layer_upsampling_2d() does the same as a layer, op_image_resize() can
    produce any size.

    Args:
        x: The images.
        height_factor: Number of repetitions of each row.
        width_factor: Number of repetitions of each column.

    Example:
        >>> x = np.array([1.0, 2.0]).reshape(1, 1, 2, 1)
        >>> k_flatten(k_resize_images(x, height_factor=1, width_factor=3, data_format="channels_last"))
        <tf.Tensor: shape=(6,), dtype=float32, numpy=array([1., 1., 1., 2., 2., 2.], dtype=float32)>
    """
    return _enlarge("k_resize_images", x, {"height_factor": height_factor, "width_factor": width_factor}, data_format)


@operation
def k_resize_volumes(
    x: ArrayLike = MISSING,
    depth_factor: Count = MISSING,
    height_factor: Count = MISSING,
    width_factor: Count = MISSING,
    data_format: DataFormat = MISSING,
) -> Any:
    """Enlarge volumes by repeating their slices along each dimension.

    Use it in custom layers, for whole factors. layer_upsampling_3d() does the same as a layer.

    Args:
        x: The volumes.
        depth_factor: Number of repetitions of each slice along the first dimension.
        height_factor: Number of repetitions of each row.
        width_factor: Number of repetitions of each column.

    Example:
        >>> x = np.array([1.0, 2.0]).reshape(1, 1, 1, 2, 1)
        >>> larger = k_resize_volumes(x, 2, 1, 2, data_format="channels_last")
        >>> k_int_shape(larger)
        (1, 2, 1, 4, 1)
        >>> k_flatten(larger)
        <tf.Tensor: shape=(8,), dtype=float32, numpy=array([1., 1., 2., 2., 1., 1., 2., 2.], dtype=float32)>
    """
    factors = {"depth_factor": depth_factor, "height_factor": height_factor, "width_factor": width_factor}
    return _enlarge("k_resize_volumes", x, factors, data_format)


def _enlarge(function: str, x: Any, factors: dict[str, Any], data_format: Any) -> Any:
    def compute(images: Any) -> Any:
        for axis, (name, factor) in enumerate(factors.items(), start=1):
            if factor < 1:
                raise errors.bad_argument(function, name, "a whole number of at least 1", factor)
            images = keras().ops.repeat(images, factor, axis=axis)
        return images

    return in_channels_last(to_tensor(x), data_format, compute)


@operation
def k_bias_add(x: ArrayLike = MISSING, bias: ArrayLike = MISSING, data_format: DataFormat = None) -> Any:
    """Add a bias to the channels.

    It computes `x + bias`, one number for each channel. Use it after k_conv2d() or k_dot() in custom layers.

    Args:
        bias: A number for each channel; or one for each place and channel, of shape (rows, columns, channels). With the
            channels first the latter is reshaped to (channels, rows, columns), not transposed, as in Keras 2.

    Example:
        >>> k_bias_add([[1.0, 2.0], [3.0, 4.0]], [10.0, 20.0])
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[11., 22.],
               [13., 24.]], dtype=float32)>
    """
    ops = keras().ops
    x, bias = to_tensor(x), to_tensor(bias)
    if len(bias.shape) not in (1, len(x.shape) - 1):
        raise errors.bad_argument("k_bias_add", "bias", f"of rank 1 or {len(x.shape) - 1}", bias)
    if len(bias.shape) > 1 and (data_format or keras().config.image_data_format()) == "channels_first":
        return x + ops.reshape(bias, (1, bias.shape[-1], *bias.shape[:-1]))
    return in_channels_last(x, data_format if len(x.shape) > 2 else "channels_last", lambda images: images + bias)
