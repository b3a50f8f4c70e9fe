"""VGG: plain stacks of 3x3 convolutions."""

from typing import Any

from ..signatures.words import Activation, Bool, Int, Pooling, Shape, Value
from ._family import application


@application("keras.applications.VGG16")
def application_vgg16(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build VGG16.

    Plain stacks of 3x3 convolutions.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Simonyan and Zisserman (2015), Very Deep Convolutional Networks for Large-Scale Image Recognition,
        https://arxiv.org/abs/1409.1556
    """


@application("keras.applications.VGG19")
def application_vgg19(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build VGG19.

    Plain stacks of 3x3 convolutions.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Simonyan and Zisserman (2015), Very Deep Convolutional Networks for Large-Scale Image Recognition,
        https://arxiv.org/abs/1409.1556
    """
