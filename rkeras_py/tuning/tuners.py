"""Tuners: they build models with a function, train each one, and record the best values."""

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from typing import Annotated, Any

from ..define import export
from ..engine.installing import spell_install
from ..engine.loading import keras
from ..messages import errors
from ..models import levels
from ..signatures.words import MISSING, Bool, Builder, Count, Path, Str, choice
from ..training import fit as training

Direction = Annotated[Any, choice("min", "max", takes_none=True)]
Seed = Count | None

_FAMILY = {
    "build": "A function of `hp`, the hyperparameters, that returns a compiled model. It gets values from hp_int(), "
    "hp_float(), hp_choice() and hp_boolean(), and is called once to find the hyperparameters, then for each "
    "trial.",
    "objective": 'The loss or metric to compare, such as "val_loss" or "val_accuracy". A name with the prefix '
    "`val_` needs validation data.",
    "direction": '"min" or "max": whether the objective should be small or large. NULL: inferred for Keras losses '
    "and metrics.",
    "directory": "The folder for the trials and the weights of their models. An interrupted search continues "
    "there, also in a later session. NULL keeps them in a folder for this session only.",
    "project_name": "The name of the search in the folder.",
    "overwrite": "Whether to start again if the folder already has a search with this name.",
    "seed": "Seed of the random choices, for reproducible runs.",
    "executions_per_trial": "Number of models trained in each trial; the score is their mean.",
}


def load_tuner(function: str) -> Any:
    """Return the module `keras_tuner`.

    Args:
        function: The function that the user called.

    Raises:
        ImportError: If it is not installed.
    """
    keras()
    try:
        import keras_tuner
    except ImportError as error:
        raise ImportError(f"{function}(): needs keras-tuner. Run: {spell_install('keras-tuner')}") from error
    return keras_tuner


def _make(
    function: str, kind: str, build: Any, objective: str, direction: str | None, place: dict[str, Any], **options: Any
) -> Any:
    tuner = load_tuner(function)
    target = objective if direction is None else tuner.Objective(objective, direction)
    if place["directory"] is None:
        place["directory"] = _make_folder_of_session()
    options = {name: value for name, value in options.items() if value is not None}
    memory = find_memory(place["directory"], place["project_name"])
    try:
        hypermodel = _make_hypermodel(tuner, build, objective, memory)
        return getattr(tuner, kind)(hypermodel, objective=target, **place, **options)
    except tuner.errors.FatalError as error:
        raise find_cause(error, function) from None
    except ValueError as error:
        raise ValueError(f"{function}(): {error}") from None


def _make_folder_of_session() -> str:
    """Create a folder that is deleted when this process ends, but not when a fork of it does."""
    folder, process = tempfile.mkdtemp(prefix="rkeras-tuner-"), os.getpid()

    def delete() -> None:
        if os.getpid() == process:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(delete)
    return folder


def find_memory(directory: str, project_name: str) -> str:
    """Return the file of a search that holds the classes and the formula to which it fits models.

    Args:
        directory: The folder of searches.
        project_name: The name of the search.
    """
    return os.path.join(directory, project_name, "classes.json")


def _make_hypermodel(tuner: Any, build: Callable[[Any], Any], objective: str, memory: str) -> Any:
    """Have keras-tuner train by our fit(); a user's mistake ends the search and does not count as a failed trial."""

    class Built(tuner.HyperModel):  # type: ignore[misc]
        def build(self, hp: Any) -> Any:
            return end_search(build, hp)

        def fit(self, hp: Any, model: Any, *args: Any, **options: Any) -> Any:
            end_search(training.fit, model, *args, **options)
            with open(memory, "w", encoding="utf-8") as stream:
                json.dump(levels.describe_memory(model), stream)
            return end_search(get_history, model)

    def get_history(model: Any) -> Any:
        measured = model.history.history
        if objective not in measured:
            words = errors.Words(f"a training that measures {', '.join(measured)}")
            raise errors.bad_argument("tuner_search", "objective", f'measured: "{objective}"', words)
        return model.history

    def end_search(function: Callable[..., Any], *args: Any, **options: Any) -> Any:
        try:
            return function(*args, **options)
        except Exception as error:
            if type(error).__name__ == "ResourceExhaustedError":  # the model is too large for this machine
                raise tuner.errors.FailedTrialError(str(error)) from error
            raise tuner.errors.FatalError(str(error)) from error

    return Built()


def find_cause(error: BaseException, function: str) -> BaseException:
    """Return the mistake of the user that ended a search.

    Args:
        error: What keras-tuner raised.
        function: The function that the user called.
    """
    return error.__cause__ or ValueError(f"{function}(): {error}")


