"""Members of Keras 2 objects that Keras 3 objects lack, for scripts: `layer$inbound_nodes`.

Each is added if Keras's class has no member of that name; members of an instance or of a user's class take precedence.
Two methods of Keras accept more than in plain Keras. Positions that count from 0 in Keras 2 do so here.
"""

import functools
import operator
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import numpy as np

from ..engine.backend_choice import BACKENDS, GRADIENTS
from ..engine.internals.graphs import outbound_nodes
from ..engine.tensors import get_backend, runs_on_tensorflow
from ..graph import nodes
from ..layers import methods
from ..messages import errors
from ..models.old_names import find_by_old_name
from ..models.outputs import get_input_names, get_output_names
from ..on_tensorflow.gradients import minimize
from ..on_tensorflow.tensors import make_shape
from ..saving.weights import save_model_weights_hdf5


class _Computed:
    """A computed attribute that Keras itself does not use; unlike a property, an instance can overwrite it."""

    def __init__(self, compute: Callable[[Any], Any]) -> None:
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        if nodes.is_asked_by_keras():
            raise AttributeError
        return self._compute(instance)


# Layers and models --------------------------------------------------------------------------------------------------


def _list_outbound_nodes(layer: Any) -> list[Any]:
    """Return the calls of other layers on this layer's outputs."""
    return [node for node in outbound_nodes(layer) if nodes.is_of_user(node)]


def _make_reader_at(what: str) -> Callable[..., Any]:
    def read(self: Any, node_index: int) -> Any:
        return nodes.get_at_node(self, node_index, what, f"layer.get_{what}_at", first=0)

    read.__doc__ = f"Return the {nodes.WHAT[what]} of one call of the layer, counted from 0."
    return read


LAYER = {
    "inbound_nodes": _Computed(nodes.get_user_calls),
    "outbound_nodes": _Computed(_list_outbound_nodes),
    "stateful": False,
    "dynamic": False,
    "updates": _Computed(lambda layer: []),
    **{f"get_{what}_at": _make_reader_at(what) for what in nodes.WHAT},
}


def _reset_states(model: Any) -> None:
    """Reset the states of recurrent layers with `stateful = TRUE` to 0."""
    methods.reset_states(model)


MODEL = {"reset_states": _reset_states, "state_updates": _Computed(lambda model: [])}
INPUT_NAMES = {"input_names": _Computed(get_input_names)}
OUTPUT_NAMES = {"output_names": _Computed(get_output_names)}


def save_weights(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that also writes the files of Keras 2, and all files as a whole or not at all."""

    @functools.wraps(own)
    def save(self: Any, filepath: Any, overwrite: bool = True, **options: Any) -> Any:
        name = PurePath(filepath).name if isinstance(filepath, (str, PurePath)) else ""
        if name.endswith(".h5") and not name.endswith(".weights.h5"):  # Keras 3 reads this format but does not write it
            errors.check_options("save_weights", options, ("filepath", "overwrite"), ())
            return save_model_weights_hdf5(self, filepath, overwrite)
        if name.endswith(".weights.h5") and "://" not in str(filepath) and self.built and overwrite and not options:
            save_model_weights_hdf5(self, filepath)
            return None
        return own(self, filepath, overwrite, **options)

    return save


def get_layer(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that also knows the names that Keras 2 gave by itself."""

    @functools.wraps(own)
    def get(self: Any, name: Any = None, index: Any = None) -> Any:
        names = [layer.name for layer in self.layers] if isinstance(name, str) and index is None else []
        place = find_by_old_name(names, name) if names else None
        return own(self, name=name, index=index) if place is None else self.layers[place]

    return get


# Nodes --------------------------------------------------------------------------------------------------------------


def _unwrap_single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


NODE = {
    "layer": _Computed(lambda node: node.operation),
    "outbound_layer": _Computed(lambda node: node.operation),
    "inbound_layers": _Computed(lambda node: _unwrap_single([parent.operation for parent in node.parent_nodes])),
    "input_shapes": _Computed(lambda node: _unwrap_single([tensor.shape for tensor in node.input_tensors])),
    "output_shapes": _Computed(lambda node: _unwrap_single([tensor.shape for tensor in node.output_tensors])),
}


# Optimizers, metrics, tensors ---------------------------------------------------------------------------------------


def _list_weights(optimizer: Any) -> list[Any]:
    return [variable.numpy() for variable in optimizer.variables]


def set_weights(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that takes numbers too."""

    @functools.wraps(own)
    def assign(self: Any, weights: Any) -> None:
        own(self, [weight if hasattr(weight, "shape") else np.asarray(weight) for weight in weights])

    return assign


def _minimize(optimizer: Any, loss: Any, var_list: Any, tape: Any = None) -> Any:
    """Change variables by their gradients.

    Args:
        optimizer: The optimizer.
        loss: A function without arguments that computes the loss; or a tensor that was computed under `tape`.
        var_list: The variables, or a function that returns them.
        tape: A `tf.GradientTape`.
    """
    if not runs_on_tensorflow():
        raise NotImplementedError(
            "optimizer.minimize(): it needs TensorFlow, and Keras runs on "
            f"{BACKENDS[get_backend()]} here. {GRADIENTS[get_backend()]}"
        )
    if not callable(loss) and tape is None:
        raise errors.bad_argument("optimizer.minimize", "tape", "the GradientTape under which `loss` came about", tape)
    return minimize(optimizer, loss, var_list, tape)


OPTIMIZER = {
    "weights": _Computed(operator.attrgetter("variables")),
    "get_weights": _list_weights,
    "minimize": _minimize,
}


def _reset_metric(metric: Any) -> None:
    """Reset the metric, so that it forgets all batches so far."""
    metric.reset_state()


def _get_shape(tensor: Any) -> Any:
    return make_shape(tensor.shape) if runs_on_tensorflow() else tensor.shape


def _read_value(variable: Any) -> Any:
    return variable.value


METRIC = {"reset_states": _reset_metric}
TENSOR = {"get_shape": _get_shape}
VARIABLE = {"read_value": _read_value}
