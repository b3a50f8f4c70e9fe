"""The state of metrics, and a fast way to reset it."""

import functools
from typing import Any

from ..loading import keras, resolve
from .compiled import metric_groups
from .modules import OWN_CODE, in_stateless_scope


def reset_metrics(model: Any) -> None:
    """Set what a model counts back to nothing, as Keras's `reset_metrics()` does.

    Args:
        model: The model.
    """
    if keras().backend.backend() != "tensorflow":
        type(model).reset_metrics(model)
        return
    classes = _load_classes()
    zeros: dict[Any, Any] = {}
    if not classes.is_eager() or in_stateless_scope():
        type(model).reset_metrics(model)
        return
    for metric in model.metrics:
        _reset(metric, classes, zeros)


class _Classes:
    """The functions by which Keras and TensorFlow reset metrics; they are looked up once."""

    def __init__(self) -> None:
        compile_utils = f"{OWN_CODE}.trainers.compile_utils"
        self.mean = keras().metrics.Mean.reset_state
        self.compiled = resolve(f"{compile_utils}.CompileMetrics").reset_state
        self.several = resolve(f"{compile_utils}.MetricsList").reset_state
        self.variable = keras().Variable
        self.resource = resolve("tensorflow.python.ops.resource_variable_ops.ResourceVariable")
        self.is_eager = resolve("tensorflow.executing_eagerly")
        self.assign = resolve("tensorflow.raw_ops.AssignVariableOp")
        self.constant = resolve("tensorflow.constant")


@functools.cache
def _load_classes() -> _Classes:
    return _Classes()


def _reset(metric: Any, classes: _Classes, zeros: dict[Any, Any]) -> None:
    method = None if "reset_state" in vars(metric) else type(metric).reset_state
    if method is classes.mean:
        _set_zero(metric.total, classes, zeros)
        _set_zero(metric.count, classes, zeros)
    elif method is classes.several or (method is classes.compiled and metric.built):
        parts = metric.metrics if method is classes.several else [one for pair in metric_groups(metric) for one in pair]
        for part in filter(None, parts):
            _reset(part, classes, zeros)
    else:
        metric.reset_state()


def _set_zero(variable: Any, classes: _Classes, zeros: dict[Any, Any]) -> None:
    value: Any = variable._value if type(variable) is classes.variable else None
    if type(value) is not classes.resource or value.shape.rank != 0:  # distributed, or not created yet
        variable.assign(0)
        return
    if value.dtype not in zeros:
        zeros[value.dtype] = classes.constant(0, value.dtype)
    classes.assign(resource=value.handle, value=zeros[value.dtype])
