"""DenseNet: densely connected networks: each layer sees the output of all layers before it in its block."""

from typing import Any

from ..signatures.words import MISSING, Bool, Int, Ints, Pooling, Shape, Value
from ._family import application


@application("keras.src.applications.densenet.DenseNet")
def application_densenet(
    blocks: Ints = MISSING,
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    **options: Any,
) -> Any:
    """Build a DenseNet of any depth.

    Densely connected networks: each layer sees the output of all layers before it in its block.

    Args:
        blocks: Whole numbers, how many convolution blocks each of the four dense blocks has.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    Differences:
        Works; R keras 2.15 failed.

    References:
        Huang et al. (2017), Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993
    """


@application("keras.applications.DenseNet121")
def application_densenet121(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    **options: Any,
) -> Any:
    """Build DenseNet-121.

    Densely connected networks: each layer sees the output of all layers before it in its block.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Huang et al. (2017), Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993
    """


@application("keras.applications.DenseNet169")
def application_densenet169(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    **options: Any,
) -> Any:
    """Build DenseNet-169.

    Densely connected networks: each layer sees the output of all layers before it in its block.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Huang et al. (2017), Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993
    """


@application("keras.applications.DenseNet201")
def application_densenet201(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    **options: Any,
) -> Any:
    """Build DenseNet-201.

    Densely connected networks: each layer sees the output of all layers before it in its block.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Huang et al. (2017), Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993
    """
