"""Configurations of models and layers, and copies with new weights."""

from collections.abc import Callable
from typing import Any

from ..compat import steps, targets
from ..define import export, verb
from ..engine.internals.layers import flat_layers
from ..engine.internals.modules import allow_code, know_objects
from ..engine.loading import keras
from ..graph import nodes, shared_layers
from ..graph.function_names import known_apart
from ..messages import errors
from ..signatures.named_objects import list_custom_object_names
from ..signatures.object_words import CustomObjects
from ..signatures.results import Model
from ..signatures.words import MISSING, Bool, Function, FunctionOfOne, Value
from ..syntax.pipe import CONFIGURED
from . import description


@verb(of=CONFIGURED)
def get_config(object: Value = MISSING) -> dict[str, Any]:
    """Get the configuration of a layer or model: all its arguments, without the weights.

    Use it to look at the arguments of a layer, or to make a copy with from_config(). Initializers, regularizers and
    inner layers are lists with their class and their own configuration, so the result can be written as JSON.

    Args:
        object: A layer or model.

    Returns:
        A dict for `from_config()`, which also contains the class.

    Example:
        >>> get_config(layer_dense(units=3, activation="relu"))["units"]
        3
    """
    return Config(object)


class Config(dict[str, Any]):
    """A configuration, with the class that it configures.

    Args:
        source: The layer or model.
    """

    def __init__(self, source: Any) -> None:
        with known_apart(source) as self.own_parts:
            super().__init__(source.get_config())
        self.configured_class = type(source)
        self.keeps_training = bool(steps.keeps_training(source))


@export
def from_config(config: Value = MISSING, custom_objects: CustomObjects = None) -> Any:
    """Create a layer, a model or another Keras object from a configuration, with new weights.

    Use it with get_config() to copy a layer or model without its weights. The copy has new random weights;
    clone_model() with `weights = TRUE` copies the weights, too.

    Args:
        config: The result of `get_config()`, or a list or dict whose element `__class__` is the class.
        custom_objects: Custom classes and functions in the configuration: a list, whose names are derived from the
            elements, or a named list.

    Returns:
        A new layer or model.

    Raises:
        ValueError: If the configuration does not contain its class.

    Example:
        >>> config = get_config(layer_dense(units=3, activation="relu"))
        >>> layer = from_config(config)
        >>> layer.units
        3
    """
    known = list_custom_object_names(custom_objects, "from_config")
    with know_objects(getattr(config, "own_parts", {}) | known):
        made = _make(config)
    for layer in flat_layers(made) if isinstance(made, keras().layers.Layer) else ():
        nodes.mark_as_ours(layer)
    if getattr(config, "keeps_training", False):
        steps.keep_training(made, True)
    return made


def _make(config: Any) -> Any:
    if isinstance(config, Config):
        return config.configured_class.from_config(dict(config))
    if isinstance(config, dict) and isinstance(config.get("__class__"), type):
        return config["__class__"].from_config({name: one for name, one in config.items() if name != "__class__"})
    raise errors.bad_argument("from_config", "config", "what get_config() gave", config)


@export
def clone_model(
    model: Value = MISSING,
    input_tensors: Value = None,
    clone_function: FunctionOfOne | None = None,
    *,
    call_function: Function | None = None,
    recursive: Bool = False,
    weights: Bool = False,
) -> Model:
    """Create a new model with the same layers and new weights.

    Use it to train the same architecture several times from new weights, for example in cross-validation. The layers
    are copies with the same names and arguments. With `weights = TRUE` the clone starts with the weights of the model.

    Args:
        input_tensors: Tensors to build the new model on, instead of new inputs.
        clone_function: Function of a layer that returns the layer to use instead.
        call_function: Function of a layer and its arguments, `(layer, ...)`, that is called instead of the layer, and
            returns its output. Not for Sequential models.
        recursive: Whether `clone_function` is also applied to the layers of nested models.
        weights: Whether to copy the current weights to the new model.

    Returns:
        The new model, not compiled.

    Raises:
        TypeError: If it is not a model.
        ValueError: If the weights do not match the new model, or the model has no weights yet.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> model = set_weights(model, [np.array([[2.0], [3.0]]), np.array([1.0])])
        >>> get_weights(clone_model(model))
        [array([[1.],
               [1.]], dtype=float32), array([0.], dtype=float32)]
        >>> get_weights(clone_model(model, weights=True))
        [array([[2.],
               [3.]], dtype=float32), array([1.], dtype=float32)]
    """
    if not isinstance(model, keras().Model):
        raise errors.bad_argument("clone_model", "model", "a model", model)
    if weights and not model.built:
        hint = "Give its first layer `input_shape`, or train it first."
        raise errors.bad_argument("clone_model", "weights", "FALSE if the model has no weights yet", weights, hint)
    shared_layers.warn_of_split(model, "the clone")
    with (
        description.treat_as_uncompiled(model),
        known_apart(model) as parts,
        know_objects(parts),
        allow_code(),
    ):
        clone = keras().models.clone_model(
            model,
            input_tensors=input_tensors,
            clone_function=_check_layers(clone_function) if clone_function else None,
            call_function=call_function,
            recursive=recursive,
        )
    for layer in flat_layers(clone):
        nodes.mark_as_ours(layer)
    if targets.get_mark(model) is not None:
        steps.mark_model(clone, targets.get_mark(model))
    steps.keep_training(clone, bool(steps.keeps_training(model)))
    if weights:
        _copy_weights(model, clone)
    return clone


def _check_layers(clone_function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wrap a function, so that it refuses a result that is not a layer."""

    def call(layer: Any) -> Any:
        copy = clone_function(layer)
        if not isinstance(copy, keras().layers.Layer):
            hint = f"It returned: {errors.show_value(copy)}."
            expected = "a function that returns a layer"
            raise errors.bad_argument("clone_model", "clone_function", expected, clone_function, hint)
        return copy

    return call


def _copy_weights(model: Any, clone: Any) -> None:
    if not clone.built:
        clone.build(model.input_shape)
    pair = [[tuple(one.shape) for one in each.weights] for each in (model, clone)]
    if pair[0] != pair[1]:
        raise ValueError(
            "clone_model(): `weights` cannot be copied: the layers from `clone_function` have weights with other "
            "shapes. Omit `weights`."
        )
    for old, new in zip(model.weights, clone.weights, strict=True):
        new.assign(old)
