"""EfficientNet: networks whose depth, width and image size are scaled together."""

from typing import Any

from ._family import application, of_network


@application("keras.applications.EfficientNetB0", takes=of_network("efficientnetb0"))
def application_efficientnet_b0(**arguments: Any) -> Any:
    """Build EfficientNet-B0.

    EfficientNets scale depth, width and image size together, from B0 (small and fast) to B7 (accurate) (Tan and Le,
    2019, arXiv:1905.11946). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning. The model rescales its input, so pass pixels from 0 to 255.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946

    Example:
        >>> model = application_efficientnet_b0(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        4049571
    """


@application("keras.applications.EfficientNetB1", takes=of_network("efficientnetb1"))
def application_efficientnet_b1(**arguments: Any) -> Any:
    """Build EfficientNet-B1.

    EfficientNets scale depth, width and image size together, from B0 (small and fast) to B7 (accurate) (Tan and Le,
    2019, arXiv:1905.11946). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning. The model rescales its input, so pass pixels from 0 to 255.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946

    Example:
        >>> model = application_efficientnet_b1(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        6575239
    """


@application("keras.applications.EfficientNetB2", takes=of_network("efficientnetb2"))
def application_efficientnet_b2(**arguments: Any) -> Any:
    """Build EfficientNet-B2.

    EfficientNets scale depth, width and image size together, from B0 (small and fast) to B7 (accurate) (Tan and Le,
    2019, arXiv:1905.11946). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning. The model rescales its input, so pass pixels from 0 to 255.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946

    Example:
        >>> model = application_efficientnet_b2(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        7768569
    """


@application("keras.applications.EfficientNetB3", takes=of_network("efficientnetb3"))
def application_efficientnet_b3(**arguments: Any) -> Any:
    """Build EfficientNet-B3.

    EfficientNets scale depth, width and image size together, from B0 (small and fast) to B7 (accurate) (Tan and Le,
    2019, arXiv:1905.11946). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning. The model rescales its input, so pass pixels from 0 to 255.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946

    Example:
        >>> model = application_efficientnet_b3(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        10783535
    """


@application("keras.applications.EfficientNetB4", takes=of_network("efficientnetb4"))
def application_efficientnet_b4(**arguments: Any) -> Any:
    """Build EfficientNet-B4.

    EfficientNets scale depth, width and image size together, from B0 (small and fast) to B7 (accurate) (Tan and Le,
    2019, arXiv:1905.11946). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning. The model rescales its input, so pass pixels from 0 to 255.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946

    Example:
        >>> model = application_efficientnet_b4(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        17673823
    """


@application("keras.applications.EfficientNetB5", takes=of_network("efficientnetb5"))
def application_efficientnet_b5(**arguments: Any) -> Any:
    """Build EfficientNet-B5.

    EfficientNets scale depth, width and image size together, from B0 (small and fast) to B7 (accurate) (Tan and Le,
    2019, arXiv:1905.11946). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning. The model rescales its input, so pass pixels from 0 to 255.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946

    Example:
        >>> model = application_efficientnet_b5(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        28513527
    """


@application("keras.applications.EfficientNetB6", takes=of_network("efficientnetb6"))
def application_efficientnet_b6(**arguments: Any) -> Any:
    """Build EfficientNet-B6.

    EfficientNets scale depth, width and image size together, from B0 (small and fast) to B7 (accurate) (Tan and Le,
    2019, arXiv:1905.11946). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning. The model rescales its input, so pass pixels from 0 to 255.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946

    Example:
        >>> model = application_efficientnet_b6(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        40960143
    """


@application("keras.applications.EfficientNetB7", takes=of_network("efficientnetb7"))
def application_efficientnet_b7(**arguments: Any) -> Any:
    """Build EfficientNet-B7.

    EfficientNets scale depth, width and image size together, from B0 (small and fast) to B7 (accurate) (Tan and Le,
    2019, arXiv:1905.11946). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning. The model rescales its input, so pass pixels from 0 to 255.

    References:
        Tan and Le (2019), EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks,
        https://arxiv.org/abs/1905.11946

    Example:
        >>> model = application_efficientnet_b7(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        64097687
    """
