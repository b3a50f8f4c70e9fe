"""Keras objects as bytes, for R's serialization: reading them runs no code from the file."""

import copyreg
import importlib
import importlib.util
import inspect
import io
import pickle
from collections.abc import Sequence
from typing import Any

import ml_dtypes
import numpy as np

from ..compat import hosted, steps, targets
from ..custom.classes import get_kept_value, keep_value
from ..engine.internals.layers import flat_layers, seed_states
from ..engine.internals.modules import know_objects, write_archive
from ..engine.internals.optimizers import build_without_weights, list_own_variables, list_weights
from ..engine.internals.saved_names import COMPUTING_MODULES, PLAIN_MODULES, PLAIN_VALUES
from ..engine.loading import keras
from ..engine.tensors import has_values, read_values, runs_on_tensorflow
from ..graph import shared_layers
from ..graph.function_names import find_parts_of_r, is_of_r, known_apart, named_as_known
from ..graph.inside import identify, list_parts
from ..models import levels
from ..on_tensorflow import tensors
from .load import load_archive

_SAFE = {
    "builtins": {"set", "frozenset", "bytearray", "complex", "slice", "range"},
    "collections": {"OrderedDict", "defaultdict", "deque", "Counter"},
    "numpy": {"ndarray", "dtype"},
    "numpy._core.multiarray": {"_reconstruct", "scalar"},
    "numpy._core.numeric": {"_frombuffer"},
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "fractions": {"Fraction"},
    **PLAIN_VALUES,
    __name__: {f"restore_{kind}" for kind in ("archive", "instance", "optimizer", "seed", "symbolic", "variable")}
    | {f"restore_{kind}" for kind in ("composite", "picture", "tensor", "tf_variable")},
}
"""The functions that bytes may call when they are loaded, in addition to classes of Keras and of this package."""

_PACKAGE = __name__.partition(".")[0]


def dump_value(x: Any, limit: float | None = None) -> dict[str, Any]:
    """Write an object.

    Args:
        x: The object.
        limit: Bytes that it may take; None for any number.

    Returns:
        The bytes in pieces; the classes and functions of R that it names, and the names of those of Python, which are
        not among the bytes; the numbers of its parts.

    Raises:
        ValueError: If it cannot be written, or takes more.
    """
    stream = _Stream()
    pickler = _Pickler(stream)
    pickler.dump(x)
    size = sum(map(len, stream.pieces))
    if limit is not None and size > limit:
        raise ValueError(f"it takes {size} bytes, more than options(rkeras.max_serialized = {limit:.0f}) allows.")
    return {
        "data": stream.pieces,
        "parts": pickler.parts,
        "names": pickler.names,
        "of_python": list(find_parts_of_python(x)),
        "inside": [identify(part) for part in list_parts(x)],
    }


def dump_for_r(x: Any, limit: float | None) -> dict[str, Any]:
    """Write an object as `dump_value()` does, with the place of each piece in memory, from which R reads it.

    Args:
        x: The object.
        limit: Bytes that it may take; None for any number.

    Raises:
        ValueError: If it cannot be written or read again, or takes more.
    """
    dumped = dump_value(x, limit)
    for layer in flat_layers(x) if isinstance(x, keras().Layer) else ():
        hosted.check_readable(layer)
    pieces = [memoryview(piece) for piece in dumped["data"]]  # R holds these handles, which keep the bytes alive
    places = [[float(np.frombuffer(piece, np.uint8).ctypes.data), float(len(piece))] for piece in pieces]
    return dumped | {"data": pieces, "places": places}


def find_parts_of_python(x: Any) -> dict[str, Any]:
    """Return the functions and classes of Python that a user wrote, by the names that an object's bytes have for them.

    Args:
        x: The object.
    """
    if isinstance(x, keras().callbacks.Callback):
        return {}
    with known_apart(x) as parts:
        return {name: part for name, part in parts.items() if not is_of_r(inspect.unwrap(part))}


