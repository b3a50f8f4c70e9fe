"""The description of a model as text, without its weights; and a whole model as bytes."""

import json
from collections.abc import Callable
from typing import Any

from ..compat import steps
from ..compat.to_keras3 import Upgrade
from ..define import export, verb
from ..graph.function_names import known_apart
from ..messages import errors, keras_errors
from ..models import description
from ..signatures.named_objects import list_custom_object_names
from ..signatures.object_words import CustomObjects
from ..signatures.results import Model
from ..signatures.words import MISSING, Bool, Str, Value
from ..syntax.pipe import ONLY_MODELS
from . import hdf5_models, limits
from .custom_objects import refuse_r_functions
from .load import HDF5, get_bounds, guard_reading, restore_compiled_behavior, reword_error
from .models import check_describable


@verb(of=ONLY_MODELS)
def model_to_json(object: Value = MISSING) -> str:
    """Describe a model's layers and connections as JSON.

    The JSON contains neither weights nor compile settings. Use it to store an architecture as text; save the weights
    with save_model_weights_hdf5().

    Args:
        object: A model.

    Returns:
        A string, which model_from_json() and plain Keras 3 can read.

    Raises:
        ValueError: If the model contains R functions, which only complete model files can store: use save_model().

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> json = model_to_json(model)
        >>> count_params(model_from_json(json))
        3
    """
    refuse_r_functions(object, "model_to_json")
    with known_apart(object):
        return json.dumps(description.describe_model(object))


@export
def model_from_json(json: Str = MISSING, custom_objects: CustomObjects = None, **options: Any) -> Model:
    """Create a model with new weights from a JSON description.

    It reads JSON from Keras 2 and Keras 3. Load the weights with load_model_weights_hdf5().

    Args:
        json: The result of model_to_json().
        custom_objects: Custom classes and functions in the description: a list, whose names are derived from the
            elements, or a named list.
        options: `safe_mode = FALSE` allows code in the description (lambdas) to run. `max_size` is the maximum
            size of the weights in bytes; by default 2 GB.

    Returns:
        A new model, not compiled.

    Raises:
        ValueError: If it is not a description of a model, or names an unknown class or function.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> json = model_to_json(model)
        >>> count_params(model_from_json(json))
        3
    """
    return _build_described(json, _read_json, custom_objects, options, "model_from_json", "json")


def _read_json(text: str) -> Any:
    return json.loads(text)


def _build_described(
    text: str,
    parse: Callable[[str], Any],
    custom_objects: Any,
    options: dict[str, Any],
    function: str,
    argument: str,
) -> Any:
    objects = list_custom_object_names(custom_objects, function)
    safe_mode, max_size = get_bounds(options, function)
    source = f"the model in `{argument}`"
    try:
        config = parse(text)
    except limits.Refused as refused:
        raise reword_error(refused, function, source) from refused
    except Exception as error:  # parsing other text may raise any error
        hint = f"It cannot be read as plain data: {keras_errors.in_one_line(str(error))}."
        raise errors.bad_argument(function, argument, f"what model_to_{argument}() gave", text, hint) from error
    if not isinstance(config, dict) or "class_name" not in config:
        raise errors.bad_argument(function, argument, f"what model_to_{argument}() gave", config)
    with guard_reading(function, source, None, max_size):
        limits.check_description(config)
        upgrade = None if "module" in config else Upgrade(hdf5_models.is_by_keras2(config), objects)
        model = hdf5_models.build_model(description.drop_compilation(config), upgrade, objects, safe_mode)
    return steps.mark_read(model)


@verb(of=ONLY_MODELS)
def model_to_yaml(object: Value = MISSING) -> str:
    """Describe a model's layers and connections as YAML.

    The YAML contains neither weights nor compile settings. Use it for tools that require YAML; otherwise use
    model_to_json().

    Args:
        object: A model.

    Returns:
        A string, which model_from_yaml() reads.

    Raises:
        ValueError: If the model contains R functions, which only complete model files can store: use save_model().

    Differences:
        Works; in R keras 2.15 it failed.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> yaml = model_to_yaml(model)
        >>> count_params(model_from_yaml(yaml))
        3
    """
    import yaml

    refuse_r_functions(object, "model_to_yaml")
    with known_apart(object):
        return str(yaml.safe_dump(description.describe_model(object), sort_keys=False))


