"""ResNet: residual networks: each block adds to its input."""

from typing import Any

from ._family import application, of_network


@application("keras.applications.ResNet50", takes=of_network("resnet50", activation_last=True))
def application_resnet50(**arguments: Any) -> Any:
    """Build ResNet-50.

    Residual networks: each block adds to its input.

    References:
        He et al. (2016), Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385
    """


@application("keras.applications.ResNet101", takes=of_network("resnet101", activation_last=True))
def application_resnet101(**arguments: Any) -> Any:
    """Build ResNet-101.

    Residual networks: each block adds to its input.

    References:
        He et al. (2016), Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385
    """


@application("keras.applications.ResNet152", takes=of_network("resnet152", activation_last=True))
def application_resnet152(**arguments: Any) -> Any:
    """Build ResNet-152.

    Residual networks: each block adds to its input.

    References:
        He et al. (2016), Deep Residual Learning for Image Recognition, https://arxiv.org/abs/1512.03385
    """


@application("keras.applications.ResNet50V2", takes=of_network("resnet50v2"))
def application_resnet50_v2(**arguments: Any) -> Any:
    """Build ResNet-50 v2, which normalizes before it convolves.

    Residual networks: each block adds to its input.

    References:
        He et al. (2016), Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027
    """


@application("keras.applications.ResNet101V2", takes=of_network("resnet101v2"))
def application_resnet101_v2(**arguments: Any) -> Any:
    """Build ResNet-101 v2, which normalizes before it convolves.

    Residual networks: each block adds to its input.

    References:
        He et al. (2016), Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027
    """


@application("keras.applications.ResNet152V2", takes=of_network("resnet152v2"))
def application_resnet152_v2(**arguments: Any) -> Any:
    """Build ResNet-152 v2, which normalizes before it convolves.

    Residual networks: each block adds to its input.

    References:
        He et al. (2016), Identity Mappings in Deep Residual Networks, https://arxiv.org/abs/1603.05027
    """
