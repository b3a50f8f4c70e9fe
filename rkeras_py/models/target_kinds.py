"""The kinds of targets that each kind of loss accepts: one table for the check and for docs/differences.md."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from ..data import arrays
from ..engine.internals.modules import snake_case
from ..engine.loading import keras
from ..messages import errors
from .outputs import get_losses

ONE_HOT = ("categorical_crossentropy", "categorical_focal_crossentropy", "categorical_hinge")
SPARSE = "sparse_categorical_crossentropy"
BINARY = ("binary_crossentropy", "binary_focal_crossentropy")
OF_OTHER_SHAPE = ("ctc", "circle", "loss_function_wrapper")
_TWO_CLASSES = (
    *(*BINARY, "hinge", "squared_hinge", "binary_accuracy", "auc", "precision", "recall"),
    *("precision_at_recall", "recall_at_precision", "sensitivity_at_specificity", "specificity_at_sensitivity"),
    *("true_positives", "true_negatives", "false_positives", "false_negatives"),
)
_OF_COLUMNS = (*ONE_HOT, "categorical_accuracy", "top_k_categorical_accuracy")
_BY_NUMBER = (SPARSE, "sparse_categorical_accuracy", "sparse_top_k_categorical_accuracy", "accuracy")
"""Losses, and the metrics that take the same targets."""


class Rule(NamedTuple):
    """The fate of targets under a kind of loss: "accepted" or "error", how, and what to do where they are not.

    Attributes:
        factor: Of a factor.
        text: Of text.
        numbers: Of numbers and logicals, in words.
        hint: What to do.
    """

    factor: str
    text: str
    numbers: str
    hint: str = ""


_AS_FACTOR = "Convert them to classes: factor(y) in R, pandas.Categorical(y) in Python."
_AS_NUMBERS = (
    'To use the labels as numbers: as.numeric(as.character(y)) in R, y.astype("str").astype("float") in '
    f"Python. For classes the loss is {SPARSE}, or {BINARY[0]} for two."
)
RULES = {
    "classes by number": Rule(
        "accepted: codes from 0", "error", "accepted if whole and below the number of units", _AS_FACTOR
    ),
    "two classes": Rule(
        "accepted if it has two levels: 0 and 1", "error", "accepted; a warning outside 0 to 1", _AS_FACTOR
    ),
    "a column for each class": Rule(
        "error",
        "error",
        "accepted; a warning if they are not probabilities",
        f"to_categorical() makes columns of classes; the loss {SPARSE} takes them as they are.",
    ),
    "numbers": Rule("error", "error", "accepted", _AS_NUMBERS),
    "a user's own loss": Rule("accepted: codes from 0", "error", "accepted", _AS_FACTOR),
}
"""The targets that each kind of loss accepts."""


def get_loss_name(loss: Any) -> str | None:
    """Return the name of a loss of Keras; None for a user's own.

    Args:
        loss: A name, a function or an object.
    """
    if isinstance(loss, str):
        loss = keras().losses.get(loss)
    if not str(getattr(loss, "__module__", "")).startswith("keras."):
        return None
    name = getattr(loss, "__name__", None)
    return str(name) if name else snake_case(type(loss).__name__)


def _find_kind(loss: str | None) -> str:
    if loss is None or loss in OF_OTHER_SHAPE:
        return "a user's own loss"
    kinds = {"classes by number": _BY_NUMBER, "two classes": _TWO_CLASSES, "a column for each class": _OF_COLUMNS}
    return next((kind for kind, losses in kinds.items() if loss in losses), "numbers")


def check_kinds(model: Any, factors: Sequence[arrays.Factor | None], function: str, argument: str) -> None:
    """Refuse class labels where a loss takes numbers, which would be those that stand for the classes.

    Args:
        model: A compiled model.
        factors: The factor that is the target of each output, or None.
        function: The function to name in errors.
        argument: The argument to name in errors.

    Raises:
        ValueError: If the table says that a loss refuses them.
    """
    for factor, loss in zip(factors, get_losses(model, len(factors)), strict=False):
        if factor is not None:
            _check_factor(factor, get_loss_name(loss), function, argument)


def read_labels(measure: Any, y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Return what a loss or a metric is called with: numbers, the codes of a factor where the table takes one.

    Args:
        measure: The loss or metric.
        y_true: The targets.
        y_pred: The predictions.

    Raises:
        ValueError: If they are text, or a factor where numbers are compared.
    """
    if arrays.is_plain_tensor(y_pred) and arrays.is_plain_tensor(y_true):
        return y_true, y_pred
    function = "update_state" if hasattr(measure, "update_state") else measure.name
    if (factor := arrays.as_factor(y_true)) is not None:
        _check_factor(factor, get_loss_name(measure), function, "y_true")
        y_true = factor.codes
    if _is_text(y_true):
        raise refuse_text(measure, function, "y_true")
    refuse_labels(y_pred, function, "y_pred")
    return y_true, y_pred


def refuse_labels(value: Any, function: str, argument: str) -> None:
    """Refuse a factor or text where numbers are asked.

    Args:
        value: What came.
        function: The function to name in errors.
        argument: The argument to name in errors.
    """
    if arrays.is_factor(value) or isinstance(value, str) or _is_text(value):
        raise errors.bad_argument(function, argument, "numbers", errors.Words("labels"))


def _is_text(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(isinstance(one, str) for one in keras().tree.flatten(value))
    if arrays.is_column(value):
        value = np.asarray(value)
    return arrays.is_text(value) if isinstance(value, np.ndarray) else getattr(value, "dtype", None) == "string"


def _check_factor(factor: arrays.Factor, loss: str | None, function: str, argument: str) -> None:
    kind = _find_kind(loss)
    rule = RULES[kind]
    if rule.factor == "error":
        expected = f"numbers, which the loss {loss} compares"
        if kind == "a column for each class":
            expected = f"an array of one column for each class, {len(factor.levels)}, for the loss {loss}"
        raise errors.bad_argument(function, argument, expected, _describe(factor), rule.hint)
    if kind == "two classes" and len(factor) and factor.codes.max() > 1:
        expected = f"a factor of two levels, since the loss is {loss}"
        hint = f"For several classes use as many units, softmax and {SPARSE}."
        raise errors.bad_argument(function, argument, expected, _describe(factor), hint)


def refuse_text(loss: Any, function: str, argument: str) -> Exception:
    """Return the error about a target that is text.

    Args:
        loss: The loss of the output.
        function: The function to name in errors.
        argument: The argument to name in errors.
    """
    hint = RULES[_find_kind(get_loss_name(loss))].hint
    return errors.bad_argument(function, argument, "numbers", errors.Words("text"), hint)


def _describe(factor: arrays.Factor) -> errors.Words:
    shown = ", ".join(f'"{level}"' for level in factor.levels[:4]) + ", ..." * (len(factor.levels) > 4)
    return errors.Words(f"a factor with {len(factor.levels)} level{'s' * (len(factor.levels) != 1)}: {shown}")


def describe_rules() -> str:
    """Return the table as Markdown, for docs/differences.md."""
    lines = ["| loss | factor | text | numbers, logicals |", "|---|---|---|---|"]
    lines += [f"| {kind} | {rule.factor} | {rule.text} | {rule.numbers} |" for kind, rule in RULES.items()]
    return "\n".join(lines)
