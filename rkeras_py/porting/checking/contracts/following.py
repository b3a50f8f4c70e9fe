"""Sequential models followed through their pipes: ranks of layers, last activation and loss, monitors and validation.

It reports only what literals of the script make certain; a layer or value that is not known ends the reports on it.
Ranks that do not fit fail when the script runs and are problems; what runs and cannot learn as meant is a note.
"""

from collections.abc import Iterator
from typing import Any

from ....signatures.dialects import KERAS3, load_dialect
from .. import facts
from ..findings import NOTE, PROBLEM, Finding
from ..matching import match_arguments
from ..scripts import Script, last_call
from ..tree import UNKNOWN, Call, Node, get_symbol, read_literal

_MAKER = "keras_model_sequential"
_KEEPS = ("layer_dense", "layer_dropout", "layer_activation", "layer_activation_relu", "layer_batch_normalization")
_NEEDS = {
    "layer_conv_1d": 3, "layer_max_pooling_1d": 3, "layer_average_pooling_1d": 3, "layer_lstm": 3, "layer_gru": 3,
    "layer_simple_rnn": 3, "layer_conv_2d": 4, "layer_max_pooling_2d": 4, "layer_average_pooling_2d": 4,
    "layer_conv_3d": 5, "layer_global_average_pooling_1d": 3, "layer_global_max_pooling_1d": 3,
    "layer_global_average_pooling_2d": 4, "layer_global_max_pooling_2d": 4,
}  # fmt: skip
"""Number of axes of what a layer takes, with that of the samples."""
_RECURRENT = ("layer_lstm", "layer_gru", "layer_simple_rnn")
_VALIDATION = ("validation_data", "validation_split", "validation_steps")
_CROSSENTROPIES = ("binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy")


def judge_contracts(script: Script) -> Iterator[Finding]:
    """Find models whose layers, losses and callbacks cannot fit each other.

    Args:
        script: The script.
    """
    for call in script.calls:
        if script.may_define(call.name, call.node) or script.is_caught(call.node):
            continue
        if call.name.startswith("layer_"):
            yield from _judge_rank(script, call)
        elif call.name == "compile":
            yield from _judge_loss(script, call)
        elif call.name == "fit":
            yield from _judge_monitors(script, call)


def _read(script: Script, call: Call) -> dict[str, Node | None]:
    """Return the arguments of a call by the names here."""
    spec = facts.find_spec(call.name)
    row = load_dialect(KERAS3).get(call.name) if script.find_dialect(call.node, call.package) == KERAS3 else None
    if spec is None:
        return {}
    formals = list(row.formals) if row is not None and row.formals is not None else spec.formals()
    matched = match_arguments(formals, call, spec.also_called)
    found = dict(matched.values)
    found.update({one.name: one.value for one in matched.further if one.name})
    return found


def _find_chain(script: Script, last: Node | None) -> list[Call] | None:
    """Return the calls of a pipe from keras_model_sequential() on; None of what is no such pipe, or may grow later."""
    name = get_symbol(last)
    if name:
        values = script.find_values(name)
        grows = any(get_symbol(call.subject) == name and call.name.startswith("layer_") for call in script.calls)
        if len(values) != 1 or grows or script.is_open:
            return None
        last = values[0]
    found: list[Call] = []
    call = last_call(last)
    while call is not None and call.name.startswith("layer_") and call.subject is not None:
        found.append(call)
        call = last_call(call.subject)
    return [call, *reversed(found)] if call is not None and call.name == _MAKER else None


def _judge_rank(script: Script, call: Call) -> Iterator[Finding]:
    if call.name not in _NEEDS or call.subject is None:
        return
    chain = _find_chain(script, call.subject)
    rank = _follow(script, chain) if chain and not get_symbol(call.subject) else None
    if rank is not None and rank != _NEEDS[call.name]:
        message = f"{call.name}() takes tensors of {_NEEDS[call.name]} axes, with that of the samples, and gets {rank}."
        yield Finding(call.label.line, call.label.column, PROBLEM, "contract", message, call.name)


