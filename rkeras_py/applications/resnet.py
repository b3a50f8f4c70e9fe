"""ResNet: residual networks, in which each block adds to its input."""

from typing import Any

from ._family import application, of_network


@application("keras.applications.ResNet50", takes=of_network("resnet50", activation_last=True))
def application_resnet50(**arguments: Any) -> Any:
    """Build ResNet-50.

    A residual block adds its output to its input, so that very deep networks train well (He et al., 2016,
    arXiv:1512.03385). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer
    learning; ResNet-50 is a common baseline.

    References:
        He et al. (2016), Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385

    Example:
        >>> model = application_resnet50(weights=None, include_top=False, input_shape=(32, 32, 3))
        >>> count_params(model)
        23587712
    """


@application("keras.applications.ResNet101", takes=of_network("resnet101", activation_last=True))
def application_resnet101(**arguments: Any) -> Any:
    """Build ResNet-101.

    A residual block adds its output to its input, so that very deep networks train well (He et al., 2016,
    arXiv:1512.03385). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer
    learning; ResNet-50 is a common baseline.

    References:
        He et al. (2016), Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385

    Example:
        >>> model = application_resnet101(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        42658176
    """


@application("keras.applications.ResNet152", takes=of_network("resnet152", activation_last=True))
def application_resnet152(**arguments: Any) -> Any:
    """Build ResNet-152.

    A residual block adds its output to its input, so that very deep networks train well (He et al., 2016,
    arXiv:1512.03385). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer
    learning; ResNet-50 is a common baseline.

    References:
        He et al. (2016), Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385

    Example:
        >>> model = application_resnet152(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        58370944
    """


@application("keras.applications.ResNet50V2", takes=of_network("resnet50v2"))
def application_resnet50_v2(**arguments: Any) -> Any:
    """Build ResNet-50 v2, which normalizes before each convolution.

    In this variant of ResNet, normalization precedes each convolution (He et al., 2016, arXiv:1603.05027). Use it as a
    pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning.

    References:
        He et al. (2016), Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027

    Example:
        >>> model = application_resnet50_v2(weights=None, include_top=False, input_shape=(32, 32, 3))
        >>> count_params(model)
        23564800
    """


@application("keras.applications.ResNet101V2", takes=of_network("resnet101v2"))
def application_resnet101_v2(**arguments: Any) -> Any:
    """Build ResNet-101 v2, which normalizes before each convolution.

    In this variant of ResNet, normalization precedes each convolution (He et al., 2016, arXiv:1603.05027). Use it as a
    pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning.

    References:
        He et al. (2016), Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027

    Example:
        >>> model = application_resnet101_v2(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        42626560
    """


@application("keras.applications.ResNet152V2", takes=of_network("resnet152v2"))
def application_resnet152_v2(**arguments: Any) -> Any:
    """Build ResNet-152 v2, which normalizes before each convolution.

    In this variant of ResNet, normalization precedes each convolution (He et al., 2016, arXiv:1603.05027). Use it as a
    pretrained image classifier, or with `include_top = FALSE` as a base for transfer learning.

    References:
        He et al. (2016), Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027

    Example:
        >>> model = application_resnet152_v2(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        58331648
    """
