"""Functions and classes in private Keras modules."""

import contextlib
import functools
import importlib
import importlib.util
import io
import random
import threading
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

from ..loading import resolve
from ..versions import Versions

OWN_CODE = "keras.src"
"""The prefix of the modules with Keras's own code."""

FUNCTIONAL_MODULE = f"{OWN_CODE}.models.functional"
"""The module of functional models, as files name it."""

OPERATIONS = f"{OWN_CODE}.ops"
"""The package of operations, such as `numpy.Add`, as files name it."""

LEGACY_LAYERS = f"{OWN_CODE}.legacy.layers"
"""The module of layers that Keras 3 keeps for old files only."""

APPLICATIONS = f"{OWN_CODE}.applications"
"""The package of the applications, and of the functions that build a family of models."""

GENERATOR_ADAPTER = f"{OWN_CODE}.trainers.data_adapters.generator_data_adapter.GeneratorDataAdapter"
PY_DATASET_ADAPTER = f"{OWN_CODE}.trainers.data_adapters.py_dataset_adapter.PyDatasetAdapter"
ARRAY_ADAPTER = f"{OWN_CODE}.trainers.data_adapters.array_data_adapter.ArrayDataAdapter"
"""The classes that pass the batches of a generator, a PyDataset and arrays to the training loop."""

OLD_NAMES = "keras._tf_keras.keras"
"""The module in which Keras 3 keeps Keras 2's dropped names."""

BASE_MODULES = (f"{OWN_CODE}.layers.layer", f"{OWN_CODE}.losses.loss", f"{OWN_CODE}.metrics.metric")
"""The modules of base classes whose constructor must run before an instance is used."""

SAVEABLE = f"{OWN_CODE}.saving.keras_saveable.KerasSaveable"
"""The class that pickles models, layers, losses, metrics and optimizers."""

OVERRIDDEN = {
    "keras.callbacks.BackupAndRestore": ("_save_model",),
    "keras.callbacks.EarlyStopping": ("_is_improvement", "_set_monitor_op"),
    "keras.callbacks.ModelCheckpoint": (
        "_get_file_path",
        "_is_improvement",
        "_save_model",
        "_set_monitor_op",
        "_should_save_model",
    ),
    "keras.callbacks.ReduceLROnPlateau": ("_is_improvement", "_set_monitor_op"),
}
"""Private methods of Keras's classes that our classes override."""


@functools.cache
def functional_class() -> Any:
    """Return the class of functional models, which `keras.Model(inputs, outputs)` makes."""
    return resolve(f"{FUNCTIONAL_MODULE}.Functional")


@functools.cache
def merge_class() -> Any:
    """Return the class that Add, Concatenate and the other merging layers extend."""
    return resolve(f"{OWN_CODE}.layers.merging.base_merge.Merge")


@functools.cache
def data_adapter_class() -> Any:
    """Return the class of what Keras's training loop draws batches from."""
    return resolve(f"{OWN_CODE}.trainers.data_adapters.data_adapter.DataAdapter")


def operation_class(name: str) -> Any:
    """Return a class of operations.

    Args:
        name: Its module and name, such as `numpy.Add`.
    """
    return resolve(f"{OPERATIONS}.{name}")


def known_names(module: str) -> list[str]:
    """Return the names under which Keras finds losses, activations and similar functions.

    Args:
        module: The package of a kind, such as `losses`.
    """
    table = importlib.import_module(f"{OWN_CODE}.{module}").ALL_OBJECTS_DICT
    return [name for name in table if isinstance(name, str)]


@contextlib.contextmanager
def know_objects(objects: dict[str, Any]) -> Iterator[None]:
    """Have Keras find classes and functions by name, beside those of a scope around, which its own scope would hide.

    Args:
        objects: The classes and functions by name.
    """
    around = resolve(f"{OWN_CODE}.backend.common.global_state.get_global_attribute")("custom_objects_scope_dict", {})
    with resolve("keras.saving.custom_object_scope")(around | objects):
        yield


def old_backend() -> Any:
    """Return the module of those functions of Keras 2's backend that Keras 3 keeps for old code."""
    return resolve(f"{OLD_NAMES}.backend")


def compute_output_spec(function: Callable[..., Any], *args: Any) -> Any:
    """Return the symbolic tensors that a function gives for symbolic ones, found by running it on placeholders.

    Args:
        function: The function.
        args: Its arguments.
    """
    return resolve(f"{OWN_CODE}.backend.compute_output_spec")(function, *args)


def run_recurrence(step: Callable[..., Any], inputs: Any, states: Any, **options: Any) -> Any:
    """Run a step for each time of a sequence, as recurrent layers do.

    Args:
        step: The function of the inputs and the states at one time.
        inputs: The sequences.
        states: The states at the beginning.
        options: What else Keras's function takes.

    Returns:
        The last output, all outputs, and the last states.
    """
    backend = resolve("keras.backend.backend")()
    module = importlib.import_module(f"{OWN_CODE}.backend.{backend}.rnn")  # the name `rnn` is a function before 3.15
    return module.rnn(step, inputs, states, **options)


