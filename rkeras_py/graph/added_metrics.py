"""Keras 2's add_metric(): a value from a layer, or from symbolic tensors, averaged over the batches."""

from typing import Any

from ..engine.internals.graphs import graph_of
from ..engine.internals.layers import keep_metric
from ..engine.loading import keras
from ..messages import errors
from . import symbolic_losses

_ADDED = "_added_metrics"


def add_metric(layer: Any, value: Any, name: str | None = None, aggregation: str | None = "mean") -> None:
    """Count a value in the metric of a name, which logs and histories then have.

    Args:
        layer: The layer whose `call` runs; or a functional or Sequential model, for a symbolic tensor of it.
        value: A tensor, of which the mean counts; or the result of a metric that the layer has, which counted already.
        name: The name of the metric. It may be left out where the layer has metrics of its own.
        aggregation: "mean"; None is the same.

    Raises:
        ValueError: If the name or the aggregation is none.
    """
    function = f"{type(layer).__name__}$add_metric"
    if aggregation not in ("mean", None):
        raise errors.bad_argument(function, "aggregation", '"mean"', aggregation)
    added = vars(layer).get(_ADDED, {})
    known = [metric.name for metric in layer.metrics if metric.name not in added]
    if name is None and not known:
        raise errors.bad_argument(function, "name", "the name under which the value is logged", None)
    if name is None or name in known:
        return
    if name not in added:
        metric = keras().metrics.Mean(name=name)
        object.__setattr__(layer, _ADDED, {**added, name: metric})
        keep_metric(layer, metric)
        if isinstance(value, keras().KerasTensor) and graph_of(layer) is not None:
            symbolic_losses.measure_symbol(layer, metric, value)
            return
    vars(layer)[_ADDED][name].update_state(value)
