"""Ctrl-C in a fit() that is typed at a prompt gives the history; in all else that is typed it ends what was typed."""

import contextlib
import os
import pty
import re
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import project_env

PROMPT = "next? "
"""Like nothing that is printed or typed: what is typed too soon goes when Ctrl-C is pressed."""

SOON = """
from rkeras_py.interrupts import handler, table
def count_as_soon(seconds):
    handler.AGAIN = seconds
SECONDS = table.AGAIN
"""
"""Sets how soon a press is a second one: on a busy machine it takes longer than SECONDS to come to one at all."""

IN_R = r"""
suppressMessages(library(rkeras))
soon <- reticulate::py_run_file(file.path(folder, "soon.py"))
options(keras.fit_verbose = 0, prompt = "next? ")
x <- matrix(0, 8, 4)
y <- matrix(0, 8, 1)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1)
compile(model, "sgd", "mse")
third <- list(callback_lambda(on_epoch_begin = function(epoch, logs) if (epoch == 2) cat("ready\n")))
train <- function() {
  fit(model, x, y, epochs = 1e6, callbacks = third)
  "went on"
}
h <- 1
went <- FALSE
told <- NULL
say <- function(name, ...) { cat("\n", name, sep = ""); cat("", "->", ..., "\n"); h <<- 1 }
"""
HISTORY = "keras_training_history"
TYPED_IN_R = [
    ("for (u in 1:200) h <- fit(model, x, y, callbacks = third, epochs = 1e6)",
     "say('loop', u, class(h))", "1 numeric"),
    ("for (u in 1:200) { h <- fit(model, x, y, callbacks = third, epochs = 1e6); went <- TRUE }",
     "say('block in a loop', u, went)", "1 FALSE"),
    ("{ h <- fit(model, x, y, callbacks = third, epochs = 1e6); went <- TRUE }", "say('block', went)", "FALSE"),
    ("h <- train()", "say('function', class(h))", "numeric"),
    ("told <- tryCatch(train(), interrupt = function(i) i$history)", "say('condition', class(told))", HISTORY),
    ("", "say('model', length(model$history$history$loss) == length(told$metrics$loss))", "TRUE"),
    ("h <- fit(model, x, y, epochs = 1e6, callbacks = third)", "say('call', class(h))", HISTORY),
    ("soon$count_as_soon(1000)", "", ""),
    ("model %>% fit(x, y, epochs = 1e6, callbacks = third) -> h", "say('soon', class(h))", "numeric"),
    ("soon$count_as_soon(soon$SECONDS)", "", ""),
    ("Sys.sleep(3); h <- model %>% fit(x, y, epochs = 1e6, callbacks = third)", "say('pipe', class(h))", HISTORY),
    ("", "say('trains on', length(fit(model, x, y, epochs = 2)$metrics$loss))", "2"),
]  # fmt: skip

IN_PYTHON = r"""
import numpy as np, sys, time
import rkeras_py as rk
x, y = np.zeros((8, 4)), np.zeros((8, 1))
model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(1)
model = model >> rk.compile("sgd", "mse")
settings = {"epochs": 10**6, "verbose": 0, "callbacks": rk.callback_lambda(
    on_epoch_begin=lambda epoch: print("ready") if epoch == 2 else None)}
h, went = 1, False
def train():
    rk.fit(model, x, y, **settings)
    return "went on"
def say(name, *values):
    global h
    print("\n" + name, "->", *values)
    h = 1
sys.ps1 = "next? "
"""
TYPED_IN_PYTHON = [
    ("for u in range(200): h = rk.fit(model, x, y, **settings)\n", "say('loop', u, h)", "0 1"),
    ("h = rk.fit(model, x, y, **settings); went = bool(h)", "say('block', h, went)", "1 False"),
    ("h = train()", "say('function', h)", "1"),
    ("", "say('exception', type(sys.last_value.history).__name__)", "KerasTrainingHistory"),
    ("h = rk.fit(model, x, y, **settings)", "say('call', type(h).__name__)", "KerasTrainingHistory"),
    ("count_as_soon(1000)", "", ""),
    ("h = rk.fit(model, x, y, **settings)", "say('soon', h)", "1"),
    ("count_as_soon(SECONDS)", "", ""),
    ("time.sleep(3)", "", ""),
    ("h = model >> rk.fit(x, y, **settings)", "say('pipe', type(h).__name__)", "KerasTrainingHistory"),
    ("", "say('trains on', len(rk.fit(model, x, y, epochs=2, verbose=0).metrics['loss']))", "2"),
]


class Terminal:
    """A program on a terminal, into which one types, and presses Ctrl-C when it says that it is ready."""

    def __init__(self, command: list[str], first: str) -> None:
        self.output, self._presses = "", 0
        self._process, self._terminal = pty.fork()
        if self._process == 0:
            os.environ |= {**project_env(), "TERM": "dumb"}
            os.execvp(command[0], command)
        self._watchdog = threading.Timer(200, os.kill, (self._process, signal.SIGKILL))
        self._watchdog.start()
        os.write(self._terminal, first.encode())
        self._wait()

    def _wait(self) -> None:
        """Wait for the prompt."""
        begun = len(self.output)
        while not self.output[begun:].replace("\x1b[?2004h", "").endswith(PROMPT):
            self.output += os.read(self._terminal, 4096).decode(errors="replace")
            if self.output.count("ready\r\n") > self._presses:
                self._presses += 1
                threading.Timer(0.2, os.write, (self._terminal, b"\x03")).start()

    def type(self, line: str) -> None:
        """Type a line, and wait for its end."""
        os.write(self._terminal, f"{line}\n".encode())
        self._wait()

    def close(self) -> None:
        """End the program."""
        os.write(self._terminal, b"\x04")
        with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
            while os.read(self._terminal, 4096):
                pass
        self._watchdog.cancel()
        os.close(self._terminal)
        os.waitpid(self._process, 0)


def type_all(command: list[str], first: str, lines: list[tuple[str, str, str]]) -> dict[str, str]:
    """Type lines, and return what the words after them say. `first` is typed before there is the prompt."""
    terminal = Terminal(command, first)
    for line, says, _ in lines:
        for one in filter(None, (line, says)):
            terminal.type(one)
    terminal.close()
    return dict(re.findall(r"^(\w[\w ]*) -> (\w[\w ]*?) *\r?$", terminal.output, re.MULTILINE))


def expected(lines: list[tuple[str, str, str]]) -> dict[str, str]:
    return {says.split("'")[1]: said for _, says, said in lines if says}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    folder: Path = tmp_path_factory.mktemp("typed")
    (folder / "soon.py").write_text(SOON)
    (folder / "begin.R").write_text(f"folder <- '{folder}'\n{IN_R}")
    (folder / "begin.py").write_text(SOON + IN_PYTHON)
    begin = f"source('{folder}/begin.R')\n"
    with ThreadPoolExecutor() as pool:
        of_r = pool.submit(type_all, ["R", "--no-save", "--quiet", "--no-readline"], begin, TYPED_IN_R)
        of_python = pool.submit(type_all, [sys.executable, "-i", f"{folder}/begin.py"], "", TYPED_IN_PYTHON)
        return {"r": of_r.result(), "python": of_python.result()}


def test_at_the_console_of_r(seen: dict[str, dict[str, str]]) -> None:
    assert seen["r"] == expected(TYPED_IN_R)


def test_in_pythons_repl(seen: dict[str, dict[str, str]]) -> None:
    assert seen["python"] == expected(TYPED_IN_PYTHON)
