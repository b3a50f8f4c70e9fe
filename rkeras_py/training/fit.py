"""Training and using a model: compile, fit, evaluate, predict."""

from typing import Annotated, Any

from ..define import verb
from ..engine.replicas import count_workers
from ..graph.log_names import name_logs
from ..messages import notices
from ..models import levels
from ..r import process
from ..r.code import RCode
from ..signatures import conversions
from ..signatures.calls import also_called, refuse_further, takes_further
from ..signatures.words import (
    MISSING,
    ArrayLike,
    Count,
    CountFromZero,
    Counts,
    Data,
    Fraction,
    Steps,
    Value,
    Word,
    choice,
    convert_value,
    get_word,
)
from ..syntax.pipe import ONLY_MODELS
from . import ctrl_c, fast_predict, inputs, workers
from .compile import R_MODEL
from .given import BATCH_SIZE, look_at
from .history import KerasTrainingHistory
from .watching import Verbose, ViewMetrics, count_sizes, watch_method, watch_training

Shuffle = Annotated[
    Any,
    Word(
        'TRUE, FALSE or "batch"',
        lambda value: value if isinstance(value, str) and value == "batch" else conversions.as_truth(value),
        hint='bool | Literal["batch"]',
    ),
]


_TYPE = get_word(Annotated[Any, choice("response", "raw", "class", "prob", takes_none=True)])


