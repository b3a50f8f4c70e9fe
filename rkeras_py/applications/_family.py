"""The arguments and the documentation that the application functions share."""

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec

from ..define import constructor
from ..downloads.door import fetch_safely
from ..signatures.object_words import Trained
from ..signatures.words import Activation, Bool, Count, Pooling, Shape, Str, Value

P = ParamSpec("P")

DOCS = {
    "include_top": "Whether to include the fully connected classifier at the end of the network.",
    "weights": '"imagenet" for weights trained on ImageNet, which are downloaded at first use and kept in '
    "~/.keras/models; NULL for random ones; or the path of a file with weights.",
    "input_tensor": "Tensor to use as the input of the model, or NULL to create a new input.",
    "input_shape": "Shape of the images without the batch axis, e.g. c(224, 224, 3); can be given if "
    "`include_top` is FALSE.",
    "pooling": "The layer after the last convolution if `include_top` is FALSE: NULL leaves its 4D output, "
    '"avg" and "max" pool each channel over the whole image.',
    "classes": 'Number of classes; other than 1000 only if `include_top` is TRUE and `weights` are not "imagenet".',
    "classifier_activation": "Activation of the classifier; NULL returns the logits. Needs `include_top`.",
    "include_preprocessing": "Whether the model prepares images itself: it takes pixels from 0 to 255.",
    "name": "Name of the model.",
    "...": "Further arguments that Keras's function takes.",
    "Returns": "A `keras.Model`.",
    "Raises": "ConnectionError: If the weights cannot be downloaded; the message names the file and the folder to put "
    "it in.\nValueError: If the arguments are incompatible, e.g. an image that is too small.",
}
"""Descriptions of arguments, and sections."""


def _take_network(
    include_top: Bool = True,
    weights: Trained = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    *,
    name: Str = "",
    **options: Any,
) -> Any:
    """Take the arguments that most networks have."""


def of_network(name: str, *, activation_last: bool = False) -> inspect.Signature:
    """Return the signature of most networks.

    Args:
        name: The name of its models.
        activation_last: Whether R keras 2 has no `classifier_activation`, which is then taken by name alone.
    """
    parameters = dict(inspect.signature(_take_network).parameters)
    parameters["name"] = parameters["name"].replace(default=name)
    if activation_last:
        activation = parameters["classifier_activation"]
        parameters["classifier_activation"] = activation.replace(kind=inspect.Parameter.KEYWORD_ONLY)
    return inspect.Signature(list(parameters.values()), return_annotation=Any)


def _take_preprocessing_first(
    include_top: Bool = True,
    include_preprocessing: Bool = True,
    weights: Trained = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    name: Str = "",
) -> Any:
    """Take the arguments of the networks that prepare images themselves, with `include_preprocessing` second."""


def _take_preprocessing_last(
    include_top: Bool = True,
    weights: Trained = "imagenet",
    input_tensor: Value = None,
    input_shape: Shape | None = None,
    pooling: Pooling = None,
    classes: Count = 1000,
    classifier_activation: Activation = "softmax",
    include_preprocessing: Bool = True,
    name: Str = "",
) -> Any:
    """Take the arguments of the networks that prepare images themselves, with `include_preprocessing` at the end."""


def with_preprocessing(name: str, *, late: bool = False) -> inspect.Signature:
    """Return the signature of a network that prepares images itself.

    Args:
        name: The name of its models.
        late: Whether `include_preprocessing` is the last argument but one, instead of the second.
    """
    signature = inspect.signature(_take_preprocessing_last if late else _take_preprocessing_first)
    *others, last = signature.parameters.values()
    return signature.replace(parameters=[*others, last.replace(default=name)])


def application(
    target: str, *, takes: inspect.Signature | None = None, send: tuple[str, ...] = ()
) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Export a function that builds a model of `keras.applications`.

    Args:
        target: Dotted path of Keras's function.
        takes: The arguments, where the definition does not list them.
        send: Arguments whose default differs in effect from that of Keras 3.
    """
    within = functools.partial(fetch_safely, instead="use weights = NULL for random weights")
    export = constructor(target, send=send, family=DOCS, within=within)

    def decorate(definition: Callable[P, Any]) -> Callable[P, Any]:
        if takes is not None:
            definition.__signature__ = takes  # type: ignore[attr-defined]
        return export(definition)

    return decorate