def print_message(text: str, line_break: bool = True) -> None:
    """Print as Keras does, wherever `keras.config` sends what it has to say.

    Args:
        text: The text.
        line_break: Whether the line ends with it.
    """
    resolve(f"{OWN_CODE}.utils.io_utils.print_msg")(text, line_break=line_break)


def allows_code() -> bool:
    """Tell whether code in what is read may run: where the user said `safe_mode = FALSE`."""
    return resolve(f"{OWN_CODE}.saving.serialization_lib.in_safe_mode")() is False


def allow_code() -> contextlib.AbstractContextManager[None]:
    """Return the context in which code in what is read may run: of this process, or as everything in pickle."""
    return resolve(f"{OWN_CODE}.saving.serialization_lib.SafeModeScope")(safe_mode=False)  # type: ignore[no-any-return]


def snake_case(name: str) -> str:
    """Return the name that Keras makes of the name of a class: `mean_squared_error` of `MeanSquaredError`.

    Args:
        name: The name of the class.
    """
    return str(resolve(f"{OWN_CODE}.utils.naming.to_snake_case")(name))


@contextlib.contextmanager
def unnoticed() -> Iterator[None]:
    """Make objects that leave no trace: later ones get the names and the seeds that they would have had."""
    attributes = resolve(f"{OWN_CODE}.backend.common.global_state")
    counts = attributes.get_global_attribute("object_name_uids")
    kept, drawn = None if counts is None else dict(counts), random.getstate()
    try:
        yield
    finally:
        random.setstate(drawn)
        if kept is None:
            attributes.set_global_attribute("object_name_uids", None)
        else:
            counts.clear()
            counts.update(kept)


def documented_class(symbol: Any) -> Any:
    """Return the class that Keras documents: an optimizer on PyTorch is of a class below that.

    Args:
        symbol: A class; anything else is returned as it is.
    """
    bases = symbol.__mro__ if isinstance(symbol, type) else ()
    return next((base for base in bases if not base.__module__.startswith(f"{OWN_CODE}.backend.")), symbol)


def public_path(symbol: Any) -> str | None:
    """Return where Keras documents a class or function of its own, such as "keras.layers.Dense"; None for others.

    Args:
        symbol: The class or function.
    """
    path: str | None = resolve(f"{OWN_CODE}.api_export.get_name_from_symbol")(symbol)
    return path


@functools.cache
def _find_scope_test() -> Callable[[], bool]:
    found: Callable[[], bool] = resolve(f"{OWN_CODE}.backend.common.stateless_scope.in_stateless_scope")
    return found


def in_stateless_scope() -> bool:
    """Tell whether Keras computes without changing variables, as it does where a step is traced for JAX."""
    return _find_scope_test()()


def reset_uids() -> None:
    """Reset the numbers in automatic names of layers."""
    resolve(f"{OWN_CODE}.utils.naming.reset_uids")()


def clear_session(free_memory: bool) -> None:
    """Reset the global state of Keras for this thread: Keras forgets that of all, in the middle of their models.

    Args:
        free_memory: Whether Python's garbage collector runs, too.
    """
    resolve("keras.utils.clear_session")  # waits for a thread that loads Keras
    module = importlib.import_module(f"{OWN_CODE}.backend.common.global_state")
    for name in ("GLOBAL_STATE_TRACKER", "GLOBAL_SETTINGS_TRACKER"):
        if hasattr(module, name):  # Keras 3.16 has only the first
            vars(getattr(module, name)).clear()
    FunctionType(module.clear_session.__code__, dict(vars(module)))(free_memory)  # replaces the globals of a copy only


def exported_signature(model: Any) -> Any:
    """Return the TensorSpecs that Keras exports a model with.

    Args:
        model: The model.
    """
    return resolve(f"{OWN_CODE}.export.export_utils.get_input_signature")(model)


def as_numpy(tensor: Any) -> Any:
    """Return an output as `predict()` gives it: numpy's array, or TensorFlow's ragged tensor.

    Args:
        tensor: The output.
    """
    if resolve("keras.backend.backend")() != "tensorflow":
        return resolve("keras.ops.convert_to_numpy")(tensor)
    return resolve(f"{OWN_CODE}.backend.tensorflow.trainer.convert_to_np_if_not_ragged")(tensor)


def join_batches(parts: Any) -> Any:
    """Join the outputs of several batches, whose sizes may differ beyond the first axis.

    Args:
        parts: The outputs.
    """
    return resolve(f"{OWN_CODE}.backend.tensorflow.trainer.potentially_ragged_concat")(parts)


