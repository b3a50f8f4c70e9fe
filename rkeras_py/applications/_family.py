"""What all application functions have in common."""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec

from ..define import constructor
from ..messages.downloads import fetching

P = ParamSpec("P")

DOCS = {
    "include_top": "Whether to include the fully-connected classifier at the end of the network.",
    "weights": '"imagenet" for weights trained on ImageNet, which are downloaded at the first use and kept in '
    "~/.keras/models; NULL for random ones; or the path of a file with weights.",
    "input_tensor": "Tensor to use as the input of the model, or NULL for an input of its own.",
    "input_shape": "Shape of the images without the batch axis, e.g. c(224, 224, 3); may be given where "
    "`include_top` is FALSE.",
    "pooling": "What comes after the last convolution where `include_top` is FALSE: NULL leaves its 4D output, "
    '"avg" and "max" pool each channel over the whole image.',
    "classes": 'Number of classes; other than 1000 only where `include_top` is TRUE and `weights` are not "imagenet".',
    "classifier_activation": "Activation of the classifier; NULL returns the logits. Needs `include_top`.",
    "...": "Further arguments that Keras's function takes, such as `name`.",
}
"""Descriptions of arguments."""


def application(target: str, *, send: tuple[str, ...] = ()) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a function that builds a model of `keras.applications`."""
    within = functools.partial(fetching, instead="use weights = NULL for random weights")
    return constructor(target, send=send, family=DOCS, within=within)
