"""NASNet: networks of cells found by an architecture search."""

from typing import Any

from ..engine.internals.modules import APPLICATIONS
from ..signatures.object_words import Trained
from ..signatures.words import Activation, Bool, Count, Pooling, Shape, Str, Value
from ._family import application


@application(f"{APPLICATIONS}.nasnet.NASNet", send=("weights",))
def application_nasnet(
    input_shape: Shape | None = None,
    penultimate_filters: Count = 4032,
    num_blocks: Count = 6,
    stem_block_filters: Count = 96,
    skip_reduction: Bool = True,
    filter_multiplier: Count = 2,
    include_top: Bool = True,
    weights: Value = None,
    input_tensor: Value = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    default_size: Count | None = None,
    **options: Any,
) -> Any:
    """Build a NASNet of any size.

    The building blocks of NASNet were found by architecture search on small images (Zoph et al., 2018,
    arXiv:1707.07012). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer
    learning.

    Args:
        penultimate_filters: Number of filters in the last layer before the classifier; a multiple of 24 times
            `filter_multiplier` squared.
        num_blocks: Number of repetitions of the normal cell (N in the paper).
        stem_block_filters: Number of filters of the first convolution.
        skip_reduction: Whether to omit the reduction step at the end of the stem.
        filter_multiplier: Factor by which the number of filters grows at each reduction.
        default_size: Height and width of the images if `input_shape` is omitted.

    Differences:
        Works; in R keras 2.15 it failed.

    References:
        Zoph et al. (2018), Learning Transferable Architectures for Scalable Image Recognition,
        https://arxiv.org/abs/1707.07012

    Example:
        >>> size = (32, 32, 3)
        >>> model = application_nasnet(size, penultimate_filters=96, num_blocks=1, stem_block_filters=8, classes=10)
        >>> count_params(model)
        27512
    """


@application("keras.applications.NASNetLarge", send=("weights",))
def application_nasnetlarge(
    input_shape: Shape | None = None,
    include_top: Bool = True,
    weights: Value = None,
    input_tensor: Value = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    **options: Any,
) -> Any:
    """Build the large NASNet.

    The building blocks of NASNet were found by architecture search on small images (Zoph et al., 2018,
    arXiv:1707.07012). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer
    learning.

    References:
        Zoph et al. (2018), Learning Transferable Architectures for Scalable Image Recognition,
        https://arxiv.org/abs/1707.07012

    Example:
        >>> model = application_nasnetlarge(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        84916818
    """


@application("keras.applications.NASNetMobile", send=("weights",))
def application_nasnetmobile(
    input_shape: Shape | None = None,
    include_top: Bool = True,
    weights: Value = None,
    input_tensor: Value = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    **options: Any,
) -> Any:
    """Build the mobile NASNet.

    The building blocks of NASNet were found by architecture search on small images (Zoph et al., 2018,
    arXiv:1707.07012). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer
    learning.

    References:
        Zoph et al. (2018), Learning Transferable Architectures for Scalable Image Recognition,
        https://arxiv.org/abs/1707.07012

    Example:
        >>> model = application_nasnetmobile(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        4269716
    """


@application("keras.applications.NASNetLarge")
def application_nasnet_large(
    input_shape: Shape | None = None,
    include_top: Bool = True,
    weights: Trained = "imagenet",
    input_tensor: Value = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    name: Str = "nasnet_large",
) -> Any:
    """Build the large NASNet; the same as application_nasnetlarge().

    The building blocks of NASNet were found by architecture search on small images (Zoph et al., 2018,
    arXiv:1707.07012). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer
    learning.

    References:
        Zoph et al. (2018), Learning Transferable Architectures for Scalable Image Recognition,
        https://arxiv.org/abs/1707.07012

    Example:
        >>> model = application_nasnet_large(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        84916818
    """


@application("keras.applications.NASNetMobile")
def application_nasnet_mobile(
    input_shape: Shape | None = None,
    include_top: Bool = True,
    weights: Trained = "imagenet",
    input_tensor: Value = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    name: Str = "nasnet_mobile",
) -> Any:
    """Build the small NASNet; the same as application_nasnetmobile().

    The building blocks of NASNet were found by architecture search on small images (Zoph et al., 2018,
    arXiv:1707.07012). Use it as a pretrained image classifier, or with `include_top = FALSE` as a base for transfer
    learning.

    References:
        Zoph et al. (2018), Learning Transferable Architectures for Scalable Image Recognition,
        https://arxiv.org/abs/1707.07012

    Example:
        >>> model = application_nasnet_mobile(weights=None, include_top=False)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
        4269716
    """
