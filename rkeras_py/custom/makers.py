"""R keras's functions that create classes, for Python: methods are functions whose first argument is `self`.

A `class` statement does the same and more; these are for code that is ported from R. R's own side is R/custom-makers.R.
"""

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..define import export
from ..engine.loading import keras, resolve
from ..messages import errors
from ..r.code import RCode
from ..signatures.object_words import Name
from ..signatures.results import Model
from ..signatures.words import MISSING, Function, FunctionOfOne, Str, Value
from ..syntax.piped import Piped
from . import keras2_rules, layers
from .classes import FROM_KERAS

_BASES = {
    "KerasLayer": "keras.layers.Layer",
    "KerasWrapper": "keras.layers.Wrapper",
    "KerasConstraint": "keras.constraints.Constraint",
    "KerasCallback": "keras.callbacks.Callback",
}
"""The Python classes that replace the classes which R code extends."""

if TYPE_CHECKING:
    KerasLayer: Any
    KerasWrapper: Any
    KerasConstraint: Any
    KerasCallback: Any


def __getattr__(name: str) -> Any:
    if name not in _BASES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return resolve(_BASES[name])


def _make(function: str, classname: str, base: type, members: dict[str, Any]) -> type:
    """Make a class, without members that are None."""
    if not classname.isidentifier():
        raise errors.bad_argument(function, "classname", 'a name, such as "MyLayer"', classname)
    namespace = {name: member for name, member in members.items() if member is not None}
    if "initialize" in namespace:
        namespace["__init__"] = _make_constructor(base, namespace.pop("initialize"))
    owner: list[Any] = []
    keras2_rules.adapt_class(namespace, (base,), owner)
    cls = type(classname, (base,), namespace)
    owner.append(cls)
    return cls


def _make_constructor(base: Any, initialize: Callable[..., None]) -> Callable[..., None]:
    """Make a constructor that runs Keras's own, with the arguments meant for it, before the user's."""
    signature = inspect.signature(initialize)
    names = [name for name in signature.parameters][1:]

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        object.__setattr__(self, "_constructor_arguments", {**dict(zip(names, args, strict=False)), **kwargs})
        for_keras = {name: kwargs.pop(name) for name in FROM_KERAS if name in kwargs and name not in names}
        base.__init__(self, **keras2_rules.get_constructor_arguments(self, for_keras))
        initialize(self, *args, **kwargs)

    __init__.__signature__ = signature  # type: ignore[attr-defined]
    return __init__


def _make_layer_function(cls: type) -> Callable[..., Any]:
    """Make a function that creates a layer of the class and composes it with its first argument."""
    names = list(layers.get_constructor_parameters(cls))

    @functools.wraps(cls, updated=())
    def layer(object: Any = None, *args: Any, **options: Any) -> Any:
        arguments = {**dict(zip(names, args, strict=False)), **options}
        return layers.create_layer(cls, object, list(arguments), list(arguments.values()))

    function = Piped(layer, "object")
    function.Layer = cls  # type: ignore[attr-defined]
    return function


@export(python_only=True)
def new_layer_class(
    classname: Str = MISSING,
    *,
    initialize: Function | None = None,
    build: Function | None = None,
    call: Function | None = None,
    get_config: Function | None = None,
    **options: Any,
) -> Callable[..., Any]:
    """Create a class of layers from functions.

    Use it for a layer with weights or a state; for a plain function of tensors layer_lambda() is shorter.

    Args:
        call: Function of `self` and the inputs (and `training`, `mask`), which returns the output.
        options: Further methods and attributes.

    Returns:
        A function that creates a layer and adds it to its first argument, like `layer_dense()`.

    Example:
        >>> layer_triple = new_layer_class("Triple", call=lambda self, inputs: 3.0 * inputs)
        >>> np.array([[1.0, 2.0]]) >> layer_triple()
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[3., 6.]], dtype=float32)>
    """
    members = {"initialize": initialize, "build": build, "call": call, "get_config": get_config, **options}
    return _make_layer_function(_make("new_layer_class", classname, keras().layers.Layer, members))


@export(python_only=True)
def Layer(
    classname: Str = MISSING,
    initialize: Function = MISSING,
    build: Function | None = None,
    call: Function | None = None,
    compute_output_shape: Function | None = None,
    *,
    inherit: Value = RCode("keras$layers$Layer", None),
    **options: Any,
) -> Callable[..., Any]:
    """Create a class of layers from functions; like new_layer_class(), with fewer named methods.

    R's keras3 uses this name, which R keras 2.15 deprecated. Use it in such scripts, and new_layer_class() in new code.

    Args:
        call: Function of `self` and the inputs (and `training`, `mask`), which returns the output.
        compute_output_shape: Function of `self` and the shape of the input; rarely needed, because Keras infers it.
        inherit: The class to extend; NULL uses `keras.layers.Layer`.
        options: Further methods and attributes.

    Returns:
        A function that creates a layer and adds it to its first argument, like `layer_dense()`.

    Example:
        >>> layer_triple = Layer("Triple", initialize=lambda self: None, call=lambda self, inputs: 3.0 * inputs)
        >>> np.array([[1.0, 2.0]]) >> layer_triple()
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[3., 6.]], dtype=float32)>
    """
    members = {
        "initialize": initialize, "build": build, "call": call, "compute_output_shape": compute_output_shape, **options,
    }  # fmt: skip
    return _make_layer_function(_make("Layer", classname, inherit or keras().layers.Layer, members))


