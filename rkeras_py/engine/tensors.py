"""The tensors of the backend in use: their class, their values, and the errors of computing with them."""

import contextlib
import functools
import sys
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import numpy as np

from . import backend_choice
from .internals.modules import call_context, in_stateless_scope
from .loading import keras, resolve


@functools.cache
def get_backend() -> str:
    """Return the name of the backend that Keras runs on."""
    return str(keras().backend.backend())


def runs_on_tensorflow() -> bool:
    """Tell whether Keras runs on TensorFlow, for which the shortest ways here are written."""
    return get_backend() == backend_choice.DEFAULT


def get_held_type(dtype: str) -> str:
    """Return the data type that a tensor of a type has: JAX makes 32 bits of 64, but with its option `jax_enable_x64`.

    Args:
        dtype: Name of the type.
    """
    return str(resolve("jax.dtypes.canonicalize_dtype")(dtype)) if get_backend() == "jax" else dtype


@functools.cache
def tensor_class() -> Any:
    """Return the class of tensors with values; those that stand for values while a function is traced have others."""
    if get_backend() == "torch":
        return resolve("torch.Tensor")
    if runs_on_tensorflow():
        return resolve("tensorflow.__internal__.EagerTensor")
    with resolve("jax.ensure_compile_time_eval")():  # the first call may come from a function that is being traced
        return type(keras().ops.zeros(()))


_KEEPS: ContextVar[bool] = ContextVar("_KEEPS", default=False)


@contextlib.contextmanager
def keep_variables() -> Iterator[None]:
    """Leave variables what they are within, so that a model reads their values each time that it runs."""
    token = _KEEPS.set(True)
    try:
        yield
    finally:
        _KEEPS.reset(token)


def read_variable(value: Any) -> Any:
    """Return what a variable of Keras holds, unless variables are kept, and sizes as a tensor; else the value itself.

    Args:
        value: Anything.
    """
    if isinstance(value, TracedSizes):
        return value.__jax_array__()
    return value.value if isinstance(value, keras().Variable) and not _KEEPS.get() else value


def cast_beside(value: Any, dtype: str, others: Iterable[Any]) -> Any:
    """Return a tensor in another type; but a variable beside symbolic tensors as it is, since the model reads it later.

    Args:
        value: The tensor.
        dtype: The type.
        others: What an operation gets beside it.
    """
    if isinstance(value, keras().Variable) and any(isinstance(other, keras().KerasTensor) for other in others):
        return value
    return keras().ops.cast(value, dtype)


def has_values(value: Any) -> bool:
    """Tell whether something is a tensor or a variable whose values can be read now; no other backend is loaded for it.

    Args:
        value: Anything.
    """
    return (hasattr(value, "numpy") and not getattr(value, "is_meta", False)) or _is_of_jax(value)


def _is_of_jax(value: Any) -> bool:
    return type(value).__module__.startswith("jaxlib.")  # tracers are of `jax`, arrays with values of `jaxlib`


def is_open_size(value: Any) -> bool:
    """Tell whether a value is a size that JAX leaves open while Keras finds out the shape of a layer's output."""
    return type(value).__module__.startswith("jax.") and resolve("jax.export.is_symbolic_dim")(value)


class TracedSizes(np.lib.mixins.NDArrayOperatorsMixin):
    """The sizes of a tensor that JAX traces, as a tensor of them, whose elements JAX takes for sizes, as no others.

    Args:
        sizes: Whole numbers, and sizes that are open.
    """

    dtype, ndim = "int32", 1

    def __init__(self, sizes: Iterable[Any]) -> None:
        self._sizes = tuple(sizes)
        self.shape = (len(self._sizes),)

    def __getitem__(self, place: Any) -> Any:
        """Return one size, or several."""
        part = self._sizes[place[0] if isinstance(place, tuple) else place]
        return TracedSizes(part) if isinstance(part, tuple) else part

    def __len__(self) -> int:
        """Return how many sizes there are."""
        return len(self._sizes)

    def __jax_array__(self) -> Any:
        """Return a tensor for functions that compute with sizes."""
        return resolve("jax.numpy.asarray")(self._sizes, self.dtype)

    def __array_ufunc__(self, function: Any, method: str, *values: Any, **options: Any) -> Any:
        """Return the result of an operator."""
        return resolve(f"jax.numpy.{function.__name__}")(*map(read_variable, values))


def read_values(tensor: Any) -> Any:
    """Return the values of a tensor or a variable as an array of numpy; one without axes as a number of it.

    Args:
        tensor: One that has values.
    """
    if hasattr(tensor, "detach"):  # PyTorch converts neither tensors with a gradient nor tensors on a GPU to arrays
        values = keras().ops.convert_to_numpy(tensor.detach().cpu())
    else:
        values = np.asarray(tensor) if _is_of_jax(tensor) else tensor.numpy()
    return values[()] if isinstance(values, np.ndarray) else values


def read_texts(tensor: Any) -> Any:
    """Return the texts of a tensor, which Python has as bytes, as strings: an array, or one.

    Args:
        tensor: One of texts that has values.
    """
    array = np.asarray(read_values(tensor), dtype=object)
    decoded = [one.decode("utf-8", "replace") for one in array.ravel()]
    return np.array(decoded, dtype=str).reshape(array.shape) if array.shape else decoded[0]


@functools.cache
def computing_error() -> type[Exception]:
    """Return the class of the errors by which the backend stops in the middle of a computation."""
    paths = {
        "tensorflow": "tensorflow.errors.OpError",
        "jax": "jax.errors.JaxRuntimeError",
        "torch": "builtins.RuntimeError",
    }
    return resolve(paths[get_backend()])  # type: ignore[no-any-return]


def step_errors(*others: type[Exception]) -> tuple[type[Exception], ...]:
    """Return the classes of errors that stop a step: the backend's, and TensorFlow's, whose datasets feed any backend.

    Args:
        others: Further classes.
    """
    of_tensorflow = [resolve("tensorflow.errors.OpError")] if "tensorflow" in sys.modules else []
    return (*others, computing_error(), *of_tensorflow)


def computes_now() -> bool:
    """Tell whether operations give values now: nothing records them for later."""
    if runs_on_tensorflow():
        return bool(sys.modules["tensorflow"].executing_eagerly())
    return not in_stateless_scope() and has_values(keras().ops.zeros(()))


def is_computing() -> bool:
    """Tell whether this thread calls a layer or records operations, of which other computations would become part."""
    return keras.cache_info().currsize > 0 and (call_context() is not None or not computes_now())


def at_once() -> contextlib.AbstractContextManager[Any]:
    """Return a context in which values are computed at once, also where TensorFlow or JAX records a function."""
    if get_backend() == "jax":
        return resolve("jax.ensure_compile_time_eval")()  # type: ignore[no-any-return]
    return sys.modules["tensorflow"].init_scope() if runs_on_tensorflow() else contextlib.nullcontext()
