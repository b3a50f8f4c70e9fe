"""VGG: plain stacks of 3x3 convolutions."""

from typing import Any

from ._family import application, of_network


@application("keras.applications.VGG16", takes=of_network("vgg16"))
def application_vgg16(**arguments: Any) -> Any:
    """Build VGG16.

    VGG is a plain stack of 3x3 convolutions. It is slow and has many weights (Simonyan and Zisserman, 2015,
    arXiv:1409.1556). Its features are still used for style transfer; for classification, newer networks are better.

    References:
        Simonyan and Zisserman (2015), Very Deep Convolutional Networks for Large-Scale Image Recognition,
        https://arxiv.org/abs/1409.1556

    Example:
        >>> model = application_vgg16(weights=None, include_top=False, input_shape=(32, 32, 3))
        >>> count_params(model)
        14714688
    """


@application("keras.applications.VGG19", takes=of_network("vgg19"))
def application_vgg19(**arguments: Any) -> Any:
    """Build VGG19.

    VGG is a plain stack of 3x3 convolutions. It is slow and has many weights (Simonyan and Zisserman, 2015,
    arXiv:1409.1556). Its features are still used for style transfer; for classification, newer networks are better.

    References:
        Simonyan and Zisserman (2015), Very Deep Convolutional Networks for Large-Scale Image Recognition,
        https://arxiv.org/abs/1409.1556

    Example:
        >>> model = application_vgg19(weights=None, include_top=False, input_shape=(32, 32, 3))
        >>> count_params(model)
        20024384
    """