@export(python_only=True)
def new_model_class(
    classname: Str = MISSING,
    *,
    initialize: Function | None = None,
    call: Function | None = None,
    train_step: Function | None = None,
    predict_step: Function | None = None,
    test_step: Function | None = None,
    compute_loss: Function | None = None,
    compute_metrics: Function | None = None,
    **options: Any,
) -> type[Any]:
    """Create a class of models from functions.

    Use it for models that a graph of layers cannot express, or for a custom training step (`train_step()`).

    Args:
        call: Function of `self` and the inputs (and `training`, `mask`), which returns the output.
        train_step: Function of `self` and a batch (a vector of n targets is a column, (n, 1)); trains, returns logs.
        predict_step: Function of `self` and a batch, which returns the output.
        test_step: Function of `self` and a batch, which returns the values to log.
        compute_loss: Function of `self`, `x`, `y`, `y_pred` and `sample_weight`, which returns the loss.
        compute_metrics: Function of `self`, `x`, `y`, `y_pred` and `sample_weight`, which returns the values to log.
        options: Further methods and attributes.

    Returns:
        The class.

    Example:
        >>> Tripled = new_model_class("Tripled", call=lambda self, inputs: inputs * 3.0)
        >>> Tripled()(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[3., 6.]], dtype=float32)>
    """
    members = {
        "initialize": initialize,
        "call": call,
        "train_step": train_step,
        "predict_step": predict_step,
        "test_step": test_step,
        "compute_loss": compute_loss,
        "compute_metrics": compute_metrics,
        **options,
    }
    return _make("new_model_class", classname, keras().Model, members)


@export(python_only=True)
def new_loss_class(
    classname: Str = MISSING,
    *,
    call: Function | None = None,
    **options: Any,
) -> type[Any]:
    """Create a class of losses from functions.

    Use it for a loss with parameters. A plain function of (y_true, y_pred) works as a loss, too.

    Args:
        call: Function of `self`, `y_true` and `y_pred`, which returns one value per sample.
        options: Further methods and attributes.

    Returns:
        The class.

    Example:
        >>> LossCubed = new_loss_class("LossCubed", call=lambda self, y_true, y_pred: op_abs(y_true - y_pred) ** 3)
        >>> LossCubed()(np.array([[1.0, 2.0]]), np.array([[1.0, 4.0]]))
        <tf.Tensor: shape=(), dtype=float32, numpy=4.0>
    """
    members = {"call": call, **options}
    return _make("new_loss_class", classname, keras().losses.Loss, members)


@export(python_only=True)
def new_metric_class(
    classname: Str = MISSING,
    *,
    initialize: Function = MISSING,
    update_state: Function = MISSING,
    result: Function = MISSING,
    **options: Any,
) -> type[Any]:
    """Create a class of metrics from functions.

    Use it for a metric that is not a mean over samples, such as one that needs all predictions of an epoch.

    Args:
        update_state: Function of `self`, `y_true`, `y_pred` and `sample_weight`, which adds a batch.
        result: Function of `self` that returns the value.
        options: Further methods and attributes.

    Returns:
        The class.

    Example:
        >>> Batches = new_metric_class(
        ...     "Batches",
        ...     initialize=lambda self: setattr(self, "count", self.add_weight(name="count", initializer="zeros")),
        ...     update_state=lambda self, y_true, y_pred, sample_weight=None: self.count.assign_add(1.0),
        ...     result=lambda self: self.count,
        ... )
        >>> batches = Batches()
        >>> batches.update_state(np.zeros(3), np.zeros(3))
        <tf.Tensor: shape=(), dtype=float32, numpy=1.0>
        >>> batches.update_state(np.zeros(3), np.zeros(3))
        <tf.Tensor: shape=(), dtype=float32, numpy=2.0>
    """
    members = {"initialize": initialize, "update_state": update_state, "result": result, **options}
    return _make("new_metric_class", classname, keras().metrics.Metric, members)


