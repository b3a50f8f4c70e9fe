"""Inception: networks of modules that look at the image at several scales side by side."""

from typing import Any

from ..signatures.words import Activation, Bool, Int, Pooling, Shape, Value
from ._family import application


@application("keras.applications.InceptionV3")
def application_inception_v3(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build Inception v3.

    Networks of modules that look at the image at several scales side by side.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Szegedy et al. (2016), Rethinking the Inception Architecture for Computer Vision,
        https://arxiv.org/abs/1512.00567
    """


@application("keras.applications.InceptionResNetV2")
def application_inception_resnet_v2(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build Inception-ResNet v2.

    Networks of modules that look at the image at several scales side by side.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Szegedy et al. (2017), Inception-v4, Inception-ResNet and the Impact of Residual Connections on
        Learning, https://arxiv.org/abs/1602.07261
    """


@application("keras.applications.Xception")
def application_xception(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build Xception.

    Networks of modules that look at the image at several scales side by side.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Chollet (2017), Xception: Deep Learning with Depthwise Separable Convolutions,
        https://arxiv.org/abs/1610.02357
    """
