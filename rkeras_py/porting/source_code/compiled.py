"""The arguments of compile() with which a model was compiled."""

from typing import Any

from ...compat import targets
from ...engine.internals.compiled import jits_by_default
from ...models.outputs import get_output_names
from ...signatures.dialects import KERAS2
from . import objects
from .dialects import Dialect
from .expressions import Exactly

_NOTES = {
    True: "Losses and metrics received target vectors as columns, but get vectors here: convert them to columns.",
    False: "Losses and metrics received target vectors as vectors, but get columns here.",
}
_DEFAULTS = {"run_eagerly": False, "steps_per_execution": 1, "auto_scale_loss": True}


def spell_compile(dialect: Dialect, model: Any) -> dict[str, Any]:
    """Return the arguments of compile() that are not the defaults.

    Args:
        dialect: What makes the expressions.
        model: A model that was compiled.
    """
    config = model.get_compile_config() or {}
    names = get_output_names(model)
    given: dict[str, Any] = {}
    known = set(dialect.program.foreign)
    optimizer = config.get("optimizer")
    if optimizer is not None:
        short = objects.shorten(optimizer) if objects.is_serialized(optimizer) else optimizer
        given["optimizer"] = short or dialect.make(model.optimizer)
    for key in ("loss", "loss_weights", "metrics", "weighted_metrics"):
        value = _list_by_place(config.get(key), names)
        if value is not None and value not in ([], {}):
            given[key] = _spell_for_outputs(dialect, key, value)
    losses = given.get("loss")
    if isinstance(losses, list) and "loss_weights" not in given and {*map(repr, losses)} == {repr(losses[0])}:
        given["loss"] = losses[0]
    if set(dialect.program.foreign) - known:  # Keras's own losses and metrics adjust the axes of targets
        given.update(_tell_targets(dialect, model))
    jits = False if config.get("run_eagerly") else jits_by_default(model)
    for key, default in (_DEFAULTS | {"jit_compile": jits}).items():
        if config.get(key, default) != default and config.get(key) is not None:
            given[key] = config[key]
    return given


def _tell_targets(dialect: Dialect, model: Any) -> dict[str, Any]:
    """Describe how losses and metrics that are not Keras's get targets, if the default of the code differs."""
    is_matched = targets.is_marked(model)
    if dialect.ours and not dialect.package:
        return {} if is_matched else {"match_targets": False}
    matches_there = dialect.package == KERAS2
    note = _NOTES[is_matched]
    if is_matched != matches_there and note not in dialect.program.notes:
        dialect.program.notes.append(note)
    return {}


def _list_by_place(value: Any, names: list[str]) -> Any:
    """Return the settings by the names of the outputs, which may be others next time, in their order."""
    if isinstance(value, dict) and not objects.is_serialized(value) and set(value) <= set(names):
        value = [value.get(name) for name in names]
        return value[0] if len(value) == 1 else value
    return value


def _spell_for_outputs(dialect: Dialect, key: str, value: Any) -> Any:
    """Return the settings of one output, or of each of several: a list of metrics is no vector then."""
    spelled = _spell(dialect, value)
    if key.endswith("metrics") and isinstance(spelled, list):
        return [Exactly(one or []) if isinstance(one, list) or one is None else one for one in spelled]
    return spelled


def _spell(dialect: Dialect, value: Any) -> Any:
    if objects.is_serialized(value):
        return dialect.value_of(value)
    if isinstance(value, dict):
        return {key: _spell(dialect, part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_spell(dialect, part) for part in value]
    return value
