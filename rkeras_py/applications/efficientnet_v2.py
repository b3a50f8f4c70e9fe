"""EfficientNetV2: networks that a search for quick training found."""

from typing import Any

from ..signatures.words import Activation, Bool, Count, Pooling, Shape, Str, Value
from ._family import application


@application("keras.applications.EfficientNetV2B0")
def application_efficientnet_v2b0(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    include_preprocessing: Bool = True,
    name: Str = "efficientnetv2-b0",
) -> Any:
    """Build EfficientNetV2-B0.

    Networks that a search for quick training found.

    Args:
        include_preprocessing: Whether the model rescales pixels from 0 to 255 itself.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298
    """


@application("keras.applications.EfficientNetV2B1")
def application_efficientnet_v2b1(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    include_preprocessing: Bool = True,
    name: Str = "efficientnetv2-b1",
) -> Any:
    """Build EfficientNetV2-B1.

    Networks that a search for quick training found.

    Args:
        include_preprocessing: Whether the model rescales pixels from 0 to 255 itself.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298
    """


@application("keras.applications.EfficientNetV2B2")
def application_efficientnet_v2b2(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    include_preprocessing: Bool = True,
    name: Str = "efficientnetv2-b2",
) -> Any:
    """Build EfficientNetV2-B2.

    Networks that a search for quick training found.

    Args:
        include_preprocessing: Whether the model rescales pixels from 0 to 255 itself.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298
    """


@application("keras.applications.EfficientNetV2B3")
def application_efficientnet_v2b3(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    include_preprocessing: Bool = True,
    name: Str = "efficientnetv2-b3",
) -> Any:
    """Build EfficientNetV2-B3.

    Networks that a search for quick training found.

    Args:
        include_preprocessing: Whether the model rescales pixels from 0 to 255 itself.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298
    """


@application("keras.applications.EfficientNetV2S")
def application_efficientnet_v2s(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    include_preprocessing: Bool = True,
    name: Str = "efficientnetv2-s",
) -> Any:
    """Build EfficientNetV2-S.

    Networks that a search for quick training found.

    Args:
        include_preprocessing: Whether the model rescales pixels from 0 to 255 itself.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298
    """


@application("keras.applications.EfficientNetV2M")
def application_efficientnet_v2m(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    include_preprocessing: Bool = True,
    name: Str = "efficientnetv2-m",
) -> Any:
    """Build EfficientNetV2-M.

    Networks that a search for quick training found.

    Args:
        include_preprocessing: Whether the model rescales pixels from 0 to 255 itself.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298
    """


@application("keras.applications.EfficientNetV2L")
def application_efficientnet_v2l(
    include_top: Bool = True,
    weights: Value = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    include_preprocessing: Bool = True,
    name: Str = "efficientnetv2-l",
) -> Any:
    """Build EfficientNetV2-L.

    Networks that a search for quick training found.

    Args:
        include_preprocessing: Whether the model rescales pixels from 0 to 255 itself.

    References:
        Tan and Le (2021), EfficientNetV2: Smaller Models and Faster Training, https://arxiv.org/abs/2104.00298
    """