def note_registered_name(function: Callable[..., Any], name: str) -> None:
    """Note the name of a function for files, as register_keras_serializable() does.

    Args:
        function: The function.
        name: The name, its package before it.
    """
    resolve(f"{OWN_CODE}.saving.object_registration.GLOBAL_CUSTOM_NAMES")[function] = name


def call_context() -> Any:
    """Return what Keras knows about the layer or model that is being called; None where none is."""
    return resolve(f"{OWN_CODE}.backend.common.global_state").get_global_attribute("current_call_ctx")


def mark_as_explained(error: BaseException) -> None:
    """Keep Keras from adding the arguments of the call to an error's message.

    Args:
        error: The error.
    """
    error._keras_call_info_injected = True  # type: ignore[attr-defined]


def draws_at_random(layer: Any, initializer: Any) -> bool:
    """Tell whether a layer of Keras's own begins a weight with random numbers of Keras's own.

    Args:
        layer: The layer.
        initializer: How the weight begins.
    """
    own = type(layer).__module__.startswith(f"{OWN_CODE}.layers.")
    return own and type(initializer).__module__ == f"{OWN_CODE}.initializers.random_initializers"


_REPLACING = threading.RLock()
"""Held by one thread at a time: if two threads replaced functions in turn, the replacements would stay."""


@contextlib.contextmanager
def read_sparingly() -> Iterator[None]:
    """Have Keras, and Keras 2 where it is there, hold one array of a file in memory at a time, as far as they can."""
    replaced: dict[str, tuple[str, Callable[[Any], Any]]] = {
        f"{OWN_CODE}.saving.saving_lib": ("is_memory_sufficient", lambda _: lambda model: False)
    }
    if importlib.util.find_spec("tf_keras") is not None:
        replaced["tf_keras.src.saving.legacy.hdf5_format"] = ("load_subset_weights_from_hdf5_group", _read_later)
    with _REPLACING, contextlib.ExitStack() as stack:
        for name, (function, replace) in replaced.items():
            module = importlib.import_module(name)
            stack.callback(setattr, module, function, getattr(module, function))
            setattr(module, function, replace(module))
        yield


def _read_later(module: Any) -> Callable[[Any], list[Any]]:
    return lambda group: [group[name] for name in module.load_attributes_from_hdf5_group(group, "weight_names")]


def write_weights_by_keras(model: Any, content: io.BytesIO) -> None:
    """Write what `save_weights()` writes into a file, the state of the optimizer included, into memory.

    Args:
        model: The model.
        content: Gets an HDF5 file.
    """
    library = importlib.import_module(f"{OWN_CODE}.saving.saving_lib")
    store = library.H5IOStore(content, mode="w")
    library._save_state(model, weights_store=store, assets_store=None, inner_path="", visited_saveables=set())
    store.close()


def write_archive(saveable: Any, variables: list[Any] | None = None) -> bytes:
    """Return the file that `save()` writes, its weights included: that by which Keras's own pickle writes it.

    Args:
        saveable: A model, a layer, a loss, a metric or an optimizer.
        variables: The variables to write in place of all that it has.
    """
    library = importlib.import_module(f"{OWN_CODE}.saving.saving_lib")
    has_formats = Versions(until="3.16").hold(resolve("keras.__version__"))
    content = io.BytesIO()
    with contextlib.ExitStack() as stack:
        if variables is not None:

            def save_own_variables(store: Any) -> None:
                for place, variable in enumerate(variables):
                    store[str(place)] = variable.numpy()

            vars(saveable)["save_own_variables"] = save_own_variables
            stack.callback(vars(saveable).pop, "save_own_variables")
        library._save_model_to_fileobj(saveable, content, *(("h5",) if has_formats else ()))
    return content.getvalue()  # avoids a copy


_FETCHING = threading.local()


@contextlib.contextmanager
def replace_fetching(
    fetch: Callable[..., None], unpack: Callable[..., bool], validate: Callable[..., bool]
) -> Iterator[None]:
    """Have `keras.utils.get_file()` fetch, unpack and validate by other functions, on this thread.

    Args:
        fetch: Takes an address and the name of a file.
        unpack: Takes an archive, a folder, and the format.
        validate: Takes a file, a hash and the algorithm.
    """
    _let_choose()
    before = getattr(_FETCHING, "chosen", {})
    _FETCHING.chosen = {"urlretrieve": fetch, "extract_archive": unpack, "validate_file": validate}
    try:
        yield
    finally:
        _FETCHING.chosen = before


@functools.cache
def _let_choose() -> None:
    """Have Keras's get_file() look up the function to call each time."""
    module = resolve(f"{OWN_CODE}.utils.file_utils")

    def ask(name: str, own: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **kwargs: getattr(_FETCHING, "chosen", {}).get(name, own)(*args, **kwargs)

    for name in ("urlretrieve", "extract_archive", "validate_file"):
        setattr(module, name, ask(name, getattr(module, name)))
