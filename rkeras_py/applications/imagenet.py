"""Inputs and outputs of ImageNet networks: preprocess pixels, and decode predictions to class names."""

import functools
import re
from typing import Annotated, Any

import numpy as np

from ..data import arrays
from ..define import export
from ..downloads.door import fetch_safely
from ..engine.loading import resolve
from ..messages import errors
from ..on_tensorflow.tensors import call_on_batch
from ..signatures.calls import refuse_further, takes_further
from ..signatures.words import MISSING, ArrayLike, ArrayOrNone, Count, DataFormat, Value, choice

_IMAGES = "an image of three channels, or a batch of them"
Mode = Annotated[str, choice("caffe", "tf", "torch")]


def _prepare(function: str, module: str, x: Any, **settings: Any) -> Any:
    """Call a network's own `preprocess_input()`, which changes arrays in place, on a copy."""
    images = arrays.to_array(x)
    if "str" in str(getattr(images, "dtype", "")):
        raise errors.bad_argument(function, "x", _IMAGES, errors.Words("text"))
    if isinstance(images, np.ndarray):
        images = np.array(images, dtype="float32")
    prepare = functools.partial(resolve(f"keras.applications.{module}.preprocess_input"), **settings)
    try:
        return call_on_batch(prepare, images) if _has_no_rank(images) else prepare(images)
    except IndexError:
        raise errors.bad_argument(function, "x", _IMAGES, x) from None
    except (TypeError, ValueError) as error:
        raise errors.rejected(function, error) from error


def _has_no_rank(images: Any) -> bool:
    """Tell whether not even the number of axes of a tensor is known while TensorFlow records a function."""
    return getattr(getattr(images, "shape", None), "rank", 0) is None


@export
def densenet_preprocess_input(x: ArrayLike = MISSING, data_format: DataFormat = None) -> Any:
    """Prepare images for DenseNet.

    Use it before predict() and before fine-tuning. The network expects this scaling.

    Pixels are scaled to the range from 0 to 1; then each channel is normalized with the mean and standard deviation
    of ImageNet.

    Args:
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed.
        data_format: Order of the axes: "channels_last" or "channels_first". NULL uses the Keras configuration.

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor.

    Example:
        >>> densenet_preprocess_input(np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3))
        array([[[[-2.117904  ,  0.19642857,  2.64      ]]]], dtype=float32)
    """
    return _prepare("densenet_preprocess_input", "densenet", x, data_format=data_format)


_MODULES = (
    ("efficientnetv2", "efficientnet_v2"),
    ("efficientnet", "efficientnet"),
    ("mobilenetv3", "mobilenet_v3"),
    ("mobilenetv2", "mobilenet_v2"),
    ("mobilenet", "mobilenet"),
    ("inception_resnet_v2", "inception_resnet_v2"),
    ("inception_v3", "inception_v3"),
    ("convnext", "convnext"),
    ("densenet", "densenet"),
    ("nasnet", "nasnet"),
    ("xception", "xception"),
    ("vgg16", "vgg16"),
    ("vgg19", "vgg19"),
)
"""The prefixes of network names, in lower case, with the module of each in `keras.applications`."""


def _find_module(function: str, model: Any) -> str:
    """Return the name of a network's module, found by the name of the network."""
    name = str(getattr(model, "name", "")).lower()
    if re.fullmatch(r"resnet(50|101|152)(v2)?", name):
        return "resnet_v2" if name.endswith("v2") else "resnet"
    for beginning, module in _MODULES:
        if name.startswith(beginning):
            return module
    hint = "imagenet_preprocess_input() and its kin prepare images for a model of any name."
    raise errors.bad_argument(
        function, "model", "a model of an application_*() function, with its own name", model, hint
    )


