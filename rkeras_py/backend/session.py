"""Random numbers, and Keras's global settings and counters."""

import warnings
from typing import Any

from ..define import operation
from ..engine.internals.modules import reset_uids
from ..engine.loading import keras
from ..signatures.object_words import Name
from ..signatures.results import Variable
from ..signatures.words import (
    MISSING,
    Bool,
    DataFormat,
    Dtype,
    NotNegative,
    Number,
    Probability,
    Seed,
    Shape,
    Str,
    Value,
)
from .creation import k_variable
from .phase import forget_phase

_NO_SESSIONS = (
    "{}(): there are no sessions since TensorFlow 2. k_get_value() gives the values of a tensor, k_function() runs a "
    "part of a model, and tf$config chooses devices and their memory."
)


@operation
def k_random_normal(
    shape: Shape = MISSING,
    mean: Number = 0.0,
    stddev: NotNegative = 1.0,
    dtype: Dtype | None = None,
    seed: Seed | None = None,
) -> Any:
    """Draw from a normal distribution.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        mean: Mean of the distribution.
        stddev: Its standard deviation.
        dtype: Name of the data type; NULL takes Keras's float type.
        seed: Whole number: the same seed gives the same numbers at each call. NULL draws anew each time.
    """
    return keras().random.normal(shape, mean, stddev, dtype=dtype, seed=seed)


@operation
def k_truncated_normal(
    shape: Shape = MISSING,
    mean: Number = 0.0,
    stddev: NotNegative = 1.0,
    dtype: Dtype | None = None,
    seed: Seed | None = None,
) -> Any:
    """Draw from a normal distribution without its tails.

    Values further than two standard deviations from the mean are drawn again.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        mean: Mean of the distribution.
        stddev: Its standard deviation before it is truncated.
        dtype: Name of the data type; NULL takes Keras's float type.
        seed: Whole number: the same seed gives the same numbers at each call. NULL draws anew each time.
    """
    return keras().random.truncated_normal(shape, mean, stddev, dtype=dtype, seed=seed)


@operation
def k_random_uniform(
    shape: Shape = MISSING,
    minval: Number = 0.0,
    maxval: Number = 1.0,
    dtype: Dtype | None = None,
    seed: Seed | None = None,
) -> Any:
    """Draw from a uniform distribution.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        minval: Lower limit.
        maxval: Upper limit, which is not drawn.
        dtype: Name of the data type; NULL takes Keras's float type.
        seed: Whole number: the same seed gives the same numbers at each call. NULL draws anew each time.
    """
    if "int" in str(dtype):
        return keras().random.randint(shape, int(minval), int(maxval), dtype=dtype, seed=seed)
    return keras().random.uniform(shape, minval, maxval, dtype=dtype, seed=seed)


@operation
def k_random_binomial(
    shape: Shape = MISSING, p: Probability = 0.0, dtype: Dtype | None = None, seed: Seed | None = None
) -> Any:
    """Draw ones with a probability, else zeros.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        p: Probability (0 to 1) of a one.
        dtype: Name of the data type; NULL takes Keras's float type.
        seed: Whole number: the same seed gives the same numbers at each call. NULL draws anew each time.
    """
    draw = keras().random.uniform(shape, seed=seed)
    return keras().ops.cast(draw < p, dtype or keras().config.floatx())


@operation
def k_random_bernoulli(
    shape: Shape = MISSING, p: Probability = 0.0, dtype: Dtype | None = None, seed: Seed | None = None
) -> Any:
    """Draw ones with a probability, else zeros.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        p: Probability (0 to 1) of a one.
        dtype: Name of the data type; NULL takes Keras's float type.
        seed: Whole number: the same seed gives the same numbers at each call. NULL draws anew each time.
    """
    draw = keras().random.uniform(shape, seed=seed)
    return keras().ops.cast(draw < p, dtype or keras().config.floatx())


@operation
def k_random_normal_variable(
    shape: Shape = MISSING,
    mean: Number = MISSING,
    scale: NotNegative = MISSING,
    dtype: Dtype | None = None,
    name: Name | None = None,
    seed: Seed | None = None,
) -> Variable:
    """Make a variable with values from a normal distribution.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        mean: Mean of the distribution.
        scale: Its standard deviation.
        dtype: Name of the data type; NULL takes Keras's float type.
        name: Its name.
        seed: Whole number: the same seed gives the same numbers at each call. NULL draws anew each time.
    """
    return k_variable(k_random_normal(shape, mean, scale, dtype, seed), dtype, name)


