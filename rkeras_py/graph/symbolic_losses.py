"""Losses that use symbolic tensors of their model, such as the output of an inner layer.

In Keras 2 a loss could be computed from any tensor of a model: the mean and variance from an encoder, or a hidden layer
whose derivative should be small. Keras 3 passes only the labels and predictions to a loss. Here a model with such a
loss keeps, during a step, the value of each of its symbolic tensors, and the loss is computed again from these values:
the same forward pass, the same dropout, one gradient.
"""

import functools
import warnings
from collections.abc import Callable
from types import FunctionType
from typing import Any

from ..compat import hosted
from ..engine.internals.chains import all_layers
from ..engine.internals.compiled import map_user_loss, map_user_metrics
from ..engine.internals.graphs import (
    graph_of,
    keras_history,
    nodes_by_depth,
    outbound_nodes,
    replace_run,
    replaced_run,
    run_through_graph,
    source_node,
)
from ..engine.internals.layers import flat_layers
from ..engine.loading import keras
from ..engine.tensors import computes_now


def resolve_symbolic_losses(model: Any) -> None:
    """Make the functions that a model was compiled with resolve its symbolic tensors.

    Args:
        model: The compiled model. What a file tells about its loss and metrics does not change.
    """
    if hosted.is_loaded():
        map_user_loss(model, _give_objects)
    graph = graph_of(model)
    if graph is None:
        return
    uses = functools.partial(_resolve_result, graph, bool(model.run_eagerly))
    map_user_loss(model, uses)
    map_user_metrics(model, uses)


def add_symbolic_loss(model: Any, loss: Any) -> None:
    """Add a symbolic tensor of a model to what the model minimizes.

    Args:
        model: A functional model.
        loss: The tensor; the sum of its elements counts.

    Raises:
        ValueError: If it does not come from the model's tensors.
    """
    recording = _get_recording(graph_of(model))
    recording.train_with(model, loss)
    recording.added.append(loss)
    _warn_where_saved(model)


def measure_symbol(model: Any, metric: Any, value: Any) -> None:
    """Have a metric count a symbolic tensor of a model in each batch.

    Args:
        model: A functional or Sequential model.
        metric: The metric.
        value: The tensor.

    Raises:
        ValueError: If it does not come from the model's tensors.
    """
    recording = _get_recording(graph_of(model))
    recording.train_with(model, value, "add_metric")
    recording.measured.append((metric, value))
    _warn_where_saved(model)


def _warn_where_saved(model: Any) -> None:
    if not hasattr(model.get_config, "__wrapped__"):
        model.get_config = _make_warning_config(model)


def _make_warning_config(model: Any) -> Callable[[], Any]:
    get_config = model.get_config

    @functools.wraps(get_config)
    def warning_config() -> Any:
        message = (
            "losses and metrics from add_loss() and add_metric() are not saved with a model: add them again "
            "to train the loaded model."
        )
        warnings.warn(f"{model.name}: {message}", stacklevel=2)
        return get_config()

    return warning_config


def _resolve_result(graph: Any, eager: bool, function: Any) -> Any:
    """Wrap a user's function, so that it returns the value of a symbolic tensor."""
    if not isinstance(function, FunctionType) or _is_of_libraries(function):
        return function
    recording = _get_recording(graph)
    recording.eager = eager

    @functools.wraps(function)
    def measure(y_true: Any, y_pred: Any) -> Any:
        result = function(y_true, hosted.find_object(y_pred))
        return recording.value(result, function.__name__) if isinstance(result, keras().KerasTensor) else result

    return measure


def _give_objects(loss: Any) -> Any:
    """Wrap a user's loss, so that it gets the distributions of Keras 2 layers."""
    if isinstance(loss, keras().Loss):
        give_object(loss)
        return loss
    if not callable(loss) or _is_of_libraries(loss):
        return loss

    @functools.wraps(loss)
    def measure(y_true: Any, y_pred: Any) -> Any:
        return loss(y_true, hosted.find_object(y_pred))

    return measure


def give_object(loss: Any) -> None:
    """Have a loss of a user's class get distributions of layers of Keras 2.

    Args:
        loss: The object; one of Keras's own stays as it is.
    """
    if type(loss).__module__.startswith("keras.") or "call" in vars(loss):
        return
    measure = loss.call

    @functools.wraps(measure)
    def call(y_true: Any, y_pred: Any) -> Any:
        return measure(y_true, hosted.find_object(y_pred))

    vars(loss)["call"] = call


