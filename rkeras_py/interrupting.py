"""Ctrl-C in fit(): the batch that runs comes to its end, and with it the training; a second Ctrl-C ends it at once.

Python's handler would raise KeyboardInterrupt wherever it finds the program, be it in the middle of writing a
checkpoint, and the history would be lost.
"""

import contextlib
import ctypes
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from types import FrameType
from typing import Any

from . import running
from ._args import Ints, convert, word_of
from ._keras import keras

_get_handler, _set_handler = ctypes.pythonapi.PyOS_getsig, ctypes.pythonapi.PyOS_setsig
_get_handler.argtypes, _get_handler.restype = (ctypes.c_int,), ctypes.c_void_p
_set_handler.argtypes, _set_handler.restype = (ctypes.c_int, ctypes.c_void_p), ctypes.c_void_p


def fit(model: Any, arguments: dict[str, Any]) -> Any:
    """Train a model by its own method, ready for Ctrl-C.

    Args:
        model: The model.
        arguments: The arguments.

    Returns:
        The history that Keras recorded; an epoch that was interrupted counts with the batches it had.
    """
    freq = convert("fit", "validation_freq", word_of(Ints), arguments.get("validation_freq", 1), 1)
    interruption = Interruption(model, freq)
    arguments = {**arguments, "callbacks": [interruption.callback, *arguments.get("callbacks", ())]}
    if "validation_data" in arguments or "validation_split" in arguments:
        arguments["validation_freq"] = interruption.validation_freq
    with interruption.listening():
        history = running.run(model, "fit", arguments)
    interruption.tell(history.epoch, arguments.get("epochs", 1))
    return history


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
        again, self.happened = self.happened, True
        if again or isinstance(self._previous, Interruption):  # of a fit() around this one
            self._previous(number, frame)
        if again:
            raise KeyboardInterrupt
        self._model.stop_training = self._model.stop_evaluating = True

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Handle SIGINT inside, unless the user has a handler, or another thread trains."""
        self._previous = signal.getsignal(signal.SIGINT)
        if threading.current_thread() is not threading.main_thread() or not _raises(self._previous):
            yield
            return
        wakeup = signal.set_wakeup_fd(-1)  # else R, which the Python bridge tells by it, would be interrupted later
        in_c = _get_handler(signal.SIGINT)  # reticulate's, which tells R
        signal.signal(signal.SIGINT, self)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, self._previous)
            _set_handler(signal.SIGINT, in_c)
            signal.set_wakeup_fd(wakeup)

    def tell(self, epochs_run: Sequence[int], asked: int) -> None:
        """Say where the training ended, if it was interrupted.

        Args:
            epochs_run: The epochs that were run, counted from 0.
            asked: The number of the last epoch that was asked for.
        """
        if self.happened and epochs_run:
            text = (
                f"fit(): interrupted in epoch {epochs_run[-1] + 1} of {asked}. "
                "The model keeps what it has learnt; the history goes as far."
            )
            print(text, file=sys.stderr, flush=True)

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

    def __contains__(self, epoch: Any) -> bool:
        if self._interruption.happened:
            return False
        return bool(epoch % self._asked == 0 if isinstance(self._asked, int) else epoch in self._asked)


def _raises(handler: Any) -> bool:
    """Whether a handler of SIGINT only raises KeyboardInterrupt, as Python's, reticulate's and the bridge's do."""
    handler = getattr(getattr(handler, "__self__", None), "replaced_handler", handler)
    return (
        handler is signal.default_int_handler
        or isinstance(handler, Interruption)
        or getattr(handler, "__name__", "") == "python_interrupt_handler"
    )
