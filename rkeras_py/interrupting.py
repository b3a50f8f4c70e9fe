"""Ctrl-C in fit(): the batch that runs comes to its end, and with it the training; a second Ctrl-C ends it at once.

Python's handler would raise KeyboardInterrupt wherever it finds the program, be it in the middle of writing a
checkpoint, and the history would be lost.
"""

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any

from ._keras import keras


class Interruption:
    """Handles SIGINT while a model trains, and sees to it that the training ends in an orderly way.

    Args:
        model: The model that trains.
        validation_freq: After how many epochs, or after which, it is validated.
    """

    def __init__(self, model: Any, validation_freq: Any = 1) -> None:
        """Take nothing over yet."""
        self._model = model
        self._previous: Any = None
        self._validates = False
        self.happened = False
        self.validation_freq = _Epochs(self, validation_freq)
        self.callback = keras().callbacks.LambdaCallback(
            on_train_begin=self._repeat,
            on_epoch_end=self._drop_partial,
            on_test_begin=self._begin_validation,
            on_test_end=self._end_validation,
        )

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Hear of SIGINT."""
        is_ours = isinstance(self._previous, Interruption)
        if self.happened or is_ours:  # the second time, or a fit() within a fit()
            self._previous(number, frame)
        self.happened = True
        self._model.stop_training = self._model.stop_evaluating = True

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Handle SIGINT inside, unless the user has a handler, or another thread trains."""
        self._previous = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is not threading.main_thread() or not _raises(self._previous):
            yield
            return
        wakeup = signal.set_wakeup_fd(-1)  # else R, which the Python bridge tells by it, would be interrupted later
        signal.signal(signal.SIGINT, self)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, self._previous)
            signal.set_wakeup_fd(wakeup)

    def tell(self, epochs: int) -> None:
        """Say where the training ended, if it was interrupted.

        Args:
            epochs: The number of the last epoch that was asked for.
        """
        if self.happened:
            epoch = self._model.history.epoch[-1] + 1
            print(
                f"fit(): interrupted in epoch {epoch} of {epochs}. The model keeps what it has learnt, the history goes "
                "as far.",
                file=sys.stderr,
            )

    def _repeat(self, logs: Any = None) -> None:
        """Ask once more: Keras resets what was asked for before the training began."""
        self._model.stop_training = self.happened

    def _begin_validation(self, logs: Any = None) -> None:
        self._validates = True
        self._model.stop_evaluating = self.happened

    def _end_validation(self, logs: Any = None) -> None:
        self._validates = self.happened

    def _drop_partial(self, epoch: int, logs: dict[str, Any]) -> None:
        """Validation on a part of the data is no validation."""
        if self.happened and self._validates:
            for name in [name for name in logs if name.startswith("val_")]:
                del logs[name]


class _Epochs(list[int]):
    """The epochs after which a model is validated: none once the training was interrupted."""

    def __init__(self, interruption: Interruption, asked: Any) -> None:
        super().__init__()
        self._interruption = interruption
        self._asked = asked

    def __contains__(self, epoch: object) -> bool:
        if self._interruption.happened:
            return False
        return epoch % self._asked == 0 if isinstance(self._asked, int) else epoch in self._asked  # type: ignore[operator, no-any-return]


def _raises(handler: Any) -> bool:
    """Whether a handler of SIGINT does no more than to raise KeyboardInterrupt: Python's, reticulate's, the bridge's."""
    handler = getattr(getattr(handler, "__self__", None), "replaced_handler", handler)
    return (
        handler is signal.default_int_handler
        or isinstance(handler, Interruption)
        or getattr(handler, "__name__", "") == "python_interrupt_handler"
    )
