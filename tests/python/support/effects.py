"""The effect of each argument: what changes where it is set to another valid value."""

import re
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
from samples import SAMPLES
from wrong_uses import right

import rkeras_py as rk
from rkeras_py.signatures.registry import REGISTRY, Param, Spec
from rkeras_py.signatures.words import MISSING

KINDS = ("layer_", "loss_", "metric_", "optimizer_", "callback_", "initializer_", "regularizer_", "constraint_")
OF_CALLS = ("object", "inputs", "y_true", "y_pred", "weights")
"""Arguments that tell what an object is used on, and the weights that a layer begins with."""

BY_KIND: dict[str, tuple[Any, ...]] = {
    "regularizer": ("l2",),
    "constraint": ("non_neg",),
    "initializer": ("ones", "zeros"),
    "activation": ("tanh", "relu"),
    "dtype": ("float64", "int32"),
    "name": ("renamed",),
    "reduction": ("sum", "none"),
    "headers": ({"a": "b"},),
    "aggregation": ("variance_weighted_average", "sum"),
    "curve": ("PR",),
    "method": ("minoring", "majoring"),
    "tokens": (50,),
    "length": (2, 3, 128, 256),
    "axis": (1, 2, -2),
    "schedule": (lambda epoch: 0.1,),
}
"""Other values of arguments by the last part of their names."""

NUMBERS = (True, False, 2, 3, 1, 0.25, 0.75, 1.5, -1)
ANY = (*NUMBERS, (2, 2), (1, 2), (2, 3), (2, 2, 2), (0.1, 0.2), "same", "columns", "text", ["a", "b"])
"""Values that are tried where a word has no choices: one that converts, and is another, is found for nearly all."""


def list_specs() -> list[Spec]:
    """The functions that make layers, losses, metrics, optimizers, callbacks and parts of layers."""
    for name in rk.__all__:
        if name.startswith(KINDS):
            getattr(rk, name)  # registers it
    made = (spec for spec in REGISTRY.values() if spec.kind in ("layer", "measure", "class"))
    return sorted((spec for spec in made if spec.name.startswith(KINDS)), key=lambda spec: spec.name)


def list_values(param: Param, current: Any) -> Iterator[Any]:
    """Other values to try for an argument."""
    kind = param.name.rpartition("_")[2]
    for value in BY_KIND.get(kind, (*param.word.choices, *ANY)):
        if type(value) is not type(current) or value != current:
            yield value


class Subject:
    """A function with arguments that make an object, and what its object is called on.

    Args:
        spec: The function.
        sample: A sample of a layer, or None.
    """

    def __init__(self, spec: Spec, sample: Any = None) -> None:
        self.spec = spec
        self.arguments = dict(sample.args) if sample else dict(STARTS.get(spec.name, {}))
        self._late = dict(sample.late) if sample else {}
        self.inputs = sample.inputs() if sample and sample.shapes else None
        for param in spec.params.values():
            needed = param.default is MISSING and not param.word.optional and param.name not in OF_CALLS
            if needed and param.name not in self.arguments and param.name not in self._late:
                self.arguments[param.name] = right(param.word).python

    def make(self, **other: Any) -> Any:
        """Make the object, always from the same state of the random numbers."""
        keras.utils.set_random_seed(3)
        late = {name: make(keras) for name, make in self._late.items() if name not in other}
        return getattr(rk, self.spec.name)(**{**self.arguments, **late, **other})

    def describe(self, **other: Any) -> str:
        """Return the configuration of an object, or its attributes where it has none."""
        made = self.make(**other)
        told = _plain(made.get_config()) if hasattr(made, "get_config") else sorted(vars(made).items(), key=str)
        return re.sub(r" at 0x\w+", "", repr(told))

    def behave(self, **other: Any) -> str:
        """Return outputs, losses and weights of a layer, or the loss of labels and predictions."""
        made = self.make(**other)
        if isinstance(made, keras.losses.Loss):
            return repr(made(*DATA.get(self.spec.name, (np.array([[0.0, 1.0]]), np.array([[0.25, 0.75]])))))
        if self.inputs is None or not isinstance(made, keras.layers.Layer):
            return ""
        outputs = self._call(made)
        told: list[Any] = [np.asarray(one).tolist() for one in (*keras.tree.flatten(outputs), *made.losses)]
        return repr(told + [(one.name, one.dtype, one.trainable, one.numpy().tolist()) for one in made.weights])

    def count_losses(self, **other: Any) -> int:
        """How many losses the layer has when it was called."""
        made = self.make(**other)
        self._call(made)
        return len(made.losses)

    def _call(self, layer: Any) -> Any:
        if isinstance(layer, (keras.layers.MultiHeadAttention, keras.layers.GroupQueryAttention)):
            return layer(self.inputs[0], self.inputs[-1])
        return layer(self.inputs[0] if len(self.inputs) == 1 else self.inputs)

    def try_argument(self, param: Param) -> str:
        """Set an argument to another value: "changed", "idle", or "unknown" where no other value is valid."""
        result = "unknown"
        before = self.describe()
        for value in list_values(param, self.arguments.get(param.name, param.default)):
            other = {param.name: value}
            try:
                after = self.describe(**other)
            except Exception:  # a value that does not fit: the next one may
                continue
            if param.name.endswith("regularizer") and self.inputs is not None:
                changed = self.count_losses(**other) > self.count_losses()
            else:
                changed = after != before or self.behave(**other) != self.behave()
            if changed:
                return "changed"
            result = "idle"
        return result


def _plain(config: Any) -> Any:
    if isinstance(config, dict):
        return {key: _plain(value) for key, value in config.items() if key not in ("build_config", "shared_object_id")}
    return [_plain(item) for item in config] if isinstance(config, (list, tuple)) else config


DATA = {
    "loss_ctc": (np.array([[1]]), np.full((1, 3, 2), 0.25)),
    "loss_sparse_categorical_crossentropy": (np.array([1]), np.array([[0.25, 0.75]])),
}
"""Labels and predictions of losses that take no others."""

STARTS: dict[str, dict[str, Any]] = {
    "metric_iou": {"num_classes": 3, "target_class_ids": [0]},
    "metric_binary_iou": {"target_class_ids": [0]},
    "metric_one_hot_iou": {"num_classes": 3, "target_class_ids": [0]},
}
"""Arguments to begin with, where those that the signature asks for do not go together."""


def find_effects(spec: Spec) -> dict[str, str]:
    """Tell for each argument of a function whether another value changes anything: "changed", "idle" or "unknown"."""
    subjects = [Subject(spec, sample) for sample in SAMPLES.get(spec.name, [None])]
    found = {}
    for param in spec.params.values():
        if param.name not in OF_CALLS:
            tried = {subject.try_argument(param) for subject in subjects[:2]}
            found[param.name] = next(one for one in ("changed", "idle", "unknown") if one in tried)
    return found