def _select_sent(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


@also_called(formula="x")
@takes_further(lambda: ("data",))
@verb(
    s3=R_MODEL,
    returns="invisible",
    of=ONLY_MODELS,
    method_lacks=("view_metrics", "validation_batch_size", "validation_freq"),
)
def fit(
    object: Value = MISSING,
    x: Data = None,
    y: Data = None,
    batch_size: Count | None = None,
    epochs: CountFromZero = 10,
    verbose: Verbose = RCode('getOption("keras.fit_verbose", default = "auto")', "auto"),
    callbacks: Value = None,
    view_metrics: ViewMetrics = RCode('getOption("keras.view_metrics", default = "auto")', "auto"),
    validation_split: Fraction = 0,
    validation_data: Value = None,
    shuffle: Shuffle = True,
    class_weight: Value = None,
    sample_weight: ArrayLike = None,
    initial_epoch: CountFromZero = 0,
    steps_per_epoch: Steps | None = None,
    validation_steps: Steps | None = None,
    *,
    validation_batch_size: Count | None = None,
    validation_freq: Counts = 1,
    **options: Any,
) -> KerasTrainingHistory:
    """Train a model on data, for a number of passes (epochs).

    In an epoch the model sees every sample once, in batches: it predicts, the loss of compile() measures the
    error, and the optimizer changes the weights a little to reduce it. The model is changed in place; a further
    call continues from there. fit() returns the history of the training.

    Samples that are kept for validation are never trained on, and measured after each epoch. A validation loss that
    rises while the training loss still falls shows that the model overfits: callback_early_stopping() ends
    the training there, callback_model_checkpoint() keeps the best model. evaluate() measures the model on other
    data, predict() uses it, and train_on_batch() makes a single step.

    Ctrl-C ends the training after the batch that runs, a second one at once. Where you typed fit() at a prompt, it
    returns the history so far; elsewhere it raises an interrupt that carries the history as `history`.

    Args:
        object: A compiled model.
        x: Input: an array, matrix or numeric data frame; for several inputs a list of them, by position or by name. Or
            what gives batches, each `list(x, y)` or `list(x, y, sample_weight)`: a function that is called without
            arguments (one that returns NULL has ended), an iterator, a PyDataset, or a TensorFlow dataset. Functions
            and iterators are called by the thread that trains, exactly once for each step. Or a formula, with `data`.
        y: Target, in the same way; a factor counts its classes from 0. One target for a model of several outputs serves
            them all.
        batch_size: Number of samples in one step; 32 by default.
        epochs: Number of passes over the data.
        verbose: 0 is silent, 1 shows a progress bar, 2 a line for each epoch. "auto" shows the bar if a line can be
            drawn again and again, and a line for each epoch when the output is not a terminal.
        callbacks: A callback, or a list of them.
        view_metrics: Whether to show the learning curves while the model trains: a page on this computer, which opens
            in the viewer of R (`getOption("viewer")`) or in a browser, and stays readable until the page is closed.
            "auto" shows it in RStudio, for more than one epoch.
        validation_split: Fraction (0 to 1) of the samples, the last ones, kept for validation.
        validation_data: `list(x, y)` or `list(x, y, sample_weight)` to validate on, or a source of batches.
        shuffle: Whether to shuffle the samples before each epoch; "batch" only those of each batch.
        class_weight: Named list or vector: the weight of each class in the loss, named by its number, counted from 0,
            or by its level if `y` is a factor. Classes left out weigh 1. Multiplied with `sample_weight`.
        sample_weight: The weight of each sample in the loss.
        initial_epoch: Epoch to begin with, counted from 0, to continue with an earlier training.
        steps_per_epoch: Number of batches in one epoch; needed if `x` is a function. It need not be all of them: the
            next epoch takes the batches of arrays, of a dataset or of a function after them, those of a PyDataset from
            the first. Arrays begin again where they end.
        validation_steps: Number of batches to validate on; needed if `validation_data` is a function.
        validation_batch_size: Number of samples in one step of the validation; `batch_size` by default.
        validation_freq: Number of epochs between validations, or the numbers of the epochs, counted from 1, then.
        **options: `data`, a data frame, if `x` is a formula, such as `Species ~ .` or `cbind(a, b) ~ c + d`, in
            Python a string. Numbers are inputs as they are, TRUE is 1, a factor or text has a column for each level,
            also for the first one; a model with inputs of the names of columns gets these as they are. A factor as
            target counts its classes from 0. evaluate() and predict() then take data frames; also those of a model that
            was saved in a .keras file, by saveRDS() or pickle. `validation_data` may be a data frame, too.

    Returns:
        A training history: `metrics`, a list of numbers for each, and `params`.

    Raises:
        ValueError: If the data do not match the model.
        KeyboardInterrupt: If Ctrl-C was pressed, unless fit() was typed at a prompt.

    Differences:
        Unknown arguments are errors; R keras 2.15 ignored them. `workers`, `max_queue_size` and `use_multiprocessing`
        have no effect, nor has `batch_size` if `x` gives batches, which is shown once per session. A fraction in
        `steps_per_epoch` and `validation_steps` is cut off with a warning, below 1 it is an error. A factor may be `y`.
        A function as `x` needs `steps_per_epoch`, is called exactly as often as needed, and its error ends the
        training. Unknown classes in `class_weight` are errors, left out ones weigh 1.

    Example:
        >>> height = (np.arange(58.0, 73.0).reshape(15, 1) - 65) / 4.472136
        >>> weight = np.array([115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164])
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, kernel_initializer="zeros")
        >>> model = model >> compile(loss="mse", optimizer=optimizer_sgd(learning_rate=0.1))
        >>> history = model >> fit(height, weight, epochs=40, verbose=0)
        >>> [round(history.metrics["loss"][epoch], 2) for epoch in (0, 9, 19, 39)]
        [18920.2, 344.2, 5.99, 2.02]
        >>> get_weights(model)
        [array([[15.424896]], dtype=float32), array([136.71516], dtype=float32)]

    Example in R:
        height <- scale(women$height)
        model <- keras_model_sequential(input_shape = 1) %>%
          layer_dense(units = 1, kernel_initializer = "zeros")
        model %>% compile(loss = "mse", optimizer = optimizer_sgd(learning_rate = 0.1))
        history <- model %>% fit(height, women$weight, epochs = 40, verbose = 0)
        round(history$metrics$loss[c(1, 10, 20, 40)], 2)
        # Nearly the slope and the intercept of lm(women$weight ~ height):
        get_weights(model)
    """
    refuse_further("fit", options)
    recipe = None
    if isinstance(x, str) or "data" in options:
        x, y, recipe = inputs.read_formula(object, x, y, options.get("data"))
    validation_data = inputs.read_validation(recipe, validation_data)
    held_out = 0 if validation_data is not None else validation_split
    with levels.keep_on_error(object):
        given = look_at(object, "fit", x, y, sample_weight)
        arguments = inputs.feed_training(given, class_weight, batch_size, steps_per_epoch, shuffle, held_out)
        held, validates = inputs.feed_validation(object, validation_data, validation_steps)
    arguments |= _select_sent(
        epochs=epochs,
        validation_data=held,
        steps_per_epoch=steps_per_epoch,
        validation_steps=validation_steps,
        initial_epoch=initial_epoch or None,
        validation_batch_size=validation_batch_size,
        validation_freq=None if validation_freq == 1 else validation_freq,
    )
    if int(initial_epoch) >= max(int(epochs), 1):
        notices.warn(
            f"fit(): no epoch is trained: `epochs` = {int(epochs)} is the number of the last one, and `initial_epoch` "
            "begins after it."
        )
    if count_workers(object) > 1:
        arguments = workers.share_training(object, arguments, int(epochs))
    else:
        workers.warn_of_loner()

    def record(history: Any) -> KerasTrainingHistory:
        return KerasTrainingHistory.from_keras(history, int(epochs), validation_freq=validation_freq)

    levels.remember_recipe(object, recipe)
    sizes = count_sizes(given.number, batch_size, validates, held_out)
    with watch_training(verbose, callbacks, view_metrics, int(epochs), sizes) as watching:
        return ctrl_c.fit_interruptibly(object, arguments | watching, record)  # type: ignore[no-any-return]


@takes_further(tuple)
@verb(s3=R_MODEL, of=ONLY_MODELS, method_lacks=())
def evaluate(
    object: Value = MISSING,
    x: Data = None,
    y: Data = None,
    batch_size: Count | None = None,
    verbose: Verbose = "auto",
    sample_weight: ArrayLike = None,
    steps: Steps | None = None,
    callbacks: Value = None,
    **options: Any,
) -> dict[str, Any]:
    """Compute loss and metrics of a model on data.

    Use it on test data that were not used in training, to estimate how well a model generalizes. See fit() for training
    and predict() for outputs.

    Args:
        object: A compiled model.
        x: Input, as in `fit()`.
        y: Target, as in `fit()`.
        batch_size: Number of samples in one step; 32 by default.
        verbose: 0 is silent, 1 shows a progress bar, 2 a line, "auto" chooses as in `fit()`.
        sample_weight: The weight of each sample.
        steps: Number of batches to use, for endless data.
        callbacks: A callback, or a list of them.
        **options: Not used. Unknown arguments are errors, a warning in calls by other packages.

    Returns:
        The loss and the metrics by name: a dict, in R a named vector.

    Differences:
        Unknown arguments are errors; R keras 2.15 ignored them. Those of `fit()` are a warning; `workers`,
        `max_queue_size` and `use_multiprocessing` have no effect. A function as `x` needs `steps`.

    Example:
        >>> line = [np.array([[3.45]]), np.array([-87.51667])]
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, weights=line)
        >>> model = model >> compile(loss="mse", metrics="mae")
        >>> height = np.arange(58.0, 73.0).reshape(15, 1)
        >>> weight = np.array([115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164])
        >>> model >> evaluate(height, weight, verbose=0)
        {'loss': 2.0155580043792725, 'mae': 1.1555567979812622}

    Example in R:
        line <- coef(lm(weight ~ height, women))
        model <- keras_model_sequential(input_shape = 1) %>%
          layer_dense(units = 1, weights = list(matrix(line[[2]]), line[[1]]))
        model %>% compile(loss = "mse", metrics = "mae")
        model %>% evaluate(matrix(women$height), women$weight, verbose = 0)
    """
    refuse_further("evaluate", options)
    if levels.get_recipe(object) is not None:
        x, y = inputs.read_frame(object, "evaluate", x, y)
    given = look_at(object, "evaluate", x, y, sample_weight)
    arguments = inputs.feed_method(given, batch_size, steps)
    if count_workers(object) > 1:
        workers.share_data(object, "evaluate", arguments)
    arguments |= _select_sent(steps=steps) | watch_method("evaluate", verbose, callbacks)
    arguments.update(return_dict=True)
    method = fast_predict.choose_method(given, arguments)
    measures = Measures(name_logs(object, ctrl_c.run_interruptibly(object, "evaluate", arguments, method)))
    process.record_run("evaluation", dict(measures))
    return measures


class Measures(dict[str, float]):
    """Loss and metrics by name, in R keras's order."""


@also_called(newdata="x")
@takes_further(lambda: ("type",))
@verb(s3=R_MODEL, of=ONLY_MODELS, method_lacks=())
def predict(
    object: Value = MISSING,
    x: Data = MISSING,
    batch_size: Count | None = None,
    verbose: Verbose = "auto",
    steps: Steps | None = None,
    callbacks: Value = None,
    **options: Any,
) -> Any:
    """Compute the outputs of a model for inputs.

    Use it to get predictions for new data: class probabilities, regression values or whatever the last layer computes.
    In inference, dropout does nothing. See fit() for training and evaluate() for losses and metrics.

    Args:
        object: A model.
        x: Input, as in `fit()`; a data frame, if the model was fitted by a formula.
        batch_size: Number of samples in one step; 32 by default.
        verbose: 0 is silent, 1 shows a progress bar, 2 a line. "auto" shows the bar for more than one step, where a
            line can be drawn again and again, elsewhere nothing.
        steps: Number of batches to use, for endless data.
        callbacks: A callback, or a list of them.
        **options: `newdata`, the name that `x` has in other methods of R. `type`: "response" returns the outputs as
            they are; "class" the class of each sample, a factor if the target was one, else numbers from 0; "prob" the
            probabilities, of a factor a column for each level. Outputs of a loss with `from_logits = TRUE` become
            probabilities for both.

    Returns:
        An array, or a list of them for several outputs. In R the columns have the levels of the target as their names,
        if it was a factor.

    Raises:
        ValueError: If the data do not match the model, or classes are asked for and the outputs are no probabilities.

    Differences:
        Unknown arguments are errors; R keras 2.15 ignored them. Those of `fit()` are a warning; `workers`,
        `max_queue_size` and `use_multiprocessing` have no effect. A function as `x` needs `steps`. One row of a
        matrix without its axes is an error that says to use `drop = FALSE`.

    Example:
        >>> line = [np.array([[3.45]]), np.array([-87.51667])]
        >>> model = keras_model_sequential(input_shape=1) >> layer_dense(units=1, weights=line)
        >>> model >> predict(np.array([[60.0], [65.0], [70.0]]), verbose=0)
        array([[119.48333],
               [136.73334],
               [153.98334]], dtype=float32)

    Example in R:
        line <- coef(lm(weight ~ height, women))
        model <- keras_model_sequential(input_shape = 1) %>%
          layer_dense(units = 1, weights = list(matrix(line[[2]]), line[[1]]))
        model %>% predict(matrix(c(60, 65, 70)), verbose = 0)
    """
    refuse_further("predict", options)
    kind = convert_value("predict", "type", _TYPE, options.get("type"), None)
    if levels.get_recipe(object) is not None:
        x, _ = inputs.read_frame(object, "predict", x)
    given = look_at(object, "predict", x)
    arguments = inputs.feed_method(given, batch_size, steps)
    if count_workers(object) > 1:
        workers.share_data(object, "predict", arguments)
    brief = given.number is not None and given.number <= (batch_size or BATCH_SIZE)
    arguments |= _select_sent(steps=steps) | watch_method("predict", verbose, callbacks, brief)
    method = fast_predict.choose_method(given, arguments)
    outputs = ctrl_c.run_interruptibly(object, "predict", arguments, method)
    return levels.read_outputs(object, outputs, kind) if kind in ("class", "prob") else outputs
