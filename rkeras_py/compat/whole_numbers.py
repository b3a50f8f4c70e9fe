"""Conversion of R's whole doubles if plain Keras needs an int: `keras$layers$Dense(32)`.

Keras 2 accepted 32.0 for 32, Keras 3 does not. Arguments are recognized by names that always mean a count, a size, a
position or an axis in Keras; all others, and fractions, are unchanged.
"""

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

_NAMES = """
    units filters kernel_size strides dilation_rate groups depth_multiplier output_padding pool_size size padding
    cropping input_dim output_dim input_length num_heads key_dim value_dim num_query_heads num_key_value_heads
    attention_axes shared_axes lora_rank n power_iterations height width target_size
    shape batch_shape batch_input_shape input_shape output_shape target_shape newshape new_shape noise_shape
    data_shape axis axes axis1 axis2 source destination dims permutation perm pattern reduction_axes
    max_tokens num_tokens num_bins num_oov_indices output_sequence_length ngrams salt vocabulary num_words
    num_classes num_thresholds num_labels class_id top_k k ignore_class classes top minlength num_samples num_segments
    indices indices_or_sections num repeats shift start_indices
    epochs initial_epoch batch_size steps_per_epoch validation_steps validation_batch_size validation_freq steps
    steps_per_execution ema_overwrite_frequency gradient_accumulation_steps decay_steps first_decay_steps warmup_steps
    patience cooldown start_from_epoch save_freq period histogram_freq embeddings_freq verbose
    index node_index seed maxlen max_length sequence_length sequence_stride sampling_rate stride length
    image_size workers max_queue_size blocks penultimate_filters num_blocks dpi line_length
"""
NAMES = frozenset(_NAMES.split())
"""The names of arguments that must be integers."""


def takes_whole_numbers(value: Any) -> bool:
    """Tell whether a class, function or method is Keras's own, so that its arguments' names mean what they do there.

    Args:
        value: Any callable. A class counts by its constructor, which it may have from a class that it extends.
    """
    made_by = _get_constructor(value) if isinstance(value, type) else value
    return str(getattr(made_by, "__module__", "")).startswith("keras.")


def find_whole_places(called: Callable[..., Any], positional: int, names: Sequence[str]) -> list[bool]:
    """Tell which arguments of a call have to be whole.

    Args:
        called: What is called.
        positional: How many arguments have no name.
        names: The names of the others.

    Returns:
        For each argument, those without names first, whether it has to be whole.
    """
    known = _list_by_place(called)[:positional]
    open_ones = [""] * (positional - len(known))
    return [name in NAMES for name in (*known, *open_ones, *names)]


def convert_whole_doubles(
    called: Callable[..., Any], args: Sequence[Any], named: dict[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    """Make whole doubles ints, among the arguments of a call, where Keras wants ints.

    Args:
        called: What is called.
        args: The arguments without names.
        named: Those with names.

    Returns:
        Both in their new form.
    """
    if not takes_whole_numbers(called):
        return list(args), named
    wanted = find_whole_places(called, len(args), list(named))
    values = [as_ints(value) if whole else value for value, whole in zip([*args, *named.values()], wanted, strict=True)]
    return values[: len(args)], dict(zip(named, values[len(args) :], strict=True))


def as_ints(value: Any) -> Any:
    """Return a whole float, or those in a list, as ints; anything else as it is."""
    if isinstance(value, (list, tuple)):
        return type(value)(as_ints(item) for item in value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def as_floats(value: Any) -> Any:
    """Return an int, or those in a list, as floats; anything else, and a logical, as it is."""
    if isinstance(value, (list, tuple)):
        return type(value)(as_floats(item) for item in value)
    return float(value) if type(value) is int else value


def _get_constructor(cls: type) -> Any:
    return getattr(cls, "__init__")  # noqa: B009  # mypy rejects `__init__` on instances


@functools.lru_cache(maxsize=1024)
def _read_signature(function: Any) -> tuple[str, ...]:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):  # functions written in C may have no signature
        return ()
    return tuple(parameter.name for parameter in parameters if parameter.kind in kinds)


def _list_by_place(called: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the arguments that callers may pass by position."""
    if isinstance(called, type):
        return _read_signature(_get_constructor(called))[1:]
    if inspect.ismethod(called):
        return _read_signature(called.__func__)[1:]
    return _read_signature(called)
