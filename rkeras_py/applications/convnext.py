"""ConvNeXt: convolutional networks designed like vision transformers."""

from typing import Any

from ._family import application, with_preprocessing


@application("keras.applications.ConvNeXtTiny", takes=with_preprocessing("convnext_tiny"))
def application_convnext_tiny(**arguments: Any) -> Any:
    """Build ConvNeXt-Tiny, of 28.6 million weights.

    ConvNeXt is a convolutional network with the layout of a vision transformer (Liu et al., 2022, arXiv:2201.03545).
    Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning; larger
    variants are more accurate and slower.

    References:
        Liu et al. (2022), A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545

    Example:
        >>> model = application_convnext_tiny(weights=None, include_top=False, input_shape=(32, 32, 3))
        >>> count_params(model)
        27820128
    """


@application("keras.applications.ConvNeXtSmall", takes=with_preprocessing("convnext_small"))
def application_convnext_small(**arguments: Any) -> Any:
    """Build ConvNeXt-Small, of 50.2 million weights.

    ConvNeXt is a convolutional network with the layout of a vision transformer (Liu et al., 2022, arXiv:2201.03545).
    Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning; larger
    variants are more accurate and slower.

    References:
        Liu et al. (2022), A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545

    Example:
        >>> model = application_convnext_small(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        49454688
    """


@application("keras.applications.ConvNeXtBase", takes=with_preprocessing("convnext_base"))
def application_convnext_base(**arguments: Any) -> Any:
    """Build ConvNeXt-Base, of 88.6 million weights.

    ConvNeXt is a convolutional network with the layout of a vision transformer (Liu et al., 2022, arXiv:2201.03545).
    Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning; larger
    variants are more accurate and slower.

    References:
        Liu et al. (2022), A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545

    Example:
        >>> model = application_convnext_base(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        87566464
    """


@application("keras.applications.ConvNeXtLarge", takes=with_preprocessing("convnext_large"))
def application_convnext_large(**arguments: Any) -> Any:
    """Build ConvNeXt-Large, of 197.8 million weights.

    ConvNeXt is a convolutional network with the layout of a vision transformer (Liu et al., 2022, arXiv:2201.03545).
    Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning; larger
    variants are more accurate and slower.

    References:
        Liu et al. (2022), A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545

    Example:
        >>> model = application_convnext_large(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        196230336
    """


@application("keras.applications.ConvNeXtXLarge", takes=with_preprocessing("convnext_xlarge"))
def application_convnext_xlarge(**arguments: Any) -> Any:
    """Build ConvNeXt-XLarge, with 350.2 million weights.

    ConvNeXt is a convolutional network with the layout of a vision transformer (Liu et al., 2022, arXiv:2201.03545).
    Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning; larger
    variants are more accurate and slower.

    References:
        Liu et al. (2022), A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545

    Example:
        >>> model = application_convnext_xlarge(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        348147968
    """
