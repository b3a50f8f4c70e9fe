"""Batches of images for Keras; loaded with Keras, on first use."""

import os
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

import keras
import numpy as np

from ...messages import errors
from . import augmentation, interpolation, pictures
from .flow_sources import Source

_LARGE = 2**17  # number of values; below it, threads would be slower


def _is_moved_at_once(generator: augmentation.ImageDataGenerator, x: Any) -> bool:
    """Tell whether NumPy moves all channels of an image at once, which threads would not speed up."""
    channels = x.shape[generator.axes[2]]
    return interpolation.is_taken(x, channels, int(generator.interpolation_order), generator.fill_mode)


class Iterator(keras.utils.PyDataset):  # type: ignore[misc]
    """Batches in random or given order: by index for training, and one after the other, without end, by `next()`.

    Args:
        generator: What is done to each picture.
        n: Number of pictures.
        batch_size: How many make a batch.
        shuffle: Whether to put them into a new order for each pass.
        seed: Seed of the orders and of the changes to pictures, or None.
        save_to_dir: Folder to write each picture to, or None.
        save_prefix: How the names of the files begin.
        save_format: Their format.

    Attributes:
        batch_index: Which batch `next()` gives, within the pass.
        total_batches_seen: How many batches there were, in all passes.
        index_array: The order of the current pass.
    """

    _name_numbers = 10_000

    def __init__(
        self,
        generator: augmentation.ImageDataGenerator,
        n: int,
        batch_size: int,
        shuffle: bool,
        seed: int | None,
        save_to_dir: str | None,
        save_prefix: str,
        save_format: str,
    ) -> None:
        super().__init__()
        self.image_data_generator = generator
        self.data_format = generator.data_format
        self.dtype = generator.dtype
        self.n = n
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.seed = seed
        self.save_to_dir = save_to_dir
        self.save_prefix = save_prefix
        self.save_format = save_format
        self.batch_index = 0
        self.total_batches_seen = 0
        self.index_array: Any = None
        self._random = augmentation.make_random_state(seed)
        self._lock = threading.Lock()

    def __reduce__(self) -> NoReturn:
        """Refuse.

        Raises:
            TypeError: Always.
        """
        raise TypeError(
            f"a {type(self).__name__} is an open source of data. Save its image_data_generator(), and create it again."
        )

    def __len__(self) -> int:
        """Return the number of batches in a pass."""
        return -(-self.n // self.batch_size)

    def __getitem__(self, index: int) -> Any:
        """Return one batch of the current pass.

        Args:
            index: Which, counted from 0.
        """
        if not -len(self) <= index < len(self):
            raise IndexError(f"There are {len(self)} batches. Received: index = {index}")
        with self._lock:
            random = self._make_next_random()
            if self.index_array is None:
                self._set_index_array()
            first = int(index) % len(self) * self.batch_size
            chosen = self.index_array[first : first + self.batch_size]
        return self._make_batch(chosen, random)

    def __iter__(self) -> "Iterator":
        """Return the iterator itself: it has no end."""
        return self

    def __next__(self) -> Any:
        """Return the next batch; after the last one the next pass begins."""
        with self._lock:
            random = self._make_next_random()
            if self.batch_index == 0:
                self._set_index_array()
            first = self.batch_index * self.batch_size
            last = first + self.batch_size
            self.batch_index = self.batch_index + 1 if last < self.n else 0
            chosen = self.index_array[first:last]
        return self._make_batch(chosen, random)

    def next(self) -> Any:
        """Return the next batch."""
        return next(self)

    def reset(self) -> None:
        """Begin a new pass at the next call of `next()`."""
        self.batch_index = 0

    def on_epoch_end(self) -> None:
        """Take a new order."""
        self._set_index_array()

    def _make_next_random(self) -> Any:
        """Return the random source of one batch, whose seed includes the number of the batch, as in Keras 2."""
        if self.seed is not None:
            self._random = augmentation.make_random_state(self.seed + self.total_batches_seen)
        self.total_batches_seen += 1
        return self._random

    def _set_index_array(self) -> None:
        self.index_array = self._random.permutation(self.n) if self.shuffle else np.arange(self.n)

    def _make_batch(self, chosen: Any, random: Any) -> Any:
        generator = self.image_data_generator
        batch = np.stack(
            [generator.standardize(x).astype(self.dtype, copy=False) for x in self._change_pictures(chosen, random)]
        )
        if self.save_to_dir is not None:
            for number, x in zip(chosen, batch, strict=True):
                self._save(x, f"{self.save_prefix}_{number}_{random.randint(self._name_numbers)}.{self.save_format}")
        return self._add_targets(batch, chosen)

    def _change_pictures(self, chosen: Any, random: Any) -> Iterable[Any]:
        """Return the pictures, changed: what is random is drawn in their order; SciPy works on all processors."""
        generator = self.image_data_generator
        found = [self._load_picture(number) for number in chosen]
        drawn = [generator.get_random_transform(x.shape, random) for x in found]
        if sum(x.size for x in found) < _LARGE or all(_is_moved_at_once(generator, x) for x in found):
            return map(generator.apply_transform, found, drawn)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return pool.map(generator.apply_transform, found, drawn)

    def _save(self, x: Any, name: str) -> None:
        picture = pictures.picture_from_array(x, str(self.data_format), scale=True)
        pictures.save_picture(picture, os.path.join(str(self.save_to_dir), name))

    def _load_picture(self, number: int) -> Any:
        raise NotImplementedError

    def _add_targets(self, batch: Any, chosen: Any) -> Any:
        raise NotImplementedError


class NumpyArrayIterator(Iterator):
    """Batches of pictures in an array.

    Args:
        x: The pictures.
        more: Further arrays that go along with the pictures as they are.
        y: Targets, or None.
        sample_weight: Weights, or None.
        settings: As for `Iterator`.
    """

    def __init__(self, x: Any, more: list[Any], y: Any, sample_weight: Any, **settings: Any) -> None:
        super().__init__(n=len(x), **settings)
        self.x, self.x_misc, self.y, self.sample_weight = x, more, y, sample_weight

    def _load_picture(self, number: int) -> Any:
        return self.x[number]

    def _add_targets(self, batch: Any, chosen: Any) -> Any:
        inputs = [batch, *(array[chosen] for array in self.x_misc)] if self.x_misc else batch
        if self.y is None:
            return inputs
        further = () if self.sample_weight is None else (self.sample_weight[chosen],)
        return (inputs, self.y[chosen], *further)


class _FileIterator(Iterator):
    """Batches of pictures in files.

    Args:
        source: The files, and what belongs to them.
        target_size: Height and width to resize to.
        color_mode: "rgb", "rgba" or "grayscale".
        class_mode: What the targets are.
        subset: The part of the files that the source has.
        interpolation: How to resize.
        keep_aspect_ratio: Whether to cut off what does not fit instead of stretching.
        settings: As for `Iterator`.
    """

    _function = ""
    _name_numbers = 10_000_000

    def __init__(
        self,
        source: Source,
        target_size: tuple[int, int],
        color_mode: str,
        class_mode: str | None,
        subset: str | None,
        interpolation: str,
        keep_aspect_ratio: bool,
        **settings: Any,
    ) -> None:
        super().__init__(n=len(source.filenames), **settings)
        self.directory, self.filenames, self.filepaths = source.directory, source.filenames, source.filepaths
        self.samples = self.n
        self.class_indices, self.classes = source.class_indices, source.classes
        self.num_classes = len(source.class_indices)
        self.labels = source.classes if source.targets is None else source.targets
        self.sample_weight = source.sample_weight
        self.target_size, self.color_mode, self.class_mode = target_size, color_mode, class_mode
        self.subset, self.interpolation, self.keep_aspect_ratio = subset, interpolation, keep_aspect_ratio
        channels = pictures.CHANNELS[color_mode]
        first = self.data_format == "channels_first"
        self.image_shape = (channels, *target_size) if first else (*target_size, channels)

    def _load_picture(self, number: int) -> Any:
        path = self.filepaths[number]
        try:
            picture = pictures.load_picture(
                path, self.color_mode, self.target_size, self.interpolation, self.keep_aspect_ratio
            )
        except (OSError, ValueError) as error:
            raise errors.rejected(self._function, error) from error
        return pictures.picture_to_array(picture, str(self.data_format), self.dtype)

    def _add_targets(self, batch: Any, chosen: Any) -> Any:
        if self.class_mode is None:
            return batch
        further = () if self.sample_weight is None else (self.sample_weight[chosen],)
        return (batch, self._load_targets(batch, chosen), *further)

    def _load_targets(self, batch: Any, chosen: Any) -> Any:
        if self.class_mode == "input":
            return batch.copy()
        if self.class_mode == "multi_output":
            return [values[chosen] for values in self.labels]
        if self.class_mode == "raw":
            return self.labels[chosen]
        if self.class_mode in ("binary", "sparse"):
            return np.array([self.classes[number] for number in chosen], self.dtype)
        targets = np.zeros((len(chosen), self.num_classes), self.dtype)
        for row, number in enumerate(chosen):
            targets[row, self.classes[number]] = 1
        return targets


class DirectoryIterator(_FileIterator):
    """Batches of the pictures in a folder that has a folder for each class."""

    _function = "flow_images_from_directory"


class DataFrameIterator(_FileIterator):
    """Batches of the pictures that a data frame names."""

    _function = "flow_images_from_dataframe"
