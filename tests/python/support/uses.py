"""Objects of Keras in use: all that a loss, a metric, an optimizer, a callback, a layer or a part of one does."""

import contextlib
import inspect
import io
import re
from pathlib import Path
from typing import Any
from unittest import mock

import keras
import numpy as np

import rkeras_py as rk

LABELS = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
SCORES = np.array([[0.25, 0.7], [0.6, 0.6], [0.45, 0.35], [0.9, 0.1], [0.55, 0.7], [0.05, 0.9]])
CODES, OF_THREE = np.array([0, 1, 2, 1, 0, 2]), np.array([0, 1, 1, 1, 2, 2])
IN_THREE = np.array(
    [[0.5, 0.3, 0.2], [0.2, 0.5, 0.3], [0.1, 0.6, 0.3], [0.3, 0.4, 0.3], [0.1, 0.2, 0.7], [0.2, 0.2, 0.6]], "float32"
)
DATA = {
    "loss_ctc": (np.array([[1]]), np.full((1, 3, 2), 0.25)),
    "loss_sparse_categorical_crossentropy": (CODES, IN_THREE),
    "loss_categorical_generalized_cross_entropy": (CODES, IN_THREE),
    "loss_circle": (np.array([0, 1, 0, 1, 0, 1]), SCORES),
    "metric_iou": (CODES, OF_THREE),
    "metric_mean_iou": (CODES, OF_THREE),
    "metric_one_hot_iou": (np.eye(3)[CODES], IN_THREE),
    "metric_one_hot_mean_iou": (np.eye(3)[CODES], IN_THREE),
    "metric_r2_score": (IN_THREE, IN_THREE[::-1]),
    "metric_sparse_categorical_accuracy": (CODES, IN_THREE),
    "metric_sparse_categorical_crossentropy": (CODES, IN_THREE),
    "metric_sparse_top_k_categorical_accuracy": (CODES, IN_THREE),
    "metric_top_k_categorical_accuracy": (np.eye(3)[CODES], IN_THREE),
    **{f"metric_{name}": (SCORES,) for name in ("mean", "sum", "mean_tensor")},
}
"""Labels and predictions of losses and metrics that take no others; values of those that take these."""

GRADIENTS = (
    [[3.0, -2.0], [0.5, 4.0]],
    [[1.0, 1.5], [-2.5, 0.25]],
    [[-0.5, 0.25], [0.1, -0.75]],
    [[2.0, 0.0], [1.0, 1.0]],
)
LOSSES = (1.0, 0.7, 0.6, 0.59, 0.65, 0.62, 0.9, 0.4, 0.39, 0.5)
"""Losses of the epochs that a callback sees: they fall, stay, rise and fall again."""


def use(made: Any, name: str, inputs: Any = None) -> Any:
    """Return all that an object does; None for one that is not known here.

    Args:
        made: The object.
        name: The function that made it.
        inputs: What a layer is called on.
    """
    if isinstance(made, keras.losses.Loss):
        return _tell(made(*DATA.get(name, (LABELS, SCORES))))
    if isinstance(made, keras.metrics.Metric):
        for step in (1, -1):
            made.update_state(*(part[::step] for part in DATA.get(name, (LABELS, SCORES))))
        return _tell(made.result())
    if isinstance(made, keras.optimizers.Optimizer):
        return _take_steps(made)
    if isinstance(made, keras.callbacks.Callback):
        return _see_epochs(made)
    if isinstance(made, keras.layers.Layer):
        return None if inputs is None else _use_layer(made, inputs)
    if isinstance(made, keras.initializers.Initializer):
        return _tell(made((16, 1, 9) if name == "initializer_stft" else (8, 16)))
    return _tell(made(keras.ops.convert_to_tensor(np.array(GRADIENTS[0], "float32"))))


def _tell(value: Any) -> str:
    return repr([(one.dtype, _round(one).tolist()) for one in map(np.asarray, keras.tree.flatten(value))])


def _round(values: np.ndarray) -> np.ndarray:
    """Round to four digits of the largest number: the others depend on the processor."""
    if values.dtype.kind != "f" or not values.size:
        return values
    finite = np.abs(values[np.isfinite(values)])
    return values.round(4 - int(np.ceil(np.log10(finite.max())))) if finite.any() else values


def _take_steps(optimizer: Any) -> str:
    """Tell the weights after each of some steps, and the loss that is scaled."""
    variables = [keras.Variable([[0.5, -1.0], [2.0, 0.25]], name=name) for name in ("kernel", "embeddings")]
    for variable in variables:
        variable.overwrite_with_gradient = False
    optimizer.build(variables)
    told = [_tell(optimizer.scale_loss(keras.ops.convert_to_tensor(1.0)))]
    for gradient in GRADIENTS:
        optimizer.apply([keras.ops.convert_to_tensor(gradient), keras.ops.convert_to_tensor(gradient) / 4])
        told.append(_tell(variables))
    optimizer.finalize_variable_values(variables)
    return repr([*told, _tell(variables)])