@export(python_only=True)
def new_callback_class(
    classname: Str = MISSING,
    *,
    on_epoch_begin: Function | None = None,
    on_epoch_end: Function | None = None,
    on_train_begin: Function | None = None,
    on_train_end: Function | None = None,
    on_batch_begin: Function | None = None,
    on_batch_end: Function | None = None,
    on_predict_batch_begin: Function | None = None,
    on_predict_batch_end: Function | None = None,
    on_predict_begin: Function | None = None,
    on_predict_end: Function | None = None,
    on_test_batch_begin: Function | None = None,
    on_test_batch_end: Function | None = None,
    on_test_begin: Function | None = None,
    on_test_end: Function | None = None,
    on_train_batch_begin: Function | None = None,
    on_train_batch_end: Function | None = None,
    **options: Any,
) -> type[Any]:
    """Create a class of callbacks from functions.

    Use it to run code at certain points during training, for example to save samples after each epoch. For one or two
    functions, callback_lambda() is shorter.

    Args:
        on_epoch_begin: Called at the beginning of each epoch: a function of `self`, the number of the epoch and `logs`.
        on_epoch_end: Called at the end of each epoch: a function of `self`, the number of the epoch and `logs`.
        on_train_begin: Called when training begins: a function of `self`, `logs`.
        on_train_end: Called when training ends: a function of `self`, `logs`.
        on_batch_begin: Called when a batch of training begins: a function of `self`, its number and `logs`.
        on_batch_end: Called when a batch of training ends: a function of `self`, its number and `logs`.
        on_predict_batch_begin: Called when a batch of prediction begins: a function of `self`, its number and `logs`.
        on_predict_batch_end: Called when a batch of prediction ends: a function of `self`, its number and `logs`.
        on_predict_begin: Called when prediction begins: a function of `self`, `logs`.
        on_predict_end: Called when prediction ends: a function of `self`, `logs`.
        on_test_batch_begin: Called when a batch of evaluation begins: a function of `self`, its number and `logs`.
        on_test_batch_end: Called when a batch of evaluation ends: a function of `self`, its number and `logs`.
        on_test_begin: Called when evaluation begins: a function of `self`, `logs`.
        on_test_end: Called when evaluation ends: a function of `self`, `logs`.
        on_train_batch_begin: Called when a batch of training begins: a function of `self`, its number and `logs`.
        on_train_batch_end: Called when a batch of training ends: a function of `self`, its number and `logs`.
        options: Further methods and attributes.

    Returns:
        The class.

    Example:
        >>> Say = new_callback_class("Say", on_epoch_end=lambda self, epoch, logs=None: print(f"epoch {epoch} is done"))
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1)
        >>> model = model >> compile(loss="mse", optimizer="sgd")
        >>> history = model >> fit(np.ones((2, 1)), np.ones((2, 1)), epochs=2, callbacks=Say(), verbose=0)
        epoch 0 is done
        epoch 1 is done
    """
    members = {
        "on_epoch_begin": on_epoch_begin,
        "on_epoch_end": on_epoch_end,
        "on_train_begin": on_train_begin,
        "on_train_end": on_train_end,
        "on_batch_begin": on_batch_begin,
        "on_batch_end": on_batch_end,
        "on_predict_batch_begin": on_predict_batch_begin,
        "on_predict_batch_end": on_predict_batch_end,
        "on_predict_begin": on_predict_begin,
        "on_predict_end": on_predict_end,
        "on_test_batch_begin": on_test_batch_begin,
        "on_test_batch_end": on_test_batch_end,
        "on_test_begin": on_test_begin,
        "on_test_end": on_test_end,
        "on_train_batch_begin": on_train_batch_begin,
        "on_train_batch_end": on_train_batch_end,
        **options,
    }
    return _make("new_callback_class", classname, keras().callbacks.Callback, members)


@export(python_only=True)
def new_learning_rate_schedule_class(
    classname: Str = MISSING,
    *,
    initialize: Function | None = None,
    call: Function = MISSING,
    get_config: Function | None = None,
    **options: Any,
) -> type[Any]:
    """Create a class of learning rate schedules from functions.

    Use it for a learning rate that is a function of the step, for example with a warmup.

    Args:
        call: Function of `self` and the step, which returns the learning rate.
        options: Further methods and attributes.

    Returns:
        The class.

    Example:
        >>> Falling = new_learning_rate_schedule_class("Falling", call=lambda self, step: 1.0 / (1.0 + step))
        >>> Falling()(3)
        0.25
    """
    members = {"initialize": initialize, "call": call, "get_config": get_config, **options}
    return _make(
        "new_learning_rate_schedule_class", classname, keras().optimizers.schedules.LearningRateSchedule, members
    )


@export(python_only=True)
def keras_model_custom(model_fn: FunctionOfOne = MISSING, name: Name | None = None) -> Model:
    """Create a model from a function that computes its output.

    The function creates the layers and returns the computation. In new code use new_model_class() instead.

    Args:
        model_fn: Function of the model, which can store layers in it as attributes, and returns the function that
            computes the output from the inputs and, optionally, `mask` and `training`.
        name: Name of the model.

    Returns:
        A `keras.Model`.

    Example:
        >>> model = keras_model_custom(lambda self: lambda inputs: inputs * 3.0)
        >>> model(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[3., 6.]], dtype=float32)>
    """

    def attach(model: Any) -> dict[str, Any]:
        call = model_fn(model)
        parameters = inspect.signature(call).parameters.values()
        open_ones = [parameter for parameter in parameters if parameter.kind is parameter.VAR_KEYWORD]
        takes = {one.name: one.default is not one.empty for one in parameters if one.kind is not one.VAR_KEYWORD}
        return {"call": call, "takes": takes | ({"...": False} if open_ones else {})}

    return layers.make_function_model_class(attach, of_r=False)(name)
