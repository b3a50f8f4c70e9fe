"""Ctrl-C in fit(), evaluate() and predict(): they stop after the current batch and raise KeyboardInterrupt.

The exception and `model.history` contain the history until then. If the user typed the call of fit() at an interactive
top level, it returns the history instead, since there is no program to stop.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..callbacks.between_steps import list_for_callbacks
from ..callbacks.rate_checks import list_rate_checks
from ..engine.loading import keras
from ..interrupts.handler import handler
from ..interrupts.loops import Loop, hear_of_r
from ..interrupts.typed import is_typed
from ..signatures.words import Ints, convert_value, get_word
from . import model_calls
from .history import KerasTrainingHistory


def fit_interruptibly(model: Any, arguments: dict[str, Any], record: Callable[[Any], KerasTrainingHistory]) -> Any:
    """Train a model by its own method, ready for Ctrl-C.

    Args:
        model: The model.
        arguments: The arguments.
        record: Makes the history of what Keras recorded.

    Returns:
        The history; an epoch that was interrupted counts with the batches it had.

    Raises:
        KeyboardInterrupt: If it was interrupted, unless the user typed the call; with the history as `history`.
    """
    freq = convert_value("fit", "validation_freq", get_word(Ints), arguments.get("validation_freq", 1), 1)
    interruption = Interruption(model, freq)
    given = arguments.get("callbacks", ())
    first = [interruption.callback, *list_rate_checks(model), *list_for_callbacks(model, given)]
    arguments = {**arguments, "callbacks": [*first, *given]}
    if "validation_data" in arguments or "validation_split" in arguments:
        arguments["validation_freq"] = interruption.validation_freq
    before, place = getattr(model, "history", None), "in"
    with interruption.run():
        try:
            history = model_calls.run_method(model, "fit", arguments)
        except KeyboardInterrupt as pressed:
            history, place = getattr(model, "history", None), "after"  # the history of the completed epochs
            if history is before or not getattr(history, "epoch", None):
                raise
            if not hear_of_r():
                pressed.history = record(history)  # type: ignore[attr-defined]
                raise
    if not interruption.stops:
        return record(history)
    text = _tell_place(place, history.epoch, arguments.get("epochs", 1))
    if is_typed(sys._getframe()):
        handler.note_answer()
        print(f"{text} The history goes as far.", file=sys.stderr, flush=True)
        return record(history)
    ended = KeyboardInterrupt(f"{text} The history so far is model.history, and `history` of this exception.")
    ended.history = record(history)  # type: ignore[attr-defined]
    raise ended


def _tell_place(place: str, epochs_run: Sequence[int], asked: int) -> str:
    """Tell where training ended.

    Args:
        place: "in" the last of these epochs, or "after" it.
        epochs_run: The epochs that were run, counted from 0.
        asked: The number of the last epoch that was asked for.
    """
    where = f"{place} epoch {epochs_run[-1] + 1} of {asked}" if epochs_run else "before the first epoch"
    return f"fit(): interrupted {where}. The model keeps its weights."


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
    given = arguments.get("callbacks", ())
    arguments = {**arguments, "callbacks": [interruption.callback, *list_for_callbacks(model, given), *given]}
    with interruption.run():
        try:
            result = model_calls.run_method(model, what, arguments, method)
        except Exception:
            if not interruption.stops:  # otherwise the interruption caused the error
                raise
    if interruption.stops:
        raise KeyboardInterrupt
    return result


class Interruption:
    """Sees to it that a model that trains, evaluates or predicts ends in an orderly way at Ctrl-C.

    Args:
        model: The model.
        validation_freq: Number of epochs between validations, or the epochs.
    """

    def __init__(self, model: Any, validation_freq: Any = 1) -> None:
        self._model = model
        self._validates = False
        self._loop = Loop(self._stop, model_calls.run_method.__code__)
        self._quiet = contextlib.ExitStack()
        self.validation_freq = _Epochs(self, validation_freq)
        self.callback = keras().callbacks.LambdaCallback(
            on_train_begin=self._repeat,
            on_predict_begin=self._repeat,
            on_epoch_end=self._drop_partial,
            on_test_begin=self._begin_validation,
            on_test_end=self._end_validation,
        )

    @property
    def stops(self) -> bool:
        """True once Ctrl-C was pressed."""
        return self._loop.stops

    @contextlib.contextmanager
    def run(self) -> Iterator[None]:
        """Run a block as Keras's loop."""
        with self._loop.run(), self._quiet:
            yield

    def _stop(self) -> None:
        self._quiet.enter_context(model_calls.silence_end_of_data())  # an interrupted R gives no more batches
        self._model.stop_training = self._model.stop_evaluating = self._model.stop_predicting = True

    def _repeat(self, logs: Any = None) -> None:
        """Request the stop again, since Keras resets a request from before the training."""
        self._model.stop_training = self._model.stop_predicting = self.stops

    def _begin_validation(self, logs: Any = None) -> None:
        self._validates = True
        self._model.stop_evaluating = self.stops

    def _end_validation(self, logs: Any = None) -> None:
        self._validates = self.stops

    def _drop_partial(self, epoch: int, logs: dict[str, Any]) -> None:
        """Drop the results of an interrupted validation, which used only a part of the data."""
        if self.stops and self._validates:
            for name in [name for name in logs if name.startswith("val_")]:
                del logs[name]


class _Epochs(list[int]):
    """The epochs after which a model is validated: none once training was interrupted."""

    def __init__(self, interruption: Interruption, asked: Any) -> None:
        super().__init__()
        self._interruption = interruption
        self._asked = asked

    def __contains__(self, epoch: Any) -> bool:
        if self._interruption.stops:
            return False
        return bool(epoch % self._asked == 0 if isinstance(self._asked, int) else epoch in self._asked)
