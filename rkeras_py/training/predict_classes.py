"""Classes and probabilities from a model's predictions."""

from typing import Any

from ..define import verb
from ..messages import errors
from ..models import levels as model_levels
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

    The class is the largest output of several units, counted from 0, or 1 if a single unit exceeds 0.5. Keras removed
    it; new code computes it from predict().

    Args:
        object: A model.
        x: Input, as in `fit()`.
        batch_size: Number of samples in one step; 32 by default.
        verbose: 0 is silent, 1 shows a progress bar.
        steps: Number of batches to use, for endless data.
        **options: `levels = TRUE` gives the classes the names that they had in training: those of the factor that was
            `y`.

    Returns:
        Class numbers, counted from 0: a vector, with one column for an output of one unit; with `levels` a factor. A
        list of these for several outputs.

    Raises:
        ValueError: If `levels` is asked for and the model was not fitted to a factor.

    Differences:
        Works; R keras 2.15 warned, then failed.

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
    codes = model_levels.find_classes(output)
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

    It exists for older scripts and returns the same as predict(), for a model whose last activation is softmax or
    sigmoid. Each row has the probabilities of one sample; with softmax they sum to 1.

    Args:
        object: A model.
        x: Input, as in `fit()`.
        batch_size: Number of samples in one step; 32 by default.
        verbose: 0 is silent, 1 shows a progress bar.
        steps: Number of batches to use, for endless data.

    Returns:
        The result of `predict()`.

    Differences:
        Works; R keras 2.15 warned, then failed.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_activation("softmax")
        >>> model >> predict_proba(np.array([[0.0, 1.0], [3.0, 3.0]]))
        array([[0.26894143, 0.73105854],
               [0.5       , 0.5       ]], dtype=float32)
    """
    with errors.told_as("predict", "predict_proba"):
        return fit.predict(object, x, batch_size, verbose, steps)
