"""What we add to Keras's classes, in one place; all of it additive.

Layers made by plain Keras keep Keras's own answers and gain only what they lack. Keras's own code, when it reads
an attribute, always gets Keras's answer.
"""

import functools
import importlib
import inspect
from typing import Any

from ..compat import learning_rates
from ..engine.internals.graphs import graph_of
from ..graph import compose, nodes, symbolic_losses
from ..saving import limits
from . import members, shapes, tensorflow_functions


def attach(keras: Any) -> None:
    """Add the pipe, node attributes and symbolic losses to layers, `lr` to optimizers; watch the nodes Keras makes.

    Args:
        keras: The loaded `keras` module.
    """
    layer = keras.layers.Layer
    layer.__rshift__ = _pipe_on
    layer.__rrshift__ = _pipe_into
    layer.__array_ufunc__ = None  # so that `ndarray >> layer` asks the layer
    _add_symbolic_losses(keras)
    for what in nodes.WHAT:
        setattr(layer, what, _attribute(what, getattr(layer, what, None)))
    members.attach(keras)
    shapes.attach(keras)
    keras.optimizers.Optimizer.lr = property(_rate, _set_rate, doc="The learning rate, by its old name.")
    tensorflow_functions.attach()
    _watch_sequential(keras.Sequential)
    _watch_weights(layer)
    _watch_clones()
    _count_keys(keras.layers.MultiHeadAttention)
    vars(importlib.import_module("tensorflow.python.util.deprecation"))["_call_location"] = _call_location
    importlib.import_module("rkeras_py.classes")


def _pipe_on(left: Any, right: Any) -> Any:
    """Python asks the right side only where the types differ: Sequential >> Sequential."""
    return compose.piped(left, right) if isinstance(right, type(left)) else NotImplemented


def _pipe_into(layer: Any, left: Any) -> Any:
    return compose.piped(left, layer)


def _add_symbolic_losses(keras: Any) -> None:
    """Let models take symbolic tensors as losses, as in Keras 2; Keras 3's own method is not there yet."""
    from keras.src.models.functional import Functional

    own = keras.layers.Layer.add_loss

    def add_loss(self: Any, loss: Any) -> None:
        for one in keras.tree.flatten(loss):
            symbolic = isinstance(one, keras.KerasTensor) and graph_of(self) is not None
            (symbolic_losses.add_loss if symbolic else own)(self, one)

    add_loss.__doc__ = own.__doc__
    Functional.add_loss = keras.Sequential.add_loss = add_loss


def _rate(optimizer: Any) -> Any:
    with learning_rates.set_aside(optimizer):
        return optimizer.learning_rate


def _set_rate(optimizer: Any, value: Any) -> None:
    with learning_rates.set_aside(optimizer):
        optimizer.learning_rate = value


def _attribute(what: str, own: Any) -> property:
    def read(self: Any) -> Any:
        if nodes.asked_by_keras():
            return _plain(self, what, own)
        if own is None or nodes.is_ours(self):
            return nodes.layer_attribute(self, what)
        try:
            return own.fget(self)
        except AttributeError:
            if _is_built_sequential(self):
                return nodes.layer_attribute(self, what)
            raise

    read.__doc__ = f"The {nodes.WHAT[what]} of the layer, well defined as long as its calls agree."
    return property(read)


def _plain(layer: Any, what: str, own: Any) -> Any:
    if own is None:
        raise AttributeError(f"'{type(layer).__name__}' object has no attribute '{what}'")
    return own.fget(layer)


def _is_built_sequential(layer: Any) -> bool:
    return compose.is_sequential(layer) and layer._functional is not None


def _watch_sequential(sequential: Any) -> None:
    build = sequential.build

    def watched(self: Any, input_shape: Any = None) -> Any:
        return nodes.trace(self, build, input_shape)

    watched.__doc__ = build.__doc__
    watched.__wrapped__ = build  # type: ignore[attr-defined]
    sequential.build = watched


def _watch_weights(layer: Any) -> None:
    """While a file is loaded, layers make no weights that it cannot hold."""
    add_weight = layer.add_weight

    @functools.wraps(add_weight)
    def watched(self: Any, *args: Any, **options: Any) -> Any:
        given = {**dict(zip(("shape", "initializer", "dtype"), args, strict=False)), **options}
        limits.check_weight(self, given.get("shape"), given.get("dtype"))
        return add_weight(self, *args, **options)

    layer.add_weight = watched


def _watch_clones() -> None:
    from keras.src.models import functional

    clone = functional.clone_graph_nodes

    def watched(inputs: Any, outputs: Any) -> Any:
        new_inputs, new_outputs = clone(inputs, outputs)
        nodes.forget_clones(new_outputs, new_inputs)
        return new_inputs, new_outputs

    functional.clone_graph_nodes = watched


def _count_keys(attention: Any) -> None:
    """Give symbolic attention scores the shape of those that are computed; Keras's has the queries in place of keys."""
    own = attention.compute_output_spec
    takes = inspect.signature(own)

    @functools.wraps(own)
    def watched(self: Any, *args: Any, **options: Any) -> Any:
        result = own(self, *args, **options)
        given = takes.bind(self, *args, **options).arguments
        if not given.get("return_attention_scores"):
            return result
        output, scores = result
        key = given["value"] if given.get("key") is None else given["key"]
        shape = _scores_shape(self, given["query"].shape, key.shape)
        return output, type(scores)(shape, dtype=scores.dtype)

    attention.compute_output_spec = watched


def _scores_shape(layer: Any, query: Any, key: Any) -> tuple[int | None, ...]:
    rank = len(query)
    axes = [axis % rank for axis in layer.attention_axes or range(1, rank - 1)]
    others = [query[axis] for axis in range(rank - 1) if axis not in axes]
    return (*others, layer.num_heads, *(query[axis] for axis in axes), *(key[axis] for axis in axes))


def _call_location(outer: bool = False) -> str:
    """Where a deprecated function of TensorFlow was called; TensorFlow's own looks in vain for R's line, and fails."""
    frame = inspect.currentframe()
    for _ in range(3 if outer else 2):
        frame = frame.f_back if frame else None
    return f"{frame.f_code.co_filename}:{frame.f_lineno}" if frame else "R"
