"""ResNet: residual networks: each block adds to its input."""

from typing import Any

from ..signatures.words import Activation, Bool, Int, Pooling, Shape, Value
from ._family import application


@application("keras.applications.ResNet50")
def application_resnet50(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    **options: Any,
) -> Any:
    """Build ResNet-50.

    Residual networks: each block adds to its input.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        He et al. (2016), Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385
    """


@application("keras.applications.ResNet101")
def application_resnet101(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    **options: Any,
) -> Any:
    """Build ResNet-101.

    Residual networks: each block adds to its input.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        He et al. (2016), Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385
    """


@application("keras.applications.ResNet152")
def application_resnet152(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    **options: Any,
) -> Any:
    """Build ResNet-152.

    Residual networks: each block adds to its input.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        He et al. (2016), Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385
    """


@application("keras.applications.ResNet50V2")
def application_resnet50_v2(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build ResNet-50 v2, which normalizes before it convolves.

    Residual networks: each block adds to its input.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        He et al. (2016), Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027
    """


@application("keras.applications.ResNet101V2")
def application_resnet101_v2(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build ResNet-101 v2, which normalizes before it convolves.

    Residual networks: each block adds to its input.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        He et al. (2016), Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027
    """


@application("keras.applications.ResNet152V2")
def application_resnet152_v2(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build ResNet-152 v2, which normalizes before it convolves.

    Residual networks: each block adds to its input.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        He et al. (2016), Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027
    """
