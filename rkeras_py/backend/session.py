"""Keras's global settings and counters, and the remaining functions of TensorFlow 1 sessions."""

import warnings

from ..define import operation
from ..engine.internals import modules
from ..engine.loading import keras
from ..signatures.words import (
    MISSING,
    Bool,
    DataFormat,
    NotNegative,
    Str,
    Value,
)
from .phase import forget_phase

_NO_SESSIONS = (
    "{}(): TensorFlow 2 has no sessions. k_get_value() returns the values of a tensor, k_function() runs a part of a "
    "model, and tf$config configures devices and memory."
)


@operation
def k_clear_session() -> None:
    """Reset the global state of Keras.

    Call it between models in a long session, to free memory. Automatic names start again (dense, dense_1, ...) in the
    calling thread. Existing models continue to work, and so do other threads that create models at the same time.

    Example:
        >>> k_get_uid("tower")
        1
        >>> k_clear_session()
        >>> k_get_uid("tower")
        1
    """
    forget_phase()
    modules.clear_session(free_memory=True)


@operation
def clear_session(free_memory: Bool = True) -> None:
    """Reset the global state of Keras; the same as k_clear_session().

    Use it between models in a loop, to free memory. Automatic layer names start again.

    Args:
        free_memory: Whether to run Python's garbage collector, too.

    Example:
        >>> layer_dense(units=1).name
        'dense'
        >>> layer_dense(units=1).name
        'dense_1'
        >>> clear_session()
        >>> layer_dense(units=1).name
        'dense'
    """
    forget_phase()
    modules.clear_session(free_memory)


@operation
def k_backend() -> str:
    """Return the name of the Keras backend: "tensorflow", "jax" or "torch".

    Use it in scripts that also run on other backends. Keras 3 calls it config_backend().

    Example:
        >>> k_backend()
        'tensorflow'
    """
    return str(keras().backend.backend())


@operation
def k_epsilon() -> float:
    """Return the small number that prevents division by zero.

    For example, losses clip probabilities to this distance from 0 and 1. Keras 3 calls it config_epsilon().

    Example:
        >>> k_epsilon()
        1e-07
    """
    return float(keras().config.epsilon())


@operation
def k_floatx() -> str:
    """Return the name of Keras's float type.

    It is "float32" unless changed. Keras 3 calls it config_floatx().

    Example:
        >>> k_floatx()
        'float32'
    """
    return str(keras().config.floatx())


@operation
def k_image_data_format() -> str:
    """Return the order of the axes of images: "channels_last" or "channels_first".

    It is "channels_last", (rows, columns, channels), unless changed. Keras 3 calls it config_image_data_format().

    Example:
        >>> k_image_data_format()
        'channels_last'
    """
    return str(keras().config.image_data_format())


@operation
def k_set_epsilon(e: NotNegative = MISSING) -> None:
    """Set the small number that prevents division by zero.

    Increase it if losses become NaN in half precision. Keras 3 calls it config_set_epsilon().

    Args:
        e: The new number.

    Example:
        >>> k_set_epsilon(1e-05)
        >>> k_epsilon()
        1e-05
        >>> k_set_epsilon(1e-07)
    """
    keras().config.set_epsilon(e)


@operation
def k_set_floatx(floatx: Str = MISSING) -> None:
    """Set Keras's float type.

    Data are converted to it, and new layers use it. "float64" is more accurate but slower; for "float16" prefer mixed
    precision, config_set_dtype_policy().

    Args:
        floatx: "float16", "float32" or "float64".

    Example:
        >>> k_set_floatx("float64")
        >>> k_dtype(k_constant(1.0))
        'float64'
        >>> k_set_floatx("float32")
    """
    keras().config.set_floatx(floatx)


@operation
def k_set_image_data_format(data_format: DataFormat = MISSING) -> None:
    """Set the order of the axes of images.

    Image layers use it unless you set their argument `data_format`. Keras 3 calls it
    config_set_image_data_format().

    Args:
        data_format: "channels_last" or "channels_first".

    Example:
        >>> k_set_image_data_format("channels_first")
        >>> k_image_data_format()
        'channels_first'
        >>> k_set_image_data_format("channels_last")
    """
    keras().config.set_image_data_format(data_format)


@operation
def k_get_uid(prefix: Str = "") -> int:
    """Return a new number at each call: 1, 2, ...

    Use it to make names unique, such as those of custom layers. Each prefix is counted separately.

    Args:
        prefix: Name of the count; each prefix has its own count, and automatic names of layers use the same.

    Returns:
        A whole number.

    Example:
        >>> k_get_uid("tower")
        1
        >>> k_get_uid("tower")
        2
    """
    return int(keras().backend.get_uid(prefix))


@operation
def k_reset_uids() -> None:
    """Reset all counts of k_get_uid(), and the numbers in automatic names of layers.

    Use it to get the same layer names each time you build a model. k_clear_session() does this, too.

    Example:
        >>> k_get_uid("tower")
        1
        >>> k_reset_uids()
        >>> k_get_uid("tower")
        1
    """
    modules.reset_uids()


@operation
def k_manual_variable_initialization(value: Bool = MISSING) -> None:
    """Accept a setting of TensorFlow 1 without effect.

    It has no effect. Variables are always initialized when they are created.

    Args:
        value: Without effect; TRUE gives a warning.

    Differences:
        `TRUE` has no effect, with a warning: TensorFlow 2 has no sessions to initialize variables in.

    Example:
        >>> k_manual_variable_initialization(False)
        >>> k_get_value(k_variable([1.0, 2.0]))
        array([1., 2.], dtype=float32)
    """
    if value:
        warnings.warn(
            "k_manual_variable_initialization() has no effect: variables are always initialized when they are created.",
            stacklevel=2,
        )


@operation
def k_get_session() -> None:
    """Raise an error, because TensorFlow 2 has no sessions.

    It exists so that scripts for TensorFlow 1 get a clear error. Operations run directly; use k_get_value() for values.

    Raises:
        RuntimeError: Always; it names the replacement of a session.

    Unavailable:
        TensorFlow 2 has no sessions: call functions and models directly.
    """
    raise RuntimeError(_NO_SESSIONS.format("k_get_session"))


@operation
def k_set_session(session: Value = MISSING) -> None:
    """Raise an error, because TensorFlow 2 has no sessions.

    It exists so that scripts for TensorFlow 1 get a clear error. Operations run directly.

    Args:
        session: A session of TensorFlow 1.

    Raises:
        RuntimeError: Always; it names the replacement of a session.

    Unavailable:
        TensorFlow 2 has no sessions: call functions and models directly.
    """
    raise RuntimeError(_NO_SESSIONS.format("k_set_session"))
