"""Configuring a model for training: compile()."""

from types import BuiltinFunctionType, FunctionType
from typing import Any

from ..compat import formulas, keras2_arguments, steps
from ..define import verb
from ..engine.internals.compiled import forget_loss, forget_metrics, wrapped_function, wrapped_options
from ..engine.loading import keras, resolve
from ..graph import symbolic_losses
from ..messages import errors, keras_errors
from ..models import freezing
from ..models.outputs import CHOSEN_BY_SHAPE, get_output_names, log_lone_loss
from ..signatures.calls import get_keras_arguments, refuse_further, takes_further
from ..signatures.conversions import Wrong, as_items, stand_in_for
from ..signatures.keras_objects import function_of, tell_made
from ..signatures.named_objects import WITHOUT_NAME, name_function
from ..signatures.object_words import BoolOrAuto, Optimizer
from ..signatures.words import MISSING, Bool, Count, Number, Value, Word, convert_value, get_word
from ..syntax.pipe import ONLY_MODELS
from .replicas import refuse_scope


def _as_measure(value: Any) -> Any:
    """Return a user's function; `sum` and `np.mean` take two arguments, too, but do not compare them."""
    if isinstance(value, BuiltinFunctionType) or _is_of_numpy(value):
        library = "NumPy" if _is_of_numpy(value) else "Python itself"
        raise Wrong(f"A function of {library} compares no targets with predictions.")
    return _function_of_two(value)


def _is_of_numpy(value: Any) -> bool:
    return callable(value) and "numpy" in (type(value).__module__, getattr(value, "__module__", None))


_function_of_two = function_of(2, takes_more=True)
_MEASURE = Word("a function of y_true and y_pred", _as_measure)
R_MODEL = "keras.engine.training.Model"