@export
def model_from_yaml(yaml: Str = MISSING, custom_objects: CustomObjects = None, **options: Any) -> Model:
    """Create a model with new weights from a YAML description.

    It reads YAML from Keras 2 and from model_to_yaml(), without running code: YAML that would create Python objects
    raises an error.

    Args:
        yaml: The result of model_to_yaml().
        custom_objects: Custom classes and functions in the description: a list, whose names are derived from the
            elements, or a named list.
        options: `safe_mode = FALSE` allows code in the description (lambdas) to run. `max_size` is the maximum
            size of the weights in bytes; by default 2 GB.

    Returns:
        A new model, not compiled.

    Raises:
        ValueError: If it is not a description of a model, or names an unknown class or function.

    Differences:
        Works; in R keras 2.15 it failed.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1)
        >>> yaml = model_to_yaml(model)
        >>> count_params(model_from_yaml(yaml))
        3
    """
    return _build_described(yaml, _read_yaml, custom_objects, options, "model_from_yaml", "yaml")


def _read_yaml(text: str) -> Any:
    """Read plain data, and the tuples and strings that Keras 2 tagged as Python objects."""
    import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]
        """A loader that knows two more words."""

    def as_list(loader: Any, node: Any) -> Any:
        return loader.construct_sequence(node, deep=True)

    def as_text(loader: Any, node: Any) -> Any:
        return loader.construct_scalar(node)

    Loader.add_constructor("tag:yaml.org,2002:python/tuple", as_list)
    Loader.add_constructor("tag:yaml.org,2002:python/unicode", as_text)
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        limits.check_tree(node, _list_parts_of_node)
        return None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


def _list_parts_of_node(node: Any) -> list[Any]:
    value = getattr(node, "value", None)
    if not isinstance(value, list):
        return []
    return [part for one in value for part in (one if isinstance(one, tuple) else (one,))]


@export
def serialize_model(model: Value = MISSING, include_optimizer: Bool = True) -> bytearray:
    """Convert a model to a raw vector.

    Use it to send a model to another process, or to store it in a database or in an object that other versions of
    rkeras must read. The bytes are those of a model file; unserialize_model() restores the model.

    Args:
        include_optimizer: Whether to include the compile settings and the state of the optimizer.

    Returns:
        A raw vector (bytes in Python): the content of the file that save_model_hdf5() would write.

    Raises:
        TypeError: If it is not a model.
        ValueError: If the model has no weights yet, or contains an R function with more than 1 MB of data.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> raw = serialize_model(model)
        >>> unserialize_model(raw)(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
    """
    check_describable(model, "serialize_model", "model")
    import h5py

    with h5py.File("model.h5", "w", driver="core", backing_store=False) as file:
        hdf5_models.write_hdf5_model(file, model, include_optimizer)
        file.flush()
        return bytearray(file.id.get_file_image())


@export
def unserialize_model(
    model: Value = MISSING, custom_objects: CustomObjects = None, compile: Bool = True, **options: Any
) -> Model:
    """Restore a model from a raw vector made by serialize_model().

    Use it for models from serialize_model(), for example in a worker process or after reading them from a database. The
    model has its weights; with `compile = TRUE`, training can continue.

    Args:
        model: A raw vector.
        custom_objects: Custom classes and functions in the model: a list, whose names are derived from the elements, or
            a named list.
        compile: Whether to restore the compile settings and the state of the optimizer.
        options: `safe_mode = FALSE` allows code in the model (lambdas) to run. `max_size` is the maximum size
            of the weights in bytes; by default 20 times the size of the vector, or 256 MB if that is more.

    Returns:
        The model, compiled if it was compiled and `compile` is TRUE.

    Raises:
        ValueError: If the bytes do not contain a model.

    Example:
        >>> model = keras_model_sequential(input_shape=2) >> layer_dense(units=1, kernel_initializer="ones")
        >>> raw = serialize_model(model)
        >>> unserialize_model(raw)(np.array([[1.0, 2.0]]))
        <tf.Tensor: shape=(1, 1), dtype=float32, numpy=array([[3.]], dtype=float32)>
    """
    objects = list_custom_object_names(custom_objects, "unserialize_model")
    safe_mode, max_size = get_bounds(options, "unserialize_model")
    if not isinstance(model, (bytes, bytearray)) or not model.startswith(HDF5):
        raise errors.bad_argument("unserialize_model", "model", "what serialize_model() gave", model)
    with guard_reading("unserialize_model", "`model`", len(model), max_size), limits.open_hdf5(bytes(model)) as file:
        return restore_compiled_behavior(hdf5_models.read_hdf5_model(file, objects, compile, safe_mode))