@operation
def k_random_uniform_variable(
    shape: Shape = MISSING,
    low: Number = MISSING,
    high: Number = MISSING,
    dtype: Dtype | None = None,
    name: Name | None = None,
    seed: Seed | None = None,
) -> Variable:
    """Make a variable with values from a uniform distribution.

    Args:
        shape: Shape of the tensor, a whole number or a vector.
        low: Lower limit.
        high: Upper limit.
        dtype: Name of the data type; NULL takes Keras's float type.
        name: Its name.
        seed: Whole number: the same seed gives the same numbers at each call. NULL draws anew each time.
    """
    return k_variable(k_random_uniform(shape, low, high, dtype, seed), dtype, name)


@operation
def k_clear_session() -> None:
    """Forget what Keras keeps globally.

    Automatic names start again (dense, dense_1, ...); models that are in use go on to work.
    """
    forget_phase()
    keras().backend.clear_session()


@operation
def clear_session(free_memory: Bool = True) -> None:
    """Forget what Keras keeps globally; the same as k_clear_session().

    Args:
        free_memory: Whether Python's garbage collector runs, too.
    """
    forget_phase()
    keras().utils.clear_session(free_memory)


@operation
def k_backend() -> str:
    """Return the name of the library that computes: "tensorflow"."""
    return str(keras().backend.backend())


@operation
def k_epsilon() -> float:
    """Return the small number that keeps divisions from failing."""
    return float(keras().config.epsilon())


@operation
def k_floatx() -> str:
    """Return the name of Keras's float type."""
    return str(keras().config.floatx())


@operation
def k_image_data_format() -> str:
    """Return the order of the axes of images: "channels_last" or "channels_first"."""
    return str(keras().config.image_data_format())


@operation
def k_set_epsilon(e: NotNegative = MISSING) -> None:
    """Set the small number that keeps divisions from failing.

    Args:
        e: The number.
    """
    keras().config.set_epsilon(e)


@operation
def k_set_floatx(floatx: Str = MISSING) -> None:
    """Set Keras's float type.

    Data are converted to it, and new layers use it.

    Args:
        floatx: "float16", "float32" or "float64".
    """
    keras().config.set_floatx(floatx)


@operation
def k_set_image_data_format(data_format: DataFormat = MISSING) -> None:
    """Set the order of the axes of images.

    Args:
        data_format: "channels_last" or "channels_first".
    """
    keras().config.set_image_data_format(data_format)


@operation
def k_get_uid(prefix: Str = "") -> int:
    """Count up: return 1, 2, ... at each call.

    Args:
        prefix: What is counted; each prefix has a count of its own, and automatic names of layers use the same.

    Returns:
        A whole number.
    """
    return int(keras().backend.get_uid(prefix))


@operation
def k_reset_uids() -> None:
    """Reset all counts of k_get_uid(), and the numbers in automatic names of layers."""
    reset_uids()


@operation
def k_manual_variable_initialization(value: Bool = MISSING) -> None:
    """Keep scripts for TensorFlow 1 running: variables always have their values from the start.

    Args:
        value: Without effect; TRUE gives a warning.

    Differences:
        `TRUE` has no effect, and a warning says so: TensorFlow 2 has no sessions to initialize variables in.
    """
    if value:
        warnings.warn(
            "k_manual_variable_initialization(): without effect, variables have their values from the start.",
            stacklevel=2,
        )


@operation
def k_get_session() -> None:
    """Raise an error: there are no sessions since TensorFlow 2.

    Raises:
        RuntimeError: Always; it says what takes the place of a session.

    Unavailable:
        TensorFlow 2 has no sessions: call functions and models directly.
    """
    raise RuntimeError(_NO_SESSIONS.format("k_get_session"))


@operation
def k_set_session(session: Value = MISSING) -> None:
    """Raise an error: there are no sessions since TensorFlow 2.

    Args:
        session: A session of TensorFlow 1.

    Raises:
        RuntimeError: Always; it says what takes the place of a session.

    Unavailable:
        TensorFlow 2 has no sessions: call functions and models directly.
    """
    raise RuntimeError(_NO_SESSIONS.format("k_set_session"))
