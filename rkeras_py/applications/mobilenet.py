"""MobileNet: small networks of depthwise separable convolutions, for phones."""

from typing import Any

from ..define import export
from ..engine.loading import resolve
from ..saving.models import load_model_hdf5
from ..signatures.object_words import Trained
from ..signatures.results import Model
from ..signatures.words import MISSING, Activation, Bool, Count, Number, Path, Pooling, Probability, Shape, Str, Value
from ._family import application


@application("keras.applications.MobileNet")
def application_mobilenet(
    input_shape: Shape | None = None,
    alpha: Number = 1.0,
    depth_multiplier: Count = 1,
    dropout: Probability = 0.001,
    include_top: Bool = True,
    weights: Trained = "imagenet",
    input_tensor: Value = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    *,
    name: Str | None = None,
    **options: Any,
) -> Any:
    """Build MobileNet.

    MobileNet is a small network of depthwise separable convolutions for phones (Howard et al., 2017, arXiv:1704.04861).
    Use it if speed matters, or with `include_top = FALSE` as a base for transfer learning.

    Args:
        alpha: Width of the network: the number of filters of each layer is multiplied by it.
        depth_multiplier: Number of depthwise output channels for each input channel.
        dropout: Fraction of the units to drop before the classifier.

    References:
        Howard et al. (2017), MobileNets: Efficient Convolutional Neural Networks for Mobile Vision
        Applications, https://arxiv.org/abs/1704.04861

    Example:
        >>> model = application_mobilenet(input_shape=(32, 32, 3), alpha=0.25, weights=None, classes=10)
        >>> count_params(model)
        221114
    """


@application("keras.applications.MobileNetV2")
def application_mobilenet_v2(
    input_shape: Shape | None = None,
    alpha: Number = 1.0,
    include_top: Bool = True,
    weights: Trained = "imagenet",
    input_tensor: Value = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    *,
    name: Str | None = None,
    **options: Any,
) -> Any:
    """Build MobileNet v2.

    MobileNet v2 is a small network of inverted residual blocks for phones (Sandler et al., 2018, arXiv:1801.04381). Use
    it if speed matters, or with `include_top = FALSE` as a base for transfer learning.

    Args:
        alpha: Width of the network: the number of filters of each layer is multiplied by it.

    References:
        Sandler et al. (2018), MobileNetV2: Inverted Residuals and Linear Bottlenecks,
        https://arxiv.org/abs/1801.04381

    Example:
        >>> model = application_mobilenet_v2(input_shape=(32, 32, 3), alpha=0.35, weights=None, classes=10)
        >>> count_params(model)
        423018
    """


@application("keras.applications.MobileNetV3Large")
def application_mobilenet_v3_large(
    input_shape: Shape | None = None,
    alpha: Number = 1.0,
    minimalistic: Bool = False,
    include_top: Bool = True,
    weights: Trained = "imagenet",
    input_tensor: Value = None,
    classes: Count = 1000,
    pooling: Pooling = None,
    dropout_rate: Probability = 0.2,
    classifier_activation: Activation = "softmax",
    include_preprocessing: Bool = True,
    *,
    name: Str = "MobileNetV3Large",
    **options: Any,
) -> Any:
    """Build the large MobileNet v3.

    MobileNet v3 was designed by architecture search for speed on phones; the large network is more accurate, the small
    one faster (Howard et al., 2019, arXiv:1905.02244). Use it if speed matters, or with `include_top = FALSE` as a
    base for transfer learning.

    Args:
        alpha: Width of the network: the number of filters of each layer is multiplied by it.
        minimalistic: Whether to omit parts that are slow on hardware without special support: squeeze-and-excite units,
            hard-swish, 5x5 kernels.
        dropout_rate: Fraction of the units to drop before the classifier.
        include_preprocessing: Whether the model rescales its inputs, so that it takes pixels from 0 to 255.

    References:
        Howard et al. (2019), Searching for MobileNetV3, https://arxiv.org/abs/1905.02244

    Example:
        >>> model = application_mobilenet_v3_large(input_shape=(32, 32, 3), weights=None, classes=10)  # doctest: +SKIP
        >>> count_params(model)  # doctest: +SKIP
    """


@application("keras.applications.MobileNetV3Small")
def application_mobilenet_v3_small(
    input_shape: Shape | None = None,
    alpha: Number = 1.0,
    minimalistic: Bool = False,
    include_top: Bool = True,
    weights: Trained = "imagenet",
    input_tensor: Value = None,
    classes: Count = 1000,
    pooling: Pooling = None,
    dropout_rate: Probability = 0.2,
    classifier_activation: Activation = "softmax",
    include_preprocessing: Bool = True,
    *,
    name: Str = "MobileNetV3Small",
    **options: Any,
) -> Any:
    """Build the small MobileNet v3.

    MobileNet v3 was designed by architecture search for speed on phones; the large network is more accurate, the small
    one faster (Howard et al., 2019, arXiv:1905.02244). Use it if speed matters, or with `include_top = FALSE` as a
    base for transfer learning.

    Args:
        alpha: Width of the network: the number of filters of each layer is multiplied by it.
        minimalistic: Whether to omit parts that are slow on hardware without special support: squeeze-and-excite units,
            hard-swish, 5x5 kernels.
        dropout_rate: Fraction of the units to drop before the classifier.
        include_preprocessing: Whether the model rescales its inputs, so that it takes pixels from 0 to 255.

    References:
        Howard et al. (2019), Searching for MobileNetV3, https://arxiv.org/abs/1905.02244

    Example:
        >>> model = application_mobilenet_v3_small(input_shape=(32, 32, 3), alpha=0.75, weights=None, classes=10)
        >>> count_params(model)
        1036802
    """


@export
def mobilenet_load_model_hdf5(filepath: Path = MISSING) -> Model:
    """Load a model based on MobileNet from an HDF5 file.

    Old files use an activation `relu6` that Keras did not define; this function provides it. Use `load_model_hdf5()`
    for newer files.

    Args:
        filepath: Path of the file.

    Returns:
        The model.

    Raises:
        FileNotFoundError: If the file does not exist.
        ValueError: If it does not contain a model, is damaged, or names an unknown class or function.

    Differences:
        Works; in R keras 2.15 it failed.

    Example:
        >>> import os
        >>> saved = save_model_hdf5(keras_model_sequential(input_shape=2) >> layer_dense(units=1), "net.h5")
        >>> count_params(mobilenet_load_model_hdf5("net.h5"))
        3
        >>> os.remove("net.h5")
    """
    return _load(filepath)


@export
def mobilenet_v2_load_model_hdf5(filepath: Path = MISSING) -> Model:
    """Load a model based on MobileNet v2 from an HDF5 file.

    Old files use an activation `relu6` that Keras did not define; this function provides it. Use `load_model_hdf5()`
    for newer files.

    Args:
        filepath: Path of the file.

    Returns:
        The model.

    Raises:
        FileNotFoundError: If the file does not exist.
        ValueError: If it does not contain a model, is damaged, or names an unknown class or function.

    Differences:
        Works; in R keras 2.15 it failed.

    Example:
        >>> import os
        >>> saved = save_model_hdf5(keras_model_sequential(input_shape=2) >> layer_dense(units=1), "net.h5")
        >>> count_params(mobilenet_v2_load_model_hdf5("net.h5"))
        3
        >>> os.remove("net.h5")
    """
    return _load(filepath)


def _load(path: str) -> Any:
    return load_model_hdf5(path, custom_objects={"relu6": resolve("keras.activations.relu6")})
