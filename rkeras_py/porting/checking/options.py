"""The arguments that a function accepts in `...`, and checks of their names."""

from collections.abc import Mapping
from typing import Any

from ...compat import keras2_arguments, without_effect
from ...engine.loading import resolve
from ...messages import errors
from ...signatures.calls import refuse_unknown
from ...signatures.registry import Spec
from ...signatures.words import LAYER_OPTIONS


def explain_unknown(spec: Spec, name: str) -> str:
    """Return the error for a further argument that a function does not take, or "".

    Keras is loaded only where its class has to be asked.

    Args:
        spec: The function.
        name: The argument.
    """
    if name in spec.older or without_effect.takes_without_effect(spec.name, name) or _is_settled(spec, name):
        return ""
    try:
        if spec.further is not None:
            errors.check_options(spec.name, [name], spec.params, spec.further())
        elif spec.target:
            sent = keras2_arguments.RENAMED.get(spec.name, {}).get(name, name)
            refuse_unknown(spec, resolve(spec.target), [sent])
    except TypeError as error:
        return str(error)
    return ""


def find_dropped(spec: Spec) -> Mapping[str, Any]:
    """Return the arguments of a function that Keras 3 has no more, which it takes all the same."""
    dropped = keras2_arguments.DROPPED
    return dropped.get(spec.name) or dropped.get(f"{spec.name.split('_')[0]}_", {})


def _is_settled(spec: Spec, name: str) -> bool:
    """Tell whether an argument is taken out before Keras's class is asked."""
    of_layers = spec.kind == "layer" and (name in LAYER_OPTIONS or name in keras2_arguments.BASE_ARGUMENTS)
    at_call = keras2_arguments.AT_CALL.get(spec.name, {})
    return (
        of_layers or name in find_dropped(spec) or name in at_call or any(name == one.argument for one in spec.variants)
    )
