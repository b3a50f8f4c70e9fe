"""Ctrl-C in a fit() ends the program around it: nothing after it runs, and no half-trained model is saved."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import project_env

LONGEST = 100  # seconds, of a start on a busy machine too

IN_R = """
library(rkeras)
x <- matrix(0, 8, 4)
model <- keras_model_sequential(input_shape = 4) %>% layer_dense(1) %>% compile("sgd", "mse")
ready <- callback_lambda(on_epoch_begin = function(epoch, logs) if (epoch == 2) cat("ready\\n", file = stderr()))
train <- function(...) fit(model, x, x[, 1], epochs = 1e6, verbose = 0, callbacks = ready)
LINE
save_model(model, "saved.keras")
"""
IN_PYTHON = """
import numpy as np
import rkeras_py as rk
x = np.zeros((8, 4))
model = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(1) >> rk.compile("sgd", "mse")
ready = rk.callback_lambda(on_epoch_begin=lambda epoch: print("ready", flush=True) if epoch == 2 else None)
settings = {"epochs": 10**6, "verbose": 0, "callbacks": ready}
def train(*_):
    rk.fit(model, x, x[:, 0], **settings)
def build(hp):
    rate = rk.hp_choice(hp, "rate", [0.1, 0.2])
    made = rk.keras_model_sequential(input_shape=4) >> rk.layer_dense(1)
    return made >> rk.compile(rk.optimizer_sgd(rate), "mse")
LINE
rk.save_model(model, "saved.keras")
"""
TUNE = "rk.tuner_search(rk.tuner_random_search(build, 'loss', 2), x, x[:, 0], **settings)"
FOLDS = "for fold in range(5): train()"
TESTS = "def test_one():\n    train()\ndef test_two():\n    train()\ndef test_saves():"
DOCUMENT = 'knitr::knit(text = c("```{r}", "for (fold in 1:5) train()", "```"), quiet = TRUE)'
ENDLESS = """turns <- 0
body <- function(i) {
  turns <<- turns + 1
  if (turns == 2) cat("ready\\n", file = stderr())
  list(i + 0)
}
op_while_loop(function(i) i > 0, body, list(op_array(1)))"""
OURS = [sys.executable, "-m", "rkeras_py", "run"]

PROGRAMS = {
    "a loop under Rscript": (["Rscript"], "script.R", "for (fold in 1:5) train()"),
    "a document of knitr": (["Rscript"], "script.R", DOCUMENT),
    "a function under rkeras run": (OURS, "script.R", "history <- train()"),
    "a loop of R hosted by Python": ([*OURS, "--host", "python"], "script.R", "found <- lapply(1:5, train)"),
    "a loop of operations on tensors": (["Rscript"], "script.R", ENDLESS),
    "a loop of Python": ([sys.executable], "script.py", FOLDS),
    "a search": ([sys.executable], "script.py", TUNE),
    "tests": ([sys.executable, "-m", "pytest", "-sq", "-p", "no:cacheprovider"], "test_script.py", TESTS),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_first_press_ends_the_program(program: str, tmp_path: Path) -> None:
    command, name, line = PROGRAMS[program]
    code = (IN_R if name.endswith(".R") else IN_PYTHON).replace("LINE", line)
    if line is TESTS:
        code = code.replace("\nrk.save_model", "\n    rk.save_model")
    (tmp_path / name).write_text(code)
    process = subprocess.Popen(
        [*command, name],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **project_env()},
        start_new_session=True,
    )
    with process:
        assert process.stdout is not None
        said = ""
        while not said.endswith("ready\n"):
            line_said = process.stdout.readline()
            assert line_said, said
            said += line_said
        time.sleep(0.3)
        os.killpg(process.pid, signal.SIGINT)
        try:
            said, _ = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    assert process.returncode != 0, said
    assert "ready" not in said and "passed" not in said, said
    assert "interrupt" in said.lower() or "Execution halted" in said, said
    assert not (tmp_path / "saved.keras").exists()
