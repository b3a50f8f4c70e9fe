"""Keras 2's generator of time series windows, as a dataset for Keras 3."""

from typing import Any

import keras
import numpy as np


class TimeseriesGenerator(keras.utils.PyDataset):  # type: ignore[misc]
    """Batches of windows of a time series, and the targets at the step after each.

    Attributes:
        data: The series, an array whose first axis is time.
        targets: The target at each time step.
        length: Number of time steps of a window.
        sampling_rate: Every how many time steps one is taken.
        stride: Number of time steps between the starts of two windows.
        start_index: The first time step that can be a target.
        end_index: The last one.
        shuffle: Whether windows are drawn at random.
        reverse: Whether the steps of a window come in reverse order.
        batch_size: Number of windows in a batch.
    """

    def __init__(
        self,
        data: Any,
        targets: Any,
        length: int,
        sampling_rate: int,
        stride: int,
        start_index: int,
        end_index: int,
        shuffle: bool,
        reverse: bool,
        batch_size: int,
    ) -> None:
        # `start_index` refers to the data, not to the targets.
        super().__init__()
        self.data, self.targets = data, targets
        self.length, self.sampling_rate, self.stride = length, sampling_rate, stride
        self.start_index, self.end_index = start_index + length, end_index
        self.shuffle, self.reverse, self.batch_size = shuffle, reverse, batch_size

    def __len__(self) -> int:
        """Return the number of batches."""
        step = self.batch_size * self.stride
        return (self.end_index - self.start_index + step) // step

    def __getitem__(self, index: int) -> tuple[Any, Any]:
        """Return one batch, counted from 0: windows and targets."""
        if not 0 <= index < len(self):
            raise IndexError(f"batch {index} of {len(self)}, which count from 0")
        if self.shuffle:
            rows = np.random.randint(self.start_index, self.end_index + 1, size=self.batch_size)
        else:
            first = self.start_index + self.batch_size * self.stride * index
            rows = np.arange(first, min(first + self.batch_size * self.stride, self.end_index + 1), self.stride)
        steps = np.arange(-self.length, 0, self.sampling_rate)
        windows = self.data[rows[:, None] + (steps[::-1] if self.reverse else steps)]
        return windows, self.targets[rows]

    def __iter__(self) -> Any:
        """Go through the batches once."""
        return (self[index] for index in range(len(self)))
