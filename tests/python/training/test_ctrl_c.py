"""Ctrl-C in fit(): the batch that runs ends, then the training, and the model trains on."""

import contextlib
import os
import pty
import queue
import re
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
from bridge_support import run_and_interrupt
from support import project_env, sampled
from training_models import ONE, A, seeded, single

import rkeras_py as rk
from rkeras_py.interrupts.files import guard_file
from rkeras_py.interrupts.handler import handler

BATCHES = 3  # of 4 samples, in an epoch


@pytest.fixture(autouse=True)
def _handler(monkeypatch: pytest.MonkeyPatch) -> Any:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    signal.signal(signal.SIGINT, before)


class Presses(keras.callbacks.Callback):
    """Presses Ctrl-C at one moment, and notes what is called."""

    def __init__(self, hook: str, calls: int = 1, times: int = 1) -> None:
        super().__init__()
        self.called: list[str] = []
        for name in ("on_train_begin", "on_train_batch_begin", "on_test_begin", "on_test_batch_begin", "on_train_end"):
            setattr(self, name, lambda *_, name=name, **__: self._called(name))
        self._hook, self._calls, self._times = hook, calls, times

    def _called(self, name: str) -> None:
        self.called.append(name)
        if name == self._hook and self.called.count(name) == self._calls:
            for _ in range(self._times):
                signal.raise_signal(signal.SIGINT)


def trained(presses: Presses, **args: Any) -> tuple[Any, Any]:
    model = seeded(single) >> rk.compile("sgd", "mse")
    settings = {"epochs": 4, "batch_size": 4, "verbose": 0, "shuffle": False, "callbacks": presses}
    return model, rk.fit(model, A, ONE, **settings | args)


def interrupted(presses: Presses, **args: Any) -> tuple[Any, Any, str]:
    """The model, the history that the exception carries, and its message."""
    model = seeded(single) >> rk.compile("sgd", "mse")
    settings = {"epochs": 4, "batch_size": 4, "verbose": 0, "shuffle": False, "callbacks": presses}
    with pytest.raises(KeyboardInterrupt) as caught:
        rk.fit(model, A, ONE, **settings | args)
    return model, caught.value.history, str(caught.value)  # type: ignore[attr-defined]


def after(batches: int) -> Any:
    """The weights after so many batches of plain Keras."""
    model = seeded(single)
    model.compile("sgd", "mse")
    for number in range(batches):
        part = slice(4 * (number % BATCHES), 4 * (number % BATCHES) + 4)
        model.train_on_batch(A[part], ONE[part])
    return model.get_weights()


def test_the_running_batch_ends_and_the_history_goes_as_far() -> None:
    presses = Presses("on_train_batch_begin", calls=BATCHES + 2)
    model, history, message = interrupted(presses, validation_data=[A, ONE])
    assert presses.called.count("on_train_batch_begin") == BATCHES + 2
    assert presses.called.count("on_test_begin") == 1  # no validation after the interruption
    assert presses.called[-1] == "on_train_end"
    np.testing.assert_allclose(model.get_weights()[0], after(BATCHES + 2)[0], rtol=1e-6)
    assert len(history.metrics["loss"]) == 2
    assert np.isnan(history.metrics["val_loss"]).tolist() == [False, True]
    assert history.params["epochs"] == 4
    assert message.startswith("fit(): interrupted in epoch 2 of 4.")
    assert model.history.history["loss"] == history.metrics["loss"]
    assert len(rk.fit(model, A, ONE, epochs=2, verbose=0).metrics["loss"]) == 2


def test_validation_on_a_part_of_the_data_is_no_validation() -> None:
    presses = Presses("on_test_batch_begin", calls=2)
    _, history, _ = interrupted(presses, validation_data=[A, ONE])
    assert presses.called.count("on_test_batch_begin") == 2
    assert list(history.metrics) == ["loss"]
    assert len(history.metrics["loss"]) == 1


def test_before_the_first_batch_one_batch_runs() -> None:
    presses = Presses("on_train_begin")
    model, history, _ = interrupted(presses)
    assert presses.called == ["on_train_begin", "on_train_batch_begin", "on_train_end"]
    np.testing.assert_allclose(model.get_weights()[0], after(1)[0], rtol=1e-6)
    assert len(history.metrics["loss"]) == 1


def test_a_second_one_ends_at_once() -> None:
    presses = Presses("on_train_batch_begin", times=2)
    with pytest.raises(KeyboardInterrupt):
        trained(presses)
    assert presses.called == ["on_train_begin", "on_train_batch_begin"]


