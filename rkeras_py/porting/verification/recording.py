"""Notes on the output and the training of a script or its program, written while it runs, in R and in Python."""

import contextlib
import functools
import inspect
import json
import warnings
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import numpy as np

from ...engine.loading import keras


class Recording:
    """The notes of one run.

    Args:
        path: The file that they are written to, a line of JSON for each.
        seed: The seed of Keras's random numbers.
        epochs: The most epochs that a call of fit() trains.
        steps: The most batches of an epoch; 0 for all.
    """

    def __init__(self, path: str, seed: float, epochs: float, steps: float) -> None:
        self._path, self._line = path, 0
        self._epochs, self._steps = int(epochs), int(steps)
        keras().utils.set_random_seed(int(seed))
        keras().config.disable_interactive_logging()  # progress bars show times
        model = keras().Model  # watched until this process ends, which does nothing else
        mock.patch.object(model, "fit", self._note_training(model.fit)).start()

    def at(self, line: float) -> None:
        """Say which line runs.

        Args:
            line: Its number.
        """
        self._line = int(line)

    def note(self, kind: str, text: str) -> None:
        """Note what came of the line that runs.

        Args:
            kind: "printed", "error", "left" or "end".
            text: What was printed, or the message.
        """
        self._write(kind=kind, text=text)

    def _note_training(self, fit: Callable[..., Any]) -> Callable[..., Any]:
        signature = inspect.signature(fit)

        @functools.wraps(fit)
        def fit_and_note(model: Any, *args: Any, **options: Any) -> Any:
            given = dict(list(signature.bind(model, *args, **options).arguments.items())[1:])
            first, asked = int(given.get("initial_epoch", 0)), int(given.get("epochs", 1))
            given |= {"epochs": min(asked, first + self._epochs), "verbose": 0}
            before = [_sum_up(weight) for weight in model.weights]
            with self._limit_steps():
                history = fit(model, **given)
            history.params["epochs"] = asked  # scripts print this
            after = [_sum_up(weight) for weight in model.weights]
            losses = {name: [float(one) for one in values] for name, values in history.history.items()}
            self._write(kind="trained", before=before, after=after, losses=list(losses.values()), names=list(losses))
            return history

        return fit_and_note

    @contextlib.contextmanager
    def _limit_steps(self) -> Iterator[None]:
        config = keras().config
        own = config.max_steps_per_epoch()
        config.set_max_steps_per_epoch(min(own or self._steps, self._steps) or own)
        try:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", "Limiting steps_per_epoch")
                yield
        finally:
            config.set_max_steps_per_epoch(own)

    def _write(self, **noted: Any) -> None:
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps({"line": self._line, **noted}) + "\n")


def _sum_up(weight: Any) -> list[Any]:
    """Return the shape of a weight, and two numbers that tell it from others."""
    values = np.asarray(weight, "float64").ravel()
    return [list(weight.shape), float(values.sum()), float(values @ np.cos(np.arange(values.size)))]
