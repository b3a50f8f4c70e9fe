"""Keras's global settings, under the names of R's keras3."""

from typing import Annotated, Any

from .define import export
from .engine.loading import keras
from .signatures.words import MISSING, CountOrNone, DataFormat, Dtype, NotNegative, choice

Backend = Annotated[str, choice("tensorflow")]
FloatType = Annotated[str, choice("float32", "float16", "bfloat16", "float64")]


@export
def config_backend() -> str:
    """Return the name of the library that computes: "tensorflow".

    Example:
        >>> config_backend()
        'tensorflow'
    """
    return str(keras().backend.backend())


@export
def config_set_backend(
    backend: Backend = MISSING,
) -> None:
    """Choose the library that computes; this package runs on TensorFlow alone.

    Args:
        backend: "tensorflow".

    Raises:
        ValueError: If another one is asked for.

    Example:
        >>> config_set_backend("tensorflow")
        >>> config_backend()
        'tensorflow'
    """
    keras()


@export
def config_dtype_policy() -> Any:
    """Return the policy that new layers take: in which type they compute, and which type their weights have.

    Returns:
        A `keras.DTypePolicy`.

    Example:
        >>> config_dtype_policy().name
        'float32'
    """
    return keras().config.dtype_policy()


@export
def config_set_dtype_policy(
    policy: Dtype = MISSING,
) -> None:
    """Set the policy that new layers take: in which type they compute, and which type their weights have.

    Args:
        policy: Such as "float32", "mixed_bfloat16" (computes in bfloat16, weights are float32), or a
            `keras.DTypePolicy`.

    Example:
        >>> config_set_dtype_policy("mixed_bfloat16")
        >>> layer_dense(units=1).compute_dtype
        'bfloat16'
        >>> config_set_dtype_policy("float32")
    """
    keras().config.set_dtype_policy(policy)


@export
def config_enable_flash_attention() -> None:
    """Enable the flash attention kernels, where the device has them.

    Example:
        >>> config_disable_flash_attention()
        >>> config_is_flash_attention_enabled()
        False
        >>> config_enable_flash_attention()
    """
    keras().config.enable_flash_attention()


@export
def config_disable_flash_attention() -> None:
    """Disable the flash attention kernels, where the device has them.

    Example:
        >>> config_disable_flash_attention()
        >>> config_is_flash_attention_enabled()
        False
        >>> config_enable_flash_attention()
    """
    keras().config.disable_flash_attention()


@export
def config_enable_interactive_logging() -> None:
    """Print the progress of fit() and its kin to the screen.

    Example:
        >>> config_enable_interactive_logging()
        >>> config_is_interactive_logging_enabled()
        True
    """
    keras().config.enable_interactive_logging()


@export
def config_disable_interactive_logging() -> None:
    """Write the progress of fit() and its kin to the log of absl instead of the screen.

    Example:
        >>> config_disable_interactive_logging()
        >>> config_is_interactive_logging_enabled()
        False
        >>> config_enable_interactive_logging()
    """
    keras().config.disable_interactive_logging()


@export
def config_enable_traceback_filtering() -> None:
    """Enable the shortening of tracebacks to what is not of Keras and TensorFlow.

    Example:
        >>> config_enable_traceback_filtering()
        >>> config_is_traceback_filtering_enabled()
        True
    """
    keras().config.enable_traceback_filtering()


@export
def config_disable_traceback_filtering() -> None:
    """Disable the shortening of tracebacks to what is not of Keras and TensorFlow.

    Example:
        >>> config_disable_traceback_filtering()
        >>> config_is_traceback_filtering_enabled()
        False
        >>> config_enable_traceback_filtering()
    """
    keras().config.disable_traceback_filtering()


@export
def config_is_flash_attention_enabled() -> Any:
    """Tell whether flash attention kernels are used where the device has them.

    Returns:
        FALSE after config_disable_flash_attention(), else NULL: wherever the device has them.

    Example:
        >>> config_disable_flash_attention()
        >>> config_is_flash_attention_enabled()
        False
        >>> config_enable_flash_attention()
    """
    return keras().config.is_flash_attention_enabled()


@export
def config_is_interactive_logging_enabled() -> bool:
    """Tell whether progress is printed to the screen.

    Example:
        >>> config_is_interactive_logging_enabled()
        True
    """
    return bool(keras().config.is_interactive_logging_enabled())