def _follow(script: Script, chain: list[Call]) -> int | None:
    """Return the number of axes behind the last layer; None where it is not certain."""
    rank = None
    for call in chain:
        values = _read(script, call)
        if call.name == "layer_embedding":
            length = read_literal(values.get("input_length"))
            rank = 3 if isinstance(length, (int, float)) or rank == 2 else None
            continue
        shape = read_literal(values["input_shape"]) if "input_shape" in values else UNKNOWN
        if shape is not UNKNOWN and shape is not None:
            rank = 1 + (len(shape) if isinstance(shape, (list, tuple)) else 1)
        if call.name in ("layer_flatten",) or call.name.startswith("layer_global_"):
            rank = 2
        elif call.name in _RECURRENT:
            whole = read_literal(values.get("return_sequences")) if "return_sequences" in values else False
            rank = {True: 3, False: 2}.get(whole) if isinstance(whole, bool) else None
        elif call.name in _NEEDS:
            rank = _NEEDS[call.name]
        elif call.name not in (*_KEEPS, _MAKER):
            rank = None
    return rank


def _judge_loss(script: Script, call: Call) -> Iterator[Finding]:
    model = call.subject if call.subject is not None else call.arguments[0].value if call.arguments else None
    chain = _find_chain(script, model)
    if not chain or len(chain) < 2:
        return
    activation, units = _find_end(script, chain)
    loss = _read(script, call).get("loss")
    name, has_logits = _read_loss(script, loss)
    place = chain[-1].label
    if activation == "softmax" and units == 1:
        message = 'softmax of one unit is always 1: take activation = "sigmoid", or a unit for each class.'
        yield Finding(place.line, place.column, NOTE, "contract", message, chain[-1].name)
    elif activation == "softmax" and name == "binary_crossentropy":
        message = (
            'binary_crossentropy of classes that exclude each other: with softmax take "categorical_crossentropy".'
        )
        yield Finding(call.label.line, call.label.column, NOTE, "contract", message, "compile")
    if has_logits and activation in ("softmax", "sigmoid"):
        message = f"from_logits = TRUE, and the last layer applies {activation} already: leave out one of both."
        yield Finding(call.label.line, call.label.column, NOTE, "contract", message, "compile")


def _find_end(script: Script, chain: list[Call]) -> tuple[Any, Any]:
    """Return the activation of the last layer and its units, where literals say them."""
    last = chain[-1]
    values = _read(script, last)
    if last.name == "layer_activation":
        units = _read(script, chain[-2]).get("units") if chain[-2].name == "layer_dense" else None
    elif last.name == "layer_dense":
        units = values.get("units")
    else:
        return UNKNOWN, UNKNOWN
    return read_literal(values.get("activation")), read_literal(units)


def _read_loss(script: Script, loss: Node | None) -> tuple[Any, bool]:
    """Return the name of a loss, and whether it certainly takes logits."""
    call = last_call(loss)
    if call is None:
        symbol = get_symbol(loss)
        return (symbol or "").removeprefix("loss_") or read_literal(loss), False
    name = call.name.removeprefix("loss_")
    if call.name == name or name not in _CROSSENTROPIES:
        return UNKNOWN, False
    return name, read_literal(_read(script, call).get("from_logits")) is True


def _judge_monitors(script: Script, call: Call) -> Iterator[Finding]:
    values = _read(script, call)
    if any(name in values for name in _VALIDATION) or any(
        one.value is not None and get_symbol(one.value) == "..." for one in call.arguments
    ):
        return
    callbacks = values.get("callbacks")
    for one in script.calls if callbacks is not None else ():
        if not one.name.startswith("callback_") or callbacks not in (one.node, *one.node.ancestors()):
            continue
        monitor = read_literal(_read(script, one).get("monitor"))
        if isinstance(monitor, str) and monitor.startswith("val_"):
            message = f'{one.name}(): fit() gets no validation data, so that nothing gives "{monitor}".'
            yield Finding(one.label.line, one.label.column, NOTE, "contract", message, one.name)
