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
    Count,
    CountFromZero,
    Counts,
    Data,
    Fraction,
    Steps,
    Value,
    Weights,
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
    sample_weight: Weights = None,
    initial_epoch: CountFromZero = 0,
    steps_per_epoch: Steps | None = None,
    validation_steps: Steps | None = None,
    *,
    validation_batch_size: Count | None = None,
    validation_freq: Counts = 1,
    **options: Any,
) -> KerasTrainingHistory:
    """Train a model on data, for a number of passes (epochs).

    In an epoch the model sees every sample once, in batches. For each batch it computes predictions, the loss from
    compile() measures the error, and the optimizer updates the weights to reduce it. The model is changed in place;
    another call continues from its current weights. fit() returns the training history.

    Validation samples are never used for training; the loss on them is computed after each epoch. If the validation
    loss rises while the training loss still falls, the model overfits: callback_early_stopping() then ends training,
    and callback_model_checkpoint() saves the best model. evaluate() measures the model on other data, predict()
    computes predictions, and train_on_batch() runs a single training step.

    Ctrl-C ends training after the current batch; a second Ctrl-C ends it immediately. If you typed fit() at a prompt,
    it returns the history so far; otherwise it raises an interrupt with the history as `history`.

    Args:
        object: A compiled model.
        x: Input: an array, matrix or numeric data frame; for several inputs a list of them, by position or by name. Or
            a source of batches, each `list(x, y)` or `list(x, y, sample_weight)`: a function without arguments (which
            returns NULL when there are no more), an iterator, a PyDataset, or a TensorFlow dataset. Functions and
            iterators are called on the training thread, exactly once per step. Or a formula, with `data`.
        y: Target, in the same form; the classes of a factor are counted from 0. If the model has several outputs, a
            single target is used for all of them.
        batch_size: Number of samples in one step; 32 by default.
        epochs: Number of passes over the data.
        verbose: 0 is silent, 1 shows a progress bar, 2 a line for each epoch. "auto" shows the bar in a terminal or
            notebook, and a line for each epoch if the output cannot redraw a line.
        callbacks: A callback, or a list of them.
        view_metrics: Whether to show the learning curves while the model trains: a local page, which opens in R's
            viewer (`getOption("viewer")`) or in a browser, and stays available until you close it. "auto" shows it in
            RStudio, for more than one epoch.
        validation_split: Fraction (0 to 1) of the samples to hold out for validation; the last ones are used.
        validation_data: `list(x, y)` or `list(x, y, sample_weight)` to validate on, or a source of batches.
        shuffle: Whether to shuffle the samples before each epoch; "batch" shuffles only within each batch.
        class_weight: Named list or vector: the weight of each class in the loss, named by its number, counted from 0,
            or by its level if `y` is a factor. Classes that are not listed have weight 1. It is multiplied by
            `sample_weight`.
        sample_weight: The weight of each sample in the loss.
        initial_epoch: Epoch to start with, counted from 0, to resume an earlier training.
        steps_per_epoch: Number of batches in one epoch; needed if `x` is a function. An epoch need not use all batches:
            the next epoch continues with the following batches of arrays, of a dataset or of a function; only a
            PyDataset starts again from its first batch. Arrays are repeated if necessary.
        validation_steps: Number of batches to validate on; needed if `validation_data` is a function.
        validation_batch_size: Number of samples in one step of the validation; `batch_size` by default.
        validation_freq: Number of epochs between validations, or a vector with the epochs to validate after, counted
            from 1.
        **options: `data`, a data frame, if `x` is a formula, such as `Species ~ .` or `cbind(a, b) ~ c + d`, in
            Python a string. Numbers are used unchanged, TRUE is 1, and a factor or text becomes one column per level,
            including the first one; a model whose inputs have the names of columns gets these columns unchanged. The
            classes of a factor as target are counted from 0. evaluate() and predict() then accept data frames, even
            after the model was saved in a .keras file, with saveRDS() or with pickle. `validation_data` can be a data
            frame, too.

    Returns:
        A training history: `metrics`, a list of numbers for each, and `params`.

    Raises:
        ValueError: If the data do not match the model.
        KeyboardInterrupt: If Ctrl-C was pressed, unless fit() was typed at a prompt.

    Differences:
        Unknown arguments are errors; R keras 2.15 ignored them. `workers`, `max_queue_size` and `use_multiprocessing`
        have no effect, nor has `batch_size` if `x` is a source of batches, with one message per session. A fractional
        `steps_per_epoch` or `validation_steps` is truncated with a warning; below 1 it is an error. `y` can be a
        factor. A function as `x` needs `steps_per_epoch` and is called exactly once per step; an error in it ends
        training. Unknown classes in `class_weight` are errors; classes that are not listed have weight 1.

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
        # Close to the slope and the intercept of lm(women$weight ~ height):
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
            f"fit(): there is no epoch to train: `epochs` = {int(epochs)} is the number of the last epoch, and "
            "`initial_epoch` starts after it."
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
    sample_weight: Weights = None,
    steps: Steps | None = None,
    callbacks: Value = None,
    **options: Any,
) -> dict[str, Any]:
    """Compute loss and metrics of a model on data.

    Use it on test data that were not used for training, to estimate how well a model generalizes. See fit() for
    training and predict() for outputs.

    Args:
        object: A compiled model.
        x: Input, as in `fit()`.
        y: Target, as in `fit()`.
        batch_size: Number of samples in one step; 32 by default.
        verbose: 0 is silent, 1 shows a progress bar, 2 a line, "auto" chooses as in `fit()`.
        sample_weight: The weight of each sample.
        steps: Number of batches to use; required for a source of batches that does not end.
        callbacks: A callback, or a list of them.
        **options: Not used. Unknown arguments are errors, in calls from other packages warnings.

    Returns:
        The loss and the metrics by name: a dict, in R a named vector.

    Differences:
        Unknown arguments are errors; R keras 2.15 ignored them. Arguments of `fit()` cause a warning; `workers`,
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
    Dropout is not applied. See fit() for training and evaluate() for losses and metrics.

    Args:
        object: A model.
        x: Input, as in `fit()`; a data frame, if the model was fitted with a formula.
        batch_size: Number of samples in one step; 32 by default.
        verbose: 0 is silent, 1 shows a progress bar, 2 a line. "auto" shows the bar if there is more than one step and
            the output can redraw a line, and nothing otherwise.
        steps: Number of batches to use; required for a source of batches that does not end.
        callbacks: A callback, or a list of them.
        **options: `newdata`, the name of `x` in other R methods. `type`: "response" returns the outputs unchanged;
            "class" the class of each sample, a factor if the target was a factor, otherwise a number from 0; "prob" the
            probabilities, for a factor with one column per level. If the loss has `from_logits = TRUE`, outputs are
            converted to probabilities for "class" and "prob".

    Returns:
        An array, or a list of them for several outputs. In R the columns are named by the levels of the target, if it
        was a factor.

    Raises:
        ValueError: If the data do not match the model, or if classes are requested but the outputs are not
            probabilities.

    Differences:
        Unknown arguments are errors; R keras 2.15 ignored them. Arguments of `fit()` cause a warning; `workers`,
        `max_queue_size` and `use_multiprocessing` have no effect. A function as `x` needs `steps`. A single row of a
        matrix that lost its dimensions raises an error that suggests `drop = FALSE`.

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
