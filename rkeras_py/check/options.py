"""The arguments that a function takes by `...`: who knows them, and whether a name is one."""

from ..compat import keras2_arguments, without_effect
from ..engine.loading import resolve
from ..messages import errors
from ..signatures.calls import refuse_unknown
from ..signatures.registry import Spec
from ..signatures.words import LAYER_OPTIONS


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


def _is_settled(spec: Spec, name: str) -> bool:
    """Tell whether an argument is taken out before Keras's class is asked."""
    of_layers = spec.kind == "layer" and (name in LAYER_OPTIONS or name in keras2_arguments.BASE_ARGUMENTS)
    dropped = keras2_arguments.DROPPED.get(spec.name) or keras2_arguments.DROPPED.get(f"{spec.name.split('_')[0]}_", {})
    at_call = keras2_arguments.AT_CALL.get(spec.name, {})
    return of_layers or name in dropped or name in at_call or any(name == one.argument for one in spec.variants)