def load_value(data: bytes | list[bytes], objects: dict[str, Any], names: dict[str, str]) -> Any:
    """Make the object again that `dump_value()` wrote.

    Args:
        data: The bytes, or the pieces of them.
        objects: Classes and functions of R by the names by which it knows them.
        names: The names that these had, which logs show.

    Raises:
        ValueError: If it names an unknown class or function, or is damaged.
    """
    for name, own in names.items():
        if not isinstance(objects[name], type):
            objects[name].__name__ = own
    with know_objects(objects), named_as_known(objects):
        whole = b"".join(data) if isinstance(data, list) else data
        try:
            return _Unpickler(io.BytesIO(whole), objects).load()
        except RuntimeError:  # an error in R code
            raise
        except Exception as error:  # damaged bytes may raise any error
            reason = str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
            raise ValueError(f"the saved object cannot be read: {reason}") from error


_LARGE = 1 << 20
"""Size in bytes from which a piece is not copied."""


class _Stream:
    """A stream that writes to pieces; a large piece is pickle's own object, not a copy."""

    def __init__(self) -> None:
        self.pieces: list[bytes | bytearray] = []

    def write(self, more: Any) -> None:
        if memoryview(more).nbytes > _LARGE:
            self.pieces.append(bytes(more))  # does not copy a bytes object
        elif self.pieces and isinstance(self.pieces[-1], bytearray):
            self.pieces[-1] += more
        else:
            self.pieces.append(bytearray(more))