@takes_further(lambda: get_keras_arguments(keras().Model.compile))
@verb(
    s3=R_MODEL,
    of=ONLY_MODELS,
    returns="object",
    method_lacks=("steps_per_execution", "target_tensors", "sample_weight_mode", "jit_compile", "auto_scale_loss"),
)
def compile(
    object: Value = MISSING,
    optimizer: Optimizer = None,
    loss: Value = None,
    metrics: Value = None,
    loss_weights: Value = None,
    weighted_metrics: Value = None,
    run_eagerly: Bool | None = None,
    steps_per_execution: Count | None = None,
    *,
    target_tensors: Value = None,
    sample_weight_mode: Value = None,
    jit_compile: BoolOrAuto = "auto",
    auto_scale_loss: Bool = True,
    match_targets: Bool | None = None,
    **options: Any,
) -> Any:
    """Configure a model for training.

    compile() sets the loss that training minimizes, the optimizer that updates the weights, and the metrics to report;
    fit() then trains the model. It does not change the weights, so you can compile a trained model again, after
    freeze_weights() or with a different learning rate, and continue training; only the state of the optimizer is reset.

    Names such as "mse" and "adam" use the default settings; the functions `loss_*()`, `metric_*()` and `optimizer_*()`
    create objects with other settings. The loss must match the targets and the last activation:
    "sparse_categorical_crossentropy" for integer labels from 0 and softmax, "categorical_crossentropy" for one-hot
    labels from to_categorical() and softmax, "binary_crossentropy" for labels 0 and 1 and a single sigmoid unit, "mse"
    for numbers.

    Args:
        object: A model.
        optimizer: Name of an optimizer, or an object from an `optimizer_*` function. NULL uses "rmsprop".
        loss: The loss to minimize: a name, a function of (y_true, y_pred), or a loss object. One for all outputs, or a
            list with one for each output, by position or by name. A function may also use symbolic tensors of the
            model, such as the output of an inner layer.
        metrics: Numbers to report in addition to the loss: names, functions or metric objects. A plain list applies to
            every output; a named list sets different metrics for each output.
        loss_weights: Weight of the loss of each output in the sum, by position or by name.
        weighted_metrics: Like `metrics`, but weighted by sample and class weights.
        run_eagerly: Whether to run Python code in every step instead of a compiled function, for debugging; this is
            slower.
        steps_per_execution: Number of batches to run in one call of the compiled function.
        target_tensors: Not supported by Keras 3.
        sample_weight_mode: Ignored, as in Keras 2.15: the shape of the weights determines whether they apply to samples
            or to time steps.
        jit_compile: Whether to compile the model with XLA; "auto" does so if the model supports it.
        auto_scale_loss: Whether to scale the loss if the dtype policy is "mixed_float16", so that small gradients do
            not vanish.
        match_targets: Whether targets of shape (batch) become columns of the type of the predictions before losses and
            metrics get them, as in Keras 2. FALSE passes targets on unchanged, as R's keras3 does, and leaves logs and
            histories in Keras's order, with the name `learning_rate`. NULL uses the setting of the model's class, or
            TRUE if it has none.
        options: Further arguments of Keras, or of the `compile` method of a custom model class.

    Returns:
        The model, changed in place.

    Raises:
        ValueError: If a name is not one of the model's outputs, or the number of losses does not match.

    Differences:
        `target_tensors` raises an error, because Keras 3 does not support it. If you add or remove layers of a compiled
        Sequential model, the changed model is used; R keras 2.15 continued to use the old one.

    Example:
        >>> petals = np.array([[1.4, 0.2], [1.4, 0.2], [4.7, 1.4], [4.5, 1.5], [6.0, 2.5], [5.1, 1.9]])
        >>> species = np.array([0, 0, 1, 1, 2, 2])
        >>> model = keras_model_sequential(input_shape=2)
        >>> model = model >> layer_dense(units=3, activation="softmax", kernel_initializer="zeros")
        >>> adam = optimizer_adam(learning_rate=0.2)
        >>> model = model >> compile(adam, loss="sparse_categorical_crossentropy", metrics="accuracy")
        >>> model >> evaluate(petals, species, verbose=0)
        {'loss': 1.0986123085021973, 'accuracy': 0.3333333432674408}
        >>> history = model >> fit(petals, species, epochs=50, verbose=0)
        >>> model >> evaluate(petals, species, verbose=0)
        {'loss': 0.2022973895072937, 'accuracy': 1.0}

    Example in R:
        some <- iris[c(1, 2, 51, 52, 101, 102), ]
        petals <- as.matrix(some[, c("Petal.Length", "Petal.Width")])
        species <- as.integer(some$Species) - 1
        model <- keras_model_sequential(input_shape = 2) %>%
          layer_dense(units = 3, activation = "softmax", kernel_initializer = "zeros")
        adam <- optimizer_adam(learning_rate = 0.2)
        model %>% compile(adam, loss = "sparse_categorical_crossentropy", metrics = "accuracy")
        # A loss of log(3): all three classes are equally likely
        model %>% evaluate(petals, species, verbose = 0)
        history <- model %>% fit(petals, species, epochs = 50, verbose = 0)
        model %>% evaluate(petals, species, verbose = 0)
    """
    refuse_scope("compile")
    keras_compile = keras().Model.compile
    by_keras = type(object).compile is keras_compile
    if by_keras:
        refuse_further("compile", options)
    if target_tensors is not None:
        raise errors.bad_argument("compile", "target_tensors", "omitted", target_tensors, "Keras 3 does not have it.")
    names = get_output_names(object)
    settings = {
        "optimizer": find_stand_in(optimizer, "optimizer"),
        "loss": _list_per_output(loss, names),
        "loss_weights": _convert_weights(loss_weights, names),
        "metrics": _arrange_metrics(metrics, names, "metrics"),
        "weighted_metrics": _arrange_metrics(weighted_metrics, names, "weighted_metrics"),
        "run_eagerly": run_eagerly,
        "steps_per_execution": steps_per_execution,
        "jit_compile": None if jit_compile == "auto" else jit_compile,
        "auto_scale_loss": None if auto_scale_loss else False,
        **options,
    }
    try:
        object.compile(**{name: value for name, value in settings.items() if value is not None})
    except (TypeError, ValueError) as error:
        raise errors.rejected("compile", error) from error
    if by_keras:
        _forget_before(object, settings)
    steps.mark_model(object, match_targets)
    log_lone_loss(object)
    freezing.remember_trainable(object)
    symbolic_losses.resolve_symbolic_losses(object)
    return object


