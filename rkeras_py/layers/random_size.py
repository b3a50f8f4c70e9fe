"""Layers that change the size of images at random."""

from typing import Any

from ..define import layer
from ..engine.internals.modules import LEGACY_LAYERS
from ..signatures.words import MISSING, Bounds, Composable, ResizeMethod, Seed


@layer(f"{LEGACY_LAYERS}.RandomHeight")
def layer_random_height(
    object: Composable = MISSING,
    factor: Bounds = MISSING,
    interpolation: ResizeMethod = "bilinear",
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Stretch or shrink images in height by a random factor during training.

    This augmentation makes a model robust to the proportions of objects. Use it in front of layers that accept images
    of any height, such as convolutions followed by global pooling, since the size of the output varies.

    All images in a batch get the same factor. During inference the layer does nothing.

    Args:
        factor: The range of the change as a fraction of the height: a lower and an upper bound, such as c(-0.2, 0.3)
            for 0.8 to 1.3 times the height, or one number for the same in both directions. At least -1.
        interpolation: "bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian" or "mitchellcubic".

    Input shape:
        (batch, height, width, channels) or (height, width, channels).

    Output shape:
        The same as the input shape, with a height that is known only at run time.

    Raises:
        ValueError: If a bound is less than -1, or the upper less than the lower one.

    Example:
        >>> stretch = layer_random_height(factor=[1.0, 1.0])
        >>> op_reshape(stretch(np.array([[[[0.0]], [[8.0]]]]), training=True), [-1])
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([0., 2., 6., 8.], dtype=float32)>
    """


@layer(f"{LEGACY_LAYERS}.RandomWidth")
def layer_random_width(
    object: Composable = MISSING,
    factor: Bounds = MISSING,
    interpolation: ResizeMethod = "bilinear",
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Stretch or shrink images in width by a random factor during training.

    This augmentation makes a model robust to the proportions of objects. Use it in front of layers that accept images
    of any width, such as convolutions followed by global pooling, since the size of the output varies.

    All images in a batch get the same factor. During inference the layer does nothing.

    Args:
        factor: The range of the change as a fraction of the width: a lower and an upper bound, such as c(-0.2, 0.3)
            for 0.8 to 1.3 times the width, or one number for the same in both directions. At least -1.
        interpolation: "bilinear", "nearest", "bicubic", "area", "lanczos3", "lanczos5", "gaussian" or "mitchellcubic".

    Input shape:
        (batch, height, width, channels) or (height, width, channels).

    Output shape:
        The same as the input shape, with a width that is known only at run time.

    Raises:
        ValueError: If a bound is less than -1, or the upper less than the lower one.

    Example:
        >>> stretch = layer_random_width(factor=[1.0, 1.0])
        >>> op_reshape(stretch(np.array([[[[0.0], [8.0]]]]), training=True), [-1])
        <tf.Tensor: shape=(4,), dtype=float32, numpy=array([0., 2., 6., 8.], dtype=float32)>
    """