def call_layer(layer: Any, inputs: Any, **options: Any) -> Any:
    """Call a layer on its inputs: an attention on the first as query and the last as value, a cell with its states."""
    if hasattr(layer, "state_size") and not isinstance(layer, keras.layers.RNN):
        return layer(inputs[0], layer.get_initial_state(len(inputs[0])), **options)
    if isinstance(layer, (keras.layers.MultiHeadAttention, keras.layers.GroupQueryAttention)):
        return layer(inputs[0], inputs[-1], **options)
    return layer(inputs[0] if len(inputs) == 1 else inputs, **options)


def _use_layer(layer: Any, inputs: Any) -> str:
    """Tell what a layer gives in use: outputs, masks, losses and weights, in training too, and after an update.

    Its name, whether it is trained, and the shape that it gives a model count where a model holds it.
    """
    told: list[Any] = [re.sub(r"_\d+$", "", layer.name), layer.trainable, _call(layer, inputs, {})]
    inner = inspect.signature(layer.call).parameters
    if "mask" in inner and not isinstance(layer, keras.layers.MultiHeadAttention):
        masks = [np.arange(one.shape[1]) < [[1], [3]] for one in inputs if one.ndim > 1]
        with contextlib.suppress(Exception):  # layers that want another mask, or that want none
            told.append(_call(layer, inputs, {"mask": masks[0] if len(inputs) == 1 else masks}))
    if "training" in inner:
        told.append(_call(layer, inputs, {"training": True}))
    told.append([(one.name, one.dtype, one.trainable, _round(one.numpy()).tolist()) for one in layer.weights])
    if layer.trainable_variables:
        optimizer = keras.optimizers.SGD(3.0)
        optimizer.build(layer.trainable_variables)
        optimizer.apply([keras.ops.ones_like(one) for one in layer.trainable_variables])
        told += [_tell([one.value for one in layer.trainable_variables]), _call(layer, inputs, {})]
    with contextlib.suppress(AttributeError, TypeError, ValueError):  # one that does not tell the shape of its input
        told.append((rk.keras_model_sequential() >> layer).input_shape)
    return repr(told)


def _call(layer: Any, inputs: Any, options: dict[str, Any]) -> Any:
    outputs = keras.tree.flatten(call_layer(layer, inputs, **options))
    masks = [getattr(one, "_keras_mask", None) for one in outputs]
    values = [one.to_dense() if hasattr(one, "to_dense") else one for one in outputs]
    kinds = [type(one).__name__ for one in outputs]
    return kinds, _tell([*values, *layer.losses]), [None if one is None else _tell(one) for one in masks]


def _see_epochs(callback: Any) -> str:
    """Tell what a callback does in two trainings: weights, rates, files, requests and prints, by epochs."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, kernel_initializer="ones")])
    model.compile(keras.optimizers.SGD(0.1, use_ema=True), "mse")
    model.optimizer.build(model.trainable_variables)
    told: list[Any] = []
    printed = io.StringIO()

    def look(*what: Any) -> None:
        files = sorted((path.name, path.stat().st_size) for path in Path().rglob("*"))
        told.append((*what, _tell(model.weights), _tell(model.optimizer.learning_rate), files))

    with (
        contextlib.redirect_stdout(printed),
        mock.patch("requests.post", lambda *args, **named: told.append((args, str(named)))),
    ):
        callback.set_model(model)
        callback.set_params({"epochs": len(LOSSES), "verbose": 1, "steps": 2})
        for _ in range(2):
            model.stop_training = False
            callback.on_train_begin({})
            for epoch, loss in enumerate(LOSSES):
                logs = {"loss": loss, "val_loss": loss + 0.01 * epoch, "accuracy": 1 - loss}
                callback.on_epoch_begin(epoch, {})
                for batch in range(2):
                    callback.on_train_batch_begin(batch, {})
                    model.optimizer.apply([keras.ops.ones((1, 1)), keras.ops.ones(1)])
                    callback.on_train_batch_end(batch, logs)
                callback.on_test_begin({})
                look("validates")
                callback.on_test_end({})
                callback.on_epoch_end(epoch, logs)
                look(epoch, model.stop_training)
                if model.stop_training:
                    break
            callback.on_train_end(logs)
            look("ended")
        for path in Path().rglob("*.csv"):
            told.append(path.read_text())
    return repr(told) + printed.getvalue()