class _Pickler(pickle.Pickler):
    """Pickles models as Keras does, other objects by their attributes, and R code only by its name."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream, protocol=5)
        self.parts: dict[str, Any] = {}
        self.names: dict[str, str] = {}

    def persistent_id(self, x: Any) -> str | None:
        return self._make_name(x) if is_of_r(x) else None

    def _make_name(self, x: Any) -> str:
        inner = inspect.unwrap(x)
        for name, part in self.parts.items():
            if part is inner:
                return name
        name = f"r_function_{len(self.parts) + 1}"
        if hasattr(x, "__name__"):
            registered = keras().saving.get_registered_name(x)
            if (isinstance(x, type) or registered != x.__name__) and registered not in self.parts:
                name = registered
            self.names[name] = x.__name__
        self.parts[name] = inner
        return name

    def reducer_override(self, x: Any) -> Any:
        if callable(x) and hasattr(x, "__qualname__"):  # pickle stores functions and classes by name
            _find_named(x.__module__ or "builtins", x.__qualname__)
            return NotImplemented
        if isinstance(x, keras().Optimizer) and x.built and not hasattr(x, "inner_optimizer"):
            return restore_optimizer, (self._write_archive(x), list_weights(x), [one.numpy() for one in x.variables])
        if isinstance(x, (keras().Layer, keras().Loss, keras().Metric, keras().Optimizer)):
            left_out = [one.numpy() for one in _find_left_out(x)]
            return restore_archive, (self._write_archive(x), _list_state(x), left_out)
        if isinstance(x, keras().Variable):
            return restore_variable, (x.numpy(), x.dtype, x.name, x.trainable)
        if isinstance(x, keras().random.SeedGenerator):
            return restore_seed, (x.get_config(), x.state.numpy())
        if is_of_r(type(x)):
            return restore_instance, (type(x), _drop_model(x), get_kept_value(x))
        if isinstance(x, keras().callbacks.Callback) and "__reduce__" not in vars(type(x)):
            return (*x.__reduce_ex__(5)[:2], _drop_model(x))
        if type(x).__module__.startswith(_PACKAGE) and type(x) in copyreg.dispatch_table:
            return object.__reduce_ex__(x, 5)
        if isinstance(x, keras().KerasTensor):
            inputs = keras().utils.get_source_inputs(x)
            return restore_symbolic, (self._write_archive(keras().Model(inputs, [x])),)
        package = type(x).__module__.partition(".")[0]
        if package == "PIL" and hasattr(x, "getpalette"):  # pickle would not include its file
            return restore_picture, (x.__getstate__(),)
        if package == "pandas":
            raise ValueError(f"a {type(x).__name__} of pandas can be converted to R first: py_to_r(x).")
        if hasattr(x, "__iter__") and hasattr(x, "element_spec"):
            raise ValueError("a TensorFlow dataset is an open source of data. Create it again with its code.")
        if type(x).__module__.startswith("tensorflow.") and hasattr(x, "dtype") and hasattr(x, "shape"):
            parts = tensors.take_apart(x)
            return NotImplemented if parts is None else (_RESTORERS[parts[0]], parts[1])
        if has_values(x) and keras().ops.is_tensor(x):
            values = read_values(x)
            return restore_tensor, (values.tobytes(), values.dtype.name, values.shape)
        return NotImplemented

    def _write_archive(self, x: Any) -> bytes:
        """Write a Keras archive in which each R function and R class has a unique name."""
        if isinstance(x, keras().Model) and not x.built:
            raise ValueError("the model has no weights yet. Pass an input_shape, or call it on data first.")
        if isinstance(x, keras().Model):
            shared_layers.refuse_shared(x)
        named = []
        try:
            for part in find_parts_of_r(x):
                name = self._make_name(part)
                if not isinstance(part, type) or name != keras().saving.get_registered_name(part):
                    named.append((part, part.__name__))
                    part.__name__ = name
            with known_apart(x):  # gives Python functions unique names
                return write_archive(x, list_own_variables(x) if isinstance(x, keras().Optimizer) else None)
        finally:
            for part, name in named:
                part.__name__ = name


class _Unpickler(pickle.Unpickler):
    """Loads the output of `_Pickler`, and calls nothing else."""

    def __init__(self, stream: Any, objects: dict[str, Any]) -> None:
        super().__init__(stream)
        self.objects = objects

    def persistent_load(self, name: str) -> Any:
        return self.objects[name]

    def find_class(self, module: str, name: str) -> Any:
        return _find_named(module, name)


def _find_named(module: str, name: str) -> Any:
    """Return a class or function that bytes may name; raise an error for others."""
    if name in _SAFE.get(module, ()):
        return getattr(importlib.import_module(module), name)
    if "." not in name and module.startswith((*PLAIN_MODULES, *_list_own_modules(module))):
        found = getattr(importlib.import_module(module), name)
        computes = inspect.isfunction(found) and module.startswith(COMPUTING_MODULES)
        if (isinstance(found, type) or computes) and found.__module__ == module:  # defined, not just imported, there
            return found
    raise ValueError(f"it names {module}.{name}, which is not part of a model.")


def _list_own_modules(module: str) -> tuple[str, ...]:
    """Return the prefixes of the modules whose classes bytes may name, as the package of the module lists them."""
    package, _, place = module.partition(".")
    room, _, inside = place.partition(".")
    if package != _PACKAGE or not room or not inside:
        return ()
    spec = importlib.util.find_spec(f"{package}.{room}")
    if spec is None or spec.submodule_search_locations is None:
        return ()
    return getattr(importlib.import_module(spec.name), "SAVED_MODULES", ())


def _drop_model(x: Any) -> dict[str, Any]:
    """Return the attributes of a callback without its model, which the next fit() sets."""
    return {name: None if name == "_model" else value for name, value in vars(x).items()}


def _list_state(x: Any) -> list[Any]:
    """Return the state that the archive of a metric, an optimizer or a model lacks."""
    if isinstance(x, keras().Metric):
        return [*(variable.numpy() for variable in x.variables), targets.is_marked(x)]
    if isinstance(x, keras().Loss):
        return [targets.is_marked(x)]
    if isinstance(x, keras().Model):
        return [targets.get_mark(x), levels.describe_memory(x), any(map(steps.keeps_training, flat_layers(x)))]
    return [x.iterations.numpy()] if isinstance(x, keras().Optimizer) else []


def _find_left_out(x: Any) -> list[Any]:
    """Return a layer's or model's variables for which its archive has another value or none.

    It has no states of random generators, and adds LoRA to the kernel: read, LoRA is zero and learns nothing.
    """
    if not isinstance(x, keras().Layer):
        return []
    of_lora = [one for layer in flat_layers(x) if getattr(layer, "lora_enabled", False) for one in layer.variables]
    return [*of_lora, *seed_states(x)]


def restore_archive(data: bytes, state: list[Any], left_out: Sequence[Any] = ()) -> Any:
    """Make a model, a layer, a metric or an optimizer of its archive."""
    restored = load_archive(data)
    found = _find_left_out(restored)
    if len(found) == len(left_out):  # they differ if a class creates layers later
        for variable, value in zip(found, left_out, strict=True):
            variable.assign(value)
    if isinstance(restored, (keras().Loss, keras().Metric)):
        variables = getattr(restored, "variables", [])
        for variable, value in zip(variables, state, strict=False):
            variable.assign(value)
        for is_marked in state[len(variables) :]:
            targets.mark_measure(restored, is_marked)
    elif isinstance(restored, keras().Model):
        if None not in state[:1]:  # None for a plain model
            steps.mark_model(restored, *state[:1])
        steps.keep_training(restored, state[2] if len(state) > 2 else targets.is_marked(restored))
        for described in state[1:2]:
            levels.restore_memory(restored, described)
    elif state:
        restored.iterations.assign(state[0])
    return restored


def restore_optimizer(data: bytes, weights: list[Any], state: list[Any]) -> Any:
    """Make an optimizer with what it keeps for each weight; it goes on with weights of the same shapes."""
    restored = load_archive(data)
    build_without_weights(restored, weights)
    for variable, value in zip(restored.variables, state, strict=True):
        variable.assign(value)
    return restored


def restore_instance(cls: Any, attributes: dict[str, Any], kept: Any) -> Any:
    """Make an instance of a class of R with its state in R."""
    instance = cls.__new__(cls)
    vars(instance).update(attributes)
    if kept is not None:
        keep_value(instance, kept)
    return instance


def restore_symbolic(data: bytes) -> Any:
    """Make a symbolic tensor: the output of the model that leads to it."""
    return load_archive(data).outputs[0]


def restore_variable(values: Any, dtype: str, name: str, trainable: bool) -> Any:
    """Make a variable that belongs to no layer."""
    return keras().Variable(values, dtype=dtype, name=name, trainable=trainable)


def restore_seed(config: dict[str, Any], state: Any) -> Any:
    """Make a generator of seeds that goes on where it stood."""
    restored = keras().random.SeedGenerator.from_config(config)
    restored.state.assign(state)
    return restored


def restore_tf_variable(value: Any, trainable: bool, name: str) -> Any:
    """Make a variable of TensorFlow."""
    return tensors.make_variable(value, trainable, name)


def restore_composite(spec: Any, parts: list[Any]) -> Any:
    """Make a tensor that consists of several, as ragged and sparse ones do."""
    return tensors.join_parts(spec, parts)


def restore_picture(state: Any) -> Any:
    """Make a picture of Pillow."""
    picture = importlib.import_module("PIL.Image").Image()
    picture.__setstate__(state)
    return picture


def restore_tensor(data: bytes, dtype: str, shape: tuple[int, ...] | None = None) -> Any:
    """Make a tensor of its bytes: of its values alone where there is a shape, else as TensorFlow wrote it."""
    if shape is not None:
        values = np.frombuffer(data, getattr(ml_dtypes, dtype, dtype)).reshape(shape)
        return keras().ops.convert_to_tensor(values, dtype)
    if not runs_on_tensorflow():
        raise ValueError("a tensor saved on TensorFlow can be read only on TensorFlow. Save as.array() of it instead.")
    return tensors.parse_tensor(data, dtype)


_RESTORERS = {"variable": restore_tf_variable, "composite": restore_composite, "tensor": restore_tensor}
