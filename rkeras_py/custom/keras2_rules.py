"""What scripts for Keras 2 expect of the classes that they extend, where Keras 3 is otherwise."""

import functools
import inspect
import numbers
import sys
from collections.abc import Callable
from typing import Any

from ..compat import formulas, keras2_arguments
from ..engine.internals.compiled import compile_loss, compile_metrics, loss_tracker
from ..engine.internals.layers import inner_layers, is_default, mark_as_default
from ..engine.internals.modules import compute_output_spec
from ..engine.loading import keras
from ..graph import nodes
from ..graph.log_names import named_logs
from ..messages.errors import shown
from ..signatures.words import Shape, convert, word_of
from . import functions, keras2_state

_WEIGHT = ("name", "shape", "dtype", "initializer", "regularizer", "trainable", "constraint")
_METRIC_WEIGHT = ("name", "shape", "aggregation", "synchronization", "initializer", "dtype")
_GONE = ("use_resource", "synchronization", "partitioner", "collections", "getter")
_STEPS = ("train_step", "test_step")


def adapt(namespace: dict[str, Any], bases: tuple[type, ...], owner: list[Any]) -> None:
    """Add to a class that extends one of Keras what the scripts rely on.

    Args:
        namespace: The members of the class, changed in place.
        bases: The classes it extends.
        owner: Will hold the class.
    """
    if not any(base.__module__.startswith("keras.") for extended in bases for base in extended.__mro__):
        return
    k = keras()
    if extends(bases, k.layers.Layer):
        _adapt_layer(namespace, bases, owner)
    if extends(bases, k.Model):
        _adapt_model(namespace, bases, owner)
    if extends(bases, k.metrics.Metric):
        _adapt_metric(namespace)
    if extends(bases, k.losses.Loss):
        _adapt_loss(namespace, bases)
    if extends(bases, k.callbacks.Callback):
        _adapt_callback(namespace)
    called = (k.constraints.Constraint, k.initializers.Initializer, k.regularizers.Regularizer)
    if "call" in namespace and extends(bases, (*called, k.optimizers.schedules.LearningRateSchedule)):
        namespace.setdefault("__call__", namespace.pop("call"))
    if "get_config" in namespace:
        _after(namespace, "get_config", _named)
    elif "__init__" in namespace:
        namespace["get_config"] = _recorded_config(owner)
        namespace.setdefault("from_config", classmethod(functools.partial(_from_recorded, owner)))


def extends(bases: tuple[type, ...], kind: Any) -> bool:
    """Whether one of the bases is of a kind."""
    return any(issubclass(base, kind) for base in bases)