def test_a_fit_within_a_fit_ends_both() -> None:
    inner = Presses("on_train_batch_begin")
    outer = keras.callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs: trained(inner))
    with pytest.raises(KeyboardInterrupt) as caught:
        trained(outer)
    assert len(caught.value.history.metrics["loss"]) == 1  # type: ignore[attr-defined]
    assert inner.called.count("on_train_batch_begin") == 1


def test_a_handler_of_the_users_own_stays() -> None:
    rung: list[int] = []
    signal.signal(signal.SIGINT, lambda *_: rung.append(1))
    _, history = trained(Presses("on_train_batch_begin"))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    assert rung == [1]
    assert len(history.metrics["loss"]) == 4


def test_another_thread_trains_as_before() -> None:
    found: queue.Queue[Any] = queue.Queue()
    thread = threading.Thread(target=lambda: found.put(trained(Presses("never"))[1]))
    thread.start()
    thread.join(200)
    assert not thread.is_alive(), "".join(traceback.format_stack(sys._current_frames()[thread.ident or 0]))
    assert len(found.get_nowait().metrics["loss"]) == 4


@pytest.mark.parametrize(("freq", "validated"), [(2, 2), ([1, 2, 4], 3), (2.0, 2)])
def test_validation_freq_means_what_it_meant(freq: Any, validated: int) -> None:
    presses = Presses("never")
    trained(presses, validation_data=[A, ONE], validation_freq=freq)
    assert presses.called.count("on_test_begin") == validated


def test_validation_freq_is_checked() -> None:
    with pytest.raises(ValueError, match=r"^fit\(\): `validation_freq` should be a whole number"):
        trained(Presses("never"), validation_data=[A, ONE], validation_freq="often")


# --- a signal from outside ------------------------------------------------------------------------------------------

IN_R = """
library(rkeras)
x <- matrix(rnorm(4000), 1000)
many <- matrix(0, 2e5, 4)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1) %>% compile("sgd", "mse")
train <- function(...) length(fit(model, ..., verbose = 0)$metrics$loss)
invisible(train(x, x[, 1], epochs = 1))
batch <- function() list(x, x[, 1])
ready <- function() cat("ready\\n")
long <- function() {
  ready()
  for (i in 1:1e10) i
}
asleep <- function() {
  ready()
  Sys.sleep(100)
}
after <- function(f, count, value = batch()) {
  force(f)
  calls <- 0
  function() {
    calls <<- calls + 1
    if (calls == count + 1) f()
    value
  }
}
fortieth <- function(f) {
  f <- after(f, 40)
  function(batch, logs) f()
}
third_epoch <- function(f) function(epoch, logs) if (epoch == 2) f()
Own <- R6::R6Class("Own", inherit = KerasCallback, public = list(
  on_epoch_end = function(epoch, logs) if (epoch == 2) asleep()
))
scenes <- list(
  evaluate = function() evaluate(model, after(ready, 5), steps = 1e7, verbose = 0),
  predict = function() predict(model, after(ready, 5, list(x)), steps = 1e7, verbose = 0),
  predict_arrays = function() {
    ready()
    predict(model, many, batch_size = 1, verbose = 0)
  },
  evaluate_arrays = function() {
    ready()
    evaluate(model, many, many[, 1], batch_size = 1, verbose = 0)
  },
  evaluate_long = function() evaluate(model, after(long, 5), steps = 9, verbose = 0),
  predict_asleep = function() predict(model, after(asleep, 5, list(x)), steps = 9, verbose = 0),
  fit = function() {
    train(x, x[, 1], epochs = 1e6, callbacks = callback_lambda(on_epoch_begin = third_epoch(ready)))
  },
  batches = function() train(after(ready, 30), steps_per_epoch = 9, epochs = 1e6),
  batches_long = function() train(after(long, 13), steps_per_epoch = 9, epochs = 1e6),
  batches_asleep = function() train(after(asleep, 18), steps_per_epoch = 9, epochs = 1e6),
  no_batch = function() train(after(long, 0), steps_per_epoch = 9, epochs = 1e6),
  validation = function() {
    train(x, x[, 1], validation_data = after(asleep, 13), validation_steps = 9, epochs = 1e6)
  },
  callback = function() train(x, x[, 1], callbacks = callback_lambda(on_epoch_end = third_epoch(long)), epochs = 1e6),
  hook = function() train(x, x[, 1], callbacks = callback_lambda(on_batch_end = fortieth(long)), epochs = 1e6),
  hook_asleep = function() train(x, x[, 1], callbacks = callback_lambda(on_batch_end = fortieth(asleep)), epochs = 1e6),
  r6 = function() train(x, x[, 1], callbacks = Own$new(), epochs = 1e6),
  rate = function() {
    rate <- after(asleep, 2, 0.01)
    train(x, x[, 1], callbacks = callback_learning_rate_scheduler(function(epoch) rate()), epochs = 1e6)
  }
)
for (name in names(scenes)) {
  end <- tryCatch(format(scenes[[name]]()), interrupt = function(condition) {
    if (is.null(condition$history)) {
      "interrupt"
    } else {
      cat(conditionMessage(condition), "\\n")
      length(condition$history$metrics$loss)
    }
  })
  cat(name, "->", end, "\\n")
}
cat("trains on ->", train(x, x[, 1], epochs = 2), "\n")
again <- quote({ tools::pskill(Sys.getpid(), tools::SIGINT); for (i in 1:1e9) i; "deaf" })
cat(tryCatch(eval(again), interrupt = function(condition) "R is R again"), "\n")
"""
EXPECTED = """
evaluate -> interrupt
predict -> interrupt
predict_arrays -> interrupt
evaluate_arrays -> interrupt
evaluate_long -> interrupt
predict_asleep -> interrupt
interrupted in epoch # of 1000000
fit -> #
interrupted in epoch # of 1000000
batches -> #
interrupted in epoch 2 of 1000000
batches_long -> 2
interrupted in epoch 2 of 1000000
batches_asleep -> 2
no_batch -> interrupt
interrupted in epoch 2 of 1000000
validation -> 2
interrupted in epoch 3 of 1000000
callback -> 3
interrupted in epoch 2 of 1000000
hook -> 2
interrupted in epoch 2 of 1000000
hook_asleep -> 2
interrupted after epoch 2 of 1000000
r6 -> 2
interrupted after epoch 2 of 1000000
rate -> 2
trains on -> 2
""".strip()


