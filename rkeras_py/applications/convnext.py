"""ConvNeXt: convolutional networks in the shape of vision transformers."""

from typing import Any

from ..signatures.words import Activation, Bool, Count, Pooling, Shape, Str, Value
from ._family import application


@application("keras.applications.ConvNeXtTiny")
def application_convnext_tiny(
    include_top: Bool = True,
    include_preprocessing: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    name: Str = "convnext_tiny",
) -> Any:
    """Build ConvNeXt-Tiny, of 28.6 million weights.

    Convolutional networks in the shape of vision transformers.

    Args:
        include_preprocessing: Whether the model normalizes pixels from 0 to 255 itself.

    References:
        Liu et al. (2022), A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545
    """


@application("keras.applications.ConvNeXtSmall")
def application_convnext_small(
    include_top: Bool = True,
    include_preprocessing: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    name: Str = "convnext_small",
) -> Any:
    """Build ConvNeXt-Small, of 50.2 million weights.

    Convolutional networks in the shape of vision transformers.

    Args:
        include_preprocessing: Whether the model normalizes pixels from 0 to 255 itself.

    References:
        Liu et al. (2022), A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545
    """


@application("keras.applications.ConvNeXtBase")
def application_convnext_base(
    include_top: Bool = True,
    include_preprocessing: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    name: Str = "convnext_base",
) -> Any:
    """Build ConvNeXt-Base, of 88.6 million weights.

    Convolutional networks in the shape of vision transformers.

    Args:
        include_preprocessing: Whether the model normalizes pixels from 0 to 255 itself.

    References:
        Liu et al. (2022), A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545
    """


@application("keras.applications.ConvNeXtLarge")
def application_convnext_large(
    include_top: Bool = True,
    include_preprocessing: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    name: Str = "convnext_large",
) -> Any:
    """Build ConvNeXt-Large, of 197.8 million weights.

    Convolutional networks in the shape of vision transformers.

    Args:
        include_preprocessing: Whether the model normalizes pixels from 0 to 255 itself.

    References:
        Liu et al. (2022), A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545
    """


@application("keras.applications.ConvNeXtXLarge")
def application_convnext_xlarge(
    include_top: Bool = True,
    include_preprocessing: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    name: Str = "convnext_xlarge",
) -> Any:
    """Build ConvNeXt-XLarge, of 350.2 million weights.

    Convolutional networks in the shape of vision transformers.

    Args:
        include_preprocessing: Whether the model normalizes pixels from 0 to 255 itself.

    References:
        Liu et al. (2022), A ConvNet for the 2020s, https://arxiv.org/abs/2201.03545
    """
