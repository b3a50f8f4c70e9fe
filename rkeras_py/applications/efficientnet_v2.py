"""EfficientNetV2: networks found by an architecture search for fast training."""

from typing import Any

from ._family import application, with_preprocessing


@application("keras.applications.EfficientNetV2B0", takes=with_preprocessing("efficientnetv2-b0", late=True))
def application_efficientnet_v2b0(**arguments: Any) -> Any:
    """Build EfficientNetV2-B0.

    EfficientNetV2 was designed by architecture search for fast training; B0 is the smallest network and L the largest
    (Tan and Le, 2021, arXiv:2104.00298). Use it as a pretrained image classifier, or with `include_top = FALSE` as a
    base for transfer learning.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298

    Example:
        >>> model = application_efficientnet_v2b0(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        5919312
    """


@application("keras.applications.EfficientNetV2B1", takes=with_preprocessing("efficientnetv2-b1", late=True))
def application_efficientnet_v2b1(**arguments: Any) -> Any:
    """Build EfficientNetV2-B1.

    EfficientNetV2 was designed by architecture search for fast training; B0 is the smallest network and L the largest
    (Tan and Le, 2021, arXiv:2104.00298). Use it as a pretrained image classifier, or with `include_top = FALSE` as a
    base for transfer learning.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298

    Example:
        >>> model = application_efficientnet_v2b1(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        6931124
    """


@application("keras.applications.EfficientNetV2B2", takes=with_preprocessing("efficientnetv2-b2", late=True))
def application_efficientnet_v2b2(**arguments: Any) -> Any:
    """Build EfficientNetV2-B2.

    EfficientNetV2 was designed by architecture search for fast training; B0 is the smallest network and L the largest
    (Tan and Le, 2021, arXiv:2104.00298). Use it as a pretrained image classifier, or with `include_top = FALSE` as a
    base for transfer learning.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298

    Example:
        >>> model = application_efficientnet_v2b2(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        8769374
    """


@application("keras.applications.EfficientNetV2B3", takes=with_preprocessing("efficientnetv2-b3", late=True))
def application_efficientnet_v2b3(**arguments: Any) -> Any:
    """Build EfficientNetV2-B3.

    EfficientNetV2 was designed by architecture search for fast training; B0 is the smallest network and L the largest
    (Tan and Le, 2021, arXiv:2104.00298). Use it as a pretrained image classifier, or with `include_top = FALSE` as a
    base for transfer learning.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298

    Example:
        >>> model = application_efficientnet_v2b3(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        12930622
    """


@application("keras.applications.EfficientNetV2S", takes=with_preprocessing("efficientnetv2-s", late=True))
def application_efficientnet_v2s(**arguments: Any) -> Any:
    """Build EfficientNetV2-S.

    EfficientNetV2 was designed by architecture search for fast training; B0 is the smallest network and L the largest
    (Tan and Le, 2021, arXiv:2104.00298). Use it as a pretrained image classifier, or with `include_top = FALSE` as a
    base for transfer learning.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298

    Example:
        >>> model = application_efficientnet_v2s(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        20331360
    """


@application("keras.applications.EfficientNetV2M", takes=with_preprocessing("efficientnetv2-m", late=True))
def application_efficientnet_v2m(**arguments: Any) -> Any:
    """Build EfficientNetV2-M.

    EfficientNetV2 was designed by architecture search for fast training; B0 is the smallest network and L the largest
    (Tan and Le, 2021, arXiv:2104.00298). Use it as a pretrained image classifier, or with `include_top = FALSE` as a
    base for transfer learning.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298

    Example:
        >>> model = application_efficientnet_v2m(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        53150388
    """


@application("keras.applications.EfficientNetV2L", takes=with_preprocessing("efficientnetv2-l", late=True))
def application_efficientnet_v2l(**arguments: Any) -> Any:
    """Build EfficientNetV2-L.

    EfficientNetV2 was designed by architecture search for fast training; B0 is the smallest network and L the largest
    (Tan and Le, 2021, arXiv:2104.00298). Use it as a pretrained image classifier, or with `include_top = FALSE` as a
    base for transfer learning.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298

    Example:
        >>> model = application_efficientnet_v2l(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        117746848
    """