def constructor_arguments(instance: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """Give the arguments for a constructor of Keras the values that Keras 3 knows."""
    if arguments.get("reduction") == "auto":
        arguments["reduction"] = keras2_arguments.VALUES["reduction"]("auto")
    return arguments


def _after(namespace: dict[str, Any], name: str, change: Callable[[Any], Any]) -> None:
    """Let a function change what a method returns."""
    method = namespace[name]

    @functools.wraps(method)
    def changed(self: Any, *args: Any, **kwargs: Any) -> Any:
        return change(method(self, *args, **kwargs))

    namespace[name] = changed


def _named(value: Any) -> Any:
    """R has no empty named list: `list()` arrives as []."""
    return {} if isinstance(value, list) and not value else value


def _recorded_config(owner: list[Any]) -> Callable[[Any], dict[str, Any]]:
    """A `get_config` made of the arguments that the constructor got, beside what Keras itself knows."""

    def get_config(self: Any) -> dict[str, Any]:
        try:
            config = super(owner[0], self).get_config()
        except (AttributeError, NotImplementedError):
            config = {}
        arguments = vars(self)["_constructor_arguments"]
        if any(isinstance(value, keras().KerasTensor) for value in keras().tree.flatten(arguments)):
            return dict(config)  # a functional model, which Keras takes apart
        return {**{name: _savable(self, name, value) for name, value in arguments.items()}, **config}

    return get_config


def _savable(instance: Any, argument: str, value: Any) -> Any:
    """An argument as a file can hold it."""
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [_savable(instance, argument, item) for item in value]
    if isinstance(value, dict):
        return {name: _savable(instance, argument, item) for name, item in value.items()}
    if hasattr(value, "get_config"):
        return keras().saving.serialize_keras_object(value)
    raise NotImplementedError(
        f"{type(instance).__name__}$get_config(): the argument `{argument}` of the constructor cannot be saved. Write "
        f"a method `get_config` that adds to super$get_config() what can. Received: {argument} = {shown(value)}"
    )


def _from_recorded(owner: list[Any], cls: type, config: dict[str, Any]) -> Any:
    """Make an object of what `get_config` returned."""
    left_to_keras = ("dtype", "layer") if issubclass(cls, keras().layers.Wrapper) else ("dtype",)
    made = {
        name: keras().saving.deserialize_keras_object(value)
        if _is_saved(value) and name not in left_to_keras
        else value
        for name, value in config.items()
    }
    parent = getattr(super(owner[0], cls), "from_config", None)
    return parent(made) if parent else cls(**made)


def _is_saved(value: Any) -> bool:
    return isinstance(value, dict) and {"class_name", "config", "module"} <= set(value)


# Layers -------------------------------------------------------------------------------------------------------------


def _adapt_layer(namespace: dict[str, Any], bases: tuple[type, ...], owner: list[Any]) -> None:
    keras2_state.adapt(namespace, owner, _beyond)
    namespace.setdefault("build_from_config", _build_all(owner))
    if "compute_output_shape" in namespace:
        _after(namespace, "compute_output_shape", shapes)
    elif is_default(getattr(bases[0], "compute_output_shape", None)):
        namespace["compute_output_shape"] = _found_shape
    namespace.setdefault("add_weight", _add_weight(_WEIGHT))
    namespace.setdefault("add_metric", _add_metric)


def _build_all(owner: list[Any]) -> Callable[[Any, Any], None]:
    """A `build_from_config` that also builds inner layers that only `call` builds, so that their weights load."""

    def build_from_config(self: Any, config: Any) -> None:
        given = (config or {}).get("input_shape")
        builds_itself = type(self).build is not keras().layers.Layer.build
        if builds_itself:
            super(owner[0], self).build_from_config(config)
        if given is not None and any(not layer.built for layer in inner_layers(self)):
            compute_output_spec(self.call, _symbolic(shapes(given), self.compute_dtype))
        if not builds_itself:
            super(owner[0], self).build_from_config(config)

    return build_from_config


def _found_shape(self: Any, input_shape: Any) -> Any:
    """The shape that `call` gives, for wrappers that ask for it; Keras itself looks at `call`."""
    given = shapes(input_shape)
    if not self.built:
        self.build(given)
    found = compute_output_spec(self.call, _symbolic(given, self.compute_dtype))
    return keras().tree.map_structure(lambda tensor: tuple(tensor.shape), found)


mark_as_default(_found_shape)


def _symbolic(given: Any, dtype: str) -> Any:
    if isinstance(given, dict):
        return {name: _symbolic(item, dtype) for name, item in given.items()}
    if isinstance(given, list):
        return [_symbolic(item, dtype) for item in given]
    return keras().KerasTensor(given, dtype=dtype)


def shapes(value: Any) -> Any:
    """Lists of numbers as shapes, also several in a list or a dict."""
    if isinstance(value, dict):
        return {name: shapes(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple, dict)) for item in value):
        return [shapes(item) for item in value]
    return shape(value, "compute_output_shape", "value")


def shape(value: Any, function: str, argument: str = "shape") -> Any:
    """Convert a shape as R writes it."""
    return convert(function, argument, word_of(Shape), value, None)