@takes_further(lambda: ("mode",))
@export
def application_preprocess_inputs(
    model: Value = MISSING, x: ArrayOrNone = MISSING, *, data_format: DataFormat = None, **options: Any
) -> Any:
    """Prepare images for a pretrained network.

    Use it before predict() or fine-tuning: a pretrained network expects the scaling that it was trained with.

    Args:
        model: A model from an `application_*()` function, with its original name.
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed. NULL returns a function.
        data_format: Order of the axes: "channels_last" or "channels_first". NULL uses the Keras configuration.
        options: `mode`, for imagenet_preprocess_input().

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor. If `x` is NULL, a function that
        prepares images.

    Raises:
        ValueError: If the name of the model is not that of a known network.

    Example:
        >>> model = application_mobilenet(input_shape=(32, 32, 3), alpha=0.25, weights=None, classes=10)
        >>> application_preprocess_inputs(model, np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3))
        array([[[[-1.,  0.,  1.]]]], dtype=float32)
    """
    refuse_further("application_preprocess_inputs", options)
    module = "imagenet_utils" if options else _find_module("application_preprocess_inputs", model)
    if x is None:
        return functools.partial(_prepare, "application_preprocess_inputs", module, data_format=data_format, **options)
    return _prepare("application_preprocess_inputs", module, x, data_format=data_format, **options)


@takes_further(tuple)
@export
def application_decode_predictions(
    model: Value = MISSING, preds: ArrayLike = MISSING, top: Count = 5, **options: Any
) -> Any:
    """Name the classes that a network predicts.

    Use it after predict() with the 1000 classes of ImageNet. The class names are downloaded at first use and kept in
    ~/.keras/models.

    Args:
        model: A model from an `application_*()` function; all have the classes of ImageNet.
        preds: Matrix of predictions, (samples, 1000).
        top: Number of classes to return.
        options: Not used.

    Returns:
        For each sample, the most probable classes in decreasing order, each as (class_name, class_description, score).

    Raises:
        ConnectionError: If the class names cannot be downloaded; the message names the file and the folder to put it
            in.
        ValueError: If there are not 1000 columns.

    Example:
        >>> model = application_mobilenet()  # doctest: +SKIP
        >>> predictions = model >> predict(np.zeros((1, 224, 224, 3)))  # doctest: +SKIP
        >>> application_decode_predictions(model, predictions, top=3)  # doctest: +SKIP
    """
    refuse_further("application_decode_predictions", options)
    return decode("application_decode_predictions", preds, int(top))


@export
def imagenet_preprocess_input(x: ArrayLike = MISSING, data_format: DataFormat = None, mode: Mode = "caffe") -> Any:
    """Prepare images for a network trained on ImageNet.

    Networks were trained on images with values in different ranges; `mode` chooses the one of your network. The
    functions of single networks, such as densenet_preprocess_input(), need no mode.

    Args:
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed.
        data_format: Order of the axes: "channels_last" or "channels_first". NULL uses the Keras configuration.
        mode: "caffe" reorders RGB to BGR and subtracts the mean of ImageNet, "tf" scales to the range from -1 to 1,
            "torch" scales to the range from 0 to 1 and normalizes each channel as in ImageNet.

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor.

    Example:
        >>> x = np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3)
        >>> imagenet_preprocess_input(x)
        array([[[[ 151.061   ,   10.721001, -123.68    ]]]], dtype=float32)
        >>> imagenet_preprocess_input(x, mode="tf")
        array([[[[-1.,  0.,  1.]]]], dtype=float32)
    """
    return _prepare("imagenet_preprocess_input", "imagenet_utils", x, data_format=data_format, mode=mode)


@export
def inception_resnet_v2_preprocess_input(x: ArrayLike = MISSING) -> Any:
    """Prepare images for Inception-ResNet v2.

    Use it before predict() and before fine-tuning. The network expects this scaling.

    Pixels are scaled to the range from -1 to 1.

    Args:
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed.

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor.

    Example:
        >>> inception_resnet_v2_preprocess_input(np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3))
        array([[[[-1.,  0.,  1.]]]], dtype=float32)
    """
    return _prepare("inception_resnet_v2_preprocess_input", "inception_resnet_v2", x)


@export
def inception_v3_preprocess_input(x: ArrayLike = MISSING) -> Any:
    """Prepare images for Inception v3.

    Use it before predict() and before fine-tuning. The network expects this scaling.

    Pixels are scaled to the range from -1 to 1.

    Args:
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed.

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor.

    Example:
        >>> inception_v3_preprocess_input(np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3))
        array([[[[-1.,  0.,  1.]]]], dtype=float32)
    """
    return _prepare("inception_v3_preprocess_input", "inception_v3", x)


