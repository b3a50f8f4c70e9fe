"""DenseNet: densely connected networks: each layer sees the output of all layers before it in its block."""

from typing import Any

from ..engine.internals.modules import APPLICATIONS
from ..signatures.object_words import Trained
from ..signatures.words import MISSING, Bool, Count, Counts, Pooling, Shape, Value
from ._family import application, of_network


@application(f"{APPLICATIONS}.densenet.DenseNet")
def application_densenet(
    blocks: Counts = MISSING,
    include_top: Bool = True,
    weights: Trained = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    **options: Any,
) -> Any:
    """Build a DenseNet of any depth.

    In a DenseNet each layer gets the outputs of all earlier layers in its block, so few weights are needed (Huang et
    al., 2017, arXiv:1608.06993). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning.

    Args:
        blocks: Number of convolution blocks in each of the four dense blocks.

    Differences:
        Works; in R keras 2.15 it failed.

    References:
        Huang et al. (2017), Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993

    Example:
        >>> model = application_densenet([2, 2, 2, 2], weights=None, input_shape=(32, 32, 3), classes=10)
        >>> count_params(model)
        421066
    """


@application("keras.applications.DenseNet121", takes=of_network("densenet121", activation_last=True))
def application_densenet121(**arguments: Any) -> Any:
    """Build DenseNet-121.

    In a DenseNet each layer gets the outputs of all earlier layers in its block, so few weights are needed (Huang et
    al., 2017, arXiv:1608.06993). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning.

    References:
        Huang et al. (2017), Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993

    Example:
        >>> model = application_densenet121(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        7037504
    """


@application("keras.applications.DenseNet169", takes=of_network("densenet169", activation_last=True))
def application_densenet169(**arguments: Any) -> Any:
    """Build DenseNet-169.

    In a DenseNet each layer gets the outputs of all earlier layers in its block, so few weights are needed (Huang et
    al., 2017, arXiv:1608.06993). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning.

    References:
        Huang et al. (2017), Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993

    Example:
        >>> model = application_densenet169(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        12642880
    """


@application("keras.applications.DenseNet201", takes=of_network("densenet201", activation_last=True))
def application_densenet201(**arguments: Any) -> Any:
    """Build DenseNet-201.

    In a DenseNet each layer gets the outputs of all earlier layers in its block, so few weights are needed (Huang et
    al., 2017, arXiv:1608.06993). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for
    transfer learning.

    References:
        Huang et al. (2017), Densely Connected Convolutional Networks, https://arxiv.org/abs/1608.06993

    Example:
        >>> model = application_densenet201(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        18321984
    """
