"""The search of a tuner, and its results."""

import contextlib
import json
import os
import warnings
from collections.abc import Iterator
from typing import Any

from ..define import export
from ..messages import errors
from ..models import levels
from ..signatures.calls import refuse_further, takes_further
from ..signatures.results import ModelList
from ..signatures.words import MISSING, Count, Data, Value
from ..training.fit import fit
from ..training.watching import Verbose
from .tuners import find_cause, find_memory, load_tuner

_FAMILY = {"tuner": "A tuner from tuner_random_search(), tuner_bayesian() or tuner_hyperband()."}


def _check(tuner: Any, function: str) -> Any:
    base = load_tuner(function).Tuner
    if not isinstance(tuner, base):
        raise errors.bad_argument(function, "tuner", "a tuner, for example from tuner_random_search()", tuner)
    return tuner


@takes_further(lambda: (*fit.__rkeras__.params, "data"))  # type: ignore[attr-defined]
@export(family=_FAMILY, returns="object")
def tuner_search(
    tuner: Value = MISSING,
    x: Data = None,
    y: Data = None,
    verbose: Verbose = 0,
    callbacks: Value = None,
    **options: Any,
) -> Any:
    """Run the search of a tuner: build and train a model for each combination of hyperparameters.

    An error in the function that builds models, or in the data, stops the search; a model that does not fit into memory
    counts as a failed trial. Ctrl-C also stops the search, and another call runs the remaining trials. Keras's state is
    cleared before each model, as with k_clear_session().

    Args:
        x: Input, as in `fit()`; also a formula, with `data`.
        y: Target, as in `fit()`.
        verbose: 0 is silent, 1 shows each trial and a progress bar.
        callbacks: A callback, or a list of them; each model gets copies.
        **options: Further arguments of `fit()`, such as `epochs`, `validation_split`, `validation_data`, `batch_size`.

    Returns:
        The tuner.

    Raises:
        ValueError: If the objective is not in the logs, such as "val_loss" without validation data.

    Example:
        >>> def build(hp):
        ...     model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="zeros")
        ...     return model >> compile(loss="mse", optimizer=optimizer_sgd(hp_choice(hp, "rate", [0.0, 0.1])))
        >>> tuner = tuner_random_search(build, "loss", max_trials=2, seed=1)
        >>> x = np.array([[0.0], [1.0], [2.0]])
        >>> done = tuner_search(tuner, x, 2 * x, epochs=5)
        >>> tuner_hyperparameters(tuner)
        {'rate': 0.1}

    Example in R:
        build <- function(hp) {
          model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1, kernel_initializer = "zeros")
          model %>% compile(loss = "mse", optimizer = optimizer_sgd(hp_choice(hp, "rate", c(0, 0.1))))
        }
        tuner <- tuner_random_search(build, "loss", max_trials = 2, seed = 1)
        x <- matrix(0:2)
        tuner_search(tuner, x, 2 * x, epochs = 5)
        tuner_hyperparameters(tuner)
    """
    refuse_further("tuner_search", options)
    _check(tuner, "tuner_search")
    fatal = load_tuner("tuner_search").errors.FatalError
    given = {"x": x, "y": y} | options
    several = list(callbacks) if isinstance(callbacks, (list, tuple)) else [callbacks]
    arguments = {name: value for name, value in given.items() if value is not None}
    try:
        with _load_weights_alone():
            tuner.search(**arguments, verbose=verbose, callbacks=[one for one in several if one is not None])
    except fatal as error:
        raise find_cause(error, "tuner_search") from None
    return tuner


