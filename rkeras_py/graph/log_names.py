"""The names and the order of losses and metrics in a model's logs: those of R keras."""

from collections.abc import Iterable, Sequence
from typing import Any

from ..compat.targets import is_of_keras3
from ..engine.internals.compiled import compile_loss, compile_metrics, metric_groups
from ..engine.tensors import has_values

_VALIDATION = "val_"


def split_name(name: str) -> tuple[str, str]:
    """Return the name of a metric without "val_", and which data it was measured on: "training" or "validation"."""
    if name.startswith(_VALIDATION):
        return name.removeprefix(_VALIDATION), "validation"
    return name, "training"


def name_logs(model: Any, logs: dict[str, Any]) -> dict[str, Any]:
    """Give logs the names and the order of R keras.

    That is: loss, the losses of the outputs, metrics as they were compiled, then the same on the validation data, and
    the learning rate, called `lr`, at the end. Keras 3 sorts by the alphabet; R's keras3 leaves that as it is.

    Args:
        model: The model they are of.
        logs: Values by name, as Keras 3 gives them.

    Returns:
        The same values; numbers for tensors of one number.
    """
    if logs.keys() == {"loss"} or is_of_keras3(model):
        return {name: as_number(value) for name, value in logs.items()}
    return arrange_logs(get_log_order(model), logs)


def arrange_logs(order: Sequence[str], logs: dict[str, Any]) -> dict[str, Any]:
    """Return logs under the names of R keras and in its order, which `order` gives."""
    rename = "learning_rate" not in order and "lr" not in logs
    names = arrange_names(order, logs)
    return {"lr" if rename and name == "learning_rate" else name: as_number(logs[name]) for name in names}


def as_number(value: Any) -> Any:
    """Return a tensor of one number as that number, which Keras leaves a tensor where its floats are bfloat16."""
    return float(value) if getattr(value, "shape", None) == () and has_values(value) else value


def arrange_names(order: Sequence[str], logs: Iterable[str]) -> list[str]:
    """Return the names of logs in R keras's order.

    Args:
        order: What `log_order()` gives for the model.
        logs: The names as Keras 3 has them, or the logs.
    """
    rank = {name: position for position, name in enumerate(order)}
    places: dict[str, tuple[int, int]] = {}
    from_callback = False  # callbacks add their logs after those of validation
    for name in logs:
        metric, data = split_name(name)
        if data == "validation" and name not in rank:
            from_callback = True
            places[name] = (1, rank.get(metric, len(rank)))
        elif name in rank:
            places[name] = (0, rank[name])
        elif name in ("lr", "learning_rate"):
            places[name] = (3, 0)
        else:
            places[name] = (2 if from_callback else 0, len(rank))
    return sorted(places, key=places.__getitem__)


def get_log_order(model: Any) -> list[str]:
    """Return the names under which a model logs loss and metrics, in the order they were compiled."""
    names = ["loss"]
    losses = [metric.name for metric in getattr(compile_loss(model), "metrics", ())]
    outputs = [f"{output}_loss" for output in getattr(model, "output_names", None) or ()]
    names += sorted(losses, key=lambda name: outputs.index(name) if name in outputs else len(outputs))
    names += _list_compiled_metric_names(compile_metrics(model))
    names += [metric.name for metric in getattr(model, "metrics", ())]
    return list(dict.fromkeys(names))


def _list_compiled_metric_names(compiled: Any) -> list[str]:
    """Return the names that Keras's CompileMetrics logs under; it sorts them before anyone can see their order."""
    if compiled is None or not compiled.built:
        return []
    names: list[str] = []
    for groups in metric_groups(compiled):
        for prefix, group in zip(("", "weighted_"), groups, strict=True):
            output = f"{group.output_name}_" if group and group.output_name else ""
            for metric in group.metrics if group else ():
                name = f"{output}{metric.name}"
                if prefix and name in names:
                    name = f"{output}{prefix}{metric.name}"
                names.append(make_unique(name, names))
    return names


def get_metrics_names(model: Any) -> list[str]:
    """Return the names of what a model measures, in the order of `evaluate()`: Keras 2's `model$metrics_names`."""
    together = getattr(compile_metrics(model), "name", None)
    return [name for name in get_log_order(model) if name != together] if model.compiled else []


def make_unique(name: str, taken: Sequence[str]) -> str:
    """Return a name that is not taken: with `_1` at its end, or the next number."""
    number, unique = 0, name
    while unique in taken:
        number += 1
        unique = f"{name}_{number}"
    return unique


def name_outputs(model: Any) -> None:
    """Give the outputs Keras 2's names; in Keras 3 those of one layer are the same, and one hides the other in logs.

    Args:
        model: A functional model.
    """
    unique: list[str] = []
    for name in model.output_names:
        unique.append(make_unique(name, unique))
    for named in (model, compile_loss(model), compile_metrics(model)):
        if named is not None:
            named.output_names = unique
