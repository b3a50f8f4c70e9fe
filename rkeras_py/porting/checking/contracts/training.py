"""compile(), fit() and evaluate() of traced models: losses, labels, data, monitors."""

from typing import Any

from ....signatures.dialects import KERAS3
from ..facts import find_spec
from ..findings import NOTE, PROBLEM
from ..scripts import last_call
from ..tree import Call, Node, get_symbol, read_literal
from . import endings
from .arguments import read_arguments, read_values
from .values import Array, Model, Result
from .walk import Walk

VERBS = ("compile", "fit", "evaluate", "predict", "count_params")
_VALIDATION = ("validation_data", "validation_split", "validation_steps")
_MONITORS = {"callback_early_stopping": "val_loss", "callback_reduce_lr_on_plateau": "val_loss",
             "callback_model_checkpoint": "val_loss"}  # fmt: skip
_SAME = {"mse": "mean_squared_error", "mae": "mean_absolute_error", "mape": "mean_absolute_percentage_error",
         "msle": "mean_squared_logarithmic_error"}  # fmt: skip


def judge_verb(walk: Walk, call: Call, values: list[Any]) -> Any:
    """Judge a call of a verb of models, and return its value; None where it is not known.

    Args:
        walk: The walk through the script.
        call: The call.
        values: The values of its subject and its arguments.
    """
    given = read_arguments(walk.script, call)
    model = next((one for one in values if isinstance(one, Model)), None)
    if call.name == "compile":
        if model is not None:
            _compile(walk, call, model)
        return model
    if call.name == "fit":
        return _fit(walk, call, given, model)
    if model is None or not model.is_sure:
        return None
    if call.name in ("evaluate", "predict"):
        _judge_data(walk, call, given, model)
    if call.name == "predict":
        return None
    if call.name == "count_params":
        if model.is_sequential and not model.inputs and not model.is_compiled:
            message = "count_params(): the model has no weights yet: pass `input_shape` to its first layer."
            walk.say(call.label, PROBLEM, message, call.name)
        return None
    if model.outcomes is None:
        return None
    is_vector = walk.script.find_dialect(call.node, call.package) != KERAS3
    return Result("evaluate", ("loss", *model.outcomes), is_vector=is_vector)


def _compile(walk: Walk, call: Call, model: Model) -> None:
    model.is_compiled = True
    model.compiled = call if walk.depth == model.depth else None
    model.outcomes = None
    if model.is_sure and model.compiled is not None and model.outputs:
        endings.judge_endings(walk, call, model)
        if len(model.outputs) == 1:
            model.outcomes = _name_metrics(walk, read_arguments(walk.script, call).get("metrics"))


def _name_metrics(walk: Walk, node: Node | None) -> tuple[str, ...] | None:
    """Return the names under which metrics are reported; None where they are not certain."""
    if node is None:
        return ()
    call = last_call(node)
    if call is None or call.name not in ("c", "list"):
        found = _name_metric(walk, node)
        return (found,) if found else None
    names = [one.name or _name_metric(walk, one.value) for one in call.arguments]
    return tuple(names) if all(names) else None


def _name_metric(walk: Walk, node: Node | None) -> str:
    value = read_literal(node)
    if isinstance(value, str):
        return value
    call = last_call(node)
    if call is None or not call.name.startswith("metric_") or walk.script.may_define(call.name, call.node):
        return ""
    name = read_values(walk.script, call).get("name")
    return name if isinstance(name, str) else ""


def _fit(walk: Walk, call: Call, given: dict[str, Node | None], model: Model | None) -> Any:
    validates = "..." in given or any(name in given for name in _VALIDATION)
    outcomes = model.outcomes if model is not None and model.is_sure else None
    _judge_monitors(walk, call, given, validates, outcomes)
    if model is None or not model.is_sure:
        return None
    if not model.is_compiled and not any(one.name == "compile" for one in walk.script.calls):
        walk.say(call.label, PROBLEM, "fit(): the model is not compiled. Call compile() first.", "fit")
    if model.compiled is not None and "y" in given and _has_no_loss(walk, model.compiled):
        walk.say(call.label, PROBLEM, "fit(): the model has no loss. Add the argument `loss` to compile().", "fit")
    _judge_data(walk, call, given, model)
    endings.judge_labels(walk, call, model, walk.recall(given.get("y")))
    if outcomes is None or "..." in given:
        return None
    names = ("loss", *outcomes)
    rates = ("lr", "learning_rate") if "callbacks" in given else ()
    told = (*names, *(f"val_{name}" for name in names if validates), *rates)
    return Result("fit", ("params", "metrics"), {"metrics": told})


