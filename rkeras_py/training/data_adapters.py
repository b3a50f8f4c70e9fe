"""Batches for Keras's training loop without a TensorFlow pipeline; loaded with Keras, on first use.

Keras passes generators to TensorFlow, which runs them in its own threads, ahead of time. R runs on the main thread
only, so it would wait forever. But Keras accepts any data adapter and, if that returns a plain Python iterator, draws
from it in the training loop itself, one batch for each step.
"""

import itertools
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from keras.utils import PyDataset

from ..engine.internals.modules import data_adapter_class
from ..engine.loading import keras
from ..engine.tensors import runs_on_tensorflow
from ..interrupts import loops
from ..messages import errors
from ..on_tensorflow.computing import make_end_of_data
from ..on_tensorflow.tensors import convert


class MainThreadAdapter(data_adapter_class()):  # type: ignore[misc]
    """Batches of a function, an iterator or a PyDataset.

    Args:
        source: What gives the batches.
        prepare: Makes of each what Keras is to get.
        empty: Makes the error for data without a batch.
        per_execution: How many batches Keras draws for one call of its compiled function.
        shuffle: Whether to take the batches of a finite PyDataset in random order.
        trained: The model whose training ends with the data; None where they do not train.

    Attributes:
        failure: The exception that the source raised, if it did.
        drawn: How many batches came, in all epochs.
        in_epoch: How many batches came in the current epoch.
    """

    def __init__(
        self,
        source: Any,
        prepare: Callable[[Any], Any],
        empty: Callable[[], Exception],
        per_execution: int = 1,
        shuffle: bool = False,
        trained: Any = None,
    ) -> None:
        self._source = source
        self._dataset = source if isinstance(source, keras().utils.PyDataset) else None
        self._prepare = prepare
        self._empty = empty
        self._per_execution = per_execution
        self._shuffle = shuffle
        self._trained = trained
        self._ended = False
        self._first: tuple[Any, Iterator[Any]] | None = None
        self.failure: BaseException | None = None
        self.drawn = 0
        self.in_epoch = 0

    def get_tf_dataset(self) -> Any:
        """Return what Keras iterates over: this."""
        return self

    get_jax_iterator = get_torch_dataloader = get_tf_dataset

    def __iter__(self) -> "_Batches":
        """Go through the batches; functions and iterators go on where they were."""
        return _Batches(self, self._draw_batches())

    def look_ahead(self) -> Any:
        """Return the first batch, which stays to be drawn: by its shapes Keras builds what is not built yet."""
        if self._first is None:
            batches = self._draw_batches()
            self._first = self._draw_kept(batches), batches
        return self._first[0]

    def _draw_kept(self, batches: Iterator[Any]) -> Any:
        try:
            return self._prepare(next(batches))
        except StopIteration:
            raise self._empty() from None
        except BaseException as error:
            self.failure = error
            raise

    def _draw_batches(self) -> Iterator[Any]:
        if self._first is not None:
            return self._first[1]
        if self._dataset is not None:
            return map(self._dataset.__getitem__, self._draw_order())
        if hasattr(self._source, "__next__"):
            return self._source  # type: ignore[no-any-return]
        return _call_until_none(self._source)

    def _draw_order(self) -> Iterator[int]:
        if self.num_batches is None:
            return itertools.count()
        order = list(range(self.num_batches))
        if self._shuffle:
            random.shuffle(order)
        return iter(order)

    def draw(self, batches: Iterator[Any]) -> Any:
        """Return the next batch, as Keras gets it.

        Raises:
            StopIteration: If the data end in the middle of an execution.
            OutOfRangeError: If the data end at the beginning of one: TensorFlow's way to say so; JAX has one way.
        """
        if self._ended:
            raise _make_end_of_data()
        if self._first is not None:
            (first, _), self._first = self._first, None
            self.drawn += 1
            self.in_epoch += 1
            return first
        try:
            batch = self._draw_next(batches)
        except StopIteration:
            self._end()
            raise
        except BaseException as error:
            self.failure = error
            raise
        self.drawn += 1
        self.in_epoch += 1
        return self._prepare(batch)

    def _draw_next(self, batches: Iterator[Any]) -> Any:
        """Return the next batch; after Ctrl-C the data end."""
        if not self.drawn:
            return next(batches)
        if loops.is_stopping():
            raise StopIteration
        try:
            return next(batches)
        except KeyboardInterrupt:
            if not loops.hear_of_r():
                raise
            raise StopIteration from None

    def _end(self) -> None:
        self._ended = True
        if self._trained is not None and self.drawn:
            self._trained.stop_training = True
        elif not self.in_epoch and not loops.is_stopping():
            raise self._empty()
        if self.in_epoch % self._per_execution == 0:
            raise _make_end_of_data()

    @property
    def num_batches(self) -> int | None:
        """The number of batches, where that is known."""
        return None if self._dataset is None else self._dataset.num_batches

    @property
    def batch_size(self) -> int | None:
        """Not known."""
        return None

    def on_epoch_begin(self) -> None:
        """Begin an epoch."""
        self._ended = False
        self.in_epoch = 0
        if self._dataset is not None:
            self._dataset.on_epoch_begin()

    def on_epoch_end(self) -> None:
        """End an epoch."""
        if self._dataset is not None:
            self._dataset.on_epoch_end()


