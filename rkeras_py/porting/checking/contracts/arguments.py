"""The arguments of a call, under the names of this package."""

from typing import Any

from ....signatures.dialects import KERAS3, load_dialect
from .. import facts
from ..matching import match_arguments
from ..scripts import Script
from ..tree import Call, Node, read_literal
from .shapes import Shape, as_shape


def read_arguments(script: Script, call: Call) -> dict[str, Node | None]:
    """Return the arguments of a call by the names here.

    Args:
        script: The script.
        call: The call.
    """
    spec = facts.find_spec(call.name)
    is_keras3 = script.find_dialect(call.node, call.package) == KERAS3
    row = load_dialect(KERAS3).get(call.name) if is_keras3 else None
    if spec is None:
        return {}
    formals = list(row.formals) if row is not None and row.formals is not None else spec.formals()
    matched = match_arguments(formals, call, spec.also_called)
    if row is not None:
        matched.rename(row.renamed)
    found = dict(matched.values)
    found.update({one.name: one.value for one in matched.further if one.name})
    return found if matched.is_whole else {"...": None, **found}


def read_values(script: Script, call: Call) -> dict[str, Any]:
    """Return the arguments of a call as values: UNKNOWN where only running the script would tell.

    Args:
        script: The script.
        call: The call.
    """
    return {name: read_literal(node) for name, node in read_arguments(script, call).items()}


def find_given_shape(values: dict[str, Any]) -> Shape | None:
    """Return the shape that the first layer of a model is given."""
    for name in ("batch_input_shape", "batch_shape"):
        if name in values:
            whole = as_shape(values[name])
            return whole[1:] if whole else None
    return as_shape(values.get("input_shape", values.get("input_length")))


def get_name(values: dict[str, Any]) -> str:
    """Return the name that a layer is given, or ""."""
    name = values.get("name")
    return name if isinstance(name, str) else ""
