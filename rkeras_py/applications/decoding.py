"""Functions that return the class names of a network's predictions, under the names of R keras."""

from typing import Any

from ..define import export
from ..signatures.words import MISSING, ArrayLike, Count
from .imagenet import decode


@export(python_only=True)
def imagenet_decode_predictions(preds: ArrayLike = MISSING, top: Count = 5) -> Any:
    """Name the classes that an ImageNet network predicts.

    It returns the classes with the highest probabilities. The class names are downloaded at first use and kept in
    ~/.keras/models.

    Args:
        preds: Matrix of predictions, (samples, 1000).
        top: Number of classes to return.

    Returns:
        For each sample, the most probable classes in decreasing order, each as (class_name, class_description, score).

    Raises:
        ConnectionError: If the class names cannot be downloaded; the message names the file and the folder to put it
            in.
        ValueError: If there are not 1000 columns.

    Example:
        >>> imagenet_decode_predictions(predictions, top=3)  # doctest: +SKIP
    """
    return decode("imagenet_decode_predictions", preds, int(top))


@export(python_only=True)
def mobilenet_decode_predictions(preds: ArrayLike = MISSING, top: Count = 5) -> Any:
    """Name the classes that MobileNet predicts.

    The class names are downloaded at first use and kept in ~/.keras/models.

    Args:
        preds: Matrix of predictions, (samples, 1000).
        top: Number of classes to return.

    Returns:
        For each sample, the most probable classes in decreasing order, each as (class_name, class_description, score).

    Raises:
        ConnectionError: If the class names cannot be downloaded; the message names the file and the folder to put it
            in.
        ValueError: If there are not 1000 columns.

    Example:
        >>> mobilenet_decode_predictions(predictions, top=3)  # doctest: +SKIP
    """
    return decode("mobilenet_decode_predictions", preds, int(top))


@export(python_only=True)
def mobilenet_v2_decode_predictions(preds: ArrayLike = MISSING, top: Count = 5) -> Any:
    """Name the classes that MobileNet v2 predicts.

    The class names are downloaded at first use and kept in ~/.keras/models.

    Args:
        preds: Matrix of predictions, (samples, 1000).
        top: Number of classes to return.

    Returns:
        For each sample, the most probable classes in decreasing order, each as (class_name, class_description, score).

    Raises:
        ConnectionError: If the class names cannot be downloaded; the message names the file and the folder to put it
            in.
        ValueError: If there are not 1000 columns.

    Example:
        >>> mobilenet_v2_decode_predictions(predictions, top=3)  # doctest: +SKIP
    """
    return decode("mobilenet_v2_decode_predictions", preds, int(top))