def _forget_before(model: Any, settings: dict[str, Any]) -> None:
    """Reset settings of an earlier compile() that this call omits; Keras 3 keeps them, Keras 2 did not."""
    if settings["loss"] is None:
        forget_loss(model)
    if settings["metrics"] is None and settings["weighted_metrics"] is None:
        forget_metrics(model)


_OTHERS = (
    "Layer",
    "Optimizer",
    "Initializer",
    "callbacks.Callback",
    "constraints.Constraint",
    "regularizers.Regularizer",
)
"""Keras classes whose objects are callable, or made by our functions, but are neither losses nor metrics."""


def find_stand_in(value: Any, kind: str, argument: str = "") -> Any:
    """Return what Keras takes for a part that the user named, made, or gave as a function of this package.

    Args:
        value: The part.
        kind: "loss", "metric" or "optimizer".
        argument: The argument that it came by, where that has another name.
    """
    if (
        (isinstance(value, (FunctionType, BuiltinFunctionType)) or _is_of_numpy(value))
        and kind != "optimizer"
        and not hasattr(value, "__rkeras__")
    ):
        convert_value("compile", argument or kind, _MEASURE, value, MISSING)
    is_stranger = hasattr(value, "__rkeras__") and not _is_maker(value, kind)
    part = None if is_stranger else stand_in_for(value)
    if is_stranger or not _is_part(part, kind):
        raise ValueError(f"compile(): {keras_errors.wrong_object(kind, errors.show_value(value), argument)}")
    return _find_by_name(part, kind, argument or kind) if isinstance(part, str) else part


def _is_maker(function: Any, kind: str) -> bool:
    """Tell whether a function of this package creates a part of a kind, or computes one from targets and outputs."""
    made = tell_made(function)
    if kind == "optimizer" or made:
        return made == kind or {made, kind} == {"loss", "metric"}
    return list(function.__rkeras__.params)[:2] == ["target", "output"]


def _is_part(value: Any, kind: str) -> bool:
    if value is None or isinstance(value, (str, dict)):
        return True
    if kind == "optimizer":
        return isinstance(value, keras().Optimizer)
    kept = keras().Loss if kind == "loss" else (keras().Loss, keras().Metric)
    if isinstance(value, type):
        return issubclass(value, kept)
    refused = [resolve(f"keras.{name}") for name in _OTHERS] + ([keras().Metric] if kind == "loss" else [])
    return callable(value) and not isinstance(value, tuple(refused))


def _find_by_name(name: str, kind: str, argument: str) -> Any:
    """Find an object by name; an unknown name is refused here, and not only during training."""
    if kind == "optimizer":
        return name
    in_keras_3 = keras2_arguments.LOSSES.get(name, name)
    if kind == "metric" and (in_keras_3 != name or name in keras_errors.get_names_of_losses_only()):
        return formulas.name_metric(in_keras_3, name)
    if in_keras_3 in (*keras_errors.get_known_names(kind), *(CHOSEN_BY_SHAPE if kind == "metric" else ())):
        return in_keras_3
    own = keras().saving.get_registered_object(name)
    if own is None:
        received = f" Received: {argument} = {errors.show_value(name)}"
        raise ValueError(f"compile(): {keras_errors.unknown_name(kind, name)}{received}")
    return own() if isinstance(own, type) else own


def _check_names(value: dict[str, Any], names: list[str], argument: str) -> None:
    for name in value:
        if name not in names:
            known = ", ".join(f'"{known}"' for known in names)
            raise errors.bad_argument("compile", argument, f"named by the outputs of the model ({known})", name)


