"""Custom classes and functions, which a file names but does not contain."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from ..define import export
from ..engine.internals.layers import flat_layers
from ..engine.internals.modules import know_objects
from ..engine.loading import keras
from ..r.functions import is_r_function
from ..signatures.named_objects import WITHOUT_NAME, list_custom_object_names
from ..signatures.object_words import CustomObjects
from ..signatures.words import MISSING, Function


@contextlib.contextmanager
def _enter_scope(objects: dict[str, Any]) -> Iterator[None]:
    with know_objects(objects):
        yield


@export(python_only=True)
def with_custom_object_scope(objects: CustomObjects = MISSING, expr: Function | None = None) -> Any:
    """Make custom classes and functions available by name while an expression is evaluated.

    Use it around functions that load or build a model with custom classes, such as load_model_hdf5(). Afterwards the
    names are unknown again, so that two projects can use the same name for different classes.

    Args:
        objects: Functions and classes: a list, whose names are derived from the elements, or a named list.
        expr: A function without arguments, which is called. If it is omitted, the scope itself is returned, for `with`.

    Returns:
        The result of the function, or the scope.

    Raises:
        ValueError: If the name of an object cannot be found.

    Example:
        >>> import keras
        >>> class Triple(keras.layers.Layer):
        ...     def call(self, inputs):
        ...         return 3.0 * inputs
        >>> json = model_to_json(keras_model_sequential(input_shape=2) >> Triple())
        >>> model = with_custom_object_scope({"Triple": Triple}, lambda: model_from_json(json))
        >>> model(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 2), dtype=float32, numpy=array([[3., 6.]], dtype=float32)>
    """
    scope = _enter_scope(list_custom_object_names(objects, "with_custom_object_scope", "objects"))
    if expr is None:
        return scope
    with scope:
        return expr()


def refuse_r_functions(
    model: Any, function: str, find_obstacle: Callable[[Any], str] = lambda model: "A text holds no R code."
) -> None:
    """Refuse to save a model whose layers hold R functions that no file can hold.

    Args:
        model: The model.
        function: Name of the function that the user called.
        find_obstacle: Tells why a file cannot hold the functions of a model that have no name; "" if it can.

    Raises:
        ValueError: If there is such a layer.
    """
    for layer in flat_layers(model):
        if isinstance(layer, keras().Model):
            continue  # the parts given to its compile() are saved by name
        for argument, value in vars(layer).items():
            if not is_r_function(value) or getattr(value, "__name__", "") not in WITHOUT_NAME:
                continue
            reason = find_obstacle(model)
            if not reason:
                return
            raise ValueError(
                f"{function}(): layer '{layer.name}' ({type(layer).__name__}) holds an R function in "
                f"`{argument}`, which cannot be "
                f"saved in a file. {reason} Save only the weights (save_model_weights_hdf5()) and create the model "
                "again with its code, or use Keras layers instead."
            )
