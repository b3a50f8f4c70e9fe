"""Keras's global settings, under the names of R's keras3."""

from typing import Annotated, Any

from .define import export
from .engine.backend_choice import change_backend
from .engine.loading import keras
from .signatures.words import MISSING, Backend, CountOrNone, DataFormat, Dtype, NotNegative, choice

FloatType = Annotated[str, choice("float32", "float16", "bfloat16", "float64")]


@export
def config_backend() -> str:
    """Return the name of the Keras backend: "tensorflow", "jax" or "torch".

    Use it in scripts that also run on other backends. The backend is chosen before Keras starts.

    Example:
        >>> config_backend()
        'tensorflow'
    """
    return str(keras().backend.backend())


@export
def config_set_backend(backend: Backend = MISSING) -> None:
    """Choose the Keras backend, the library that runs all computations of this session.

    Call it before you first use Keras; the backend cannot be changed later. use_backend() does the same.

    Args:
        backend: "tensorflow", "jax" or "torch".

    Raises:
        RuntimeError: If Keras already runs on a different backend, or the backend is not installed.

    Example:
        >>> config_set_backend("tensorflow")
        >>> config_backend()
        'tensorflow'
    """
    change_backend(backend)
    keras()


@export
def config_dtype_policy() -> Any:
    """Return the dtype policy of new layers.

    It is "float32" unless config_set_dtype_policy() changed it. Existing layers keep their policy.

    Returns:
        A `keras.DTypePolicy`.

    Example:
        >>> config_dtype_policy().name
        'float32'
    """
    return keras().config.dtype_policy()


@export
def config_set_dtype_policy(policy: Dtype = MISSING) -> None:
    """Set the dtype policy of new layers: the data types of computations and weights.

    Set "mixed_float16" before you build a model, to train faster and with less memory on a GPU. Existing layers keep
    their policy.

    Args:
        policy: A name such as "float32" or "mixed_bfloat16" (computations in bfloat16, weights in float32), or a
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
    """Enable flash attention, if the device supports it.

    Flash attention needs less memory for long sequences (Dao et al., 2022, arXiv:2205.14135). Use it on GPUs to undo
    config_disable_flash_attention().

    Example:
        >>> config_disable_flash_attention()
        >>> config_is_flash_attention_enabled()
        False
        >>> config_enable_flash_attention()
    """
    keras().config.enable_flash_attention()


@export
def config_disable_flash_attention() -> None:
    """Disable flash attention.

    Use it to compare results, or if flash attention fails. config_enable_flash_attention() enables it again.

    Example:
        >>> config_disable_flash_attention()
        >>> config_is_flash_attention_enabled()
        False
        >>> config_enable_flash_attention()
    """
    keras().config.disable_flash_attention()


@export
def config_enable_interactive_logging() -> None:
    """Show the progress of fit() and related functions on the screen.

    This is the default. Use it to undo config_disable_interactive_logging().

    Example:
        >>> config_enable_interactive_logging()
        >>> config_is_interactive_logging_enabled()
        True
    """
    keras().config.enable_interactive_logging()


@export
def config_disable_interactive_logging() -> None:
    """Write the progress of fit() and related functions to the absl log instead of the screen.

    Use it for jobs whose output goes to a log file. config_enable_interactive_logging() undoes it.

    Example:
        >>> config_disable_interactive_logging()
        >>> config_is_interactive_logging_enabled()
        False
        >>> config_enable_interactive_logging()
    """
    keras().config.disable_interactive_logging()


@export
def config_enable_traceback_filtering() -> None:
    """Hide the lines of Keras and TensorFlow in tracebacks.

    This is the default: tracebacks show mainly your own code.

    Example:
        >>> config_enable_traceback_filtering()
        >>> config_is_traceback_filtering_enabled()
        True
    """
    keras().config.enable_traceback_filtering()


@export
def config_disable_traceback_filtering() -> None:
    """Show full tracebacks, with the lines of Keras and TensorFlow.

    Use it to debug errors inside Keras, or to report one. config_enable_traceback_filtering() undoes it.

    Example:
        >>> config_disable_traceback_filtering()
        >>> config_is_traceback_filtering_enabled()
        False
        >>> config_enable_traceback_filtering()
    """
    keras().config.disable_traceback_filtering()


@export
def config_is_flash_attention_enabled() -> Any:
    """Check whether flash attention is used on devices that support it.

    Use it to check the effect of config_disable_flash_attention(). CPUs do not support flash attention.

    Returns:
        FALSE after config_disable_flash_attention(), otherwise NULL: used if the device supports it.

    Example:
        >>> config_disable_flash_attention()
        >>> config_is_flash_attention_enabled()
        False
        >>> config_enable_flash_attention()
    """
    return keras().config.is_flash_attention_enabled()


@export
def config_is_interactive_logging_enabled() -> bool:
    """Check whether progress is printed to the screen.

    It shows the effect of config_disable_interactive_logging(). Use it in custom code that prints its own progress.

    Example:
        >>> config_is_interactive_logging_enabled()
        True
    """
    return bool(keras().config.is_interactive_logging_enabled())


@export
def config_is_traceback_filtering_enabled() -> bool:
    """Check whether tracebacks hide the lines of Keras and TensorFlow.

    Use it to check the effect of config_disable_traceback_filtering(). Short tracebacks show mainly your own code;
    complete ones help to find errors inside Keras.

    Example:
        >>> config_is_traceback_filtering_enabled()
        True
    """
    return bool(keras().config.is_traceback_filtering_enabled())


@export
def config_is_nnx_enabled() -> bool:
    """Check whether variables are Flax NNX variables.

    It exists for scripts written for Keras on JAX. On TensorFlow it is always FALSE.

    Example:
        >>> config_is_nnx_enabled()
        False
    """
    return bool(keras().config.is_nnx_enabled())


@export
def config_enable_unsafe_deserialization() -> None:
    """Allow code in model files to run whenever models are loaded.

    Use it only if every file comes from people whom you trust: such code can do anything.

    Example:
        >>> config_enable_unsafe_deserialization()  # doctest: +SKIP
    """
    keras().config.enable_unsafe_deserialization()


@export
def config_epsilon() -> float:
    """Return the small number that prevents division by zero.

    For example, losses clip probabilities to this distance from 0 and 1. The default is 1e-7.

    Example:
        >>> config_epsilon()
        1e-07
    """
    return float(keras().config.epsilon())


@export
def config_set_epsilon(value: NotNegative = MISSING) -> None:
    """Set the small number that prevents division by zero.

    Increase it if losses become NaN in half precision. Losses, metrics and k_epsilon() use it.

    Args:
        value: The new number.

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

    It is "float32" unless changed by config_set_floatx(). New weights and tensors have this type.

    Example:
        >>> config_floatx()
        'float32'
    """
    return str(keras().config.floatx())


@export
def config_set_floatx(value: FloatType = MISSING) -> None:
    """Set Keras's float type, to which data are converted and which new layers use.

    Use "float64" for numerical checks. For mixed precision use config_set_dtype_policy().

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

    The default is "channels_last": (rows, columns, channels). config_set_image_data_format() changes it for layers that
    you create later.

    Example:
        >>> config_image_data_format()
        'channels_last'
    """
    return str(keras().config.image_data_format())


@export
def config_set_image_data_format(data_format: DataFormat = MISSING) -> None:
    """Set the order of the axes of images.

    Image layers use it unless you set their argument `data_format`. "channels_last" is the default and works on
    every device; "channels_first" suits data and models from PyTorch.

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
    """Return the maximum number of epochs in fit(), or NULL if there is no limit.

    Use it to find out why training ended early. config_set_max_epochs() sets the limit, for quick test runs.

    Example:
        >>> config_set_max_epochs(2)
        >>> config_max_epochs()
        2
        >>> config_set_max_epochs(None)
    """
    return keras().config.max_epochs()