def _list_per_output(value: Any, names: list[str]) -> Any:
    """Return a list of one loss for each output, in the order of the outputs."""
    if isinstance(value, dict):
        if not names:
            return {name: find_stand_in(item, "loss") for name, item in value.items()}
        _check_names(value, names, "loss")
        items = [find_stand_in(value.get(name), "loss") for name in names]
    else:
        items = [find_stand_in(item, "loss") for item in (value if isinstance(value, (list, tuple)) else [value])]
        if len(items) == 1:
            items = items * max(1, len(names))
        if names and len(items) != len(names):
            expected = f"one loss, or {len(names)} of them, one for each output"
            raise errors.bad_argument("compile", "loss", expected, value)
    return items[0] if len(items) == 1 else items


def _convert_weights(value: Any, names: list[str]) -> Any:
    if value is None:
        return None
    if isinstance(value, dict):
        if not names:
            return {name: _convert_weight(weight) for name, weight in value.items()}
        _check_names(value, names, "loss_weights")
        value = [value.get(name, 1.0) for name in names]
    items = as_items(value)
    weights = [_convert_weight(weight) for weight in ([value] if items is None else items)]
    if names and len(weights) != len(names):
        raise errors.bad_argument("compile", "loss_weights", f"{len(names)} numbers, one for each output", value)
    return weights


def _convert_weight(value: Any) -> float:
    return float(convert_value("compile", "loss_weights", get_word(Number), value, MISSING))


def _arrange_metrics(value: Any, names: list[str], argument: str) -> Any:
    if value is None:
        return None
    if isinstance(value, dict) and names and (set(value) & set(names) or _are_outputs(value, names)):
        _check_names(value, names, argument)
        per_output = [_list_metrics(value.get(name), argument) for name in names]
        return per_output if len(names) > 1 else per_output[0]
    if _is_nested(value):
        per_output = [_list_metrics(item, argument) for item in value]
        return per_output if len(names) != 1 else per_output[0]
    metrics = _list_metrics(value, argument)
    if len(names) < 2:
        return metrics
    return [[_copy(metric) for metric in metrics] for _ in names]


def _are_outputs(value: dict[str, Any], names: list[str]) -> bool:
    """Tell whether names in a list must be those of outputs: they name no functions."""
    functions = (callable(item) and not isinstance(item, keras().Metric) for item in value.values())
    return len(names) > 1 and not any(functions)


def _is_nested(value: Any) -> bool:
    nested = (list, tuple, dict)
    return isinstance(value, (list, tuple)) and any(isinstance(item, nested) or item is None for item in value)


def _list_metrics(value: Any, argument: str) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, dict):
        value = [_rename_metric(item, name, argument) for name, item in value.items()]
    items = value if isinstance(value, (list, tuple)) else [value]
    return [_find_metric(item, argument) for item in items]


def _find_metric(value: Any, argument: str) -> Any:
    found = find_stand_in(value, "metric", argument)
    if found is None or isinstance(found, dict):
        raise ValueError(f"compile(): {keras_errors.wrong_object('metric', errors.show_value(value), argument)}")
    if (found if isinstance(found, type) else type(found)) in (keras().metrics.Mean, keras().metrics.Sum):
        expected = "a metric of targets and predictions. Mean and Sum collect values in training loops of your own"
        raise errors.bad_argument("compile", argument, expected, value)
    return found


def _copy(metric: Any) -> Any:
    """Copy a metric object, since it has a state: each output needs its own."""
    wrapper = keras().metrics.MeanMetricWrapper
    if type(metric) is wrapper:  # its config supports only Keras's functions
        return wrapper(wrapped_function(metric), name=metric.name, dtype=metric.dtype, **wrapped_options(metric))
    return type(metric).from_config(metric.get_config()) if isinstance(metric, keras().Metric) else metric


def _rename_metric(metric: Any, name: str, argument: str) -> Any:
    """Return a metric function under the name that the user gave it in a named list."""
    metric = _find_metric(metric, argument)
    if not name.strip() or not callable(metric) or isinstance(metric, keras().Metric):
        return metric
    if getattr(metric, "__name__", None) in WITHOUT_NAME:
        metric = name_function(metric, name)
    return metric if getattr(metric, "__name__", None) == name else keras().metrics.MeanMetricWrapper(metric, name=name)
