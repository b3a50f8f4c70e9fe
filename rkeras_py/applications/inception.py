"""Inception: networks of modules that process the image at several scales in parallel."""

from typing import Any

from ._family import application, of_network


@application("keras.applications.InceptionV3", takes=of_network("inception_v3"))
def application_inception_v3(**arguments: Any) -> Any:
    """Build Inception v3.

    Its modules process the image at several scales in parallel (Szegedy et al., 2016, arXiv:1512.00567). Use it as a
    pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning.

    References:
        Szegedy et al. (2016), Rethinking the Inception Architecture for Computer Vision,
        https://arxiv.org/abs/1512.00567

    Example:
        >>> model = application_inception_v3(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        21802784
    """


@application("keras.applications.InceptionResNetV2", takes=of_network("inception_resnet_v2"))
def application_inception_resnet_v2(**arguments: Any) -> Any:
    """Build Inception-ResNet v2.

    It combines Inception modules with residual connections (Szegedy et al., 2017, arXiv:1602.07261). Use it as a
    pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning.

    References:
        Szegedy et al. (2017), Inception-v4, Inception-ResNet and the Impact of Residual Connections on
        Learning, https://arxiv.org/abs/1602.07261

    Example:
        >>> model = application_inception_resnet_v2(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        54336736
    """


@application("keras.applications.Xception", takes=of_network("xception"))
def application_xception(**arguments: Any) -> Any:
    """Build Xception.

    It replaces Inception modules by depthwise separable convolutions (Chollet, 2017, arXiv:1610.02357). Use it as a
    pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning.

    References:
        Chollet (2017), Xception: Deep Learning with Depthwise Separable Convolutions,
        https://arxiv.org/abs/1610.02357

    Example:
        >>> model = application_xception(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        20861480
    """
