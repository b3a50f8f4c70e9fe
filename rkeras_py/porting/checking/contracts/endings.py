"""The last layer of a model, its loss and its labels, which have to match."""

from typing import Any

from ..findings import NOTE, PROBLEM
from ..scripts import last_call
from ..tree import UNKNOWN, Argument, Call, Node, get_symbol, read_literal
from .arguments import read_arguments, read_values
from .values import Array, Model, Tensor
from .walk import Walk, differ, show_shape

_BINARY, _CLASSES, _SPARSE = "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy"
_CROSSENTROPIES = (_BINARY, _CLASSES, _SPARSE)
_OF_NUMBERS = ("mse", "mean_squared_error", "mae", "mean_absolute_error", "mape", "msle", "huber")


def judge_endings(walk: Walk, call: Call, model: Model) -> None:
    """Find losses that do not fit the last layers of a model.

    Args:
        walk: The walk through the script.
        call: The call of compile().
        model: The model.
    """
    losses = _list_losses(walk, call, model)
    for output, (name, has_logits) in losses:
        activation = find_activation(walk, output)
        units = output.shape[-1] if output.shape else None
        at = call.label
        if activation == "softmax" and units == 1:
            last = output.calls[-1]
            message = 'softmax of one unit is always 1: use activation = "sigmoid", or one unit for each class.'
            walk.say(last.label, NOTE, message, last.name)
        elif activation == "softmax" and name == _BINARY:
            message = f'{_BINARY} does not match softmax, whose classes exclude each other: use "{_CLASSES}".'
            walk.say(at, NOTE, message, "compile")
        elif name in (_CLASSES, _SPARSE) and units == 1:
            message = f'{name} with one unit: use "{_BINARY}" with one sigmoid unit, or one unit for each class.'
            walk.say(at, NOTE, message, "compile")
        elif name in _CROSSENTROPIES and not has_logits and activation in (None, "linear", "relu"):
            wanted = "sigmoid" if name == _BINARY else "softmax"
            said = "has no activation" if activation != "relu" else "has relu"
            message = f'{name} expects probabilities, but the last layer {said}: use "{wanted}", or from_logits = TRUE.'
            walk.say(at, NOTE, message, "compile")
        if has_logits and activation in ("softmax", "sigmoid"):
            message = f"from_logits = TRUE, but the last layer already applies {activation}: remove one of the two."
            walk.say(at, NOTE, message, "compile")
        if name in _OF_NUMBERS and activation in (None, "linear") and _find_accuracy(walk, call) and len(losses) == 1:
            message = f'accuracy counts exact matches: for a regression with {name}, use metrics such as "mae".'
            walk.say(at, NOTE, message, "compile")


def judge_labels(walk: Walk, call: Call, model: Model, labels: Any) -> None:
    """Find labels that do not fit the loss of a model.

    Args:
        walk: The walk through the script.
        call: The call of fit().
        model: The model.
        labels: The value of `y`, if it is known.
    """
    if model.compiled is None or not isinstance(labels, Array) or len(model.outputs) != 1:
        return
    losses = _list_losses(walk, model.compiled, model)
    units = model.outputs[0].shape[-1] if model.outputs[0].shape else None
    gives = model.outputs[0].shape or ()
    for _, (name, _) in losses:
        if isinstance(name, str) and labels.shape is not None and len(labels.shape) < len(gives) - 1:
            message = f"The model returns {show_shape(gives)} for each sample, but the labels have "
            said = f"the shape {show_shape(labels.shape)}" if labels.shape else "one value"
            advice = "check `return_sequences` of recurrent layers, or add layer_flatten()."
            walk.say(call.label, PROBLEM, f"{message}{said}: {advice}", "fit")
        elif name == _SPARSE and labels.classes:
            message = f'{_SPARSE} expects integer labels and gets one-hot labels: use "{_CLASSES}".'
            walk.say(call.label, PROBLEM, message, "fit")
        elif name == _SPARSE and units is not None and (labels.largest or 0) >= units > 1:
            message = f"The last layer has {units} units, for the labels 0 to {units - 1}, and a label is "
            walk.say(call.label, PROBLEM, f"{message}{labels.largest:g}.", "fit")
        elif name == _CLASSES and not labels.classes and labels.shape == () and units is not None and units > 1:
            message = f"{_CLASSES} expects one-hot labels and gets integer labels: use to_categorical(y), or "
            walk.say(call.label, PROBLEM, f'{message}"{_SPARSE}".', "fit")
        elif name == _CLASSES and labels.shape and gives and differ(labels.shape, gives):
            message = (
                f"The labels have the shape {show_shape(labels.shape)}, but the model returns {show_shape(gives)}."
            )
            walk.say(call.label, PROBLEM, message, "fit")
        elif name == _CLASSES and labels.classes > 0 and units is not None and units != labels.classes:
            message = f"The labels have {labels.classes} classes, but the last layer has {units} units."
            walk.say(call.label, PROBLEM, message, "fit")


