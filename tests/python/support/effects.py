"""The effect of each argument: what changes where it is set to another valid value."""

import contextlib
import re
import tempfile
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
from samples import SAMPLES
from uses import use
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
    "dim": (2, 3, 1, 30),
    "dims": ((1, 2), (1, 3, 2), (3, 2, 1), True, False),
    "monitor": ("accuracy", "loss"),
    "separator": (";",),
    "filename": ("other.csv",),
    "filepath": ("other-{epoch}.h5",),
    "dir": ("other",),
    "freq": (3, 1),
    "ids": ([1],),
    "layers": (["kernel"],),
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


IMAGES = np.clip(np.random.default_rng(2).normal(size=(2, 6, 7, 3)), -2, 2).astype("float32")
INPUTS = {
    **{f"layer_{name}": IMAGES for name in ("aug_mix", "auto_contrast", "equalization", "rand_augment")},
    **{f"layer_{name}_cell": IMAGES[:, 0, 0] for name in ("gru", "lstm", "simple_rnn")},
}
"""Inputs of layers whose samples look at the arguments alone."""


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
        if spec.name in INPUTS:
            self.inputs = [INPUTS[spec.name]]
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

    def behave(self, is_cubic: bool = False, **other: Any) -> Any:
        """Return all that the object does in use.

        Args:
            is_cubic: Whether a layer gets images whose first axis is as long as the last: channels stand in either.
            other: Arguments that are not as in the sample.
        """
        inputs = self.inputs
        if is_cubic and inputs:
            inputs = [one[:, : one.shape[-1]] if one.ndim == 4 else one for one in inputs]
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            does = use(self.make(**other), self.spec.name, inputs)
            return does and does.replace(folder, "")

    def try_argument(self, param: Param) -> str:
        """Set an argument to other values: the effect of that with the most.

        Returns:
            "changed" where the object does otherwise; "described" where only its configuration is another; "idle"
            where nothing is, "unknown" where no other value is valid.
        """
        found = {"unknown"}
        beside = BESIDE.get(f"{self.spec.name}.{param.name}", BESIDE.get(param.name, {}))
        beside = {name: value for name, value in beside.items() if name in self.spec.params}
        is_cubic = param.name == "data_format"
        before, did = self.describe(**beside), self.behave(is_cubic, **beside)
        for value in list_values(param, self.arguments.get(param.name, beside.get(param.name, param.default))):
            other = beside | {param.name: value}
            try:
                after = self.describe(**other)
                changed = self.behave(is_cubic, **other) != did
            except Exception:  # a value that does not fit: the next one may
                continue
            if changed:
                return "changed"
            found.add("idle" if after == before else "described")
        return next(one for one in EFFECTS if one in found)


def _plain(config: Any) -> Any:
    if isinstance(config, dict):
        return {key: _plain(value) for key, value in config.items() if key not in ("build_config", "shared_object_id")}
    return [_plain(item) for item in config] if isinstance(config, (list, tuple)) else config


EFFECTS = ("changed", "described", "idle", "unknown")

BESIDE: dict[str, dict[str, Any]] = {
    "ema_momentum": {"use_ema": True},
    "ema_overwrite_frequency": {"use_ema": True},
    "nesterov": {"momentum": 0.9},
    "loss_binary_crossentropy.axis": {"reduction": "none"},
    "loss_binary_focal_crossentropy.axis": {"reduction": "none"},
    "alpha": {"apply_class_balancing": True},
    "loss_dice.reduction": {"axis": -1},
    "loss_tversky.reduction": {"axis": -1},
    "amsgrad": {"beta_2": 0.5},
    "summation_method": {"num_thresholds": 3},
    "metric_auc.from_logits": {"num_thresholds": 3},
    "relative_step": {"learning_rate": 2.0},
    "layer_conv_1d_transpose.dilation_rate": {"strides": 1},
    "layer_conv_2d_transpose.dilation_rate": {"strides": 1, "output_padding": None},
    "layer_cropping_2d.data_format": {"cropping": 1},
    "layer_conv_3d_transpose.dilation_rate": {"strides": 1},
    "layer_conv_3d_transpose.output_padding": {"strides": 3},
    "layer_conv_3d.dilation_rate": {"strides": 1},
    "layer_conv_2d.groups": {"filters": 6},
    "layer_conv_3d.groups": {"filters": 4},
    "layer_attention.seed": {"dropout": 0.5},
    "layer_group_query_attention.seed": {"dropout": 0.5},
    "layer_multi_head_attention.seed": {"dropout": 0.5},
    "layer_gru.seed": {"dropout": 0.5},
    "layer_lstm.seed": {"dropout": 0.5},
    "lora_alpha": {"lora_rank": 2},
    **{f"layer_conv_lstm_{n}d.unit_forget_bias": {"bias_initializer": "zeros"} for n in (1, 2, 3)},
    "fill_value": {"fill_mode": "constant"},
    "layer_resizing.fill_value": {"pad_to_aspect_ratio": True, "crop_to_aspect_ratio": False},
    "layer_random_rotation.seed": {"factor": 0.4},
    "layer_random_zoom.seed": {"height_factor": 0.4},
    "layer_random_translation.seed": {"height_factor": 0.4},
    "layer_random_height.seed": {"factor": 0.5},
    "layer_random_width.seed": {"factor": 0.5},
    "layer_random_grayscale.seed": {"factor": 0.5},
    "callback_model_checkpoint.monitor": {"save_best_only": True},
    "callback_model_checkpoint.mode": {"save_best_only": True},
    "callback_model_checkpoint.initial_value_threshold": {"save_best_only": True},
}
"""Arguments that have an effect beside others alone."""

STARTS: dict[str, dict[str, Any]] = {
    "callback_backup_and_restore": {"backup_dir": "kept"},
    "callback_early_stopping": {"patience": 2},
    "callback_reduce_lr_on_plateau": {"patience": 1},
    "callback_csv_logger": {"filename": "log.csv"},
    "callback_learning_rate_scheduler": {"schedule": lambda epoch: 0.2},
    "callback_model_checkpoint": {"filepath": "m-{epoch}.h5", "verbose": 0},
    "metric_recall_at_precision": {"precision": 0.9},
    "metric_top_k_categorical_accuracy": {"k": 2},
    "metric_sparse_top_k_categorical_accuracy": {"k": 2},
    "metric_mean_iou": {"num_classes": 3},
    "metric_iou": {"num_classes": 3, "target_class_ids": [0]},
    "metric_binary_iou": {"target_class_ids": [0]},
    "metric_one_hot_iou": {"num_classes": 3, "target_class_ids": [0]},
}
"""Arguments to begin with, where those that the signature asks for do not go together."""


def find_effects(spec: Spec) -> dict[str, str]:
    """Tell the effect of each argument of a function."""
    subjects = [Subject(spec, sample) for sample in SAMPLES.get(spec.name, [None])]
    assert subjects[0].behave() == subjects[0].behave(), "it does not do the same twice"
    found = {}
    for param in spec.params.values():
        if param.name not in OF_CALLS:
            with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # callbacks make theirs at once
                tried = {subject.try_argument(param) for subject in subjects[:2]}
            found[param.name] = next(one for one in EFFECTS if one in tried)
    return found
