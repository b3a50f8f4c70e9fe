"""Layers that change the colors of images, or mix images, at random; active in training only."""

from typing import Any

from ..define import layer
from ..r.code import RCode
from ..signatures.words import MISSING, Bool, Composable, Count, DataFormat, NotNegative, Probability, Seed, ValueRange
from .words import Factor, WarpInterpolation


@layer("keras.layers.AugMix")
def layer_aug_mix(
    object: Composable = MISSING,
    value_range: ValueRange = (0, 255),
    num_chains: Count = 3,
    chain_depth: Count = 3,
    factor: Factor = 0.3,
    alpha: NotNegative = 1.0,
    all_ops: Bool = True,
    interpolation: WarpInterpolation = "bilinear",
    seed: Seed | None = None,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Mix each image with randomly changed copies of itself.

    AugMix applies several chains of augmentations to an image and averages the results with the original. It improves
    accuracy on images that differ from the training data (Hendrycks et al., 2020, arXiv:1912.02781).

    Python's random number generator chooses the changes, so use `random.seed()` to make them reproducible; `seed` does
    not affect them.

    Args:
        value_range: The smallest and the largest possible value of an image.
        num_chains: Number of chains.
        chain_depth: Maximum number of changes in a chain.
        factor: Strength of the changes, 0 to 1: one number, or a lower and an upper bound.
        alpha: Parameter of the Beta and Dirichlet distributions of the weights of the mixture.
        all_ops: Whether to use all kinds of changes, including brightness, color, contrast and sharpness.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    References:
        Hendrycks, D. et al. (2019), AugMix: A Simple Data Processing Method to Improve Robustness and Uncertainty,
        https://arxiv.org/abs/1912.02781

    Example:
        >>> image = np.arange(48.0).reshape(1, 4, 4, 3)
        >>> mixed = layer_aug_mix(value_range=[0, 47], seed=1)(image, training=True)
        >>> op_any(op_not_equal(mixed, image))
        <tf.Tensor: shape=(), dtype=bool, numpy=True>
        >>> op_max(mixed) <= 47
        <tf.Tensor: shape=(), dtype=bool, numpy=True>
    """


@layer("keras.layers.CutMix")
def layer_cut_mix(
    object: Composable = MISSING,
    factor: Factor = 1.0,
    seed: Seed | None = None,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Replace a patch of each image by a patch of another image in the batch, and mix the labels, too.

    CutMix weights the two labels by the area of the patches, which regularizes image classifiers (Yun et al., 2019,
    arXiv:1905.04899). Use it in the input pipeline of the training data, with a loss that takes probabilities as
    labels, such as categorical crossentropy. Keras computes the area before it rounds the patch to whole pixels, while
    the paper counts pixels: for images of 32 x 32 pixels the weights differ by 0.013 on average, and by 0.06 at most.

    If you call it on a dict of "images" and one-hot "labels", it returns both; if you call it on images, it returns
    only these.

    Args:
        factor: Parameter of the Beta distribution from which the share of the patch is drawn: one number, or two
            bounds.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    References:
        Yun, S. et al. (2019), CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features,
        https://arxiv.org/abs/1905.04899

    Example:
        >>> images = op_concatenate([op_zeros([1, 4, 4, 3]), op_ones([1, 4, 4, 3])], axis=1)
        >>> labels = np.array([[1.0, 0.0], [0.0, 1.0]])
        >>> mixed = layer_cut_mix(seed=6)({"images": images, "labels": labels}, training=True)
        >>> mixed["labels"]
        <tf.Tensor: shape=(2, 2), dtype=float32, numpy=
        array([[0.50321984, 0.49678016],
               [0.02466559, 0.9753344 ]], dtype=float32)>
        >>> op_mean(mixed["images"], axis=[2, 3, 4])
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.375, 1.   ], dtype=float32)>
    """


@layer("keras.layers.MixUp")
def layer_mix_up(
    object: Composable = MISSING,
    alpha: NotNegative = 0.2,
    data_format: DataFormat = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Mix each image with another image in the batch, and mix their labels, too.

    Mixup trains on `m * a + (1 - m) * b` for two samples a and b, with a random m, which regularizes classifiers (Zhang
    et al., 2018, arXiv:1710.09412). Use it in the input pipeline of the training data, if a classifier overfits or is
    overconfident.

    If you call it on a dict of "images" and one-hot "labels", it returns both; if you call it on images, it returns
    only these.

    Args:
        alpha: Parameter of the Beta distribution from which the weight of the mixture is drawn, 0 to 1.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    References:
        Zhang, H. et al. (2017), mixup: Beyond Empirical Risk Minimization, https://arxiv.org/abs/1710.09412

    Example:
        >>> x = np.array([0.0, 100.0]).reshape(2, 1, 1, 1)
        >>> op_squeeze(layer_mix_up(alpha=0.2, seed=1)(x, training=True))
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([ 0.1384139, 98.57291  ], dtype=float32)>
    """


@layer("keras.layers.RandAugment")
def layer_rand_augment(
    object: Composable = MISSING,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    num_ops: Count = 2,
    factor: Factor = 0.5,
    interpolation: WarpInterpolation = "bilinear",
    seed: Seed | None = None,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Apply a few random changes to each image, all of the same strength.

    RandAugment picks `num_ops` random operations, such as rotation or contrast, for each image. Two numbers tune it
    instead of a searched policy (Cubuk et al., 2020, arXiv:1909.13719).

    Args:
        value_range: The smallest and the largest possible value of an image.
        num_ops: Number of changes in sequence.
        factor: Strength of the changes, 0 to 1: one number, or a lower and an upper bound.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    References:
        Cubuk, E. D. et al. (2019), RandAugment: Practical Automated Data Augmentation with a Reduced Search Space,
        https://arxiv.org/abs/1909.13719

    Example:
        >>> image = np.arange(48.0).reshape(1, 4, 4, 3)
        >>> augment = layer_rand_augment(value_range=[0, 47], num_ops=2, factor=0.5, seed=1)
        >>> changed = augment(image, training=True)
        >>> op_any(op_not_equal(changed, image))
        <tf.Tensor: shape=(), dtype=bool, numpy=True>
        >>> op_max(changed) <= 47
        <tf.Tensor: shape=(), dtype=bool, numpy=True>
    """


@layer("keras.layers.RandomColorDegeneration")
def layer_random_color_degeneration(
    object: Composable = MISSING,
    factor: Factor = MISSING,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    data_format: DataFormat = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Take color out of each image at random.

    The output is a blend of the image with its grayscale version, so the model relies less on color. The layer changes
    images only during training.

    Args:
        factor: Size of the change, from 0 (none) to 1 (gray): one number, the upper bound, or a lower and an upper
            bound.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([200.0, 100.0, 0.0]).reshape(1, 1, 1, 3)
        >>> op_squeeze(layer_random_color_degeneration(factor=[0.5, 0.5])(x, training=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([159.24    , 109.240005,  59.24    ], dtype=float32)>
    """


@layer("keras.layers.RandomColorJitter")
def layer_random_color_jitter(
    object: Composable = MISSING,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    brightness_factor: Factor | None = None,
    contrast_factor: Factor | None = None,
    saturation_factor: Factor | None = None,
    hue_factor: Factor | None = None,
    seed: Seed | None = None,
    data_format: DataFormat = None,
    **options: Any,
) -> Any:
    """Change brightness, contrast, saturation and hue of each image at random.

    It combines the layers for random brightness, contrast, saturation and hue, a standard augmentation for
    self-supervised learning. The layer changes images only during training.

    Args:
        value_range: The smallest and the largest possible value of an image.
        brightness_factor: As `factor` of layer_random_brightness(); NULL leaves the brightness unchanged.
        contrast_factor: As `factor` of layer_random_contrast(); NULL leaves the contrast unchanged.
        saturation_factor: As `factor` of layer_random_saturation(); NULL leaves the saturation unchanged.
        hue_factor: As `factor` of layer_random_hue(); NULL leaves the hue unchanged.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([200.0, 100.0, 0.0]).reshape(1, 1, 1, 3)
        >>> jitter = layer_random_color_jitter(brightness_factor=[0.1, 0.1])
        >>> op_squeeze(jitter(x, training=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([225.5, 125.5,  25.5], dtype=float32)>
    """


@layer("keras.layers.RandomGrayscale")
def layer_random_grayscale(
    object: Composable = MISSING,
    factor: Probability = 0.5,
    data_format: DataFormat = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Convert images to grayscale at random.

    The image keeps its three channels, which become equal, so the model cannot rely on color alone. The layer changes
    images only during training.

    Args:
        factor: Probability that an image is changed, 0 to 1.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([200.0, 100.0, 0.0]).reshape(1, 1, 1, 3)
        >>> op_squeeze(layer_random_grayscale(factor=1.0)(x, training=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([118.48, 118.48, 118.48], dtype=float32)>
    """


@layer("keras.layers.RandomHue")
def layer_random_hue(
    object: Composable = MISSING,
    factor: Factor = MISSING,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    data_format: DataFormat = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Shift the hue of each image at random.

    It rotates the colors of an image on the color wheel, which makes a model robust to tints. The layer changes images
    only during training.

    Args:
        factor: Shift of the hue, from 0 to 1 (half of the color wheel): one number, the upper bound, or a lower
            and an upper bound.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([200.0, 100.0, 0.0]).reshape(1, 1, 1, 3)
        >>> op_squeeze(layer_random_hue(factor=0.5, seed=1)(x, training=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([200.     ,  70.51688,   0.     ], dtype=float32)>
    """


@layer("keras.layers.RandomSaturation")
def layer_random_saturation(
    object: Composable = MISSING,
    factor: Factor = MISSING,
    value_range: ValueRange = RCode("list(0L, 255L)", (0, 255)),
    data_format: DataFormat = None,
    seed: Seed | None = None,
    **options: Any,
) -> Any:
    """Raise or lower the saturation of each image at random.

    It makes colors paler or stronger, which makes a model robust to cameras and lighting. The layer changes images only
    during training.

    Args:
        factor: From 0 (gray) over 0.5 (unchanged) to 1 (saturated): one number, the upper bound, or a lower
            and an upper bound.
        value_range: The smallest and the largest possible value of an image.

    Input shape:
        (batch, height, width, channels), or one image without the batch axis.

    Output shape:
        The same as the input shape.

    Example:
        >>> x = np.array([200.0, 100.0, 0.0]).reshape(1, 1, 1, 3)
        >>> op_squeeze(layer_random_saturation(factor=0.0)(x, training=True))
        <tf.Tensor: shape=(3,), dtype=float32, numpy=array([200., 200., 200.], dtype=float32)>
    """
