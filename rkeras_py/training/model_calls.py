"""Calls of a model's own methods: Keras errors are reworded, errors in user code are unchanged."""

import contextlib
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from ..compat.steps import refuse_step
from ..engine.internals.building import build_by_batch
from ..engine.internals.compiled import distribution
from ..engine.internals.layers import flat_layers
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow, step_errors
from ..graph import user_parts
from ..messages import errors, jax_errors, tensorflow_errors
from ..models import freezing
from . import replicas, retracing
from .given import ARE_CHECKED

_TRIED = ("regularizer", "activation")
"""Roles whose functions fit() tries, since Keras also uses results that are no numbers or no tensors."""
_OF_NO_TARGETS = ("None values not supported.", "None is not a valid value for jnp.array", "Invalid dtype: object")
"""How TensorFlow, JAX and PyTorch refuse targets that are None."""
NO_TARGETS = "`y` is missing. The loss that the model was compiled with compares its outputs with targets."
_NEED_COMPILE = ("fit", "evaluate", "train_on_batch", "test_on_batch")
_TRAIN = ("fit", "train_on_batch")


def run_method(model: Any, what: str, arguments: dict[str, Any], method: Callable[..., Any] | None = None) -> Any:
    """Call a method of a model.

    Args:
        model: The model.
        what: Name of the method, and of the function that the user called.
        arguments: Its arguments.
        method: What to call in its place.

    Returns:
        What the method returns.

    Raises:
        RuntimeError: If the model must be compiled first.
        ValueError: If Keras refuses the arguments.
        tensorflow.errors.OpError: If TensorFlow stops while it computes; JAX has a class of its own.
    """
    if what in _NEED_COMPILE and not getattr(model, "compiled", True):
        raise RuntimeError(f"{what}(): the model is not compiled. Call compile() first, with a loss and an optimizer.")
    replicas.refuse_strategy(model, what)
    refuse_step(model, what)
    if what == "fit" and (told := user_parts.find_wrong_part(flat_layers(model), roles=_TRIED)):
        raise ValueError(f"fit(): {told}")
    sources = [arguments[name] for name in ("x", "validation_data") if hasattr(arguments.get(name), "failure")]
    ends_once = bool(sources) and arguments.get("epochs", 1) == 1
    try:
        with contextlib.ExitStack() as within:
            if ends_once and not _get_steps(arguments):
                within.enter_context(silence_end_of_data())
            if what in _TRAIN:
                within.enter_context(freezing.train_as_compiled(model))
                if distribution(model) is not None:
                    within.enter_context(replicas.weigh_by_samples(model))
            retracing.prepare_functions(model, what, arguments)
            if hasattr(arguments.get("x"), "look_ahead") and not runs_on_tensorflow():
                build_by_batch(model, arguments["x"].look_ahead(), what == "predict")
            within.callback(ARE_CHECKED.reset, ARE_CHECKED.set(True))
            result = (method or getattr(model, what))(**arguments)
    except step_errors(TypeError, ValueError, AttributeError) as error:
        if any(error is source.failure for source in sources):
            raise
        if not errors.is_of_user(error) and (told := user_parts.find_wrong_part_of_model(model)):
            raise ValueError(f"{what}(): {told}") from error
        if jax_errors.explain_traced(error):
            raise errors.prefix_error(what, error) from error
        rejected = tensorflow_errors.explain_graph_error(what, error, model) or errors.rejected(
            what, _explain(error, arguments)
        )
        if rejected is error:
            raise
        raise rejected from error
    is_odd = what.startswith("predict") and _holds_text(result)
    if is_odd and (told := user_parts.find_wrong_part(flat_layers(model))):
        raise ValueError(f"{what}(): {told}")
    if what == "fit" and sources and sources[0] is arguments["x"]:
        _drop_empty_epoch(sources[0], result)
    return result


def lacks_targets(error: Exception, arguments: dict[str, Any]) -> bool:
    """Tell whether an error of Keras comes from targets that are missing."""
    return str(error).startswith(_OF_NO_TARGETS) and arguments.get("y") is None


def _explain(error: Exception, arguments: dict[str, Any]) -> Exception:
    """Explain Keras's errors for a loss without targets, or that is no function of the weights, in our words."""
    if lacks_targets(error, arguments):
        return ValueError(NO_TARGETS)
    if not str(error).startswith("No gradients provided for any variable"):
        return error
    return ValueError(
        "no weight changes the loss. The loss should be computed from y_pred, by operations that have a gradient: not "
        "rounded, compared, or computed outside of tensors."
    )


def _holds_text(result: Any) -> bool:
    """Tell whether predictions are texts, which an activation may have returned by mistake."""
    parts = [result] if hasattr(result, "dtype") else keras().tree.flatten(result)
    kinds = (getattr(getattr(part, "dtype", None), "kind", "") for part in parts)
    return any(kind in ("O", "S", "U") for kind in kinds) or any(isinstance(part, (str, bytes)) for part in parts)


def _get_steps(arguments: dict[str, Any]) -> Any:
    return arguments.get("steps") or arguments.get("steps_per_epoch")


@contextlib.contextmanager
def silence_end_of_data() -> Iterator[None]:
    """Silence Keras's warning of an iterator that ends; one that is gone through once ends as it should."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Your input ran out of data")
        yield


def _drop_empty_epoch(source: Any, history: Any) -> None:
    """Drop an epoch without batches, whose losses are 0; it arises if the data end where an epoch begins."""
    if source.drawn and not source.in_epoch and history.epoch:
        history.epoch.pop()
        for values in history.history.values():
            values.pop()
