"""Keras methods and attributes with additional or different behavior: each function gets Keras's and returns ours."""

import datetime
import functools
import inspect
import numbers
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from ..compat import learning_rates
from ..custom import build_losses
from ..engine import filling
from ..engine.internals.graphs import graph_of, sequential_graph
from ..engine.loading import keras
from ..graph import categories, compose, nodes, symbolic_losses, user_parts
from ..graph.hosting import host
from ..messages import errors
from ..optimizers import functions as optimizers
from ..r import process
from ..saving import limits
from ..signatures.words import Rate, convert_value, get_word
from ..syntax import piped
from ..syntax.pipe import Waiting
from ..syntax.piped import Piped


def pipe_on(left: Any, right: Any) -> Any:
    """Compose two objects by `>>`: Python asks the right side where the types differ, and tf_keras knows no answer."""
    if isinstance(right, keras().KerasTensor):
        raise TypeError("`>>` has a tensor on its right. Steps leave their input out: x >> layer_dense(units=3).")
    hosted = host(right)
    is_asked = hosted is not right or isinstance(right, type(left))
    return compose.pipe_into_layer(left, hosted) if is_asked else NotImplemented


def pipe_into(layer: Any, left: Any) -> Any:
    """Compose a layer with what is left of `>>`."""
    return compose.pipe_into_layer(left, layer)


def refuse_bar(own: Any) -> Any:
    """Return `|` of symbolic tensors, for those alone.

    Args:
        own: Keras's own operator.
    """

    @functools.wraps(own)
    def combine(left: Any, right: Any) -> Any:
        if type(right) is Waiting:
            right.excuse()
        if isinstance(right, keras().layers.Layer) or type(right) in (Piped, Waiting):
            raise piped.refuse_bar(str(getattr(right, "name", getattr(right, "__name__", right))))
        return own(left, right)

    return combine


def encode_known(own: Any) -> Any:
    """Return the `call` of a layer that looks categories up, which refuses fractions, and those it has no place for.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def call(self: Any, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        if categories.minds_categories(self):
            categories.refuse_unknown(self, inputs)
        return own(self, inputs, *args, **kwargs)

    return call


_SIGNS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@"}
_SIGNS |= {"and": "&", "xor": "^"}
OPERATORS = {
    **{f"__{side}{name}__": sign for name, sign in _SIGNS.items() for side in ("", "r")},
    **{"__ror__": "|", "__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">=", "__ne__": "!="},
}
"""The operators of symbolic tensors that take another value, by method name."""


def refuse_layers(sign: str) -> Callable[[Any], Any]:
    """Return what makes of an operator of symbolic tensors one that refuses layers, functions and other objects.

    Args:
        sign: The operator as it is written.
    """

    def make(own: Any) -> Any:
        @functools.wraps(own)
        def combine(tensor: Any, other: Any) -> Any:
            if _is_operand(other):
                return own(tensor, other)
            if type(other) is Waiting:
                other.excuse()
            name = getattr(other, "__name__", None) or errors.show_value(other)
            use = f" x >> {name} sends a tensor through it." if callable(other) and hasattr(other, "__name__") else ""
            if isinstance(other, keras().layers.Layer):
                use = " x >> layer sends a tensor through a layer."
            raise TypeError(f"`{sign}` takes tensors, arrays and numbers.{use} Received: {name}")

        return combine

    return make


def _is_operand(value: Any) -> bool:
    has_values = any(hasattr(value, name) for name in ("shape", "__array__", "__tf_tensor__"))
    return has_values or isinstance(value, (numbers.Number, list, tuple))


def add_loss(model: Any, loss: Any) -> None:
    """Add terms to what a model minimizes: numbers as in layers, or symbolic tensors of the model."""
    for one in keras().tree.flatten(loss):
        symbolic = isinstance(one, keras().KerasTensor) and graph_of(model) is not None
        (symbolic_losses.add_symbolic_loss if symbolic else keras().layers.Layer.add_loss)(model, one)


def host_layers(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return an add() of Sequential models that takes layers of Keras 2, too."""

    @functools.wraps(own)
    def add(self: Any, layer: Any, rebuild: bool = True) -> Any:
        return own(self, host(layer), rebuild)

    return add


