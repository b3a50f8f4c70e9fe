"""hp_int() and related functions: the values that a search may choose, in a function that builds a model."""

from typing import Annotated, Any

from ..define import export
from ..messages import errors
from ..signatures.words import MISSING, Bool, Int, Number, Str, Value, choice

Sampling = Annotated[str, choice("linear", "log", "reverse_log")]

_FAMILY = {
    "hp": "The hyperparameters object, which the function that builds a model gets.",
    "name": "The name of the hyperparameter. The same name always means the same hyperparameter.",
    "default": "The value of the first trial; by default the first or the lowest value.",
    "sampling": 'How values are drawn: "linear", all with the same probability; "log", small ones more often; '
    '"reverse_log", large ones more often.',
}


def _ask(hp: Any, function: str, method: str, *args: Any, **options: Any) -> Any:
    """Register a hyperparameter in keras-tuner, and return its value in this trial."""
    if type(hp).__name__ != "HyperParameters":
        hint = "The function that builds a model for a tuner gets them."
        raise errors.bad_argument(function, "hp", "hyperparameters of keras-tuner", hp, hint)
    try:
        return getattr(hp, method)(*args, **{name: value for name, value in options.items() if value is not None})
    except (TypeError, ValueError) as error:
        raise ValueError(f"{function}(): {error}") from None


@export(family=_FAMILY)
def hp_int(
    hp: Value = MISSING,
    name: Str = MISSING,
    min_value: Int = MISSING,
    max_value: Int = MISSING,
    step: Int | None = None,
    sampling: Sampling = "linear",
    default: Int | None = None,
) -> int:
    """Define a whole number as a hyperparameter, such as a number of units.

    Call it in the function that builds the model: each trial gets a value between the bounds.

    Args:
        min_value: The lowest value.
        max_value: The highest value, which is included.
        step: The distance between values, or the factor for "log" sampling; 1 by default.

    Returns:
        The value in this trial.

    Raises:
        ValueError: If the bounds and the default are incompatible.

    Example:
        >>> build = lambda hp: keras_model_sequential(input_shape=4) >> layer_dense(units=hp_int(hp, "units", 8, 64))
        >>> tuner = tuner_random_search(build, max_trials=2)
        >>> tuner_hyperparameters(tuner)
        {'units': 8}

    Example in R:
        build <- function(hp) keras_model_sequential(input_shape = 4) %>% layer_dense(hp_int(hp, "units", 8, 64))
        tuner <- tuner_random_search(build, max_trials = 2)
        tuner_hyperparameters(tuner)
    """
    return int(_ask(hp, "hp_int", "Int", name, min_value, max_value, step=step, sampling=sampling, default=default))


@export(family=_FAMILY)
def hp_float(
    hp: Value = MISSING,
    name: Str = MISSING,
    min_value: Number = MISSING,
    max_value: Number = MISSING,
    step: Number | None = None,
    sampling: Sampling = "linear",
    default: Number | None = None,
) -> float:
    """Define a number as a hyperparameter, such as a learning rate.

    Call it in the function that builds the model: each trial gets a value between the bounds. Use `sampling = "log"`
    for learning rates, which span orders of magnitude.

    Args:
        min_value: The lowest value.
        max_value: The highest value.
        step: The distance between values, or the factor for "log" sampling. By default any value between the bounds.

    Returns:
        The value in this trial.

    Raises:
        ValueError: If the bounds and the default are incompatible.

    Example:
        >>> build = lambda hp: keras_model_sequential(input_shape=4) >> layer_dropout(rate=hp_float(hp, "p", 0.2, 0.5))
        >>> tuner = tuner_random_search(build, max_trials=2)
        >>> tuner_hyperparameters(tuner)
        {'p': 0.2}

    Example in R:
        build <- function(hp) keras_model_sequential(input_shape = 4) %>% layer_dropout(hp_float(hp, "p", 0.2, 0.5))
        tuner <- tuner_random_search(build, max_trials = 2)
        tuner_hyperparameters(tuner)
    """
    return float(
        _ask(hp, "hp_float", "Float", name, min_value, max_value, step=step, sampling=sampling, default=default)
    )


@export(family=_FAMILY)
def hp_choice(
    hp: Value = MISSING,
    name: Str = MISSING,
    values: Value = MISSING,
    ordered: Bool | None = None,
    default: Value = None,
) -> Any:
    """Define a choice between values as a hyperparameter, such as an activation.

    Call it in the function that builds the model: each trial gets one of the values.

    Args:
        values: The values: strings, numbers, or TRUE and FALSE, all of the same type.
        ordered: Whether adjacent values are similar; by default TRUE for numbers.

    Returns:
        The value in this trial.

    Raises:
        ValueError: If there are no values, if they have different types, or if the default is not one of them.

    Example:
        >>> def build(hp):
        ...     activation = hp_choice(hp, "activation", ["relu", "tanh"])
        ...     return keras_model_sequential(input_shape=4) >> layer_dense(units=2, activation=activation)
        >>> tuner = tuner_random_search(build, max_trials=2)
        >>> tuner_hyperparameters(tuner)
        {'activation': 'relu'}

    Example in R:
        build <- function(hp) {
          activation <- hp_choice(hp, "activation", c("relu", "tanh"))
          keras_model_sequential(input_shape = 4) %>% layer_dense(2, activation)
        }
        tuner <- tuner_random_search(build, max_trials = 2)
        tuner_hyperparameters(tuner)
    """
    chosen = [values] if isinstance(values, (str, bool, int, float)) else list(values)
    chosen = [value.item() if hasattr(value, "item") else value for value in chosen]
    return _ask(hp, "hp_choice", "Choice", name, chosen, ordered=ordered, default=default)


@export(family=_FAMILY)
def hp_boolean(hp: Value = MISSING, name: Str = MISSING, default: Bool = False) -> bool:
    """Define a logical hyperparameter, such as whether to use dropout.

    Call it in the function that builds the model, and use the result in `if`. The tuner tries both values.

    Returns:
        The value in this trial.

    Example:
        >>> def build(hp):
        ...     return keras_model_sequential(input_shape=4) >> layer_dense(units=1, use_bias=hp_boolean(hp, "bias"))
        >>> tuner = tuner_random_search(build, max_trials=2)
        >>> tuner_hyperparameters(tuner)
        {'bias': False}

    Example in R:
        build <- function(hp) {
          keras_model_sequential(input_shape = 4) %>% layer_dense(1, use_bias = hp_boolean(hp, "bias"))
        }
        tuner <- tuner_random_search(build, max_trials = 2)
        tuner_hyperparameters(tuner)
    """
    return bool(_ask(hp, "hp_boolean", "Boolean", name, default=default))
