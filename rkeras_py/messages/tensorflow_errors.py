"""TensorFlow's errors during a computation, in one line.

TensorFlow's text has the relevant line among the traces of the compiled graph. The full text is kept in the cause of
our error.
"""

import re
from typing import Any

from ..engine.internals.layers import inner_layers
from ..engine.loading import keras
from ..on_tensorflow.computing import is_error
from ..on_tensorflow.functions import spell_in_graph
from . import keras_errors

_NODE = re.compile(r"Detected at node (\S+)|\{\{node (\S+)\}\}")
_NO_REASON = re.compile(
    r"\s|Graph execution error|Detected at node|<stack traces|Traceback \(|Exception encountered|Arguments received"
)
_COUNTED = re.compile(r"_\d+$")  # TensorFlow numbers the traces of a layer
_INDEX = re.compile(r"indices(?:\[[\d,]*\])? = (-?\d+) is not in \[0, (\d+)\)")
_ASSERTED = re.compile(r"assertion failed: \[(.+?)\] \[Condition", re.DOTALL)
_OURS = re.compile(r"assertion failed: \[(\w+\(\): .+)\]$|^ValueError: (\w+\(\): .+)$", re.MULTILINE)
"""Errors of our checks of batches in a dataset or a generator, which TensorFlow wraps."""
_LABEL = re.compile(r"Received a label value of (-?\d+) which is outside the valid range of \[0, (\d+)\)")


def explain_graph_error(function: str, error: Exception, model: Any) -> Exception | None:
    """Return TensorFlow's error with a message of one line; None for other errors.

    It has the same class, but that of a check of ours of a batch is a ValueError, like those of arrays.

    Args:
        function: Name of the function that the user called.
        error: The error.
        model: The model that computed.
    """
    if not is_error(error):
        return None
    message = error.message
    if ours := _OURS.search(message):
        return ValueError(ours.group(2) or _drop_escapes(ours.group(1)))
    text, layers = keras_errors.strip_marks(message), _find_layers(message, model)
    what = _explain_label(text) or explain_index(text, layers, model) or _find_reason(text, layers)
    return type(error)(None, None, f"{function}(): {what}")  # type: ignore[no-any-return]


def _explain_label(text: str) -> str | None:
    found = _LABEL.search(text)
    if not found:
        return None
    label, classes = map(int, found.groups())
    return (
        f"labels should be class numbers from 0 to {classes - 1}, since the output has {classes} units. "
        f"Labels start at 0. Received: a label {label}"
    )


def explain_index(text: str, layers: list[Any], model: Any) -> str | None:
    """Say which index is beyond which table; None where TensorFlow's words are of something else.

    Args:
        text: TensorFlow's words.
        layers: The layers that may have computed; none where that is not known.
        model: The model, or the layer.
    """
    found = _INDEX.search(text)
    if not found:
        return None
    index, size = map(int, found.groups())
    embedding = keras().layers.Embedding
    tables = [one for one in (model, *inner_layers(model)) if isinstance(one, embedding) and one.input_dim == size]
    tables = [one for one in tables if one in layers] or tables
    if len(tables) != 1:
        return f"an index{_spell_place(layers)} should be from 0 to {size - 1}. Received: {index}"
    return (
        f'the layer "{tables[0].name}" takes whole numbers from 0 to {size - 1}, since its `input_dim` is {size}. '
        f"Received: {index}"
    )


def _find_reason(text: str, layers: list[Any]) -> str:
    asserted = _ASSERTED.search(text)
    if asserted:
        return _drop_escapes(asserted.group(1))
    lines = [line.strip() for line in text.splitlines() if line and not _NO_REASON.match(line)]
    reasons = "; ".join(list(dict.fromkeys(filter(None, lines)))[:2])
    return f"TensorFlow stopped{_spell_place(layers)}: {reasons}"


def _drop_escapes(text: str) -> str:
    return text.replace('\\"', '"')


def _spell_place(layers: list[Any]) -> str:
    return f' in the layer "{layers[0].name}"' if len(layers) == 1 else ""


def _find_layers(text: str, model: Any) -> list[Any]:
    """Return the innermost layer that computed; several layers if all match the name in the graph."""
    found = _NODE.search(text)
    parts = (found.group(1) or found.group(2)).split("/") if found else []
    for part in reversed(parts):
        names = part, _COUNTED.sub("", part)
        if layers := [layer for layer in inner_layers(model) if spell_in_graph(layer.name) in names]:
            return layers
    return []
