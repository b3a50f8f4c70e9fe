"""Steps of models made here, as in Keras 2: targets and weights of losses and metrics, layers of each time step."""

import functools
import inspect
import itertools
from collections.abc import Callable
from typing import Any

from ..compat import epochs, hosted, jax_steps, targets
from ..engine.internals import modules
from ..engine.internals.compiled import compile_loss, compile_metrics, user_loss, weigh_output_losses
from ..engine.internals.layers import takes_mask, takes_training
from ..engine.loading import find, keras
from ..graph import nodes, symbolic_losses
from ..models import target_kinds
from .patch import Patch, replace_members


def compute_loss(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that computes the loss of a step.

    Args:
        own: Keras's own.
    """
    signature = inspect.signature(own)

    @functools.wraps(own)
    def compute(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not targets.is_marked(self):
            with targets.follow_model():
                return own(self, *args, **kwargs)
        bound = signature.bind(self, *args, **kwargs)
        bound.apply_defaults()
        given = bound.arguments
        given["y_pred"] = hosted.as_tensors(given["y_pred"]) if hosted.is_loaded() else given["y_pred"]
        losses = keras().tree.flatten(user_loss(self)) if compile_loss(self) is not None else []
        given["y_pred"] = targets.give_columns(given["y_pred"], given["sample_weight"], losses)
        given["y"], given["sample_weight"] = targets.match_outputs(
            self, given["y"], given["y_pred"], given["sample_weight"]
        )
        outputs = keras().tree.flatten(given["y_pred"])
        if len(outputs) < 2:
            return own(*bound.args, **bound.kwargs)
        with weigh_output_losses(self, keras().ops.shape(outputs[0])[0]):
            return own(*bound.args, **bound.kwargs)

    return compute


def call_loss(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `__call__` of losses: a user's class gets distributions as in training; weights are for samples.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def call(self: Any, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        if hosted.is_loaded() and not keras().tree.is_nested(y_pred) and hasattr(y_pred, "log_prob"):
            symbolic_losses.give_object(self)
            y_pred = hosted.as_tensors(y_pred)
        return own(self, *_read_call(self, y_true, y_pred, sample_weight))

    return call


def update_state(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method of a metric that counts a batch: targets like predictions, weights for samples."""

    @functools.wraps(own)
    def update(self: Any, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        return own(self, *_read_call(self, y_true, y_pred, sample_weight))

    return update


def _read_call(measure: Any, y_true: Any, y_pred: Any, sample_weight: Any) -> tuple[Any, Any, Any]:
    if targets.is_marked(measure):
        y_true, y_pred = target_kinds.read_labels(measure, y_true, y_pred)
    return targets.match_call(measure, y_true, y_pred, sample_weight)


def compute_metrics(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that updates the metrics of a step."""

    @functools.wraps(own)
    def compute(self: Any, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        if not targets.is_marked(self):
            with targets.follow_model():
                return own(self, x, y, y_pred, sample_weight)
        targets.update_metrics(self, y, y_pred, sample_weight)
        return self.get_metrics_result()

    return compute


def get_metrics_result(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that reads the metrics after a step, which may leave those of compile() aside, as in Keras 2.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def get(self: Any) -> Any:
        compiled = compile_metrics(self) if targets.is_marked(self) else None
        if compiled is None or compiled.built:
            return own(self)
        found: dict[str, Any] = {}
        for metric in self.metrics:
            if metric is not compiled:
                result = metric.result()
                found.update(result if isinstance(result, dict) else {metric.name: result})
        return found

    return get


def apply_to_all_steps(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `call` of a layer that applies another to each time step, which does so at once, as in Keras 2.

    The layer within has its own losses, and statistics of all steps of a batch.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def call(self: Any, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        if not targets.is_marked_layer(self, nodes.is_ours(self)) or getattr(self.layer, "stateful", False):
            return own(self, inputs, training=training, mask=mask)
        ops, options = keras().ops, {"training": training} if takes_training(self.layer) else {}
        if mask is not None and takes_mask(self.layer):
            options["mask"] = ops.reshape(mask, (-1, *ops.shape(mask)[2:]))
        shape = ops.shape(inputs)
        before = shape[:2] if inputs.shape[1] is None else (-1, shape[1])
        outputs = self.layer(ops.reshape(inputs, (-1, *shape[2:])), **options)
        return keras().tree.map_structure(lambda one: ops.reshape(one, (*before, *ops.shape(one)[1:])), outputs)

    return call


def find_mask(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `compute_mask` of a layer that applies another to each time step, which asks that one, as in Keras 2.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def compute_mask(self: Any, inputs: Any, previous_mask: Any = None) -> Any:
        if not targets.is_marked_layer(self, nodes.is_ours(self)):
            return own(self, inputs, previous_mask)
        asked = self.layer.supports_masking and not isinstance(self.layer, keras().Model)
        found = self.layer.compute_mask(inputs, previous_mask) if asked else None  # treats steps like samples
        if found is not None or previous_mask is None:
            return found
        inner = tuple(range(2, len(previous_mask.shape)))
        return keras().ops.any(previous_mask, axis=inner) if inner else previous_mask

    return compute_mask


def find_output_shape(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the `compute_output_shape` of a layer that applies another to each time step, which may not tell its own.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def compute(self: Any, input_shape: Any) -> Any:
        try:
            return own(self, input_shape)
        except NotImplementedError:
            one = keras().KerasTensor((input_shape[0], *input_shape[2:]), dtype=self.compute_dtype)
            output = modules.compute_output_spec(self.layer, one)
            return (input_shape[0], input_shape[1], *output.shape[1:])

    return compute


def get_metric(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that makes a metric of what the user named, which knows "crossentropy", as Keras 2's does.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def get(identifier: Any, y_true: Any, y_pred: Any) -> Any:
        if str(identifier).lower() not in ("crossentropy", "ce"):
            return own(identifier, y_true, y_pred)
        kind = "categorical"
        if y_pred.shape[-1] == 1:
            kind = "binary"
        elif len(y_true.shape) < len(y_pred.shape) or y_true.shape[-1] == 1:
            kind = "sparse_categorical"
        metric = own(f"{kind}_crossentropy", y_true, y_pred)
        metric.name = identifier
        return metric

    return get


def enumerate_steps(own: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method that goes through the steps of an epoch, which are as many as were asked for, as in Keras 2.

    Args:
        own: Keras's own.
    """

    @functools.wraps(own)
    def enumerate_epoch(self: Any) -> Any:
        from ..training.data_adapters import MainThreadAdapter

        adapter = self.data_adapter
        is_a_limit = self.steps_per_epoch == keras().config.max_steps_per_epoch()
        if not self.steps_per_epoch or is_a_limit or not epochs.are_of_keras2():
            return own(self)
        if isinstance(adapter, find(modules.ARRAY_ADAPTER)):
            return _repeat_passes(self)
        is_finite = adapter.num_batches is not None
        if is_finite and isinstance(adapter, (find(modules.PY_DATASET_ADAPTER), MainThreadAdapter)):
            self._current_iterator = None
            if getattr(adapter, "enqueuer", None) is not None:
                adapter.enqueuer.stop()
                adapter.enqueuer.ready_queue.queue.clear()  # batches that its threads prepared for the epoch before
        return own(self)

    return enumerate_epoch


def _repeat_passes(iterator: Any) -> Any:
    """Run the steps of an epoch; the data start again when they end."""
    size = iterator.steps_per_execution
    if iterator._current_iterator is None:
        data = iterator._get_iterator()
        passes = itertools.chain([data], (iterator._get_iterator() for _ in itertools.count()))
        endless = data.repeat() if hasattr(data, "repeat") else itertools.chain.from_iterable(passes)
        iterator._current_iterator = iter(endless)
    iterator.data_adapter.on_epoch_begin()
    for step in range(0, iterator.steps_per_epoch, size):
        yield step, step + size - 1, iterator._current_iterator
    iterator.data_adapter.on_epoch_end()


_COUNTING = ("_ConfusionMatrixConditionCount", "Precision", "Recall", "SensitivitySpecificityBase", "AUC")
"""The classes of metrics that count correct and wrong classes."""

_JAX_TRAINER = f"{modules.OWN_CODE}.backend.jax.trainer.JAXTrainer"

PATCHES: list[Patch] = [
    *replace_members(
        _JAX_TRAINER,
        {"train_step": jax_steps.carry_masks, "_update_metrics_variables": jax_steps.give_masks},
        "the metrics of fit() leave masked time steps out on JAX, too",
        "JAX returns predictions without their mask, so metrics silently count steps that the loss leaves out.",
    ),
    *replace_members(
        _JAX_TRAINER,
        {"compute_loss_and_updates": lambda own: jax_steps.add_masks(jax_steps.count_in_call(own))},
        "layers count in metrics of theirs in a step on JAX, as `add_metric()` has them do",
        "It gives metrics their values after the layers have run, and a layer finds none: 'NoneType' is not callable.",
    ),
    *replace_members(
        _JAX_TRAINER,
        {"_get_jax_state": jax_steps.hold_state, **dict.fromkeys(("evaluate", "predict"), jax_steps.put_state_back)},
        "a model keeps its weights where a step on JAX fails",
        "It takes them out of the model for the steps, and after an error they are gone.",
    ),
    Patch(
        "keras.layers.RNN",
        "variables",
        jax_steps.hold_states,
        "stateful layers continue from their state, also on JAX, where a step returns the variables of a model alone",
        "It leaves the states out, and so fit(), evaluate() and predict() silently begin each batch at zero.",
        replaces=True,
    ),
    *replace_members(
        "keras.Model",
        {"compute_loss": compute_loss, "compute_metrics": compute_metrics},
        "losses and metrics of models made here get targets, weights and masks as in Keras 2",
        "They get them as the data hold them: (batch,) beside predictions (batch, n).",
    ),
    *replace_members(
        "keras.Loss",
        {"__call__": call_loss},
        "a loss called directly: with the distribution that a layer of Keras 2 gives, or with weights of sequences",
        "It hands over a sample, which has no log_prob(), and takes weights of samples for those of steps.",
    ),
    *(
        patch
        for owner in ("reduction_metrics.MeanMetricWrapper", *(f"confusion_metrics.{name}" for name in _COUNTING))
        for patch in replace_members(
            f"{modules.OWN_CODE}.metrics.{owner}",
            {"update_state": update_state},
            "a metric called directly with a vector of targets, or with weights of sequences",
            "It compares each target with all predictions, and takes weights of samples for those of steps.",
        )
    ),
    *replace_members(
        "keras.layers.TimeDistributed",
        {"call": apply_to_all_steps, "compute_mask": find_mask, "compute_output_shape": find_output_shape},
        "time_distributed() trains as in Keras 2: with losses of the layer within, and statistics of all steps",
        "It forgets the activity regularizer, normalizes step by step, and refuses layers that tell no shape.",
    ),
    *replace_members(
        f"{modules.OWN_CODE}.trainers.epoch_iterator.EpochIterator",
        {"_enumerate_iterator": enumerate_steps},
        "each epoch of a model made here has as many steps as `steps_per_epoch` says, as in Keras 2",
        "It ends an epoch where the data end, and so some have fewer steps, with a warning.",
    ),
    *replace_members(
        f"{modules.OWN_CODE}.trainers.compile_utils",
        {"get_metric": get_metric},
        'the metrics "crossentropy" and "ce", which Keras 2 chooses by the shape of targets and predictions',
        "It knows no metric of these names.",
    ),
    *replace_members(
        "keras.Model",
        {"get_metrics_result": get_metrics_result},
        "a `train_step` may leave the metrics of compile() aside, as in Keras 2",
        "It raises ValueError for metrics that no step has updated.",
    ),
]
