"""Ctrl-C at many moments, in R and in R that Python hosts: what runs ends in order, and the session works on.

    python tools/fuzz/interrupts.py

One process for each host runs all moments one after the other; this one sends SIGINT when a moment says that it is
there. A moment that does not react in time ends its process, and the next one goes on in a new one.
"""

import argparse
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 30.0
"""Seconds after which a moment is said to hang; the start of a process may take four times as long."""


@dataclass(frozen=True)
class Moment:
    """Code of R that says `ready()` when Ctrl-C is to come.

    Attributes:
        code: The code; its value, as text, is the outcome.
        outcome: What it should be: "interrupt", or the class of the history that this carries where a fit ended in
            order; or any of these, by `|`.
        delay: Seconds from `ready()` to the signal.
        signals: How many signals are sent, half a second apart.
    """

    code: str
    outcome: str = "interrupt"
    delay: float = 0.7
    signals: int = 1


_FIT = "class(fit(net, x, y, epochs = 100000, verbose = 0, callbacks = callback_lambda({})))[[1]]"
_EAGER = "compile(net, 'sgd', 'mse', run_eagerly = TRUE); class(fit(net, x, y, verbose = 0))[[1]]"
HISTORY = "keras_training_history"

MOMENTS = {
    "fit, at its start": Moment(f"ready(); {_FIT.format('')}", f"{HISTORY}|interrupt", 0.0),
    "fit, in the middle": Moment(_FIT.format("on_epoch_begin = at(3)"), HISTORY),
    "fit, end of an epoch": Moment(_FIT.format("on_epoch_end = at(3)"), HISTORY, 0.0),
    "fit, callback that computes": Moment(_FIT.format("on_epoch_end = function(epoch, logs) spin()"), HISTORY),
    "fit, callback that sleeps": Moment(
        _FIT.format("on_epoch_end = function(epoch, logs) { ready(); Sys.sleep(60) }"), HISTORY
    ),
    "fit, generator that computes": Moment(
        "class(fit(net, after(3, spin), steps_per_epoch = 100, verbose = 0))[[1]]", HISTORY
    ),
    "fit, generator that sleeps": Moment(
        "class(fit(net, after(3, function() { ready(); Sys.sleep(60) }), steps_per_epoch = 100, verbose = 0))[[1]]",
        HISTORY,
    ),
    "fit, validation": Moment(
        "class(fit(net, x, y, epochs = 1000, verbose = 0, validation_data = list(x[rep(1:100, 300), ], "
        "y[rep(1:100, 300), , drop = FALSE]), validation_batch_size = 1, callbacks = "
        "new_callback_class('V', on_test_batch_begin = function(batch, logs = NULL) if (batch == 1) ready())()))[[1]]",
        HISTORY,
    ),
    "fit, dataset that maps": Moment(
        "data <- dataset(function(a, b) reticulate::tuple(tf_of()$cast(a, 'float32'), b)); "
        "class(fit(net, data, epochs = 10000, verbose = 0, callbacks = callback_lambda(on_epoch_begin = at(2))))[[1]]",
        HISTORY,
    ),
    "fit that shows its metrics": Moment(
        "class(fit(net, x, y, epochs = 1000, verbose = 0, view_metrics = TRUE, "
        "callbacks = callback_lambda(on_epoch_begin = at(2))))[[1]]",
        HISTORY,
    ),
    "fit, loss of R that computes": Moment(
        "compile(net, 'sgd', loss = function(y_true, y_pred) { spin(); y_pred }, run_eagerly = TRUE); "
        "class(fit(net, x, y, verbose = 0))[[1]]"
    ),
    "fit, lambda of R that computes": Moment(
        "n <- 0; net <<- keras_model_sequential(input_shape = 4) %>% layer_lambda(function(x) { n <<- n + 1; "
        f"if (n > 3) spin(); x }}) %>% layer_dense(1); {_EAGER}",
    ),
    "fit, again and again": Moment(
        "ready(); repeat { h <- fit(net, x, y, epochs = 1000, verbose = 0); if (length(h$epoch) < 1000 || "
        "length(h$metrics$loss) < 1000) break }; class(h)[[1]]",
        HISTORY,
    ),
    "predict on arrays": Moment("ready(); predict(net, x[rep(1:100, 3000), ], batch_size = 1)"),
    "predict, generator that computes": Moment("predict(net, after(3, spin), steps = 100)"),
    "evaluate on arrays": Moment(
        "ready(); evaluate(net, x[rep(1:100, 3000), ], y[rep(1:100, 3000), , drop = FALSE], batch_size = 1, "
        "verbose = 0)"
    ),
    "train_on_batch() in a loop": Moment("ready(); repeat train_on_batch(net, x, y)"),
    "predict() in a loop": Moment("ready(); repeat predict(net, x)"),
    "saving HDF5": Moment("ready(); repeat save_model_hdf5(net, file.path(folder, 'm.h5'))"),
    "saving weights": Moment("ready(); repeat save_model_weights_tf(net, file.path(folder, 'w'))"),
    "saving a SavedModel": Moment("ready(); repeat save_model_tf(net, file.path(folder, 'm'))"),
    "loading": Moment("save_model_hdf5(net, f <- file.path(folder, 'l.h5')); ready(); repeat load_model_hdf5(f)"),
    "compile() in a loop": Moment("ready(); repeat compile(net, 'adam', 'mse', metrics = 'mae')"),
    "making a large model": Moment(
        "ready(); m <- keras_model_sequential(input_shape = 4); repeat m %>% layer_dense(4, activation = 'relu')"
    ),
    "operations of the backend": Moment("ready(); a <- k_constant(x); repeat a <- k_abs(a)"),
    "a tokenizer that learns": Moment(
        "t <- text_tokenizer(); texts <- rep(paste(rep('a b c d', 1000), collapse = ' '), 3000); ready(); "
        "repeat fit_text_tokenizer(t, texts)"
    ),
    "R that computes": Moment("spin()"),
    "R that sleeps": Moment("ready(); Sys.sleep(60)"),
    "Python that computes, called from R": Moment("ready(); python$compute()"),
    "Python that sleeps, called from R": Moment("ready(); python$rest()"),
    "R that computes, called from Python": Moment("python$call(spin)"),
    "R in Python in R in Python": Moment("python$call(function() python$call(spin))"),
    "a second Ctrl-C": Moment(
        _FIT.format("on_epoch_end = function(epoch, logs) { if (epoch == 2) ready(); python$stubborn() }"),
        f"{HISTORY}|interrupt",
        signals=2,
    ),
}

