"""Ctrl-C in fit(), evaluate() and predict(): they end with the batch that runs; a second Ctrl-C ends them at once.

Python's handler would raise KeyboardInterrupt wherever it finds the program, be it in the middle of writing a
checkpoint, and the history would be lost. Code of R, which runs in generators and callbacks, is interrupted where it
is, since it may go on for ever: KeyboardInterrupt comes out of it, and `is_first()` says whether it stands for this.
"""

import contextlib
import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from types import FrameType
from typing import Any

from ..engine.loading import keras
from ..r.evaluator import CALL_R_BACK
from ..r.interrupts import current_handler, handling, is_first, listening, only_raises
from ..signatures.words import Ints, convert_value, get_word
from . import model_calls

_CALL_R = (*CALL_R_BACK, os.path.join("bridge", "capi.py"))


def fit_interruptibly(model: Any, arguments: dict[str, Any]) -> Any:
    """Train a model by its own method, ready for Ctrl-C.

    Args:
        model: The model.
        arguments: The arguments.

    Returns:
        The history that Keras recorded; an epoch that was interrupted counts with the batches it had.
    """
    freq = convert_value("fit", "validation_freq", get_word(Ints), arguments.get("validation_freq", 1), 1)
    interruption = Interruption(model, freq)
    arguments = {**arguments, "callbacks": [interruption.callback, *arguments.get("callbacks", ())]}
    if "validation_data" in arguments or "validation_split" in arguments:
        arguments["validation_freq"] = interruption.validation_freq
    history: Any
    before, place = getattr(model, "history", None), "in"
    with interruption.listening():
        try:
            history = model_calls.run_method(model, "fit", arguments)
        except KeyboardInterrupt:
            history, place = getattr(model, "history", None), "after"  # as far as whole epochs went
            if not is_first() or history is before or not history.epoch:
                raise
    interruption.tell(place, history.epoch, arguments.get("epochs", 1))
    return history


def run_interruptibly(
    model: Any, what: str, arguments: dict[str, Any], method: Callable[..., Any] | None = None
) -> Any:
    """Evaluate a model, or predict, ready for Ctrl-C: the batch that runs comes to its end.

    Args:
        model: The model.
        what: "evaluate" or "predict".
        arguments: The arguments of its method.
        method: What to call in its place.

    Returns:
        What the method returns.

    Raises:
        KeyboardInterrupt: If it was interrupted, after all callbacks have heard of the end.
    """
    interruption = Interruption(model)
    arguments = {**arguments, "callbacks": [interruption.callback, *arguments.get("callbacks", ())]}
    with interruption.listening():
        try:
            result = model_calls.run_method(model, what, arguments, method)
        except Exception:
            if not interruption.happened:  # else of what was broken off
                raise
    if interruption.happened:
        raise KeyboardInterrupt
    return result


class Interruption:
    """Handles SIGINT while a model trains, evaluates or predicts, and sees to it that this ends in an orderly way.

    Args:
        model: The model.
        validation_freq: After how many epochs, or after which, it is validated.
    """

    def __init__(self, model: Any, validation_freq: Any = 1) -> None:
        self._model = model
        self._previous: Any = None
        self._validates = False
        self.happened = self.insisted = self._left_to_r = False
        self._r_told: Any = None
        self._quiet = contextlib.ExitStack()
        self.validation_freq = _Epochs(self, validation_freq)
        self.callback = keras().callbacks.LambdaCallback(
            on_train_begin=self._repeat,
            on_predict_begin=self._repeat,
            on_epoch_end=self._drop_partial,
            on_test_begin=self._begin_validation,
            on_test_end=self._end_validation,
        )

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Hear of SIGINT, once or again."""
        in_r = _runs_r(frame)
        if not in_r and self._r_told is not None and not self._r_told.value:  # R has been interrupted
            return
        known, self._left_to_r = in_r or self._left_to_r, in_r  # R may not have looked, and is told until it has
        self._tell_r(in_r)
        if self.happened and not known:
            self.insisted = True
            self._previous(number, frame)
            raise KeyboardInterrupt
        self.hear()

    def _tell_r(self, interrupted: bool) -> None:
        """Interrupt R, or keep it, whom reticulate or the bridge tells of the signal too, from an interrupt later."""
        bridge = getattr(getattr(self._previous, "__self__", None), "tell_r", None)
        if bridge is not None:
            bridge(interrupted)
        elif self._r_told is not None:
            self._r_told.value = interrupted

    def hear(self) -> None:
        """End what runs, and a fit() around it."""
        if isinstance(self._previous, Interruption) and not self._previous.happened:
            self._previous.hear()
        if not self.happened:
            self.happened = True
            self._quiet.enter_context(
                model_calls.silence_end_of_data()
            )  # where R was interrupted, there is no more batch
            self._stop()

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Handle SIGINT inside, unless the user has a handler, or another thread trains."""
        self._previous = current_handler()
        if threading.current_thread() is not threading.main_thread() or not only_raises(self._previous):
            yield
            return
        with handling(self) as foreign:  # reticulate's, which tells R too, and Python at times twice
            if foreign:
                with contextlib.suppress(ValueError):  # somebody else's
                    self._r_told = ctypes.c_int.in_dll(ctypes.pythonapi, "R_interrupts_pending")
            listening.append(self)
            try:
                yield
            finally:
                listening.remove(self)
                self._quiet.close()
                if self.happened:
                    self._tell_r(False)

    def tell(self, place: str, epochs_run: Sequence[int], asked: int) -> None:
        """Say where the training ended, if it was interrupted.

        Args:
            place: "in" the last of these epochs, or "after" it.
            epochs_run: The epochs that were run, counted from 0.
            asked: The number of the last epoch that was asked for.
        """
        if self.happened and epochs_run:
            text = (
                f"fit(): interrupted {place} epoch {epochs_run[-1] + 1} of {asked}. "
                "The model keeps what it has learnt; the history goes as far."
            )
            print(text, file=sys.stderr, flush=True)

    def _stop(self) -> None:
        self._model.stop_training = self._model.stop_evaluating = self._model.stop_predicting = True

    def _repeat(self, logs: Any = None) -> None:
        """Ask once more: Keras resets what was asked for before the training began."""
        self._model.stop_training = self._model.stop_predicting = self.happened

    def _begin_validation(self, logs: Any = None) -> None:
        self._validates = True
        self._model.stop_evaluating = self.happened

    def _end_validation(self, logs: Any = None) -> None:
        self._validates = self.happened

    def _drop_partial(self, epoch: int, logs: dict[str, Any]) -> None:
        """Drop what validation on a part of the data gave: it is no validation."""
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


def _runs_r(frame: FrameType | None) -> bool:
    """Tell whether it is R, called by what trains, that ran this piece of Python."""
    while frame is not None and frame.f_code is not model_calls.run_method.__code__:
        if frame.f_code.co_filename.endswith(_CALL_R):
            return True
        frame = frame.f_back
    return False