def _has_no_loss(walk: Walk, compiled: Call) -> bool:
    """Tell whether a call of compile() gives no loss, and no layer of the script can have one."""
    given = read_arguments(walk.script, compiled)
    return not walk.has_layer_losses and not {"loss", "..."} & set(given)


def _judge_data(walk: Walk, call: Call, given: dict[str, Node | None], model: Model) -> None:
    """Find data of another shape than the model's, and labels whose number differs from that of the samples."""
    data = last_call(given.get("x"))
    if data is not None and data.name == "list" and 1 < len(model.inputs) != len(data.arguments) > 0:
        message = f"{call.name}(): the model has {len(model.inputs)} inputs, and `x` {len(data.arguments)}."
        walk.say(call.label, PROBLEM, message, call.name)
    pairs = [tuple(walk.recall(given.get(name)) for name in ("x", "y"))]
    beside = walk.recall(given.get("validation_data"))
    if isinstance(beside, list) and len(beside) > 1:
        pairs.append((beside[0], beside[1]))
    for x, y in pairs:
        _judge_pair(walk, call, model, x, y)
    rows = [getattr(walk.recall(given.get(name)), "rows", None) for name in ("x", "sample_weight")]
    if None not in rows and rows[0] != rows[1]:
        message = f"{call.name}(): `x` has {rows[0]} samples, but `sample_weight` {rows[1]} weights."
        walk.say(call.label, PROBLEM, message, call.name)


def _judge_pair(walk: Walk, call: Call, model: Model, x: Any, y: Any) -> None:
    wanted = model.inputs[0].shape if len(model.inputs) == 1 else None
    if not isinstance(x, Array):
        return
    if x.shape is not None and wanted is not None and (x.shape, wanted) != ((), (1,)):  # a vector is a column
        walk.judge_fit(wanted, x.shape, call.label)
    if isinstance(y, Array) and None not in (x.rows, y.rows) and x.rows != y.rows:
        walk.say(call.label, PROBLEM, f"{call.name}(): `x` has {x.rows} samples, but `y` has {y.rows}.", call.name)


def _judge_monitors(
    walk: Walk, call: Call, given: dict[str, Node | None], validates: bool, outcomes: tuple[str, ...] | None
) -> None:
    for one in _list_callbacks(walk, given.get("callbacks")):
        values = read_values(walk.script, one)
        monitor = values.get("monitor", _MONITORS.get(one.name))
        if not isinstance(monitor, str) or one.name not in _MONITORS or "..." in values:
            continue
        if one.name == "callback_model_checkpoint" and values.get("save_best_only", False) is not True:
            continue  # the method ignores it
        if monitor.startswith("val_") and not validates:
            message = f'{one.name}(): "{monitor}" is not available, because fit() gets no validation data.'
            walk.say(one.label, NOTE, message, one.name)
        elif outcomes is not None:
            known = ("loss", *outcomes)
            base = monitor.removeprefix("val_")
            if base not in (*known, *(_SAME.get(name, name) for name in known), "lr", "learning_rate"):
                told = ", ".join(f'"{name}"' for name in (*known, *(f"val_{name}" for name in known if validates)))
                message = f'{one.name}(): "{monitor}" is not available; fit() reports {told}.'
                walk.say(one.label, NOTE, message, one.name)


def _list_callbacks(walk: Walk, node: Node | None) -> list[Call]:
    """Return the calls that make the callbacks of fit(), through variables that are assigned once."""
    if node is None:
        return []
    if name := get_symbol(node):
        if name.startswith("callback_") and find_spec(name) and not walk.script.may_define(name, node):
            message = f"fit(): {name} is a function that creates a callback: call it, {name}()."
            walk.say(node, PROBLEM, message, name)
        values = walk.script.find_values(name)
        return _list_callbacks(walk, values[0]) if len(values) == 1 and values[0] is not node else []
    call = last_call(node)
    if call is None:
        return []
    if call.name in ("list", "c"):
        return [found for one in call.arguments for found in _list_callbacks(walk, one.value)]
    is_own = call.name.startswith("callback_") and not walk.script.may_define(call.name, call.node)
    return [call] if is_own else []