def _is_of_libraries(x: Any) -> bool:
    return str(x.__module__).startswith(("keras.", "rkeras_py."))


def _get_recording(graph: Any) -> "_Recording":
    run = replaced_run(graph)
    return run.__self__ if run is not None else _Recording(graph)


class _Recording:
    """The values of a functional model's symbolic tensors in the current step.

    Args:
        graph: The functional model.
    """

    def __init__(self, graph: Any) -> None:
        self.added: list[Any] = []
        self.measured: list[tuple[Any, Any]] = []
        self.eager = False
        self._graph, self._model, self._values = graph, graph, dict.fromkeys(map(id, _list_tensors(graph)))
        self._run = replace_run(graph, self.run)

    def run(self, inputs: Any, operation_fn: Any = lambda operation: operation, call_fn: Any = None) -> Any:
        """Compute the model as Keras does, and keep what every operation gave."""
        flat = keras().tree.flatten(inputs)
        if call_fn is not None or any(isinstance(one, keras().KerasTensor) for one in flat) or not self._is_asked():
            return self._run(inputs, operation_fn, call_fn)
        nodes = iter(_list_nodes(self._graph))
        self._values.update(zip(map(id, self._graph.inputs), flat, strict=True))

        def recorded(operation: Any) -> Callable[..., Any]:
            compute, node = operation_fn(operation), next(nodes)

            def call(*args: Any, **kwargs: Any) -> Any:
                outputs = compute(*args, **kwargs)
                self._values.update(zip(map(id, node.outputs), keras().tree.flatten(outputs), strict=True))
                return outputs

            return call

        result = self._run(inputs, recorded)
        for loss in self.added:
            self._model.add_loss(keras().ops.sum(self.value(loss, "add_loss")))
        for metric, symbol in self.measured:
            metric.update_state(self.value(symbol, "add_metric"))
        return result

    def _is_asked(self) -> bool:
        """Tell whether values are needed: outside of training they are not, and would only fill memory."""
        return bool(self.added or self.measured or self.eager or not computes_now())

    def value(self, symbol: Any, function: str) -> Any:
        """Compute a symbolic tensor from the values that the model's tensors have.

        Args:
            symbol: The symbolic tensor.
            function: Name of the function that returned it.
        """
        start = self.origins(symbol, function)
        if symbol is start[0]:
            return self._values[id(symbol)]
        return run_through_graph(keras().Function(start, symbol), [self._values[id(tensor)] for tensor in start])

    def train_with(self, model: Any, symbol: Any, function: str = "add_loss") -> None:
        """Make the layers that only a symbolic tensor uses part of the model, which trains them, as in Keras 2."""
        known, used = flat_layers(model), keras().Function(self.origins(symbol, function), symbol).operations
        added = [one for one in used if isinstance(one, keras().Layer) and one not in known]
        if model is self._graph:
            all_layers(model).extend(added)
        elif any(one.weights for one in added):
            hint = "A Sequential model does not train its weights. Make the model with keras_model()."
            raise ValueError(f"{function}(): the layer {added[0].name!r} is not in the model. {hint}")
        self._model = model

    def origins(self, symbol: Any, function: str = "add_loss") -> list[Any]:
        """Return the tensors of the model that a symbolic tensor is computed from.

        Tensors remember what is computed from them, and with it the values of the step; here they forget.
        """
        found: dict[int, Any] = {}
        seen: set[int] = set()
        waiting = [symbol]
        while waiting:
            tensor = waiting.pop()
            if id(tensor) in self._values:
                found[id(tensor)] = tensor
                continue
            node = source_node(tensor)
            if id(node) in seen:
                continue
            if node.is_input:
                raise ValueError(
                    f"{function}(): the loss uses the symbolic tensor {tensor.name!r}, which does not belong to "
                    f"the model "
                    f"{self._graph.name!r}. Use tensors between its inputs and its outputs."
                )
            seen.add(id(node))
            waiting += node.input_tensors
        for tensor in found.values():
            users = outbound_nodes(keras_history(tensor).operation)
            users[:] = [node for node in users if id(node) not in seen]
        return list(found.values())


def _list_nodes(graph: Any) -> list[Any]:
    """Return the calls of a model's operations in Keras's order."""
    by_depth = nodes_by_depth(graph)
    ordered = (node for depth in sorted(by_depth, reverse=True) for node in by_depth[depth])
    return [node for node in ordered if node.operation and not node.is_input]


def _list_tensors(graph: Any) -> list[Any]:
    return [*graph.inputs, *(tensor for node in _list_nodes(graph) for tensor in node.outputs)]