def _list_losses(walk: Walk, call: Call, model: Model) -> list[tuple[Tensor, tuple[Any, bool]]]:
    """Return the outputs of a model with the name of the loss of each, and whether that takes logits."""
    node = read_arguments(walk.script, call).get("loss")
    several = last_call(node)
    if several is None or several.name not in ("list", "c") or several.package or several.subject is not None:
        return [(output, _read_loss(walk, node)) for output in model.outputs]
    names = [one.name for one in several.arguments]
    outputs = model.outputs
    if not any(names):
        if len(names) > len(outputs):
            message = f"there are {len(names)} losses for {len(outputs)} output{'s' * (len(outputs) > 1)}."
            walk.say(call.label, PROBLEM, f"compile(): {message}", "compile")
        return [(output, _read_loss(walk, one.value)) for output, one in zip(outputs, several.arguments, strict=False)]
    return [
        (output, _read_loss(walk, one.value))
        for one in several.arguments
        if (output := _find_output(walk, model, one)) is not None
    ]


def _find_output(walk: Walk, model: Model, loss: Argument) -> Tensor | None:
    known = [output.name for output in model.outputs]
    if loss.name in known:
        return model.outputs[known.index(loss.name)]
    if all(known) and loss.label is not None:
        message = (
            f"compile(): no output is named `{loss.name}`. The outputs are {', '.join(f'`{one}`' for one in known)}."
        )
        walk.say(loss.label, PROBLEM, message, "compile")
    return None


def find_activation(walk: Walk, output: Tensor) -> Any:
    """Return the name of the last activation; None where there is none, UNKNOWN where it is not certain.

    Args:
        walk: The walk through the script.
        output: An output.
    """
    if not output.calls:
        return UNKNOWN
    last = output.calls[-1]
    given = read_arguments(walk.script, last)
    if last.name in ("layer_activation_softmax", "layer_activation_relu"):
        return last.name.removeprefix("layer_activation_")
    if last.name not in ("layer_dense", "layer_activation") or "..." in given:
        return UNKNOWN
    if "activation" not in given:
        return None
    symbol = get_symbol(given["activation"])
    return symbol.removeprefix("activation_") if symbol.startswith("activation_") else read_literal(given["activation"])


def _read_loss(walk: Walk, loss: Node | None) -> tuple[Any, bool]:
    """Return the name of a loss, and whether it certainly takes logits."""
    symbol = get_symbol(loss)
    if symbol and not walk.script.find_values(symbol):
        return symbol.removeprefix("loss_"), False
    if symbol:
        values = walk.script.find_values(symbol)
        return _read_loss(walk, values[0]) if len(values) == 1 and not get_symbol(values[0]) else (UNKNOWN, False)
    call = last_call(loss)
    if call is None:
        return read_literal(loss), False
    name = call.name.removeprefix("loss_")
    if call.name == name or name not in _CROSSENTROPIES:
        return UNKNOWN, False
    logits = read_values(walk.script, call).get("from_logits", False)
    return (name, logits) if isinstance(logits, bool) else (UNKNOWN, False)


def _find_accuracy(walk: Walk, call: Call) -> bool:
    metrics = read_values(walk.script, call).get("metrics")
    return any(one in ("accuracy", "acc") for one in (metrics if isinstance(metrics, list) else [metrics]))