class _Batches:
    """An iterator over the batches. Unlike a generator, it can end twice."""

    def __init__(self, adapter: MainThreadAdapter, batches: Iterator[Any]) -> None:
        self._adapter = adapter
        self._batches = batches

    def __iter__(self) -> "_Batches":
        return self

    def __next__(self) -> Any:
        return self._adapter.draw(self._batches)


def _call_until_none(function: Callable[[], Any]) -> Iterator[Any]:
    while (batch := _call(function)) is not None:
        yield batch


_LACKS_ARGUMENT = re.compile(r'missing \d+ required .*arguments?: |argument "\w+" is missing, with no default')


def _call(function: Callable[[], Any]) -> Any:
    """Return a batch; a function that needs arguments, such as mean(), is no source of batches."""
    try:
        return function()
    except StopIteration:  # the iterator that it reads is exhausted
        return None
    except Exception as error:
        is_its_own = errors.is_of_r(error) or (error.__traceback__ is not None and error.__traceback__.tb_next is None)
        if is_its_own and _LACKS_ARGUMENT.search(str(error)):
            raise TypeError(f"a function that returns batches has no arguments. It raised: {error}") from error
        raise


def _make_end_of_data() -> Exception:
    if not runs_on_tensorflow():
        return StopIteration()
    return make_end_of_data("No more data.")


class CheckedDataset(PyDataset):  # type: ignore[misc]
    """A PyDataset whose batches are arranged and checked.

    Args:
        source: The PyDataset.
        prepare: Makes of each batch what Keras is to get.
    """

    def __init__(self, source: Any, prepare: Callable[[Any], Any]) -> None:
        super().__init__(source.workers, source.use_multiprocessing, source.max_queue_size)
        self.checked = source
        self._prepare = prepare

    def __getitem__(self, index: int) -> Any:
        """Return one batch."""
        return self._prepare(self.checked[index])

    @property
    def num_batches(self) -> int | None:
        """The number of batches."""
        return self.checked.num_batches  # type: ignore[no-any-return]

    def on_epoch_begin(self) -> None:
        """Begin an epoch."""
        self.checked.on_epoch_begin()

    def on_epoch_end(self) -> None:
        """End an epoch."""
        self.checked.on_epoch_end()


class SlicingAdapter(data_adapter_class()):  # type: ignore[misc]
    """Batches of arrays, in their order: slices, without TensorFlow's pipeline.

    Args:
        data: Arrays, as Keras packs them: x, (x, y) or (x, y, sample_weight).
        size: Number of samples in a batch.
    """

    def __init__(self, data: Any, size: int) -> None:
        self._data = data
        self._size = size
        self._number = len(keras().tree.flatten(data)[0])

    def get_tf_dataset(self) -> Any:
        """Return what Keras iterates over: this."""
        return self

    def __iter__(self) -> Iterator[Any]:
        """Go through the batches."""
        for first in range(0, self._number, self._size):
            part = slice(first, first + self._size)
            yield keras().tree.map_structure(lambda array, part=part: convert(array[part]), self._data)

    @property
    def num_batches(self) -> int:
        """The number of batches."""
        return -(-self._number // self._size)

    @property
    def batch_size(self) -> int:
        """How many samples make a batch."""
        return self._size
