"""Calls of functions of R's keras3, each with the object of plain Keras that it has to make.

The calls are written from Keras's arguments by what `tools/contract/dialects/keras3.json` says of keras3 alone, so
that neither the alias nor `read()` and `write()` have a part in what is expected of them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samples import SAMPLES
from support import ROOT

from rkeras_py.compat.keras2_arguments import WEIGHTED
from rkeras_py.engine.loading import resolve
from rkeras_py.signatures.calls import get_keras_arguments
from rkeras_py.signatures.registry import REGISTRY, Spec
from tools.codegen.files import load_all

load_all()
KERAS3 = json.loads((ROOT / "tools/contract/keras3.json").read_text())
CONVERSIONS = json.loads((ROOT / "tools/contract/dialects/keras3.json").read_text())["conversions"]
NAMES = {"layer_lambda": {"function": "f"}}
"""Arguments that keras3 calls otherwise than Keras does."""

NEEDED: Mapping[str, Mapping[str, Any]] = {
    "constraint_maxnorm": {"max_value": 2.0},
    "initializer_constant": {"value": 2.0},
    "learning_rate_schedule_cosine_decay": {"initial_learning_rate": 0.5, "decay_steps": 10},
    "learning_rate_schedule_cosine_decay_restarts": {"initial_learning_rate": 0.5, "first_decay_steps": 10},
    "learning_rate_schedule_exponential_decay": {
        "initial_learning_rate": 0.5, "decay_steps": 10, "decay_rate": 0.5, "staircase": True
    },
    "learning_rate_schedule_inverse_time_decay": {"initial_learning_rate": 0.5, "decay_steps": 10, "decay_rate": 0.5},
    "learning_rate_schedule_piecewise_constant_decay": {"boundaries": (1, 2), "values": (0.5, 0.2, 0.1)},
    "learning_rate_schedule_polynomial_decay": {"initial_learning_rate": 0.5, "decay_steps": 10},
    "metric_iou": {"num_classes": 3, "target_class_ids": (0, 1)},
    "metric_mean_iou": {"num_classes": 3},
    "metric_one_hot_iou": {"num_classes": 3, "target_class_ids": (0, 1)},
    "metric_one_hot_mean_iou": {"num_classes": 3},
    "metric_precision_at_recall": {"recall": 0.5},
    "metric_recall_at_precision": {"precision": 0.5},
    "metric_sensitivity_at_specificity": {"specificity": 0.5},
    "optimizer_rmsprop": {"use_ema": True},
    "metric_specificity_at_sensitivity": {"sensitivity": 0.5},
}  # fmt: skip
NO_CONFIGURATION = ("application_", "callback_", "feature_", "layer_tfsm")
"""How the functions begin whose objects no configuration describes."""
ACTIVATIONS = ("activation", "recurrent_activation")
FORMULA = {"layer_dense", "layer_conv_lstm_2d", "layer_gru", "layer_activation"}
"""Functions that are tried with "hard_sigmoid", which both Keras have with two formulas."""


@dataclass(frozen=True)
class Case:
    """A call.

    Attributes:
        name: The function.
        arguments: Keras's arguments.
        code: The call as R code, in keras3's meaning.
    """

    name: str
    arguments: Mapping[str, Any]
    code: str

    def expected(self) -> Any:
        """Return the object of Keras; metrics of overlap count in floats here."""
        fixed = {"dtype": "float64"} if self.name in WEIGHTED else {}
        return resolve(REGISTRY[self.name].target)(**{**fixed, **self.arguments})


def list_cases() -> Iterator[Case]:
    """Give calls of all functions of keras3 that make an object of Keras, with every axis and index that they take."""
    for name in KERAS3:
        spec = REGISTRY.get(name)
        if spec is None or spec.kind not in ("layer", "class", "measure") or name.startswith(NO_CONFIGURATION):
            continue
        for arguments in _list_arguments(spec):
            if _is_plain(arguments) and spec.target.startswith("keras.") and not spec.fixed:
                yield Case(name, arguments, spell_call(name, arguments))


def list_own_calls() -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Give calls of functions that R keras 2 has: the function, its arguments, and the code."""
    for name, spec in REGISTRY.items():
        is_made = spec.kind in ("layer", "class", "measure") and spec.target.startswith("keras.")
        if not is_made or name.startswith(NO_CONFIGURATION):
            continue
        given: list[Mapping[str, Any]] = [NEEDED.get(name, {})]
        if spec.kind == "layer":
            given = [one.args for one in SAMPLES.get(name, ()) if not (one.late or one.plain or one.cls)]
        if name in FORMULA:
            given.append({**given[0], **{one: "hard_sigmoid" for one in ACTIVATIONS if one in spec.params}})
        for arguments in given:
            if "trainable" in arguments:  # which some classes of Keras do not take
                continue
            if _is_plain(arguments) and not set(spec.required[spec.kind == "layer" :]) - {
                *arguments,
                "y_true",
                "y_pred",
            }:
                spelled = ", ".join(f"{key} = {spell(value)}" for key, value in arguments.items())
                yield name, arguments, f"{name}({spelled})"


def _list_arguments(spec: Spec) -> Iterator[Mapping[str, Any]]:
    needed = NEEDED.get(spec.name, {})
    if spec.kind == "layer":
        for sample in SAMPLES.get(spec.name, ()):
            if not sample.late and not sample.plain and not sample.cls:
                yield sample.args if sample.keras is None else sample.keras
        needed = next((one.keras or one.args for one in SAMPLES.get(spec.name, ())), {})
    elif not (set(spec.required) - set(needed) - {"y_true", "y_pred"}):
        yield needed
    for argument, kind in CONVERSIONS.get(spec.name, {}).items():
        if kind in ("axis", "index") and argument in get_keras_arguments(resolve(spec.target)):
            yield {**needed, argument: 1}
            yield {**needed, argument: -1}
    if spec.name in FORMULA:
        yield {**needed, **{name: "hard_sigmoid" for name in ACTIVATIONS if name in spec.params}}


def _is_plain(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(_is_plain(one) for one in value.values())
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, (bool, int, float, str))


def spell_call(name: str, arguments: Mapping[str, Any]) -> str:
    """Return a call as R code, in keras3's meaning.

    Args:
        name: The function.
        arguments: Keras's arguments.
    """
    return f"{name}({', '.join(f'{key} = {value}' for key, value in spell_arguments(name, arguments).items())})"


def spell_arguments(name: str, arguments: Mapping[str, Any]) -> dict[str, str]:
    """Return the arguments of a call as R code, by their names.

    Args:
        name: The function.
        arguments: Keras's arguments.
    """
    kinds = CONVERSIONS.get(name, {})
    given = {}
    for key, value in arguments.items():
        counts = kinds.get(key) in ("axis", "index")
        given[NAMES.get(name, {}).get(key, key)] = spell(count_from_one(value) if counts else value)
    return given


def count_from_one(value: Any) -> Any:
    """Return positions of Python as keras3 counts them."""
    if isinstance(value, (list, tuple)):
        return type(value)(map(count_from_one, value))
    return value + 1 if isinstance(value, int) and value >= 0 else value


def spell(value: Any) -> str:
    """Return a value of Python as R code."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, Mapping):
        return f"list({', '.join(f'`{key}` = {spell(one)}' for key, one in value.items())})"
    if isinstance(value, (list, tuple)):
        nested = any(isinstance(one, (list, tuple)) or one is None for one in value)
        return f"{'list' if nested else 'c'}({', '.join(map(spell, value))})"
    return repr(value)
