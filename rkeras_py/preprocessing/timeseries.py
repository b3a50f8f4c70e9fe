"""Windows of time series."""

from typing import Annotated, Any

from ..data.arrays import to_array
from ..define import export
from ..engine.loading import resolve
from ..messages import errors
from ..signatures import conversions
from ..signatures.calls import call_keras, convert_further
from ..signatures.registry import REGISTRY
from ..signatures.words import MISSING, Bool, Count, CountOrNone, Int, RandomSeed, Value, Word, get_word


def _convert_first(value: Any) -> int:
    index = int(get_word(Int).convert(value))
    if index < 0:
        raise conversions.Wrong("")
    return max(index - 1, 0)


def _convert_last(value: Any) -> int | None:
    index = int(get_word(Int).convert(value))
    if index < -1 or index == 0:
        raise conversions.Wrong("-1 stands for the last time step.")
    return None if index == -1 else index


StartIndex = Annotated[Any, Word("a whole number, counted from 1", _convert_first, hint="Int", base=1)]
EndIndex = Annotated[Any, Word("a whole number, counted from 1", _convert_last, hint="Int")]


@export
def timeseries_generator(
    data: Value = MISSING,
    targets: Value = MISSING,
    length: Count = MISSING,
    sampling_rate: Count = 1,
    stride: Count = 1,
    start_index: Int = 0,
    end_index: Int | None = None,
    shuffle: Bool = False,
    reverse: Bool = False,
    batch_size: Count = 128,
) -> Any:
    """Create batches of windows of a time series, each with the target at the next step.

    Use it to train a forecast on windows of a series, batch by batch. In new code use timeseries_dataset_from_array().

    Args:
        data: The series: a vector, or an array whose first axis is time.
        targets: The target at each time step.
        length: Number of time steps of a window.
        sampling_rate: Use every n-th time step of the window.
        stride: Number of time steps between the starts of two windows.
        start_index: The first time step to use, counted from 0.
        end_index: The last time step to use as a target, counted from 0; NULL: the end of the data.
        shuffle: Whether to draw windows at random instead of in order.
        reverse: Whether the steps of a window come in reverse order.
        batch_size: Number of windows in a batch.

    Returns:
        An object to pass to `fit()`, `evaluate()` or `predict()` as `x`. Its length is the number of batches; its items
        are pairs of windows, of shape (`batch_size`, steps, ...), and their targets.

    Raises:
        ValueError: If data and targets differ in length, or no window fits.

    Example:
        >>> windows = timeseries_generator(np.arange(6.0), np.arange(6.0), length=3, batch_size=2)
        >>> windows[0]
        (array([[0., 1., 2.],
               [1., 2., 3.]], dtype=float32), array([3., 4.], dtype=float32))

    Example in R:
        windows <- timeseries_generator(0:5, 0:5, length = 3, batch_size = 2)
        reticulate::py_get_item(windows, 0L)
    """
    name = "timeseries_generator"
    series, wanted = _convert_numbers(name, "data", data), _convert_numbers(name, "targets", targets)
    if len(series) != len(wanted):
        raise errors.bad_argument(name, "targets", f"of length {len(series)}, as `data` is", wanted)
    sizes = {"length": length, "sampling_rate": sampling_rate, "stride": stride, "batch_size": batch_size}
    for argument, value in sizes.items():
        if value < 1:
            raise errors.bad_argument(name, argument, "a whole number of at least 1", value)
    if start_index < 0:
        raise errors.bad_argument(name, "start_index", "a whole number of at least 0", start_index)
    last = len(series) - 1 if end_index is None else end_index
    if last >= len(series):
        raise errors.bad_argument(name, "end_index", f"at most {len(series) - 1}, the last time step", last)
    if start_index + length > last:
        hint = f"No window fits between the time steps {start_index} and {last}."
        raise errors.bad_argument(name, "length", f"a whole number of at most {last - start_index}", length, hint)
    cls = resolve("rkeras_py.preprocessing.timeseries_classes.TimeseriesGenerator")
    return cls(series, wanted, length, sampling_rate, stride, start_index, last, shuffle, reverse, batch_size)


def _convert_numbers(function: str, argument: str, value: Any) -> Any:
    try:
        array = to_array(value)
    except ValueError as error:
        raise ValueError(f"{function}(): `{argument}`: {error}") from error
    if not hasattr(array, "dtype") or array.dtype == "string" or getattr(array.dtype, "kind", "f") not in "iufb":
        raise errors.bad_argument(function, argument, "an array of numbers", value)
    return array


@export
def timeseries_dataset_from_array(
    data: Value = MISSING,
    targets: Value = MISSING,
    sequence_length: Count = MISSING,
    sequence_stride: Count = 1,
    sampling_rate: Count = 1,
    batch_size: CountOrNone = 128,
    shuffle: Bool = False,
    *,
    seed: RandomSeed | None = None,
    start_index: StartIndex = None,
    end_index: EndIndex = None,
    **options: Any,
) -> Any:
    """Create a dataset of windows of a time series.

    Use it to train a forecast: each sample is a window of past values, and its target is a later value.

    Args:
        data: The series: a vector, or an array whose first axis is time.
        targets: The target of each window, at the position of the first time step of the window; NULL: none.
        sequence_length: Number of time steps of a window.
        sequence_stride: Number of time steps between the starts of two windows.
        sampling_rate: Distance between the time steps of a window.
        batch_size: Number of windows in a batch; NULL: no batches.
        shuffle: Whether to shuffle the windows.
        seed: Seed of the random order, a whole number.
        start_index: The first time step to use, counted from 1.
        end_index: The last time step to use, counted from 1; NULL or -1: the end of the data.
        **options: Further arguments of `keras.utils.timeseries_dataset_from_array()`, by their full names.

    Returns:
        A dataset of batches of windows, or of pairs of windows and their targets.

    Raises:
        ValueError: If no window fits.

    Differences:
        `end_index` may be the last time step.

    Example:
        >>> windows = timeseries_dataset_from_array(np.arange(5.0), None, sequence_length=3)
        >>> next(iter(windows))
        <tf.Tensor: shape=(3, 3), dtype=float32, numpy=
        array([[0., 1., 2.],
               [1., 2., 3.],
               [2., 3., 4.]], dtype=float32)>

    Example in R:
        windows <- timeseries_dataset_from_array(0:4, NULL, sequence_length = 3)
        iter_next(as_iterator(windows))
    """
    name = "timeseries_dataset_from_array"
    series = _convert_numbers(name, "data", data)
    steps = len(series[start_index:end_index])
    if (sequence_length - 1) * sampling_rate >= steps:
        expected = f"at most as long as `data`, of which there are {steps} time steps"
        hint = "`sampling_rate` stretches a window." if sampling_rate > 1 else ""
        raise errors.bad_argument(name, "sequence_length", expected, sequence_length, hint)
    target = resolve("keras.utils.timeseries_dataset_from_array")
    spec = REGISTRY[name]
    arguments = {
        "data": series,
        "targets": None if targets is None else _convert_numbers(name, "targets", targets),
        "sequence_length": sequence_length,
        "sequence_stride": sequence_stride,
        "sampling_rate": sampling_rate,
        "batch_size": batch_size,
        "shuffle": shuffle,
        "seed": seed,
        "start_index": start_index,
        "end_index": None if end_index == len(series) else end_index,
    }
    return call_keras(spec, target, {**arguments, **convert_further(spec, target, options)})