@export
def config_max_steps_per_epoch() -> Any:
    """Return the maximum number of steps per epoch, or NULL if there is no limit.

    Use it to find out why epochs are short. config_set_max_steps_per_epoch() sets the limit, for quick test runs.

    Example:
        >>> config_set_max_steps_per_epoch(10)
        >>> config_max_steps_per_epoch()
        10
        >>> config_set_max_steps_per_epoch(None)
    """
    return keras().config.max_steps_per_epoch()


@export
def config_set_max_epochs(max_epochs: CountOrNone = MISSING) -> None:
    """Limit the number of epochs in fit(), to test a script quickly.

    Use it to test a training script from end to end within seconds. NULL removes the limit.

    Args:
        max_epochs: Maximum number of epochs; NULL for no limit.

    Example:
        >>> config_set_max_epochs(2)
        >>> config_max_epochs()
        2
        >>> config_set_max_epochs(None)
    """
    keras().config.set_max_epochs(max_epochs)


@export
def config_set_max_steps_per_epoch(max_steps_per_epoch: CountOrNone = MISSING) -> None:
    """Limit the number of steps per epoch in fit(), evaluate() and predict(), to test a script quickly.

    Use it to test a training script within seconds. NULL removes the limit.

    Args:
        max_steps_per_epoch: Maximum number of steps; NULL for no limit.

    Example:
        >>> config_set_max_steps_per_epoch(10)
        >>> config_max_steps_per_epoch()
        10
        >>> config_set_max_steps_per_epoch(None)
    """
    keras().config.set_max_steps_per_epoch(max_steps_per_epoch)
