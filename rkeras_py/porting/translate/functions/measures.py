"""The names in the result of evaluate(), which plain Keras omits from its list and sorts in its dict."""

from ....signatures.dialects import KERAS3
from ...checking.facts import find_spec
from ..language import Call, Constant, Expr, Symbol, Untranslatable, walk
from ..state import literal
from ..to_keras import find_class, match_spec

SCHEDULES = ("callback_learning_rate_scheduler", "callback_reduce_lr_on_plateau")
"""Callbacks that log the learning rate."""


def find_measures(program: Expr) -> list[str] | None:
    """Return what evaluate() measures in all models of a script, in R's order; None where that is not certain.

    Args:
        program: The script.
    """
    parts = list(walk(program))
    calls = [one for one in parts if isinstance(one, Call)]
    if any(one.name.startswith("load_model") or one.name in ("clone_model", "keras_model_custom") for one in calls):
        return None
    if any(isinstance(one, Constant) and one.value == "compile" for one in parts):  # as in model$compile()
        return None
    if any(_has_several_outputs(one, calls) for one in calls if one.name == "keras_model"):
        return None
    try:
        found = [_find_measures(one, _find_custom(calls)) for one in calls if one.name == "compile"]
    except Untranslatable:
        return None
    return found[0] if found and all(one == found[0] for one in found) else None


def keeps_order(program: Expr) -> bool | None:
    """Tell whether histories have measures in the order of Keras's logs, as keras3's do; None where only some do.

    Args:
        program: The script.
    """
    calls = (one for one in walk(program) if isinstance(one, Call) and one.name == "fit")
    found = {isinstance(one.function, Symbol) and one.function.package == KERAS3 for one in calls}
    return None if len(found) > 1 else found == {True}


def _has_several_outputs(model: Call, calls: list[Call]) -> bool:
    """Tell whether a functional model may have several outputs, of which each has a loss of its own."""
    named = {one.name: one.value for one in model.arguments}
    outputs = named.get("outputs", model.arguments[-1].value if len(model.arguments) > 1 else None)
    values = [outputs]
    if isinstance(outputs, Symbol):
        targets = (one for one in calls if one.name == "<-" and len(one.arguments) == 2)
        values = [one.value(1) for one in targets if getattr(one.value(0), "name", "") == outputs.name]
    return not values or any(isinstance(one, Call) and one.name in ("list", "c", "lapply") for one in values)


def _find_custom(calls: list[Call]) -> dict[str, str]:
    """Return the names under which metrics of custom_metric() log, by the variables that hold nothing else."""
    made: dict[str, list[str]] = {}
    for one in calls:
        if one.name in ("<-", "<<-", "=") and isinstance(target := one.value(0), Symbol):
            made.setdefault(target.name, []).append(_name_custom(one.value(1)))
    return {name: of[0] for name, of in made.items() if len(of) == 1 and of[0]}


def _name_custom(metric: Expr | None) -> str:
    if not (isinstance(metric, Call) and metric.name == "custom_metric" and metric.arguments):
        return ""
    given = {one.name: one.value for one in metric.arguments}
    name = literal(given.get("name", metric.value(0)))
    return name if isinstance(name, str) else ""


def _find_measures(call: Call, custom: dict[str, str]) -> list[str] | None:
    given, further = match_spec(call, find_spec("compile"))  # type: ignore[arg-type]
    loss, metrics = given.get("loss"), given.get("metrics")
    if further or "weighted_metrics" in given or (isinstance(loss, Call) and loss.name in ("list", "c")):
        return None
    if metrics is None:
        return ["loss"]
    several = metrics.arguments if isinstance(metrics, Call) and metrics.name in ("list", "c") else None
    given_metrics = [one.value for one in several] if several is not None else [metrics]
    names = [
        custom.get(one.name) if isinstance(one, Symbol) else _name_custom(one) or literal(one) for one in given_metrics
    ]
    texts = [one for one in names if isinstance(one, str) and not find_class(one)]
    return ["loss", *texts] if len(texts) == len(names) == len(set(texts)) else None
