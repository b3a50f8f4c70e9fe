"""Single batches: train, test and predict without the loop of fit()."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from ..define import verb
from ..engine.internals.compiled import distribution
from ..engine.internals.counting import reset_metrics
from ..engine.internals.modules import as_numpy
from ..engine.internals.traces import predict_batch
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..engine.versions import Versions
from ..graph.log_names import arrange_logs, get_log_order
from ..on_tensorflow.computing import runs_eagerly
from ..on_tensorflow.tensors import make_constant
from ..signatures.calls import refuse_further, takes_further
from ..signatures.words import MISSING, Bool, Data, Value, Weights, convert_value, get_word
from ..syntax.pipe import ONLY_MODELS
from . import class_weights, inputs, model_calls
from .given import Given

_KINDS = "fiubc"
"""The kinds of NumPy dtypes that TensorFlow reads in the same way."""

_RESETS_BY_ITSELF = Versions("3.15")
"""The Keras versions whose methods for one batch first reset the metrics, as in Keras 2."""


@takes_further(lambda: ("reset_metrics",))
@verb(of=ONLY_MODELS, method_lacks=())
def train_on_batch(
    object: Value = MISSING,
    x: Data = MISSING,
    y: Data = MISSING,
    class_weight: Value = None,
    sample_weight: Weights = None,
    **options: Any,
) -> Any:
    """Train a model on one batch: one step of the optimizer.

    Use it in a custom training loop, for example for the two models of a GAN. Otherwise use fit().

    Args:
        object: A compiled model.
        x: Input, as in `fit()`; all samples form one batch.
        y: Target, as in `fit()`.
        class_weight: Weights of the classes, as in `fit()`.
        sample_weight: The weight of each sample in the loss.
        **options: `reset_metrics = FALSE` continues to accumulate: loss and metrics then include all batches since the
            last call without it, or since the start of the last epoch of `fit()`.

    Returns:
        The loss and the metrics of this batch, computed before the update, in the order of `evaluate()`; without
        metrics only the loss.

    Raises:
        ValueError: If the data do not match the model.

    Differences:
        `reset_metrics`, an argument of Keras 2, is also accepted.

    Example:
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="zeros")
        >>> model = model >> compile(loss="mse", optimizer=optimizer_sgd(learning_rate=0.1))
        >>> model >> train_on_batch(np.array([[1.0]]), np.array([[2.0]]))
        4.0
        >>> model >> predict_on_batch(np.array([[1.0]]))
        array([[0.8]], dtype=float32)
    """
    what = "train_on_batch"
    if class_weight is None:
        return _measure_batch(object, what, inputs.feed_data(object, what, x, y, sample_weight), options)
    given = Given(object, what, x, y, sample_weight)
    of_class = class_weights.check_class_weights(class_weight, what, given.class_names)
    arguments = inputs.feed_batch(given)
    if of_class:
        arguments = inputs.weigh_samples(given, arguments, of_class)
    return _measure_batch(object, what, arguments, options)


@takes_further(lambda: ("reset_metrics",))
@verb(of=ONLY_MODELS)
def test_on_batch(
    object: Value = MISSING,
    x: Data = MISSING,
    y: Data = MISSING,
    sample_weight: Weights = None,
    **options: Any,
) -> Any:
    """Compute loss and metrics of a model on one batch.

    Use it in a custom training loop. Otherwise use evaluate().

    Args:
        object: A compiled model.
        x: Input, as in `fit()`; all samples form one batch.
        y: Target, as in `fit()`.
        sample_weight: The weight of each sample in the loss.
        **options: `reset_metrics = FALSE` continues to accumulate: loss and metrics then include all batches since the
            last call without it, or since the start of the last epoch of `fit()`.

    Returns:
        The loss and the metrics of this batch, in the order of `evaluate()`; without metrics only the loss.

    Raises:
        ValueError: If the data do not match the model.

    Differences:
        `reset_metrics`, an argument of Keras 2, is also accepted.

    Example:
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="ones")
        >>> model = model >> compile(loss="mse", optimizer="sgd", metrics="mae")
        >>> model >> test_on_batch(np.array([[1.0], [2.0]]), np.array([[1.0], [4.0]]))
        [2.0, 1.0]
    """
    return _measure_batch(
        object, "test_on_batch", inputs.feed_data(object, "test_on_batch", x, y, sample_weight), options
    )


_TRUTH = get_word(Bool)


def _measure_batch(model: Any, what: str, arguments: dict[str, Any], options: dict[str, Any]) -> Any:
    refuse_further(what, options)
    resets = convert_value(what, "reset_metrics", _TRUTH, options.get("reset_metrics", True), True)
    method = choose_method(model, what)
    with _count(model, resets):
        logs = model_calls.run_method(model, what, {**arguments, "return_dict": True}, method)
    logs = arrange_logs(get_log_order(model), logs)
    values = [float(value) for value in logs.values()]
    return values[0] if len(values) == 1 else values


@verb(of=ONLY_MODELS, method_lacks=())
def predict_on_batch(object: Value = MISSING, x: Data = MISSING) -> Any:
    """Compute the outputs of a model for one batch of inputs.

    Use it for a small input or in a loop: it has less overhead than predict().

    Args:
        object: A model.
        x: Input, as in `fit()`; all samples form one batch.

    Returns:
        An array, or a list of them for several outputs.

    Raises:
        ValueError: If the data do not match the model.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> model >> predict_on_batch(np.array([[1.0, 2.0], [3.0, 4.0]]))
        array([[3.],
               [7.]], dtype=float32)
    """
    arguments = inputs.feed_data(object, "predict_on_batch", x)
    method = choose_method(object, "predict_on_batch")
    if distribution(object) is not None:
        method = functools.partial(_predict_here, object)
    return model_calls.run_method(object, "predict_on_batch", arguments, method)


def _predict_here(model: Any, x: Any) -> Any:
    """Predict on one device; in Keras, each replica would predict all, and the results would be joined."""
    tree = keras().tree
    return tree.map_structure(as_numpy, model(tree.map_structure(keras().ops.convert_to_tensor, x), training=False))


def choose_method(model: Any, what: str) -> Callable[..., Any] | None:
    """Return what calls a method of a model on tensors; None where somebody might look at the arrays.

    TensorFlow is slow to tell what an array is to a compiled function. The function that Keras has compiled for the
    model is the same, and so are its traces and the numbers. JAX is quick with arrays.

    Args:
        model: The model.
        what: "train_on_batch", "test_on_batch" or "predict_on_batch".
    """
    plain = runs_on_tensorflow() and _is_kerass_own(model, what) and distribution(model) is None
    if not plain or model.run_eagerly or runs_eagerly():
        return None
    if what == "predict_on_batch":
        return functools.partial(_predict_tensors, model)
    return functools.partial(_call_on_tensors, getattr(model, what))


def _predict_tensors(model: Any, x: Any) -> Any:
    if type(x) is not np.ndarray or x.dtype.kind not in _KINDS:
        return _call_on_tensors(model.predict_on_batch, x=x)
    return keras().tree.map_structure(as_numpy, predict_batch(model, make_constant(x)))


def _is_kerass_own(model: Any, what: str) -> bool:
    return getattr(type(model), what) is getattr(keras().Model, what) and what not in vars(model)


def _call_on_tensors(method: Callable[..., Any], **arguments: Any) -> Any:
    return method(**{name: _as_tensors(value) for name, value in arguments.items()})


def _as_tensors(value: Any) -> Any:
    if type(value) is np.ndarray:
        return make_constant(value) if value.dtype.kind in _KINDS else value
    if type(value) is list:
        return [_as_tensors(part) for part in value]
    if type(value) is dict:
        return {name: _as_tensors(part) for name, part in value.items()}
    return value


@contextlib.contextmanager
def _count(model: Any, resets: bool) -> Iterator[None]:
    """Have a model reset its counts in the block, as Keras's methods for one batch do, or keep them."""
    if resets and not _RESETS_BY_ITSELF.hold(keras().__version__):
        model.reset_metrics()
    if resets and not _is_kerass_own(model, "reset_metrics"):
        yield
        return
    own = vars(model)  # take precedence over attributes of the class
    before = {name: own[name] for name in ("reset_metrics",) if name in own}
    own["reset_metrics"] = functools.partial(reset_metrics, model) if resets else _go_on
    try:
        yield
    finally:
        del own["reset_metrics"]
        own.update(before)


def _go_on() -> None:
    """Do nothing, so that the metrics keep their state."""


# Otherwise pytest collects it as a test after `from rkeras_py import *`.
test_on_batch.__test__ = False  # type: ignore[attr-defined]
