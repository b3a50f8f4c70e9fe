"""The Keras in use, and the seeds of all random numbers."""

import importlib.metadata
import importlib.util
import os
import re
import sys
from typing import Any

from ..bridge.session import running_session
from ..define import export
from ..engine.backend_choice import BACKENDS, change_backend, find_backend, is_there
from ..engine.internals import seeds
from ..engine.loading import keras
from ..messages import errors
from ..on_tensorflow import computing
from ..signatures.words import MISSING, Backend, Bool, CountFromZero, Value

_OLDEST = "3.12"
_NO_GPU = {
    "tensorflow": {"CUDA_VISIBLE_DEVICES": "-1"},
    "jax": {"JAX_PLATFORMS": "cpu"},
    "torch": {"KERAS_TORCH_DEVICE": "cpu"},
}
_ONE_THREAD = {"TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}


@export(python_only=True)
def implementation() -> Any:
    """Return the module `keras`.

    Use it to reach classes and functions of Keras for which rkeras has no wrapper.

    Example:
        >>> implementation().__name__
        'keras'
    """
    return keras()


@export(python_only=True)
def use_backend(backend: Backend = "tensorflow", gpu: Bool | None = None) -> None:
    """Choose the backend of Keras: TensorFlow, JAX or PyTorch.

    Call it before you first use Keras: a process cannot change its backend. You can also set the environment variable
    KERAS_BACKEND, or "backend" in ~/.keras/keras.json.

    Args:
        backend: "tensorflow", "jax" or "torch".
        gpu: Whether to use GPUs; `NULL` is the same as `TRUE`. `FALSE` hides them, which works only before the backend
            starts.

    Raises:
        RuntimeError: If Keras already runs on another backend, or the backend is not installed.

    Differences:
        Only "tensorflow", "jax" and "torch" are supported; others raise an error.

    Example:
        >>> use_backend("tensorflow")
        >>> config_backend()
        'tensorflow'
    """
    change_backend(backend)
    if gpu is False:
        _hide_gpus(backend)


def _hide_gpus(backend: str) -> None:
    """Have a backend compute on the CPU only.

    Raises:
        RuntimeError: If it runs already, and uses a GPU.
    """
    if backend not in sys.modules:
        os.environ.update(_NO_GPU[backend])
    elif _has_gpu():
        raise RuntimeError(f"use_backend(): {BACKENDS[backend]} runs already, and uses the GPU: start a new session.")


@export(python_only=True)
def is_keras_available(version: Value = None) -> bool:
    """Check whether Keras and its backend are installed, without loading them.

    Use it to skip examples and tests on machines without Keras.

    Args:
        version: The minimum version of Keras, such as `"3.12"`; `NULL` is the oldest supported version.

    Raises:
        ValueError: If `version` is not a version number.

    Example:
        >>> is_keras_available()
        True
        >>> is_keras_available("99.0")
        False
    """
    if version is not None and not (isinstance(version, str) and re.fullmatch(r"\d+([.-]\d+)*", version)):
        raise errors.bad_argument("is_keras_available", "version", 'a version such as "3.12", as text', version)
    if importlib.util.find_spec("keras") is None or not is_there(find_backend()):
        return False
    found = _split_version(importlib.metadata.version("keras"))
    return all(found >= _split_version(str(wanted)) for wanted in (_OLDEST, version) if wanted is not None)


def _split_version(version: str) -> list[int]:
    numbers = re.match(r"[\d.]*", version)
    return [int(number) for number in (numbers.group() if numbers else "").split(".") if number]


@export(python_only=True)
def use_session_with_seed(
    seed: CountFromZero = MISSING, disable_gpu: Bool = True, disable_parallel_cpu: Bool = True, quiet: Bool = False
) -> None:
    """Make results reproducible, with a seed for R, Python, numpy and TensorFlow.

    Use it at the top of a script whose results should be exactly reproducible. Call it first: the settings that fix the
    order of parallel sums work only before TensorFlow runs computations.

    Args:
        seed: Whole number, not negative.
        disable_gpu: Whether to compute only on the CPU.
        disable_parallel_cpu: Whether to compute in one thread.
        quiet: Whether to print nothing.

    Example:
        >>> use_session_with_seed(1, disable_gpu=False, disable_parallel_cpu=False, quiet=True)
        >>> k_random_uniform(2)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.25899982, 0.8624469 ], dtype=float32)>
    """
    runs = find_backend() in sys.modules
    said = ["no GPU"] if disable_gpu else []
    if disable_gpu and not runs:
        os.environ.update(_NO_GPU.get(find_backend(), {}))
    if disable_parallel_cpu:
        os.environ.update({} if runs else _ONE_THREAD)
        said.append(describe_threads(not runs or limit_threads()))
    _seed_all(int(seed))
    if disable_gpu and runs and _has_gpu():
        said[0] = "the GPU as it was: Keras runs already"
    if not quiet:
        print(f"Set seed to {seed}" + (f" ({', '.join(said)})" if said else ""), file=sys.stderr)


def describe_threads(are_limited: bool) -> str:
    """Describe how many threads compute.

    Args:
        are_limited: Whether TensorFlow, if it computes, does so in one thread.
    """
    if find_backend() != "tensorflow":
        return "threads unchanged: only TensorFlow can use one thread"
    return "one thread" if are_limited else "threads unchanged: TensorFlow is running"


def limit_threads() -> bool:
    """Have a TensorFlow that is loaded compute in one thread, and tell whether it does: it cannot once it computed."""
    if find_backend() != "tensorflow":
        return False
    return computing.use_one_thread()


@export(python_only=True)
def set_random_seed(seed: CountFromZero = MISSING) -> None:
    """Set the random seed of R, Python, numpy and the Keras backend.

    Use it to get the same initial weights, shuffles and dropout in each run. Results can still differ by rounding
    errors: use_session_with_seed() also fixes the order of parallel sums, which makes training slower.

    Args:
        seed: Whole number, not negative.

    Example:
        >>> set_random_seed(1)
        >>> k_random_uniform(2)
        <tf.Tensor: shape=(2,), dtype=float32, numpy=array([0.25899982, 0.8624469 ], dtype=float32)>
    """
    _seed_all(int(seed))


def _seed_all(seed: int) -> None:
    seeds.set_random_seed(seed)
    session = running_session()
    if session is not None:
        session.call("set.seed", seed)


def _has_gpu() -> bool:
    backend = find_backend()
    if backend == "torch":
        return bool(keras().ops.zeros(()).device.type != "cpu")
    if backend == "jax":
        return bool(sys.modules["jax"].default_backend() != "cpu")
    return computing.has_gpu()