def _add_weight(order: tuple[str, ...]) -> Callable[..., Any]:
    def add_weight(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Add a variable; the arguments may come in Keras 2's order, name first, or in that of Keras 3."""
        add = _beyond(self, "add_weight")
        if args and (isinstance(args[0], str) or args[0] is None):
            arguments = {**dict(zip(order, args, strict=False)), **kwargs}
        else:
            arguments = {**dict(zip(("shape", "initializer", "dtype"), args, strict=False)), **kwargs}
        if "experimental_autocast" in arguments:
            arguments["autocast"] = arguments.pop("experimental_autocast")
        known = inspect.signature(add).parameters
        dropped = [name for name in arguments if name in _GONE or (name == "aggregation" and name not in known)]
        for name in dropped:
            del arguments[name]
        for role in ("initializer", "regularizer", "constraint"):
            if role in arguments:
                arguments[role] = functions.as_part(arguments[role], role)
        if arguments.get("shape") is not None:
            arguments["shape"] = shape(arguments["shape"], "add_weight")
        return add(**{name: value for name, value in arguments.items() if value is not None})

    return add_weight


def _beyond(self: Any, name: str) -> Any:
    """The method of the first class that is not made here."""
    for base in type(self).__mro__:
        found = vars(base).get(name)
        if found is not None and base.__module__.startswith("keras."):
            return found.__get__(self)
    raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")


def _add_metric(self: Any, *args: Any, **kwargs: Any) -> None:
    """Refuse what Keras 3 gave up."""
    raise NotImplementedError(
        f"{type(self).__name__}$add_metric(): Keras 3 does not have it. Make the metric in `initialize`, "
        'self$seen <- metric_mean(name = "seen"), and call self$seen$update_state(value) in `call`.'
    )


# Metrics and callbacks ----------------------------------------------------------------------------------------------


def _adapt_loss(namespace: dict[str, Any], bases: tuple[type, ...]) -> None:
    base_loss = keras().losses.Loss
    if not any("__call__" in vars(base) for base in bases if base is not base_loss):
        namespace.setdefault("__call__", _match_ranks(base_loss.__call__))
    if "call" in namespace:
        namespace["call"] = keras2_state.returning(namespace["call"], "a tensor, one value for each sample")


def _adapt_metric(namespace: dict[str, Any]) -> None:
    namespace.setdefault("add_weight", _add_weight(_METRIC_WEIGHT))
    if "update_state" in namespace:
        namespace["update_state"] = _match_ranks(namespace["update_state"])
    if "reset_states" in namespace:  # its name until Keras 2.5
        namespace.setdefault("reset_state", namespace["reset_states"])


def _match_ranks(method: Callable[..., Any]) -> Callable[..., Any]:
    """Let a method that training calls get labels of the rank of the predictions."""

    @functools.wraps(method)
    def matched(self: Any, *args: Any, **kwargs: Any) -> Any:
        if len(args) > 1 and nodes.asked_by_keras():
            args = (formulas.label_rank(args[0], args[1]), *args[1:])
        return method(self, *args, **kwargs)

    return matched


def _adapt_callback(namespace: dict[str, Any]) -> None:
    for name in [name for name in namespace if name.startswith("on_")]:
        namespace[name] = with_named_logs(namespace[name])


def with_named_logs(method: Callable[..., Any]) -> Callable[..., Any]:
    """Let a callback's method get the logs with the names, and in the order, of R keras."""

    def renamed(model: Any, value: Any) -> Any:
        return named_logs(model, value) if isinstance(value, dict) and model is not None else value

    @functools.wraps(method)
    def hook(self: Any, *args: Any, **kwargs: Any) -> Any:
        model = self.model
        in_order = [renamed(model, value) for value in args]
        by_name = {name: renamed(model, value) for name, value in kwargs.items()}
        before = [dict(value) for value in (*in_order, *by_name.values()) if isinstance(value, dict)]
        result = method(self, *in_order, **by_name)
        if before and isinstance(result, dict):
            logs = next(value for value in (*kwargs.values(), *args) if isinstance(value, dict))
            logs.update(_numbers_set(before[-1], result))
        return result

    return hook


def _numbers_set(before: dict[str, Any], after: dict[str, Any]) -> dict[str, float]:
    """The numbers in logs that a callback returned which were not there, or others."""
    return {
        name: float(value)
        for name, value in after.items()
        if isinstance(value, numbers.Real) and (name not in before or before[name] != value)
    }


# Models -------------------------------------------------------------------------------------------------------------
# Keras 2 counts the loss where compiled_loss or compute_loss is called, and a step that calls neither logs the "loss"
# that it returns. Keras 3 counts it in its own train_step, and then lets that count, 0 of nothing, win.


def _adapt_model(namespace: dict[str, Any], bases: tuple[type, ...], owner: list[Any]) -> None:
    steps = [name for name in _STEPS if name in namespace]
    for name in steps:
        namespace[name] = _step(namespace[name])
    own_loss = namespace.get("compute_loss")
    inherited = any(hasattr(base, "_counts_loss") for base in bases)
    if own_loss is not None or (steps and not inherited):
        namespace["_counts_loss"] = False
        namespace["compute_loss"] = _compute_loss(own_loss, owner)
        namespace.setdefault("compiled_loss", property(_CompiledLoss))
        namespace.setdefault("compiled_metrics", property(_CompiledMetrics))
        namespace.setdefault("metrics", property(functools.partial(_metrics, owner)))


def _step(step: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(step)
    def run(self: Any, data: Any) -> Any:
        object.__setattr__(self, "_counts_loss", False)
        logs = _named(step(self, data))
        return _flat(logs) if isinstance(logs, dict) else logs

    return run


def _flat(logs: dict[str, Any]) -> dict[str, Any]:
    """The compiled metrics are one metric in Keras 3, whose result has several values."""
    flat: dict[str, Any] = {}
    for name, value in logs.items():
        flat.update(value if isinstance(value, dict) else {name: value})
    return flat


def _compute_loss(own: Callable[..., Any] | None, owner: list[Any]) -> Callable[..., Any]:
    def compute_loss(self: Any, *args: Any, **kwargs: Any) -> Any:
        by_keras = nodes.asked_by_keras()
        loss = own(self, *args, **kwargs) if own else super(owner[0], self).compute_loss(*args, **kwargs)
        if by_keras:  # whose step counts it
            object.__setattr__(self, "_counts_loss", True)
        elif own is None:
            bound = inspect.signature(super(owner[0], self).compute_loss).bind(*args, **kwargs).arguments
            _count_loss(self, loss, bound.get("y_pred"))
        return loss

    pattern = own or keras().Model.compute_loss
    compute_loss.__signature__ = inspect.signature(pattern)  # type: ignore[attr-defined]
    return compute_loss


def _count_loss(model: Any, loss: Any, y_pred: Any) -> None:
    size = keras().ops.shape(keras().tree.flatten(y_pred)[0])[0]
    loss_tracker(model).update_state(loss, sample_weight=size)
    object.__setattr__(model, "_counts_loss", True)


def _metrics(owner: list[Any], self: Any) -> list[Any]:
    idle = []
    tracker, compiled = loss_tracker(self), compile_metrics(self)
    if tracker is not None and not _counted(self, tracker):
        idle.append(tracker)
    if compiled is not None and not compiled.built:
        idle.append(compiled)
    return [metric for metric in super(owner[0], self).metrics if not any(metric is unused for unused in idle)]


def _counted(model: Any, tracker: Any) -> bool:
    """Whether this step counts the loss, or, outside of steps, whether one did since the last reset."""
    if sys.modules["tensorflow"].inside_function():
        return bool(vars(model).get("_counts_loss", False))
    return bool(float(tracker.count) > 0)


class _CompiledLoss:
    """Keras 2's `compiled_loss`, a function of labels and predictions that also counts the loss."""

    def __init__(self, model: Any) -> None:
        """Keep the model."""
        self._model = model

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None, regularization_losses: Any = None) -> Any:
        """Return the loss that was compiled, plus the regularization losses given."""
        model = self._model
        compiled = compile_loss(model)
        if compiled is None:
            raise ValueError("compiled_loss(): the model has no loss. Supply one to compile().")
        loss = compiled(y_true, y_pred, sample_weight)
        for term in regularization_losses or ():
            loss = loss + keras().ops.sum(keras().ops.cast(term, loss.dtype))
        _count_loss(model, loss, y_pred)
        return loss


class _CompiledMetrics:
    """Keras 2's `compiled_metrics`."""

    def __init__(self, model: Any) -> None:
        """Keep the model."""
        self._model = model

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Let the metrics that were compiled see a batch."""
        compiled = compile_metrics(self._model)
        if compiled is not None:
            compiled.update_state(y_true, y_pred, sample_weight)