PROLOGUE = r"""
library(rkeras)
folder <- commandArgs(TRUE)[[1]]
chosen <- strsplit(commandArgs(TRUE)[[2]], ";")[[1]]
say <- function(...) { cat("\n", ..., "\n", sep = ""); flush(stdout()) }
now <- ""
ready <- function() say("READY ", now)
spin <- function(...) { ready(); while (TRUE) {} }
at <- function(place) function(epoch, logs) if (epoch == place) ready()
x <- matrix(stats::runif(400), 100); y <- matrix(stats::runif(100), 100)
after <- function(times, then) { n <- 0; function() { n <<- n + 1; if (n > times) then(); list(x, y) } }
tf_of <- function() reticulate::import("tensorflow")
dataset <- function(f) tf_of()$data$Dataset$from_tensor_slices(reticulate::tuple(x, y))$map(f)$batch(10L)
make <- function() compile(keras_model_sequential() %>% layer_dense(1, input_shape = 4), "sgd", "mse")
options(viewer = function(url) NULL, browser = function(url) NULL)
python <- reticulate::py_run_string("
def compute():
    while True: pass
def rest():
    import time
    time.sleep(60)
def call(function): return function()
def stubborn():
    import time
    end = time.monotonic() + 4
    while time.monotonic() < end: time.sleep(0.05)
", local = TRUE)
try_moment <- function(name, code) {
  now <<- name
  net <<- make()
  outcome <- tryCatch(
    { value <- eval(code); if (is.character(value)) value else "went on" },
    interrupt = function(i) if (is.null(i$history)) "interrupt" else class(i$history)[[1]],
    error = function(e) paste("error:", conditionMessage(e))
  )
  say("OUTCOME ", name, "=", gsub("\n", " ", substr(outcome, 1, 200)))
  net <<- make()
  usable <- tryCatch({
    for (i in 1:3) Sys.sleep(0.05)
    h <- fit(net, x, y, epochs = 2, verbose = 0)
    length(h$metrics$loss) == 2 && nrow(predict(net, x)) == 100
  }, interrupt = function(i) "a second interrupt", error = function(e) conditionMessage(e))
  say("USABLE ", name, "=", format(usable))
}
"""