def take_loss_of_build(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return an add_loss() of layers that keeps what the `build` of a user's wrapper adds to the layer inside."""

    @functools.wraps(own)
    def add_loss_to_layer(self: Any, loss: Any) -> None:
        for one in keras().tree.flatten(loss):
            if not build_losses.take_loss_within(self, one):
                own(self, one)

    return add_loss_to_layer


FUNCTIONS_OF_VARIABLES = (
    *("set_value", "batch_set_value", "update", "update_add", "update_sub"),
    *("dtype", "mean", "std", "var", "stack"),
)


def take_keras_variables(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of Keras 2's backend that takes variables of Keras 3, too."""

    @functools.wraps(own)
    def call(*args: Any, **kwargs: Any) -> Any:
        args, kwargs = keras().tree.map_structure(_as_tensorflow, (args, kwargs))
        return own(*args, **kwargs)

    return call


def _as_tensorflow(value: Any) -> Any:
    return value.value if isinstance(value, keras().Variable) else value


_RATE = get_word(Rate)
LEGACY_OPTIMIZERS = ("Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD")


def make_legacy_optimizer(name: str) -> Callable[..., Any]:
    """Return what makes the optimizer of a name with the arguments that Keras 2's older one had, `lr` and `decay` too.

    Args:
        name: The name of its class.
    """
    function = getattr(optimizers, f"optimizer_{name.lower()}")

    def make(learning_rate: Any = None, **options: Any) -> Any:
        options = {**options, **({} if learning_rate is None else {"learning_rate": learning_rate})}
        return function(**options)

    make.__name__ = make.__qualname__ = name
    make.__doc__ = f"Make the optimizer {name} of Keras 3; the arguments are those of {function.__name__}()."
    return make


def _read_rate(optimizer: Any) -> Any:
    with learning_rates.expose_first_rate(optimizer):
        return optimizer.learning_rate


def _set_rate(optimizer: Any, value: Any) -> None:
    with learning_rates.expose_first_rate(optimizer):
        optimizer.learning_rate = value


learning_rate = property(_read_rate, _set_rate, doc="The learning rate, by its old name.")


def take_single_rate(own: property) -> property:
    """Return the property of the learning rate that takes R's vectors of one number, and no durations.

    Args:
        own: Keras's own.
    """

    def put(optimizer: Any, value: Any) -> None:
        if isinstance(value, (list, tuple, dict, np.ndarray, np.timedelta64, datetime.timedelta)):
            value = convert_value(type(optimizer).__name__, "learning_rate", _RATE, value, None)
        own.__set__(optimizer, value)

    return property(own.fget, put, own.fdel, own.__doc__)


def make_node_attribute(what: str, own: Any) -> property:
    """Return a property that tells the output, the input, their shape or mask of a layer.

    Where Keras has none of that name, a layer may keep a value of its own there, as Keras's TorchModuleWrapper does.

    Args:
        what: One of the keys of `nodes.WHAT`.
        own: Keras's property of that name, or None.
    """

    def read(self: Any) -> Any:
        if own is None and what in vars(self):
            return vars(self)[what]
        if nodes.is_asked_by_keras():
            return _get_plain(self, what, own)
        if own is None or nodes.is_ours(self):
            return nodes.layer_attribute(self, what)
        try:
            return own.fget(self)
        except AttributeError:
            if _is_built_sequential(self):
                return nodes.layer_attribute(self, what)
            raise

    def write(self: Any, value: Any) -> None:
        vars(self)[what] = value

    read.__doc__ = f"The {nodes.WHAT[what]} of the layer, well defined as long as its calls agree."
    return property(read, write if own is None else None)


def _get_plain(layer: Any, what: str, own: Any) -> Any:
    if own is None:
        raise AttributeError(f"'{type(layer).__name__}' object has no attribute '{what}'")
    return own.fget(layer)


def _is_built_sequential(layer: Any) -> bool:
    return compose.is_sequential(layer) and sequential_graph(layer) is not None


def trace_build(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a build() of Sequential models after which the nodes of the build before do not count."""

    def build(self: Any, input_shape: Any = None) -> Any:
        return nodes.trace_anew(self, own, input_shape)

    build.__doc__ = own.__doc__
    build.__wrapped__ = own  # type: ignore[attr-defined]
    return build


def limit_add_weight(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return an add_weight() that, while a file is loaded, makes no weights that it cannot hold.

    What a user's initializer returns for a layer of ours has the shape of the weight, which Keras does not look at.
    """

    @functools.wraps(own)
    def add_weight(self: Any, *args: Any, **options: Any) -> Any:
        given = {**dict(zip(("shape", "initializer", "dtype"), args, strict=False)), **options}
        limits.check_weight(self, given.get("shape"), given.get("dtype"))
        if "initializer" in options:
            options["initializer"] = filling.choose_initializer(self, given.get("shape"), options["initializer"])
            if user_parts.is_users(options["initializer"]) and nodes.get_maker(self):
                label = f"`{options.get('name', 'weight')}_initializer`"
                options["initializer"] = user_parts.check_initializer(label, options["initializer"])
        return own(self, *args, **options)

    return add_weight


def limit_add_variable(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return an add_variable() of metrics and optimizers that, while a file is loaded, makes none beyond its bounds.

    Variables of a metric have its data type: counts in float32 end at 16,777,216.
    """

    @functools.wraps(own)
    def add_variable(self: Any, shape: Any, *args: Any, **options: Any) -> Any:
        if len(args) < 2 and options.get("dtype") is None and isinstance(self, keras().metrics.Metric):
            options["dtype"] = self.dtype
        given = {**dict(zip(("initializer", "dtype"), args, strict=False)), **options}
        limits.check_state(self, shape, given.get("dtype"))
        return own(self, shape, *args, **options)

    return add_variable


def uncount_clones(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return a clone_graph_nodes() whose nodes do not count as calls of the user."""

    def clone_graph_nodes(inputs: Any, outputs: Any) -> Any:
        new_inputs, new_outputs = own(inputs, outputs)
        nodes.forget_clones(new_outputs, new_inputs)
        return new_inputs, new_outputs

    return clone_graph_nodes


def find_call_location(outer: bool = False) -> str:
    """Tell where a deprecated function of TensorFlow was called, also where that is a line of R."""
    frame = inspect.currentframe()
    for _ in range(3 if outer else 2):
        frame = frame.f_back if frame else None
    return f"{frame.f_code.co_filename}:{frame.f_lineno}" if frame else "R"


def stay_eager(name: str) -> Callable[[], None]:
    """Return a function that warns, and leaves eager execution on.

    Args:
        name: The name that it has in `tensorflow.compat.v1`.
    """

    def stay() -> None:
        warnings.warn(
            f"tf$compat$v1${name}() did nothing: Keras 3 needs eager execution, and has symbolic tensors without it.",
            stacklevel=2,
        )

    return stay


def show_whole_lines(own: Callable[..., None]) -> Callable[..., None]:
    """Return the constructor of a progress bar, which shows the complete line alone where what is printed is a page.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def begin(self: Any, *args: Any, **kwargs: Any) -> None:
        own(self, *args, **kwargs)
        if self.verbose == 1 and process.writes_page():
            self.verbose = 2

    return begin
