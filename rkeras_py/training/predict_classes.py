"""Classes and probabilities from the predictions of a model."""

from typing import Any

import numpy as np

from ..define import verb
from ..messages import errors
from ..models import levels as model_levels
from ..models.tables import read_table
from ..signatures.calls import refuse_further, takes_further
from ..signatures.words import MISSING, Bool, Count, Data, Steps, Value, convert_value, get_word
from ..syntax.pipe import ONLY_MODELS
from . import fit
from .watching import Verbose

_TRUTH = get_word(Bool)


@takes_further(lambda: ("levels",))
@verb(of=ONLY_MODELS)
def predict_classes(
    object: Value = MISSING,
    x: Data = MISSING,
    batch_size: Count | None = None,
    verbose: Verbose = 0,
    steps: Steps | None = None,
    **options: Any,
) -> Any:
    """Predict the class of each sample.

    With several units, the class is the index of the largest output, counted from 0; with a single unit, it is 1 if the
    probability exceeds 0.5, and 0 otherwise. Logits of a loss with `from_logits = TRUE` are converted to probabilities.
    Keras removed this function; in new code use `predict(type = "class")`.

    Args:
        object: A model.
        x: Input, as in `fit()`.
        batch_size: Number of samples in one step; 32 by default.
        verbose: 0 is silent, 1 shows a progress bar.
        steps: Number of batches to use; required for a source of batches that does not end.
        **options: `levels = TRUE` returns the levels of the factor that was `y` during training, instead of numbers.

    Returns:
        Class numbers, counted from 0: a vector, with one column for an output of one unit; with `levels` a factor. A
        list of these for several outputs.

    Raises:
        ValueError: If `levels` is TRUE and the model was not fitted to a factor.

    Differences:
        Works; in R keras 2.15 it failed after a warning.

    Example:
        >>> model = keras_model_sequential(input_shape=3) >> layer_activation("softmax")
        >>> model >> predict_classes(np.array([[0.0, 2.0, 1.0], [5.0, 0.0, 0.0]]))
        array([1, 0], dtype=int32)
    """
    refuse_further("predict_classes", options)
    levels = convert_value("predict_classes", "levels", _TRUTH, options.get("levels", False), False)
    with errors.told_as("predict", "predict_classes"):
        outputs = fit.predict(object, x, batch_size, verbose, steps)
    if not isinstance(outputs, (list, tuple)):
        return _compute_classes(object, outputs, 0, levels)
    return [_compute_classes(object, output, place, levels) for place, output in enumerate(outputs)]


def _compute_classes(model: Any, output: Any, place: int, with_levels: bool) -> Any:
    codes = model_levels.find_classes(model_levels.read_logits(model, output, place))
    if not with_levels:
        return codes
    found = model_levels.name_classes(model, codes, place)
    if found is None:
        hint = "To have names for the classes, fit the model to a factor."
        raise errors.bad_argument("predict_classes", "levels", "FALSE for this model", True, hint)
    return found


@verb(of=ONLY_MODELS)
def predict_proba(
    object: Value = MISSING,
    x: Data = MISSING,
    batch_size: Count | None = None,
    verbose: Verbose = 0,
    steps: Steps | None = None,
) -> Any:
    """Predict the probability of each class.

    This function exists for older scripts and returns the same as predict(), for a model whose last activation is
    softmax or sigmoid. Each row has the probabilities of one sample; with softmax they sum to 1.

    Args:
        object: A model.
        x: Input, as in `fit()`.
        batch_size: Number of samples in one step; 32 by default.
        verbose: 0 is silent, 1 shows a progress bar.
        steps: Number of batches to use; required for a source of batches that does not end.

    Returns:
        The result of `predict()`.

    Differences:
        Works; in R keras 2.15 it failed after a warning.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_activation("softmax")
        >>> model >> predict_proba(np.array([[0.0, 1.0], [3.0, 3.0]]))
        array([[0.26894143, 0.73105854],
               [0.5       , 0.5       ]], dtype=float32)
    """
    with errors.told_as("predict", "predict_proba"):
        return fit.predict(object, x, batch_size, verbose, steps)


@takes_further(lambda: ("batch_size", "verbose", "steps", "callbacks"))
@verb(of=ONLY_MODELS, python_only=True)
def augment(x: Value = MISSING, data: Value = None, newdata: Value = None, **options: Any) -> Any:
    """Add the predictions of a model to data.

    Use it to plot predictions against the data, or to find the samples with the largest errors. In R it is a method for
    the package broom.

    Args:
        x: A model.
        data: Inputs of the model: a data frame, if the model was fitted by a formula or takes one, or a matrix, whose
            columns become V1, V2, ...
        newdata: The same; it comes before `data`.
        **options: Arguments of predict(), such as `batch_size`.

    Returns:
        A pandas DataFrame: the data and a column `.fitted` of predictions (several columns of the output are
        `.fitted_1`, `.fitted_2`, ...) or, if the target was a factor, the columns `.pred_class` and `.pred_LEVEL` for
        each level. If the data contain the numeric target of a formula, also `.resid`, the target minus the prediction.

    Raises:
        ImportError: If pandas is not installed.
        ValueError: If there are no data, or the output has more than two axes.

    Example:
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(1, kernel_initializer="ones")
        >>> augment(model, np.array([[1.0], [2.0]]))
            V1  .fitted
        0  1.0      1.0
        1  2.0      2.0
    """
    refuse_further("augment", options)
    given = data if newdata is None else newdata
    if given is None:
        hint = "Keras models keep no data."
        raise errors.bad_argument("augment", "data", "a data frame or a matrix of inputs", None, hint)
    frame = read_table(given, "augment")
    names = model_levels.get_remembered_levels(x, 0)
    if names:
        options = {**options, "type": "prob"}
    with errors.told_as("predict", "augment"):
        found = fit.predict(x, given, **options)
    if getattr(found, "ndim", 0) > 2 or isinstance(found, (list, tuple, dict)):
        raise ValueError("augment(): the model should have one output with a row for each sample. Use predict().")
    found = np.asarray(found).reshape(len(frame), -1)
    if names:
        frame[".pred_class"] = np.asarray(names)[found.argmax(-1)]
        frame[".pred_class"] = frame[".pred_class"].astype("category").cat.set_categories(names)
        columns = [f".pred_{name}" for name in names]
    else:
        columns = [".fitted"] if found.shape[1] == 1 else [f".fitted_{place + 1}" for place in range(found.shape[1])]
    for place, column in enumerate(columns):
        frame[column] = found[:, place]
    targets = model_levels.list_targets(x)
    if columns == [".fitted"] and len(targets) == 1 and targets[0] in frame and frame[targets[0]].dtype.kind in "fiub":
        frame[".resid"] = frame[targets[0]] - frame[".fitted"]
    return frame