def ends(output: str) -> str:
    """Where each scene ended."""
    found = re.findall(r"\w.* -> [\w#]+|interrupted \w+ epoch \d+ of \d+", output.replace("^C", ""))
    return re.sub("epoch [0-9]+ (of .*\n(?:fit|batches) -> )[0-9]+", r"epoch # \1#", "\n".join(found))


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in project_env().items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "script.R"
    path.write_text(IN_R)
    return str(path)


def from_rscript(script: str) -> None:
    output = run_and_interrupt(script, command=("Rscript",), after=0.2)
    assert ends(output) == EXPECTED, output
    assert "R is R again" in output


def from_the_console_of_r(script: str) -> None:
    process, terminal = pty.fork()
    if process == 0:
        os.execvp("R", ["R", "--no-save", "--quiet"])
    watchdog = threading.Timer(100, os.kill, (process, signal.SIGKILL))
    watchdog.start()
    os.write(terminal, f"tryCatch(source('{script}'), finally = q())\n".encode())
    output, presses = "", 0
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
        while part := os.read(terminal, 4096):
            output += part.decode()
            while output.count("ready\r\n") > presses:
                presses += 1
                threading.Timer(0.2, os.write, (terminal, b"\x03")).start()
    watchdog.cancel()
    os.close(terminal)
    assert os.waitpid(process, 0)[1] == 0, output
    assert ends(output) == EXPECTED, output
    assert "R is R again" in output


def from_r_inside_python(script: str) -> None:
    code = IN_R.split("again <-")[0]
    output = run_and_interrupt(
        f"""
from rkeras_py.bridge import r_session
R = r_session()
R(r'''{code}''')
try:
    print(R("for (i in 1:100000) sqrt(i); 'quiet'"))
except KeyboardInterrupt:
    print("late")
""",
        after=0.2,
    )
    assert ends(output) == EXPECTED, output
    assert "quiet" in output


@pytest.mark.parametrize("press", sampled([from_the_console_of_r, from_rscript, from_r_inside_python], 2))
def test_in_a_session_of_r(press: Callable[[str], None], script: str) -> None:
    press(script)


def test_arrays_in_python() -> None:
    output = run_and_interrupt(
        """
import keras, numpy as np, signal, time
import rkeras_py as rk
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
x = np.zeros((200_000, 4), "float32")
model.predict(x[:1], verbose=0)
for what, data in (("predict", [x]), ("evaluate", [x, x[:, :1]])):
    print("ready")
    start = time.monotonic()
    try:
        getattr(rk, what)(model, *data, batch_size=1, verbose=0)
    except KeyboardInterrupt:
        print(what, "-> interrupt" if time.monotonic() - start < 20 else "-> late")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
print("predicts on ->", len(rk.predict(model, x[:7], batch_size=2, verbose=0)))
""",
        after=0.5,
    )
    assert ends(output).splitlines() == ["predict -> interrupt", "evaluate -> interrupt", "predicts on -> 7"], output


def test_a_guard_does_not_hide_a_handler_of_the_users_own() -> None:
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with guard_file():
            assert not handler.only_raises()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with guard_file(), guard_file():
            assert handler.only_raises()
    finally:
        signal.signal(signal.SIGINT, before)