@export
def mobilenet_preprocess_input(x: ArrayLike = MISSING) -> Any:
    """Prepare images for MobileNet.

    Use it before predict() and before fine-tuning. The network expects this scaling.

    Pixels are scaled to the range from -1 to 1.

    Args:
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed.

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor.

    Example:
        >>> mobilenet_preprocess_input(np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3))
        array([[[[-1.,  0.,  1.]]]], dtype=float32)
    """
    return _prepare("mobilenet_preprocess_input", "mobilenet", x)


@export
def mobilenet_v2_preprocess_input(x: ArrayLike = MISSING) -> Any:
    """Prepare images for MobileNet v2.

    Use it before predict() and before fine-tuning. The network expects this scaling.

    Pixels are scaled to the range from -1 to 1.

    Args:
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed.

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor.

    Differences:
        Works; in R keras 2.15 it failed.

    Example:
        >>> mobilenet_v2_preprocess_input(np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3))
        array([[[[-1.,  0.,  1.]]]], dtype=float32)
    """
    return _prepare("mobilenet_v2_preprocess_input", "mobilenet_v2", x)


@export
def nasnet_preprocess_input(x: ArrayLike = MISSING) -> Any:
    """Prepare images for NASNet.

    Use it before predict() and before fine-tuning. The network expects this scaling.

    Pixels are scaled to the range from -1 to 1.

    Args:
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed.

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor.

    Example:
        >>> nasnet_preprocess_input(np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3))
        array([[[[-1.,  0.,  1.]]]], dtype=float32)
    """
    return _prepare("nasnet_preprocess_input", "nasnet", x)


@export
def resnet_preprocess_input(x: ArrayLike = MISSING) -> Any:
    """Prepare images for ResNet.

    Use it before predict() and before fine-tuning. The network expects this scaling.

    Channels are reordered from RGB to BGR, and the mean of ImageNet is subtracted from each channel; values are not
    scaled.

    Args:
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed.

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor.

    Example:
        >>> resnet_preprocess_input(np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3))
        array([[[[ 151.061   ,   10.721001, -123.68    ]]]], dtype=float32)
    """
    return _prepare("resnet_preprocess_input", "resnet", x)


@export
def resnet_v2_preprocess_input(x: ArrayLike = MISSING) -> Any:
    """Prepare images for ResNet v2.

    Use it before predict() and before fine-tuning. The network expects this scaling.

    Pixels are scaled to the range from -1 to 1.

    Args:
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed.

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor.

    Example:
        >>> resnet_v2_preprocess_input(np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3))
        array([[[[-1.,  0.,  1.]]]], dtype=float32)
    """
    return _prepare("resnet_v2_preprocess_input", "resnet_v2", x)


@export
def xception_preprocess_input(x: ArrayLike = MISSING) -> Any:
    """Prepare images for Xception.

    Use it before predict() and before fine-tuning. The network expects this scaling.

    Pixels are scaled to the range from -1 to 1.

    Args:
        x: An image or a batch of them, with RGB channels from 0 to 255. It is not changed.

    Returns:
        The prepared images: an array of the same shape, or a tensor if `x` is a tensor.

    Example:
        >>> xception_preprocess_input(np.array([0.0, 127.5, 255.0]).reshape(1, 1, 1, 3))
        array([[[[-1.,  0.,  1.]]]], dtype=float32)
    """
    return _prepare("xception_preprocess_input", "xception", x)


def decode(function: str, preds: Any, top: int) -> list[list[tuple[str, str, float]]]:
    """Name the classes of a matrix of predictions.

    Args:
        function: Name of the function that the user called.
        preds: The predictions.
        top: Number of classes to give for each sample.

    Raises:
        ValueError: If there are not 1000 columns.
    """
    predicted = arrays.to_array(preds)
    if len(np.shape(predicted)) != 2 or np.shape(predicted)[1] != 1000:
        raise errors.bad_argument(function, "preds", "a matrix with 1000 columns, the classes of ImageNet", predicted)
    if not 1 <= top <= 1000:
        raise errors.bad_argument(function, "top", "a whole number from 1 to 1000", top)
    with fetch_safely(function):
        decoded = resolve("keras.applications.imagenet_utils.decode_predictions")(np.asarray(predicted), top=top)
    return [[(code, name, float(score)) for code, name, score in best] for best in decoded]