@contextlib.contextmanager
def _load_weights_alone() -> Iterator[None]:
    """Have keras-tuner load weights without a warning, for models whose optimizers have no state yet."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Skipping variable loading for optimizer")
        yield


def list_trials(tuner: Any) -> dict[str, list[Any]]:
    """List the trials of a tuner, the best first, as columns of a table.

    Args:
        tuner: The tuner.
    """
    trials = list(_check(tuner, "tuner_results").oracle.trials.values())
    falls = getattr(tuner.oracle.objective, "direction", "min") == "max"
    trials.sort(
        key=lambda trial: (trial.score is None, 0 if trial.score is None else -trial.score if falls else trial.score)
    )
    names = dict.fromkeys(name for trial in trials for name in trial.hyperparameters.values)
    columns: dict[str, list[Any]] = {
        "trial": [trial.trial_id for trial in trials],
        "status": [trial.status.lower() for trial in trials],
        "score": [None if trial.score is None else float(trial.score) for trial in trials],
        "epoch": [None if trial.best_step is None else int(trial.best_step) + 1 for trial in trials],
    }
    for name in names:
        column = name
        while column in columns:
            column = f"hp_{column}"
        columns[column] = [trial.hyperparameters.values.get(name) for trial in trials]
    return columns


@export(family=_FAMILY, python_only=True)
def tuner_results(tuner: Value = MISSING) -> Any:
    """List the trials of a tuner, from the best to the worst.

    Use it after tuner_search() to compare the scores and the hyperparameters of all trials in a table. If the best
    values are at the edge of a range, extend the range.

    Returns:
        A data frame with a row for each trial: `trial`, its number; `status`, "completed" or the reason for the
        failure; `score`, the objective; `epoch`, the epoch with the best score, counted from 1; and a column for each
        hyperparameter, NA if the trial did not use it. If a name is already taken by another column, the column has the
        prefix "hp_". In Python without pandas, a dict of these columns.

    Example:
        >>> build = lambda hp: keras_model_sequential(input_shape=4) >> layer_dense(units=hp_int(hp, "units", 8, 64))
        >>> len(tuner_results(tuner_random_search(build)))
        0

    Example in R:
        build <- function(hp) keras_model_sequential(input_shape = 4) %>% layer_dense(hp_int(hp, "units", 8, 64))
        nrow(tuner_results(tuner_random_search(build)))
    """
    columns = list_trials(tuner)
    try:
        import pandas as pd
    except ImportError:
        return columns
    return pd.DataFrame(columns)


@export(family=_FAMILY)
def tuner_hyperparameters(tuner: Value = MISSING) -> dict[str, Any]:
    """Return the hyperparameters of the best trial of a tuner; before the search, the initial ones.

    Use them to build the final model, or to see which hyperparameters exist. tuner_results() lists all trials.

    Returns:
        A named list.

    Example:
        >>> build = lambda hp: keras_model_sequential(input_shape=4) >> layer_dense(units=hp_int(hp, "units", 8, 64))
        >>> tuner_hyperparameters(tuner_random_search(build))
        {'units': 8}

    Example in R:
        build <- function(hp) keras_model_sequential(input_shape = 4) %>% layer_dense(hp_int(hp, "units", 8, 64))
        tuner_hyperparameters(tuner_random_search(build))
    """
    completed = _count_completed(_check(tuner, "tuner_hyperparameters"))
    return dict((tuner.get_best_hyperparameters(1)[0] if completed else tuner.oracle.get_space()).values)


def _count_completed(tuner: Any) -> int:
    """Count the completed trials; keras-tuner adds others if more are requested."""
    return sum(trial.status == "COMPLETED" for trial in tuner.oracle.trials.values())


@export(family=_FAMILY)
def tuner_best_models(tuner: Value = MISSING, n: Count = 1) -> ModelList:
    """Return the models of the best trials of a tuner, with the weights of their best epoch.

    Their weights come from the training data only, and their optimizers start without a state. They keep the levels of
    a factor and the formula that they were fitted to. Keras recommends training the final model again on all data, with
    the best hyperparameters.

    Args:
        n: The number of models.

    Returns:
        A list of models, starting with the best.

    Raises:
        ValueError: If no trial was completed.

    Example:
        >>> def build(hp):
        ...     model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="zeros")
        ...     return model >> compile(loss="mse", optimizer=optimizer_sgd(hp_choice(hp, "rate", [0.0, 0.1])))
        >>> tuner = tuner_random_search(build, "loss", max_trials=2, seed=1)
        >>> x = np.array([[0.0], [1.0], [2.0]])
        >>> done = tuner_search(tuner, x, 2 * x, epochs=5)
        >>> best, worst = tuner_best_models(tuner, n=2)
        >>> [round(model.evaluate(x, 2 * x, verbose=0), 2) for model in (best, worst)]
        [0.22, 6.67]

    Example in R:
        build <- function(hp) {
          model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1, kernel_initializer = "zeros")
          model %>% compile(loss = "mse", optimizer = optimizer_sgd(hp_choice(hp, "rate", c(0, 0.1))))
        }
        tuner <- tuner_random_search(build, "loss", max_trials = 2, seed = 1)
        x <- matrix(0:2)
        tuner_search(tuner, x, 2 * x, epochs = 5)
        sapply(tuner_best_models(tuner, n = 2), function(model) round(model$evaluate(x, 2 * x, verbose = 0), 2))
    """
    completed = _count_completed(_check(tuner, "tuner_best_models"))
    if not completed:
        raise ValueError("tuner_best_models(): no trial is completed yet. Run tuner_search() first.")
    with _load_weights_alone():
        models = list(tuner.get_best_models(min(n, completed)))
    memory = find_memory(tuner.directory, tuner.project_name)
    if os.path.exists(memory):
        with open(memory, encoding="utf-8") as stream:
            described = json.load(stream)
        for model in models:
            levels.restore_memory(model, described)
    return models