@export(family=_FAMILY)
def tuner_random_search(
    build: Builder = MISSING,
    objective: Str = "val_loss",
    max_trials: Count = 10,
    direction: Direction = None,
    directory: Path | None = None,
    project_name: Str = "search",
    overwrite: Bool = False,
    seed: Seed = None,
    executions_per_trial: Count = 1,
) -> Any:
    """Create a tuner that draws hyperparameters at random.

    It is a good first choice: simple, and hard to beat if only a few hyperparameters matter. tuner_search() runs the
    search, tuner_results() lists the trials, and tuner_best_models() returns the best models. It requires the Python
    package keras-tuner. In contrast, tuning_run() of the R package tfruns runs a script once for each combination of
    flags.

    Args:
        max_trials: The number of trials.

    Returns:
        The tuner, a `keras_tuner.RandomSearch`.

    Raises:
        ImportError: If keras-tuner is not installed.

    References:
        Bergstra, J. and Bengio, Y. (2012), Random Search for Hyper-Parameter Optimization, Journal of Machine Learning
        Research 13.

    Example:
        >>> def build(hp):
        ...     units = hp_int(hp, "units", 2, 4)
        ...     model = keras_model_sequential(input_shape=1) >> layer_dense(units=units) >> layer_dense(units=1)
        ...     return model >> compile(loss="mse", optimizer="sgd")
        >>> tuner = tuner_random_search(build, "loss", max_trials=2, seed=1)
        >>> x = np.array([[0.0], [1.0], [2.0]])
        >>> done = tuner_search(tuner, x, 2 * x, epochs=1)
        >>> len(tuner_best_models(tuner, 2))
        2

    Example in R:
        build <- function(hp) {
          units <- hp_int(hp, "units", 2, 4)
          model <- keras_model_sequential(input_shape = 1) %>% layer_dense(units) %>% layer_dense(1)
          model %>% compile(loss = "mse", optimizer = "sgd")
        }
        tuner <- tuner_random_search(build, "loss", max_trials = 2, seed = 1)
        x <- matrix(0:2)
        tuner_search(tuner, x, 2 * x, epochs = 1)
        length(tuner_best_models(tuner, 2))
    """
    place = {"directory": directory, "project_name": project_name, "overwrite": overwrite}
    options = {"max_trials": max_trials, "seed": seed, "executions_per_trial": executions_per_trial}
    return _make("tuner_random_search", "RandomSearch", build, objective, direction, place, **options)


@export(family=_FAMILY)
def tuner_bayesian(
    build: Builder = MISSING,
    objective: Str = "val_loss",
    max_trials: Count = 10,
    direction: Direction = None,
    directory: Path | None = None,
    project_name: Str = "search",
    overwrite: Bool = False,
    seed: Seed = None,
    executions_per_trial: Count = 1,
    num_initial_points: Count | None = None,
) -> Any:
    """Create a tuner that chooses hyperparameters based on earlier trials.

    A Gaussian process predicts the objective, and the next trial uses the most promising values. Use it if training a
    model takes long. It requires the Python packages keras-tuner, scikit-learn and SciPy.

    Args:
        max_trials: The number of trials.
        num_initial_points: The number of random trials at the start; by default 3 times the number of
            hyperparameters.

    Returns:
        The tuner, a `keras_tuner.BayesianOptimization`.

    Raises:
        ImportError: If keras-tuner is not installed.

    Example:
        >>> def build(hp):
        ...     model = keras_model_sequential(input_shape=1) >> layer_dense(units=1)
        ...     return model >> compile(loss="mse", optimizer=optimizer_sgd(hp_float(hp, "rate", 0.01, 0.1)))
        >>> tuner = tuner_bayesian(build, "loss", max_trials=2)
        >>> tuner_hyperparameters(tuner)
        {'rate': 0.01}

    Example in R:
        build <- function(hp) {
          model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1)
          model %>% compile(loss = "mse", optimizer = optimizer_sgd(hp_float(hp, "rate", 0.01, 0.1)))
        }
        tuner <- tuner_bayesian(build, "loss", max_trials = 2)
        tuner_hyperparameters(tuner)
    """
    place = {"directory": directory, "project_name": project_name, "overwrite": overwrite}
    options = {"max_trials": max_trials, "seed": seed, "executions_per_trial": executions_per_trial}
    return _make(
        "tuner_bayesian", "BayesianOptimization", build, objective, direction, place, **options,
        num_initial_points=num_initial_points,
    )  # fmt: skip


@export(family=_FAMILY)
def tuner_hyperband(
    build: Builder = MISSING,
    objective: Str = "val_loss",
    max_epochs: Count = 100,
    direction: Direction = None,
    directory: Path | None = None,
    project_name: Str = "search",
    overwrite: Bool = False,
    seed: Seed = None,
    executions_per_trial: Count = 1,
    factor: Count = 3,
    hyperband_iterations: Count = 1,
) -> Any:
    """Create a tuner that trains many models for a few epochs, and only the best ones for more.

    Use it if a few epochs show which models are promising. The tuner sets the number of epochs, so tuner_search() has
    no `epochs` here.

    Args:
        max_epochs: The number of epochs for the best models.
        factor: In each round, one of `factor` models is kept and trained for `factor` times as many epochs.
        hyperband_iterations: Number of repetitions of the whole algorithm.

    Returns:
        The tuner, a `keras_tuner.Hyperband`.

    Raises:
        ImportError: If keras-tuner is not installed.

    References:
        Li, L. et al. (2018), Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization, Journal of
        Machine Learning Research 18.

    Example:
        >>> def build(hp):
        ...     model = keras_model_sequential(input_shape=1) >> layer_dense(units=1)
        ...     return model >> compile(loss="mse", optimizer=hp_choice(hp, "optimizer", ["sgd", "adam"]))
        >>> tuner = tuner_hyperband(build, "loss", max_epochs=3)
        >>> tuner_hyperparameters(tuner)
        {'optimizer': 'sgd'}

    Example in R:
        build <- function(hp) {
          model <- keras_model_sequential(input_shape = 1) %>% layer_dense(1)
          model %>% compile(loss = "mse", optimizer = hp_choice(hp, "optimizer", c("sgd", "adam")))
        }
        tuner <- tuner_hyperband(build, "loss", max_epochs = 3)
        tuner_hyperparameters(tuner)
    """
    place = {"directory": directory, "project_name": project_name, "overwrite": overwrite}
    options = {"max_epochs": max_epochs, "factor": factor, "hyperband_iterations": hyperband_iterations}
    return _make(
        "tuner_hyperband", "Hyperband", build, objective, direction, place, **options,
        seed=seed, executions_per_trial=executions_per_trial,
    )  # fmt: skip