@export
def config_is_traceback_filtering_enabled() -> bool:
    """Tell whether tracebacks are shortened to what is not of Keras and TensorFlow.

    Example:
        >>> config_is_traceback_filtering_enabled()
        True
    """
    return bool(keras().config.is_traceback_filtering_enabled())


@export
def config_is_nnx_enabled() -> bool:
    """Tell whether variables are those of Flax NNX, which they never are on TensorFlow.

    Example:
        >>> config_is_nnx_enabled()
        False
    """
    return bool(keras().config.is_nnx_enabled())


@export
def config_enable_unsafe_deserialization() -> None:
    """Run code that files hold, wherever models are loaded.

    Do that only where every file comes from people whom you trust: code can do anything.

    Example:
        >>> config_enable_unsafe_deserialization()  # doctest: +SKIP
    """
    keras().config.enable_unsafe_deserialization()


@export
def config_epsilon() -> float:
    """Return the small number that keeps divisions from failing.

    Example:
        >>> config_epsilon()
        1e-07
    """
    return float(keras().config.epsilon())


@export
def config_set_epsilon(
    value: NotNegative = MISSING,
) -> None:
    """Set the small number that keeps divisions from failing.

    Args:
        value: The number.

    Example:
        >>> config_set_epsilon(1e-05)
        >>> config_epsilon()
        1e-05
        >>> config_set_epsilon(1e-07)
    """
    keras().config.set_epsilon(value)


@export
def config_floatx() -> str:
    """Return the name of Keras's float type.

    Example:
        >>> config_floatx()
        'float32'
    """
    return str(keras().config.floatx())


@export
def config_set_floatx(
    value: FloatType = MISSING,
) -> None:
    """Set Keras's float type: data are converted to it, and new layers use it.

    Args:
        value: "float16", "bfloat16", "float32" or "float64".

    Example:
        >>> config_set_floatx("float64")
        >>> k_dtype(k_zeros(2))
        'float64'
        >>> config_set_floatx("float32")
    """
    keras().config.set_floatx(value)


@export
def config_image_data_format() -> str:
    """Return the order of the axes of images: "channels_last" or "channels_first".

    Example:
        >>> config_image_data_format()
        'channels_last'
    """
    return str(keras().config.image_data_format())


@export
def config_set_image_data_format(
    data_format: DataFormat = MISSING,
) -> None:
    """Set the order of the axes of images.

    Args:
        data_format: "channels_last" or "channels_first".

    Example:
        >>> config_set_image_data_format("channels_first")
        >>> config_image_data_format()
        'channels_first'
        >>> config_set_image_data_format("channels_last")
    """
    keras().config.set_image_data_format(data_format)


@export
def config_max_epochs() -> Any:
    """Return how many epochs any fit() runs at most; NULL where nothing limits them.

    Example:
        >>> config_set_max_epochs(2)
        >>> config_max_epochs()
        2
        >>> config_set_max_epochs(None)
    """
    return keras().config.max_epochs()


@export
def config_max_steps_per_epoch() -> Any:
    """Return how many steps any epoch has at most; NULL where nothing limits them.

    Example:
        >>> config_set_max_steps_per_epoch(10)
        >>> config_max_steps_per_epoch()
        10
        >>> config_set_max_steps_per_epoch(None)
    """
    return keras().config.max_steps_per_epoch()


@export
def config_set_max_epochs(
    max_epochs: CountOrNone = MISSING,
) -> None:
    """Limit the epochs of any fit(), as for a quick try of a long script.

    Args:
        max_epochs: How many it runs at most; NULL for any number.

    Example:
        >>> config_set_max_epochs(2)
        >>> config_max_epochs()
        2
        >>> config_set_max_epochs(None)
    """
    keras().config.set_max_epochs(max_epochs)


@export
def config_set_max_steps_per_epoch(
    max_steps_per_epoch: CountOrNone = MISSING,
) -> None:
    """Limit the steps of any epoch of fit(), evaluate() and predict(), as for a quick try of a long script.

    Args:
        max_steps_per_epoch: How many there are at most; NULL for any number.

    Example:
        >>> config_set_max_steps_per_epoch(10)
        >>> config_max_steps_per_epoch()
        10
        >>> config_set_max_steps_per_epoch(None)
    """
    keras().config.set_max_steps_per_epoch(max_steps_per_epoch)