def write_script(path: Path, names: list[str]) -> None:
    """Write the script that goes through some moments.

    Args:
        path: Its name.
        names: The moments.
    """
    calls = [f'if ("{name}" %in% chosen) try_moment("{name}", quote({{{MOMENTS[name].code}}}))' for name in names]
    path.write_text(PROLOGUE + "\n".join(calls) + '\nsay("END")\n')


class Run:
    """A process that goes through moments, and what became of them."""

    def __init__(self, host: str, names: list[str], folder: Path) -> None:
        script = folder / "moments.R"
        write_script(script, names)
        python = [sys.executable, "-m", "rkeras_py", "run", "--host", "python"]
        command = [*(["Rscript"] if host == "r" else python), str(script), str(folder), ";".join(names)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=ROOT,
        )
        assert self.process.stdout is not None
        self._out = self.process.stdout
        os.set_blocking(self._out.fileno(), False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._out, selectors.EVENT_READ)
        self._text = b""

    def wait_for(self, word: str, seconds: float) -> str | None:
        """Return the rest of the next line that begins with a word; None if it does not come in time."""
        end = time.monotonic() + seconds
        while True:
            while b"\n" in self._text:
                line, self._text = self._text.split(b"\n", 1)
                if line.startswith(f"{word} ".encode()) or line == word.encode():
                    return line[len(word) + 1 :].decode()
            left = end - time.monotonic()
            if left <= 0 or not self._selector.select(left):
                return None
            data = self._out.read()
            if data == b"":
                return None
            self._text += data or b""

    def press(self, moment: Moment) -> float:
        """Send the signals, and return when the first was."""
        time.sleep(moment.delay)
        first = time.monotonic()
        for number in range(moment.signals):
            if number:
                time.sleep(0.5)
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGINT)
        return first

    def kill(self) -> None:
        """End the process."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._out.close()


def try_moments(host: str, names: list[str]) -> dict[str, tuple[bool, str, float]]:
    """Try moments under a host.

    Args:
        host: "r" or "python".
        names: Which moments.

    Returns:
        For each whether all was well, what became of it, and after how many seconds.
    """
    found: dict[str, tuple[bool, str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        while left := [name for name in names if name not in found]:
            run = Run(host, left, Path(folder))
            for name in left:
                found[name] = _try(run, name)
                if run.process.poll() is not None or not found[name][0]:
                    break
            if len(found) == len(names) and found[left[-1]][0] and run.wait_for("END", LONGEST) is not None:
                code = run.process.wait(LONGEST)
                found["the end of the process"] = (code == 0, f"status {code}", 0.0)
            run.kill()
        bad = sorted(name for name in os.listdir(folder) if name.startswith("."))
        found["what saving left"] = (not bad, ", ".join(bad) or "nothing", 0.0)
    return found


def _try(run: Run, name: str) -> tuple[bool, str, float]:
    moment = MOMENTS[name]
    if run.wait_for("READY", 4 * LONGEST) is None:
        return False, "never came there", 0.0
    pressed = run.press(moment)
    outcome = run.wait_for("OUTCOME", LONGEST)
    seconds = time.monotonic() - pressed
    if outcome is None:
        run.kill()
        return False, "hangs or died", seconds
    outcome = outcome.rpartition("=")[2]
    usable = (run.wait_for("USABLE", LONGEST) or "=hangs").rpartition("=")[2]
    words = outcome if usable == "TRUE" else f"{outcome}; then: {usable}"
    return outcome in moment.outcome.split("|") and usable == "TRUE", words, seconds


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Press Ctrl-C at many moments.")
    parser.add_argument("--host", choices=("r", "python"), nargs="*", default=("r", "python"))
    parser.add_argument("--only", nargs="*", default=list(MOMENTS), help="names of moments")
    options = parser.parse_args()
    failed = False
    for host in options.host:
        for name, (well, words, seconds) in try_moments(host, options.only).items():
            print(f"{host:6} {'ok' if well else 'WRONG':5} {name:40} {seconds:5.1f} s  {words}", flush=True)
            failed = failed or not well
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
