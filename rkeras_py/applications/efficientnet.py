"""EfficientNet: networks whose depth, width and image size are scaled together."""

from typing import Any

from ..signatures.words import Activation, Bool, Int, Pooling, Shape, Value
from ._family import application


@application("keras.applications.EfficientNetB0")
def application_efficientnet_b0(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build EfficientNet-B0.

    Networks whose depth, width and image size are scaled together. They rescale their input themselves: pixels from
    0 to 255.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946
    """


@application("keras.applications.EfficientNetB1")
def application_efficientnet_b1(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build EfficientNet-B1.

    Networks whose depth, width and image size are scaled together. They rescale their input themselves: pixels from
    0 to 255.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946
    """


@application("keras.applications.EfficientNetB2")
def application_efficientnet_b2(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build EfficientNet-B2.

    Networks whose depth, width and image size are scaled together. They rescale their input themselves: pixels from
    0 to 255.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946
    """


@application("keras.applications.EfficientNetB3")
def application_efficientnet_b3(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build EfficientNet-B3.

    Networks whose depth, width and image size are scaled together. They rescale their input themselves: pixels from
    0 to 255.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946
    """


@application("keras.applications.EfficientNetB4")
def application_efficientnet_b4(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build EfficientNet-B4.

    Networks whose depth, width and image size are scaled together. They rescale their input themselves: pixels from
    0 to 255.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946
    """


@application("keras.applications.EfficientNetB5")
def application_efficientnet_b5(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build EfficientNet-B5.

    Networks whose depth, width and image size are scaled together. They rescale their input themselves: pixels from
    0 to 255.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946
    """


@application("keras.applications.EfficientNetB6")
def application_efficientnet_b6(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build EfficientNet-B6.

    Networks whose depth, width and image size are scaled together. They rescale their input themselves: pixels from
    0 to 255.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946
    """


@application("keras.applications.EfficientNetB7")
def application_efficientnet_b7(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Int = 1000,
    classifier_activation: Activation = "softmax",
    **options: Any,
) -> Any:
    """Build EfficientNet-B7.

    Networks whose depth, width and image size are scaled together. They rescale their input themselves: pixels from
    0 to 255.

    Returns:
        A `keras.Model`.

    Raises:
        ConnectionError: If the weights have to be downloaded and cannot be; it names the file and where to put it.
        ValueError: If the arguments do not fit each other, e.g. an image that is too small.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946
    """
